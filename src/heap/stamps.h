/* stamps.h - when each slot was stored to, and each cell made or referred to:
 * of runs that somebody watches.
 *
 * Time is a number that who watches counts up (heap->stamp), and the table has
 * a byte for each granule of the region, so one for each slot.
 *
 *   cell     | header | field  | field  | field  |
 *   stamp        a        b        b        b
 *
 *   b   when a reference was last stored in the slot; of a property or a
 *       variable, when anything was
 *   a   when the cell was last referred to: a reference to it was stored
 *       somewhere
 *
 * All stamps of a cell are set when it is allocated, and when it is rewritten
 * as a whole (cell_end_writes). So it is not younger than the oldest of its
 * stamps. Allocation itself pays nothing for that: when the allocator takes a
 * run of free cells the whole run is stamped, and when time goes on what is
 * left of the runs is stamped again.
 *
 * An object's Shape has no stamp: it lies in the header. Edges that end
 * (cell_forget), items that change places (cell_moved) and the collector's
 * marks leave none either. Addresses, collections and everything else of the
 * run are the same with stamps and without.
 */
#ifndef GLASSHEAP_HEAP_STAMPS_H
#define GLASSHEAP_HEAP_STAMPS_H

#include "heap/heap.h"

constexpr u8 STAMP_MAX = UINT8_MAX;

/* stamps_open - stores are stamped from now on, with 1; what is there has 0.
 * Takes address space for an eighth of the region, and memory as it is used.
 * False: the system refuses. */
bool stamps_open(Heap *heap);
void stamps_close(Heap *heap);
/* stamps_commit - those of blocks up to there may be used; false: the system
 * refuses. */
bool stamps_commit(Heap *heap, u64 blocks);
/* stamps_add - stamps a piece of the region. */
void stamps_add(Heap *heap, const void *start, u64 bytes);
/* stamps_go_on - time goes on. Not between the allocation of a cell and its
 * first fields, which are set without a word; so at a tick. */
void stamps_go_on(Heap *heap, u8 stamp);
/* stamps_halve - every stamp becomes half of it, rounded up. */
void stamps_halve(Heap *heap);

/* stamp_of - that of a slot, or of a cell's header. */
ALWAYS_INLINE u8 stamp_of(const Heap *heap, const void *slot) {
  return *heap_stamp_at_(heap, slot);
}

#endif
