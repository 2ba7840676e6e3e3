/* Whole files: every dialect gives the same heap, and whatever is wrong with a
 * file is one clear line. */
#define _GNU_SOURCE
#include "graph/locations.h"
#include "graph/names.h"
#include "tests/check.h"
#include "tests/graph/heap_text.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* ---- Helpers ------------------------------------------------------------- */

static Buffer sample_text(const Dialect *dialect) {
  HeapText heap = heap_sample();
  Buffer text = {};
  heap_write(&heap, dialect, &text);
  heap_free(&heap);
  return text;
}

static void check_label(const HeapGraph *graph, Node node, const char *wanted) {
  Buffer label = {};
  node_append_label(graph, node, &label);
  CHECK_TEXT(label.bytes, wanted);
  buffer_free(&label);
}

/* Looks at everything that a graph can be asked; the sum keeps it honest. */
static size_t read_everything(const HeapGraph *graph) {
  Buffer out = {};
  size_t sum = 0;
  for (Node node = 0; node < graph->node_count; node++) {
    node_append_name(graph, node, 200, &out);
    node_append_label(graph, node, &out);
    buffer_text(&out, node_class(graph, node)->name);
    buffer_text(&out, node_type_name(&graph->file, node_type(graph, node)));
    EdgeReader reader = graph_read_edges(graph, node);
    for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
      edge_append_access(graph, &edge, &out);
      buffer_text(&out, edge_type_name(edge.type));
      if (edge.target >= graph->node_count) abort();
    }
    for (u32 r = node_retainers_start(graph, node);
         r < node_retainers_start(graph, node + 1); r++) {
      EdgeRecord edge;
      if (!node_edge_to(graph, edge_node(graph->retainers[r]), node, true,
                        &edge))
        abort();
    }
    if (graph->dominators[node] >= graph->node_count) abort();
    if (graph_find_id(graph, graph_id(graph, node)) == NO_NODE) abort();
    sum += sizes_get(&graph->retained_sizes, node) + out.length;
    buffer_clear(&out);
  }
  Location location;
  location_find(graph, 0, &location);
  buffer_free(&out);
  return sum;
}

static bool is_one_line(const Buffer *error) {
  if (!error->length) return false;
  for (size_t i = 0; i < error->length; i++)
    if ((u8)error->bytes[i] < ' ') return false;
  return true;
}

/* Opens `text` and either reads all of it or finds a clear error. */
static bool open_either_way(const void *text, size_t length, bool salvage) {
  HeapGraph graph;
  Buffer error = {};
  bool is_open = heap_text_open(text, length, salvage, &graph, &error);
  if (is_open) {
    read_everything(&graph);
    graph_close(&graph);
    CHECK(!error.length);
  } else if (!CHECK(is_one_line(&error))) {
    fprintf(stderr, "  error %s\n", error.bytes ? error.bytes : "(none)");
  }
  buffer_free(&error);
  return is_open;
}

/* ---- Every dialect ------------------------------------------------------- */

static const struct {
  u64 self, retained;
  u32 distance;
  Node dominator;
  const char *label, *class;
} SAMPLE[SAMPLE_COUNT] = {
    [SAMPLE_ROOT] = {0, 6'442'451'256 - 64 + 4, DISTANCE_SYSTEM, SAMPLE_ROOT,
                     "(no name)", "(synthetic)"},
    [SAMPLE_GC_ROOTS] = {0, 0, DISTANCE_SYSTEM + 1, SAMPLE_ROOT, "(GC roots)",
                         "(synthetic)"},
    [SAMPLE_WINDOW] = {16, 6'442'450'944 + 16 + 96 + 64 + 140, 1, SAMPLE_ROOT,
                       "Window", "Window"},
    [SAMPLE_MAP] = {96, 6'442'450'944 + 96 + 64, 2, SAMPLE_WINDOW, "Map",
                    "Map"},
    [SAMPLE_TABLE] = {0, 6'442'450'944 + 64, 3, SAMPLE_MAP, "(array)",
                      "(array)"},
    [SAMPLE_SESSION] = {40, 40, 4, SAMPLE_TABLE, "Session", "Session"},
    [SAMPLE_STRING] = {24, 24, 5, SAMPLE_TABLE, "\"user:42 \u20ac \"x\"\"",
                       "(string)"},
    [SAMPLE_LISTENER] = {32, 140, 2, SAMPLE_WINDOW, "onClick()", "Function"},
    [SAMPLE_DIV] = {100, 108, 3, SAMPLE_LISTENER, "Detached <div id=\"a\">",
                    "Detached <div>"},
    [SAMPLE_TEXT] = {8, 8, 4, SAMPLE_DIV, "Detached Text", "Detached Text"},
    [SAMPLE_LARGE] = {6ull << 30, 6ull << 30, 4, SAMPLE_TABLE, "Session",
                      "Session"},
};

