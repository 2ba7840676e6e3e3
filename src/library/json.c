/* json.c - JSON: its functions, revivers, and raw JSON. */
#include "library/json.h"

/* ---- Revivers ------------------------------------------------------------- */

/* What a walk over the parsed values needs. */
typedef struct Reviver {
  VM *vm;
  Value function;
} Reviver;

static bool revive_property(Reviver *reviver, Value holder, Key key,
                            Value record);

/* The record of the child at `key`, or undefined. */
static Value child_record(VM *vm, Value children, Key key) {
  Property property;
  if (!value_is_object(children) ||
      !object_get_own(&vm->isolate, value_to_object(children), key, &property))
    return VALUE_UNDEFINED;
  /* `length` is no child */
  return value_is_kind(property.value, KIND_ARRAY) ? property.value
                                                   : VALUE_UNDEFINED;
}

/* Revives holder[key] and puts the result in its place. */
static bool revive_child(Reviver *reviver, Value holder, Key key,
                         Value children) {
  VM *vm = reviver->vm;
  KEEP(vm, record, child_record(vm, children, key));
  KEEP(vm, result, VALUE_UNDEFINED);
  if (!library_check_stack(vm) ||
      !revive_property(reviver, holder, key, record))
    return false;
  result = vm->result;
  Object *object = value_to_object(holder);
  bool done;
  if (value_is_undefined(result))
    return vm_delete(vm, holder, key, false, &done);
  Descriptor descriptor = {.has_value = true,
                           .has_writable = true,
                           .has_enumerable = true,
                           .has_configurable = true,
                           .writable = true,
                           .enumerable = true,
                           .configurable = true,
                           .value = result};
  return vm_define(vm, object, key, &descriptor, false, &done);
}
