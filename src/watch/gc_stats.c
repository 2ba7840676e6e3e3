/* gc_stats.c - `glassheap run --gc-stats`: what the collector did, how long the
 * program stood still for it, and how often how long.
 *
 *   marking: 76 collections (71 of the young), 123.8 ms in 3,210 pauses
 *   47.89 MiB alive at the end, 0.00 MiB outside the heap
 *   pauses: half under 0.03 ms, 99% under 0.12, 99.9% under 0.20; longest 0.31
 *      under 0.016 ms    412 ######
 *      under 0.031 ms  1,980 ############################
 */
#include "watch/session.h"

#include "heap/collector.h"

#include <stdio.h>

constexpr u32 BAR = 40;

/* The end of the bucket that the part `thousandths` of all pauses reaches to,
 * in milliseconds. */
static double quantile(const Pauses *pauses, u32 thousandths) {
  u64 wanted = (pauses->count * thousandths + 999) / 1000, seen = 0;
  u32 bucket = 0;
  while (bucket < PAUSE_BUCKETS - 1 &&
         (seen += pauses->buckets[bucket]) < wanted)
    bucket++;
  u64 end = pause_bucket_end(bucket);
  return (double)(end < pauses->longest ? end : pauses->longest) / 1e6;
}

/* The pauses in the buckets of one doubling. */
static u64 doubling_count(const Pauses *pauses, u32 doubling) {
  u64 count = doubling ? 0 : pauses->buckets[0];
  for (u32 i = 0; i < 4; i++)
    if (doubling * 4 + 1 + i < PAUSE_BUCKETS)
      count += pauses->buckets[doubling * 4 + 1 + i];
  return count;
}

static void print_bar(const Pauses *pauses, u32 doubling, u64 most) {
  u64 count = doubling_count(pauses, doubling);
  char bar[BAR + 1] = {};
  memset(bar, '#', (size_t)((count * BAR + most - 1) / most));
  fprintf(stderr, "  under %8.3f ms %8llu %s\n",
          (double)pause_bucket_end(doubling * 4 + 4) / 1e6,
          (unsigned long long)count, bar);
}

static void print_histogram(const Pauses *pauses) {
  constexpr u32 DOUBLINGS = (PAUSE_BUCKETS - 1) / 4;
  u32 first = DOUBLINGS, last = 0;
  u64 most = 1;
  for (u32 i = 0; i < DOUBLINGS; i++) {
    u64 count = doubling_count(pauses, i);
    if (count > most) most = count;
    if (count) last = i;
    if (count && first == DOUBLINGS) first = i;
  }
  for (u32 i = first; i <= last; i++)
    print_bar(pauses, i, most);
}

void session_print_gc_stats(VM *vm) {
  const Heap *heap = &vm->isolate.heap;
  const Pauses *pauses = &heap->pauses;
  fprintf(stderr,
          "%s: %llu collections (%llu of the young), %.1f ms in %llu pauses\n"
          "%.2f MiB alive at the end, %.2f MiB outside the heap\n",
          collector_name(heap->collector_kind),
          (unsigned long long)heap->collections,
          (unsigned long long)heap->young_collections,
          (double)pauses->nanoseconds / 1e6, (unsigned long long)pauses->count,
          (double)heap_live_bytes(heap) / (1 << 20),
          (double)heap->external_bytes / (1 << 20));
  if (!pauses->count) return;
  fprintf(stderr,
          "pauses: half under %.3f ms, 99%% under %.3f, 99.9%% under %.3f; "
          "longest %.3f\n",
          quantile(pauses, 500), quantile(pauses, 990), quantile(pauses, 999),
          (double)pauses->longest / 1e6);
  print_histogram(pauses);
}
