/* proxy_properties.c - what proxies answer about properties: traps, and the
 * invariants that their answers must keep.
 */
#include "library/proxy.h"

#include <stdlib.h>

/* ---- The target's own property ------------------------------------------- */

/* What an answer is checked against. `property.value` is rooted by OWN. */
typedef struct Own {
  Property property;
  bool found;
} Own;

#define OWN(vm, name)                                                          \
  Own name = {.property.value = VALUE_UNDEFINED};                              \
  KEEP_FIELD(vm, name##_value, name.property.value)

static bool find_own(VM *vm, const Trap *trap, Key key, Own *own) {
  return vm_get_own(vm, trap_target(trap), key, &own->property, &own->found);
}

static bool is_fixed(const Own *own) {
  return own->found && !(own->property.attributes & ATTRIBUTE_CONFIGURABLE);
}
static bool is_accessor(const Own *own) {
  return own->property.attributes & ATTRIBUTE_ACCESSOR;
}
/* A data property that can never have another value. */
static bool is_constant(const Own *own) {
  return is_fixed(own) && !is_accessor(own) &&
         !(own->property.attributes & ATTRIBUTE_WRITABLE);
}
static bool lacks_half(const Own *own, bool getter) {
  if (!is_fixed(own) || !is_accessor(own)) return false;
  const Accessor *accessor =
      (const Accessor *)value_to_cell(own->property.value);
  return value_is_undefined(getter ? accessor->getter : accessor->setter);
}

/* ---- get, set -------------------------------------------------------------
 */

static bool throw_other_value(VM *vm, Key key, Value expected, Value got,
                              bool is_constant) {
  Buffer name = {}, a = {}, b = {};
  key_append_text(key, &name);
  library_describe(vm, expected, &a);
  library_describe(vm, got, &b);
  if (is_constant)
    vm_throw_type(vm,
                  "'get' on proxy: property '%s' is a read-only and "
                  "non-configurable data property on the proxy target but the "
                  "proxy did not return its actual value (expected '%s' but "
                  "got '%s')",
                  name.bytes, a.bytes, b.bytes);
  else
    vm_throw_type(vm,
                  "'get' on proxy: property '%s' is a non-configurable "
                  "accessor property on the proxy target and does not have a "
                  "getter function, but the trap did not return 'undefined' "
                  "(got '%s')",
                  name.bytes, b.bytes);
  buffer_free(&name);
  buffer_free(&a);
  buffer_free(&b);
  return false;
}

bool proxy_get(VM *vm, Object *self, Key key, Value receiver, Value *result) {
  TRAP(vm, self, get);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_get_with_receiver(vm, trap_target(&trap), key, receiver, result);
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  KEEP(vm, answer, VALUE_UNDEFINED);
  OWN(vm, own);
  Value more[] = {name, receiver};
  if (!trap_call(vm, &trap, more, 2, &answer) ||
      !find_own(vm, &trap, key, &own))
    return false;
  *result = answer;
  if (is_constant(&own) && !vm_same_value(vm, answer, own.property.value))
    return throw_other_value(vm, key, own.property.value, answer, true);
  if (lacks_half(&own, true) && !value_is_undefined(answer))
    return throw_other_value(vm, key, VALUE_UNDEFINED, answer, false);
  return true;
}

bool proxy_set(VM *vm, Object *self, Key key, Value value, Value receiver,
               bool *done) {
  TRAP(vm, self, set);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap)) {
    trap_forward(vm);
    return vm_set_with_receiver(vm, trap_target(&trap), key, value, receiver,
                                done);
  }
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  OWN(vm, own);
  Value more[] = {name, value, receiver};
  if (!trap_ask(vm, &trap, "set", more, 3, done)) return false;
  if (!*done) return true;
  if (!find_own(vm, &trap, key, &own)) return false;
  if (is_constant(&own) && !vm_same_value(vm, value, own.property.value))
    return proxy_throw_key(
        vm,
        "'set' on proxy: trap returned truish for property '%s' which exists "
        "in the proxy target as a non-configurable and non-writable data "
        "property with a different value",
        key);
  return !lacks_half(&own, false) ||
         proxy_throw_key(
             vm,
             "'set' on proxy: trap returned truish for property '%s' which "
             "exists in the proxy target as a non-configurable and "
             "non-writable accessor property without a setter",
             key);
}

