/* answer_collections.c - collections, how full they are, and what is wasted. */
#include "graph/answer.h"

#include "graph/collections.h"
#include "graph/names.h"

#include <stdlib.h>

constexpr u64 LIMIT = 25;

typedef enum Order : u8 { ORDER_RETAINED, ORDER_WASTE, ORDER_COUNT } Order;

static const char *const STATES[] = {
    [COLLECTION_FILLED] = "filled",
    [COLLECTION_EMPTY] = "empty",
    [COLLECTION_SPARSE] = "sparse",
    [COLLECTION_UNSEEN] = "unseen",
};

typedef struct Row {
  u64 weight;
  Node node;
} Row;

typedef struct Sum {
  u64 collections, items, capacity, bytes, wasted;
  u64 states[COLLECTION_UNSEEN + 1];
  u64 wasted_in[COLLECTION_UNSEEN + 1];
} Sum;

typedef struct Search {
  CollectionReader reader;
  Order order;
  VECTOR(Row) rows;
  Sum sums[COLLECTION_KIND_COUNT];
  u64 wasted;
} Search;

/* ---- Finding ----------------------------------------------------------------
 */

static void add_sum(Search *search, const Collection *collection) {
  Sum *sum = &search->sums[collection->kind];
  sum->collections++;
  sum->items += collection->count;
  sum->capacity += collection->capacity;
  sum->bytes += collection->bytes;
  sum->wasted += collection->wasted;
  sum->states[collection->state]++;
  sum->wasted_in[collection->state] += collection->wasted;
  search->wasted += collection->wasted;
}

static void find_collections(Search *search) {
  const HeapGraph *graph = search->reader.graph;
  Collection collection;
  CollectionScan scan = collections_scan(&search->reader);
  for (Node node; collections_next(&scan, &node, &collection);) {
    add_sum(search, &collection);
    u64 weight = search->order == ORDER_WASTE ? collection.wasted
                 : search->order == ORDER_COUNT
                     ? collection.count
                     : sizes_get(&graph->retained_sizes, node);
    vector_push(&search->rows, ((Row){weight, node}));
  }
}

static int by_weight(const void *a, const void *b) {
  const Row *x = a, *y = b;
  if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
  return (x->node > y->node) - (x->node < y->node);
}

/* ---- JSON
 * --------------------------------------------------------------------- */

static json_t *or_null(bool is_known, u64 number) {
  return is_known ? answer_size(number) : json_null();
}

static json_t *describe(const Search *search, Node node) {
  Collection collection;
  if (!collection_measure(&search->reader, node, &collection))
    return json_null();
  bool is_known = collection.state != COLLECTION_UNSEEN;
  json_t *json = json_pack(
      "{s:o, s:s, s:s, s:o, s:o, s:I, s:I}", "node",
      answer_node(search->reader.graph, node), "kind",
      collection_kind_name(collection.kind), "state", STATES[collection.state],
      "count", or_null(is_known, collection.count), "capacity",
      or_null(collection.capacity > 0, collection.capacity), "bytes",
      (json_int_t)collection.bytes, "wasted", (json_int_t)collection.wasted);
  json_object_set_new(
      json, "fill",
      is_known && collection.capacity
          ? json_real((double)collection.count / (double)collection.capacity)
          : json_null());
  return json;
}

static json_t *describe_sum(CollectionKind kind, const Sum *sum) {
  return json_pack(
      "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "name",
      collection_kind_name(kind), "collections", (json_int_t)sum->collections,
      "items", (json_int_t)sum->items, "capacity", (json_int_t)sum->capacity,
      "bytes", (json_int_t)sum->bytes, "wasted", (json_int_t)sum->wasted,
      "empty", (json_int_t)sum->states[COLLECTION_EMPTY], "emptyWasted",
      (json_int_t)sum->wasted_in[COLLECTION_EMPTY], "sparse",
      (json_int_t)sum->states[COLLECTION_SPARSE], "sparseWasted",
      (json_int_t)sum->wasted_in[COLLECTION_SPARSE], "unseen",
      (json_int_t)sum->states[COLLECTION_UNSEEN]);
}

static json_t *list_sums(const Search *search) {
  json_t *list = json_array();
  for (u32 kind = 1; kind < COLLECTION_KIND_COUNT; kind++)
    if (search->sums[kind].collections)
      json_array_append_new(
          list, describe_sum((CollectionKind)kind, &search->sums[kind]));
  return list;
}

/* "retained" when nothing is asked for. */
static bool read_order(const json_t *params, Order *order, Buffer *error) {
  static const char *const names[] = {"retained", "waste", "count"};
  const char *text = json_string_value(json_object_get(params, "sort"));
  *order = ORDER_RETAINED;
  for (u32 i = 0; text && i < ARRAY_COUNT(names); i++)
    if (!strcmp(text, names[i])) {
      *order = (Order)i;
      return true;
    }
  if (text)
    buffer_format(error,
                  "collections are sorted by retained, waste or count, "
                  "not by %s",
                  text);
  return !text;
}

json_t *answer_collections(const HeapGraph *graph, u32 count,
                           const json_t *params, Buffer *error) {
  Page page = answer_page(params, LIMIT);
  Search search = {};
  if (!read_order(params, &search.order, error)) return NULL;
  search.reader = collections_open(graph);
  find_collections(&search);
  if (search.rows.count)
    qsort(search.rows.items, search.rows.count, sizeof(Row), by_weight);
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < search.rows.count && i - page.offset < page.limit; i++)
    json_array_append_new(list, describe(&search, search.rows.items[i].node));
  json_t *json = json_pack("{s:o, s:I, s:I, s:o, s:I}", "collections", list,
                           "total", (json_int_t)search.rows.count, "offset",
                           (json_int_t)page.offset, "kinds", list_sums(&search),
                           "wasted", (json_int_t)search.wasted);
  vector_free(&search.rows);
  collections_close(&search.reader);
  return json;
}
