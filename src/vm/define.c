/* define.c - [[DefineOwnProperty]], lengths of arrays, and descriptors.
 * ECMA-262, chapters 10.1.6 and 10.4.2.
 */
#include "vm/exotic.h"
#include "vm/operations.h"

/* ---- The length of arrays -------------------------------------------------
 */

bool define_is_array_length(VM *vm, Object *object, Key key) {
  return object->cell.kind == KIND_ARRAY &&
         key_equals(key, ATOM_KEY(&vm->isolate, length));
}

bool define_convert_length(VM *vm, Value value, u32 *length) {
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

bool define_can_add(VM *vm, Object *object, Key key) {
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE) return false;
  if (object->cell.kind != KIND_ARRAY || !key_is_index(key) ||
      key_index(key) < array_length(object))
    return true;
  Property length;
  object_get_own(&vm->isolate, object, ATOM_KEY(&vm->isolate, length), &length);
  return length.attributes & ATTRIBUTE_WRITABLE;
}

static bool refuse(bool *done) {
  *done = false;
  return true;
}

/* ---- Defining --------------------------------------------------------------
 */

static bool is_accessor(const Descriptor *d) {
  return d->has_get || d->has_set;
}
static bool is_data(const Descriptor *d) {
  return d->has_value || d->has_writable;
}

bool define_is_compatible(VM *vm, const Property *own, const Descriptor *d) {
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
  if (d->has_value && !define_convert_length(vm, d->value, &length))
    return false;
  object_get_own(isolate, array, ATOM_KEY(isolate, length), &own);
  Descriptor as_number = *d;
  as_number.value = value_from_u32(length);
  if (!define_is_compatible(vm, &own, &as_number)) return refuse(done);
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

bool ordinary_define(VM *vm, Object *object, Key key, const Descriptor *d,
                     bool *done) {
  Property own;
  *done = true;
  if (define_is_array_length(vm, object, key))
    return define_length(vm, object, d, done);
  bool found;
  if (!ordinary_get_own(vm, object, key, &own, &found)) return false;
  if (!found) {
    if (!define_can_add(vm, object, key)) return refuse(done);
    return apply_descriptor(vm, object, key, d, NULL);
  }
  if (!define_is_compatible(vm, &own, d)) return refuse(done);
  if (own.place == PLACE_VIRTUAL) return true;
  return apply_descriptor(vm, object, key, d, &own);
}

static bool define(VM *vm, Object *object, Key key, const Descriptor *d,
                   bool *done) {
  if (likely(!object_is_exotic(object, key)))
    return ordinary_define(vm, object, key, d, done);
  const ExoticMethods *methods = exotic_of(vm, object);
  return (methods->define ? methods->define : ordinary_define)(vm, object, key,
                                                               d, done);
}

static bool throw_undefinable(VM *vm, Object *object, Key key) {
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

bool vm_define(VM *vm, Object *object, Key key, const Descriptor *descriptor,
               bool strict, bool *done) {
  bool accepted;
  ROOT_CELL(&vm->isolate.heap, Object, kept, object);
  ROOT(&vm->isolate.heap, kept_key, (Value){key.bits});
  if (!define(vm, kept, key, descriptor, &accepted)) return false;
  if (done) *done = accepted;
  if (accepted || !strict) return true;
  Object *blamed = kept;
  return exotic_throw_refused(vm, &blamed, "defineProperty", key) &&
         throw_undefinable(vm, blamed, key);
}

bool vm_create_property(VM *vm, Object *object, Key key, Value value) {
  Property own;
  if (likely(!object_is_exotic(object, key)) &&
      !object_get_own(&vm->isolate, object, key, &own) &&
      define_can_add(vm, object, key))
    return object_define(&vm->isolate, object, key, value,
                         ATTRIBUTES_DEFAULT) ||
           vm_throw_memory(vm);
  Descriptor d = descriptor_default(value);
  return vm_define(vm, object, key, &d, true, NULL);
}

bool vm_create_index(VM *vm, Object *object, double index, Value value) {
  return vm_create_property(vm, object, vm_key_from_number(vm, index), value);
}

/* ---- Descriptors -----------------------------------------------------------
 */

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
  Heap *heap = &isolate->heap;
  ROOT(heap, kept_value, VALUE_UNDEFINED);
  ROOT(heap, kept_get, VALUE_UNDEFINED);
  ROOT(heap, kept_set, VALUE_UNDEFINED);
  if (!descriptor_flag(vm, object, ATOM_KEY(isolate, enumerable),
                       &d->has_enumerable, &d->enumerable) ||
      !descriptor_flag(vm, object, ATOM_KEY(isolate, configurable),
                       &d->has_configurable, &d->configurable) ||
      !descriptor_field(vm, object, ATOM_KEY(isolate, value), &d->has_value,
                        &kept_value) ||
      !descriptor_flag(vm, object, ATOM_KEY(isolate, writable),
                       &d->has_writable, &d->writable) ||
      !descriptor_field(vm, object, ATOM_KEY(isolate, get), &d->has_get,
                        &kept_get) ||
      !check_function(vm, d->has_get, kept_get, "Getter") ||
      !descriptor_field(vm, object, ATOM_KEY(isolate, set), &d->has_set,
                        &kept_set) ||
      !check_function(vm, d->has_set, kept_set, "Setter"))
    return false;
  d->value = kept_value;
  d->get = kept_get;
  d->set = kept_set;
  if (is_accessor(d) && is_data(d))
    return vm_throw_type(vm, "Invalid property descriptor. Cannot both specify "
                             "accessors and a value or writable attribute");
  return true;
}

static void add_field(Isolate *isolate, Object *object, bool has, Key key,
                      Value value) {
  if (has) object_define(isolate, object, key, value, ATTRIBUTES_DEFAULT);
}

bool vm_from_descriptor(VM *vm, const Descriptor *d, Value *result) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, object, object_new_plain(isolate));
  add_field(isolate, object, d->has_value, ATOM_KEY(isolate, value), d->value);
  add_field(isolate, object, d->has_writable, ATOM_KEY(isolate, writable),
            value_from_boolean(d->writable));
  add_field(isolate, object, d->has_get, ATOM_KEY(isolate, get), d->get);
  add_field(isolate, object, d->has_set, ATOM_KEY(isolate, set), d->set);
  add_field(isolate, object, d->has_enumerable, ATOM_KEY(isolate, enumerable),
            value_from_boolean(d->enumerable));
  add_field(isolate, object, d->has_configurable,
            ATOM_KEY(isolate, configurable),
            value_from_boolean(d->configurable));
  *result = value_from_cell(object);
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
