/* heap_text.c - heaps into text, and text into files in memory. */
#define _GNU_SOURCE
#include "tests/graph/heap_text.h"

#include <sys/mman.h>
#include <unistd.h>

#define OLD_TYPES                                                              \
  "hidden,array,string,object,code,closure,regexp,number,native,synthetic,"    \
  "concatenated string,sliced string,symbol,bigint"
#define EDGE_TYPES "context,element,property,internal,hidden,shortcut,weak"
#define PLACES "object_index,script_id,line,column"
#define LISTS                                                                  \
  "nodes,edges,trace_function_infos,trace_tree,samples,locations,strings"

const Dialect DIALECTS[] = {
    {"node 14", "type,name,id,self_size,edge_count,trace_node_id",
     "type,name_or_index,to_node", PLACES, OLD_TYPES, EDGE_TYPES,
     "snapshot," LISTS, "\n,", ""},
    {"node 16 to 22",
     "type,name,id,self_size,edge_count,trace_node_id,detachedness",
     "type,name_or_index,to_node", PLACES, OLD_TYPES ",object shape",
     EDGE_TYPES, "snapshot," LISTS, "\n,", ""},
    {"node 24 and 26", "type,name,id,self_size,edge_count,detachedness",
     "type,name_or_index,to_node", PLACES, OLD_TYPES ",object shape",
     EDGE_TYPES, "snapshot," LISTS, ",", ""},
    {"Chromium", "type,name,id,self_size,edge_count,detachedness",
     "type,name_or_index,to_node",
     "object_index,script_id,script_object_index,line,column",
     OLD_TYPES ",object shape,wasm object", EDGE_TYPES,
     "snapshot," LISTS ",scopes,scope_context_vars", ",",
     ",\"extra_native_bytes\":4096"},
    {"fields in another order",
     "edge_count,detachedness,self_size,id,something,name,type",
     "to_node,type,extra,name_or_index", "column,line,object_index,script_id",
     "wasm object,synthetic,string,new kind,object,closure,array,native,code",
     "weak,property,new kind,element,shortcut,internal,context",
     "snapshot," LISTS, " ,\r\n\t", ""},
    {"members in another order",
     "type,name,id,self_size,edge_count,detachedness",
     "type,name_or_index,to_node", PLACES, OLD_TYPES, EDGE_TYPES,
     "strings,unknown,locations,edges,nodes,snapshot", ",", ""},
};
const u32 DIALECT_COUNT = ARRAY_COUNT(DIALECTS);

/* ---- Heaps --------------------------------------------------------------- */

/* The number of a word. The latest are looked at first; a word that is far
 * back comes twice, as strings may. */
static u32 intern(HeapText *heap, const char *word) {
  u32 count = heap->words.count;
  for (u32 i = count; i > 0 && i + 64 > count; i--)
    if (!strcmp(heap->words.items[i - 1], word)) return i - 1;
  vector_push(&heap->words, base_copy(word, strlen(word) + 1));
  return count;
}

u32 heap_node(HeapText *heap, const char *type, const char *name, u64 size) {
  TextNode node = {.type = intern(heap, type),
                   .name = intern(heap, name),
                   .id = 2 * (u64)heap->nodes.count + 1,
                   .size = size};
  vector_push(&heap->nodes, node);
  return heap->nodes.count - 1;
}

static void add_edge(HeapText *heap, TextEdge edge) {
  assert(!heap->edges.count || vector_last(&heap->edges)->from <= edge.from);
  heap->nodes.items[edge.from].edge_count++;
  vector_push(&heap->edges, edge);
}

void heap_edge(HeapText *heap, u32 from, const char *type, const char *name,
               u32 to) {
  add_edge(heap, (TextEdge){.from = from,
                            .type = intern(heap, type),
                            .name = intern(heap, name),
                            .to = to});
}

