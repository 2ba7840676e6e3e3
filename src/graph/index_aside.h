/* index_aside.h - writing an index while nobody waits. */
#ifndef GLASSHEAP_GRAPH_INDEX_ASIDE_H
#define GLASSHEAP_GRAPH_INDEX_ASIDE_H

#include "graph/graph.h"

/* index_save_aside - in a process of its own, for which the caller does not
 * wait: first the columns, with which the next opening is quick; then, with
 * the columns as the file has them in place of those in memory, the lists. So
 * the memory of its own stays below that of opening the snapshot. */
void index_save_aside(const HeapGraph *graph);

#endif
