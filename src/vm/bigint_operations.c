/* bigint_operations.c - operators when an operand is a BigInt. */
#include "vm/bigint_operations.h"

#include "vm/operations.h"

#include <math.h>

/* ---- Conversions --------------------------------------------------------- */

bool vm_to_numeric(VM *vm, Value value, Value *result) {
  ROOT(&vm->isolate.heap, primitive, value);
  if (!vm_to_primitive(vm, value, HINT_NUMBER, &primitive)) return false;
  if (value_is_bigint(primitive)) {
    *result = primitive;
    return true;
  }
  double number;
  if (!vm_to_number(vm, primitive, &number)) return false;
  *result = value_from_number(number);
  return true;
}

/* "Cannot convert x to a BigInt": a SyntaxError when it is about text. */
static bool throw_unconvertible(VM *vm, Value value) {
  Buffer text = {};
  bool is_string = value_is_string(value);
  String *flat = is_string ? string_flatten(&vm->isolate, value) : NULL;
  if (flat)
    string_append_text(flat, &text);
  else
    vm_describe_for_message(vm, value, &text);
  vm_throw_error(vm, is_string ? ERROR_SYNTAX : ERROR_TYPE,
                 "Cannot convert %s to a BigInt", text.bytes ? text.bytes : "");
  buffer_free(&text);
  return false;
}

static bool from_string(VM *vm, Value string, Value *result) {
  String *flat = string_flatten(&vm->isolate, string);
  if (!flat) return vm_throw_memory(vm);
  bool is_valid;
  BigInt *parsed = bigint_from_string(&vm->isolate, flat, &is_valid);
  return is_valid ? bigint_result(vm, parsed, result)
                  : throw_unconvertible(vm, string);
}

bool vm_to_bigint(VM *vm, Value value, Value *result) {
  ROOT(&vm->isolate.heap, primitive, value);
  if (!vm_to_primitive(vm, value, HINT_NUMBER, &primitive)) return false;
  if (value_is_bigint(primitive)) {
    *result = primitive;
    return true;
  }
  if (value_is_string(primitive)) return from_string(vm, primitive, result);
  if (!value_is_boolean(primitive)) return throw_unconvertible(vm, primitive);
  u64 bit = value_is_true(primitive);
  return bigint_result(vm, bigint_from_u64(&vm->isolate, bit), result);
}

/* ---- Operators ----------------------------------------------------------- */

/* a ** b by squaring, from the highest bit of the exponent down; what can be
 * long is stopped between two products. */
static bool power_by_squaring(VM *vm, BigInt *a, u64 exponent, Value *result) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, BigInt, base, a);
  ROOT_CELL(&isolate->heap, BigInt, power, a);
  for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; bit--) {
    power = bigint_multiply(isolate, power, power);
    if (power && exponent >> bit & 1)
      power = bigint_multiply(isolate, power, base);
    if (!power) break;
    if (!vm_check(vm)) return false;
  }
  return bigint_result(vm, power, result);
}

/* 2 ** n needs no product. */
static BigInt *power_of_two(Isolate *isolate, BigInt *two, BigInt *exponent) {
  ROOT_CELL(&isolate->heap, BigInt, power, exponent);
  BigInt *one = bigint_from_u64(isolate, 1);
  power = bigint_shift_left(isolate, one, exponent);
  bool is_negative = bigint_is_negative(two) && exponent->limbs[0] & 1;
  return power && is_negative ? bigint_negate(isolate, power) : power;
}

static bool exponentiate(VM *vm, BigInt *a, BigInt *b, Value *result) {
  Isolate *isolate = &vm->isolate;
  if (bigint_is_negative(b))
    return vm_throw_range(vm, "Exponent must be non-negative");
  if (bigint_is_zero(b))
    return bigint_result(vm, bigint_from_u64(isolate, 1), result);
  bool is_odd = b->limbs[0] & 1;
  if (a->length <= 1 && (!a->length || a->limbs[0] == 1)) {
    bool is_one = bigint_is_negative(a) && !is_odd;
    return bigint_result(vm, is_one ? bigint_negate(isolate, a) : a, result);
  }
  if (a->length == 1 && a->limbs[0] == 2)
    return bigint_result(vm, power_of_two(isolate, a, b), result);
  bool is_too_long = b->length > 1 || b->limbs[0] > BIGINT_MAX_BITS;
  if (is_too_long) return bigint_result(vm, NULL, result);
  return power_by_squaring(vm, a, b->limbs[0], result);
}