static void check_sample(const HeapGraph *graph, bool has_detached) {
  REQUIRE(graph->node_count == SAMPLE_COUNT);
  CHECK_INTEGER(graph->edge_count, 13);
  for (Node node = 1; node < SAMPLE_COUNT; node++) {
    bool is_page = node == SAMPLE_DIV || node == SAMPLE_TEXT;
    CHECK_INTEGER(graph_id(graph, node), 2 * node + 1);
    CHECK_INTEGER(sizes_get(&graph->self_sizes, node), SAMPLE[node].self);
    CHECK_INTEGER(sizes_get(&graph->retained_sizes, node),
                  SAMPLE[node].retained);
    CHECK_INTEGER(node_distance(graph, node), SAMPLE[node].distance);
    CHECK_INTEGER(graph->dominators[node], SAMPLE[node].dominator);
    if (is_page && !has_detached) continue;
    check_label(graph, node, SAMPLE[node].label);
    CHECK_TEXT(node_class(graph, node)->name, SAMPLE[node].class);
    CHECK_INTEGER(node_detachedness(graph, node), is_page ? DETACHED_YES : 0);
  }
  CHECK_INTEGER(sizes_get(&graph->retained_sizes, SAMPLE_ROOT),
                SAMPLE[SAMPLE_WINDOW].retained);
  CHECK_INTEGER(node_distance(graph, SAMPLE_ROOT), DISTANCE_SYSTEM);
}

static void test_dialects(void) {
  for (u32 i = 0; i < DIALECT_COUNT; i++) {
    Buffer text = sample_text(&DIALECTS[i]), error = {};
    HeapGraph graph;
    bool is_open =
        heap_text_open(text.bytes, text.length, false, &graph, &error);
    if (!CHECK(is_open)) {
      fprintf(stderr, "  %s: %s\n", DIALECTS[i].title, error.bytes);
      buffer_free(&error);
      buffer_free(&text);
      continue;
    }
    bool has_detached = strstr(DIALECTS[i].node_fields, "detached") != NULL;
    check_sample(&graph, has_detached);
    Location location = {};
    CHECK(location_find(&graph, SAMPLE_LISTENER, &location));
    CHECK(location.script == 12 && location.line == 3 && location.column == 4);
    CHECK_INTEGER(node_class(&graph, SAMPLE_SESSION)->line, 30);
    CHECK_INTEGER(node_class(&graph, SAMPLE_SESSION)->count, 2);
    read_everything(&graph);
    u64 more = strstr(DIALECTS[i].extra, "extra_native") ? 4096 : 0;
    CHECK_INTEGER(graph_total_size(&graph),
                  SAMPLE[SAMPLE_WINDOW].retained + more);
    graph_close(&graph);
    buffer_free(&text);
  }
}

static void test_types_that_nobody_knows(void) {
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  heap_node(&heap, "new kind", "Thing", 8);
  heap_edge(&heap, 0, "new kind", "thing", 1);
  Buffer text = {}, error = {};
  heap_write(&heap, &DIALECTS[4], &text);
  HeapGraph graph;
  REQUIRE(heap_text_open(text.bytes, text.length, false, &graph, &error));
  CHECK_TEXT(node_class(&graph, 1)->name, "(new kind)");
  CHECK_INTEGER(sizes_get(&graph.retained_sizes, 0), 8);
  EdgeRecord edge;
  CHECK(node_find_edge(&graph, 0, EDGE_OTHER, "thing", &edge));
  graph_close(&graph);
  buffer_free(&text);
  heap_free(&heap);
}

