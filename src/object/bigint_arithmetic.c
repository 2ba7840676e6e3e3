/* bigint_arithmetic.c - sums, products and quotients, by GMP's mpn functions.
 *
 * They want the longer operand first, results apart from operands, and no
 * operand empty: which is what the code around the calls is for.
 */
#include "object/bigint.h"

#include "object/isolate.h"

#include <gmp.h>

BigInt *bigint_negate(Isolate *isolate, BigInt *a) {
  BigInt *result = bigint_new_keeping_(isolate, a->length, a, NULL);
  if (!result) return NULL;
  memcpy(result->limbs, a->limbs, a->length * sizeof(u64));
  if (a->length) result->cell.flags = a->cell.flags ^ BIGINT_NEGATIVE;
  return result;
}

/* ---- Sums and differences ------------------------------------------------ */

static BigInt *add_magnitudes(Isolate *isolate, BigInt *a, BigInt *b,
                              bool is_negative) {
  if (a->length < b->length) {
    BigInt *shorter = a;
    a = b;
    b = shorter;
  }
  BigInt *sum = bigint_new_keeping_(isolate, a->length + 1, a, b);
  if (!sum) return NULL;
  u64 carry = 0;
  if (b->length)
    carry = mpn_add(sum->limbs, a->limbs, a->length, b->limbs, b->length);
  else
    memcpy(sum->limbs, a->limbs, a->length * sizeof(u64));
  sum->limbs[a->length] = carry;
  return bigint_finish_(isolate, sum, a->length + 1, is_negative);
}

static int compare_magnitudes(const BigInt *a, const BigInt *b) {
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  return a->length ? mpn_cmp(a->limbs, b->limbs, a->length) : 0;
}

/* |a| - |b|, negated when `is_negative`. */
static BigInt *subtract_magnitudes(Isolate *isolate, BigInt *a, BigInt *b,
                                   bool is_negative) {
  if (compare_magnitudes(a, b) < 0) {
    BigInt *smaller = a;
    a = b;
    b = smaller;
    is_negative = !is_negative;
  }
  BigInt *difference = bigint_new_keeping_(isolate, a->length, a, b);
  if (!difference) return NULL;
  if (b->length)
    mpn_sub(difference->limbs, a->limbs, a->length, b->limbs, b->length);
  else
    memcpy(difference->limbs, a->limbs, a->length * sizeof(u64));
  return bigint_finish_(isolate, difference, a->length, is_negative);
}

/* a + b, `b` taken with the sign given. */
static BigInt *add_signed(Isolate *isolate, BigInt *a, BigInt *b,
                          bool b_is_negative) {
  bool is_negative = bigint_is_negative(a);
  return is_negative == b_is_negative
             ? add_magnitudes(isolate, a, b, is_negative)
             : subtract_magnitudes(isolate, a, b, is_negative);
}

BigInt *bigint_add(Isolate *isolate, BigInt *a, BigInt *b) {
  return add_signed(isolate, a, b, bigint_is_negative(b));
}

BigInt *bigint_subtract(Isolate *isolate, BigInt *a, BigInt *b) {
  return add_signed(isolate, a, b, !bigint_is_negative(b));
}

/* ---- Products ------------------------------------------------------------ */

/* Whether there is room for GMP's own scratch, which is not in the heap but
 * must not exceed what the program may use. */
static bool has_scratch(Isolate *isolate, u64 limbs, BigInt *a, BigInt *b) {
  constexpr u64 scratch_factor = 4, small_limbs = 4096;
  if (limbs < small_limbs) return true;
  ROOT_CELL(&isolate->heap, BigInt, kept_a, a);
  ROOT_CELL(&isolate->heap, BigInt, kept_b, b);
  return heap_can_allocate(&isolate->heap,
                           limbs * scratch_factor * sizeof(u64));
}

