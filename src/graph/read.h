/* read.h - from the numbers of a file to the arrays of a graph. */
#ifndef GLASSHEAP_GRAPH_READ_H
#define GLASSHEAP_GRAPH_READ_H

#include "graph/graph.h"

/* An edge that stands for an entry of a WeakMap. V8 writes two for each: from
 * the table and from the key, with names that differ in a number before the
 * slash alone. */
typedef struct EphemeronEdge {
  u32 edge, name;
  Node source;
} EphemeronEdge;

typedef VECTOR(EphemeronEdge) EphemeronEdges;

/* graph_read - fills the columns that come from the file itself, from
 * graph->file; on every core. `ephemerons` gets those edges in order; the
 * caller frees it. False, with a line in `error` that names the byte, when the
 * numbers contradict each other. */
bool graph_read(HeapGraph *graph, EphemeronEdges *ephemerons, Buffer *error);

/* graph_read_ids - fills graph->ids. By itself: it is needed last, when what
 * the analysis works with is freed already. */
void graph_read_ids(HeapGraph *graph);

#endif
