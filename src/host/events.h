/* events.h - EventTarget, Event and how an event is dispatched (DOM Standard,
 * chapter "Events").
 *
 *   EventTarget +--------+-----------+
 *               | Object | listeners |--> Listeners --> Listener --> callback
 *               +--------+-----------+    (an array)        |
 *                                                           `--> signal
 *
 * Targets, events and listeners are cells, so that what a listener keeps alive
 * is seen as such: the edge from the array is named "listener click".
 *
 * The array is changed in place, except while a dispatch walks through it:
 * then it is copied first. So a dispatch calls the listeners that were there
 * when it came to a target, less those that were removed since.
 *
 * For a tree of targets (the DOM). A kind of cell that is an event target
 * begins with struct EventTarget, stands in cells.def between EVENT_TARGET and
 * KIND_LAST_EVENT_TARGET, calls event_target_init when it is made, and
 * event_target_edges in its DEFINE_VISIT. Its prototype inherits from
 * event_prototype_of_targets(). The hooks of EventHooks say who the parent of
 * a target is, and let it act before and after the listeners; without them
 * an event has one target. Shadow trees are not known: the target of an event
 * is the same on its whole path.
 *
 * Classes of events are lines of event_classes.def. The values that a class
 * has beside those of Event lie in an object of the event's own, `fields`.
 *
 * A listener that throws does not end the dispatch: its exception is reported
 * (host_report_exception), as Node or a browser does.
 */
#ifndef GLASSHEAP_HOST_EVENTS_H
#define GLASSHEAP_HOST_EVENTS_H

#include "host/host.h"
#include "vm/origin.h"

typedef enum EventClass : u8 {
#define EVENT_CLASS(name, text, parent) EVENT_CLASS_##name,
#include "host/event_classes.def"
  EVENT_CLASS_COUNT,
} EventClass;
/* From here on they are a window's. */
constexpr EventClass EVENT_CLASS_FIRST_OF_DOM = EVENT_CLASS_UI_EVENT;

/* ---- Listeners ---------------------------------------------------------- */

constexpr u8 LISTENER_CAPTURE = 1; /* flags of LISTENER cells */
constexpr u8 LISTENER_ONCE = 2;
constexpr u8 LISTENER_PASSIVE = 4;
constexpr u8 LISTENER_REMOVED = 8;
constexpr u8 LISTENER_HANDLER = 16; /* onclick and its kin */

typedef struct Listener {
  Cell cell;
  String *type;   /* an atom */
  Value callback; /* a function, or an object with handleEvent */
  Value signal;   /* the AbortSignal that removes it, or undefined */
  Place added;    /* when, and by whom */
} Listener;

typedef struct Listeners {
  Cell cell; /* info: how many dispatches walk through it */
  u32 count, capacity;
  Listener *items[];
} Listeners;

/* ---- Targets ------------------------------------------------------------ */

typedef struct EventTarget {
  Object object;
  Listeners *listeners; /* NULL: there are none */
} EventTarget;

/* The last kind of cell (cells.def) that begins with struct EventTarget. */
constexpr CellKind KIND_LAST_EVENT_TARGET = KIND_DOM_DOCUMENT;

ALWAYS_INLINE bool value_is_event_target(Value v) {
  if (!value_is_cell(v)) return false;
  CellKind kind = value_to_cell(v)->kind;
  return kind >= KIND_EVENT_TARGET && kind <= KIND_LAST_EVENT_TARGET;
}

/* event_target_init - of a fresh cell: before the next allocation. */
ALWAYS_INLINE void event_target_init(EventTarget *target) {
  target->listeners = NULL;
}
/* event_target_edges - its part of a visit. */
ALWAYS_INLINE void event_target_edges(EventTarget *self, EdgeFunction *edge,
                                      void *context) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "listeners", self->listeners);
}

/* event_target_new - an EventTarget of the intrinsic class. */
EventTarget *event_target_new(VM *vm);
/* event_target_of - `this` of a method: undefined and the global object stand
 * for the window's target. NULL: threw. */
EventTarget *event_target_of(VM *vm, Value value);
/* event_target_value - what events name as their target: the global object
 * for the window's. */
Value event_target_value(VM *vm, EventTarget *target);
/* event_target_window - the target whose listeners are those of the global
 * object. */
EventTarget *event_target_window(VM *vm);

/* event_target_add - adds a listener unless there is one like it. `signal` is
 * undefined or an AbortSignal. False: no memory (thrown). */
bool event_target_add(VM *vm, EventTarget *target, String *type, Value callback,
                      u8 flags, Value signal);
/* event_target_remove - of listeners only the capture flag, beside type and
 * callback, tells them apart. */
void event_target_remove(VM *vm, EventTarget *target, String *type,
                         Value callback, u8 flags);
