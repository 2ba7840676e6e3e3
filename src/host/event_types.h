/* event_types.h - what is sent when something happens outside the program: for
 * whoever fires an event by hand. */
#ifndef GLASSHEAP_HOST_EVENT_TYPES_H
#define GLASSHEAP_HOST_EVENT_TYPES_H

#include "host/events.h"

/* A line of event_types.def. */
typedef struct EventType {
  const char *name;
  EventClass class;
  EventInit init;
  const char *fields; /* JSON: an object */
} EventType;

/* event_type - what an event of that type is in this host: a window's classes
 * are only known where there is one. Of a type that the table does not have, an
 * Event that bubbles and can be cancelled, as programs make them. */
EventType event_type(VM *vm, const char *name);
/* event_class_name - "PointerEvent". */
const char *event_class_name(EventClass class);
/* event_class_is - whether a class is another, or inherits from it. */
bool event_class_is(EventClass class, EventClass other);

#endif
