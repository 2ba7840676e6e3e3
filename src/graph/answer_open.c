/* answer_open.c - the first page: what a heap is made of, and what is odd. */
#include "graph/answer.h"

#include "graph/names.h"
#include "graph/paths.h"
#include "graph/suspects.h"
#include "graph/tasks.h"

#include <stdlib.h>

constexpr u64 CLASSES = 10, STRINGS = 5;
constexpr u32 SUSPECTS = 5, STEPS_MAX = 12;

/* ---- Totals
 * ---------------------------------------------------------------------------
 */

/* What kinds of nodes are called on the first page. */
static const char *const KINDS[NODE_KNOWN_COUNT] = {
    [NODE_HIDDEN] = "system",
    [NODE_ARRAY] = "system",
    [NODE_STRING] = "strings",
    [NODE_OBJECT] = "objects",
    [NODE_CODE] = "code",
    [NODE_CLOSURE] = "functions",
    [NODE_REGEXP] = "objects",
    [NODE_NUMBER] = "numbers",
    [NODE_NATIVE] = "native",
    [NODE_SYNTHETIC] = "system",
    [NODE_CONCATENATED] = "strings",
    [NODE_SLICED] = "strings",
    [NODE_SYMBOL] = "objects",
    [NODE_BIGINT] = "numbers",
    [NODE_SHAPE] = "system",
    [NODE_WASM] = "native",
};

static void add_to(json_t *kinds, const char *name, u64 count, u64 bytes) {
  for (size_t i = 0; i < json_array_size(kinds); i++) {
    json_t *kind = json_array_get(kinds, i);
    if (strcmp(json_string_value(json_object_get(kind, "name")), name))
      continue;
    json_t *old_count = json_object_get(kind, "count");
    json_t *old_bytes = json_object_get(kind, "bytes");
    json_integer_set(old_count,
                     json_integer_value(old_count) + (json_int_t)count);
    json_integer_set(old_bytes,
                     json_integer_value(old_bytes) + (json_int_t)bytes);
    return;
  }
  json_array_append_new(kinds, json_pack("{s:s, s:I, s:I}", "name", name,
                                         "count", (json_int_t)count, "bytes",
                                         (json_int_t)bytes));
}

static json_t *list_kinds(const HeapGraph *graph) {
  u64 counts[NODE_TYPE_MAX] = {}, bytes[NODE_TYPE_MAX] = {};
  for (Node node = 0; node < graph->node_count; node++) {
    counts[node_type(graph, node)]++;
    bytes[node_type(graph, node)] += sizes_get(&graph->self_sizes, node);
  }
  json_t *kinds = json_array();
  for (u32 type = 0; type < NODE_TYPE_MAX; type++)
    if (counts[type])
      add_to(kinds, type < NODE_KNOWN_COUNT ? KINDS[type] : "other",
             counts[type], bytes[type]);
  if (graph->file.meta.extra_native_bytes)
    add_to(kinds, "native", 0, graph->file.meta.extra_native_bytes);
  return kinds;
}

/* ---- What is odd
 * -------------------------------------------------------------------------- */

static json_t *tell_path(Sources *sources, Node node) {
  const HeapGraph *graph = sources->graph;
  Path path = {};
  PathSteps steps = {};
  Buffer text = {};
  path_find(graph, node, NO_NODE, &path);
  path_tell(graph, &path, STEPS_MAX, &steps);
  path_append_text(graph, &steps, sources, &text);
  json_t *json = answer_text(text.bytes ? text.bytes : "", text.length);
  path_steps_free(&steps);
  vector_free(&path);
  buffer_free(&text);
  return json;
}

static json_t *list_suspects(const HeapGraph *graph) {
  Suspects suspects = {};
  Sources sources = {.graph = graph};
  suspects_find(graph, SUSPECTS, &suspects);
  json_t *list = json_array();
  for (u32 i = 0; i < suspects.count; i++) {
    const Suspect *suspect = &suspects.items[i];
    const char *class = graph->class_table[suspect->class].name;
    json_array_append_new(
        list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:o}", "owner",
                        answer_node(graph, suspect->owner), "retained",
                        answer_size(suspect->retained), "class",
                        answer_text(class, strlen(class)), "count",
                        answer_size(suspect->count), "gathered",
                        answer_size(suspect->gathered), "children",
                        (json_int_t)suspect->children, "path",
                        tell_path(&sources, suspect->owner)));
  }
  sources_free(&sources);
  vector_free(&suspects);
  return list;
}

/* Node.js marks some of its own objects so, which are no part of any page. */
static u64 count_detached(const HeapGraph *graph) {
  u64 count = 0;
  if (graph_known(graph, STRING_DOCUMENT_TREES) == NO_STRING) return 0;
  for (Node node = 0; node < graph->node_count; node++)
    count += node_detachedness(graph, node) == DETACHED_YES;
  return count;
}

/* The beginning of the list that another answer gives. */
static json_t *ask(const HeapGraph *graph, Answer answer, u64 limit,
                   Buffer *error) {
  json_t *params = json_pack("{s:I}", "limit", (json_int_t)limit);
  json_t *json = answer(graph, 1, params, error);
  json_decref(params);
  return json;
}

/* The parts that take time, side by side. */
typedef struct Story {
  const HeapGraph *graph;
  json_t *suspects, *strings, *summary, *kinds;
} Story;

static void tell_part(void *context, u32 index) {
  Story *story = context;
  Buffer error = {};
  if (index == 0) {
    story->suspects = list_suspects(story->graph);
  } else {
    story->strings = ask(story->graph, answer_strings, STRINGS, &error);
    story->summary = ask(story->graph, answer_summary, CLASSES, &error);
    story->kinds = list_kinds(story->graph);
  }
  buffer_free(&error);
}

static json_t *tell(const HeapGraph *graph) {
  Story story = {.graph = graph};
  tasks_run(2, tell_part, &story);
  json_t *json = json_pack(
      "{s:o, s:I, s:I, s:I, s:o, s:o, s:O, s:o, s:O, s:O, s:I, s:b}", "file",
      json_null(), "fileBytes", (json_int_t)graph->file.mapping.length, "nodes",
      (json_int_t)graph->node_count, "edges", (json_int_t)graph->edge_count,
      "bytes", answer_size(graph_total_size(graph)), "kinds", story.kinds,
      "classes", json_object_get(story.summary, "classes"), "suspects",
      story.suspects, "duplicates", json_object_get(story.strings, "strings"),
      "wasted", json_object_get(story.strings, "wasted"), "detached",
      (json_int_t)count_detached(graph), "truncated", graph->file.is_truncated);
  json_decref(story.summary);
  json_decref(story.strings);
  return json;
}

/* The story takes longest of all answers, and is kept with the index: all but
 * the name that the file has today. */
json_t *answer_open(const HeapGraph *graph, u32 count, const json_t *params,
                    Buffer *error) {
  json_t *json = graph->story ? json_loads(graph->story, 0, NULL) : NULL;
  if (!json) {
    json = tell(graph);
    char **place = (char **)&graph->story;
    free(*place);
    *place = json_dumps(json, JSON_COMPACT);
  }
  json_object_set_new(json, "file",
                      answer_text(graph->file.path, strlen(graph->file.path)));
  return json;
}
