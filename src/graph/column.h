/* column.h - the arrays of a graph: one number for each node or edge.
 *
 * They are large, and all of known length. Fresh memory is what costs: the
 * kernel has to find pages and to clear them, which was a fifth of the time of
 * opening a snapshot. So columns are cut from a few large regions, packed, in
 * huge pages where there are any, and what one stage frees the next gets:
 *
 *   region  | flags | sizes  | edges           | free | order  | never used
 *
 * Free ranges are a list in the order of addresses; the first one that is long
 * enough is taken. `column_trim` gives back to the kernel what is free.
 *
 * Sizes are columns of their own kind: nearly every object has fewer than
 * 2^32 bytes, and the few that have more (a large ArrayBuffer, and whatever
 * retains it) are kept beside the column.
 */
#ifndef GLASSHEAP_GRAPH_COLUMN_H
#define GLASSHEAP_GRAPH_COLUMN_H

#include "base/base.h"

/* column_allocate - `count` zeroed items of `item_bytes` bytes. Ends the
 * process with one clear line when there is no memory. From any thread, like
 * all here. */
void *column_allocate(u64 count, size_t item_bytes);
/* column_allocate_raw - the same, with anything in them. */
void *column_allocate_raw(u64 count, size_t item_bytes);
/* column_free - with the same numbers; `column` may be NULL. */
void column_free(void *column, u64 count, size_t item_bytes);
/* column_reserve - room for `count` zeroed items that takes memory only where
 * it is touched, a page at a time: for stacks, which may become as long as
 * there are nodes and hardly ever do. Ends the process like column_allocate. */
void *column_reserve(u64 count, size_t item_bytes);
/* column_release - with the same numbers; `column` may be NULL. */
void column_release(void *column, u64 count, size_t item_bytes);
/* column_trim - what is free goes back to the kernel; after the last stage. */
void column_trim(void);

#define COLUMN(T, count) ((T *)column_allocate(count, sizeof(T)))
#define COLUMN_RAW(T, count) ((T *)column_allocate_raw(count, sizeof(T)))
#define COLUMN_RESERVE(T, count) ((T *)column_reserve(count, sizeof(T)))

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
Sizes sizes_copy(const Sizes *sizes);
void sizes_free(Sizes *sizes);
/* sizes_set - not for two threads at once, when `bytes` is large. */
void sizes_set(Sizes *sizes, u32 node, u64 bytes);
/* sizes_get_large - the way of sizes_get for those beside the column. */
u64 sizes_get_large(const Sizes *sizes, u32 node);

static inline u64 sizes_get(const Sizes *sizes, u32 node) {
  u32 bytes = sizes->small[node];
  return likely(bytes != UINT32_MAX) ? bytes : sizes_get_large(sizes, node);
}

/* ---- Starts ----
 *
 * Where the list of each node begins in a column of all lists: rising numbers,
 * of which every 64th is kept and the others as the distance from that. */

typedef struct Starts {
  u32 *bases;
  u16 *offsets; /* UINT16_MAX: see `large` */
  u32 count, large_count;
  u64 *large; /* the number of the item above, its start below; rising */
} Starts;

Starts starts_make(const u32 *starts, u32 count);
void starts_free(Starts *starts);
/* starts_get_large - the way of starts_get for what is too far away. */
u32 starts_get_large(const Starts *starts, u32 i);

static inline u32 starts_get(const Starts *starts, u32 i) {
  u16 offset = starts->offsets[i];
  return likely(offset != UINT16_MAX) ? starts->bases[i / 64] + offset
                                      : starts_get_large(starts, i);
}

/* ---- Bits ---- */

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

/* bits_rank_make - for each word of `bits` how many bits are set before it. */
u32 *bits_rank_make(const Bits *bits, u64 count);

static inline void bits_rank_free(u32 *ranks, u64 count) {
  column_free(ranks, count / 64 + 1, sizeof *ranks);
}

/* bits_rank - how many bits are set before bit `i`. */
static inline u32 bits_rank(const Bits *bits, const u32 *ranks, u64 i) {
  u64 before = bits[i / 64] & ((1ull << (i % 64)) - 1);
  return ranks[i / 64] + (u32)__builtin_popcountll(before);
}

static inline void bits_clear(Bits *bits, u64 i) {
  bits[i / 64] &= ~(1ull << (i % 64));
}

static inline void bits_set(Bits *bits, u64 i) {
  bits[i / 64] |= 1ull << (i % 64);
}

#endif
