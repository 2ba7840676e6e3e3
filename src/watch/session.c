/* session.c - runs that stop at moments: see session.h. */
#include "watch/session.h"

#include "host/host.h"
#include "library/collection.h"
#include "library/library.h"
#include "vm/interpreter.h"
#include "watch/cache_counts.h"
#include "watch/text.h"
#include "watch/tracer.h"

#include <stdlib.h>

/* Ticks between two looks at the pause request. */
constexpr u64 FUEL_SLICE = 1 << 18;
/* Ticks between two looks at the places that are traced. */
constexpr u64 TRACE_SLICE = 1 << 12;
/* After so many events between two stops nobody reads them one by one. */
constexpr u32 EVENTS_WORDED_MAX = 20'000;

typedef struct Watcher {
  Moment now;           /* of the instruction about to run, under watch */
  u64 collector_events; /* since then */
  bool was_inside;      /* a stop inside the collector: see look() */
  Moment stopped_at;    /* the last stop: not a goal of what comes next */
  bool matched;         /* an event of the goal happened since the last step */
  u64 start_depth;      /* frames when the run went on */
  u64 events_seen;      /* since the last stop */
  u64 line_hits;
  u64 next_sample; /* tick */
  Function *script;
} Watcher;

/* ---- Where the run stands ----------------------------------------------- */

static u64 stack_depth(const VM *vm) {
  u64 depth = 0;
  for (Value *r = vm->registers; r; r = frame_of(r)->caller)
    if (!(frame_of(r)->flags & FRAME_FINISHED)) depth++;
  return depth;
}

/* The last return of a script that leaves no jobs: the moment called end. */
static bool is_final_return(const VM *vm) {
  Value *r = vm->registers;
  if (host_has_work((VM *)vm)) return false;
  if (*vm->pc != OP_Return && *vm->pc != OP_ReturnUndefined) return false;
  const CodeBlock *code = frame_code(r);
  bool is_main = code->flags & CODE_SCRIPT && code->source->id == 1;
  return !frame_of(r)->caller && is_main;
}

static const Position *current_statement(const VM *vm) {
  CodeBlock *code = frame_code(vm->registers);
  return code_block_statement(code, (u32)(vm->pc - code->instructions));
}

static u32 current_line(const VM *vm, const Position *position) {
  u32 line, column;
  source_locate(frame_code(vm->registers)->source, position->source_start,
                &line, &column);
  return line;
}

/* ---- Stopping ----------------------------------------------------------- */

static void stop(Session *session, StopReason reason, Moment moment) {
  Watcher *watcher = session->watcher;
  session->stop.reason = reason;
  session->stop.moment = watcher->stopped_at = moment;
  session->stop.depth = stack_depth(&session->vm);
  session->stop.hits = (u32)watcher->line_hits;
  if (reason == STOP_END || reason == STOP_THROWN) {
    session->is_over = true;
    session->end = moment;
  }
  session->pause_requested = false;
  session->goal = (Goal){.kind = GOAL_END, .bound = MOMENT_NEVER};
  session->stopped(session, session->context);
  session->stop = (Stop){.moment = moment};
  session->event_count = 0;
  watcher->matched = false;
  watcher->events_seen = 0;
  watcher->line_hits = 0;
  watcher->start_depth =
      session->goal.depth ? session->goal.depth : stack_depth(&session->vm);
}

/* ---- Events ------------------------------------------------------------- */

static bool is_about(const Session *session, ProbeKind kind, u64 address,
                     Value detail) {
  const Goal *goal = &session->goal;
  if (!(goal->events >> kind & 1)) return false;
  if (goal->object && goal->object != address) return false;
  if (!goal->key[0]) return true;
  if (kind != PROBE_WRITE) return false;
  Buffer key = {};
  key_append_text((Key){detail.bits}, &key);
  bool same = key.bytes && !strcmp(key.bytes, goal->key);
  buffer_free(&key);
  return same;
}

