/* string.c - making flat strings, and what one flat string is to another.
 *
 * The one invariant: a string whose units are all below 256 is Latin-1. Only
 * string_new_utf16 can break it, so comparing looks at units and never at the
 * form.
 */
#include "object/string.h"

#include "base/unicode.h"
#include "object/internal.h"

static_assert(offsetof(String, latin1) == 16);

/* ---- Making strings ------------------------------------------------------ */

/* The cell, or NULL: too long, or no memory. */
static String *allocate(Isolate *isolate, u32 length, u32 unit_bytes) {
  if (length > STRING_MAX_LENGTH) return NULL;
  size_t bytes = offsetof(String, latin1) + (size_t)length * unit_bytes;
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return NULL;
  String *string = (String *)heap_allocate(&isolate->heap, KIND_STRING, bytes);
  if (!string) return NULL;
  string->cell.shape = heap_compress(&isolate->heap, isolate->string_shape);
  string->length = length;
  string->hash = 0;
  return string;
}

String *string_new_latin1(Isolate *isolate, u32 length) {
  String *string = allocate(isolate, length, 1);
  if (string) string->cell.flags = STRING_LATIN1;
  return string;
}

String *string_new_utf16(Isolate *isolate, u32 length) {
  return allocate(isolate, length, 2);
}

String *string_from_unit(Isolate *isolate, u32 unit) {
  if (unit >= 256) {
    String *string = string_new_utf16(isolate, 1);
    string->utf16[0] = (u16)unit;
    return string;
  }
  String *string = isolate->units[unit];
  if (likely(string != NULL)) return string;
  string = string_new_latin1(isolate, 1);
  string->latin1[0] = (u8)unit;
  return isolate->units[unit] = string_intern(isolate, string);
}

/* The shared string for a text of at most one unit, else NULL. */
static String *shared(Isolate *isolate, const void *units, u32 length,
                      bool wide) {
  if (!length) return isolate->empty_string;
  if (length > 1) return NULL;
  u32 unit = wide ? *(const u16 *)units : *(const u8 *)units;
  return string_from_unit(isolate, unit);
}

String *string_from_latin1(Isolate *isolate, const u8 *bytes, u32 length) {
  String *string = shared(isolate, bytes, length, false);
  if (string) return string;
  string = string_new_latin1(isolate, length);
  if (string) memcpy(string->latin1, bytes, length);
  return string;
}

static bool units_fit_latin1(const u16 *units, u32 length) {
  u32 all = 0;
  for (u32 i = 0; i < length; i++)
    all |= units[i];
  return all < 256;
}

String *string_from_utf16(Isolate *isolate, const u16 *units, u32 length) {
  String *string = shared(isolate, units, length, true);
  if (string) return string;
  bool narrow = units_fit_latin1(units, length);
  string = narrow ? string_new_latin1(isolate, length)
                  : string_new_utf16(isolate, length);
  if (!string) return NULL;
  if (narrow)
    for (u32 i = 0; i < length; i++)
      string->latin1[i] = (u8)units[i];
  else
    memcpy(string->utf16, units, (size_t)length * 2);
  return string;
}

static void decode_latin1(u8 *out, const char *text, const char *end) {
  while (text < end)
    *out++ = (u8)unicode_decode(&text, end);
}

static void decode_utf16(u16 *out, const char *text, const char *end) {
  while (text < end) {
    u32 c = unicode_decode(&text, end);
    if (c >= 0x10000) {
      *out++ = (u16)(0xD7C0 + (c >> 10));
      c = 0xDC00 + (c & 0x3FF);
    }
    *out++ = (u16)c;
  }
}

String *string_from_text(Isolate *isolate, const char *text, size_t length) {
  if (length == 1 && (u8)*text < 0x80) return string_from_unit(isolate, *text);
  if (!length) return isolate->empty_string;
  bool narrow;
  size_t units = unicode_utf16_length(text, length, &narrow);
  if (units > STRING_MAX_LENGTH) return NULL;
  String *string = narrow ? string_new_latin1(isolate, (u32)units)
                          : string_new_utf16(isolate, (u32)units);
  if (!string) return NULL;
  if (narrow && units == length)
    memcpy(string->latin1, text, length);
  else if (narrow)
    decode_latin1(string->latin1, text, text + length);
  else
    decode_utf16(string->utf16, text, text + length);
  return string;
}

String *string_from_c(Isolate *isolate, const char *text) {
  return string_from_text(isolate, text, strlen(text));
}

String *string_slice(Isolate *isolate, String *string, u32 start, u32 end) {
  assert(start <= end && end <= string->length);
  if (end - start == string->length) return string;
  ROOT_CELL(&isolate->heap, String, source, string);
  if (string_is_latin1(source))
    return string_from_latin1(isolate, source->latin1 + start, end - start);
  return string_from_utf16(isolate, source->utf16 + start, end - start);
}

/* ---- Comparing ----------------------------------------------------------- */

static bool units_equal(const String *a, const String *b) {
  for (u32 i = 0; i < a->length; i++)
    if (string_unit(a, i) != string_unit(b, i)) return false;
  return true;
}

bool string_equals(const String *a, const String *b) {
  if (a == b) return true;
  if (a->length != b->length) return false;
  if (a->cell.flags & b->cell.flags & STRING_ATOM) return false;
  if (a->hash && b->hash && a->hash != b->hash) return false;
  if (string_is_latin1(a) && string_is_latin1(b))
    return !memcmp(a->latin1, b->latin1, a->length);
  if (string_is_latin1(a) || string_is_latin1(b)) return units_equal(a, b);
  return !memcmp(a->utf16, b->utf16, (size_t)a->length * 2);
}

int string_compare(const String *a, const String *b) {
  u32 length = a->length < b->length ? a->length : b->length;
  if (string_is_latin1(a) && string_is_latin1(b)) {
    int order = memcmp(a->latin1, b->latin1, length);
    if (order) return order;
  } else {
    for (u32 i = 0; i < length; i++) {
      int order = (int)string_unit(a, i) - (int)string_unit(b, i);
      if (order) return order;
    }
  }
  return (a->length > b->length) - (a->length < b->length);
}

/* ---- Hashing ------------------------------------------------------------- */

/* By units, so that both forms of a text agree. The last mix spreads the high
 * bits down, because tables take the low ones. */
ALWAYS_INLINE u32 hash_step(u32 hash, u32 unit) {
  return (hash ^ unit) * 0x01000193;
}
static u32 hash_end(u32 hash) {
  hash ^= hash >> 15;
  hash *= 0x2C1B3C6D;
  hash ^= hash >> 13;
  return hash ? hash : 1;
}

u32 string_hash_latin1(const u8 *bytes, u32 length) {
  u32 hash = 0x811C9DC5;
  for (u32 i = 0; i < length; i++)
    hash = hash_step(hash, bytes[i]);
  return hash_end(hash);
}

static u32 hash_utf16(const u16 *units, u32 length) {
  u32 hash = 0x811C9DC5;
  for (u32 i = 0; i < length; i++)
    hash = hash_step(hash, units[i]);
  return hash_end(hash);
}

u32 string_hash(String *string) {
  if (!string->hash)
    string->hash = string_is_latin1(string)
                       ? string_hash_latin1(string->latin1, string->length)
                       : hash_utf16(string->utf16, string->length);
  return string->hash;
}
