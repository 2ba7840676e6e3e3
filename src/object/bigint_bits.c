/* bigint_bits.c - bitwise operators and shifts.
 *
 * The language sees a BigInt as two's complement that goes on for ever to the
 * left. The limbs hold a magnitude, so a negative operand is turned into two's
 * complement limb by limb while it is read, and a negative result back again.
 */
#include "object/bigint.h"

#include "object/isolate.h"

#include <gmp.h>

/* ---- And, or, xor -------------------------------------------------------- */

/* An operand as two's complement, read from its lowest limb up. */
typedef struct Reader {
  const BigInt *number;
  u64 inversion; /* all ones when it is negative */
  u64 carry;
} Reader;

static Reader reader(const BigInt *number) {
  bool is_negative = bigint_is_negative(number);
  return (Reader){number, is_negative ? ~0ull : 0, is_negative};
}

static u64 read_limb(Reader *reader, u32 index) {
  const BigInt *number = reader->number;
  u64 limb = index < number->length ? number->limbs[index] : 0;
  limb = (limb ^ reader->inversion) + reader->carry;
  reader->carry &= limb == 0;
  return limb;
}

typedef enum BitOperator : u8 { BIT_AND, BIT_OR, BIT_XOR } BitOperator;

ALWAYS_INLINE u64 combine(BitOperator operator, u64 a, u64 b) {
  switch (operator) {
  case BIT_AND: return a & b;
  case BIT_OR: return a | b;
  default: return a ^ b;
  }
}

ALWAYS_INLINE BigInt *combine_bigints(Isolate *isolate, BitOperator operator,
                                      BigInt * a, BigInt *b) {
  u32 longer = a->length > b->length ? a->length : b->length;
  Reader x = reader(a), y = reader(b);
  bool is_negative = combine(operator, x.inversion, y.inversion);
  /* a limb of sign above all others: a negative result may need it */
  u32 length = longer + is_negative;
  BigInt *result = bigint_new_keeping_(isolate, length, a, b);
  if (!result) return NULL;
  for (u32 i = 0; i < length; i++)
    result->limbs[i] = combine(operator, read_limb(&x, i), read_limb(&y, i));
  if (is_negative) mpn_neg(result->limbs, result->limbs, length);
  return bigint_finish_(isolate, result, length, is_negative);
}

BigInt *bigint_and(Isolate *isolate, BigInt *a, BigInt *b) {
  return combine_bigints(isolate, BIT_AND, a, b);
}

BigInt *bigint_or(Isolate *isolate, BigInt *a, BigInt *b) {
  return combine_bigints(isolate, BIT_OR, a, b);
}

BigInt *bigint_xor(Isolate *isolate, BigInt *a, BigInt *b) {
  return combine_bigints(isolate, BIT_XOR, a, b);
}

/* ~a is -a - 1: the magnitude goes one up or one down. */
BigInt *bigint_not(Isolate *isolate, BigInt *a) {
  bool is_negative = bigint_is_negative(a);
  BigInt *result = bigint_new_keeping_(isolate, a->length + 1, a, NULL);
  if (!result) return NULL;
  memcpy(result->limbs, a->limbs, a->length * sizeof(u64));
  result->limbs[a->length] = 0;
  if (is_negative)
    mpn_sub_1(result->limbs, result->limbs, a->length, 1);
  else
    mpn_add_1(result->limbs, result->limbs, a->length + 1, 1);
  return bigint_finish_(isolate, result, a->length + 1, !is_negative);
}

/* ---- Shifts -------------------------------------------------------------- */

static BigInt *shift_up(Isolate *isolate, BigInt *a, u64 count) {
  u64 limbs = count / 64, length = a->length + limbs + 1;
  if (!a->length) return a;
  if (length > BIGINT_MAX_LIMBS + 1) return NULL;
  BigInt *result = bigint_new_keeping_(isolate, length, a, NULL);
  if (!result) return NULL;
  memset(result->limbs, 0, limbs * sizeof(u64));
  u64 *to = result->limbs + limbs;
  if (count % 64) {
    to[a->length] = mpn_lshift(to, a->limbs, a->length, count % 64);
  } else {
    memcpy(to, a->limbs, a->length * sizeof(u64));
    to[a->length] = 0;
  }
  return bigint_finish_(isolate, result, (u32)length, bigint_is_negative(a));
}

