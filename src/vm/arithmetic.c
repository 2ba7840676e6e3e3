/* arithmetic.c - operators on values that are not plain numbers. */
#include "base/number.h"
#include "vm/bigint_operations.h"
#include "vm/operations.h"

#include <math.h>

/* a + b when neither is a string. */
static bool add_numerics(VM *vm, Value a, Value b, Value *result) {
  if (value_is_bigint(a) || value_is_bigint(b))
    return bigint_operate(vm, OP_Add, a, b, result);
  double x, y;
  if (!vm_to_number(vm, a, &x) || !vm_to_number(vm, b, &y)) return false;
  *result = value_from_number(x + y);
  return true;
}

bool operate_add(VM *vm, Value a, Value b, Value *result) {
  Heap *heap = &vm->isolate.heap;
  if (value_is_bigint(a) && value_is_bigint(b))
    return bigint_operate(vm, OP_Add, a, b, result);
  if (!value_is_string(a) || !value_is_string(b)) {
    ROOT(heap, x, a);
    ROOT(heap, y, b);
    if (!vm_to_primitive(vm, a, HINT_DEFAULT, &x) ||
        !vm_to_primitive(vm, b, HINT_DEFAULT, &y))
      return false;
    if (!value_is_string(x) && !value_is_string(y))
      return add_numerics(vm, x, y, result);
    if (!vm_to_string_value(vm, x, &x) || !vm_to_string_value(vm, y, &y))
      return false;
    Cell *joined = string_concat(&vm->isolate, x, y);
    if (!joined) return vm_throw_range(vm, "Invalid string length");
    *result = value_from_cell(joined);
    return true;
  }
  Cell *joined = string_concat(&vm->isolate, a, b);
  if (!joined) return vm_throw_range(vm, "Invalid string length");
  *result = value_from_cell(joined);
  return true;
}

double operate_power(double base, double exponent) {
  if (exponent != exponent) return NAN;
  if (isinf(exponent) && fabs(base) == 1) return NAN;
  return pow(base, exponent);
}

static double remainder_of(double a, double b) {
  if (b == 0 || isinf(a) || a != a || b != b) return NAN;
  if (isinf(b) || a == 0) return a;
  return fmod(a, b);
}

static Value compute(Opcode op, double a, double b) {
  i32 x = number_to_int32(a), y = number_to_int32(b);
  switch (op) {
  case OP_Subtract: return value_from_number(a - b);
  case OP_Multiply: return value_from_number(a * b);
  case OP_Divide: return value_from_number(a / b);
  case OP_Remainder: return value_from_number(remainder_of(a, b));
  case OP_Exponent: return value_from_number(operate_power(a, b));
  case OP_BitAnd: return value_from_int(x & y);
  case OP_BitOr: return value_from_int(x | y);
  case OP_BitXor: return value_from_int(x ^ y);
  case OP_ShiftLeft: return value_from_int((i32)((u32)x << (y & 31)));
  case OP_ShiftRight: return value_from_int(x >> (y & 31));
  case OP_ShiftRightUnsigned: return value_from_u32((u32)x >> (y & 31));
  default: assert(!"not an arithmetic operator"); return VALUE_UNDEFINED;
  }
}

bool operate_arithmetic(VM *vm, Opcode op, Value a, Value b, Value *result) {
  if (op == OP_Add) return operate_add(vm, a, b, result);
  if (value_is_bigint(a) && value_is_bigint(b))
    return bigint_operate(vm, op, a, b, result);
  ROOT(&vm->isolate.heap, x, a);
  ROOT(&vm->isolate.heap, y, b);
  if (!vm_to_numeric(vm, a, &x) || !vm_to_numeric(vm, b, &y)) return false;
  if (value_is_bigint(x) || value_is_bigint(y))
    return bigint_operate(vm, op, x, y, result);
  *result = compute(op, value_to_number(x), value_to_number(y));
  return true;
}

