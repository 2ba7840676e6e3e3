/* elements.c - indexed items with default attributes, side by side. */
#include "object/internal.h"

constexpr u32 FIRST_CAPACITY = 4;
constexpr u32 GAP_MAX = 1024;        /* a larger gap makes a Dictionary */
constexpr u32 DENSE_MAX = 32u << 20; /* unless an array's length covers it */

ElementsKind elements_kind_for(ElementsKind kind, Value v) {
  u32 general = kind % 3, holey = kind >= ELEMENTS_HOLEY_INT;
  if (value_is_hole(v))
    holey = true;
  else if (!value_is_number(v))
    general = ELEMENTS_PACKED;
  else if (!value_is_int(v) && general < ELEMENTS_PACKED_DOUBLE)
    general = ELEMENTS_PACKED_DOUBLE;
  return (ElementsKind)(general + (holey ? ELEMENTS_HOLEY_INT : 0));
}

/* ---- Room ---------------------------------------------------------------- */

/* What the size class leaves over is capacity too. NULL: no memory. */
Elements *elements_new(Isolate *isolate, u32 capacity) {
  size_t bytes = sizeof(Elements) + (size_t)capacity * sizeof(Value);
  bytes = heap_round_(bytes);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return NULL;
  Elements *elements =
      (Elements *)heap_allocate(&isolate->heap, KIND_ELEMENTS, bytes);
  if (!elements) return NULL;
  elements->capacity = (u32)((bytes - sizeof(Elements)) / sizeof(Value));
  elements->length = 0;
  return elements;
}

/* The object is rooted by the caller. */
static bool resize(Isolate *isolate, Object *object, u32 capacity) {
  Elements *fresh = elements_new(isolate, capacity);
  if (!fresh) return false;
  Elements *old = object->elements;
  fresh->cell.flags = old->cell.flags;
  fresh->length = old->length;
  memcpy(fresh->values, old->values, old->length * sizeof(Value));
  cell_write_pointer(&isolate->heap, object, object->elements, fresh);
  return true;
}

bool elements_reserve(Isolate *isolate, Object *object, u32 capacity) {
  if (object_has_dictionary(object)) return true;
  if (capacity <= object->elements->capacity) return true;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  return resize(isolate, kept, capacity);
}

static u32 count_items(const Elements *elements) {
  u32 count = 0;
  for (u32 i = 0; i < elements->length; i++)
    count += !value_is_hole(elements->values[i]);
  return count;
}

/* Whether items up to `index` may lie side by side. Behind a larger gap an
 * eighth of the places must be in use. */
static bool is_dense(const Object *object, u32 index) {
  const Elements *elements = object->elements;
  if (index <= (u64)elements->length + GAP_MAX) return true;
  u64 gap_end = GAP_MAX + 3 * (u64)elements->length;
  if (index <= gap_end && index / 8 <= count_items(elements)) return true;
  return object->cell.kind == KIND_ARRAY && index <= array_length(object) &&
         index < DENSE_MAX;
}

/* Room for an item at `index`, with half as much again; but an array that
 * knows its length does not grow past it. */
static bool grow(Isolate *isolate, Object *object, u32 index) {
  u64 wanted = (u64)index + 1;
  u64 capacity = wanted + wanted / 2;
  if (capacity < FIRST_CAPACITY) capacity = FIRST_CAPACITY;
  if (object->cell.kind == KIND_ARRAY) {
    u32 length = array_length(object);
    if (wanted <= length && length < capacity) capacity = length;
  }
  if (capacity > UINT32_MAX) capacity = UINT32_MAX;
  return resize(isolate, object, (u32)capacity);
}

/* ---- Storing ------------------------------------------------------------- */

static void note_prototype(Isolate *isolate, const Object *object) {
  if (object->cell.flags & OBJECT_IS_PROTOTYPE)
    isolate->prototype_has_elements = true;
}

/* There is room. */
static void place(Isolate *isolate, Elements *elements, u32 index,
                  Value value) {
  ElementsKind kind = elements->cell.flags;
  for (; elements->length < index; elements->length++) {
    elements->values[elements->length] = VALUE_HOLE;
    kind = elements_kind_for(kind, VALUE_HOLE);
  }
  elements->cell.flags = elements_kind_for(kind, value);
  Value *slot = &elements->values[index];
  if (index < elements->length) {
    cell_write(&isolate->heap, elements, slot, value);
  } else {
    cell_write_new(&isolate->heap, elements, slot, value);
    elements->length++;
  }
}

/* Room for an item at `index`, here or in a Dictionary. An array that claims a
 * great length may have few items, for which a Dictionary has memory. */
static bool make_room(Isolate *isolate, Object *object, u32 index) {
  bool is_near = index - object->elements->length <= GAP_MAX;
  if (is_dense(object, index) && grow(isolate, object, index)) return true;
  if (is_near) return false;
  elements_to_dictionary(isolate, object);
  return true;
}

/* Items that have come close together leave their Dictionary. It is looked at
 * when it would have to grow; half of the places must be in use then, many more
 * than one that is dense may lose before it becomes a Dictionary. */
