/* timers.c - timers and immediates of both hosts. */
#include "host/timers.h"

#include "host/errors.h"

#include <math.h>

constexpr double DELAY_MS_MAX = 2147483647;
constexpr u64 NS_PER_MS = 1'000'000;
constexpr u8 NESTING_FREE = 5;   /* timers in timers that are not clamped */
constexpr double CLAMPED_MS = 4; /* those deeper than that */

static Queues *queues_of(VM *vm) {
  return &host_of(vm)->queues;
}

static void set(VM *vm, Object *object, const char *name, Value value) {
  object_set_c(&vm->isolate, object, name, value, ATTRIBUTES_DEFAULT);
}

static bool get(VM *vm, Object *object, const char *name, Value *value) {
  return vm_get(vm, value_from_cell(object), key_from_c(&vm->isolate, name),
                value);
}

/* ---- Arguments ---------------------------------------------------------- */

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

/* As a browser does: a `long` of Web IDL, never negative. */
static bool read_long(VM *vm, Value value, double *delay) {
  i32 number;
  if (!vm_to_int32(vm, value, &number)) return false;
  *delay = number > 0 ? number : 0;
  return true;
}

static bool read_delay(VM *vm, Call *call, double *delay) {
  bool is_browser = host_of(vm)->options.is_browser;
  Value given = call_argument(call, 1);
  if (is_browser) return read_long(vm, given, delay);
  *delay = 1;
  if (call->count > 1 && !vm_to_number(vm, given, delay)) return false;
  *delay = clamp_delay(*delay);
  return true;
}

/* ---- Setting ------------------------------------------------------------ */

/* Node's clock for timers. */
static u64 whole_ms(u64 ns) {
  return ns / NS_PER_MS * NS_PER_MS;
}

static u64 due_in(VM *vm, double delay, u64 now) {
  if (host_of(vm)->options.is_browser) return now + (u64)(delay * NS_PER_MS);
  return whole_ms(now) + (u64)clamp_delay(delay) * NS_PER_MS;
}

static void start(VM *vm, Waiting timer, double delay, u64 now) {
  timer.due = due_in(vm, delay, now);
  waiting_push(&queues_of(vm)->timers, timer);
}

/* A timer with the properties of Node's; it waits already. */
static Object *new_timer(VM *vm, WaitingKind kind, Value callback,
                         Value arguments, double delay, bool is_weak) {
  KEEP(vm, kept, callback);
  KEEP(vm, list, arguments);
  KEEP_CELL(
      vm, Object, timer,
      object_new_with_prototype(&vm->isolate, host_of(vm)->timeout_prototype));
  Value number = value_from_number(delay);
  Waiting waiting =
      queues_new(vm, kind, value_from_cell(timer), VALUE_UNDEFINED);
  waiting.is_weak = is_weak;
  start(vm, waiting, delay, vm_now_ns(vm));
  set(vm, timer, "_idleTimeout", number);
  set(vm, timer, "_onTimeout", kept);
  set(vm, timer, "_timerArgs", list);
  set(vm, timer, "_repeat", kind == WAITING_INTERVAL ? number : VALUE_NULL);
  set(vm, timer, "_destroyed", VALUE_FALSE);
  set(vm, timer, "_id", value_from_u32(waiting.id));
  return timer;
}

/* A browser's setTimeout takes the text of a script, too. */
static bool check_handler(VM *vm, Call *call) {
  if (!host_of(vm)->options.is_browser ||
      value_is_callable(call_argument(call, 0)))
    return host_check_callback(vm, call);
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  Value words[] = {value_from_cell(text)};
  return vm_new_function(vm, "function", words, 1, &call->arguments[0]);
}

/* A browser lets timers that timers have set, five deep, wait for 4 ms. */
static void start_nested(VM *vm, Waiting timer, u64 now) {
  double delay = timer.period_ms;
  if (timer.nesting > NESTING_FREE && delay < CLAMPED_MS) delay = CLAMPED_MS;
  if (timer.nesting < UINT8_MAX) timer.nesting++;
  start(vm, timer, delay, now);
}

