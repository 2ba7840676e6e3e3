/* reflect.c - the Reflect namespace: the operations of objects as functions. */
#include "library/support.h"

static bool check_target(VM *vm, Value target, const char *function) {
  return value_is_object(target) ||
         vm_throw_type(vm, "Reflect.%s called on non-object", function);
}

static bool return_boolean(Call *call, bool result) {
  return call_return(call, value_from_boolean(result));
}

static bool reflect_apply(VM *vm, Call *call) {
  return function_apply(vm, call_argument(call, 0), call_argument(call, 1),
                        call_argument(call, 2), &call->result);
}

static bool reflect_construct(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  Value new_target = call->count > 2 ? call->arguments[2] : target;
  if (!value_is_constructor(target))
    return library_throw_about(vm, "%s is not a constructor", target);
  if (!value_is_constructor(new_target))
    return library_throw_about(vm, "%s is not a constructor", new_target);
  KEEP_CELL(vm, Object, list, library_list_from(vm, call_argument(call, 1)));
  return list && vm_construct(vm, target, new_target, list->elements->values,
                              list->elements->length, &call->result);
}

static bool reflect_define_property(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "defineProperty")) return false;
  KEEP_KEY(vm, key, key_from_index(0));
  if (!vm_to_key(vm, call_argument(call, 1), &key)) return false;
  Descriptor descriptor = {};
  if (!vm_to_descriptor(vm, call_argument(call, 2), &descriptor)) return false;
  KEEP(vm, value, descriptor.has_value ? descriptor.value : VALUE_UNDEFINED);
  KEEP(vm, get, descriptor.has_get ? descriptor.get : VALUE_UNDEFINED);
  KEEP(vm, set, descriptor.has_set ? descriptor.set : VALUE_UNDEFINED);
  bool done;
  return vm_define(vm, value_to_object(target), key, &descriptor, false,
                   &done) &&
         return_boolean(call, done);
}

static bool reflect_delete_property(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "deleteProperty")) return false;
  KEEP_KEY(vm, key, key_from_index(0));
  bool done;
  return vm_to_key(vm, call_argument(call, 1), &key) &&
         vm_delete(vm, target, key, false, &done) && return_boolean(call, done);
}

static bool reflect_get(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "get")) return false;
  KEEP_KEY(vm, key, key_from_index(0));
  Value receiver = call->count > 2 ? call->arguments[2] : target;
  return vm_to_key(vm, call_argument(call, 1), &key) &&
         vm_get_with_receiver(vm, value_to_object(target), key, receiver,
                              &call->result);
}

static bool reflect_set(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "set")) return false;
  KEEP_KEY(vm, key, key_from_index(0));
  Value receiver = call->count > 3 ? call->arguments[3] : target;
  bool done;
  return vm_to_key(vm, call_argument(call, 1), &key) &&
         vm_set_with_receiver(vm, value_to_object(target), key,
                              call_argument(call, 2), receiver, &done) &&
         return_boolean(call, done);
}

static bool reflect_own_property(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "getOwnPropertyDescriptor")) return false;
  KEEP_KEY(vm, key, key_from_index(0));
  if (!vm_to_key(vm, call_argument(call, 1), &key)) return false;
  Property property;
  bool found;
  if (!vm_get_own(vm, value_to_object(target), key, &property, &found))
    return false;
  return !found || vm_from_property(vm, &property, &call->result);
}

static bool reflect_get_prototype(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  return check_target(vm, target, "getPrototypeOf") &&
         vm_get_prototype(vm, value_to_object(target), &call->result);
}

static bool reflect_set_prototype(VM *vm, Call *call) {
  Value target = call_argument(call, 0), prototype = call_argument(call, 1);
  if (!check_target(vm, target, "setPrototypeOf")) return false;
  if (!value_is_object(prototype) && !value_is_null(prototype))
    return library_throw_about(
        vm, "Object prototype may only be an Object or null: %s", prototype);
  bool done;
  return vm_set_prototype(vm, value_to_object(target), prototype, &done) &&
         return_boolean(call, done);
}

static bool reflect_has(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "has")) return false;
  KEEP_KEY(vm, key, key_from_index(0));
  bool found;
  return vm_to_key(vm, call_argument(call, 1), &key) &&
         vm_has(vm, value_to_object(target), key, &found) &&
         return_boolean(call, found);
}

static bool reflect_is_extensible(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "isExtensible")) return false;
  bool result;
  return vm_is_extensible(vm, value_to_object(target), &result) &&
         return_boolean(call, result);
}

static bool reflect_prevent_extensions(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "preventExtensions")) return false;
  bool done;
  return vm_prevent_extensions(vm, value_to_object(target), &done) &&
         return_boolean(call, done);
}

static bool reflect_own_keys(VM *vm, Call *call) {
  Value target = call_argument(call, 0);
  if (!check_target(vm, target, "ownKeys")) return false;
  Object *keys =
      library_key_values(vm, value_to_object(target), LIBRARY_ALL_KEYS);
  return keys && call_return(call, value_from_cell(keys));
}

static const NativeEntry reflect_functions[] = {
    {"defineProperty", reflect_define_property, 3},
    {"deleteProperty", reflect_delete_property, 2},
    {"apply", reflect_apply, 3},
    {"construct", reflect_construct, 2},
    {"get", reflect_get, 2},
    {"getOwnPropertyDescriptor", reflect_own_property, 2},
    {"getPrototypeOf", reflect_get_prototype, 1},
    {"has", reflect_has, 2},
    {"isExtensible", reflect_is_extensible, 1},
    {"ownKeys", reflect_own_keys, 1},
    {"preventExtensions", reflect_prevent_extensions, 1},
    {"set", reflect_set, 3},
    {"setPrototypeOf", reflect_set_prototype, 2},
};

void library_open_reflect(VM *vm) {
  Object *reflect = object_new_plain(&vm->isolate);
  library_add_functions(vm, reflect, reflect_functions,
                        ARRAY_COUNT(reflect_functions));
  library_add_tag(vm, reflect, "Reflect");
  object_set_c(&vm->isolate, vm->isolate.global, "Reflect",
               value_from_cell(reflect), ATTRIBUTES_HIDDEN);
}
