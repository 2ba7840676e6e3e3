/* object_define.c - adding, changing and deleting properties. */
#include "object/internal.h"

/* What others have learned of an object may be wrong from now on: of a
 * prototype's structure, and of how arrays are iterated. */
static void note_structure(Isolate *isolate, Object *object) {
  if (object->cell.flags & OBJECT_IS_PROTOTYPE) isolate->prototype_epoch++;
}

static void note_iteration(Isolate *isolate, Object *object, Key key) {
  if (!isolate->array_iteration_pristine) return;
  bool is_array_iterator = object == INTRINSIC(isolate, array_prototype) &&
                           key_equals(key, SYMBOL_KEY(isolate, iterator));
  bool is_next = object == INTRINSIC(isolate, array_iterator_prototype) &&
                 key_equals(key, ATOM_KEY(isolate, next));
  if (is_array_iterator || is_next) isolate->array_iteration_pristine = false;
}

/* A property that RegExp or its prototype had is another now. */
static void note_regexp(Isolate *isolate, const Object *object) {
  if (object == INTRINSIC(isolate, regexp_prototype) ||
      object == INTRINSIC(isolate, regexp_constructor))
    isolate->regexp_pristine = false;
}

/* Objects made by a function follow its `prototype`. */
static void note_function(Isolate *isolate, Object *object, Key key) {
  if (object->cell.kind == KIND_FUNCTION &&
      key_equals(key, ATOM_KEY(isolate, prototype)))
    cell_write_compressed(&isolate->heap, object,
                          &((Function *)object)->construct_shape, 0);
}

static void write_slot(Isolate *isolate, Object *object, Key key, u32 offset,
                       Value value) {
  object_write_slot(&isolate->heap, object, offset, value);
  note_iteration(isolate, object, key);
  note_function(isolate, object, key);
}

/* ---- Adding -------------------------------------------------------------- */

/* In all of the following object, key and value are rooted by the caller. */

static bool add_to_dictionary(Isolate *isolate, Object *object, Key key,
                              Value value, u8 attributes) {
  ROOT_CELL(&isolate->heap, Shape, shape, object_shape(isolate, object));
  bool is_new = !(shape->cell.flags & SHAPE_DICTIONARY);
  if (is_new) shape = shape_to_dictionary(isolate, shape);
  if (!shape_dictionary_reserve(isolate, shape) ||
      !object_reserve_slot(isolate, object, shape->slot_count))
    return false;
  u32 offset = shape_dictionary_add(isolate, shape, key, attributes);
  if (is_new) object_take_shape(isolate, object, shape);
  write_slot(isolate, object, key, offset, value);
  return true;
}

static bool add_to_chain(Isolate *isolate, Object *object, Key key, Value value,
                         u8 attributes) {
  ROOT_CELL(&isolate->heap, Shape, shape,
            shape_add(isolate, object_shape(isolate, object), key, attributes));
  if (!object_reserve_slot(isolate, object, shape->offset)) return false;
  object_take_shape(isolate, object, shape);
  write_slot(isolate, object, key, shape->offset, value);
  return true;
}

static bool add(Isolate *isolate, Object *object, Key key, Value value,
                u8 attributes) {
  Shape *shape = object_shape(isolate, object);
  bool in_dictionary = shape->cell.flags & SHAPE_DICTIONARY ||
                       shape->count >= SHAPE_PROPERTIES_MAX;
  note_structure(isolate, object);
  return in_dictionary
             ? add_to_dictionary(isolate, object, key, value, attributes)
             : add_to_chain(isolate, object, key, value, attributes);
}

/* ---- Changing ------------------------------------------------------------ */

/* That a write needs more than a store stays true whatever is defined. */
static void change(Isolate *isolate, Object *object, Key key,
                   ShapeProperty property, Value value, u8 attributes) {
  attributes |= property.attributes & ATTRIBUTE_WATCHED;
  note_regexp(isolate, object);
  if (attributes != property.attributes) {
    note_structure(isolate, object);
    Shape *shape = object_shape(isolate, object);
    object_take_shape(isolate, object,
                      shape_dictionary_change(isolate, shape, key, attributes));
  }
  write_slot(isolate, object, key, property.offset, value);
}

