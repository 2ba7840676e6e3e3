/* event.c - events and their classes. */
#include "host/errors.h"
#include "host/event_parts.h"
#include "host/event_types.h"
#include "host/timers.h"
#include "vm/lazy_value.h"

#include <stdlib.h>

DEFINE_VISIT(event, Event) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "type", self->type);
  EDGE_VALUE(INTERNAL, 0, "target", self->target);
  EDGE_VALUE(INTERNAL, 0, "currentTarget", self->current);
  EDGE(INTERNAL, 0, "path", self->path);
  EDGE(INTERNAL, 0, "fields", self->fields);
}

/* ---- Classes ------------------------------------------------------------ */

typedef enum FieldKind : u8 { ANY, FLAG, NUMBER, TEXT } FieldKind;

static const struct {
  const char *name;
  EventClass parent;
} classes[] = {
#define EVENT_CLASS(name, text, parent) {text, EVENT_CLASS_##parent},
#include "host/event_classes.def"
};

static const struct {
  EventClass class;
  const char *name;
  FieldKind kind;
} fields[] = {
#define EVENT_FIELD(class, name, kind) {EVENT_CLASS_##class, name, kind},
#include "host/event_classes.def"
};

static const struct {
  EventClass class;
  const char *name, *field;
} aliases[] = {
#define EVENT_ALIAS(class, name, field) {EVENT_CLASS_##class, name, field},
#include "host/event_classes.def"
};

const char *event_class_name(EventClass class) {
  return classes[class].name;
}

bool event_class_is(EventClass class, EventClass other) {
  while (class != other && class != EVENT_CLASS_EVENT)
    class = classes[class].parent;
  return class == other;
}

/* ---- Making ------------------------------------------------------------- */

static Event *init_event(VM *vm, Object *object, EventClass class,
                         String *type) {
  Event *event = (Event *)object;
  event->type = type;
  event->target = event->current = VALUE_NULL;
  event->path = event->fields = NULL;
  event->time = (double)vm_now_ns(vm) / 1e6;
  event->class = class;
  event->phase = EVENT_PHASE_NONE;
  event->bubbles = event->cancelable = event->composed = false;
  event->is_trusted = event->is_canceled = event->is_passive = false;
  event->stops = event->stops_now = event->is_dispatched = false;
  return event;
}

static bool convert_field(VM *vm, FieldKind kind, Value *value) {
  double number;
  switch (kind) {
  case ANY: return true;
  case FLAG: *value = value_from_boolean(vm_to_boolean(*value)); return true;
  case NUMBER:
    if (!vm_to_number(vm, *value, &number)) return false;
    *value = value_from_number(number);
    return true;
  default: return vm_to_string_value(vm, *value, value);
  }
}

static Value default_of(VM *vm, FieldKind kind) {
  switch (kind) {
  case FLAG: return VALUE_FALSE;
  case NUMBER: return value_from_int(0);
  case TEXT: return value_from_cell(vm->isolate.empty_string);
  default: return VALUE_NULL;
  }
}

/* One field as the init dictionary has it. */
static bool read_field(VM *vm, Value init, Key key, FieldKind kind,
                       Value *value) {
  *value = VALUE_UNDEFINED;
  if (value_is_object(init) && !vm_get(vm, init, key, value)) return false;
  if (!value_is_undefined(*value)) return convert_field(vm, kind, value);
  *value = default_of(vm, kind);
  return true;
}

/* What the class has beside the fields of Event. False: threw. */
static bool fill(VM *vm, Event *event, Value init) {
  Isolate *isolate = &vm->isolate;
  if (event->class == EVENT_CLASS_EVENT) return true;
  KEEP_CELL(vm, Event, kept, event);
  KEEP(vm, kept_init, init);
  KEEP(vm, value, VALUE_UNDEFINED);
  KEEP_CELL(vm, Object, holder, object_new_plain(isolate));
  cell_write_pointer(&isolate->heap, kept, kept->fields, holder);
  for (u32 i = 0; i < ARRAY_COUNT(fields); i++) {
    if (!event_class_is(kept->class, fields[i].class)) continue;
    KEEP_KEY(vm, key, key_from_c(isolate, fields[i].name));
    if (!read_field(vm, kept_init, key, fields[i].kind, &value)) return false;
    if (!object_define(isolate, holder, key, value, ATTRIBUTES_DEFAULT))
      return vm_throw_memory(vm);
  }
  return true;
}

Event *event_new(VM *vm, EventClass class, const char *type, EventInit init) {
  return event_new_with(vm, class, type, init, VALUE_UNDEFINED);
}

