/* abort.c - see abort.h. */
#include "host/abort.h"

#include "base/vector.h"
#include "host/errors.h"
#include "host/event_parts.h"
#include "host/node.h"
#include "host/timers.h"

#include <stdio.h>

/* ---- Cells -------------------------------------------------------------- */

DEFINE_VISIT(signal, AbortSignal) {
  event_target_edges(&self->target, edge, context);
  EDGE_VALUE(INTERNAL, 0, "reason", self->reason);
  EDGE(INTERNAL, 0, "dependants", self->dependants);
  EDGE(INTERNAL, 0, "sources", self->sources);
  EDGE(INTERNAL, 0, "timer", self->timer);
}

DEFINE_VISIT(controller, AbortController) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "signal", self->signal);
}

DEFINE_VISIT(links, SignalLinks) {
  for (u32 i = 0; i < self->count; i++) {
    EDGE(WEAK, i, "linked", self->items[i].to);
    EDGE(WEAK, i, "listener", self->items[i].listener);
    EDGE_VALUE(ENTRY, i, "listened to", self->items[i].held);
  }
  heap_note_weak(edge, context, &self->cell);
}

static bool is_dead(const Heap *heap, const SignalLink *link) {
  return !heap_is_marked(heap, link->to) ||
         (link->listener && !heap_is_marked(heap, &link->listener->cell));
}

static void links_clear_weak(Heap *heap, Cell *cell) {
  SignalLinks *links = (SignalLinks *)cell;
  u32 count = 0;
  for (u32 i = 0; i < links->count; i++)
    if (!is_dead(heap, &links->items[i]))
      links->items[count++] = links->items[i];
  links->count = count;
}

void abort_register_classes(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_ABORT_SIGNAL,
                 (CellClass){.name = "AbortSignal",
                             .visit = signal_visit,
                             .mark = signal_mark});
  heap_set_class(&isolate->heap, KIND_ABORT_CONTROLLER,
                 (CellClass){.name = "AbortController",
                             .visit = controller_visit,
                             .mark = controller_mark});
  heap_set_class(&isolate->heap, KIND_SIGNAL_LINKS,
                 (CellClass){.name = "signal links",
                             .visit = links_visit,
                             .mark = links_mark,
                             .clear_weak = links_clear_weak});
}

/* ---- Links -------------------------------------------------------------- */

static SignalLinks *new_links(VM *vm, u32 capacity) {
  size_t bytes = sizeof(SignalLinks) + (size_t)capacity * sizeof(SignalLink);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&vm->isolate.heap, bytes))
    return NULL;
  SignalLinks *links =
      (SignalLinks *)heap_allocate(&vm->isolate.heap, KIND_SIGNAL_LINKS, bytes);
  links->capacity = capacity;
  links->count = 0;
  return links;
}

/* Adds a link to one of the signal's lists; `list` is a field of it. */
static bool add_link(VM *vm, AbortSignal *signal, SignalLinks **list, Cell *to,
                     Listener *listener) {
  Heap *heap = &vm->isolate.heap;
  KEEP_CELL(vm, AbortSignal, kept, signal);
  KEEP_CELL(vm, Cell, kept_to, to);
  KEEP_CELL(vm, Listener, kept_listener, listener);
  if (!*list || (*list)->count == (*list)->capacity) {
    SignalLinks *more = new_links(vm, *list ? 2 * (*list)->capacity : 2);
    if (!more) return vm_throw_memory(vm);
    if (*list) {
      more->count = (*list)->count;
      memcpy(more->items, (*list)->items, more->count * sizeof(SignalLink));
    }
    cell_write_pointer(heap, kept, *list, more);
  }
  (*list)->items[(*list)->count++] =
      (SignalLink){kept_to, kept_listener, VALUE_UNDEFINED};
  return true;
}

static SignalLink *find_link(SignalLinks *links, const void *to,
                             const Listener *listener) {
  for (u32 i = 0; links && i < links->count; i++)
    if (links->items[i].to == (const Cell *)to &&
        links->items[i].listener == listener)
      return &links->items[i];
  return NULL;
}

static void remove_link(VM *vm, SignalLinks *links, const void *to,
                        const Listener *listener) {
  SignalLink *link = find_link(links, to, listener);
  if (!link) return;
  cell_begin_writes(&vm->isolate.heap, links);
  u32 at = (u32)(link - links->items);
  vector_remove(links, at);
  cell_end_writes(&vm->isolate.heap, links);
}

static void set_held(VM *vm, SignalLinks *links, AbortSignal *signal,
                     bool is_held) {
  SignalLink *link = find_link(links, signal, NULL);
  if (link)
    cell_write(&vm->isolate.heap, links, &link->held,
               is_held ? value_from_cell(signal) : VALUE_UNDEFINED);
}

