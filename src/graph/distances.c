/* distances.c - how many references a node is from the roots.
 *
 * A breadth-first search from the program's roots, and a second one, from
 * 100,000,000 up, of what only the system's reach. A few edges do not count:
 * they lead from the system's tables to nearly everything.
 */
#include "graph/analysis.h"
#include "graph/table.h"

#include <stdlib.h>

typedef struct Distances {
  HeapGraph *graph;
  Node *queue;
  u32 head, tail;
  Bits *is_special; /* nodes with edges that may not count */
  /* The entry of a WeakMap that an edge stands for; of the two edges to its
   * value the one met first is passed over, so that the farther one counts. */
  NumberTable entries; /* by edge */
  Bits *is_pending;    /* entries of which one edge was met */
  u32 entry_count;
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

static bool counts(Distances *distances, Node node, const EdgeRecord *edge) {
  const HeapGraph *graph = distances->graph;
  if (is_native_context(graph, node) && !edge->is_indexed &&
      edge->name == graph_known(graph, STRING_SLOPPY_FUNCTION_MAP))
    return false;
  if (is_descriptors(graph, node)) {
    /* Maps share descriptors, and not every one of them is its own:
     * crbug.com/413608 */
    i64 index = leading_number(graph, edge);
    return index < 2 || index % 3 != 1;
  }
  if (edge->type != EDGE_INTERNAL) return true;
  u32 entry = number_table_get(&distances->entries, edge->index);
  if (entry == TABLE_NONE) return true;
  bool is_second = bits_get(distances->is_pending, entry);
  distances->is_pending[entry / 64] ^= 1ull << (entry % 64);
  return is_second;
}

/* ---- The search
 * ---------------------------------------------------------------------- */

ALWAYS_INLINE void reach(Distances *distances, Node node, u32 distance) {
  distances->graph->distances[node] = distance;
  distances->queue[distances->tail++] = node;
}

static void visit_special(Distances *distances, Node node) {
  HeapGraph *graph = distances->graph;
  u32 distance = graph->distances[node] + 1;
  EdgeReader reader = graph_read_edges(graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    if (edge.type != EDGE_WEAK &&
        graph->distances[edge.target] == DISTANCE_NONE &&
        counts(distances, node, &edge))
      reach(distances, edge.target, distance);
}

static void visit(Distances *distances, Node node) {
  HeapGraph *graph = distances->graph;
  u32 distance = graph->distances[node] + 1;
  u32 end = graph->first_edge[node + 1];
  for (u32 e = graph->first_edge[node]; e < end; e++) {
    u32 word = graph->edges[e];
    if (graph->distances[edge_node(word)] == DISTANCE_NONE &&
        edge_type(word) != EDGE_WEAK)
      reach(distances, edge_node(word), distance);
  }
}

/* What the nodes a little further on in the queue need, in three steps. */
ALWAYS_INLINE void prefetch_queue(const Distances *distances) {
  constexpr u32 FAR = 24, NEARER = 16, NEAR = 8;
  const HeapGraph *graph = distances->graph;
  u32 head = distances->head;
  if (head + FAR >= distances->tail) return;
  __builtin_prefetch(&graph->first_edge[distances->queue[head + FAR]]);
  u32 first = graph->first_edge[distances->queue[head + NEARER]];
  __builtin_prefetch(&graph->edges[first]);
  Node near = distances->queue[head + NEAR];
  first = graph->first_edge[near];
  u32 end = graph->first_edge[near + 1];
  for (u32 e = first; e < end && e < first + 4; e++)
    __builtin_prefetch(&graph->distances[edge_node(graph->edges[e])]);
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

static void search_all(Distances *distances) {
  HeapGraph *graph = distances->graph;
  Node root = graph->root;
  for (u32 e = graph->first_edge[root]; e < graph->first_edge[root + 1]; e++) {
    Node node = edge_node(graph->edges[e]);
    if (node_is_user_root(graph, node)) reach(distances, node, 1);
  }
  bool has_users = distances->tail > 0;
  search(distances);
  distances->head = distances->tail = 0;
  reach(distances, root, has_users ? DISTANCE_SYSTEM : 0);
  search(distances);
}

/* ---- What is special
 * -------------------------------------------------------------------- */

/* Both edges of an entry have the same name but for the number it begins
 * with. */
static u32 intern_entry(const HeapGraph *graph, u32 name, TextTable *texts) {
  RawString raw = strings_raw(&graph->file.strings, name);
  size_t i = 0;
  while (i < raw.length && (u8)(raw.text[i] - '0') < 10)
    i++;
  return text_table_intern(texts, raw.text + i, raw.length - i);
}

static void note_special(Distances *distances,
                         const EphemeronEdges *ephemerons) {
  HeapGraph *graph = distances->graph;
  TextTable texts = {};
  for (u32 i = 0; i < ephemerons->count; i++) {
    EphemeronEdge edge = ephemerons->items[i];
    *number_table_at(&distances->entries, edge.edge) =
        intern_entry(graph, edge.name, &texts);
    bits_set(distances->is_special, edge.source);
  }
  distances->entry_count = texts.count;
  text_table_free(&texts);
  for (Node node = 0; node < graph->node_count; node++)
    if (is_descriptors(graph, node) || is_native_context(graph, node))
      bits_set(distances->is_special, node);
}

void distances_compute(HeapGraph *graph, const EphemeronEdges *ephemerons) {
  u32 roots =
      graph->first_edge[graph->root + 1] - graph->first_edge[graph->root];
  /* a root that several edges lead to is in the queue more than once */
  u64 room = (u64)graph->node_count + roots;
  Distances distances = {.graph = graph,
                         .queue = COLUMN(Node, room),
                         .is_special = bits_make(graph->node_count)};
  graph->distances = COLUMN(u32, graph->node_count);
  memset(graph->distances, 0xff, (size_t)graph->node_count * sizeof(u32));
  note_special(&distances, ephemerons);
  distances.is_pending = bits_make(distances.entry_count);
  search_all(&distances);
  bits_free(distances.is_pending, distances.entry_count);
  number_table_free(&distances.entries);
  bits_free(distances.is_special, graph->node_count);
  column_free(distances.queue, room, sizeof *distances.queue);
}