static bool set_number(VM *vm, Call *call, WaitingKind kind, double delay) {
  Queues *queues = queues_of(vm);
  KEEP(vm, arguments, rest_of(vm, call, 2));
  Waiting timer = queues_new(vm, kind, call->arguments[0], arguments);
  bool is_nested =
      queues->has_running && queues->running.kind <= WAITING_INTERVAL;
  timer.nesting = is_nested ? queues->running.nesting : 0;
  timer.period_ms = delay;
  start_nested(vm, timer, vm_now_ns(vm));
  return call_return(call, value_from_u32(timer.id));
}

/* setTimeout and setInterval: the magic is the kind. */
static bool set_timer(VM *vm, Call *call) {
  double delay;
  WaitingKind kind = (WaitingKind)library_native(call)->magic;
  if (!check_handler(vm, call) || !read_delay(vm, call, &delay)) return false;
  if (host_of(vm)->options.is_browser) return set_number(vm, call, kind, delay);
  Value arguments = rest_of(vm, call, 2);
  Object *timer =
      new_timer(vm, kind, call->arguments[0], arguments, delay, false);
  return call_return(call, value_from_cell(timer));
}

void timers_set_native(VM *vm, double delay, NativeFunction *callback) {
  if (!host_of(vm)->options.is_browser) {
    new_timer(vm, WAITING_TIMEOUT, value_from_cell(callback), VALUE_UNDEFINED,
              clamp_delay(delay), true);
    return;
  }
  Waiting timer = queues_new(vm, WAITING_TIMEOUT, value_from_cell(callback),
                             VALUE_UNDEFINED);
  timer.is_weak = true;
  start(vm, timer, delay > 0 ? delay : 0, vm_now_ns(vm));
}

static bool set_immediate(VM *vm, Call *call) {
  if (!host_check_callback(vm, call)) return false;
  KEEP_CELL(vm, Object, immediate,
            object_new_with_prototype(&vm->isolate,
                                      host_of(vm)->immediate_prototype));
  KEEP(vm, arguments, rest_of(vm, call, 1));
  set(vm, immediate, "_onImmediate", call_argument(call, 0));
  set(vm, immediate, "_argv", arguments);
  set(vm, immediate, "_destroyed", VALUE_FALSE);
  vector_push(&queues_of(vm)->immediates,
              queues_new(vm, WAITING_IMMEDIATE, value_from_cell(immediate),
                         VALUE_UNDEFINED));
  return call_return(call, value_from_cell(immediate));
}

/* ---- Clearing ----------------------------------------------------------- */

static void clear_immediate_object(VM *vm, Object *object) {
  WaitingList *list = &queues_of(vm)->immediates;
  u32 at = waiting_find(list, value_from_cell(object));
  if (at == list->count) return;
  waiting_remove_plain(list, at);
  set(vm, object, "_destroyed", VALUE_TRUE);
}

static void clear_timer_object(VM *vm, Object *object) {
  WaitingList *timers = &queues_of(vm)->timers;
  u32 at = waiting_find(timers, value_from_cell(object));
  KEEP_CELL(vm, Object, kept, object);
  if (at < timers->count) waiting_remove(timers, at);
  Value repeat = VALUE_UNDEFINED;
  if (!get(vm, kept, "_repeat", &repeat) || value_is_undefined(repeat)) return;
  set(vm, kept, "_destroyed", VALUE_TRUE);
  set(vm, kept, "_repeat", VALUE_NULL);
  set(vm, kept, "_onTimeout", VALUE_NULL);
}

/* The timer that runs is in no queue: it is not to be set anew. */
static void clear_running(VM *vm, u32 id) {
  Queues *queues = queues_of(vm);
  Waiting *running = &queues->running;
  if (!queues->has_running || running->kind > WAITING_INTERVAL ||
      running->id != id)
    return;
  if (host_of(vm)->options.is_browser)
    running->kind = WAITING_TIMEOUT;
  else
    clear_timer_object(vm, value_to_object(running->callback));
}

