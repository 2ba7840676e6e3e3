/* jobs.c - queueMicrotask, and what runs behind every callback: ticks, jobs,
 * and complaints about rejections that nobody has handled. */
#include "host/jobs.h"

#include "host/errors.h"
#include "host/host.h"
#include "host/node.h"
#include "host/report.h"
#include "vm/promise.h"

/* ---- queueMicrotask ----------------------------------------------------- */

static bool run_microtask(VM *vm, const Value *values) {
  Value ignored;
  return vm_call(vm, values[0], VALUE_UNDEFINED, NULL, 0, &ignored);
}

static bool queue_microtask(VM *vm, Call *call) {
  static const JobType microtask = {"microtask", run_microtask};
  if (!host_check_callback(vm, call)) return false;
  vm_enqueue_job(vm, &microtask, call_argument(call, 0), VALUE_UNDEFINED,
                 VALUE_UNDEFINED);
  return true;
}

void jobs_open(VM *vm) {
  static const NativeEntry functions[] = {
      {"queueMicrotask", queue_microtask, 1}};
  library_add_functions(vm, vm->isolate.global, functions,
                        ARRAY_COUNT(functions));
}

/* ---- Ticks -------------------------------------------------------------- */

/* Taken out of the queue before it is called: it may throw. */
static bool run_tick(VM *vm) {
  Queues *queues = &host_of(vm)->queues;
  queues->running = queues->ticks.items[queues->first_tick++];
  queues->has_running = true;
  vm->thrown_registers = NULL;
  vm->async_context = queues->running.context;
  heap_probe(&vm->isolate.heap, TASK_RUN,
             waiting_cell(queues->running.callback), VALUE_UNDEFINED,
             VALUE_UNDEFINED);
  bool ok = host_call_waiting(vm, &queues->running);
  vm->async_context = VALUE_UNDEFINED;
  queues->has_running = false;
  if (!queues_have_ticks(queues)) queues->ticks.count = queues->first_tick = 0;
  return ok;
}

/* What nextTick was given comes before the jobs, every time. */
static bool drain(VM *vm) {
  Queues *queues = &host_of(vm)->queues;
  bool ok = true;
  do {
    queues->drain = DRAIN_TICKS;
    while (ok && queues_have_ticks(queues))
      ok = run_tick(vm);
    queues->drain = DRAIN_JOBS;
    ok = ok && vm_run_jobs(vm);
  } while (ok && queues_have_ticks(queues));
  queues->drain = DRAIN_NONE;
  return ok;
}

bool host_call_waiting(VM *vm, const Waiting *waiting) {
  Value ignored;
  if (value_is_undefined(waiting->data))
    return vm_call(vm, waiting->callback, VALUE_UNDEFINED, NULL, 0, &ignored);
  return function_apply(vm, waiting->callback, VALUE_UNDEFINED, waiting->data,
                        &ignored);
}

/* ---- Rejections --------------------------------------------------------- */

static bool report_late(VM *vm) {
  for (Promise *promise; (promise = promise_take_late(vm));)
    if (!host_report_handled(vm, promise)) return false;
  return true;
}

bool host_run_jobs(VM *vm) {
  for (;;) {
    if (!drain(vm)) return false;
    if (!vm->rejections.count && !vm->handled_late.count) return true;
    if (!report_late(vm)) return false;
    Promise *promise = promise_take_rejection(vm);
    if (promise && !host_report_rejection(vm, promise)) return false;
  }
}
