/* collection.h - the cells behind Map, Set, WeakMap, WeakSet, WeakRef and the
 * built-in iterators.
 *
 * A Table is an insertion-ordered hash table in one cell: entries in order,
 * then a hash index over them. Deleted entries leave a mark, so that an
 * iteration that stands on one goes on; growing makes a new Table and leaves
 * the old one pointing at it for the iterators that still use it.
 */
#ifndef GLASSHEAP_LIBRARY_COLLECTION_H
#define GLASSHEAP_LIBRARY_COLLECTION_H

#include "vm/vm.h"

typedef struct TableEntry {
  Value key;   /* hole: deleted */
  Value value;
  u32 hash;
  u32 next;    /* entry + 1 in the same bucket, or 0 */
} TableEntry;

typedef struct Table {
  Cell cell;
  u32 capacity;  /* entries */
  u32 buckets;   /* a power of two; u32 each, behind the entries */
  u32 used;      /* entries appended, deleted ones included */
  u32 count;     /* entries alive */
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
} WeakRef;

typedef enum IteratorKind : u8 {
  ITERATOR_ARRAY_KEYS,
  ITERATOR_ARRAY_VALUES,
  ITERATOR_ARRAY_ENTRIES,
  ITERATOR_STRING,
  ITERATOR_MAP_KEYS,
  ITERATOR_MAP_VALUES,
  ITERATOR_MAP_ENTRIES,
  ITERATOR_SET_VALUES,
  ITERATOR_SET_ENTRIES,
} IteratorKind;

typedef struct Iterator {
  Object object;
  Value target;    /* what is iterated, or undefined when done */
  Table *table;    /* maps and sets: where the position counts */
  double position;
  IteratorKind kind;
} Iterator;

/* library_register_cells - tells the heap about these kinds and about errors
 * and wrappers. Before the first of them is made. */
void library_register_cells(Isolate *isolate);

/* table_find - the entry of a key (SameValueZero), or NULL. */
TableEntry *table_find(VM *vm, Table *table, Value key);
/* collection_set - adds or changes an entry; false: no memory (thrown). */
bool collection_set(VM *vm, KeyedCollection *collection, Value key, Value value);
bool collection_delete(VM *vm, KeyedCollection *collection, Value key);
/* table_next - moves `*position` to the next live entry, following
 * successors; NULL at the end. */
TableEntry *table_next(Table **table, u32 *position);

#endif
