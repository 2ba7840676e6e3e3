/* locations.c - the locations section, which is in no order of use. */
#include "graph/locations.h"

#include "graph/table.h"

typedef struct Reader {
  const HeapGraph *graph;
  NumberReader numbers;
  u64 left;
} Reader;

static Reader read_from_start(const HeapGraph *graph) {
  u32 fields = graph->file.meta.location.count;
  return (Reader){
      .graph = graph,
      .numbers = numbers_seek(&graph->file.locations, 0),
      .left = fields ? graph->file.locations.count / fields : 0,
  };
}

static bool next(Reader *reader, Node *node, Location *location) {
  if (!reader->left) return false;
  const SnapshotMeta *meta = &reader->graph->file.meta;
  u64 record[64];
  numbers_read(&reader->numbers, record, meta->location.count);
  u64 index = record[meta->location.object] / meta->node.count;
  *node = index < reader->graph->node_count ? (Node)index : NO_NODE;
  *location =
      (Location){record[meta->location.script], record[meta->location.line],
                 record[meta->location.column]};
  reader->left--;
  return true;
}

bool location_find(const HeapGraph *graph, Node node, Location *location) {
  Reader reader = read_from_start(graph);
  for (Node other; next(&reader, &other, location);)
    if (other == node) return true;
  return false;
}

static bool is_same(Location a, Location b) {
  return a.script == b.script && a.line == b.line && a.column == b.column;
}

/* The number of a location; of those with the same hash a free one after. */
static u32 number(NumberTable *numbers, LocationList *list, Location location) {
  u64 hash = hash_number(hash_number(location.script) * 31 + location.line);
  for (hash = hash_number(hash + location.column);; hash++) {
    u32 *place = number_table_at(numbers, hash);
    if (*place == TABLE_NONE) {
      *place = list->count;
      vector_push(list, location);
    }
    if (is_same(list->items[*place], location)) return *place;
  }
}

u32 *locations_number(const HeapGraph *graph, LocationList *list) {
  u32 *column = COLUMN(u32, graph->node_count);
  NumberTable numbers = {};
  Reader reader = read_from_start(graph);
  Location location;
  vector_push(list, (Location){});
  for (Node node; next(&reader, &node, &location);)
    if (node != NO_NODE) column[node] = number(&numbers, list, location);
  number_table_free(&numbers);
  return column;
}
