/* locations.c - the locations section, which is in no order of use. */
#include "graph/locations.h"

#include "graph/table.h"

static void begin(const HeapGraph *graph, RecordReader *records) {
  u32 fields = graph->file.meta.location.count;
  u64 count = fields ? graph->file.locations.count / fields : 0;
  records_begin(records, &graph->file.locations, fields, 0, count);
}

static bool next(const HeapGraph *graph, RecordReader *records, Node *node,
                 Location *location) {
  const u64 *record = records_next(records);
  if (!record) return false;
  const SnapshotMeta *meta = &graph->file.meta;
  u64 index = record[meta->location.object] / meta->node.count;
  *node = index < graph->node_count ? (Node)index : NO_NODE;
  *location =
      (Location){record[meta->location.script], record[meta->location.line],
                 record[meta->location.column]};
  return true;
}

bool location_find(const HeapGraph *graph, Node node, Location *location) {
  RecordReader records;
  begin(graph, &records);
  for (Node other; next(graph, &records, &other, location);)
    if (other == node) return true;
  return false;
}

static bool is_same(Location a, Location b) {
  return a.script == b.script && a.line == b.line && a.column == b.column;
}

/* Locations are numbered as they come. */
typedef struct Numbering {
  LocationList *list;
  NumberTable numbers;
  u32 last; /* often the next one, too */
} Numbering;

/* The number of a location; of those with the same hash a free one after. */
static u32 number(Numbering *numbering, Location location) {
  LocationList *list = numbering->list;
  if (is_same(list->items[numbering->last], location)) return numbering->last;
  u64 hash = hash_number(hash_number(location.script) * 31 + location.line);
  for (hash = hash_number(hash + location.column);; hash++) {
    u32 *place = number_table_at(&numbering->numbers, hash);
    if (*place == TABLE_NONE) {
      *place = list->count;
      vector_push(list, location);
    }
    numbering->last = *place;
    if (is_same(list->items[*place], location)) return *place;
  }
}

u32 *locations_number(const HeapGraph *graph, LocationList *list) {
  u32 *column = COLUMN(u32, graph->node_count);
  Numbering numbering = {.list = list};
  RecordReader records;
  Location location;
  begin(graph, &records);
  vector_push(list, (Location){});
  for (Node node; next(graph, &records, &node, &location);)
    if (node != NO_NODE) column[node] = number(&numbering, location);
  number_table_free(&numbering.numbers);
  return column;
}

void locations_of_objects(const HeapGraph *graph, LocationList *list,
                          u32 *column, NumberTable *of_plain) {
  Numbering numbering = {.list = list};
  RecordReader records;
  Location location;
  begin(graph, &records);
  vector_push(list, (Location){});
  for (Node node; next(graph, &records, &node, &location);) {
    if (node == NO_NODE || node_type(graph, node) != NODE_OBJECT) continue;
    u32 *place = node_is_notable(graph, node) ? number_table_at(of_plain, node)
                                              : &column[node];
    *place = number(&numbering, location);
  }
  number_table_free(&numbering.numbers);
}
