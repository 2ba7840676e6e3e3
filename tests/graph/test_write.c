/* Snapshots written again: whole, without secrets, and to places that refuse
 * them. */
#define _GNU_SOURCE
#include "graph/locations.h"
#include "graph/names.h"
#include "graph/write.h"
#include "tests/check.h"
#include "tests/graph/heap_text.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/glassheap-write-XXXXXX";

/* A path in the test's own folder; good until the next call. */
static const char *in_folder(const char *name) {
  static char path[sizeof folder + 64];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static u32 count_files(void) {
  u32 count = 0;
  DIR *files = opendir(folder);
  REQUIRE(files != NULL);
  for (struct dirent *file; (file = readdir(files)) != NULL;)
    count += file->d_name[0] != '.';
  closedir(files);
  return count;
}

static void open_text(const Buffer *text, bool salvage, HeapGraph *graph) {
  Buffer error = {};
  if (!heap_text_open(text->bytes, text->length, salvage, graph, &error)) {
    fprintf(stderr, "%s\n", error.bytes);
    REQUIRE(false);
  }
}

static void open_dialect(const Dialect *dialect, HeapGraph *graph) {
  HeapText heap = heap_sample();
  Buffer text = {};
  heap_write(&heap, dialect, &text);
  open_text(&text, false, graph);
  buffer_free(&text);
  heap_free(&heap);
}

static void open_written(HeapGraph *graph) {
  Buffer error = {};
  if (!graph_open(in_folder("out"), (GraphOptions){}, graph, &error)) {
    fprintf(stderr, "%s\n", error.bytes);
    REQUIRE(false);
  }
}

/* ---- The same again ------------------------------------------------------ */

static void check_edges(const HeapGraph *a, const HeapGraph *b, Node node,
                        bool with_names) {
  EdgeReader x = graph_read_edges(a, node), y = graph_read_edges(b, node);
  Buffer p = {}, q = {};
  for (EdgeRecord e, f; edge_reader_next(&x, &e);) {
    REQUIRE(edge_reader_next(&y, &f));
    CHECK(e.target == f.target && e.type == f.type && e.index == f.index);
    buffer_clear(&p);
    buffer_clear(&q);
    edge_append_access(a, &e, &p);
    edge_append_access(b, &f, &q);
    if (with_names) CHECK_TEXT(q.bytes, p.bytes);
  }
  buffer_free(&p);
  buffer_free(&q);
}

static void check_node(const HeapGraph *a, const HeapGraph *b, Node node,
                       bool with_names) {
  Buffer p = {}, q = {};
  node_append_label(a, node, &p);
  node_append_label(b, node, &q);
  if (with_names) {
    CHECK_TEXT(q.bytes, p.bytes);
    CHECK_TEXT(node_class(b, node)->name, node_class(a, node)->name);
  }
  CHECK_TEXT(node_type_name(&b->file, node_type(b, node)),
             node_type_name(&a->file, node_type(a, node)));
  CHECK_INTEGER(graph_id(b, node), graph_id(a, node));
  CHECK_INTEGER(sizes_get(&b->self_sizes, node),
                sizes_get(&a->self_sizes, node));
  CHECK_INTEGER(sizes_get(&b->retained_sizes, node),
                sizes_get(&a->retained_sizes, node));
  CHECK_INTEGER(node_distance(b, node), node_distance(a, node));
  CHECK_INTEGER(b->dominators[node], a->dominators[node]);
  CHECK_INTEGER(node_detachedness(b, node), node_detachedness(a, node));
  Location x = {}, y = {};
  CHECK_INTEGER(location_find(b, node, &y), location_find(a, node, &x));
  CHECK(x.script == y.script && x.line == y.line && x.column == y.column);
  check_edges(a, b, node, with_names);
  buffer_free(&p);
  buffer_free(&q);
}

static void check_same(const HeapGraph *a, const HeapGraph *b,
                       bool with_names) {
  REQUIRE(a->node_count == b->node_count && a->edge_count == b->edge_count);
  CHECK(a->root == b->root);
  CHECK_INTEGER(graph_total_size(b), graph_total_size(a));
  for (Node node = 0; node < a->node_count; node++)
    check_node(a, b, node, with_names);
}

static void check_written_again(const HeapGraph *graph) {
  Buffer error = {};
  HeapGraph again;
  CHECK(graph_write(graph, in_folder("out"), NULL, NULL, &error));
  open_written(&again);
  check_same(graph, &again, true);
  graph_close(&again);
  CHECK(!error.length);
  CHECK_INTEGER(count_files(), 1);
}

static void test_every_dialect_is_written_again(void) {
  for (u32 i = 0; i < DIALECT_COUNT; i++) {
    HeapGraph graph;
    open_dialect(&DIALECTS[i], &graph);
    check_written_again(&graph);
    graph_close(&graph);
  }
}

static void test_large_heaps(void) {
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  for (u32 i = 1; i < 200'000; i++)
    heap_node(&heap, i % 3 ? "object" : "string", i % 7 ? "A" : "B \\\"\\n",
              i * 37);
  for (u32 i = 0; i + 1 < 200'000; i++)
    heap_edge(&heap, i, "property", "next", i + 1);
  Buffer text = {};
  heap_write(&heap, &DIALECTS[2], &text);
  HeapGraph graph, again;
  Buffer error = {};
  open_text(&text, false, &graph);
  CHECK(graph_write(&graph, in_folder("out"), NULL, NULL, &error));
  open_written(&again);
  CHECK(graph.node_count == again.node_count);
  graph_load_ids(&graph);
  graph_load_ids(&again);
  CHECK(!memcmp(graph.ids, again.ids, graph.node_count * sizeof(u32)));
  CHECK(!memcmp(graph.retainers, again.retainers,
                graph.edge_count * sizeof(u32)));
  bool is_same = true;
  for (Node node = 0; node < graph.node_count; node++)
    is_same &= node_distance(&graph, node) == node_distance(&again, node);
  CHECK(is_same);
  CHECK_INTEGER(graph_total_size(&again), graph_total_size(&graph));
  graph_close(&again);
  graph_close(&graph);
  buffer_free(&text);
  heap_free(&heap);
}

static void test_roots_in_the_middle_and_unknown_kinds(void) {
  HeapText heap = {};
  heap_node(&heap, "new kind", "Thing", 8);
  heap_node(&heap, "synthetic", "", 0);
  heap_node(&heap, "object", "A", 4);
  heap_edge(&heap, 1, "new kind", "x", 0);
  heap_edge(&heap, 1, "property", "y", 2);
  Buffer text = {};
  Dialect dialect = DIALECTS[4];
  dialect.extra = ",\"root_index\":7";
  heap_write(&heap, &dialect, &text);
  HeapGraph graph;
  open_text(&text, false, &graph);
  CHECK_INTEGER(graph.root, 1);
  check_written_again(&graph);
  graph_close(&graph);
  buffer_free(&text);
  heap_free(&heap);
}

static void test_salvaged_heaps(void) {
  HeapText heap = heap_sample();
  Buffer text = {};
  heap_write(&heap, &DIALECTS[2], &text);
  static const char *const CUTS[] = {"\"edges\":[1,", "\"locations\":[",
                                     "\"strings\":[\"", "Session\""};
  for (u32 i = 0; i < ARRAY_COUNT(CUTS); i++) {
    HeapGraph graph;
    Buffer part = text;
    part.length = (size_t)(strstr(text.bytes, CUTS[i]) - text.bytes) + 9;
    open_text(&part, true, &graph);
    check_written_again(&graph);
    graph_close(&graph);
  }
  buffer_free(&text);
  heap_free(&heap);
}

static const char TIMELINE[] =
    "{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\","
    "\"self_size\",\"edge_count\",\"trace_node_id\"],\"node_types\":[["
    "\"synthetic\",\"object\"],\"string\",\"number\",\"number\",\"number\","
    "\"number\"],\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
    "\"edge_types\":[[\"property\"],\"string_or_number\",\"node\"]},"
    "\"node_count\":2,\"edge_count\":1,\"trace_function_count\":2},"
    "\"nodes\":[0,0,1,0,1,0,1,1,3,40,0,2],\"edges\":[0,2,6],"
    "\"trace_function_infos\":[0,0,0,0,0,0,5,3,4,9,1,2],\"trace_tree\":"
    "[1,0,0,0,[2,1,1,40,[]]],\"samples\":[0,3,1000,7],\"locations\":[],"
    "\"strings\":[\"\",\"Session\",\"session\",\"make\",\"file:///a.js\"]}";

static void test_allocation_timelines(void) {
  HeapGraph graph, again;
  Buffer text = {}, error = {};
  buffer_text(&text, TIMELINE);
  open_text(&text, false, &graph);
  CHECK(graph_redact(&graph, in_folder("out"), &error));
  open_written(&again);
  const SnapshotFile *file = &again.file;
  CHECK_INTEGER(file->trace_functions.count, 12);
  CHECK_INTEGER(file->samples.count, 4);
  CHECK_INTEGER(graph_node_field(&again, 1, file->meta.node.trace), 2);
  CHECK(!strncmp(file->trace_tree, "[1,0,0,0,[2,1,1,40,[]]]", 23));
  Buffer name = {};
  strings_append(&file->strings, 4, &name);
  CHECK_TEXT(name.bytes, "file:///a.js");
  buffer_free(&name);
  graph_close(&again);
  graph_close(&graph);
  buffer_free(&text);
}

/* ---- Secrets ------------------------------------------------------------- */

static void add_secrets(HeapText *heap) {
  heap_node(heap, "synthetic", "", 0);
  heap_node(heap, "object", "Account", 16);
  heap_node(heap, "object", "Object", 16);
  heap_node(heap, "object", "Object", 16);
  heap_node(heap, "string", "SECRET-1", 16);
  heap_node(heap, "concatenated string", "(concatenated string)", 16);
  heap_node(heap, "regexp", "SECRET-3", 16);
  heap_node(heap, "number", "heap number", 16);
  heap_node(heap, "number", "7771234", 16);
  heap_node(heap, "native", "<a href=\\\"SECRET-4\\\">", 16);
  heap_node(heap, "object", "Window / https://SECRET-5.com/", 16);
  heap_node(heap, "code", "file:///app/server.js", 16);
  heap_node(heap, "closure", "onLogin", 16);
  heap_node(heap, "object", "WeakMap", 16);
}

static HeapText secret_heap(void) {
  HeapText heap = {};
  add_secrets(&heap);
  heap_edge(&heap, 0, "property", "account", 1);
  for (u32 i = 2; i < heap.nodes.count; i++)
    heap_element(&heap, 0, "element", i, i);
  heap_edge(&heap, 1, "property", "password", 4);
  heap_edge(&heap, 1, "context", "accountCache", 4);
  heap_edge(&heap, 1, "property", "<symbol a b>", 4);
  heap_edge(&heap, 2, "property", "SECRET@6.com", 4);
  heap_edge(&heap, 2, "property", "userName", 4);
  for (u32 i = 0; i < 100; i++) {
    char key[32];
    snprintf(key, sizeof key, "SECRETkey%u", i);
    heap_edge(&heap, 3, "property", key, 4);
  }
  heap_edge(&heap, 5, "internal", "first", 4);
  heap_edge(&heap, 13, "internal",
            "4 / part of key (SECRET-7 (x) @9) -> value (SECRET-8 @7) pair in "
            "WeakMap (table @27)",
            4);
  return heap;
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "r");
  REQUIRE(file != NULL);
  char *bytes = base_allocate_zeroed(1 << 16);
  CHECK(fread(bytes, 1, (1 << 16) - 1, file) > 100);
  fclose(file);
  return bytes;
}

static void check_kept(const char *text) {
  static const char *const KEPT[] = {
      "\"Account\"",
      "\"password\"",
      "\"accountCache\"",
      "\"userName\"",
      "\"<symbol a b>\"",
      "\"onLogin\"",
      "\"file:///app/server.js\"",
      "\"<a>\"",
      "\"(concatenated string)\"",
      "\"heap number\"",
      "\"Window / https://#",
      "\"4 / part of key (# @9) -> value (# @7) pair"};
  for (u32 i = 0; i < ARRAY_COUNT(KEPT); i++)
    if (!CHECK(strstr(text, KEPT[i]) != NULL))
      fprintf(stderr, "  %s\n", KEPT[i]);
}

static void test_redaction(void) {
  HeapText heap = secret_heap();
  Buffer text = {}, error = {};
  heap_write(&heap, &DIALECTS[2], &text);
  HeapGraph graph, redacted;
  open_text(&text, false, &graph);
  CHECK(graph_redact(&graph, in_folder("out"), &error));
  char *written = read_file(in_folder("out"));
  CHECK(strstr(text.bytes, "SECRET") && !strstr(written, "SECRET"));
  CHECK(!strstr(written, "7771234"));
  check_kept(written);
  open_written(&redacted);
  check_same(&graph, &redacted, false);
  Buffer name = {};
  node_append_name(&redacted, 4, 100, &name);
  CHECK(name.bytes[0] == '#' && name.length == strlen("SECRET-1"));
  buffer_free(&name);
  graph_close(&redacted);
  graph_close(&graph);
  free(written);
  buffer_free(&text);
  heap_free(&heap);
}

static void test_redaction_of_every_dialect(void) {
  for (u32 i = 0; i < DIALECT_COUNT; i++) {
    HeapGraph graph, redacted;
    Buffer error = {};
    open_dialect(&DIALECTS[i], &graph);
    CHECK(graph_redact(&graph, in_folder("out"), &error));
    open_written(&redacted);
    check_same(&graph, &redacted, false);
    CHECK_TEXT(node_class(&redacted, SAMPLE_LARGE)->name, "Session");
    graph_close(&redacted);
    graph_close(&graph);
  }
}

/* ---- Places that refuse -------------------------------------------------- */

static void test_places_that_refuse(void) {
  HeapGraph graph;
  Buffer error = {};
  open_dialect(&DIALECTS[2], &graph);
  CHECK(!graph_write(&graph, "/nowhere/at/all", NULL, NULL, &error));
  CHECK(strstr(error.bytes, "/nowhere/at/all: cannot be written: No such"));
  buffer_clear(&error);
  CHECK(!graph_write(&graph, folder, NULL, NULL, &error));
  CHECK(strstr(error.bytes, "directory") != NULL);
  buffer_clear(&error);
  if (access("/dev/full", W_OK) == 0) {
    CHECK(!graph_write(&graph, "/dev/full", NULL, NULL, &error));
    CHECK(strstr(error.bytes, "No space left") != NULL);
    struct stat status;
    CHECK(stat("/dev/full", &status) == 0 && S_ISCHR(status.st_mode));
  }
  buffer_free(&error);
  graph_close(&graph);
}

/* A file may be written over itself: it is mapped still. */
static void test_a_file_is_replaced_by_itself(void) {
  HeapGraph graph, again, third;
  Buffer error = {};
  open_dialect(&DIALECTS[1], &graph);
  CHECK(graph_write(&graph, in_folder("out"), NULL, NULL, &error));
  open_written(&again);
  CHECK(graph_write(&again, in_folder("out"), NULL, NULL, &error));
  open_written(&third);
  check_same(&graph, &third, true);
  CHECK_INTEGER(count_files(), 1);
  graph_close(&graph);
  graph_close(&again);
  graph_close(&third);
}

int main(void) {
  setenv("GLASSHEAP_THREADS", "1", true);
  REQUIRE(mkdtemp(folder) != NULL);
  RUN(test_every_dialect_is_written_again);
  RUN(test_large_heaps);
  RUN(test_roots_in_the_middle_and_unknown_kinds);
  RUN(test_salvaged_heaps);
  RUN(test_allocation_timelines);
  RUN(test_redaction);
  RUN(test_redaction_of_every_dialect);
  RUN(test_places_that_refuse);
  RUN(test_a_file_is_replaced_by_itself);
  unlink(in_folder("out"));
  CHECK_INTEGER(rmdir(folder), 0);
  return check_finish();
}