/* ---- has, delete ----------------------------------------------------------
 */

bool proxy_has(VM *vm, Object *self, Key key, bool *result) {
  TRAP(vm, self, has);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_has(vm, trap_target(&trap), key, result);
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  OWN(vm, own);
  bool is_extensible;
  if (!trap_ask(vm, &trap, "has", &name, 1, result)) return false;
  if (*result) return true;
  if (!find_own(vm, &trap, key, &own)) return false;
  if (!own.found) return true;
  if (is_fixed(&own))
    return proxy_throw_key(vm,
                           "'has' on proxy: trap returned falsish for property "
                           "'%s' which exists in the proxy target as "
                           "non-configurable",
                           key);
  return vm_is_extensible(vm, trap_target(&trap), &is_extensible) &&
         (is_extensible ||
          proxy_throw_key(vm,
                          "'has' on proxy: trap returned falsish for property "
                          "'%s' but the proxy target is not extensible",
                          key));
}

bool proxy_delete(VM *vm, Object *self, Key key, bool *done) {
  TRAP(vm, self, deleteProperty);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap)) {
    trap_forward(vm);
    return vm_delete(vm, trap.target, key, false, done);
  }
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  OWN(vm, own);
  bool is_extensible;
  if (!trap_ask(vm, &trap, "deleteProperty", &name, 1, done)) return false;
  if (!*done) return true;
  if (!find_own(vm, &trap, key, &own)) return false;
  if (!own.found) return true;
  if (is_fixed(&own))
    return proxy_throw_key(
        vm,
        "'deleteProperty' on proxy: trap returned truish for property '%s' "
        "which is non-configurable in the proxy target",
        key);
  return vm_is_extensible(vm, trap_target(&trap), &is_extensible) &&
         (is_extensible ||
          proxy_throw_key(
              vm,
              "'deleteProperty' on proxy: trap returned truish for property "
              "'%s' but the proxy target is non-extensible",
              key));
}

/* ---- defineProperty -------------------------------------------------------
 */

static bool check_new(VM *vm, Key key, bool is_extensible, bool is_fixing) {
  if (!is_extensible)
    return proxy_throw_key(
        vm,
        "'defineProperty' on proxy: trap returned truish for adding property "
        "'%s'  to the non-extensible proxy target",
        key);
  return !is_fixing ||
         proxy_throw_key(
             vm,
             "'defineProperty' on proxy: trap returned truish for defining "
             "non-configurable property '%s' which is either non-existent or "
             "configurable in the proxy target",
             key);
}

static bool check_defined(VM *vm, Key key, const Own *own,
                          const Descriptor *descriptor, bool is_fixing) {
  if (!define_is_compatible(vm, &own->property, descriptor))
    return proxy_throw_key(
        vm,
        "'defineProperty' on proxy: trap returned truish for adding property "
        "'%s'  that is incompatible with the existing property in the proxy "
        "target",
        key);
  if (is_fixing && !is_fixed(own)) return check_new(vm, key, true, true);
  bool stays_writable = is_fixed(own) && !is_accessor(own) &&
                        own->property.attributes & ATTRIBUTE_WRITABLE;
  return !stays_writable || !descriptor->has_writable || descriptor->writable ||
         proxy_throw_key(
             vm,
             "'defineProperty' on proxy: trap returned truish for defining "
             "non-configurable property '%s' which cannot be non-writable, "
             "unless there exists a corresponding non-configurable, "
             "non-writable own property of the target object.",
             key);
}

bool proxy_define(VM *vm, Object *self, Key key, const Descriptor *descriptor,
                  bool *done) {
  TRAP(vm, self, defineProperty);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap)) {
    trap_forward(vm);
    return vm_define(vm, trap_target(&trap), key, descriptor, false, done);
  }
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  KEEP(vm, object, VALUE_UNDEFINED);
  OWN(vm, own);
  if (!vm_from_descriptor(vm, descriptor, &object)) return false;
  Value more[] = {name, object};
  bool is_extensible;
  if (!trap_ask(vm, &trap, "defineProperty", more, 2, done)) return false;
  if (!*done) return true;
  if (!find_own(vm, &trap, key, &own) ||
      !vm_is_extensible(vm, trap_target(&trap), &is_extensible))
    return false;
  bool is_fixing = descriptor->has_configurable && !descriptor->configurable;
  return own.found ? check_defined(vm, key, &own, descriptor, is_fixing)
                   : check_new(vm, key, is_extensible, is_fixing);
}

