/* describe_loop.c - the runtime around the program: what the event loop is at,
 * and all that waits for its turn.
 *
 * Everything that waits is a *task* in one of several *queues*; the form is the
 * same for all, so that a viewer can show a queue that it has never heard of.
 * A queue has a place:
 *
 *   runtime     pending in the runtime API: timers that are not due yet,
 *               promises that somebody waits for
 *   tasks       callbacks whose turn comes by itself, one task a time
 *   microtasks  run behind the callback that runs now, until none is left
 */
#include "host/host.h"
#include "vm/promise.h"
#include "watch/describe_internal.h"

#include <stdlib.h>

constexpr u32 TASKS_MAX = 100;
constexpr double NS_PER_MS = 1e6;

/* ---- One task ----------------------------------------------------------- */

/* The own data property of an object by that name; undefined when it has none.
 * Nothing is made in the heap, not even the key. */
typedef struct Wanted {
  const char *name;
  Object *object;
  Value value;
} Wanted;

static bool compare_property(void *context, Key key, u32 offset,
                             u8 attributes) {
  Wanted *wanted = context;
  Buffer text = {};
  key_append_text(key, &text);
  bool is_it = text.bytes && !strcmp(text.bytes, wanted->name);
  buffer_free(&text);
  if (is_it && !(attributes & ATTRIBUTE_ACCESSOR))
    wanted->value = *object_slot(wanted->object, offset);
  return !is_it;
}

static Value peek_own(VM *vm, Object *object, const char *name) {
  Wanted wanted = {name, object, VALUE_UNDEFINED};
  shape_each(object_shape(&vm->isolate, object), compare_property, &wanted);
  return wanted.value;
}

/* Where the code of a callback stands. */
static void add_place(json_t *task, Value callback) {
  if (!value_is_kind(callback, KIND_FUNCTION)) return;
  const CodeBlock *code = ((Function *)value_to_cell(callback))->code;
  u32 line, column;
  source_locate(code->source, code->source_start, &line, &column);
  json_object_set_new(task, "code",
                      json_pack("{s:I, s:i, s:i}", "source",
                                (json_int_t)code->source->id, "line", (int)line,
                                "column", (int)column));
}

/* `subject`: the cell that events of the kinds taskQueued and taskRun are
 * about. */
static json_t *new_task(VM *vm, const char *type, Value subject,
                        Value callback) {
  const void *cell = value_is_cell(subject) ? value_to_cell(subject) : NULL;
  json_t *task =
      json_pack("{s:s, s:o}", "type", type, "address", json_address(vm, cell));
  if (value_is_undefined(callback)) return task;
  json_object_set_new(task, "callback", describe_value(vm, callback));
  add_place(task, callback);
  return task;
}

/* ---- Queues ------------------------------------------------------------- */

/* A queue with the tasks, the next one first; `count` is of all of them. */
static void add_queue(json_t *queues, const char *name, const char *place,
                      json_t *tasks, u64 count) {
  json_array_append_new(queues, json_pack("{s:s, s:s, s:o, s:I}", "name", name,
                                          "place", place, "tasks", tasks,
                                          "count", (json_int_t)count));
}

static json_t *describe_timer(VM *vm, const Timer *timer) {
  Value object = value_from_cell(timer->object);
  Value repeat = peek_own(vm, timer->object, "_repeat");
  Value delay = peek_own(vm, timer->object, "_idleTimeout");
  bool repeats = value_is_number(repeat);
  json_t *task = new_task(vm, repeats ? "interval" : "timeout", object,
                          peek_own(vm, timer->object, "_onTimeout"));
  json_object_set_new(task, "due", json_real((double)timer->due / NS_PER_MS));
  json_object_set_new(task, "number", json_integer((json_int_t)timer->order));
  json_object_set_new(task, "weak", json_boolean(timer->is_weak));
  if (value_is_number(delay))
    json_object_set_new(task, "delay", json_real(value_to_number(delay)));
  return task;
}

static int compare_timers(const void *a, const void *b) {
  const Timer *left = a, *right = b;
  if (left->due != right->due) return left->due < right->due ? -1 : 1;
  return left->order < right->order ? -1 : left->order > right->order;
}

/* In the order in which they will be called, not that of their heap. */
static void add_timers(VM *vm, json_t *queues) {
  const TimerQueues *waiting = &host_of(vm)->queues;
  u32 count = waiting->timers.count;
  json_t *tasks = json_array();
  Timer *timers = base_allocate((count + 1) * sizeof *timers);
  for (u32 i = 0; i < count; i++)
    timers[i] = waiting->timers.items[i];
  qsort(timers, count, sizeof *timers, compare_timers);
  for (u32 i = 0; i < count && i < TASKS_MAX; i++)
    json_array_append_new(tasks, describe_timer(vm, &timers[i]));
  free(timers);
  add_queue(queues, "timers", "runtime", tasks, count);
}

