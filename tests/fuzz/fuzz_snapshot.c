/* fuzz_snapshot.c - any bytes as a heap snapshot: a clean error of one line, or
 * a graph of which everything can be read, asked for and written again.
 *
 * A file that ends in a space is read with --salvage. The bytes come as a file
 * that lives in memory alone, since files are mapped. */
#define _GNU_SOURCE
#include "graph/locations.h"
#include "graph/names.h"
#include "graph/query.h"
#include "graph/write.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_edges(const HeapGraph *graph, Node node, Buffer *out) {
  EdgeReader reader = graph_read_edges(graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (edge.target >= graph->node_count) abort();
    edge_append_access(graph, &edge, out);
    buffer_text(out, edge_type_name(edge.type));
  }
}

static void read_node(const HeapGraph *graph, Node node, Buffer *out) {
  const HeapClass *class = node_class(graph, node);
  node_append_label(graph, node, out);
  buffer_text(out, class->name);
  buffer_text(out, node_type_name(&graph->file, node_type(graph, node)));
  read_edges(graph, node, out);
  /* what holds a node has an edge to it, and holds at least as much */
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++) {
    EdgeRecord edge;
    Node source = edge_node(graph->retainers[r]);
    if (!node_edge_to(graph, source, node, true, &edge)) abort();
  }
  if (sizes_get(&graph->retained_sizes, node) <
      sizes_get(&graph->self_sizes, node))
    abort();
  if (graph->dominators[node] >= graph->node_count) abort();
}

static void read_all(const HeapGraph *graph) {
  Buffer out = {};
  for (Node node = 0; node < graph->node_count; node++) {
    read_node(graph, node, &out);
    buffer_clear(&out);
  }
  for (u32 i = 0; i < graph->file.strings.count; i++)
    strings_append(&graph->file.strings, i, &out);
  Location location;
  location_find(graph, graph->node_count - 1, &location);
  if (graph_find_id(graph, graph_id(graph, 0)) == NO_NODE) abort();
  buffer_free(&out);
}

static bool take_row(void *, const QueryResult *) {
  return true;
}

/* Every column of every table, and both ways along the edges. */
static void query_all(const HeapGraph *graph) {
  static const char SQL[] =
      "SELECT * FROM nodes; SELECT * FROM edges; SELECT * FROM strings;"
      "SELECT * FROM constructors;"
      "SELECT * FROM nodes n JOIN edges e ON e.from_id = n.id LIMIT 100;"
      "SELECT * FROM nodes n JOIN retainers r ON r.id = n.id LIMIT 100;";
  Buffer error = {};
  if (!query_run(graph, SQL, take_row, NULL, &error)) abort();
}

static void write_all(const HeapGraph *graph) {
  Buffer error = {};
  if (!graph_write(graph, "/dev/null", NULL, NULL, &error)) abort();
  if (!graph_redact(graph, "/dev/null", &error)) abort();
}

static void open_path(const char *path, bool salvage) {
  HeapGraph graph;
  Buffer error = {};
  GraphOptions options = {.snapshot = {.salvage = salvage}};
  if (graph_open(path, options, &graph, &error)) {
    read_all(&graph);
    query_all(&graph);
    write_all(&graph);
    graph_close(&graph);
  } else if (!error.length || strpbrk(error.bytes, "\r\n")) {
    abort();
  }
  buffer_free(&error);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  setenv("GLASSHEAP_THREADS", "1", true);
  int file = memfd_create("fuzz", MFD_CLOEXEC);
  if (file < 0 || (length && write(file, data, length) != (ssize_t)length))
    abort();
  Buffer path = {};
  buffer_format(&path, "/proc/self/fd/%d", file);
  open_path(path.bytes, length && data[length - 1] == ' ');
  buffer_free(&path);
  close(file);
  return 0;
}
