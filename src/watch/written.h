/* written.h - when, at the latest, what a trace looks for was made: as far as
 * one moment knows, without running anything again.
 *
 * Two tables know of the past. Page times (page_times.h) are of pages of
 * memory, whatever was written there. Slot times (slot_times.h) are of single
 * slots. A trace's edge (tracer.h) was made by one of these, so not later than
 * the last of them:
 *
 *   a store of the target    and so: into the edge's own slot, where that is
 *                            known; a store of the target at all
 *   a part of the owner that was filled first and stored into the owner then
 *   the allocation, or the rewriting as a whole, of the owner or of a part
 *
 * The truth may be earlier than what is told here, and is never later.
 */
#ifndef GLASSHEAP_WATCH_WRITTEN_H
#define GLASSHEAP_WATCH_WRITTEN_H

#include "watch/page_times.h"
#include "watch/slot_times.h"
#include "watch/tracer.h"

typedef struct WriteTimes {
  PageTimes pages;
  SlotTimes slots;
} WriteTimes;

/* written_describe - {written, held, born, interval, collections}:
 *
 *   written   for each trace, the last interval between two checkpoints in
 * which what it looks for may have been made; 0: before the run, or not yet
 *   held      what lies in its place, or null when it has none: a place of
 * which that differs between two moments was written between them born whether
 * its owner is there, and no address is given out twice between two collections
 *   interval  that ended with the last checkpoint; the one since then has the
 *             next number
 */
json_t *written_describe(Tracer *tracer, const WriteTimes *times);
/* written_birth - the last interval in which the cell may have been allocated.
 */
u32 written_birth(const WriteTimes *times, const Heap *heap, const Cell *cell);

#endif
