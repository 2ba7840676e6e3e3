/* collector.c - mark-and-sweep.
 *
 * A collection marks from the roots with an explicit stack, lets weak
 * references be forgotten, and sweeps: in every block, by address, what lies
 * between two marked cells becomes one free run, and each size class gets the
 * list of its runs in address order. Dead cells are not even read, unless
 * somebody watches or they own something outside. A block in which nothing
 * lives goes back to the map of blocks. Marks stay until the next collection
 * begins: they say what survived the last one.
 */
#define _GNU_SOURCE /* clock_gettime */

#include <stdlib.h>
#include <time.h>

#include "heap/blocks.h"
#include "heap/heap.h"

/* ---- Marking ------------------------------------------------------------- */

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

bool heap_is_marked(const Heap *heap, const Cell *cell) {
  return block_is_marked(block_of_(cell), cell);
}

void heap_visit(Heap *heap, Cell *cell, EdgeFunction *edge, void *context) {
  assert(cell->kind != KIND_FREE);
  heap->classes[cell->kind].visit(cell, edge, context);
}

void heap_visit_roots(Heap *heap, EdgeFunction *edge, void *context) {
  for (u32 i = 0; i < heap->visitor_count; i++)
    heap->visitors[i].visit(heap->visitors[i].owner, edge, context);
  u32 index = 0;
  for (Root *root = heap->roots; root; root = root->previous, index++) {
    Value value = *root->value;
    if (value.bits && value_is_cell(value))
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, index, "native code"},
           value_to_cell(value));
  }
}

static void mark_cell(Heap *heap, Cell *cell) {
  assert(cell->kind != KIND_FREE && heap->classes[cell->kind].mark);
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

static void mark(Heap *heap) {
  heap->marking = true;
  clear_marks(heap);
  heap_visit_roots(heap, heap_mark_edge, heap);
  drain(heap);
  mark_ephemerons(heap);
  clear_weak(heap);
  heap->marking = false;
}

/* ---- Sweeping ------------------------------------------------------------ */

static void finish_cell(Heap *heap, Cell *cell, size_t bytes) {
  heap_probe(heap, FREE, cell, value_from_number((double)bytes),
             VALUE_UNDEFINED);
  if (kind_is_owner(cell->kind) && heap->classes[cell->kind].finalize)
    heap->classes[cell->kind].finalize(heap, cell);
}

/* The dead cells between two addresses, before they are forgotten. */
static void finish_cells(Heap *heap, const Block *block, char *at, char *end) {
  while (at < end) {
    Cell *cell = (Cell *)at;
    if (cell->kind == KIND_FREE) {
      at += ((FreeCell *)cell)->bytes;
    } else {
      finish_cell(heap, cell, block->cell_bytes);
      at += block->cell_bytes;
    }
  }
  assert(at == end);
}

static void append_run(Heap *heap, u32 class, char *start, size_t bytes) {
  Allocator *allocator = &heap->allocators[class];
  FreeCell *run = heap_make_run(start, bytes);
  if (allocator->last_run)
    allocator->last_run->cell.shape = heap_compress(heap, run);
  else
    allocator->runs = run;
  allocator->last_run = run;
}

/* The first marked cell at `at` or behind it, or the end of the cells. */
static u32 next_marked(const Block *block, u32 at) {
  u32 bit = at / HEAP_GRANULE;
  u64 rest = block->marks[bit / 64] >> (bit % 64);
  if (rest) return at + (u32)__builtin_ctzll(rest) * HEAP_GRANULE;
  for (u32 word = bit / 64 + 1; word < ARRAY_COUNT(block->marks); word++)
    if (block->marks[word])
      return (word * 64 + (u32)__builtin_ctzll(block->marks[word])) *
             HEAP_GRANULE;
  return block->end;
}

/* The first cell at `at` or behind it without a mark, or the end. */
static u32 next_unmarked(const Block *block, u32 at) {
  while (at < block->end && bit_get(block->marks, at / HEAP_GRANULE))
    at += block->cell_bytes;
  return at;
}

/* What was free already is not freed again: the rest of the bytes between
 * marks were cells. */
static void count_freed(Heap *heap, const Block *block, u32 unmarked_bytes) {
  u32 bytes = unmarked_bytes - block->free_bytes;
  assert(bytes % block->cell_bytes == 0);
  heap->bytes -= bytes;
  heap->last.cells_freed += bytes / block->cell_bytes;
}

static void sweep_small(Heap *heap, Block *block) {
  bool look = block->has_owners || heap->probe;
  char *base = (char *)block;
  u32 unmarked = 0;
  for (u32 at = next_unmarked(block, block->first), stop; at < block->end;
       at = next_unmarked(block, stop)) {
    stop = next_marked(block, at);
    unmarked += stop - at;
    if (look) finish_cells(heap, block, base + at, base + stop);
    if (stop - at < block->end - block->first)
      append_run(heap, block->size_class, base + at, stop - at);
  }
  count_freed(heap, block, unmarked);
  block->free_bytes = unmarked;
  if (unmarked == block->end - block->first) heap_release_blocks(heap, block);
}

static void sweep_large(Heap *heap, Block *block) {
  Cell *cell = block_large_cell(block);
  if (block_is_marked(block, cell)) return;
  finish_cell(heap, cell, block->large_bytes);
  heap->bytes -= block->large_bytes;
  heap->last.cells_freed++;
  heap_release_blocks(heap, block);
}

static void sweep(Heap *heap) {
  u64 index = 0;
  for (Block *block; (block = heap_next_block(heap, &index));) {
    if (block->is_large)
      sweep_large(heap, block);
    else
      sweep_small(heap, block);
  }
}

/* ---- A collection -------------------------------------------------------- */

/* Ends all runs that are being handed out. From here `bytes` is exact. */
static void retire_runs(Heap *heap) {
  heap_show_runs(heap);
  heap->bytes = heap_live_bytes(heap);
  for (u32 i = 0; i < HEAP_SIZE_CLASSES; i++) {
    Allocator *allocator = &heap->allocators[i];
    if (allocator->cursor < allocator->run_end)
      block_of_(allocator->cursor)->free_bytes +=
          (u32)(allocator->run_end - allocator->cursor);
    *allocator = (Allocator){};
  }
}

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

static u64 now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (u64)time.tv_sec * 1'000'000'000 + (u64)time.tv_nsec;
}

void heap_collect(Heap *heap, const char *reason) {
  if (heap->no_collect) return;
  assert(!heap->marking);
  u64 start = now();
  retire_runs(heap);
  heap->last = (Collection){.number = ++heap->collections,
                            .reason = reason,
                            .bytes_before = heap->bytes};
  mark(heap);
  sweep(heap);
  choose_threshold(heap);
  heap_trim(heap, heap->threshold - heap->bytes);
  heap->last.bytes_after = heap->bytes;
  heap->last.nanoseconds = now() - start;
  heap->collection_nanoseconds += heap->last.nanoseconds;
  heap_probe(heap, COLLECTION, NULL,
             value_from_number((double)heap->last.number), VALUE_UNDEFINED);
}