static void clear_number(VM *vm, double number) {
  WaitingList *timers = &queues_of(vm)->timers;
  if (!(number >= 1 && number <= UINT32_MAX)) return;
  u32 at = waiting_find_id(timers, (u32)number);
  if (at == timers->count)
    clear_running(vm, (u32)number);
  else if (host_of(vm)->options.is_browser)
    waiting_remove(timers, at);
  else
    clear_timer_object(vm, value_to_object(timers->items[at].callback));
}

/* By what setTimeout returned, or by its number. */
static bool clear_timer(VM *vm, Call *call) {
  Value given = call_argument(call, 0);
  double number;
  if (value_is_object(given)) {
    clear_timer_object(vm, value_to_object(given));
    clear_immediate_object(vm, value_to_object(given));
    return true;
  }
  if (!value_is_number(given) && !value_is_string(given)) return true;
  if (!vm_to_number(vm, given, &number)) return false;
  clear_number(vm, number);
  return true;
}

/* ---- Methods of Node's timers ------------------------------------------- */

typedef enum TimerMethod : u8 { TIMER_REF, TIMER_UNREF } TimerMethod;

static bool timer_ref(VM *vm, Call *call) {
  Queues *queues = queues_of(vm);
  bool is_weak = library_native(call)->magic == TIMER_UNREF;
  u32 at = waiting_find(&queues->timers, call->this_value);
  if (at < queues->timers.count) queues->timers.items[at].is_weak = is_weak;
  if (queues->has_running &&
      value_same_bits(queues->running.callback, call->this_value))
    queues->running.is_weak = is_weak;
  return call_return(call, call->this_value);
}

static bool timer_has_ref(VM *vm, Call *call) {
  const WaitingList *timers = &queues_of(vm)->timers;
  u32 at = waiting_find(timers, call->this_value);
  bool has = value_is_object(call->this_value) &&
             (at >= timers->count || !timers->items[at].is_weak);
  return call_return(call, value_from_boolean(has));
}

/* Begins the delay anew. Reading that may run a getter, which may clear the
 * timer; so it is looked for behind it. */
