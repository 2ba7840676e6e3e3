/* ephemerons.c - the entries of WeakMaps, from the names of their edges. */
#include "graph/ephemerons.h"

#include "graph/table.h"

#include <stdlib.h>

/* ---- Names --------------------------------------------------------------- */

/* Entries by what their names have in common. */
typedef struct Entries {
  NumberTable by_hash; /* the last text with that hash */
  VECTOR(RawString) texts;
  VECTOR(u32) before; /* with the same hash */
} Entries;

static bool is_same(RawString a, RawString b) {
  return a.length == b.length && !memcmp(a.text, b.text, a.length);
}

static u32 intern(Entries *entries, RawString text) {
  u32 *last =
      number_table_at(&entries->by_hash, hash_bytes(text.text, text.length));
  for (u32 i = *last; i != TABLE_NONE; i = entries->before.items[i])
    if (is_same(entries->texts.items[i], text)) return i;
  vector_push(&entries->before, *last);
  vector_push(&entries->texts, text);
  return *last = entries->texts.count - 1;
}

/* What follows the number that a name begins with. */
static RawString common_part(RawString name) {
  size_t i = 0;
  while (i < name.length && (u8)(name.text[i] - '0') < 10)
    i++;
  return (RawString){name.text + i, name.length - i};
}

/* The table's id at the end of a name, "... (table @123))". */
static u32 table_id(RawString name) {
  size_t i = name.length;
  while (i > 0 && name.text[i - 1] != '@')
    i--;
  u64 id = 0;
  for (; i < name.length && (u8)(name.text[i] - '0') < 10; i++) {
    id = id * 10 + (u64)(name.text[i] - '0');
    if (id > UINT32_MAX) return 0;
  }
  return (u32)id;
}

void ephemerons_read_names(const Strings *strings, Ephemerons *ephemerons) {
  u32 count = strings->ephemerons.count;
  Entries entries = {};
  RawString before = {"", 0};
  ephemerons->name_count = count;
  ephemerons->names = COLUMN_RAW(EphemeronName, count);
  for (u32 i = 0; i < count; i++) {
    RawString name = strings_raw(strings, strings->ephemerons.items[i]);
    RawString text = common_part(name);
    /* the two names of an entry are next to each other, as a rule */
    u32 entry = i && is_same(text, before) ? ephemerons->names[i - 1].entry
                                           : intern(&entries, text);
    ephemerons->names[i] = (EphemeronName){entry, table_id(name)};
    before = text;
  }
  ephemerons->entry_count = entries.texts.count;
  number_table_free(&entries.by_hash);
  vector_free(&entries.texts);
  vector_free(&entries.before);
}

/* ---- Edges --------------------------------------------------------------- */

void ephemerons_find_sources(const HeapGraph *graph, Ephemerons *ephemerons) {
  Node source = 0;
  for (u32 i = 0; i < ephemerons->edges.count; i++) {
    EphemeronEdge *edge = &ephemerons->edges.items[i];
    while (graph->first_edge[source + 1] <= edge->edge)
      source++;
    edge->source = source;
  }
}

void ephemerons_find_tables(const HeapGraph *graph, Ephemerons *ephemerons) {
  Node source = NO_NODE;
  u64 id = 0;
  for (u32 i = 0; i < ephemerons->edges.count; i++) {
    EphemeronEdge *edge = &ephemerons->edges.items[i];
    /* a table has many entries */
    if (edge->source != source) {
      source = edge->source;
      id = graph_node_field(graph, source, graph->file.meta.node.id);
    }
    edge->is_tables = id == ephemerons->names[edge->name].table;
  }
}

u32 ephemerons_at(const Ephemerons *ephemerons, u32 edge) {
  u32 low = 0, high = ephemerons->edges.count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (ephemerons->edges.items[middle].edge < edge)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void ephemerons_free(Ephemerons *ephemerons) {
  vector_free(&ephemerons->edges);
  column_free(ephemerons->names, ephemerons->name_count,
              sizeof *ephemerons->names);
  *ephemerons = (Ephemerons){};
}
