/* number.c - numbers to text and back: the parts without libdouble-conversion.
 *
 * Most numbers in programs are small integers, so integers are printed and
 * read here; the library sees only the rest.
 */
#include "base/number.h"
#include "base/number_shim.h"

#include <limits.h>
#include <math.h>

/* ---- To decimal text ---- */

static size_t print_integer(i64 value, char *text) {
  char digits[20];
  size_t count = 0, length = 0;
  u64 rest = value < 0 ? -(u64)value : (u64)value;
  do
    digits[count++] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) text[length++] = '-';
  while (count)
    text[length++] = digits[--count];
  text[length] = 0;
  return length;
}

size_t number_to_text(double value, char *text) {
  if (fabs(value) < 0x1p53 && value == (double)(i64)value)
    return print_integer((i64)value, text);
  return number_shim_shortest(value, text, (int)NUMBER_TEXT_BYTES);
}

size_t number_to_fixed(double value, int digits, char *text) {
  assert(digits >= 0 && digits <= 100 && !(fabs(value) >= 1e21));
  return number_shim_fixed(value, digits, text, (int)NUMBER_TEXT_BYTES);
}

size_t number_to_exponential(double value, int digits, char *text) {
  assert(digits >= -1 && digits <= 100);
  return number_shim_exponential(value, digits, text, (int)NUMBER_TEXT_BYTES);
}

size_t number_to_precision(double value, int digits, char *text) {
  assert(digits >= 1 && digits <= 100);
  return number_shim_precision(value, digits, text, (int)NUMBER_TEXT_BYTES);
}

/* ---- To text in another radix ----
 *
 * The integer part is exact. Of the fraction as many digits are written as are
 * needed to tell the number from its neighbours, as V8 does: what is left of
 * the fraction is compared with half the distance to the next double. */

static const char RADIX_DIGITS[] = "0123456789abcdefghijklmnopqrstuvwxyz";

static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

/* Adds one unit in the last place of the `count` digits of a fraction; drops
 * what became zero. True when a one is carried into the integer part. */
static bool round_fraction_up(char *digits, int *count, int radix) {
  while (*count > 0) {
    int digit = digit_value(digits[*count - 1]) + 1;
    if (digit < radix) {
      digits[*count - 1] = RADIX_DIGITS[digit];
      return false;
    }
    --*count;
  }
  return true;
}

/* Writes the digits after the point. True when the integer part grows by
 * one. */
static bool print_fraction(double fraction, double delta, int radix,
                           char *digits, int *count) {
  *count = 0;
  if (fraction < delta) return false;
  do {
    fraction *= radix;
    delta *= radix;
    int digit = (int)fraction;
    digits[(*count)++] = RADIX_DIGITS[digit];
    fraction -= digit;
    bool round_up = fraction > 0.5 || (fraction == 0.5 && (digit & 1));
    if (round_up && fraction + delta > 1)
      return round_fraction_up(digits, count, radix);
  } while (fraction >= delta);
  return false;
}

/* Writes the digits of a whole number backwards from `end`; returns where they
 * begin. Digits below the precision of a double are zeros. */
static char *print_whole(double whole, int radix, char *end) {
  for (; whole / radix >= 0x1p53; *--end = '0')
    whole /= radix;
  do {
    double rest = fmod(whole, radix);
    *--end = RADIX_DIGITS[(int)rest];
    whole = (whole - rest) / radix;
  } while (whole > 0);
  return end;
}

size_t number_to_radix(double value, int radix, char *text) {
  assert(radix >= 2 && radix <= 36);
  if (radix == 10 || !isfinite(value)) return number_to_text(value, text);
  double magnitude = fabs(value), whole = floor(magnitude);
  double fraction = magnitude - whole;
  double delta = 0.5 * (nextafter(magnitude, INFINITY) - magnitude);
  char digits[NUMBER_TEXT_BYTES], backwards[NUMBER_TEXT_BYTES];
  int count;
  double least = nextafter(0.0, 1.0);
  if (delta < least) delta = least;
  if (print_fraction(fraction, delta, radix, digits, &count)) whole += 1;
  char *end = backwards + sizeof backwards;
  char *begin = print_whole(whole, radix, end);
  size_t length = 0;
  if (value < 0) text[length++] = '-';
  memcpy(text + length, begin, (size_t)(end - begin));
  length += (size_t)(end - begin);
  if (count) text[length++] = '.';
  memcpy(text + length, digits, (size_t)count);
  length += (size_t)count;
  text[length] = 0;
  return length;
}

/* ---- From text ---- */

typedef struct DecimalShape {
  size_t end;         /* bytes of the literal */
  u64 digits;         /* its digits as one integer, while they fit */
  int digit_count;    /* significant ones */
  i64 fraction_count; /* of them after the point */
  bool has_exponent;
} DecimalShape;

static bool is_digit_at(const char *text, size_t length, size_t at) {
  return at < length && text[at] >= '0' && text[at] <= '9';
}

