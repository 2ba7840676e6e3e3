/* marking.h - mark-and-sweep: generations without moving, in small steps.
 *
 * A collection is a cycle of phases, and in all of them the program runs on:
 *
 *   idle      the program allocates; after so many bytes a collection begins
 *   clearing  (not for young ones) the marks of all blocks are cleared
 *   marking   what is reachable is marked, a slice at a time
 *   sweeping  unmarked cells become free runs, a few blocks at a time
 *
 * Colours. A cell without a mark is white. A marked cell that waits to be
 * visited is grey: it is on the mark stack, is a large cell visited in part, or
 * is remembered. A marked cell that was visited is black. While marking, no
 * black cell refers to a white one (Dijkstra, Lamport, Martin, Scholten and
 * Steffens 1978), except for references that the barrier has been told of.
 *
 * Generations. Marks are not cleared when a collection ends, they are sticky
 * (Demers, Weiser, Hayes, Boehm, Bobrow and Shenker 1990): between collections
 * marked cells are the old ones, and what was allocated since is young and
 * white. To collect the young only is to mark on from the roots and from the
 * remembered cells, the old ones that were given references to young ones.
 *
 * One barrier serves both. At a store, `owner is marked and value is not` says
 * between collections "an old cell refers to a young one", and while marking
 * "a black (or grey) cell refers to a white one". In the first case the owner
 * is remembered and visited again by the next collection, which finds what it
 * refers to by then: what was overwritten in between is not kept. In the second
 * the value is marked: the wave never goes back, so that marking ends.
 *
 * Fresh cells are white, at all times: nothing is to be done for them, and what
 * dies before a cycle ends is freed by it. The roots (stacks, native code, the
 * tables of the isolate) have no barrier. They are visited when nothing grey is
 * left, and marking is over when they and all that this leads to fit in one
 * slice. That also covers what a program got out of a weak reference: it is on
 * the stack, or was stored, so reading needs no barrier.
 *
 * Sweeping is lazy. When marking has ended the bytes that live are known, and
 * `sweep_map` says which blocks hold dead cells still. They count as free at
 * once: heap_walk and heap_find do not show them, heap_live_bytes does not
 * count them. Nobody can reach them, and their memory is not handed out before
 * their block was swept. After a young collection only the blocks in which
 * something was allocated are swept.
 *
 * Pace. heap_clock counts bytes taken, so all of this depends on what the
 * program does and on nothing else. See cycle.c for the numbers.
 */
#ifndef GLASSHEAP_HEAP_MARKING_H
#define GLASSHEAP_HEAP_MARKING_H

#include "heap/heap.h"

/* ---- marking.c ---------------------------------------------------------- */

/* marking_begin - before the first slice: whole heaps have no marks then. */
void marking_begin(Heap *heap);
/* marking_run - visits grey cells until about `*work` bytes were visited, and
 * takes them off; true when marking has ended: all weak references to what was
 * not marked are forgotten then. `*work` below zero at the start: no bound. */
bool marking_run(Heap *heap, i64 *work);
/* marking_next - visits one grey cell, or a part of it; NULL when there is
 * none. While the program stands still. */
Cell *marking_next(Heap *heap);
/* marking_queued - the n-th grey cell of those that came off the stack, and are
 * visited before it. */
static inline const GreyCell *marking_queued(const Marking *mark, u32 n) {
  const GreyQueue *queue = &mark->queue;
  return &queue->cells[(queue->head + n) % ARRAY_COUNT(queue->cells)];
}
/* marking_forget - nothing is grey any more. Marks stay. */
void marking_forget(Heap *heap);

/* ---- ephemerons.c -------------------------------------------------------- */

/* ephemerons_mark - marks the values that live by their keys, and all they lead
 * to; when nothing is grey. */
void ephemerons_mark(Heap *heap);

/* ---- sweeping.c --------------------------------------------------------- */

/* sweeping_begin - all runs are ended, and the blocks to be swept are known.
 * From here `bytes` is exact. */
void sweeping_begin(Heap *heap);
/* sweeping_run - sweeps up to `blocks` blocks; true when all are swept. */
bool sweeping_run(Heap *heap, u64 blocks);

/* ---- check.c ------------------------------------------------------------ */

/* check_barrier - whether no black cell refers to a white one. Stops the
 * process with a line that names the edge otherwise. */
void check_barrier(Heap *heap);

#endif