static void test_allocation_timelines(void) {
  static const char TEXT[] =
      "{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\","
      "\"self_size\",\"edge_count\",\"trace_node_id\",\"detachedness\"],"
      "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\","
      "\"synthetic\"],\"string\",\"number\",\"number\",\"number\",\"number\","
      "\"number\"],\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
      "\"edge_types\":[[\"context\",\"element\",\"property\"],"
      "\"string_or_number\",\"node\"],\"trace_function_info_fields\":["
      "\"function_id\",\"name\",\"script_name\",\"script_id\",\"line\","
      "\"column\"],\"trace_node_fields\":[\"id\",\"function_info_index\","
      "\"count\",\"size\",\"children\"],\"sample_fields\":[\"timestamp_us\","
      "\"last_assigned_id\"],\"location_fields\":[]},\"node_count\":2,"
      "\"edge_count\":1,\"trace_function_count\":2},\"nodes\":[4,0,1,0,1,0,0\n"
      ",3,1,3,40,0,3,0],\"edges\":[2,2,7],\"trace_function_infos\":[0,0,0,0,"
      "4294967295,4294967295,5,3,4,9,1,2],\"trace_tree\":[1,0,0,0,[2,1,1,40,"
      "[]]],\"samples\":[0,3,1000,7],\"locations\":[],\"strings\":[\"\","
      "\"Session\",\"session\",\"make\",\"file:///a.js\"]}";
  Buffer error = {};
  HeapGraph graph;
  REQUIRE(heap_text_open(TEXT, sizeof TEXT - 1, false, &graph, &error));
  const SnapshotFile *file = &graph.file;
  CHECK_INTEGER(file->samples.count, 4);
  CHECK_INTEGER(file->trace_functions.count, 12);
  CHECK(file->trace_tree && !strncmp(file->trace_tree, "[1,0,0,0,[2", 11));
  CHECK_INTEGER(graph_node_field(&graph, 1, file->meta.node.trace), 3);
  CHECK_INTEGER(sizes_get(&graph.retained_sizes, 0), 40);
  graph_close(&graph);
}

static void check_compressed(const void *bytes, size_t length) {
  Buffer error = {};
  HeapGraph graph;
  REQUIRE(heap_text_open(bytes, length, false, &graph, &error));
  check_sample(&graph, true);
  graph_close(&graph);
  for (size_t i = 1; i < length; i += 7) {
    CHECK(!open_either_way(bytes, i, false));
    /* what there is of it may do, or not */
    open_either_way(bytes, i, true);
  }
}

static void test_compressed_files(void) {
  Buffer text = sample_text(&DIALECTS[2]);
  size_t room = text.length + 4096;
  u8 *packed = base_allocate(room);
  z_stream z = {.next_in = (u8 *)text.bytes,
                .avail_in = (u32)text.length,
                .next_out = packed,
                .avail_out = (u32)room};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  deflate(&z, Z_FINISH);
  deflateEnd(&z);
  check_compressed(packed, z.total_out);
  check_compressed(packed,
                   ZSTD_compress(packed, room, text.bytes, text.length, 3));
  free(packed);
  buffer_free(&text);
}

/* ---- Bad input ----------------------------------------------------------- */

/* The sample with one place of it changed. */
static Buffer change(const Buffer *text, const char *from, const char *to) {
  Buffer changed = {};
  const char *at = strstr(text->bytes, from);
  REQUIRE(at != NULL);
  buffer_append(&changed, text->bytes, (size_t)(at - text->bytes));
  buffer_text(&changed, to);
  buffer_text(&changed, at + strlen(from));
  return changed;
}

