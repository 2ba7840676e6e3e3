/* page_times.h - when each page of the heap was last written, to the interval
 * between two checkpoints.
 *
 * The system knows it already: a checkpoint is a forked process, and a page
 * that is written afterwards is copied first. So at the moment before the next
 * fork, the pages that only this process maps are those that were written since
 * the last one (bit 56 of /proc/self/pagemap); all others are still shared with
 * the checkpoint. Reading that costs a few microseconds for each megabyte, and
 * the run itself pays nothing.
 *
 *   checkpoint     0        1        2        3
 *   interval       |   1    |   2    |   3    |   4
 *   page           |   w    |        |   w    |        -> 3
 *
 * A page may be said to be written though it was not (when the process that
 * shared it has gone), but never the other way round. Where the system does not
 * tell, every page counts as written in every interval.
 */
#ifndef GLASSHEAP_WATCH_PAGE_TIMES_H
#define GLASSHEAP_WATCH_PAGE_TIMES_H

#include "heap/heap.h"

typedef struct PageTimes {
  int file;   /* this process's pagemap; -1: there is none */
  u16 *times; /* by page of the heap's region; 0: before the run */
  u32 page_bytes;
  u16 interval; /* that ended with the last checkpoint */
} PageTimes;

/* page_times_open - before the sandbox, which does not let files be opened. */
void page_times_open(PageTimes *times);
/* page_times_note - what was written since the last fork; before the next.
 * `ends`: it is a checkpoint, where the interval ends. */
void page_times_note(PageTimes *times, const Heap *heap, bool ends);
/* page_times_leave - in a copy of the process, whose pages the file does not
 * tell of. */
void page_times_leave(PageTimes *times);
/* page_times_run_on - such a copy runs on: nothing is known any more. */
void page_times_run_on(PageTimes *times);
/* page_times_of - the last interval in which any of these bytes may have been
 * written, as of the last page_times_note. */
u32 page_times_of(const PageTimes *times, const Heap *heap, const void *bytes,
                  u64 count);

#endif