/* The events between which the run can stop inside an instruction. */
static bool is_of_collector(ProbeKind kind) {
  switch (kind) {
  case PROBE_FREE:
  case PROBE_PHASE:
  case PROBE_GREY:
  case PROBE_BLACK:
  case PROBE_REMEMBER:
  case PROBE_COUNT_UP:
  case PROBE_COUNT_DOWN:
  case PROBE_COLLECTION: return true;
  default: return false;
  }
}

static void keep_event(Session *session, ProbeKind kind, Cell *cell,
                       Value detail, Value more) {
  if (session->event_count == SESSION_EVENTS) {
    memmove(session->events, session->events + 1,
            (SESSION_EVENTS - 1) * sizeof(WatchedEvent));
    session->event_count--;
  }
  WatchedEvent *event = &session->events[session->event_count++];
  *event = (WatchedEvent){
      .kind = kind,
      .moment = session->watcher->now,
      .address = cell ? heap_offset(&session->vm.isolate.heap, cell) : 0,
  };
  if (is_of_collector(kind))
    event->moment.event = session->watcher->collector_events;
  text_of_event(&session->vm, kind, cell, detail, more, event->text,
                sizeof event->text);
}

/* Why the run must stop inside the collector, where an event has just been. */
static bool must_stop_inside(Session *session, Moment here, bool is_wanted,
                             bool is_fresh, StopReason *reason) {
  const Goal *goal = &session->goal;
  *reason = STOP_BOUND;
  if (moment_compare(here, goal->bound) >= 0) return true;
  *reason = STOP_GOAL;
  if (goal->kind == GOAL_MOMENT && moment_compare(here, goal->moment) >= 0)
    return true;
  if (!is_fresh || !is_wanted) return false;
  if (!goal->last) return true;
  session->stop.has_found = true;
  session->stop.found = here;
  return false;
}

static void look_inside(Session *session, bool is_wanted) {
  Watcher *watcher = session->watcher;
  StopReason reason;
  bool is_fresh = true;
  Moment here = watcher->now;
  here.event = watcher->collector_events;
  while (must_stop_inside(session, here, is_wanted, is_fresh, &reason)) {
    stop(session, reason, here);
    watcher->was_inside = true;
    is_fresh = false;
  }
}

static void on_probe(void *context, ProbeKind kind, Cell *cell, Value detail,
                     Value more) {
  Session *session = context;
  Watcher *watcher = session->watcher;
  u64 address = cell ? heap_offset(&session->vm.isolate.heap, cell) : 0;
  GoalKind goal = session->goal.kind;
  bool is_inside = is_of_collector(kind);
  bool is_wanted =
      (goal == GOAL_EVENT || (goal == GOAL_COLLECTOR && is_inside)) &&
      is_about(session, kind, address, detail);
  if (is_wanted && goal == GOAL_EVENT) watcher->matched = true;
  if (is_inside) watcher->collector_events++;
  /* counts change with every store: they are told to who asks for them */
  bool is_count = kind == PROBE_COUNT_UP || kind == PROBE_COUNT_DOWN;
  if (!session->goal.last && (!is_count || is_wanted) &&
      (is_wanted || watcher->events_seen++ < EVENTS_WORDED_MAX))
    keep_event(session, kind, cell, detail, more);
  if (is_inside) look_inside(session, is_wanted && goal == GOAL_COLLECTOR);
}

/* ---- The instances of the interpreter ----------------------------------- */

static bool on_step(VM *vm, void *context);

static void watch(Session *session) {
  VM *vm = &session->vm;
  Heap *heap = &vm->isolate.heap;
  if (vm->table == &interpreter_watched) return;
  vm->table = &interpreter_watched;
  vm->on_step = on_step;
  vm->step_context = session;
  heap->probe = on_probe;
  heap->probe_context = session;
  heap_set_slow(heap, true);
}

/* Goes on with an instance that reports nothing to anybody. */
static void unwatch(Session *session, const struct RunTable *table) {
  VM *vm = &session->vm;
  Heap *heap = &vm->isolate.heap;
  if (vm->table == table) return;
  vm->table = table;
  heap->probe = NULL;
  heap_set_slow(heap, false);
}

