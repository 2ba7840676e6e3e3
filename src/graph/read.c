/* read.c - the nodes and edges of a file, read in pieces on every core. */
#include "graph/read.h"

#include "graph/tasks.h"

#include <pthread.h>
#include <stdlib.h>

/* Records in a piece: small enough to share the work evenly. */
constexpr u32 PIECE_RECORDS = 1 << 16;

/* From indices in the file's array of nodes to nodes, without a division: a
 * number that an odd one divides is the product with that one's inverse modulo
 * 2^64, and for any other number the product is large (T. Granlund, P.
 * Montgomery, "Division by Invariant Integers", 1994, section 9). */
typedef struct NodeOfIndex {
  u64 inverse; /* of the odd part of the number of fields */
  u32 shift;   /* of its power of two */
  u32 nodes;
} NodeOfIndex;

static NodeOfIndex node_of_index(const HeapGraph *graph) {
  u32 fields = graph->file.meta.node.count;
  u32 shift = (u32)__builtin_ctz(fields);
  u64 odd = fields >> shift, inverse = odd; /* right in its lowest 3 bits */
  for (u32 bits = 3; bits < 64; bits *= 2)
    inverse *= 2 - odd * inverse;
  return (NodeOfIndex){inverse, shift, graph->node_count};
}

/* The node at `index`; NO_NODE or more when there is none. */
ALWAYS_INLINE u64 node_at(NodeOfIndex node_of, u64 index) {
  u64 product = index * node_of.inverse;
  u64 node = product >> node_of.shift | product << (-node_of.shift & 63);
  return node < node_of.nodes ? node : NO_NODE;
}

typedef struct Reading {
  HeapGraph *graph;
  Ephemerons *ephemerons;
  Bits *is_ephemeron; /* of strings */
  u32 *name_ranks;    /* of those bits */
  NodeOfIndex node_of;
  u32 node_pieces, edge_pieces;
  /* By type: the name that makes a node notable, and the first that an edge
   * cannot have. */
  u64 notable_names[NODE_TYPE_MAX], name_limits[EDGE_TYPE_COUNT + 1];
  u32 *degrees;          /* of nodes; then where their edges end */
  EphemeronEdges *found; /* for each piece of edges */
  pthread_mutex_t lock;  /* of what follows, and of large sizes */
  const u8 *bad_at;      /* the first number found wrong, or NULL */
  const char *bad_why;
} Reading;

/* Of several mistakes the first in the file is reported. */
static void reject(Reading *reading, const u8 *at, const char *why) {
  pthread_mutex_lock(&reading->lock);
  if (!reading->bad_at || at < reading->bad_at) {
    reading->bad_at = at;
    reading->bad_why = why;
  }
  pthread_mutex_unlock(&reading->lock);
}

/* Whether a record is wrong; `first` is the index of its first number. */
ALWAYS_INLINE bool is_rejected(Reading *reading, const RecordReader *records,
                               u64 first, const char *mistake) {
  const NumberReader *reader = &records->reader;
  const Numbers *numbers = reader->numbers;
  if (unlikely(reader->is_too_large))
    reject(reading, numbers->text + reader->bad_at, "a number is too large");
  else if (unlikely(mistake != NULL))
    reject(reading, numbers->text + numbers_offset(numbers, first), mistake);
  else
    return false;
  return true;
}

/* Records [first, last) of a list, of which there are pieces. */
static void begin_piece(RecordReader *records, const Numbers *numbers,
                        u32 fields, u32 piece, u32 count) {
  u64 first = (u64)piece * PIECE_RECORDS, last = first + PIECE_RECORDS;
  records_begin(records, numbers, fields, first, last < count ? last : count);
}

/* ---- Nodes
 * ------------------------------------------------------------------- */

static void set_size(Reading *reading, Node node, u64 bytes) {
  if (likely(bytes < UINT32_MAX)) {
    reading->graph->self_sizes.small[node] = (u32)bytes;
    return;
  }
  pthread_mutex_lock(&reading->lock);
  sizes_set(&reading->graph->self_sizes, node, bytes);
  pthread_mutex_unlock(&reading->lock);
}

