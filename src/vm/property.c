/* property.c - [[Get]], [[Set]], [[Delete]], [[DefineOwnProperty]] and the
 * like: the object operations that may run the program's own code.
 * ECMA-262, chapter 10.1 (ordinary objects) and 10.4.2 (arrays).
 */
#include "base/number.h"
#include "vm/cache.h"
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
    String *flat = string_flatten(&vm->isolate, string);
    if (!flat) return false;
    *result = value_from_cell(
        string_from_unit(&vm->isolate, string_unit(flat, key_index(key))));
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
  if (object_find(&vm->isolate, object, key, &property))
    return get_found(vm, &property, receiver, result);
  *result = VALUE_UNDEFINED;
  return true;
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

static bool is_array_length(VM *vm, Object *object, Key key) {
  return object->cell.kind == KIND_ARRAY &&
         key_equals(key, ATOM_KEY(&vm->isolate, length));
}

/* ArraySetLength: any value to a length, with both conversions the language
 * asks for. */
static bool convert_length(VM *vm, Value value, u32 *length) {
  if (value_is_int(value) && value_to_int(value) >= 0) {
    *length = (u32)value_to_int(value);
    return true;
  }
  double number;
  if (!vm_to_uint32(vm, value, length) || !vm_to_number(vm, value, &number))
    return false;
  return *length == number || vm_throw_range(vm, "Invalid array length");
}

bool vm_set_array_length(VM *vm, Object *array, u32 length, bool strict,
                         bool *done) {
  Isolate *isolate = &vm->isolate;
  Property property;
  object_get_own(isolate, array, ATOM_KEY(isolate, length), &property);
  u32 old = array_length(array);
  *done = true;
  if (length == old) return true;
  if (!(property.attributes & ATTRIBUTE_WRITABLE)) {
    *done = false;
    return !strict || vm_throw_type(vm, "Cannot assign to read only property "
                                        "'length' of object '[object Array]'");
  }
  if (length < old) {
    u32 left = elements_truncate(isolate, array, length);
    array_set_length_slot(isolate, array, left);
    if (left == length) return true;
    *done = false;
    return !strict || vm_throw_type(vm,
                                    "Cannot delete property '%u' of "
                                    "[object Array]",
                                    left - 1);
  }
  array_set_length_slot(isolate, array, length);
  return true;
}

static bool set_length(VM *vm, Object *array, Value value, bool *done) {
  u32 length;
  return convert_length(vm, value, &length) &&
         vm_set_array_length(vm, array, length, false, done);
}

/* May the object get a new property of that key? */
static bool can_add(VM *vm, Object *object, Key key) {
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE) return false;
  if (object->cell.kind != KIND_ARRAY || !key_is_index(key) ||
      key_index(key) < array_length(object))
    return true;
  Property length;
  object_get_own(&vm->isolate, object, ATOM_KEY(&vm->isolate, length), &length);
  return length.attributes & ATTRIBUTE_WRITABLE;
}

/* Writes to a property that is the receiver's own, or adds it. */
static bool set_on_receiver(VM *vm, Object *receiver, Key key, Value value,
                            bool *done) {
  Property own;
  *done = true;
  if (object_get_own(&vm->isolate, receiver, key, &own)) {
    if (own.attributes & ATTRIBUTE_ACCESSOR ||
        !(own.attributes & ATTRIBUTE_WRITABLE))
      return refuse(done);
    if (is_array_length(vm, receiver, key))
      return set_length(vm, receiver, value, done);
    object_set_value(&vm->isolate, receiver, key, &own, value);
    return true;
  }
  if (!can_add(vm, receiver, key)) return refuse(done);
  return object_define(&vm->isolate, receiver, key, value,
                       ATTRIBUTES_DEFAULT) ||
         vm_throw_memory(vm);
}

