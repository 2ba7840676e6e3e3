/* property.c - [[Get]], [[Set]], [[Delete]], [[DefineOwnProperty]] and the
 * like: the object operations that may run the program's own code.
 * ECMA-262, chapter 10.1 (ordinary objects) and 10.4.2 (arrays).
 */
#include "base/number.h"
#include "object/bigint.h"
#include "vm/cache.h"
#include "vm/exotic.h"
#include "vm/operations.h"

#include <stdio.h>

/* The object at which the search for a property of a value begins; NULL for
 * null and undefined. */
static Object *lookup_start(VM *vm, Value value) {
  Isolate *isolate = &vm->isolate;
  if (value_is_object(value)) return value_to_object(value);
  if (value_is_string(value)) return INTRINSIC(isolate, string_prototype);
  if (value_is_number(value)) return INTRINSIC(isolate, number_prototype);
  if (value_is_boolean(value)) return INTRINSIC(isolate, boolean_prototype);
  if (value_is_symbol(value)) return INTRINSIC(isolate, symbol_prototype);
  if (value_is_bigint(value)) return INTRINSIC(isolate, bigint_prototype);
  return NULL;
}

static bool throw_of_nullish(VM *vm, const char *action, Value value, Key key) {
  if (*action == 'r' && key_equals(key, SYMBOL_KEY(&vm->isolate, iterator)))
    return operate_throw_not_iterable(vm, value);
  Buffer text = {};
  key_append_text(key, &text);
  vm_throw_type(vm, "Cannot %s properties of %s (%s '%s')", action,
                value_is_null(value) ? "null" : "undefined",
                *action == 'r' ? "reading" : "setting", text.bytes);
  buffer_free(&text);
  return false;
}

/* length and characters of a string value. */
static bool get_of_string(VM *vm, Value string, Key key, Value *result) {
  if (key_is_index(key)) {
    if (key_index(key) >= string_length(string)) return false;
    u32 unit;
    if (!string_unit_at(&vm->isolate, string, key_index(key), &unit))
      return false;
    *result = value_from_cell(string_from_unit(&vm->isolate, unit));
    return true;
  }
  if (!key_equals(key, ATOM_KEY(&vm->isolate, length))) return false;
  *result = value_from_int((i32)string_length(string));
  return true;
}

static bool get_found(VM *vm, const Property *property, Value receiver,
                      Value *result) {
  if (!(property->attributes & ATTRIBUTE_ACCESSOR)) {
    *result = property->value;
    return true;
  }
  Value getter = ((Accessor *)value_to_cell(property->value))->getter;
  if (value_is_undefined(getter)) {
    *result = VALUE_UNDEFINED;
    return true;
  }
  return vm_call(vm, getter, receiver, NULL, 0, result);
}

bool vm_get_with_receiver(VM *vm, Object *object, Key key, Value receiver,
                          Value *result) {
  Property property;
  if (!object_find(&vm->isolate, object, key, &property)) {
    *result = VALUE_UNDEFINED;
    return true;
  }
  if (unlikely(property.place == PLACE_EXOTIC))
    return exotic_get(vm, property.holder, key, receiver, result);
  return get_found(vm, &property, receiver, result);
}

bool vm_get(VM *vm, Value value, Key key, Value *result) {
  if (value_is_string(value) && get_of_string(vm, value, key, result))
    return true;
  Object *start = lookup_start(vm, value);
  if (!start) return throw_of_nullish(vm, "read", value, key);
  return vm_get_with_receiver(vm, start, key, value, result);
}

/* ---- Writing ----------------------------------------------------------------
 */

static bool refuse(bool *done) {
  *done = false;
  return true;
}

static bool call_setter(VM *vm, Value setter, Value receiver, Value value,
                        bool *done) {
  if (value_is_undefined(setter)) return refuse(done);
  Value ignored;
  *done = true;
  return vm_call(vm, setter, receiver, &value, 1, &ignored);
}

static bool set_length(VM *vm, Object *array, Value value, bool *done) {
  u32 length;
  return define_convert_length(vm, value, &length) &&
         vm_set_array_length(vm, array, length, false, done);
}

/* The receiver has internal methods of its own. */
static bool set_on_exotic(VM *vm, Object *receiver, Key key, Value value,
                          bool *done) {
  ROOT_CELL(&vm->isolate.heap, Object, kept, receiver);
  ROOT(&vm->isolate.heap, kept_key, (Value){key.bits});
  ROOT(&vm->isolate.heap, kept_value, value);
  Property own;
  bool found;
  if (!vm_get_own(vm, kept, key, &own, &found)) return false;
  if (found && (own.attributes & ATTRIBUTE_ACCESSOR ||
                !(own.attributes & ATTRIBUTE_WRITABLE)))
    return refuse(done);
  Descriptor d = descriptor_default(kept_value);
  d.has_writable = d.has_enumerable = d.has_configurable = !found;
  return vm_define(vm, kept, key, &d, false, done);
}