static bool define_named(Isolate *isolate, Object *object, Key key, Value value,
                         u8 attributes) {
  object_materialize(isolate, object);
  ShapeProperty property;
  Shape *shape = object_shape(isolate, object);
  if (!shape_find(isolate, shape, key, &property))
    return add(isolate, object, key, value, attributes);
  change(isolate, object, key, property, value, attributes);
  return true;
}

static bool define_index(Isolate *isolate, Object *object, u32 index,
                         Value value, u8 attributes) {
  if (!elements_define(isolate, object, index, value, attributes)) return false;
  if (object->cell.kind == KIND_ARRAY && index >= array_length(object))
    array_set_length_slot(isolate, object, index + 1);
  return true;
}

bool object_define_unseen(Isolate *isolate, Object *object, Key key,
                          Value value, u8 attributes) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  ROOT(&isolate->heap, kept_value, value);
  return key_is_index(key)
             ? define_index(isolate, kept, key_index(key), kept_value,
                            attributes)
             : define_named(isolate, kept, key, kept_value, attributes);
}

bool object_define(Isolate *isolate, Object *object, Key key, Value value,
                   u8 attributes) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  ROOT(&isolate->heap, kept_value, value);
  bool done = object_define_unseen(isolate, kept, key, kept_value, attributes);
  if (done)
    heap_probe(&isolate->heap, WRITE, kept, ((Value){key.bits}), kept_value);
  return done;
}

void object_set_value(Isolate *isolate, Object *object, Key key,
                      const Property *property, Value value) {
  assert(!(property->attributes & ATTRIBUTE_ACCESSOR));
  switch (property->place) {
  case PLACE_SLOT:
    note_regexp(isolate, object);
    write_slot(isolate, object, key, property->offset, value);
    break;
  case PLACE_ELEMENT: {
    Elements *elements = object->elements;
    u32 index = property->offset;
    assert(index < elements->length);
    elements->cell.flags = elements_kind_for(elements->cell.flags, value);
    cell_write(&isolate->heap, elements, &elements->values[index], value);
    break;
  }
  case PLACE_DICTIONARY: {
    Dictionary *dictionary = (Dictionary *)object->elements;
    DictionaryEntry *entry = dictionary_find(dictionary, property->offset);
    dictionary_entry_set_value(isolate, dictionary, entry, value);
    break;
  }
  case PLACE_NONE:
  case PLACE_VIRTUAL:
  case PLACE_EXOTIC: assert(!"not a property that can be stored into");
  }
  heap_probe(&isolate->heap, WRITE, object, ((Value){key.bits}), value);
}

void object_set_c(Isolate *isolate, Object *object, const char *key,
                  Value value, u8 attributes) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, kept_value, value);
  object_define(isolate, kept, key_from_c(isolate, key), kept_value,
                attributes);
}

/* ---- Deleting ------------------------------------------------------------ */

static bool delete_named(Isolate *isolate, Object *object, Key key) {
  object_materialize(isolate, object);
  ShapeProperty property;
  Shape *shape = object_shape(isolate, object);
  if (!shape_find(isolate, shape, key, &property)) return false;
  note_structure(isolate, object);
  note_regexp(isolate, object);
  shape = shape_dictionary_remove(isolate, object_shape(isolate, object), key);
  object_take_shape(isolate, object, shape);
  write_slot(isolate, object, key, property.offset, VALUE_UNDEFINED);
  return true;
}

static bool delete_index(Isolate *isolate, Object *object, u32 index) {
  Property property;
  if (!elements_find(object, index, &property)) return false;
  elements_delete(isolate, object, index);
  return true;
}

bool object_delete(Isolate *isolate, Object *object, Key key) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  return key_is_index(key) ? delete_index(isolate, kept, key_index(key))
                           : delete_named(isolate, kept, key);
}
