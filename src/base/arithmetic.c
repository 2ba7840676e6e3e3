#include "base/arithmetic.h"

#include <math.h>

double number_round_half(double value) {
  double magnitude = fabs(value);
  if (magnitude == 0 || !isfinite(value)) return value;
  /* halfway between the greatest number and what would come next */
  if (magnitude >= 65520) return copysign(INFINITY, value);
  int exponent;
  frexp(magnitude, &exponent);
  /* the distance between neighbours: 11 bits of precision, and below 2^-14
   * that of the subnormal numbers */
  int step = exponent - 11 < -24 ? -24 : exponent - 11;
  /* scaling by powers of two is exact here, and so rint rounds only once */
  return copysign(ldexp(rint(ldexp(magnitude, -step)), step), value);
}

u16 number_to_half(double value) {
  u16 sign = signbit(value) ? 0x8000 : 0;
  double magnitude = fabs(number_round_half(value));
  if (magnitude != magnitude) return 0x7E00;
  if (magnitude == INFINITY) return sign | 0x7C00;
  int exponent;
  double fraction = frexp(magnitude, &exponent); /* in [1/2, 1), or 0 */
  if (magnitude == 0 || exponent <= -14)         /* subnormal: units of 2^-24 */
    return sign | (u16)ldexp(magnitude, 24);
  u16 mantissa = (u16)ldexp(fraction, 11) & 0x3FF;
  return sign | (u16)((exponent + 14) << 10) | mantissa;
}

double number_from_half(u16 bits) {
  int exponent = bits >> 10 & 31, mantissa = bits & 0x3FF;
  double magnitude;
  if (exponent == 31)
    magnitude = mantissa ? NAN : INFINITY;
  else if (exponent)
    magnitude = ldexp(mantissa | 0x400, exponent - 25);
  else
    magnitude = ldexp(mantissa, -24);
  return bits & 0x8000 ? -magnitude : magnitude;
}

/* ---- Exact sums --------------------------------------------------------- */

/* Leaves every limb but the last in 0 .. 2^32 - 1. */
static void carry(ExactSum *sum) {
  for (u32 i = 0; i + 1 < EXACT_SUM_LIMBS; i++) {
    sum->limbs[i + 1] += sum->limbs[i] >> 32; /* rounds down */
    sum->limbs[i] &= 0xFFFF'FFFF;
  }
  sum->pending = 0;
}

void exact_sum_add(ExactSum *sum, double value) {
  assert(isfinite(value));
  u64 bits;
  memcpy(&bits, &value, sizeof bits);
  u32 biased = bits >> 52 & 0x7FF;
  u64 mantissa = bits & 0xF'FFFF'FFFF'FFFF;
  if (biased) mantissa |= 1ull << 52;
  u32 shift = biased ? biased - 1 : 0; /* value = mantissa * 2^(shift-1074) */
  unsigned __int128 wide = (unsigned __int128)mantissa << (shift % 32);
  i64 sign = (i64)bits < 0 ? -1 : 1;
  for (u32 i = 0; i < 3; i++)
    sum->limbs[shift / 32 + i] += sign * (i64)(u32)(wide >> (32 * i));
  if (++sum->pending == 1u << 30) carry(sum);
}

static bool is_negative(const ExactSum *sum) {
  return sum->limbs[EXACT_SUM_LIMBS - 1] < 0;
}

static void negate(ExactSum *sum) {
  for (u32 i = 0; i < EXACT_SUM_LIMBS; i++)
    sum->limbs[i] = -sum->limbs[i];
  carry(sum);
}

/* The 64 bits of a carried, positive sum from bit `low` on. */
static u64 bits_from(const ExactSum *sum, u32 low) {
  unsigned __int128 wide = 0;
  for (u32 i = 0; i < 3 && low / 32 + i < EXACT_SUM_LIMBS; i++)
    wide |= (unsigned __int128)(u64)sum->limbs[low / 32 + i] << (32 * i);
  return (u64)(wide >> (low % 32));
}

static bool any_below(const ExactSum *sum, u32 bit) {
  for (u32 i = 0; i < bit / 32; i++)
    if (sum->limbs[i]) return true;
  return sum->limbs[bit / 32] & ((1ll << (bit % 32)) - 1);
}

/* The highest bit that is set. */
static i32 top_bit(const ExactSum *sum) {
  for (i32 i = EXACT_SUM_LIMBS - 1; i >= 0; i--)
    if (sum->limbs[i]) return 32 * i + 63 - __builtin_clzll((u64)sum->limbs[i]);
  return -1;
}

static double round_positive(const ExactSum *sum) {
  i32 top = top_bit(sum);
  if (top < 53) return ldexp((double)bits_from(sum, 0), -1074);
  u32 low = (u32)top - 52; /* 53 bits from here on are kept */
  u64 kept = bits_from(sum, low) & ((1ull << 53) - 1);
  bool half = bits_from(sum, low - 1) & 1;
  if (half && (kept & 1 || any_below(sum, low - 1))) kept++;
  return ldexp((double)kept, (int)low - 1074);
}

double exact_sum_result(ExactSum *sum) {
  carry(sum);
  if (top_bit(sum) < 0) return 0;
  if (!is_negative(sum)) return round_positive(sum);
  negate(sum);
  return -round_positive(sum);
}
