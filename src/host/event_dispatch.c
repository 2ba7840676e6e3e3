/* event_dispatch.c - bringing an event to its listeners (DOM Standard,
 * "Dispatching events"). */
#include "host/event_parts.h"

/* ---- The path ----------------------------------------------------------- */

static EventTarget *parent_of(VM *vm, EventTarget *target, Event *event) {
  const EventHooks *hooks = host_of(vm)->events->hooks;
  return hooks && hooks->parent ? hooks->parent(vm, target, event) : NULL;
}

/* The targets from the event's own up to the root: those that are cells of
 * their own, so that the window's is found again. */
static Object *make_path(VM *vm, EventTarget *target, Event *event) {
  KEEP_CELL(vm, EventTarget, at, target);
  KEEP_CELL(vm, Object, path, array_new(&vm->isolate, 1));
  for (; at; at = parent_of(vm, at, event))
    if (!array_push(&vm->isolate, path, value_from_cell(at))) {
      vm_throw_memory(vm);
      return NULL;
    }
  return path;
}

/* What composedPath gives: objects of the program. */
static Object *public_path(VM *vm, const Object *path) {
  KEEP_CELL(vm, Object, copy,
            array_from_values(&vm->isolate, path->elements->values,
                              path->elements->length));
  if (!copy) {
    vm_throw_memory(vm);
    return NULL;
  }
  Elements *items = copy->elements;
  for (u32 i = 0; i < items->length; i++)
    cell_write(
        &vm->isolate.heap, items, &items->values[i],
        event_target_value(vm, (EventTarget *)value_to_cell(items->values[i])));
  return copy;
}

/* ---- Listeners ---------------------------------------------------------- */

/* The function of a listener, and its `this`: the target, or the object whose
 * handleEvent it is. */
static bool find_function(VM *vm, const Listener *listener, Value *function,
                          Value *receiver) {
  *function = listener->callback;
  if (value_is_callable(*function)) return true;
  *receiver = listener->callback;
  if (!vm_get(vm, *receiver, key_from_c(&vm->isolate, "handleEvent"), function))
    return false;
  if (value_is_callable(*function)) return true;
  if (listener->cell.flags & LISTENER_HANDLER) return true;
  return vm_throw_type(vm, "EventListener.handleEvent is not a function");
}

static bool call_listener(VM *vm, Event *event, const Listener *listener) {
  KEEP(vm, function, VALUE_UNDEFINED);
  KEEP(vm, receiver, event->current);
  KEEP(vm, result, VALUE_UNDEFINED);
  Value argument = value_from_cell(event);
  event->is_passive = listener->cell.flags & LISTENER_PASSIVE;
  bool ok = find_function(vm, listener, &function, &receiver) &&
            (!value_is_callable(function) ||
             vm_call(vm, function, receiver, &argument, 1, &result));
  event->is_passive = false;
  /* `return false` in an event handler cancels */
  if (ok && listener->cell.flags & LISTENER_HANDLER &&
      value_same_bits(result, VALUE_FALSE) && event->cancelable)
    event->is_canceled = true;
  return ok || host_report_exception(vm);
}

static bool wants(const Listener *listener, const Event *event,
                  bool is_capturing) {
  u8 flags = listener->cell.flags;
  return !(flags & LISTENER_REMOVED) && listener->type == event->type &&
         !(flags & LISTENER_CAPTURE) == !is_capturing;
}

static bool call_listeners(VM *vm, EventTarget *target, Event *event,
                           Listeners *list, bool is_capturing) {
  u32 count = list->count;
  for (u32 i = 0; i < count && !event->stops_now; i++) {
    KEEP_CELL(vm, Listener, listener, list->items[i]);
    if (!wants(listener, event, is_capturing)) continue;
    if (listener->cell.flags & LISTENER_ONCE)
      event_target_remove_listener(vm, target, listener);
    if (!call_listener(vm, event, listener)) return false;
  }
  return true;
}

/* Of one target of the path. While its listeners are walked through, nobody
 * changes the array. */
static bool invoke(VM *vm, EventTarget *target, Event *event,
                   bool is_capturing) {
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, Listeners, list, target->listeners);
  if (event->stops || !list) return true;
  cell_write(&vm->isolate.heap, event, &event->current,
             event_target_value(vm, kept));
  list->cell.info++;
  bool ok = call_listeners(vm, kept, event, list, is_capturing);
  list->cell.info--;
  return ok;
}

/* ---- Phases ------------------------------------------------------------- */

static EventTarget *target_at(const Object *path, u32 index) {
  return (EventTarget *)value_to_cell(path->elements->values[index]);
}

static bool run_phases(VM *vm, Event *event, const Object *path) {
  u32 length = path->elements->length;
  for (u32 i = length; i-- > 0;) {
    event->phase = i ? EVENT_PHASE_CAPTURING : EVENT_PHASE_AT_TARGET;
    if (!invoke(vm, target_at(path, i), event, true)) return false;
  }
  for (u32 i = 0; i < length && (!i || event->bubbles); i++) {
    event->phase = i ? EVENT_PHASE_BUBBLING : EVENT_PHASE_AT_TARGET;
    if (!invoke(vm, target_at(path, i), event, false)) return false;
  }
  return true;
}

static bool run_hook(VM *vm, Event *event, bool is_before) {
  const EventHooks *hooks = host_of(vm)->events->hooks;
  bool (*hook)(VM *, Event *) = !hooks      ? NULL
                                : is_before ? hooks->before
                                            : hooks->after;
  return !hook || hook(vm, event);
}

static bool begin(VM *vm, EventTarget *target, Event *event,
                  const Object *path) {
  Heap *heap = &vm->isolate.heap;
  Object *shown = public_path(vm, path);
  if (!shown) return false;
  cell_write_pointer(heap, event, event->path, shown);
  cell_write(heap, event, &event->target, event_target_value(vm, target));
  event->is_dispatched = true;
  return run_hook(vm, event, true);
}

static void end(VM *vm, Event *event) {
  Heap *heap = &vm->isolate.heap;
  event->phase = EVENT_PHASE_NONE;
  cell_write(heap, event, &event->current, VALUE_NULL);
  cell_write_pointer(heap, event, event->path, NULL);
  event->stops = event->stops_now = event->is_dispatched = false;
}

bool event_dispatch(VM *vm, EventTarget *target, Event *event,
                    bool *was_canceled) {
  if (!vm_check_stack(vm)) return false;
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, Event, kept_event, event);
  KEEP_CELL(vm, Object, path, make_path(vm, kept, kept_event));
  if (!path) return false;
  bool ok =
      begin(vm, kept, kept_event, path) && run_phases(vm, kept_event, path);
  end(vm, kept_event);
  if (was_canceled) *was_canceled = kept_event->is_canceled;
  return ok && run_hook(vm, kept_event, false);
}
