/* counting.c - reference counting: see counting.h. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */

#include "heap/counting.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Bytes that are allocated between two examinations, at least. */
constexpr u64 EXAMINE_BYTES = 512 << 10;
/* ... and for each root and each holder of weak references, since all of them
 * are looked at. */
constexpr u64 EXAMINE_BYTES_EACH = 64;

/* One in so many collections of stress mode is checked. */
constexpr u64 CHECKED_COLLECTIONS = 64;

constexpr size_t WORDS_BYTES = HEAP_REGION_BYTES / COUNT_GRANULE * sizeof(u32);
constexpr size_t FREE_MAP_WORDS = HEAP_BLOCKS / 64;
constexpr size_t FREE_MAPS_BYTES =
    HEAP_SIZE_CLASSES * FREE_MAP_WORDS * sizeof(u64);

/* ---- Counts -------------------------------------------------------------- */

static void report(Heap *heap, bool up, const Cell *owner, Cell *cell,
                   u32 count) {
  Value now = value_from_u32(count), who = value_from_cell(owner);
  if (up)
    heap_probe(heap, COUNT_UP, cell, now, who);
  else
    heap_probe(heap, COUNT_DOWN, cell, now, who);
}

void counting_add(Heap *heap, const Cell *owner, Cell *cell) {
  u32 *word = counting_word(heap, cell);
  assert(cell->kind != KIND_FREE && !(*word & COUNT_DYING));
  if (unlikely((*word & COUNT_MAX) == COUNT_MAX)) return;
  ++*word;
  heap->counting->changes++;
  if (unlikely(heap->probe != NULL))
    report(heap, true, owner, cell, *word & COUNT_MAX);
}

/* Nothing refers to the cell any more but, perhaps, a variable. */
static void note_zero(Heap *heap, Cell *cell, u32 *word) {
  Counting *counting = heap->counting;
  if (counting->is_examining && !(*word & COUNT_ROOTED)) {
    counting_kill(heap, cell);
  } else if (!(*word & COUNT_CANDIDATE)) {
    *word |= COUNT_CANDIDATE;
    vector_push(&counting->zeros, cell);
  }
}

void counting_take(Heap *heap, const Cell *owner, Cell *cell) {
  u32 *word = counting_word(heap, cell);
  assert(cell->kind != KIND_FREE && *word & COUNT_MAX);
  if (unlikely((*word & COUNT_MAX) == COUNT_MAX)) return;
  --*word;
  heap->counting->changes++;
  if (unlikely(heap->probe != NULL))
    report(heap, false, owner, cell, *word & COUNT_MAX);
  if (*word & COUNT_DYING) return; /* part of a cycle */
  if (!(*word & COUNT_MAX))
    note_zero(heap, cell, word);
  else if (heap->counting->finds_cycles)
    counting_suspect(heap, cell);
}

static void add_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  if (name.type != CELL_EDGE_WEAK) counting_add(context, from, to);
}

static void take_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  if (name.type != CELL_EDGE_WEAK) counting_take(context, from, to);
}

/* ---- What the heap tells ------------------------------------------------- */

static void note_write(Heap *heap, Cell *owner, Cell *old, Cell *value) {
  if (owner == heap->counting->fresh || old == value) return;
  if (value) counting_add(heap, owner, value);
  if (old) counting_take(heap, owner, old);
}

static void begin_writes(Heap *heap, Cell *owner) {
  if (owner != heap->counting->fresh) heap_visit(heap, owner, take_edge, heap);
}

static void end_writes(Heap *heap, Cell *owner) {
  if (owner != heap->counting->fresh) heap_visit(heap, owner, add_edge, heap);
}

/* What heap_note_weak calls for fresh cells: weak references may be stored into
 * this one later on, which nobody tells. */
void heap_note_holder_(Heap *heap, Cell *cell) {
  u32 *word = counting_word(heap, cell);
  if (*word & COUNT_HOLDER) return;
  *word |= COUNT_HOLDER;
  vector_push(&heap->counting->holders, cell);
}

void heap_count_fresh_(void *context, Cell *from, EdgeName name, Cell *to) {
  add_edge(context, from, name, to);
}

