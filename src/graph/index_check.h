/* index_check.h - that nothing in an index leads beside the arrays of a graph.
 *
 * Checksums tell that an index is as somebody wrote it, not that we did. So the
 * numbers in it that are used as places, of nodes, classes and edges, are
 * compared with how many there are, block by block like the sums: whoever
 * forges an index gets wrong answers, but nothing is read that is not there.
 */
#ifndef GLASSHEAP_GRAPH_INDEX_CHECK_H
#define GLASSHEAP_GRAPH_INDEX_CHECK_H

#include "graph/column.h"

/* Of a part of an index: */
typedef struct IndexCheck {
  size_t start, bytes; /* where it is, counted from the first part */
  /* either a word of 32 bits in each item, shifted, is below the limit, */
  u32 stride, offset, shift;
  u32 limit;
  /* or the offsets of `starts` rise up to at most the limit */
  bool is_starts;
  Starts starts;
} IndexCheck;

/* index_check - whether the items that begin in bytes [from, to) of the parts,
 * which are at `parts`, keep to it. Allocates nothing: may be called in a
 * handler of signals. */
bool index_check(const IndexCheck *check, const u8 *parts, size_t from,
                 size_t to);

#endif
