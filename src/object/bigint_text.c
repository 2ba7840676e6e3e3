/* bigint_text.c - BigInts from text and back.
 *
 * mpn_set_str and mpn_get_str work on digit values, not characters, and faster
 * than with the square of their number.
 */
#include "object/bigint.h"

#include "base/unicode.h"
#include "object/isolate.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>

constexpr u32 SHORT_DIGITS = 64; /* handled without memory of their own */

/* ---- From text ----------------------------------------------------------- */

u32 bigint_digit_value(u32 c) {
  if (c >= '0' && c <= '9') return c - '0';
  u32 letter = c | 0x20;
  return letter >= 'a' && letter <= 'z' ? letter - 'a' + 10 : 99;
}

/* Limbs enough for that many digits. */
static u64 limbs_for(size_t digits, u32 radix) {
  return (u64)((double)digits * log2(radix) / 64) + 1;
}

BigInt *bigint_from_digits(Isolate *isolate, const char *digits, size_t length,
                           u32 radix, bool is_negative) {
  while (length && *digits == '0')
    digits++, length--;
  if (!length) return bigint_from_u64(isolate, 0);
  u64 limbs = limbs_for(length, radix);
  if (limbs > BIGINT_MAX_LIMBS + 1) return NULL;
  BigInt *result = bigint_new_keeping_(isolate, limbs + 1, NULL, NULL);
  if (!result) return NULL;
  u8 few[SHORT_DIGITS];
  u8 *values = length <= SHORT_DIGITS ? few : base_allocate(length);
  for (size_t i = 0; i < length; i++) {
    values[i] = (u8)bigint_digit_value((u8)digits[i]);
    assert(values[i] < radix);
  }
  mp_size_t used = mpn_set_str(result->limbs, values, length, (int)radix);
  if (values != few) free(values);
  return bigint_finish_(isolate, result, (u32)used, is_negative);
}

/* The radix that a prefix stands for, or 10. */
static u32 prefix_radix(const char *text, size_t length) {
  if (length < 2 || text[0] != '0') return 10;
  switch (text[1] | 0x20) {
  case 'x': return 16;
  case 'o': return 8;
  case 'b': return 2;
  default: return 10;
  }
}

BigInt *bigint_from_literal(Isolate *isolate, const char *text, size_t length) {
  u32 radix = prefix_radix(text, length), skip = radix == 10 ? 0 : 2;
  return bigint_from_digits(isolate, text + skip, length - skip, radix, false);
}

static bool is_space(u32 c) {
  return unicode_is_space(c) || unicode_is_line_terminator(c);
}

/* The text without white space around it, as bytes; what is not ASCII cannot
 * be part of a number. False: there is something of that kind. */
static bool trim(const String *string, Buffer *out) {
  u32 start = 0, end = string->length;
  while (start < end && is_space(string_unit(string, start)))
    start++;
  while (end > start && is_space(string_unit(string, end - 1)))
    end--;
  for (u32 i = start; i < end; i++) {
    u32 unit = string_unit(string, i);
    if (unit >= 0x80) return false;
    buffer_byte(out, (char)unit);
  }
  return true;
}

static bool all_digits(const char *text, size_t length, u32 radix) {
  for (size_t i = 0; i < length; i++)
    if (bigint_digit_value((u8)text[i]) >= radix) return false;
  return true;
}

/* StringIntegerLiteral without its white space. */
static BigInt *parse(Isolate *isolate, const char *text, size_t length,
                     bool *is_valid) {
  u32 radix = prefix_radix(text, length);
  bool has_sign = length > 1 && (*text == '-' || *text == '+');
  size_t skip = radix == 10 ? has_sign : 2;
  *is_valid = all_digits(text + skip, length - skip, radix) &&
              (radix == 10 || length > skip);
  if (!*is_valid) return NULL;
  return bigint_from_digits(isolate, text + skip, length - skip, radix,
                            has_sign && *text == '-');
}

BigInt *bigint_from_string(Isolate *isolate, const String *string,
                           bool *is_valid) {
  Buffer text = {};
  *is_valid = trim(string, &text);
  BigInt *result = NULL;
  if (*is_valid)
    result =
        parse(isolate, text.bytes ? text.bytes : "", text.length, is_valid);
  buffer_free(&text);
  return result;
}

/* ---- To text ------------------------------------------------------------- */

static void append_limb(u64 limb, u32 radix, Buffer *out) {
  char text[64], *end = text + sizeof text, *at = end;
  do
    *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[limb % radix];
  while (limb /= radix);
  buffer_append(out, at, (size_t)(end - at));
}

void bigint_append_digits(const BigInt *a, u32 radix, Buffer *out) {
  assert(radix >= 2 && radix <= 36);
  if (bigint_is_negative(a)) buffer_byte(out, '-');
  if (a->length <= 1) {
    append_limb(a->length ? a->limbs[0] : 0, radix, out);
    return;
  }
  size_t most = (size_t)((double)a->length * 64 / log2(radix)) + 2;
  u8 *digits = base_allocate(most);
  u64 *limbs = base_copy(a->limbs, a->length * sizeof(u64)); /* is spoiled */
  size_t length = mpn_get_str(digits, (int)radix, limbs, a->length);
  assert(length <= most);
  size_t skip = 0;
  while (!digits[skip])
    skip++;
  for (size_t i = skip; i < length; i++)
    digits[i] = (u8) "0123456789abcdefghijklmnopqrstuvwxyz"[digits[i]];
  buffer_append(out, digits + skip, length - skip);
  free(limbs);
  free(digits);
}

String *bigint_to_string(Isolate *isolate, const BigInt *a, u32 radix) {
  Buffer text = {};
  bigint_append_digits(a, radix, &text);
  String *string =
      text.length > STRING_MAX_LENGTH
          ? NULL
          : string_from_latin1(isolate, (u8 *)text.bytes, (u32)text.length);
  buffer_free(&text);
  return string;
}
