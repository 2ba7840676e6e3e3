/* change_parts.h - what the files of changes share. */
#ifndef GLASSHEAP_WATCH_CHANGE_PARTS_H
#define GLASSHEAP_WATCH_CHANGE_PARTS_H

#include "host/events.h"
#include "watch/change.h"

/* change_read_value - the value that a JSON text stands for; undefined when
 * there is no text. False with a line in `error`. */
bool change_read_value(VM *vm, const char *text, Value *value, Buffer *error);

/* change_fire.c: change_fire_event - queues an event for a target, of the class
 * that its type has. False with a line in `error`. */
bool change_fire_event(VM *vm, EventTarget *target, json_t *change,
                       Buffer *error);

#endif
