/* shape.h - Shapes: the property tables that objects share.
 *
 * A Shape says which keys an object has, at which offset each value lies, and
 * with which attributes. Objects built the same way share it. Shapes form
 * trees: adding a property goes along a transition to a child Shape, which
 * adds one key to its parent's. (V8 says Map, JavaScriptCore Structure,
 * SpiderMonkey and QuickJS Shape.)
 *
 *            {}                     the empty Shape of a prototype
 *           /  \
 *      {x} 0    {y} 0               a tree: the order of keys matters
 *        |
 *      {x, y} 1
 *
 * The literal `{x: 6}` starts at the Shape of its keys, a root of its own
 * with room for just those; so `o = {}; o.x = 6` has another Shape.
 *
 * A Shape knows its prototype, so one comparison answers both "where is x?"
 * and "what comes next when it has none". Finding a key walks the chain of
 * parents while it is short; a longer chain gets a Shape table, a hash table
 * made when first needed, that moves on to the child when the chain grows.
 *
 * Dictionary mode: an object whose properties are deleted, reconfigured or
 * too many gets a Shape of its own (SHAPE_DICTIONARY) with a table of its own.
 * Deleting and reconfiguring then replace the Shape cell, so that what an
 * inline cache learned of an old Shape is never wrong; adding does not.
 *
 * Transitions are weak: a Shape that no object and no child uses dies.
 */
#ifndef GLASSHEAP_OBJECT_SHAPE_H
#define GLASSHEAP_OBJECT_SHAPE_H

#include "object/key.h"

typedef struct Object Object;

typedef enum Attributes : u8 {
  ATTRIBUTE_WRITABLE = 1,
  ATTRIBUTE_ENUMERABLE = 2,
  ATTRIBUTE_CONFIGURABLE = 4,
  ATTRIBUTE_ACCESSOR = 8, /* the slot holds an Accessor cell */
  /* a write needs more than a store (length of arrays, prototype of
   * functions): never cached for writing */
  ATTRIBUTE_WATCHED = 16,
  ATTRIBUTES_DEFAULT = 7,
  ATTRIBUTES_HIDDEN = 5, /* writable, configurable: methods of built-ins */
  ATTRIBUTES_NONE = 0,
} Attributes;

constexpr u8 SHAPE_DICTIONARY = 1;
constexpr u8 SHAPE_LITERAL = 2;           /* made for an object literal */
constexpr u8 SHAPE_LAZY = 4;              /* a function whose length, name and
                                             prototype are not made yet */
constexpr u8 SHAPE_HAS_TABLE_WALK = 8;    /* looked up often: build a table */
constexpr u8 SHAPE_EXOTIC = 16;           /* of proxies: never another's */
constexpr u32 SHAPE_CHAIN_MAX = 8;        /* longer chains get a table */
constexpr u32 SHAPE_WALK_MAX = 2;         /* a second walk past so many, too */
constexpr u32 SHAPE_PROPERTIES_MAX = 128; /* then dictionary mode */
constexpr u32 SHAPE_INLINE_MAX = 1000;    /* values inside an object */

typedef struct ShapeTableEntry {
  Key key; /* 0: empty; 1: deleted */
  u32 offset;
  u32 attributes;
} ShapeTableEntry;

constexpr u64 SHAPE_KEY_DELETED = 1;

/* The entries lie in insertion order, so that keys can be listed; the index
 * over them is a hash table with open addressing. Deleted entries stay until
 * the table is built anew. Those whose slot nobody has taken yet form a list:
 * `free` is the first (as entry + 1, 0 for none), `attributes` the next. */
typedef struct ShapeTable {
  Cell cell;
  u32 capacity; /* of the hash part, a power of two */
  u32 count;    /* entries in use */
  u32 used;     /* entries ever appended (deleted ones included) */
  u32 limit;    /* room for entries */
  u32 free;
  u32 unused;
  /* followed by: ShapeTableEntry entries[limit] in insertion order, then
   * u32 index[capacity] (entry + 1, 0 empty) */
  ShapeTableEntry entries[];
} ShapeTable;