Event *event_new_with(VM *vm, EventClass class, const char *type,
                      EventInit init, Value fields_given) {
  KEEP(vm, given, fields_given);
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, String, atom, string_intern_c(isolate, type));
  KEEP_CELL(vm, Shape, shape,
            shape_empty(isolate,
                        value_from_cell(event_class_prototype(vm, class)), 0));
  Object *object = object_new_kind(isolate, KIND_EVENT, shape, sizeof(Event));
  KEEP_CELL(vm, Event, event, init_event(vm, object, class, atom));
  event->is_trusted = true;
  event->bubbles = init.bubbles;
  event->cancelable = init.cancelable;
  event->composed = init.composed;
  return fill(vm, event, given) ? event : NULL;
}

void event_set_field(VM *vm, Event *event, const char *name, Value value) {
  assert(event->fields);
  object_set_c(&vm->isolate, event->fields, name, value, ATTRIBUTES_DEFAULT);
}

Value event_field(VM *vm, const Event *event, const char *name) {
  Property property;
  Key key = key_from_c(&vm->isolate, name);
  return event->fields &&
                 object_get_own(&vm->isolate, event->fields, key, &property)
             ? property.value
             : VALUE_UNDEFINED;
}

/* ---- new Event(type, init) ---------------------------------------------- */

static bool read_flag(VM *vm, Value init, const char *name, bool *flag) {
  Value value;
  if (!vm_get(vm, init, key_from_c(&vm->isolate, name), &value)) return false;
  *flag = vm_to_boolean(value);
  return true;
}

static bool read_init(VM *vm, Event *event, Value init) {
  return read_flag(vm, init, "bubbles", &event->bubbles) &&
         read_flag(vm, init, "cancelable", &event->cancelable) &&
         read_flag(vm, init, "composed", &event->composed);
}

/* The magic is the class. */
static bool construct(VM *vm, Call *call) {
  EventClass class = (EventClass)library_native(call)->magic;
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm,
                         "Class constructor %s cannot be invoked without 'new'",
                         classes[class].name);
  if (!call->count) return host_throw_missing(vm, "type");
  KEEP(vm, init, call_argument(call, 1));
  if (!value_is_object(init) && !value_is_nullish(init))
    return host_throw_type(vm, "options", "of type object", init);
  String *text = vm_to_string(vm, call->arguments[0]);
  if (!text) return false;
  KEEP_CELL(vm, String, type, string_intern(&vm->isolate, text));
  KEEP_CELL(vm, Object, object,
            host_new_from(vm, call, event_class_prototype(vm, class),
                          KIND_EVENT, sizeof(Event)));
  if (!object) return false;
  Event *event = init_event(vm, object, class, type);
  return (value_is_nullish(init) || read_init(vm, event, init)) &&
         fill(vm, event, init) && call_return(call, value_from_cell(event));
}

/* ---- Getters and methods ------------------------------------------------ */

static Event *this_event(VM *vm, Call *call) {
  if (value_is_event(call->this_value))
    return (Event *)value_to_cell(call->this_value);
  host_throw_coded(vm, ERROR_TYPE, "ERR_INVALID_THIS",
                   "Value of \"this\" must be of type Event");
  return NULL;
}

typedef enum EventGetter : u8 {
  GET_TYPE,
  GET_TARGET,
  GET_CURRENT,
  GET_BUBBLES,
  GET_CANCELABLE,
  GET_COMPOSED,
  GET_CANCELED,
  GET_RETURN_VALUE,
  GET_STOPS,
  GET_PHASE,
  GET_TRUSTED,
  GET_TIME,
} EventGetter;

static Value get_value(const Event *event, EventGetter what) {
  switch (what) {
  case GET_TYPE: return value_from_cell(event->type);
  case GET_TARGET: return event->target;
  case GET_CURRENT: return event->current;
  case GET_BUBBLES: return value_from_boolean(event->bubbles);
  case GET_CANCELABLE: return value_from_boolean(event->cancelable);
  case GET_COMPOSED: return value_from_boolean(event->composed);
  case GET_CANCELED: return value_from_boolean(event->is_canceled);
  case GET_RETURN_VALUE: return value_from_boolean(!event->is_canceled);
  case GET_STOPS: return value_from_boolean(event->stops);
  case GET_PHASE: return value_from_int(event->phase);
  case GET_TRUSTED: return value_from_boolean(event->is_trusted);
  default: return value_from_number(event->time);
  }
}

static bool get(VM *vm, Call *call) {
  const Event *event = this_event(vm, call);
  return event &&
         call_return(call, get_value(event, library_native(call)->magic));
}

