/* heap.c - the region, its blocks, and allocation.
 *
 * Everything here is a function of the sequence of calls: blocks are taken
 * first fit by address, runs are used in address order, and whether to collect
 * is decided only where a run ends, so that addresses and collection points
 * are the same whether or not every allocation takes the slow path.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, madvise */

#include "heap/heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "heap/blocks.h"
#include "heap/collector.h"
#include "heap/stamps.h"

constexpr u64 DEFAULT_LIMIT = 2ull << 30;
constexpr u64 GREATEST_LIMIT = HEAP_REGION_BYTES / 4 * 3;
constexpr u64 COMMIT_BLOCKS = 64; /* 4 MiB are made usable at a time */
constexpr size_t MAP_BYTES = HEAP_BLOCKS / 8; /* of one map */
constexpr size_t MAPS = 5;
constexpr int OUT_OF_MEMORY_STATUS = 70;

static_assert((HEAP_REGION_BYTES & (HEAP_REGION_BYTES - 1)) == 0);

/* ---- The region ---------------------------------------------------------- */

static void *reserve_at(void *address, size_t bytes, int flags) {
  void *memory =
      mmap(address, bytes, PROT_NONE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

/* Twice the region always contains an aligned region; the rest goes back. */
static char *reserve_and_trim(void) {
  char *memory = reserve_at(NULL, 2 * HEAP_REGION_BYTES, 0);
  if (!memory) return NULL;
  uintptr_t start = (uintptr_t)memory;
  size_t before = -start & (HEAP_REGION_BYTES - 1);
  if (before) munmap(memory, before);
  munmap(memory + before + HEAP_REGION_BYTES, HEAP_REGION_BYTES - before);
  return memory + before;
}

/* With little address space allowed, aligned addresses are tried in turn. */
static char *reserve_region(void) {
  char *region = reserve_and_trim();
  for (u64 i = 1; !region && i < 256; i++) {
    void *wish = (void *)(uintptr_t)(i * HEAP_REGION_BYTES);
    region = reserve_at(wish, HEAP_REGION_BYTES, MAP_FIXED_NOREPLACE);
    if (region && region != wish) {
      munmap(region, HEAP_REGION_BYTES);
      region = NULL;
    }
  }
  return region;
}

static u64 *map_bits(void) {
  void *maps = mmap(NULL, MAPS * MAP_BYTES, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return maps == MAP_FAILED ? NULL : maps;
}

bool heap_open(Heap *heap, HeapOptions options) {
  const Collector *collector = collector_of(options.collector);
  *heap = (Heap){.limit = options.limit ? options.limit : DEFAULT_LIMIT,
                 .collector_kind = options.collector,
                 .collector = collector,
                 .tells = collector->counts ? TELLS_ALL : TELLS_NOBODY,
                 .stress = options.stress};
  if (heap->limit > GREATEST_LIMIT) heap->limit = GREATEST_LIMIT;
  u64 *maps = map_bits();
  if (!maps) return false;
  heap->region = reserve_region();
  if (!heap->region) {
    munmap(maps, MAPS * MAP_BYTES);
    return false;
  }
  heap->block_map = maps;
  heap->head_map = maps + MAP_BYTES / 8;
  heap->touched_map = maps + 2 * MAP_BYTES / 8;
  heap->mark.sweep_map = maps + 3 * MAP_BYTES / 8;
  heap->mark.young_map = maps + 4 * MAP_BYTES / 8;
  if (collector->open && !collector->open(heap)) {
    heap_close(heap);
    return false;
  }
  heap_set_slow(heap, false);
  return true;
}

static void walk(Heap *heap, bool hides_dead, CellVisitor *each, void *context);

/* Cells that nobody swept have memory too. */
static void finalize_cell(void *context, Cell *cell, CellKind kind,
                          size_t bytes) {
  Heap *heap = context;
  if (kind_is_owner(kind) && heap->classes[kind].finalize)
    heap->classes[cell->kind].finalize(heap, cell);
}

void heap_close(Heap *heap) {
  assert(!heap->mark.is_inside);
  walk(heap, false, finalize_cell, heap);
  heap_expose_(heap->region, heap->used_blocks * HEAP_BLOCK_BYTES);
  munmap(heap->region, HEAP_REGION_BYTES);
  munmap(heap->block_map, MAPS * MAP_BYTES);
  if (heap->collector->close) heap->collector->close(heap);
  stamps_close(heap);
  *heap = (Heap){};
}

void heap_set_class(Heap *heap, CellKind kind, CellClass class) {
  assert(kind < KIND_COUNT && class.visit && class.mark);
  assert(!class.finalize || kind_is_owner(kind));
  heap->classes[kind] = class;
}

void heap_add_roots(Heap *heap, RootVisitor *visit, void *owner) {
  assert(heap->visitor_count < HEAP_HOOKS_MAX);
  u32 i = heap->visitor_count++;
  heap->visitors[i].visit = visit;
  heap->visitors[i].owner = owner;
}

void heap_add_after_mark(Heap *heap, AfterMark *run, void *owner) {
  assert(heap->after_mark_count < HEAP_HOOKS_MAX);
  u32 i = heap->after_mark_count++;
  heap->after_marks[i].run = run;
  heap->after_marks[i].owner = owner;
}

/* ---- Blocks -------------------------------------------------------------- */

/* The index of the first of `count` free blocks in a row, HEAP_BLOCKS when the
 * region is full. Full words of the map are skipped at once. */
static u64 find_free_blocks(const Heap *heap, u64 count) {
  u64 found = 0;
  for (u64 i = heap->first_free_block; i < HEAP_BLOCKS; i++) {
    if (i % 64 == 0 && heap->block_map[i / 64] == UINT64_MAX) {
      found = 0;
      i += 63;
    } else if (bit_get(heap->block_map, i)) {
      found = 0;
    } else if (++found == count) {
      return i + 1 - count;
    }
  }
  return HEAP_BLOCKS;
}

/* Makes everything below block `end` usable. */
static bool commit_blocks(Heap *heap, u64 end) {
  if (end <= heap->committed_blocks) return true;
  u64 wanted = (end + COMMIT_BLOCKS - 1) / COMMIT_BLOCKS * COMMIT_BLOCKS;
  if (wanted > HEAP_BLOCKS) wanted = HEAP_BLOCKS;
  char *start = heap->region + heap->committed_blocks * HEAP_BLOCK_BYTES;
  size_t bytes = (wanted - heap->committed_blocks) * HEAP_BLOCK_BYTES;
  if (mprotect(start, bytes, PROT_READ | PROT_WRITE)) return false;
  if (heap->collector->commit && !heap->collector->commit(heap, wanted))
    return false;
  if (heap->stamps && !stamps_commit(heap, wanted)) return false;
  heap->committed_blocks = wanted;
  return true;
}

static Block *take_blocks(Heap *heap, u64 count) {
  u64 index = find_free_blocks(heap, count);
  if (index + count > HEAP_BLOCKS || !commit_blocks(heap, index + count))
    return NULL;
  for (u64 i = index; i < index + count; i++) {
    bit_set(heap->block_map, i);
    bit_set(heap->touched_map, i);
  }
  bit_set(heap->head_map, index);
  if (index == heap->first_free_block) heap->first_free_block = index + count;
  if (index + count > heap->used_blocks) heap->used_blocks = index + count;
  Block *block = (Block *)(heap->region + index * HEAP_BLOCK_BYTES);
  heap_expose_(block, sizeof *block);
  heap_hide_(block + 1, count * HEAP_BLOCK_BYTES - sizeof *block);
  *block = (Block){.block_count = (u32)count, .first = sizeof *block};
  return block;
}

void heap_release_blocks(Heap *heap, Block *block) {
  u64 index = heap_offset(heap, block) / HEAP_BLOCK_BYTES;
  u64 count = block->block_count;
  assert(bit_get(heap->head_map, index));
  bit_clear(heap->head_map, index);
  bit_clear(heap->mark.young_map, index);
  for (u64 i = index; i < index + count; i++)
    bit_clear(heap->block_map, i);
  if (index < heap->first_free_block) heap->first_free_block = index;
  heap_hide_(block, count * HEAP_BLOCK_BYTES);
}

Block *heap_next_block(const Heap *heap, u64 *index) {
  u64 i = *index;
  while (i < heap->used_blocks) {
    u64 rest = heap->head_map[i / 64] >> (i % 64);
    if (!rest) {
      i = (i / 64 + 1) * 64;
      continue;
    }
    i += (u64)__builtin_ctzll(rest);
    *index = i + 1;
    return (Block *)(heap->region + i * HEAP_BLOCK_BYTES);
  }
  return NULL;
}

/* Block `first` and those behind it up to `end`, free and touched: the system's
 * again. */
static u64 trim_from(Heap *heap, u64 first, u64 end) {
  u64 i = first;
  for (; i < end; i++) {
    if (bit_get(heap->block_map, i) || !bit_get(heap->touched_map, i)) break;
    bit_clear(heap->touched_map, i);
  }
  if (i > first)
    madvise(heap->region + first * HEAP_BLOCK_BYTES,
            (i - first) * HEAP_BLOCK_BYTES, MADV_DONTNEED);
  return i;
}

bool heap_trim(Heap *heap, u64 keep, u64 blocks) {
  u64 kept = 0;
  for (u64 i = heap->first_free_block; i < heap->used_blocks; i++) {
    if (i % 64 == 0 && !(heap->touched_map[i / 64] & ~heap->block_map[i / 64]))
      i += 63;
    else if (bit_get(heap->block_map, i) || !bit_get(heap->touched_map, i))
      continue;
    else if (kept < keep)
      kept += HEAP_BLOCK_BYTES;
    else if (!blocks)
      return false;
    else {
      u64 end = heap->used_blocks - i < blocks ? heap->used_blocks : i + blocks;
      u64 trimmed_to = trim_from(heap, i, end);
      blocks -= trimmed_to - i;
      i = trimmed_to - 1;
    }
  }
  return true;
}

/* ---- Runs ---------------------------------------------------------------- */

FreeCell *heap_make_run(char *start, size_t bytes) {
  assert(bytes >= sizeof(FreeCell));
  FreeCell *run = (FreeCell *)start;
  heap_expose_(run, sizeof *run);
  heap_hide_(run + 1, bytes - sizeof *run);
  *run = (FreeCell){.cell.kind = KIND_FREE, .bytes = bytes};
  return run;
}

void heap_show_runs(Heap *heap) {
  for (u32 i = 0; i < HEAP_SIZE_CLASSES; i++) {
    Allocator *allocator = &heap->allocators[i];
    if (allocator->cursor < allocator->run_end)
      heap_make_run(allocator->cursor,
                    (size_t)(allocator->run_end - allocator->cursor));
  }
}

static FreeCell *new_block_run(Heap *heap, u32 class) {
  Block *block = take_blocks(heap, 1);
  if (!block) return NULL;
  block->cell_bytes = (u32)heap_class_bytes_(class);
  block->size_class = (u16) class;
  u32 room = (u32)HEAP_BLOCK_BYTES - block->first;
  u32 bytes = room / block->cell_bytes * block->cell_bytes;
  block->end = block->first + bytes;
  block->free_bytes = bytes;
  return heap_make_run((char *)block + block->first, bytes);
}

static FreeCell *next_run(Heap *heap, u32 class) {
  Allocator *allocator = &heap->allocators[class];
  if (!allocator->runs && heap->collector->refill)
    heap->collector->refill(heap, class);
  FreeCell *run = allocator->runs;
  if (!run) return new_block_run(heap, class);
  u32 next = run->cell.shape;
  allocator->runs = next ? heap_expand(heap, next) : NULL;
  if (!next) allocator->last_run = NULL;
  return run;
}

/* Something in a block is handed out. */
static void note_young(Heap *heap, const void *start, u64 bytes) {
  bit_set(heap->mark.young_map, heap_offset(heap, start) / HEAP_BLOCK_BYTES);
  if (unlikely(heap->stamps)) stamps_add(heap, start, bytes);
}

/* The allocator hands out the next run of its class. False: no room left. */
static bool take_run(Heap *heap, u32 class) {
  FreeCell *run = next_run(heap, class);
  if (!run) return false;
  block_of_(run)->free_bytes -= (u32)run->bytes;
  heap->bytes += run->bytes;
  heap->taken_bytes += run->bytes;
  note_young(heap, run, run->bytes);
  heap->allocators[class].cursor = (char *)run;
  heap->allocators[class].run_end = (char *)run + run->bytes;
  return true;
}

/* ---- Allocation ---------------------------------------------------------- */

static COLD void stop_out_of_memory(const Heap *heap, u64 bytes) {
  fprintf(stderr,
          "glassheap: the heap holds %llu MB, far over its limit of %llu MB; "
          "stopping\n",
          (unsigned long long)(bytes >> 20),
          (unsigned long long)(heap->limit >> 20));
  exit(OUT_OF_MEMORY_STATUS);
}

void heap_make_room(Heap *heap, u64 bytes) {
  heap->collector->step(heap, bytes);
  if (likely(heap->bytes + bytes <= heap->limit)) return;
  u64 held = heap_live_bytes(heap) + bytes;
  if (unlikely(held > heap->limit + (64 << 20) + heap->limit / 4))
    stop_out_of_memory(heap, held);
}

static Cell *allocate_small(Heap *heap, CellKind kind, size_t bytes) {
  u32 class = heap_size_class_(bytes);
  Allocator *allocator = &heap->allocators[class];
  size_t size = heap_class_bytes_(class);
  if (allocator->cursor == allocator->run_end) {
    heap_make_room(heap, size);
    if (!take_run(heap, class)) stop_out_of_memory(heap, heap_live_bytes(heap));
  }
  assert((size_t)(allocator->run_end - allocator->cursor) >= size);
  Cell *cell = (Cell *)allocator->cursor;
  allocator->cursor += size;
  allocator->end = heap->slow ? allocator->cursor : allocator->run_end;
  heap_expose_(cell, bytes);
  *cell = (Cell){.kind = kind};
  return cell;
}

/* Blocks in a row that a large cell takes. */
static u64 blocks_for(u64 bytes) {
  return (sizeof(Block) + bytes + HEAP_BLOCK_BYTES - 1) / HEAP_BLOCK_BYTES;
}

static Cell *allocate_large(Heap *heap, CellKind kind, size_t bytes) {
  size_t size = heap_round_(bytes);
  heap_make_room(heap, size);
  Block *block = take_blocks(heap, blocks_for(size));
  if (!block) return NULL;
  block->is_large = true;
  block->size_class = HEAP_SIZE_CLASSES;
  block->large_bytes = size;
  heap->bytes += size;
  heap->taken_bytes += size;
  Cell *cell = block_large_cell(block);
  note_young(heap, cell, size);
  heap_expose_(cell, bytes);
  *cell = (Cell){.kind = kind};
  return cell;
}

/* A program that allocates millions of cells in loops would take hours, and the
 * same places come round again: every second one is enough behind the first ten
 * thousand collections, behind as many more every fourth, and so on. */
static bool is_stress_due(const Heap *heap) {
  constexpr u64 COLLECTIONS = 10'000, DOUBLINGS_MAX = 20;
  u64 doublings = heap->collections / COLLECTIONS;
  if (doublings > DOUBLINGS_MAX) doublings = DOUBLINGS_MAX;
  return heap->cell_counts_allocated % (1ull << doublings) == 0;
}

static COLD void stress(Heap *heap, size_t bytes) {
  if (heap->stress == STRESS_COLLECT) {
    if (is_stress_due(heap)) heap_collect(heap, "stress");
  } else { /* time passes with every cell, not only with every run */
    heap->taken_bytes += bytes;
    heap->collector->step(heap, bytes);
  }
}

Cell *heap_allocate_slow(Heap *heap, CellKind kind, size_t bytes) {
  assert(!heap->mark.is_inside && bytes >= sizeof(FreeCell));
  assert(heap->classes[kind].mark);
  if (unlikely(heap->stress)) stress(heap, bytes);
  if (heap->collector->allocating) heap->collector->allocating(heap);
  Cell *cell = bytes <= HEAP_SMALL_BYTES ? allocate_small(heap, kind, bytes)
                                         : allocate_large(heap, kind, bytes);
  heap->cell_counts_allocated++;
  if (!cell) return NULL;
  if (kind_is_owner(kind)) block_of_(cell)->has_owners = true;
  if (heap->collector->allocated) heap->collector->allocated(heap, cell);
  if (unlikely(heap->listener))
    heap->listener->allocated(heap->listener_context, cell);
  heap_probe(heap, ALLOCATE, cell,
             value_from_number((double)heap_round_(bytes)), VALUE_UNDEFINED);
  return cell;
}

Cell *heap_allocate_keeping_slow_(Heap *heap, CellKind kind, size_t bytes,
                                  Value a, Value b, Value c) {
  ROOT(heap, kept_a, a);
  ROOT(heap, kept_b, b);
  ROOT(heap, kept_c, c);
  return heap_allocate_slow(heap, kind, bytes);
}

void heap_set_slow(Heap *heap, bool slow) {
  slow |= heap->stress || heap->collector->allocated || heap->listener;
  heap->slow = slow;
  for (u32 i = 0; i < HEAP_SIZE_CLASSES; i++) {
    Allocator *allocator = &heap->allocators[i];
    allocator->end = slow ? allocator->cursor : allocator->run_end;
  }
}

void heap_listen(Heap *heap, const StoreListener *listener, void *context) {
  heap->listener = listener;
  heap->listener_context = context;
  bool is_all = heap->collector->counts || listener;
  heap->tells = is_all ? TELLS_ALL : heap->stamps ? TELLS_STAMPS : TELLS_NOBODY;
  heap_set_slow(heap, heap->probe);
}

/* ---- Accounting ---------------------------------------------------------- */

u64 heap_live_bytes(const Heap *heap) {
  u64 bytes = heap->bytes - heap->mark.unswept_bytes;
  for (u32 i = 0; i < HEAP_SIZE_CLASSES; i++)
    bytes -= (u64)(heap->allocators[i].run_end - heap->allocators[i].cursor);
  return bytes;
}

static bool fits(const Heap *heap, u64 bytes) {
  u64 held = heap_live_bytes(heap) + heap->external_bytes;
  return held <= heap->limit && bytes <= heap->limit - held;
}

/* Large cells take whole blocks: many of them may fill the region while there
 * is room below the limit. Far from that nothing is searched. */
static bool has_blocks(const Heap *heap, u64 bytes) {
  if (bytes <= HEAP_SMALL_BYTES || heap->used_blocks < HEAP_BLOCKS / 2)
    return true;
  return find_free_blocks(heap, blocks_for(bytes)) < HEAP_BLOCKS;
}

bool heap_can_allocate(Heap *heap, u64 bytes) {
  if (bytes > heap->limit) return false;
  if (fits(heap, bytes) && has_blocks(heap, bytes)) return true;
  heap_collect(heap, "limit");
  return fits(heap, bytes) && has_blocks(heap, bytes);
}

void heap_external(Heap *heap, i64 change) {
  assert(change >= 0 || heap->external_bytes >= (u64)-change);
  heap->external_bytes += (u64)change;
  if (change > 0) heap->taken_bytes += (u64)change;
}

size_t heap_cell_bytes(const Heap *heap, const Cell *cell) {
  const Block *block = block_of_(cell);
  return block->is_large ? block->large_bytes : block->cell_bytes;
}

u64 heap_cell_external(const Heap *heap, const Cell *cell) {
  const CellClass *class = &heap->classes[cell->kind];
  return class->external ? class->external(cell) : 0;
}

/* ---- Walking and finding ------------------------------------------------- */

/* Whether what was not marked in a block is dead: it waits to be swept. */
static bool is_unswept(const Heap *heap, const Block *block) {
  return bit_get(heap->mark.sweep_map,
                 heap_offset(heap, block) / HEAP_BLOCK_BYTES);
}

/* The size of what starts at `at`: a free run as a whole, or one cell. */
static u32 step_bytes(const Block *block, u32 at) {
  const Cell *cell = (const Cell *)((const char *)block + at);
  return cell->kind == KIND_FREE ? (u32)((const FreeCell *)cell)->bytes
                                 : block->cell_bytes;
}

static CellKind kind_at(const Block *block, u32 at, bool hides_dead) {
  const Cell *cell = (const Cell *)((const char *)block + at);
  return hides_dead && !block_is_marked(block, cell) ? KIND_FREE : cell->kind;
}

/* What is free in a row is one run, as if it had been swept. */
static void walk_small(Block *block, bool hides_dead, CellVisitor *each,
                       void *context) {
  u32 free_at = 0;
  for (u32 at = block->first, bytes; at < block->end; at += bytes) {
    CellKind kind = kind_at(block, at, hides_dead);
    bytes = step_bytes(block, at);
    if (kind == KIND_FREE && !free_at) free_at = at;
    u32 next = at + bytes;
    if (free_at && (kind != KIND_FREE || next == block->end))
      each(context, (Cell *)((char *)block + free_at), KIND_FREE,
           (kind == KIND_FREE ? next : at) - free_at);
    if (kind == KIND_FREE) continue;
    free_at = 0;
    each(context, (Cell *)((char *)block + at), kind, bytes);
  }
}

static void walk(Heap *heap, bool hides_dead, CellVisitor *each,
                 void *context) {
  heap_show_runs(heap);
  u64 index = 0;
  for (Block *block; (block = heap_next_block(heap, &index));) {
    bool hides = hides_dead && is_unswept(heap, block);
    Cell *large = block->is_large ? block_large_cell(block) : NULL;
    if (!large)
      walk_small(block, hides, each, context);
    else
      each(context, large, kind_at(block, block->first, hides),
           block->large_bytes);
  }
}

void heap_walk(Heap *heap, CellVisitor *each, void *context) {
  walk(heap, true, each, context);
}

Cell *heap_find(Heap *heap, u64 offset) {
  u64 index = offset / HEAP_BLOCK_BYTES;
  if (index >= heap->used_blocks || !bit_get(heap->head_map, index))
    return NULL;
  heap_show_runs(heap);
  Block *block = (Block *)(heap->region + index * HEAP_BLOCK_BYTES);
  u32 wanted = (u32)(offset % HEAP_BLOCK_BYTES), at = block->first;
  while (!block->is_large && at < block->end && at < wanted)
    at += step_bytes(block, at);
  if (at != wanted || (!block->is_large && at >= block->end)) return NULL;
  bool is_free = kind_at(block, at, is_unswept(heap, block)) == KIND_FREE;
  return is_free ? NULL : (Cell *)((char *)block + at);
}
