/* names.h - nodes and edges in words.
 *
 * What a node is called is what Chrome DevTools calls it: strings are their
 * own text, plain objects their properties, DOM nodes outside of the page are
 * "Detached ...". Edges are written as a person would write the access: .name,
 * [3], and in braces what only the engine sees.
 */
#ifndef GLASSHEAP_GRAPH_NAMES_H
#define GLASSHEAP_GRAPH_NAMES_H

#include "graph/graph.h"

/* node_append_name - appends the node's name, at most `most` bytes of it (and
 * an ellipsis), in one line: control characters become spaces. */
void node_append_name(const HeapGraph *graph, Node node, size_t most,
                      Buffer *out);
/* node_append_named - the same, of a node whose string is known. */
void node_append_named(const HeapGraph *graph, Node node, u32 name, size_t most,
                       Buffer *out);
/* node_append_label - a name for lists and paths: "Session", "userCache() in
 * server.js", "\"user:42\"", "{id, name}": the name, with what kind of thing it
 * is where the name does not say it. */
void node_append_label(const HeapGraph *graph, Node node, Buffer *out);
/* node_append_properties - {a, b, …, z}: the properties of an object, as many
 * as fit. */
void node_append_properties(const HeapGraph *graph, Node node, Buffer *out);
/* edge_append_name - the edge's bare name: "cache", "3". */
void edge_append_name(const HeapGraph *graph, const EdgeRecord *edge,
                      Buffer *out);
/* edge_append_access - as it stands after the owner: ".cache", "[3]",
 * "{elements}", "->variable" for a variable of a closure. */
void edge_append_access(const HeapGraph *graph, const EdgeRecord *edge,
                        Buffer *out);

/* node_class - the class of a node. */
static inline const HeapClass *node_class(const HeapGraph *graph, Node node) {
  return &graph->class_table[graph->classes[node]];
}

/* edge_has_name - whether that is the edge's bare name. */
bool edge_has_name(const HeapGraph *graph, const EdgeRecord *edge,
                   const char *name);

/* node_find_edge - the first edge of `node` with that bare name and type (any
 * type: EDGE_TYPE_COUNT). False when there is none. */
bool node_find_edge(const HeapGraph *graph, Node node, EdgeType type,
                    const char *name, EdgeRecord *edge);
/* node_find_known - the same for a name that is known: no text is looked at, so
 * it may be asked of every closure there is. */
bool node_find_known(const HeapGraph *graph, Node node, EdgeType type,
                     KnownString name, EdgeRecord *edge);

/* node_edge_to - the first edge from `source` to `target`; weak ones only if
 * `with_weak`. False when there is none. */
bool node_edge_to(const HeapGraph *graph, Node source, Node target,
                  bool with_weak, EdgeRecord *edge);

#endif
