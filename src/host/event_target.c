/* event_target.c - targets and their listeners. */
#include "base/vector.h"
#include "host/abort.h"
#include "host/errors.h"
#include "host/event_parts.h"

/* ---- Cells -------------------------------------------------------------- */

DEFINE_VISIT(plain_target, EventTarget) {
  event_target_edges(self, edge, context);
}

DEFINE_VISIT(listeners, Listeners) {
  for (u32 i = 0; i < self->count; i++)
    EDGE(ENTRY, i, "listener", self->items[i]);
}

DEFINE_VISIT(listener, Listener) {
  EDGE(INTERNAL, 0, "type", self->type);
  EDGE_VALUE(INTERNAL, 0, "callback", self->callback);
  EDGE_VALUE(INTERNAL, 0, "signal", self->signal);
}

void event_target_register_classes(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_EVENT_TARGET,
                 (CellClass){.name = "EventTarget",
                             .visit = plain_target_visit,
                             .mark = plain_target_mark});
  heap_set_class(&isolate->heap, KIND_LISTENERS,
                 (CellClass){.name = "listeners",
                             .visit = listeners_visit,
                             .mark = listeners_mark});
  heap_set_class(&isolate->heap, KIND_LISTENER,
                 (CellClass){.name = "listener",
                             .visit = listener_visit,
                             .mark = listener_mark});
}

/* ---- The array ---------------------------------------------------------- */

static Listeners *new_listeners(VM *vm, u32 capacity) {
  size_t bytes = sizeof(Listeners) + (size_t)capacity * sizeof(Listener *);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&vm->isolate.heap, bytes))
    return NULL;
  Listeners *result =
      (Listeners *)heap_allocate(&vm->isolate.heap, KIND_LISTENERS, bytes);
  result->capacity = capacity;
  result->count = 0;
  return result;
}

/* Another array with the same listeners takes the place of the target's. */
static bool replace(VM *vm, EventTarget *target, u32 capacity) {
  Heap *heap = &vm->isolate.heap;
  KEEP_CELL(vm, EventTarget, kept, target);
  Listeners *copy = new_listeners(vm, capacity);
  if (!copy) return vm_throw_memory(vm);
  const Listeners *old = kept->listeners;
  copy->count = old ? old->count : 0;
  if (old) memcpy(copy->items, old->items, old->count * sizeof *old->items);
  cell_write_pointer(heap, kept, kept->listeners, copy);
  return true;
}

/* Room for one more, in an array that no dispatch looks at. */
static bool reserve(VM *vm, EventTarget *target) {
  const Listeners *list = target->listeners;
  if (!list) return replace(vm, target, 2);
  if (list->count < list->capacity && !list->cell.info) return true;
  u32 capacity =
      list->count < list->capacity ? list->capacity : 2 * list->capacity;
  return replace(vm, target, capacity);
}

static bool push(VM *vm, EventTarget *target, Listener *listener) {
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, Listener, added, listener);
  if (!reserve(vm, kept)) return false;
  Listeners *list = kept->listeners;
  list->items[list->count] = NULL; /* a store forgets what was there */
  cell_write_pointer(&vm->isolate.heap, list, list->items[list->count], added);
  list->count++;
  return true;
}

static void remove_at(VM *vm, EventTarget *target, u32 at) {
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, Listener, listener, target->listeners->items[at]);
  Listeners *list = kept->listeners;
  if (list->cell.info) {
    if (!replace(vm, kept, list->capacity)) {
      vm_take_exception(vm); /* it stays, but is never called again */
      listener->cell.flags |= LISTENER_REMOVED;
      return;
    }
    list = kept->listeners;
  }
  listener->cell.flags |= LISTENER_REMOVED;
  cell_begin_writes(&vm->isolate.heap, list);
  vector_remove(list, at);
  cell_end_writes(&vm->isolate.heap, list);
  abort_listener_removed(vm, kept, listener);
}

/* ---- Listeners ---------------------------------------------------------- */

/* The place of a listener in the array, or UINT32_MAX. */
static u32 find(const EventTarget *target, const String *type, Value callback,
                u8 flags) {
  const Listeners *list = target->listeners;
  for (u32 i = 0; list && i < list->count; i++) {
    const Listener *item = list->items[i];
    bool is_same_kind =
        !((item->cell.flags ^ flags) & (LISTENER_CAPTURE | LISTENER_HANDLER));
    if (item->type == type && is_same_kind &&
        value_same_bits(item->callback, callback))
      return i;
  }
  return UINT32_MAX;
}

