/* jobs.c - running a program to its end: its function, then the event loop
 * with what waits in its queues, and what Node.js does with a rejection that
 * nobody has handled. */
#include "host/jobs.h"

#include "host/errors.h"
#include "host/host.h"
#include "host/node.h"
#include "host/program.h"
#include "host/timers.h"
#include "library/finalization.h"
#include "vm/promise.h"
#include "vm/waiters.h"

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

/* ---- Running a program -------------------------------------------------- */

/* The exception for a reason that is no error, in Node's words. */
static bool throw_rejection(VM *vm, Value reason) {
  KEEP(vm, kept, reason);
  Buffer text = {};
  buffer_text(&text,
              "This error originated either by throwing inside of an async "
              "function without a catch block, or by rejecting a promise which "
              "was not handled with .catch(). The promise rejected with the "
              "reason \"");
  if (value_is_string(kept))
    library_describe(vm, kept, &text);
  else
    vm_describe_for_message(vm, kept, &text);
  buffer_text(&text, "\".");
  host_throw_named(vm, "UnhandledPromiseRejection", "ERR_UNHANDLED_REJECTION",
                   &text);
  buffer_free(&text);
  return false;
}

/* What nextTick was given comes before the jobs, every time. */
static bool drain(VM *vm) {
  Host *host = host_of(vm);
  bool ok;
  do {
    host->drain = DRAIN_TICKS;
    ok = timers_run_ticks(vm);
    host->drain = DRAIN_JOBS;
    ok = ok && vm_run_jobs(vm);
  } while (ok && timers_have_ticks(vm));
  host->drain = DRAIN_NONE;
  return ok;
}

/* The oldest rejection that nobody has handled: the program's listener gets
 * it, or it is thrown. */
static bool report_rejection(VM *vm, bool *is_handled) {
  KEEP_CELL(vm, Promise, promise, promise_take_rejection(vm));
  *is_handled = !promise;
  if (!promise) return true;
  KEEP(vm, reason, promise->result);
  if (!node_handle(vm, "handleRejection", reason, value_from_cell(promise),
                   is_handled) ||
      *is_handled)
    return *is_handled;
  vm->thrown_registers = NULL; /* its frame is long gone */
  return value_is_kind(reason, KIND_ERROR) ? vm_throw(vm, reason)
                                           : throw_rejection(vm, reason);
}

bool host_run_jobs(VM *vm) {
  bool is_handled;
  for (;;) {
    if (!drain(vm)) return false;
    bool has_rejection = vm->rejections.count;
    if (!report_rejection(vm, &is_handled)) return false;
    if (!has_rejection) return true;
  }
}

/* ---- The event loop ------------------------------------------------------ */

static bool call_timer(VM *vm, Value timer) {
  vm->thrown_registers = NULL;
  return timers_call(vm, timer) && host_run_jobs(vm);
}

/* Those that were due when it began. */
static bool run_timers(VM *vm) {
  KEEP(vm, timer, VALUE_UNDEFINED);
  host_of(vm)->phase = LOOP_TIMERS;
  u64 now = vm_now_ns(vm);
  while (timers_take_due(vm, now, &timer))
    if (!call_timer(vm, timer)) return false;
  return true;
}

static bool run_immediates(VM *vm) {
  KEEP(vm, timer, VALUE_UNDEFINED);
  host_of(vm)->phase = LOOP_IMMEDIATES;
  u32 left = host_of(vm)->queues.immediates.count;
  while (timers_take_immediate(vm, &left, &timer))
    if (!call_timer(vm, timer)) return false;
  return true;
}

/* Promises of Atomics.waitAsync whose time is over. */
static bool run_waiters(VM *vm) {
  host_of(vm)->phase = LOOP_WAITERS;
  return waiters_settle(vm) && host_run_jobs(vm);
}

/* What FinalizationRegistries have to say of objects that died. */
static bool run_cleanups(VM *vm) {
  host_of(vm)->phase = LOOP_CLEANUPS;
  while (finalization_is_due(vm))
    if (!finalization_run(vm) || !host_run_jobs(vm)) return false;
  return true;
}

u64 host_due_at(VM *vm) {
  u64 timer = timers_due_at(vm), waiter = waiters_due_at(vm);
  return timer < waiter ? timer : waiter;
}

/* Until nothing waits any more, or what does is due after `until`. */
static bool run_loop(VM *vm, u64 until) {
  Host *host = host_of(vm);
  for (;;) {
    host->turns++;
    if (!run_timers(vm) || !run_immediates(vm) || !run_waiters(vm))
      return false;
    if (!run_cleanups(vm)) return false;
    if (host->queues.immediates.count) continue;
    u64 due = host_due_at(vm);
    host->phase = due == UINT64_MAX ? LOOP_EXIT : LOOP_WAITING;
    if (due == UINT64_MAX || due > until) return true;
    if (!vm_wait_until(vm, due)) return false;
  }
}

bool host_has_work(VM *vm) {
  return vm->jobs.count || timers_have_ticks(vm) ||
         host_of(vm)->queues.immediates.count || host_due_at(vm) != UINT64_MAX;
}

/* What nobody caught goes to the program's listener, if it has one. */
static bool recover(VM *vm) {
  bool is_handled = false;
  if (vm->is_terminating || !node_is_open(vm)) return false;
  KEEP(vm, error, vm_take_exception(vm));
  if (!node_handle(vm, "handleUncaught", error, VALUE_UNDEFINED, &is_handled))
    return false;
  return is_handled || vm_throw(vm, error);
}

/* The loop, gone on with behind what the program's listener has handled. */
static bool run_on(VM *vm, bool ok, u64 until) {
  while (!(ok && run_loop(vm, until))) {
    if (!recover(vm)) return false;
    ok = host_run_jobs(vm);
  }
  return true;
}

bool host_run(VM *vm, Function *script) {
  bool ok = program_run(vm, script) && host_run_jobs(vm);
  if (!run_on(vm, ok, UINT64_MAX)) return false;
  program_check_end(vm);
  return node_emit_exit(vm);
}

bool host_settle(VM *vm, u64 until) {
  return run_on(vm, host_run_jobs(vm), until) && vm_wait_until(vm, until) &&
         run_on(vm, true, until);
}
