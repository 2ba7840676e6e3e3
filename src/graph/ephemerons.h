/* ephemerons.h - the entries of WeakMaps.
 *
 * The value of an entry lives as long as both the table and the key. V8 writes
 * two edges to it, from the table and from the key, with names that differ in
 * a number before the slash alone: "3 / part of key (...) -> value (...) pair
 * in WeakMap (table @id)". For dominators the table's half does not count; for
 * distances, of the two the one met first.
 */
#ifndef GLASSHEAP_GRAPH_EPHEMERONS_H
#define GLASSHEAP_GRAPH_EPHEMERONS_H

#include "graph/graph.h"

typedef struct EphemeronEdge {
  u32 edge;
  u32 name; /* in `names` */
  Node source;
  bool is_tables; /* the table's half */
} EphemeronEdge;

typedef VECTOR(EphemeronEdge) EphemeronEdges;

/* What the name of such an edge says. */
typedef struct EphemeronName {
  u32 entry; /* the same for both halves */
  u32 table; /* its id */
} EphemeronName;

typedef struct Ephemerons {
  EphemeronEdges edges; /* in their order */
  EphemeronName *names; /* of strings.ephemerons */
  u32 name_count, entry_count;
} Ephemerons;

/* ephemerons_read_names - fills what names say. */
void ephemerons_read_names(const Strings *strings, Ephemerons *ephemerons);
/* ephemerons_find_sources - from which nodes the edges are. */
void ephemerons_find_sources(const HeapGraph *graph, Ephemerons *ephemerons);
/* ephemerons_find_tables - which of them are tables' halves. */
void ephemerons_find_tables(const HeapGraph *graph, Ephemerons *ephemerons);
void ephemerons_free(Ephemerons *ephemerons);

#endif
