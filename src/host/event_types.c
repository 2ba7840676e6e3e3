/* event_types.c - see event_types.h. */
#include "host/event_types.h"

#include "host/dom/dom.h"

#include <string.h>

constexpr u8 B = 1, C = 2, O = 4;

/* clang-format off */
#define EVENT_TYPE(type, class, flags, fields)                                 \
  {#type, EVENT_CLASS_##class,                                                 \
   {((flags) & B) != 0, ((flags) & C) != 0, ((flags) & O) != 0}, fields},
/* clang-format on */
static const EventType types[] = {
#include "host/event_types.def"
};
#undef EVENT_TYPE

EventType event_type(VM *vm, const char *name) {
  for (u32 i = 0; i < ARRAY_COUNT(types); i++) {
    bool is_known =
        types[i].class < EVENT_CLASS_FIRST_OF_DOM || dom_is_open(vm);
    if (is_known && !strcmp(types[i].name, name)) return types[i];
  }
  return (EventType){name, EVENT_CLASS_EVENT, {true, true, false}, "{}"};
}
