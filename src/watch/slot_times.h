/* slot_times.h - when each slot of the heap was last stored to, to the interval
 * between two checkpoints.
 *
 * While the program runs, the heap stamps every store (heap/stamps.h) with the
 * number of the interval. A checkpoint has its own copy of the table, and a
 * copy of it that runs on stamps on.
 *
 *   checkpoint     0        1        2        3
 *   interval       |   1    |   2    |   3    |   4
 *   slot           |   s    |        | s s    |       -> 3
 *
 * Times may be later than the truth, never earlier. Behind 255 intervals two
 * are counted as one, and so on; and cells that came out of an allocator's run
 * count as made when the run was begun or, later, as long as it was not used
 * up.
 *
 * Beside a time for each slot, this gives a bound for when a cell as a whole
 * was allocated or rewritten: all its slots were stamped then, so it was not
 * later than the time of the one that was left alone longest.
 */
#ifndef GLASSHEAP_WATCH_SLOT_TIMES_H
#define GLASSHEAP_WATCH_SLOT_TIMES_H

#include "heap/heap.h"

typedef struct SlotTimes {
  bool is_known; /* the system has given memory for the stamps */
  u32 interval;  /* that ended with the last checkpoint */
  u32 shift;     /* stamps are in units of 2^shift intervals */
} SlotTimes;

/* slot_times_open - when the heap is open, before the run; what is in the heap
 * then has time 0. */
void slot_times_open(SlotTimes *times, Heap *heap);
/* slot_times_note - at a checkpoint, before the fork: an interval ends. */
void slot_times_note(SlotTimes *times, Heap *heap);
/* slot_times_of - the last interval in which the slot was stored to; of a
 * cell's header, in which a reference to the cell was stored somewhere, or the
 * cell was made. The interval that has not ended yet counts too. UINT32_MAX: it
 * is not known. */
u32 slot_times_of(const SlotTimes *times, const Heap *heap, const void *slot);
/* slot_times_of_cell - a bound for when the cell was allocated or rewritten. */
u32 slot_times_of_cell(const SlotTimes *times, const Heap *heap,
                       const Cell *cell);
/* slot_times_of_slots - the last interval in which any slot of the cell was
 * stored to. */
u32 slot_times_of_slots(const SlotTimes *times, const Heap *heap,
                        const Cell *cell);

#endif
