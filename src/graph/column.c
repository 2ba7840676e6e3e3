/* column.c - memory for the arrays of a graph. */
#define _GNU_SOURCE
#include "graph/column.h"

#include "base/vector.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Smaller ones are malloc's. */
constexpr size_t COLUMN_AT_LEAST = 1 << 18;
/* Columns begin at pages. */
constexpr size_t UNIT = 1 << 12;
constexpr size_t HUGE_PAGE = (size_t)1 << 21;
/* Address space, of which only what is used takes memory. */
constexpr size_t REGION_AT_LEAST = (size_t)1 << 30;

/* ---- Regions ------------------------------------------------------------- */

/* Memory that no column has, between columns of the same region. */
typedef struct Range {
  u8 *start;
  size_t bytes;
  bool is_clear; /* never used, or given back: zero */
} Range;

typedef struct Region {
  u8 *start;
  size_t bytes, used; /* by columns */
} Region;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static VECTOR(Region) regions;
static VECTOR(Range) ranges; /* by address; those beside each other differ */

COLD static void fail(size_t bytes) {
  fprintf(stderr, "glassheap: out of memory (%zu bytes wanted)\n", bytes);
  exit(4);
}

/* The first free range at or after `start`. */
static u32 find_range(const u8 *start) {
  u32 low = 0, high = ranges.count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (ranges.items[middle].start < start)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static Region *region_of(const u8 *start) {
  for (u32 i = 0; i < regions.count; i++)
    if ((size_t)(start - regions.items[i].start) < regions.items[i].bytes)
      return &regions.items[i];
  return NULL;
}

static void insert_range(u32 at, Range range) {
  vector_push(&ranges, range);
  memmove(ranges.items + at + 1, ranges.items + at,
          (ranges.count - 1 - at) * sizeof range);
  ranges.items[at] = range;
}

static bool is_joined(const Range *a, const Range *b) {
  return a->start + a->bytes == b->start && a->is_clear == b->is_clear &&
         region_of(a->start) == region_of(b->start);
}

/* Makes one of range `at` and the one after it, where that is possible. */
static void join_ranges(u32 at) {
  if (at + 1 >= ranges.count) return;
  Range *range = &ranges.items[at], *next = range + 1;
  if (!is_joined(range, next)) return;
  range->bytes += next->bytes;
  vector_remove(&ranges, at + 1);
}

static void add_range(Range range) {
  u32 at = find_range(range.start);
  insert_range(at, range);
  join_ranges(at);
  if (at) join_ranges(at - 1);
}

static void add_region(size_t bytes) {
  size_t wanted = bytes > REGION_AT_LEAST ? bytes : REGION_AT_LEAST;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void *start = mmap(NULL, wanted, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (start == MAP_FAILED) {
    wanted = bytes; /* address space may be limited */
    start = mmap(NULL, wanted, PROT_READ | PROT_WRITE, flags, -1, 0);
  }
  if (start == MAP_FAILED) fail(bytes);
  vector_push(&regions, ((Region){start, wanted, 0}));
  add_range((Range){start, wanted, true});
}

/* ---- Columns ------------------------------------------------------------- */

/* Used memory before fresh memory, and the smallest that is enough. */
static u32 choose_range(size_t bytes) {
  u32 best = ranges.count;
  for (u32 i = 0; i < ranges.count; i++) {
    const Range *range = &ranges.items[i], *least = &ranges.items[best];
    if (range->bytes < bytes) continue;
    bool is_better = best == ranges.count || (range->is_clear == least->is_clear
                                                  ? range->bytes < least->bytes
                                                  : least->is_clear);
    if (is_better) best = i;
  }
  return best;
}

/* Huge pages for fresh memory that is about to be used, but not where the last
 * one would be used in part: in a heap of 50 MB that is one part of memory in
 * thirty. */
static void want_huge_pages(u8 *start, size_t bytes) {
  u8 *end = start + bytes - (uintptr_t)(start + bytes) % HUGE_PAGE;
  u8 *begin = start - (uintptr_t)start % HUGE_PAGE;
  const u8 *least = region_of(start)->start;
  if (begin < least) begin += HUGE_PAGE;
  if (begin < end) madvise(begin, (size_t)(end - begin), MADV_HUGEPAGE);
}

static void give_back(Range *range) {
  madvise(range->start, range->bytes, MADV_DONTNEED);
  range->is_clear = true;
}

/* Fresh memory is taken when no free range is long enough: as much of those
 * that are not goes back, so that pieces do not add up. */
static void balance(size_t bytes) {
  size_t given = 0;
  for (u32 i = 0; i < ranges.count && given < bytes; i++) {
    if (ranges.items[i].is_clear) continue;
    given += ranges.items[i].bytes;
    give_back(&ranges.items[i]);
  }
  for (u32 i = ranges.count; i-- > 0;)
    join_ranges(i);
}

static u8 *take_range(size_t bytes, bool *is_clear) {
  u32 at = choose_range(bytes);
  if (at == ranges.count) {
    add_region(bytes);
    at = choose_range(bytes);
  }
  if (ranges.items[at].is_clear) {
    balance(bytes);
    at = choose_range(bytes);
  }
  Range *range = &ranges.items[at];
  u8 *start = range->start;
  *is_clear = range->is_clear;
  if (*is_clear) want_huge_pages(start, bytes);
  range->start += bytes;
  range->bytes -= bytes;
  if (!range->bytes) vector_remove(&ranges, at);
  region_of(start)->used += bytes;
  return start;
}

static size_t bytes_of(u64 count, size_t item_bytes) {
  size_t bytes = (size_t)count * item_bytes;
  return bytes < COLUMN_AT_LEAST ? 0 : (bytes + UNIT - 1) & ~(UNIT - 1);
}

static void *allocate(u64 count, size_t item_bytes, bool *is_clear) {
  size_t bytes = bytes_of(count, item_bytes);
  *is_clear = true;
  if (!bytes) return base_allocate_zeroed((size_t)count * item_bytes + 1);
  pthread_mutex_lock(&lock);
  u8 *start = take_range(bytes, is_clear);
  pthread_mutex_unlock(&lock);
  return start;
}

void *column_allocate_raw(u64 count, size_t item_bytes) {
  bool is_clear;
  return allocate(count, item_bytes, &is_clear);
}

void *column_allocate(u64 count, size_t item_bytes) {
  bool is_clear;
  void *column = allocate(count, item_bytes, &is_clear);
  if (!is_clear) memset(column, 0, (size_t)count * item_bytes);
  return column;
}

void *column_reserve(u64 count, size_t item_bytes) {
  size_t bytes = (size_t)count * item_bytes + 1;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void *column = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (column == MAP_FAILED) fail(bytes);
  madvise(column, bytes, MADV_NOHUGEPAGE);
  return column;
}

void column_release(void *column, u64 count, size_t item_bytes) {
  if (column) munmap(column, (size_t)count * item_bytes + 1);
}

static void free_region(Region *region) {
  for (u32 i = ranges.count; i-- > 0;)
    if (region_of(ranges.items[i].start) == region) vector_remove(&ranges, i);
  munmap(region->start, region->bytes);
  *region = regions.items[--regions.count];
}

void column_free(void *column, u64 count, size_t item_bytes) {
  size_t bytes = bytes_of(count, item_bytes);
  if (!column || !bytes) {
    free(column);
    return;
  }
  pthread_mutex_lock(&lock);
  Region *region = region_of(column);
  assert(region && region->used >= bytes);
  region->used -= bytes;
  if (region->used)
    add_range((Range){column, bytes, false});
  else
    free_region(region);
  pthread_mutex_unlock(&lock);
}

void column_trim(void) {
  pthread_mutex_lock(&lock);
  for (u32 i = 0; i < ranges.count; i++)
    if (!ranges.items[i].is_clear) give_back(&ranges.items[i]);
  for (u32 i = ranges.count; i-- > 0;)
    join_ranges(i);
  pthread_mutex_unlock(&lock);
}

/* ---- Starts -------------------------------------------------------------- */

Starts starts_make(const u32 *from, u32 count) {
  Starts starts = {.bases = COLUMN_RAW(u32, (u64)count / 64 + 1),
                   .offsets = COLUMN_RAW(u16, count),
                   .count = count};
  VECTOR(u64) large = {};
  for (u32 i = 0; i < count; i++) {
    u32 base = from[i & ~63u], offset = from[i] - base;
    if (i % 64 == 0) starts.bases[i / 64] = base;
    starts.offsets[i] = offset < UINT16_MAX ? (u16)offset : UINT16_MAX;
    if (offset >= UINT16_MAX) vector_push(&large, (u64)i << 32 | from[i]);
  }
  starts.large = large.items;
  starts.large_count = large.count;
  return starts;
}

void starts_free(Starts *starts) {
  column_free(starts->bases, (u64)starts->count / 64 + 1, sizeof(u32));
  column_free(starts->offsets, starts->count, sizeof(u16));
  free(starts->large);
  *starts = (Starts){};
}

u32 starts_get_large(const Starts *starts, u32 i) {
  u32 low = 0, high = starts->large_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (starts->large[middle] >> 32 < i)
      low = middle + 1;
    else
      high = middle;
  }
  /* only a forged index has none, and is refused for it */
  bool is_there = low < starts->large_count && starts->large[low] >> 32 == i;
  return is_there ? (u32)starts->large[low] : 0;
}

/* ---- Bits ---------------------------------------------------------------- */

u32 *bits_rank_make(const Bits *bits, u64 count) {
  u64 words = count / 64 + 1;
  u32 *ranks = COLUMN_RAW(u32, words), sum = 0;
  for (u64 i = 0; i < words; i++) {
    ranks[i] = sum;
    sum += (u32)__builtin_popcountll(bits[i]);
  }
  return ranks;
}

/* ---- Sizes
 * ------------------------------------------------------------------- */

Sizes sizes_make(u32 count) {
  return (Sizes){.small = COLUMN_RAW(u32, count), .count = count};
}

Sizes sizes_copy(const Sizes *sizes) {
  Sizes copy = sizes_make(sizes->count);
  memcpy(copy.small, sizes->small, sizes->count * sizeof *copy.small);
  copy.large_count = copy.large_capacity = sizes->large_count;
  if (sizes->large_count)
    copy.large =
        base_copy(sizes->large, sizes->large_count * sizeof *sizes->large);
  return copy;
}

void sizes_free(Sizes *sizes) {
  column_free(sizes->small, sizes->count, sizeof *sizes->small);
  free(sizes->large);
  *sizes = (Sizes){};
}

/* The place of `node` among the large ones, or where it would be. */
static u32 find_large(const Sizes *sizes, u32 node) {
  u32 low = 0, high = sizes->large_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (sizes->large[middle].node < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

u64 sizes_get_large(const Sizes *sizes, u32 node) {
  u32 at = find_large(sizes, node);
  /* only a forged index has none */
  bool is_there = at < sizes->large_count && sizes->large[at].node == node;
  return is_there ? sizes->large[at].bytes : 0;
}

static void set_large(Sizes *sizes, u32 node, u64 bytes) {
  u32 at = find_large(sizes, node);
  bool is_there = at < sizes->large_count && sizes->large[at].node == node;
  if (!is_there && sizes->large_count == sizes->large_capacity) {
    sizes->large_capacity = 2 * sizes->large_capacity + 8;
    sizes->large = base_reallocate(sizes->large, sizes->large_capacity *
                                                     sizeof *sizes->large);
  }
  LargeSize *place = &sizes->large[at];
  if (!is_there)
    memmove(place + 1, place, (sizes->large_count++ - at) * sizeof *place);
  *place = (LargeSize){node, bytes};
  sizes->small[node] = UINT32_MAX;
}

void sizes_set(Sizes *sizes, u32 node, u64 bytes) {
  if (unlikely(bytes >= UINT32_MAX))
    set_large(sizes, node, bytes);
  else
    sizes->small[node] = (u32)bytes;
}
