/* answer.c - what all answers are made of. */
#include "graph/answer.h"

#include "graph/names.h"

#include <stdlib.h>

constexpr size_t NAME_BYTES_MAX = 120;

json_t *answer_text(const char *text, size_t length) {
  Buffer clean = {};
  strings_clean(text, length, &clean);
  json_t *json = json_stringn(clean.bytes ? clean.bytes : "", clean.length);
  buffer_free(&clean);
  return json;
}

json_t *answer_size(u64 bytes) {
  return json_integer((json_int_t)bytes);
}

json_t *answer_take(Buffer *text) {
  json_t *json = answer_text(text->bytes ? text->bytes : "", text->length);
  buffer_free(text);
  return json;
}

static json_t *distance(const HeapGraph *graph, Node node) {
  u32 distance = node_distance(graph, node);
  return distance == DISTANCE_NONE ? json_null() : json_integer(distance);
}

json_t *answer_node(const HeapGraph *graph, Node node) {
  Buffer name = {}, label = {};
  node_append_name(graph, node, NAME_BYTES_MAX, &name);
  node_append_label(graph, node, &label);
  const char *class = node_class(graph, node)->name;
  json_t *json =
      json_pack("{s:I, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "id",
                (json_int_t)graph_id(graph, node), "name", answer_take(&name),
                "label", answer_take(&label), "type",
                node_type_name(&graph->file, node_type(graph, node)), "class",
                answer_text(class, strlen(class)), "self",
                answer_size(sizes_get(&graph->self_sizes, node)), "retained",
                answer_size(sizes_get(&graph->retained_sizes, node)),
                "distance", distance(graph, node));
  if (node_detachedness(graph, node) == DETACHED_YES)
    json_object_set_new(json, "detached", json_true());
  return json;
}

json_t *answer_edge(const HeapGraph *graph, const EdgeRecord *edge) {
  Buffer name = {}, access = {};
  edge_append_name(graph, edge, &name);
  edge_append_access(graph, edge, &access);
  return json_pack("{s:o, s:o, s:s}", "name", answer_take(&name), "access",
                   answer_take(&access), "type", edge_type_name(edge->type));
}

static u64 number_or(const json_t *params, const char *name, u64 otherwise) {
  const json_t *value = json_object_get(params, name);
  return json_is_integer(value) && json_integer_value(value) >= 0
             ? (u64)json_integer_value(value)
             : otherwise;
}

Page answer_page(const json_t *params, u64 limit) {
  return (Page){.offset = number_or(params, "offset", 0),
                .limit = number_or(params, "limit", limit)};
}

Node answer_find_node(const HeapGraph *graph, const json_t *params,
                      Buffer *error) {
  u64 id = number_or(params, "id", UINT64_MAX);
  Node node = graph_find_id(graph, id);
  if (id == UINT64_MAX)
    buffer_text(error, "an object is named by its id, as @123");
  else if (node == NO_NODE)
    buffer_format(error, "%s: no object @%llu", graph->file.path,
                  (unsigned long long)id);
  return node;
}
