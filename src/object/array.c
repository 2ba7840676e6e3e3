/* array.c - arrays: objects whose Shape has `length` at slot 0, inline. */
#include "object/internal.h"

void array_set_length_slot(Isolate *isolate, Object *array, u32 length) {
  assert(array->cell.kind == KIND_ARRAY);
  cell_write(&isolate->heap, array, &array->inline_slots[0],
             value_from_u32(length));
}

/* An array that takes these elements, all in use. */
static Object *new_with(Isolate *isolate, Elements *elements) {
  Object *array = (Object *)heap_allocate_keeping(
      &isolate->heap, KIND_ARRAY, sizeof(Object) + sizeof(Value),
      value_from_cell(elements), (Value){}, (Value){});
  array->cell.shape = heap_compress(&isolate->heap, isolate->array_shape);
  array->cell.info = 1;
  array->slots = NULL;
  array->elements = elements;
  array->inline_slots[0] = value_from_u32(elements->length);
  return array;
}

Object *array_new(Isolate *isolate, u32 capacity) {
  if (!capacity) return new_with(isolate, isolate->empty_elements);
  Elements *elements = elements_new(isolate, capacity);
  return elements ? new_with(isolate, elements) : NULL;
}

/* The narrowest kind for all the values; most often they are all integers. */
static ElementsKind kind_of_values(const Value *values, u32 count) {
  u64 common = UINT64_MAX;
  for (u32 i = 0; i < count; i++)
    common &= values[i].bits;
  ElementsKind kind = ELEMENTS_PACKED_INT;
  if (common >= VALUE_NUMBER_TAG) return kind;
  for (u32 i = 0; i < count; i++)
    kind = elements_kind_for(kind, values[i]);
  return kind;
}

Elements *elements_from_values(Isolate *isolate, const Value *values,
                               u32 count) {
  Elements *elements = elements_new(isolate, count);
  if (!elements) return NULL;
  memcpy(elements->values, values, count * sizeof(Value));
  elements->cell.flags = kind_of_values(values, count);
  elements->length = count;
  return elements;
}

Object *array_from_values(Isolate *isolate, const Value *values, u32 count) {
  if (!count) return new_with(isolate, isolate->empty_elements);
  Elements *elements = elements_from_values(isolate, values, count);
  return elements ? new_with(isolate, elements) : NULL;
}

bool array_push(Isolate *isolate, Object *array, Value value) {
  ROOT_CELL(&isolate->heap, Object, kept, array);
  u32 length = array_length(kept);
  assert(length < UINT32_MAX);
  if (!elements_set(isolate, kept, length, value)) return false;
  array_set_length_slot(isolate, kept, length + 1);
  return true;
}
