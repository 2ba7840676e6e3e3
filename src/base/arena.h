/* arena.h - memory that is freed all at once: for syntax trees and the like.
 *
 * Blocks of 64 KiB (or larger for a large request) are chained; an allocation
 * is a pointer bump. Everything is zeroed. Nothing is freed before
 * arena_free.
 */
#ifndef GLASSHEAP_BASE_ARENA_H
#define GLASSHEAP_BASE_ARENA_H

#include "base/base.h"

typedef struct ArenaBlock ArenaBlock;

/* Zeroed memory is an empty arena. */
typedef struct Arena {
  ArenaBlock *blocks;
  char *cursor, *end;
} Arena;

/* arena_allocate - `bytes` zeroed bytes, aligned to 8, owned by the arena. */
void *arena_allocate(Arena *arena, size_t bytes);
/* arena_copy - a copy of `bytes` bytes, owned by the arena. */
void *arena_copy(Arena *arena, const void *source, size_t bytes);
/* arena_free - frees everything and leaves an empty arena. */
void arena_free(Arena *arena);

#define arena_new(arena, T) ((T *)arena_allocate(arena, sizeof(T)))

#endif