static void test_contradictions(void) {
  static const struct {
    const char *from, *to, *wanted;
  } CASES[] = {
      {"{", "", "this is no heap snapshot"},
      {"{\"snapshot\"", "{\"something\"", "this is no heap snapshot"},
      {"\"meta\"", "\"mata\"", "has no 'meta'"},
      {"\"self_size\"", "\"size\"", "no field 'self_size'"},
      {"\"to_node\"", "\"to\"", "no field 'to_node'"},
      {"[[\"hidden\"", "[\"hidden\",[\"x\"", "names 0 types"},
      {"\"node_count\":", "\"node_count\":}", "is damaged"},
      {"\"nodes\":[", "\"nodes\":[1,", "do not end with a whole one"},
      {"\"nodes\":[", "\"nodes\":[-", "negative"},
      {"\"nodes\":[", "\"nodes\":[0.5,", "not a list of numbers"},
      {"\"nodes\":[", "\"nodes\":7,\"x\":[", "expected a list"},
      {"\"nodes\":[", "\"x\":[", "no nodes, no edges or no strings"},
      {"\"nodes\":[", "\"nodes\":[],\"nodes\":[", "comes twice"},
      {"\"nodes\":[", "\"nodes\":[],\"x\":[", "root_index is no node"},
      {"\"nodes\":[9,1,1,0,2", "\"nodes\":[9,1,1,0,3", "speak of 14 edges"},
      {"\"nodes\":[9,1,1,0,2", "\"nodes\":[9,1,1,0,1", "speak of 12 edges"},
      {"\"nodes\":[9,1,1,0,2", "\"nodes\":[9,1,1,0,4294967295",
       "too many edges"},
      {"\"nodes\":[9,1,1", "\"nodes\":[99,1,1", "type that meta does not list"},
      {"\"nodes\":[9,1,1", "\"nodes\":[9,99,1", "beyond the strings"},
      {"\"nodes\":[9,1,1", "\"nodes\":[9,1,4294967296", "id of a node"},
      {"\"nodes\":[9,1,1,0", "\"nodes\":[9,1,1,4611686018427387904",
       "too large to add up"},
      {"\"nodes\":[9,1,1,0", "\"nodes\":[9,1,1,99999999999999999999",
       "a number is too large"},
      {"\"edges\":[1,1,6", "\"edges\":[77,1,6", "type that meta does not list"},
      {"\"edges\":[1,1,6", "\"edges\":[1,1,7", "leads to no node"},
      {"\"edges\":[1,1,6", "\"edges\":[1,1,66", "leads to no node"},
      {"\"edges\":[1,1,6", "\"edges\":[1,1,18446744073709551612",
       "leads to no node"},
      {"\"edges\":[1,1,6", "\"edges\":[2,999,6", "beyond the strings"},
      {"\"edges\":[1,1,6", "\"edges\":[1,1,6,", "not a list of numbers"},
      {"\"edges\":[", "\"x\":[", "no edges or no strings"},
      {"\"strings\":[", "\"x\":[", "no edges or no strings"},
      {"\"strings\":[", "\"strings\":[1,", "expected a string"},
      {"\"strings\":[", "\"strings\":{},\"x\":[", "expected a list"},
      {"},\"node_count\"", "},\"root_index\":5,\"node_count\"",
       "root_index is no node"},
      {"},\"node_count\"", "},\"root_index\":6000,\"node_count\"",
       "root_index is no node"},
      {"\"nodes\"", "]\"nodes\"", "expected the name of a member"},
      {"\"nodes\":", "\"nodes\" ", "expected ':'"},
      {"]}\n", "],}", "expected the name of a member"},
      {"]}\n", "]]", "expected ',' or the end"},
  };
  Buffer text = sample_text(&DIALECTS[2]);
  for (u32 i = 0; i < ARRAY_COUNT(CASES); i++) {
    Buffer bad = change(&text, CASES[i].from, CASES[i].to), error = {};
    HeapGraph graph;
    bool is_open = heap_text_open(bad.bytes, bad.length, false, &graph, &error);
    bool is_good =
        !is_open && is_one_line(&error) && strstr(error.bytes, CASES[i].wanted);
    if (!CHECK(is_good))
      fprintf(stderr, "  %s -> %s: %s\n", CASES[i].from, CASES[i].to,
              error.bytes ? error.bytes : "opened");
    if (is_open) graph_close(&graph);
    buffer_free(&error);
    buffer_free(&bad);
  }
  buffer_free(&text);
}

static void test_where_a_number_is_too_large(void) {
  static const char LARGE[] = "99999999999999999999";
  static const char *const CASES[][2] = {
      {"\"nodes\":[9,1,1,0", "\"nodes\":[9,1,1,99999999999999999999"},
      {"\"edges\":[1,1", "\"edges\":[1,99999999999999999999"},
  };
  Buffer text = sample_text(&DIALECTS[2]);
  for (u32 i = 0; i < ARRAY_COUNT(CASES); i++) {
    Buffer bad = change(&text, CASES[i][0], CASES[i][1]), error = {}, at = {};
    HeapGraph graph;
    CHECK(!heap_text_open(bad.bytes, bad.length, false, &graph, &error));
    buffer_format(&at, "(at byte %zu)",
                  (size_t)(strstr(bad.bytes, LARGE) - bad.bytes));
    CHECK(strstr(error.bytes, at.bytes) != NULL);
    buffer_free(&at);
    buffer_free(&error);
    buffer_free(&bad);
  }
  buffer_free(&text);
}