typedef struct Shape {
  Cell cell;            /* flags SHAPE_*; info: inline capacity of objects */
  u32 count;            /* properties; the next offset to be given out */
  u32 slot_count;       /* slots in use (dictionary: freed ones included) */
  struct Shape *parent; /* NULL in a root and in dictionary mode */
  Value prototype;      /* an object or null */
  Key key;              /* the property that this Shape added */
  u32 offset;           /* its slot: below info inline, else out of line */
  u8 attributes;        /* Attributes */
  u8 variant;           /* tells apart empty Shapes that share all else */
  u16 unused;
  ShapeTable *table; /* or NULL */
  Cell *transitions; /* NULL, one Shape, or a Transitions cell */
} Shape;

/* The children of a Shape that has more than one: a hash table. It holds them
 * weakly. */
typedef struct Transitions {
  Cell cell;
  u32 capacity; /* a power of two */
  u32 count;
  Shape *children[]; /* or NULL */
} Transitions;

/* What a Shape says of one key. */
typedef struct ShapeProperty {
  u32 offset;
  u8 attributes;
} ShapeProperty;

/* shape_new_root - an empty Shape for objects with that prototype (object or
 * null) and room for `inline_capacity` values inside the object. Not shared:
 * see shape_empty. */
Shape *shape_new_root(Isolate *isolate, Value prototype, u32 inline_capacity);
/* shape_empty - the shared empty Shape for a prototype and a capacity. */
Shape *shape_empty(Isolate *isolate, Value prototype, u32 inline_capacity);
/* shape_empty_variant - the same among those with these flags and variant. */
Shape *shape_empty_variant(Isolate *isolate, Value prototype,
                           u32 inline_capacity, u8 flags, u8 variant);
/* shape_for_array - the shared Shape {length} of arrays with a prototype. */
Shape *shape_for_array(Isolate *isolate, Value prototype);
/* shape_for_literal - the shared Shape of an object literal with these keys,
 * distinct, none an index, all default attributes; prototype
 * Object.prototype. Up to SHAPE_INLINE_MAX values lie inside the object. */
Shape *shape_for_literal(Isolate *isolate, const Key *keys, u32 count);
/* shape_find - false when there is no such own key. May build a table. */
bool shape_find(Isolate *isolate, Shape *shape, Key key, ShapeProperty *out);
/* shape_peek - the same without making a table: for those who only look. */
bool shape_peek(Shape *shape, Key key, ShapeProperty *out);
/* shape_add - the Shape after adding a key that is not there; not for
 * dictionary Shapes. */
Shape *shape_add(Isolate *isolate, Shape *shape, Key key, u8 attributes);
/* shape_to_dictionary - a fresh dictionary Shape with the same properties. */
Shape *shape_to_dictionary(Isolate *isolate, Shape *shape);
/* shape_with_prototype - a Shape with the same properties and another
 * prototype (a dictionary Shape unless the shape is empty). */
Shape *shape_with_prototype(Isolate *isolate, Shape *shape, Value prototype);
/* shape_dictionary_reserve - room for one more key in a dictionary Shape;
 * false when there is no memory. */
bool shape_dictionary_reserve(Isolate *isolate, Shape *shape);
/* shape_dictionary_add - on a dictionary Shape; returns the offset. After
 * shape_dictionary_reserve it does not allocate. */
u32 shape_dictionary_add(Isolate *isolate, Shape *shape, Key key,
                         u8 attributes);
/* shape_dictionary_remove, _change - return the new dictionary Shape that the
 * object must take in place of its Shape (of any sort). */
Shape *shape_dictionary_remove(Isolate *isolate, Shape *shape, Key key);
Shape *shape_dictionary_change(Isolate *isolate, Shape *shape, Key key,
                               u8 attributes);
/* shape_each - calls `each` for the properties in insertion order; stops when
 * it returns false. Must not allocate in `each`. */
void shape_each(Shape *shape,
                bool (*each)(void *context, Key key, u32 offset, u8 attributes),
                void *context);
/* shape_key_at - the key whose value lies at `offset`; false when none. */
bool shape_key_at(Shape *shape, u32 offset, Key *key, u8 *attributes);
/* shape_each_transition - the children of a Shape. */
void shape_each_transition(Shape *shape,
                           void (*each)(void *context, Shape *child),
                           void *context);
/* shape_dictionary_restrict - takes attributes away from all keys but private
 * ones: `data` from those with values, `accessor` from the others. Returns
 * the new dictionary Shape. */
Shape *shape_dictionary_restrict(Isolate *isolate, Shape *shape, u8 data,
                                 u8 accessor);
/* shape_root - the Shape at the start of the chain. */
Shape *shape_root(Shape *shape);

#endif
