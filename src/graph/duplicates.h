/* duplicates.h - strings that are in the heap more than once. */
#ifndef GLASSHEAP_GRAPH_DUPLICATES_H
#define GLASSHEAP_GRAPH_DUPLICATES_H

#include "graph/graph.h"

/* duplicates_find - fills graph->duplicates, by falling waste. V8 writes equal
 * texts once, so strings are equal when their names are the same string of the
 * file; of those longer than 1,024 characters only the beginning is known. */
void duplicates_find(HeapGraph *graph);

#endif
