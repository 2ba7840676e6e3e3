/* event_parts.h - what the files of events share. */
#ifndef GLASSHEAP_HOST_EVENT_PARTS_H
#define GLASSHEAP_HOST_EVENT_PARTS_H

#include "host/events.h"
#include "host/ports.h"
#include "library/support.h"

/* What the classes are, once they are made, and the window's target. All are
 * roots. */
typedef enum EventObject : u8 {
  EVENT_OBJECT_WINDOW, /* the EventTarget of the global object */
  EVENT_OBJECT_TARGET_CLASS,
  EVENT_OBJECT_SIGNAL_CLASS,
  EVENT_OBJECT_CONTROLLER_CLASS,
  EVENT_OBJECT_PORT_CLASS,
  EVENT_OBJECT_CHANNEL_CLASS,
  EVENT_OBJECT_TARGET_PROTOTYPE,
  EVENT_OBJECT_SIGNAL_PROTOTYPE,
  EVENT_OBJECT_CONTROLLER_PROTOTYPE,
  EVENT_OBJECT_PORT_PROTOTYPE,
  EVENT_OBJECT_CHANNEL_PROTOTYPE,
  EVENT_OBJECT_CLASSES,
  EVENT_OBJECT_PROTOTYPES = EVENT_OBJECT_CLASSES + EVENT_CLASS_COUNT,
  EVENT_OBJECT_COUNT = EVENT_OBJECT_PROTOTYPES + EVENT_CLASS_COUNT,
} EventObject;

typedef struct EventState {
  bool is_open;
  Object *objects[EVENT_OBJECT_COUNT]; /* or NULL */
  const EventHooks *hooks;             /* or NULL */
} EventState;

ALWAYS_INLINE Object **event_object(VM *vm, EventObject which) {
  return &host_of(vm)->events->objects[which];
}

/* The kinds of cells, for the heap. */
void event_target_register_classes(Isolate *isolate);
void abort_register_classes(Isolate *isolate);

/* addEventListener and its kin, on EventTarget.prototype or the window. */
void event_target_add_methods(VM *vm, Object *object);

/* Their classes: the constructors. */
NativeFunction *event_target_make_class(VM *vm, Object *prototype);
NativeFunction *abort_make_signal_class(VM *vm, Object *prototype,
                                        NativeFunction *event_target);
NativeFunction *abort_make_controller_class(VM *vm, Object *prototype);

/* event_visit_roots, event_close - for host.c. */
void event_visit_roots(const EventState *state, EdgeFunction *edge,
                       void *context);
void event_close(VM *vm);

#endif
