/* collections.c - measuring tables. */
#include "graph/collections.h"

#include "graph/names.h"
#include "graph/sources.h"

#include <stdio.h>
#include <stdlib.h>

/* In the order of CollectionKind, from COLLECTION_MAP. */
static const char *const CLASSES[] = {"Map",   "Set", "WeakMap",    "WeakSet",
                                      "Array", "\1",  "ArrayBuffer"};
static const char *const NAMES[COLLECTION_KIND_COUNT] = {
    [COLLECTION_NONE] = "nothing",
    [COLLECTION_MAP] = "Map",
    [COLLECTION_SET] = "Set",
    [COLLECTION_WEAK_MAP] = "WeakMap",
    [COLLECTION_WEAK_SET] = "WeakSet",
    [COLLECTION_ARRAY] = "Array",
    [COLLECTION_DICTIONARY] = "object with a dictionary",
    [COLLECTION_BUFFER] = "ArrayBuffer",
};
/* Tables of new Maps and Sets have so many entries. */
constexpr u64 LEAST_CAPACITY = 4;
/* V8's own tables end far below; what a damaged file says may not. */
constexpr u64 SLOTS_MAX = 1u << 30;
/* Of a table of our own engine: key, value, hash and the next of its chain. */
constexpr u64 OWN_ENTRY_BYTES = 24;

const char *collection_kind_name(CollectionKind kind) {
  return NAMES[kind];
}

/* ---- The graph
 * --------------------------------------------------------------- */

/* Arrays are four words, so the smallest tells how wide a word is. */
static u32 find_word(const CollectionReader *reader) {
  const HeapGraph *graph = reader->graph;
  u64 least = UINT64_MAX;
  u32 seen = 0;
  for (Node node = 0; node < graph->node_count && seen < 1'000; node++) {
    if (reader->marks[graph->classes[node]] != COLLECTION_ARRAY ||
        node_type(graph, node) != NODE_OBJECT)
      continue;
    u64 bytes = node_field_bytes(graph, node);
    if (bytes && bytes < least) least = bytes;
    seen++;
  }
  return least < 32 ? 4 : 8;
}

CollectionReader collections_open(const HeapGraph *graph) {
  CollectionReader reader = {
      .graph = graph,
      .marks = class_marks(graph, CLASSES, ARRAY_COUNT(CLASSES)),
      .table = graph_known(graph, STRING_TABLE),
      .elements = graph_known(graph, STRING_ELEMENTS),
      .backing_store = graph_known(graph, STRING_BACKING_STORE),
      .properties = graph_known(graph, STRING_PROPERTIES),
  };
  reader.word = find_word(&reader);
  return reader;
}

void collections_close(CollectionReader *reader) {
  free(reader->marks);
}

/* ---- Tables
 * -------------------------------------------------------------------- */

static u64 count_slots(const CollectionReader *reader, u64 bytes) {
  return bytes > 2 * reader->word ? bytes / reader->word - 2 : 0;
}

static bool is_power(u64 number) {
  return number && !(number & (number - 1));
}

/* The name of a slot is its number, as a text or as it is. */
static u64 slot_of(const HeapGraph *graph, const EdgeRecord *edge) {
  if (edge->is_indexed) return edge->name;
  RawString raw = strings_raw(&graph->file.strings, (u32)edge->name);
  u64 slot = 0;
  if (!raw.length || raw.length > 10) return UINT64_MAX;
  for (size_t i = 0; i < raw.length; i++) {
    if (raw.text[i] < '0' || raw.text[i] > '9') return UINT64_MAX;
    slot = slot * 10 + (u64)(raw.text[i] - '0');
  }
  return slot;
}

typedef struct Layout {
  u64 first, width; /* slots before the entries; of an entry */
  u64 capacity;
} Layout;

static Layout find_layout(CollectionKind kind, u64 slots) {
  if (slots > SLOTS_MAX) return (Layout){};
  u64 width = kind == COLLECTION_MAP || kind == COLLECTION_DICTIONARY ? 3 : 2;
  if (kind == COLLECTION_MAP || kind == COLLECTION_SET) {
    u64 buckets = slots > 3 ? (slots - 3) / (1 + 2 * width) : 0;
    if (!is_power(buckets) || 3 + buckets * (1 + 2 * width) != slots)
      return (Layout){};
    return (Layout){3 + buckets, width, 2 * buckets};
  }
  u64 least = kind == COLLECTION_DICTIONARY ? 5 : 3;
  for (u64 first = least; first < least + 3 && first < slots; first++)
    if ((slots - first) % width == 0 && is_power((slots - first) / width))
      return (Layout){first, width, (slots - first) / width};
  return (Layout){};
}

