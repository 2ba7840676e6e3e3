/* sources.c - functions, and where in the source they are. */
#include "graph/sources.h"

#include "graph/answer.h"
#include "graph/names.h"

#include <stdlib.h>

void sources_free(Sources *sources) {
  if (sources->numbers)
    column_free(sources->numbers, sources->graph->node_count, sizeof(u32));
  sources->numbers = NULL;
  vector_free(&sources->locations);
}

/* ---- Functions and scripts ---------------------------------------------- */

Node closure_function(const HeapGraph *graph, Node closure) {
  EdgeRecord edge;
  return node_type(graph, closure) == NODE_CLOSURE &&
                 node_find_known(graph, closure, EDGE_INTERNAL, STRING_SHARED,
                                 &edge)
             ? edge.target
             : NO_NODE;
}

static void append_name(const HeapGraph *graph, Node node, Buffer *out) {
  strings_append(&graph->file.strings, graph_name(graph, node), out);
}

/* Up to Node.js 22 the script's node has the file's name; later ones are
 * called "system / Script / NAME". */
static void append_script(const HeapGraph *graph, Node script, Buffer *out) {
  static const char SCRIPT[] = "system / Script";
  Buffer name = {};
  append_name(graph, script, &name);
  const char *text = name.bytes ? name.bytes : "";
  if (!strncmp(text, SCRIPT, sizeof SCRIPT - 1)) {
    text += sizeof SCRIPT - 1;
    text = strncmp(text, " / ", 3) ? "" : text + 3;
  } else if (!strncmp(text, "system / ", 9)) {
    text = "";
  }
  buffer_text(out, text);
  buffer_free(&name);
}

Node function_script(const HeapGraph *graph, Node function) {
  static const char *const names[] = {"script", "script_or_debug_info"};
  EdgeRecord edge;
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (node_find_edge(graph, function, EDGE_INTERNAL, names[i], &edge) &&
        node_type(graph, edge.target) == NODE_CODE)
      return edge.target;
  return NO_NODE;
}

void function_append_file(const HeapGraph *graph, Node function, Buffer *out) {
  Node script = function_script(graph, function);
  if (script != NO_NODE) append_script(graph, script, out);
}

u32 sources_number(Sources *sources, Node node) {
  if (!sources->numbers)
    sources->numbers = locations_number(sources->graph, &sources->locations);
  return sources->numbers[node];
}

json_t *place_json(Location location, const Buffer *file) {
  json_t *json = json_pack(
      "{s:I, s:I, s:I}", "script", (json_int_t)location.script, "line",
      (json_int_t)location.line + 1, "column", (json_int_t)location.column + 1);
  if (file->length)
    json_object_set_new(json, "file", answer_text(file->bytes, file->length));
  return json;
}

json_t *source_json(Sources *sources, Node closure) {
  const HeapGraph *graph = sources->graph;
  Location location;
  if (!location_find(graph, closure, &location)) return json_null();
  Node function = closure_function(graph, closure);
  Buffer file = {};
  if (function != NO_NODE) function_append_file(graph, function, &file);
  json_t *json = place_json(location, &file);
  buffer_free(&file);
  return json;
}

/* ---- Scripts by number --------------------------------------------------- */

void sources_append_file(Sources *sources, u64 script, Buffer *out) {
  const HeapGraph *graph = sources->graph;
  u32 low = 0, high = graph->script_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (graph->scripts[middle].script < script)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == graph->script_count || graph->scripts[low].script != script)
    return;
  Node function = closure_function(graph, graph->scripts[low].closure);
  if (function != NO_NODE) function_append_file(graph, function, out);
}

json_t *location_json(Sources *sources, Location location) {
  Buffer file = {};
  sources_append_file(sources, location.script, &file);
  json_t *json = place_json(location, &file);
  buffer_free(&file);
  return json;
}

/* ---- Counting ------------------------------------------------------------ */

void functions_count(const HeapGraph *graph, Node closure,
                     FunctionCounts *counts) {
  Node function = closure_function(graph, closure);
  if (function == NO_NODE) function = closure;
  /* the last function is nearly always the next one's too */
  u32 at = counts->count;
  while (at > 0 && counts->items[at - 1].function != function)
    at--;
  if (!at) {
    vector_push(counts, ((FunctionCount){function, closure, 0, 0}));
    at = counts->count;
  }
  counts->items[at - 1].count++;
  counts->items[at - 1].retained += sizes_get(&graph->retained_sizes, closure);
}

static int by_count(const void *a, const void *b) {
  const FunctionCount *x = a, *y = b;
  if (x->count != y->count) return x->count < y->count ? 1 : -1;
  return (x->function > y->function) - (x->function < y->function);
}

json_t *functions_json(Sources *sources, FunctionCounts *counts, u32 most) {
  const HeapGraph *graph = sources->graph;
  json_t *list = json_array();
  if (counts->count)
    qsort(counts->items, counts->count, sizeof *counts->items, by_count);
  for (u32 i = 0; i < counts->count && i < most; i++) {
    const FunctionCount *each = &counts->items[i];
    Buffer label = {};
    node_append_label(graph, each->example, &label);
    json_array_append_new(
        list, json_pack("{s:o, s:I, s:o, s:I, s:o}", "label",
                        answer_text(label.bytes, label.length), "id",
                        (json_int_t)graph_id(graph, each->example), "count",
                        answer_size(each->count), "retained",
                        (json_int_t)each->retained, "location",
                        source_json(sources, each->example)));
    buffer_free(&label);
  }
  return list;
}

/* ---- Classes and strings ---------------------------------------------------
 */

static bool suits(const char *name, const char *pattern) {
  size_t length = strlen(pattern);
  return length && pattern[length - 1] == '*'
             ? !strncmp(name, pattern, length - 1)
             : !strcmp(name, pattern);
}

u8 *class_marks(const HeapGraph *graph, const char *const *names, u32 count) {
  u8 *marks = base_allocate_zeroed((size_t)graph->class_count + 1);
  for (u32 class = 0; class < graph->class_count; class ++)
    for (u32 i = 0; i < count && !marks[class]; i++)
      if (suits(graph->class_table[class].name, names[i]))
        marks[class] = (u8)(i + 1);
  return marks;
}

u32 graph_find_string(const HeapGraph *graph, const char *text) {
  const Strings *strings = &graph->file.strings;
  size_t length = strlen(text);
  StringReader reader = strings_seek(strings, 0);
  for (u32 i = 0; i < strings->count; i++) {
    RawString raw = strings_next(&reader);
    if (raw.length == length && !memcmp(raw.text, text, length)) return i;
  }
  return NO_STRING;
}