/* Whether one of the lowest `count` bits of the magnitude is set. */
static bool has_low_bits(const BigInt *a, u64 count) {
  u64 limbs = count / 64;
  for (u64 i = 0; i < limbs; i++)
    if (a->limbs[i]) return true;
  return count % 64 && a->limbs[limbs] << (64 - count % 64);
}

/* Towards minus infinity: of a negative number the magnitude is rounded up. */
static BigInt *shift_down(Isolate *isolate, BigInt *a, u64 count) {
  bool is_negative = bigint_is_negative(a);
  u64 limbs = count / 64;
  if (limbs >= a->length) return bigint_from_i64(isolate, is_negative ? -1 : 0);
  u32 length = a->length - (u32)limbs;
  BigInt *result = bigint_new_keeping_(isolate, length + 1, a, NULL);
  if (!result) return NULL;
  if (count % 64)
    mpn_rshift(result->limbs, a->limbs + limbs, length, count % 64);
  else
    memcpy(result->limbs, a->limbs + limbs, length * sizeof(u64));
  result->limbs[length] = 0;
  if (is_negative && has_low_bits(a, count))
    mpn_add_1(result->limbs, result->limbs, length + 1, 1);
  return bigint_finish_(isolate, result, length + 1, is_negative);
}

/* How far a shift goes; beyond all limits when it is more than a limb. */
static u64 shift_count(const BigInt *b) {
  return b->length > 1 ? UINT64_MAX / 2 : b->length ? b->limbs[0] : 0;
}

BigInt *bigint_shift_left(Isolate *isolate, BigInt *a, BigInt *b) {
  return bigint_is_negative(b) ? shift_down(isolate, a, shift_count(b))
                               : shift_up(isolate, a, shift_count(b));
}

BigInt *bigint_shift_right(Isolate *isolate, BigInt *a, BigInt *b) {
  return bigint_is_negative(b) ? shift_up(isolate, a, shift_count(b))
                               : shift_down(isolate, a, shift_count(b));
}

/* ---- Integers of a fixed width ------------------------------------------- */

/* The lowest `bits` bits as two's complement, with `length` limbs. */
static void take_low_bits(const BigInt *a, u64 bits, u64 *limbs, u32 length) {
  Reader x = reader(a);
  for (u32 i = 0; i < length; i++)
    limbs[i] = read_limb(&x, i);
  if (bits % 64) limbs[length - 1] &= (1ull << bits % 64) - 1;
}

static u64 bit_length(const BigInt *a) {
  if (!a->length) return 0;
  return (u64)a->length * 64 - (u32)__builtin_clzll(a->limbs[a->length - 1]);
}

BigInt *bigint_wrap(Isolate *isolate, BigInt *a, u64 bits, bool is_signed) {
  bool is_negative = bigint_is_negative(a);
  if (!bits) return bigint_from_u64(isolate, 0);
  if (bit_length(a) < bits && (!is_negative || is_signed)) return a;
  if (bits > BIGINT_MAX_BITS) return NULL;
  u32 length = (u32)((bits + 63) / 64);
  BigInt *result = bigint_new_keeping_(isolate, length, a, NULL);
  if (!result) return NULL;
  take_low_bits(a, bits, result->limbs, length);
  u64 top_bit = result->limbs[length - 1] >> ((bits - 1) % 64) & 1;
  if (!is_signed || !top_bit)
    return bigint_finish_(isolate, result, length, false);
  /* the value is that minus 2^bits: the magnitude is its complement */
  mpn_neg(result->limbs, result->limbs, length);
  if (bits % 64) result->limbs[length - 1] &= (1ull << bits % 64) - 1;
  return bigint_finish_(isolate, result, length, true);
}