static void begin_counting(Session *session) {
  if (session->vm.table == &interpreter_counting) return;
  cache_counts_begin(session->counts, &session->vm, session->watcher->now);
  unwatch(session, &interpreter_counting);
}

/* Whether the goal needs every instruction watched from this tick on. */
static bool needs_watching(const Session *session, u64 tick) {
  const Goal *goal = &session->goal;
  switch (goal->kind) {
  case GOAL_END:
  case GOAL_TICK: return false;
  case GOAL_MOMENT: return tick >= goal->moment.tick;
  /* a bound within a tick is found by its steps */
  case GOAL_TRACE: return goal->exact || tick >= goal->bound.tick;
  case GOAL_COUNT: return tick >= goal->bound.tick;
  default: return true;
  }
}

/* Sets the instance and the ticks until the next look. */
static void choose_instance(Session *session) {
  VM *vm = &session->vm;
  u64 tick = vm_ticks(vm), slice = FUEL_SLICE;
  const Goal *goal = &session->goal;
  if (needs_watching(session, tick))
    watch(session);
  else if (goal->kind == GOAL_COUNT)
    begin_counting(session);
  else
    unwatch(session, &interpreter_plain);
  if ((goal->kind == GOAL_TICK || goal->kind == GOAL_MOMENT) &&
      goal->moment.tick > tick && goal->moment.tick - tick < slice)
    slice = goal->moment.tick - tick;
  if (goal->kind == GOAL_TRACE && session->tracer->has_places &&
      slice > TRACE_SLICE)
    slice = TRACE_SLICE;
  if ((goal->kind == GOAL_TRACE || goal->kind == GOAL_COUNT) &&
      goal->bound.tick > tick && goal->bound.tick - tick < slice)
    slice = goal->bound.tick - tick;
  Watcher *watcher = session->watcher;
  if (watcher->next_sample > tick && watcher->next_sample - tick < slice)
    slice = watcher->next_sample - tick;
  vm_set_fuel(vm, (i32)slice);
}

static void take_sample(Session *session, u64 tick) {
  Watcher *watcher = session->watcher;
  if (!session->sampled || !session->sample_ticks ||
      tick < watcher->next_sample)
    return;
  Heap *heap = &session->vm.isolate.heap;
  Sample sample = {
      .tick = tick,
      .depth = stack_depth(&session->vm),
      .bytes = heap_live_bytes(heap),
      .collections = heap->collections,
  };
  watcher->next_sample = tick + session->sample_ticks;
  session->sampled(session, &sample, session->context);
}

/* Whether a goal is reached that the plain instance can find. */
static bool is_at_tick(const Session *session, u64 tick) {
  const Goal *goal = &session->goal;
  if (goal->kind == GOAL_TRACE || goal->kind == GOAL_COUNT)
    return tick > goal->bound.tick ||
           (tick == goal->bound.tick && !goal->bound.step);
  return goal->kind == GOAL_TICK && tick >= goal->moment.tick;
}

/* The fuel is used up: a tick boundary, the instruction not yet run. */
static bool on_interrupt(VM *vm, void *context) {
  Session *session = context;
  Watcher *watcher = session->watcher;
  u64 tick = vm_ticks(vm);
  take_sample(session, tick);
  if (vm->table == &interpreter_watched) {
    /* on_step follows at once, and sees to goals and pauses */
    choose_instance(session);
    return true;
  }
  watcher->now = (Moment){.tick = tick};
  watcher->collector_events = 0;
  bool is_start = tick == 0;
  if (session->goal.kind == GOAL_TRACE)
    tracer_look(session->tracer, watcher->now);
  while (is_start || session->pause_requested || is_at_tick(session, tick)) {
    StopReason reason = is_start                   ? STOP_START
                        : session->pause_requested ? STOP_PAUSED
                                                   : STOP_GOAL;
    is_start = false;
    stop(session, reason, watcher->now);
  }
  /* the watched instance counts this instruction as step 0 */
  watcher->now.step = UINT64_MAX;
  choose_instance(session);
  return true;
}