void heap_element(HeapText *heap, u32 from, const char *type, u64 index,
                  u32 to) {
  add_edge(heap, (TextEdge){.from = from,
                            .type = intern(heap, type),
                            .name = NO_STRING,
                            .index = index,
                            .to = to});
}

void heap_locate(HeapText *heap, u32 node, u32 script, u32 line, u32 column) {
  vector_push(&heap->locations, ((TextLocation){node, script, line, column}));
}

void heap_free(HeapText *heap) {
  for (u32 i = 0; i < heap->words.count; i++)
    free(heap->words.items[i]);
  vector_free(&heap->words);
  vector_free(&heap->nodes);
  vector_free(&heap->edges);
  vector_free(&heap->locations);
}

HeapText heap_sample(void) {
  static const struct {
    const char *type, *name;
    u64 size, detached;
  } NODES[SAMPLE_COUNT] = {
      [SAMPLE_ROOT] = {"synthetic", "", 0, 0},
      [SAMPLE_GC_ROOTS] = {"synthetic", "(GC roots)", 0, 0},
      [SAMPLE_WINDOW] = {"object", "Window", 16, 0},
      [SAMPLE_MAP] = {"object", "Map", 32, 0},
      [SAMPLE_TABLE] = {"array", "", 64, 0},
      [SAMPLE_SESSION] = {"object", "Session", 40, 0},
      [SAMPLE_STRING] = {"string", "user:42 \\u20ac \\\"x\\\"", 24, 0},
      [SAMPLE_LISTENER] = {"closure", "onClick", 32, 0},
      [SAMPLE_DIV] = {"native", "<div id=\\\"a\\\">", 100, 2},
      [SAMPLE_TEXT] = {"native", "Text", 8, 0},
      [SAMPLE_LARGE] = {"object", "Session", 6ull << 30, 0},
  };
  HeapText heap = {};
  for (u32 i = 0; i < SAMPLE_COUNT; i++) {
    heap_node(&heap, NODES[i].type, NODES[i].name, NODES[i].size);
    vector_last(&heap.nodes)->detached = NODES[i].detached;
  }
  heap_element(&heap, SAMPLE_ROOT, "element", 1, SAMPLE_GC_ROOTS);
  heap_edge(&heap, SAMPLE_ROOT, "shortcut", "window", SAMPLE_WINDOW);
  heap_element(&heap, SAMPLE_GC_ROOTS, "element", 7, SAMPLE_WINDOW);
  heap_edge(&heap, SAMPLE_WINDOW, "property", "cache", SAMPLE_MAP);
  heap_edge(&heap, SAMPLE_WINDOW, "property", "onclick", SAMPLE_LISTENER);
  heap_edge(&heap, SAMPLE_MAP, "internal", "table", SAMPLE_TABLE);
  heap_element(&heap, SAMPLE_TABLE, "element", 1, SAMPLE_SESSION);
  heap_element(&heap, SAMPLE_TABLE, "element", 4'000'000'000, SAMPLE_LARGE);
  heap_edge(&heap, SAMPLE_SESSION, "property", "id", SAMPLE_STRING);
  heap_edge(&heap, SAMPLE_LISTENER, "context", "row", SAMPLE_DIV);
  heap_element(&heap, SAMPLE_DIV, "element", 1, SAMPLE_TEXT);
  heap_edge(&heap, SAMPLE_LARGE, "property", "id", SAMPLE_STRING);
  heap_edge(&heap, SAMPLE_LARGE, "weak", "next", SAMPLE_SESSION);
  heap_locate(&heap, SAMPLE_LISTENER, 12, 3, 4);
  heap_locate(&heap, SAMPLE_SESSION, 12, 30, 40);
  heap_locate(&heap, SAMPLE_LARGE, 12, 30, 40);
  return heap;
}

/* ---- Text ---------------------------------------------------------------- */

constexpr u32 FIELDS_MAX = 16;

/* A list of words, cut at its commas. */
typedef struct WordList {
  char text[256];
  const char *items[FIELDS_MAX * 2];
  u32 count;
} WordList;

static WordList *split(const char *list, WordList *words) {
  words->count = 0;
  assert(strlen(list) < sizeof words->text);
  memcpy(words->text, list, strlen(list) + 1);
  char *rest = words->text;
  for (char *word; (word = strsep(&rest, ",")) != NULL;)
    words->items[words->count++] = word;
  return words;
}

static u32 find_word(const WordList *words, const char *word) {
  for (u32 i = 0; i < words->count; i++)
    if (!strcmp(words->items[i], word)) return i;
  return words->count;
}

static void write_words(const char *name, const char *list, Buffer *text) {
  WordList words;
  buffer_format(text, "\"%s\":[", name);
  split(list, &words);
  for (u32 i = 0; i < words.count; i++)
    buffer_format(text, "%s\"%s\"", i ? "," : "", words.items[i]);
  buffer_byte(text, ']');
}

/* Types are listed where the field `type` is, other fields by a word. */
static void write_types(const char *name, const char *fields, const char *types,
                        Buffer *text) {
  WordList words;
  buffer_format(text, ",\"%s\":[", name);
  split(fields, &words);
  for (u32 i = 0; i < words.count; i++) {
    if (i) buffer_byte(text, ',');
    if (strcmp(words.items[i], "type")) {
      buffer_text(text, "\"number\"");
      continue;
    }
    buffer_byte(text, '[');
    WordList names;
    split(types, &names);
    for (u32 j = 0; j < names.count; j++)
      buffer_format(text, "%s\"%s\"", j ? "," : "", names.items[j]);
    buffer_byte(text, ']');
  }
  buffer_byte(text, ']');
}

static void write_snapshot(const HeapText *heap, const Dialect *dialect,
                           Buffer *text) {
  buffer_text(text, "\"snapshot\":{\"meta\":{");
  write_words("node_fields", dialect->node_fields, text);
  write_types("node_types", dialect->node_fields, dialect->node_types, text);
  buffer_byte(text, ',');
  write_words("edge_fields", dialect->edge_fields, text);
  write_types("edge_types", dialect->edge_fields, dialect->edge_types, text);
  buffer_byte(text, ',');
  write_words("location_fields", dialect->location_fields, text);
  buffer_format(text, "},\"node_count\":%u,\"edge_count\":%u%s}",
                heap->nodes.count, heap->edges.count, dialect->extra);
}

typedef struct Record {
  const WordList *fields;
  u64 values[FIELDS_MAX];
} Record;

static void set(Record *record, const char *field, u64 value) {
  u32 i = find_word(record->fields, field);
  if (i < record->fields->count) record->values[i] = value;
}

static void write_record(const Record *record, bool is_first,
                         const Dialect *dialect, Buffer *text) {
  if (!is_first) buffer_text(text, dialect->separator);
  for (u32 i = 0; i < record->fields->count; i++)
    buffer_format(text, "%s%llu", i ? "," : "",
                  (unsigned long long)record->values[i]);
}

static void write_nodes(const HeapText *heap, const Dialect *dialect,
                        Buffer *text) {
  WordList fields, types;
  split(dialect->node_fields, &fields);
  split(dialect->node_types, &types);
  for (u32 i = 0; i < heap->nodes.count; i++) {
    TextNode node = heap->nodes.items[i];
    Record record = {.fields = &fields};
    set(&record, "type", find_word(&types, heap->words.items[node.type]));
    set(&record, "name", node.name);
    set(&record, "id", node.id);
    set(&record, "self_size", node.size);
    set(&record, "edge_count", node.edge_count);
    set(&record, "detachedness", node.detached);
    write_record(&record, i == 0, dialect, text);
  }
}

static void write_edges(const HeapText *heap, const Dialect *dialect,
                        Buffer *text) {
  WordList fields, types, node_fields;
  split(dialect->edge_fields, &fields);
  split(dialect->edge_types, &types);
  u32 node_size = split(dialect->node_fields, &node_fields)->count;
  for (u32 i = 0; i < heap->edges.count; i++) {
    TextEdge edge = heap->edges.items[i];
    Record record = {.fields = &fields};
    set(&record, "type", find_word(&types, heap->words.items[edge.type]));
    set(&record, "name_or_index",
        edge.name == NO_STRING ? edge.index : edge.name);
    set(&record, "to_node", (u64)edge.to * node_size);
    write_record(&record, i == 0, dialect, text);
  }
}

static void write_locations(const HeapText *heap, const Dialect *dialect,
                            Buffer *text) {
  WordList fields, node_fields;
  split(dialect->location_fields, &fields);
  u32 node_size = split(dialect->node_fields, &node_fields)->count;
  for (u32 i = 0; i < heap->locations.count; i++) {
    TextLocation location = heap->locations.items[i];
    Record record = {.fields = &fields};
    set(&record, "object_index", (u64)location.node * node_size);
    set(&record, "script_id", location.script);
    set(&record, "line", location.line);
    set(&record, "column", location.column);
    write_record(&record, i == 0, dialect, text);
  }
}

static void write_strings(const HeapText *heap, const Dialect *dialect,
                          Buffer *text) {
  for (u32 i = 0; i < heap->words.count; i++)
    buffer_format(text, "%s\"%s\"", i ? ",\n" : "", heap->words.items[i]);
}

static void write_negative(const HeapText *heap, const Dialect *dialect,
                           Buffer *text) {
  buffer_text(text, "1,-1,2");
}

/* What the reader has never heard of, with brackets in strings. */
static void write_unknown(const HeapText *heap, const Dialect *dialect,
                          Buffer *text) {
  buffer_text(text, "{\"a\":[\"]}\\\"\",{\"b\":[1.5e3,null,-1]}]},true");
}

static const struct {
  const char *name;
  void (*write)(const HeapText *heap, const Dialect *dialect, Buffer *text);
} LISTS_OF[] = {
    {"nodes", write_nodes},         {"edges", write_edges},
    {"locations", write_locations}, {"strings", write_strings},
    {"scopes", write_negative},     {"scope_context_vars", write_negative},
    {"unknown", write_unknown},
};

static void write_member(const HeapText *heap, const Dialect *dialect,
                         const char *name, Buffer *text) {
  if (!strcmp(name, "snapshot")) {
    write_snapshot(heap, dialect, text);
    return;
  }
  buffer_format(text, "\"%s\":[", name);
  for (u32 i = 0; i < ARRAY_COUNT(LISTS_OF); i++)
    if (!strcmp(LISTS_OF[i].name, name)) LISTS_OF[i].write(heap, dialect, text);
  buffer_byte(text, ']');
}

void heap_write(const HeapText *heap, const Dialect *dialect, Buffer *text) {
  WordList members;
  split(dialect->members, &members);
  buffer_byte(text, '{');
  for (u32 i = 0; i < members.count; i++) {
    if (i) buffer_text(text, ",\n");
    write_member(heap, dialect, members.items[i], text);
  }
  buffer_text(text, "}\n");
}

/* ---- Files --------------------------------------------------------------- */

static bool write_all(int file, const char *bytes, size_t length) {
  while (length) {
    ssize_t n = write(file, bytes, length);
    if (n <= 0) return false;
    bytes += n;
    length -= (size_t)n;
  }
  return true;
}

bool heap_text_open(const void *bytes, size_t length, bool salvage,
                    HeapGraph *graph, Buffer *error) {
  int file = memfd_create("heap", MFD_CLOEXEC);
  if (file < 0 || !write_all(file, bytes, length)) abort();
  Buffer path = {};
  buffer_format(&path, "/proc/self/fd/%d", file);
  GraphOptions options = {.snapshot = {.salvage = salvage}};
  bool is_open = graph_open(path.bytes, options, graph, error);
  buffer_free(&path);
  close(file);
  return is_open;
}
