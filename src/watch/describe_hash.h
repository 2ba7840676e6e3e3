/* describe_hash.h - what the two files of the hash share.
 *
 *   describe_hash.c         the run around the heap: frames, jobs, the event
 *                           loop, the collector, the console
 *   describe_hash_cells.c   what lies in each kind of cell
 *
 * Nothing that differs between two processes at the same moment goes in: C
 * pointers do not, addresses in the heap's region do; nor do fields that are
 * filled in when somebody looks (the hash of a string, the place that a live
 * list has counted to).
 */
#ifndef GLASSHEAP_WATCH_DESCRIBE_HASH_H
#define GLASSHEAP_WATCH_DESCRIBE_HASH_H

#include "watch/describe_internal.h"

typedef struct Digest {
  VM *vm;
  u64 state;
} Digest;

/* digest_word - FNV-1a over words, with a final mix. */
static inline void digest_word(Digest *digest, u64 word) {
  digest->state = (digest->state ^ word) * 0x100000001B3ull;
  digest->state ^= digest->state >> 29;
}

void digest_bytes(Digest *digest, const void *bytes, size_t length);
void digest_text(Digest *digest, const char *text);
/* digest_reference - a cell by its address; NULL is none. */
void digest_reference(Digest *digest, const Cell *cell);
void digest_value(Digest *digest, Value value);
/* digest_edge - an EdgeFunction whose context is the Digest. */
void digest_edge(void *context, Cell *from, EdgeName name, Cell *to);
/* digest_cell - a CellVisitor, the same: the cell, all that it refers to, and
 * what the collector knows of it. */
void digest_cell(void *context, Cell *cell, CellKind kind, size_t bytes);

#endif