static void test_members_that_come_twice(void) {
  Buffer text = sample_text(&DIALECTS[2]);
  char *comma = strstr(text.bytes, ",\n\"nodes\"");
  Buffer twice = {};
  buffer_append(&twice, text.bytes, (size_t)(comma - text.bytes) + 1);
  buffer_text(&twice, text.bytes + 1);
  CHECK(!open_either_way(twice.bytes, twice.length, false));
  buffer_free(&twice);
  buffer_free(&text);
}

static void test_numbers_of_400_digits(void) {
  Buffer digits = {}, to = {};
  for (u32 i = 0; i < 400; i++)
    buffer_byte(&digits, '7');
  static const char *const PLACES[] = {"\"nodes\":[", "\"edges\":[",
                                       "\"locations\":[",
                                       "\"node_count\":", "\"strings\":["};
  Buffer text = sample_text(&DIALECTS[3]);
  for (u32 i = 0; i < ARRAY_COUNT(PLACES); i++) {
    buffer_clear(&to);
    buffer_format(&to, "%s%s,", PLACES[i], digits.bytes);
    Buffer bad = change(&text, PLACES[i], to.bytes);
    open_either_way(bad.bytes, bad.length, false);
    open_either_way(bad.bytes, bad.length, true);
    buffer_free(&bad);
  }
  buffer_free(&text);
  buffer_free(&to);
  buffer_free(&digits);
}

static void test_broken_strings(void) {
  static const char *const WORDS[] = {"\"\xff\xfe\"", "\"\\ud800\"", "\"\\\"",
                                      "\"\xf0\x9f\"", "\"\\u12\"",   "\"\\",
                                      "\"\n\"",       "'a'",         "\"a",
                                      "\"\"\"",       ",,,"};
  Buffer text = sample_text(&DIALECTS[0]);
  for (u32 i = 0; i < ARRAY_COUNT(WORDS); i++) {
    Buffer bad = change(&text, "\"Session\"", WORDS[i]);
    open_either_way(bad.bytes, bad.length, false);
    open_either_way(bad.bytes, bad.length, true);
    buffer_free(&bad);
  }
  buffer_free(&text);
}

/* At every byte: an error without salvage; with it, all nodes or an error. */
static void test_truncation(void) {
  for (u32 dialect = 0; dialect < DIALECT_COUNT; dialect += 5) {
    Buffer text = sample_text(&DIALECTS[dialect]);
    size_t whole = text.length - 1; /* the line's end may be missing */
    u32 salvaged = 0;
    for (size_t length = 0; length < whole; length++) {
      char *part = base_copy(text.bytes, length ? length : 1);
      CHECK(!open_either_way(part, length, false));
      salvaged += open_either_way(part, length, true);
      free(part);
    }
    CHECK(salvaged > (dialect == 0 ? 100 : 0));
    CHECK(open_either_way(text.bytes, whole, false));
    buffer_free(&text);
  }
}

static void test_salvage_keeps_what_there_is(void) {
  Buffer text = sample_text(&DIALECTS[2]), error = {};
  const char *cut = strstr(text.bytes, "\"strings\":[\"") + 40;
  HeapGraph graph;
  REQUIRE(heap_text_open(text.bytes, (size_t)(cut - text.bytes), true, &graph,
                         &error));
  CHECK(graph.file.is_truncated);
  CHECK_INTEGER(graph.edge_count, 13);
  CHECK_INTEGER(sizes_get(&graph.retained_sizes, SAMPLE_LISTENER), 140);
  graph_close(&graph);
  cut = strstr(text.bytes, "\"edges\":[") + 40;
  REQUIRE(heap_text_open(text.bytes, (size_t)(cut - text.bytes), true, &graph,
                         &error));
  CHECK_INTEGER(graph.node_count, SAMPLE_COUNT);
  CHECK(graph.edge_count < 13);
  graph_close(&graph);
  buffer_free(&text);
}

/* Every byte replaced by what is most likely to confuse. */
static void test_changed_bytes(void) {
  static const char BYTES[] = "\"]9-,\\\xff";
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  heap_node(&heap, "object", "Object", 8);
  heap_node(&heap, "concatenated string", "a", 8);
  heap_edge(&heap, 0, "property", "x", 1);
  heap_edge(&heap, 1, "property", "y", 2);
  heap_edge(&heap, 2, "internal", "first", 2);
  Buffer text = {};
  heap_write(&heap, &DIALECTS[2], &text);
  for (size_t i = 0; i < text.length; i++)
    for (u32 j = 0; j < sizeof BYTES; j++) {
      char old = text.bytes[i];
      text.bytes[i] = BYTES[j];
      open_either_way(text.bytes, text.length, j % 2);
      text.bytes[i] = old;
    }
  buffer_free(&text);
  heap_free(&heap);
}

