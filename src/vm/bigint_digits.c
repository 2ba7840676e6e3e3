/* bigint_digits.c - the digits of very long BigInts.
 *
 * A number is split by a power of the radix into a high and a low half, each of
 * which is split again, down to pieces that take a fraction of a second:
 *
 *   12345678 = 1234 * 10^4 + 5678
 *
 * Each power is the square of the one before.
 */
#include "vm/bigint_operations.h"

#include <math.h>

constexpr u32 PIECE_LIMBS = 1u << 14; /* 300,000 decimal digits */
constexpr u32 POWERS_MAX = 32;

typedef struct Splitter {
  VM *vm;
  u32 radix;
  Object *powers; /* an array: radix ** digits[i] */
  u64 digits[POWERS_MAX];
  Buffer out;
} Splitter;

static BigInt *power_at(const Splitter *splitter, u32 level) {
  return value_to_bigint(splitter->powers->elements->values[level]);
}

/* Powers up to half of the number's length. */
static bool find_powers(Splitter *splitter, const BigInt *number) {
  VM *vm = splitter->vm;
  Isolate *isolate = &vm->isolate;
  constexpr u32 bits = PIECE_LIMBS * (BIGINT_LIMB_BITS / 2);
  u64 digits = (u64)(bits / log2(splitter->radix));
  ROOT(&isolate->heap, power, VALUE_UNDEFINED);
  ROOT(&isolate->heap, exponent, VALUE_UNDEFINED);
  exponent = value_from_cell(bigint_from_u64(isolate, digits));
  power = value_from_cell(bigint_from_u64(isolate, splitter->radix));
  if (!bigint_operate(vm, OP_Exponent, power, exponent, &power)) return false;
  for (u32 i = 0; i < POWERS_MAX; i++) {
    splitter->digits[i] = digits << i;
    if (!array_push(isolate, splitter->powers, power))
      return vm_throw_memory(vm);
    if (value_to_bigint(power)->length > number->length / 2) return true;
    if (!vm_check(vm) || !bigint_operate(vm, OP_Multiply, power, power, &power))
      return false;
  }
  return true;
}

/* Appends the digits of a piece, with zeros before them up to `width`. */
static void put_piece(Splitter *splitter, const BigInt *piece, u64 width) {
  Buffer digits = {};
  bigint_append_digits(piece, splitter->radix, &digits);
  for (u64 i = digits.length; i < width; i++)
    buffer_byte(&splitter->out, '0');
  buffer_append(&splitter->out, digits.bytes, digits.length);
  buffer_free(&digits);
}

/* `width` 0: no zeros in front. */
static bool put_digits(Splitter *splitter, BigInt *number, u64 width) {
  VM *vm = splitter->vm;
  Isolate *isolate = &vm->isolate;
  u32 level = array_length(splitter->powers);
  while (level &&
         power_at(splitter, level - 1)->length > number->length / 2 + 1)
    level--;
  if (number->length <= PIECE_LIMBS || !level) {
    put_piece(splitter, number, width);
    return vm_check(vm);
  }
  BigInt *whole, *rest;
  BigInt *power = power_at(splitter, level - 1);
  ROOT_CELL(&isolate->heap, BigInt, high, number);
  if (!bigint_split(isolate, number, power, &whole, &rest))
    return vm_throw_memory(vm);
  high = whole;
  ROOT_CELL(&isolate->heap, BigInt, low, rest);
  u64 low_width = splitter->digits[level - 1];
  assert(!width || width > low_width);
  return vm_check(vm) &&
         put_digits(splitter, high, width ? width - low_width : 0) &&
         put_digits(splitter, low, low_width);
}

static String *split_digits(VM *vm, BigInt *number, u32 radix) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, BigInt, magnitude, number);
  ROOT_CELL(&isolate->heap, Object, powers, array_new(isolate, POWERS_MAX));
  Splitter splitter = {.vm = vm, .radix = radix, .powers = powers};
  if (bigint_is_negative(number)) {
    buffer_byte(&splitter.out, '-');
    magnitude = bigint_negate(isolate, number);
  }
  String *string = NULL;
  if (!magnitude || !powers)
    vm_throw_memory(vm);
  else if (find_powers(&splitter, magnitude) &&
           put_digits(&splitter, magnitude, 0)) {
    bool fits = splitter.out.length <= STRING_MAX_LENGTH;
    if (fits)
      string = string_from_latin1(isolate, (u8 *)splitter.out.bytes,
                                  (u32)splitter.out.length);
    if (!string) vm_throw_range(vm, "Invalid string length");
  }
  buffer_free(&splitter.out);
  return string;
}

String *bigint_digits(VM *vm, BigInt *bigint, u32 radix) {
  if (bigint->length > PIECE_LIMBS) return split_digits(vm, bigint, radix);
  ROOT_CELL(&vm->isolate.heap, BigInt, kept, bigint);
  String *string = bigint_to_string(&vm->isolate, kept, radix);
  if (!string) vm_throw_range(vm, "Invalid string length");
  return string;
}
