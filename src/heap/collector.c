/* collector.c - what all collectors share: see collector.h. */
#define _GNU_SOURCE /* clock_gettime */

#include "heap/collector.h"

#include <time.h>

#include "heap/counting.h"

/* ---- Which there are ----------------------------------------------------- */

extern const Collector marking_collector, marking_whole_collector,
    counting_collector, counting_cycles_collector;

static const Collector *const collectors[COLLECTOR_COUNT] = {
    [COLLECTOR_MARKING] = &marking_collector,
    [COLLECTOR_MARKING_WHOLE] = &marking_whole_collector,
    [COLLECTOR_COUNTING] = &counting_collector,
    [COLLECTOR_COUNTING_CYCLES] = &counting_cycles_collector,
};

static const char *const names[COLLECTOR_COUNT] = {
#define COLLECTOR(name, option, text) option,
#include "heap/collectors.def"
#undef COLLECTOR
};

CollectorKind collector_find(const char *name) {
  u32 kind = 0;
  while (kind < COLLECTOR_COUNT && strcmp(name, names[kind]))
    kind++;
  return (CollectorKind)kind;
}

const char *collector_name(CollectorKind kind) {
  return names[kind];
}

const Collector *collector_of(CollectorKind kind) {
  return collectors[kind];
}

/* ---- Edges --------------------------------------------------------------- */

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

bool heap_is_marked(const Heap *heap, const Cell *cell) {
  if (heap->counting) return !(*counting_word(heap, cell) & COUNT_DYING);
  return block_is_marked(block_of_(cell), cell);
}

/* Slots that do not lie in the region belong to a cell's own memory. */
bool heap_owns_slot_(const Cell *owner, const void *slot) {
  const Block *block = block_of_(owner);
  u64 bytes = block->is_large ? block->large_bytes : block->cell_bytes;
  u64 at = (u64)((const char *)slot - (const char *)owner);
  return (at >= sizeof(Cell) && at + sizeof(Cell *) <= bytes) ||
         (((uintptr_t)slot ^ (uintptr_t)owner) & ~(HEAP_REGION_BYTES - 1));
}

/* ---- Collections --------------------------------------------------------- */

void heap_collect(Heap *heap, const char *reason) {
  if (heap->no_collect) return;
  heap->collector->collect(heap, reason);
  heap_probe(heap, COLLECTION, NULL,
             value_from_number((double)heap->last.number), VALUE_UNDEFINED);
}

/* ---- Counting ------------------------------------------------------------ */

void heap_count_write_(Heap *heap, Cell *owner, const void *slot, Cell *old,
                       Cell *value) {
  if (unlikely(heap->listener))
    heap->listener->stored(heap->listener_context, owner, slot, old, value);
  if (heap->stamps && slot) heap_stamp_store_(heap, owner, slot, value);
  if (heap->collector->counts) heap->collector->write(heap, owner, old, value);
}

void heap_count_copy_(Heap *heap, Cell *owner, const Value *slots,
                      const Value *values, u64 count) {
  for (u64 i = 0; i < count; i++)
    heap_tell_store_(heap, owner, &slots[i], NULL,
                     heap_cell_or_null_(values[i]));
}

void heap_count_begin_(Heap *heap, Cell *owner) {
  if (heap->collector->counts) heap->collector->begin_writes(heap, owner);
}

void heap_count_end_(Heap *heap, Cell *owner) {
  if (heap->collector->counts) heap->collector->end_writes(heap, owner);
  if (heap->stamps) heap_stamp_owner_(heap, owner);
  if (unlikely(heap->listener))
    heap->listener->rewritten(heap->listener_context, owner);
}

/* ---- Work ---------------------------------------------------------------- */

CollectorWork heap_work(const Heap *heap) {
  CollectorWork work = {.cells_marked = heap->cells_marked,
                        .cells_freed = heap->cells_freed};
  if (heap->counting) {
    work.count_changes = heap->counting->changes;
    work.candidates = heap->counting->candidates;
  }
  return work;
}

/* ---- Pauses -------------------------------------------------------------- */

static u64 now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (u64)time.tv_sec * 1'000'000'000 + (u64)time.tv_nsec;
}

u64 collector_begin_pause(void) {
  return now();
}

/* Four buckets a doubling, as size classes have them. */
static u32 pause_bucket(u64 nanoseconds) {
  u64 x = nanoseconds / 250;
  if (x < 4) return 0;
  u32 log = 63 - (u32)__builtin_clzll(x);
  u32 bucket = (log - 2) * 4 + (u32)(x >> (log - 2) & 3) + 1;
  return bucket < PAUSE_BUCKETS ? bucket : PAUSE_BUCKETS - 1;
}

u64 pause_bucket_end(u32 bucket) {
  if (!bucket) return 1000;
  u32 log = (bucket - 1) / 4, quarter = (bucket - 1) % 4;
  return ((u64)(4 + quarter + 1) << log) * 250;
}

void collector_end_pause(Heap *heap, u64 begin) {
  Pauses *pauses = &heap->pauses;
  u64 nanoseconds = now() - begin;
  pauses->count++;
  pauses->nanoseconds += nanoseconds;
  if (nanoseconds > pauses->longest) pauses->longest = nanoseconds;
  pauses->buckets[pause_bucket(nanoseconds)]++;
}
