/* loop.c - running a program to its end: its function, then the event loop.
 *
 * Node (libuv) goes round: timers that are due, answers and messages that came
 * (poll), immediates (check); whatever is queued meanwhile waits for the next
 * round. A browser takes one task at a time, the one that has been ready for
 * longest, and renders when the display wants a frame. In both, ticks and jobs
 * run behind every callback (jobs.c). */
#include "host/host.h"
#include "host/node.h"
#include "host/program.h"
#include "host/report.h"
#include "host/timers.h"
#include "library/finalization.h"
#include "vm/waiters.h"

constexpr u64 IDLE_NS_MOST = 50'000'000;

static Queues *queues_of(VM *vm) {
  return &host_of(vm)->queues;
}

/* ---- One callback ------------------------------------------------------- */

static bool call_waiting(VM *vm, const Waiting *waiting, u64 ns) {
  switch (waiting->kind) {
  case WAITING_TIMEOUT:
  case WAITING_INTERVAL:
  case WAITING_IMMEDIATE: return timers_call(vm, waiting);
  case WAITING_FRAME: return frames_call(vm, waiting, ns);
  case WAITING_IDLE: return frames_call_idle(vm, waiting, ns);
  default: return host_call_waiting(vm, waiting);
  }
}

/* Calls what was taken out of its queue, and what follows from it. `ns`: of a
 * frame when it began, of an idle callback its deadline. */
static bool run(VM *vm, LoopPhase phase, Waiting waiting, u64 ns) {
  Queues *queues = queues_of(vm);
  queues->phase = phase;
  queues->running = waiting;
  queues->has_running = true;
  vm->thrown_registers = NULL;
  vm->async_context = waiting.context;
  heap_probe(&vm->isolate.heap, TASK_RUN, waiting_cell(waiting.callback),
             VALUE_UNDEFINED, VALUE_UNDEFINED);
  bool ok = call_waiting(vm, &queues->running, ns);
  vm->async_context = VALUE_UNDEFINED;
  queues->has_running = false;
  return ok && host_run_jobs(vm);
}

static bool is_due(const WaitingList *heap, u64 now) {
  return heap->count && heap->items[0].due <= now;
}

/* ---- What both have ----------------------------------------------------- */

/* The callbacks of one frame; those that they request are for the next. */
static bool run_frames(VM *vm, u64 now) {
  WaitingList *frames = &queues_of(vm)->frames;
  if (!is_due(frames, now)) return true;
  u64 last = queues_of(vm)->next_order, frame = frames->items[0].due;
  while (frames->count && frames->items[0].order <= last)
    if (!run(vm, LOOP_RENDER, waiting_remove_plain(frames, 0), frame))
      return false;
  return true;
}

/* Promises of Atomics.waitAsync whose time is over, and what
 * FinalizationRegistries have to say of objects that died. */
static bool run_others(VM *vm) {
  Queues *queues = queues_of(vm);
  queues->phase = LOOP_WAITERS;
  if (!waiters_settle(vm) || !host_run_jobs(vm)) return false;
  while (finalization_is_due(vm)) {
    queues->phase = LOOP_CLEANUPS;
    if (!finalization_run(vm) || !host_run_jobs(vm)) return false;
  }
  return true;
}

static u64 least(u64 a, u64 b) {
  return a < b ? a : b;
}

u64 host_due_at(VM *vm) {
  if (queues_of(vm)->files.count) return vm_now_ns(vm);
  return least(least(timers_due_at(vm), frames_due_at(vm)), waiters_due_at(vm));
}

static bool run_idle(VM *vm, u64 now) {
  u64 deadline = least(host_due_at(vm), now + IDLE_NS_MOST);
  return run(vm, LOOP_IDLE, waiting_remove_plain(&queues_of(vm)->idles, 0),
             deadline);
}

/* Nothing is ready: an idle callback, or waiting. `*is_over`: nothing will
 * ever be ready, or not by `until`. */
static bool rest(VM *vm, u64 until, bool *is_over) {
  Queues *queues = queues_of(vm);
  if (queues->idles.count) return run_idle(vm, vm_now_ns(vm));
  u64 due = host_due_at(vm);
  *is_over = due == UINT64_MAX || due > until;
  queues->phase = due == UINT64_MAX ? LOOP_EXIT : LOOP_WAITING;
  HostWait *wait = host_of(vm)->wait;
  return *is_over || (wait ? wait : vm_wait_until)(vm, due);
}

/* ---- Node --------------------------------------------------------------- */

/* Those of a heap that were due when the phase began. */
static bool run_due(VM *vm, LoopPhase phase, WaitingList *heap) {
  u64 now = vm_now_ns(vm), last = queues_of(vm)->next_order;
  while (is_due(heap, now) && heap->items[0].order <= last)
    if (!run(vm, phase, waiting_remove(heap, 0), 0)) return false;
  return true;
}

