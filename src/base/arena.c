#include "base/arena.h"

#include <stdlib.h>

constexpr size_t ARENA_BLOCK_BYTES = 64 * 1024;

struct ArenaBlock {
  ArenaBlock *next;
  alignas(8) char bytes[];
};

static void arena_add_block(Arena *arena, size_t bytes) {
  ArenaBlock *block = base_allocate_zeroed(sizeof(ArenaBlock) + bytes);
  block->next = arena->blocks;
  arena->blocks = block;
  arena->cursor = block->bytes;
  arena->end = block->bytes + bytes;
}

void *arena_allocate(Arena *arena, size_t bytes) {
  bytes = (bytes + 7) & ~(size_t)7;
  if ((size_t)(arena->end - arena->cursor) < bytes)
    arena_add_block(arena,
                    bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES);
  void *result = arena->cursor;
  arena->cursor += bytes;
  return result;
}

void *arena_copy(Arena *arena, const void *source, size_t bytes) {
  void *copy = arena_allocate(arena, bytes ? bytes : 1);
  if (bytes) memcpy(copy, source, bytes);
  return copy;
}

void arena_free(Arena *arena) {
  for (ArenaBlock *block = arena->blocks, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  *arena = (Arena){};
}
