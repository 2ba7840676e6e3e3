/* tasks.h - work shared among the cores.
 *
 * The work of opening a snapshot comes in stages; within one, there are tasks
 * that do not touch each other's results. The caller takes part. How many
 * threads run is the number of cores, or GLASSHEAP_THREADS.
 */
#ifndef GLASSHEAP_GRAPH_TASKS_H
#define GLASSHEAP_GRAPH_TASKS_H

#include "base/base.h"

typedef void (*Task)(void *context, u32 index);

/* tasks_run - calls task(context, i) for each i below `count`, in any order,
 * several at once; returns when all are done. */
void tasks_run(u32 count, Task task, void *context);
/* tasks_threads - how many can run at once. */
u32 tasks_threads(void);

#endif
