/* answer_closures.c - environments: what closures keep alive together.
 *
 * V8 makes one environment for a scope, with all of its variables that any
 * closure of the scope uses; every closure keeps all of them. A snapshot has
 * the functions of a scope even when no closure of them is left, and so shows
 * that a variable may be there for nobody.
 */
#include "graph/answer.h"

#include "graph/names.h"
#include "graph/orders.h"
#include "graph/sources.h"
#include "graph/table.h"

#include <stdlib.h>

constexpr u64 LIMIT = 20;
constexpr u32 VARIABLES_MAX = 30, FUNCTIONS_MAX = 5, GONE_MAX = 10;

static const char *const CONTEXTS[] = {"system / Context",
                                       "system / Context /*"};

typedef struct Environments {
  const HeapGraph *graph;
  Sources sources;
  u8 *marks;
} Environments;

/* ---- Variables -------------------------------------------------------------
 */

static int by_retained(const void *a, const void *b) {
  json_int_t x = json_integer_value(json_object_get(
      json_object_get(*(json_t *const *)a, "node"), "retained"));
  json_int_t y = json_integer_value(json_object_get(
      json_object_get(*(json_t *const *)b, "node"), "retained"));
  return (x < y) - (x > y);
}

/* The largest of the variables; `alone`: the environment is all that keeps it
 * alive. */
static json_t *list_variables(const HeapGraph *graph, Node environment,
                              u64 *total) {
  EdgeReader reader = graph_read_edges(graph, environment);
  VECTOR(json_t *) variables = {};
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (edge.type != EDGE_CONTEXT) continue;
    Buffer name = {};
    edge_append_name(graph, &edge, &name);
    bool is_alone = graph->dominators[edge.target] == environment;
    vector_push(
        &variables,
        json_pack("{s:o, s:o, s:b}", "name",
                  answer_text(name.bytes ? name.bytes : "", name.length),
                  "node", answer_node(graph, edge.target), "alone", is_alone));
    buffer_free(&name);
  }
  if (variables.count)
    qsort(variables.items, variables.count, sizeof(json_t *), by_retained);
  json_t *list = json_array();
  for (u32 i = 0; i < variables.count; i++) {
    if (i < VARIABLES_MAX) json_array_append(list, variables.items[i]);
    json_decref(variables.items[i]);
  }
  *total = variables.count;
  vector_free(&variables);
  return list;
}

/* ---- Functions that are gone ------------------------------------------------
 */

static bool is_counted(const FunctionCounts *counts, Node function) {
  for (u32 i = 0; i < counts->count; i++)
    if (counts->items[i].function == function) return true;
  return false;
}

static bool has_prefix(const HeapGraph *graph, Node node, const char *prefix) {
  RawString raw = strings_raw(&graph->file.strings, graph_name(graph, node));
  size_t length = strlen(prefix);
  return raw.length >= length && !memcmp(raw.text, prefix, length);
}

/* Nothing where it has none. */
static void append_function_name(const HeapGraph *graph, Node function,
                                 Buffer *out) {
  static const char PREFIX[] = "system / SharedFunctionInfo";
  static const char ANONYMOUS[] = "(shared function info)";
  Buffer name = {};
  node_append_name(graph, function, 80, &name);
  const char *text = name.bytes ? name.bytes : "";
  if (!strcmp(text, ANONYMOUS)) text = "";
  if (!strncmp(text, PREFIX, sizeof PREFIX - 1)) {
    text += sizeof PREFIX - 1;
    if (!strncmp(text, " / ", 3)) text += 3;
  }
  buffer_text(out, text);
  buffer_free(&name);
}

typedef struct Gone {
  const HeapGraph *graph;
  const FunctionCounts *living;
  json_t *names;
  u32 count;
} Gone;

/* A function declared in the scope, unless a closure of it is there. Those
 * without a name are mostly callbacks, gone as soon as they were called. */
static void add_declared(Gone *gone, Node function) {
  Buffer name = {};
  if (is_counted(gone->living, function)) return;
  append_function_name(gone->graph, function, &name);
  if (name.length && gone->count++ < GONE_MAX)
    json_array_append_new(gone->names, answer_text(name.bytes, name.length));
  buffer_free(&name);
}

/* Of functions that have run the outer scope is that of their own scope; of
 * others the function itself has it. */
