/* answer_globals.c - what the global objects hold, the program's own first.
 *
 * A property is the platform's when its name is one of globals.def, when it is
 * a getter, or when its function is no part of any script of the program:
 * built in, or a module of Node.js itself.
 */
#include "graph/answer.h"

#include "graph/kept.h"
#include "graph/names.h"
#include "graph/orders.h"
#include "graph/sources.h"
#include "graph/table.h"

#include <stdlib.h>

constexpr u64 LIMIT = 30;

typedef struct Global {
  Node owner, node;
  u32 string; /* its name */
  bool is_standard;
  u64 retained;
} Global;

typedef struct Search {
  const HeapGraph *graph;
  TextTable names; /* STANDARD, then others */
  VECTOR(Node) objects;
  VECTOR(Global) globals;
  u32 own;
} Search;

static const char *const STANDARD[] = {
#define GLOBAL(name) name,
#include "graph/globals.def"
#undef GLOBAL
};

/* ---- Global objects
 * ---------------------------------------------------------- */

static void add_object(Search *search, Node node) {
  for (u32 i = 0; i < search->objects.count; i++)
    if (search->objects.items[i] == node) return;
  vector_push(&search->objects, node);
}

/* Node.js's is what the root has a short cut to, and our own engine's, beside
 * the variables of scripts; newer versions of V8 say it in the name. */
static void find_objects(Search *search) {
  const HeapGraph *graph = search->graph;
  static const char MARK[] = "[JSGlobalObject]";
  EdgeReader reader = graph_read_edges(graph, graph->root);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    if (edge.type == EDGE_SHORTCUT &&
        node_type(graph, edge.target) == NODE_OBJECT)
      add_object(search, edge.target);
  u8 *is_global = base_allocate_zeroed((size_t)graph->class_count + 1);
  for (u32 class = 0; class < graph->class_count; class ++)
    is_global[class] = strstr(graph->class_table[class].name, MARK) != NULL;
  NodeList list = {};
  if (class_marks_any(graph, is_global)) members_list(graph, is_global, &list);
  for (u32 i = 0; i < list.count; i++)
    if (node_type(graph, list.items[i]) == NODE_OBJECT)
      add_object(search, list.items[i]);
  vector_free(&list);
  free(is_global);
}

/* ---- Properties
 * ----------------------------------------------------------------- */

static bool is_platform_function(const HeapGraph *graph, Node closure) {
  Node function = closure_function(graph, closure);
  if (function == NO_NODE || function_script(graph, function) == NO_NODE)
    return true;
  Buffer file = {};
  function_append_file(graph, function, &file);
  bool is_platform = file.length && !strncmp(file.bytes, "node:", 5);
  buffer_free(&file);
  return is_platform;
}

static bool is_standard(Search *search, Node node, const Buffer *name) {
  const HeapGraph *graph = search->graph;
  const char *class = node_class(graph, node)->name;
  if (!strcmp(class, "system / AccessorPair") ||
      !strcmp(class, "system / AccessorInfo") ||
      !strcmp(class, "system / FunctionTemplateInfo") ||
      !strncmp(name->bytes, "get ", 4) || !strncmp(name->bytes, "set ", 4) ||
      !strncmp(name->bytes, "<symbol", 7))
    return true;
  if (text_table_intern(&search->names, name->bytes, name->length) <
      ARRAY_COUNT(STANDARD))
    return true;
  return node_type(graph, node) == NODE_CLOSURE &&
         is_platform_function(graph, node);
}

/* A property with a getter is written as three; the first is enough. */
static bool is_accessor_part(const Buffer *name, const HeapGraph *graph,
                             Node target) {
  return (!strncmp(name->bytes, "get ", 4) ||
          !strncmp(name->bytes, "set ", 4)) &&
         (node_type(graph, target) == NODE_CLOSURE ||
          !strcmp(node_class(graph, target)->name,
                  "system / FunctionTemplateInfo"));
}

static void add_properties(Search *search, Node owner) {
  const HeapGraph *graph = search->graph;
  EdgeReader reader = graph_read_edges(graph, owner);
  Buffer name = {};
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (edge.type != EDGE_PROPERTY && edge.type != EDGE_CONTEXT) continue;
    buffer_clear(&name);
    edge_append_name(graph, &edge, &name);
    if (!name.length || is_accessor_part(&name, graph, edge.target)) continue;
    bool standard = is_standard(search, edge.target, &name);
    search->own += !standard;
    vector_push(&search->globals,
                ((Global){owner, edge.target, (u32)edge.name, standard,
                          sizes_get(&graph->retained_sizes, edge.target)}));
  }
  buffer_free(&name);
}

static int by_owner(const void *a, const void *b) {
  const Global *x = a, *y = b;
  if (x->is_standard != y->is_standard) return x->is_standard ? 1 : -1;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  if (x->owner != y->owner) return x->owner < y->owner ? -1 : 1;
  return (x->string > y->string) - (x->string < y->string);
}

static json_t *describe(const HeapGraph *graph, const Global *global) {
  Buffer name = {};
  strings_append(&graph->file.strings, global->string, &name);
  json_t *json = json_pack(
      "{s:o, s:o, s:o, s:b}", "name",
      answer_text(name.bytes ? name.bytes : "", name.length), "node",
      answer_node(graph, global->node), "of", answer_node(graph, global->owner),
      "standard", global->is_standard);
  buffer_free(&name);
  return json;
}

static json_t *list_objects(const Search *search) {
  json_t *list = json_array();
  for (u32 i = 0; i < search->objects.count; i++)
    json_array_append_new(list,
                          answer_node(search->graph, search->objects.items[i]));
  return list;
}

json_t *answer_globals(const HeapGraph *graph, u32 count, const json_t *params,
                       Buffer *error) {
  Page page = answer_page(params, LIMIT);
  json_t *kept = kept_find(graph, "globals", "globals", page);
  if (kept) return kept;
  Search search = {.graph = graph};
  for (u32 i = 0; i < ARRAY_COUNT(STANDARD); i++)
    text_table_intern(&search.names, STANDARD[i], strlen(STANDARD[i]));
  find_objects(&search);
  for (u32 i = 0; i < search.objects.count; i++)
    add_properties(&search, search.objects.items[i]);
  if (search.globals.count)
    qsort(search.globals.items, search.globals.count, sizeof(Global), by_owner);
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < search.globals.count && i - page.offset < page.limit; i++)
    json_array_append_new(list, describe(graph, &search.globals.items[i]));
  json_t *json = json_pack(
      "{s:o, s:I, s:I, s:I, s:o, s:o}", "globals", list, "total",
      (json_int_t)search.globals.count, "offset", (json_int_t)page.offset,
      "own", (json_int_t)search.own, "objects", list_objects(&search), "bytes",
      answer_size(graph_total_size(graph)));
  text_table_free(&search.names);
  vector_free(&search.objects);
  vector_free(&search.globals);
  return json;
}
