/* leaks_stores.c - objects that were there before and have grown.
 *
 * A list of numbers or a Map from numbers to numbers takes no object for an
 * entry: nothing comes that stays, and yet memory grows. So when there is
 * nobody to suspect, the objects that all snapshots have are compared: their
 * sizes, with the tables that are theirs alone.
 */
#include "graph/leaks_parts.h"

#include <stdlib.h>

constexpr u32 STORES_MAX = 5;

typedef struct Store {
  Node node;
  u64 bytes; /* more than in the first */
} Store;

typedef VECTOR(Store) Stores;

static int by_bytes(const void *a, const void *b) {
  const Store *x = a, *y = b;
  if (x->bytes != y->bytes) return x->bytes < y->bytes ? 1 : -1;
  return (x->node > y->node) - (x->node < y->node);
}

/* What the engine grows for itself is not told. */
static bool is_of_program(const Leaks *leaks, Node node) {
  NodeType type = node_type(leaks->graph, node);
  return type == NODE_OBJECT || type == NODE_CLOSURE || type == NODE_NATIVE;
}

static void find(const Leaks *leaks, Stores *stores) {
  const HeapGraph *first = &leaks->graphs[0], *last = leaks->graph;
  for (Node node = 0; node < last->node_count; node++) {
    if (bits_get(leaks->is_new, node) || !is_of_program(leaks, node)) continue;
    Node before = identity_find(&leaks->identities[0], graph_id(last, node));
    if (before == NO_NODE) continue;
    u64 was = sizes_get(&first->self_sizes, before);
    u64 is = sizes_get(&last->self_sizes, node);
    if (is > was) vector_push(stores, ((Store){node, is - was}));
  }
  if (stores->count)
    qsort(stores->items, stores->count, sizeof(Store), by_bytes);
}

/* The shortest path to it, as `why` tells it. */
static json_t *path_json(const HeapGraph *graph, Node node) {
  Buffer error = {};
  json_t *params = json_pack("{s:I, s:i}", "id",
                             (json_int_t)graph_id(graph, node), "limit", 1);
  json_t *why = answer_why(graph, 1, params, &error);
  json_t *first = json_array_get(json_object_get(why, "paths"), 0);
  json_t *text = json_incref(json_object_get(first, "text"));
  json_decref(why);
  json_decref(params);
  buffer_free(&error);
  return text ? text : json_null();
}

static json_t *series_json(const Leaks *leaks, Node last) {
  json_t *list = json_array();
  u32 id = graph_id(leaks->graph, last);
  for (u32 i = 0; i < leaks->graph_count; i++) {
    const HeapGraph *graph = &leaks->graphs[i];
    Node node =
        graph == leaks->graph ? last : identity_find(&leaks->identities[i], id);
    json_array_append_new(
        list,
        answer_size(node == NO_NODE ? 0 : sizes_get(&graph->self_sizes, node)));
  }
  return list;
}

json_t *leaks_stores_json(const Leaks *leaks) {
  Stores stores = {};
  if (leaks->graph_count > 1) find(leaks, &stores);
  json_t *list = json_array();
  for (u32 i = 0; i < stores.count && i < STORES_MAX; i++) {
    const Store *store = &stores.items[i];
    json_array_append_new(
        list, json_pack("{s:o, s:o, s:o, s:o}", "node",
                        answer_node(leaks->graph, store->node), "path",
                        path_json(leaks->graph, store->node), "bytes",
                        answer_size(store->bytes), "series",
                        series_json(leaks, store->node)));
  }
  vector_free(&stores);
  return list;
}
