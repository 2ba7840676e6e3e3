/* children.h - the dominator tree from above: what a node keeps alive. */
#ifndef GLASSHEAP_GRAPH_CHILDREN_H
#define GLASSHEAP_GRAPH_CHILDREN_H

#include "base/vector.h"
#include "graph/graph.h"

typedef VECTOR(Node) NodeList;

/* children_largest - the nodes whose dominator is `node`, by falling retained
 * size, those of [offset, offset + limit); gives how many there are in all. */
u32 children_largest(const HeapGraph *graph, Node node, u64 offset, u64 limit,
                     NodeList *list);

/* nodes_sort - by falling retained size; of equals the first in the file. */
void nodes_sort(const HeapGraph *graph, NodeList *list);

/* nodes_sort_first - the same for the first `wanted` of them alone. */
void nodes_sort_first(const HeapGraph *graph, NodeList *list, u64 wanted);

typedef VECTOR(ChildClass) ChildClasses;

/* children_by_class - by falling retained size. */
void children_by_class(const HeapGraph *graph, Node node, ChildClasses *list);

/* Some nodes in a row. */
typedef struct NodeSpan {
  const Node *nodes;
  u32 count;
} NodeSpan;

/* children_add_up - the same of children that were found. */
void children_add_up(const HeapGraph *graph, Node node, NodeSpan children,
                     ChildClasses *list);

/* node_owner - the nearest dominator of `node`, or itself, that is no array or
 * hidden part of something: what a person would call it. */
Node node_owner(const HeapGraph *graph, Node node);

#endif
