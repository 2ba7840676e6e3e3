/* retainers.c - the edges by their targets: a counting sort.
 *
 * Edges are as much memory as all else together, and lists of both directions
 * would be twice that. So what leads to a node is counted while the edges are
 * there, and when nobody needs them any more they are freed, and read from the
 * file once more: into their places, in the memory that they had.
 *
 * Every thread takes a share of the sources, in order, and has places of its
 * own: the first part's come first in the list of a node, then the second's.
 */
#include "graph/analysis.h"
#include "graph/table.h"
#include "graph/tasks.h"

#include <stdlib.h>

/* Each part has a column of places. */
constexpr u32 PARTS_MAX = 4;

struct RetainerCounts {
  HeapGraph *graph;
  u32 parts;
  Node starts[PARTS_MAX + 1]; /* sources */
  u32 *places[PARTS_MAX];     /* how many at first; then, where the next goes */
  u64 sums[PARTS_MAX];        /* of the edges of each */
  u64 sums_again[PARTS_MAX];  /* of those in the file, the second time */
  const Ephemerons *ephemerons;
  const Bits *is_page;
};

typedef RetainerCounts Sorting;

/* The node that edge number `edge` belongs to. */
static Node source_of(const HeapGraph *graph, u32 edge) {
  Node low = 0, high = graph->node_count;
  while (low < high) {
    Node middle = low + (high - low) / 2;
    if (graph->first_edge[middle + 1] <= edge)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The file may be overwritten while it is read; then sums differ. */
ALWAYS_INLINE u64 sum_edge(u32 e, Node target, u8 type) {
  return hash_number((u64)e << 32 | edge_make(target, (EdgeType)type));
}

static void count_part(Sorting *sorting, u32 part) {
  const HeapGraph *graph = sorting->graph;
  u32 *counts = sorting->places[part];
  u32 end = graph->first_edge[sorting->starts[part + 1]];
  u64 sum = 0;
  for (u32 e = graph->first_edge[sorting->starts[part]]; e < end; e++) {
    u32 word = graph->edges[e];
    counts[edge_node(word)]++;
    sum += sum_edge(e, edge_node(word), edge_type(word));
  }
  sorting->sums[part] = sum;
}

RetainerCounts *retainers_count(HeapGraph *graph) {
  Sorting *sorting = base_allocate_zeroed(sizeof *sorting);
  u32 threads = tasks_threads();
  sorting->graph = graph;
  sorting->parts = threads < PARTS_MAX ? threads : PARTS_MAX;
  for (u32 i = 1; i <= sorting->parts; i++) {
    u64 edge = (u64)graph->edge_count * i / sorting->parts;
    sorting->starts[i] =
        i == sorting->parts ? graph->node_count : source_of(graph, (u32)edge);
    sorting->places[i - 1] = COLUMN(u32, (u64)graph->node_count + 1);
  }
  for (u32 i = 0; i < sorting->parts; i++)
    count_part(sorting, i);
  return sorting;
}

/* From counts to places. Those of the first part move on to where the second
 * part's begin, and so on: after the last, to the next node's. */
static void find_places(Sorting *sorting) {
  u32 sum = 0;
  for (Node node = 0; node < sorting->graph->node_count; node++)
    for (u32 i = 0; i < sorting->parts; i++) {
      u32 count = sorting->places[i][node];
      sorting->places[i][node] = sum;
      sum += count;
    }
}

/* Reads the edges of a part's nodes. */
typedef struct Placing {
  Sorting *sorting;
  NodeOfIndex node_of;
  u32 *places;
  u32 e, at; /* the edge, and the first WeakMap's that is not before it */
  u64 sum;
  RecordReader records;
} Placing;

/* The next edge as a word of `edges`; one that is no longer what it was leads
 * to node 0. */
ALWAYS_INLINE u32 next_word(Placing *placing) {
  const Sorting *sorting = placing->sorting;
  const SnapshotMeta *meta = &sorting->graph->file.meta;
  const EphemeronEdges *ephemerons = &sorting->ephemerons->edges;
  const u64 *record = records_next(&placing->records);
  Node target = node_of_get(&placing->node_of, record[meta->edge.to_node]);
  u8 type = meta->edge_types[record[meta->edge.type] & 255];
  if (unlikely(target == NO_NODE || type == EDGE_TYPE_COUNT)) target = type = 0;
  u32 word = edge_make(target, (EdgeType)type), e = placing->e++;
  placing->sum += sum_edge(e, target, type);
  if (likely(placing->at == ephemerons->count ||
             ephemerons->items[placing->at].edge != e))
    return word;
  return word |
         (ephemerons->items[placing->at++].is_tables ? EDGE_TABLES_BIT : 0);
}

ALWAYS_INLINE void place_edges(Placing *placing, Node node) {
  HeapGraph *graph = placing->sorting->graph;
  EssentialEdges essential =
      essential_of(graph, placing->sorting->is_page, node);
  while (placing->e < graph->first_edge[node + 1]) {
    u32 word = next_word(placing);
    u32 bit = essential_has(&essential, word) ? EDGE_ESSENTIAL_BIT : 0;
    u32 place = placing->places[edge_node(word)]++;
    if (likely(place < graph->edge_count))
      graph->retainers[place] = edge_make(node, edge_type(word)) | bit;
  }
}

static void place_part(void *context, u32 part) {
  Sorting *sorting = context;
  const HeapGraph *graph = sorting->graph;
  Node first = sorting->starts[part], last = sorting->starts[part + 1];
  u32 e = graph->first_edge[first];
  Placing placing = {.sorting = sorting,
                     .node_of = node_of_index(graph),
                     .places = sorting->places[part],
                     .e = e,
                     .at = ephemerons_at(sorting->ephemerons, e)};
  records_begin(&placing.records, &graph->file.edges,
                graph->file.meta.edge.count, e, graph->first_edge[last]);
  for (Node node = first; node < last; node++)
    place_edges(&placing, node);
  sorting->sums_again[part] = placing.sum;
}

/* The last part's places are where the next nodes' begin. */
static void take_places(Sorting *sorting) {
  HeapGraph *graph = sorting->graph;
  u64 count = (u64)graph->node_count + 1;
  for (u32 i = 0; i + 1 < sorting->parts; i++)
    column_free(sorting->places[i], count, sizeof(u32));
  u32 *ends = sorting->places[sorting->parts - 1];
  memmove(ends + 1, ends, (size_t)graph->node_count * sizeof *ends);
  ends[0] = 0;
  graph->retainer_starts = starts_make(ends, graph->node_count + 1);
  column_free(ends, count, sizeof(u32));
}

/* Nobody goes along `edges` any more. */
static void take_starts(HeapGraph *graph) {
  u64 count = (u64)graph->node_count + 1;
  graph->edge_starts = starts_make(graph->first_edge, graph->node_count + 1);
  column_free(graph->first_edge, count, sizeof(u32));
  graph->first_edge = NULL;
}

bool retainers_build(HeapGraph *graph, RetainerCounts *counts,
                     const Ephemerons *ephemerons, const Bits *is_page) {
  counts->ephemerons = ephemerons;
  counts->is_page = is_page;
  graph->retainers = COLUMN_RAW(u32, graph->edge_count);
  find_places(counts);
  tasks_run(counts->parts, place_part, counts);
  take_places(counts);
  take_starts(graph);
  bool is_same = !memcmp(counts->sums, counts->sums_again, sizeof counts->sums);
  free(counts);
  return is_same;
}
