/* jobs.h - what runs when the stack is empty.
 *
 * A job is a piece of work that waits until all code that is running has
 * ended: a reaction to a promise, the rest of an async function, a callback of
 * queueMicrotask. Jobs run in the order in which they were queued, each to its
 * end, with nothing else on the stack.
 *
 *   queue  | head ... count | (a ring, in C memory)
 *   job    | type | values[0..2] |
 *
 * The values of waiting jobs, and of the one that runs, are roots by the name
 * "job". A job runs in the async context (vm->async_context) that it was queued
 * in; a reaction in that of its then(). A type says by its code what a job does
 * with its values; its name is for people.
 *
 * Each job counts as one tick, so that even jobs that only run native code can
 * be interrupted.
 */
#ifndef GLASSHEAP_VM_JOBS_H
#define GLASSHEAP_VM_JOBS_H

#include "object/isolate.h"
#include "vm/origin.h"

constexpr u32 JOB_VALUES = 3;

/* Runs one job; false when it threw. The values are kept alive meanwhile. */
typedef bool JobCode(VM *vm, const Value *values);

typedef struct JobType {
  const char *name; /* "then", "resume", "microtask" */
  JobCode *run;
} JobType;

typedef struct QueuedJob {
  const JobType *type;
  Value values[JOB_VALUES];
  Value context;
  Origin origin; /* who queued it, and when */
} QueuedJob;

typedef struct JobQueue {
  QueuedJob *items; /* a ring */
  u32 head, count;
  u32 capacity;      /* a power of two, or 0 */
  QueuedJob running; /* its type is NULL while none is */
} JobQueue;

/* vm_enqueue_job - behind all others; fewer values are padded with undefined.
 * Never fails. */
void vm_enqueue_job(VM *vm, const JobType *type, Value a, Value b, Value c);
/* vm_enqueue_job_in - the same, in another async context than the running
 * one. */
void vm_enqueue_job_in(VM *vm, Value context, const JobType *type, Value a,
                       Value b, Value c);
/* vm_run_jobs - runs jobs until none is left. False when one threw: the
 * exception is pending, and the jobs behind it still wait. */
bool vm_run_jobs(VM *vm);
/* vm_job_at - the waiting job with that place in the queue, from 0. */
const QueuedJob *vm_job_at(const VM *vm, u32 index);

/* jobs_visit - the roots; jobs_free - when the machine closes. */
void jobs_visit(const JobQueue *queue, EdgeFunction *edge, void *context);
void jobs_free(JobQueue *queue);

/* vm_hold_main - holds the frame of the function that has just returned to C
 * code, with nothing else on the stack. */
void vm_hold_main(VM *vm);
/* vm_run_main - calls the program's function: a script, with the global object
 * as `this`, or a module of CommonJS with its arguments. When it has returned,
 * its frame is held (FRAME_FINISHED) below the jobs' frames: what a script
 * declares at its top level lives as long as the program, and is shown. False
 * when it threw. The frame stays held until the caller sets
 * vm->registers to NULL. */
bool vm_run_main(VM *vm, Function *function, Value this_value,
                 const Value *arguments, u32 count);

#endif
