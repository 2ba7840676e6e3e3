/* redact.c - which strings say something, and what stands in their place.
 *
 * V8 has one list of strings for everything: what a string contains, what a
 * property, a function or a constructor is called. So it is noted first, for
 * each string, what it is used for; then each is kept or replaced.
 */
#define _GNU_SOURCE
#include "graph/traces.h"
#include "graph/write.h"

#include <stdlib.h>

/* Objects with more properties are dictionaries, and their keys are data. Of
 * others a key may be data too, and is kept only when it looks like a name. */
constexpr u32 PLAIN_PROPERTIES_MAX = 64, PROPERTIES_MAX = 1'024;
/* Names that a person wrote are not longer. */
constexpr size_t IDENTIFIER_MAX = 64;

/* What a string is used for; the first keeps it, and the third if it looks like
 * a name. */
enum {
  IS_NAME = 1,   /* of code, classes, variables */
  IS_SCRIPT = 2, /* of code: also an address is kept */
  IS_KEY = 4,    /* of a property of an object that is no dictionary */
  IS_NATIVE = 8, /* also of a DOM node, with its attributes */
};

typedef struct Redaction {
  const HeapGraph *graph;
  u8 *uses; /* of strings */
} Redaction;

/* ---- Uses ---------------------------------------------------------------- */

static void note(Redaction *redaction, u64 string, u8 use) {
  if (string < redaction->graph->file.strings.count)
    redaction->uses[string] |= use;
}

/* What nodes of that type are called. Strings, numbers and regular expressions
 * are called as they are. */
static u8 use_of_name(NodeType type) {
  switch (type) {
  case NODE_STRING:
  case NODE_CONCATENATED:
  case NODE_SLICED:
  case NODE_REGEXP:
  case NODE_NUMBER:
  case NODE_BIGINT: return 0;
  case NODE_CODE: return IS_NAME | IS_SCRIPT;
  case NODE_NATIVE: return IS_NAME | IS_NATIVE;
  default: return IS_NAME;
  }
}

static u32 count_properties(const HeapGraph *graph, EdgeReader reader) {
  u32 count = 0;
  reader.graph = graph;
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    count += edge.type == EDGE_PROPERTY;
  return count;
}

/* What the properties of a node are, by what it is. */
static u8 use_of_keys(NodeType type, bool is_plain, u32 properties) {
  if (type != NODE_OBJECT) return IS_NAME;
  return properties > (is_plain ? PLAIN_PROPERTIES_MAX : PROPERTIES_MAX)
             ? 0
             : IS_KEY;
}

/* `edges` stands before the edges of `node`, and then after them. */
static void note_edges(Redaction *redaction, Node node, u64 name,
                       EdgeReader *edges) {
  const HeapGraph *graph = redaction->graph;
  u32 degree =
      node_edges_start(graph, node + 1) - node_edges_start(graph, node);
  bool is_plain = node_type(graph, node) == NODE_OBJECT &&
                  name == graph_known(graph, STRING_OBJECT);
  edges->end = node_edges_start(graph, node + 1);
  /* only large objects are counted: the others cannot be dictionaries */
  u32 properties =
      degree > PLAIN_PROPERTIES_MAX ? count_properties(graph, *edges) : degree;
  u8 use = use_of_keys(node_type(graph, node), is_plain, properties);
  for (EdgeRecord edge; edge_reader_next(edges, &edge);)
    if (!edge.is_indexed)
      note(redaction, edge.name, edge.type == EDGE_PROPERTY ? use : IS_NAME);
}

static void note_nodes(Redaction *redaction) {
  const HeapGraph *graph = redaction->graph;
  const SnapshotFile *file = &graph->file;
  RecordReader records;
  records_begin(&records, &file->nodes, file->meta.node.count, 0,
                graph->node_count);
  EdgeReader edges = {.graph = graph, .numbers = numbers_seek(&file->edges, 0)};
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++) {
    u64 name = record[file->meta.node.name];
    note(redaction, name, use_of_name(node_type(graph, node)));
    note_edges(redaction, node, name, &edges);
  }
}

/* Functions of allocation traces: their names and those of their scripts. */
static void note_traces(Redaction *redaction) {
  const SnapshotFile *file = &redaction->graph->file;
  RecordReader records;
  records_begin(&records, &file->trace_functions, TRACE_FUNCTION_FIELDS, 0,
                file->trace_functions.count / TRACE_FUNCTION_FIELDS);
  for (const u64 *record; (record = records_next(&records));) {
    note(redaction, record[1], IS_NAME | IS_SCRIPT);
    note(redaction, record[2], IS_NAME | IS_SCRIPT);
  }
}

/* ---- Texts --------------------------------------------------------------- */

static bool is_letter(char c) {
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '$' ||
         c == '#' || (u8)c >= 0x80;
}

/* Names as programs have them: a letter, then letters and a few digits. */
static bool is_identifier(const char *text) {
  u32 digits = 0;
  if (!*text || strlen(text) > IDENTIFIER_MAX) return false;
  for (size_t i = 0; text[i]; i++) {
    char c = text[i];
    bool is_digit = c >= '0' && c <= '9';
    if (!is_letter(c) && (!is_digit || i == 0)) return false;
    digits += is_digit;
  }
  return digits <= 3;
}

