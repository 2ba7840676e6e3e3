/* analysis.h - the stages between reading a graph and asking it questions.
 *
 * Each fills some columns of the graph from others; the meaning of all of them
 * is that of Chrome DevTools (HeapSnapshot.ts, as published in the npm package
 * chrome-devtools-frontend), where each has a function of about the same name.
 */
#ifndef GLASSHEAP_GRAPH_ANALYSIS_H
#define GLASSHEAP_GRAPH_ANALYSIS_H

#include "graph/read.h"

/* detached_spread - whether DOM nodes belong to the page's tree spreads along
 * edges between native objects. */
void detached_spread(HeapGraph *graph);

/* sizes_fold - gives the sizes of arrays, hidden objects and external string
 * data to the object that alone owns them. */
void sizes_fold(HeapGraph *graph);

/* essential_mark - marks the edges that count for dominators. */
void essential_mark(HeapGraph *graph, const EphemeronEdges *ephemerons);

/* retainers_build - the edges once more, by the nodes that they lead to. */
void retainers_build(HeapGraph *graph);

/* dominators_search - the depth-first search that dominators begin with; the
 * last stage of theirs that looks at `edges`. */
typedef struct DominatorSearch DominatorSearch;
DominatorSearch *dominators_search(HeapGraph *graph);
/* dominators_compute - dominators and retained sizes; frees `search`. */
void dominators_compute(DominatorSearch *search);

/* distances_compute - how far each node is from the roots. */
void distances_compute(HeapGraph *graph, const EphemeronEdges *ephemerons);

/* classes_assign - the class of each node, and the totals of each class but
 * for retained sizes; needs distances. */
void classes_assign(HeapGraph *graph);
/* classes_retain - retained sizes of the classes; needs dominators. */
void classes_retain(HeapGraph *graph);

/* plain_objects_name - a class for each plain object after the properties that
 * many have in common, as "{a, b}": `classes` of those nodes becomes an index
 * in `*names`, which the caller frees with text_table_free. */
typedef struct TextTable TextTable;
void plain_objects_name(HeapGraph *graph, TextTable *names);

/* node_is_plain_object - an object that was made by a literal or `Object`. */
static inline bool node_is_plain_object(const HeapGraph *graph, Node node) {
  return node_type(graph, node) == NODE_OBJECT && node_is_notable(graph, node);
}

/* node_is_page_root - what holds the trees of a page's documents. */
static inline bool node_is_page_root(const HeapGraph *graph, Node node) {
  return node_type(graph, node) == NODE_SYNTHETIC &&
         node_is_notable(graph, node);
}

/* node_is_user_root - a node under the root that belongs to the program. */
static inline bool node_is_user_root(const HeapGraph *graph, Node node) {
  return node_type(graph, node) != NODE_SYNTHETIC ||
         node_is_notable(graph, node);
}

#endif