bool event_target_add(VM *vm, EventTarget *target, String *type, Value callback,
                      u8 flags, Value signal) {
  if (find(target, type, callback, flags) != UINT32_MAX) return true;
  Heap *heap = &vm->isolate.heap;
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, String, kept_type, type);
  KEEP(vm, kept_callback, callback);
  KEEP(vm, kept_signal, signal);
  Place place = place_now(vm);
  KEEP_CELL(vm, Listener, listener,
            (Listener *)heap_allocate(heap, KIND_LISTENER, sizeof(Listener)));
  listener->cell.flags = flags;
  listener->type = kept_type;
  listener->callback = kept_callback;
  listener->signal = kept_signal;
  listener->added = place;
  return push(vm, kept, listener) && abort_listener_added(vm, kept, listener) &&
         ports_listener_added(vm, kept, listener);
}

void event_target_remove(VM *vm, EventTarget *target, String *type,
                         Value callback, u8 flags) {
  u32 at = find(target, type, callback, flags);
  if (at != UINT32_MAX) remove_at(vm, target, at);
}

void event_target_remove_listener(VM *vm, EventTarget *target,
                                  Listener *listener) {
  const Listeners *list = target->listeners;
  for (u32 i = 0; list && i < list->count; i++)
    if (list->items[i] == listener) {
      remove_at(vm, target, i);
      return;
    }
}

bool event_target_has(const EventTarget *target, const String *type) {
  const Listeners *list = target->listeners;
  for (u32 i = 0; list && i < list->count; i++)
    if (list->items[i]->type == type) return true;
  return false;
}

/* ---- Handlers ----------------------------------------------------------- */

static Listener *find_handler(const EventTarget *target, const String *type) {
  const Listeners *list = target->listeners;
  for (u32 i = 0; list && i < list->count; i++)
    if (list->items[i]->type == type &&
        list->items[i]->cell.flags & LISTENER_HANDLER)
      return list->items[i];
  return NULL;
}

Value event_target_handler(const EventTarget *target, const String *type) {
  const Listener *handler = find_handler(target, type);
  return handler ? handler->callback : VALUE_NULL;
}

bool event_target_set_handler(VM *vm, EventTarget *target, String *type,
                              Value callback) {
  Listener *handler = find_handler(target, type);
  if (!value_is_object(callback)) {
    if (handler) event_target_remove_listener(vm, target, handler);
    return true;
  }
  if (!handler)
    return event_target_add(vm, target, type, callback, LISTENER_HANDLER,
                            VALUE_UNDEFINED);
  cell_write(&vm->isolate.heap, handler, &handler->callback, callback);
  return true;
}

/* ---- addEventListener --------------------------------------------------- */

/* A type as an atom; NULL: threw. */
static String *read_type(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  return text ? string_intern(&vm->isolate, text) : NULL;
}

static bool read_flag(VM *vm, Value options, const char *name, u8 flag,
                      u8 *flags) {
  Value value;
  if (!vm_get(vm, options, key_from_c(&vm->isolate, name), &value))
    return false;
  if (vm_to_boolean(value)) *flags |= flag;
  return true;
}

/* `capture` alone is what removeEventListener looks at. */
static bool read_capture(VM *vm, Value options, u8 *flags) {
  *flags = 0;
  if (value_is_object(options))
    return read_flag(vm, options, "capture", LISTENER_CAPTURE, flags);
  if (vm_to_boolean(options)) *flags = LISTENER_CAPTURE;
  return true;
}

static bool read_options(VM *vm, Value options, u8 *flags, Value *signal) {
  *signal = VALUE_UNDEFINED;
  if (!read_capture(vm, options, flags)) return false;
  if (!value_is_object(options)) return true;
  if (!read_flag(vm, options, "once", LISTENER_ONCE, flags) ||
      !read_flag(vm, options, "passive", LISTENER_PASSIVE, flags) ||
      !vm_get(vm, options, key_from_c(&vm->isolate, "signal"), signal))
    return false;
  return value_is_undefined(*signal) ||
         value_is_kind(*signal, KIND_ABORT_SIGNAL) ||
         host_throw_type(vm, "options.signal", "an instance of AbortSignal",
                         *signal);
}

/* A callback that is null or undefined adds nothing. */
static bool check_listener(VM *vm, Value callback, bool *is_one) {
  *is_one = value_is_object(callback);
  return *is_one || value_is_nullish(callback) ||
         host_throw_type(vm, "listener", "an instance of EventListener",
                         callback);
}