/* Entries of which anything is seen: a key, a value, or both. */
static u64 count_entries(const HeapGraph *graph, Node table, Layout layout,
                         bool only_keys) {
  Bits *is_seen =
      base_allocate_zeroed((layout.capacity / 64 + 1) * sizeof *is_seen);
  EdgeReader reader = graph_read_edges(graph, table);
  u64 count = 0;
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    u64 slot = slot_of(graph, &edge);
    if (slot == UINT64_MAX || slot < layout.first) continue;
    u64 entry = (slot - layout.first) / layout.width;
    if (only_keys && (slot - layout.first) % layout.width) continue;
    if (entry >= layout.capacity || bits_get(is_seen, entry)) continue;
    bits_set(is_seen, entry);
    count++;
  }
  free(is_seen);
  return count;
}

/* Our own engine tells it in the table's name. */
static bool read_table_name(const CollectionReader *reader, Node table,
                            u64 *count, u64 *capacity) {
  static const char BEGIN[] = "(table: ";
  const HeapGraph *graph = reader->graph;
  Buffer name = {};
  int end = 0;
  unsigned long long in_use, room;
  RawString raw = strings_raw(&graph->file.strings, graph_name(graph, table));
  if (raw.length < sizeof BEGIN || memcmp(raw.text, BEGIN, sizeof BEGIN - 1))
    return false;
  strings_decode(raw, &name);
  bool is_ours = name.bytes &&
                 sscanf(name.bytes, "(table: %llu of %llu entries)%n", &in_use,
                        &room, &end) == 2 &&
                 end > 0 && in_use <= room && room <= SLOTS_MAX;
  if (is_ours) {
    *count = in_use;
    *capacity = room;
  }
  buffer_free(&name);
  return is_ours;
}

static void judge_table(Collection *collection, u64 count, u64 capacity,
                        u64 entry_bytes) {
  collection->count = count;
  collection->capacity = capacity;
  if (!count) {
    collection->state = COLLECTION_EMPTY;
    collection->wasted = collection->bytes;
    return;
  }
  bool is_sparse = capacity > LEAST_CAPACITY && count * 4 < capacity;
  collection->state = is_sparse ? COLLECTION_SPARSE : COLLECTION_FILLED;
  collection->wasted = (capacity - count) * entry_bytes;
}

static void measure_table(const CollectionReader *reader, Node table,
                          Collection *collection) {
  CollectionKind kind = collection->kind;
  u64 in_use, room;
  collection->bytes = node_field_bytes(reader->graph, table);
  Layout layout = find_layout(kind, count_slots(reader, collection->bytes));
  if (read_table_name(reader, table, &in_use, &room)) {
    judge_table(collection, in_use, room, OWN_ENTRY_BYTES);
    return;
  }
  if (!layout.capacity) {
    collection->state = COLLECTION_UNSEEN;
    return;
  }
  u64 count = count_entries(reader->graph, table, layout,
                            kind == COLLECTION_DICTIONARY);
  bool may_be_numbers = (kind == COLLECTION_MAP || kind == COLLECTION_SET) &&
                        layout.capacity > LEAST_CAPACITY;
  if (!count && may_be_numbers) {
    collection->capacity = layout.capacity;
    collection->state = COLLECTION_UNSEEN;
  } else {
    judge_table(collection, count, layout.capacity,
                layout.width * reader->word);
  }
}

/* ---- Arrays and buffers
 * ------------------------------------------------------------ */

/* Literals share their elements until they are changed. */
static bool is_shared(const HeapGraph *graph, Node elements) {
  return node_retainers_start(graph, elements + 1) -
             node_retainers_start(graph, elements) >
         1;
}

static void measure_array(const CollectionReader *reader, Node elements,
                          u64 count, u64 used, Collection *collection) {
  collection->count = count;
  if (elements == NO_NODE) {
    collection->state = count ? COLLECTION_FILLED : COLLECTION_EMPTY;
    return;
  }
  collection->bytes = node_field_bytes(reader->graph, elements);
  if (!count) {
    collection->state = COLLECTION_UNSEEN;
    return;
  }
  u64 slots = count_slots(reader, collection->bytes);
  collection->capacity = slots > used ? slots : used;
  bool is_sparse = slots > 16 && used * 4 < slots;
  collection->state = is_sparse ? COLLECTION_SPARSE : COLLECTION_FILLED;
  if (!is_shared(reader->graph, elements))
    collection->wasted = (collection->capacity - used) * reader->word;
}

