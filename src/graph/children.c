/* children.c - the dominator tree from above: a piece of the order that an
 * index has (orders.h), or by a pass over the dominators. */
#define _GNU_SOURCE
#include "graph/children.h"

#include "graph/orders.h"
#include "graph/table.h"

#include <stdlib.h>

static int by_retained(const void *a, const void *b, void *context) {
  const HeapGraph *graph = context;
  Node x = *(const Node *)a, y = *(const Node *)b;
  u64 p = sizes_get(&graph->retained_sizes, x);
  u64 q = sizes_get(&graph->retained_sizes, y);
  return p != q ? (p < q) - (p > q) : (x > y) - (x < y);
}

void nodes_sort(const HeapGraph *graph, NodeList *list) {
  if (list->count)
    qsort_r(list->items, list->count, sizeof(Node), by_retained, (void *)graph);
}

/* Down a heap whose first item is the one that comes last in order. */
static void sink(const HeapGraph *graph, Node *heap, u32 count, Node node) {
  u32 at = 0;
  for (u32 child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count &&
        by_retained(&heap[child], &heap[child + 1], (void *)graph) < 0)
      child++;
    if (by_retained(&node, &heap[child], (void *)graph) >= 0) break;
    heap[at] = heap[child];
  }
  heap[at] = node;
}

void nodes_sort_first(const HeapGraph *graph, NodeList *list, u64 wanted) {
  if (wanted == 0 || list->count == 0) return;
  if (wanted > list->count / 4) {
    nodes_sort(graph, list);
    return;
  }
  NodeList first = {list->items, (u32)wanted, list->capacity};
  nodes_sort(graph, &first);
  /* the last one first is a heap already */
  Node *items = list->items;
  for (u32 i = 0, j = first.count - 1; i < j; i++, j--) {
    Node swapped = items[i];
    items[i] = items[j];
    items[j] = swapped;
  }
  for (u32 i = first.count; i < list->count; i++) {
    if (by_retained(&items[i], &items[0], (void *)graph) >= 0) continue;
    Node better = items[i];
    items[i] = items[0];
    sink(graph, items, first.count, better);
  }
  nodes_sort(graph, &first);
}

static u32 take_piece(NodeSpan span, u64 offset, u64 limit, NodeList *list) {
  for (u64 i = offset; i < span.count && i - offset < limit; i++)
    vector_push(list, span.nodes[i]);
  return span.count;
}

/* All of them: by size if the graph has orders, else as in the file. */
static NodeSpan find_children(const HeapGraph *graph, Node node,
                              NodeList *list) {
  if (orders_are_kept(graph)) return orders_children(graph, node);
  for (Node child = 0; child < graph->node_count; child++)
    if (graph->dominators[child] == node && child != graph->root)
      vector_push(list, child);
  return (NodeSpan){list->items, list->count};
}

u32 children_largest(const HeapGraph *graph, Node node, u64 offset, u64 limit,
                     NodeList *list) {
  NodeSpan children = find_children(graph, node, list);
  if (orders_are_kept(graph)) return take_piece(children, offset, limit, list);
  u32 total = list->count;
  u64 first = offset < total ? offset : total;
  u64 count = total - first < limit ? total - first : limit;
  nodes_sort_first(graph, list, first + count);
  if (first)
    memmove(list->items, list->items + first, (size_t)count * sizeof(Node));
  list->count = (u32)count;
  return total;
}

static int by_class_retained(const void *a, const void *b) {
  const ChildClass *x = a, *y = b;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  return (x->class > y->class) - (x->class < y->class);
}

void children_add_up(const HeapGraph *graph, Node node, NodeSpan children,
                     ChildClasses *list) {
  NumberTable places = {};
  for (u32 i = 0; i < children.count; i++) {
    Node child = children.nodes[i];
    u32 *place = number_table_at(&places, graph->classes[child]);
    if (*place == TABLE_NONE) {
      *place = list->count;
      vector_push(
          list, ((ChildClass){.class = graph->classes[child], .parent = node}));
    }
    list->items[*place].count++;
    list->items[*place].retained += sizes_get(&graph->retained_sizes, child);
  }
  number_table_free(&places);
  if (list->count)
    qsort(list->items, list->count, sizeof *list->items, by_class_retained);
}

void children_by_class(const HeapGraph *graph, Node node, ChildClasses *list) {
  NodeList found = {};
  if (orders_child_classes(graph, node, list)) return;
  NodeSpan children = find_children(graph, node, &found);
  children_add_up(graph, node, children, list);
  vector_free(&found);
}

Node node_owner(const HeapGraph *graph, Node node) {
  /* counted, since in a forged index dominators may go round */
  for (u32 left = graph->node_count; left && node != graph->root &&
                                     (node_type(graph, node) == NODE_ARRAY ||
                                      node_type(graph, node) == NODE_HIDDEN);
       left--)
    node = graph->dominators[node];
  return node;
}
