/* vector.h - a growing array of any type, as a header alone.
 *
 *   VECTOR(u16) code = {};          // {u16 *items; u32 count, capacity;}
 *   vector_push(&code, OP_RETURN);
 *   for (u32 i = 0; i < code.count; i++) use(code.items[i]);
 *   vector_free(&code);
 *
 * Zeroed memory is an empty vector. Growth doubles, so a push is O(1)
 * amortised. Items move when the vector grows: keep indices, not pointers.
 */
#ifndef GLASSHEAP_BASE_VECTOR_H
#define GLASSHEAP_BASE_VECTOR_H

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#define VECTOR(T)                                                              \
  struct {                                                                     \
    T *items;                                                                  \
    u32 count, capacity;                                                       \
  }

/* vector_reserve - room for `n` more items without moving again. */
#define vector_reserve(v, n)                                                   \
  ((v)->count + (u64)(n) > (v)->capacity                                       \
       ? (void)((v)->items =                                                   \
                    vector_grow_((v)->items, &(v)->capacity,                   \
                                 (v)->count + (u64)(n), sizeof *(v)->items))   \
       : (void)0)

#define vector_push(v, item)                                                   \
  (vector_reserve(v, 1), (v)->items[(v)->count++] = (item))

/* vector_pop - removes and yields the last item; the vector is not empty. */
#define vector_pop(v) (assert((v)->count), (v)->items[--(v)->count])
#define vector_last(v) (assert((v)->count), &(v)->items[(v)->count - 1])

/* vector_remove - takes out item `at`; those behind it move up. */
#define vector_remove(v, at)                                                   \
  vector_remove_((v)->items, &(v)->count, (at), sizeof *(v)->items)

/* vector_drop - takes out each item that is the pointer `item`. */
#define vector_drop(v, item)                                                   \
  do {                                                                         \
    u32 kept_ = 0;                                                             \
    for (u32 i_ = 0; i_ < (v)->count; i_++)                                    \
      if ((v)->items[i_] != (item)) (v)->items[kept_++] = (v)->items[i_];      \
    (v)->count = kept_;                                                        \
  } while (0)

#define vector_free(v)                                                         \
  (free((v)->items), (v)->items = NULL, (v)->count = (v)->capacity = 0)

static inline void vector_remove_(void *items, u32 *count, u64 at,
                                  size_t item_bytes) {
  assert(at < *count);
  char *item = (char *)items + at * item_bytes;
  memmove(item, item + item_bytes, (--*count - at) * item_bytes);
}

static inline void *vector_grow_(void *items, u32 *capacity, u64 wanted,
                                 size_t item_bytes) {
  u64 next = *capacity ? 2 * (u64)*capacity : 8;
  if (next < wanted) next = wanted;
  assert(next <= UINT32_MAX);
  *capacity = (u32)next;
  return base_reallocate(items, (size_t)next * item_bytes);
}

#endif
