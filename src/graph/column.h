/* column.h - the arrays of a graph: one number for each node or edge.
 *
 * They are large, live long and are all of known length, so they come straight
 * from the kernel, in huge pages where it gives any (a fifth of the time of a
 * plain version went into page faults), and go back to it the same way.
 *
 * Sizes are columns of their own kind: nearly every object has fewer than
 * 2^32 bytes, and the few that have more (a large ArrayBuffer, and whatever
 * retains it) are kept beside the column.
 */
#ifndef GLASSHEAP_GRAPH_COLUMN_H
#define GLASSHEAP_GRAPH_COLUMN_H

#include "base/base.h"

/* column_allocate - `count` zeroed items of `item_bytes` bytes. Ends the
 * process with one clear line when there is no memory. */
void *column_allocate(u64 count, size_t item_bytes);
/* column_free - with the same numbers; `column` may be NULL. */
void column_free(void *column, u64 count, size_t item_bytes);

#define COLUMN(T, count) ((T *)column_allocate(count, sizeof(T)))

typedef struct LargeSize {
  u32 node;
  u64 bytes;
} LargeSize;

typedef struct Sizes {
  u32 *small; /* UINT32_MAX: see `large` */
  u32 count, large_count, large_capacity;
  LargeSize *large; /* in the order of their nodes */
} Sizes;

Sizes sizes_make(u32 count);
void sizes_free(Sizes *sizes);
/* sizes_set - not for two threads at once, when `bytes` is large. */
void sizes_set(Sizes *sizes, u32 node, u64 bytes);
/* sizes_get_large - the way of sizes_get for those beside the column. */
u64 sizes_get_large(const Sizes *sizes, u32 node);

static inline u64 sizes_get(const Sizes *sizes, u32 node) {
  u32 bytes = sizes->small[node];
  return likely(bytes != UINT32_MAX) ? bytes : sizes_get_large(sizes, node);
}

/* A bit for each item. */
typedef u64 Bits;

static inline Bits *bits_make(u64 count) {
  return COLUMN(Bits, count / 64 + 1);
}

static inline void bits_free(Bits *bits, u64 count) {
  column_free(bits, count / 64 + 1, sizeof *bits);
}

static inline bool bits_get(const Bits *bits, u64 i) {
  return bits[i / 64] >> (i % 64) & 1;
}

static inline void bits_set(Bits *bits, u64 i) {
  bits[i / 64] |= 1ull << (i % 64);
}

#endif
