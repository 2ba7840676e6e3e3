/* cut.c - the edges of a name, and what is reached without them. */
#include "graph/cut.h"

#include "graph/children.h"
#include "graph/leaks_parts.h"
#include "graph/sources.h"

#include <stdlib.h>

static const char ENTRIES[] = "[*]";

typedef struct Pair {
  Node source, target;
} Pair;

/* The last heap from above: edges that hold, by source. */
typedef struct Cutting {
  Leaks leaks; /* for the traits of classes */
  const HeapGraph *graph;
  Bits *is_new;
  u32 *starts; /* node_count + 1, in `targets` */
  Node *targets;
  bool *is_cut; /* by edge, like `targets` */
  VECTOR(Pair) pairs;
  NodeList pending;
  Bits *is_listed; /* of the nodes in `pending`, while entries are found */
} Cutting;

/* ---- Edges that hold ----------------------------------------------------- */

static bool is_holding(u32 word) {
  return edge_is_essential(word) && edge_type(word) != EDGE_WEAK;
}

static void count_edges(Cutting *cutting) {
  const HeapGraph *graph = cutting->graph;
  u32 count = graph->node_count, *starts = cutting->starts;
  for (u32 r = 0; r < node_retainers_start(graph, count); r++)
    if (is_holding(graph->retainers[r]))
      starts[edge_node(graph->retainers[r]) + 1]++;
  for (Node node = 0; node < count; node++)
    starts[node + 1] += starts[node];
}

/* Retainers are edges by their targets; here they are put in order by their
 * sources. */
static void turn_edges(Cutting *cutting) {
  const HeapGraph *graph = cutting->graph;
  u32 *next = base_allocate_zeroed((graph->node_count + 1) * sizeof *next);
  memcpy(next, cutting->starts, graph->node_count * sizeof *next);
  for (Node node = 0; node < graph->node_count; node++)
    for (EdgeRange at = node_retainers(graph, node); at.next < at.end;
         at.next++) {
      u32 word = graph->retainers[at.next];
      if (is_holding(word)) cutting->targets[next[edge_node(word)]++] = node;
    }
  free(next);
}

static void read_growth(Cutting *cutting, const HeapGraph *first) {
  const HeapGraph *graph = cutting->graph;
  Identity before = identity_make(first);
  graph_load_ids(graph);
  for (Node node = 0; node < graph->node_count; node++) {
    if (identity_find(&before, graph_id(graph, node)) != NO_NODE) continue;
    bits_set(cutting->is_new, node);
  }
  identity_free(&before);
}

static void open_cutting(Cutting *cutting, const HeapGraph *graphs, u32 count) {
  const HeapGraph *graph = &graphs[count - 1];
  *cutting = (Cutting){.graph = graph, .leaks = {.graph = graph}};
  cutting->is_new = bits_make(graph->node_count);
  cutting->is_listed = bits_make(graph->node_count);
  cutting->starts = base_allocate_zeroed((graph->node_count + 1) * sizeof(u32));
  count_edges(cutting);
  u32 edges = cutting->starts[graph->node_count];
  cutting->targets = base_allocate_zeroed((edges + 1) * sizeof(Node));
  cutting->is_cut = base_allocate_zeroed(edges + 1);
  turn_edges(cutting);
  read_growth(cutting, &graphs[0]);
  traits_read(&cutting->leaks);
}

static void close_cutting(Cutting *cutting) {
  bits_free(cutting->is_new, cutting->graph->node_count);
  bits_free(cutting->is_listed, cutting->graph->node_count);
  free(cutting->starts);
  free(cutting->targets);
  free(cutting->is_cut);
  free(cutting->leaks.traits);
  vector_free(&cutting->pairs);
  vector_free(&cutting->pending);
}

/* ---- Edges of a name ----------------------------------------------------- */

static bool is_plumbing(const Cutting *cutting, Node node) {
  return node_trait(&cutting->leaks, node) == TRAIT_PLUMBING;
}

/* Of a list or a table: without a name, or with a number in its place. */
static bool is_entry(const EdgeRecord *edge) {
  return edge->is_indexed || edge->type == EDGE_ELEMENT ||
         edge->type == EDGE_HIDDEN;
}

static void list_once(Cutting *cutting, Node node) {
  if (bits_get(cutting->is_listed, node)) return;
  bits_set(cutting->is_listed, node);
  vector_push(&cutting->pending, node);
}

static void add_entries_in(Cutting *cutting, Node owner, Node node) {
  bool is_all = node_type(cutting->graph, owner) == NODE_NATIVE;
  EdgeReader reader = graph_read_edges(cutting->graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (edge.type == EDGE_WEAK) continue;
    if (is_plumbing(cutting, edge.target))
      list_once(cutting, edge.target);
    else if (node != owner || is_all || is_entry(&edge))
      vector_push(&cutting->pairs, ((Pair){node, edge.target}));
  }
}

