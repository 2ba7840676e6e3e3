/* timers.c - the queues of timers, immediates and ticks. */
#include "host/timers.h"

#include "host/errors.h"

#include <math.h>

constexpr double DELAY_MS_MAX = 2147483647;
constexpr u64 NS_PER_MS = 1'000'000;

static TimerQueues *queues_of(VM *vm) {
  return &host_of(vm)->queues;
}

/* ---- The heap of timers ------------------------------------------------- */

static bool comes_before(const Timer *a, const Timer *b) {
  return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void swap(Timer *a, Timer *b) {
  Timer other = *a;
  *a = *b;
  *b = other;
}

static void sift_up(TimerQueues *queues, u32 at) {
  Timer *timers = queues->timers.items;
  while (at && comes_before(&timers[at], &timers[(at - 1) / 2])) {
    swap(&timers[at], &timers[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
}

static void sift_down(TimerQueues *queues, u32 at) {
  Timer *timers = queues->timers.items;
  u32 count = queues->timers.count;
  for (;;) {
    u32 first = at, left = 2 * at + 1;
    if (left < count && comes_before(&timers[left], &timers[first]))
      first = left;
    if (left + 1 < count && comes_before(&timers[left + 1], &timers[first]))
      first = left + 1;
    if (first == at) return;
    swap(&timers[at], &timers[first]);
    at = first;
  }
}

static void push(TimerQueues *queues, Timer timer) {
  vector_push(&queues->timers, timer);
  sift_up(queues, queues->timers.count - 1);
}

static Timer remove_at(TimerQueues *queues, u32 at) {
  Timer removed = queues->timers.items[at];
  Timer last = vector_pop(&queues->timers);
  if (at < queues->timers.count) {
    queues->timers.items[at] = last;
    sift_up(queues, at);
    sift_down(queues, at);
  }
  return removed;
}

static u32 find(const TimerQueues *queues, const Object *object) {
  u32 at = 0;
  while (at < queues->timers.count && queues->timers.items[at].object != object)
    at++;
  return at;
}

/* ---- Objects ------------------------------------------------------------ */

static void set(VM *vm, Object *object, const char *name, Value value) {
  object_set_c(&vm->isolate, object, name, value, ATTRIBUTES_DEFAULT);
}

static bool get(VM *vm, Object *object, const char *name, Value *value) {
  return vm_get(vm, value_from_cell(object), key_from_c(&vm->isolate, name),
                value);
}

/* The arguments behind the first `skipped`, or undefined. */
static Value rest_of(VM *vm, Call *call, u32 skipped) {
  if (call->count <= skipped) return VALUE_UNDEFINED;
  Object *rest = array_from_values(&vm->isolate, call->arguments + skipped,
                                   call->count - skipped);
  return rest ? value_from_cell(rest) : VALUE_UNDEFINED;
}

/* A delay as Node understands it: whole milliseconds, and 1 for what is no
 * delay. */
static double clamp_delay(double delay) {
  return delay >= 1 && delay <= DELAY_MS_MAX ? trunc(delay) : 1;
}

static bool read_delay(VM *vm, Call *call, double *delay) {
  *delay = 1;
  if (call->count > 1 && !vm_to_number(vm, call->arguments[1], delay))
    return false;
  *delay = clamp_delay(*delay);
  return true;
}

/* Sets a timer that was made with its delay in `_idleTimeout`. The program may
 * have changed that since. */
static void start(VM *vm, Object *object, double delay, u64 order,
                  bool is_weak) {
  u64 ns = (u64)clamp_delay(delay) * NS_PER_MS;
  push(queues_of(vm), (Timer){.due = vm_now_ns(vm) + ns,
                              .order = order,
                              .object = object,
                              .is_weak = is_weak});
  heap_probe(&vm->isolate.heap, TASK_QUEUED, object, VALUE_UNDEFINED,
             VALUE_UNDEFINED);
}

/* A timer with the properties of Node's, which tools look for. */
static Object *new_timer(VM *vm, Value callback, Value arguments, double delay,
                         bool repeats, bool is_weak) {
  TimerQueues *queues = queues_of(vm);
  KEEP(vm, kept, callback);
  KEEP(vm, list, arguments);
  KEEP_CELL(vm, Object, timer,
            object_new_with_prototype(&vm->isolate, queues->timeout_prototype));
  Value number = value_from_number(delay);
  set(vm, timer, "_idleTimeout", number);
  set(vm, timer, "_onTimeout", kept);
  set(vm, timer, "_timerArgs", list);
  set(vm, timer, "_repeat", repeats ? number : VALUE_NULL);
  set(vm, timer, "_destroyed", VALUE_FALSE);
  u64 order = ++queues->next_order;
  set(vm, timer, "_id", value_from_number((double)order));
  start(vm, timer, delay, order, is_weak);
  return timer;
}

/* setTimeout and setInterval: the magic says whether it repeats. */
static bool set_timer(VM *vm, Call *call) {
  double delay;
  bool repeats = library_native(call)->magic;
  if (!host_check_callback(vm, call) || !read_delay(vm, call, &delay))
    return false;
  Value arguments = rest_of(vm, call, 2);
  Object *timer =
      new_timer(vm, call_argument(call, 0), arguments, delay, repeats, false);
  return call_return(call, value_from_cell(timer));
}

bool timers_set_native(VM *vm, double delay, NativeFunction *callback) {
  return new_timer(vm, value_from_cell(callback), VALUE_UNDEFINED,
                   clamp_delay(delay), false, true);
}

static bool set_immediate(VM *vm, Call *call) {
  TimerQueues *queues = queues_of(vm);
  if (!host_check_callback(vm, call)) return false;
  KEEP_CELL(
      vm, Object, immediate,
      object_new_with_prototype(&vm->isolate, queues->immediate_prototype));
  KEEP(vm, arguments, rest_of(vm, call, 1));
  set(vm, immediate, "_onImmediate", call_argument(call, 0));
  set(vm, immediate, "_argv", arguments);
  set(vm, immediate, "_destroyed", VALUE_FALSE);
  vector_push(&queues->immediates, immediate);
  heap_probe(&vm->isolate.heap, TASK_QUEUED, immediate, VALUE_UNDEFINED,
             VALUE_UNDEFINED);
  return call_return(call, value_from_cell(immediate));
}

static void clear_immediate_object(VM *vm, Object *object) {
  TimerQueues *queues = queues_of(vm);
  for (u32 i = 0; i < queues->immediates.count; i++) {
    if (queues->immediates.items[i] != object) continue;
    memmove(&queues->immediates.items[i], &queues->immediates.items[i + 1],
            (--queues->immediates.count - i) * sizeof(Object *));
    set(vm, object, "_destroyed", VALUE_TRUE);
    return;
  }
}

static void clear_timer_object(VM *vm, Object *object) {
  TimerQueues *queues = queues_of(vm);
  u32 at = find(queues, object);
  KEEP_CELL(vm, Object, kept, object);
  if (at < queues->timers.count) remove_at(queues, at);
  Value repeat = VALUE_UNDEFINED;
  if (!get(vm, kept, "_repeat", &repeat) || value_is_undefined(repeat)) return;
  set(vm, kept, "_destroyed", VALUE_TRUE);
  set(vm, kept, "_repeat", VALUE_NULL);
  set(vm, kept, "_onTimeout", VALUE_NULL);
}

/* By what setTimeout returned, or by its number. */
static bool clear_timer(VM *vm, Call *call) {
  TimerQueues *queues = queues_of(vm);
  Value given = call_argument(call, 0);
  double number;
  if (value_is_object(given)) {
    clear_timer_object(vm, value_to_object(given));
    clear_immediate_object(vm, value_to_object(given));
    return true;
  }
  if (!value_is_number(given) && !value_is_string(given)) return true;
  if (!vm_to_number(vm, given, &number)) return false;
  for (u32 i = 0; i < queues->timers.count; i++)
    if ((double)queues->timers.items[i].order == number) {
      clear_timer_object(vm, queues->timers.items[i].object);
      break;
    }
  return true;
}

/* ---- Methods of timers -------------------------------------------------- */

typedef enum TimerMethod : u8 { TIMER_REF, TIMER_UNREF } TimerMethod;

static bool timer_ref(VM *vm, Call *call) {
  TimerQueues *queues = queues_of(vm);
  if (!value_is_object(call->this_value)) return true;
  u32 at = find(queues, value_to_object(call->this_value));
  if (at < queues->timers.count)
    queues->timers.items[at].is_weak =
        library_native(call)->magic == TIMER_UNREF;
  return call_return(call, call->this_value);
}

static bool timer_has_ref(VM *vm, Call *call) {
  TimerQueues *queues = queues_of(vm);
  bool has = value_is_object(call->this_value);
  if (has) {
    u32 at = find(queues, value_to_object(call->this_value));
    has = at >= queues->timers.count || !queues->timers.items[at].is_weak;
  }
  return call_return(call, value_from_boolean(has));
}

/* Begins the delay anew. Reading that may run a getter, which may clear the
 * timer; so it is looked for behind it. */
static bool timer_refresh(VM *vm, Call *call) {
  TimerQueues *queues = queues_of(vm);
  Value delay = VALUE_UNDEFINED;
  if (!value_is_object(call->this_value)) return true;
  Object *object = value_to_object(call->this_value);
  if (!get(vm, object, "_idleTimeout", &delay)) return false;
  u32 at = find(queues, object);
  if (at < queues->timers.count && value_is_number(delay)) {
    Timer timer = remove_at(queues, at);
    start(vm, object, value_to_number(delay), timer.order, timer.is_weak);
  }
  return call_return(call, call->this_value);
}

static bool timer_close(VM *vm, Call *call) {
  if (value_is_object(call->this_value))
    clear_timer_object(vm, value_to_object(call->this_value));
  return call_return(call, call->this_value);
}

static bool timer_to_primitive(VM *vm, Call *call) {
  return value_is_object(call->this_value) &&
         get(vm, value_to_object(call->this_value), "_id", &call->result);
}

/* ---- Taking ------------------------------------------------------------- */

void timers_next_tick(VM *vm, Value callback) {
  vector_push(&queues_of(vm)->ticks, callback);
  heap_probe(&vm->isolate.heap, TASK_QUEUED, value_to_cell(callback),
             VALUE_UNDEFINED, VALUE_UNDEFINED);
}

bool timers_have_ticks(VM *vm) {
  TimerQueues *queues = queues_of(vm);
  return queues->first_tick < queues->ticks.count;
}

bool timers_run_ticks(VM *vm) {
  TimerQueues *queues = queues_of(vm);
  KEEP(vm, callback, VALUE_UNDEFINED);
  Value ignored;
  while (timers_have_ticks(vm)) {
    callback = queues->ticks.items[queues->first_tick++];
    vm->thrown_registers = NULL;
    heap_probe(&vm->isolate.heap, TASK_RUN, value_to_cell(callback),
               VALUE_UNDEFINED, VALUE_UNDEFINED);
    if (!vm_call(vm, callback, VALUE_UNDEFINED, NULL, 0, &ignored))
      return false;
  }
  queues->ticks.count = queues->first_tick = 0;
  return true;
}

bool timers_take_due(VM *vm, u64 now, Value *timer) {
  TimerQueues *queues = queues_of(vm);
  if (!queues->timers.count || queues->timers.items[0].due > now) return false;
  *timer = value_from_cell(remove_at(queues, 0).object);
  return true;
}

bool timers_take_immediate(VM *vm, u32 *left, Value *timer) {
  TimerQueues *queues = queues_of(vm);
  if (!*left || !queues->immediates.count) return false;
  --*left;
  *timer = value_from_cell(queues->immediates.items[0]);
  memmove(queues->immediates.items, queues->immediates.items + 1,
          --queues->immediates.count * sizeof(Object *));
  return true;
}

u64 timers_due_at(VM *vm) {
  TimerQueues *queues = queues_of(vm);
  for (u32 i = 0; i < queues->timers.count; i++)
    if (!queues->timers.items[i].is_weak) return queues->timers.items[0].due;
  return UINT64_MAX;
}

static bool call_with(VM *vm, Value timer, const char *callback_name,
                      const char *arguments_name) {
  Object *object = value_to_object(timer);
  KEEP(vm, callback, VALUE_UNDEFINED);
  KEEP(vm, arguments, VALUE_UNDEFINED);
  Value ignored;
  if (!get(vm, object, callback_name, &callback) ||
      !get(vm, object, arguments_name, &arguments))
    return false;
  if (!value_is_callable(callback)) return true;
  if (value_is_undefined(arguments))
    return vm_call(vm, callback, timer, NULL, 0, &ignored);
  return function_apply(vm, callback, timer, arguments, &ignored);
}

/* Node counts the next delay of an interval from the end of the call. */
static bool call_timeout(VM *vm, Value timer) {
  Object *object = value_to_object(timer);
  Value repeat = VALUE_UNDEFINED, id = VALUE_UNDEFINED;
  if (!call_with(vm, timer, "_onTimeout", "_timerArgs") ||
      !get(vm, object, "_repeat", &repeat) || !get(vm, object, "_id", &id))
    return false;
  bool is_set = find(queues_of(vm), object) < queues_of(vm)->timers.count;
  if (is_set) return true;
  if (value_is_number(repeat) && value_is_number(id))
    start(vm, object, value_to_number(repeat), (u64)value_to_number(id), false);
  else
    set(vm, object, "_destroyed", VALUE_TRUE);
  return true;
}

bool timers_call(VM *vm, Value timer) {
  KEEP(vm, kept, timer);
  heap_probe(&vm->isolate.heap, TASK_RUN, value_to_cell(kept), VALUE_UNDEFINED,
             VALUE_UNDEFINED);
  Value prototype = object_prototype(&vm->isolate, value_to_object(kept));
  if (value_same_bits(prototype, queues_of(vm)->immediate_prototype))
    return call_with(vm, kept, "_onImmediate", "_argv");
  return call_timeout(vm, kept);
}

/* ---- Opening ------------------------------------------------------------ */

void timers_visit(const TimerQueues *queues, EdgeFunction *edge,
                  void *context) {
#define VISIT(label, index, value)                                             \
  if (value_is_cell(value) && value_to_cell(value))                            \
  edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, index, label},                \
       value_to_cell(value))
  VISIT("timer prototype", 0, queues->timeout_prototype);
  VISIT("timer prototype", 1, queues->immediate_prototype);
  for (u32 i = 0; i < queues->timers.count; i++)
    VISIT("timer", i, value_from_cell(queues->timers.items[i].object));
  for (u32 i = 0; i < queues->immediates.count; i++)
    VISIT("immediate", i, value_from_cell(queues->immediates.items[i]));
  for (u32 i = queues->first_tick; i < queues->ticks.count; i++)
    VISIT("next tick", i, queues->ticks.items[i]);
#undef VISIT
}

void timers_free(TimerQueues *queues) {
  vector_free(&queues->timers);
  vector_free(&queues->immediates);
  vector_free(&queues->ticks);
}

static bool refuse(VM *vm, Call *call) {
  return vm_throw_type(vm, "Illegal constructor");
}

/* A class of which the program has only instances. */
static Value make_class(VM *vm, const char *name, const NativeEntry *methods,
                        u32 count) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, prototype, object_new_plain(isolate));
  KEEP_CELL(vm, NativeFunction, constructor,
            native_new(isolate, name, refuse, 0));
  object_define(isolate, prototype, ATOM_KEY(isolate, constructor),
                value_from_cell(constructor), ATTRIBUTES_HIDDEN);
  library_add_functions(vm, prototype, methods, count);
  return value_from_cell(prototype);
}

void timers_open(VM *vm) {
  static const NativeEntry globals[] = {
      {"setTimeout", set_timer, 2, NATIVE_METHOD, 0},
      {"setInterval", set_timer, 2, NATIVE_METHOD, 1},
      {"setImmediate", set_immediate, 1},
      {"clearTimeout", clear_timer, 1},
      {"clearInterval", clear_timer, 1},
      {"clearImmediate", clear_timer, 1},
  };
  static const NativeEntry methods[] = {
      {"ref", timer_ref, 0, NATIVE_METHOD, TIMER_REF},
      {"unref", timer_ref, 0, NATIVE_METHOD, TIMER_UNREF},
      {"hasRef", timer_has_ref, 0},
      {"refresh", timer_refresh, 0},
      {"close", timer_close, 0},
      {"@@toPrimitive", timer_to_primitive, 0},
  };
  TimerQueues *queues = queues_of(vm);
  library_add_functions(vm, vm->isolate.global, globals, ARRAY_COUNT(globals));
  queues->timeout_prototype =
      make_class(vm, "Timeout", methods, ARRAY_COUNT(methods));
  queues->immediate_prototype = make_class(vm, "Immediate", methods, 3);
}
