/* leaks_inside.c - what most of each object of a group is, further in.
 *
 * A list may grow by right, and its entries be far too large: a function that
 * keeps the room it was made in, a match that keeps its whole text. So from the
 * largest top the heaviest child is followed down the dominator tree while it
 * holds most of the top by itself:
 *
 *   handle 2,100 -> context 2,000 -> content 1,950     variable `content`: 93%
 *
 * The way there is told by the references, which lead from each to the next;
 * where none does, several things hold the child, and there it ends; as it does
 * where the next link of a chain begins.
 */
#include "graph/leaks_parts.h"

constexpr u32 STEPS_MAX = 8;
/* Of the top's retained size. */
constexpr u64 PART_OF_100 = 60;

Node leaks_heaviest_child(const Leaks *leaks, Node node) {
  const HeapGraph *graph = leaks->graph;
  Node heaviest = NO_NODE;
  u64 most = 0;
  for (Node child = leaks->first_child[node]; child != NO_NODE;
       child = leaks->next_sibling[child]) {
    u64 bytes = sizes_get(&graph->retained_sizes, child);
    if (bytes <= most) continue;
    heaviest = child;
    most = bytes;
  }
  return heaviest;
}

/* How the engine gets from an object to its parts is not told. */
static bool is_told(const HeapGraph *graph, const EdgeRecord *edge) {
  static const char *const PARTS[] = {"context", "elements", "properties"};
  Buffer name = {};
  bool is = true;
  if (edge->type != EDGE_INTERNAL) return true;
  edge_append_name(graph, edge, &name);
  for (u32 i = 0; i < ARRAY_COUNT(PARTS); i++)
    is = is && strcmp(name.bytes ? name.bytes : "", PARTS[i]) != 0;
  buffer_free(&name);
  return is;
}

static void append_step(const HeapGraph *graph, const EdgeRecord *edge,
                        Buffer *out) {
  if (!is_told(graph, edge)) return;
  if (out->length) buffer_text(out, " → ");
  if (edge->type == EDGE_CONTEXT) buffer_text(out, "variable ");
  if (edge->type == EDGE_ELEMENT)
    edge_append_access(graph, edge, out);
  else
    edge_append_name(graph, edge, out);
}

json_t *leaks_inside_json(const Leaks *leaks, const Group *group) {
  const HeapGraph *graph = leaks->graph;
  Buffer path = {};
  if (group->top == NO_NODE) return NULL;
  u64 whole = sizes_get(&graph->retained_sizes, group->top);
  Node node = group->top;
  for (u32 i = 0; i < STEPS_MAX; i++) {
    Node child = leaks_heaviest_child(leaks, node);
    EdgeRecord edge;
    if (child == NO_NODE ||
        sizes_get(&graph->retained_sizes, child) * 100 < whole * PART_OF_100 ||
        !node_edge_to(graph, node, child, false, &edge))
      break;
    append_step(graph, &edge, &path);
    node = child;
    if (graph->classes[node] == graph->classes[group->top]) break;
  }
  if (!path.length) {
    buffer_free(&path);
    return NULL;
  }
  return json_pack("{s:o, s:o, s:o, s:o}", "path", answer_take(&path), "node",
                   answer_node(graph, node), "bytes",
                   answer_size(sizes_get(&graph->retained_sizes, node)), "of",
                   answer_size(whole));
}
