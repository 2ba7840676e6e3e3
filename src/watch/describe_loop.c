/* describe_loop.c - the runtime around the program: what the event loop is at,
 * and all that waits for its turn.
 *
 * Everything that waits is a *task* in one of several *queues*; the form is the
 * same for all, so that a viewer can show a queue that it has never heard of.
 * A queue has a place:
 *
 *   runtime     pending in the runtime API: timers that are not due yet,
 *               answers on their way, promises that somebody waits for,
 *               listeners
 *   tasks       callbacks whose turn comes by itself, one task a time
 *   microtasks  run behind the callback that runs now, until none is left
 */
#include "host/event_types.h"
#include "host/host.h"
#include "vm/async.h"
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

/* A place in a source, as a frame has it. */
static json_t *json_place(const Source *source, u32 start) {
  u32 line, column;
  source_locate(source, start, &line, &column);
  return json_pack("{s:I, s:i, s:i}", "source", (json_int_t)source->id, "line",
                   (int)line, "column", (int)column);
}

/* Where the code of a callback stands. */
static void add_code(json_t *task, Value callback) {
  if (!value_is_kind(callback, KIND_FUNCTION)) return;
  const CodeBlock *code = ((Function *)value_to_cell(callback))->code;
  json_object_set_new(task, "code",
                      json_place(code->source, code->source_start));
}

/* When it was queued, and by which place of the program; an eval's text may be
 * gone. */
