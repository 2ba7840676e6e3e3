/* duplicates.c - counting the names of strings. */
#include "graph/duplicates.h"

#include "base/vector.h"

#include <stdlib.h>

/* What is known of a string while its nodes are counted: nothing (0), the one
 * node that has it, plus one, or, with this bit, which of the duplicates it is.
 * Most strings are there once, so there are few of those. */
constexpr u32 IS_DUPLICATE = 1u << 31;

typedef struct Counting {
  HeapGraph *graph;
  u32 *seen;               /* by string */
  VECTOR(Duplicate) found; /* `bytes` of one, the largest, while it counts */
} Counting;

static bool is_string(NodeType type) {
  return type == NODE_STRING || type == NODE_SLICED;
}

static void count_string(Counting *counting, u32 string, Node node) {
  const HeapGraph *graph = counting->graph;
  u32 *seen = &counting->seen[string];
  u64 bytes = graph->self_sizes.small[node];
  if (!*seen) {
    *seen = node + 1;
    return;
  }
  if (!(*seen & IS_DUPLICATE)) {
    u64 first = graph->self_sizes.small[*seen - 1];
    *seen = IS_DUPLICATE | counting->found.count;
    vector_push(&counting->found,
                ((Duplicate){.string = string, .count = 1, .bytes = first}));
  }
  Duplicate *duplicate = &counting->found.items[*seen & ~IS_DUPLICATE];
  duplicate->count++;
  if (bytes > duplicate->bytes) duplicate->bytes = bytes;
}

static void read_nodes(Counting *counting) {
  HeapGraph *graph = counting->graph;
  NodeFields fields = graph->file.meta.node;
  RecordReader records;
  records_begin(&records, &graph->file.nodes, fields.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++) {
    if (is_string(node_type(graph, node)) &&
        record[fields.name] < graph->file.strings.count)
      count_string(counting, (u32)record[fields.name], node);
  }
}

static int by_waste(const void *a, const void *b) {
  const Duplicate *x = a, *y = b;
  if (x->wasted != y->wasted) return x->wasted < y->wasted ? 1 : -1;
  return (x->string > y->string) - (x->string < y->string);
}

/* Those of no size waste nothing. */
static void list_duplicates(HeapGraph *graph, Duplicate *found, u32 count) {
  graph->duplicates = found;
  for (u32 i = 0; i < count; i++) {
    Duplicate duplicate = found[i];
    if (!duplicate.bytes) continue;
    duplicate.wasted = duplicate.bytes * (duplicate.count - 1);
    duplicate.bytes *= duplicate.count;
    graph->wasted += duplicate.wasted;
    found[graph->duplicate_count++] = duplicate;
  }
}

void duplicates_find(HeapGraph *graph) {
  u32 strings = graph->file.strings.count;
  Counting counting = {.graph = graph, .seen = COLUMN(u32, strings)};
  read_nodes(&counting);
  column_free(counting.seen, strings, sizeof *counting.seen);
  list_duplicates(graph, counting.found.items, counting.found.count);
  if (graph->duplicates)
    qsort(graph->duplicates, graph->duplicate_count, sizeof *graph->duplicates,
          by_waste);
}
