/* snapshot_writer.h - writes a `.heapsnapshot`, record by record.
 *
 * Whoever has a heap, read from a file or alive in an engine, gives its counts
 * first and then everything in the file's order: nodes, edges, trace functions,
 * the trace tree, samples, locations, strings. What is given goes out at once,
 * so that a heap of any size takes a megabyte here. The layout is that of V8
 * in Node.js 22, which Chrome DevTools and the other tools read.
 *
 * The file appears under its name when it is whole: it is written to a
 * temporary name beside it and renamed.
 */
#ifndef GLASSHEAP_GRAPH_SNAPSHOT_WRITER_H
#define GLASSHEAP_GRAPH_SNAPSHOT_WRITER_H

#include "graph/snapshot_file.h"

typedef struct SnapshotShape {
  u64 node_count, edge_count, trace_function_count;
  u64 root; /* the number of that node */
  u64 extra_native_bytes;
  bool has_detachedness, has_trace; /* of nodes */
  /* Names for the types of nodes after the known ones, or NULL. */
  const char *const *more_types;
  u32 more_type_count;
  bool has_other_edges; /* EDGE_OTHER is used */
} SnapshotShape;

typedef struct WriterNode {
  NodeType type;
  u32 name;
  u64 id, self_size, edge_count;
  u64 trace, detachedness; /* where the shape has them */
} WriterNode;

typedef struct SnapshotWriter SnapshotWriter;

/* snapshot_writer_open - begins a file at `path`; "-" is standard output.
 * NULL with one clear line in `error` when it cannot be made. */
SnapshotWriter *snapshot_writer_open(const char *path,
                                     const SnapshotShape *shape, Buffer *error);

/* snapshot_writer_open_file - the same to an open file, which stays open;
 * `path` is its name for errors. */
SnapshotWriter *snapshot_writer_open_file(int file, const char *path,
                                          const SnapshotShape *shape);

/* In this order; each as often as the shape says. `name` of an edge is a
 * string, or the index of an element or hidden edge. */
void snapshot_writer_node(SnapshotWriter *writer, const WriterNode *node);
void snapshot_writer_edge(SnapshotWriter *writer, EdgeType type, u64 name,
                          u64 to_node);
/* The six numbers of function_id, name, script_name, script_id, line and
 * column. */
void snapshot_writer_trace_function(SnapshotWriter *writer,
                                    const u64 numbers[6]);
/* The tree's text, a nested list of numbers. */
void snapshot_writer_trace_tree(SnapshotWriter *writer, const char *text,
                                size_t length);
void snapshot_writer_sample(SnapshotWriter *writer, u64 microseconds,
                            u64 last_id);
void snapshot_writer_location(SnapshotWriter *writer, u64 node, u64 script,
                              u64 line, u64 column);
/* The next string: UTF-8, or as it is in a file, between quotes; what would
 * not be JSON there is mended. */
void snapshot_writer_string(SnapshotWriter *writer, const char *text,
                            size_t length);
void snapshot_writer_raw_string(SnapshotWriter *writer, RawString raw);

/* snapshot_writer_close - ends the file and gives it its name. False, with a
 * line in `error`, when it could not be written (a full disk): nothing is left
 * of it then, and what had the name before is untouched. */
bool snapshot_writer_close(SnapshotWriter *writer, Buffer *error);

#endif