/* The fresh cell is one like others from now on. */
static void settle(Heap *heap) {
  Counting *counting = heap->counting;
  Cell *cell = counting->fresh;
  if (!cell) return;
  counting->fresh = NULL;
  heap_visit(heap, cell, heap_count_fresh_, heap);
  u32 *word = counting_word(heap, cell);
  if (!(*word & COUNT_MAX)) note_zero(heap, cell, word);
  if (counting->finds_cycles) counting_suspect(heap, cell);
}

static void allocated(Heap *heap, Cell *cell) {
  assert(!heap->counting->fresh && !*counting_word(heap, cell));
  heap->counting->fresh = cell;
}

/* ---- Dying --------------------------------------------------------------- */

void counting_kill(Heap *heap, Cell *cell) {
  u32 *word = counting_word(heap, cell);
  assert(!(*word & (COUNT_DYING | COUNT_ROOTED)));
  *word |= COUNT_DYING;
  vector_push(&heap->counting->dying, cell);
}

/* The dying give up what they refer to, and so do those that die of it. */
static void release_dying(Heap *heap) {
  Counting *counting = heap->counting;
  while (counting->released < counting->dying.count)
    heap_visit(heap, counting->dying.items[counting->released++], take_edge,
               heap);
}

static void note_root(void *context, Cell *from, EdgeName name, Cell *to) {
  Heap *heap = context;
  u32 *word = counting_word(heap, to);
  if (*word & COUNT_ROOTED || name.type == CELL_EDGE_WEAK) return;
  *word |= COUNT_ROOTED;
  vector_push(&heap->counting->rooted, to);
}

/* The zero count table afterwards holds only candidates that roots refer to. */
static void examine_zeros(Heap *heap) {
  Counting *counting = heap->counting;
  CellList *zeros = &counting->zeros;
  u32 kept = 0;
  for (u32 i = 0; i < zeros->count; i++) {
    Cell *cell = zeros->items[i];
    u32 *word = counting_word(heap, cell);
    bool is_zero = !(*word & COUNT_MAX);
    if (is_zero && *word & COUNT_ROOTED) {
      zeros->items[kept++] = cell;
    } else {
      *word &= ~COUNT_CANDIDATE;
      if (is_zero) counting_kill(heap, cell);
    }
  }
  counting->candidates += zeros->count;
  zeros->count = kept;
  release_dying(heap);
}

/* Weak references to the dying are forgotten, by cells and by tables outside
 * the heap. */
static void clear_weak(Heap *heap) {
  CellList *holders = &heap->counting->holders;
  u32 kept = 0;
  for (u32 i = 0; i < holders->count; i++) {
    Cell *cell = holders->items[i];
    if (*counting_word(heap, cell) & COUNT_DYING) continue;
    holders->items[kept++] = cell;
    heap->classes[cell->kind].clear_weak(heap, cell);
  }
  holders->count = kept;
  for (u32 i = 0; i < heap->after_mark_count; i++)
    heap->after_marks[i].run(heap->after_marks[i].owner, heap);
}

/* A WeakMap that drops an entry may let its value die, and so on. */
static void clear_all_weak(Heap *heap) {
  Counting *counting = heap->counting;
  for (u32 known = 0; known < counting->dying.count;) {
    known = counting->dying.count;
    clear_weak(heap);
    release_dying(heap);
  }
}

/* ---- Freeing ------------------------------------------------------------- */

static u64 *free_map(const Heap *heap, u32 class) {
  return heap->counting->free_maps + class * FREE_MAP_WORDS;
}

/* Nothing lives in the block any more. */
static void release_block(Heap *heap, Block *block) {
  if (!block->is_large) {
    Allocator *allocator = &heap->allocators[block->size_class];
    if (allocator->runs && block_of_(allocator->runs) == block)
      allocator->runs = allocator->last_run = NULL;
    bit_clear(free_map(heap, block->size_class),
              heap_offset(heap, block) / HEAP_BLOCK_BYTES);
  }
  heap_release_blocks(heap, block);
}

static void free_small(Heap *heap, Block *block, Cell *cell) {
  u64 index = heap_offset(heap, block) / HEAP_BLOCK_BYTES;
  u64 *lowest = &heap->counting->lowest[block->size_class];
  heap_make_run((char *)cell, block->cell_bytes);
  block->free_bytes += block->cell_bytes;
  bit_set(free_map(heap, block->size_class), index);
  if (index < *lowest) *lowest = index;
  if (block->free_bytes == block->end - block->first)
    release_block(heap, block);
}

