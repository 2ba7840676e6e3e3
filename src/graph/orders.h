/* orders.h - the nodes in the orders in which tables show them.
 *
 * A table has a class's objects, or what a node dominates, by falling retained
 * size; with millions of rows, to look through all nodes for a page of it is
 * too long. So whoever writes the index puts the nodes in order, twice:
 *
 *   members   | class 0: largest ... smallest | class 1: ... |
 *             ^ class_starts[0]               ^ class_starts[1]
 *   children  | those of node 0 by size | those of node 7 | ...
 *
 * A page is then a piece of one of them. Where the children of a node begin is
 * found by bisection, since what dominates each of them is a column.
 *
 * Ids are in no order in a file, but those that are near each other mostly are
 * near in it: the smallest and the largest of every few thousand nodes tell
 * where an id can be.
 *
 * A graph that was not opened from an index has none of these, and its nodes
 * are looked through; answers are the same.
 */
#ifndef GLASSHEAP_GRAPH_ORDERS_H
#define GLASSHEAP_GRAPH_ORDERS_H

#include "graph/children.h"

/* Nodes to each pair of ids. */
constexpr u32 ID_ZONE = 4'096;

static inline u32 id_zones_of(u32 nodes) {
  return (nodes + ID_ZONE - 1) / ID_ZONE;
}

/* order_falling - the numbers below `count` by falling key, of equals the
 * smaller first, into `order`; `spare` has as many places. */
void order_falling(const u32 *keys, u32 count, u32 *order, u32 *spare);

/* orders_make - fills graph->lists.members and what belongs to it, unless they
 * are there. Takes about as long as a stage of opening. */
void orders_make(const HeapGraph *graph);

/* orders_are_kept - whether the graph has them. */
static inline bool orders_are_kept(const HeapGraph *graph) {
  return graph->lists.members != NULL;
}

/* orders_members - the objects of a class, the largest first; of a graph that
 * has orders. */
NodeSpan orders_members(const HeapGraph *graph, u32 class);
/* orders_children - the nodes whose dominator is `node`; of the same. */
NodeSpan orders_children(const HeapGraph *graph, Node node);
/* orders_child_classes - what these are, where they are many and that was added
 * up; false when it was not. Of any graph. */
bool orders_child_classes(const HeapGraph *graph, Node node,
                          ChildClasses *list);

/* members_list - the nodes of all classes with a mark, in the order of the
 * file. Of any graph, as is the next. */
void members_list(const HeapGraph *graph, const u8 *marks, NodeList *list);
/* members_largest - of them by falling retained size, of equals the first in
 * the file, those from `skip` on, at most `wanted`; gives how many there are in
 * all. */
u64 members_largest(const HeapGraph *graph, const u8 *marks, u64 skip,
                    u64 wanted, NodeList *list);

#endif
