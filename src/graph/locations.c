/* locations.c - the locations section, which is in no order of use. */
#include "graph/locations.h"

#include "graph/analysis.h"
#include "graph/table.h"
#include "graph/tasks.h"

#include <stdatomic.h>
#include <stdlib.h>

static u64 count_records(const HeapGraph *graph) {
  u32 fields = graph->file.meta.location.count;
  return fields ? graph->file.locations.count / fields : 0;
}

static void begin(const HeapGraph *graph, RecordReader *records, u64 first,
                  u64 last) {
  records_begin(records, &graph->file.locations,
                graph->file.meta.location.count, first, last);
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

/* ---- One ----------------------------------------------------------------- */

constexpr u32 PIECE_RECORDS = 1 << 16;

typedef struct Finding {
  const HeapGraph *graph;
  Node node;
  u64 records;
  Location *found; /* by the first piece that has one */
  atomic_uint piece;
} Finding;

static void find_in_piece(void *context, u32 piece) {
  Finding *finding = context;
  u64 first = (u64)piece * PIECE_RECORDS, last = first + PIECE_RECORDS;
  if (piece > atomic_load(&finding->piece)) return;
  RecordReader records;
  Location location;
  begin(finding->graph, &records, first,
        last < finding->records ? last : finding->records);
  for (Node other; next(finding->graph, &records, &other, &location);) {
    if (other != finding->node) continue;
    finding->found[piece] = location;
    u32 known = atomic_load(&finding->piece);
    while (piece < known &&
           !atomic_compare_exchange_weak(&finding->piece, &known, piece))
      ;
    return;
  }
}

/* One that is not known from the closures or the class. */
static bool search_section(const HeapGraph *graph, Node node,
                           Location *location) {
  Finding finding = {.graph = graph,
                     .node = node,
                     .records = count_records(graph),
                     .piece = UINT32_MAX};
  u32 pieces = (u32)(finding.records / PIECE_RECORDS + 1);
  if (!finding.records) return false;
  finding.found = base_allocate(pieces * sizeof *finding.found);
  tasks_run(pieces, find_in_piece, &finding);
  u32 piece = atomic_load(&finding.piece);
  if (piece != UINT32_MAX) *location = finding.found[piece];
  free(finding.found);
  return piece != UINT32_MAX;
}

/* In a list by node; of several records of one the first counts. */
static bool find_place(const HeapGraph *graph, const ClosurePlace *places,
                       u32 count, Node closure, Location *location) {
  u32 low = 0, high = count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (places[middle].closure < closure)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == count || places[low].closure != closure) return false;
  RecordReader records;
  Node node;
  begin(graph, &records, places[low].record, places[low].record + 1ull);
  return next(graph, &records, &node, location);
}

/* Whether its place is told by no class: a plain object's, an array's. */
static bool is_other(const HeapGraph *graph, Node node) {
  NodeType type = node_type(graph, node);
  return type != NODE_CLOSURE &&
         (type != NODE_OBJECT || node_is_plain_object(graph, node));
}

bool location_find(const HeapGraph *graph, Node node, Location *location) {
  const HeapLists *lists = &graph->lists;
  if (node_type(graph, node) == NODE_CLOSURE)
    return find_place(graph, graph->closure_places, graph->closure_place_count,
                      node, location);
  if (is_other(graph, node))
    return lists->has_other_places
               ? find_place(graph, lists->other_places,
                            lists->other_place_count, node, location)
               : search_section(graph, node, location);
  const HeapClass *class = &graph->class_table[graph->classes[node]];
  *location = (Location){class->script, class->line, class->column};
  return class->script != 0;
}

/* ---- All ----------------------------------------------------------------- */

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
  begin(graph, &records, 0, count_records(graph));
  vector_push(list, (Location){});
  for (Node node; next(graph, &records, &node, &location);)
    if (node != NO_NODE) column[node] = number(&numbering, location);
  number_table_free(&numbering.numbers);
  return column;
}

/* ---- What opening takes -------------------------------------------------- */

/* The first closure of each script. */
static void note_script(NumberTable *scripts, Node closure, u64 script) {
  u32 *first = number_table_at(scripts, script);
  if (*first == TABLE_NONE || closure < *first) *first = closure;
}

static int by_number(const void *a, const void *b) {
  const ScriptClosure *x = a, *y = b;
  return (x->script > y->script) - (x->script < y->script);
}

static void list_scripts(HeapGraph *graph, const NumberTable *scripts) {
  ScriptClosure *list = base_allocate((scripts->count + 1) * sizeof *list);
  u32 count = 0;
  for (u32 i = 0; i < scripts->capacity; i++)
    if (scripts->entries[i].value != TABLE_NONE)
      list[count++] =
          (ScriptClosure){scripts->entries[i].key, scripts->entries[i].value};
  if (count) qsort(list, count, sizeof *list, by_number);
  graph->scripts = list;
  graph->script_count = count;
}

static int by_closure(const void *a, const void *b) {
  const ClosurePlace *x = a, *y = b;
  if (x->closure != y->closure) return x->closure < y->closure ? -1 : 1;
  return (x->record > y->record) - (x->record < y->record);
}

typedef VECTOR(ClosurePlace) ClosurePlaces;

static void sort_places(ClosurePlaces *places) {
  if (places->count)
    qsort(places->items, places->count, sizeof *places->items, by_closure);
}

static void sort_closures(HeapGraph *graph, ClosurePlaces *places) {
  sort_places(places);
  graph->closure_places = places->items;
  graph->closure_place_count = places->count;
}

void locations_take(HeapGraph *graph, LocationList *list, u32 *column,
                    NumberTable *of_plain) {
  Numbering numbering = {.list = list};
  NumberTable scripts = {};
  ClosurePlaces places = {};
  RecordReader records;
  Location location;
  u32 record = 0;
  begin(graph, &records, 0, count_records(graph));
  vector_push(list, (Location){});
  for (Node node; next(graph, &records, &node, &location); record++) {
    if (node == NO_NODE) continue;
    NodeType type = node_type(graph, node);
    if (type == NODE_CLOSURE) {
      note_script(&scripts, node, location.script);
      vector_push(&places, ((ClosurePlace){node, record}));
    }
    if (type != NODE_OBJECT) continue;
    u32 *place = node_is_notable(graph, node) ? number_table_at(of_plain, node)
                                              : &column[node];
    *place = number(&numbering, location);
  }
  list_scripts(graph, &scripts);
  sort_closures(graph, &places);
  number_table_free(&scripts);
  number_table_free(&numbering.numbers);
}

void locations_list_others(const HeapGraph *graph) {
  /* lists are made for whoever only reads the graph */
  HeapLists *lists = &((HeapGraph *)graph)->lists;
  ClosurePlaces places = {};
  RecordReader records;
  Location location;
  u32 record = 0;
  if (lists->has_other_places) return;
  begin(graph, &records, 0, count_records(graph));
  for (Node node; next(graph, &records, &node, &location); record++)
    if (node != NO_NODE && is_other(graph, node))
      vector_push(&places, ((ClosurePlace){node, record}));
  sort_places(&places);
  lists->other_places = places.items;
  lists->other_place_count = places.count;
  lists->has_other_places = true;
}