static void cancel(Event *event) {
  if (event->cancelable && !event->is_passive) event->is_canceled = true;
}

static bool prevent_default(VM *vm, Call *call) {
  Event *event = this_event(vm, call);
  if (event) cancel(event);
  return event;
}

static bool set_return_value(VM *vm, Call *call) {
  Event *event = this_event(vm, call);
  if (event && !vm_to_boolean(call_argument(call, 0))) cancel(event);
  return event;
}

static bool set_cancel_bubble(VM *vm, Call *call) {
  Event *event = this_event(vm, call);
  if (event && vm_to_boolean(call_argument(call, 0))) event->stops = true;
  return event;
}

/* stopPropagation; with the magic 1 stopImmediatePropagation. */
static bool stop(VM *vm, Call *call) {
  Event *event = this_event(vm, call);
  if (!event) return false;
  event->stops = true;
  if (library_native(call)->magic) event->stops_now = true;
  return true;
}

static bool composed_path(VM *vm, Call *call) {
  const Event *event = this_event(vm, call);
  if (!event) return false;
  const Elements *path = event->path ? event->path->elements : NULL;
  Object *copy = array_from_values(&vm->isolate, path ? path->values : NULL,
                                   path ? path->length : 0);
  return copy ? call_return(call, value_from_cell(copy)) : vm_throw_memory(vm);
}

static bool init_legacy(VM *vm, Call *call) {
  KEEP_CELL(vm, Event, event, this_event(vm, call));
  if (!event) return false;
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  if (event->is_dispatched) return true;
  cell_write_pointer(&vm->isolate.heap, event, event->type,
                     string_intern(&vm->isolate, text));
  event->bubbles = vm_to_boolean(call_argument(call, 1));
  event->cancelable = vm_to_boolean(call_argument(call, 2));
  event->stops = event->stops_now = event->is_canceled = false;
  return true;
}

/* A field of a class: the getter's data is its name. */
static bool get_field(VM *vm, Call *call) {
  Property property;
  Key key;
  const Event *event = this_event(vm, call);
  if (!event) return false;
  if (!key_from_string(&vm->isolate, library_native(call)->data, &key))
    return vm_throw_memory(vm);
  if (!event->fields ||
      !object_get_own(&vm->isolate, event->fields, key, &property))
    return true;
  return call_return(call, property.value);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry event_methods[] = {
    {"type", get, 0, NATIVE_GETTER, GET_TYPE},
    {"target", get, 0, NATIVE_GETTER, GET_TARGET},
    {"srcElement", get, 0, NATIVE_GETTER, GET_TARGET},
    {"currentTarget", get, 0, NATIVE_GETTER, GET_CURRENT},
    {"composedPath", composed_path, 0},
    {"eventPhase", get, 0, NATIVE_GETTER, GET_PHASE},
    {"stopPropagation", stop, 0, NATIVE_METHOD, 0},
    {"cancelBubble", get, 0, NATIVE_GETTER, GET_STOPS},
    {"cancelBubble", set_cancel_bubble, 1, NATIVE_SETTER},
    {"stopImmediatePropagation", stop, 0, NATIVE_METHOD, 1},
    {"bubbles", get, 0, NATIVE_GETTER, GET_BUBBLES},
    {"cancelable", get, 0, NATIVE_GETTER, GET_CANCELABLE},
    {"returnValue", get, 0, NATIVE_GETTER, GET_RETURN_VALUE},
    {"returnValue", set_return_value, 1, NATIVE_SETTER},
    {"preventDefault", prevent_default, 0},
    {"defaultPrevented", get, 0, NATIVE_GETTER, GET_CANCELED},
    {"composed", get, 0, NATIVE_GETTER, GET_COMPOSED},
    {"isTrusted", get, 0, NATIVE_GETTER, GET_TRUSTED},
    {"timeStamp", get, 0, NATIVE_GETTER, GET_TIME},
    {"initEvent", init_legacy, 1},
};

static const ConstantEntry phases[] = {
    {"NONE", EVENT_PHASE_NONE},
    {"CAPTURING_PHASE", EVENT_PHASE_CAPTURING},
    {"AT_TARGET", EVENT_PHASE_AT_TARGET},
    {"BUBBLING_PHASE", EVENT_PHASE_BUBBLING},
};

NativeFunction *host_make_class(VM *vm, const char *name, NativeCode *code,
                                u32 length, Object *prototype,
                                NativeFunction *parent) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, NativeFunction, class, native_new(isolate, name, code, length));
  class->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
  object_define(isolate, &class->object, ATOM_KEY(isolate, prototype),
                value_from_cell(prototype), ATTRIBUTES_NONE);
  object_define(isolate, prototype, ATOM_KEY(isolate, constructor),
                value_from_cell(class), ATTRIBUTES_HIDDEN);
  bool done;
  if (parent)
    vm_set_prototype(vm, &class->object, value_from_cell(parent), &done);
  return class;
}