bool bigint_operate(VM *vm, Opcode op, Value a, Value b, Value *result) {
  if (!value_is_bigint(a) || !value_is_bigint(b))
    return vm_throw_type(vm, "Cannot mix BigInt and other types, use explicit "
                             "conversions");
  Isolate *isolate = &vm->isolate;
  BigInt *x = value_to_bigint(a), *y = value_to_bigint(b), *z;
  if ((op == OP_Divide || op == OP_Remainder) && bigint_is_zero(y))
    return vm_throw_range(vm, "Division by zero");
  switch (op) {
  case OP_Add: z = bigint_add(isolate, x, y); break;
  case OP_Subtract: z = bigint_subtract(isolate, x, y); break;
  case OP_Multiply: z = bigint_multiply(isolate, x, y); break;
  case OP_Divide: z = bigint_divide(isolate, x, y); break;
  case OP_Remainder: z = bigint_remainder(isolate, x, y); break;
  case OP_BitAnd: z = bigint_and(isolate, x, y); break;
  case OP_BitOr: z = bigint_or(isolate, x, y); break;
  case OP_BitXor: z = bigint_xor(isolate, x, y); break;
  case OP_ShiftLeft: z = bigint_shift_left(isolate, x, y); break;
  case OP_ShiftRight: z = bigint_shift_right(isolate, x, y); break;
  case OP_Exponent: return exponentiate(vm, x, y, result);
  default:
    assert(op == OP_ShiftRightUnsigned);
    return vm_throw_type(vm, "BigInts have no unsigned right shift, use >> "
                             "instead");
  }
  return bigint_result(vm, z, result);
}

bool bigint_operate_negate(VM *vm, Value a, Value *result) {
  return bigint_result(vm, bigint_negate(&vm->isolate, value_to_bigint(a)),
                       result);
}

bool bigint_operate_not(VM *vm, Value a, Value *result) {
  return bigint_result(vm, bigint_not(&vm->isolate, value_to_bigint(a)),
                       result);
}

bool bigint_operate_step(VM *vm, Value a, int change, Value *result) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept, a);
  BigInt *step = bigint_from_i64(isolate, change);
  return bigint_result(vm, bigint_add(isolate, value_to_bigint(kept), step),
                       result);
}

/* ---- Comparisons --------------------------------------------------------- */

/* The order of a BigInt and any other primitive. */
static bool order_with(VM *vm, BigInt *a, Value b, int *order) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, BigInt, kept, a);
  if (value_is_bigint(b)) {
    *order = bigint_compare(a, value_to_bigint(b));
    return true;
  }
  if (value_is_string(b)) {
    String *flat = string_flatten(isolate, b);
    if (!flat) return vm_throw_memory(vm);
    bool is_valid;
    BigInt *parsed = bigint_from_string(isolate, flat, &is_valid);
    if (is_valid && !parsed) return bigint_result(vm, NULL, &b);
    *order = is_valid ? bigint_compare(a, parsed) : BIGINT_UNORDERED;
    return true;
  }
  double number;
  if (!vm_to_number(vm, b, &number)) return false;
  *order = isnan(number) ? BIGINT_UNORDERED : bigint_compare_double(a, number);
  return true;
}

bool bigint_order(VM *vm, Value a, Value b, int *order) {
  if (value_is_bigint(a)) return order_with(vm, value_to_bigint(a), b, order);
  if (!order_with(vm, value_to_bigint(b), a, order)) return false;
  if (*order != BIGINT_UNORDERED) *order = -*order;
  return true;
}

bool bigint_loose_equal(VM *vm, Value bigint, Value other, bool *result) {
  int order;
  if (!order_with(vm, value_to_bigint(bigint), other, &order)) return false;
  *result = order == 0;
  return true;
}
