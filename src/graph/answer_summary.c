/* answer_summary.c - objects by constructor, or by another of groups.def. */
#define _GNU_SOURCE
#include "graph/answer.h"

#include "graph/classes_list.h"
#include "graph/groups.h"
#include "graph/kept.h"

#include <stdlib.h>

constexpr u64 LIMIT = 30;

typedef struct Summary {
  const HeapGraph *graph;
  Sources sources;
  Page page;
  const char *part; /* of the names that are wanted, or NULL */
  json_t *list;
  u64 total;
} Summary;

static json_t *describe_totals(const char *name, u64 count, u64 self,
                               u64 retained, u32 distance) {
  return json_pack(
      "{s:o, s:o, s:o, s:o, s:o}", "name", answer_text(name, strlen(name)),
      "count", answer_size(count), "self", answer_size(self), "retained",
      answer_size(retained), "distance",
      distance == DISTANCE_NONE ? json_null() : json_integer(distance));
}

/* Whether one of that name is on the page; it is counted. */
static bool is_on_page(Summary *summary, const char *name, u64 count) {
  if (!count || (summary->part && !strstr(name, summary->part))) return false;
  u64 place = summary->total++;
  return place >= summary->page.offset &&
         place - summary->page.offset < summary->page.limit;
}

/* ---- By constructor ------------------------------------------------------ */

static json_t *describe_class(Summary *summary, const HeapClass *class) {
  json_t *json = describe_totals(class->name, class->count, class->self_size,
                                 class->retained_size, class->distance);
  Location location = {class->script, class->line, class->column};
  if (class->script)
    json_object_set_new(json, "location",
                        location_json(&summary->sources, location));
  return json;
}

static void list_classes(Summary *summary, ClassOrder order) {
  const HeapGraph *graph = summary->graph;
  u32 *classes = classes_in_order(graph, order);
  for (u32 i = 0; i < graph->class_count; i++) {
    const HeapClass *class = &graph->class_table[classes[i]];
    if (is_on_page(summary, class->name, class->count))
      json_array_append_new(summary->list, describe_class(summary, class));
  }
  free(classes);
}

/* ---- By anything else ---------------------------------------------------- */

static int falling(u64 a, u64 b) {
  return (a < b) - (a > b);
}

static int compare_groups(const void *a, const void *b, void *context) {
  const Group *x = a, *y = b;
  int result = 0;
  switch (*(const ClassOrder *)context) {
  case BY_RETAINED: result = falling(x->retained_size, y->retained_size); break;
  case BY_SELF: result = falling(x->self_size, y->self_size); break;
  case BY_COUNT: result = falling(x->count, y->count); break;
  case BY_NAME: break;
  }
  if (!result) result = strcmp(x->name, y->name);
  return result ? result
                : (x->example > y->example) - (x->example < y->example);
}

static json_t *describe_group(const HeapGraph *graph, const Group *group) {
  json_t *json = describe_totals(group->name, group->count, group->self_size,
                                 group->retained_size, group->distance);
  if (group->about) json_object_update(json, group->about);
  json_object_set_new(json, "example",
                      json_integer(graph_id(graph, group->example)));
  return json;
}

/* The rows that were kept, in another order. */
static int falling_of(const json_t *a, const json_t *b, const char *name) {
  return falling((u64)json_integer_value(json_object_get(a, name)),
                 (u64)json_integer_value(json_object_get(b, name)));
}

typedef struct RowOrder {
  const HeapGraph *graph;
  ClassOrder order;
} RowOrder;

static Node example_of(const HeapGraph *graph, const json_t *row) {
  return graph_find_id(
      graph, (u64)json_integer_value(json_object_get(row, "example")));
}

static const char *name_of(const json_t *row) {
  const char *name = json_string_value(json_object_get(row, "name"));
  return name ? name : "";
}

static int compare_rows(const void *a, const void *b, void *context) {
  const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
  const RowOrder *order = context;
  int result = 0;
  switch (order->order) {
  case BY_RETAINED: result = falling_of(x, y, "retained"); break;
  case BY_SELF: result = falling_of(x, y, "self"); break;
  case BY_COUNT: result = falling_of(x, y, "count"); break;
  case BY_NAME: break;
  }
  if (!result) result = strcmp(name_of(x), name_of(y));
  if (result) return result;
  Node p = example_of(order->graph, x), q = example_of(order->graph, y);
  return (p > q) - (p < q);
}

