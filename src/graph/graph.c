/* graph.c - opening a graph, and looking things up in it. */
#include "graph/graph.h"

#include "graph/analysis.h"
#include "graph/duplicates.h"
#include "graph/index.h"
#include "graph/orders.h"
#include "graph/tasks.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

/* ---- Opening
 * ------------------------------------------------------------------ */

typedef struct Opening {
  HeapGraph *graph;
  Ephemerons ephemerons;
  Bits *is_page;
  DominatorSearch *search;
  RetainerSort *sort;
} Opening;

/* Stages that do not need each other's results run side by side. */
static void before_search(void *context, u32 index) {
  Opening *opening = context;
  if (index == 0) {
    opening->is_page = distances_compute(opening->graph, &opening->ephemerons);
    return;
  }
  sizes_fold(opening->graph);
  ephemerons_find_tables(opening->graph, &opening->ephemerons);
}

static void along_edges(void *context, u32 index) {
  Opening *opening = context;
  if (index == 0)
    opening->search = dominators_search(opening->graph, opening->is_page);
  else
    retainers_sort(opening->sort, index - 1);
}

static void after_edges(void *context, u32 index) {
  Opening *opening = context;
  if (index == 0)
    dominators_compute(opening->search);
  else
    classes_assign(opening->graph);
}

static void at_last(void *context, u32 index) {
  Opening *opening = context;
  if (index == 0)
    classes_retain(opening->graph);
  else
    duplicates_find(opening->graph);
}

/* The tables' halves of the entries of WeakMaps do not count for dominators. */
static void mark_tables(Opening *opening) {
  const EphemeronEdges *edges = &opening->ephemerons.edges;
  for (u32 i = 0; i < edges->count; i++)
    if (edges->items[i].is_tables)
      opening->graph->edges[edges->items[i].edge] |= EDGE_TABLES_BIT;
}

/* From here on edges are read from the file. */
static void free_edges(HeapGraph *graph) {
  column_free(graph->edges, graph->edge_count, sizeof *graph->edges);
  graph->edges = NULL;
}

/* The depth-first search, and the edges by target: both go along the edges. */
static void leave_edges(Opening *opening) {
  HeapGraph *graph = opening->graph;
  mark_tables(opening);
  ephemerons_free(&opening->ephemerons);
  malloc_trim(0);
  opening->sort = retainers_begin(graph, opening->is_page);
  tasks_run(1 + retainers_parts(opening->sort), along_edges, opening);
  free_edges(graph);
  retainers_end(opening->sort);
  bits_free(opening->is_page, graph->node_count);
}

static void report(const GraphOptions *options, const char *stage) {
  if (options->progress) options->progress(options->progress_context, stage);
}

static void analyse(Opening *opening, const GraphOptions *options) {
  HeapGraph *graph = opening->graph;
  detached_spread(graph);
  report(options, "distances");
  tasks_run(2, before_search, opening);
  report(options, "retainers");
  leave_edges(opening);
  malloc_trim(0);
  report(options, "dominators");
  tasks_run(2, after_edges, opening);
  report(options, "totals");
  tasks_run(2, at_last, opening);
  column_trim();
}

bool graph_open(const char *path, GraphOptions options, HeapGraph *graph,
                Buffer *error) {
  *graph = (HeapGraph){};
  if (!snapshot_file_map(path, &graph->file, error)) return false;
  if (index_load(graph, options.is_brief)) return true;
  report(&options, "finding the parts");
  if (!snapshot_file_find(&graph->file, options.snapshot, error)) return false;
  Opening opening = {.graph = graph};
  report(&options, "nodes and edges");
  bool is_good = graph_read(graph, &opening.ephemerons, error);
  if (is_good) analyse(&opening, &options);
  ephemerons_free(&opening.ephemerons);
  if (is_good && mapping_is_damaged(&graph->file.mapping)) {
    buffer_format(error, "%s: the file changed while it was read", path);
    is_good = false;
  }
  if (!is_good) graph_close(graph);
  return is_good;
}

