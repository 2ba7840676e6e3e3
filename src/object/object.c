/* object.c - objects: making them, finding properties, prototypes. */
#include "object/isolate.h"

/* ---- Making objects ------------------------------------------------------ */

constexpr u32 FIRST_SLOTS = 4;

static Slots *slots_new(Isolate *isolate, u32 capacity) {
  size_t bytes = sizeof(Slots) + (size_t)capacity * sizeof(Value);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return NULL;
  Slots *slots = (Slots *)heap_allocate(&isolate->heap, KIND_SLOTS, bytes);
  if (!slots) return NULL;
  slots->capacity = capacity;
  slots->unused = 0;
  for (u32 i = 0; i < capacity; i++)
    slots->values[i] = VALUE_UNDEFINED;
  return slots;
}

/* The Object part of a cell of `bytes` bytes; inline values undefined. */
ALWAYS_INLINE Object *allocate(Isolate *isolate, CellKind kind, Shape *shape,
                               Slots *slots, size_t bytes) {
  Object *object = (Object *)heap_allocate_keeping(
      &isolate->heap, kind, bytes, value_from_cell(shape),
      value_from_cell(slots), (Value){});
  object->cell.shape = heap_compress(&isolate->heap, shape);
  object->cell.info = shape->cell.info;
  object->slots = slots;
  object->elements = isolate->empty_elements;
  Value *end = object->inline_slots + shape->cell.info;
#pragma clang loop vectorize(disable) unroll(disable) /* there are few */
  for (Value *slot = object->inline_slots; slot < end; slot++)
    *slot = VALUE_UNDEFINED;
  return object;
}

static NO_INLINE Object *new_with_slots(Isolate *isolate, CellKind kind,
                                        Shape *shape, size_t bytes) {
  ROOT_CELL(&isolate->heap, Shape, kept, shape);
  Slots *slots = slots_new(isolate, kept->slot_count - kept->cell.info);
  return allocate(isolate, kind, kept, slots, bytes);
}

Object *object_new_kind(Isolate *isolate, CellKind kind, Shape *shape,
                        size_t bytes) {
  u32 room = shape->cell.info;
  assert(bytes == sizeof(Object) || !room || kind == KIND_REGEXP);
  bytes += room * sizeof(Value);
  if (unlikely(shape->slot_count > room))
    return new_with_slots(isolate, kind, shape, bytes);
  return allocate(isolate, kind, shape, NULL, bytes);
}

Object *object_new(Isolate *isolate, Shape *shape) {
  u32 room = shape->cell.info;
  size_t bytes = sizeof(Object) + room * sizeof(Value);
  if (unlikely(shape->slot_count > room))
    return new_with_slots(isolate, KIND_OBJECT, shape, bytes);
  return allocate(isolate, KIND_OBJECT, shape, NULL, bytes);
}

Object *object_new_plain(Isolate *isolate) {
  return object_new(isolate, isolate->plain_shape);
}

Object *object_new_with_prototype(Isolate *isolate, Value prototype) {
  u32 capacity = isolate->plain_shape->cell.info;
  return object_new(isolate, shape_empty(isolate, prototype, capacity));
}

Accessor *accessor_new(Isolate *isolate, Value getter, Value setter) {
  ROOT(&isolate->heap, kept_getter, getter);
  ROOT(&isolate->heap, kept_setter, setter);
  Accessor *accessor = (Accessor *)heap_allocate(&isolate->heap, KIND_ACCESSOR,
                                                 sizeof *accessor);
  accessor->getter = kept_getter;
  accessor->setter = kept_setter;
  return accessor;
}

/* ---- Shapes and slots ---------------------------------------------------- */

Shape *object_shape(Isolate *isolate, const Object *object) {
  return heap_expand(&isolate->heap, object->cell.shape);
}

Value object_prototype(Isolate *isolate, const Object *object) {
  return object_shape(isolate, object)->prototype;
}

void object_take_shape(Isolate *isolate, Object *object, Shape *shape) {
  assert(shape->cell.info == object->cell.info);
  cell_write_compressed(&isolate->heap, object, &object->cell.shape,
                        heap_compress(&isolate->heap, shape));
  heap_probe(&isolate->heap, TRANSITION, object, value_from_cell(shape),
             VALUE_UNDEFINED);
}

bool object_reserve_slot(Isolate *isolate, Object *object, u32 offset) {
  u32 inline_capacity = object->cell.info;
  if (offset < inline_capacity) return true;
  u32 index = offset - inline_capacity;
  u32 capacity = object->slots ? object->slots->capacity : 0;
  if (index < capacity) return true;
  u32 wanted = capacity ? 2 * capacity : FIRST_SLOTS;
  while (wanted <= index)
    wanted *= 2;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  Slots *slots = slots_new(isolate, wanted);
  if (!slots) return false;
  if (capacity)
    memcpy(slots->values, kept->slots->values, capacity * sizeof(Value));
  cell_write_pointer(&isolate->heap, kept, kept->slots, slots);
  return true;
}

