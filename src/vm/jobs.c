/* jobs.c - see jobs.h. */
#include "vm/vm.h"
#include "vm/waiters.h"

#include <stdlib.h>

/* ---- The ring ----------------------------------------------------------- */

static QueuedJob *place(const JobQueue *queue, u32 index) {
  return &queue->items[(queue->head + index) & (queue->capacity - 1)];
}

/* The queue counts against the heap's limit: jobs that queue more than they
 * finish end in an out-of-memory error. */
static void grow(VM *vm, JobQueue *queue) {
  u32 capacity = queue->capacity ? 2 * queue->capacity : 64;
  QueuedJob *items = base_allocate(capacity * sizeof *items);
  for (u32 i = 0; i < queue->count; i++)
    items[i] = *place(queue, i);
  heap_external(&vm->isolate.heap,
                (i64)((capacity - queue->capacity) * sizeof *items));
  free(queue->items);
  queue->items = items;
  queue->head = 0;
  queue->capacity = capacity;
}

void vm_enqueue_job(VM *vm, const JobType *type, Value a, Value b, Value c) {
  vm_enqueue_job_in(vm, vm->async_context, type, a, b, c);
}

void vm_enqueue_job_in(VM *vm, Value context, const JobType *type, Value a,
                       Value b, Value c) {
  JobQueue *queue = &vm->jobs;
  if (queue->count == queue->capacity) grow(vm, queue);
  *place(queue, queue->count++) =
      (QueuedJob){type, {a, b, c}, context, origin_now(vm)};
  heap_probe(&vm->isolate.heap, TASK_QUEUED,
             value_is_cell(a) ? value_to_cell(a) : NULL,
             value_from_u32(queue->count - 1), VALUE_UNDEFINED);
}

const QueuedJob *vm_job_at(const VM *vm, u32 index) {
  assert(index < vm->jobs.count);
  return place(&vm->jobs, index);
}

static QueuedJob take(JobQueue *queue) {
  QueuedJob job = *place(queue, 0);
  queue->head = (queue->head + 1) & (queue->capacity - 1);
  queue->count--;
  return job;
}

static void visit_job(const QueuedJob *job, u32 index, EdgeFunction *edge,
                      void *context) {
  for (u32 i = 0; i < JOB_VALUES; i++)
    if (value_is_cell(job->values[i]) && value_to_cell(job->values[i]))
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, index, "job"},
           value_to_cell(job->values[i]));
  if (value_is_cell(job->context))
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, index, "async context"},
         value_to_cell(job->context));
  origin_visit(&job->origin, index, edge, context);
}

void jobs_visit(const JobQueue *queue, EdgeFunction *edge, void *context) {
  if (queue->running.type) visit_job(&queue->running, 0, edge, context);
  for (u32 i = 0; i < queue->count; i++)
    visit_job(place(queue, i), i, edge, context);
}

void jobs_free(JobQueue *queue) {
  free(queue->items);
  *queue = (JobQueue){};
}

/* The cell that a job is about, or NULL. */
static Cell *subject(const QueuedJob *job) {
  return value_is_cell(job->values[0]) ? value_to_cell(job->values[0]) : NULL;
}

/* ---- Running ------------------------------------------------------------ */

static bool tick(VM *vm) {
  return likely(--vm->fuel > 0) || vm_interrupt(vm);
}

/* ClearKeptObjects, when HTML does it: behind the last job of a turn. */
static void end_turn(VM *vm) {
  vm->kept_objects.count = 0;
  vm->turn++;
}

bool vm_run_jobs(VM *vm) {
  JobQueue *queue = &vm->jobs;
  bool ok = true;
  assert(!queue->running.type);
  while (ok && queue->count) {
    ok = tick(vm);
    if (!ok) break;
    queue->running = take(queue);
    vm->thrown_registers = NULL;
    vm->async_context = queue->running.context;
    heap_probe(&vm->isolate.heap, TASK_RUN, subject(&queue->running),
               VALUE_UNDEFINED, VALUE_UNDEFINED);
    ok = queue->running.type->run(vm, queue->running.values);
    queue->running.type = NULL;
    vm->async_context = VALUE_UNDEFINED;
    if (unlikely(vm->has_waiters)) ok = ok && waiters_settle(vm);
  }
  if (ok) end_turn(vm);
  return ok;
}

/* Nothing has touched those words since. */
void vm_hold_main(VM *vm) {
  vm->registers = vm->stack + FRAME_WORDS;
  vm->pc = vm->returned_from;
  frame_of(vm->registers)->flags |= FRAME_FINISHED;
  vm->held_tick = vm_ticks(vm);
}

bool vm_run_main(VM *vm, Function *function, Value this_value,
                 const Value *arguments, u32 count) {
  Value result;
  assert(!vm->registers);
  if (!vm_call(vm, value_from_cell(function), this_value, arguments, count,
               &result))
    return false;
  vm_hold_main(vm);
  return true;
}
