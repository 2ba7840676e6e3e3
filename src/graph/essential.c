/* essential.c - which references keep an object alive by themselves.
 *
 * Not weak ones, nor one from an object to itself, nor shortcuts (they repeat
 * others, but for those that mark the program's globals at the root). Of the
 * two edges to the value of a WeakMap's entry only the key's counts. And what
 * the debugger or the system holds of the page is left to the page.
 */
#include "graph/analysis.h"
#include "graph/tasks.h"

#include <stdlib.h>

constexpr u32 PIECE_NODES = 1 << 16;

typedef struct Marking {
  HeapGraph *graph;
  Bits *is_page; /* nodes that the page, or the program, reaches */
} Marking;

/* ---- What the page owns
 * -------------------------------------------------------- */

typedef VECTOR(Node) Nodes;

static bool is_entry(const HeapGraph *graph, u32 word) {
  Node node = edge_node(word);
  if (edge_type(word) == EDGE_SHORTCUT) return true;
  return edge_type(word) == EDGE_ELEMENT && node_is_page_root(graph, node);
}

static void mark_node(Marking *marking, Node node, Nodes *pending) {
  if (bits_get(marking->is_page, node)) return;
  bits_set(marking->is_page, node);
  vector_push(pending, node);
}

static void mark_page(Marking *marking) {
  HeapGraph *graph = marking->graph;
  Nodes pending = {};
  Node root = graph->root;
  for (u32 e = graph->first_edge[root]; e < graph->first_edge[root + 1]; e++)
    if (is_entry(graph, graph->edges[e]))
      mark_node(marking, edge_node(graph->edges[e]), &pending);
  while (pending.count) {
    Node node = vector_pop(&pending);
    u32 end = graph->first_edge[node + 1];
    for (u32 e = graph->first_edge[node]; e < end; e++)
      if (edge_type(graph->edges[e]) != EDGE_WEAK)
        mark_node(marking, edge_node(graph->edges[e]), &pending);
  }
  vector_free(&pending);
}

/* ---- Edges
 * ------------------------------------------------------------------------ */

static bool is_essential(const Marking *marking, Node node, u32 word) {
  Node target = edge_node(word);
  EdgeType type = edge_type(word);
  if (type == EDGE_WEAK || node == target) return false;
  if (node == marking->graph->root) return true;
  return type != EDGE_SHORTCUT && (bits_get(marking->is_page, node) ||
                                   !bits_get(marking->is_page, target));
}

static void mark_edges(void *context, u32 piece) {
  const Marking *marking = context;
  HeapGraph *graph = marking->graph;
  Node first = piece * PIECE_NODES, last = first + PIECE_NODES;
  if (last > graph->node_count) last = graph->node_count;
  for (Node node = first; node < last; node++)
    for (u32 e = graph->first_edge[node]; e < graph->first_edge[node + 1]; e++)
      if (is_essential(marking, node, graph->edges[e]))
        graph->edges[e] |= EDGE_ESSENTIAL_BIT;
}

/* The table's id at the end of an entry's name, "... (table @123))". */
static u64 table_id(const HeapGraph *graph, u32 name) {
  RawString raw = strings_raw(&graph->file.strings, name);
  size_t i = raw.length;
  while (i > 0 && raw.text[i - 1] != '@')
    i--;
  u64 id = 0;
  for (; i < raw.length && (u8)(raw.text[i] - '0') < 10 && id <= UINT32_MAX;
       i++)
    id = id * 10 + (u64)(raw.text[i] - '0');
  return id;
}

void essential_mark(HeapGraph *graph, const EphemeronEdges *ephemerons) {
  Marking marking = {.graph = graph, .is_page = bits_make(graph->node_count)};
  mark_page(&marking);
  tasks_run(graph->node_count / PIECE_NODES + 1, mark_edges, &marking);
  for (u32 i = 0; i < ephemerons->count; i++) {
    EphemeronEdge edge = ephemerons->items[i];
    u64 id = graph_node_field(graph, edge.source, graph->file.meta.node.id);
    if (id == table_id(graph, edge.name))
      graph->edges[edge.edge] &= ~EDGE_ESSENTIAL_BIT;
  }
  bits_free(marking.is_page, graph->node_count);
}
