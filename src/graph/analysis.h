/* analysis.h - the stages between reading a graph and asking it questions.
 *
 * Each fills some columns of the graph from others; the meaning of all of them
 * is that of Chrome DevTools (HeapSnapshot.ts, as published in the npm package
 * chrome-devtools-frontend), where each has a function of about the same name.
 */
#ifndef GLASSHEAP_GRAPH_ANALYSIS_H
#define GLASSHEAP_GRAPH_ANALYSIS_H

#include "graph/ephemerons.h"
#include "graph/read.h"

/* detached_spread - whether DOM nodes belong to the page's tree spreads along
 * edges between native objects. */
void detached_spread(HeapGraph *graph);

/* sizes_fold - gives the sizes of arrays, hidden objects and external string
 * data to the object that alone owns them. */
void sizes_fold(HeapGraph *graph);

/* distances_compute - how far each node is from the roots; and a bit for each
 * node that the page, or the program, reaches, which the caller frees. */
Bits *distances_compute(HeapGraph *graph, const Ephemerons *ephemerons);

/* ---- Edges that count for dominators ----
 *
 * Not weak ones, nor one from an object to itself, nor shortcuts (they repeat
 * others, but for those that mark the program's globals at the root). Of the
 * two edges to the value of a WeakMap's entry only the key's counts. And what
 * the debugger or the system holds of the page is left to the page. */

/* In words of `edges`, the table's half of an entry. */
constexpr u32 EDGE_TABLES_BIT = 8;

/* The edges from one node. */
typedef struct EssentialEdges {
  Node node;
  u32 kinds;           /* a bit for each that a word's last four bits can be */
  const Bits *avoided; /* no node of these, or NULL */
} EssentialEdges;

static inline EssentialEdges essential_of(const HeapGraph *graph,
                                          const Bits *is_page, Node node) {
  constexpr u32 KINDS_OF_ROOT = 0xff & ~(1u << EDGE_WEAK);
  constexpr u32 KINDS = KINDS_OF_ROOT & ~(1u << EDGE_SHORTCUT);
  bool is_root = node == graph->root;
  bool takes_all = is_root || bits_get(is_page, node);
  return (EssentialEdges){node, is_root ? KINDS_OF_ROOT : KINDS,
                          takes_all ? NULL : is_page};
}

static inline bool essential_has(const EssentialEdges *edges, u32 word) {
  Node target = edge_node(word);
  return (edges->kinds >> (word & 15) & 1) && target != edges->node &&
         !(edges->avoided && bits_get(edges->avoided, target));
}

/* ---- Dominators and retainers ---- */

/* dominators_search - the depth-first search that dominators begin with; the
 * last stage that looks at `edges`, with the sorting of retainers. */
typedef struct DominatorSearch DominatorSearch;
DominatorSearch *dominators_search(HeapGraph *graph, const Bits *is_page);
/* dominators_compute - dominators and retained sizes, once the retainers are
 * there; frees `search`. */
void dominators_compute(DominatorSearch *search);

/* retainers_begin - the edges once more, by the nodes that they lead to: in
 * retainers_parts() parts, each to be sorted by retainers_sort, from whatever
 * thread, before retainers_end. */
typedef struct RetainerSort RetainerSort;
RetainerSort *retainers_begin(HeapGraph *graph, const Bits *is_page);
u32 retainers_parts(const RetainerSort *sort);
void retainers_sort(RetainerSort *sort, u32 part);
void retainers_end(RetainerSort *sort);

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