static const char *node_mistake(const Reading *reading, const u64 *record) {
  const SnapshotMeta *meta = &reading->graph->file.meta;
  const NodeFields *fields = &meta->node;
  if (record[fields->type] > 255 ||
      meta->node_types[record[fields->type]] == NODE_TYPE_MAX)
    return "a node has a type that meta does not list";
  if (record[fields->name] >= reading->graph->file.strings.count &&
      !reading->graph->file.is_truncated)
    return "the name of a node is beyond the strings";
  if (record[fields->id] > UINT32_MAX) return "the id of a node is too large";
  if (record[fields->edge_count] > EDGES_MAX)
    return "a node has too many edges";
  return NULL;
}

/* The name that makes a node of a type notable: one more than the number of
 * the known string. */
static const u8 NOTABLE_NAMES[NODE_TYPE_MAX] = {
    [NODE_OBJECT] = 1 + STRING_OBJECT,
    [NODE_NATIVE] = 1 + STRING_EXTERNAL_STRING_DATA,
    [NODE_ARRAY] = 1 + STRING_MAP_DESCRIPTORS,
    [NODE_HIDDEN] = 1 + STRING_NATIVE_CONTEXT,
    [NODE_SYNTHETIC] = 1 + STRING_DOCUMENT_TREES,
};

static void find_notable_names(Reading *reading) {
  for (u32 type = 0; type < NODE_TYPE_MAX; type++) {
    u8 known = NOTABLE_NAMES[type];
    u32 name =
        known ? graph_known(reading->graph, (KnownString)(known - 1)) : 0;
    reading->notable_names[type] =
        known && name != NO_STRING ? name : UINT64_MAX;
  }
}

static void take_node(Reading *reading, Node node, const u64 *record) {
  HeapGraph *graph = reading->graph;
  const SnapshotMeta *meta = &graph->file.meta;
  const NodeFields *fields = &meta->node;
  u64 detached = fields->detachedness != NO_FIELD
                     ? record[fields->detachedness] & 3
                     : DETACHED_UNKNOWN;
  u8 type = meta->node_types[record[fields->type]];
  bool notable = record[fields->name] == reading->notable_names[type];
  graph->node_flags[node] = (u8)(type | notable << 5 | detached << 6);
  reading->degrees[node + 1] = (u32)record[fields->edge_count];
  set_size(reading, node, record[fields->self_size]);
}

static void read_nodes(Reading *reading, u32 piece) {
  const HeapGraph *graph = reading->graph;
  const Numbers *numbers = &graph->file.nodes;
  RecordReader records;
  u32 fields = graph->file.meta.node.count;
  begin_piece(&records, numbers, fields, piece, graph->node_count);
  Node node = piece * PIECE_RECORDS;
  for (const u64 *record; (record = records_next(&records)); node++) {
    if (is_rejected(reading, &records, (u64)node * fields,
                    node_mistake(reading, record)))
      return;
    take_node(reading, node, record);
  }
}

/* ---- Edges
 * ------------------------------------------------------------------- */

/* Whether the name of an edge of that type is a number by itself. */
ALWAYS_INLINE bool has_index(u8 type) {
  return type == EDGE_ELEMENT || type == EDGE_HIDDEN;
}

static void find_name_limits(Reading *reading) {
  const SnapshotFile *file = &reading->graph->file;
  u64 limit = file->is_truncated ? UINT64_MAX : file->strings.count;
  for (u8 type = 0; type < EDGE_TYPE_COUNT; type++)
    reading->name_limits[type] = has_index(type) ? UINT64_MAX : limit;
  reading->name_limits[EDGE_TYPE_COUNT] = 0; /* a type that is none */
}

COLD static const char *edge_mistake(u64 target, u8 type) {
  if (target >= NO_NODE) return "an edge leads to no node";
  return type == EDGE_TYPE_COUNT ? "an edge has a type that meta does not list"
                                 : "the name of an edge is beyond the strings";
}