/* Somebody listens to a signal, or nobody does any more: whether those that
 * will abort it keep it alive. */
static void hold(VM *vm, AbortSignal *signal, bool is_held) {
  const SignalLinks *sources = signal->sources;
  for (u32 i = 0; sources && i < sources->count; i++)
    set_held(vm, ((AbortSignal *)sources->items[i].to)->dependants, signal,
             is_held);
  set_held(vm, signal->timer, signal, is_held);
}

/* ---- Listeners that come and go ----------------------------------------- */

static bool listens_to_abort(VM *vm, const EventTarget *target,
                             const Listener *listener) {
  return target->object.cell.kind == KIND_ABORT_SIGNAL &&
         listener->type == string_intern_c(&vm->isolate, "abort");
}

bool abort_listener_added(VM *vm, EventTarget *target, Listener *listener) {
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, Listener, added, listener);
  if (listens_to_abort(vm, kept, added)) {
    AbortSignal *self = (AbortSignal *)kept;
    if (!self->listener_count++) hold(vm, self, true);
  }
  if (value_is_undefined(added->signal)) return true;
  AbortSignal *signal = (AbortSignal *)value_to_cell(added->signal);
  return add_link(vm, signal, &signal->dependants, &kept->object.cell, added);
}

void abort_listener_removed(VM *vm, EventTarget *target, Listener *listener) {
  if (!value_is_undefined(listener->signal))
    remove_link(vm,
                ((AbortSignal *)value_to_cell(listener->signal))->dependants,
                target, listener);
  KEEP_CELL(vm, EventTarget, kept, target);
  if (!listens_to_abort(vm, kept, listener)) return;
  AbortSignal *self = (AbortSignal *)kept;
  assert(self->listener_count);
  if (!--self->listener_count) hold(vm, self, false);
}

/* ---- Aborting ----------------------------------------------------------- */

bool abort_is_aborted(Value signal) {
  return value_is_kind(signal, KIND_ABORT_SIGNAL) &&
         ((AbortSignal *)value_to_cell(signal))->is_aborted;
}

static bool make_reason(VM *vm, const char *message, const char *name,
                        Value *reason) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, String, text, string_from_c(isolate, message));
  KEEP_CELL(vm, String, name_text, string_intern_c(isolate, name));
  Value arguments[] = {value_from_cell(text), value_from_cell(name_text)};
  return node_call(vm, "makeException", arguments, 2, reason);
}

/* What became of a signal's dependants: the listeners go, and the signals are
 * collected in an array, marked as aborted. */
static bool take_dependants(VM *vm, AbortSignal *signal, Object *followers) {
  KEEP_CELL(vm, SignalLinks, links, signal->dependants);
  if (!links) return true;
  cell_write_pointer(&vm->isolate.heap, signal, signal->dependants, NULL);
  KEEP_CELL(vm, Cell, to, NULL);
  /* each is taken out before anything can allocate */
  while (links->count) {
    SignalLink link = links->items[0];
    to = link.to;
    KEEP_CELL(vm, Listener, listener, link.listener);
    remove_link(vm, links, to, listener);
    if (listener) {
      event_target_remove_listener(vm, (EventTarget *)to, listener);
      continue;
    }
    AbortSignal *follower = (AbortSignal *)to;
    if (follower->is_aborted) continue;
    follower->is_aborted = true;
    cell_write(&vm->isolate.heap, follower, &follower->reason, signal->reason);
    if (!array_push(&vm->isolate, followers, value_from_cell(follower)))
      return vm_throw_memory(vm);
  }
  return true;
}

static bool fire(VM *vm, AbortSignal *signal) {
  KEEP_CELL(vm, AbortSignal, kept, signal);
  if (!kept->listener_count) return true;
  Event *event = event_new(vm, EVENT_CLASS_EVENT, "abort", (EventInit){});
  return event && event_dispatch(vm, &kept->target, event, NULL);
}

/* The signals that follow one another's abortion never have followers of their
 * own: AbortSignal.any looks through to the first. */
bool abort_signal(VM *vm, AbortSignal *signal, Value reason) {
  if (signal->is_aborted) return true;
  KEEP_CELL(vm, AbortSignal, kept, signal);
  KEEP(vm, kept_reason, reason);
  if (value_is_undefined(reason) &&
      !make_reason(vm, "This operation was aborted", "AbortError",
                   &kept_reason))
    return false;
  kept->is_aborted = true;
  cell_write(&vm->isolate.heap, kept, &kept->reason, kept_reason);
  KEEP_CELL(vm, Object, followers, array_new(&vm->isolate, 4));
  if (!take_dependants(vm, kept, followers) || !fire(vm, kept)) return false;
  for (u32 i = 0; i < followers->elements->length; i++) {
    KEEP_CELL(vm, AbortSignal, follower,
              (AbortSignal *)value_to_cell(followers->elements->values[i]));
    if (!take_dependants(vm, follower, followers) || !fire(vm, follower))
      return false;
  }
  return true;
}