static void free_cell(Heap *heap, Cell *cell) {
  Block *block = block_of_(cell);
  size_t bytes = heap_cell_bytes(heap, cell);
  heap_probe(heap, FREE, cell, value_from_number((double)bytes),
             VALUE_UNDEFINED);
  if (kind_is_owner(cell->kind) && heap->classes[cell->kind].finalize)
    heap->classes[cell->kind].finalize(heap, cell);
  *counting_word(heap, cell) = 0;
  heap->bytes -= bytes;
  if (block->is_large)
    release_block(heap, block);
  else
    free_small(heap, block, cell);
}

static void free_dying(Heap *heap) {
  CellList *dying = &heap->counting->dying;
  for (u32 i = 0; i < dying->count; i++)
    free_cell(heap, dying->items[i]);
  heap->last.cells_freed = dying->count;
  heap->cells_freed += dying->count;
  dying->count = heap->counting->released = 0;
}

/* ---- Free runs ----------------------------------------------------------- */

/* The free cells of a block become the allocator's runs, those side by side
 * one. */
static void take_runs(Heap *heap, Block *block) {
  Allocator *allocator = &heap->allocators[block->size_class];
  char *base = (char *)block;
  for (u32 at = block->first; at < block->end;) {
    u32 start = at;
    while (at < block->end && ((Cell *)(base + at))->kind == KIND_FREE)
      at += (u32)((FreeCell *)(base + at))->bytes;
    if (at == start) {
      at += block->cell_bytes;
      continue;
    }
    FreeCell *run = heap_make_run(base + start, at - start);
    if (allocator->last_run)
      allocator->last_run->cell.shape = heap_compress(heap, run);
    else
      allocator->runs = run;
    allocator->last_run = run;
  }
}

/* The lowest block with free cells is next. */
static void refill(Heap *heap, u32 class) {
  const u64 *map = free_map(heap, class);
  u64 *lowest = &heap->counting->lowest[class];
  for (u64 i = *lowest; i < heap->used_blocks; i = (i / 64 + 1) * 64) {
    u64 rest = map[i / 64] >> (i % 64);
    if (!rest) continue;
    i += (u64)__builtin_ctzll(rest);
    *lowest = i + 1;
    bit_clear(free_map(heap, class), i);
    take_runs(heap, (Block *)(heap->region + i * HEAP_BLOCK_BYTES));
    return;
  }
  *lowest = heap->used_blocks;
}

/* ---- Examinations -------------------------------------------------------- */

static void choose_threshold(Heap *heap, u64 roots) {
  u64 looked_at = roots + heap->counting->holders.count;
  u64 more = EXAMINE_BYTES_EACH * looked_at;
  if (more < EXAMINE_BYTES) more = EXAMINE_BYTES;
  u64 held = heap->bytes + heap->external_bytes;
  u64 least = held + (heap->limit / 32 < more ? heap->limit / 32 : more);
  heap->threshold = held + more > heap->limit ? least : held + more;
  heap->over_limit = held > heap->limit;
  if (heap->over_limit && heap->interrupt)
    heap->interrupt(heap->interrupt_owner);
}

static void end_roots(Heap *heap) {
  CellList *rooted = &heap->counting->rooted;
  for (u32 i = 0; i < rooted->count; i++)
    *counting_word(heap, rooted->items[i]) &= ~COUNT_ROOTED;
  rooted->count = 0;
}

static void examine(Heap *heap, const char *reason, bool is_full) {
  Counting *counting = heap->counting;
  u64 begin = collector_begin_pause();
  settle(heap);
  u64 unused = heap->bytes - heap_live_bytes(heap);
  heap->last = (Collection){.number = ++heap->collections,
                            .reason = reason,
                            .bytes_before = heap->bytes - unused};
  counting->is_examining = true;
  heap_visit_roots(heap, note_root, heap);
  examine_zeros(heap);
  bool seeks = counting->finds_cycles &&
               (is_full || heap->bytes >= counting->next_cycles);
  if (seeks) counting_kill_cycles(heap);
  release_dying(heap);
  clear_all_weak(heap);
  free_dying(heap);
  u64 roots = counting->rooted.count;
  end_roots(heap);
  counting->is_examining = false;
  if (seeks) counting_plan_cycles(heap);
  choose_threshold(heap, roots);
  heap_trim(heap, heap->threshold - heap->bytes, UINT64_MAX);
  heap->last.bytes_after = heap->bytes - unused;
  collector_end_pause(heap, begin);
}

