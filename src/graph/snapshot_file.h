/* snapshot_file.h - where things are in a `.heapsnapshot` file.
 *
 * The file is one JSON object. Its member "snapshot" says with how many
 * numbers, and which, a node, an edge and a location are written (`meta`);
 * that differs between versions of V8, so everything is looked up there by
 * name. The other members are long arrays. They are found in whatever order
 * they come, counted, and left in the file.
 */
#ifndef GLASSHEAP_GRAPH_SNAPSHOT_FILE_H
#define GLASSHEAP_GRAPH_SNAPSHOT_FILE_H

#include "graph/mapping.h"
#include "graph/numbers.h"
#include "graph/strings.h"

/* Fields that a version does not have. */
constexpr u32 NO_FIELD = UINT32_MAX;

typedef enum NodeType : u8 {
#define NODE_TYPE(name, text) NODE_##name,
#include "graph/types.def"
  NODE_KNOWN_COUNT,
  NODE_TYPE_MAX = 32, /* those that a file adds come after the known */
} NodeType;

typedef enum EdgeType : u8 {
#define EDGE_TYPE(name, text) EDGE_##name,
#include "graph/types.def"
  EDGE_OTHER, /* one that we do not know: strong, with a name */
  EDGE_TYPE_COUNT,
} EdgeType;

typedef struct NodeFields {
  u32 count, type, name, id, self_size, edge_count, trace, detachedness;
} NodeFields;

typedef struct EdgeFields {
  u32 count, type, name, to_node;
} EdgeFields;

typedef struct LocationFields {
  u32 count, object, script, line, column;
} LocationFields;

typedef struct SnapshotMeta {
  NodeFields node;
  EdgeFields edge;
  LocationFields location;
  /* The file's numbers for types, as ours; the rest of the table repeats the
   * last, so any byte may index it. */
  u8 node_types[256], edge_types[256];
  char *type_names[NODE_TYPE_MAX]; /* by our number */
  u64 node_count, edge_count, trace_function_count;
  u64 root_index; /* in the array of nodes */
  u64 extra_native_bytes;
} SnapshotMeta;

typedef struct SnapshotFile {
  char *path;
  Mapping mapping;
  SnapshotMeta meta;
  size_t meta_offset; /* of its text in the file */
  Numbers nodes, edges, locations, samples, trace_functions;
  Strings strings;
  const char *trace_tree; /* its text, or NULL */
  bool is_truncated;      /* and read as far as it goes */
} SnapshotFile;

typedef struct SnapshotOptions {
  /* Take what a truncated file has rather than refuse it. */
  bool salvage;
} SnapshotOptions;

/* snapshot_file_map - maps the file at `path` ("-" is standard input). False,
 * with one clear line in `error`, when it cannot be read. */
bool snapshot_file_map(const char *path, SnapshotFile *file, Buffer *error);
/* snapshot_file_find - finds the parts of the mapped file. False, with one
 * clear line in `error` that gives the byte where the trouble is, when it is no
 * heap snapshot or is damaged; the file is closed then. */
bool snapshot_file_find(SnapshotFile *file, SnapshotOptions options,
                        Buffer *error);
void snapshot_file_close(SnapshotFile *file);

/* node_type_name, edge_type_name - as V8 writes them. */
const char *node_type_name(const SnapshotFile *file, NodeType type);
const char *edge_type_name(EdgeType type);

#endif
