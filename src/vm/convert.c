/* convert.c - the language's conversions and comparisons of values. */
#include "base/number.h"
#include "vm/bigint_operations.h"
#include "vm/exotic.h"
#include "vm/operations.h"

#include <math.h>

bool vm_to_boolean(Value value) {
  if (value_is_int(value)) return value_to_int(value) != 0;
  if (value_is_double(value)) {
    double d = value_to_double(value);
    return d == d && d != 0;
  }
  if (value_is_string(value)) return string_length(value) != 0;
  if (value_is_bigint(value)) return !bigint_is_zero(value_to_bigint(value));
  return value_is_cell(value) || value_is_true(value);
}

bool vm_to_number_slow(VM *vm, Value value, double *result) {
  if (value_is_number(value)) {
    *result = value_to_number(value);
    return true;
  }
  if (value_is_string(value)) {
    String *flat = string_flatten(&vm->isolate, value);
    if (!flat) return vm_throw_memory(vm);
    *result = string_to_number(flat);
    return true;
  }
  if (value_is_symbol(value))
    return vm_throw_type(vm, "Cannot convert a Symbol value to a number");
  if (value_is_bigint(value))
    return vm_throw_type(vm, "Cannot convert a BigInt value to a number");
  if (value_is_object(value)) {
    Value primitive;
    return vm_to_primitive(vm, value, HINT_NUMBER, &primitive) &&
           vm_to_number_slow(vm, primitive, result);
  }
  *result = value_is_undefined(value) ? NAN : value_is_true(value) ? 1 : 0;
  return true;
}

bool vm_to_integer(VM *vm, Value value, double *result) {
  if (likely(value_is_int(value))) {
    *result = value_to_int(value);
    return true;
  }
  if (!vm_to_number(vm, value, result)) return false;
  *result = *result != *result ? 0 : trunc(*result) + 0.0;
  return true;
}

bool vm_to_int32(VM *vm, Value value, i32 *result) {
  double number;
  if (!vm_to_number(vm, value, &number)) return false;
  *result = number_to_int32(number);
  return true;
}

bool vm_to_uint32(VM *vm, Value value, u32 *result) {
  return vm_to_int32(vm, value, (i32 *)result);
}

bool vm_to_length(VM *vm, Value value, double *result) {
  if (!vm_to_integer(vm, value, result)) return false;
  if (*result < 0) *result = 0;
  if (*result > 9007199254740991.0) *result = 9007199254740991.0;
  return true;
}

String *vm_number_to_string(VM *vm, Value number) {
  char text[NUMBER_TEXT_BYTES];
  if (value_is_int(number)) {
    i32 i = value_to_int(number);
    if (i >= 0 && i < 10) return string_from_unit(&vm->isolate, (u32)('0' + i));
    u32 rest = i < 0 ? -(u32)i : (u32)i;
    char *end = text + 16, *start = end;
    do
      *--start = (char)('0' + rest % 10);
    while (rest /= 10);
    if (i < 0) *--start = '-';
    return string_from_latin1(&vm->isolate, (u8 *)start, (u32)(end - start));
  }
  size_t length = number_to_text(value_to_double(number), text);
  return string_from_latin1(&vm->isolate, (u8 *)text, (u32)length);
}

bool vm_to_string_value(VM *vm, Value value, Value *result) {
  if (value_is_string(value)) {
    *result = value;
    return true;
  }
  String *string = vm_to_string(vm, value);
  if (!string) return false;
  *result = value_from_cell(string);
  return true;
}

String *vm_to_string(VM *vm, Value value) {
  Isolate *isolate = &vm->isolate;
  if (value_is_string(value)) {
    String *flat = string_flatten(isolate, value);
    if (!flat) vm_throw_memory(vm);
    return flat;
  }
  if (value_is_number(value)) return vm_number_to_string(vm, value);
  if (value_is_symbol(value)) {
    vm_throw_type(vm, "Cannot convert a Symbol value to a string");
    return NULL;
  }
  if (value_is_bigint(value))
    return bigint_digits(vm, value_to_bigint(value), 10);
  if (value_is_object(value)) {
    Value primitive;
    if (!vm_to_primitive(vm, value, HINT_STRING, &primitive)) return NULL;
    return vm_to_string(vm, primitive);
  }
  return value_is_undefined(value) ? ATOM(isolate, undefined)
         : value_is_null(value)    ? ATOM(isolate, null)
         : value_is_true(value)    ? ATOM(isolate, true_)
                                   : ATOM(isolate, false_);
}

