/* boolean.c - Boolean. */
#include "library/wrapper.h"

static bool construct(VM *vm, Call *call) {
  Value value = value_from_boolean(vm_to_boolean(call_argument(call, 0)));
  if (value_is_undefined(call->new_target)) return call_return(call, value);
  Object *object =
      wrapper_construct(vm, call, INTRINSIC_boolean_prototype, value);
  return object && call_return(call, value_from_cell(object));
}

static bool this_boolean(VM *vm, Call *call, const char *method,
                         Value *result) {
  *result = wrapper_open(call->this_value);
  return value_is_boolean(*result) ||
         vm_throw_type(vm,
                       "Boolean.prototype.%s requires that 'this' be a Boolean",
                       method);
}

static bool to_string(VM *vm, Call *call) {
  Value value;
  if (!this_boolean(vm, call, "toString", &value)) return false;
  String *text = value_is_true(value) ? ATOM(&vm->isolate, true_)
                                      : ATOM(&vm->isolate, false_);
  return call_return(call, value_from_cell(text));
}

static bool value_of(VM *vm, Call *call) {
  return this_boolean(vm, call, "valueOf", &call->result);
}

static const NativeEntry functions[] = {
    {"toString", to_string, 0},
    {"valueOf", value_of, 0},
};

void library_open_boolean(VM *vm) {
  Object *prototype =
      wrapper_new_prototype(vm, INTRINSIC_boolean_prototype, VALUE_FALSE);
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  library_add_constructor(vm, "Boolean", construct, 1, prototype);
}
