/* lists.h - what some answers need to have looked for in all edges by name.
 *
 * Which objects are emitters, and how full each collection is, shows in the
 * names of edges alone: a pass over the text of the file (edge_scan.h). That
 * is made when it is first asked for, or by the process that writes the index,
 * which keeps what was found; so that a page of such an answer takes no longer
 * than another.
 */
#ifndef GLASSHEAP_GRAPH_LISTS_H
#define GLASSHEAP_GRAPH_LISTS_H

#include "graph/collections.h"

/* lists_emitters - fills graph->lists.emitters, unless they are there: objects
 * with a property `_events`, in the order of the file. From any thread, as is
 * the other. */
void lists_emitters(const HeapGraph *graph);
/* lists_collections - graph->lists.collections, in the order of the file, and
 * their sums by kind. */
void lists_collections(const HeapGraph *graph);
/* lists_string_nodes - graph->lists.string_nodes: of each string of the file
 * how many nodes are called so. */
void lists_string_nodes(const HeapGraph *graph);

/* By what collections are sorted, the most first; of equals the first in the
 * file. */
typedef enum CollectionOrder : u8 {
  ORDER_RETAINED,
  ORDER_WASTE,
  ORDER_COUNT,
  COLLECTION_ORDER_COUNT,
} CollectionOrder;

/* lists_collection_orders - graph->lists.collection_orders: for each order the
 * numbers of all collections. For those who write an index; without, the first
 * ones are looked for. */
void lists_collection_orders(const HeapGraph *graph);
/* collection_weight - what counts in that order. */
u64 collection_weight(const CollectionReader *reader, const CollectionRow *row,
                      CollectionOrder order);
/* lists_measure - what a row says, or the heap where it does not say all. */
Collection lists_measure(const CollectionReader *reader,
                         const CollectionRow *row);
/* lists_measured - what a row says; false when it does not say all. */
bool lists_measured(const CollectionRow *row, Collection *collection);

#endif
