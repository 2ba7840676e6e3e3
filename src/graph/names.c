/* names.c - nodes and edges in words. */
#define _GNU_SOURCE
#include "graph/names.h"

#include "base/vector.h"
#include "graph/references.h"

/* DevTools shows so much of a plain object's properties. */
constexpr size_t OBJECT_UNITS_MAX = 100;
constexpr size_t STRING_BYTES_MAX = 1'024;
constexpr size_t LABEL_BYTES_MAX = 60;

/* ---- Text
 * ---------------------------------------------------------------------- */

/* Appends `text` in one line, cut where a character ends. */
static void append_line(const char *text, size_t length, size_t most,
                        Buffer *out) {
  bool is_cut = length > most;
  if (is_cut) {
    length = most;
    while (length && ((u8)text[length] & 0xc0) == 0x80)
      length--;
  }
  size_t start = out->length;
  buffer_append(out, text, length);
  for (char *at = out->bytes + start; length; length--, at++)
    if ((u8)*at < ' ' || *at == 0x7f) *at = ' ';
  if (is_cut) buffer_text(out, "\u2026");
}

static bool is_string(u32 string, const HeapGraph *graph, KnownString known) {
  return string != NO_STRING && string == graph_known(graph, known);
}

/* ---- Strings in pieces
 * ------------------------------------------------------------ */

/* The two halves of a concatenated string. */
static void find_halves(const HeapGraph *graph, Node node, Node halves[2]) {
  halves[0] = halves[1] = NO_NODE;
  EdgeReader reader = graph_read_edges(graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (edge.type != EDGE_INTERNAL) continue;
    if (is_string((u32)edge.name, graph, STRING_FIRST)) halves[0] = edge.target;
    if (is_string((u32)edge.name, graph, STRING_SECOND))
      halves[1] = edge.target;
  }
}

static void append_concatenated(const HeapGraph *graph, Node node,
                                Buffer *out) {
  VECTOR(Node) pending = {};
  size_t start = out->length;
  vector_push(&pending, node);
  /* halves of halves without end are possible in a damaged file */
  for (u32 steps = 0; pending.count && out->length - start < STRING_BYTES_MAX &&
                      steps < STRING_BYTES_MAX * 4;
       steps++) {
    Node next = vector_pop(&pending), halves[2];
    if (node_type(graph, next) != NODE_CONCATENATED) {
      strings_append(&graph->file.strings, graph_name(graph, next), out);
      continue;
    }
    find_halves(graph, next, halves);
    if (halves[1] != NO_NODE) vector_push(&pending, halves[1]);
    if (halves[0] != NO_NODE) vector_push(&pending, halves[0]);
  }
  vector_free(&pending);
}

/* ---- Plain objects
 * ------------------------------------------------------------------ */

typedef VECTOR(u32) StringList;

