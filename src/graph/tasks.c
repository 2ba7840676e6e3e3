/* tasks.c - threads that take the next task until none is left. */
#define _GNU_SOURCE
#include "graph/tasks.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

constexpr u32 THREADS_MAX = 64;

typedef struct Work {
  Task task;
  void *context;
  u32 count;
  atomic_uint next;
} Work;

static void *take_tasks(void *argument) {
  Work *work = argument;
  for (u32 i; (i = atomic_fetch_add(&work->next, 1)) < work->count;)
    work->task(work->context, i);
  return NULL;
}

u32 tasks_threads(void) {
  const char *wanted = getenv("GLASSHEAP_THREADS");
  long count = wanted ? strtol(wanted, NULL, 10) : 0;
  cpu_set_t cores;
  if (count < 1 && !sched_getaffinity(0, sizeof cores, &cores))
    count = CPU_COUNT(&cores);
  return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : (u32)count;
}

void tasks_run(u32 count, Task task, void *context) {
  Work work = {.task = task, .context = context, .count = count};
  pthread_t threads[THREADS_MAX];
  u32 wanted = tasks_threads(), started = 0;
  if (wanted > count) wanted = count;
  while (started + 1 < wanted &&
         !pthread_create(&threads[started], NULL, take_tasks, &work))
    started++;
  take_tasks(&work);
  for (u32 i = 0; i < started; i++)
    pthread_join(threads[i], NULL);
}
