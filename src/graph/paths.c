/* paths.c - finding paths to an object, and telling them. */
#include "graph/paths.h"

#include "graph/names.h"

#include <stdlib.h>

/* ---- Finding
 * ----------------------------------------------------------------------- */

/* The retainer of `node` that is one nearer to the roots; of several one with
 * a reference that a program can see. */
static Node nearer(const HeapGraph *graph, Node node) {
  Node best = NO_NODE;
  u32 distance = graph->distances[node];
  if (distance == 0 || distance == DISTANCE_NONE) return NO_NODE;
  for (u32 r = graph->first_retainer[node]; r < graph->first_retainer[node + 1];
       r++) {
    u32 word = graph->retainers[r];
    if (edge_type(word) == EDGE_WEAK) continue;
    if (graph->distances[edge_node(word)] != distance - 1) continue;
    if (edge_type(word) == EDGE_PROPERTY || edge_type(word) == EDGE_ELEMENT ||
        edge_type(word) == EDGE_CONTEXT)
      return edge_node(word);
    if (best == NO_NODE) best = edge_node(word);
  }
  return best;
}

static bool is_start(const HeapGraph *graph, Node node) {
  u32 distance = graph->distances[node];
  return node == graph->root || distance <= 1 || distance == DISTANCE_SYSTEM;
}

void path_find(const HeapGraph *graph, Node node, Node source, Path *path) {
  path->count = 0;
  Node at = source == NO_NODE ? node : source;
  if (source != NO_NODE) vector_push(path, node);
  while (at != graph->root) {
    vector_push(path, at);
    if (is_start(graph, at)) break;
    Node next = nearer(graph, at);
    if (next == NO_NODE) {
      path->count = 0;
      return;
    }
    at = next;
  }
  for (u32 i = 0, j = path->count; i + 1 < j; i++) {
    Node swapped = path->items[--j];
    path->items[j] = path->items[i];
    path->items[i] = swapped;
  }
}

/* ---- The edge to cut
 * ----------------------------------------------------------------- */

static bool is_held_by_one(const HeapGraph *graph, Node node, Node owner) {
  for (u32 r = graph->first_retainer[node]; r < graph->first_retainer[node + 1];
       r++)
    if (edge_is_essential(graph->retainers[r]) &&
        edge_node(graph->retainers[r]) != owner)
      return false;
  return true;
}

/* Whether a program could cut the edge: delete a property, clear a variable,
 * remove an entry. What hidden parts hold counts as an entry of the whole. */
static bool can_be_cut(const HeapGraph *graph, Node owner, Node node) {
  EdgeRecord edge;
  NodeType type = node_type(graph, owner);
  if (type == NODE_ARRAY || type == NODE_HIDDEN) return true;
  if (type == NODE_SYNTHETIC) return false; /* the engine's own roots */
  return node_edge_to(graph, owner, node, false, &edge) &&
         (edge.type == EDGE_PROPERTY || edge.type == EDGE_ELEMENT ||
          edge.type == EDGE_CONTEXT);
}

static bool is_part(const HeapGraph *graph, Node node) {
  NodeType type = node_type(graph, node);
  return type == NODE_ARRAY || type == NODE_HIDDEN;
}

u32 path_cut(const HeapGraph *graph, const Path *path) {
  if (!path->count) return 0;
  u32 step = path->count - 1;
  Node dominator = path->items[step];
  while (dominator != graph->root) {
    while (step > 0 && path->items[step] != dominator)
      step--;
    if (path->items[step] != dominator || step == 0) break;
    Node owner = path->items[step - 1];
    if (!is_part(graph, dominator) && is_held_by_one(graph, dominator, owner) &&
        can_be_cut(graph, owner, dominator))
      return step;
    dominator = graph->dominators[dominator];
  }
  return path->count;
}

/* ---- Telling
 * ---------------------------------------------------------------------------
 */

