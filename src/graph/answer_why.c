/* answer_why.c - the paths that keep an object, or those of a class, alive. */
#include "graph/answer.h"

#include "graph/classes_list.h"
#include "graph/kept.h"
#include "graph/names.h"
#include "graph/paths.h"
#include "graph/references.h"
#include "graph/table.h"

#include <stdlib.h>

constexpr u64 PATHS_LIMIT = 5;
/* Of one object's retainers, and of a class's objects, so many are followed,
 * and no more once the paths had so many steps: lists may be long. */
constexpr u32 RETAINERS_MAX = 200, OBJECTS_MAX = 2'000;
constexpr u64 STEPS_IN_ALL_MAX = 2'000'000;
constexpr u32 STEPS_MAX = 24;

/* Paths that are equal but for keys and numbers. */
typedef struct PathKind {
  Node example, source; /* an object, and the retainer its path goes by */
  u64 count, retained;
} PathKind;

typedef struct Kinds {
  const HeapGraph *graph;
  Sources sources;
  TextTable texts;
  VECTOR(PathKind) items;
  u64 steps; /* of all paths */
  u64 most;  /* bytes that all can keep: those of a list keep each other */
} Kinds;

/* ---- Kinds of paths
 * -------------------------------------------------------------------- */

/* Whether there is a path. */
static bool add_path(Kinds *kinds, Node node, Node source) {
  const HeapGraph *graph = kinds->graph;
  Path path = {};
  Buffer text = {};
  path_find(graph, node, source, &path);
  bool is_path = path.count > 0;
  kinds->steps += path.count;
  if (is_path) {
    path_append_kind(graph, &path, STEPS_MAX, &text);
    u32 kind = text_table_intern(&kinds->texts, text.bytes, text.length);
    if (kind == kinds->items.count)
      vector_push(&kinds->items,
                  ((PathKind){.example = node, .source = source}));
    kinds->items.items[kind].count++;
    u64 *retained = &kinds->items.items[kind].retained;
    *retained += sizes_get(&graph->retained_sizes, node);
    if (*retained > kinds->most) *retained = kinds->most;
  }
  vector_free(&path);
  buffer_free(&text);
  return is_path;
}

/* One path for each of the nearest retainers. */
static void add_object(Kinds *kinds, Node node) {
  const HeapGraph *graph = kinds->graph;
  constexpr u32 FARTHER_MAX = 8;
  u64 most = (u64)node_distance(graph, node) + FARTHER_MAX;
  References references;
  ReferenceList list = {};
  references_count(graph, node, &references);
  for (u64 i = 0, taken = 0; i < references.count && taken < RETAINERS_MAX;
       i++) {
    if (i % RETAINERS_MAX == 0) {
      list.count = 0;
      references_page(&references, i, RETAINERS_MAX, &list);
    }
    /* in a forged index there may be fewer than were counted */
    if (i % RETAINERS_MAX >= list.count) break;
    const Reference *next = &list.items[i % RETAINERS_MAX];
    if (next->is_weak || next->distance == DISTANCE_NONE ||
        next->distance > most)
      break;
    taken += add_path(kinds, node, next->source);
  }
  if (!kinds->items.count) add_path(kinds, node, NO_NODE);
  references_free(&references);
  vector_free(&list);
}

/* Objects of the class, evenly over the file. */
static void sample_class(const HeapGraph *graph, u32 class, NodeList *sample) {
  u64 count = graph->class_table[class].count;
  u64 step = count ? (count - 1) / OBJECTS_MAX + 1 : 1, at = 0;
  for (Node node = 0; node < graph->node_count; node++)
    if (graph->classes[node] == class && at++ % step == 0)
      vector_push(sample, node);
}

static bool follow(Kinds *kinds, Node node) {
  if (kinds->steps > STEPS_IN_ALL_MAX) return false;
  add_path(kinds, node, NO_NODE);
  return true;
}

/* As many as there is time for: first some far apart, then those between. How
 * many. */
static u64 add_class(Kinds *kinds, u32 class) {
  NodeList sample = {};
  u64 taken = 0;
  u32 gap = 1;
  sample_class(kinds->graph, class, &sample);
  while (gap < sample.count)
    gap *= 2;
  if (sample.count) taken += follow(kinds, sample.items[0]);
  for (; gap; gap /= 2)
    for (u32 i = gap; i < sample.count; i += 2 * gap)
      taken += follow(kinds, sample.items[i]);
  vector_free(&sample);
  return taken;
}

/* ---- JSON
 * -----------------------------------------------------------------------------------
 */

static json_t *describe_steps(const HeapGraph *graph, const PathSteps *steps) {
  json_t *list = json_array();
  for (u32 i = 0; i < steps->count; i++) {
    const PathStep *step = &steps->items[i];
    json_t *json = json_pack("{s:o}", "node", answer_node(graph, step->node));
    if (step->access)
      json_object_set_new(json, "access",
                          answer_text(step->access, strlen(step->access)));
    if (step->left_out)
      json_object_set_new(json, "leftOut", json_integer(step->left_out));
    if (step->loop) {
      json_object_set_new(json, "loop", json_integer(step->loop));
      json_object_set_new(json, "again", json_integer(step->again));
    }
    json_array_append_new(list, json);
  }
  return list;
}

