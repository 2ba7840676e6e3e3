/* cycle.c - mark-and-sweep: when a collection begins, and how much is done of
 * it at a time. See marking.h for what is done.
 *
 * All is paid for by allocation. A young collection begins after NURSERY bytes,
 * one of the whole heap when what is old has doubled. From then on each
 * SLICE bytes pay for a slice: of marking, WORK times as many bytes are
 * visited. Counting some bytes for each cell (see marking.c), the reachable
 * part of a heap is marked while the program takes about two fifths as much
 * again; and a slice takes about a fifth of a millisecond.
 *
 * Close to the limit of the heap there is no time for that: what is dead must
 * be found before the program is refused something. There, and when the program
 * asks for it, all is done at once.
 */
#include "heap/blocks.h"
#include "heap/collector.h"
#include "heap/marking.h"

constexpr u64 NURSERY = 4 << 20;
constexpr u64 SLICE = 64 << 10;
constexpr u64 WORK = 4;
/* A large cell may have taken many slices' worth: at most so many are done at
 * once, the others in a row after it. */
constexpr u64 SLICES_MAX = 2;
constexpr u64 CLEARED_BLOCKS = 512;
constexpr u64 SWEPT_BLOCKS = 32, SWEEP_SLICES = 64, TRIMMED_BLOCKS = 64;
/* What stress makes of these. */
constexpr u64 STRESS_NURSERY = 16 << 10, STRESS_SLICE = 1 << 10;

/* ---- Sizes --------------------------------------------------------------- */

static u64 nursery_bytes(const Heap *heap) {
  return heap->stress == STRESS_BARRIER ? STRESS_NURSERY : NURSERY;
}

static u64 slice_bytes(const Heap *heap) {
  return heap->stress == STRESS_BARRIER ? STRESS_SLICE : SLICE;
}

static u64 held_bytes(const Heap *heap) {
  return heap_live_bytes(heap) + heap->external_bytes;
}

/* Twice what lives, but near the limit small steps, so that what a program
 * may still use is found before it is refused. */
static void choose_thresholds(Heap *heap) {
  Marking *mark = &heap->mark;
  u64 held = heap->mark.marked_bytes + heap->external_bytes;
  u64 step = heap->limit / 32 < 64 << 10 ? 64 << 10 : heap->limit / 32;
  mark->hard_threshold = held + step > heap->limit ? held + step : heap->limit;
  u64 room = mark->hard_threshold - held;
  heap->threshold =
      2 * held < HEAP_MIN_THRESHOLD ? HEAP_MIN_THRESHOLD : 2 * held;
  if (mark->is_whole && heap->threshold > mark->hard_threshold)
    heap->threshold = mark->hard_threshold;
  if (!mark->is_whole && heap->threshold > held + room / 2)
    heap->threshold = held + room / 2;
}

static void note_limit(Heap *heap) {
  heap->over_limit =
      heap->mark.marked_bytes + heap->external_bytes > heap->limit;
  if (heap->over_limit && heap->interrupt)
    heap->interrupt(heap->interrupt_owner);
}

static void enter(Heap *heap, CollectorPhase phase) {
  heap->mark.phase = phase;
  heap_probe(heap, PHASE, NULL, value_from_int(phase),
             value_from_boolean(heap->mark.is_young));
}

/* ---- Phases -------------------------------------------------------------- */

static void begin_marking(Heap *heap) {
  if (!heap->mark.is_young) heap->mark.marked_bytes = 0;
  enter(heap, PHASE_MARKING);
  marking_begin(heap);
}

/* All marks of up to `blocks` blocks are cleared; true when of all. */
static bool clear_marks(Heap *heap, u64 blocks) {
  Block *block = NULL;
  while (blocks-- && (block = heap_next_block(heap, &heap->mark.block)))
    memset(block->marks, 0, sizeof block->marks);
  return !block;
}

static void begin(Heap *heap, bool is_young, const char *reason) {
  heap->mark.reason = reason;
  heap->mark.is_young = is_young;
  if (is_young) {
    begin_marking(heap);
  } else {
    marking_forget(heap);
    heap->mark.block = 0;
    enter(heap, PHASE_CLEARING);
  }
}

static void end_marking(Heap *heap) {
  Marking *mark = &heap->mark;
  sweeping_begin(heap);
  mark->clock_at_end = mark->clock_at_step = heap->taken_bytes;
  mark->next_step = mark->clock_at_step + slice_bytes(heap);
  if (!mark->is_young) choose_thresholds(heap);
  enter(heap, PHASE_SWEEPING);
}

static void end_sweeping(Heap *heap) {
  if (!heap->mark.is_young) choose_thresholds(heap);
  enter(heap, PHASE_IDLE);
}

/* Memory of free blocks is kept for as much as may be taken before the next
 * collection of everything. True when the rest is the system's again. */
static bool trim(Heap *heap, u64 blocks) {
  u64 keep = heap->threshold > heap->bytes ? heap->threshold - heap->bytes : 0;
  return heap->mark.is_young || heap_trim(heap, keep + NURSERY, blocks);
}

static bool sweep(Heap *heap, u64 blocks) {
  return sweeping_run(heap, blocks) && trim(heap, TRIMMED_BLOCKS);
}

/* ---- All at once --------------------------------------------------------- */

