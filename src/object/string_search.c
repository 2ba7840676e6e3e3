/* string_search.c - finding one string in another.
 *
 * Latin-1 in Latin-1, nearly every search there is, goes to the C library's
 * vectorised routines. The other forms look for the first unit and compare.
 */
#define _GNU_SOURCE /* memmem */

#include "object/string.h"

static bool matches_at(const String *string, u32 at, const String *pattern) {
  u32 length = pattern->length;
  if (string_is_latin1(string) && string_is_latin1(pattern))
    return !memcmp(string->latin1 + at, pattern->latin1, length);
  if (!string_is_latin1(string) && !string_is_latin1(pattern))
    return !memcmp(string->utf16 + at, pattern->utf16, (size_t)length * 2);
  for (u32 i = 0; i < length; i++)
    if (string_unit(string, at + i) != string_unit(pattern, i)) return false;
  return true;
}

static i64 find_latin1(const String *string, const String *pattern, u32 start) {
  const u8 *from = string->latin1 + start;
  const u8 *found =
      memmem(from, string->length - start, pattern->latin1, pattern->length);
  return found ? found - string->latin1 : -1;
}

/* The first index in [start, end) with that unit, or `end`. */
static u32 find_unit(const String *string, u32 unit, u32 start, u32 end) {
  if (string_is_latin1(string)) {
    if (unit > 255) return end;
    const u8 *found = memchr(string->latin1 + start, (int)unit, end - start);
    return found ? (u32)(found - string->latin1) : end;
  }
  while (start < end && string->utf16[start] != unit)
    start++;
  return start;
}

i64 string_find(const String *string, const String *pattern, u32 start) {
  if (start > string->length || pattern->length > string->length - start)
    return -1;
  if (!pattern->length) return start;
  if (string_is_latin1(string) && string_is_latin1(pattern))
    return find_latin1(string, pattern, start);
  u32 first = string_unit(pattern, 0);
  u32 end = string->length - pattern->length + 1;
  for (u32 at = start; at < end; at++) {
    at = find_unit(string, first, at, end);
    if (at < end && matches_at(string, at, pattern)) return at;
  }
  return -1;
}

i64 string_find_last(const String *string, const String *pattern, u32 start) {
  if (pattern->length > string->length) return -1;
  u32 last = string->length - pattern->length;
  if (start > last) start = last;
  for (i64 at = start; at >= 0; at--)
    if (matches_at(string, (u32)at, pattern)) return at;
  return -1;
}
