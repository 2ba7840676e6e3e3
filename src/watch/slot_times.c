/* slot_times.c - what the heap's stamps mean. */
#include "watch/slot_times.h"

#include "heap/stamps.h"

/* Rounded up: later than the truth, not earlier. */
static u32 number_of(const SlotTimes *times, u32 interval) {
  return (interval + (1u << times->shift) - 1) >> times->shift;
}

static u32 time_of(const SlotTimes *times, u8 stamp) {
  return (u32)stamp << times->shift;
}

void slot_times_open(SlotTimes *times, Heap *heap) {
  *times = (SlotTimes){.is_known = stamps_open(heap)};
}

void slot_times_note(SlotTimes *times, Heap *heap) {
  times->interval++;
  if (!times->is_known) return;
  if (number_of(times, times->interval + 1) > STAMP_MAX) {
    stamps_halve(heap);
    times->shift++;
  }
  stamps_go_on(heap, (u8)number_of(times, times->interval + 1));
}

u32 slot_times_of(const SlotTimes *times, const Heap *heap, const void *slot) {
  return times->is_known ? time_of(times, stamp_of(heap, slot)) : UINT32_MAX;
}

u32 slot_times_of_cell(const SlotTimes *times, const Heap *heap,
                       const Cell *cell) {
  u64 bytes = heap_cell_bytes(heap, cell);
  u8 least = STAMP_MAX;
  if (!times->is_known) return UINT32_MAX;
  for (u64 at = 0; at < bytes; at += HEAP_GRANULE) {
    u8 stamp = stamp_of(heap, (const char *)cell + at);
    if (stamp < least) least = stamp;
  }
  return time_of(times, least);
}

u32 slot_times_of_slots(const SlotTimes *times, const Heap *heap,
                        const Cell *cell) {
  u64 bytes = heap_cell_bytes(heap, cell);
  u8 last = 0;
  if (!times->is_known) return UINT32_MAX;
  for (u64 at = sizeof *cell; at < bytes; at += HEAP_GRANULE) {
    u8 stamp = stamp_of(heap, (const char *)cell + at);
    if (stamp > last) last = stamp;
  }
  return time_of(times, last);
}
