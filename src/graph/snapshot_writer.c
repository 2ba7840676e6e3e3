/* snapshot_writer.c - the text of a snapshot, in pieces of a megabyte. */
#define _GNU_SOURCE
#include "graph/snapshot_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

constexpr size_t ROOM = 1 << 20;
/* No record is longer than this. */
constexpr size_t RECORD_BYTES_MAX = 256;

typedef enum Section : u8 {
  BEFORE_ALL,
  NODES,
  EDGES,
  TRACE_FUNCTIONS,
  TRACE_TREE,
  SAMPLES,
  LOCATIONS,
  STRINGS,
  AFTER_ALL,
} Section;

static const char *const SECTION_NAMES[] = {
    [NODES] = "nodes",
    [EDGES] = "edges",
    [TRACE_FUNCTIONS] = "trace_function_infos",
    [TRACE_TREE] = "trace_tree",
    [SAMPLES] = "samples",
    [LOCATIONS] = "locations",
    [STRINGS] = "strings",
};

struct SnapshotWriter {
  SnapshotShape shape;
  u32 node_fields;
  int file;
  bool is_lent;           /* the file is not ours to close */
  char *path, *temporary; /* `temporary`: NULL when written in place */
  int error;              /* an errno, or 0 */
  Section section;
  u64 records; /* in this section */
  u64 nodes, edges, trace_functions;
  size_t filled;
  char *bytes; /* ROOM of them */
};

/* ---- Bytes --------------------------------------------------------------- */

static void flush(SnapshotWriter *writer) {
  const char *at = writer->bytes;
  while (writer->filled && !writer->error) {
    ssize_t n = write(writer->file, at, writer->filled);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      writer->error = errno;
      break;
    }
    at += n;
    writer->filled -= (size_t)n;
  }
  writer->filled = 0;
}

static void put(SnapshotWriter *writer, const char *bytes, size_t length) {
  while (length) {
    if (writer->filled == ROOM) flush(writer);
    size_t room = ROOM - writer->filled;
    size_t part = length < room ? length : room;
    memcpy(writer->bytes + writer->filled, bytes, part);
    writer->filled += part;
    bytes += part;
    length -= part;
  }
}

static void put_text(SnapshotWriter *writer, const char *text) {
  put(writer, text, strlen(text));
}

/* Room for a record, which then needs no more looking. */
static char *begin_record(SnapshotWriter *writer) {
  if (ROOM - writer->filled < RECORD_BYTES_MAX) flush(writer);
  return writer->bytes + writer->filled;
}

static char *append_number(char *at, u64 number) {
  char digits[20];
  u32 count = 0;
  do
    digits[count++] = (char)('0' + number % 10);
  while (number /= 10);
  while (count)
    *at++ = digits[--count];
  return at;
}

/* One record of a list of numbers. */
static void put_record(SnapshotWriter *writer, const u64 *numbers, u32 count) {
  char *at = begin_record(writer);
  if (writer->records++) {
    *at++ = '\n';
    *at++ = ',';
  }
  for (u32 i = 0; i < count; i++) {
    if (i) *at++ = ',';
    at = append_number(at, numbers[i]);
  }
  writer->filled = (size_t)(at - writer->bytes);
}

/* ---- The description ----------------------------------------------------- */

static const char *const NODE_TYPES[] = {
#define NODE_TYPE(name, text) text,
#include "graph/types.def"
};

static const char *const EDGE_TYPES[] = {
#define EDGE_TYPE(name, text) text,
#include "graph/types.def"
    "other",
};

static void append_names(Buffer *text, const char *const *names, u32 count) {
  for (u32 i = 0; i < count; i++)
    buffer_format(text, "%s\"%s\"", i ? "," : "", names[i]);
}

/* Types that only one file knows may be called anything. */
static void append_more_types(Buffer *text, const SnapshotShape *shape) {
  for (u32 i = 0; i < shape->more_type_count; i++) {
    buffer_text(text, ",\"");
    for (const char *at = shape->more_types[i]; *at; at++) {
      if (*at == '"' || *at == '\\') buffer_byte(text, '\\');
      buffer_byte(text, (u8)*at < ' ' ? ' ' : *at);
    }
    buffer_byte(text, '"');
  }
}

static void append_node_meta(Buffer *text, const SnapshotShape *shape) {
  const char *trace = shape->has_trace ? ",\"trace_node_id\"" : "";
  const char *detached = shape->has_detachedness ? ",\"detachedness\"" : "";
  buffer_format(text,
                "\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\","
                "\"edge_count\"%s%s],\"node_types\":[[",
                trace, detached);
  append_names(text, NODE_TYPES, ARRAY_COUNT(NODE_TYPES));
  append_more_types(text, shape);
  buffer_format(text, "],\"string\",\"number\",\"number\",\"number\"%s%s]",
                shape->has_trace ? ",\"number\"" : "",
                shape->has_detachedness ? ",\"number\"" : "");
}

