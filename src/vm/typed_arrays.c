/* typed_arrays.c - the internal methods of typed arrays: see typed_arrays.h.
 */
#include "vm/typed_arrays.h"

#include <math.h>

#include "object/bigint.h"
#include "vm/exotic.h"

/* ---- Items ----------------------------------------------------------------
 */

bool type_convert(VM *vm, ElementType type, Value value, u64 *bits) {
  if (type_is_bigint(type)) {
    Value bigint;
    if (!vm_to_bigint(vm, value, &bigint)) return false;
    *bits = bigint_to_u64(value_to_bigint(bigint));
    return true;
  }
  double number;
  if (likely(value_is_number(value))) {
    *bits = type_encode(type, value);
    return true;
  }
  if (!vm_to_number(vm, value, &number)) return false;
  *bits = type_encode_double(type, number);
  return true;
}

/* IsValidIntegerIndex */
static bool is_valid(View *array, double index) {
  return index >= 0 && index < (double)view_length(array) &&
         index == trunc(index) && !(index == 0 && signbit(index));
}

Value typed_array_get(VM *vm, View *array, double index) {
  if (!is_valid(array, index)) return VALUE_UNDEFINED;
  return type_load_any(&vm->isolate, array->type, view_at(array, (u64)index));
}

bool typed_array_set(VM *vm, View *array, double index, Value value) {
  u64 bits;
  ROOT_CELL(&vm->isolate.heap, View, kept, array);
  if (!type_convert(vm, kept->type, value, &bits)) return false;
  if (!is_valid(kept, index)) return true;
  type_store(kept->type, view_at(kept, (u64)index), bits);
  heap_probe(&vm->isolate.heap, WRITE, kept,
             ((Value){key_from_index((u32)index).bits}), value);
  return true;
}

/* The number that a numeric key is. */
static double key_number(Key key) {
  if (key_is_index(key)) return key_index(key);
  return string_to_number((const String *)key_cell(key));
}

/* ---- Internal methods ------------------------------------------------------
 */

static bool get_own(VM *vm, Object *self, Key key, Property *property,
                    bool *found) {
  View *array = (View *)self;
  double index = key_number(key);
  *found = is_valid(array, index);
  if (*found)
    *property = (Property){.place = PLACE_VIRTUAL,
                           .attributes = ATTRIBUTES_DEFAULT,
                           .value = typed_array_get(vm, array, index),
                           .holder = self};
  return true;
}

static bool has(VM *vm, Object *self, Key key, bool *result) {
  *result = is_valid((View *)self, key_number(key));
  return true;
}

static bool get(VM *vm, Object *self, Key key, Value receiver, Value *result) {
  *result = typed_array_get(vm, (View *)self, key_number(key));
  return true;
}

static bool set(VM *vm, Object *self, Key key, Value value, Value receiver,
                bool *done) {
  View *array = (View *)self;
  double index = key_number(key);
  *done = true;
  if (value_same_bits(receiver, value_from_cell(self)))
    return typed_array_set(vm, array, index, value);
  return !is_valid(array, index) ||
         ordinary_set(vm, self, key, value, receiver, done);
}

static bool define(VM *vm, Object *self, Key key, const Descriptor *d,
                   bool *done) {
  View *array = (View *)self;
  double index = key_number(key);
  *done = is_valid(array, index) &&
          !(d->has_configurable && !d->configurable) &&
          !(d->has_enumerable && !d->enumerable) && !d->has_get &&
          !d->has_set && !(d->has_writable && !d->writable);
  return !*done || !d->has_value || typed_array_set(vm, array, index, d->value);
}

static bool delete_item(VM *vm, Object *self, Key key, bool *done) {
  *done = !is_valid((View *)self, key_number(key));
  return true;
}

/* The indices, and then what lies in slots. */
static Object *own_keys(VM *vm, Object *self) {
  Isolate *isolate = &vm->isolate;
  u64 length = view_length((View *)self);
  ROOT_CELL(&isolate->heap, Object, named, ordinary_own_keys(vm, self));
  if (!named) return NULL;
  u32 count = named->elements->length;
  Object *keys = length < UINT32_MAX - count
                     ? array_new(isolate, (u32)length + count)
                     : NULL;
  if (!keys) return vm_throw_memory(vm), NULL;
  for (u64 i = 0; i < length; i++)
    array_push(isolate, keys, (Value){key_from_index((u32)i).bits});
  for (u32 i = 0; i < count; i++)
    array_push(isolate, keys, named->elements->values[i]);
  return keys;
}

/* IsTypedArrayFixedLength: only then no item can come into being later. */
static bool prevent_extensions(VM *vm, Object *self, bool *done) {
  const View *array = (const View *)self;
  *done =
      array->fixed_length != VIEW_TRACKS_LENGTH &&
      (!array->buffer->is_resizable || array_buffer_is_shared(array->buffer));
  if (*done) object_prevent_extensions(&vm->isolate, self);
  return true;
}

static bool throw_refused(VM *vm, Object **self, const char *method, Key key) {
  View *array = (View *)*self;
  if (!strcmp(method, "preventExtensions"))
    return vm_throw_type(vm, "Cannot prevent extensions");
  if (!strcmp(method, "defineProperty") && key_is_numeric(key) &&
      !is_valid(array, key_number(key)))
    return vm_throw_type(vm, "Invalid typed array index");
  return true;
}

void typed_array_open(VM *vm) {
  static const ExoticMethods methods = {
      .get_own = get_own,
      .define = define,
      .has = has,
      .get = get,
      .set = set,
      .delete = delete_item,
      .own_keys = own_keys,
      .prevent_extensions = prevent_extensions,
      .throw_refused = throw_refused,
  };
  exotic_register(vm, KIND_TYPED_ARRAY, &methods);
}
