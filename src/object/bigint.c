/* bigint.c - BigInt cells: making them, numbers, comparisons. */
#include "object/bigint.h"

#include "object/isolate.h"

#include <gmp.h>
#include <math.h>

static_assert(sizeof(mp_limb_t) == sizeof(u64) && GMP_NUMB_BITS == 64);

constexpr u32 DOUBLE_LIMBS = 17; /* 2^1024 has that many */

/* ---- Cells --------------------------------------------------------------- */

BigInt *bigint_new_keeping_(Isolate *isolate, u64 length, BigInt *a,
                            BigInt *b) {
  size_t bytes = sizeof(BigInt) + length * sizeof(u64);
  Heap *heap = &isolate->heap;
  /* one limb more than the most: for a carry that may not come */
  if (length > BIGINT_MAX_LIMBS + 1) return NULL;
  Value first = {(u64)(uintptr_t)a}, second = {(u64)(uintptr_t)b};
  if (unlikely(bytes > HEAP_SMALL_BYTES)) {
    ROOT(heap, kept_first, a ? first : VALUE_UNDEFINED);
    ROOT(heap, kept_second, b ? second : VALUE_UNDEFINED);
    if (!heap_can_allocate(heap, bytes)) return NULL;
  }
  BigInt *result = (BigInt *)heap_allocate_keeping(heap, KIND_BIGINT, bytes,
                                                   first, second, (Value){0});
  if (!result) return NULL;
  result->cell.shape = heap_compress(heap, isolate->bigint_shape);
  result->length = (u32)length;
  result->hash = 0;
  return result;
}

/* A smaller copy of a result that turned out much shorter than its cell. */
static BigInt *shrink(Isolate *isolate, BigInt *result, u32 length) {
  BigInt *copy = bigint_new_keeping_(isolate, length, result, NULL);
  if (!copy) return NULL;
  memcpy(copy->limbs, result->limbs, length * sizeof(u64));
  return copy;
}

BigInt *bigint_finish_(Isolate *isolate, BigInt *result, u32 length,
                       bool is_negative) {
  u32 room = result->length;
  assert(length <= room);
  while (length && !result->limbs[length - 1])
    length--;
  if (length > BIGINT_MAX_LIMBS) return NULL;
  if (room > length + 8 && room > 2 * length) {
    result = shrink(isolate, result, length);
    if (!result) return NULL;
  }
  result->length = length;
  result->cell.flags = length && is_negative ? BIGINT_NEGATIVE : 0;
  return result;
}

/* ---- To and from numbers ------------------------------------------------- */

BigInt *bigint_from_u64(Isolate *isolate, u64 value) {
  BigInt *result = bigint_new_keeping_(isolate, value != 0, NULL, NULL);
  if (value) result->limbs[0] = value;
  return result;
}

BigInt *bigint_from_i64(Isolate *isolate, i64 value) {
  BigInt *result =
      bigint_from_u64(isolate, value < 0 ? -(u64)value : (u64)value);
  if (value < 0) result->cell.flags = BIGINT_NEGATIVE;
  return result;
}

/* The limbs of a finite magnitude's integral part; how many there are. */
static u32 limbs_of_double(double magnitude, u64 *limbs) {
  int exponent;
  double fraction = frexp(trunc(magnitude), &exponent);
  if (fraction == 0) return 0;
  u64 mantissa = (u64)ldexp(fraction, 64); /* its highest bit is set */
  u32 length = ((u32)exponent + 63) / 64;
  u32 gap = length * 64 - (u32)exponent; /* zero bits above the number */
  memset(limbs, 0, length * sizeof *limbs);
  limbs[length - 1] = mantissa >> gap;
  if (gap && length > 1) limbs[length - 2] = mantissa << (64 - gap);
  return length;
}

BigInt *bigint_from_double(Isolate *isolate, double value) {
  assert(isfinite(value) && trunc(value) == value);
  u64 limbs[DOUBLE_LIMBS];
  u32 length = limbs_of_double(fabs(value), limbs);
  BigInt *result = bigint_new_keeping_(isolate, length, NULL, NULL);
  if (!result) return NULL;
  memcpy(result->limbs, limbs, length * sizeof(u64));
  return bigint_finish_(isolate, result, length, value < 0);
}

u64 bigint_to_u64(const BigInt *a) {
  u64 low = a->length ? a->limbs[0] : 0;
  return bigint_is_negative(a) ? -low : low;
}

double bigint_to_double(const BigInt *a) {
  u32 length = a->length;
  if (!length) return 0;
  u32 gap = (u32)__builtin_clzll(a->limbs[length - 1]);
  u64 bits = (u64)length * 64 - gap;
  if (bits > 1024) return bigint_is_negative(a) ? -INFINITY : INFINITY;
  /* The highest 64 bits; whatever lies below only matters as "more than
   * nothing" when the conversion rounds. */
  u64 top = a->limbs[length - 1] << gap;
  u32 rest = length - 1;
  if (gap && rest) {
    top |= a->limbs[rest - 1] >> (64 - gap);
    if (a->limbs[rest - 1] << gap) top |= 1;
    rest--;
  }
  while (rest && !a->limbs[rest - 1])
    rest--;
  double magnitude = ldexp((double)(top | (rest != 0)), (int)bits - 64);
  return bigint_is_negative(a) ? -magnitude : magnitude;
}

/* ---- Comparisons --------------------------------------------------------- */

bool bigint_equals(const BigInt *a, const BigInt *b) {
  return a->length == b->length &&
         bigint_is_negative(a) == bigint_is_negative(b) &&
         !memcmp(a->limbs, b->limbs, a->length * sizeof(u64));
}

static int compare_limbs(const u64 *a, u32 a_length, const u64 *b,
                         u32 b_length) {
  if (a_length != b_length) return a_length < b_length ? -1 : 1;
  for (u32 i = a_length; i-- > 0;)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

int bigint_compare(const BigInt *a, const BigInt *b) {
  if (bigint_is_negative(a) != bigint_is_negative(b))
    return bigint_is_negative(a) ? -1 : 1;
  int order = compare_limbs(a->limbs, a->length, b->limbs, b->length);
  return bigint_is_negative(a) ? -order : order;
}

int bigint_compare_double(const BigInt *a, double b) {
  assert(b == b);
  bool is_negative = bigint_is_negative(a);
  if (bigint_is_zero(a)) return b > 0 ? -1 : b < 0;
  if (is_negative != (b < 0) || b == 0) return is_negative ? -1 : 1;
  if (isinf(b)) return is_negative ? 1 : -1;
  u64 limbs[DOUBLE_LIMBS];
  u32 length = limbs_of_double(fabs(b), limbs);
  int order = compare_limbs(a->limbs, a->length, limbs, length);
  if (!order && trunc(b) != b) order = -1;
  return is_negative ? -order : order;
}

u32 bigint_hash(BigInt *a) {
  if (a->hash) return a->hash;
  u64 hash = a->length + bigint_is_negative(a) * 0x5851'F42Dull;
  for (u32 i = 0; i < a->length; i++)
    hash = (hash ^ a->limbs[i]) * 0x9E37'79B9'7F4A'7C15 ^ hash >> 29;
  a->hash = (u32)(hash >> 32) | 1;
  return a->hash;
}
