/* dominators.c - the dominator tree, and retained sizes from it.
 *
 * Semi-NCA: L. Georgiadis, R. Tarjan, R. Werneck, "Finding Dominators in
 * Practice", J. Graph Algorithms and Applications 10 (2006). Nodes are numbered
 * in the order of a depth-first search. In falling order of number each gets
 * its semidominator, by way of a forest whose paths are compressed as they are
 * walked; in rising order the dominator is the nearest ancestor in the tree
 * built so far that is not beyond the semidominator. On heaps that is two to
 * three times as fast as Lengauer and Tarjan's, which the other tools use; but
 * the way to that ancestor may be long. A list of a million whose items are
 * also in a Map would take hours step by step, so when many steps were taken
 * the rest goes in leaps (below).
 *
 * Four nodes out of five have one reference that counts: what holds it is the
 * dominator, and nothing has to be looked up for them. The search notes the
 * others.
 *
 * Nodes that only weak edges lead to count as children of the root, and so
 * does, alone, each node of a cycle that nothing leads to.
 *
 * Memory is highest here, so nothing is kept that can be had again. While the
 * retainers are sorted, the tree of the search is two bits a node, from which
 * its parents follow; and while semidominators are looked for, which node has a
 * number is left to be read off which number it has.
 */
#include "graph/analysis.h"

#include "base/vector.h"

#include <stdlib.h>

/* Ordinary heaps take less than a step for each node. */
constexpr u64 STEPS_A_NODE = 8;
constexpr u8 FAR = UINT8_MAX;

/* In the forest: the nodes whose semidominators are known hang together. */
typedef struct Vertex {
  u32 ancestor; /* the parent in the search, later a compressed path */
  u32 best;     /* the least semidominator on that path */
} Vertex;

/* A small number for each open node, by its depth. A heap may be one list of
 * all its objects, which are all open then: a byte has to do, since few numbers
 * are larger; FAR: see `far`, where the deepest one's is the last. */
typedef struct Path {
  u8 *bytes;
  VECTOR(u32) far;
} Path;

struct DominatorSearch {
  HeapGraph *graph;
  const Bits *is_page;
  /* The search itself looks at bits alone, which the cache holds. */
  Bits *is_reached, *is_shared; /* nodes; those that several edges lead to */
  Node *nodes;                  /* by number, from 1 */
  Bits *steps;                  /* whether a node was opened, or closed */
  u64 step_count;
  u32 *numbers; /* of nodes; 0 is not reached */
  /* By number, too. What is a parent in the search becomes the dominator. */
  u32 *dominators;
  Bits *has_several; /* numbers of shared nodes */
  u32 *semis;        /* of those alone, in their order; at first the nodes */
  u32 several_count;
  Vertex *vertices;
  u32 count; /* the last number given */
  /* Of each open node how many of its edges were taken, and how far its number
   * is from its parent's. */
  Path places, rises;
};

typedef struct DominatorSearch Search;

constexpr u32 NUMBER_OF_ROOT = 1;

/* Of what goes by number. */
static u64 room(const Search *search) {
  return (u64)search->graph->node_count + 1;
}

/* ---- Depth first
 * ------------------------------------------------------------- */

ALWAYS_INLINE u32 path_get(const Path *path, u32 depth) {
  u8 number = path->bytes[depth];
  return likely(number != FAR) ? number : path->far.items[path->far.count - 1];
}

/* A number becomes larger, or is that of a new depth, which was 0. */
ALWAYS_INLINE void path_set(Path *path, u32 depth, u32 number) {
  if (path->bytes[depth] == FAR) {
    path->far.items[path->far.count - 1] = number;
  } else if (likely(number < FAR)) {
    path->bytes[depth] = (u8)number;
  } else {
    path->bytes[depth] = FAR;
    vector_push(&path->far, number);
  }
}

ALWAYS_INLINE void path_leave(Path *path, u32 depth) {
  if (unlikely(path->bytes[depth] == FAR)) vector_pop(&path->far);
  path->bytes[depth] = 0;
}

static void path_free(Path *path, u64 room) {
  column_release(path->bytes, room, sizeof *path->bytes);
  vector_free(&path->far);
}

ALWAYS_INLINE void open_node(Search *search, Node node, u32 parent, u32 depth) {
  u32 number = ++search->count;
  bits_set(search->is_reached, node);
  bits_set(search->steps, search->step_count++);
  search->nodes[number] = node;
  path_set(&search->rises, depth, number - parent);
}

