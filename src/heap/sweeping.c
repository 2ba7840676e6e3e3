/* sweeping.c - mark-and-sweep: what was not marked becomes free.
 *
 * In every block, by address, what lies between two marked cells becomes one
 * free run, and each size class gets the list of its runs in address order.
 * Dead cells are not even read, unless somebody watches or they own something
 * outside. A block in which nothing lives goes back to the map of blocks.
 *
 * Blocks are swept by address, a few at a time: between other work, and when an
 * allocator has no run left.
 */
#include "heap/blocks.h"
#include "heap/marking.h"

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
  heap->mark.unswept_bytes -= bytes;
  heap->last.cells_freed += bytes / block->cell_bytes;
  heap->cells_freed += bytes / block->cell_bytes;
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
  heap->mark.unswept_bytes -= block->large_bytes;
  heap->last.cells_freed++;
  heap->cells_freed++;
  heap_release_blocks(heap, block);
}

/* The next block to be swept, or NULL. */
static Block *find_block(Heap *heap) {
  Marking *mark = &heap->mark;
  u64 words = (heap->used_blocks + 63) / 64;
  for (u64 word = mark->block / 64; word < words; word++) {
    u64 rest = mark->sweep_map[word];
    mark->block = word * 64;
    if (!rest) continue;
    mark->block += (u64)__builtin_ctzll(rest);
    return (Block *)(heap->region + mark->block * HEAP_BLOCK_BYTES);
  }
  return NULL;
}

bool sweeping_run(Heap *heap, u64 blocks) {
  heap->mark.is_inside = true;
  Block *block = NULL;
  while (blocks-- && (block = find_block(heap))) {
    if (block->is_large)
      sweep_large(heap, block);
    else
      sweep_small(heap, block);
    bit_clear(heap->mark.sweep_map, heap->mark.block);
  }
  heap->mark.is_inside = false;
  assert(block || !heap->mark.unswept_bytes);
  return !block;
}

/* ---- Beginning ----------------------------------------------------------- */

/* The run that is being handed out goes back to its block. */
static void retire_run(Heap *heap, Allocator *allocator) {
  u64 rest = (u64)(allocator->run_end - allocator->cursor);
  if (!rest) return;
  heap_make_run(allocator->cursor, rest);
  block_of_(allocator->cursor)->free_bytes += (u32)rest;
  heap->bytes -= rest;
  heap->taken_bytes -= rest;
  allocator->cursor = allocator->end = allocator->run_end = NULL;
}

/* Runs in a block that is about to be swept are found again by that. They are
 * the first of their list: blocks are used up one by one. */
static void drop_runs(Heap *heap, Allocator *allocator) {
  while (allocator->runs) {
    FreeCell *run = allocator->runs;
    u64 index = heap_offset(heap, run) / HEAP_BLOCK_BYTES;
    if (!bit_get(heap->mark.sweep_map, index)) return;
    u32 next = run->cell.shape;
    allocator->runs = next ? heap_expand(heap, next) : NULL;
  }
  allocator->last_run = NULL;
}

void sweeping_begin(Heap *heap) {
  Marking *mark = &heap->mark;
  u64 words = (heap->used_blocks + 63) / 64;
  const u64 *from = mark->is_young ? mark->young_map : heap->head_map;
  memcpy(mark->sweep_map, from, words * sizeof *from);
  memset(mark->young_map, 0, words * sizeof *from);
  for (u32 i = 0; i < HEAP_SIZE_CLASSES; i++) {
    retire_run(heap, &heap->allocators[i]);
    drop_runs(heap, &heap->allocators[i]);
  }
  mark->block = 0;
  mark->unswept_bytes = heap->bytes - mark->marked_bytes;
}
