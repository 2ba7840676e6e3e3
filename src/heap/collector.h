/* collector.h - what a collector is to the rest of the heap.
 *
 * One is chosen when the heap is opened (HeapOptions) and stays. The heap calls
 * it at three places, and nowhere else:
 *
 *   where a run of free cells ends,   step        a little work, or a whole
 *   and before a large cell                       collection
 *   where a reference is stored       write ...   see heap.h at cell_write
 *   when all must be collected        collect     to the end, now
 *
 * What it decides may depend on what was allocated and written, and on nothing
 * else: not on clocks, and not on whether somebody watches.
 */
#ifndef GLASSHEAP_HEAP_COLLECTOR_H
#define GLASSHEAP_HEAP_COLLECTOR_H

#include "heap/heap.h"

typedef struct Collector {
  const char *name; /* as in collectors.def */
  /* state of its own; each may be NULL. False: no memory, and `close` is called
   */
  bool (*open)(Heap *heap);
  void (*close)(Heap *heap);
  /* when blocks up to there may be used from now on: their part of tables that
   * lie beside the region; false: the system refuses. Or NULL */
  bool (*commit)(Heap *heap, u64 blocks);
  /* before `bytes` more are handed out, in a run or a large cell */
  void (*step)(Heap *heap, u64 bytes);
  /* a size class has no free runs left: puts some on the allocator's list, when
   * it knows of any. Or NULL */
  void (*refill)(Heap *heap, u32 size_class);
  /* when every allocation must be known: before each, while all cells that
   * there are can be visited, and after it with the new one, whose fields are
   * not set yet. A collector that has them makes the heap slow. Or NULL */
  void (*allocating)(Heap *heap);
  void (*allocated)(Heap *heap, Cell *cell);
  /* when `counts`: before each store; `old` or `value` NULL: no reference */
  void (*write)(Heap *heap, Cell *owner, Cell *old, Cell *value);
  void (*begin_writes)(Heap *heap, Cell *owner);
  void (*end_writes)(Heap *heap, Cell *owner);
  bool counts;
  /* everything, to the end: afterwards only what can be reached is there */
  void (*collect)(Heap *heap, const char *reason);
} Collector;

/* collector_find - the kind with that name, or COLLECTOR_COUNT. */
CollectorKind collector_find(const char *name);
/* collector_name - as on the command line. */
const char *collector_name(CollectorKind kind);

const Collector *collector_of(CollectorKind kind);

/* heap_cell_count - how many references other cells hold to this one, as
 * reference counting knows it: those of the cell that was allocated last are
 * not yet among them. 0 with other collectors. */
u32 heap_cell_count(const Heap *heap, const Cell *cell);
/* heap_is_candidate - no cell refers to it, and whether a variable does will be
 * seen at the next examination. */
bool heap_is_candidate(const Heap *heap, const Cell *cell);

/* What a collector has done since the heap was opened. */
typedef struct CollectorWork {
  u64 cells_marked; /* visited to find what is reachable */
  u64 cells_freed;
  u64 count_changes; /* counts that went up or down */
  u64 candidates;    /* cells without references that were examined */
} CollectorWork;
CollectorWork heap_work(const Heap *heap);

/* collector_begin_pause, collector_end_pause - around all work of a collector
 * during which the program stands still. Clocks are only looked at to tell
 * people (heap->pauses); nothing depends on them. */
u64 collector_begin_pause(void);
void collector_end_pause(Heap *heap, u64 begin);
/* pause_bucket_end - all pauses of a bucket were shorter; nanoseconds. */
u64 pause_bucket_end(u32 bucket);

#endif
