/* index_guard.h - parts of an index are checked when they are first looked at.
 *
 * An index is as large as a third of its snapshot, and a question looks at a
 * few pages of it. So its memory is closed at first: the first look at a block
 * is a fault of the processor, upon which the block is compared with its
 * checksum and opened. A second mapping of the same file, always readable, is
 * what is summed up, so that no other thread sees the block before.
 *
 * A block that is wrong must not be used, and what was computed from others
 * cannot be taken back from here: the index is removed, and the process begins
 * again (index_guard_recover), or ends with one clear line.
 */
#ifndef GLASSHEAP_GRAPH_INDEX_GUARD_H
#define GLASSHEAP_GRAPH_INDEX_GUARD_H

#include "base/base.h"

typedef u64 (*BlockSum)(const u8 *bytes, size_t length);

typedef struct IndexGuard {
  u8 *closed;         /* what is used; at a page */
  const u8 *readable; /* the same bytes */
  size_t length, block;
  const u64 *sums; /* of blocks */
  BlockSum sum;
  const char *path; /* of the index */
} IndexGuard;

/* index_guard_begin - closes the memory. False when that is not possible: then
 * everything has to be checked at once. The guard must stay where it is. */
bool index_guard_begin(const IndexGuard *guard);
/* index_guard_end - before the memory is unmapped. */
void index_guard_end(const IndexGuard *guard);

/* index_guard_recover - what is called when a block is wrong, after the index
 * was removed; if it returns, the process ends. */
void index_guard_recover(void (*recover)(void));

#endif
