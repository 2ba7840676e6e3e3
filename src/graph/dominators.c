/* dominators.c - the dominator tree, and retained sizes from it.
 *
 * Semi-NCA: L. Georgiadis, R. Tarjan, R. Werneck, "Finding Dominators in
 * Practice", J. Graph Algorithms and Applications 10 (2006). Nodes are numbered
 * in the order of a depth-first search. In falling order of number each gets
 * its semidominator, by way of a forest whose paths are compressed as they are
 * walked; in rising order the dominator is the nearest ancestor in the tree
 * built so far that is not beyond the semidominator. The worst case is
 * quadratic, but not on heaps: it is two to three times as fast there as
 * Lengauer and Tarjan's, which the other tools use.
 *
 * Nodes that only weak edges lead to count as children of the root, and so
 * does, alone, each node of a cycle that nothing leads to.
 */
#include "graph/analysis.h"

#include <stdlib.h>

/* How far ahead of a pass memory is asked for. */
constexpr u32 AHEAD = 16;

/* In the forest: the nodes whose semidominators are known hang together. */
typedef struct Vertex {
  u32 ancestor; /* the parent in the search, later a compressed path */
  u32 best;     /* the least semidominator on that path */
} Vertex;

struct DominatorSearch {
  HeapGraph *graph;
  u32 *numbers; /* of nodes, from 1; 0 is not reached */
  Node *nodes;  /* by number */
  /* By number, too. What is a parent in the search becomes the dominator. */
  u32 *dominators;
  u32 *semis;
  Vertex *vertices;
  u32 count;    /* the last number given */
  u32 *pending; /* for each open node, the next edge to look at */
  Node *opened; /* the open nodes themselves */
  u32 *path;    /* of a compression */
  u32 path_room, open_room;
};

typedef struct DominatorSearch Search;

/* ---- Depth first
 * ------------------------------------------------------------- */

static void grow_open(Search *search) {
  search->open_room = search->open_room ? 2 * search->open_room : 1024;
  size_t bytes = search->open_room * sizeof(u32);
  search->pending = base_reallocate(search->pending, bytes);
  search->opened = base_reallocate(search->opened, bytes);
}

/* What is looked at next lies all over memory: it is asked for early. */
ALWAYS_INLINE void prefetch_targets(const Search *search, u32 from, u32 to) {
  const HeapGraph *graph = search->graph;
  if (to - from > 16) to = from + 16;
  for (u32 e = from; e < to; e++)
    __builtin_prefetch(&search->numbers[edge_node(graph->edges[e])]);
}

ALWAYS_INLINE void open_node(Search *search, Node node, u32 parent, u32 depth) {
  const HeapGraph *graph = search->graph;
  u32 number = ++search->count;
  search->numbers[node] = number;
  search->nodes[number] = node;
  search->dominators[number] = parent;
  if (unlikely(depth == search->open_room)) grow_open(search);
  search->opened[depth] = node;
  search->pending[depth] = graph->first_edge[node];
  prefetch_targets(search, graph->first_edge[node],
                   graph->first_edge[node + 1]);
}

static void search_from(Search *search, Node start, u32 parent) {
  const HeapGraph *graph = search->graph;
  open_node(search, start, parent, 0);
  for (u32 depth = 1; depth;) {
    Node node = search->opened[depth - 1];
    u32 edge = search->pending[depth - 1], end = graph->first_edge[node + 1];
    Node found = NO_NODE;
    while (edge < end && found == NO_NODE) {
      u32 word = graph->edges[edge++];
      if (edge_is_essential(word) && !search->numbers[edge_node(word)])
        found = edge_node(word);
    }
    search->pending[depth - 1] = edge;
    if (found == NO_NODE)
      depth--;
    else
      open_node(search, found, search->numbers[node], depth++);
  }
}

/* The nodes that essential edges lead to. */
static Bits *find_held(const HeapGraph *graph) {
  Bits *is_held = bits_make(graph->node_count);
  for (u32 e = 0; e < graph->edge_count; e++)
    if (edge_is_essential(graph->edges[e]))
      bits_set(is_held, edge_node(graph->edges[e]));
  return is_held;
}

static void search_all(Search *search) {
  HeapGraph *graph = search->graph;
  search_from(search, graph->root, 0);
  if (search->count == graph->node_count) return;
  Bits *is_held = find_held(graph);
  for (Node node = 0; node < graph->node_count; node++)
    if (!search->numbers[node] && !bits_get(is_held, node))
      search_from(search, node, search->numbers[graph->root]);
  bits_free(is_held, graph->node_count);
}

/* ---- Semidominators
 * ------------------------------------------------------------ */

static void grow_path(Search *search) {
  search->path_room = search->path_room ? 2 * search->path_room : 1024;
  search->path =
      base_reallocate(search->path, search->path_room * sizeof *search->path);
}

/* The least semidominator on the path from `v` up to what is not yet linked:
 * the numbers below `linked`. */
static u32 evaluate_path(Search *search, u32 v, u32 linked) {
  Vertex *vertices = search->vertices;
  u32 length = 0;
  for (; vertices[v].ancestor >= linked; v = vertices[v].ancestor) {
    if (unlikely(length == search->path_room)) grow_path(search);
    search->path[length++] = v;
  }
  u32 ancestor = vertices[v].ancestor, best = vertices[v].best;
  while (length) {
    Vertex *vertex = &vertices[search->path[--length]];
    vertex->ancestor = ancestor;
    if (vertex->best < best)
      best = vertex->best;
    else
      vertex->best = best;
  }
  return best;
}