static void test_files_that_are_none(void) {
  static const char *const TEXTS[] = {"",
                                      " ",
                                      "{",
                                      "{}",
                                      "[]",
                                      "null",
                                      "\"",
                                      "\x1f\x8b",
                                      "\x28\xb5\x2f\xfd",
                                      "{\"",
                                      "{\"snapshot\":",
                                      "{\"snapshot\":{}}"};
  for (u32 i = 0; i < ARRAY_COUNT(TEXTS); i++)
    for (u32 salvage = 0; salvage < 2; salvage++)
      CHECK(!open_either_way(TEXTS[i], strlen(TEXTS[i]), salvage));
  Buffer error = {};
  HeapGraph graph;
  CHECK(!heap_text_open("", 0, false, &graph, &error));
  CHECK(error.bytes && strstr(error.bytes, "0 bytes"));
  buffer_free(&error);
  CHECK(!graph_open("/nowhere/at all", (GraphOptions){}, &graph, &error));
  CHECK(is_one_line(&error));
  buffer_free(&error);
  CHECK(!graph_open("/", (GraphOptions){}, &graph, &error));
  CHECK(error.bytes && strstr(error.bytes, "directory"));
  buffer_free(&error);
}

/* ---- Files that change --------------------------------------------------- */

static void open_path_of(int file, HeapGraph *graph) {
  Buffer path = {}, error = {};
  buffer_format(&path, "/proc/self/fd/%d", file);
  REQUIRE(graph_open(path.bytes, (GraphOptions){}, graph, &error));
  buffer_free(&path);
}

static int sample_file(void) {
  Buffer text = sample_text(&DIALECTS[0]);
  int file = memfd_create("heap", MFD_CLOEXEC);
  REQUIRE(write(file, text.bytes, text.length) == (ssize_t)text.length);
  buffer_free(&text);
  return file;
}

/* What was opened stays safe to read when the file shrinks or is written over:
 * the answers are wrong then, but nothing is read beside the arrays. */
static void test_files_that_shrink(void) {
  HeapGraph graph;
  int file = sample_file();
  open_path_of(file, &graph);
  REQUIRE(ftruncate(file, 0) == 0);
  EdgeReader reader = graph_read_edges(&graph, SAMPLE_TABLE);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
    CHECK(edge.target < graph.node_count);
  CHECK(mapping_is_damaged(&graph.file.mapping));
  graph_close(&graph);
  close(file);
}

static void test_files_that_are_written_over(void) {
  static const char *const BYTES[] = {"9", "0", ",", "\"", "9,", "99999,"};
  for (u32 i = 0; i < ARRAY_COUNT(BYTES); i++) {
    HeapGraph graph;
    int file = sample_file();
    open_path_of(file, &graph);
    Buffer noise = {};
    while (noise.length + 16 < graph.file.mapping.length)
      buffer_text(&noise, BYTES[i]);
    REQUIRE(pwrite(file, noise.bytes, noise.length, 0) > 0);
    for (Node node = 0; node < graph.node_count; node++) {
      Buffer out = {};
      node_append_label(&graph, node, &out);
      EdgeReader reader = graph_read_edges(&graph, node);
      for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
        edge_append_access(&graph, &edge, &out);
        CHECK(edge.target < graph.node_count && edge_type_name(edge.type));
      }
      buffer_free(&out);
    }
    graph_close(&graph);
    buffer_free(&noise);
    close(file);
  }
}

int main(void) {
  setenv("GLASSHEAP_THREADS", "1", true);
  RUN(test_dialects);
  RUN(test_types_that_nobody_knows);
  RUN(test_allocation_timelines);
  RUN(test_compressed_files);
  RUN(test_contradictions);
  RUN(test_where_a_number_is_too_large);
  RUN(test_members_that_come_twice);
  RUN(test_numbers_of_400_digits);
  RUN(test_broken_strings);
  RUN(test_salvage_keeps_what_there_is);
  RUN(test_truncation);
  RUN(test_changed_bytes);
  RUN(test_files_that_are_none);
  RUN(test_files_that_shrink);
  RUN(test_files_that_are_written_over);
  return check_finish();
}