static void append_meta(Buffer *text, const SnapshotShape *shape) {
  append_node_meta(text, shape);
  buffer_text(text, ",\"edge_fields\":[\"type\",\"name_or_index\","
                    "\"to_node\"],\"edge_types\":[[");
  append_names(text, EDGE_TYPES,
               shape->has_other_edges ? EDGE_TYPE_COUNT : EDGE_OTHER);
  buffer_text(text,
              "],\"string_or_number\",\"node\"],"
              "\"trace_function_info_fields\":[\"function_id\",\"name\","
              "\"script_name\",\"script_id\",\"line\",\"column\"],"
              "\"trace_node_fields\":[\"id\",\"function_info_index\","
              "\"count\",\"size\",\"children\"],"
              "\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"],"
              "\"location_fields\":[\"object_index\",\"script_id\",\"line\","
              "\"column\"]");
}

static void put_description(SnapshotWriter *writer) {
  const SnapshotShape *shape = &writer->shape;
  Buffer text = {};
  buffer_text(&text, "{\"snapshot\":{\"meta\":{");
  append_meta(&text, shape);
  buffer_format(&text,
                "},\"node_count\":%llu,\"edge_count\":%llu,"
                "\"trace_function_count\":%llu",
                (unsigned long long)shape->node_count,
                (unsigned long long)shape->edge_count,
                (unsigned long long)shape->trace_function_count);
  if (shape->root)
    buffer_format(&text, ",\"root_index\":%llu",
                  (unsigned long long)shape->root * writer->node_fields);
  if (shape->extra_native_bytes)
    buffer_format(&text, ",\"extra_native_bytes\":%llu",
                  (unsigned long long)shape->extra_native_bytes);
  buffer_byte(&text, '}');
  put(writer, text.bytes, text.length);
  buffer_free(&text);
}

/* ---- Sections ------------------------------------------------------------ */

/* Goes on to a section; those between stay empty. */
static void enter(SnapshotWriter *writer, Section section) {
  assert(section >= writer->section);
  while (writer->section < section) {
    if (writer->section != BEFORE_ALL) put_text(writer, "]");
    if (++writer->section == AFTER_ALL) break;
    put_text(writer, ",\n\"");
    put_text(writer, SECTION_NAMES[writer->section]);
    put_text(writer, "\":[");
    writer->records = 0;
  }
}

void snapshot_writer_node(SnapshotWriter *writer, const WriterNode *node) {
  u64 record[7] = {node->type, node->name, node->id, node->self_size,
                   node->edge_count};
  u32 count = 5;
  enter(writer, NODES);
  if (writer->shape.has_trace) record[count++] = node->trace;
  if (writer->shape.has_detachedness) record[count++] = node->detachedness;
  put_record(writer, record, count);
  writer->nodes++;
}

void snapshot_writer_edge(SnapshotWriter *writer, EdgeType type, u64 name,
                          u64 to_node) {
  enter(writer, EDGES);
  assert(to_node < writer->shape.node_count);
  put_record(writer, (u64[]){type, name, to_node * writer->node_fields}, 3);
  writer->edges++;
}

void snapshot_writer_trace_function(SnapshotWriter *writer,
                                    const u64 numbers[6]) {
  enter(writer, TRACE_FUNCTIONS);
  put_record(writer, numbers, 6);
  writer->trace_functions++;
}

/* `text` is a list of its own, the section's brackets are there already. */
void snapshot_writer_trace_tree(SnapshotWriter *writer, const char *text,
                                size_t length) {
  enter(writer, TRACE_TREE);
  assert(length >= 2 && text[0] == '[' && text[length - 1] == ']');
  put(writer, text + 1, length - 2);
}

void snapshot_writer_sample(SnapshotWriter *writer, u64 microseconds,
                            u64 last_id) {
  enter(writer, SAMPLES);
  put_record(writer, (u64[]){microseconds, last_id}, 2);
}

void snapshot_writer_location(SnapshotWriter *writer, u64 node, u64 script,
                              u64 line, u64 column) {
  enter(writer, LOCATIONS);
  put_record(writer, (u64[]){node * writer->node_fields, script, line, column},
             4);
}

/* ---- Strings ------------------------------------------------------------- */

static void begin_string(SnapshotWriter *writer) {
  enter(writer, STRINGS);
  put_text(writer, writer->records++ ? ",\n\"" : "\"");
}

void snapshot_writer_string(SnapshotWriter *writer, const char *text,
                            size_t length) {
  Buffer out = {};
  buffer_append(&out, "", 0);
  begin_string(writer);
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    if (c == '"' || c == '\\')
      buffer_format(&out, "\\%c", c);
    else if ((u8)c < ' ')
      buffer_format(&out, "\\u%04x", c);
    else
      buffer_byte(&out, c);
  }
  put(writer, out.bytes, out.length);
  put_text(writer, "\"");
  buffer_free(&out);
}