/* In a Map's table a value follows its key. */
static void append_entry(const HeapGraph *graph, Node table,
                         const EdgeRecord *edge, Buffer *out) {
  Buffer name = {};
  edge_append_name(graph, edge, &name);
  char *end;
  long index = name.bytes ? strtol(name.bytes, &end, 10) : 0;
  bool is_slot = name.bytes && end != name.bytes && !*end && index > 0;
  buffer_clear(&name);
  buffer_format(&name, "%ld", index - 1);
  EdgeRecord key;
  buffer_text(out, "entry");
  if (is_slot &&
      node_find_edge(graph, table, EDGE_TYPE_COUNT, name.bytes, &key) &&
      key.target != edge->target) {
    buffer_byte(out, ' ');
    node_append_label(graph, key.target, out);
  }
  buffer_free(&name);
}

static bool is_collection(const HeapGraph *graph, Node node) {
  const char *name = node_class(graph, node)->name;
  return !strcmp(name, "Map") || !strcmp(name, "WeakMap");
}

/* How `owner` refers to `node`, `via` being the parts between. */
static char *tell_access(const HeapGraph *graph, Node owner, Node via,
                         Node node) {
  Buffer text = {};
  EdgeRecord edge;
  Node source = via == NO_NODE ? owner : via;
  if (!node_edge_to(graph, source, node, false, &edge) &&
      !node_edge_to(graph, source, node, true, &edge))
    buffer_text(&text, "?");
  else if (via != NO_NODE && owner != NO_NODE && is_collection(graph, owner))
    append_entry(graph, via, &edge, &text);
  else if (edge.type == EDGE_CONTEXT) {
    buffer_text(&text, "variable ");
    edge_append_name(graph, &edge, &text);
  } else if (via != NO_NODE) {
    buffer_text(&text, "part ");
    edge_append_access(graph, &edge, &text);
  } else {
    edge_append_access(graph, &edge, &text);
  }
  buffer_append(&text, "", 0);
  return buffer_take(&text);
}

/* What is left out between others: parts, and the environments of closures,
 * whose variables are told as the closure's. */
static bool is_between(const HeapGraph *graph, Node node) {
  static const char CONTEXT[] = "system / Context";
  return is_part(graph, node) ||
         !strncmp(node_class(graph, node)->name, CONTEXT, sizeof CONTEXT - 1);
}

void path_tell(const HeapGraph *graph, const Path *path, u32 most,
               PathSteps *steps) {
  u32 half = most / 2, left_out = 0;
  Node owner = NO_NODE, via = NO_NODE;
  u32 first = 0;
  for (u32 i = 0; i < path->count; i++) {
    Node node = path->items[i];
    bool is_last = i + 1 == path->count;
    if (!is_last && i > 0 && is_between(graph, node)) {
      via = node;
      continue;
    }
    if (path->count > most && i >= half && i + half < path->count) {
      left_out++;
    } else {
      char *access = i == 0 ? NULL : tell_access(graph, owner, via, node);
      vector_push(steps, ((PathStep){owner, node, first, i, left_out, access}));
      left_out = 0;
    }
    owner = node;
    via = NO_NODE;
    first = i + 1;
  }
}

void path_steps_free(PathSteps *steps) {
  for (u32 i = 0; i < steps->count; i++)
    free(steps->items[i].access);
  vector_free(steps);
}

/* An access without what differs between paths of a kind. */
static void append_access(const char *access, bool folded, Buffer *out) {
  bool is_entry = !strncmp(access, "entry", 5), is_index = *access == '[';
  if (folded && is_entry)
    buffer_text(out, "entry [*]");
  else if (folded && (is_index || !strncmp(access, "part [", 6)))
    buffer_text(out, "[*]");
  else
    buffer_text(out, *access == '.' ? access + 1 : access);
}

static void append_node(const HeapGraph *graph, Node node, bool folded,
                        Buffer *out) {
  if (folded)
    buffer_text(out, node_class(graph, node)->name);
  else
    node_append_label(graph, node, out);
}

void path_append_text(const HeapGraph *graph, const PathSteps *steps,
                      bool folded, Buffer *out) {
  for (u32 i = 0; i < steps->count; i++) {
    const PathStep *step = &steps->items[i];
    if (i) buffer_text(out, " \u2192 ");
    if (step->left_out)
      buffer_format(out, "\u2026 %u more \u2026 \u2192 ", step->left_out);
    if (step->access) {
      append_access(step->access, folded, out);
      buffer_text(out, " (");
    }
    append_node(graph, step->node, folded, out);
    if (step->access) buffer_byte(out, ')');
  }
}
