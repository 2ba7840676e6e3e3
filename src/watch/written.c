/* written.c - bounds from the tables of page times and slot times. */
#include "watch/written.h"

#include "heap/collector.h"
#include "watch/describe_internal.h"

#include <inttypes.h>

static u32 later(u32 a, u32 b) {
  return a > b ? a : b;
}

static u32 earlier(u32 a, u32 b) {
  return a < b ? a : b;
}

/* ---- An owner and its parts ----------------------------------------------
 */

/* What was done to an owner and to its parts, each at the latest. */
typedef struct Look {
  const WriteTimes *times;
  Heap *heap;
  const Cell *shared; /* a part of all objects is no one's own */
  bool is_deep;       /* parts of parts count: accessors have them */
  u32 whole;          /* one of them allocated or rewritten */
  u32 parts;          /* a part stored into the owner */
  u32 slots;          /* any slot */
  u32 pages;          /* any page */
} Look;

static void look_at_cell(Look *look, const Cell *cell) {
  const WriteTimes *times = look->times;
  u64 bytes = heap_cell_bytes(look->heap, cell);
  look->whole =
      later(look->whole, slot_times_of_cell(&times->slots, look->heap, cell));
  look->slots =
      later(look->slots, slot_times_of_slots(&times->slots, look->heap, cell));
  look->pages =
      later(look->pages, page_times_of(&times->pages, look->heap, cell, bytes));
}

/* When the fields that refer to a part were stored to. Fields are told by what
 * lies in them: a pointer and a Value look alike. */
static u32 time_of_part(const Look *look, const Cell *from, const Cell *part) {
  const SlotTimes *slots = &look->times->slots;
  const u64 *words = (const u64 *)(const void *)from;
  u64 count = heap_cell_bytes(look->heap, from) / sizeof *words;
  u32 last = 0;
  bool is_found = false;
  for (u64 i = 1; i < count; i++) {
    if (words[i] != (u64)(uintptr_t)part) continue;
    is_found = true;
    last = later(last, slot_times_of(slots, look->heap, &words[i]));
  }
  return is_found ? last : slot_times_of_slots(slots, look->heap, from);
}

static void look_at_part(void *context, Cell *from, EdgeName name, Cell *to) {
  Look *look = context;
  if (!describe_is_part(to)) return;
  look->parts = later(look->parts, time_of_part(look, from, to));
  if (to == look->shared) return;
  look_at_cell(look, to);
  if (look->is_deep) heap_visit(look->heap, to, look_at_part, look);
}

static Look look_at(const Tracer *tracer, const Trace *trace,
                    const WriteTimes *times, Cell *owner) {
  Isolate *isolate = &tracer->vm->isolate;
  Look look = {.times = times,
               .heap = &isolate->heap,
               .is_deep = trace->name.type == CELL_EDGE_INTERNAL,
               .shared = (const Cell *)isolate->empty_elements};
  look_at_cell(&look, owner);
  heap_visit(&isolate->heap, owner, look_at_part, &look);
  return look;
}

static Cell *cell_at(const Tracer *tracer, u64 address) {
  return address ? heap_find(&tracer->vm->isolate.heap, address) : NULL;
}

/* ---- Traces ---------------------------------------------------------------
 */

/* The owner as a whole was made or rewritten, and what it holds with it. What
 * lies in the owner itself does not depend on parts. */
static u32 time_of_owner(const Tracer *tracer, const Trace *trace,
                         const Look *look, const Value *slot) {
  if (trace_is_inside(tracer, trace, slot))
    return slot_times_of_cell(&look->times->slots, look->heap,
                              cell_at(tracer, trace->owner));
  return later(look->whole, look->parts);
}

/* The slot of a property or a variable, in which nothing moves; else NULL. */
static const Value *steady_slot(const Tracer *tracer, const Trace *trace) {
  bool stays = trace->name.type == CELL_EDGE_SLOT ||
               trace->name.type == CELL_EDGE_VARIABLE;
  return stays ? trace_find_slot(tracer, trace) : NULL;
}

static u32 time_of_edge(const Tracer *tracer, const Trace *trace,
                        const Look *look) {
  const SlotTimes *slots = &look->times->slots;
  const Cell *target = cell_at(tracer, trace->target);
  const Value *slot = steady_slot(tracer, trace);
  if (!target) return 0; /* the edge is made later */
  if (target->kind == KIND_SHAPE) return UINT32_MAX; /* it has no stamps */
  u32 stored = slot_times_of(slots, look->heap, target);
  u32 there = slot ? slot_times_of(slots, look->heap, slot) : look->slots;
  return later(earlier(stored, there),
               time_of_owner(tracer, trace, look, slot));
}

/* The length of an array changes without a word. */
static bool is_told(const Trace *trace, const Cell *owner) {
  return trace->name.type == CELL_EDGE_VARIABLE || owner->kind != KIND_ARRAY;
}

static u32 time_of_place(const Tracer *tracer, const Trace *trace,
                         const Look *look, const Cell *owner) {
  const Value *slot = steady_slot(tracer, trace);
  if (!slot || !is_told(trace, owner)) return UINT32_MAX;
  return later(slot_times_of(&look->times->slots, look->heap, slot),
               time_of_owner(tracer, trace, look, slot));
}

static u32 time_of(const Tracer *tracer, const Trace *trace,
                   const WriteTimes *times) {
  Cell *owner = cell_at(tracer, trace->owner);
  /* not yet there: whatever made it comes later */
  if (!owner) return 0;
  if (!trace->target && !trace->is_place)
    return written_birth(times, &tracer->vm->isolate.heap, owner);
  Look look = look_at(tracer, trace, times, owner);
  u32 time = trace->is_place ? time_of_place(tracer, trace, &look, owner)
                             : time_of_edge(tracer, trace, &look);
  return earlier(time, look.pages);
}

u32 written_birth(const WriteTimes *times, const Heap *heap, const Cell *cell) {
  return earlier(
      slot_times_of_cell(&times->slots, heap, cell),
      page_times_of(&times->pages, heap, cell, heap_cell_bytes(heap, cell)));
}

static json_t *held_in(const Tracer *tracer, const Trace *trace) {
  return trace->is_place
             ? json_sprintf("%" PRIx64, trace_place_bits(tracer, trace))
             : json_null();
}

json_t *written_describe(Tracer *tracer, const WriteTimes *times) {
  json_t *written = json_array(), *held = json_array(), *born = json_array();
  const Heap *heap = &tracer->vm->isolate.heap;
  for (u32 i = 0; i < tracer->traces.count; i++) {
    const Trace *trace = &tracer->traces.items[i];
    json_array_append_new(written, json_integer(time_of(tracer, trace, times)));
    json_array_append_new(held, held_in(tracer, trace));
    /* counting frees cells between collections, too */
    bool is_there = !heap->collector->counts && cell_at(tracer, trace->owner);
    json_array_append_new(born, json_boolean(is_there));
  }
  return json_pack("{s:o, s:o, s:o, s:I, s:I}", "written", written, "held",
                   held, "born", born, "interval",
                   (json_int_t)times->slots.interval, "collections",
                   (json_int_t)heap->collections);
}