static void add_immediates(VM *vm, json_t *queues) {
  const TimerQueues *waiting = &host_of(vm)->queues;
  json_t *tasks = json_array();
  for (u32 i = 0; i < waiting->immediates.count && i < TASKS_MAX; i++) {
    Object *object = waiting->immediates.items[i];
    json_array_append_new(tasks,
                          new_task(vm, "immediate", value_from_cell(object),
                                   peek_own(vm, object, "_onImmediate")));
  }
  add_queue(queues, "immediates", "tasks", tasks, waiting->immediates.count);
}

static void add_ticks(VM *vm, json_t *queues) {
  const TimerQueues *waiting = &host_of(vm)->queues;
  u32 count = waiting->ticks.count - waiting->first_tick;
  json_t *tasks = json_array();
  for (u32 i = 0; i < count && i < TASKS_MAX; i++) {
    Value callback = waiting->ticks.items[waiting->first_tick + i];
    json_array_append_new(tasks, new_task(vm, "tick", callback, callback));
  }
  add_queue(queues, "ticks", "microtasks", tasks, count);
}

/* Who is told of an outcome: a function of the program, or what the native code
 * goes on with (a parked frame); undefined when it is only passed on. */
static Value reaction_target(const Reaction *reaction, bool is_rejected) {
  return is_rejected && !reaction->code ? reaction->on_rejected
                                        : reaction->on_fulfilled;
}

static Value callback_of(const QueuedJob *job) {
  for (u32 i = 0; i < JOB_VALUES; i++)
    if (value_is_callable(job->values[i])) return job->values[i];
  if (!value_is_kind(job->values[0], KIND_REACTION)) return job->values[0];
  return reaction_target((Reaction *)value_to_cell(job->values[0]),
                         !strcmp(job->type->name, "rejected"));
}

static json_t *describe_job_task(VM *vm, const QueuedJob *job) {
  json_t *task =
      new_task(vm, job->type->name, job->values[0], callback_of(job));
  json_t *values = json_array();
  for (u32 i = 1; i < JOB_VALUES; i++)
    if (!value_is_undefined(job->values[i]))
      json_array_append_new(values, describe_value(vm, job->values[i]));
  json_object_set_new(task, "values", values);
  return task;
}

static void add_jobs(VM *vm, json_t *queues) {
  json_t *tasks = json_array();
  for (u32 i = 0; i < vm->jobs.count && i < TASKS_MAX; i++)
    json_array_append_new(tasks, describe_job_task(vm, vm_job_at(vm, i)));
  add_queue(queues, "microtasks", "microtasks", tasks, vm->jobs.count);
}

/* ---- Promises that somebody waits for ----------------------------------- */

typedef struct Waiting {
  VM *vm;
  json_t *tasks;
  u64 count;
} Waiting;

static void add_promise(void *context, Cell *cell, size_t bytes) {
  Waiting *waiting = context;
  if (cell->kind != KIND_PROMISE) return;
  const Promise *promise = (Promise *)cell;
  if (promise->state != PROMISE_PENDING || !promise->first) return;
  if (waiting->count++ >= TASKS_MAX) return;
  json_array_append_new(waiting->tasks,
                        new_task(waiting->vm, "promise", value_from_cell(cell),
                                 reaction_target(promise->first, false)));
}

static void add_promises(VM *vm, json_t *queues) {
  Waiting waiting = {.vm = vm, .tasks = json_array()};
  heap_walk(&vm->isolate.heap, add_promise, &waiting);
  add_queue(queues, "promises", "runtime", waiting.tasks, waiting.count);
}

/* ---- All ---------------------------------------------------------------- */

static json_t *describe_phases(void) {
  json_t *phases = json_array();
#define PHASE(NAME, name, help)                                                \
  json_array_append_new(phases,                                                \
                        json_pack("{s:s, s:s}", "name", name, "text", help));
#include "host/loop_phases.def"
#undef PHASE
  return phases;
}

static const char *const phase_names[LOOP_PHASES] = {
#define PHASE(NAME, name, help) [LOOP_##NAME] = name,
#include "host/loop_phases.def"
#undef PHASE
};

json_t *describe_loop(VM *vm) {
  static const char *const drains[] = {
      [DRAIN_TICKS] = "ticks", [DRAIN_JOBS] = "microtasks"};
  const Host *host = host_of(vm);
  const char *drain = host->drain ? drains[host->drain] : NULL;
  json_t *queues = json_array();
  add_timers(vm, queues);
  add_promises(vm, queues);
  add_immediates(vm, queues);
  add_ticks(vm, queues);
  add_jobs(vm, queues);
  json_t *running = vm->jobs.running.type
                        ? describe_job_task(vm, &vm->jobs.running)
                        : json_null();
  return json_pack("{s:s, s:s?, s:I, s:f, s:o, s:o, s:o}", "phase",
                   phase_names[host->phase], "draining", drain, "turn",
                   (json_int_t)host->turns, "clock",
                   (double)vm_now_ns(vm) / NS_PER_MS, "phases",
                   describe_phases(), "queues", queues, "running", running);
}