static void read_properties(const HeapGraph *graph, Node node,
                            StringList *properties) {
  EdgeReader reader = graph_read_edges(graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    if (edge.type == EDGE_PROPERTY &&
        !is_string((u32)edge.name, graph, STRING_PROTO))
      vector_push(properties, (u32)edge.name);
}

/* Properties from both ends by turns, as many as fit: {a, b, …, z}. */
void node_append_properties(const HeapGraph *graph, Node node, Buffer *out) {
  StringList properties = {};
  Buffer start = {}, end = {}, text = {}, joined = {};
  read_properties(graph, node, &properties);
  u32 first = 0, last = properties.count;
  for (bool from_end = false; first < last; from_end = !from_end) {
    u32 property = properties.items[from_end ? last - 1 : first];
    buffer_clear(&text);
    strings_append(&graph->file.strings, property, &text);
    if (start.length &&
        start.length + end.length + text.length + 2 > OBJECT_UNITS_MAX)
      break;
    buffer_clear(&joined);
    buffer_append(&joined, from_end ? text.bytes : start.bytes,
                  from_end ? text.length : start.length);
    const Buffer *rest = from_end ? &end : &text;
    if (joined.length && rest->length) buffer_text(&joined, ", ");
    buffer_append(&joined, rest->bytes, rest->length);
    Buffer *side = from_end ? &end : &start;
    buffer_clear(side);
    buffer_append(side, joined.bytes, joined.length);
    from_end ? last-- : first++;
  }
  buffer_byte(out, '{');
  buffer_append(out, start.bytes, start.length);
  if (first < last) buffer_text(out, ", \u2026");
  if (end.length) buffer_text(out, ", ");
  buffer_append(out, end.bytes, end.length);
  buffer_byte(out, '}');
  buffer_free(&start);
  buffer_free(&end);
  buffer_free(&text);
  buffer_free(&joined);
  vector_free(&properties);
}

/* ---- Nodes
 * ------------------------------------------------------------------------------
 */

static bool is_prefixed(const HeapGraph *graph, Node node) {
  return node_type(graph, node) == NODE_NATIVE &&
         graph->file.meta.node.detachedness != NO_FIELD &&
         node_detachedness(graph, node) == DETACHED_YES;
}

/* `name` is that of the file. */
static void append_whole_name(const HeapGraph *graph, Node node, u32 name,
                              Buffer *out) {
  NodeType type = node_type(graph, node);
  if (is_prefixed(graph, node)) buffer_text(out, "Detached ");
  if (type == NODE_CONCATENATED)
    append_concatenated(graph, node, out);
  else if (type == NODE_OBJECT && is_string(name, graph, STRING_OBJECT))
    node_append_properties(graph, node, out);
  else
    strings_append(&graph->file.strings, name, out);
}

void node_append_name(const HeapGraph *graph, Node node, size_t most,
                      Buffer *out) {
  node_append_named(graph, node, graph_name(graph, node), most, out);
}

void node_append_named(const HeapGraph *graph, Node node, u32 name, size_t most,
                       Buffer *out) {
  Buffer whole = {};
  append_whole_name(graph, node, name, &whole);
  append_line(whole.bytes ? whole.bytes : "", whole.length, most, out);
  buffer_free(&whole);
}

/* Numbers, where the snapshot was taken with them, and true, null and their
 * like: what they say is a string that they refer to. */
static bool append_value(const HeapGraph *graph, Node node, Buffer *out) {
  EdgeRecord edge;
  bool is_number = node_type(graph, node) == NODE_NUMBER;
  EdgeReader reader = graph_read_edges(graph, node);
  while (edge_reader_next(&reader, &edge)) {
    if (node_type(graph, edge.target) != NODE_STRING) continue;
    Buffer text = {};
    if (!is_number) {
      node_append_name(graph, edge.target, LABEL_BYTES_MAX, out);
      return true;
    }
    edge_append_name(graph, &edge, &text);
    bool is_value = text.bytes && !strcmp(text.bytes, "value");
    buffer_free(&text);
    if (!is_value) continue;
    node_append_name(graph, edge.target, LABEL_BYTES_MAX, out);
    return true;
  }
  return false;
}

static bool is_oddball(const char *name) {
  static const char ODDBALL[] = "system / Oddball";
  return !strncmp(name, ODDBALL, sizeof ODDBALL - 1);
}

void node_append_label(const HeapGraph *graph, Node node, Buffer *out) {
  Buffer name = {};
  node_append_name(graph, node, LABEL_BYTES_MAX, &name);
  const char *text = name.bytes ? name.bytes : "";
  switch (node_type(graph, node)) {
  case NODE_STRING:
  case NODE_CONCATENATED:
  case NODE_SLICED: buffer_format(out, "\"%s\"", text); break;
  case NODE_CLOSURE:
    buffer_format(out, *text ? "%s()" : "function", text);
    break;
  case NODE_REGEXP: buffer_format(out, "/%s/", text); break;
  case NODE_CODE: buffer_format(out, "code of %s", *text ? text : "?"); break;
  case NODE_ARRAY: buffer_text(out, *text ? text : "(array)"); break;
  case NODE_NUMBER:
    if (!append_value(graph, node, out)) buffer_text(out, text);
    break;
  case NODE_HIDDEN:
    if (!is_oddball(text) || !append_value(graph, node, out))
      buffer_text(out, *text ? text : "(no name)");
    break;
  default:
    buffer_text(out, *text                 ? text
                     : node == graph->root ? "the whole heap"
                                           : "(no name)");
  }
  buffer_free(&name);
}

/* ---- Edges
 * -------------------------------------------------------------------------------
 */

void edge_append_name(const HeapGraph *graph, const EdgeRecord *edge,
                      Buffer *out) {
  if (edge->is_indexed) {
    buffer_format(out, "%llu", (unsigned long long)edge->name);
    return;
  }
  Buffer name = {};
  u32 string =
      edge->name < graph->file.strings.count ? (u32)edge->name : NO_STRING;
  strings_append(&graph->file.strings, string, &name);
  append_line(name.bytes ? name.bytes : "", name.length, STRING_BYTES_MAX, out);
  buffer_free(&name);
}

static bool is_identifier(const char *text) {
  if (!*text || (*text >= '0' && *text <= '9')) return false;
  for (; *text; text++)
    if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
          (*text >= '0' && *text <= '9') || strchr("_$#", *text) ||
          (u8)*text >= 0x80))
      return false;
  return true;
}