/* ---- Under watch -------------------------------------------------------- */

/* Code of the host's own layer (host/node.h), which nobody steps through. */
static bool is_internal(const VM *vm) {
  return !strncmp(frame_code(vm->registers)->source->name, "node:", 5);
}

/* Whether the instruction about to run is one where the goal is reached. */
static bool is_goal(Session *session) {
  VM *vm = &session->vm;
  const Goal *goal = &session->goal;
  Watcher *watcher = session->watcher;
  switch (goal->kind) {
  case GOAL_MOMENT: return moment_compare(watcher->now, goal->moment) >= 0;
  case GOAL_INSTRUCTION: return true;
  case GOAL_INTO: return current_statement(vm) && !is_internal(vm);
  case GOAL_OVER:
    return current_statement(vm) && !is_internal(vm) &&
           stack_depth(vm) <= watcher->start_depth;
  case GOAL_OUT:
    return stack_depth(vm) < watcher->start_depth && !is_internal(vm);
  case GOAL_EVENT: return watcher->matched;
  case GOAL_LINE: {
    const Position *statement = current_statement(vm);
    bool is_main = frame_code(vm->registers)->source->id == 1;
    return statement && is_main && current_line(vm, statement) == goal->line &&
           ++watcher->line_hits >= (goal->hit ? goal->hit : 1);
  }
  default: return false;
  }
}

/* Why the run must stop before the instruction that is about to run. */
static bool must_stop(Session *session, bool is_fresh, StopReason *reason) {
  const Goal *goal = &session->goal;
  Moment now = session->watcher->now;
  *reason = STOP_BOUND;
  if (moment_compare(now, goal->bound) >= 0) return true;
  *reason = STOP_PAUSED;
  if (session->pause_requested) return true;
  *reason = STOP_GOAL;
  /* a goal set here asks for a later instruction, unless it names one */
  if (!is_fresh)
    return goal->kind == GOAL_MOMENT && moment_compare(now, goal->moment) >= 0;
  if (!is_goal(session)) return false;
  session->watcher->matched = false;
  if (!goal->last) return true;
  session->stop.has_found = true;
  session->stop.found = now;
  return false;
}

static void look(Session *session) {
  StopReason reason;
  Watcher *watcher = session->watcher;
  bool is_fresh = moment_compare(watcher->now, watcher->stopped_at);
  while (must_stop(session, is_fresh, &reason)) {
    stop(session, reason, session->watcher->now);
    is_fresh = false;
  }
  /* a goal that was set inside the collector is begun with here */
  if (!is_fresh || watcher->was_inside) {
    choose_instance(session);
    /* the one that counts begins with the instruction of this step */
    VM *vm = &session->vm;
    if (vm->table == &interpreter_counting) vm->counting->step--;
  }
  watcher->was_inside = false;
}

static bool on_step(VM *vm, void *context) {
  Session *session = context;
  Watcher *watcher = session->watcher;
  u64 tick = vm_ticks(vm);
  if (tick != watcher->now.tick)
    watcher->now = (Moment){.tick = tick};
  else
    watcher->now.step++;
  watcher->collector_events = 0;
  if (session->goal.kind == GOAL_TRACE)
    tracer_look(session->tracer, watcher->now);
  if (is_final_return(vm)) {
    watcher->now.step = MOMENT_STEP_END;
    /* session_run stops there; what came just before may be what was asked */
    if (session->goal.kind == GOAL_EVENT && watcher->matched &&
        !session->goal.last)
      stop(session, STOP_GOAL, watcher->now);
    return true;
  }
  look(session);
  if (session->goal.kind == GOAL_COUNT && vm->table == &interpreter_watched)
    cache_counts_look(session->counts, vm, watcher->now);
  return true;
}

static_assert(offsetof(Session, vm) == 0);

static void print_unless_quiet(VM *vm, Stream stream, const char *text,
                               size_t length) {
  Session *session = (Session *)vm; /* its first member */
  if (!session->is_quiet) session_print(vm, stream, text, length);
}

