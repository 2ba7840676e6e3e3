/* kept.c - writing answers row by row, and reading a page of them. */
#include "graph/kept.h"

#include "graph/classes_list.h"
#include "graph/groups.h"
#include "graph/table.h"

#include <stdlib.h>

/* So many rows of a list, and so many bytes of all. */
constexpr json_int_t ROWS_MAX = 10'000;
constexpr size_t BYTES_MAX = 64 << 20;

static u64 hash_name(const char *name) {
  return hash_bytes(name, strlen(name));
}

/* ---- Reading ------------------------------------------------------------- */

static const KeptAnswer *find_answer(const HeapGraph *graph, const char *name) {
  const HeapKept *kept = &graph->kept;
  u64 hash = hash_name(name);
  for (u32 i = 0; i < kept->answer_count; i++)
    if (kept->answers[i].name == hash) return &kept->answers[i];
  return NULL;
}

/* Text number `index`, or NULL when there is none that can be read. */
static json_t *read_text(const HeapKept *kept, u64 index) {
  if (index >= kept->end_count) return NULL;
  u64 start = index ? kept->ends[index - 1] : 0, end = kept->ends[index];
  if (start > end || end > kept->text_bytes) return NULL;
  return json_loadb(kept->text + start, (size_t)(end - start), 0, NULL);
}

/* The rows of the page into `list`; false when one is not there. */
static bool read_rows(const HeapKept *kept, const KeptAnswer *answer, Page page,
                      json_t *list) {
  u64 end = page_end(page, answer->rows);
  for (u64 i = page.offset; i < end; i++) {
    json_t *row = read_text(kept, answer->first + 1ull + i);
    if (!json_is_object(row)) {
      json_decref(row);
      return false;
    }
    json_array_append_new(list, row);
  }
  return true;
}

json_t *kept_find(const HeapGraph *graph, const char *name, const char *list,
                  Page page) {
  const KeptAnswer *answer = find_answer(graph, name);
  json_t *json = answer ? read_text(&graph->kept, answer->first) : NULL;
  json_int_t total = json_integer_value(json_object_get(json, "total"));
  json_t *rows = json_array();
  bool is_kept = json_is_object(json) && total >= answer->rows &&
                 page_end(page, (u64)total) <= answer->rows &&
                 read_rows(&graph->kept, answer, page, rows);
  if (!is_kept) {
    json_decref(json);
    json_decref(rows);
    return NULL;
  }
  json_object_set_new(json, list, rows);
  if (json_object_get(json, "offset"))
    json_object_set_new(json, "offset", json_integer((json_int_t)page.offset));
  return json;
}

json_t *kept_find_all(const HeapGraph *graph, const char *name,
                      const char *list) {
  const KeptAnswer *answer = find_answer(graph, name);
  return answer ? kept_find(graph, name, list, (Page){.limit = UINT64_MAX})
                : NULL;
}

/* ---- Making -------------------------------------------------------------- */

typedef struct Making {
  const HeapGraph *graph;
  VECTOR(KeptAnswer) answers;
  VECTOR(u64) ends;
  Buffer text;
} Making;

static void add_text(Making *making, const json_t *json) {
  char *text = json_dumps(json, JSON_COMPACT);
  buffer_text(&making->text, text);
  vector_push(&making->ends, making->text.length);
  free(text);
}

/* Takes the answer; of NULL, which is an error of its own, nothing is kept. */
static void add_answer(Making *making, const char *name, const char *list,
                       json_t *json) {
  json_t *rows = json_object_get(json, list), *row;
  size_t i;
  if (!json || making->text.length > BYTES_MAX) {
    json_decref(json);
    return;
  }
  vector_push(&making->answers,
              ((KeptAnswer){.name = hash_name(name),
                            .first = making->ends.count,
                            .rows = (u32)json_array_size(rows)}));
  /* the list stays where it was among the others, empty */
  json_incref(rows);
  json_object_set_new(json, list, json_array());
  add_text(making, json);
  json_array_foreach(rows, i, row)
    add_text(making, row);
  json_decref(rows);
  json_decref(json);
}

static bool find_made(const Making *making, const char *name) {
  u64 hash = hash_name(name);
  for (u32 i = 0; i < making->answers.count; i++)
    if (making->answers.items[i].name == hash) return true;
  return false;
}

static json_t *ask(const HeapGraph *graph, Answer answer, json_t *params) {
  Buffer error = {};
  json_object_set_new(params, "limit", json_integer(ROWS_MAX));
  json_t *json = answer(graph, 1, params, &error);
  json_decref(params);
  buffer_free(&error);
  return json;
}

static void add_groups(Making *making, GroupBy by) {
  Buffer name = {};
  buffer_format(&name, "summary %s", group_by_name(by));
  json_t *params = json_pack("{s:s}", "by", group_by_name(by));
  add_answer(making, name.bytes, "classes",
             ask(making->graph, answer_summary, params));
  buffer_free(&name);
}

/* The paths to those classes that the first page tells of. */
static void add_classes(Making *making, ClassOrder order) {
  constexpr u32 CLASSES = 10;
  const HeapGraph *graph = making->graph;
  u32 *classes = classes_in_order(graph, order);
  for (u32 i = 0; i < graph->class_count && i < CLASSES; i++) {
    const char *class = graph->class_table[classes[i]].name;
    Buffer name = {};
    buffer_format(&name, "why %s", class);
    if (!find_made(making, name.bytes))
      add_answer(
          making, name.bytes, "paths",
          ask(graph, answer_why,
              json_pack("{s:o}", "class", answer_text(class, strlen(class)))));
    buffer_free(&name);
  }
  free(classes);
}

void kept_make(const HeapGraph *graph) {
  Making making = {.graph = graph};
  if (graph->kept.answers) return;
#define KEEP_ANSWER(answer, list)                                              \
  add_answer(&making, #answer, list,                                           \
             ask(graph, answer_##answer, json_object()));
  KEEP_ANSWER(listeners, "listeners")
  KEEP_ANSWER(timers, "timers")
  KEEP_ANSWER(detached, "detached")
  KEEP_ANSWER(globals, "globals")
  KEEP_ANSWER(leaks, "suspects")
#undef KEEP_ANSWER
  for (u32 by = 0; by < GROUP_BY_COUNT; by++)
    if (by != GROUP_BY_constructor) add_groups(&making, (GroupBy)by);
  add_classes(&making, BY_RETAINED);
  add_classes(&making, BY_COUNT);
  /* made for whoever only reads the graph */
  HeapKept *kept = &((HeapGraph *)graph)->kept;
  *kept = (HeapKept){.answers = making.answers.items,
                     .ends = making.ends.items,
                     .text = making.text.bytes,
                     .answer_count = making.answers.count,
                     .end_count = making.ends.count,
                     .text_bytes = making.text.length};
}
