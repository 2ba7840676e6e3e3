/* column.c - memory for the arrays of a graph. */
#define _GNU_SOURCE
#include "graph/column.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Smaller ones are not worth a mapping. */
constexpr size_t MAPPED_AT_LEAST = 1 << 20;

void *column_allocate(u64 count, size_t item_bytes) {
  size_t bytes = (size_t)count * item_bytes;
  if (bytes < MAPPED_AT_LEAST) return base_allocate_zeroed(bytes ? bytes : 1);
  void *column = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (column == MAP_FAILED) {
    fprintf(stderr, "glassheap: out of memory (%zu bytes wanted)\n", bytes);
    exit(4);
  }
  madvise(column, bytes, MADV_HUGEPAGE);
  return column;
}

void column_free(void *column, u64 count, size_t item_bytes) {
  size_t bytes = (size_t)count * item_bytes;
  if (!column) return;
  if (bytes < MAPPED_AT_LEAST)
    free(column);
  else
    munmap(column, bytes);
}

/* ---- Sizes
 * ------------------------------------------------------------------- */

Sizes sizes_make(u32 count) {
  return (Sizes){.small = COLUMN(u32, count), .count = count};
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
  assert(at < sizes->large_count && sizes->large[at].node == node);
  return sizes->large[at].bytes;
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