/* Answers whose turn has come, in the order in which they were asked for. */
static bool run_files(VM *vm) {
  Queues *queues = queues_of(vm);
  u64 last = queues->next_order;
  for (u32 i = 0; i < queues->files.count;) {
    const Waiting *answer = &queues->files.items[i];
    bool is_ready = answer->turn <= queues->turns && answer->order <= last;
    if (!is_ready) {
      i++;
      continue;
    }
    if (!run(vm, LOOP_POLL, waiting_remove_plain(&queues->files, i), 0))
      return false;
  }
  return true;
}

static bool run_immediates(VM *vm) {
  WaitingList *list = &queues_of(vm)->immediates;
  u64 last = queues_of(vm)->next_order;
  while (list->count && list->items[0].order <= last)
    if (!run(vm, LOOP_IMMEDIATES, waiting_remove_plain(list, 0), 0))
      return false;
  return true;
}

static bool run_node(VM *vm, u64 until) {
  Queues *queues = queues_of(vm);
  for (bool is_over = false; !is_over;) {
    queues->turns++;
    if (!run_due(vm, LOOP_TIMERS, &queues->timers) ||
        !run_due(vm, LOOP_POLL, &queues->tasks) || !run_files(vm) ||
        !run_frames(vm, vm_now_ns(vm)) || !run_immediates(vm) ||
        !run_others(vm))
      return false;
    bool is_ready = queues->immediates.count || queues->files.count ||
                    is_due(&queues->tasks, vm_now_ns(vm));
    if (!is_ready && !rest(vm, until, &is_over)) return false;
    if (is_ready) is_over = queues->turns >= queues->turns_most;
  }
  return true;
}

/* ---- Browser ------------------------------------------------------------ */

/* Of timers and tasks the one that has been ready for longest; NULL when none
 * is ready. */
static WaitingList *next_task(Queues *queues, u64 now) {
  WaitingList *timers = &queues->timers, *tasks = &queues->tasks;
  if (!is_due(tasks, now)) return is_due(timers, now) ? timers : NULL;
  if (!is_due(timers, now)) return tasks;
  const Waiting *timer = timers->items, *task = tasks->items;
  if (timer->due != task->due) return timer->due < task->due ? timers : tasks;
  return timer->order < task->order ? timers : tasks;
}

/* An idle callback whose timeout is over is work like any other. */
static u32 overdue_idle(const WaitingList *idles, u64 now) {
  u32 at = 0;
  while (at < idles->count && idles->items[at].due > now)
    at++;
  return at;
}

static bool run_browser(VM *vm, u64 until) {
  Queues *queues = queues_of(vm);
  for (bool is_over = false; !is_over;) {
    queues->turns++;
    if (!run_others(vm)) return false;
    u64 now = vm_now_ns(vm);
    WaitingList *heap = next_task(queues, now);
    u32 idle = overdue_idle(&queues->idles, now);
    bool ok;
    if (is_due(&queues->frames, now) &&
        (!heap || queues->frames.items[0].due <= heap->items[0].due))
      ok = run_frames(vm, now);
    else if (heap)
      ok = run(vm, LOOP_TASK, waiting_remove(heap, 0), 0);
    else if (idle < queues->idles.count)
      ok = run(vm, LOOP_IDLE, waiting_remove_plain(&queues->idles, idle), now);
    else
      ok = rest(vm, until, &is_over);
    if (!ok) return false;
    if (queues->turns >= queues->turns_most) break;
  }
  return true;
}

/* ---- The program -------------------------------------------------------- */

bool host_has_work(VM *vm) {
  const Queues *queues = queues_of(vm);
  return vm->jobs.count || queues_have_ticks(queues) ||
         queues->immediates.count || queues->idles.count ||
         host_due_at(vm) != UINT64_MAX;
}

/* Until nothing waits any more, or what does is due after `until`. */
static bool run_loop(VM *vm, u64 until) {
  return host_of(vm)->options.is_browser ? run_browser(vm, until)
                                         : run_node(vm, until);
}

/* The loop, gone on with behind what has been done about an error. */
static bool run_on(VM *vm, bool ok, u64 until) {
  while (!(ok && run_loop(vm, until))) {
    if (!host_report_uncaught(vm)) return false;
    ok = host_run_jobs(vm);
  }
  return true;
}

/* Node evaluates an ES module in a job: jobs that it queues come before its
 * ticks, other than those of a script. */
bool host_run(VM *vm, Function *script) {
  queues_of(vm)->phase = LOOP_PROGRAM;
  queues_of(vm)->turns_most = UINT64_MAX;
  bool ok = program_run(vm, script);
  vm->async_context = VALUE_UNDEFINED;
  if (ok && host_of(vm)->module) ok = vm_run_jobs(vm);
  ok = ok && host_run_jobs(vm);
  if (!run_on(vm, ok, UINT64_MAX)) return false;
  program_check_end(vm);
  return node_emit_exit(vm);
}

/* A program that always sets another setImmediate never waits. */
bool host_settle(VM *vm, u64 until) {
  constexpr u64 TURNS = 20'000;
  Queues *queues = queues_of(vm);
  queues->turns_most = queues->turns + TURNS;
  return run_on(vm, host_run_jobs(vm), until) && vm_wait_until(vm, until) &&
         run_on(vm, true, until);
}