static bool compare_numbers(Opcode op, double a, double b) {
  switch (op) {
  case OP_Less: return a < b;
  case OP_LessEqual: return a <= b;
  case OP_Greater: return a > b;
  default: return a >= b;
  }
}

bool operate_compare(VM *vm, Opcode op, Value a, Value b, bool *result) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, x, a);
  ROOT(&isolate->heap, y, b);
  if (!vm_to_primitive(vm, a, HINT_NUMBER, &x) ||
      !vm_to_primitive(vm, b, HINT_NUMBER, &y))
    return false;
  if (value_is_string(x) && value_is_string(y)) {
    String *left = string_flatten(isolate, x);
    String *right = left ? string_flatten(isolate, y) : NULL;
    if (!right) return vm_throw_memory(vm);
    *result = compare_numbers(op, string_compare(left, right), 0);
    return true;
  }
  if (value_is_bigint(x) || value_is_bigint(y)) {
    int order;
    if (!bigint_order(vm, x, y, &order)) return false;
    *result = order != BIGINT_UNORDERED && compare_numbers(op, order, 0);
    return true;
  }
  double m, n;
  if (!vm_to_number(vm, x, &m) || !vm_to_number(vm, y, &n)) return false;
  *result = compare_numbers(op, m, n);
  return true;
}

bool operate_negate(VM *vm, Value a, Value *result) {
  ROOT(&vm->isolate.heap, x, a);
  if (!vm_to_numeric(vm, a, &x)) return false;
  if (value_is_bigint(x)) return bigint_operate_negate(vm, x, result);
  *result = value_from_number(-value_to_number(x));
  return true;
}

bool operate_increment(VM *vm, Value a, int change, Value *result) {
  ROOT(&vm->isolate.heap, x, a);
  if (!vm_to_numeric(vm, a, &x)) return false;
  if (value_is_bigint(x)) return bigint_operate_step(vm, x, change, result);
  *result = value_from_number(value_to_number(x) + change);
  return true;
}

bool operate_bit_not(VM *vm, Value a, Value *result) {
  ROOT(&vm->isolate.heap, x, a);
  if (!vm_to_numeric(vm, a, &x)) return false;
  if (value_is_bigint(x)) return bigint_operate_not(vm, x, result);
  *result = value_from_int(~number_to_int32(value_to_number(x)));
  return true;
}

bool operate_concatenate(VM *vm, const Value *strings, u32 count,
                         Value *result) {
  ROOT(&vm->isolate.heap, joined, value_from_cell(vm->isolate.empty_string));
  for (u32 i = 0; i < count; i++) {
    Cell *next = string_concat(&vm->isolate, joined, strings[i]);
    if (!next) return vm_throw_range(vm, "Invalid string length");
    joined = value_from_cell(next);
  }
  *result = joined;
  return true;
}

/* A value as it is, strings without their quotes. */
static void append_plain(VM *vm, Value value, Buffer *out) {
  if (value_is_string(value)) {
    String *flat = string_flatten(&vm->isolate, value);
    if (flat) string_append_text(flat, out);
    buffer_append(out, "", 0);
  } else {
    vm_describe_for_message(vm, value, out);
  }
}

bool operate_throw_in(VM *vm, Value key, Value object) {
  Buffer text = {}, name = {};
  append_plain(vm, key, &name);
  append_plain(vm, object, &text);
  vm_throw_type(vm, "Cannot use 'in' operator to search for '%s' in %s",
                name.bytes, text.bytes);
  buffer_free(&text);
  buffer_free(&name);
  return false;
}

bool operate_in(VM *vm, Value key, Value object, Value *result) {
  if (!value_is_object(object)) return operate_throw_in(vm, key, object);
  Key name;
  bool found;
  if (!vm_to_key(vm, key, &name) ||
      !vm_has(vm, value_to_object(object), name, &found))
    return false;
  *result = value_from_boolean(found);
  return true;
}