static void collect(Heap *heap, const char *reason) {
  assert(!heap->mark.is_inside);
  u64 begin_time = collector_begin_pause();
  sweeping_run(heap, UINT64_MAX);
  begin(heap, false, reason);
  clear_marks(heap, UINT64_MAX);
  begin_marking(heap);
  i64 all = -1;
  marking_run(heap, &all);
  end_marking(heap);
  sweeping_run(heap, UINT64_MAX);
  note_limit(heap);
  trim(heap, UINT64_MAX);
  end_sweeping(heap);
  heap->mark.next_step = heap->taken_bytes + nursery_bytes(heap);
  collector_end_pause(heap, begin_time);
}

/* ---- Step by step -------------------------------------------------------- */

/* Bytes allocated since the last collection had marked all. What is left of
 * runs was not allocated, but under stress it is all the same.
 */
static u64 young_bytes(const Heap *heap) {
  if (heap->stress) return heap->taken_bytes - heap->mark.clock_at_end;
  u64 rest = heap->bytes - heap->mark.unswept_bytes - heap_live_bytes(heap);
  return heap->taken_bytes - rest - heap->mark.clock_at_end;
}

static void step_marking(Heap *heap, u64 slices) {
  i64 work = (i64)(slices * slice_bytes(heap) * WORK);
  if (marking_run(heap, &work)) end_marking(heap);
}

/* The first slice comes at once: most young collections need no other, and what
 * is stored while marking is kept. */
static void step_idle(Heap *heap) {
  u64 young = young_bytes(heap), nursery = nursery_bytes(heap);
  if (young < nursery) {
    heap->mark.next_step = heap->taken_bytes + nursery - young;
    return;
  }
  bool is_young =
      heap->mark.marked_bytes + heap->external_bytes < heap->threshold;
  /* under stress both kinds take turns */
  if (heap->stress == STRESS_BARRIER) is_young = heap->collections % 4;
  begin(heap, is_young, is_young ? "young" : "threshold");
  if (is_young) step_marking(heap, 1);
}

static void step_sweeping(Heap *heap, u64 slices) {
  u64 blocks = heap->used_blocks / SWEEP_SLICES;
  if (blocks < SWEPT_BLOCKS) blocks = SWEPT_BLOCKS;
  if (!sweep(heap, slices * blocks)) return;
  end_sweeping(heap);
  heap_probe(heap, COLLECTION, NULL,
             value_from_number((double)heap->last.number), VALUE_UNDEFINED);
  heap->mark.next_step = heap->mark.clock_at_end + nursery_bytes(heap);
}

/* What is due for the bytes that were taken since the last step. */
static void step_due(Heap *heap) {
  Marking *mark = &heap->mark;
  u64 slice = slice_bytes(heap);
  u64 slices = (heap->taken_bytes - mark->clock_at_step) / slice;
  if (slices > SLICES_MAX) slices = SLICES_MAX;
  if (slices == 0) slices = 1;
  mark->clock_at_step += slices * slice;
  if (mark->clock_at_step > heap->taken_bytes)
    mark->clock_at_step = heap->taken_bytes;
  mark->next_step = mark->clock_at_step + slice;
  switch (mark->phase) {
  case PHASE_IDLE:
    mark->clock_at_step = heap->taken_bytes;
    step_idle(heap);
    break;
  case PHASE_CLEARING:
    if (clear_marks(heap, slices * CLEARED_BLOCKS)) begin_marking(heap);
    break;
  case PHASE_MARKING: step_marking(heap, slices); break;
  default: step_sweeping(heap, slices); break;
  }
}

/* Whether `bytes` more pass a bound of what is held. The cheap sum, which
 * counts runs as a whole, says whether the exact one is needed. */
static bool passes(const Heap *heap, u64 bytes, u64 bound) {
  return heap->bytes + heap->external_bytes + bytes > bound &&
         held_bytes(heap) + bytes > bound;
}

static void step(Heap *heap, u64 bytes) {
  if (unlikely(passes(heap, bytes, heap->mark.hard_threshold))) {
    heap_collect(heap, "limit");
  } else if (heap->taken_bytes + bytes >= heap->mark.next_step &&
             !heap->no_collect) {
    u64 begin_time = collector_begin_pause();
    step_due(heap);
    collector_end_pause(heap, begin_time);
  }
}

static void refill(Heap *heap, u32 class) {
  if (heap->mark.phase != PHASE_SWEEPING || heap->mark.is_whole) return;
  u64 begin_time = collector_begin_pause();
  bool is_over = false;
  for (u64 i = 0; i < SWEPT_BLOCKS && !is_over; i++) {
    is_over = sweeping_run(heap, 1);
    if (heap->allocators[class].runs) break;
  }
  collector_end_pause(heap, begin_time);
}

static void step_whole(Heap *heap, u64 bytes) {
  if (passes(heap, bytes, heap->threshold)) heap_collect(heap, "threshold");
}

/* ---- The two collectors -------------------------------------------------- */

static bool open(Heap *heap) {
  heap->mark.is_whole = heap->collector_kind == COLLECTOR_MARKING_WHOLE;
  heap->mark.next_step = nursery_bytes(heap);
  choose_thresholds(heap);
  return true;
}

static void close(Heap *heap) {
  vector_free(&heap->mark.stack);
  vector_free(&heap->mark.parts);
  vector_free(&heap->mark.remembered);
  vector_free(&heap->mark.weak);
  vector_free(&heap->mark.weak_again);
}

const Collector marking_collector = {.name = "marking",
                                     .open = open,
                                     .close = close,
                                     .step = step,
                                     .refill = refill,
                                     .collect = collect};
const Collector marking_whole_collector = {.name = "marking-whole",
                                           .open = open,
                                           .close = close,
                                           .step = step_whole,
                                           .collect = collect};