/* What `owner` has as entries: beyond the tables and lists that it consists
 * of. */
static void add_entries(Cutting *cutting, Node owner) {
  NodeList *pending = &cutting->pending;
  pending->count = 0;
  list_once(cutting, owner);
  for (u32 i = 0; i < pending->count; i++)
    add_entries_in(cutting, owner, pending->items[i]);
  for (u32 i = 0; i < pending->count; i++)
    bits_clear(cutting->is_listed, pending->items[i]);
}

/* A closure's own parts have the engine's names: `context`, `code`. */
static bool is_named(const Cutting *cutting, Node source,
                     const EdgeRecord *edge, u32 name) {
  bool is_part = edge->type == EDGE_INTERNAL &&
                 node_type(cutting->graph, source) == NODE_CLOSURE;
  return edge->type != EDGE_WEAK && !is_part && edge_is_named(edge, name);
}

static void add_named(Cutting *cutting, Node source, u32 name, bool entries) {
  EdgeReader reader = graph_read_edges(cutting->graph, source);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (!is_named(cutting, source, &edge, name)) continue;
    if (entries)
      add_entries(cutting, edge.target);
    else
      vector_push(&cutting->pairs, ((Pair){source, edge.target}));
  }
}

/* All references of a name; those of a node that has it stand for roots. */
static void find_pairs(Cutting *cutting, const char *name, bool entries) {
  const HeapGraph *graph = cutting->graph;
  u32 string = graph_find_string(graph, name);
  cutting->pairs.count = 0;
  if (string == NO_STRING) return;
  for (Node node = 0; node < graph->node_count; node++) {
    if (node_trait(&cutting->leaks, node) == TRAIT_ENGINE) continue;
    if (entries && node_type(graph, node) == NODE_NATIVE &&
        graph_name(graph, node) == string)
      add_entries(cutting, node);
    add_named(cutting, node, string, entries);
  }
}

/* One edge for each pair: of two between the same nodes the other one holds
 * on. False: that pair's edge is cut already, or does not hold. */
static bool cut_pair(Cutting *cutting, Pair pair) {
  for (u32 e = cutting->starts[pair.source];
       e < cutting->starts[pair.source + 1]; e++) {
    if (cutting->targets[e] != pair.target || cutting->is_cut[e]) continue;
    cutting->is_cut[e] = true;
    return true;
  }
  return false;
}

/* ---- What is reached ----------------------------------------------------- */

typedef struct Reached {
  u64 growth, others;
} Reached;

static Reached walk(Cutting *cutting) {
  const HeapGraph *graph = cutting->graph;
  NodeList *pending = &cutting->pending;
  Bits *is_reached = bits_make(graph->node_count);
  Reached reached = {};
  pending->count = 0;
  vector_push(pending, graph->root);
  bits_set(is_reached, graph->root);
  while (pending->count) {
    Node node = vector_pop(pending);
    u64 bytes = sizes_get(&graph->self_sizes, node);
    if (bits_get(cutting->is_new, node))
      reached.growth += bytes;
    else
      reached.others += bytes;
    for (u32 e = cutting->starts[node]; e < cutting->starts[node + 1]; e++) {
      Node target = cutting->targets[e];
      if (cutting->is_cut[e] || bits_get(is_reached, target)) continue;
      bits_set(is_reached, target);
      vector_push(pending, target);
    }
  }
  bits_free(is_reached, graph->node_count);
  return reached;
}

static json_t *cut_json(Cutting *cutting, const char *text, Reached all) {
  size_t length = strlen(text), ending = strlen(ENTRIES);
  bool entries = length > ending && !strcmp(text + length - ending, ENTRIES);
  char *name = base_copy(text, length + 1);
  u64 references = 0;
  if (entries) name[length - ending] = 0;
  find_pairs(cutting, name, entries);
  free(name);
  memset(cutting->is_cut, 0, cutting->starts[cutting->graph->node_count]);
  for (u32 i = 0; i < cutting->pairs.count; i++)
    references += cut_pair(cutting, cutting->pairs.items[i]);
  Reached rest = references ? walk(cutting) : all;
  return json_pack(
      "{s:o, s:I, s:o, s:o, s:o}", "cut", answer_text(text, length),
      "references", (json_int_t)references, "frees",
      answer_size(all.growth - rest.growth), "growth", answer_size(all.growth),
      "others", answer_size(all.others - rest.others));
}

json_t *cuts_json(const HeapGraph *graphs, u32 count, const char *names) {
  Cutting cutting;
  json_t *list = json_array();
  assert(count >= 2);
  open_cutting(&cutting, graphs, count);
  Reached all = walk(&cutting);
  for (const char *name = names; *name; name += *name == ',') {
    size_t length = strcspn(name, ",");
    char *text = base_copy(name, length + 1);
    text[length] = 0;
    json_array_append_new(list, cut_json(&cutting, text, all));
    free(text);
    name += length;
  }
  close_cutting(&cutting);
  return list;
}