/* A key that says what it is, not what it is about; halves of accessors and
 * symbols have names as V8 writes them. */
static bool is_plain_key(const char *text) {
  static const char SYMBOL[] = "<symbol ";
  if (!strncmp(text, "get ", 4) || !strncmp(text, "set ", 4)) text += 4;
  return is_identifier(text) || !strncmp(text, SYMBOL, sizeof SYMBOL - 1);
}

/* What V8 itself calls strings and numbers that it does not show. */
static bool is_kind(const Buffer *text) {
  static const char *const KINDS[] = {"(concatenated string)",
                                      "(sliced string)",
                                      "(cons string)",
                                      "heap number",
                                      "smi number",
                                      "number",
                                      "bigint",
                                      "(string)",
                                      "(number)"};
  for (u32 i = 0; i < ARRAY_COUNT(KINDS); i++)
    if (!strcmp(text->bytes, KINDS[i])) return true;
  return !text->length;
}

static size_t count_characters(const Buffer *text) {
  size_t count = 0;
  for (size_t i = 0; i < text->length; i++)
    count += ((u8)text->bytes[i] & 0xc0) != 0x80;
  return count;
}

static void replace(const Buffer *old, u32 index, Buffer *text) {
  size_t length = count_characters(old);
  buffer_format(text, "#%u", index);
  while (text->length < length)
    buffer_byte(text, 'x');
}

/* `<div id="a" class="b">` is `<div>` then. */
static bool cut_attributes(const Buffer *old, Buffer *text) {
  static const char DETACHED[] = "Detached ";
  const char *start = old->bytes;
  if (!strncmp(start, DETACHED, sizeof DETACHED - 1))
    start += sizeof DETACHED - 1;
  const char *space = strchr(start, ' ');
  if (*start != '<' || !space) return false;
  buffer_append(text, old->bytes, (size_t)(space - old->bytes));
  buffer_byte(text, '>');
  return true;
}

/* "Window / https://host/path?user=1" is "Window / https://#12" then. */
static bool cut_address(const Buffer *old, u32 index, Buffer *text) {
  const char *scheme = strstr(old->bytes, "://");
  if (!scheme) return false;
  buffer_append(text, old->bytes, (size_t)(scheme + 3 - old->bytes));
  buffer_format(text, "#%u", index);
  return true;
}

static const char *skip_digits(const char *at) {
  while (*at >= '0' && *at <= '9')
    at++;
  return at;
}

/* The number after the last '@' before `end`. */
static u64 last_id(const char *start, const char *end) {
  while (end > start && end[-1] != '@')
    end--;
  return strtoull(end, NULL, 10);
}

/* The entry of a WeakMap names key and value, which may be strings. Their ids
 * stay, and what else makes it one: "3 / part of key (# @1) -> value (# @2)
 * pair in WeakMap (table @3)". */
static bool cut_ephemeron(const Buffer *old, Buffer *text) {
  static const char MIDDLE[] = ") -> value (", PAIR[] = ") pair in WeakMap (";
  const char *start = skip_digits(old->bytes);
  const char *pair = NULL, *middle = NULL, *at = start;
  while ((at = strstr(at, PAIR)) != NULL)
    pair = at++;
  if (!pair) return false;
  at = start;
  while ((at = strstr(at, MIDDLE)) != NULL && at < pair)
    middle = at++;
  if (!middle) return false;
  u64 key = last_id(start, middle), value = last_id(middle, pair);
  buffer_append(text, old->bytes, (size_t)(start - old->bytes));
  buffer_format(text, " / part of key (# @%llu) -> value (# @%llu%s",
                (unsigned long long)key, (unsigned long long)value, pair);
  return true;
}

static bool is_kept(const Redaction *redaction, u32 index, const Buffer *text) {
  u8 uses = redaction->uses[index];
  return (uses & IS_NAME) || ((uses & IS_KEY) && is_plain_key(text->bytes)) ||
         is_kind(text);
}

/* What is said of a name that is kept otherwise. */
static bool cut_name(const Redaction *redaction, u32 index, const Buffer *old,
                     Buffer *text) {
  u8 uses = redaction->uses[index];
  if (strings_is_ephemeron(&redaction->graph->file.strings, index))
    return cut_ephemeron(old, text);
  if (uses & IS_SCRIPT) return false;
  return ((uses & IS_NATIVE) && cut_attributes(old, text)) ||
         cut_address(old, index, text);
}

static bool rewrite(void *context, u32 index, RawString raw, Buffer *text) {
  const Redaction *redaction = context;
  Buffer old = {};
  bool is_changed = true;
  buffer_append(&old, "", 0);
  strings_decode(raw, &old);
  if (is_kept(redaction, index, &old))
    is_changed = cut_name(redaction, index, &old, text);
  else
    replace(&old, index, text);
  buffer_free(&old);
  return is_changed;
}

bool graph_redact(const HeapGraph *graph, const char *path, Buffer *error) {
  u32 strings = graph->file.strings.count;
  Redaction redaction = {.graph = graph, .uses = COLUMN(u8, strings)};
  note_nodes(&redaction);
  note_traces(&redaction);
  bool is_good = graph_write(graph, path, rewrite, &redaction, error);
  column_free(redaction.uses, strings, sizeof *redaction.uses);
  return is_good;
}