/* Writes to a property that is the receiver's own, or adds it. */
static bool set_on_receiver(VM *vm, Object *receiver, Key key, Value value,
                            bool *done) {
  if (unlikely(object_is_exotic(receiver, key)))
    return set_on_exotic(vm, receiver, key, value, done);
  Property own;
  *done = true;
  if (object_get_own(&vm->isolate, receiver, key, &own)) {
    if (own.attributes & ATTRIBUTE_ACCESSOR ||
        !(own.attributes & ATTRIBUTE_WRITABLE))
      return refuse(done);
    if (define_is_array_length(vm, receiver, key))
      return set_length(vm, receiver, value, done);
    object_set_value(&vm->isolate, receiver, key, &own, value);
    return true;
  }
  if (!define_can_add(vm, receiver, key)) return refuse(done);
  return object_define(&vm->isolate, receiver, key, value,
                       ATTRIBUTES_DEFAULT) ||
         vm_throw_memory(vm);
}

bool ordinary_set_with_own(VM *vm, const Property *own, Key key, Value value,
                           Value receiver, bool *done) {
  if (own) {
    if (own->attributes & ATTRIBUTE_ACCESSOR) {
      Accessor *accessor = (Accessor *)value_to_cell(own->value);
      return call_setter(vm, accessor->setter, receiver, value, done);
    }
    if (!(own->attributes & ATTRIBUTE_WRITABLE)) return refuse(done);
  }
  if (!value_is_object(receiver)) return refuse(done);
  return set_on_receiver(vm, value_to_object(receiver), key, value, done);
}

bool vm_set_with_receiver(VM *vm, Object *object, Key key, Value value,
                          Value receiver, bool *done) {
  Property property;
  bool found = object_find(&vm->isolate, object, key, &property);
  if (found && unlikely(property.place == PLACE_EXOTIC))
    return exotic_set(vm, property.holder, key, value, receiver, done);
  return ordinary_set_with_own(vm, found ? &property : NULL, key, value,
                               receiver, done);
}

static void append_text(VM *vm, Value string, Buffer *out) {
  String *flat = string_flatten(&vm->isolate, string);
  if (flat) string_append_text(flat, out);
}

/* length and the characters */
static bool is_own_of_string(VM *vm, Value string, Key key) {
  if (!value_is_string(string)) return false;
  return key_is_index(key) ? key_index(key) < string_length(string)
                           : key_equals(key, ATOM_KEY(&vm->isolate, length));
}

static bool throw_read_only(VM *vm, Value object, Key key) {
  Buffer name = {}, text = {};
  key_append_text(key, &name);
  if (value_is_string(object))
    append_text(vm, object, &text);
  else
    vm_describe_for_message(vm, object, &text);
  Property property;
  Object *start = lookup_start(vm, object);
  bool exists = object_find(&vm->isolate, start, key, &property);
  bool is_array = value_is_kind(object, KIND_ARRAY);
  const char *shown = is_array ? "[object Array]" : text.bytes;
  bool is_stuck = is_array && exists &&
                  property.attributes & ATTRIBUTE_WRITABLE &&
                  define_is_array_length(vm, start, key);
  if (is_stuck)
    vm_throw_type(vm, "Cannot delete property '%u' of [object Array]",
                  array_length(start) - 1);
  else if (is_own_of_string(vm, object, key))
    vm_throw_type(vm, "Cannot assign to read only property '%s' of string '%s'",
                  name.bytes, text.bytes);
  else if (!value_is_object(object))
    vm_throw_type(vm, "Cannot create property '%s' on %s '%s'", name.bytes,
                  value_is_string(object)    ? "string"
                  : value_is_number(object)  ? "number"
                  : value_is_boolean(object) ? "boolean"
                  : value_is_bigint(object)  ? "bigint"
                                             : "symbol",
                  text.bytes);
  else if (exists && property.attributes & ATTRIBUTE_ACCESSOR)
    vm_throw_type(vm, "Cannot set property %s of %s which has only a getter",
                  name.bytes, shown);
  else if (exists)
    vm_throw_type(vm, "Cannot assign to read only property '%s' of object '%s'",
                  name.bytes, shown);
  else
    vm_throw_type(vm, "Cannot add property %s, object is not extensible",
                  name.bytes);
  buffer_free(&name);
  buffer_free(&text);
  return false;
}

/* Exotic objects, in the chain too, have words of their own. */
static bool throw_refused_set(VM *vm, Value object, Key key) {
  Property property;
  while (object_find(&vm->isolate, lookup_start(vm, object), key, &property) &&
         property.place == PLACE_EXOTIC) {
    Object *blamed = property.holder;
    if (!exotic_throw_refused(vm, &blamed, "set", key)) return false;
    if (blamed == property.holder) break;
    object = value_from_cell(blamed);
  }
  return throw_read_only(vm, object, key);
}

bool vm_set(VM *vm, Value object, Key key, Value value, bool strict) {
  Object *start = lookup_start(vm, object);
  if (!start) return throw_of_nullish(vm, "set", object, key);
  bool done;
  ROOT(&vm->isolate.heap, kept, object);
  if (!vm_set_with_receiver(vm, start, key, value, kept, &done)) return false;
  return done || !strict || throw_refused_set(vm, kept, key);
}