void graph_close(HeapGraph *graph) {
  index_unload(graph);
  u64 nodes = graph->node_count, edges = graph->edge_count;
  column_free(graph->node_flags, nodes, sizeof *graph->node_flags);
  column_free(graph->ids, nodes, sizeof *graph->ids);
  starts_free(&graph->edge_starts);
  starts_free(&graph->retainer_starts);
  column_free(graph->edges, edges, sizeof *graph->edges);
  column_free(graph->retainers, edges, sizeof *graph->retainers);
  column_free(graph->dominators, nodes, sizeof *graph->dominators);
  column_free(graph->distances, nodes, sizeof *graph->distances);
  column_free(graph->wide_distances, nodes, sizeof *graph->wide_distances);
  column_free(graph->classes, nodes, sizeof *graph->classes);
  free(graph->duplicates);
  free(graph->scripts);
  free(graph->closure_places);
  sizes_free(&graph->self_sizes);
  sizes_free(&graph->retained_sizes);
  for (u32 i = 0; i < graph->class_count; i++)
    free(graph->class_table[i].name);
  free(graph->class_table);
  free(graph->lists.emitters);
  free(graph->lists.collections);
  free(graph->lists.collection_sums);
  free(graph->lists.collection_orders);
  free(graph->lists.members);
  free(graph->lists.class_starts);
  free(graph->lists.children);
  free(graph->lists.child_classes);
  free(graph->lists.id_zones);
  free(graph->lists.other_places);
  free(graph->lists.string_nodes);
  free(graph->lists.hubs);
  free(graph->lists.wide);
  free(graph->lists.wide_edges);
  free(graph->kept.answers);
  free(graph->kept.ends);
  free(graph->kept.text);
  free(graph->story);
  snapshot_file_close(&graph->file);
  *graph = (HeapGraph){};
}

/* ---- Looking up
 * -------------------------------------------------------------------- */

static Node find_id_in(const HeapGraph *graph, u64 id, Node first, u64 end) {
  for (Node node = first; node < graph->node_count && node < end; node++)
    if (graph->ids[node] == id) return node;
  return NO_NODE;
}

static u32 *read_ids(const HeapGraph *graph) {
  u32 *ids = COLUMN_RAW(u32, graph->node_count), field;
  RecordReader records;
  field = graph->file.meta.node.id;
  records_begin(&records, &graph->file.nodes, graph->file.meta.node.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++)
    ids[node] = (u32)record[field];
  return ids;
}

/* Ids are loaded for whoever only reads the graph. */
void graph_load_ids(const HeapGraph *graph) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&lock);
  if (!graph->ids) ((HeapGraph *)graph)->ids = read_ids(graph);
  pthread_mutex_unlock(&lock);
}

u32 graph_read_id(const HeapGraph *graph, Node node) {
  return (u32)graph_node_field(graph, node, graph->file.meta.node.id);
}

Node graph_find_id(const HeapGraph *graph, u64 id) {
  graph_load_ids(graph);
  const IdZone *zones = graph->lists.id_zones;
  Node node = NO_NODE;
  if (!zones) return find_id_in(graph, id, 0, graph->node_count);
  for (u32 i = 0; i < id_zones_of(graph->node_count) && node == NO_NODE; i++)
    if (zones[i].least <= id && id <= zones[i].most)
      node = find_id_in(graph, id, i * ID_ZONE, (i + 1ull) * ID_ZONE);
  return node;
}

u64 graph_total_size(const HeapGraph *graph) {
  return sizes_get(&graph->retained_sizes, graph->root) +
         graph->file.meta.extra_native_bytes;
}

EdgeReader graph_read_edges(const HeapGraph *graph, Node node) {
  return graph_read_edges_from(graph, node, 0);
}

EdgeReader graph_read_edges_from(const HeapGraph *graph, Node node, u64 count) {
  EdgeRange edges = node_edges(graph, node);
  u32 first =
      count < edges.end - edges.next ? edges.next + (u32)count : edges.end;
  const SnapshotFile *file = &graph->file;
  return (EdgeReader){
      .graph = graph,
      .numbers = numbers_seek(&file->edges, (u64)first * file->meta.edge.count),
      .next = first,
      .end = edges.end,
  };
}

EdgeRecord edge_from_record(const HeapGraph *graph, const u64 *record,
                            u32 index) {
  const SnapshotMeta *meta = &graph->file.meta;
  EdgeType type = (EdgeType)meta->edge_types[record[meta->edge.type] & 255];
  u64 target = record[meta->edge.to_node] / meta->node.count;
  /* what was checked once may have been overwritten since */
  if (unlikely(type == EDGE_TYPE_COUNT)) type = EDGE_OTHER;
  if (unlikely(target >= graph->node_count)) target = graph->root;
  return (EdgeRecord){
      .index = index,
      .type = type,
      .is_indexed = type == EDGE_ELEMENT || type == EDGE_HIDDEN,
      .name = record[meta->edge.name],
      .target = (Node)target,
  };
}

bool edge_reader_next(EdgeReader *reader, EdgeRecord *edge) {
  if (reader->next >= reader->end) return false;
  u64 record[64];
  numbers_read(&reader->numbers, record, reader->graph->file.meta.edge.count);
  *edge = edge_from_record(reader->graph, record, reader->next++);
  return true;
}

u32 graph_name(const HeapGraph *graph, Node node) {
  return (u32)graph_node_field(graph, node, graph->file.meta.node.name);
}

u64 graph_node_field(const HeapGraph *graph, Node node, u32 field) {
  u32 fields = graph->file.meta.node.count;
  u64 value;
  NumberReader reader =
      numbers_seek(&graph->file.nodes, (u64)node * fields + field);
  numbers_read(&reader, &value, 1);
  return value;
}
