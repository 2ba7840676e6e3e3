/* arithmetic.h - arithmetic that the language defines and libm does not, or
 * otherwise.
 */
#ifndef GLASSHEAP_BASE_ARITHMETIC_H
#define GLASSHEAP_BASE_ARITHMETIC_H

#include "base/base.h"

/* number_round_half - `value` rounded once to the nearest binary16 number,
 * ties to even. */
double number_round_half(double value);
/* number_to_half, number_from_half - a double as the bits of the nearest
 * binary16 number, and back. */
u16 number_to_half(double value);
double number_from_half(u16 bits);

/* A sum of doubles without any rounding before the end.
 *
 * Every finite double is an integer times 2^-1074, so their exact sum is too:
 * it is kept in fixed point, in limbs of 32 bits that are added to lazily. An
 * i64 limb takes 2^30 additions before it can overflow; then carries are
 * moved on. */
constexpr u32 EXACT_SUM_LIMBS = 68; /* 2^-1074 to 2^1024, and 2^64 terms */
typedef struct ExactSum {
  i64 limbs[EXACT_SUM_LIMBS]; /* value = sum of limbs[i] * 2^(32 i - 1074) */
  u32 pending;                /* additions since carries were moved */
} ExactSum;

/* exact_sum_add - adds a finite number. Zeroed memory is the sum zero. */
void exact_sum_add(ExactSum *sum, double value);
/* exact_sum_result - the double nearest to the sum, ties to even; +0 for
 * zero. */
double exact_sum_result(ExactSum *sum);

#endif