ALWAYS_INLINE u32 evaluate(Search *search, u32 v, u32 linked) {
  Vertex *vertex = &search->vertices[v];
  if (v < linked) return v;
  if (vertex->ancestor < linked) return vertex->best;
  return evaluate_path(search, v, linked);
}

/* What the nodes a little further on need is asked for in three steps, each of
 * which needs what the one before has brought. */
ALWAYS_INLINE void prefetch_retainers(const Search *search, u32 w) {
  constexpr u32 FAR = 24, NEARER = 16, NEAR = 8;
  const HeapGraph *graph = search->graph;
  if (w <= FAR) return;
  __builtin_prefetch(&graph->first_retainer[search->nodes[w - FAR]]);
  u32 first = graph->first_retainer[search->nodes[w - NEARER]];
  __builtin_prefetch(&graph->retainers[first]);
  Node near = search->nodes[w - NEAR];
  first = graph->first_retainer[near];
  u32 end = graph->first_retainer[near + 1];
  for (u32 r = first; r < end && r < first + 4; r++)
    __builtin_prefetch(&search->numbers[edge_node(graph->retainers[r])]);
}

static void find_semidominators(Search *search) {
  const HeapGraph *graph = search->graph;
  for (u32 w = search->count; w > 1; w--) {
    Node node = search->nodes[w];
    prefetch_retainers(search, w);
    u32 semi = search->dominators[w];
    for (u32 r = graph->first_retainer[node];
         r < graph->first_retainer[node + 1]; r++) {
      if (!edge_is_essential(graph->retainers[r])) continue;
      u32 v = search->numbers[edge_node(graph->retainers[r])];
      if (!v) continue;
      u32 best = evaluate(search, v, w + 1);
      if (best < semi) semi = best;
    }
    search->semis[w] = search->vertices[w].best = semi;
  }
}

static void find_dominators(Search *search) {
  u32 *dominators = search->dominators;
  for (u32 w = 2; w <= search->count; w++) {
    u32 dominator = dominators[w];
    while (dominator > search->semis[w])
      dominator = dominators[dominator];
    dominators[w] = dominator;
  }
}

/* ---- Results
 * ------------------------------------------------------------------ */

static void store_dominators(Search *search) {
  HeapGraph *graph = search->graph;
  graph->dominators = COLUMN(u32, graph->node_count);
  for (Node node = 0; node < graph->node_count; node++) {
    u32 number = search->numbers[node];
    if (node + AHEAD < graph->node_count)
      __builtin_prefetch(&search->dominators[search->numbers[node + AHEAD]]);
    graph->dominators[node] =
        number > 1 ? search->nodes[search->dominators[number]] : graph->root;
  }
}

/* A dominator has a lower number than what it dominates, so sums that are
 * passed on in falling order are complete. */
static void sum_retained(Search *search) {
  HeapGraph *graph = search->graph;
  u64 *sums = COLUMN(u64, (u64)search->count + 1);
  for (Node node = 0; node < graph->node_count; node++) {
    u32 number = search->numbers[node];
    u64 bytes = sizes_get(&graph->self_sizes, node);
    sums[number ? number : 1] += bytes;
  }
  for (u32 w = search->count; w > 1; w--)
    sums[search->dominators[w]] += sums[w];
  graph->retained_sizes = sizes_make(graph->node_count);
  for (Node node = 0; node < graph->node_count; node++) {
    u32 number = search->numbers[node];
    if (node + AHEAD < graph->node_count)
      __builtin_prefetch(&sums[search->numbers[node + AHEAD]]);
    sizes_set(&graph->retained_sizes, node,
              number ? sums[number] : sizes_get(&graph->self_sizes, node));
  }
  column_free(sums, (u64)search->count + 1, sizeof *sums);
}

static u64 room(const Search *search) {
  return (u64)search->graph->node_count + 1;
}

Search *dominators_search(HeapGraph *graph) {
  Search *search = base_allocate_zeroed(sizeof *search);
  search->graph = graph;
  search->numbers = COLUMN(u32, room(search));
  search->nodes = COLUMN(Node, room(search));
  search->dominators = COLUMN(u32, room(search));
  search_all(search);
  free(search->pending);
  free(search->opened);
  return search;
}

void dominators_compute(Search *search) {
  search->semis = COLUMN(u32, room(search));
  search->vertices = COLUMN(Vertex, room(search));
  for (u32 w = 1; w <= search->count; w++)
    search->vertices[w].ancestor = search->dominators[w];
  find_semidominators(search);
  find_dominators(search);
  free(search->path);
  column_free(search->vertices, room(search), sizeof *search->vertices);
  column_free(search->semis, room(search), sizeof *search->semis);
  store_dominators(search);
  sum_retained(search);
  column_free(search->numbers, room(search), sizeof *search->numbers);
  column_free(search->nodes, room(search), sizeof *search->nodes);
  column_free(search->dominators, room(search), sizeof *search->dominators);
  free(search);
}
