/* paths.c - finding paths to an object, and telling them. */
#include "graph/paths.h"

#include "base/quantity.h"
#include "graph/names.h"

#include <stdlib.h>

/* A loop has at most so many steps, and is one when it comes so often. */
constexpr u32 LOOP_MAX = 3, CYCLES_LEAST = 4;

/* ---- Finding
 * ----------------------------------------------------------------------- */

/* The retainer of `node` that is one nearer to the roots; of several one with
 * a reference that a program can see. */
static Node nearer(const HeapGraph *graph, Node node) {
  Node best = NO_NODE;
  u32 distance = node_distance(graph, node);
  if (distance == 0 || distance == DISTANCE_NONE) return NO_NODE;
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++) {
    u32 word = graph->retainers[r];
    if (edge_type(word) == EDGE_WEAK) continue;
    if (node_distance(graph, edge_node(word)) != distance - 1) continue;
    if (edge_type(word) == EDGE_PROPERTY || edge_type(word) == EDGE_ELEMENT ||
        edge_type(word) == EDGE_CONTEXT)
      return edge_node(word);
    if (best == NO_NODE) best = edge_node(word);
  }
  return best;
}

static bool is_start(const HeapGraph *graph, Node node) {
  u32 distance = node_distance(graph, node);
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
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++)
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
  /* counted, since in a forged index dominators may go round */
  for (u32 left = graph->node_count; left && dominator != graph->root; left--) {
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

/* The environments of closures, whose variables are told as the closure's. */
static bool is_environment(const HeapGraph *graph, Node node) {
  static const char CONTEXT[] = "system / Context";
  return !strncmp(node_class(graph, node)->name, CONTEXT, sizeof CONTEXT - 1);
}

/* The edge that is called `number`, among those just before `edge`: a table's
 * edges are in the order of its slots, of which some are left out. */
static bool find_before(const HeapGraph *graph, Node table,
                        const EdgeRecord *edge, const char *number,
                        EdgeRecord *before) {
  constexpr u32 NEAR = 4;
  u32 place = edge->index - node_edges_start(graph, table);
  u32 first = place > NEAR ? place - NEAR : 0;
  EdgeReader reader = graph_read_edges_from(graph, table, first);
  for (; first < place && edge_reader_next(&reader, before); first++)
    if (edge_has_name(graph, before, number)) return true;
  return false;
}

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
  if (is_slot && find_before(graph, table, edge, name.bytes, &key) &&
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
  else if (is_environment(graph, node))
    buffer_text(&text, "the environment around");
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

/* What is left out between others. */
static bool is_between(const HeapGraph *graph, Node node) {
  return is_part(graph, node) || is_environment(graph, node);
}

/* The steps to be told, as yet without words. */
typedef struct Link {
  Node owner, via, node;
  u32 first, last, loop, again;
} Link;

typedef VECTOR(Link) Links;

/* The engine's own lists of roots say nothing to a program's author. */
static bool is_before_all(const HeapGraph *graph, Node node) {
  static const char NATIVE[] = "system / NativeContext";
  return node_type(graph, node) == NODE_SYNTHETIC || is_part(graph, node) ||
         !strncmp(node_class(graph, node)->name, NATIVE, sizeof NATIVE - 1);
}

static void find_links(const HeapGraph *graph, const Path *path, Links *links) {
  Node owner = NO_NODE, via = NO_NODE;
  u32 first = 0;
  for (u32 i = 0; i < path->count; i++) {
    Node node = path->items[i];
    bool is_last = i + 1 == path->count;
    if (!is_last && !links->count && is_before_all(graph, node)) continue;
    if (!is_last && links->count && is_between(graph, node)) {
      via = node;
      continue;
    }
    vector_push(links, ((Link){owner, via, node, first, i, 0, 0}));
    owner = node;
    via = NO_NODE;
    first = i + 1;
  }
}

/* Functions are of one class, but not alike. */
static bool is_alike(const HeapGraph *graph, Node a, Node b) {
  return graph->classes[a] == graph->classes[b] &&
         (node_type(graph, a) != NODE_CLOSURE ||
          graph_name(graph, a) == graph_name(graph, b));
}

/* How many times in a row the `period` links at `at` come. */
static u32 count_cycles(const HeapGraph *graph, const Links *links, u32 at,
                        u32 period) {
  u32 count = 1;
  for (u32 next = at + period; next + period <= links->count;
       next += period, count++)
    for (u32 i = 0; i < period; i++)
      if (!is_alike(graph, links->items[at + i].node,
                    links->items[next + i].node))
        return count;
  return count;
}

/* A list is told by its first link and the one after it, which tells how the
 * others follow. */
static void fold_loops(const HeapGraph *graph, Links *links) {
  u32 kept = 0;
  for (u32 i = 0; i < links->count;) {
    u32 period = 1, cycles = 1;
    for (; i && period <= LOOP_MAX; period++) {
      cycles = count_cycles(graph, links, i, period);
      if (cycles >= CYCLES_LEAST) break;
    }
    if (cycles < CYCLES_LEAST) {
      links->items[kept++] = links->items[i++];
      continue;
    }
    u32 last = links->items[i + period * cycles - 1].last;
    memmove(links->items + kept, links->items + i,
            (size_t)2 * period * sizeof *links->items);
    kept += 2 * period;
    links->items[kept - 1].last = last;
    links->items[kept - 1].loop = period;
    links->items[kept - 1].again = cycles - 2;
    i += period * cycles;
  }
  links->count = kept;
}

static PathStep tell_link(const HeapGraph *graph, const Link *link) {
  char *access = link->owner == NO_NODE
                     ? NULL
                     : tell_access(graph, link->owner, link->via, link->node);
  return (PathStep){link->owner, link->node, link->first, link->last,
                    0,           link->loop, link->again, access};
}

void path_tell(const HeapGraph *graph, const Path *path, u32 most,
               PathSteps *steps) {
  u32 half = most / 2, left_out = 0;
  Links links = {};
  find_links(graph, path, &links);
  fold_loops(graph, &links);
  for (u32 i = 0; i < links.count; i++) {
    if (links.count > most && i >= half && i + half < links.count) {
      left_out++;
      continue;
    }
    PathStep step = tell_link(graph, &links.items[i]);
    step.left_out = left_out;
    vector_push(steps, step);
    left_out = 0;
  }
  vector_free(&links);
}

PathStep path_tell_one(const HeapGraph *graph, const Path *path, u32 index) {
  Link link = {NO_NODE, NO_NODE, path->items[index], index, index, 0, 0};
  for (u32 i = index; i-- > 0 && link.owner == NO_NODE;) {
    if (i > 0 && is_between(graph, path->items[i])) {
      if (link.via == NO_NODE) link.via = path->items[i];
    } else {
      link.owner = path->items[i];
    }
  }
  return tell_link(graph, &link);
}

void path_steps_free(PathSteps *steps) {
  for (u32 i = 0; i < steps->count; i++)
    free(steps->items[i].access);
  vector_free(steps);
}

/* ---- As text ------------------------------------------------------------- */

/* What stands at the start is called as the root calls it, where that is more
 * than a number. */
static void append_start(const HeapGraph *graph, Node node, Buffer *out) {
  EdgeRecord edge;
  if (is_environment(graph, node)) {
    if (node_edge_to(graph, graph->root, node, false, &edge) &&
        !edge.is_indexed)
      edge_append_name(graph, &edge, out);
    else
      buffer_text(out, "an environment");
  } else {
    static const char GLOBAL[] = " [JSGlobalObject]";
    size_t start = out->length;
    node_append_label(graph, node, out);
    char *mark = strstr(out->bytes + start, GLOBAL);
    if (mark) {
      out->length = (size_t)(mark - out->bytes);
      *mark = 0;
    }
  }
}

/* " in server.js:12" of a function of the program. */
static void append_place(Sources *sources, Node closure, Buffer *out) {
  json_t *place = source_json(sources, closure);
  const char *file = json_string_value(json_object_get(place, "file"));
  const char *slash = file ? strrchr(file, '/') : NULL;
  if (file)
    buffer_format(
        out, " in %s:%lld", slash && slash[1] ? slash + 1 : file,
        (long long)json_integer_value(json_object_get(place, "line")));
  json_decref(place);
}

/* `.x` and `variable x` are x. */
static const char *bare_access(const char *access) {
  static const char VARIABLE[] = "variable ";
  if (*access == '.') return access + 1;
  return strncmp(access, VARIABLE, sizeof VARIABLE - 1)
             ? access
             : access + sizeof VARIABLE - 1;
}

static void append_step(const HeapGraph *graph, const PathStep *step,
                        Sources *sources, Buffer *out) {
  Buffer label = {};
  bool is_closure = node_type(graph, step->node) == NODE_CLOSURE;
  if (!step->access) {
    append_start(graph, step->node, &label);
  } else {
    node_append_label(graph, step->node, &label);
  }
  if (is_closure && sources) append_place(sources, step->node, &label);
  if (!step->access) {
    buffer_append(out, label.bytes, label.length);
  } else {
    const char *access = bare_access(step->access);
    size_t length = strlen(access);
    bool says_it = is_closure && !strncmp(label.bytes, access, length) &&
                   !strncmp(label.bytes + length, "()", 2);
    buffer_format(out, says_it ? "%s" : "%s (%s)",
                  says_it ? label.bytes : access, label.bytes);
  }
  buffer_free(&label);
}

static void append_again(const PathStep *step, Buffer *out) {
  if (!step->loop) return;
  buffer_text(out, " \u2026 ");
  if (step->loop > 1) buffer_format(out, "these %u steps ", step->loop);
  buffer_text(out, "again and again, ");
  quantity_count(step->again, out);
  buffer_text(out, " times more");
}

void path_append_text(const HeapGraph *graph, const PathSteps *steps,
                      Sources *sources, Buffer *out) {
  for (u32 i = 0; i < steps->count; i++) {
    const PathStep *step = &steps->items[i];
    if (i) buffer_text(out, " \u2192 ");
    if (step->left_out)
      buffer_format(out, "\u2026 %u more \u2026 \u2192 ", step->left_out);
    append_step(graph, step, sources, out);
    append_again(step, out);
  }
}

/* ---- Kinds --------------------------------------------------------------- */

/* The type of the reference, by the side that is in memory, which is in the
 * order of sources; a strong one if there is any. */
static EdgeType type_of_edge(const HeapGraph *graph, Node source, Node target) {
  EdgeType type = EDGE_WEAK;
  EdgeRange edges = node_retainers(graph, target);
  u32 low = edges.next, high = edges.end;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (edge_node(graph->retainers[middle]) < source)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < edges.end && edge_node(graph->retainers[low]) == source &&
         type == EDGE_WEAK;
       low++)
    type = edge_type(graph->retainers[low]);
  return type;
}

/* How a link is reached, without what differs between paths of a kind. Only
 * names of properties and variables have to be read. */
static void append_access_kind(const HeapGraph *graph, const Link *link,
                               Buffer *out) {
  Node source = link->via == NO_NODE ? link->owner : link->via;
  EdgeRecord edge;
  switch (type_of_edge(graph, source, link->node)) {
  case EDGE_ELEMENT: buffer_text(out, "[*]"); return;
  case EDGE_PROPERTY:
  case EDGE_CONTEXT:
  case EDGE_SHORTCUT:
    if (node_edge_to(graph, source, link->node, false, &edge))
      edge_append_access(graph, &edge, out);
    return;
  default: buffer_text(out, "{*}"); return;
  }
}

void path_append_kind(const HeapGraph *graph, const Path *path, u32 most,
                      Buffer *out) {
  Links links = {};
  find_links(graph, path, &links);
  fold_loops(graph, &links);
  for (u32 i = 0; i < links.count; i++) {
    const Link *link = &links.items[i];
    if (links.count > most && i >= most / 2 && i + most / 2 < links.count)
      continue;
    if (i) buffer_text(out, " \u2192 ");
    if (link->owner != NO_NODE) append_access_kind(graph, link, out);
    buffer_format(out, " (%s)", node_class(graph, link->node)->name);
    if (link->loop) buffer_format(out, " again %u", link->loop);
  }
  vector_free(&links);
}
