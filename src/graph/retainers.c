/* retainers.c - the edges by their targets: a counting sort.
 *
 * Threads share the targets, not the edges: each goes along all edges, in the
 * order of their sources, and takes those that lead to its own nodes. To go
 * along them once more costs little beside the writing, which is all over
 * memory; and so no thread waits for another, one column of places does for
 * all, and every list is in the order of its sources.
 */
#include "graph/analysis.h"
#include "graph/tasks.h"

#include <stdlib.h>

/* More would go along the edges more often than they save. */
constexpr u32 PARTS_MAX = 4;

struct RetainerSort {
  HeapGraph *graph;
  const Bits *is_page;
  u32 parts;
  /* Of each node: how many at first; then, where the next goes; at the end,
   * where the next node's begin. */
  u32 *places;
};

typedef RetainerSort Sort;

/* The nodes whose lists a thread writes. */
typedef struct Share {
  Node first;
  u32 count;
} Share;

static Share share_of(const Sort *sort, u32 part) {
  u64 nodes = sort->graph->node_count;
  Node first = (Node)(nodes * part / sort->parts);
  Node last = (Node)(nodes * (part + 1) / sort->parts);
  return (Share){first, last - first};
}

ALWAYS_INLINE bool is_in(Share share, Node node) {
  return node - share.first < share.count;
}

/* Counts what leads to each node of the share; gives how many edges lead to
 * nodes before it. */
static u32 count_edges(const Sort *sort, Share share) {
  const HeapGraph *graph = sort->graph;
  u32 *counts = sort->places, before = 0;
  for (u32 e = 0; e < graph->edge_count; e++) {
    Node target = edge_node(graph->edges[e]);
    if (is_in(share, target))
      counts[target]++;
    else
      before += target < share.first;
  }
  return before;
}

static void place_edges(const Sort *sort, Share share) {
  HeapGraph *graph = sort->graph;
  u32 *places = sort->places, *retainers = graph->retainers, e = 0;
  for (Node node = 0; node < graph->node_count; node++) {
    EssentialEdges essential = essential_of(graph, sort->is_page, node);
    u32 end = node_edges_start(graph, node + 1);
    for (; e < end; e++) {
      u32 word = graph->edges[e];
      if (!is_in(share, edge_node(word))) continue;
      u32 bit = essential_has(&essential, word) ? EDGE_ESSENTIAL_BIT : 0;
      retainers[places[edge_node(word)]++] =
          edge_make(node, edge_type(word)) | bit;
    }
  }
}

Sort *retainers_begin(HeapGraph *graph, const Bits *is_page) {
  Sort *sort = base_allocate_zeroed(sizeof *sort);
  u32 threads = tasks_threads();
  *sort = (Sort){
      .graph = graph,
      .is_page = is_page,
      /* one is busy with the search */
      .parts = threads <= 2              ? 1
               : threads - 1 < PARTS_MAX ? threads - 1
                                         : PARTS_MAX,
      .places = COLUMN(u32, (u64)graph->node_count + 1),
  };
  graph->retainers = COLUMN_RAW(u32, graph->edge_count);
  return sort;
}

u32 retainers_parts(const Sort *sort) {
  return sort->parts;
}

void retainers_sort(Sort *sort, u32 part) {
  Share share = share_of(sort, part);
  u32 sum = count_edges(sort, share);
  u32 *places = sort->places + share.first;
  for (u32 i = 0; i < share.count; i++) {
    u32 count = places[i];
    places[i] = sum;
    sum += count;
  }
  place_edges(sort, share);
}

void retainers_end(Sort *sort) {
  HeapGraph *graph = sort->graph;
  u32 *ends = sort->places;
  memmove(ends + 1, ends, (size_t)graph->node_count * sizeof *ends);
  ends[0] = 0;
  graph->retainer_starts = starts_make(ends, graph->node_count + 1);
  column_free(ends, (u64)graph->node_count + 1, sizeof *ends);
  free(sort);
}
