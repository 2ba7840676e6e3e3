/* diff_identity.h - the nodes of a snapshot by their ids.
 *
 * V8 gives an object a number when a snapshot first meets it, and the same one
 * in every later snapshot of the process, wherever the collector moves it. So
 * an id that two snapshots have is one object, and what the later one alone
 * has was allocated in between.
 *
 * Ids are handed out in rising order, so the set of them is dense: a bit for
 * each possible id, and beside each word of bits how many came before. That is
 * a few bytes a node. Ids written to be sparse fall back on a hash table.
 */
#ifndef GLASSHEAP_GRAPH_DIFF_IDENTITY_H
#define GLASSHEAP_GRAPH_DIFF_IDENTITY_H

#include "graph/graph.h"
#include "graph/table.h"

typedef struct Identity {
  u64 id_count; /* the greatest and one more */
  u32 node_count;
  Bits *is_used;
  u32 *before; /* used ids before each word of bits */
  Node *nodes; /* by the rank of their ids */
  NumberTable sparse;
  bool is_sparse;
} Identity;

/* identity_make - of two nodes with one id the later counts. */
Identity identity_make(const HeapGraph *graph);
void identity_free(Identity *identity);
/* identity_find - the node with that id, or NO_NODE. */
Node identity_find(const Identity *identity, u32 id);

#endif
