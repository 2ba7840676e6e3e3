/* array.c - arrays: objects whose Shape has `length` at slot 0, inline. */
#include "object/internal.h"

void array_set_length_slot(Isolate *isolate, Object *array, u32 length) {
  assert(array->cell.kind == KIND_ARRAY);
  cell_write(&isolate->heap, array, &array->inline_slots[0],
             value_from_u32(length));
}

Object *array_new(Isolate *isolate, u32 capacity) {
  ROOT_CELL(&isolate->heap, Elements, elements, NULL);
  if (capacity) {
    elements = elements_new(isolate, capacity);
    if (!elements) return NULL;
  }
  Object *array = object_new_kind(isolate, KIND_ARRAY, isolate->array_shape,
                                  sizeof(Object));
  if (elements) array->elements = elements;
  array->inline_slots[0] = value_from_int(0);
  return array;
}

Object *array_from_values(Isolate *isolate, const Value *values, u32 count) {
  Object *array = array_new(isolate, count);
  if (!array || !count) return array;
  Elements *elements = array->elements;
  ElementsKind kind = ELEMENTS_PACKED_INT;
  for (u32 i = 0; i < count; i++) {
    elements->values[i] = values[i];
    kind = elements_kind_for(kind, values[i]);
  }
  elements->cell.flags = kind;
  elements->length = count;
  array->inline_slots[0] = value_from_u32(count);
  return array;
}

bool array_push(Isolate *isolate, Object *array, Value value) {
  ROOT_CELL(&isolate->heap, Object, kept, array);
  u32 length = array_length(kept);
  assert(length < UINT32_MAX);
  if (!elements_set(isolate, kept, length, value)) return false;
  array_set_length_slot(isolate, kept, length + 1);
  return true;
}