BigInt *bigint_multiply(Isolate *isolate, BigInt *a, BigInt *b) {
  if (a->length < b->length) {
    BigInt *shorter = a;
    a = b;
    b = shorter;
  }
  if (!b->length) return b;
  u64 length = (u64)a->length + b->length;
  if (length > BIGINT_MAX_LIMBS + 1 || !has_scratch(isolate, length, a, b))
    return NULL;
  BigInt *product = bigint_new_keeping_(isolate, length, a, b);
  if (!product) return NULL;
  if (b->length == 1)
    product->limbs[a->length] =
        mpn_mul_1(product->limbs, a->limbs, a->length, b->limbs[0]);
  else if (a == b)
    mpn_sqr(product->limbs, a->limbs, a->length);
  else
    mpn_mul(product->limbs, a->limbs, a->length, b->limbs, b->length);
  return bigint_finish_(isolate, product, (u32)length,
                        bigint_is_negative(a) != bigint_is_negative(b));
}

/* ---- Quotients ----------------------------------------------------------- */

/* Both results of |a| / |b|, |a| >= |b|; one of them is dropped. */
static bool divide_magnitudes(Isolate *isolate, BigInt *a, BigInt *b,
                              BigInt **quotient, BigInt **remainder) {
  Heap *heap = &isolate->heap;
  assert(b->length && a->length >= b->length);
  ROOT_CELL(heap, BigInt, kept, a);
  ROOT_CELL(heap, BigInt, q, NULL);
  if (!has_scratch(isolate, a->length, a, b)) return false;
  q = bigint_new_keeping_(isolate, a->length - b->length + 1, a, b);
  if (!q) return false;
  BigInt *r = bigint_new_keeping_(isolate, b->length, a, b);
  if (!r) return false;
  mpn_tdiv_qr(q->limbs, r->limbs, 0, a->limbs, a->length, b->limbs, b->length);
  *quotient = q;
  *remainder = r;
  return true;
}

bool bigint_split(Isolate *isolate, BigInt *a, BigInt *b, BigInt **quotient,
                  BigInt **remainder) {
  assert(!bigint_is_negative(a) && !bigint_is_negative(b));
  Heap *heap = &isolate->heap;
  if (!divide_magnitudes(isolate, a, b, quotient, remainder)) return false;
  ROOT_CELL(heap, BigInt, rest, *remainder);
  ROOT_CELL(heap, BigInt, whole, *quotient);
  whole = bigint_finish_(isolate, whole, whole->length, false);
  rest = whole ? bigint_finish_(isolate, rest, rest->length, false) : NULL;
  *quotient = whole;
  *remainder = rest;
  return rest;
}

/* By one limb nothing but the quotient is made. */
static BigInt *divide_by_limb(Isolate *isolate, BigInt *a, u64 limb,
                              bool is_negative) {
  BigInt *quotient = bigint_new_keeping_(isolate, a->length, a, NULL);
  if (!quotient) return NULL;
  mpn_divrem_1(quotient->limbs, 0, a->limbs, a->length, limb);
  return bigint_finish_(isolate, quotient, a->length, is_negative);
}

BigInt *bigint_divide(Isolate *isolate, BigInt *a, BigInt *b) {
  assert(!bigint_is_zero(b));
  bool is_negative = bigint_is_negative(a) != bigint_is_negative(b);
  if (a->length < b->length) return bigint_from_u64(isolate, 0);
  if (b->length == 1)
    return divide_by_limb(isolate, a, b->limbs[0], is_negative);
  BigInt *quotient, *remainder;
  if (!divide_magnitudes(isolate, a, b, &quotient, &remainder)) return NULL;
  return bigint_finish_(isolate, quotient, quotient->length, is_negative);
}

BigInt *bigint_remainder(Isolate *isolate, BigInt *a, BigInt *b) {
  assert(!bigint_is_zero(b));
  bool is_negative = bigint_is_negative(a);
  if (a->length < b->length) return a;
  if (b->length == 1) {
    u64 rest = mpn_mod_1(a->limbs, a->length, b->limbs[0]);
    BigInt *result = bigint_from_u64(isolate, rest);
    return bigint_finish_(isolate, result, result->length, is_negative);
  }
  BigInt *quotient, *remainder;
  if (!divide_magnitudes(isolate, a, b, &quotient, &remainder)) return NULL;
  return bigint_finish_(isolate, remainder, remainder->length, is_negative);
}