/* ---- AbortSignal -------------------------------------------------------- */

AbortSignal *abort_signal_new(VM *vm) {
  Isolate *isolate = &vm->isolate;
  event_open_classes(vm);
  Object *prototype = *event_object(vm, EVENT_OBJECT_SIGNAL_PROTOTYPE);
  KEEP_CELL(vm, Shape, shape,
            shape_empty(isolate, value_from_cell(prototype), 0));
  AbortSignal *signal = (AbortSignal *)object_new_kind(
      isolate, KIND_ABORT_SIGNAL, shape, sizeof *signal);
  event_target_init(&signal->target);
  signal->reason = VALUE_UNDEFINED;
  signal->dependants = signal->sources = signal->timer = NULL;
  signal->listener_count = 0;
  signal->is_aborted = signal->is_dependent = false;
  return signal;
}

static AbortSignal *this_signal(VM *vm, Call *call) {
  if (value_is_kind(call->this_value, KIND_ABORT_SIGNAL))
    return (AbortSignal *)value_to_cell(call->this_value);
  host_throw_coded(vm, ERROR_TYPE, "ERR_INVALID_THIS",
                   "Value of \"this\" must be of type AbortSignal");
  return NULL;
}

static bool signal_aborted(VM *vm, Call *call) {
  const AbortSignal *signal = this_signal(vm, call);
  return signal && call_return(call, value_from_boolean(signal->is_aborted));
}

static bool signal_reason(VM *vm, Call *call) {
  const AbortSignal *signal = this_signal(vm, call);
  return signal && call_return(call, signal->reason);
}

static bool signal_throw(VM *vm, Call *call) {
  const AbortSignal *signal = this_signal(vm, call);
  if (!signal) return false;
  return !signal->is_aborted || vm_throw(vm, signal->reason);
}

static bool signal_get_handler(VM *vm, Call *call) {
  AbortSignal *signal = this_signal(vm, call);
  return signal &&
         call_return(call, event_target_handler(
                               &signal->target,
                               string_intern_c(&vm->isolate, "abort")));
}

static bool signal_set_handler(VM *vm, Call *call) {
  AbortSignal *signal = this_signal(vm, call);
  if (!signal) return false;
  KEEP_CELL(vm, String, type, string_intern_c(&vm->isolate, "abort"));
  return event_target_set_handler(vm, &signal->target, type,
                                  call_argument(call, 0));
}

static bool signal_construct(VM *vm, Call *call) {
  return host_throw_coded(vm, ERROR_TYPE, "ERR_ILLEGAL_CONSTRUCTOR",
                          "Illegal constructor");
}

/* ---- AbortSignal.abort, timeout and any --------------------------------- */

static bool static_abort(VM *vm, Call *call) {
  KEEP_CELL(vm, AbortSignal, signal, abort_signal_new(vm));
  return abort_signal(vm, signal, call_argument(call, 0)) &&
         call_return(call, value_from_cell(signal));
}

/* What the timer calls: its data is the link. */
static bool on_timeout(VM *vm, Call *call) {
  const SignalLinks *links =
      (SignalLinks *)value_to_cell(library_native(call)->data);
  if (!links->count) return true; /* nobody waited for it any more */
  KEEP_CELL(vm, AbortSignal, signal, (AbortSignal *)links->items[0].to);
  KEEP(vm, reason, VALUE_UNDEFINED);
  return make_reason(vm, "The operation was aborted due to timeout",
                     "TimeoutError", &reason) &&
         abort_signal(vm, signal, reason);
}

static bool static_timeout(VM *vm, Call *call) {
  double delay;
  Value given = call_argument(call, 0);
  if (!value_is_number(given))
    return host_throw_type(vm, "delay", "of type number", given);
  if (!vm_to_integer(vm, given, &delay)) return false;
  KEEP_CELL(vm, AbortSignal, signal, abort_signal_new(vm));
  if (!add_link(vm, signal, &signal->timer, &signal->target.object.cell, NULL))
    return false;
  KEEP_CELL(vm, NativeFunction, callback,
            native_new(&vm->isolate, "abort", on_timeout, 0));
  cell_write(&vm->isolate.heap, callback, &callback->data,
             value_from_cell(signal->timer));
  timers_set_native(vm, delay, callback);
  return call_return(call, value_from_cell(signal));
}

