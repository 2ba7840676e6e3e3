/* collection.h - the cells behind Map, Set, WeakMap, WeakSet, WeakRef and the
 * built-in iterators.
 *
 *   Table +--------+----------+------+-------+-----------+---------+---------+
 *         | header | capacity,| used | count | successor | entries | buckets |
 *         |        | buckets  |      |       |           |   ...   |   ...   |
 *         +--------+----------+------+-------+-----------+---------+---------+
 *
 * A Table is an insertion-ordered hash table in one cell: entries in order,
 * then a hash index over them. Deleted entries leave a mark, so that an
 * iteration that stands on one goes on; growing makes a new Table and leaves
 * the old one, emptied, pointing at it for the iterators that still use it.
 *
 * A key is hashed by its content when it is a string or a number, and by its
 * address when it is an object or a symbol: cells do not move, and addresses
 * are the same in every run.
 *
 * In a weak Table a key does not live by being there, and a value lives only
 * while its key does (an ephemeron). Entries whose key died are deleted by the
 * collector.
 */
#ifndef GLASSHEAP_LIBRARY_COLLECTION_H
#define GLASSHEAP_LIBRARY_COLLECTION_H

#include "vm/vm.h"

constexpr u8 TABLE_WEAK = 1;    /* flags of TABLE cells: of a WeakMap or
                                   WeakSet, keys do not stay alive by it */
constexpr u8 TABLE_CLEARED = 2; /* has a successor because of clear() */

typedef struct TableEntry {
  Value key; /* hole: deleted */
  Value value;
  u32 hash;
  u32 next; /* entry + 1 in the same bucket, or 0 */
} TableEntry;

typedef struct Table {
  Cell cell;
  u32 capacity;            /* entries */
  u32 buckets;             /* a power of two; u32 each, behind the entries */
  u32 used;                /* entries appended, deleted ones included */
  u32 count;               /* entries alive */
  struct Table *successor; /* where the entries went when it grew, or NULL */
  TableEntry entries[];
} Table;

/* MAP, SET, WEAK_MAP, WEAK_SET */
typedef struct KeyedCollection {
  Object object;
  Table *table;
} KeyedCollection;

typedef struct WeakRef {
  Object object;
  Cell *target; /* weak; NULL once it died */
  u64 kept_in;  /* the turn that its target was last kept alive for */
} WeakRef;

typedef enum IteratorKind : u8 {
  ITERATOR_ARRAY_KEYS,
  ITERATOR_ARRAY_VALUES,
  ITERATOR_ARRAY_ENTRIES,
  ITERATOR_STRING,
  ITERATOR_REGEXP, /* of matchAll */
  ITERATOR_MAP_KEYS,
  ITERATOR_MAP_VALUES,
  ITERATOR_MAP_ENTRIES,
  ITERATOR_SET_VALUES,
  ITERATOR_SET_ENTRIES,
} IteratorKind;

typedef struct Iterator {
  Object object;
  Value target; /* what is iterated, or undefined when done */
  Table *table; /* maps and sets: where the position counts; else NULL */
  double position;
  IteratorKind kind;
} Iterator;

/* iterator_end - it is done, and keeps nothing alive. */
ALWAYS_INLINE void iterator_end(VM *vm, Iterator *iterator) {
  cell_write(&vm->isolate.heap, iterator, &iterator->target, VALUE_UNDEFINED);
}
/* weak_can_hold - CanBeHeldWeakly: objects, and symbols that are not in the
 * registry. */
bool weak_can_hold(Value value);
/* library_register_cells - tells the heap about these kinds and about errors
 * and wrappers. Before the first of them is made. */
void library_register_cells(Isolate *isolate);
/* table_register_class - the part of it that is the tables'. */
void table_register_class(Isolate *isolate);

/* table_new - room for `capacity` entries (rounded up); NULL: no memory. */
Table *table_new(VM *vm, u32 capacity, u8 flags);
/* table_key - makes a key ready to be looked up: ropes are flattened, -0 is 0.
 * False: no memory (thrown). */
bool table_key(VM *vm, Value *key);
/* table_find - the entry of a key (SameValueZero), or NULL. The key is as
 * table_key leaves it. */
TableEntry *table_find(VM *vm, Table *table, Value key);
/* table_next - moves `*position` behind the next live entry, which it
 * returns, following successors; NULL at the end. Start at position 0. */
TableEntry *table_next(Table **table, u32 *position);

/* collection_has - whether there is such a key, of any kind of value. */
bool collection_has(VM *vm, KeyedCollection *collection, Value key);
/* collection_set - adds or changes an entry; false: no memory (thrown). */
bool collection_set(VM *vm, KeyedCollection *collection, Value key,
                    Value value);
/* collection_delete - true when there was one. */
bool collection_delete(VM *vm, KeyedCollection *collection, Value key);
/* collection_clear - false: no memory (thrown). */
bool collection_clear(VM *vm, KeyedCollection *collection);
/* collection_new - an empty one for a constructor call (new_target undefined:
 * with the intrinsic prototype), or NULL: threw. */
KeyedCollection *collection_new(VM *vm, Value new_target, CellKind kind,
                                Intrinsic prototype);
/* collection_copy - a new Map or Set with the same entries, of the intrinsic
 * prototype. NULL: threw. */
KeyedCollection *collection_copy(VM *vm, KeyedCollection *source,
                                 Intrinsic prototype);
/* collection_receiver - `this` as a collection of that kind, or NULL: threw.
 * `method` is as messages name it: "Map.prototype.get". */
KeyedCollection *collection_receiver(VM *vm, Call *call, CellKind kind,
                                     const char *method);
/* collection_fill - what the constructors do with their iterable: each item
 * (for maps: each pair) goes to the method `adder` of the new collection.
 * `direct` is the code of the untouched method, which needs no call. */
bool collection_fill(VM *vm, KeyedCollection *collection, Value iterable,
                     const char *adder, NativeCode *direct);
/* collection_each - the body of forEach. */
bool collection_each(VM *vm, Call *call, KeyedCollection *collection);
/* collection_get_or_insert - the bodies of getOrInsert(key, value) and, with
 * `computes`, getOrInsertComputed(key, function), for a key that may be one. */
bool collection_get_or_insert(VM *vm, Call *call, KeyedCollection *collection,
                              bool computes);
/* collection_count - its live entries. */
ALWAYS_INLINE u32 collection_count(const KeyedCollection *collection) {
  return collection->table->count;
}

/* iterator_new - a built-in iterator over `target`; never NULL. */
Iterator *iterator_new(VM *vm, IteratorKind kind, Intrinsic prototype,
                       Value target, Table *table);

#endif
