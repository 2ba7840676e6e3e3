/* query_heap.c - what queries want of a graph that it has not. */
#include "graph/lists.h"
#include "graph/query_tables.h"
#include "graph/table.h"

/* So many ids are looked for one by one before they are put in a table. */
constexpr u32 LOOKUPS_WITHOUT_TABLE = 16;
/* Of locations, where an index tells them; a row asks three times. */
constexpr u32 LOCATIONS_WITHOUT_TABLE = 1'000;

/* ---- Ids ----------------------------------------------------------------- */

static u32 first_slot(const QueryHeap *heap, u64 id) {
  u64 hash = hash_number(id) & UINT32_MAX;
  return (u32)(hash * heap->slot_count >> 32);
}

static void make_slots(QueryHeap *heap) {
  const HeapGraph *graph = heap->graph;
  graph_load_ids(graph);
  heap->slot_count = graph->node_count / 4 * 5 + 8;
  heap->slots = COLUMN(Node, heap->slot_count);
  memset(heap->slots, 0xff, heap->slot_count * sizeof *heap->slots);
  for (Node node = 0; node < graph->node_count; node++) {
    u32 slot = first_slot(heap, graph_id(graph, node));
    while (heap->slots[slot] != NO_NODE)
      slot = slot + 1 < heap->slot_count ? slot + 1 : 0;
    heap->slots[slot] = node;
  }
}

Node query_heap_find(QueryHeap *heap, u64 id) {
  if (!heap->slots && heap->lookup_count++ < LOOKUPS_WITHOUT_TABLE)
    return graph_find_id(heap->graph, id);
  if (!heap->slots) make_slots(heap);
  for (u32 slot = first_slot(heap, id);;
       slot = slot + 1 < heap->slot_count ? slot + 1 : 0) {
    Node node = heap->slots[slot];
    if (node == NO_NODE || graph_id(heap->graph, node) == id) return node;
  }
}

/* ---- Locations ----------------------------------------------------------- */

const Location *query_heap_location(QueryHeap *heap, Node node) {
  bool is_quick =
      heap->graph->lists.has_other_places && !heap->location_numbers;
  if (is_quick && heap->location_count++ < LOCATIONS_WITHOUT_TABLE)
    return location_find(heap->graph, node, &heap->location) ? &heap->location
                                                             : NULL;
  if (!heap->location_numbers)
    heap->location_numbers = locations_number(heap->graph, &heap->locations);
  u32 number = heap->location_numbers[node];
  return number ? &heap->locations.items[number] : NULL;
}

/* ---- Strings ------------------------------------------------------------- */

u32 query_heap_string_nodes(QueryHeap *heap, u32 index) {
  lists_string_nodes(heap->graph);
  return heap->graph->lists.string_nodes[index];
}

void query_heap_free(QueryHeap *heap) {
  const HeapGraph *graph = heap->graph;
  column_free(heap->slots, heap->slot_count, sizeof *heap->slots);
  column_free(heap->location_numbers, graph->node_count, sizeof(u32));
  vector_free(&heap->locations);
  *heap = (QueryHeap){.graph = graph};
}
