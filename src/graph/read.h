/* read.h - from the numbers of a file to the arrays of a graph. */
#ifndef GLASSHEAP_GRAPH_READ_H
#define GLASSHEAP_GRAPH_READ_H

#include "graph/ephemerons.h"

/* graph_read - fills the columns that come from the file itself, from
 * graph->file; on every core. `ephemerons` gets names and edges; the caller
 * frees it. False, with a line in `error` that names the byte, when the
 * numbers contradict each other. */
bool graph_read(HeapGraph *graph, Ephemerons *ephemerons, Buffer *error);

/* From indices in the file's array of nodes to nodes, without a division. */
typedef struct NodeOfIndex {
  u64 inverse; /* 2^64 / fields */
  u32 fields, nodes;
} NodeOfIndex;

static inline NodeOfIndex node_of_index(const HeapGraph *graph) {
  u32 fields = graph->file.meta.node.count;
  return (NodeOfIndex){UINT64_MAX / fields + 1, fields, graph->node_count};
}

/* node_of_get - the node at `index`; NO_NODE when there is none. */
ALWAYS_INLINE Node node_of_get(const NodeOfIndex *node_of, u64 index) {
  u64 node = (u64)((unsigned __int128)index * node_of->inverse >> 64);
  bool is_good = node * node_of->fields == index && node < node_of->nodes;
  return is_good ? (Node)node : NO_NODE;
}

#endif
