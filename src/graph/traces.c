/* traces.c - reading the tree of allocations.
 *
 * It is a list of lists in the file's text, as deep as the program's stack was:
 * read without recursion, and given up at the first thing that is out of place.
 */
#include "graph/traces.h"

#include "graph/answer.h"
#include "graph/sources.h"

/* Of a node of the tree, before its children. */
constexpr u32 NODE_NUMBERS = 4;

static void read_functions(const HeapGraph *graph, Traces *traces) {
  const Numbers *numbers = &graph->file.trace_functions;
  RecordReader records;
  records_begin(&records, numbers, TRACE_FUNCTION_FIELDS, 0,
                numbers->count / TRACE_FUNCTION_FIELDS);
  for (const u64 *record; (record = records_next(&records));)
    vector_push(&traces->functions,
                ((TraceFunction){.name = (u32)record[1],
                                 .script_name = (u32)record[2],
                                 .place = {record[3], record[4], record[5]}}));
}

typedef struct TreeReader {
  const char *at, *end;
  Traces *traces;
  VECTOR(u32) path; /* nodes whose lists of children are open */
} TreeReader;

static void skip_blanks(TreeReader *reader) {
  while (reader->at < reader->end &&
         (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' ||
          *reader->at == '\t'))
    reader->at++;
}

static bool take(TreeReader *reader, char c) {
  skip_blanks(reader);
  if (reader->at == reader->end || *reader->at != c) return false;
  reader->at++;
  return true;
}

static bool read_number(TreeReader *reader, u64 *number) {
  skip_blanks(reader);
  const char *start = reader->at;
  for (*number = 0; reader->at < reader->end; reader->at++) {
    u32 digit = (u32)(*reader->at - '0');
    if (digit > 9) break;
    if (__builtin_mul_overflow(*number, 10, number) ||
        __builtin_add_overflow(*number, digit, number))
      return false;
  }
  return reader->at > start;
}

/* "id, function, count, size, [": the children follow. */
static bool read_node(TreeReader *reader) {
  Traces *traces = reader->traces;
  u64 numbers[NODE_NUMBERS];
  for (u32 i = 0; i < NODE_NUMBERS; i++)
    if (!read_number(reader, &numbers[i]) || !take(reader, ',')) return false;
  if (!take(reader, '[') || numbers[1] >= traces->functions.count ||
      traces->nodes.count == TABLE_NONE - 1)
    return false;
  u32 place = traces->nodes.count;
  *number_table_at(&traces->by_id, numbers[0]) = place;
  vector_push(
      &traces->nodes,
      ((TraceNode){.id = numbers[0],
                   .function = (u32)numbers[1],
                   .parent =
                       reader->path.count ? *vector_last(&reader->path) : place,
                   .count = numbers[2],
                   .bytes = numbers[3]}));
  vector_push(&reader->path, place);
  return true;
}

static bool read_tree(TreeReader *reader) {
  if (!take(reader, '[')) return false;
  if (take(reader, ']')) return false; /* nothing was recorded */
  if (!read_node(reader)) return false;
  bool is_first = true; /* in its list */
  while (reader->path.count) {
    if (take(reader, ']')) {
      (void)vector_pop(&reader->path);
      is_first = false;
    } else if (is_first || take(reader, ',')) {
      if (!read_node(reader)) return false;
      is_first = true;
    } else {
      return false;
    }
  }
  return take(reader, ']');
}

bool traces_read(const HeapGraph *graph, Traces *traces) {
  const SnapshotFile *file = &graph->file;
  *traces = (Traces){};
  if (!file->trace_tree || file->meta.node.trace == NO_FIELD) return false;
  TreeReader reader = {
      .at = file->trace_tree,
      .end = (const char *)file->mapping.bytes + file->mapping.length,
      .traces = traces,
  };
  read_functions(graph, traces);
  bool is_sound = read_tree(&reader);
  vector_free(&reader.path);
  if (!is_sound) traces_free(traces);
  return is_sound;
}

u32 traces_find(const Traces *traces, u64 id) {
  return id ? number_table_get(&traces->by_id, id) : TABLE_NONE;
}

json_t *trace_function_json(const HeapGraph *graph,
                            const TraceFunction *function) {
  Buffer name = {}, file = {};
  strings_append(&graph->file.strings, function->name, &name);
  strings_append(&graph->file.strings, function->script_name, &file);
  if (!name.length) buffer_text(&name, "(anonymous)");
  json_t *json = json_pack("{s:o}", "name", answer_take(&name));
  /* what the engine itself does has no place */
  if (function->place.script && function->place.line < UINT32_MAX)
    json_object_set_new(json, "location", place_json(function->place, &file));
  buffer_free(&file);
  return json;
}

void traces_free(Traces *traces) {
  vector_free(&traces->functions);
  vector_free(&traces->nodes);
  number_table_free(&traces->by_id);
}