/* Gives its parent. */
ALWAYS_INLINE u32 close_node(Search *search, u32 number, u32 depth) {
  u32 parent = number - path_get(&search->rises, depth);
  search->step_count++;
  path_leave(&search->rises, depth);
  path_leave(&search->places, depth);
  return parent;
}

/* Goes on along the edges of an open node; the node that is to be opened next,
 * or NO_NODE after the last edge. */
ALWAYS_INLINE Node next_child(Search *search, u32 number, u32 depth) {
  const HeapGraph *graph = search->graph;
  Node node = search->nodes[number];
  u32 first = node_edges_start(graph, node);
  u32 edge = first + path_get(&search->places, depth);
  u32 end = node_edges_start(graph, node + 1);
  EssentialEdges essential = essential_of(graph, search->is_page, node);
  Node found = NO_NODE;
  while (edge < end && found == NO_NODE) {
    u32 word = graph->edges[edge++];
    if (!essential_has(&essential, word)) continue;
    if (bits_get(search->is_reached, edge_node(word)))
      bits_set(search->is_shared, edge_node(word));
    else
      found = edge_node(word);
  }
  path_set(&search->places, depth, edge - first);
  return found;
}

static void search_from(Search *search, Node start, u32 parent) {
  open_node(search, start, parent, 0);
  u32 open = search->count;
  for (u32 depth = 1; depth;) {
    Node found = next_child(search, open, depth - 1);
    if (found == NO_NODE) {
      open = close_node(search, open, --depth);
    } else {
      open_node(search, found, open, depth);
      open = search->count;
      depth++;
    }
  }
}

/* The nodes that essential edges lead to. */
static Bits *find_held(const Search *search) {
  const HeapGraph *graph = search->graph;
  Bits *is_held = bits_make(graph->node_count);
  for (Node node = 0; node < graph->node_count; node++) {
    EssentialEdges essential = essential_of(graph, search->is_page, node);
    for (EdgeRange at = node_edges(graph, node); at.next < at.end; at.next++)
      if (essential_has(&essential, graph->edges[at.next]))
        bits_set(is_held, edge_node(graph->edges[at.next]));
  }
  return is_held;
}

static void search_all(Search *search) {
  HeapGraph *graph = search->graph;
  search_from(search, graph->root, 0);
  if (search->count == graph->node_count) return;
  Bits *is_held = find_held(search);
  for (Node node = 0; node < graph->node_count; node++)
    if (!bits_get(search->is_reached, node) && !bits_get(is_held, node))
      search_from(search, node, NUMBER_OF_ROOT);
  bits_free(is_held, graph->node_count);
}

/* ---- Semidominators
 * ------------------------------------------------------------ */

/* The least semidominator on the path from `v` up to what is not yet linked:
 * the numbers below `linked`. On the way up each vertex refers to the one that
 * was left for it, as in Schorr and Waite's marking, so that a path of millions
 * needs no stack to come down again. */
