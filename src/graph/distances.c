/* distances.c - how many references a node is from the roots.
 *
 * A breadth-first search from the program's roots, and a second one, from
 * 100,000,000 up, of what only the system's reach. A few edges do not count:
 * they lead from the system's tables to nearly everything.
 */
#include "graph/analysis.h"

typedef struct Distances {
  HeapGraph *graph;
  Node *queue;
  u32 head, tail;
  Bits *is_special; /* nodes with edges that may not count */
  /* Of the two edges to the value of a WeakMap's entry the one met first is
   * passed over, so that the farther one counts. */
  const Ephemerons *ephemerons;
  u32 *special_ranks, *first_ephemeron; /* of special nodes */
  Bits *is_pending;                     /* entries of which one edge was met */
} Distances;

/* ---- Edges that do not count
 * ------------------------------------------------------ */

static bool is_native_context(const HeapGraph *graph, Node node) {
  return node_type(graph, node) == NODE_HIDDEN && node_is_notable(graph, node);
}

static bool is_descriptors(const HeapGraph *graph, Node node) {
  return node_type(graph, node) == NODE_ARRAY && node_is_notable(graph, node);
}

/* The number that an edge's name begins with, or -1. */
static i64 leading_number(const HeapGraph *graph, const EdgeRecord *edge) {
  if (edge->is_indexed) return (i64)edge->name;
  RawString raw = strings_raw(&graph->file.strings, (u32)edge->name);
  i64 number = -1;
  for (size_t i = 0; i < raw.length && i < 18; i++) {
    if ((u8)(raw.text[i] - '0') > 9) break;
    number = (number < 0 ? 0 : number * 10) + (raw.text[i] - '0');
  }
  return number;
}

/* Whether the names of a node's edges matter. */
static bool has_names(const HeapGraph *graph, Node node) {
  return is_descriptors(graph, node) || is_native_context(graph, node);
}

static bool name_counts(const HeapGraph *graph, Node node,
                        const EdgeRecord *edge) {
  if (is_native_context(graph, node) && !edge->is_indexed &&
      edge->name == graph_known(graph, STRING_SLOPPY_FUNCTION_MAP))
    return false;
  if (!is_descriptors(graph, node)) return true;
  /* Maps share descriptors, and not every one of them is its own:
   * crbug.com/413608 */
  i64 index = leading_number(graph, edge);
  return index < 2 || index % 3 != 1;
}

/* Whether edge number `e` is an entry's, and the first of the two that is met;
 * `at` goes along with the edges of a node. */
static bool is_first_half(Distances *distances, u32 e, u32 *at) {
  const EphemeronEdges *edges = &distances->ephemerons->edges;
  while (*at < edges->count && edges->items[*at].edge < e)
    ++*at;
  if (*at == edges->count || edges->items[*at].edge != e) return false;
  u32 name = edges->items[*at].name;
  u32 entry = distances->ephemerons->names[name].entry;
  bool is_second = bits_get(distances->is_pending, entry);
  distances->is_pending[entry / 64] ^= 1ull << (entry % 64);
  return !is_second;
}

/* ---- The search
 * ---------------------------------------------------------------------- */

/* Distances grow by one at a time, so it is the first that does not fit into
 * 16 bits which makes the column wide. */
COLD static void widen(HeapGraph *graph) {
  graph->wide_distances = COLUMN_RAW(u32, graph->node_count);
  for (Node node = 0; node < graph->node_count; node++)
    graph->wide_distances[node] = node_distance(graph, node);
  column_free(graph->distances, graph->node_count, sizeof(u16));
  graph->distances = NULL;
}

ALWAYS_INLINE void set_distance(HeapGraph *graph, Node node, u32 distance) {
  u32 narrow = distance;
  if (unlikely(distance >= NARROW_SYSTEM)) {
    bool is_system = distance >= DISTANCE_SYSTEM;
    narrow =
        is_system ? distance - DISTANCE_SYSTEM + NARROW_SYSTEM : NARROW_NONE;
    if (narrow >= NARROW_NONE && graph->distances) widen(graph);
  }
  if (likely(graph->distances))
    graph->distances[node] = (u16)narrow;
  else
    graph->wide_distances[node] = distance;
}

ALWAYS_INLINE bool is_reached(const HeapGraph *graph, Node node) {
  return likely(graph->distances)
             ? graph->distances[node] != NARROW_NONE
             : graph->wide_distances[node] != DISTANCE_NONE;
}