static bool is_hex(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* The length of the escape at `at`, or 0 when it is none of JSON's. */
static size_t escape_length(RawString raw, size_t at) {
  if (at + 1 >= raw.length) return 0;
  char c = raw.text[at + 1];
  if (c != 'u') return c && strchr("\"\\/bfnrt", c) ? 2 : 0;
  if (at + 6 > raw.length) return 0;
  for (size_t i = at + 2; i < at + 6; i++)
    if (!is_hex(raw.text[i])) return 0;
  return 6;
}

/* Whether a string is JSON as it is: plain ASCII and whole escapes. */
static bool is_json(RawString raw) {
  for (size_t at = 0; at < raw.length;) {
    u8 c = (u8)raw.text[at];
    size_t step = c == '\\' ? escape_length(raw, at) : 1;
    if (c < ' ' || c >= 0x7f || c == '"' || !step) return false;
    at += step;
  }
  return true;
}

void snapshot_writer_raw_string(SnapshotWriter *writer, RawString raw) {
  if (is_json(raw)) {
    begin_string(writer);
    put(writer, raw.text, raw.length);
    put_text(writer, "\"");
    return;
  }
  Buffer text = {};
  strings_decode(raw, &text);
  snapshot_writer_string(writer, text.bytes ? text.bytes : "", text.length);
  buffer_free(&text);
}

/* ---- Files --------------------------------------------------------------- */

static void free_writer(SnapshotWriter *writer) {
  free(writer->path);
  free(writer->temporary);
  free(writer->bytes);
  free(writer);
}

/* Where a link leads, the file is replaced, not the link. */
static char *resolve(const char *path) {
  char *resolved = realpath(path, NULL);
  return resolved ? resolved : base_copy(path, strlen(path) + 1);
}

/* What is no ordinary file (a pipe, a terminal) is written as it is. */
static bool is_replaced(const char *path) {
  struct stat status;
  return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

static int open_output(SnapshotWriter *writer, const char *path) {
  if (!strcmp(path, "-")) return fcntl(1, F_DUPFD_CLOEXEC, 3);
  if (!is_replaced(path)) return open(path, O_WRONLY | O_CLOEXEC);
  Buffer name = {};
  buffer_format(&name, "%s.%ld.part", writer->path, (long)getpid());
  writer->temporary = buffer_take(&name);
  return open(writer->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
              0666);
}

/* Takes the path over. */
static SnapshotWriter *make_writer(char *path, const SnapshotShape *shape) {
  SnapshotWriter *writer = base_allocate_zeroed(sizeof *writer);
  writer->shape = *shape;
  writer->node_fields = 5u + shape->has_trace + shape->has_detachedness;
  writer->path = path;
  writer->bytes = base_allocate(ROOM);
  return writer;
}

SnapshotWriter *snapshot_writer_open(const char *path,
                                     const SnapshotShape *shape,
                                     Buffer *error) {
  SnapshotWriter *writer = make_writer(resolve(path), shape);
  writer->file = open_output(writer, path);
  if (writer->file < 0) {
    buffer_format(error, "%s: cannot be written: %s", path, strerror(errno));
    free_writer(writer);
    return NULL;
  }
  put_description(writer);
  return writer;
}

SnapshotWriter *snapshot_writer_open_file(int file, const char *path,
                                          const SnapshotShape *shape) {
  SnapshotWriter *writer =
      make_writer(base_copy(path, strlen(path) + 1), shape);
  writer->file = file;
  writer->is_lent = true;
  put_description(writer);
  return writer;
}

/* Gives the file its name; an errno, or 0. */
static int finish(SnapshotWriter *writer) {
  if (!writer->is_lent && close(writer->file) < 0 && !writer->error)
    writer->error = errno;
  if (!writer->temporary) return writer->error;
  if (!writer->error && rename(writer->temporary, writer->path) < 0)
    writer->error = errno;
  if (writer->error) unlink(writer->temporary);
  return writer->error;
}

bool snapshot_writer_close(SnapshotWriter *writer, Buffer *error) {
  enter(writer, AFTER_ALL);
  put_text(writer, "}\n");
  flush(writer);
  assert(writer->nodes == writer->shape.node_count &&
         writer->edges == writer->shape.edge_count &&
         writer->trace_functions == writer->shape.trace_function_count);
  int failure = finish(writer);
  if (failure)
    buffer_format(
        error, "%s: cannot be written: %s%s", writer->path, strerror(failure),
        failure == ENOSPC ? "; what was written of it is gone again" : "");
  free_writer(writer);
  return !failure;
}