/* event_target_remove_listener - that one. */
void event_target_remove_listener(VM *vm, EventTarget *target,
                                  Listener *listener);
/* event_target_set_handler - what `target.onTYPE = callback` does: one listener
 * that keeps its place while it has a callback; anything that is no object
 * takes it away. event_target_handler - its callback, or null. */
bool event_target_set_handler(VM *vm, EventTarget *target, String *type,
                              Value callback);
Value event_target_handler(const EventTarget *target, const String *type);
/* event_target_has - whether it has listeners for a type. */
bool event_target_has(const EventTarget *target, const String *type);

/* ---- Events ------------------------------------------------------------- */

typedef enum EventPhase : u8 {
  EVENT_PHASE_NONE,
  EVENT_PHASE_CAPTURING,
  EVENT_PHASE_AT_TARGET,
  EVENT_PHASE_BUBBLING,
} EventPhase;

typedef struct Event {
  Object object;
  String *type;          /* an atom */
  Value target, current; /* objects of the program, or null */
  Object *path;          /* an array while it is dispatched: the target first */
  Object *fields;        /* what its class adds, or NULL */
  double time;           /* ms, by performance.now() */
  EventClass class;
  EventPhase phase;
  bool bubbles, cancelable, composed, is_trusted;
  bool is_canceled; /* preventDefault */
  bool stops;       /* stopPropagation */
  bool stops_now;   /* stopImmediatePropagation */
  bool is_passive;  /* a passive listener runs */
  bool is_dispatched;
} Event;

ALWAYS_INLINE bool value_is_event(Value v) {
  return value_is_kind(v, KIND_EVENT);
}

/* How an event of the host's own begins. */
typedef struct EventInit {
  bool bubbles, cancelable, composed;
} EventInit;

/* event_new - a trusted event of a class; its fields have their defaults.
 * `type` is C text. */
Event *event_new(VM *vm, EventClass class, const char *type, EventInit init);
/* event_new_with - its fields are taken from an object, as a constructor takes
 * them from its second argument. NULL: threw. */
Event *event_new_with(VM *vm, EventClass class, const char *type,
                      EventInit init, Value fields_given);
/* event_set_field - of the class's own fields; event_field - its value. */
void event_set_field(VM *vm, Event *event, const char *name, Value value);
Value event_field(VM *vm, const Event *event, const char *name);

/* event_dispatch - dispatches an event at a target: along the path of its
 * parents, with capture, target and bubbling phases. `*was_canceled`:
 * preventDefault was called (may be NULL). False: the run must stop. */
bool event_dispatch(VM *vm, EventTarget *target, Event *event,
                    bool *was_canceled);

/* Those of a tree; each may be NULL. */
typedef struct EventHooks {
  /* "get the parent": who comes next on the path, or NULL */
  EventTarget *(*parent)(VM *vm, EventTarget *target, Event *event);
  /* when the path is known and no listener has run ("legacy-pre-activation
   * behavior"); false: threw */
  bool (*before)(VM *vm, Event *event);
  /* behind the last listener: the activation behaviour, or its undoing when
   * the event was canceled; false: threw */
  bool (*after)(VM *vm, Event *event);
} EventHooks;

/* event_set_hooks - the struct must outlive the machine. */
void event_set_hooks(VM *vm, const EventHooks *hooks);

/* ---- Classes ------------------------------------------------------------ */

/* event_class_prototype - of a class of events; event_prototype_of_targets -
 * EventTarget.prototype. Both open the classes if need be. */
Object *event_class_prototype(VM *vm, EventClass class);
Object *event_prototype_of_targets(VM *vm);
/* event_open_classes - makes them: a program that uses no events does not have
 * them in its heap. */
void event_open_classes(VM *vm);
/* event_open - defines the globals, which open the classes when they are first
 * used, and tells the heap about the kinds. */
void event_open(VM *vm);
/* event_open_window - defines the globals of a window's classes of events. */
void event_open_window(VM *vm);

/* host_report_exception - takes the pending exception of a callback of the
 * host's (a listener) and reports it: Node throws it once the running callback
 * has ended, a browser dispatches an ErrorEvent at the window and writes it to
 * the console. False: the run must stop. */
bool host_report_exception(VM *vm);

/* host_make_class - a constructor with its prototype, linked both ways; nothing
 * global. `parent` NULL: it inherits from Object. */
NativeFunction *host_make_class(VM *vm, const char *name, NativeCode *code,
                                u32 length, Object *prototype,
                                NativeFunction *parent);
/* host_new_from - library_new_from with a prototype that is no intrinsic. */
Object *host_new_from(VM *vm, Call *call, Object *fallback, CellKind kind,
                      size_t bytes);

#endif
