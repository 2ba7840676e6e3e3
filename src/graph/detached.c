/* detached.c - which DOM nodes are part of the page, and which are not.
 *
 * V8 knows it for the nodes that JavaScript holds; of the others the state is
 * that of what holds them, the page winning over detached trees.
 */
#include "graph/analysis.h"

typedef struct Spread {
  HeapGraph *graph;
  Bits *is_seen;
  VECTOR(Node) pending[2]; /* attached, detached */
} Spread;

static void set_state(HeapGraph *graph, Node node, Detachedness state) {
  graph->node_flags[node] = (u8)((graph->node_flags[node] & 63) | state << 6);
}

/* JavaScript objects neither have the state nor pass it on: every way back
 * into the page goes through a node that knows its own. */
static void take_node(Spread *spread, Node node, Detachedness state) {
  if (bits_get(spread->is_seen, node)) return;
  bits_set(spread->is_seen, node);
  if (node_type(spread->graph, node) != NODE_NATIVE) return;
  set_state(spread->graph, node, state);
  if (state == DETACHED_NO) vector_push(&spread->pending[0], node);
  if (state == DETACHED_YES) vector_push(&spread->pending[1], node);
}

static void take_children(Spread *spread, Node node, Detachedness state) {
  HeapGraph *graph = spread->graph;
  for (EdgeRange at = node_edges(graph, node); at.next < at.end; at.next++) {
    EdgeType type = edge_type(graph->edges[at.next]);
    if (type != EDGE_HIDDEN && type != EDGE_OTHER && type != EDGE_WEAK)
      take_node(spread, edge_node(graph->edges[at.next]), state);
  }
}

static void spread_states(Spread *spread) {
  HeapGraph *graph = spread->graph;
  while (spread->pending[0].count)
    take_children(spread, vector_pop(&spread->pending[0]), DETACHED_NO);
  while (spread->pending[1].count) {
    Node node = vector_pop(&spread->pending[1]);
    if (node_detachedness(graph, node) != DETACHED_NO)
      take_children(spread, node, DETACHED_YES);
  }
}

/* Versions before V8 8.9 wrote it into the name alone. */
static void read_names(HeapGraph *graph) {
  static const char DETACHED[] = "Detached ";
  for (Node node = 0; node < graph->node_count; node++) {
    if (node_type(graph, node) != NODE_NATIVE) continue;
    RawString name = strings_raw(&graph->file.strings, graph_name(graph, node));
    if (name.length >= sizeof DETACHED - 1 &&
        !memcmp(name.text, DETACHED, sizeof DETACHED - 1))
      set_state(graph, node, DETACHED_YES);
  }
}

void detached_spread(HeapGraph *graph) {
  if (graph->file.meta.node.detachedness == NO_FIELD) {
    read_names(graph);
    return;
  }
  Spread spread = {.graph = graph, .is_seen = bits_make(graph->node_count)};
  for (Node node = 0; node < graph->node_count; node++) {
    Detachedness state = node_detachedness(graph, node);
    if (state != DETACHED_UNKNOWN) take_node(&spread, node, state);
  }
  spread_states(&spread);
  bits_free(spread.is_seen, graph->node_count);
  vector_free(&spread.pending[0]);
  vector_free(&spread.pending[1]);
}
