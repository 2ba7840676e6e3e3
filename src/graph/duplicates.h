/* duplicates.h - strings that are in the heap more than once. */
#ifndef GLASSHEAP_GRAPH_DUPLICATES_H
#define GLASSHEAP_GRAPH_DUPLICATES_H

#include "base/vector.h"
#include "graph/graph.h"

typedef struct Duplicate {
  u32 string; /* of the file */
  u32 count;
  u64 bytes, wasted; /* of all of them; of all but one */
} Duplicate;

typedef VECTOR(Duplicate) Duplicates;

/* duplicates_find - by falling waste. V8 writes equal texts once, so strings
 * are equal when their names are the same string of the file; of those longer
 * than 1,024 characters only the beginning is known. `*wasted` is the sum. */
void duplicates_find(const HeapGraph *graph, Duplicates *list, u64 *wasted);

#endif
