/* value.h - the value word: every JavaScript value in 64 bits.
 *
 * Small integers, doubles, booleans, null and undefined live in the word
 * itself; this is what a picture means by "in its slot". Everything else is a
 * reference to a cell, and a reference is the plain address of the cell, so
 * that following one costs nothing.
 *
 *   cell        0000:PPPP:PPPP:PPPP
 *   other       0000:0000:0000:00xx   null 02, false 06, true 07,
 *                                     undefined 0a, hole 12
 *   double      0002:....:....:....   the IEEE bits plus 2^49, up to
 *               FFFC:....:....:....
 *   int32       FFFE:0000:IIII:IIII
 *
 * (The encoding is the one JavaScriptCore describes in its JSCJSValue.h.) A
 * number that an int32 can hold is an int32 after every operation of the
 * engine, except -0. A hole is "no value": a missing element, a variable
 * before its initialisation. Programs never see one.
 */
#ifndef GLASSHEAP_HEAP_VALUE_H
#define GLASSHEAP_HEAP_VALUE_H

#include "base/base.h"

typedef struct Cell Cell;

typedef struct Value {
  u64 bits;
} Value;

constexpr u64 VALUE_NUMBER_TAG = 0xFFFE'0000'0000'0000;
constexpr u64 VALUE_DOUBLE_OFFSET = 0x0002'0000'0000'0000;
constexpr u64 VALUE_NOT_CELL = VALUE_NUMBER_TAG | 0x2;

constexpr Value VALUE_NULL = {0x02};
constexpr Value VALUE_FALSE = {0x06};
constexpr Value VALUE_TRUE = {0x07};
constexpr Value VALUE_UNDEFINED = {0x0a};
constexpr Value VALUE_HOLE = {0x12};

ALWAYS_INLINE bool value_same_bits(Value a, Value b) {
  return a.bits == b.bits;
}
ALWAYS_INLINE bool value_is_cell(Value v) {
  return !(v.bits & VALUE_NOT_CELL);
}
ALWAYS_INLINE bool value_is_int(Value v) {
  return v.bits >= VALUE_NUMBER_TAG;
}
ALWAYS_INLINE bool value_is_number(Value v) {
  return v.bits & VALUE_NUMBER_TAG;
}
ALWAYS_INLINE bool value_is_double(Value v) {
  return value_is_number(v) && !value_is_int(v);
}
ALWAYS_INLINE bool value_are_ints(Value a, Value b) {
  return (a.bits & b.bits) >= VALUE_NUMBER_TAG;
}
ALWAYS_INLINE bool value_is_undefined(Value v) {
  return v.bits == VALUE_UNDEFINED.bits;
}
ALWAYS_INLINE bool value_is_null(Value v) {
  return v.bits == VALUE_NULL.bits;
}
ALWAYS_INLINE bool value_is_nullish(Value v) {
  return (v.bits & ~(u64)0x8) == VALUE_NULL.bits;
}
ALWAYS_INLINE bool value_is_boolean(Value v) {
  return (v.bits & ~(u64)1) == VALUE_FALSE.bits;
}
ALWAYS_INLINE bool value_is_true(Value v) {
  return v.bits == VALUE_TRUE.bits;
}
ALWAYS_INLINE bool value_is_hole(Value v) {
  return v.bits == VALUE_HOLE.bits;
}

ALWAYS_INLINE i32 value_to_int(Value v) {
  return (i32)(u32)v.bits;
}
ALWAYS_INLINE double value_to_double(Value v) {
  u64 bits = v.bits - VALUE_DOUBLE_OFFSET;
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}
/* value_to_number - the number in an int32 or double value. */
ALWAYS_INLINE double value_to_number(Value v) {
  return value_is_int(v) ? (double)value_to_int(v) : value_to_double(v);
}
ALWAYS_INLINE Cell *value_to_cell(Value v) {
  return (Cell *)(uintptr_t)v.bits;
}

ALWAYS_INLINE Value value_from_int(i32 i) {
  return (Value){VALUE_NUMBER_TAG | (u32)i};
}
/* value_from_raw_double - keeps the double a double, even when integral. Only
 * for doubles known not to be int32 (or -0). NaNs are made canonical. */
ALWAYS_INLINE Value value_from_raw_double(double d) {
  if (unlikely(d != d))
    return (Value){0x7FF8'0000'0000'0000 + VALUE_DOUBLE_OFFSET};
  u64 bits;
  memcpy(&bits, &d, sizeof bits);
  return (Value){bits + VALUE_DOUBLE_OFFSET};
}
/* value_truncate_ - the int32 part of `d`, INT32_MIN when it has none. */
ALWAYS_INLINE i32 value_truncate_(double d) {
#ifdef __SSE2__
  return __builtin_ia32_cvttsd2si((__attribute__((vector_size(16))) double){d});
#else
  return d > -2147483649.0 && d < 2147483648.0 ? (i32)d : INT32_MIN;
#endif
}
/* value_from_number - the canonical value for any number. */
ALWAYS_INLINE Value value_from_number(double d) {
  i32 i = value_truncate_(d);
  if ((double)i == d) {
    u64 bits;
    memcpy(&bits, &d, sizeof bits);
    if (likely(i != 0 || !bits)) return value_from_int(i);
  }
  return value_from_raw_double(d);
}
ALWAYS_INLINE Value value_from_u32(u32 u) {
  return u <= INT32_MAX ? value_from_int((i32)u)
                        : value_from_raw_double((double)u);
}
ALWAYS_INLINE Value value_from_boolean(bool b) {
  return (Value){VALUE_FALSE.bits + b};
}
ALWAYS_INLINE Value value_from_cell(const void *cell) {
  return (Value){(u64)(uintptr_t)cell};
}

#endif