/* Signals follow only those that follow nobody. */
static bool follow(VM *vm, AbortSignal *signal, AbortSignal *source) {
  KEEP_CELL(vm, AbortSignal, kept, signal);
  KEEP_CELL(vm, AbortSignal, kept_source, source);
  if (find_link(kept->sources, kept_source, NULL)) return true;
  return add_link(vm, kept, &kept->sources, &kept_source->target.object.cell,
                  NULL) &&
         add_link(vm, kept_source, &kept_source->dependants,
                  &kept->target.object.cell, NULL);
}

static bool follow_sources(VM *vm, AbortSignal *signal, AbortSignal *source) {
  KEEP_CELL(vm, AbortSignal, kept, signal);
  KEEP_CELL(vm, AbortSignal, kept_source, source);
  if (!kept_source->is_dependent) return follow(vm, kept, kept_source);
  KEEP_CELL(vm, SignalLinks, links, kept_source->sources);
  for (u32 i = 0; links && i < links->count; i++)
    if (!follow(vm, kept, (AbortSignal *)links->items[i].to)) return false;
  return true;
}

/* The list of AbortSignal.any, checked: an array. */
static bool push_signal(VM *vm, void *context, Value item, bool *stop) {
  Object *list = context;
  if (value_is_kind(item, KIND_ABORT_SIGNAL))
    return array_push(&vm->isolate, list, item) || vm_throw_memory(vm);
  char name[32];
  snprintf(name, sizeof name, "signals[%u]", list->elements->length);
  return host_throw_type(vm, name, "an instance of AbortSignal", item);
}

static bool static_any(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 4));
  if (!vm_iterate(vm, call_argument(call, 0), push_signal, list)) return false;
  KEEP_CELL(vm, AbortSignal, signal, abort_signal_new(vm));
  signal->is_dependent = true;
  call->result = value_from_cell(signal);
  for (u32 i = 0; i < list->elements->length; i++) {
    AbortSignal *each = (AbortSignal *)value_to_cell(list->elements->values[i]);
    if (!each->is_aborted) continue;
    signal->is_aborted = true;
    cell_write(&vm->isolate.heap, signal, &signal->reason, each->reason);
    return true;
  }
  for (u32 i = 0; i < list->elements->length; i++)
    if (!follow_sources(
            vm, signal,
            (AbortSignal *)value_to_cell(list->elements->values[i])))
      return false;
  return true;
}

NativeFunction *abort_make_signal_class(VM *vm, Object *prototype,
                                        NativeFunction *event_target) {
  static const NativeEntry methods[] = {
      {"aborted", signal_aborted, 0, NATIVE_GETTER},
      {"reason", signal_reason, 0, NATIVE_GETTER},
      {"onabort", signal_get_handler, 0, NATIVE_GETTER},
      {"onabort", signal_set_handler, 1, NATIVE_SETTER},
      {"throwIfAborted", signal_throw, 0},
  };
  static const NativeEntry statics[] = {
      {"abort", static_abort, 0},
      {"timeout", static_timeout, 1},
      {"any", static_any, 1},
  };
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "AbortSignal");
  NativeFunction *class = host_make_class(vm, "AbortSignal", signal_construct,
                                          0, prototype, event_target);
  library_add_functions(vm, &class->object, statics, ARRAY_COUNT(statics));
  return class;
}

/* ---- AbortController ---------------------------------------------------- */

static bool controller_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Class constructor AbortController cannot be "
                             "invoked without 'new'");
  KEEP_CELL(vm, AbortSignal, signal, abort_signal_new(vm));
  AbortController *controller = (AbortController *)host_new_from(
      vm, call, *event_object(vm, EVENT_OBJECT_CONTROLLER_PROTOTYPE),
      KIND_ABORT_CONTROLLER, sizeof *controller);
  if (!controller) return false;
  controller->signal = signal;
  return call_return(call, value_from_cell(controller));
}

static AbortController *this_controller(VM *vm, Call *call) {
  if (value_is_kind(call->this_value, KIND_ABORT_CONTROLLER))
    return (AbortController *)value_to_cell(call->this_value);
  host_throw_coded(vm, ERROR_TYPE, "ERR_INVALID_THIS",
                   "Value of \"this\" must be of type AbortController");
  return NULL;
}

static bool controller_signal(VM *vm, Call *call) {
  const AbortController *controller = this_controller(vm, call);
  return controller && call_return(call, value_from_cell(controller->signal));
}

static bool controller_abort(VM *vm, Call *call) {
  const AbortController *controller = this_controller(vm, call);
  return controller &&
         abort_signal(vm, controller->signal, call_argument(call, 0));
}

NativeFunction *abort_make_controller_class(VM *vm, Object *prototype) {
  static const NativeEntry methods[] = {
      {"signal", controller_signal, 0, NATIVE_GETTER},
      {"abort", controller_abort, 0},
  };
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "AbortController");
  return host_make_class(vm, "AbortController", controller_construct, 0,
                         prototype, NULL);
}
