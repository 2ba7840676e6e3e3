/* answer_collections.c - collections, how full they are, and what is wasted. */
#include "graph/answer.h"

#include "graph/lists.h"

#include <stdlib.h>

constexpr u64 LIMIT = 25;

static const char *const STATES[] = {
    [COLLECTION_FILLED] = "filled",
    [COLLECTION_EMPTY] = "empty",
    [COLLECTION_SPARSE] = "sparse",
    [COLLECTION_UNSEEN] = "unseen",
};

typedef struct Row {
  u64 weight;
  u32 place; /* among all collections, which are in the order of the file */
} Row;

typedef struct Search {
  CollectionReader reader;
  CollectionOrder order;
  VECTOR(Row) rows; /* those that are asked for, and those before */
} Search;

/* ---- Finding ----------------------------------------------------------------
 */

static int by_weight(const void *a, const void *b) {
  const Row *x = a, *y = b;
  if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
  return (x->place > y->place) - (x->place < y->place);
}

static int by_last(const void *a, const void *b) {
  return by_weight(b, a);
}

/* Down a heap whose first row is the one that comes last in order. */
static void sink(Row *heap, u32 count, Row row) {
  u32 at = 0;
  for (u32 child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && by_weight(&heap[child], &heap[child + 1]) < 0)
      child++;
    if (by_weight(&row, &heap[child]) >= 0) break;
    heap[at] = heap[child];
  }
  heap[at] = row;
}

/* The first `wanted`, sorted. Collections are many, and few are asked for. */
static void find_first(Search *search, u64 wanted) {
  const HeapLists *lists = &search->reader.graph->lists;
  u32 room =
      wanted < lists->collection_count ? (u32)wanted : lists->collection_count;
  for (u32 i = 0; i < lists->collection_count && room; i++) {
    Row row = {collection_weight(&search->reader, &lists->collections[i],
                                 search->order),
               i};
    if (i < room) {
      vector_push(&search->rows, row);
      /* a heap from here on: the last in order comes first */
      if (i + 1 == room) qsort(search->rows.items, room, sizeof row, by_last);
    } else if (by_weight(&row, &search->rows.items[0]) < 0) {
      sink(search->rows.items, room, row);
    }
  }
  if (room) qsort(search->rows.items, room, sizeof(Row), by_weight);
}

/* The number of the collection that stands at `place` in the order. */
static u32 nth_collection(const Search *search, u64 place) {
  const HeapLists *lists = &search->reader.graph->lists;
  if (search->rows.items) return search->rows.items[place].place;
  assert(lists->collection_orders); /* else the rows were found */
  return lists
      ->collection_orders[(u64)search->order * lists->collection_count + place];
}

/* ---- JSON
 * --------------------------------------------------------------------- */

static json_t *or_null(bool is_known, u64 number) {
  return is_known ? answer_size(number) : json_null();
}

static json_t *describe(const Search *search, const CollectionRow *row) {
  Collection collection = lists_measure(&search->reader, row);
  bool is_known = collection.state != COLLECTION_UNSEEN;
  json_t *json = json_pack(
      "{s:o, s:s, s:s, s:o, s:o, s:I, s:I}", "node",
      answer_node(search->reader.graph, row->node), "kind",
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

static json_t *describe_sum(CollectionKind kind, const CollectionSum *sum) {
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

static json_t *list_sums(const CollectionSum *sums, u64 *wasted) {
  json_t *list = json_array();
  *wasted = 0;
  for (u32 kind = 1; kind < COLLECTION_KIND_COUNT; kind++) {
    if (!sums[kind].collections) continue;
    json_array_append_new(list,
                          describe_sum((CollectionKind)kind, &sums[kind]));
    *wasted += sums[kind].wasted;
  }
  return list;
}

/* "retained" when nothing is asked for. */
static bool read_order(const json_t *params, CollectionOrder *order,
                       Buffer *error) {
  static const char *const names[] = {"retained", "waste", "count"};
  const char *text = json_string_value(json_object_get(params, "sort"));
  *order = ORDER_RETAINED;
  for (u32 i = 0; text && i < ARRAY_COUNT(names); i++)
    if (!strcmp(text, names[i])) {
      *order = (CollectionOrder)i;
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
  lists_collections(graph);
  u64 wasted, total = graph->lists.collection_count;
  if (!graph->lists.collection_orders)
    find_first(&search, page_end(page, total));
  json_t *list = json_array();
  for (u64 i = page.offset; i < page_end(page, total); i++)
    json_array_append_new(
        list, describe(&search,
                       &graph->lists.collections[nth_collection(&search, i)]));
  json_t *kinds = list_sums(graph->lists.collection_sums, &wasted);
  json_t *json =
      json_pack("{s:o, s:I, s:I, s:o, s:I}", "collections", list, "total",
                (json_int_t)total, "offset", (json_int_t)page.offset, "kinds",
                kinds, "wasted", (json_int_t)wasted);
  vector_free(&search.rows);
  collections_close(&search.reader);
  return json;
}
