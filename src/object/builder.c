/* builder.c - strings under construction.
 *
 * What would be longer than any string may be is counted but not kept, so that
 * a runaway builder takes no memory and builder_finish can say no.
 */
#include <stdlib.h>

#include "object/isolate.h"

static bool is_too_long(const StringBuilder *builder) {
  return builder->length > STRING_MAX_LENGTH;
}

/* Room for `count` units more; false when the text is too long already. */
static bool reserve(StringBuilder *builder, u64 count) {
  u64 wanted = builder->length + count;
  if (wanted > STRING_MAX_LENGTH) return false;
  if (wanted <= builder->capacity) return true;
  u64 capacity = builder->capacity ? 2 * builder->capacity : 64;
  if (capacity > STRING_MAX_LENGTH) capacity = STRING_MAX_LENGTH;
  builder->capacity = capacity < wanted ? wanted : capacity;
  if (builder->units)
    builder->units = base_reallocate(builder->units, builder->capacity * 2);
  else
    builder->latin1 = base_reallocate(builder->latin1, builder->capacity);
  return true;
}

static void widen(StringBuilder *builder) {
  builder->units = base_allocate((builder->capacity + 1) * 2);
  if (!is_too_long(builder))
    for (u64 i = 0; i < builder->length; i++)
      builder->units[i] = builder->latin1[i];
  free(builder->latin1);
  builder->latin1 = NULL;
}

void builder_unit(StringBuilder *builder, u32 unit) {
  assert(unit < 0x10000);
  if (reserve(builder, 1)) {
    if (unit > 255 && !builder->units) widen(builder);
    if (builder->units)
      builder->units[builder->length] = (u16)unit;
    else
      builder->latin1[builder->length] = (u8)unit;
  }
  builder->length++;
}

void builder_code_point(StringBuilder *builder, u32 code_point) {
  if (code_point < 0x10000) {
    builder_unit(builder, code_point);
  } else {
    builder_unit(builder, 0xD7C0 + (code_point >> 10));
    builder_unit(builder, 0xDC00 + (code_point & 0x3FF));
  }
}

static void append_latin1(StringBuilder *builder, const u8 *bytes, u32 count) {
  if (!count) return;
  if (reserve(builder, count)) {
    if (builder->units)
      for (u32 i = 0; i < count; i++)
        builder->units[builder->length + i] = bytes[i];
    else
      memcpy(builder->latin1 + builder->length, bytes, count);
  }
  builder->length += count;
}

static void append_utf16(StringBuilder *builder, const u16 *units, u32 count) {
  if (!builder->units) { /* a slice may still be narrow */
    u32 narrow = 0;
    while (narrow < count && units[narrow] < 256)
      builder_unit(builder, units[narrow++]);
    units += narrow;
    count -= narrow;
  }
  if (!count) return;
  if (reserve(builder, count)) {
    if (!builder->units) widen(builder);
    memcpy(builder->units + builder->length, units, (size_t)count * 2);
  }
  builder->length += count;
}

void builder_slice(StringBuilder *builder, const String *string, u32 start,
                   u32 end) {
  assert(start <= end && end <= string->length);
  if (string_is_latin1(string))
    append_latin1(builder, string->latin1 + start, end - start);
  else
    append_utf16(builder, string->utf16 + start, end - start);
}

void builder_string(StringBuilder *builder, const String *string) {
  builder_slice(builder, string, 0, string->length);
}

void builder_c(StringBuilder *builder, const char *latin1) {
  append_latin1(builder, (const u8 *)latin1, (u32)strlen(latin1));
}

String *builder_finish(Isolate *isolate, StringBuilder *builder) {
  String *string = NULL;
  u32 length = (u32)builder->length;
  if (!is_too_long(builder))
    string = builder->units
                 ? string_from_utf16(isolate, builder->units, length)
                 : string_from_latin1(isolate, builder->latin1, length);
  builder_free(builder);
  return string;
}

void builder_free(StringBuilder *builder) {
  free(builder->units);
  free(builder->latin1);
  *builder = (StringBuilder){};
}