/* ---- getOwnPropertyDescriptor ---------------------------------------------
 */

static bool check_absent(VM *vm, const Trap *trap, Key key, const Own *own) {
  bool is_extensible;
  if (!own->found) return true;
  if (is_fixed(own))
    return proxy_throw_key(vm,
                           "'getOwnPropertyDescriptor' on proxy: trap returned "
                           "undefined for property '%s' which is "
                           "non-configurable in the proxy target",
                           key);
  return vm_is_extensible(vm, trap_target(trap), &is_extensible) &&
         (is_extensible ||
          proxy_throw_key(vm,
                          "'getOwnPropertyDescriptor' on proxy: trap returned "
                          "undefined for property '%s' which exists in the "
                          "non-extensible proxy target",
                          key));
}

/* CompletePropertyDescriptor */
static void complete(Descriptor *d) {
  if (!d->has_get && !d->has_set) d->has_value = d->has_writable = true;
  if (d->has_get || d->has_set) d->has_get = d->has_set = true;
  d->has_enumerable = d->has_configurable = true;
}

static bool check_present(VM *vm, Key key, const Own *own, const Descriptor *d,
                          bool is_extensible) {
  bool is_valid =
      own->found ? define_is_compatible(vm, &own->property, d) : is_extensible;
  if (!is_valid)
    return proxy_throw_key(vm,
                           "'getOwnPropertyDescriptor' on proxy: trap returned "
                           "descriptor for property '%s' that is incompatible "
                           "with the existing property in the proxy target",
                           key);
  if (d->configurable) return true;
  if (!is_fixed(own))
    return proxy_throw_key(vm,
                           "'getOwnPropertyDescriptor' on proxy: trap reported "
                           "non-configurability for property '%s' which is "
                           "either non-existent or configurable in the proxy "
                           "target",
                           key);
  bool stays_writable =
      !is_accessor(own) && own->property.attributes & ATTRIBUTE_WRITABLE;
  return !d->has_writable || d->writable || !stays_writable ||
         proxy_throw_key(vm,
                         "'getOwnPropertyDescriptor' on proxy: trap reported "
                         "non-configurable and writable for property '%s' "
                         "which is non-configurable, non-writable in the proxy "
                         "target",
                         key);
}

static void to_property(VM *vm, Object *self, const Descriptor *d,
                        Property *property) {
  u8 attributes = (d->enumerable ? ATTRIBUTE_ENUMERABLE : 0) |
                  (d->configurable ? ATTRIBUTE_CONFIGURABLE : 0);
  Value value = d->value;
  if (d->has_get) {
    attributes |= ATTRIBUTE_ACCESSOR;
    value = value_from_cell(accessor_new(&vm->isolate, d->get, d->set));
  } else if (d->writable) {
    attributes |= ATTRIBUTE_WRITABLE;
  }
  *property = (Property){.place = PLACE_VIRTUAL,
                         .attributes = attributes,
                         .value = value,
                         .holder = self};
}

bool proxy_get_own(VM *vm, Object *self, Key key, Property *property,
                   bool *found) {
  KEEP_CELL(vm, Object, kept_self, self);
  KEEP_KEY(vm, kept_key, key);
  TRAP(vm, self, getOwnPropertyDescriptor);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_get_own(vm, trap_target(&trap), key, property, found);
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  KEEP(vm, answer, VALUE_UNDEFINED);
  OWN(vm, own);
  if (!trap_call(vm, &trap, &name, 1, &answer)) return false;
  if (!value_is_object(answer) && !value_is_undefined(answer))
    return proxy_throw_key(vm,
                           "'getOwnPropertyDescriptor' on proxy: trap returned "
                           "neither object nor undefined for property '%s'",
                           key);
  if (!find_own(vm, &trap, key, &own)) return false;
  *found = value_is_object(answer);
  if (!*found) return check_absent(vm, &trap, key, &own);
  bool is_extensible;
  Descriptor d;
  if (!vm_is_extensible(vm, trap_target(&trap), &is_extensible) ||
      !vm_to_descriptor(vm, answer, &d))
    return false;
  KEEP(vm, value, d.value);
  KEEP(vm, get, d.get);
  KEEP(vm, set, d.set);
  complete(&d);
  if (!check_present(vm, key, &own, &d, is_extensible)) return false;
  to_property(vm, kept_self, &d, property);
  return true;
}

