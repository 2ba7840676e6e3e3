/* picture_parts.h - the parts of a picture; picture.c puts them together. */
#ifndef GLASSHEAP_CLI_PICTURE_PARTS_H
#define GLASSHEAP_CLI_PICTURE_PARTS_H

#include "cli/picture.h"

/* picture_address - "@1a40". */
void picture_address(Ink *ink, i64 address);
/* picture_value - a Value of the protocol: what lies in the slot, or an arrow
 * to the cell and what it is. */
void picture_value(Ink *ink, json_t *value);

void picture_where(Ink *ink, json_t *view);
void picture_stack(Ink *ink, json_t *view);
void picture_heap(Ink *ink, json_t *view);
void picture_shapes(Ink *ink, json_t *view);
void picture_caches(Ink *ink, json_t *view);
void picture_tier(Ink *ink, json_t *view);
void picture_totals(Ink *ink, json_t *view);
void picture_console(Ink *ink, json_t *view);

/* Members of JSON objects, with a plain answer for what is not there. */
static inline const char *text_of(json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}
static inline i64 number_of(json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}
static inline bool is_true(json_t *object, const char *key) {
  return json_is_true(json_object_get(object, key));
}

#endif
