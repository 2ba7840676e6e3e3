/* sources.h - functions, and where in the source they are.
 *
 * A closure is one of many that the same piece of source makes; that piece is
 * V8's SharedFunctionInfo, so closures with the same one are "the same
 * function". The file is the name of the script that it came from.
 */
#ifndef GLASSHEAP_GRAPH_SOURCES_H
#define GLASSHEAP_GRAPH_SOURCES_H

#include "graph/locations.h"
#include "graph/table.h"

#include <jansson.h>

/* Zeroed but for `graph` it is ready; the locations are read on first use. */
typedef struct Sources {
  const HeapGraph *graph;
  u32 *numbers;
  LocationList locations;
} Sources;

void sources_free(Sources *sources);

/* closure_function - the piece of source that `closure` is of, or NO_NODE. */
Node closure_function(const HeapGraph *graph, Node closure);
/* function_script - the node of its script; NO_NODE for what is built in. */
Node function_script(const HeapGraph *graph, Node function);
/* function_append_file - the name of the script that the function is in;
 * nothing when it is not known. */
void function_append_file(const HeapGraph *graph, Node function, Buffer *out);
/* source_json - {script, line, column, file} of a closure; null when the file
 * does not say. */
json_t *source_json(Sources *sources, Node closure);

/* sources_append_file - the name of a script by its number; nothing when no
 * function of it is there to tell. */
void sources_append_file(Sources *sources, u64 script, Buffer *out);
/* place_json - {script, line, column, file} of a place in a file of that name;
 * without `file` when it is empty. */
json_t *place_json(Location location, const Buffer *file);
/* location_json - the same; the file is looked up by the script's number. */
json_t *location_json(Sources *sources, Location location);
/* sources_number - the number of a node's place in `locations`; 0: none. */
u32 sources_number(Sources *sources, Node node);

/* Of the closures in a group, by function: how many are of the same. */
typedef struct FunctionCount {
  Node function, example;
  u64 count, retained;
} FunctionCount;

typedef VECTOR(FunctionCount) FunctionCounts;

/* functions_count - adds one closure to the counts. */
void functions_count(const HeapGraph *graph, Node closure,
                     FunctionCounts *counts);
/* functions_json - the most common first, at most `most`: [{label, count,
 * retained, id, location}]. Sorts `counts`. */
json_t *functions_json(Sources *sources, FunctionCounts *counts, u32 most);

/* class_marks - for every class of the graph a mark: the number, counted from
 * 1, of the first of `names` that is the class's name, or its beginning where
 * the name in `names` ends in "*"; 0 for others. The caller frees it. */
u8 *class_marks(const HeapGraph *graph, const char *const *names, u32 count);

/* class_marks_any - whether there is a class with a mark. */
static inline bool class_marks_any(const HeapGraph *graph, const u8 *marks) {
  for (u32 class = 0; class < graph->class_count; class ++)
    if (marks[class]) return true;
  return false;
}

/* node_field_bytes - the size that the file gives for the node itself, before
 * parts were counted with their owners. */
static inline u64 node_field_bytes(const HeapGraph *graph, Node node) {
  return graph_node_field(graph, node, graph->file.meta.node.self_size);
}

/* graph_find_string - the index of the string with exactly that text, or
 * NO_STRING: goes through all of them. */
u32 graph_find_string(const HeapGraph *graph, const char *text);

/* edge_is_named - whether the edge has that string of the file as its name. */
static inline bool edge_is_named(const EdgeRecord *edge, u32 string) {
  return !edge->is_indexed && string != NO_STRING && edge->name == string;
}

#endif