static u32 evaluate_path(Search *search, u32 v, u32 linked) {
  Vertex *vertices = search->vertices;
  u32 below = 0; /* no number */
  while (vertices[v].ancestor >= linked) {
    u32 above = vertices[v].ancestor;
    vertices[v].ancestor = below;
    below = v;
    v = above;
  }
  u32 ancestor = vertices[v].ancestor, best = vertices[v].best;
  while (below) {
    Vertex *vertex = &vertices[below];
    below = vertex->ancestor;
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
ALWAYS_INLINE void prefetch_retainers(const Search *search, u32 i) {
  constexpr u32 FAR = 24, NEARER = 16, NEAR = 8;
  const HeapGraph *graph = search->graph;
  if (i < FAR) return;
  const Node *several = search->semis + i;
  __builtin_prefetch(&graph->retainer_starts.offsets[*(several - FAR)]);
  u32 first = node_retainers_start(graph, *(several - NEARER));
  __builtin_prefetch(&graph->retainers[first]);
  EdgeRange at = node_retainers(graph, *(several - NEAR));
  for (u32 most = at.next + 4; at.next < at.end && at.next < most; at.next++)
    __builtin_prefetch(&search->numbers[edge_node(graph->retainers[at.next])]);
}

static u32 find_semidominator(Search *search, u32 w, Node node) {
  const HeapGraph *graph = search->graph;
  u32 semi = search->dominators[w];
  /* below the root's own number there is none */
  for (EdgeRange at = node_retainers(graph, node); at.next < at.end && semi > 1;
       at.next++) {
    u32 word = graph->retainers[at.next];
    if (!edge_is_essential(word)) continue;
    u32 v = search->numbers[edge_node(word)];
    if (!v) continue;
    u32 best = evaluate(search, v, w + 1);
    if (best < semi) semi = best;
  }
  return semi;
}

/* Into the forest with those from `last` down to above `first`, which have one
 * reference each. */
static void link_single(Search *search, u32 first, u32 last) {
  for (u32 w = first + 1; w <= last; w++)
    search->vertices[w] =
        (Vertex){search->dominators[w], search->dominators[w]};
}

static void find_semidominators(Search *search) {
  u32 last = search->count, i = search->several_count;
  search->vertices = COLUMN_RAW(Vertex, room(search));
  for (u64 at = (u64)search->count / 64 + 1; at-- > 0;)
    for (u64 word = search->has_several[at]; word;) {
      u32 bit = 63 - (u32)__builtin_clzll(word), w = (u32)(at * 64) + bit;
      word ^= 1ull << bit;
      prefetch_retainers(search, --i);
      link_single(search, w, last);
      u32 semi = find_semidominator(search, w, search->semis[i]);
      search->vertices[w] = (Vertex){search->dominators[w], semi};
      search->semis[i] = semi;
      last = w - 1;
    }
  column_free(search->vertices, room(search), sizeof *search->vertices);
}

/* The parents, from the steps of the search. */
static void find_parents(Search *search) {
  u32 *parents = search->dominators = COLUMN_RAW(u32, room(search));
  u32 open = 0, number = 0;
  for (u64 step = 0; number < search->count; step++) {
    if (bits_get(search->steps, step)) {
      parents[number + 1] = open || !number ? open : NUMBER_OF_ROOT;
      open = ++number;
    } else {
      open = parents[open];
    }
  }
  bits_free(search->steps, 2 * room(search));
}

/* What the search leaves is by node; from here on all goes by number. */
static void number_nodes(Search *search) {
  search->numbers = COLUMN(u32, room(search));
  search->has_several = bits_make(room(search));
  for (u32 w = 1; w <= search->count; w++) {
    Node node = search->nodes[w];
    search->numbers[node] = w;
    if (bits_get(search->is_shared, node)) bits_set(search->has_several, w);
  }
}

/* The nodes that several edges lead to; of the others none are needed. */
static void list_several(Search *search) {
  const Bits *bits = search->has_several;
  u64 words = (u64)search->count / 64 + 1;
  bits_clear(search->has_several, NUMBER_OF_ROOT);
  for (u64 i = 0; i < words; i++)
    search->several_count += (u32)__builtin_popcountll(bits[i]);
  search->semis = COLUMN_RAW(u32, search->several_count);
  u32 *out = search->semis;
  for (u64 i = 0; i < words; i++)
    for (u64 word = bits[i]; word; word &= word - 1)
      *out++ = search->nodes[i * 64 + (u64)__builtin_ctzll(word)];
  column_free(search->nodes, room(search), sizeof *search->nodes);
}

/* ---- Dominators
 * ----------------------------------------------------------------- */

/* Besides its dominator each node knows one further up, so that any ancestor is
 * a logarithm of leaps and steps away: E. Myers, "An applicative random-access
 * stack", Information Processing Letters 17 (1983). */
typedef struct Leaps {
  u32 *far, *depth; /* by number */
} Leaps;

static void add_leap(const Search *search, Leaps *leaps, u32 w) {
  u32 near = search->dominators[w], far = leaps->far[near];
  u32 first = leaps->depth[near] - leaps->depth[far];
  u32 second = leaps->depth[far] - leaps->depth[leaps->far[far]];
  leaps->far[w] = first == second ? leaps->far[far] : near;
  leaps->depth[w] = leaps->depth[near] + 1;
}

/* The nearest ancestor of `v`, or itself, that is not beyond `limit`. */
static u32 leap_up(const Search *search, const Leaps *leaps, u32 v, u32 limit) {
  while (v > limit)
    v = leaps->far[v] > limit ? leaps->far[v] : search->dominators[v];
  return v;
}

/* From number `first` on; those before have their dominators. */
static void find_by_leaps(Search *search, u32 first, const u32 *semi) {
  Leaps leaps = {COLUMN(u32, room(search)), COLUMN(u32, room(search))};
  leaps.far[1] = 1;
  for (u32 w = 2; w <= search->count; w++) {
    if (w >= first && bits_get(search->has_several, w))
      search->dominators[w] =
          leap_up(search, &leaps, search->dominators[w], *semi++);
    add_leap(search, &leaps, w);
  }
  column_free(leaps.far, room(search), sizeof(u32));
  column_free(leaps.depth, room(search), sizeof(u32));
}

static void find_dominators(Search *search) {
  u32 *dominators = search->dominators;
  const u32 *semi = search->semis;
  u64 words = (u64)search->count / 64 + 1;
  u64 steps = 0, steps_max = STEPS_A_NODE * (u64)search->count;
  for (u64 i = 0; i < words; i++)
    for (u64 word = search->has_several[i]; word; word &= word - 1) {
      u32 w = (u32)(i * 64) + (u32)__builtin_ctzll(word);
      u32 dominator = dominators[w];
      for (; dominator > *semi; steps++)
        dominator = dominators[dominator];
      dominators[w] = dominator;
      semi++;
      if (unlikely(steps > steps_max)) {
        find_by_leaps(search, w + 1, semi);
        return;
      }
    }
}

/* ---- Results
 * ------------------------------------------------------------------ */

static void add_retained(HeapGraph *graph, Node node, u64 bytes) {
  Sizes *sizes = &graph->retained_sizes;
  sizes_set(sizes, node, sizes_get(sizes, node) + bytes);
}

static void order_nodes(Search *search) {
  search->nodes = COLUMN_RAW(Node, room(search));
  for (Node node = 0; node < search->graph->node_count; node++)
    search->nodes[search->numbers[node]] = node;
}

/* What was not reached is held by the root, alone. */
static void store_unreached(Search *search) {
  HeapGraph *graph = search->graph;
  if (search->count == graph->node_count) return;
  for (Node node = 0; node < graph->node_count; node++) {
    if (search->numbers[node]) continue;
    graph->dominators[node] = graph->root;
    add_retained(graph, graph->root, sizes_get(&graph->self_sizes, node));
  }
}

/* What the nodes a little further on need is asked for early. */
ALWAYS_INLINE void prefetch_results(const Search *search, u32 w) {
  constexpr u32 FAR = 24, NEAR = 12;
  const HeapGraph *graph = search->graph;
  if (w <= FAR) return;
  __builtin_prefetch(&search->nodes[search->dominators[w - FAR]]);
  Node near = search->nodes[w - NEAR];
  Node dominator = search->nodes[search->dominators[w - NEAR]];
  __builtin_prefetch(&graph->retained_sizes.small[near]);
  __builtin_prefetch(&graph->retained_sizes.small[dominator], 1);
  __builtin_prefetch(&graph->dominators[near], 1);
}

/* A dominator has a lower number than what it dominates, so sums that are
 * passed on in falling order are complete. */
static void store_results(Search *search) {
  HeapGraph *graph = search->graph;
  const Node *nodes = search->nodes;
  graph->dominators = COLUMN_RAW(u32, graph->node_count);
  graph->retained_sizes = sizes_copy(&graph->self_sizes);
  store_unreached(search);
  graph->dominators[graph->root] = graph->root;
  for (u32 w = search->count; w > 1; w--) {
    prefetch_results(search, w);
    Node node = nodes[w], dominator = nodes[search->dominators[w]];
    graph->dominators[node] = dominator;
    add_retained(graph, dominator, sizes_get(&graph->retained_sizes, node));
  }
}

Search *dominators_search(HeapGraph *graph, const Bits *is_page) {
  Search *search = base_allocate_zeroed(sizeof *search);
  search->graph = graph;
  search->is_page = is_page;
  search->is_reached = bits_make(graph->node_count);
  search->is_shared = bits_make(graph->node_count);
  search->nodes = COLUMN_RAW(Node, room(search));
  search->steps = bits_make(2 * room(search));
  search->places.bytes = COLUMN_RESERVE(u8, room(search));
  search->rises.bytes = COLUMN_RESERVE(u8, room(search));
  search_all(search);
  bits_free(search->is_reached, graph->node_count);
  path_free(&search->places, room(search));
  path_free(&search->rises, room(search));
  return search;
}

static void free_search(Search *search) {
  column_free(search->numbers, room(search), sizeof *search->numbers);
  column_free(search->nodes, room(search), sizeof *search->nodes);
  column_free(search->dominators, room(search), sizeof *search->dominators);
  bits_free(search->has_several, room(search));
  free(search);
}

void dominators_compute(Search *search) {
  number_nodes(search);
  bits_free(search->is_shared, search->graph->node_count);
  list_several(search);
  find_parents(search);
  find_semidominators(search);
  find_dominators(search);
  column_free(search->semis, search->several_count, sizeof *search->semis);
  order_nodes(search);
  if (search->count == search->graph->node_count) {
    column_free(search->numbers, room(search), sizeof *search->numbers);
    search->numbers = NULL;
  }
  store_results(search);
  free_search(search);
}