bool vm_set_with_receiver(VM *vm, Object *object, Key key, Value value,
                          Value receiver, bool *done) {
  Property property;
  if (object_find(&vm->isolate, object, key, &property)) {
    if (property.attributes & ATTRIBUTE_ACCESSOR) {
      Accessor *accessor = (Accessor *)value_to_cell(property.value);
      return call_setter(vm, accessor->setter, receiver, value, done);
    }
    if (!(property.attributes & ATTRIBUTE_WRITABLE)) return refuse(done);
  }
  if (!value_is_object(receiver)) return refuse(done);
  return set_on_receiver(vm, value_to_object(receiver), key, value, done);
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
                  is_array_length(vm, start, key);
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

bool vm_set(VM *vm, Value object, Key key, Value value, bool strict) {
  Object *start = lookup_start(vm, object);
  if (!start) return throw_of_nullish(vm, "set", object, key);
  bool done;
  if (!vm_set_with_receiver(vm, start, key, value, object, &done)) return false;
  return done || !strict || throw_read_only(vm, object, key);
}

/* ---- Presence and deletion
 * --------------------------------------------------- */

bool vm_has(VM *vm, Object *object, Key key, bool *result) {
  Property property;
  *result = object_find(&vm->isolate, object, key, &property);
  return true;
}

bool vm_delete(VM *vm, Value value, Key key, bool strict, bool *result) {
  Object *object = vm_to_object(vm, value);
  if (!object) return false;
  Property property;
  *result = true;
  if (!object_get_own(&vm->isolate, object, key, &property)) return true;
  if (property.attributes & ATTRIBUTE_CONFIGURABLE) {
    object_delete(&vm->isolate, object, key);
    return true;
  }
  *result = false;
  if (!strict) return true;
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

/* ---- Defining
 * -------------------------------------------------------------------- */

static bool is_accessor(const Descriptor *d) {
  return d->has_get || d->has_set;
}
static bool is_data(const Descriptor *d) {
  return d->has_value || d->has_writable;
}

/* ValidateAndApplyPropertyDescriptor, the part that says whether an existing
 * property may become what the descriptor asks for. */
static bool is_compatible(VM *vm, const Property *own, const Descriptor *d) {
  if (own->attributes & ATTRIBUTE_CONFIGURABLE) return true;
  if (d->has_configurable && d->configurable) return false;
  bool enumerable = own->attributes & ATTRIBUTE_ENUMERABLE;
  if (d->has_enumerable && d->enumerable != enumerable) return false;
  if (own->attributes & ATTRIBUTE_ACCESSOR) {
    Accessor *accessor = (Accessor *)value_to_cell(own->value);
    return !is_data(d) &&
           (!d->has_get || vm_same_value(vm, d->get, accessor->getter)) &&
           (!d->has_set || vm_same_value(vm, d->set, accessor->setter));
  }
  if (is_accessor(d)) return false;
  if (own->attributes & ATTRIBUTE_WRITABLE) return true;
  return !(d->has_writable && d->writable) &&
         (!d->has_value || vm_same_value(vm, d->value, own->value));
}

/* The attributes after applying a descriptor to `old` ones. */
static u8 merge_attributes(u8 old, const Descriptor *d) {
  u8 attributes =
      old & (ATTRIBUTE_ENUMERABLE | ATTRIBUTE_CONFIGURABLE | ATTRIBUTE_WATCHED);
  if (is_accessor(d))
    attributes |= ATTRIBUTE_ACCESSOR;
  else if (is_data(d))
    attributes |= old & ATTRIBUTE_ACCESSOR ? 0 : old & ATTRIBUTE_WRITABLE;
  else
    attributes |= old & (ATTRIBUTE_ACCESSOR | ATTRIBUTE_WRITABLE);
  if (d->has_enumerable) attributes &= (u8)~ATTRIBUTE_ENUMERABLE;
  if (d->has_configurable) attributes &= (u8)~ATTRIBUTE_CONFIGURABLE;
  if (d->has_writable) attributes &= (u8)~ATTRIBUTE_WRITABLE;
  if (d->has_enumerable && d->enumerable) attributes |= ATTRIBUTE_ENUMERABLE;
  if (d->has_configurable && d->configurable)
    attributes |= ATTRIBUTE_CONFIGURABLE;
  if (d->has_writable && d->writable) attributes |= ATTRIBUTE_WRITABLE;
  return attributes;
}

static Value make_accessor(VM *vm, const Descriptor *d, const Property *own) {
  Accessor *accessor = (Accessor *)heap_allocate(
      &vm->isolate.heap, KIND_ACCESSOR, sizeof(Accessor));
  accessor->getter = accessor->setter = VALUE_UNDEFINED;
  if (own && own->attributes & ATTRIBUTE_ACCESSOR) {
    Accessor *old = (Accessor *)value_to_cell(own->value);
    accessor->getter = old->getter;
    accessor->setter = old->setter;
  }
  if (d->has_get) accessor->getter = d->get;
  if (d->has_set) accessor->setter = d->set;
  return value_from_cell(accessor);
}

static bool apply_descriptor(VM *vm, Object *object, Key key,
                             const Descriptor *d, const Property *own) {
  u8 attributes = merge_attributes(own ? own->attributes : 0, d);
  ROOT(&vm->isolate.heap, value, VALUE_UNDEFINED);
  if (is_accessor(d))
    value = make_accessor(vm, d, own);
  else if (d->has_value)
    value = d->value;
  else if (own && !(is_data(d) && own->attributes & ATTRIBUTE_ACCESSOR))
    value = own->value;
  return object_define(&vm->isolate, object, key, value, attributes) ||
         vm_throw_memory(vm);
}

/* ArraySetLength as a definition. */
static bool define_length(VM *vm, Object *array, const Descriptor *d,
                          bool *done) {
  Isolate *isolate = &vm->isolate;
  Property own;
  u32 length = array_length(array);
  if (d->has_value && !convert_length(vm, d->value, &length)) return false;
  object_get_own(isolate, array, ATOM_KEY(isolate, length), &own);
  Descriptor as_number = *d;
  as_number.value = value_from_u32(length);
  if (!is_compatible(vm, &own, &as_number)) return refuse(done);
  *done = true;
  if (d->has_value && length != array_length(array) &&
      !vm_set_array_length(vm, array, length, false, done))
    return false;
  if (d->has_writable && !d->writable) {
    Value now = array->inline_slots[0];
    u8 attributes = own.attributes & (u8)~ATTRIBUTE_WRITABLE;
    return object_define(isolate, array, ATOM_KEY(isolate, length), now,
                         attributes) ||
           vm_throw_memory(vm);
  }
  return true;
}

static bool define(VM *vm, Object *object, Key key, const Descriptor *d,
                   bool *done) {
  Property own;
  *done = true;
  if (is_array_length(vm, object, key))
    return define_length(vm, object, d, done);
  if (!object_get_own(&vm->isolate, object, key, &own)) {
    if (!can_add(vm, object, key)) return refuse(done);
    return apply_descriptor(vm, object, key, d, NULL);
  }
  if (!is_compatible(vm, &own, d)) return refuse(done);
  if (own.place == PLACE_VIRTUAL) return true;
  return apply_descriptor(vm, object, key, d, &own);
}

bool vm_define(VM *vm, Object *object, Key key, const Descriptor *descriptor,
               bool strict, bool *done) {
  bool accepted;
  if (!define(vm, object, key, descriptor, &accepted)) return false;
  if (done) *done = accepted;
  if (accepted || !strict) return true;
  Buffer name = {};
  key_append_text(key, &name);
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE &&
      !object_get_own(&vm->isolate, object, key, &(Property){}))
    vm_throw_type(vm, "Cannot define property %s, object is not extensible",
                  name.bytes);
  else
    vm_throw_type(vm, "Cannot redefine property: %s", name.bytes);
  buffer_free(&name);
  return false;
}

bool vm_create_property(VM *vm, Object *object, Key key, Value value) {
  Property own;
  if (!object_get_own(&vm->isolate, object, key, &own) &&
      can_add(vm, object, key))
    return object_define(&vm->isolate, object, key, value,
                         ATTRIBUTES_DEFAULT) ||
           vm_throw_memory(vm);
  Descriptor d = {.has_value = true,
                  .has_writable = true,
                  .has_enumerable = true,
                  .has_configurable = true,
                  .writable = true,
                  .enumerable = true,
                  .configurable = true,
                  .value = value};
  return vm_define(vm, object, key, &d, true, NULL);
}

bool vm_create_index(VM *vm, Object *object, double index, Value value) {
  return vm_create_property(vm, object, vm_key_from_number(vm, index), value);
}

/* ---- Descriptors
 * ------------------------------------------------------------------- */

/* A field of a descriptor object: `*has` tells whether it is there. */
static bool descriptor_field(VM *vm, Object *object, Key key, bool *has,
                             Value *value) {
  if (!vm_has(vm, object, key, has)) return false;
  return !*has || vm_get(vm, value_from_cell(object), key, value);
}

static bool descriptor_flag(VM *vm, Object *object, Key key, bool *has,
                            bool *flag) {
  Value value = VALUE_UNDEFINED;
  if (!descriptor_field(vm, object, key, has, &value)) return false;
  *flag = *has && vm_to_boolean(value);
  return true;
}

static bool check_function(VM *vm, bool has, Value value, const char *what) {
  if (!has || value_is_undefined(value) || value_is_callable(value))
    return true;
  Buffer text = {};
  vm_describe_for_message(vm, value, &text);
  vm_throw_type(vm, "%s must be a function: %s", what, text.bytes);
  buffer_free(&text);
  return false;
}

bool vm_to_descriptor(VM *vm, Value value, Descriptor *d) {
  Isolate *isolate = &vm->isolate;
  *d = (Descriptor){
      .value = VALUE_UNDEFINED, .get = VALUE_UNDEFINED, .set = VALUE_UNDEFINED};
  if (!value_is_object(value)) {
    Buffer text = {};
    vm_describe_for_message(vm, value, &text);
    vm_throw_type(vm, "Property description must be an object: %s", text.bytes);
    buffer_free(&text);
    return false;
  }
  Object *object = value_to_object(value);
  if (!descriptor_flag(vm, object, ATOM_KEY(isolate, enumerable),
                       &d->has_enumerable, &d->enumerable) ||
      !descriptor_flag(vm, object, ATOM_KEY(isolate, configurable),
                       &d->has_configurable, &d->configurable) ||
      !descriptor_field(vm, object, ATOM_KEY(isolate, value), &d->has_value,
                        &d->value) ||
      !descriptor_flag(vm, object, ATOM_KEY(isolate, writable),
                       &d->has_writable, &d->writable) ||
      !descriptor_field(vm, object, ATOM_KEY(isolate, get), &d->has_get,
                        &d->get) ||
      !check_function(vm, d->has_get, d->get, "Getter") ||
      !descriptor_field(vm, object, ATOM_KEY(isolate, set), &d->has_set,
                        &d->set) ||
      !check_function(vm, d->has_set, d->set, "Setter"))
    return false;
  if (is_accessor(d) && is_data(d))
    return vm_throw_type(vm, "Invalid property descriptor. Cannot both specify "
                             "accessors and a value or writable attribute");
  return true;
}

bool vm_from_property(VM *vm, const Property *property, Value *result) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, held, property->value);
  u8 attributes = property->attributes;
  ROOT_CELL(&isolate->heap, Object, object, object_new_plain(isolate));
  if (attributes & ATTRIBUTE_ACCESSOR) {
    Accessor *accessor = (Accessor *)value_to_cell(held);
    object_define(isolate, object, ATOM_KEY(isolate, get), accessor->getter,
                  ATTRIBUTES_DEFAULT);
    object_define(isolate, object, ATOM_KEY(isolate, set), accessor->setter,
                  ATTRIBUTES_DEFAULT);
  } else {
    object_define(isolate, object, ATOM_KEY(isolate, value), held,
                  ATTRIBUTES_DEFAULT);
    object_define(isolate, object, ATOM_KEY(isolate, writable),
                  value_from_boolean(attributes & ATTRIBUTE_WRITABLE),
                  ATTRIBUTES_DEFAULT);
  }
  object_define(isolate, object, ATOM_KEY(isolate, enumerable),
                value_from_boolean(attributes & ATTRIBUTE_ENUMERABLE),
                ATTRIBUTES_DEFAULT);
  object_define(isolate, object, ATOM_KEY(isolate, configurable),
                value_from_boolean(attributes & ATTRIBUTE_CONFIGURABLE),
                ATTRIBUTES_DEFAULT);
  *result = value_from_cell(object);
  return true;
}

bool vm_set_prototype(VM *vm, Object *object, Value prototype, bool *done) {
  Isolate *isolate = &vm->isolate;
  *done = true;
  if (value_same_bits(prototype, object_prototype(isolate, object)))
    return true;
  *done = false;
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE ||
      object == INTRINSIC(isolate, object_prototype))
    return true;
  for (Value at = prototype; value_is_object(at);
       at = object_prototype(isolate, value_to_object(at)))
    if (value_to_object(at) == object) return true;
  object_set_prototype(isolate, object, prototype);
  *done = true;
  return true;
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
