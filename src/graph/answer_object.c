/* answer_object.c - one object: its sizes, its fields, what refers to it, and
 * what it keeps alive. */
#include "graph/answer.h"

#include "graph/children.h"
#include "graph/names.h"
#include "graph/references.h"
#include "graph/sources.h"

#include <stdlib.h>

constexpr u64 FIELDS_LIMIT = 50, RETAINERS_LIMIT = 50, CHILDREN_LIMIT = 25;

/* ---- object
 * --------------------------------------------------------------------- */

static json_t *list_fields(const HeapGraph *graph, Node node, Page page) {
  json_t *list = json_array();
  EdgeReader reader = graph_read_edges_from(graph, node, page.offset);
  EdgeRecord edge;
  while (json_array_size(list) < page.limit &&
         edge_reader_next(&reader, &edge)) {
    json_t *field = answer_edge(graph, &edge);
    json_object_set_new(field, "node", answer_node(graph, edge.target));
    json_array_append_new(list, field);
  }
  return list;
}

static void add_location(const HeapGraph *graph, Node node, json_t *json) {
  Location location;
  if (!location_find(graph, node, &location)) return;
  Sources sources = {.graph = graph};
  json_object_set_new(json, "location", location_json(&sources, location));
  sources_free(&sources);
}

json_t *answer_object(const HeapGraph *graph, u32 count, const json_t *params,
                      Buffer *error) {
  Node node = answer_find_node(graph, params, error);
  if (node == NO_NODE) return NULL;
  Page page = answer_page(params, FIELDS_LIMIT);
  json_t *json = json_pack("{s:o, s:o, s:o, s:I, s:I, s:I}", "node",
                           answer_node(graph, node), "dominator",
                           answer_node(graph, graph->dominators[node]),
                           "fields", list_fields(graph, node, page), "total",
                           (json_int_t)(node_edges_start(graph, node + 1) -
                                        node_edges_start(graph, node)),
                           "offset", (json_int_t)page.offset, "retainers",
                           (json_int_t)(node_retainers_start(graph, node + 1) -
                                        node_retainers_start(graph, node)));
  add_location(graph, node, json);
  return json;
}

/* ---- retainers
 * -------------------------------------------------------------------- */

/* All the edges from one object to the node, in `list`. */
static void add_references(const HeapGraph *graph, Node source, Node node,
                           json_t *list) {
  EdgesTo between = edges_to_begin(graph, source, node);
  json_t *edges = json_array();
  for (EdgeRecord edge; edges_to_next(&between, &edge);)
    json_array_append_new(edges, answer_edge(graph, &edge));
  json_array_append_new(list,
                        json_pack("{s:o, s:o}", "node",
                                  answer_node(graph, source), "edges", edges));
}

json_t *answer_retainers(const HeapGraph *graph, u32 count,
                         const json_t *params, Buffer *error) {
  Node node = answer_find_node(graph, params, error);
  if (node == NO_NODE) return NULL;
  Page page = answer_page(params, RETAINERS_LIMIT);
  References references;
  ReferenceList shown = {};
  references_count(graph, node, &references);
  references_page(&references, page.offset, page.limit, &shown);
  u64 total = references.count;
  json_t *list = json_array();
  for (u32 i = 0; i < shown.count; i++)
    add_references(graph, shown.items[i].source, node, list);
  references_free(&references);
  vector_free(&shown);
  return json_pack("{s:o, s:o, s:I, s:I}", "node", answer_node(graph, node),
                   "retainers", list, "total", (json_int_t)total, "offset",
                   (json_int_t)page.offset);
}

/* ---- dominators
 * ---------------------------------------------------------------------- */

static json_t *list_classes(const HeapGraph *graph, Node node) {
  ChildClasses classes = {};
  children_by_class(graph, node, &classes);
  json_t *list = json_array();
  for (u32 i = 0; i < classes.count && i < 10; i++) {
    const ChildClass *child = &classes.items[i];
    const char *name = graph->class_table[child->class].name;
    json_array_append_new(list,
                          json_pack("{s:o, s:o, s:o}", "name",
                                    answer_text(name, strlen(name)), "count",
                                    answer_size(child->count), "retained",
                                    answer_size(child->retained)));
  }
  vector_free(&classes);
  return list;
}

static json_t *describe_tree(const HeapGraph *graph, Node node, Page page,
                             u64 depth) {
  NodeList children = {};
  u32 total = children_largest(graph, node, page.offset, page.limit, &children);
  json_t *list = json_array();
  for (u32 i = 0; i < children.count; i++) {
    Node child = children.items[i];
    /* one level down only the largest matter */
    Page below = {.limit = depth > 2 ? 3 : 5};
    json_t *json = depth > 1 ? describe_tree(graph, child, below, depth - 1)
                             : answer_node(graph, child);
    json_array_append_new(list, json);
  }
  vector_free(&children);
  json_t *json = answer_node(graph, node);
  json_object_set_new(json, "children", list);
  json_object_set_new(json, "total", json_integer(total));
  return json;
}

json_t *answer_dominators(const HeapGraph *graph, u32 count,
                          const json_t *params, Buffer *error) {
  bool has_id = json_object_get(params, "id") != NULL;
  Node node = has_id ? answer_find_node(graph, params, error) : graph->root;
  if (node == NO_NODE) return NULL;
  Page page = answer_page(params, CHILDREN_LIMIT);
  json_int_t depth = json_integer_value(json_object_get(params, "depth"));
  u64 levels = depth < 1 ? 1 : depth > 4 ? 4 : (u64)depth;
  json_t *json = describe_tree(graph, node, page, levels);
  json_object_set_new(json, "offset", json_integer((json_int_t)page.offset));
  json_object_set_new(json, "classes", list_classes(graph, node));
  json_object_set_new(json, "bytes", answer_size(graph_total_size(graph)));
  return json;
}