/* In stress mode the program asks for everything all the time: cycles are
 * looked for, and the counts checked, now and then. */
static void collect(Heap *heap, const char *reason) {
  bool is_stress = heap->stress == STRESS_COLLECT;
  bool is_full = !is_stress || strcmp(reason, "stress") ||
                 heap->collections % CHECKED_COLLECTIONS == 0;
  examine(heap, reason, is_full);
  if (is_stress && is_full) counting_check(heap);
}

/* As heap_collect does it, but nobody asked for everything. */
static void step(Heap *heap, u64 bytes) {
  u64 more = heap->external_bytes + bytes;
  if (likely(heap->bytes + more <= heap->threshold) || heap->no_collect) return;
  if (heap_live_bytes(heap) + more <= heap->threshold) return;
  examine(heap, "threshold", false);
  heap_probe(heap, COLLECTION, NULL,
             value_from_number((double)heap->last.number), VALUE_UNDEFINED);
}

/* ---- Opening and closing ------------------------------------------------- */

static void *map_zeros(size_t bytes, int access) {
  void *memory = mmap(NULL, bytes, access,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

/* Memory that may be written counts against the limits of a process, used or
 * not: the words become so with the cells that they belong to. */
static bool commit(Heap *heap, u64 blocks) {
  size_t bytes = blocks * HEAP_BLOCK_BYTES / COUNT_GRANULE * sizeof(u32);
  return !mprotect(heap->counting->words, bytes, PROT_READ | PROT_WRITE);
}

static bool open_counting(Heap *heap, bool finds_cycles) {
  Counting *counting = base_allocate_zeroed(sizeof *counting);
  counting->finds_cycles = finds_cycles;
  counting->words = map_zeros(WORDS_BYTES, PROT_NONE);
  counting->free_maps = map_zeros(FREE_MAPS_BYTES, PROT_READ | PROT_WRITE);
  heap->counting = counting;
  heap->threshold = EXAMINE_BYTES;
  return counting->words && counting->free_maps;
}

static bool open(Heap *heap) {
  return open_counting(heap, false);
}

static bool open_with_cycles(Heap *heap) {
  return open_counting(heap, true);
}

static void close(Heap *heap) {
  Counting *counting = heap->counting;
  if (counting->words) munmap(counting->words, WORDS_BYTES);
  if (counting->free_maps) munmap(counting->free_maps, FREE_MAPS_BYTES);
  vector_free(&counting->zeros);
  vector_free(&counting->rooted);
  vector_free(&counting->dying);
  vector_free(&counting->holders);
  vector_free(&counting->suspects);
  free(counting);
  heap->counting = NULL;
}

#define COUNTING_COLLECTOR(name_, open_)                                       \
  {                                                                            \
      .name = (name_),                                                         \
      .open = (open_),                                                         \
      .close = close,                                                          \
      .commit = commit,                                                        \
      .step = step,                                                            \
      .refill = refill,                                                        \
      .allocating = settle,                                                    \
      .allocated = allocated,                                                  \
      .write = note_write,                                                     \
      .begin_writes = begin_writes,                                            \
      .end_writes = end_writes,                                                \
      .counts = true,                                                          \
      .collect = collect,                                                      \
  }

const Collector counting_collector = COUNTING_COLLECTOR("counting", open);
const Collector counting_cycles_collector =
    COUNTING_COLLECTOR("counting-cycles", open_with_cycles);

/* ---- For those who watch ------------------------------------------------- */

u32 heap_cell_count(const Heap *heap, const Cell *cell) {
  return heap->counting ? *counting_word(heap, cell) & COUNT_MAX : 0;
}

bool heap_is_candidate(const Heap *heap, const Cell *cell) {
  return heap->counting && *counting_word(heap, cell) & COUNT_CANDIDATE;
}
