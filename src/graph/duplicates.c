/* duplicates.c - counting the names of strings. */
#include "graph/duplicates.h"

#include <stdlib.h>

typedef struct Tally {
  u32 count, size; /* of one, the largest */
} Tally;

static bool is_string(NodeType type) {
  return type == NODE_STRING || type == NODE_SLICED;
}

static void read_nodes(HeapGraph *graph, Tally *tallies) {
  NodeFields fields = graph->file.meta.node;
  RecordReader records;
  records_begin(&records, &graph->file.nodes, fields.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++) {
    graph->ids[node] = (u32)record[fields.id];
    if (!is_string(node_type(graph, node)) ||
        record[fields.name] >= graph->file.strings.count)
      continue;
    Tally *tally = &tallies[record[fields.name]];
    u32 size = graph->self_sizes.small[node];
    tally->count++;
    if (size > tally->size) tally->size = size;
  }
}

static int by_waste(const void *a, const void *b) {
  const Duplicate *x = a, *y = b;
  if (x->wasted != y->wasted) return x->wasted < y->wasted ? 1 : -1;
  return (x->string > y->string) - (x->string < y->string);
}

static bool is_duplicate(const Tally *tally) {
  return tally->count > 1 && tally->size;
}

/* Counted first: as many as there are, and no more, is allocated. */
static void list_duplicates(HeapGraph *graph, const Tally *tallies) {
  u32 strings = graph->file.strings.count, count = 0;
  for (u32 i = 0; i < strings; i++)
    count += is_duplicate(&tallies[i]);
  Duplicate *next = base_allocate((count + 1) * sizeof *next);
  graph->duplicates = next;
  graph->duplicate_count = count;
  for (u32 i = 0; i < strings; i++) {
    const Tally *tally = &tallies[i];
    if (!is_duplicate(tally)) continue;
    *next = (Duplicate){.string = i,
                        .count = tally->count,
                        .bytes = (u64)tally->size * tally->count,
                        .wasted = (u64)tally->size * (tally->count - 1)};
    graph->wasted += next++->wasted;
  }
}

void duplicates_find(HeapGraph *graph) {
  u32 count = graph->file.strings.count;
  Tally *tallies = COLUMN(Tally, count);
  graph->ids = COLUMN_RAW(u32, graph->node_count);
  read_nodes(graph, tallies);
  list_duplicates(graph, tallies);
  column_free(tallies, count, sizeof *tallies);
  qsort(graph->duplicates, graph->duplicate_count, sizeof *graph->duplicates,
        by_waste);
}
