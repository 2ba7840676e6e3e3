/* object.h - objects: named properties in slots, indexed ones in elements.
 *
 *   Object  +-----------------+-------+----------+--------+--------+---
 *           | header          | slots | elements | slot 0 | slot 1 | ...
 *           | shape,kind,info |       |          |  inline values  |
 *           +-----------------+-------+----------+--------+--------+---
 *                               |        |
 *                     Slots  <--+        +-->  Elements or Dictionary
 *
 * The first `info` values lie inside the object, the others in a Slots cell.
 * Kinds with fields of their own (functions, maps, ...) have them behind
 * `elements` and no inline values.
 *
 * Elements. Items with default attributes lie in an Elements cell, whose kind
 * says what has been stored: only small integers, only numbers, anything; with
 * holes or without. Kinds only grow more general. Items with other attributes,
 * or far apart, lie in a Dictionary. An object without items shares one empty
 * Elements cell. `elements->length` counts the items in use, so that the one
 * test `index < elements->length` guards a fast read on any object.
 *
 * The functions here know own properties and prototype chains but run no code
 * of the program: getters, setters and conversions are vm/'s.
 */
#ifndef GLASSHEAP_OBJECT_OBJECT_H
#define GLASSHEAP_OBJECT_OBJECT_H

#include "base/vector.h"
#include "object/shape.h"

constexpr u8 OBJECT_NOT_EXTENSIBLE = 1;   /* flags of object cells */
constexpr u8 OBJECT_IS_PROTOTYPE = 2;     /* is or was somebody's prototype */
constexpr u8 OBJECT_IS_CLASS = 4;         /* FUNCTION: a class constructor */
constexpr u8 OBJECT_IS_CONSTRUCTOR = 8;   /* can be called with new */
constexpr u8 OBJECT_FROZEN_ELEMENTS = 16; /* nothing may be added or changed */
constexpr u8 OBJECT_EXOTIC_INDEX = 32;    /* indexed reads need a look: String
                                             wrappers (WRAPPER, whose first
                                             field is the string) */
constexpr u8 OBJECT_EXOTIC = 64;          /* its kind has internal methods of
                                             its own: vm/exotic.h */
constexpr u8 OBJECT_EXOTIC_NUMERIC = 128; /* but only for keys that are
                                             numbers: typed arrays */

typedef enum ElementsKind : u8 { /* flags of ELEMENTS cells */
                                 ELEMENTS_PACKED_INT,
                                 ELEMENTS_PACKED_DOUBLE, /* any numbers */
                                 ELEMENTS_PACKED,
                                 ELEMENTS_HOLEY_INT,
                                 ELEMENTS_HOLEY_DOUBLE,
                                 ELEMENTS_HOLEY,
} ElementsKind;

typedef struct Slots {
  Cell cell;
  u32 capacity;
  u32 unused;
  Value values[];
} Slots;

typedef struct Elements {
  Cell cell; /* flags: ElementsKind */
  u32 capacity;
  u32 length; /* items in use; 0 in a Dictionary */
  Value values[];
} Elements;

/* An entry may stand for a variable: in a sloppy function, arguments[0] and the
 * first parameter are one and the same. Then `value` is the environment that
 * the variable lives in, and the upper half of `attributes` its slot there. */
typedef struct DictionaryEntry {
  u32 index;
  u32 attributes; /* Attributes and flags below */
  Value value;    /* or an Accessor */
} DictionaryEntry;

constexpr u32 ENTRY_EMPTY = 0x100; /* never used */
constexpr u32 ENTRY_DELETED = 0x200;
constexpr u32 ENTRY_VARIABLE = 0x400;
constexpr u32 ENTRY_SLOT_SHIFT = 16;

/* Its first fields are those of Elements, with length 0. */
typedef struct Dictionary {
  Cell cell;
  u32 capacity; /* entries, a power of two */
  u32 length;   /* always 0 */
  u32 count;    /* in use */
  u32 used;     /* in use or deleted */
  DictionaryEntry entries[];
} Dictionary;

