/* edge_scan.h - all edges with their names, on every core.
 *
 * Names are not in memory, so whoever looks for edges by name reads the file's
 * text once more. That is cut into pieces, each the edges of nodes that follow
 * each other and about as many as any other's; within a piece edges come in
 * their order.
 *
 *   static void look(void *context, u32 piece) {
 *     EdgeScan scan;
 *     edge_scan_begin(&scan, graph, piece);
 *     for (EdgeRecord edge; edge_scan_next(&scan, &edge);)
 *       ... scan.source, edge ...
 *   }
 *   tasks_run(edge_scan_pieces(graph), look, &context);
 */
#ifndef GLASSHEAP_GRAPH_EDGE_SCAN_H
#define GLASSHEAP_GRAPH_EDGE_SCAN_H

#include "graph/graph.h"

/* A large one: keep it where it is. */
typedef struct EdgeScan {
  const HeapGraph *graph;
  Node first, last; /* the piece's nodes are [first, last) */
  Node source;      /* of the edge that came last */
  u32 next;         /* edge */
  RecordReader records;
} EdgeScan;

/* edge_scan_pieces - how many pieces there are. */
u32 edge_scan_pieces(const HeapGraph *graph);
/* edge_scan_begin - a scan of piece number `piece`. */
void edge_scan_begin(EdgeScan *scan, const HeapGraph *graph, u32 piece);
/* edge_scan_next - the next edge; false after the last of the piece. */
bool edge_scan_next(EdgeScan *scan, EdgeRecord *edge);

#endif