void edge_append_access(const HeapGraph *graph, const EdgeRecord *edge,
                        Buffer *out) {
  Buffer name = {};
  edge_append_name(graph, edge, &name);
  const char *text = name.bytes ? name.bytes : "";
  switch (edge->type) {
  case EDGE_ELEMENT: buffer_format(out, "[%s]", text); break;
  case EDGE_CONTEXT: buffer_format(out, "->%s", text); break;
  case EDGE_PROPERTY:
  case EDGE_SHORTCUT:
    buffer_format(out, is_identifier(text) ? ".%s" : "[\"%s\"]", text);
    break;
  case EDGE_WEAK: buffer_format(out, "[[%s]]", text); break;
  default:
    if (strstr(text, " / part of key ("))
      buffer_text(out, "{value in a WeakMap}");
    else
      buffer_format(out, "{%s}", text);
  }
  buffer_free(&name);
}

/* ---- Finding edges
 * ---------------------------------------------------------------------------
 */

/* Whether that is the edge's bare name. */
static bool has_name(const HeapGraph *graph, const EdgeRecord *edge,
                     const char *name, size_t length) {
  if (!edge->is_indexed && edge->name < graph->file.strings.count) {
    RawString raw = strings_raw(&graph->file.strings, (u32)edge->name);
    if (raw.length == length && !memcmp(raw.text, name, length)) return true;
    if (!memchr(raw.text, '\\', raw.length)) return false;
  }
  Buffer text = {};
  edge_append_name(graph, edge, &text);
  bool is_same = text.bytes && !strcmp(text.bytes, name);
  buffer_free(&text);
  return is_same;
}

bool edge_has_name(const HeapGraph *graph, const EdgeRecord *edge,
                   const char *name) {
  return has_name(graph, edge, name, strlen(name));
}

bool node_find_edge(const HeapGraph *graph, Node node, EdgeType type,
                    const char *name, EdgeRecord *edge) {
  size_t length = strlen(name);
  EdgeReader reader = graph_read_edges(graph, node);
  while (edge_reader_next(&reader, edge))
    if ((type == EDGE_TYPE_COUNT || edge->type == type) &&
        has_name(graph, edge, name, length))
      return true;
  return false;
}

bool node_find_known(const HeapGraph *graph, Node node, EdgeType type,
                     KnownString name, EdgeRecord *edge) {
  EdgeReader reader = graph_read_edges(graph, node);
  while (edge_reader_next(&reader, edge))
    if (edge->type == type && !edge->is_indexed &&
        is_string((u32)edge->name, graph, name))
      return true;
  return false;
}

bool node_edge_to(const HeapGraph *graph, Node source, Node target,
                  bool with_weak, EdgeRecord *edge) {
  EdgesTo edges = edges_to_begin(graph, source, target);
  while (edges_to_next(&edges, edge))
    if (with_weak || edge->type != EDGE_WEAK) return true;
  return false;
}
