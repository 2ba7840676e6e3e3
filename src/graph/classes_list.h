/* classes_list.h - the classes of a graph, sorted. */
#ifndef GLASSHEAP_GRAPH_CLASSES_LIST_H
#define GLASSHEAP_GRAPH_CLASSES_LIST_H

#include "graph/graph.h"

typedef enum ClassOrder : u8 {
  BY_RETAINED,
  BY_SELF,
  BY_COUNT,
  BY_NAME,
} ClassOrder;

/* class_order_parse - "retained", "self", "count" or "name". */
bool class_order_parse(const char *text, ClassOrder *order);
/* classes_in_order - all of class_table, the largest first (or by name); the
 * caller frees the list. */
u32 *classes_in_order(const HeapGraph *graph, ClassOrder order);
/* class_find - the class of that name with the most objects; graph->class_count
 * when there is none. */
u32 class_find(const HeapGraph *graph, const char *name);

#endif