static bool check_count(VM *vm, Call *call) {
  return call->count >= 2 ||
         host_throw_coded(vm, ERROR_TYPE, "ERR_MISSING_ARGS",
                          "The \"type\" and \"listener\" arguments must be "
                          "specified");
}

static bool add_event_listener(VM *vm, Call *call) {
  EventTarget *target = event_target_of(vm, call->this_value);
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP(vm, signal, VALUE_UNDEFINED);
  u8 flags;
  bool is_one;
  if (!target || !check_count(vm, call)) return false;
  if (!read_options(vm, call_argument(call, 2), &flags, &signal) ||
      !check_listener(vm, call->arguments[1], &is_one))
    return false;
  if (!is_one || abort_is_aborted(signal)) return true;
  KEEP_CELL(vm, String, type, read_type(vm, call));
  return type &&
         event_target_add(vm, kept, type, call->arguments[1], flags, signal);
}

static bool remove_event_listener(VM *vm, Call *call) {
  EventTarget *target = event_target_of(vm, call->this_value);
  KEEP_CELL(vm, EventTarget, kept, target);
  u8 flags;
  if (!target || !check_count(vm, call)) return false;
  if (!read_capture(vm, call_argument(call, 2), &flags)) return false;
  KEEP_CELL(vm, String, type, read_type(vm, call));
  if (!type) return false;
  event_target_remove(vm, kept, type, call->arguments[1], flags);
  return true;
}

static bool dispatch_event(VM *vm, Call *call) {
  EventTarget *target = event_target_of(vm, call->this_value);
  if (!target) return false;
  Value given = call_argument(call, 0);
  if (!value_is_event(given))
    return host_throw_type(vm, "event", "an instance of Event", given);
  Event *event = (Event *)value_to_cell(given);
  if (event->is_dispatched) {
    Buffer type = {};
    string_append_text(event->type, &type);
    host_throw_coded(vm, ERROR_ERROR, "ERR_EVENT_RECURSION",
                     "The event \"%s\" is already being dispatched",
                     type.bytes ? type.bytes : "");
    buffer_free(&type);
    return false;
  }
  event->is_trusted = false;
  bool was_canceled;
  return event_dispatch(vm, target, event, &was_canceled) &&
         call_return(call, value_from_boolean(!was_canceled));
}

/* ---- EventTarget -------------------------------------------------------- */

static bool construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(
        vm, "Class constructor EventTarget cannot be invoked without 'new'");
  EventTarget *target =
      (EventTarget *)host_new_from(vm, call, event_prototype_of_targets(vm),
                                   KIND_EVENT_TARGET, sizeof *target);
  if (!target) return false;
  event_target_init(target);
  return call_return(call, value_from_cell(target));
}

EventTarget *event_target_new(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = event_prototype_of_targets(vm);
  KEEP_CELL(vm, Shape, shape,
            shape_empty(isolate, value_from_cell(prototype), 0));
  EventTarget *target = (EventTarget *)object_new_kind(
      isolate, KIND_EVENT_TARGET, shape, sizeof *target);
  event_target_init(target);
  return target;
}

EventTarget *event_target_window(VM *vm) {
  Object **window = event_object(vm, EVENT_OBJECT_WINDOW);
  if (!*window) *window = &event_target_new(vm)->object;
  return (EventTarget *)*window;
}

Value event_target_value(VM *vm, EventTarget *target) {
  bool is_window = &target->object == *event_object(vm, EVENT_OBJECT_WINDOW);
  return is_window ? value_from_cell(vm->isolate.global)
                   : value_from_cell(target);
}

EventTarget *event_target_of(VM *vm, Value value) {
  if (value_is_event_target(value)) return (EventTarget *)value_to_cell(value);
  bool is_global = value_is_undefined(value) ||
                   value_same_bits(value, value_from_cell(vm->isolate.global));
  if (is_global) return event_target_window(vm);
  host_throw_coded(vm, ERROR_TYPE, "ERR_INVALID_THIS",
                   "Value of \"this\" must be of type EventTarget");
  return NULL;
}

static const NativeEntry methods[] = {
    {"addEventListener", add_event_listener, 2},
    {"removeEventListener", remove_event_listener, 2},
    {"dispatchEvent", dispatch_event, 1},
};

void event_target_add_methods(VM *vm, Object *object) {
  library_add_functions(vm, object, methods, ARRAY_COUNT(methods));
}

NativeFunction *event_target_make_class(VM *vm, Object *prototype) {
  event_target_add_methods(vm, prototype);
  library_add_tag(vm, prototype, "EventTarget");
  return host_make_class(vm, "EventTarget", construct, 0, prototype, NULL);
}
