/* lists.c - passes over all edges, in pieces on every core. */
#define _GNU_SOURCE
#include "graph/lists.h"

#include "base/vector.h"
#include "graph/orders.h"
#include "graph/sources.h"
#include "graph/tasks.h"

#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Lists are made for whoever only reads the graph. */
static HeapLists *lists_of(const HeapGraph *graph) {
  return &((HeapGraph *)graph)->lists;
}

/* ---- Emitters ------------------------------------------------------------ */

typedef VECTOR(Emitter) Emitters;

typedef struct EmitterSearch {
  const HeapGraph *graph;
  u32 events;      /* the name of the property */
  Emitters *found; /* by piece */
} EmitterSearch;

static void find_emitters(void *context, u32 piece) {
  const EmitterSearch *search = context;
  const HeapGraph *graph = search->graph;
  EdgeScan scan;
  edge_scan_begin(&scan, graph, piece);
  for (EdgeRecord edge; edge_scan_next(&scan, &edge);)
    if (edge.type == EDGE_PROPERTY && edge.name == search->events &&
        node_type(graph, scan.source) == NODE_OBJECT &&
        node_type(graph, edge.target) == NODE_OBJECT)
      vector_push(&search->found[piece], ((Emitter){scan.source, edge.target}));
}

static void join_emitters(HeapLists *lists, Emitters *found, u32 pieces) {
  Emitters all = {};
  for (u32 piece = 0; piece < pieces; piece++) {
    for (u32 i = 0; i < found[piece].count; i++)
      vector_push(&all, found[piece].items[i]);
    vector_free(&found[piece]);
  }
  lists->emitters = all.items;
  lists->emitter_count = all.count;
}

static void make_emitters(const HeapGraph *graph) {
  u32 pieces = edge_scan_pieces(graph);
  EmitterSearch search = {.graph = graph,
                          .events = graph_known(graph, STRING_EVENTS)};
  if (search.events == NO_STRING) return;
  search.found = base_allocate_zeroed(pieces * sizeof *search.found);
  tasks_run(pieces, find_emitters, &search);
  join_emitters(lists_of(graph), search.found, pieces);
  free(search.found);
}

void lists_emitters(const HeapGraph *graph) {
  pthread_mutex_lock(&lock);
  HeapLists *lists = lists_of(graph);
  if (!lists->has_emitters) make_emitters(graph);
  lists->has_emitters = true;
  pthread_mutex_unlock(&lock);
}

/* ---- Collections --------------------------------------------------------- */

/* What a piece has. */
typedef struct Measured {
  VECTOR(CollectionRow) rows;
  CollectionSum sums[COLLECTION_KIND_COUNT];
} Measured;

typedef struct Measuring {
  CollectionReader reader;
  Measured *pieces;
} Measuring;

static u32 saturated(u64 number) {
  return number < UINT32_MAX ? (u32)number : UINT32_MAX;
}

static void measure_piece(void *context, u32 piece) {
  const Measuring *measuring = context;
  Measured *measured = &measuring->pieces[piece];
  Collection collection;
  CollectionScan scan;
  collections_scan(&measuring->reader, piece, &scan);
  for (Node node; collections_next(&scan, &node, &collection);) {
    CollectionSum *sum = &measured->sums[collection.kind];
    sum->collections++;
    sum->items += collection.count;
    sum->capacity += collection.capacity;
    sum->bytes += collection.bytes;
    sum->wasted += collection.wasted;
    sum->states[collection.state]++;
    sum->wasted_in[collection.state] += collection.wasted;
    CollectionRow row = {.node = node,
                         .count = saturated(collection.count),
                         .capacity = saturated(collection.capacity),
                         .bytes = saturated(collection.bytes),
                         .wasted = saturated(collection.wasted),
                         .kind = collection.kind,
                         .state = collection.state};
    vector_push(&measured->rows, row);
  }
}

static void add_sum(CollectionSum *sum, const CollectionSum *more) {
  sum->collections += more->collections;
  sum->items += more->items;
  sum->capacity += more->capacity;
  sum->bytes += more->bytes;
  sum->wasted += more->wasted;
  for (u32 state = 0; state < COLLECTION_STATE_COUNT; state++) {
    sum->states[state] += more->states[state];
    sum->wasted_in[state] += more->wasted_in[state];
  }
}

static void join_measured(HeapLists *lists, Measured *pieces, u32 count) {
  u64 rows = 0;
  for (u32 i = 0; i < count; i++)
    rows += pieces[i].rows.count;
  lists->collection_count = (u32)rows;
  lists->collections =
      base_allocate((size_t)(rows + 1) * sizeof(CollectionRow));
  lists->collection_sums =
      base_allocate_zeroed(COLLECTION_KIND_COUNT * sizeof(CollectionSum));
  CollectionRow *next = lists->collections;
  for (u32 i = 0; i < count; i++) {
    Measured *piece = &pieces[i];
    for (u32 row = 0; row < piece->rows.count; row++)
      *next++ = piece->rows.items[row];
    for (u32 kind = 0; kind < COLLECTION_KIND_COUNT; kind++)
      add_sum(&lists->collection_sums[kind], &piece->sums[kind]);
    vector_free(&piece->rows);
  }
}