static void add_declared_by(Gone *gone, Node referrer, Node scope) {
  const HeapGraph *graph = gone->graph;
  EdgeRecord edge;
  if (node_type(graph, referrer) != NODE_CODE ||
      !node_edge_to(graph, referrer, scope, false, &edge))
    return;
  Buffer name = {};
  edge_append_name(graph, &edge, &name);
  const char *text = name.bytes ? name.bytes : "";
  if (!strncmp(text, "raw_outer_scope_info", 20)) {
    add_declared(gone, referrer);
  } else if (!strcmp(text, "outer_scope_info") ||
             has_prefix(graph, referrer, "system / ScopeInfo")) {
    for (u32 r = node_retainers_start(graph, referrer);
         r < node_retainers_start(graph, referrer + 1); r++) {
      Node function = edge_node(graph->retainers[r]);
      if (node_type(graph, function) == NODE_CODE &&
          node_find_edge(graph, function, EDGE_INTERNAL, "name_or_scope_info",
                         &edge) &&
          edge.target == referrer)
        add_declared(gone, function);
    }
  }
  buffer_free(&name);
}

/* The names of functions of the environment's scope without a closure here. */
static json_t *list_gone(const HeapGraph *graph, Node environment,
                         const FunctionCounts *living) {
  Gone gone = {.graph = graph, .living = living, .names = json_array()};
  EdgeRecord edge;
  if (!living->count ||
      !node_find_edge(graph, environment, EDGE_INTERNAL, "scope_info", &edge))
    return gone.names;
  Node scope = edge.target, before = NO_NODE;
  for (u32 r = node_retainers_start(graph, scope);
       r < node_retainers_start(graph, scope + 1); r++) {
    Node referrer = edge_node(graph->retainers[r]);
    if (referrer != before && referrer != scope)
      add_declared_by(&gone, referrer, scope);
    before = referrer;
  }
  return gone.names;
}

/* ---- One environment
 * --------------------------------------------------------- */

typedef struct Sharing {
  FunctionCounts functions;
  u64 closures, environments;
} Sharing;

/* Closures refer to it as theirs, inner environments as the one around. */
static Sharing count_sharing(Environments *environments, Node environment) {
  const HeapGraph *graph = environments->graph;
  Sharing sharing = {};
  Node before = NO_NODE;
  for (u32 r = node_retainers_start(graph, environment);
       r < node_retainers_start(graph, environment + 1); r++) {
    Node source = edge_node(graph->retainers[r]);
    if (edge_type(graph->retainers[r]) != EDGE_INTERNAL || source == before)
      continue;
    before = source;
    if (node_type(graph, source) == NODE_CLOSURE) {
      sharing.closures++;
      functions_count(graph, source, &sharing.functions);
    } else if (environments->marks[graph->classes[source]]) {
      sharing.environments++;
    }
  }
  return sharing;
}

static json_t *write_note(u64 variables, const json_t *gone) {
  Buffer text = {};
  size_t count = json_array_size(gone), i;
  const json_t *name;
  if (!count || !variables) return json_null();
  json_array_foreach(gone, i, name)
    buffer_format(&text, "%s%s", i ? ", " : "", json_string_value(name));
  buffer_format(&text,
                "%s of the same scope, but no closure of %s is left: what "
                "only %s used is kept too",
                count == 1 ? " is" : " are", count == 1 ? "it" : "them",
                count == 1 ? "it" : "they");
  json_t *json = answer_text(text.bytes, text.length);
  buffer_free(&text);
  return json;
}

static json_t *describe(Environments *environments, Node environment) {
  const HeapGraph *graph = environments->graph;
  Sharing sharing = count_sharing(environments, environment);
  u64 variables;
  json_t *list = list_variables(graph, environment, &variables);
  json_t *gone = list_gone(graph, environment, &sharing.functions);
  json_t *json = json_pack(
      "{s:o, s:o, s:I, s:I, s:I, s:I, s:o, s:o}", "node",
      answer_node(graph, environment), "variables", list, "variableCount",
      (json_int_t)variables, "closures", (json_int_t)sharing.closures,
      "functionCount", (json_int_t)sharing.functions.count, "environments",
      (json_int_t)sharing.environments, "functions",
      functions_json(&environments->sources, &sharing.functions, FUNCTIONS_MAX),
      "note", write_note(variables, gone));
  json_object_set_new(json, "gone", gone);
  vector_free(&sharing.functions);
  return json;
}

json_t *answer_closures(const HeapGraph *graph, u32 count, const json_t *params,
                        Buffer *error) {
  Page page = answer_page(params, LIMIT);
  Environments environments = {
      .graph = graph,
      .sources.graph = graph,
      .marks = class_marks(graph, CONTEXTS, ARRAY_COUNT(CONTEXTS)),
  };
  NodeList nodes = {};
  u64 total = members_largest(graph, environments.marks, page.offset,
                              page.limit, &nodes);
  json_t *list = json_array();
  for (u32 i = 0; i < nodes.count; i++)
    json_array_append_new(list, describe(&environments, nodes.items[i]));
  json_t *json = json_pack("{s:o, s:I, s:I, s:o}", "closures", list, "total",
                           (json_int_t)total, "offset", (json_int_t)page.offset,
                           "bytes", answer_size(graph_total_size(graph)));
  sources_free(&environments.sources);
  free(environments.marks);
  vector_free(&nodes);
  return json;
}
