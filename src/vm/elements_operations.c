/* elements_operations.c - object[key] where the fast paths do not apply. */
#include "vm/cache.h"
#include "vm/operations.h"
#include "vm/typed_arrays.h"

/* Atoms and symbols go by the shared cache; others by the long way. */
static bool is_cacheable_key(Value key) {
  return value_is_cell(key) && (value_to_cell(key)->kind == KIND_SYMBOL ||
                                value_to_cell(key)->kind == KIND_STRING);
}

/* A description for "Cannot read properties of undefined (reading 'x')". */
static bool check_base(VM *vm, Value object, Value key, const char *action) {
  if (likely(!value_is_nullish(object))) return true;
  Value iterator = {SYMBOL_KEY(&vm->isolate, iterator).bits};
  if (*action == 'r' && value_same_bits(key, iterator))
    return operate_throw_not_iterable(vm, object);
  Buffer text = {};
  if (value_is_object(key))
    vm_describe_for_message(vm, key, &text);
  else if (value_is_symbol(key))
    key_append_text((Key){key.bits}, &text);
  else {
    String *string = vm_to_string(vm, key);
    if (string) string_append_text(string, &text);
  }
  vm_throw_type(vm, "Cannot %s properties of %s (%s '%s')", action,
                value_is_null(object) ? "null" : "undefined",
                *action == 'r' ? "reading" : "setting",
                text.bytes ? text.bytes : "");
  buffer_free(&text);
  return false;
}

bool operate_get_element(VM *vm, Value object, Value key, Value *result) {
  if (!check_base(vm, object, key, "read")) return false;
  if (value_is_typed_array(object) && value_is_number(key)) {
    *result = typed_array_get(vm, (View *)value_to_cell(object),
                              value_to_number(key) + 0.0 /* no -0 */);
    return true;
  }
  Key name;
  if (!vm_to_key(vm, key, &name)) return false;
  if (value_is_object(object) && !key_is_index(name) && is_cacheable_key(key))
    return cache_get_keyed(vm, object, name, result);
  return vm_get(vm, object, name, result);
}

bool operate_get_element_to_update(VM *vm, Value object, Value key,
                                   Value *result, Value *property_key) {
  if (!check_base(vm, object, key, "read")) return false;
  if (!value_is_number(key) && !value_is_string(key) && !value_is_symbol(key)) {
    Key name;
    if (!vm_to_key(vm, key, &name)) return false;
    key = key_to_value(&vm->isolate, name);
  }
  ROOT(&vm->isolate.heap, kept, key);
  if (!operate_get_element(vm, object, kept, result)) return false;
  *property_key = kept;
  return true;
}

/* One more item at the end of an array, or in a hole, with nothing in the
 * way. */
static bool set_plain_element(VM *vm, Object *object, u32 index, Value value,
                              bool *done) {
  Isolate *isolate = &vm->isolate;
  *done = false;
  if (object->cell.kind != KIND_ARRAY || object_has_dictionary(object) ||
      object->cell.flags & (OBJECT_NOT_EXTENSIBLE | OBJECT_IS_PROTOTYPE |
                            OBJECT_FROZEN_ELEMENTS) ||
      isolate->prototype_has_elements || index > array_length(object) ||
      index >= UINT32_MAX - 1 ||
      object->cell.shape != heap_compress(&isolate->heap, isolate->array_shape))
    return true;
  if (!elements_set(isolate, object, index, value)) return vm_throw_memory(vm);
  if (index == array_length(object))
    array_set_length_slot(isolate, object, index + 1);
  *done = true;
  return true;
}

bool operate_set_element(VM *vm, Value object, Value key, Value value,
                         bool strict) {
  if (!check_base(vm, object, key, "set")) return false;
  if (value_is_typed_array(object) && value_is_number(key))
    return typed_array_set(vm, (View *)value_to_cell(object),
                           value_to_number(key) + 0.0, value);
  Key name;
  if (!vm_to_key(vm, key, &name)) return false;
  if (!value_is_object(object)) return vm_set(vm, object, name, value, strict);
  if (key_is_index(name)) {
    bool done;
    if (!set_plain_element(vm, value_to_object(object), key_index(name), value,
                           &done))
      return false;
    return done || vm_set(vm, object, name, value, strict);
  }
  if (is_cacheable_key(key))
    return cache_set_keyed(vm, object, name, value, strict);
  return vm_set(vm, object, name, value, strict);
}

bool operate_delete_element(VM *vm, Value object, Value key, bool strict,
                            Value *result) {
  if (value_is_nullish(object))
    return vm_throw_type(vm, "Cannot convert undefined or null to object");
  Key name;
  bool done;
  if (!vm_to_key(vm, key, &name) || !vm_delete(vm, object, name, strict, &done))
    return false;
  *result = value_from_boolean(done);
  return true;
}