/* The step to cut, in words, and what is freed with it. Where the paths of many
 * objects are one, each has an edge like it, unless all go by the same. */
static json_t *describe_cut(const HeapGraph *graph, const Path *path,
                            const PathKind *kind) {
  u32 cut = path_cut(graph, path);
  if (cut == path->count) return json_null();
  PathStep step = path_tell_one(graph, path, cut);
  Node to = path->items[cut];
  Buffer text = {};
  if (!step.access) return json_null();
  buffer_format(&text, "%s of ",
                *step.access == '.' ? step.access + 1 : step.access);
  node_append_label(graph, step.owner, &text);
  json_t *json =
      json_pack("{s:o, s:o, s:o, s:o, s:o}", "text", answer_take(&text),
                "access", answer_text(step.access, strlen(step.access)), "from",
                answer_node(graph, step.owner), "to", answer_node(graph, to),
                "bytes", answer_size(sizes_get(&graph->retained_sizes, to)));
  if (kind->count > 1 && to == kind->example) {
    json_object_set_new(json, "count", json_integer((json_int_t)kind->count));
    json_object_set_new(json, "allBytes", answer_size(kind->retained));
  }
  free(step.access);
  return json;
}

static json_t *describe_kind(Kinds *kinds, const PathKind *kind) {
  const HeapGraph *graph = kinds->graph;
  Path path = {};
  PathSteps steps = {};
  Buffer text = {};
  path_find(graph, kind->example, kind->source, &path);
  path_tell(graph, &path, STEPS_MAX, &steps);
  path_append_text(graph, &steps, &kinds->sources, &text);
  json_t *json = json_pack(
      "{s:o, s:o, s:o, s:I, s:I, s:o}", "text", answer_take(&text), "steps",
      describe_steps(graph, &steps), "cut", describe_cut(graph, &path, kind),
      "length", (json_int_t)path.count, "count", (json_int_t)kind->count,
      "retained", answer_size(kind->retained));
  path_steps_free(&steps);
  vector_free(&path);
  return json;
}

static json_t *describe_kinds(Kinds *kinds, const u32 *order, Page page) {
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < kinds->items.count && i - page.offset < page.limit; i++)
    json_array_append_new(list,
                          describe_kind(kinds, &kinds->items.items[order[i]]));
  return list;
}

/* The nearest first for one object, the most common first for a class. */
static u32 *order_kinds(const Kinds *kinds, bool by_count) {
  u32 count = kinds->items.count;
  u32 *order = base_allocate((count + 1) * sizeof *order);
  for (u32 i = 0; i < count; i++)
    order[i] = i;
  for (u32 i = 1; by_count && i < count; i++)
    for (u32 j = i; j > 0 && kinds->items.items[order[j]].count >
                                 kinds->items.items[order[j - 1]].count;
         j--) {
      u32 swapped = order[j];
      order[j] = order[j - 1];
      order[j - 1] = swapped;
    }
  return order;
}

static json_t *describe(Kinds *kinds, const json_t *params, bool by_count) {
  u32 *order = order_kinds(kinds, by_count);
  Page page = answer_page(params, PATHS_LIMIT);
  json_t *json = json_pack(
      "{s:o, s:I, s:I}", "paths", describe_kinds(kinds, order, page), "total",
      (json_int_t)kinds->items.count, "offset", (json_int_t)page.offset);
  free(order);
  sources_free(&kinds->sources);
  text_table_free(&kinds->texts);
  vector_free(&kinds->items);
  return json;
}

static json_t *why_class(const HeapGraph *graph, const char *name,
                         const json_t *params, Buffer *error) {
  u32 class = class_find(graph, name);
  if (class == graph->class_count) {
    buffer_format(error,
                  "%s: no objects of a class %s: `glassheap summary FILE "
                  "--filter TEXT` looks for names",
                  graph->file.path, name);
    return NULL;
  }
  Buffer key = {};
  buffer_format(&key, "why %s", name);
  json_t *kept =
      kept_find(graph, key.bytes, "paths", answer_page(params, PATHS_LIMIT));
  buffer_free(&key);
  if (kept) return kept;
  Kinds kinds = {.graph = graph,
                 .sources.graph = graph,
                 .most = graph->class_table[class].retained_size};
  u64 taken = add_class(&kinds, class);
  json_t *json = describe(&kinds, params, true);
  json_object_set_new(json, "class", answer_text(name, strlen(name)));
  json_object_set_new(json, "count",
                      answer_size(graph->class_table[class].count));
  json_object_set_new(json, "followed", answer_size(taken));
  return json;
}

json_t *answer_why(const HeapGraph *graph, u32 count, const json_t *params,
                   Buffer *error) {
  const char *class = json_string_value(json_object_get(params, "class"));
  if (class) return why_class(graph, class, params, error);
  Node node = answer_find_node(graph, params, error);
  if (node == NO_NODE) return NULL;
  Kinds kinds = {.graph = graph, .sources.graph = graph, .most = UINT64_MAX};
  add_object(&kinds, node);
  json_t *json = describe(&kinds, params, false);
  json_object_set_new(json, "node", answer_node(graph, node));
  return json;
}