bool vm_to_key(VM *vm, Value value, Key *key) {
  if (value_is_int(value) && value_to_int(value) >= 0) {
    *key = key_from_index((u32)value_to_int(value));
    return true;
  }
  if (value_is_symbol(value)) {
    *key = (Key){value.bits};
    return true;
  }
  Value primitive;
  if (!vm_to_primitive(vm, value, HINT_STRING, &primitive)) return false;
  if (value_is_symbol(primitive)) {
    *key = (Key){primitive.bits};
    return true;
  }
  ROOT(&vm->isolate.heap, string, VALUE_UNDEFINED);
  if (!vm_to_string_value(vm, primitive, &string)) return false;
  return key_from_string(&vm->isolate, string, key) || vm_throw_memory(vm);
}

Object *vm_to_object(VM *vm, Value value) {
  if (value_is_object(value)) return value_to_object(value);
  Isolate *isolate = &vm->isolate;
  Intrinsic prototype;
  if (value_is_string(value))
    prototype = INTRINSIC_string_prototype;
  else if (value_is_number(value))
    prototype = INTRINSIC_number_prototype;
  else if (value_is_boolean(value))
    prototype = INTRINSIC_boolean_prototype;
  else if (value_is_symbol(value))
    prototype = INTRINSIC_symbol_prototype;
  else if (value_is_bigint(value))
    prototype = INTRINSIC_bigint_prototype;
  else
    return vm_throw_type(vm, "Cannot convert undefined or null to object"),
           NULL;
  ROOT(&isolate->heap, kept, value);
  Shape *shape =
      shape_empty(isolate, value_from_cell(isolate->intrinsics[prototype]), 0);
  ROOT_CELL(&isolate->heap, Object, object,
            object_new_kind(isolate, KIND_WRAPPER, shape, sizeof(Wrapper)));
  ((Wrapper *)object)->primitive = kept;
  if (!value_is_string(kept)) return object;
  object->cell.flags |= OBJECT_EXOTIC_INDEX;
  object_define(isolate, object, ATOM_KEY(isolate, length),
                value_from_u32(string_length(kept)), ATTRIBUTES_NONE);
  return object;
}

bool vm_ordinary_to_primitive(VM *vm, Value value, PrimitiveHint hint,
                              Value *result) {
  Isolate *isolate = &vm->isolate;
  Key keys[2] = {ATOM_KEY(isolate, valueOf), ATOM_KEY(isolate, toString)};
  for (u32 i = 0; i < 2; i++) {
    Key key = keys[hint == HINT_STRING ? 1 - i : i];
    ROOT(&isolate->heap, method, VALUE_UNDEFINED);
    if (!vm_get(vm, value, key, &method)) return false;
    if (!value_is_callable(method)) continue;
    if (!vm_call(vm, method, value, NULL, 0, result)) return false;
    if (!value_is_object(*result)) return true;
  }
  return vm_throw_type(vm, "Cannot convert object to primitive value");
}

bool vm_to_primitive(VM *vm, Value value, PrimitiveHint hint, Value *result) {
  *result = value;
  if (!value_is_object(value)) return true;
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept, value);
  ROOT(&isolate->heap, method, VALUE_UNDEFINED);
  if (!vm_get_method(vm, kept, SYMBOL_KEY(isolate, toPrimitive), &method))
    return false;
  if (value_is_undefined(method))
    return vm_ordinary_to_primitive(vm, kept, hint, result);
  String *names[] = {[HINT_DEFAULT] = ATOM(isolate, default),
                     [HINT_NUMBER] = ATOM(isolate, number),
                     [HINT_STRING] = ATOM(isolate, string)};
  Value argument = value_from_cell(names[hint]);
  if (!vm_call(vm, method, kept, &argument, 1, result)) return false;
  if (!value_is_object(*result)) return true;
  return vm_throw_type(vm, "Cannot convert object to primitive value");
}

String *vm_typeof(VM *vm, Value value) {
  Isolate *isolate = &vm->isolate;
  if (value_is_number(value)) return ATOM(isolate, number);
  if (value_is_string(value)) return ATOM(isolate, string);
  if (value_is_boolean(value)) return ATOM(isolate, boolean);
  if (value_is_undefined(value)) return ATOM(isolate, undefined);
  if (value_is_symbol(value)) return ATOM(isolate, symbol);
  if (value_is_bigint(value)) return ATOM(isolate, bigint);
  if (value_is_callable(value)) return ATOM(isolate, function);
  return ATOM(isolate, object);
}

/* ---- Comparisons ------------------------------------------------------------
 */

bool vm_strict_equal(VM *vm, Value a, Value b) {
  if (value_is_number(a) && value_is_number(b))
    return value_to_number(a) == value_to_number(b);
  if (value_same_bits(a, b)) return true;
  if (value_is_bigint(a) && value_is_bigint(b))
    return bigint_equals(value_to_bigint(a), value_to_bigint(b));
  return value_is_string(a) && value_is_string(b) &&
         string_values_equal(&vm->isolate, a, b);
}