static void leave_dictionary(Isolate *isolate, Object *object) {
  Dictionary *dictionary = (Dictionary *)object->elements;
  if (!dictionary_is_full(dictionary)) return;
  u32 end = dictionary_dense_end(dictionary);
  if (!end || end / 2 > dictionary->count) return;
  Elements *elements = elements_new(isolate, end + end / 2);
  if (!elements) return;
  elements->cell.flags = ELEMENTS_PACKED_INT;
  for (u32 i = 0; i < end; i++) {
    const DictionaryEntry *entry = dictionary_find(dictionary, i);
    place(isolate, elements, i, entry ? entry->value : VALUE_HOLE);
  }
  cell_write_pointer(&isolate->heap, object, object->elements, elements);
}

/* Object and value are rooted by the caller. */
static bool store(Isolate *isolate, Object *object, u32 index, Value value) {
  note_prototype(isolate, object);
  if (object_has_dictionary(object)) leave_dictionary(isolate, object);
  if (!object_has_dictionary(object) && index >= object->elements->capacity &&
      !make_room(isolate, object, index))
    return false;
  if (object_has_dictionary(object))
    return dictionary_put(isolate, object, index, value, ATTRIBUTES_DEFAULT);
  place(isolate, object->elements, index, value);
  return true;
}

bool elements_set(Isolate *isolate, Object *object, u32 index, Value value) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, kept_value, value);
  if (!store(isolate, kept, index, kept_value)) return false;
  heap_probe(&isolate->heap, WRITE, kept, ((Value){key_from_index(index).bits}),
             kept_value);
  return true;
}

/* Attributes out of the ordinary, now or before, are a Dictionary's. */
bool elements_define(Isolate *isolate, Object *object, u32 index, Value value,
                     u8 attributes) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, kept_value, value);
  if (!object_has_dictionary(kept)) {
    bool ordinary = attributes == ATTRIBUTES_DEFAULT &&
                    !(kept->cell.flags & OBJECT_FROZEN_ELEMENTS);
    if (ordinary) return store(isolate, kept, index, kept_value);
    u64 bytes = 2 * sizeof(DictionaryEntry) * (u64)kept->elements->length;
    if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
      return false;
    elements_to_dictionary(isolate, kept);
  }
  note_prototype(isolate, kept);
  return dictionary_put(isolate, kept, index, kept_value, attributes);
}

bool elements_define_variable(Isolate *isolate, Object *object, u32 index,
                              Environment *environment, u32 slot) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT_CELL(&isolate->heap, Environment, kept_environment, environment);
  elements_to_dictionary(isolate, kept);
  return dictionary_put_variable(isolate, kept, index, kept_environment, slot);
}

/* ---- Reading, deleting, listing ------------------------------------------ */

/* What holds for every item of an object's Elements. */
static u8 common_attributes(const Object *object) {
  return object->cell.flags & OBJECT_FROZEN_ELEMENTS ? ATTRIBUTE_ENUMERABLE
                                                     : ATTRIBUTES_DEFAULT;
}

bool elements_find(Object *object, u32 index, Property *property) {
  *property = (Property){.offset = index, .holder = object};
  if (object_has_dictionary(object)) {
    DictionaryEntry *entry =
        dictionary_find((Dictionary *)object->elements, index);
    if (!entry) return false;
    property->place = PLACE_DICTIONARY;
    property->attributes = (u8)entry->attributes;
    property->value = dictionary_entry_value(entry);
    return true;
  }
  Elements *elements = object->elements;
  if (index >= elements->length || value_is_hole(elements->values[index]))
    return false;
  property->place = PLACE_ELEMENT;
  property->attributes = common_attributes(object);
  property->value = elements->values[index];
  return true;
}

void elements_delete(Isolate *isolate, Object *object, u32 index) {
  if (object_has_dictionary(object)) {
    dictionary_remove(isolate, (Dictionary *)object->elements, index);
    return;
  }
  Elements *elements = object->elements;
  if (index < elements->length) place(isolate, elements, index, VALUE_HOLE);
}

void elements_append_keys(Object *object, KeyList *keys) {
  if (object_has_dictionary(object)) {
    dictionary_append_keys((Dictionary *)object->elements, keys);
    return;
  }
  Elements *elements = object->elements;
  vector_reserve(keys, elements->length);
  for (u32 i = 0; i < elements->length; i++)
    if (!value_is_hole(elements->values[i]))
      vector_push(keys, key_from_index(i));
}

/* ---- Truncating ---------------------------------------------------------- */

/* Memory that mostly lies unused goes back. Doing without is fine too. */
static void shrink(Isolate *isolate, Object *object) {
  Elements *elements = object->elements;
  if (elements->capacity <= 64 || elements->length > elements->capacity / 4)
    return;
  if (elements->length)
    resize(isolate, object, elements->length + elements->length / 2);
  else
    cell_write_pointer(&isolate->heap, object, object->elements,
                       isolate->empty_elements);
}

/* The items from `length` on are nobody's any more. */
static void drop_items(Isolate *isolate, Elements *elements, u32 length) {
  if (elements->cell.flags % 3 == ELEMENTS_PACKED)
    for (u32 i = length; i < elements->length; i++)
      cell_forget(&isolate->heap, elements, elements->values[i]);
  elements->length = length;
}

u32 elements_truncate(Isolate *isolate, Object *object, u32 length) {
  if (object_has_dictionary(object))
    return dictionary_truncate(isolate, (Dictionary *)object->elements, length);
  Elements *elements = object->elements;
  if (length >= elements->length) return length;
  if (object->cell.flags & OBJECT_FROZEN_ELEMENTS) return elements->length;
  drop_items(isolate, elements, length);
  ROOT_CELL(&isolate->heap, Object, kept, object);
  shrink(isolate, kept);
  return length;
}
