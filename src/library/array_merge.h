/* array_merge.h - the sorting itself: a stable merge sort over words.
 *
 * Runs that are in order already (or in strictly falling order, then turned
 * round) are found first, short ones are made longer by insertion, and all are
 * merged in pairs of similar length: the scheme of Peters' timsort without its
 * galloping. Sorted input costs one comparison an item; short arrays see the
 * same calls of a compare function as in V8.
 *
 * The words lie in the elements of private arrays, so the collector sees every
 * value at any time, and compare functions may do what they like.
 */
#ifndef GLASSHEAP_LIBRARY_ARRAY_MERGE_H
#define GLASSHEAP_LIBRARY_ARRAY_MERGE_H

#include "library/array.h"

/* An item is `stride` words (1 or 2); the first is what is compared. */
typedef struct Sort {
  VM *vm;
  Value compare; /* the compare function, when `order` wants one */
  u32 stride;
  /* whether `later` must come before `earlier`, which lies before it; false
   * when it threw */
  bool (*order)(struct Sort *sort, Value later, Value earlier, bool *before);
  Object **scratch; /* a rooted variable of the sort's own */
} Sort;

/* array_merge_sort - sorts the items of a private plain array. */
bool array_merge_sort(Sort *sort, Object *items);

#endif
