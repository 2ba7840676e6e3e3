/* marking.h - the two halves of mark-and-sweep, for each other alone. */
#ifndef GLASSHEAP_HEAP_MARKING_H
#define GLASSHEAP_HEAP_MARKING_H

#include "heap/heap.h"

/* sweeping_retire_runs - ends all runs that are being handed out. From here
 * `bytes` is exact. */
void sweeping_retire_runs(Heap *heap);
/* sweeping_sweep - frees all that is not marked. */
void sweeping_sweep(Heap *heap);
/* marking_mark - marks all that can be reached. */
void marking_mark(Heap *heap);

#endif