Object *host_new_from(VM *vm, Call *call, Object *fallback, CellKind kind,
                      size_t bytes) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, prototype, VALUE_UNDEFINED);
  if (!vm_get(vm, call->new_target, ATOM_KEY(isolate, prototype), &prototype))
    return NULL;
  if (!value_is_object(prototype)) prototype = value_from_cell(fallback);
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, prototype, 0));
  return object_new_kind(isolate, kind, shape, bytes);
}

static void add_getter(VM *vm, Object *prototype, const char *name,
                       const char *field) {
  NativeEntry getter = {name, get_field, 0, NATIVE_GETTER};
  library_add_functions(vm, prototype, &getter, 1);
  Property property;
  object_get_own(&vm->isolate, prototype, key_from_c(&vm->isolate, name),
                 &property);
  Value function = ((Accessor *)value_to_cell(property.value))->getter;
  NativeFunction *native = (NativeFunction *)value_to_cell(function);
  String *text = string_intern_c(&vm->isolate, field);
  cell_write(&vm->isolate.heap, native, &native->data, value_from_cell(text));
}

static void add_fields(VM *vm, EventClass class, Object *prototype) {
  for (u32 i = 0; i < ARRAY_COUNT(fields); i++)
    if (fields[i].class == class)
      add_getter(vm, prototype, fields[i].name, fields[i].name);
  for (u32 i = 0; i < ARRAY_COUNT(aliases); i++)
    if (aliases[i].class == class)
      add_getter(vm, prototype, aliases[i].name, aliases[i].field);
}

static Object *make_prototype(VM *vm, EventObject which, Object *parent) {
  Object *made =
      object_new_with_prototype(&vm->isolate, value_from_cell(parent));
  *event_object(vm, which) = made;
  return made;
}

static void make_event_class(VM *vm, EventClass class) {
  bool is_base = class == EVENT_CLASS_EVENT;
  EventClass parent = classes[class].parent;
  Object *prototype = make_prototype(
      vm, EVENT_OBJECT_PROTOTYPES + class,
      is_base ? INTRINSIC(&vm->isolate, object_prototype)
              : *event_object(vm, EVENT_OBJECT_PROTOTYPES + parent));
  NativeFunction *made = host_make_class(
      vm, classes[class].name, construct, 1, prototype,
      is_base
          ? NULL
          : (NativeFunction *)*event_object(vm, EVENT_OBJECT_CLASSES + parent));
  made->magic = class;
  *event_object(vm, EVENT_OBJECT_CLASSES + class) = &made->object;
  library_add_tag(vm, prototype, classes[class].name);
  add_fields(vm, class, prototype);
  if (!is_base) return;
  library_add_functions(vm, prototype, event_methods,
                        ARRAY_COUNT(event_methods));
  library_add_constants(vm, prototype, phases, ARRAY_COUNT(phases));
  library_add_constants(vm, &made->object, phases, ARRAY_COUNT(phases));
}

/* A class whose constructor and prototype are remembered. */
static void remember(VM *vm, EventObject which, NativeFunction *class) {
  *event_object(vm, which) = &class->object;
}

static void make_targets(VM *vm) {
  Object *base = INTRINSIC(&vm->isolate, object_prototype);
  Object *target = make_prototype(vm, EVENT_OBJECT_TARGET_PROTOTYPE, base);
  Object *signal = make_prototype(vm, EVENT_OBJECT_SIGNAL_PROTOTYPE, target);
  Object *port = make_prototype(vm, EVENT_OBJECT_PORT_PROTOTYPE, target);
  NativeFunction *class = event_target_make_class(vm, target);
  remember(vm, EVENT_OBJECT_TARGET_CLASS, class);
  remember(vm, EVENT_OBJECT_SIGNAL_CLASS,
           abort_make_signal_class(vm, signal, class));
  remember(vm, EVENT_OBJECT_PORT_CLASS, ports_make_class(vm, port, class));
  remember(
      vm, EVENT_OBJECT_CONTROLLER_CLASS,
      abort_make_controller_class(
          vm, make_prototype(vm, EVENT_OBJECT_CONTROLLER_PROTOTYPE, base)));
  remember(vm, EVENT_OBJECT_CHANNEL_CLASS,
           ports_make_channel_class(
               vm, make_prototype(vm, EVENT_OBJECT_CHANNEL_PROTOTYPE, base)));
}

