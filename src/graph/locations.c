/* locations.c - the locations section, sorted by node. */
#include "graph/locations.h"

#include <stdlib.h>

typedef struct Entry {
  Node node;
  u32 record;
} Entry;

static int by_node(const void *a, const void *b) {
  const Entry *x = a, *y = b;
  if (x->node != y->node) return x->node < y->node ? -1 : 1;
  return x->record < y->record ? -1 : 1;
}

static u32 read_entries(const HeapGraph *graph, u32 count, Entry *entries) {
  const SnapshotMeta *meta = &graph->file.meta;
  NumberReader reader = numbers_seek(&graph->file.locations, 0);
  u32 taken = 0;
  bool is_sorted = true;
  for (u32 i = 0; i < count; i++) {
    u64 record[64];
    numbers_read(&reader, record, meta->location.count);
    u64 node = record[meta->location.object] / meta->node.count;
    if (node >= graph->node_count) continue;
    if (taken && entries[taken - 1].node > node) is_sorted = false;
    entries[taken++] = (Entry){(Node)node, i};
  }
  if (!is_sorted) qsort(entries, taken, sizeof *entries, by_node);
  return taken;
}

Locations locations_read(const HeapGraph *graph) {
  u32 fields = graph->file.meta.location.count;
  u64 count = fields ? graph->file.locations.count / fields : 0;
  if (count > UINT32_MAX / 2) count = 0;
  Entry *entries = base_allocate((size_t)(count + 1) * sizeof *entries);
  Locations locations = {.graph = graph};
  locations.count = read_entries(graph, (u32)count, entries);
  locations.nodes = base_allocate((locations.count + 1) * sizeof(Node));
  locations.records = base_allocate((locations.count + 1) * sizeof(u32));
  for (u32 i = 0; i < locations.count; i++) {
    locations.nodes[i] = entries[i].node;
    locations.records[i] = entries[i].record;
  }
  free(entries);
  return locations;
}

void locations_free(Locations *locations) {
  free(locations->nodes);
  free(locations->records);
  *locations = (Locations){};
}

u32 locations_find(const Locations *locations, Node node) {
  u32 low = 0, high = locations->count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (locations->nodes[middle] < node)
      low = middle + 1;
    else
      high = middle;
  }
  bool is_there = low < locations->count && locations->nodes[low] == node;
  return is_there ? low : locations->count;
}

static Location read_location(const HeapGraph *graph, NumberReader *reader) {
  const LocationFields *fields = &graph->file.meta.location;
  u64 record[64];
  numbers_read(reader, record, fields->count);
  return (Location){record[fields->script], record[fields->line],
                    record[fields->column]};
}

static NumberReader seek(const Locations *locations, u32 place) {
  const HeapGraph *graph = locations->graph;
  u64 record = locations->records[place];
  return numbers_seek(&graph->file.locations,
                      record * graph->file.meta.location.count);
}

Location locations_get(const Locations *locations, u32 place) {
  NumberReader reader = seek(locations, place);
  return read_location(locations->graph, &reader);
}

LocationReader locations_reader(const Locations *locations) {
  return (LocationReader){.locations = locations, .record = UINT32_MAX};
}

bool location_reader_find(LocationReader *reader, Node node,
                          Location *location) {
  const Locations *locations = reader->locations;
  while (reader->place < locations->count &&
         locations->nodes[reader->place] < node)
    reader->place++;
  if (reader->place == locations->count ||
      locations->nodes[reader->place] != node)
    return false;
  /* nearly always the file has them in this order */
  u32 record = locations->records[reader->place];
  if (record != reader->record)
    reader->numbers = seek(locations, reader->place);
  *location = read_location(locations->graph, &reader->numbers);
  reader->record = record + 1;
  return true;
}