ALWAYS_INLINE void note_ephemeron(const Reading *reading, u32 index, u64 name,
                                  EphemeronEdges *found) {
  if (name >= reading->graph->file.strings.count ||
      likely(!bits_get(reading->is_ephemeron, name)))
    return;
  u32 rank = bits_rank(reading->is_ephemeron, reading->name_ranks, name);
  vector_push(found, ((EphemeronEdge){.edge = index, .name = rank}));
}

static void read_edges(Reading *reading, u32 piece) {
  HeapGraph *graph = reading->graph;
  const Numbers *numbers = &graph->file.edges;
  EdgeFields fields = graph->file.meta.edge;
  const u8 *types = graph->file.meta.edge_types;
  NodeOfIndex node_of = reading->node_of;
  RecordReader records;
  begin_piece(&records, numbers, fields.count, piece, graph->edge_count);
  u32 index = piece * PIECE_RECORDS;
  for (const u64 *record; (record = records_next(&records)); index++) {
    u64 number = record[fields.type], name = record[fields.name];
    u8 type = number < 256 ? types[number] : EDGE_TYPE_COUNT;
    u64 target = node_at(node_of, record[fields.to_node]);
    bool is_bad = target >= NO_NODE || name >= reading->name_limits[type];
    if (is_rejected(reading, &records, (u64)index * fields.count,
                    unlikely(is_bad) ? edge_mistake(target, type) : NULL))
      return;
    graph->edges[index] = edge_make((Node)target, (EdgeType)type);
    if (type == EDGE_INTERNAL)
      note_ephemeron(reading, index, name, &reading->found[piece]);
  }
}

/* The names of WeakMaps' entries are the longest piece, and the first. */
static void read_piece(void *context, u32 index) {
  Reading *reading = context;
  if (index == 0)
    ephemerons_read_names(&reading->graph->file.strings, reading->ephemerons);
  else if (index <= reading->node_pieces)
    read_nodes(reading, index - 1);
  else
    read_edges(reading, index - 1 - reading->node_pieces);
}

/* ---- The whole
 * ------------------------------------------------------------------ */

static bool fail_count(const HeapGraph *graph, Buffer *error, const char *what,
                       u64 count) {
  buffer_format(error, "%s: %llu %s: more than can be read", graph->file.path,
                (unsigned long long)count, what);
  return false;
}

/* How many nodes and edges there are, and room for them. */
static bool make_columns(HeapGraph *graph, Buffer *error) {
  SnapshotFile *file = &graph->file;
  u64 nodes = file->nodes.count / file->meta.node.count;
  u64 edges = file->edges.count / file->meta.edge.count;
  if (nodes > NODES_MAX) return fail_count(graph, error, "nodes", nodes);
  if (edges > EDGES_MAX) return fail_count(graph, error, "edges", edges);
  bool is_ragged = nodes * file->meta.node.count != file->nodes.count ||
                   (edges * file->meta.edge.count != file->edges.count &&
                    !file->is_truncated);
  if (is_ragged || file->nodes.has_negative || file->edges.has_negative) {
    buffer_format(error, "%s: %s", file->path,
                  is_ragged ? "the nodes or edges do not end with a whole one"
                            : "negative numbers among the nodes or edges");
    return false;
  }
  graph->node_count = (u32)nodes;
  graph->edge_count = (u32)edges;
  graph->node_flags = COLUMN_RAW(u8, nodes);
  graph->self_sizes = sizes_make((u32)nodes);
  graph->edges = COLUMN_RAW(u32, edges);
  return true;
}

/* From counts to places. A truncated file has fewer edges than its nodes say:
 * the last nodes have none. */
