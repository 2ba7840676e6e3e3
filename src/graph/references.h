/* references.h - what refers to a node: strongly before weakly, nearest to the
 * roots first, of equals the first in the file.
 *
 * A hidden class or an empty list may have millions of referrers. To sort them
 * for the few that are shown would take longer than everything else, so they
 * are only counted, by distance: there are few distances. Lists of retainers
 * are in the order of the file, and so a page is found by going along them
 * once more, past as many of its distance as come before it. An index has the
 * counts of those that have the most.
 */
#ifndef GLASSHEAP_GRAPH_REFERENCES_H
#define GLASSHEAP_GRAPH_REFERENCES_H

#include "base/vector.h"
#include "graph/graph.h"

/* An object that refers to the node, once or more often. */
typedef struct Reference {
  Node source;
  u32 distance;
  bool is_weak; /* all of its references are */
} Reference;

typedef VECTOR(Reference) ReferenceList;

typedef struct References {
  const HeapGraph *graph;
  Node node;
  u64 count;
  VECTOR(HubCount) counts; /* by nearness */
} References;

/* references_count - counts the objects that refer to `node`. */
void references_count(const HeapGraph *graph, Node node,
                      References *references);
/* references_page - appends those from number `offset` on, at most `limit`. */
void references_page(const References *references, u64 offset, u64 limit,
                     ReferenceList *list);
void references_free(References *references);

/* ---- From one object to another ----
 *
 * Edges have names only in the file, where they are by source. Of a node with
 * thousands of them (a Map's table) an index has them in the order of their
 * targets as well, so that one is found by bisection. */

/* At least so many edges are put in order. */
constexpr u32 WIDE_LEAST = 4'096;

typedef struct EdgesTo {
  EdgeReader reader; /* of all of the source's edges */
  Node source, target;
  const u32 *order; /* the edges that are left, or NULL: all have to be read */
  u32 left;
} EdgesTo;

/* edges_to_begin - the edges from `source` to `target`, in order. */
EdgesTo edges_to_begin(const HeapGraph *graph, Node source, Node target);
/* edges_to_next - the next one; false after the last. */
bool edges_to_next(EdgesTo *edges, EdgeRecord *edge);

/* references_make - fills graph->lists.wide and .hubs, unless they are there:
 * the orders of edges, and the counts of references to nodes with as many. */
void references_make(const HeapGraph *graph);

#endif