/* ---- ownKeys ---------------------------------------------------------------
 */

/* The trap's answer as keys: strings and symbols only. NULL: threw. */
static Object *keys_from_answer(VM *vm, Value answer) {
  KEEP_CELL(vm, Object, keys, library_list_from(vm, answer));
  for (u32 i = 0; keys && i < keys->elements->length; i++) {
    Value item = keys->elements->values[i];
    Key key;
    if (!value_is_string(item) && !value_is_symbol(item)) {
      library_throw_about(vm, "%s is not a valid property name", item);
      return NULL;
    }
    if (!vm_to_key(vm, item, &key)) return NULL;
    cell_write(&vm->isolate.heap, keys->elements, &keys->elements->values[i],
               key_bits_value(key));
  }
  if (keys) keys->elements->cell.flags = ELEMENTS_PACKED;
  return keys;
}

static int compare_bits(const void *a, const void *b) {
  u64 x = ((const Value *)a)->bits, y = ((const Value *)b)->bits;
  return (x > y) - (x < y);
}

/* The items of a list of keys in the order of their bits. Freed by the caller.
 */
static Value *sort_keys(const Object *keys) {
  u32 count = library_key_count(keys);
  Value *sorted = base_allocate((count + 1) * sizeof *sorted);
  memcpy(sorted, keys->elements->values, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, compare_bits);
  return sorted;
}

static bool has_duplicates(const Value *sorted, u32 count) {
  for (u32 i = 1; i < count; i++)
    if (value_same_bits(sorted[i - 1], sorted[i])) return true;
  return false;
}

/* Every key of the target that it cannot lose must be there, and of one that
 * cannot get new ones, exactly all. */
static bool check_keys(VM *vm, const Trap *trap, const Object *target_keys,
                       const Value *sorted, u32 count) {
  bool is_extensible;
  if (!vm_is_extensible(vm, trap_target(trap), &is_extensible)) return false;
  u32 target_count = library_key_count(target_keys);
  for (u32 i = 0; i < target_count; i++) {
    Value bits = target_keys->elements->values[i];
    OWN(vm, own);
    if (!find_own(vm, trap, value_bits_key(bits), &own)) return false;
    bool is_required = !is_extensible || is_fixed(&own);
    if (is_required &&
        !bsearch(&bits, sorted, count, sizeof bits, compare_bits))
      return proxy_throw_key(
          vm, "'ownKeys' on proxy: trap result did not include '%s'",
          value_bits_key(bits));
  }
  return is_extensible || count == target_count ||
         vm_throw_type(vm, "'ownKeys' on proxy: trap returned extra keys but "
                           "proxy target is non-extensible");
}

static bool check_answer(VM *vm, const Trap *trap, const Object *keys) {
  u32 count = library_key_count(keys);
  Value *sorted = sort_keys(keys);
  KEEP_CELL(vm, Object, target_keys, NULL);
  bool ok = !has_duplicates(sorted, count) ||
            vm_throw_type(vm, "'ownKeys' on proxy: trap returned duplicate "
                              "entries");
  if (ok) target_keys = vm_own_keys(vm, trap_target(trap));
  ok = ok && target_keys && check_keys(vm, trap, target_keys, sorted, count);
  free(sorted);
  return ok;
}

Object *proxy_own_keys(VM *vm, Object *self) {
  TRAP(vm, self, ownKeys);
  if (!trap_is_open) return NULL;
  if (trap_is_missing(&trap)) return vm_own_keys(vm, trap_target(&trap));
  KEEP(vm, answer, VALUE_UNDEFINED);
  if (!trap_call(vm, &trap, NULL, 0, &answer)) return NULL;
  KEEP_CELL(vm, Object, keys, keys_from_answer(vm, answer));
  return keys && check_answer(vm, &trap, keys) ? keys : NULL;
}