void event_open_classes(VM *vm) {
  EventState *state = host_of(vm)->events;
  if (state->is_open) return;
  state->is_open = true;
  vm->isolate.heap.no_collect++; /* as when the library opens */
  for (u32 i = 0; i < EVENT_CLASS_FIRST_OF_DOM; i++)
    make_event_class(vm, (EventClass)i);
  make_targets(vm);
  vm->isolate.heap.no_collect--;
}

/* A window's class is made by itself, behind those that it inherits from. */
static void open_class(VM *vm, EventClass class) {
  event_open_classes(vm);
  if (*event_object(vm, EVENT_OBJECT_CLASSES + class)) return;
  open_class(vm, classes[class].parent);
  vm->isolate.heap.no_collect++;
  make_event_class(vm, class);
  vm->isolate.heap.no_collect--;
}

Object *event_class_prototype(VM *vm, EventClass class) {
  open_class(vm, class);
  return *event_object(vm, EVENT_OBJECT_PROTOTYPES + class);
}

Object *event_prototype_of_targets(VM *vm) {
  event_open_classes(vm);
  return *event_object(vm, EVENT_OBJECT_TARGET_PROTOTYPE);
}

void event_set_hooks(VM *vm, const EventHooks *hooks) {
  host_of(vm)->events->hooks = hooks;
}

/* ---- The globals -------------------------------------------------------- */

static bool give(VM *vm, EventObject which, Value *value) {
  event_open_classes(vm);
  if (which >= EVENT_OBJECT_CLASSES && which < EVENT_OBJECT_PROTOTYPES)
    open_class(vm, (EventClass)(which - EVENT_OBJECT_CLASSES));
  *value = value_from_cell(*event_object(vm, which));
  return true;
}

#define MAKER(name, which)                                                     \
  static bool make_##name(VM *vm, Value *value) {                              \
    return give(vm, EVENT_OBJECT_##which, value);                              \
  }
#define EVENT_CLASS(name, text, parent)                                        \
  MAKER(name, CLASSES + EVENT_CLASS_##name)
#include "host/event_classes.def"
MAKER(target, TARGET_CLASS)
MAKER(signal, SIGNAL_CLASS)
MAKER(controller, CONTROLLER_CLASS)
MAKER(port, PORT_CLASS)
MAKER(channel, CHANNEL_CLASS)
#undef MAKER

static const struct {
  const char *name;
  LazyMake *make;
} globals[] = {
/* the classes of events, in their order */
#define EVENT_CLASS(name, text, parent) {text, make_##name},
#include "host/event_classes.def"
    {"EventTarget", make_target},         {"AbortSignal", make_signal},
    {"AbortController", make_controller}, {"MessagePort", make_port},
    {"MessageChannel", make_channel},
};

static void define_globals(VM *vm, bool of_window) {
  Isolate *isolate = &vm->isolate;
  for (u32 i = 0; i < ARRAY_COUNT(globals); i++) {
    bool is_windows = i >= EVENT_CLASS_FIRST_OF_DOM && i < EVENT_CLASS_COUNT;
    if (is_windows == of_window)
      lazy_value_define(vm, isolate->global,
                        key_from_c(isolate, globals[i].name), globals[i].make);
  }
}

void event_visit_roots(const EventState *state, EdgeFunction *edge,
                       void *context) {
  for (u32 i = 0; i < EVENT_OBJECT_COUNT; i++)
    if (state->objects[i])
      edge(context, NULL,
           (EdgeName){CELL_EDGE_ROOT, i,
                      i == EVENT_OBJECT_WINDOW ? "window" : "event classes"},
           &state->objects[i]->cell);
}

void event_open(VM *vm) {
  Isolate *isolate = &vm->isolate;
  heap_set_class(
      &isolate->heap, KIND_EVENT,
      (CellClass){.name = "Event", .visit = event_visit, .mark = event_mark});
  event_target_register_classes(isolate);
  abort_register_classes(isolate);
  ports_register_classes(isolate);
  host_of(vm)->events = base_allocate_zeroed(sizeof(EventState));
  define_globals(vm, false);
  if (host_of(vm)->options.is_browser)
    event_target_add_methods(vm, vm->isolate.global);
}

void event_open_window(VM *vm) {
  define_globals(vm, true);
}

void event_close(VM *vm) {
  free(host_of(vm)->events);
}