static bool place_edges(Reading *reading, Buffer *error) {
  HeapGraph *graph = reading->graph;
  u32 *ends = reading->degrees;
  u64 sum = 0;
  for (Node node = 0; node < graph->node_count; node++) {
    sum += ends[node + 1];
    ends[node + 1] = sum < graph->edge_count ? (u32)sum : graph->edge_count;
  }
  graph->edge_starts = starts_make(ends, graph->node_count + 1);
  if (sum == graph->edge_count) return true;
  if (graph->file.is_truncated && sum > graph->edge_count) return true;
  buffer_format(error, "%s: the nodes speak of %llu edges, but the file has %u",
                graph->file.path, (unsigned long long)sum, graph->edge_count);
  return false;
}

/* Sums of sizes are sums of 64 bits. */
static bool check_total(const HeapGraph *graph, Buffer *error) {
  u64 sum = 0;
  for (u32 i = 0; i < graph->self_sizes.large_count; i++)
    if (__builtin_add_overflow(sum, graph->self_sizes.large[i].bytes, &sum))
      sum = UINT64_MAX;
  if (sum < 1ull << 62) return true;
  buffer_format(error, "%s: the sizes of its nodes are too large to add up",
                graph->file.path);
  return false;
}

static void gather_ephemerons(Reading *reading) {
  EphemeronEdges *edges = &reading->ephemerons->edges;
  for (u32 piece = 0; piece < reading->edge_pieces; piece++) {
    EphemeronEdges *found = &reading->found[piece];
    for (u32 i = 0; i < found->count; i++)
      vector_push(edges, found->items[i]);
    vector_free(found);
  }
  ephemerons_find_sources(reading->graph, reading->ephemerons);
}

static bool find_root(HeapGraph *graph, Buffer *error) {
  u64 index = graph->file.meta.root_index, fields = graph->file.meta.node.count;
  bool is_good = index % fields == 0 && index / fields < graph->node_count;
  if (!is_good)
    buffer_format(error, "%s: snapshot.root_index is no node",
                  graph->file.path);
  graph->root = is_good ? (Node)(index / fields) : 0;
  return is_good;
}

static bool run(Reading *reading, Buffer *error) {
  HeapGraph *graph = reading->graph;
  tasks_run(1 + reading->node_pieces + reading->edge_pieces, read_piece,
            reading);
  if (reading->bad_at) {
    buffer_format(error, "%s: %s (at byte %zu)", graph->file.path,
                  reading->bad_why,
                  (size_t)(reading->bad_at - graph->file.mapping.bytes));
    return false;
  }
  if (!place_edges(reading, error)) return false;
  if (!check_total(graph, error)) return false;
  gather_ephemerons(reading);
  return true;
}

static u32 pieces(u32 records) {
  return (u32)(((u64)records + PIECE_RECORDS - 1) / PIECE_RECORDS);
}

bool graph_read(HeapGraph *graph, Ephemerons *ephemerons, Buffer *error) {
  if (!make_columns(graph, error) || !find_root(graph, error)) return false;
  const Strings *strings = &graph->file.strings;
  Reading reading = {
      .graph = graph,
      .ephemerons = ephemerons,
      .is_ephemeron = bits_make(strings->count),
      .node_of = node_of_index(graph),
      .node_pieces = pieces(graph->node_count),
      .edge_pieces = pieces(graph->edge_count),
      .lock = PTHREAD_MUTEX_INITIALIZER,
  };
  find_notable_names(&reading);
  find_name_limits(&reading);
  reading.degrees = COLUMN_RAW(u32, (u64)graph->node_count + 1);
  reading.degrees[0] = 0;
  for (u32 i = 0; i < strings->ephemerons.count; i++)
    bits_set(reading.is_ephemeron, strings->ephemerons.items[i]);
  reading.name_ranks = bits_rank_make(reading.is_ephemeron, strings->count);
  reading.found =
      base_allocate_zeroed((reading.edge_pieces + 1) * sizeof *reading.found);
  bool is_good = run(&reading, error);
  for (u32 i = 0; i < reading.edge_pieces; i++)
    vector_free(&reading.found[i]);
  free(reading.found);
  column_free(reading.degrees, (u64)graph->node_count + 1, sizeof(u32));
  bits_rank_free(reading.name_ranks, strings->count);
  bits_free(reading.is_ephemeron, strings->count);
  return is_good;
}
