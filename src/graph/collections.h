/* collections.h - how full the collections of a program are.
 *
 * A Map, a Set, an object in dictionary mode and an array keep their items in
 * a table with room for more. How large it is shows in the size of its node,
 * and its layout is V8's:
 *
 *   Map, Set     3 counts, b buckets, 2b entries of 3 words (a Set: 2)
 *   WeakMap      3 counts, n entries of 2 words
 *   dictionary   5 or 6 counts, n entries of 3 words
 *   Array        n words
 *
 * each after a header of two words; b and n (of tables) are powers of two. A
 * snapshot leaves small numbers out, so an entry is known by whatever of it
 * is no number; of a table in which nothing is seen it is not known whether
 * it is empty, unless it is as small as they come.
 */
#ifndef GLASSHEAP_GRAPH_COLLECTIONS_H
#define GLASSHEAP_GRAPH_COLLECTIONS_H

#include "graph/edge_scan.h"

typedef enum CollectionKind : u8 {
  COLLECTION_NONE,
  COLLECTION_MAP,
  COLLECTION_SET,
  COLLECTION_WEAK_MAP,
  COLLECTION_WEAK_SET,
  COLLECTION_ARRAY,
  COLLECTION_DICTIONARY,
  COLLECTION_BUFFER,
  COLLECTION_KIND_COUNT,
} CollectionKind;

typedef enum CollectionState : u8 {
  COLLECTION_FILLED,
  COLLECTION_EMPTY,
  COLLECTION_SPARSE, /* less than a quarter of a larger table is used */
  COLLECTION_UNSEEN, /* numbers, or nothing */
  COLLECTION_STATE_COUNT,
} CollectionState;

typedef struct Collection {
  CollectionKind kind;
  CollectionState state;
  u64 count, capacity; /* items; of buffers bytes */
  u64 bytes, wasted;   /* of the table */
} Collection;

/* What those of a kind come to. */
typedef struct CollectionSum {
  u64 collections, items, capacity, bytes, wasted;
  u64 states[COLLECTION_STATE_COUNT];
  u64 wasted_in[COLLECTION_STATE_COUNT];
} CollectionSum;

/* What measuring needs to know of a graph. */
typedef struct CollectionReader {
  const HeapGraph *graph;
  u8 *marks; /* CollectionKind, by class */
  u32 word;  /* bytes of a reference: 8, or 4 where V8 compresses them */
  u32 table, elements, backing_store, properties; /* strings of the file */
} CollectionReader;

CollectionReader collections_open(const HeapGraph *graph);
void collections_close(CollectionReader *reader);

/* collection_measure - false when `node` is none (a prototype is not). */
bool collection_measure(const CollectionReader *reader, Node node,
                        Collection *collection);
/* The collections among the nodes of one piece of all edges, in the order of
 * the file: much quicker than to look for the edges of every object. A large
 * one: keep it where it is. */
typedef struct CollectionScan {
  const CollectionReader *reader;
  EdgeScan edges;
  EdgeRecord ahead; /* the next edge */
  bool has_ahead;
  Node next;
} CollectionScan;

void collections_scan(const CollectionReader *reader, u32 piece,
                      CollectionScan *scan);
/* collections_next - false after the last. */
bool collections_next(CollectionScan *scan, Node *node, Collection *collection);
/* collection_kind_name - "Map", "object with a dictionary". */
const char *collection_kind_name(CollectionKind kind);

#endif
