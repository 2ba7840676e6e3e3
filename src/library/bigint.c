/* bigint.c - the global BigInt and BigInt.prototype. */
#include "library/intl.h"
#include "library/wrapper.h"
#include "vm/bigint_operations.h"

#include <math.h>

/* ---- The constructor ---------------------------------------------------- */

/* NumberToBigInt: only integers have one. */
static bool from_number(VM *vm, Value value, Value *result) {
  double number = value_to_number(value);
  if (isfinite(number) && trunc(number) == number)
    return bigint_result(vm, bigint_from_double(&vm->isolate, number), result);
  Buffer text = {};
  vm_describe_for_message(vm, value, &text);
  vm_throw_range(vm,
                 "The number %s cannot be converted to a BigInt because it is "
                 "not an integer",
                 text.bytes);
  buffer_free(&text);
  return false;
}

static bool bigint_construct(VM *vm, Call *call) {
  if (!value_is_undefined(call->new_target))
    return vm_throw_type(vm, "BigInt is not a constructor");
  KEEP(vm, value, call_argument(call, 0));
  if (!vm_to_primitive(vm, value, HINT_NUMBER, &value)) return false;
  return value_is_number(value) ? from_number(vm, value, &call->result)
                                : vm_to_bigint(vm, value, &call->result);
}

/* ---- Integers of a fixed width ------------------------------------------ */

/* ToIndex of the first argument. */
static bool argument_bits(VM *vm, Call *call, double *bits) {
  if (!vm_to_integer(vm, call_argument(call, 0), bits)) return false;
  return (*bits >= 0 && *bits <= LENGTH_MAX) ||
         vm_throw_range(vm,
                        "Invalid value: not (convertible to) a safe integer");
}

static bool wrap(VM *vm, Call *call, bool is_signed) {
  double bits;
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!argument_bits(vm, call, &bits) ||
      !vm_to_bigint(vm, call_argument(call, 1), &value))
    return false;
  BigInt *wrapped =
      bigint_wrap(&vm->isolate, value_to_bigint(value), (u64)bits, is_signed);
  return bigint_result(vm, wrapped, &call->result);
}

static bool bigint_as_int(VM *vm, Call *call) {
  return wrap(vm, call, true);
}

static bool bigint_as_uint(VM *vm, Call *call) {
  return wrap(vm, call, false);
}

/* ---- The prototype ------------------------------------------------------ */

static bool this_bigint(VM *vm, Call *call, const char *method, Value *result) {
  *result = wrapper_open(call->this_value);
  return value_is_bigint(*result) ||
         vm_throw_type(vm,
                       "BigInt.prototype.%s requires that 'this' be a BigInt",
                       method);
}

static bool bigint_to_text(VM *vm, Call *call) {
  Value value, wanted = call_argument(call, 0);
  double radix = 10;
  if (!this_bigint(vm, call, "toString", &value)) return false;
  if (!value_is_undefined(wanted) && !vm_to_integer(vm, wanted, &radix))
    return false;
  if (!(radix >= 2 && radix <= 36))
    return vm_throw_range(vm,
                          "toString() radix argument must be between 2 and 36");
  String *digits = bigint_digits(vm, value_to_bigint(value), (u32)radix);
  return digits && call_return(call, value_from_cell(digits));
}

static bool bigint_to_locale_text(VM *vm, Call *call) {
  Value value;
  return this_bigint(vm, call, "toLocaleString", &value) &&
         intl_number_text(vm, value, call_argument(call, 0),
                          call_argument(call, 1), &call->result);
}

static bool bigint_value_of(VM *vm, Call *call) {
  return this_bigint(vm, call, "valueOf", &call->result);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry static_functions[] = {
    {"asIntN", bigint_as_int, 2},
    {"asUintN", bigint_as_uint, 2},
};

static const NativeEntry functions[] = {
    {"toLocaleString", bigint_to_locale_text, 0},
    {"toString", bigint_to_text, 0},
    {"valueOf", bigint_value_of, 0},
};

void library_open_bigint(VM *vm) {
  Object *prototype = INTRINSIC(&vm->isolate, bigint_prototype);
  NativeFunction *constructor =
      library_add_constructor(vm, "BigInt", bigint_construct, 1, prototype);
  library_add_functions(vm, &constructor->object, static_functions,
                        ARRAY_COUNT(static_functions));
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  library_add_tag(vm, prototype, "BigInt");
}