/* The parts of a collection, by its own edges. */
typedef struct Parts {
  Node table, elements, backing_store, properties;
  u64 elements_seen, elements_end;
} Parts;

static const Parts NO_PARTS = {NO_NODE, NO_NODE, NO_NODE, NO_NODE, 0, 0};

static void take_edge(const CollectionReader *reader, const EdgeRecord *edge,
                      Parts *parts) {
  if (edge->type == EDGE_ELEMENT && edge->is_indexed) {
    parts->elements_seen++;
    if (edge->name >= parts->elements_end) parts->elements_end = edge->name + 1;
  }
  if (edge->type != EDGE_INTERNAL) return;
  if (edge_is_named(edge, reader->table)) parts->table = edge->target;
  if (edge_is_named(edge, reader->elements)) parts->elements = edge->target;
  if (edge_is_named(edge, reader->backing_store))
    parts->backing_store = edge->target;
  if (edge_is_named(edge, reader->properties)) parts->properties = edge->target;
}

/* Only arrays are dictionaries: other objects have a PropertyArray. */
static bool measure_dictionary(const CollectionReader *reader,
                               const Parts *parts, Collection *collection) {
  if (parts->properties == NO_NODE ||
      node_type(reader->graph, parts->properties) != NODE_ARRAY)
    return false;
  collection->kind = COLLECTION_DICTIONARY;
  measure_table(reader, parts->properties, collection);
  return collection->capacity > 0;
}

static bool measure(const CollectionReader *reader, Node node,
                    const Parts *parts, Collection *collection) {
  const HeapGraph *graph = reader->graph;
  *collection =
      (Collection){.kind = (CollectionKind)reader->marks[graph->classes[node]]};
  switch (collection->kind) {
  case COLLECTION_NONE:
  case COLLECTION_DICTIONARY:
  case COLLECTION_KIND_COUNT:
    return measure_dictionary(reader, parts, collection);
  case COLLECTION_ARRAY:
    measure_array(reader, parts->elements, parts->elements_seen,
                  parts->elements_end, collection);
    return true;
  case COLLECTION_BUFFER:
    if (parts->backing_store != NO_NODE)
      collection->bytes = node_field_bytes(graph, parts->backing_store);
    collection->count = collection->capacity = collection->bytes;
    collection->state =
        collection->bytes ? COLLECTION_FILLED : COLLECTION_EMPTY;
    return true;
  default: break;
  }
  if (parts->table == NO_NODE) return false;
  measure_table(reader, parts->table, collection);
  return true;
}

bool collection_measure(const CollectionReader *reader, Node node,
                        Collection *collection) {
  if (node_type(reader->graph, node) != NODE_OBJECT) return false;
  Parts parts = NO_PARTS;
  EdgeReader edges = graph_read_edges(reader->graph, node);
  for (EdgeRecord edge; edge_reader_next(&edges, &edge);)
    take_edge(reader, &edge, &parts);
  return measure(reader, node, &parts, collection);
}

/* ---- All of them --------------------------------------------------------- */

void collections_scan(const CollectionReader *reader, u32 piece,
                      CollectionScan *scan) {
  scan->reader = reader;
  edge_scan_begin(&scan->edges, reader->graph, piece);
  scan->has_ahead = edge_scan_next(&scan->edges, &scan->ahead);
  scan->next = scan->edges.first;
}

bool collections_next(CollectionScan *scan, Node *node,
                      Collection *collection) {
  const HeapGraph *graph = scan->reader->graph;
  while (scan->next < scan->edges.last) {
    Parts parts = NO_PARTS;
    *node = scan->next++;
    while (scan->has_ahead && scan->edges.source == *node) {
      take_edge(scan->reader, &scan->ahead, &parts);
      scan->has_ahead = edge_scan_next(&scan->edges, &scan->ahead);
    }
    if (node_type(graph, *node) == NODE_OBJECT &&
        measure(scan->reader, *node, &parts, collection))
      return true;
  }
  return false;
}