bool vm_same_value_zero(VM *vm, Value a, Value b) {
  if (value_is_number(a) && value_is_number(b)) {
    double x = value_to_number(a), y = value_to_number(b);
    return x == y || (x != x && y != y);
  }
  return vm_strict_equal(vm, a, b);
}

bool vm_same_value(VM *vm, Value a, Value b) {
  if (value_is_number(a) && value_is_number(b)) {
    double x = value_to_number(a), y = value_to_number(b);
    if (x == y) return x != 0 || signbit(x) == signbit(y);
    return x != x && y != y;
  }
  return vm_strict_equal(vm, a, b);
}

bool vm_loose_equal(VM *vm, Value a, Value b, bool *result) {
  bool a_is_object = value_is_object(a), b_is_object = value_is_object(b);
  *result = false;
  if (value_is_nullish(a) || value_is_nullish(b)) {
    *result = value_is_nullish(a) && value_is_nullish(b);
    return true;
  }
  if ((a_is_object && b_is_object) ||
      (value_is_string(a) && value_is_string(b)) ||
      (value_is_number(a) && value_is_number(b)) ||
      (value_is_bigint(a) && value_is_bigint(b)) || value_same_bits(a, b)) {
    *result = vm_strict_equal(vm, a, b);
    return true;
  }
  if (a_is_object || b_is_object) {
    ROOT(&vm->isolate.heap, x, a);
    ROOT(&vm->isolate.heap, y, b);
    return vm_to_primitive(vm, a, HINT_DEFAULT, &x) &&
           vm_to_primitive(vm, b, HINT_DEFAULT, &y) &&
           vm_loose_equal(vm, x, y, result);
  }
  if (value_is_symbol(a) || value_is_symbol(b)) return true;
  if (value_is_bigint(a)) return bigint_loose_equal(vm, a, b, result);
  if (value_is_bigint(b)) return bigint_loose_equal(vm, b, a, result);
  double x = 0, y = 0;
  if (!vm_to_number(vm, a, &x) || !vm_to_number(vm, b, &y)) return false;
  *result = x == y;
  return true;
}

bool vm_is_array(VM *vm, Value value, bool *result) {
  while (value_is_kind(value, KIND_PROXY)) {
    value = ((Proxy *)value_to_cell(value))->target;
    if (value_is_null(value))
      return vm_throw_type(vm, "Cannot perform 'IsArray' on a proxy that has "
                               "been revoked");
  }
  *result = value_is_kind(value, KIND_ARRAY);
  return true;
}

bool vm_has_prototype(VM *vm, Object *object, Object *prototype, bool *result) {
  ROOT(&vm->isolate.heap, at, value_from_cell(object));
  *result = false;
  while (vm_get_prototype(vm, value_to_object(at), &at)) {
    *result = value_same_bits(at, value_from_cell(prototype));
    if (*result || !value_is_object(at)) return true;
    if (exotic_of(vm, value_to_object(at)) && !vm_check(vm)) return false;
  }
  return false;
}

bool vm_ordinary_has_instance(VM *vm, Value target, Value value, bool *result) {
  *result = false;
  if (!value_is_callable(target)) return true;
  if (value_is_kind(target, KIND_BOUND))
    return vm_instance_of(
        vm, value, ((BoundFunction *)value_to_cell(target))->target, result);
  if (!value_is_object(value)) return true;
  Value prototype;
  if (!vm_get(vm, target, ATOM_KEY(&vm->isolate, prototype), &prototype))
    return false;
  if (!value_is_object(prototype)) {
    Buffer text = {};
    vm_describe_for_message(vm, prototype, &text);
    vm_throw_type(vm,
                  "Function has non-object prototype '%s' in instanceof check",
                  text.bytes);
    buffer_free(&text);
    return false;
  }
  ROOT(&vm->isolate.heap, kept, prototype);
  return vm_has_prototype(vm, value_to_object(value), value_to_object(kept),
                          result);
}

bool vm_instance_of(VM *vm, Value value, Value target, bool *result) {
  if (!value_is_object(target))
    return vm_throw_type(vm,
                         "Right-hand side of 'instanceof' is not an object");
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, method, VALUE_UNDEFINED);
  if (!vm_get_method(vm, target, SYMBOL_KEY(isolate, hasInstance), &method))
    return false;
  /* the one that every function inherits only does the ordinary thing */
  if (value_is_undefined(method)) {
    if (!value_is_callable(target))
      return vm_throw_type(vm,
                           "Right-hand side of 'instanceof' is not callable");
    return vm_ordinary_has_instance(vm, target, value, result);
  }
  Value answer;
  if (!vm_call(vm, method, target, &value, 1, &answer)) return false;
  *result = vm_to_boolean(answer);
  return true;
}
