/* string_text.c - strings to UTF-8 and to numbers. */
#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/unicode.h"
#include "object/string.h"

/* ---- Text ---------------------------------------------------------------- */

static void append_latin1(const u8 *bytes, u32 length, Buffer *out) {
  for (u32 i = 0; i < length;) {
    u32 run = i;
    while (run < length && bytes[run] < 0x80)
      run++;
    buffer_append(out, bytes + i, run - i);
    for (i = run; i < length && bytes[i] >= 0x80; i++)
      buffer_code_point(out, bytes[i]);
  }
}

void string_append_text(const String *string, Buffer *out) {
  if (string_is_latin1(string)) {
    append_latin1(string->latin1, string->length, out);
    return;
  }
  for (u32 i = 0; i < string->length; i++) {
    u32 unit = string->utf16[i];
    if (unicode_is_lead(unit) && i + 1 < string->length &&
        unicode_is_trail(string->utf16[i + 1]))
      unit = unicode_pair(unit, string->utf16[++i]);
    buffer_code_point(out, unit);
  }
}

/* ---- Numbers ------------------------------------------------------------- */

static bool is_blank(u32 unit) {
  return unicode_is_space(unit) || unicode_is_line_terminator(unit);
}

/* The radix that a prefix 0x, 0o or 0b asks for, or 0. */
static int prefix_radix(const char *text, size_t length) {
  if (length < 3 || text[0] != '0') return 0;
  switch (text[1] | 0x20) {
  case 'x': return 16;
  case 'o': return 8;
  case 'b': return 2;
  default: return 0;
  }
}

static double parse_all(const char *text, size_t length) {
  size_t used;
  int radix = prefix_radix(text, length);
  if (radix) {
    double number = number_parse_radix(text + 2, length - 2, radix, &used);
    return used == length - 2 ? number : NAN;
  }
  double number = number_parse_decimal(text, length, &used);
  return used == length ? number : NAN;
}

/* Up to nine decimal digits and nothing else: no need of a general parser. */
static bool parse_short(const String *string, double *number) {
  if (!string_is_latin1(string) || !string->length || string->length > 9)
    return false;
  u32 value = 0;
  for (u32 i = 0; i < string->length; i++) {
    u32 digit = string->latin1[i] - (u32)'0';
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  *number = value;
  return true;
}

/* Units [start, end) as ASCII; no number has any other character. */
static double parse_units(const String *string, u32 start, u32 end) {
  char local[64] = {};
  u32 length = end - start;
  char *text = length <= sizeof local ? local : base_allocate(length);
  double number = 0;
  for (u32 i = 0; i < length && number == 0; i++) {
    u32 unit = string_unit(string, start + i);
    text[i] = (char)unit;
    if (unit > 127) number = NAN;
  }
  if (number == 0) number = parse_all(text, length);
  if (text != local) free(text);
  return number;
}

double string_to_number(const String *string) {
  double number;
  if (parse_short(string, &number)) return number;
  u32 start = 0, end = string->length;
  while (start < end && is_blank(string_unit(string, start)))
    start++;
  while (start < end && is_blank(string_unit(string, end - 1)))
    end--;
  return start == end ? 0 : parse_units(string, start, end);
}