/* What is on the page of rows that were kept: all of them, as they come by
 * retained size. */
static void choose_rows(Summary *summary, const json_t *rows,
                        ClassOrder order) {
  RowOrder context = {summary->graph, order};
  VECTOR(json_t *) sorted = {};
  json_t *row;
  size_t i;
  json_array_foreach(rows, i, row)
    vector_push(&sorted, row);
  if (sorted.count)
    qsort_r(sorted.items, sorted.count, sizeof(json_t *), compare_rows,
            &context);
  for (u32 at = 0; at < sorted.count; at++)
    if (is_on_page(summary, name_of(sorted.items[at]), 1))
      json_array_append(summary->list, sorted.items[at]);
  vector_free(&sorted);
}

/* The page from what was kept; false when it has to be computed. */
static bool list_kept(Summary *summary, GroupBy by, ClassOrder order) {
  Buffer name = {};
  bool is_plain = order == BY_RETAINED && !summary->part;
  buffer_format(&name, "summary %s", group_by_name(by));
  json_t *kept =
      is_plain ? kept_find(summary->graph, name.bytes, "classes", summary->page)
               : kept_find_all(summary->graph, name.bytes, "classes");
  json_t *rows = json_object_get(kept, "classes");
  buffer_free(&name);
  if (is_plain && kept) {
    json_array_extend(summary->list, rows);
    summary->total = (u64)json_integer_value(json_object_get(kept, "total"));
  } else if (kept) {
    choose_rows(summary, rows, order);
  }
  json_decref(kept);
  return kept != NULL;
}

static bool list_groups(Summary *summary, GroupBy by, ClassOrder order,
                        Buffer *error) {
  if (list_kept(summary, by, order)) return true;
  Grouping grouping;
  if (!grouping_make(&summary->sources, by, &grouping, error)) return false;
  /* the column speaks of groups by number: from here on nobody asks it */
  if (grouping.groups.count)
    qsort_r(grouping.groups.items, grouping.groups.count, sizeof(Group),
            compare_groups, &order);
  for (u32 i = 0; i < grouping.groups.count; i++) {
    const Group *group = &grouping.groups.items[i];
    if (is_on_page(summary, group->name, group->count))
      json_array_append_new(summary->list,
                            describe_group(summary->graph, group));
  }
  grouping_free(summary->graph, &grouping);
  return true;
}

/* ---- The answer ---------------------------------------------------------- */

static const char *text_param(const json_t *params, const char *name,
                              const char *otherwise) {
  const char *text = json_string_value(json_object_get(params, name));
  return text ? text : otherwise;
}

static bool read_params(const json_t *params, GroupBy *by, ClassOrder *order,
                        Buffer *error) {
  const char *sort = text_param(params, "sort", "retained");
  const char *way = text_param(params, "by", "constructor");
  if (!class_order_parse(sort, order)) {
    buffer_format(error, "sort is retained, self, count or name, not %s", sort);
    return false;
  }
  if (group_by_parse(way, by)) return true;
  buffer_text(error, "by is ");
  for (u32 i = 0; i < GROUP_BY_COUNT; i++)
    buffer_format(error, "%s%s",
                  !i                        ? ""
                  : i + 1 == GROUP_BY_COUNT ? " or "
                                            : ", ",
                  group_by_name((GroupBy)i));
  buffer_format(error, ", not %s", way);
  return false;
}

json_t *answer_summary(const HeapGraph *graphs, u32 count, const json_t *params,
                       Buffer *error) {
  Summary summary = {.graph = graphs,
                     .sources.graph = graphs,
                     .page = answer_page(params, LIMIT),
                     .part = text_param(params, "filter", NULL)};
  GroupBy by;
  ClassOrder order;
  if (!read_params(params, &by, &order, error)) return NULL;
  summary.list = json_array();
  bool is_answered = true;
  if (by == GROUP_BY_constructor)
    list_classes(&summary, order);
  else
    is_answered = list_groups(&summary, by, order, error);
  sources_free(&summary.sources);
  if (!is_answered) {
    json_decref(summary.list);
    return NULL;
  }
  return json_pack("{s:s, s:s, s:o, s:I, s:I, s:o}", "by", group_by_name(by),
                   "title", group_by_title(by), "classes", summary.list,
                   "total", (json_int_t)summary.total, "offset",
                   (json_int_t)summary.page.offset, "bytes",
                   answer_size(graph_total_size(graphs)));
}