ALWAYS_INLINE void reach(Distances *distances, Node node, u32 distance) {
  set_distance(distances->graph, node, distance);
  distances->queue[distances->tail++] = node;
}

static u32 first_ephemeron(const Distances *distances, Node node) {
  return distances->first_ephemeron[bits_rank(distances->is_special,
                                              distances->special_ranks, node)];
}

/* Of edges that lead to what was reached already nothing is noted. */
static void visit_named(Distances *distances, Node node) {
  HeapGraph *graph = distances->graph;
  u32 distance = node_distance(graph, node) + 1;
  u32 at = first_ephemeron(distances, node);
  EdgeReader reader = graph_read_edges(graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    if (edge.type != EDGE_WEAK && !is_reached(graph, edge.target) &&
        name_counts(graph, node, &edge) &&
        (is_descriptors(graph, node) ||
         !is_first_half(distances, edge.index, &at)))
      reach(distances, edge.target, distance);
}

static void visit_special(Distances *distances, Node node) {
  HeapGraph *graph = distances->graph;
  if (has_names(graph, node)) {
    visit_named(distances, node);
    return;
  }
  u32 distance = node_distance(graph, node) + 1;
  u32 ephemeron = first_ephemeron(distances, node);
  for (EdgeRange at = node_edges(graph, node); at.next < at.end; at.next++) {
    u32 word = graph->edges[at.next];
    if (!is_reached(graph, edge_node(word)) && edge_type(word) != EDGE_WEAK &&
        !is_first_half(distances, at.next, &ephemeron))
      reach(distances, edge_node(word), distance);
  }
}

static void visit(Distances *distances, Node node) {
  HeapGraph *graph = distances->graph;
  u32 distance = node_distance(graph, node) + 1;
  for (EdgeRange at = node_edges(graph, node); at.next < at.end; at.next++) {
    u32 word = graph->edges[at.next];
    if (!is_reached(graph, edge_node(word)) && edge_type(word) != EDGE_WEAK)
      reach(distances, edge_node(word), distance);
  }
}

/* What the nodes a little further on in the queue need, in three steps. */
ALWAYS_INLINE void prefetch_queue(const Distances *distances) {
  constexpr u32 FAR = 24, NEARER = 16, NEAR = 8;
  const HeapGraph *graph = distances->graph;
  u32 head = distances->head;
  if (head + FAR >= distances->tail) return;
  __builtin_prefetch(&graph->edge_starts.offsets[distances->queue[head + FAR]]);
  u32 first = node_edges_start(graph, distances->queue[head + NEARER]);
  __builtin_prefetch(&graph->edges[first]);
  Node near = distances->queue[head + NEAR];
  EdgeRange at = node_edges(graph, near);
  if (unlikely(!graph->distances)) return;
  for (u32 most = at.next + 4; at.next < at.end && at.next < most; at.next++)
    __builtin_prefetch(&graph->distances[edge_node(graph->edges[at.next])]);
}

static void search(Distances *distances) {
  while (distances->head < distances->tail) {
    prefetch_queue(distances);
    Node node = distances->queue[distances->head++];
    if (unlikely(bits_get(distances->is_special, node)))
      visit_special(distances, node);
    else
      visit(distances, node);
  }
}

/* ---- What is special
 * -------------------------------------------------------------------- */

static void note_special(Distances *distances) {
  HeapGraph *graph = distances->graph;
  const EphemeronEdges *edges = &distances->ephemerons->edges;
  u32 nodes = graph->node_count, count = 0;
  distances->is_special = bits_make(nodes);
  for (u32 i = 0; i < edges->count; i++)
    bits_set(distances->is_special, edges->items[i].source);
  for (Node node = 0; node < nodes; node++)
    if (has_names(graph, node)) bits_set(distances->is_special, node);
  distances->special_ranks = bits_rank_make(distances->is_special, nodes);
  count = bits_rank(distances->is_special, distances->special_ranks, nodes);
  distances->first_ephemeron = COLUMN(u32, count);
  for (u32 i = edges->count; i-- > 0;)
    distances->first_ephemeron[bits_rank(distances->is_special,
                                         distances->special_ranks,
                                         edges->items[i].source)] = i;
}

static void free_special(Distances *distances) {
  u32 nodes = distances->graph->node_count;
  u32 count = bits_rank(distances->is_special, distances->special_ranks, nodes);
  column_free(distances->first_ephemeron, count, sizeof(u32));
  bits_rank_free(distances->special_ranks, nodes);
  bits_free(distances->is_special, nodes);
}

/* ---- What the page owns -------------------------------------------------- */

/* Nodes that are reached from the page's, or program's, own roots. Nearly all
 * of them are in the queue, reached by the same edges: it remains to follow
 * those that did not count. */
typedef struct Page {
  const HeapGraph *graph;
  Bits *is_page;
  VECTOR(Node) pending;
} Page;

static bool is_entry(const HeapGraph *graph, u32 word) {
  if (edge_type(word) == EDGE_SHORTCUT) return true;
  return edge_type(word) == EDGE_ELEMENT &&
         node_is_page_root(graph, edge_node(word));
}

static void mark_node(Page *page, Node node) {
  if (bits_get(page->is_page, node)) return;
  bits_set(page->is_page, node);
  vector_push(&page->pending, node);
}

static void mark_targets(Page *page, Node node) {
  const HeapGraph *graph = page->graph;
  for (EdgeRange at = node_edges(graph, node); at.next < at.end; at.next++)
    if (edge_type(graph->edges[at.next]) != EDGE_WEAK)
      mark_node(page, edge_node(graph->edges[at.next]));
}

/* Whether the search for distances began at entries alone. */
static bool has_only_entries(const Page *page) {
  const HeapGraph *graph = page->graph;
  Node root = graph->root;
  for (EdgeRange at = node_edges(graph, root); at.next < at.end; at.next++) {
    Node node = edge_node(graph->edges[at.next]);
    if (node_is_user_root(graph, node) && !bits_get(page->is_page, node))
      return false;
  }
  return true;
}

static void mark_reached(Page *page, const Distances *distances) {
  for (u32 i = 0; i < distances->tail; i++)
    bits_set(page->is_page, distances->queue[i]);
  for (u32 i = 0; i < distances->tail; i++)
    if (bits_get(distances->is_special, distances->queue[i]))
      mark_targets(page, distances->queue[i]);
}

static Bits *mark_page(const Distances *distances) {
  const HeapGraph *graph = distances->graph;
  Page page = {.graph = graph, .is_page = bits_make(graph->node_count)};
  Node root = graph->root;
  for (EdgeRange at = node_edges(graph, root); at.next < at.end; at.next++)
    if (is_entry(graph, graph->edges[at.next]))
      mark_node(&page, edge_node(graph->edges[at.next]));
  if (page.pending.count && has_only_entries(&page))
    mark_reached(&page, distances);
  while (page.pending.count)
    mark_targets(&page, vector_pop(&page.pending));
  vector_free(&page.pending);
  return page.is_page;
}

/* ---- The whole ----------------------------------------------------------- */

static void search_users(Distances *distances) {
  HeapGraph *graph = distances->graph;
  Node root = graph->root;
  for (EdgeRange at = node_edges(graph, root); at.next < at.end; at.next++) {
    Node node = edge_node(graph->edges[at.next]);
    if (node_is_user_root(graph, node)) reach(distances, node, 1);
  }
  search(distances);
}

static void search_system(Distances *distances) {
  bool has_users = distances->tail > 0;
  distances->head = distances->tail = 0;
  reach(distances, distances->graph->root, has_users ? DISTANCE_SYSTEM : 0);
  search(distances);
}

Bits *distances_compute(HeapGraph *graph, const Ephemerons *ephemerons) {
  EdgeRange of_root = node_edges(graph, graph->root);
  /* a root that several edges lead to is in the queue more than once */
  u64 room = (u64)graph->node_count + (of_root.end - of_root.next);
  Distances distances = {.graph = graph,
                         .queue = COLUMN_RAW(Node, room),
                         .ephemerons = ephemerons,
                         .is_pending = bits_make(ephemerons->entry_count)};
  graph->distances = COLUMN_RAW(u16, graph->node_count);
  memset(graph->distances, 0xff, (size_t)graph->node_count * sizeof(u16));
  note_special(&distances);
  search_users(&distances);
  Bits *is_page = mark_page(&distances);
  search_system(&distances);
  column_free(distances.queue, room, sizeof *distances.queue);
  bits_free(distances.is_pending, ephemerons->entry_count);
  free_special(&distances);
  return is_page;
}