static bool timer_refresh(VM *vm, Call *call) {
  WaitingList *timers = &queues_of(vm)->timers;
  Value delay = VALUE_UNDEFINED;
  if (!value_is_object(call->this_value)) return true;
  if (!get(vm, value_to_object(call->this_value), "_idleTimeout", &delay))
    return false;
  u32 at = waiting_find(timers, call->this_value);
  if (at < timers->count && value_is_number(delay))
    start(vm, waiting_remove(timers, at), value_to_number(delay),
          vm_now_ns(vm));
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

/* ---- Calling ------------------------------------------------------------ */

u64 timers_due_at(VM *vm) {
  const Queues *queues = queues_of(vm);
  u64 due = UINT64_MAX;
  for (u32 i = 0; i < queues->timers.count; i++)
    if (!queues->timers.items[i].is_weak) {
      due = queues->timers.items[0].due;
      break;
    }
  bool has_task = queues->tasks.count;
  return has_task && queues->tasks.items[0].due < due
             ? queues->tasks.items[0].due
             : due;
}

static bool call_with(VM *vm, Value function, Value receiver, Value arguments) {
  Value ignored;
  if (!value_is_callable(function)) return true;
  if (value_is_undefined(arguments))
    return vm_call(vm, function, receiver, NULL, 0, &ignored);
  return function_apply(vm, function, receiver, arguments, &ignored);
}

static bool call_object(VM *vm, Value timer, const char *callback_name,
                        const char *arguments_name) {
  Object *object = value_to_object(timer);
  KEEP(vm, callback, VALUE_UNDEFINED);
  KEEP(vm, arguments, VALUE_UNDEFINED);
  return get(vm, object, callback_name, &callback) &&
         get(vm, object, arguments_name, &arguments) &&
         call_with(vm, callback, timer, arguments);
}

/* Behind the call of a timer: an interval is set anew, unless the program has
 * cleared it meanwhile, or set it itself. */
static bool set_anew(VM *vm, const Waiting *waiting, u64 now) {
  Queues *queues = queues_of(vm);
  Object *object = value_to_object(waiting->callback);
  Value repeat = VALUE_UNDEFINED;
  if (!get(vm, object, "_repeat", &repeat)) return false;
  bool is_set =
      waiting_find(&queues->timers, waiting->callback) < queues->timers.count;
  if (is_set) return true;
  if (!value_is_number(repeat)) {
    set(vm, object, "_destroyed", VALUE_TRUE);
    return true;
  }
  Waiting next = *waiting;
  next.is_weak = queues->running.is_weak;
  next.order = ++queues->next_order;
  start(vm, next, value_to_number(repeat), now);
  return true;
}

/* Node counts the next delay of an interval from the beginning of the call, and
 * sets one that has thrown anew, too. */
static bool call_timeout(VM *vm, const Waiting *waiting, u64 now) {
  bool ok = call_object(vm, waiting->callback, "_onTimeout", "_timerArgs");
  if (vm->is_terminating) return false;
  KEEP(vm, error, ok ? VALUE_UNDEFINED : vm->exception);
  if (!set_anew(vm, waiting, now)) return false;
  if (!ok) vm->exception = error; /* thrown where it was */
  return ok;
}

/* A browser counts it from the end, and goes one deeper. */
static bool call_number(VM *vm, const Waiting *waiting) {
  Queues *queues = queues_of(vm);
  bool ok = call_with(vm, waiting->callback,
                      value_from_cell(vm->isolate.global), waiting->data);
  if (queues->running.kind != WAITING_INTERVAL) return ok;
  Waiting next = *waiting;
  next.order = ++queues->next_order;
  start_nested(vm, next, vm_now_ns(vm));
  return ok;
}

bool timers_call(VM *vm, const Waiting *waiting) {
  if (waiting->kind == WAITING_IMMEDIATE)
    return call_object(vm, waiting->callback, "_onImmediate", "_argv");
  return host_of(vm)->options.is_browser
             ? call_number(vm, waiting)
             : call_timeout(vm, waiting, vm_now_ns(vm));
}

/* ---- Opening ------------------------------------------------------------ */

void timers_visit(const Host *host, EdgeFunction *edge, void *context) {
  const Value prototypes[] = {host->timeout_prototype,
                              host->immediate_prototype};
  for (u32 i = 0; i < ARRAY_COUNT(prototypes); i++)
    if (value_is_cell(prototypes[i]))
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "timer prototype"},
           value_to_cell(prototypes[i]));
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

static void open_node(VM *vm) {
  static const NativeEntry globals[] = {
      {"setImmediate", set_immediate, 1},
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
  Host *host = host_of(vm);
  library_add_functions(vm, vm->isolate.global, globals, ARRAY_COUNT(globals));
  host->timeout_prototype =
      make_class(vm, "Timeout", methods, ARRAY_COUNT(methods));
  host->immediate_prototype = make_class(vm, "Immediate", methods, 3);
}

void timers_open(VM *vm) {
  static const NativeEntry globals[] = {
      {"setTimeout", set_timer, 2, NATIVE_METHOD, WAITING_TIMEOUT},
      {"setInterval", set_timer, 2, NATIVE_METHOD, WAITING_INTERVAL},
      {"clearTimeout", clear_timer, 1},
      {"clearInterval", clear_timer, 1},
  };
  library_add_functions(vm, vm->isolate.global, globals, ARRAY_COUNT(globals));
  if (!host_of(vm)->options.is_browser) open_node(vm);
  frames_open(vm);
}
