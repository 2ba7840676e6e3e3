/* marking.c - mark-and-sweep: what can be reached is marked.
 *
 * A collection marks from the roots with an explicit stack, lets weak
 * references be forgotten, and sweeps (sweeping.c). Marks stay until the next
 * collection begins: they say what survived the last one.
 */
#include "heap/marking.h"

#include <stdlib.h>

#include "heap/blocks.h"
#include "heap/collector.h"

void heap_grow_mark_stack_(Heap *heap) {
  heap->mark_capacity = heap->mark_capacity ? 2 * heap->mark_capacity : 1024;
  heap->mark_stack = base_reallocate(
      heap->mark_stack, heap->mark_capacity * sizeof *heap->mark_stack);
}

void heap_note_weak_(Heap *heap, Cell *cell) {
  assert(heap->marking);
  if (heap->weak_count == heap->weak_capacity) {
    heap->weak_capacity = heap->weak_capacity ? 2 * heap->weak_capacity : 256;
    heap->weak_cells = base_reallocate(
        heap->weak_cells, heap->weak_capacity * sizeof *heap->weak_cells);
  }
  heap->weak_cells[heap->weak_count++] = cell;
}

static void mark_cell(Heap *heap, Cell *cell) {
  assert(cell->kind != KIND_FREE && heap->classes[cell->kind].mark);
  heap->cells_marked++;
  heap->classes[cell->kind].mark(heap, cell);
}

/* What comes off the stack waits in a short queue while its memory is on its
 * way to the cache: three times as fast over large scattered heaps. */
static void drain(Heap *heap) {
  constexpr u32 QUEUE = 8;
  Cell *queue[QUEUE];
  u32 head = 0, count = 0;
  while (heap->mark_count || count) {
    while (heap->mark_count && count < QUEUE) {
      Cell *cell = heap->mark_stack[--heap->mark_count];
      __builtin_prefetch(cell);
      queue[(head + count++) % QUEUE] = cell;
    }
    Cell *cell = queue[head];
    head = (head + 1) % QUEUE;
    count--;
    mark_cell(heap, cell);
  }
}

static void clear_marks(Heap *heap) {
  u64 index = 0;
  for (Block *block; (block = heap_next_block(heap, &index));)
    memset(block->marks, 0, sizeof block->marks);
}

/* Values of ephemerons live when their keys do, which may make other keys
 * live: repeat until a whole round marks nothing. */
static void mark_ephemerons(Heap *heap) {
  for (bool again = true; again;) {
    again = false;
    for (u64 i = 0; i < heap->weak_count; i++) {
      Cell *cell = heap->weak_cells[i];
      const CellClass *class = &heap->classes[cell->kind];
      if (class->mark_ephemerons && class->mark_ephemerons(heap, cell))
        again = true;
      drain(heap);
    }
  }
}

static void clear_weak(Heap *heap) {
  for (u64 i = 0; i < heap->weak_count; i++) {
    Cell *cell = heap->weak_cells[i];
    const CellClass *class = &heap->classes[cell->kind];
    if (class->clear_weak) class->clear_weak(heap, cell);
  }
  heap->weak_count = 0;
  for (u32 i = 0; i < heap->after_mark_count; i++)
    heap->after_marks[i].run(heap->after_marks[i].owner, heap);
}

void marking_mark(Heap *heap) {
  heap->marking = true;
  clear_marks(heap);
  heap_visit_roots(heap, heap_mark_edge, heap);
  drain(heap);
  mark_ephemerons(heap);
  clear_weak(heap);
  heap->marking = false;
}

/* ---- A collection -------------------------------------------------------- */

/* Twice what lives, but near the limit small steps, so that what a program
 * may still use is found before it is refused. */
static void choose_threshold(Heap *heap) {
  u64 held = heap->bytes + heap->external_bytes;
  u64 threshold = 2 * held;
  if (threshold < HEAP_MIN_THRESHOLD) threshold = HEAP_MIN_THRESHOLD;
  if (threshold > heap->limit) {
    u64 step = heap->limit / 32 < 64 << 10 ? 64 << 10 : heap->limit / 32;
    threshold = held + step > heap->limit ? held + step : heap->limit;
  }
  heap->threshold = threshold;
  heap->over_limit = held > heap->limit;
  if (heap->over_limit && heap->interrupt)
    heap->interrupt(heap->interrupt_owner);
}

static void collect(Heap *heap, const char *reason) {
  assert(!heap->marking);
  u64 begin = collector_begin_pause();
  sweeping_retire_runs(heap);
  heap->last = (Collection){.number = ++heap->collections,
                            .reason = reason,
                            .bytes_before = heap->bytes};
  marking_mark(heap);
  sweeping_sweep(heap);
  choose_threshold(heap);
  heap_trim(heap, heap->threshold - heap->bytes);
  heap->last.bytes_after = heap->bytes;
  collector_end_pause(heap, begin);
}

/* The cheap sum, which counts runs as a whole, decides whether the exact one is
 * needed. */
static void step(Heap *heap, u64 bytes) {
  u64 more = heap->external_bytes + bytes;
  if (likely(heap->bytes + more <= heap->threshold)) return;
  if (heap_live_bytes(heap) + more > heap->threshold)
    heap_collect(heap, "threshold");
}

static void close(Heap *heap) {
  free(heap->mark_stack);
  free(heap->weak_cells);
}

const Collector marking_collector = {
    .name = "marking", .close = close, .step = step, .collect = collect};
const Collector marking_whole_collector = {
    .name = "marking-whole", .close = close, .step = step, .collect = collect};

void heap_remember_(Heap *heap, Cell *owner, Cell *value) {
  (void)heap, (void)owner, (void)value;
}

void heap_remember_owner_(Heap *heap, Cell *owner) {
  (void)heap, (void)owner;
}

void heap_remember_moved_(Heap *heap, Cell *owner) {
  (void)heap, (void)owner;
}