struct Object {
  Cell cell;
  Slots *slots;       /* NULL when everything is inline */
  Elements *elements; /* never NULL; a Dictionary when its kind says so */
  Value inline_slots[];
};

typedef struct Environment Environment;

typedef struct Accessor {
  Cell cell;
  Value getter, setter; /* functions or undefined */
} Accessor;

ALWAYS_INLINE bool cell_is_object(const Cell *cell) {
  return cell->kind >= KIND_OBJECT;
}
ALWAYS_INLINE bool value_is_object(Value v) {
  return value_is_cell(v) && cell_is_object(value_to_cell(v));
}
ALWAYS_INLINE bool value_is_kind(Value v, CellKind kind) {
  return value_is_cell(v) && value_to_cell(v)->kind == kind;
}
ALWAYS_INLINE Object *value_to_object(Value v) {
  return (Object *)value_to_cell(v);
}
ALWAYS_INLINE bool value_is_callable(Value v) {
  if (!value_is_cell(v)) return false;
  CellKind kind = value_to_cell(v)->kind;
  return kind >= KIND_FUNCTION && kind <= KIND_CALLABLE_PROXY;
}
/* cell_is_proxy - a Proxy, of a function or of anything else. */
ALWAYS_INLINE bool cell_is_proxy(const Cell *cell) {
  return cell->kind == KIND_PROXY || cell->kind == KIND_CALLABLE_PROXY;
}
ALWAYS_INLINE bool value_is_proxy(Value v) {
  return value_is_cell(v) && cell_is_proxy(value_to_cell(v));
}
ALWAYS_INLINE bool object_has_dictionary(const Object *object) {
  return object->elements->cell.kind == KIND_DICTIONARY;
}
/* object_slot - where the value at `offset` of the object's Shape lies. */
ALWAYS_INLINE Value *object_slot(Object *object, u32 offset) {
  u32 inline_capacity = object->cell.info;
  return offset < inline_capacity
             ? &object->inline_slots[offset]
             : &object->slots->values[offset - inline_capacity];
}

/* object_write_slot - stores there. */
ALWAYS_INLINE void object_write_slot(Heap *heap, Object *object, u32 offset,
                                     Value value) {
  u32 inline_capacity = object->cell.info;
  if (offset < inline_capacity)
    cell_write_slot(heap, object, &object->inline_slots[offset], value);
  else
    cell_write_slot(heap, object->slots,
                    &object->slots->values[offset - inline_capacity], value);
}

/* A property as found. */
typedef enum PropertyPlace : u8 {
  PLACE_NONE,
  PLACE_SLOT,       /* in a slot: may be cached */
  PLACE_ELEMENT,    /* in elements */
  PLACE_DICTIONARY, /* in dictionary elements */
  PLACE_VIRTUAL,    /* made on the spot: a character of a String wrapper */
  PLACE_EXOTIC,     /* `holder` must be asked: see object_find */
} PropertyPlace;

typedef struct Property {
  PropertyPlace place;
  u8 attributes;
  u32 offset;  /* slot, or index */
  Value value; /* or the Accessor cell when ATTRIBUTE_ACCESSOR */
  Object *holder;
} Property;

typedef VECTOR(Key) KeyList;

/* object_new - an ordinary object of that Shape (its inline capacity). All
 * slots start undefined; the Shape's properties are taken as present. */
Object *object_new(Isolate *isolate, Shape *shape);
/* object_new_plain - `{}`. */
Object *object_new_plain(Isolate *isolate);
/* object_new_with_prototype - Object.create(prototype). */
Object *object_new_with_prototype(Isolate *isolate, Value prototype);
/* object_new_kind - an object of another kind, `bytes` in all (its struct),
 * fields behind Object left for the caller to set at once. */
Object *object_new_kind(Isolate *isolate, CellKind kind, Shape *shape,
                        size_t bytes);

Shape *object_shape(Isolate *isolate, const Object *object);
Value object_prototype(Isolate *isolate, const Object *object);
/* object_is_exotic - whether what the object has under that key is said by
 * the internal methods of its kind. */