static void add_queued(VM *vm, json_t *task, Place place) {
  const Source *source = place.source && place.source <= vm->sources.count
                             ? vm->sources.items[place.source - 1]
                             : NULL;
  json_t *queued = source ? json_place(source, place.start) : json_object();
  json_object_set_new(queued, "moment",
                      json_sprintf("%llu.0", (unsigned long long)place.tick));
  json_object_set_new(task, "queued", queued);
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
  add_code(task, callback);
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

/* What a Waiting calls: a property of what Node's timers are. */
static Value callback_of_waiting(VM *vm, const Waiting *waiting) {
  Value callback = waiting->callback;
  bool is_object = value_is_object(callback) && !value_is_callable(callback);
  if (!is_object) return callback;
  const char *name =
      waiting->kind == WAITING_IMMEDIATE ? "_onImmediate" : "_onTimeout";
  return peek_own(vm, value_to_object(callback), name);
}

static json_t *json_ms(u64 ns) {
  return json_real((double)ns / NS_PER_MS);
}

static void add_timer(VM *vm, json_t *task, const Waiting *timer) {
  Value delay = value_from_number(timer->period_ms);
  if (value_is_object(timer->callback) && !value_is_callable(timer->callback))
    delay = peek_own(vm, value_to_object(timer->callback), "_idleTimeout");
  if (value_is_number(delay))
    json_object_set_new(task, "delay", json_real(value_to_number(delay)));
  json_object_set_new(task, "weak", json_boolean(timer->is_weak));
}

static json_t *describe_waiting(VM *vm, const Waiting *waiting) {
  json_t *task = new_task(vm, waiting_text(waiting->kind), waiting->callback,
                          callback_of_waiting(vm, waiting));
  json_object_set_new(task, "number", json_integer(waiting->id));
  if (waiting->due && waiting->due != UINT64_MAX)
    json_object_set_new(task, "due", json_ms(waiting->due));
  if (waiting->kind <= WAITING_INTERVAL) add_timer(vm, task, waiting);
  if (!value_is_undefined(waiting->context))
    json_object_set_new(task, "context", describe_value(vm, waiting->context));
  add_queued(vm, task, origin_place(&waiting->origin));
  return task;
}

/* In the order in which they will be called, not that of their heap. */
static int compare_waiting(const void *a, const void *b) {
  const Waiting *left = *(const Waiting *const *)a;
  const Waiting *right = *(const Waiting *const *)b;
  if (left->due != right->due) return left->due < right->due ? -1 : 1;
  return left->order < right->order ? -1 : left->order > right->order;
}

/* Those that are due in the given stretch of time: a queue. */
static void add_heap(VM *vm, json_t *queues, const char *name,
                     const char *place, const WaitingList *heap, u64 from,
                     u64 until) {
  u32 count = 0;
  json_t *tasks = json_array();
  const Waiting **sorted = base_allocate((heap->count + 1) * sizeof *sorted);
  for (u32 i = 0; i < heap->count; i++)
    if (heap->items[i].due >= from && heap->items[i].due < until)
      sorted[count++] = &heap->items[i];
  qsort(sorted, count, sizeof *sorted, compare_waiting);
  for (u32 i = 0; i < count && i < TASKS_MAX; i++)
    json_array_append_new(tasks, describe_waiting(vm, sorted[i]));
  free(sorted);
  add_queue(queues, name, place, tasks, count);
}

static void add_list(VM *vm, json_t *queues, const char *name,
                     const char *place, const WaitingList *list, u32 first) {
  json_t *tasks = json_array();
  u32 count = list->count - first;
  for (u32 i = 0; i < count && i < TASKS_MAX; i++)
    json_array_append_new(tasks, describe_waiting(vm, &list->items[first + i]));
  add_queue(queues, name, place, tasks, count);
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
  if (!value_is_undefined(job->context))
    json_object_set_new(task, "context", describe_value(vm, job->context));
  add_queued(vm, task, origin_place(&job->origin));
  return task;
}

static void add_jobs(VM *vm, json_t *queues) {
  json_t *tasks = json_array();
  for (u32 i = 0; i < vm->jobs.count && i < TASKS_MAX; i++)
    json_array_append_new(tasks, describe_job_task(vm, vm_job_at(vm, i)));
  add_queue(queues, "microtasks", "microtasks", tasks, vm->jobs.count);
}

/* ---- Promises that somebody waits for ----------------------------------- */

typedef struct Found {
  VM *vm;
  json_t *tasks;
  u64 count;
} Found;

/* Who waits for a promise; of an await where, which is where the parked
 * function goes on. That of a then() is found by its reaction's allocation. */
static json_t *describe_waiter(VM *vm, Cell *promise, Reaction *reaction) {
  Value target = reaction_target(reaction, false);
  json_t *task = new_task(vm, "promise", value_from_cell(promise), target);
  json_object_set_new(task, "reaction", json_address(vm, reaction));
  if (!value_is_kind(target, KIND_COROUTINE)) return task;
  const Coroutine *coroutine = (Coroutine *)value_to_cell(target);
  const CodeBlock *code = coroutine->function->code;
  const Position *position = code_block_position(code, coroutine->unit);
  if (position && code->source)
    json_object_set_new(task, "awaits",
                        json_place(code->source, position->source_start));
  return task;
}

static void add_promise(void *context, Cell *cell, CellKind kind,
                        size_t bytes) {
  Found *found = context;
  if (kind != KIND_PROMISE) return;
  const Promise *promise = (Promise *)cell;
  if (promise->state != PROMISE_PENDING) return;
  for (Reaction *at = promise->first; at; at = at->next)
    if (found->count++ < TASKS_MAX)
      json_array_append_new(found->tasks, describe_waiter(found->vm, cell, at));
}

static void add_promises(VM *vm, json_t *queues) {
  Found found = {.vm = vm, .tasks = json_array()};
  heap_walk(&vm->isolate.heap, add_promise, &found);
  add_queue(queues, "promises", "runtime", found.tasks, found.count);
}

/* ---- Listeners ---------------------------------------------------------- */

/* What firing such an event by hand sends, and what of it can be given. */
static void add_firing(VM *vm, json_t *task, const Buffer *name) {
  EventType type = event_type(vm, name->bytes ? name->bytes : "");
  json_object_set_new(task, "class", json_string(event_class_name(type.class)));
  json_object_set_new(task, "init", json_string(type.fields));
}

/* Of a target that has some: what can be fired by hand. */
static json_t *describe_listener(VM *vm, Cell *target,
                                 const Listener *listener) {
  Buffer type = {};
  json_t *task =
      new_task(vm, "listener", value_from_cell(target), listener->callback);
  string_append_text(listener->type, &type);
  add_firing(vm, task, &type);
  json_object_set_new(task, "event", json_take(&type));
  json_object_set_new(task, "target",
                      describe_value(vm, value_from_cell(target)));
  json_object_set_new(task, "once",
                      json_boolean(listener->cell.flags & LISTENER_ONCE));
  add_queued(vm, task, listener->added);
  return task;
}

static void add_listeners_of(void *context, Cell *cell, CellKind kind,
                             size_t bytes) {
  Found *found = context;
  if (kind == KIND_FREE || !value_is_event_target(value_from_cell(cell)))
    return;
  const Listeners *list = ((const EventTarget *)cell)->listeners;
  for (u32 i = 0; list && i < list->count; i++)
    if (found->count++ < TASKS_MAX)
      json_array_append_new(found->tasks,
                            describe_listener(found->vm, cell, list->items[i]));
}

static void add_listeners(VM *vm, json_t *queues) {
  Found found = {.vm = vm, .tasks = json_array()};
  heap_walk(&vm->isolate.heap, add_listeners_of, &found);
  add_queue(queues, "listeners", "runtime", found.tasks, found.count);
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

static void add_queues(VM *vm, json_t *queues) {
  const Queues *waiting = &host_of(vm)->queues;
  u64 now = vm_now_ns(vm);
  add_heap(vm, queues, "timers", "runtime", &waiting->timers, 0, UINT64_MAX);
  add_heap(vm, queues, "answers", "runtime", &waiting->tasks, now + 1,
           UINT64_MAX);
  add_list(vm, queues, "files", "runtime", &waiting->files, 0);
  add_promises(vm, queues);
  add_listeners(vm, queues);
  add_heap(vm, queues, "tasks", "tasks", &waiting->tasks, 0, now + 1);
  add_list(vm, queues, "frames", "tasks", &waiting->frames, 0);
  add_list(vm, queues, "immediates", "tasks", &waiting->immediates, 0);
  add_list(vm, queues, "idle", "tasks", &waiting->idles, 0);
  add_list(vm, queues, "ticks", "microtasks", &waiting->ticks,
           waiting->first_tick);
  add_jobs(vm, queues);
}

/* The job that runs, or the callback of the loop. */
static json_t *describe_running(VM *vm) {
  const Queues *queues = &host_of(vm)->queues;
  if (vm->jobs.running.type) return describe_job_task(vm, &vm->jobs.running);
  return queues->has_running ? describe_waiting(vm, &queues->running)
                             : json_null();
}

json_t *describe_loop(VM *vm) {
  static const char *const drains[] = {
      [DRAIN_TICKS] = "ticks", [DRAIN_JOBS] = "microtasks"};
  const Queues *waiting = &host_of(vm)->queues;
  const char *drain = waiting->drain ? drains[waiting->drain] : NULL;
  json_t *queues = json_array();
  add_queues(vm, queues);
  return json_pack("{s:s, s:s, s:s?, s:I, s:f, s:o, s:o, s:o}", "host",
                   host_of(vm)->options.is_browser ? "browser" : "node",
                   "phase", phase_names[waiting->phase], "draining", drain,
                   "turn", (json_int_t)waiting->turns, "clock",
                   (double)vm_now_ns(vm) / NS_PER_MS, "phases",
                   describe_phases(), "queues", queues, "running",
                   describe_running(vm));
}
