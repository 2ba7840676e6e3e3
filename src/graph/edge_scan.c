/* edge_scan.c - pieces of the text of all edges. */
#include "graph/edge_scan.h"

/* In a piece, about: many, since to find the first takes a while. */
constexpr u32 PIECE_EDGES = 1 << 18;

u32 edge_scan_pieces(const HeapGraph *graph) {
  return graph->edge_count / PIECE_EDGES + 1;
}

/* The first node whose edges begin at or after edge number `edge`. */
static Node first_node(const HeapGraph *graph, u64 edge) {
  Node low = 0, high = graph->node_count;
  while (low < high) {
    Node middle = low + (high - low) / 2;
    if (node_edges_start(graph, middle) < edge)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void edge_scan_begin(EdgeScan *scan, const HeapGraph *graph, u32 piece) {
  bool is_last = piece + 1 == edge_scan_pieces(graph);
  scan->graph = graph;
  scan->first = first_node(graph, (u64)piece * PIECE_EDGES);
  scan->last = is_last ? graph->node_count
                       : first_node(graph, (piece + 1ull) * PIECE_EDGES);
  scan->source = scan->first;
  scan->next = node_edges_start(graph, scan->first);
  records_begin(&scan->records, &graph->file.edges, graph->file.meta.edge.count,
                scan->next, node_edges_start(graph, scan->last));
}

bool edge_scan_next(EdgeScan *scan, EdgeRecord *edge) {
  const u64 *record = records_next(&scan->records);
  if (!record) return false;
  while (scan->next >= node_edges_start(scan->graph, scan->source + 1))
    scan->source++;
  *edge = edge_from_record(scan->graph, record, scan->next++);
  return true;
}