static size_t read_digits(const char *text, size_t length, size_t at,
                          DecimalShape *shape) {
  for (; is_digit_at(text, length, at); at++) {
    if (shape->digit_count || text[at] != '0') shape->digit_count++;
    if (shape->digit_count <= 18)
      shape->digits = shape->digits * 10 + (u64)(text[at] - '0');
  }
  return at;
}

/* Measures an unsigned StrDecimalLiteral; `end` stays 0 when there is none. */
static DecimalShape measure_decimal(const char *text, size_t length) {
  DecimalShape shape = {};
  size_t at = read_digits(text, length, 0, &shape);
  bool has_digits = at > 0;
  if (at < length && text[at] == '.') {
    size_t after = read_digits(text, length, at + 1, &shape);
    shape.fraction_count = (i64)(after - at - 1);
    if (has_digits || shape.fraction_count) at = after;
    has_digits |= shape.fraction_count > 0;
  }
  if (!has_digits) return shape;
  shape.end = at;
  if (at < length && (text[at] | 0x20) == 'e') {
    size_t digits = at + 1;
    if (digits < length && (text[digits] == '+' || text[digits] == '-'))
      digits++;
    if (!is_digit_at(text, length, digits)) return shape;
    while (is_digit_at(text, length, digits))
      digits++;
    shape.has_exponent = true;
    shape.end = digits;
  }
  return shape;
}

static const double POWERS_OF_TEN[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* With at most 15 digits both the integer and the power of ten are exact, and
 * one division rounds once. */
static double decimal_value(const char *text, DecimalShape shape) {
  if (!shape.has_exponent && shape.digit_count <= 15 &&
      shape.fraction_count < (i64)ARRAY_COUNT(POWERS_OF_TEN))
    return (double)shape.digits / POWERS_OF_TEN[shape.fraction_count];
  if (shape.end > INT_MAX) return NAN;
  return number_shim_parse(text, (int)shape.end);
}

double number_parse_decimal(const char *text, size_t length, size_t *used) {
  static const char infinity[] = "Infinity";
  constexpr size_t infinity_length = sizeof infinity - 1;
  size_t sign = length && (text[0] == '+' || text[0] == '-');
  bool negative = sign && text[0] == '-';
  const char *rest = text + sign;
  size_t left = length - sign;
  *used = 0;
  if (left >= infinity_length && !memcmp(rest, infinity, infinity_length)) {
    *used = sign + infinity_length;
    return negative ? -INFINITY : INFINITY;
  }
  DecimalShape shape = measure_decimal(rest, left);
  if (!shape.end) return NAN;
  *used = sign + shape.end;
  double value = decimal_value(rest, shape);
  return negative ? -value : value;
}

/* A power-of-two radix: the first 64 significant bits are kept, and whether
 * anything but zeros came after them; the rounding is then exact. */
static double parse_bits(const char *text, size_t count, int bits) {
  u64 kept = 0;
  i64 dropped = 0;
  bool sticky = false;
  for (size_t i = 0; i < count; i++)
    for (int bit = bits - 1, digit = digit_value(text[i]); bit >= 0; bit--) {
      u64 one = (u64)(digit >> bit & 1);
      if (kept >> 63) {
        dropped++;
        sticky |= one;
      } else {
        kept = kept << 1 | one;
      }
    }
  /* Below the 53 bits of a double there are 11 to round with: a lost one bit
   * only has to be seen. */
  if (sticky) kept |= 1;
  return ldexp((double)kept, dropped > 5000 ? 5000 : (int)dropped);
}

/* Any other radix: as many digits at a time as an exact factor allows, so that
 * the number is rounded once for every eleven digits or so. */
static double parse_digits(const char *text, size_t count, int radix) {
  double value = 0;
  for (size_t i = 0; i < count;) {
    u64 part = 0, factor = 1;
    while (i < count && factor * (u64)radix < (u64)1 << 53) {
      part = part * (u64)radix + (u64)digit_value(text[i++]);
      factor *= (u64)radix;
    }
    value = value * (double)factor + (double)part;
  }
  return value;
}

double number_parse_radix(const char *text, size_t length, int radix,
                          size_t *used) {
  assert(radix >= 2 && radix <= 36);
  size_t count = 0;
  while (count < length && digit_value(text[count]) < radix)
    count++;
  *used = count;
  if (!count) return NAN;
  size_t zeros = 0;
  while (zeros + 1 < count && text[zeros] == '0')
    zeros++;
  if (radix == 10 && count - zeros <= INT_MAX)
    return number_shim_parse(text + zeros, (int)(count - zeros));
  if ((radix & (radix - 1)) == 0)
    return parse_bits(text, count, __builtin_ctz((unsigned)radix));
  return parse_digits(text, count, radix);
}

i32 number_to_int32(double value) {
  if (likely(fabs(value) < 0x1p62)) return (i32)(u32)(u64)(i64)value;
  if (!isfinite(value)) return 0;
  double modulo = fmod(trunc(value), 0x1p32);
  return (i32)(u32)(i64)modulo;
}
