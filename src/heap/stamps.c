/* stamps.c - see stamps.h. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */

#include "heap/stamps.h"

#include <sys/mman.h>

constexpr size_t TABLE_BYTES = HEAP_REGION_BYTES / HEAP_GRANULE;

static u8 *table_of(const Heap *heap) {
  return heap_stamp_at_(heap, heap->region);
}

bool stamps_open(Heap *heap) {
  assert(!heap->stamps);
  void *table = mmap(NULL, TABLE_BYTES, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (table == MAP_FAILED) return false;
  heap->stamps = (uintptr_t)table - (uintptr_t)heap->region / HEAP_GRANULE;
  if (!stamps_commit(heap, heap->committed_blocks)) {
    stamps_close(heap);
    return false;
  }
  if (heap->tells == TELLS_NOBODY) heap->tells = TELLS_STAMPS;
  stamps_go_on(heap, 1);
  return true;
}

void stamps_close(Heap *heap) {
  if (heap->stamps) munmap(table_of(heap), TABLE_BYTES);
  heap->stamps = 0;
  if (heap->tells == TELLS_STAMPS) heap->tells = TELLS_NOBODY;
}

/* Memory that may be written counts against the limits of a process, used or
 * not. */
bool stamps_commit(Heap *heap, u64 blocks) {
  size_t bytes = blocks * HEAP_BLOCK_BYTES / HEAP_GRANULE;
  return !bytes || !mprotect(table_of(heap), bytes, PROT_READ | PROT_WRITE);
}

void stamps_add(Heap *heap, const void *start, u64 bytes) {
  memset(heap_stamp_at_(heap, start), heap->stamp,
         (bytes + HEAP_GRANULE - 1) / HEAP_GRANULE);
}

void heap_stamp_owner_(Heap *heap, const Cell *owner) {
  stamps_add(heap, owner, heap_cell_bytes(heap, owner));
}

void stamps_go_on(Heap *heap, u8 stamp) {
  heap->stamp = stamp;
  for (u32 i = 0; i < HEAP_SIZE_CLASSES; i++) {
    const Allocator *allocator = &heap->allocators[i];
    if (allocator->cursor < allocator->run_end)
      stamps_add(heap, allocator->cursor,
                 (u64)(allocator->run_end - allocator->cursor));
  }
}

void stamps_halve(Heap *heap) {
  u8 *table = table_of(heap);
  u64 count = heap->used_blocks * HEAP_BLOCK_BYTES / HEAP_GRANULE;
  for (u64 i = 0; i < count; i++)
    if (table[i]) table[i] = (u8)((table[i] + 1) / 2);
}
