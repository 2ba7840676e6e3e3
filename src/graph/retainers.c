/* retainers.c - the edges by their targets: a counting sort.
 *
 * Every thread reads all edges and takes those that lead into its own range of
 * nodes: no two write to the same place, and what each writes to is small
 * enough to stay in its cache.
 */
#include "graph/analysis.h"
#include "graph/tasks.h"

typedef struct Sorting {
  HeapGraph *graph;
  u32 parts;
} Sorting;

static Node part_start(const Sorting *sorting, u32 part) {
  return (Node)((u64)sorting->graph->node_count * part / sorting->parts);
}

static void count_part(void *context, u32 part) {
  const Sorting *sorting = context;
  HeapGraph *graph = sorting->graph;
  Node first = part_start(sorting, part);
  Node length = part_start(sorting, part + 1) - first;
  /* two places on: the sums below shift it to where it belongs */
  u32 *counts = graph->first_retainer + 2 + first;
  for (u32 e = 0; e < graph->edge_count; e++) {
    u32 offset = edge_node(graph->edges[e]) - first;
    if (offset < length) counts[offset]++;
  }
}

static void place_part(void *context, u32 part) {
  const Sorting *sorting = context;
  HeapGraph *graph = sorting->graph;
  Node first = part_start(sorting, part);
  Node length = part_start(sorting, part + 1) - first;
  u32 *places = graph->first_retainer + 1 + first;
  for (Node node = 0; node < graph->node_count; node++)
    for (u32 e = graph->first_edge[node]; e < graph->first_edge[node + 1];
         e++) {
      u32 word = graph->edges[e], offset = edge_node(word) - first;
      if (offset < length)
        graph->retainers[places[offset]++] = node << 4 | (word & 15);
    }
}

void retainers_build(HeapGraph *graph) {
  Sorting sorting = {.graph = graph, .parts = tasks_threads()};
  graph->first_retainer = COLUMN(u32, (u64)graph->node_count + 2);
  graph->retainers = COLUMN(u32, graph->edge_count);
  tasks_run(sorting.parts, count_part, &sorting);
  for (u64 i = 2; i < (u64)graph->node_count + 2; i++)
    graph->first_retainer[i] += graph->first_retainer[i - 1];
  tasks_run(sorting.parts, place_part, &sorting);
}