bool object_is_exotic_slow_(const Object *object, Key key);
ALWAYS_INLINE bool object_is_exotic(const Object *object, Key key) {
  constexpr u8 exotic = OBJECT_EXOTIC | OBJECT_EXOTIC_NUMERIC;
  return unlikely(object->cell.flags & exotic) &&
         object_is_exotic_slow_(object, key);
}
/* object_get_own - false when there is no such own property. Of an exotic
 * object, only what lies in its slots and elements. */
bool object_get_own(Isolate *isolate, Object *object, Key key,
                    Property *property);
/* object_find - own, or along the prototype chain. At an exotic object the
 * search ends, true, with PLACE_EXOTIC and that object as `holder`: whether and
 * what it finds there or behind is for its internal methods to say. */
bool object_find(Isolate *isolate, Object *object, Key key, Property *property);
/* object_define - adds the property, or replaces value and attributes
 * whatever they were (validation is the caller's: vm_define). `value` may be
 * an Accessor cell with ATTRIBUTE_ACCESSOR. False only when there is no
 * memory. Keeps `length` of arrays right. */
bool object_define(Isolate *isolate, Object *object, Key key, Value value,
                   u8 attributes);
/* object_set_value - stores into an existing writable data property as
 * object_get_own found it. */
void object_set_value(Isolate *isolate, Object *object, Key key,
                      const Property *property, Value value);
/* object_delete - removes an own property (configurable is the caller's to
 * check). */
bool object_delete(Isolate *isolate, Object *object, Key key);
/* object_own_keys - appends the own keys in the language's order: indices
 * ascending, strings, symbols; private names left out. */
void object_own_keys(Isolate *isolate, Object *object, KeyList *keys);
/* object_reserve_slot - memory for the value at `offset` of a Shape that the
 * object is going to take. False: no memory. */
bool object_reserve_slot(Isolate *isolate, Object *object, u32 offset);
/* object_take_shape - the object goes to another Shape. */
void object_take_shape(Isolate *isolate, Object *object, Shape *shape);
/* object_set_prototype - no checks: extensibility and cycles are the
 * caller's. */
void object_set_prototype(Isolate *isolate, Object *object, Value prototype);
/* object_prevent_extensions - and, with `frozen` or `sealed` attributes
 * taken away from everything, freeze and seal. */
void object_prevent_extensions(Isolate *isolate, Object *object);
void object_seal(Isolate *isolate, Object *object, bool freeze);
/* object_mark_prototype - called for whatever becomes a prototype: from then
 * on a change of its structure invalidates prototype caches. */
void object_mark_prototype(Isolate *isolate, Object *object);

/* accessor_new - a getter and a setter, each a function or undefined. */
Accessor *accessor_new(Isolate *isolate, Value getter, Value setter);

/* Short forms for setting up built-ins; the key is C text. */
void object_set_c(Isolate *isolate, Object *object, const char *key,
                  Value value, u8 attributes);

/* ---- Elements ----------------------------------------------------------- */

/* elements_set - stores at `index` with default attributes, growing, changing
 * kind or going to a Dictionary as needed; the index must not be present with
 * other attributes. Does not touch an array's length. False: no memory. */
bool elements_set(Isolate *isolate, Object *object, u32 index, Value value);
/* elements_reserve - capacity for `capacity` items without holes in between;
 * false: no memory. */
bool elements_reserve(Isolate *isolate, Object *object, u32 capacity);
/* elements_from_values - copies of `count` values, rooted by the caller; not
 * yet anybody's. NULL: no memory. */
Elements *elements_from_values(Isolate *isolate, const Value *values,
                               u32 count);
/* elements_truncate - removes items at `length` and above; stops at the first
 * (from the end) that is not configurable and returns the length left. */
u32 elements_truncate(Isolate *isolate, Object *object, u32 length);
/* elements_to_dictionary - moves the items to a Dictionary. */
void elements_to_dictionary(Isolate *isolate, Object *object);
/* elements_kind_for - the kind that holds both what `kind` holds and v. */
ElementsKind elements_kind_for(ElementsKind kind, Value v);

/* elements_find - reads an own element; `property` as object_get_own. */
bool elements_find(Object *object, u32 index, Property *property);
/* elements_define - stores with any attributes; false: no memory. */
bool elements_define(Isolate *isolate, Object *object, u32 index, Value value,
                     u8 attributes);