/* ---- From start to end -------------------------------------------------- */

static int answer_from_log(void *context, u64 at, const FileRequest *request,
                           Buffer *answer) {
  const Recording *recording = context;
  return file_log_answer(recording->files, at, request, true, answer);
}

static int answer_files(void *context, const FileRequest *request,
                        Buffer *answer) {
  Session *session = context;
  return session->files.answer(session->files.context, session->questions++,
                               request, answer);
}

bool session_open(Session *session, const Recording *recording,
                  const SessionFiles *files, Buffer *error) {
  *session = (Session){.recording = recording,
                       .files = {answer_from_log, (void *)recording}};
  if (files) session->files = *files;
  VM *vm = &session->vm;
  VMOptions options = {
      .heap = recording->heap,
      .optimise = recording->optimise,
      .seed = recording->seed,
      .start_ns = recording->start_ns,
      .time_zone = recording->time_zone,
      .locale = recording->locale,
      .virtual_clock = true,
  };
  if (!vm_open(vm, options)) {
    buffer_text(error, "the system refuses the memory that the heap reserves");
    return false;
  }
  vm->write = print_unless_quiet;
  vm->arguments = recording->arguments;
  vm->argument_count = recording->argument_count;
  library_register_cells(&vm->isolate);
  library_open(vm);
  host_open(vm, &recording->host);
  session->watcher = base_allocate_zeroed(sizeof(Watcher));
  host_of(vm)->answer = answer_files;
  host_of(vm)->answer_context = session;
  MainProgram program = recording_program(recording);
  session->watcher->script = program_load(vm, &program);
  if (session->watcher->script) return true;
  text_of_exception(vm, vm_take_exception(vm), error);
  session_close(session);
  return false;
}

/* The script's frame is still held; or the stack is put back as it was where
 * the uncaught exception was thrown: nothing has touched those words. */
static void stop_at_end(Session *session, bool ok) {
  VM *vm = &session->vm;
  ROOT(&vm->isolate.heap, exception, vm->exception);
  if (!ok && vm->thrown_registers) {
    vm->registers = vm->thrown_registers;
    vm->pc = vm->thrown_pc;
  }
  unwatch(session, &interpreter_plain);
  Moment end = {.tick = vm_ticks(vm), .step = MOMENT_STEP_END};
  /* the last instruction of all may have brought the event */
  if (session->watcher->matched && !session->goal.last) {
    session->stop.has_found = true;
    session->stop.found = end;
  }
  stop(session, ok ? STOP_END : STOP_THROWN, end);
  vm->registers = NULL;
  vm->pc = NULL;
}

const Moment *session_now(const Session *session) {
  return &session->watcher->now;
}

bool session_run(Session *session, SessionStopped *stopped, void *context,
                 Buffer *error) {
  VM *vm = &session->vm;
  session->stopped = stopped;
  session->context = context;
  vm->on_interrupt = on_interrupt;
  vm->interrupt_context = session;
  /* entering the script is tick 0, where fuel is used up: the first stop */
  vm_begin_ticks(vm);
  bool ok = host_run(vm, session->watcher->script) || host_of(vm)->is_exiting;
  session->failed = !ok;
  if (!ok) {
    session->is_out_of_memory = vm_is_memory_error(vm->exception);
    text_of_exception(vm, vm->exception, error);
  }
  stop_at_end(session, ok);
  return ok;
}

Function *session_script(const Session *session) {
  return session->watcher->script;
}

const CodeBlock *session_code(const Session *session) {
  return session->watcher->script->code;
}

void session_pause(Session *session) {
  session->pause_requested = true;
}

bool session_is_inside(const Session *session) {
  return session->stop.moment.event;
}

Moment session_moment(const Session *session) {
  return session->stop.moment;
}

void session_close(Session *session) {
  host_close(&session->vm);
  vm_close(&session->vm);
  free(session->watcher);
  session->watcher = NULL;
}
