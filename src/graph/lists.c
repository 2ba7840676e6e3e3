/* lists.c - passes over all edges, in pieces on every core. */
#include "graph/lists.h"

#include "base/vector.h"
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
