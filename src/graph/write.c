/* write.c - a graph, read once more from its file, into another. */
#include "graph/write.h"

#include "graph/snapshot_writer.h"
#include "graph/traces.h"

constexpr u32 SAMPLE_FIELDS = 2;

typedef struct Copy {
  const HeapGraph *graph;
  SnapshotWriter *writer;
  RewriteString rewrite;
  void *context;
} Copy;

/* ---- The shape ----------------------------------------------------------- */

static bool has_other_edges(const SnapshotMeta *meta) {
  for (u32 i = 0; i < ARRAY_COUNT(meta->edge_types); i++)
    if (meta->edge_types[i] == EDGE_OTHER) return true;
  return false;
}

static u64 count_trace_functions(const SnapshotFile *file) {
  u64 count = file->meta.trace_function_count;
  return count <= UINT32_MAX &&
                 file->trace_functions.count == count * TRACE_FUNCTION_FIELDS
             ? count
             : 0;
}

static SnapshotShape shape_of(const HeapGraph *graph) {
  const SnapshotFile *file = &graph->file;
  const SnapshotMeta *meta = &file->meta;
  u32 more = 0;
  while (NODE_KNOWN_COUNT + more < NODE_TYPE_MAX &&
         meta->type_names[NODE_KNOWN_COUNT + more])
    more++;
  return (SnapshotShape){
      .node_count = graph->node_count,
      .edge_count = graph->edge_count,
      .trace_function_count = count_trace_functions(file),
      .root = graph->root,
      .extra_native_bytes = meta->extra_native_bytes,
      .has_detachedness = meta->node.detachedness != NO_FIELD,
      .has_trace = meta->node.trace != NO_FIELD,
      .more_types = (const char *const *)meta->type_names + NODE_KNOWN_COUNT,
      .more_type_count = more,
      .has_other_edges = has_other_edges(meta),
  };
}

/* ---- Nodes and edges ----------------------------------------------------- */

static u64 field_or_zero(const u64 *record, u32 field) {
  return field == NO_FIELD ? 0 : record[field];
}

/* A name that a truncated file has no more is the string after the last. */
static u64 string_or_last(const HeapGraph *graph, u64 string) {
  u32 count = graph->file.strings.count;
  return string < count ? string : count;
}

static void copy_nodes(const Copy *copy) {
  const HeapGraph *graph = copy->graph;
  const SnapshotMeta *meta = &graph->file.meta;
  NodeFields fields = meta->node;
  RecordReader records;
  records_begin(&records, &graph->file.nodes, fields.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++)
    snapshot_writer_node(
        copy->writer,
        &(WriterNode){
            .type = node_type(graph, node),
            .name = (u32)string_or_last(graph, record[fields.name]),
            .id = record[fields.id],
            .self_size = record[fields.self_size],
            .edge_count = node_edges_start(graph, node + 1) -
                          node_edges_start(graph, node),
            .trace = field_or_zero(record, fields.trace),
            .detachedness = field_or_zero(record, fields.detachedness),
        });
}

static void copy_edges(const Copy *copy) {
  const HeapGraph *graph = copy->graph;
  EdgeReader reader = {.graph = graph,
                       .numbers = numbers_seek(&graph->file.edges, 0),
                       .end = graph->edge_count};
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    snapshot_writer_edge(copy->writer, edge.type,
                         edge.is_indexed ? edge.name
                                         : string_or_last(graph, edge.name),
                         edge.target);
}

/* ---- The rest ------------------------------------------------------------ */

static void copy_traces(const Copy *copy) {
  const SnapshotFile *file = &copy->graph->file;
  RecordReader records;
  u64 count = count_trace_functions(file);
  records_begin(&records, &file->trace_functions, TRACE_FUNCTION_FIELDS, 0,
                count);
  for (const u64 *record; (record = records_next(&records));)
    snapshot_writer_trace_function(copy->writer, record);
}

/* The length of a list that holds lists and numbers alone; 0 for another. */
static size_t list_length(const char *text, const char *end) {
  u64 depth = 0;
  for (const char *at = text; at < end; at++) {
    if (*at == '[') depth++;
    if (*at == ']' && --depth == 0) return (size_t)(at + 1 - text);
    if (!depth || !*at || !strchr("[]0123456789, \t\r\n", *at)) return 0;
  }
  return 0;
}

static void copy_trace_tree(const Copy *copy) {
  const SnapshotFile *file = &copy->graph->file;
  const char *end = (const char *)file->mapping.bytes + file->mapping.length;
  size_t length = file->trace_tree ? list_length(file->trace_tree, end) : 0;
  if (length)
    snapshot_writer_trace_tree(copy->writer, file->trace_tree, length);
}

static void copy_samples(const Copy *copy) {
  const Numbers *samples = &copy->graph->file.samples;
  RecordReader records;
  records_begin(&records, samples, SAMPLE_FIELDS, 0,
                samples->count / SAMPLE_FIELDS);
  for (const u64 *record; (record = records_next(&records));)
    snapshot_writer_sample(copy->writer, record[0], record[1]);
}

static void copy_locations(const Copy *copy) {
  const SnapshotFile *file = &copy->graph->file;
  LocationFields fields = file->meta.location;
  if (!fields.count) return;
  RecordReader records;
  records_begin(&records, &file->locations, fields.count, 0,
                file->locations.count / fields.count);
  for (const u64 *record; (record = records_next(&records));) {
    u64 node = record[fields.object] / file->meta.node.count;
    if (node < copy->graph->node_count)
      snapshot_writer_location(copy->writer, node, record[fields.script],
                               record[fields.line], record[fields.column]);
  }
}

static void copy_string(const Copy *copy, u32 index, RawString raw) {
  Buffer text = {};
  if (copy->rewrite && copy->rewrite(copy->context, index, raw, &text))
    snapshot_writer_string(copy->writer, text.bytes ? text.bytes : "",
                           text.length);
  else
    snapshot_writer_raw_string(copy->writer, raw);
  buffer_free(&text);
}

static void copy_strings(const Copy *copy) {
  const SnapshotFile *file = &copy->graph->file;
  StringReader reader = strings_seek(&file->strings, 0);
  for (u32 i = 0; i < file->strings.count; i++)
    copy_string(copy, i, strings_next(&reader));
  if (file->is_truncated) snapshot_writer_string(copy->writer, "", 0);
}

bool graph_write(const HeapGraph *graph, const char *path,
                 RewriteString rewrite, void *context, Buffer *error) {
  SnapshotShape shape = shape_of(graph);
  Copy copy = {.graph = graph,
               .writer = snapshot_writer_open(path, &shape, error),
               .rewrite = rewrite,
               .context = context};
  if (!copy.writer) return false;
  copy_nodes(&copy);
  copy_edges(&copy);
  copy_traces(&copy);
  copy_trace_tree(&copy);
  copy_samples(&copy);
  copy_locations(&copy);
  copy_strings(&copy);
  bool is_written = snapshot_writer_close(copy.writer, error);
  if (is_written && mapping_is_damaged(&graph->file.mapping)) {
    buffer_format(error, "%s: the file changed while it was copied",
                  graph->file.path);
    return false;
  }
  return is_written;
}
