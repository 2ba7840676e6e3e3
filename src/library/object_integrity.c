/* object_integrity.c - preventExtensions, seal and freeze, and asking for it.
 *
 * Ordinary objects are sealed in one step. Exotic ones are asked property by
 * property, as the language describes it.
 */
#include "library/object_library.h"
#include "vm/exotic.h"

/* ---- Setting --------------------------------------------------------------
 */

static bool prevent(VM *vm, Object *object) {
  bool done;
  if (!vm_prevent_extensions(vm, object, &done)) return false;
  return done ||
         (exotic_throw_refused(vm, &object, "preventExtensions", (Key){}) &&
          vm_throw_type(vm, "Cannot prevent extensions"));
}

bool object_prevent_extensions_of(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (value_is_object(value) && !prevent(vm, value_to_object(value)))
    return false;
  return call_return(call, value);
}

/* Takes away what sealing or freezing takes from one property. */
static bool restrict_property(VM *vm, Object *object, Key key, bool freeze) {
  Descriptor descriptor = {.has_configurable = true,
                           .value = VALUE_UNDEFINED,
                           .get = VALUE_UNDEFINED,
                           .set = VALUE_UNDEFINED};
  if (freeze) {
    Property property;
    bool found;
    if (!vm_get_own(vm, object, key, &property, &found)) return false;
    if (!found) return true;
    descriptor.has_writable = !(property.attributes & ATTRIBUTE_ACCESSOR);
  }
  return vm_define(vm, object, key, &descriptor, true, NULL);
}

static bool restrict_exotic(VM *vm, Object *object, bool freeze) {
  if (!prevent(vm, object)) return false;
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  for (u32 i = 0; keys && i < library_key_count(keys); i++)
    if (!vm_check(vm) ||
        !restrict_property(vm, object, library_key_at(keys, i), freeze))
      return false;
  return keys != NULL;
}

bool object_seal_or_freeze(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool freeze = library_native(call)->magic;
  if (value_is_object(value)) {
    Object *object = value_to_object(value);
    if (!ordinary_settle(vm, object)) return false;
    if (!exotic_of(vm, object))
      object_seal(&vm->isolate, object, freeze);
    else if (!restrict_exotic(vm, object, freeze))
      return false;
  }
  return call_return(call, value);
}

/* ---- Asking ---------------------------------------------------------------
 */

bool object_is_extensible(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool result = false;
  if (value_is_object(value) &&
      !vm_is_extensible(vm, value_to_object(value), &result))
    return false;
  return call_return(call, value_from_boolean(result));
}

static bool is_fixed(const Property *property, bool frozen) {
  if (property->attributes & ATTRIBUTE_CONFIGURABLE) return false;
  return !frozen || property->attributes & ATTRIBUTE_ACCESSOR ||
         !(property->attributes & ATTRIBUTE_WRITABLE);
}

/* TestIntegrityLevel */
static bool test_integrity(VM *vm, Object *object, bool frozen, bool *result) {
  bool is_extensible;
  *result = false;
  if (!vm_is_extensible(vm, object, &is_extensible)) return false;
  if (is_extensible) return true;
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  if (!keys) return false;
  for (u32 i = 0; i < library_key_count(keys); i++) {
    Property property;
    bool found;
    if (!vm_get_own(vm, object, library_key_at(keys, i), &property, &found))
      return false;
    if (found && !is_fixed(&property, frozen)) return true;
  }
  *result = true;
  return true;
}

bool object_is_sealed_or_frozen(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool frozen = library_native(call)->magic;
  bool result = true;
  if (value_is_object(value) &&
      !test_integrity(vm, value_to_object(value), frozen, &result))
    return false;
  return call_return(call, value_from_boolean(result));
}
