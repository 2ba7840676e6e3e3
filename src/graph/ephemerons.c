/* ephemerons.c - the entries of WeakMaps, from the names of their edges. */
#include "graph/ephemerons.h"

#include "graph/table.h"

#include <stdlib.h>

/* ---- Names --------------------------------------------------------------- */

/* An entry, by what its names have in common. */
typedef struct Entry {
  RawString text;
  u32 number;
  u32 before; /* with the same hash, or TABLE_NONE */
} Entry;

/* Those of which one name came by itself. */
typedef struct Entries {
  NumberTable by_hash; /* the last text with that hash */
  VECTOR(Entry) list;
  u32 count; /* of all */
} Entries;

static bool is_same(RawString a, RawString b) {
  return a.length == b.length && !memcmp(a.text, b.text, a.length);
}

/* The number of the entry with that text. */
static u32 find_entry(Entries *entries, RawString text) {
  u32 *last =
      number_table_at(&entries->by_hash, hash_bytes(text.text, text.length));
  for (u32 i = *last; i != TABLE_NONE; i = entries->list.items[i].before)
    if (is_same(entries->list.items[i].text, text))
      return entries->list.items[i].number;
  vector_push(&entries->list, ((Entry){text, entries->count, *last}));
  *last = entries->list.count - 1;
  return entries->count++;
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

/* Goes from name to name, which are in rising order and mostly near. */
typedef struct NameReader {
  const Strings *strings;
  StringReader reader;
  u32 next; /* the string that it stands before */
} NameReader;

static RawString read_name(NameReader *names, u32 string) {
  constexpr u32 NEAR = 16;
  if (string - names->next >= NEAR) {
    names->reader = strings_seek(names->strings, string);
    names->next = string;
  }
  for (; names->next < string; names->next++)
    strings_next(&names->reader);
  names->next++;
  return strings_next(&names->reader);
}

/* The two names of an entry are next to each other, as a rule: then nothing
 * has to be looked for. */
void ephemerons_read_names(const Strings *strings, Ephemerons *ephemerons) {
  u32 count = strings->ephemerons.count;
  Entries entries = {};
  NameReader reader = {strings, strings_seek(strings, 0), 0};
  RawString before = {}; /* of the name before, when it is without its other */
  EphemeronName *names = COLUMN_RAW(EphemeronName, count);
  for (u32 i = 0; i < count; i++) {
    RawString name = read_name(&reader, strings->ephemerons.items[i]);
    RawString text = common_part(name);
    bool is_pair = before.text && is_same(text, before);
    if (is_pair)
      names[i - 1].entry = entries.count++;
    else if (before.text)
      names[i - 1].entry = find_entry(&entries, before);
    names[i] = (EphemeronName){entries.count - 1, table_id(name)};
    before = is_pair ? (RawString){} : text;
  }
  if (before.text) names[count - 1].entry = find_entry(&entries, before);
  ephemerons->names = names;
  ephemerons->name_count = count;
  ephemerons->entry_count = entries.count;
  number_table_free(&entries.by_hash);
  vector_free(&entries.list);
}

/* ---- Edges --------------------------------------------------------------- */

void ephemerons_find_sources(const HeapGraph *graph, Ephemerons *ephemerons) {
  Node source = 0;
  for (u32 i = 0; i < ephemerons->edges.count; i++) {
    EphemeronEdge *edge = &ephemerons->edges.items[i];
    while (node_edges_start(graph, source + 1) <= edge->edge)
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

void ephemerons_free(Ephemerons *ephemerons) {
  vector_free(&ephemerons->edges);
  column_free(ephemerons->names, ephemerons->name_count,
              sizeof *ephemerons->names);
  *ephemerons = (Ephemerons){};
}