/* elements_define_variable - a new item that is a variable, until it becomes
 * read-only or an accessor; false: no memory. */
bool elements_define_variable(Isolate *isolate, Object *object, u32 index,
                              Environment *environment, u32 slot);
/* elements_delete - removes the item, if there is one. */
void elements_delete(Isolate *isolate, Object *object, u32 index);
/* elements_append_keys - appends the indices in use, ascending. */
void elements_append_keys(Object *object, KeyList *keys);
/* elements_restrict - takes attributes away from all items (seal, freeze). */
void elements_restrict(Isolate *isolate, Object *object, bool freeze);

/* The Dictionary behind the functions above (elements_dictionary.c). */
ALWAYS_INLINE bool dictionary_entry_is_live(const DictionaryEntry *entry) {
  return !(entry->attributes & (ENTRY_EMPTY | ENTRY_DELETED));
}
/* dictionary_entry_value - the value, be it a variable's. */
Value dictionary_entry_value(const DictionaryEntry *entry);
/* dictionary_entry_set_value - stores it there. */
void dictionary_entry_set_value(Isolate *isolate, Dictionary *dictionary,
                                DictionaryEntry *entry, Value value);
DictionaryEntry *dictionary_find(Dictionary *dictionary, u32 index);
bool dictionary_put(Isolate *isolate, Object *object, u32 index, Value value,
                    u8 attributes);
/* dictionary_put_variable - the index is not there yet. */
bool dictionary_put_variable(Isolate *isolate, Object *object, u32 index,
                             Environment *environment, u32 slot);
void dictionary_remove(Isolate *isolate, Dictionary *dictionary, u32 index);
/* dictionary_is_full - one more item makes it grow. */
bool dictionary_is_full(const Dictionary *dictionary);
/* dictionary_dense_end - one more than the highest index, if all items have
 * default attributes; else 0. */
u32 dictionary_dense_end(const Dictionary *dictionary);
u32 dictionary_truncate(Isolate *isolate, Dictionary *dictionary, u32 length);
void dictionary_append_keys(Dictionary *dictionary, KeyList *keys);

/* array_new - an empty array, with capacity for that many items. NULL: no
 * memory. */
Object *array_new(Isolate *isolate, u32 capacity);
/* array_from_values - an array of copies of `count` values (which must be
 * rooted by the caller); holes allowed. */
Object *array_from_values(Isolate *isolate, const Value *values, u32 count);
/* array_length, array_set_length_slot - the `length` slot. */
ALWAYS_INLINE u32 array_length(const Object *array) {
  return (u32)value_to_number(array->inline_slots[0]);
}
void array_set_length_slot(Isolate *isolate, Object *array, u32 length);
/* array_push - appends to a real array, extensible and not frozen. False: no
 * memory. */
bool array_push(Isolate *isolate, Object *array, Value value);
/* array_is_plain - a real array whose items can be read and written directly:
 * no dictionary, all in elements (length == elements->length). Holes may
 * exist. */
ALWAYS_INLINE bool array_is_plain(const Object *array) {
  return array->cell.kind == KIND_ARRAY && !object_has_dictionary(array) &&
         array_length(array) == array->elements->length;
}

/* object_edges - the outgoing references of the Object part, for the visits
 * of kinds with fields of their own:
 *   DEFINE_VISIT(error, ErrorObject) {
 *     object_edges(&self->object, edge, context);
 *     EDGE_VALUE(INTERNAL, 0, "stack", self->stack);
 *   } */
ALWAYS_INLINE void object_edges(Object *self, EdgeFunction *edge,
                                void *context) {
  EDGE(INTERNAL, 0, "shape", cell_expand(self, self->cell.shape));
  EDGE(INTERNAL, 0, "slots", self->slots);
  EDGE(INTERNAL, 0, "elements", self->elements);
  for (u32 i = 0; i < self->cell.info; i++)
    EDGE_VALUE(SLOT, i, NULL, self->inline_slots[i]);
}

#endif
