/* answer_summary.c - objects by constructor. */
#include "graph/answer.h"

#include "graph/classes_list.h"

#include <stdlib.h>

constexpr u64 LIMIT = 30;

static json_t *describe_class(const HeapClass *class) {
  json_t *json = json_pack("{s:o, s:o, s:o, s:o}", "name",
                           answer_text(class->name, strlen(class->name)),
                           "count", answer_size(class->count), "self",
                           answer_size(class->self_size), "retained",
                           answer_size(class->retained_size));
  json_object_set_new(json, "distance",
                      class->distance == DISTANCE_NONE
                          ? json_null()
                          : json_integer(class->distance));
  if (class->script)
    json_object_set_new(json, "location",
                        json_pack("{s:I, s:I, s:I}", "script",
                                  (json_int_t) class->script, "line",
                                  (json_int_t) class->line + 1, "column",
                                  (json_int_t) class->column + 1));
  return json;
}

static bool is_wanted(const HeapClass *class, const char *part) {
  return class->count && (!part || strstr(class->name, part));
}

json_t *answer_summary(const HeapGraph *graphs, u32 count, const json_t *params,
                       Buffer *error) {
  const HeapGraph *graph = graphs;
  const char *sort = json_string_value(json_object_get(params, "sort"));
  const char *part = json_string_value(json_object_get(params, "filter"));
  ClassOrder order;
  if (!class_order_parse(sort ? sort : "retained", &order)) {
    buffer_format(error, "sort is retained, self, count or name, not %s", sort);
    return NULL;
  }
  Page page = answer_page(params, LIMIT);
  u32 *classes = classes_in_order(graph, order), total = 0;
  json_t *list = json_array();
  for (u32 i = 0; i < graph->class_count; i++) {
    const HeapClass *class = &graph->class_table[classes[i]];
    if (!is_wanted(class, part)) continue;
    if (total >= page.offset && json_array_size(list) < page.limit)
      json_array_append_new(list, describe_class(class));
    total++;
  }
  free(classes);
  return json_pack("{s:o, s:I, s:I, s:o}", "classes", list, "total",
                   (json_int_t)total, "offset", (json_int_t)page.offset,
                   "bytes", answer_size(graph_total_size(graph)));
}
