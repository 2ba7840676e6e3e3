/* bigint.h - BigInts: integers of any size, as cells.
 *
 * A sign and a magnitude; the magnitude is a row of 64-bit limbs, least
 * significant first, without zeros at its end. Zero has no limbs and no sign.
 *
 *   BigInt  +--------+--------+------+--------+--------+---
 *           | header | length | hash | limb 0 | limb 1 | ...
 *           +--------+--------+------+--------+--------+---
 *
 * A BigInt never changes once it is made, and two of the same value may be two
 * cells: comparisons look at the limbs. As with strings, the `shape` word is
 * the isolate's BigInt Shape, whose prototype is BigInt.prototype.
 *
 * The arithmetic is GMP's `mpn` layer on the limbs where they lie. What it
 * needs as scratch for large operands it takes from the C heap, and an
 * operation cannot be stopped half way: both are why BIGINT_MAX_BITS is a
 * quarter of V8's limit (a product of that size takes 2 s, a quotient 4).
 *
 * Operators here know BigInts only; mixing them with other types, and the
 * errors of that, are vm/'s.
 */
#ifndef GLASSHEAP_OBJECT_BIGINT_H
#define GLASSHEAP_OBJECT_BIGINT_H

#include "object/string.h"

constexpr u8 BIGINT_NEGATIVE = 1; /* flags of BIGINT cells */
constexpr u32 BIGINT_LIMB_BITS = 64;
constexpr u32 BIGINT_MAX_BITS = 1u << 28;
constexpr u32 BIGINT_MAX_LIMBS = BIGINT_MAX_BITS / BIGINT_LIMB_BITS;

typedef struct BigInt {
  Cell cell;
  u32 length; /* limbs */
  u32 hash;   /* 0: not computed yet */
  u64 limbs[];
} BigInt;

ALWAYS_INLINE bool value_is_bigint(Value v) {
  return value_is_cell(v) && value_to_cell(v)->kind == KIND_BIGINT;
}
ALWAYS_INLINE BigInt *value_to_bigint(Value v) {
  assert(value_is_bigint(v));
  return (BigInt *)value_to_cell(v);
}
ALWAYS_INLINE bool bigint_is_zero(const BigInt *a) {
  return !a->length;
}
ALWAYS_INLINE bool bigint_is_negative(const BigInt *a) {
  return a->cell.flags & BIGINT_NEGATIVE;
}

/* Every function that makes a BigInt returns NULL when the result would be
 * longer than BIGINT_MAX_BITS or does not fit below the heap limit (the caller
 * throws a RangeError). Operands are kept alive meanwhile. */

/* ---- To and from numbers ------------------------------------------------ */

BigInt *bigint_from_i64(Isolate *isolate, i64 value);
BigInt *bigint_from_u64(Isolate *isolate, u64 value);
/* bigint_from_double - of an integral, finite number. */
BigInt *bigint_from_double(Isolate *isolate, double value);
/* bigint_to_u64 - modulo 2^64: what typed arrays store. */
u64 bigint_to_u64(const BigInt *a);
/* bigint_to_double - the nearest number, ties to even; may be infinite. */
double bigint_to_double(const BigInt *a);

/* ---- Comparisons -------------------------------------------------------- */

bool bigint_equals(const BigInt *a, const BigInt *b);
/* bigint_compare - <0, 0, >0. */
int bigint_compare(const BigInt *a, const BigInt *b);
/* bigint_compare_double - the same with a number that is not NaN, exactly. */
int bigint_compare_double(const BigInt *a, double b);
/* bigint_hash - by value; never 0. */
u32 bigint_hash(BigInt *a);

/* ---- Arithmetic (bigint_arithmetic.c) ----------------------------------- */

BigInt *bigint_negate(Isolate *isolate, BigInt *a);
BigInt *bigint_add(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_subtract(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_multiply(Isolate *isolate, BigInt *a, BigInt *b);
/* bigint_divide, bigint_remainder - towards zero; `b` is not zero. */
BigInt *bigint_divide(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_remainder(Isolate *isolate, BigInt *a, BigInt *b);

/* bigint_split - both: a = quotient * b + remainder. For positive numbers, a at
 * least as long as b. False: no memory. */
bool bigint_split(Isolate *isolate, BigInt *a, BigInt *b, BigInt **quotient,
                  BigInt **remainder);

/* ---- Bits, as of two's complement without end (bigint_bits.c) ----------- */

BigInt *bigint_and(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_or(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_xor(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_not(Isolate *isolate, BigInt *a);
/* bigint_shift_left - a << b; a negative `b` shifts right, towards minus
 * infinity. */
BigInt *bigint_shift_left(Isolate *isolate, BigInt *a, BigInt *b);
BigInt *bigint_shift_right(Isolate *isolate, BigInt *a, BigInt *b);
/* bigint_wrap - a modulo 2^bits, in the range of an unsigned or signed integer
 * of that many bits (BigInt.asUintN, asIntN). */
BigInt *bigint_wrap(Isolate *isolate, BigInt *a, u64 bits, bool is_signed);

/* ---- Text (bigint_text.c) ----------------------------------------------- */

/* bigint_from_digits - the value of `length` digits, which must be digits of
 * that radix (2 to 36). */
BigInt *bigint_from_digits(Isolate *isolate, const char *digits, size_t length,
                           u32 radix, bool is_negative);
/* bigint_from_literal - decimal digits, or digits behind 0x, 0o or 0b. */
BigInt *bigint_from_literal(Isolate *isolate, const char *text, size_t length);
/* bigint_from_string - StringToBigInt. `*is_valid` false, and NULL, when the
 * text is no integer. */
BigInt *bigint_from_string(Isolate *isolate, const String *string,
                           bool *is_valid);
/* bigint_append_digits - appends the digits of any radix from 2 to 36, with a
 * sign. */
void bigint_append_digits(const BigInt *a, u32 radix, Buffer *out);
/* bigint_to_string - the same as a string. */
String *bigint_to_string(Isolate *isolate, const BigInt *a, u32 radix);
/* bigint_digit_value - the value of a digit of any radix up to 36; 99 for
 * everything else. */
u32 bigint_digit_value(u32 c);

/* ---- For the files of this family --------------------------------------- */

/* bigint_new_keeping_ - room for `length` limbs; `a` and `b` (or NULL) are
 * kept alive. */
BigInt *bigint_new_keeping_(Isolate *isolate, u64 length, BigInt *a, BigInt *b);
/* bigint_finish_ - makes a fresh result what it must be: no zeros at the end,
 * no negative zero, no more memory than it needs. */
BigInt *bigint_finish_(Isolate *isolate, BigInt *result, u32 length,
                       bool is_negative);

#endif
