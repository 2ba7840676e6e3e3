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
/* lists_measured - what a row says; false when it does not say all. */
bool lists_measured(const CollectionRow *row, Collection *collection);

#endif