/* ---- Presence and deletion
 * --------------------------------------------------- */

bool vm_has(VM *vm, Object *object, Key key, bool *result) {
  Property property;
  *result = object_find(&vm->isolate, object, key, &property);
  if (*result && unlikely(property.place == PLACE_EXOTIC))
    return exotic_has(vm, property.holder, key, result);
  return true;
}

static bool throw_undeletable(VM *vm, Value value, Key key) {
  Buffer name = {}, text = {};
  key_append_text(key, &name);
  vm_describe_for_message(vm, value, &text);
  vm_throw_type(vm, "Cannot delete property '%s' of %s", name.bytes,
                value_is_kind(value, KIND_ARRAY) ? "[object Array]"
                                                 : text.bytes);
  buffer_free(&name);
  buffer_free(&text);
  return false;
}

static bool delete_own(VM *vm, Object *object, Key key, bool *result) {
  const ExoticMethods *methods = exotic_of(vm, object);
  if (methods && methods->delete && object_is_exotic(object, key))
    return methods->delete(vm, object, key, result);
  return ordinary_delete(vm, object, key, result);
}

bool vm_delete(VM *vm, Value value, Key key, bool strict, bool *result) {
  Heap *heap = &vm->isolate.heap;
  ROOT(heap, kept_key, (Value){key.bits});
  ROOT_CELL(heap, Object, object, vm_to_object(vm, value));
  if (!object || !delete_own(vm, object, key, result)) return false;
  if (*result || !strict) return true;
  Object *blamed = object;
  return exotic_throw_refused(vm, &blamed, "deleteProperty", key) &&
         throw_undeletable(
             vm, blamed == object ? value : value_from_cell(blamed), key);
}

/* ---- Integer keys
 * -------------------------------------------------------------- */

Key vm_key_from_number(VM *vm, double index) {
  if (index < UINT32_MAX) return key_from_index((u32)index);
  char text[NUMBER_TEXT_BYTES];
  number_to_text(index, text);
  return key_from_c(&vm->isolate, text);
}

bool vm_get_index(VM *vm, Value object, double index, Value *result) {
  if (likely(value_is_object(object)) && likely(index < UINT32_MAX)) {
    Elements *elements = value_to_object(object)->elements;
    if (index < elements->length) {
      *result = elements->values[(u32)index];
      if (likely(!value_is_hole(*result))) return true;
    }
  }
  return vm_get(vm, object, vm_key_from_number(vm, index), result);
}

bool vm_set_index(VM *vm, Value object, double index, Value value) {
  return vm_set(vm, object, vm_key_from_number(vm, index), value, true);
}

bool vm_length(VM *vm, Value object, double *length) {
  if (value_is_kind(object, KIND_ARRAY)) {
    *length = array_length(value_to_object(object));
    return true;
  }
  Value value = VALUE_UNDEFINED;
  return vm_get(vm, object, ATOM_KEY(&vm->isolate, length), &value) &&
         vm_to_length(vm, value, length);
}

/* ---- Methods
 * ------------------------------------------------------------------------- */

bool vm_get_method(VM *vm, Value object, Key key, Value *method) {
  if (!vm_get(vm, object, key, method)) return false;
  if (value_is_nullish(*method)) {
    *method = VALUE_UNDEFINED;
    return true;
  }
  if (value_is_callable(*method)) return true;
  Buffer text = {};
  vm_describe_for_message(vm, *method, &text);
  vm_throw_type(vm, "%s is not a function", text.bytes);
  buffer_free(&text);
  return false;
}

bool vm_invoke(VM *vm, Value object, Key key, const Value *arguments, u32 count,
               Value *result) {
  ROOT(&vm->isolate.heap, method, VALUE_UNDEFINED);
  if (!vm_get(vm, object, key, &method)) return false;
  if (value_is_callable(method))
    return vm_call(vm, method, object, arguments, count, result);
  Buffer text = {}, name = {};
  vm_describe_for_message(vm, object, &text);
  key_append_text(key, &name);
  vm_throw_type(vm, "%s.%s is not a function", text.bytes, name.bytes);
  buffer_free(&text);
  buffer_free(&name);
  return false;
}

bool vm_species(VM *vm, Object *object, Value fallback, Value *constructor) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, found, VALUE_UNDEFINED);
  *constructor = fallback;
  if (!vm_get(vm, value_from_cell(object), ATOM_KEY(isolate, constructor),
              &found))
    return false;
  if (value_is_undefined(found)) return true;
  if (!value_is_object(found))
    return vm_throw_type(vm, "object.constructor is not an object");
  Value species = VALUE_UNDEFINED;
  if (!vm_get(vm, found, SYMBOL_KEY(isolate, species), &species)) return false;
  if (value_is_nullish(species)) return true;
  if (!value_is_constructor(species))
    return vm_throw_type(vm, "object.constructor[Symbol.species] is not a "
                             "constructor");
  *constructor = species;
  return true;
}
