/* index_guard.h - the blocks of an index, and what happens when one is wrong.
 *
 * An index is as large as half its snapshot, and a question looks at a
 * few pages of it. So for a single question its memory is closed at first: the
 * first look at a block is a fault of the processor, upon which the block is
 * compared with its checksum, its numbers with their limits (index_check.h),
 * and it is opened. A second mapping of the same file, always readable, is what
 * is looked at, so that no other thread sees the block before.
 *
 * A block that is wrong must not be used, and what was computed from others
 * cannot be taken back from here: the index is removed, and the process begins
 * again (index_guard_recover), or ends with one clear line. The same happens
 * when the file of the index is cut off while it is mapped.
 */
#ifndef GLASSHEAP_GRAPH_INDEX_GUARD_H
#define GLASSHEAP_GRAPH_INDEX_GUARD_H

#include "graph/index_check.h"

constexpr u32 INDEX_CHECKS_MAX = 32;

typedef u64 (*BlockSum)(const u8 *bytes, size_t length);

typedef struct IndexGuard {
  const u8 *readable; /* the parts */
  size_t length, block;
  const u64 *sums; /* of blocks */
  BlockSum sum;
  IndexCheck checks[INDEX_CHECKS_MAX];
  u32 check_count;
  const char *path; /* of the index */
  /* The same bytes, which are used, at a page; NULL when all was checked. */
  u8 *closed;
} IndexGuard;

/* index_guard_check - whether a block is as it was written, and can be. */
bool index_guard_check(const IndexGuard *guard, size_t block);
/* index_guard_begin - closes the memory. False when that is not possible: then
 * everything has to be checked at once. The guard must stay where it is. */
bool index_guard_begin(const IndexGuard *guard);
/* index_guard_end - before the memory is unmapped. */
void index_guard_end(const IndexGuard *guard);

/* index_guard_lost - for mapping_watch: a page of the index's file is gone. */
void index_guard_lost(const void *guard);

/* index_guard_recover - what is called when a block of closed memory is wrong,
 * after the index was removed; if it returns, the process ends. */
void index_guard_recover(void (*recover)(void));
/* index_guard_begin_again - one of those: the process is replaced by one with
 * the same program and arguments, for whom nothing was printed yet. */
void index_guard_begin_again(void);

#endif
