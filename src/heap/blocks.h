/* blocks.h - the blocks of the region, shared by the files of src/heap/ and by
 * who describes them as a map.
 *
 * Three bit maps describe the region, one bit a block. A bit of block_map says
 * that the block is in use, of head_map that a Block header starts there (the
 * other blocks of a large cell have none), of touched_map that the system may
 * have given memory for it.
 */
#ifndef GLASSHEAP_HEAP_BLOCKS_H
#define GLASSHEAP_HEAP_BLOCKS_H

#include "heap/heap.h"

constexpr u64 HEAP_BLOCKS = HEAP_REGION_BYTES / HEAP_BLOCK_BYTES;
constexpr u64 HEAP_MIN_THRESHOLD = 4 << 20;

ALWAYS_INLINE bool bit_get(const u64 *map, u64 index) {
  return map[index / 64] >> (index % 64) & 1;
}
ALWAYS_INLINE void bit_set(u64 *map, u64 index) {
  map[index / 64] |= 1ull << (index % 64);
}
ALWAYS_INLINE void bit_clear(u64 *map, u64 index) {
  map[index / 64] &= ~(1ull << (index % 64));
}
ALWAYS_INLINE bool block_is_marked(const Block *block, const void *cell) {
  return bit_get(block->marks,
                 ((uintptr_t)cell & (HEAP_BLOCK_BYTES - 1)) / HEAP_GRANULE);
}
ALWAYS_INLINE Cell *block_large_cell(Block *block) {
  return (Cell *)((char *)block + block->first);
}

/* heap_hide_ - poisons free memory in sanitizer builds. */
ALWAYS_INLINE void heap_hide_(const void *start, size_t bytes) {
#ifdef HEAP_POISONS
  ASAN_POISON_MEMORY_REGION(start, bytes);
#else
  (void)start, (void)bytes;
#endif
}

/* heap_next_block - the first Block at index `*index` or above, NULL when
 * there is none; moves the index behind it. */
Block *heap_next_block(const Heap *heap, u64 *index);
/* heap_release_blocks - gives the blocks of a Block back to the map. */
void heap_release_blocks(Heap *heap, Block *block);
/* heap_make_run - writes the header of a free run. */
FreeCell *heap_make_run(char *start, size_t bytes);
/* heap_show_runs - writes headers for what is left of the runs that are being
 * handed out, so that blocks can be walked. */
void heap_show_runs(Heap *heap);
/* heap_trim - gives memory of up to `blocks` free blocks back to the system,
 * except for the lowest `keep` bytes of them; true when no more is to be given.
 */
bool heap_trim(Heap *heap, u64 keep, u64 blocks);

#endif
