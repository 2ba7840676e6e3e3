/* fold.c - whose the bytes of arrays and hidden objects are.
 *
 * The elements of an array, the table of a Map, the text of an external string
 * are nodes of their own, which nobody asks about. Where one object alone owns
 * such a node, directly or through others like it, its size becomes part of
 * the owner's.
 */
#include "graph/analysis.h"

constexpr u32 UNVISITED = UINT32_MAX, SHARED = UINT32_MAX - 1;

typedef struct Fold {
  HeapGraph *graph;
  u32 *owners; /* a node, or one of the two above */
  Bits *is_part;
  VECTOR(Node) pending;
} Fold;

static bool is_part(const HeapGraph *graph, Node node) {
  NodeType type = node_type(graph, node);
  return type == NODE_HIDDEN || type == NODE_ARRAY ||
         (type == NODE_NATIVE && node_is_notable(graph, node));
}

/* A part is visited again when its single owner turns out not to be. */
static void give(Fold *fold, Node part, u32 owner) {
  u32 *place = &fold->owners[part];
  if (*place == UNVISITED)
    *place = owner;
  else if (*place == owner || *place == SHARED)
    return;
  else
    *place = SHARED;
  vector_push(&fold->pending, part);
}

ALWAYS_INLINE void visit(Fold *fold, Node node, u32 owner) {
  HeapGraph *graph = fold->graph;
  for (EdgeRange at = node_edges(graph, node); at.next < at.end; at.next++) {
    u32 word = graph->edges[at.next];
    if (unlikely(bits_get(fold->is_part, edge_node(word))) &&
        edge_type(word) != EDGE_WEAK)
      give(fold, edge_node(word), owner);
  }
}

/* The order does not matter; this one needs no list of all nodes. */
static void find_owners(Fold *fold) {
  HeapGraph *graph = fold->graph;
  for (Node node = 0; node < graph->node_count; node++) {
    if (bits_get(fold->is_part, node)) continue;
    visit(fold, node, node);
    while (fold->pending.count) {
      Node part = vector_pop(&fold->pending);
      visit(fold, part, fold->owners[part]);
    }
  }
}

static void move_size(HeapGraph *graph, Node part, Node owner) {
  if (node_type(graph, owner) == NODE_SYNTHETIC || owner == graph->root) return;
  Sizes *sizes = &graph->self_sizes;
  u64 bytes = sizes_get(sizes, part);
  sizes_set(sizes, part, 0);
  sizes_set(sizes, owner, sizes_get(sizes, owner) + bytes);
}

/* Without objects under the root that belong to a program the snapshot was
 * made to show the engine's own memory, and is left as it is. */
static bool has_user_roots(const HeapGraph *graph) {
  Node root = graph->root;
  for (EdgeRange at = node_edges(graph, root); at.next < at.end; at.next++) {
    Node node = edge_node(graph->edges[at.next]);
    if (node_is_user_root(graph, node)) return true;
  }
  return false;
}

void sizes_fold(HeapGraph *graph) {
  if (!has_user_roots(graph)) return;
  u32 count = graph->node_count;
  Fold fold = {.graph = graph,
               .owners = COLUMN_RAW(u32, count),
               .is_part = bits_make(count)};
  memset(fold.owners, 0xff, (size_t)count * sizeof *fold.owners);
  for (Node node = 0; node < count; node++)
    if (is_part(graph, node)) bits_set(fold.is_part, node);
  find_owners(&fold);
  for (Node node = 0; node < count; node++)
    if (fold.owners[node] < SHARED) move_size(graph, node, fold.owners[node]);
  vector_free(&fold.pending);
  bits_free(fold.is_part, count);
  column_free(fold.owners, count, sizeof *fold.owners);
}
