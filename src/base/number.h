/* number.h - numbers to text and back, exactly as ECMAScript wants them.
 *
 * Both ways go through libdouble-conversion behind a C shim (number.cc): it is
 * exact, needs no closing zero and knows nothing of locales. Small numbers,
 * which are nearly all of them, never get that far.
 */
#ifndef GLASSHEAP_BASE_NUMBER_H
#define GLASSHEAP_BASE_NUMBER_H

#include "base/base.h"

/* Enough for every function below, with its closing zero. */
constexpr size_t NUMBER_TEXT_BYTES = 1280;

/* number_to_text - Number::toString(value, 10): "-0" prints as "0". Returns
 * the length; `text` has NUMBER_TEXT_BYTES. */
size_t number_to_text(double value, char *text);
/* number_to_radix - Number::toString(value, radix), radix 2 to 36. */
size_t number_to_radix(double value, int radix, char *text);
/* number_to_fixed - Number.prototype.toFixed for |value| < 1e21, 0 to 100
 * digits. */
size_t number_to_fixed(double value, int digits, char *text);
/* number_to_exponential - toExponential with 0 to 100 digits, or -1 for as
 * many as needed. */
size_t number_to_exponential(double value, int digits, char *text);
/* number_to_precision - toPrecision with 1 to 100 digits. */
size_t number_to_precision(double value, int digits, char *text);

/* number_parse_decimal - the longest StrDecimalLiteral at the start of `text`
 * (no white space, no sign for Infinity beyond + and -). `*used` gets the
 * bytes consumed, 0 when there is none (the result is then NaN). */
double number_parse_decimal(const char *text, size_t length, size_t *used);
/* number_parse_radix - digits of a power-of-two or other radix (2 to 36),
 * rounded correctly to the nearest double for powers of two. Stops at the
 * first other character; `*used` as above. */
double number_parse_radix(const char *text, size_t length, int radix,
                          size_t *used);
/* number_to_int32 - ECMAScript ToInt32 of a double. */
i32 number_to_int32(double value);

#endif
