/* answer_objects.c - the objects of a class, the largest first. */
#include "graph/answer.h"

#include "graph/classes_list.h"
#include "graph/orders.h"

constexpr u64 LIMIT = 25;

/* The objects of the class down to the end of the page. */
static NodeSpan find_largest(const HeapGraph *graph, u32 class, Page page,
                             NodeList *list) {
  if (orders_are_kept(graph)) return orders_members(graph, class);
  for (Node node = 0; node < graph->node_count; node++)
    if (graph->classes[node] == class) vector_push(list, node);
  nodes_sort_first(graph, list, page_end(page, list->count));
  return (NodeSpan){list->items, list->count};
}

json_t *answer_objects(const HeapGraph *graph, u32 count, const json_t *params,
                       Buffer *error) {
  const char *name = json_string_value(json_object_get(params, "class"));
  u32 class = name ? class_find(graph, name) : graph->class_count;
  if (class == graph->class_count) {
    buffer_format(error, "%s: no objects of a class %s", graph->file.path,
                  name ? name : "without a name");
    return NULL;
  }
  Page page = answer_page(params, LIMIT);
  NodeList found = {};
  NodeSpan objects = find_largest(graph, class, page, &found);
  json_t *list = json_array();
  for (u64 i = page.offset; i < objects.count && i - page.offset < page.limit;
       i++)
    json_array_append_new(list, answer_node(graph, objects.nodes[i]));
  json_t *json =
      json_pack("{s:o, s:o, s:I, s:I}", "class",
                answer_text(name, strlen(name)), "objects", list, "total",
                (json_int_t)objects.count, "offset", (json_int_t)page.offset);
  vector_free(&found);
  return json;
}