/* ---- Finding ------------------------------------------------------------- */

/* The string inside a String wrapper: see OBJECT_EXOTIC_INDEX. */
static String *wrapped_string(Isolate *isolate, Object *object) {
  Value primitive = *(Value *)(object + 1);
  return value_is_string(primitive) ? string_flatten(isolate, primitive) : NULL;
}

static bool find_unit(Isolate *isolate, Object *object, u32 index,
                      Property *property) {
  if (object->cell.kind != KIND_WRAPPER) return false;
  String *string = wrapped_string(isolate, object);
  if (!string || index >= string->length) return false;
  String *unit = string_from_unit(isolate, string_unit(string, index));
  *property = (Property){.place = PLACE_VIRTUAL,
                         .attributes = ATTRIBUTE_ENUMERABLE,
                         .offset = index,
                         .value = value_from_cell(unit),
                         .holder = object};
  return true;
}

static bool find_index(Isolate *isolate, Object *object, u32 index,
                       Property *property) {
  if (unlikely(object->cell.flags & OBJECT_EXOTIC_INDEX) &&
      find_unit(isolate, object, index, property))
    return true;
  return elements_find(object, index, property);
}

/* Whether the key is one of those that a lazy function makes when asked. */
static bool is_lazy_key(Isolate *isolate, Key key) {
  return key_equals(key, ATOM_KEY(isolate, length)) ||
         key_equals(key, ATOM_KEY(isolate, name)) ||
         key_equals(key, ATOM_KEY(isolate, prototype));
}

static bool find_named(Isolate *isolate, Object *object, Key key,
                       Property *property) {
  Shape *shape = object_shape(isolate, object);
  if (unlikely(shape->cell.flags & SHAPE_LAZY) && is_lazy_key(isolate, key)) {
    object_materialize(isolate, object);
    shape = object_shape(isolate, object);
  }
  ShapeProperty found;
  if (!shape_find(isolate, shape, key, &found)) return false;
  *property = (Property){.place = PLACE_SLOT,
                         .attributes = found.attributes,
                         .offset = found.offset,
                         .value = *object_slot(object, found.offset),
                         .holder = object};
  return true;
}

bool object_get_own(Isolate *isolate, Object *object, Key key,
                    Property *property) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  return key_is_index(key) ? find_index(isolate, kept, key_index(key), property)
                           : find_named(isolate, kept, key, property);
}

bool object_is_exotic_slow_(const Object *object, Key key) {
  if (key_is_private(key)) return false;
  return object->cell.flags & OBJECT_EXOTIC || key_is_numeric(key);
}

bool object_find(Isolate *isolate, Object *object, Key key,
                 Property *property) {
  ROOT(&isolate->heap, at, value_from_cell(object));
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  while (value_is_object(at)) {
    if (object_is_exotic(value_to_object(at), key)) {
      *property = (Property){.place = PLACE_EXOTIC,
                             .value = VALUE_UNDEFINED,
                             .holder = value_to_object(at)};
      return true;
    }
    if (object_get_own(isolate, value_to_object(at), key, property))
      return true;
    at = object_prototype(isolate, value_to_object(at));
  }
  property->place = PLACE_NONE;
  return false;
}

/* ---- Prototypes ---------------------------------------------------------- */

/* The wrapped string of String.prototype is empty: it has no elements. */
static bool has_elements(const Object *object) {
  if (object->cell.flags & (OBJECT_EXOTIC | OBJECT_EXOTIC_NUMERIC)) return true;
  if (object->cell.flags & OBJECT_EXOTIC_INDEX) {
    if (object->cell.kind != KIND_WRAPPER) return true;
    Value primitive = *(const Value *)(object + 1);
    if (!value_is_string(primitive) || string_length(primitive)) return true;
  }
  return object->elements->length || object_has_dictionary(object);
}

void object_mark_prototype(Isolate *isolate, Object *object) {
  if (object->cell.flags & OBJECT_IS_PROTOTYPE) return;
  object->cell.flags |= OBJECT_IS_PROTOTYPE;
  if (has_elements(object)) isolate->prototype_has_elements = true;
}

void object_set_prototype(Isolate *isolate, Object *object, Value prototype) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  Shape *shape = object_shape(isolate, kept);
  if (value_same_bits(shape->prototype, prototype)) return;
  object_take_shape(isolate, kept,
                    shape_with_prototype(isolate, shape, prototype));
  if (kept->cell.flags & OBJECT_IS_PROTOTYPE) isolate->prototype_epoch++;
}