static void make_collections(const HeapGraph *graph) {
  u32 pieces = edge_scan_pieces(graph);
  Measuring measuring = {.reader = collections_open(graph)};
  measuring.pieces = base_allocate_zeroed(pieces * sizeof *measuring.pieces);
  tasks_run(pieces, measure_piece, &measuring);
  join_measured(lists_of(graph), measuring.pieces, pieces);
  free(measuring.pieces);
  collections_close(&measuring.reader);
}

void lists_collections(const HeapGraph *graph) {
  pthread_mutex_lock(&lock);
  if (!graph->lists.collection_sums) make_collections(graph);
  pthread_mutex_unlock(&lock);
}

bool lists_measured(const CollectionRow *row, Collection *collection) {
  *collection = (Collection){.kind = (CollectionKind)row->kind,
                             .state = (CollectionState)row->state,
                             .count = row->count,
                             .capacity = row->capacity,
                             .bytes = row->bytes,
                             .wasted = row->wasted};
  return row->kind < COLLECTION_KIND_COUNT &&
         row->state < COLLECTION_STATE_COUNT && row->count != UINT32_MAX &&
         row->capacity != UINT32_MAX && row->bytes != UINT32_MAX &&
         row->wasted != UINT32_MAX;
}

Collection lists_measure(const CollectionReader *reader,
                         const CollectionRow *row) {
  Collection collection;
  if (!lists_measured(row, &collection) &&
      !collection_measure(reader, row->node, &collection))
    return (Collection){};
  return collection;
}

/* ---- Orders -------------------------------------------------------------- */

static u32 number_of(const HeapGraph *graph, const CollectionRow *row,
                     CollectionOrder order) {
  switch (order) {
  case ORDER_RETAINED: return graph->retained_sizes.small[row->node];
  case ORDER_WASTE: return row->wasted;
  default: return row->count;
  }
}

u64 collection_weight(const CollectionReader *reader, const CollectionRow *row,
                      CollectionOrder order) {
  const HeapGraph *graph = reader->graph;
  u32 number = number_of(graph, row, order);
  if (likely(number != UINT32_MAX)) return number;
  if (order == ORDER_RETAINED)
    return sizes_get(&graph->retained_sizes, row->node);
  Collection collection = lists_measure(reader, row);
  return order == ORDER_WASTE ? collection.wasted : collection.count;
}

/* What qsort_r looks at. */
typedef struct Weighing {
  const CollectionReader *reader;
  CollectionOrder order;
} Weighing;

static int by_weight(const void *a, const void *b, void *context) {
  const Weighing *weighing = context;
  const CollectionRow *rows = weighing->reader->graph->lists.collections;
  u32 x = *(const u32 *)a, y = *(const u32 *)b;
  u64 p = collection_weight(weighing->reader, &rows[x], weighing->order);
  u64 q = collection_weight(weighing->reader, &rows[y], weighing->order);
  return p != q ? (p < q) - (p > q) : (x > y) - (x < y);
}

/* Those too large for a key are equal by it, and all in front. */
static void sort_collections(Weighing *weighing, u32 *keys, u32 *order,
                             u32 *spare) {
  const HeapGraph *graph = weighing->reader->graph;
  u32 count = graph->lists.collection_count, large = 0;
  for (u32 i = 0; i < count; i++)
    keys[i] = number_of(graph, &graph->lists.collections[i], weighing->order);
  order_falling(keys, count, order, spare);
  while (large < count && keys[order[large]] == UINT32_MAX)
    large++;
  if (large) qsort_r(order, large, sizeof *order, by_weight, weighing);
}

void lists_collection_orders(const HeapGraph *graph) {
  HeapLists *lists = lists_of(graph);
  u32 count = lists->collection_count;
  if (lists->collection_orders || !count) return;
  CollectionReader reader = collections_open(graph);
  u32 *keys = base_allocate(count * sizeof *keys);
  u32 *spare = base_allocate(count * sizeof *spare);
  u32 *orders =
      base_allocate((size_t)COLLECTION_ORDER_COUNT * count * sizeof *orders);
  for (u32 order = 0; order < COLLECTION_ORDER_COUNT; order++) {
    Weighing weighing = {&reader, (CollectionOrder)order};
    sort_collections(&weighing, keys, orders + (size_t)order * count, spare);
  }
  lists->collection_orders = orders;
  free(keys);
  free(spare);
  collections_close(&reader);
}

/* ---- Names --------------------------------------------------------------- */

static void count_names(const HeapGraph *graph, u32 *counts) {
  const SnapshotFile *file = &graph->file;
  NodeFields fields = file->meta.node;
  RecordReader records;
  records_begin(&records, &file->nodes, fields.count, 0, graph->node_count);
  for (const u64 *record; (record = records_next(&records));)
    if (record[fields.name] < file->strings.count)
      counts[record[fields.name]]++;
}

void lists_string_nodes(const HeapGraph *graph) {
  pthread_mutex_lock(&lock);
  HeapLists *lists = lists_of(graph);
  if (!lists->string_nodes) {
    lists->string_nodes =
        base_allocate_zeroed((graph->file.strings.count + 1ull) * sizeof(u32));
    count_names(graph, lists->string_nodes);
  }
  pthread_mutex_unlock(&lock);
}
