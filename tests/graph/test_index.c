/* The index of a snapshot: it is what was saved, or it is not used. */
#define _GNU_SOURCE
#include "graph/analysis.h"
#include "graph/answer.h"
#include "graph/index.h"
#include "graph/index_guard.h"
#include "graph/kept.h"
#include "graph/orders.h"
#include "tests/check.h"
#include "tests/graph/heap_text.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Large enough to have an index at all. */
constexpr u32 OBJECTS = 220'000;

static char folder[] = "/tmp/glassheap-index-XXXXXX";
static char snapshot[64], cache[64];

/* ---- A snapshot ---------------------------------------------------------- */

/* A chain of objects with strings, every other one twice. */
static void write_snapshot(void) {
  HeapText heap = {};
  Buffer text = {}, name = {};
  u32 root = heap_node(&heap, "synthetic", "", 0);
  u32 window = heap_node(&heap, "object", "Window", 32);
  for (u32 i = 0; i < OBJECTS; i++) {
    buffer_clear(&name);
    buffer_format(&name, "a text that takes room, number %u of many", i / 2);
    heap_node(&heap, "object", "Session", 24);
    heap_node(&heap, "string", name.bytes, 64);
  }
  heap_edge(&heap, root, "shortcut", "window", window);
  heap_edge(&heap, window, "property", "first", 2);
  for (u32 i = 0; i < OBJECTS; i++) {
    u32 node = 2 + 2 * i;
    if (i + 1 < OBJECTS) heap_edge(&heap, node, "property", "next", node + 2);
    heap_edge(&heap, node, "property", "text", node + 1);
  }
  heap_write(&heap, &DIALECTS[2], &text);
  FILE *file = fopen(snapshot, "w");
  REQUIRE(file && fwrite(text.bytes, 1, text.length, file) == text.length);
  fclose(file);
  heap_free(&heap);
  buffer_free(&text);
  buffer_free(&name);
}

static void open_graph(HeapGraph *graph, bool is_brief) {
  Buffer error = {};
  GraphOptions options = {.is_brief = is_brief};
  REQUIRE(graph_open(snapshot, options, graph, &error));
}

/* One that has nothing to do with the index. */
static void open_computed(HeapGraph *graph) {
  setenv("GLASSHEAP_CACHE", "", true);
  open_graph(graph, false);
  orders_make(graph);
  kept_make(graph);
  setenv("GLASSHEAP_CACHE", cache, true);
}

/* Whether the index is taken; the graph is closed again. */
static bool is_loaded(bool is_brief) {
  HeapGraph graph = {};
  Buffer error = {};
  REQUIRE(snapshot_file_map(snapshot, &graph.file, &error));
  bool is_good = index_load(&graph, is_brief);
  graph_close(&graph);
  return is_good;
}

/* Where the tree of allocations begins in the file; -1: nowhere. */
static i64 trace_tree_at(const HeapGraph *graph) {
  const char *tree = graph->file.trace_tree;
  return tree ? tree - (const char *)graph->file.mapping.bytes : -1;
}

/* Whether what was put in order, and answered, for the index is the same. */
static bool are_lists_same(const HeapGraph *a, const HeapGraph *b) {
  const HeapLists *x = &a->lists, *y = &b->lists;
  const HeapKept *kept = &a->kept, *other = &b->kept;
  u64 nodes = a->node_count * sizeof(Node);
  return x->child_class_count == y->child_class_count &&
         kept->text_bytes == other->text_bytes &&
         kept->answer_count == other->answer_count &&
         !memcmp(x->members, y->members, nodes) &&
         !memcmp(x->children, y->children, nodes - sizeof(Node)) &&
         !memcmp(x->class_starts, y->class_starts,
                 (a->class_count + 1) * sizeof(u32)) &&
         !memcmp(x->id_zones, y->id_zones,
                 id_zones_of(a->node_count) * sizeof(IdZone)) &&
         !memcmp(kept->answers, other->answers,
                 kept->answer_count * sizeof *kept->answers) &&
         !memcmp(kept->text, other->text, kept->text_bytes);
}

static bool is_same(const HeapGraph *a, const HeapGraph *b) {
  bool is_same =
      a->node_count == b->node_count && a->edge_count == b->edge_count &&
      a->root == b->root && a->class_count == b->class_count &&
      a->duplicate_count == b->duplicate_count && a->wasted == b->wasted &&
      trace_tree_at(a) >= 0 && trace_tree_at(a) == trace_tree_at(b);
  is_same = is_same && are_lists_same(a, b);
  is_same = is_same &&
            !memcmp(a->retainers, b->retainers, a->edge_count * sizeof(u32));
  is_same = is_same && !memcmp(a->duplicates, b->duplicates,
                               a->duplicate_count * sizeof *a->duplicates);
  for (u32 i = 0; is_same && i < a->file.strings.count; i += 10) {
    RawString x = strings_raw(&a->file.strings, i);
    RawString y = strings_raw(&b->file.strings, i);
    is_same = x.length == y.length && !memcmp(x.text, y.text, x.length);
  }
  for (Node node = 0; is_same && node < a->node_count; node++)
    is_same &=
        a->ids[node] == b->ids[node] &&
        a->node_flags[node] == b->node_flags[node] &&
        a->dominators[node] == b->dominators[node] &&
        a->classes[node] == b->classes[node] &&
        node_distance(a, node) == node_distance(b, node) &&
        node_edges_start(a, node) == node_edges_start(b, node) &&
        node_retainers_start(a, node) == node_retainers_start(b, node) &&
        sizes_get(&a->self_sizes, node) == sizes_get(&b->self_sizes, node) &&
        sizes_get(&a->retained_sizes, node) ==
            sizes_get(&b->retained_sizes, node) &&
        graph_name(a, node) == graph_name(b, node);
  return is_same;
}

/* ---- Its index ----------------------------------------------------------- */

/* The path of the only file in the cache; how many there are. */
static u32 find_index(Buffer *path) {
  u32 count = 0;
  DIR *entries = opendir(cache);
  REQUIRE(entries != NULL);
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (entry->d_name[0] == '.') continue;
    count++;
    buffer_clear(path);
    buffer_format(path, "%s/%s", cache, entry->d_name);
  }
  closedir(entries);
  return count;
}

static Buffer path = {};

static void save(void) {
  HeapGraph graph;
  open_graph(&graph, false);
  index_save(&graph);
  graph_close(&graph);
  REQUIRE(find_index(&path) == 1);
}

static off_t index_bytes(void) {
  struct stat status;
  /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker) */
  REQUIRE(!stat(path.bytes, &status));
  return status.st_size;
}

/* Changes a byte; the same again is what was. */
static void change_byte(off_t at) {
  u8 byte;
  int file = open(path.bytes, O_RDWR);
  REQUIRE(file >= 0 && pread(file, &byte, 1, at) == 1);
  byte ^= 0x10;
  REQUIRE(pwrite(file, &byte, 1, at) == 1);
  close(file);
}

static void test_what_was_saved_is_read(void) {
  HeapGraph computed, loaded;
  open_graph(&computed, false);
  CHECK(!computed.index.bytes);
  index_save(&computed);
  CHECK_INTEGER(find_index(&path), 1);
  for (u32 is_brief = 0; is_brief < 2; is_brief++) {
    open_graph(&loaded, is_brief);
    CHECK(loaded.index.bytes != NULL);
    CHECK_INTEGER(loaded.index.guard->closed != NULL, is_brief);
    CHECK(is_same(&computed, &loaded));
    graph_close(&loaded);
  }
  graph_close(&computed);
}

/* The columns first, and the lists by a graph that has them from there. */
static void test_columns_alone(void) {
  HeapGraph computed, loaded;
  open_graph(&computed, false);
  CHECK(index_is_wanted(&computed) && index_save_columns(&computed));
  open_graph(&loaded, false);
  CHECK(loaded.index.bytes && !orders_are_kept(&loaded));
  CHECK(!loaded.lists.has_emitters && !loaded.lists.collection_sums);
  CHECK(index_is_wanted(&loaded) && index_save(&loaded));
  graph_close(&loaded);
  open_graph(&loaded, false);
  CHECK(loaded.index.bytes && orders_are_kept(&loaded));
  CHECK(!index_is_wanted(&loaded) && !index_save(&loaded));
  CHECK(index_save(&computed));
  CHECK(is_same(&computed, &loaded));
  graph_close(&loaded);
  graph_close(&computed);
  CHECK_INTEGER(find_index(&path), 1);
  if (path.bytes) unlink(path.bytes);
}

/* ---- Answers with and without it ----------------------------------------- */

typedef struct Ask {
  Answer answer;
  const char *params;
} Ask;

static const Ask ASKS[] = {
    {answer_objects, "{\"class\": \"Session\", \"offset\": 150000}"},
    {answer_objects, "{\"class\": \"Session\", \"offset\": 219990}"},
    {answer_objects, "{\"class\": \"Window\"}"},
    {answer_dominators, "{}"},
    {answer_dominators, "{\"depth\": 4}"},
    {answer_dominators, "{\"id\": 5}"},
    {answer_object, "{\"id\": 300001}"},
    {answer_retainers, "{\"id\": 300001}"},
    {answer_why, "{\"id\": 1001}"},
    {answer_retainers, "{\"id\": 1, \"limit\": 3}"},
    {answer_summary, "{\"by\": \"location\", \"sort\": \"count\"}"},
    {answer_summary, "{\"by\": \"shape\"}"},
    {answer_closures, "{}"},
    {answer_listeners, "{\"offset\": 1}"},
    {answer_timers, "{}"},
    {answer_detached, "{}"},
    {answer_globals, "{}"},
    {answer_leaks, "{\"limit\": 1}"},
    {answer_collections, "{\"sort\": \"waste\"}"},
};

/* The text of an answer, or of the line instead. */
static char *ask(const HeapGraph *graph, const Ask *question) {
  Buffer error = {};
  json_t *params = json_loads(question->params, 0, NULL);
  json_t *json = question->answer(graph, 1, params, &error);
  char *text = json ? json_dumps(json, 0) : buffer_take(&error);
  json_decref(json);
  json_decref(params);
  buffer_free(&error);
  return text;
}

static void test_answers_are_the_same(void) {
  HeapGraph computed, loaded;
  setenv("GLASSHEAP_CACHE", "", true);
  open_graph(&computed, false);
  setenv("GLASSHEAP_CACHE", cache, true);
  open_graph(&loaded, true);
  REQUIRE(orders_are_kept(&loaded) && !orders_are_kept(&computed));
  for (u32 i = 0; i < ARRAY_COUNT(ASKS); i++) {
    char *x = ask(&computed, &ASKS[i]), *y = ask(&loaded, &ASKS[i]);
    CHECK_TEXT(y, x);
    free(x);
    free(y);
  }
  graph_close(&loaded);
  graph_close(&computed);
}

static void test_a_wrong_byte_anywhere(void) {
  off_t bytes = index_bytes();
  u32 taken = 0;
  for (off_t at = 0; at < bytes; at += at < 1'000 ? 7 : bytes / 150) {
    change_byte(at);
    /* between the parts there are bytes that mean nothing */
    taken += is_loaded(false);
    change_byte(at);
  }
  CHECK(taken <= 20);
  CHECK(is_loaded(false));
}

static void test_a_part_of_it(void) {
  off_t bytes = index_bytes();
  Buffer whole = {};
  buffer_format(&whole, "%s.whole", path.bytes);
  for (u32 i = 0; i < 9; i++) {
    REQUIRE(!rename(path.bytes, whole.bytes));
    int in = open(whole.bytes, O_RDONLY),
        out = open(path.bytes, O_CREAT | O_RDWR, 0600);
    char *copy = malloc((size_t)bytes);
    REQUIRE(read(in, copy, (size_t)bytes) == bytes);
    REQUIRE(write(out, copy, (size_t)bytes * i / 9) >= 0);
    free(copy);
    close(in);
    close(out);
    CHECK(!is_loaded(false));
    CHECK(!is_loaded(true));
    REQUIRE(!rename(whole.bytes, path.bytes));
  }
  buffer_free(&whole);
  CHECK(is_loaded(true));
}

/* What a brief look finds wrong is never an answer: the process ends, and the
 * index is gone. */
static void test_a_brief_look_at_a_wrong_block(void) {
  HeapGraph computed;
  open_computed(&computed);
  off_t bytes = index_bytes();
  for (off_t at = bytes / 7; at < bytes; at += bytes / 7) {
    change_byte(at);
    pid_t child = fork();
    if (child == 0) {
      HeapGraph graph;
      close(STDERR_FILENO);
      open_graph(&graph, true);
      _exit(is_same(&computed, &graph) ? 0 : 1);
    }
    int status;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4);
    CHECK_INTEGER(find_index(&path), 0);
    index_save(&computed);
  }
  graph_close(&computed);
}

/* ---- Forged, and cut off ------------------------------------------------- */

/* The whole index, mapped to be changed. */
static u8 *map_index(size_t *length) {
  *length = (size_t)index_bytes();
  int file = open(path.bytes, O_RDWR);
  void *bytes =
      mmap(NULL, *length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  REQUIRE(file >= 0 && bytes != MAP_FAILED);
  close(file);
  return bytes;
}

/* What a brief look ends with, in a process of its own: 4 is "removed". */
static int look_at_all(const HeapGraph *computed, bool is_brief, off_t cut_to) {
  pid_t child = fork();
  if (child == 0) {
    HeapGraph graph;
    close(STDERR_FILENO);
    open_graph(&graph, is_brief);
    if (cut_to && truncate(path.bytes, cut_to)) _exit(9);
    _exit(is_same(computed, &graph) ? 0 : 1);
  }
  int status;
  REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status));
  return WEXITSTATUS(status);
}

/* Numbers that lead beside the arrays, under checksums that are right. */
static void test_a_forged_index(void) {
  HeapGraph computed;
  open_computed(&computed);
  for (u32 i = 0; i < 60; i++) {
    size_t length;
    u8 *bytes = map_index(&length), before[8];
    u8 *at = bytes + 8'192 + (length - 8'300) / 60 * i / 8 * 8;
    memcpy(before, at, sizeof before);
    memset(at, 0xf7, sizeof before);
    index_seal(bytes, length, &computed.file.mapping);
    /* it is refused, or there are other numbers and nothing worse */
    int status = look_at_all(&computed, true, 0);
    CHECK(status == 4 || status == 1 || status == 0);
    if (status == 4) {
      CHECK(!is_loaded(false));
      index_save(&computed);
    } else {
      memcpy(at, before, sizeof before);
      index_seal(bytes, length, &computed.file.mapping);
    }
    munmap(bytes, length);
  }
  CHECK(is_loaded(false));
  graph_close(&computed);
}

static void test_retainers_are_places(void) {
  HeapGraph computed, loaded;
  size_t length;
  open_computed(&computed);
  open_graph(&loaded, false);
  REQUIRE(loaded.index.bytes != NULL);
  size_t at = (size_t)((u8 *)loaded.retainers - loaded.index.bytes);
  graph_close(&loaded);
  u8 *bytes = map_index(&length);
  memset(bytes + at + 400, 0xff, 4);
  index_seal(bytes, length, &computed.file.mapping);
  munmap(bytes, length);
  CHECK(!is_loaded(false));
  CHECK_INTEGER(look_at_all(&computed, true, 0), 4);
  CHECK_INTEGER(find_index(&path), 0);
  index_save(&computed);
  graph_close(&computed);
}

static void test_cut_off_while_it_is_mapped(void) {
  HeapGraph computed;
  open_computed(&computed);
  for (u32 is_brief = 0; is_brief < 2; is_brief++) {
    REQUIRE(find_index(&path) == 1);
    CHECK_INTEGER(look_at_all(&computed, is_brief, 4'096), 4);
    CHECK_INTEGER(find_index(&path), 0);
    index_save(&computed);
  }
  CHECK(is_loaded(true));
  graph_close(&computed);
}

static void test_another_snapshot(void) {
  CHECK(is_loaded(false));
  struct timespec times[2] = {{.tv_sec = 1'000'000'000}, {.tv_sec = 1}};
  REQUIRE(!utimensat(AT_FDCWD, snapshot, times, 0));
  CHECK(!is_loaded(false));
  CHECK(!is_loaded(true));
  save();
  CHECK(is_loaded(true));
}

/* ---- Where there is no room for one -------------------------------------- */

static void check_nothing_is_left(const HeapGraph *graph) {
  index_save(graph);
  CHECK_INTEGER(find_index(&path), 0);
}

static void test_places_that_refuse(void) {
  HeapGraph graph;
  open_computed(&graph);
  REQUIRE(find_index(&path) == 1 && !unlink(path.bytes));
  /* a disk that is full: no file may be as large */
  signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit, small = {1 << 20, RLIM_INFINITY};
  getrlimit(RLIMIT_FSIZE, &limit);
  small.rlim_max = limit.rlim_max;
  setrlimit(RLIMIT_FSIZE, &small);
  check_nothing_is_left(&graph);
  setrlimit(RLIMIT_FSIZE, &limit);
  /* a folder that others can write to, and a file in its place */
  REQUIRE(!chmod(cache, 0777));
  check_nothing_is_left(&graph);
  REQUIRE(!chmod(cache, 0700));
  setenv("GLASSHEAP_CACHE", snapshot, true);
  check_nothing_is_left(&graph);
  setenv("GLASSHEAP_CACHE", "/proc/nothing/here", true);
  check_nothing_is_left(&graph);
  setenv("GLASSHEAP_CACHE", cache, true);
  index_save(&graph);
  CHECK_INTEGER(find_index(&path), 1);
  graph_close(&graph);
}

int main(void) {
  REQUIRE(mkdtemp(folder) != NULL);
  snprintf(snapshot, sizeof snapshot, "%s/a.heapsnapshot", folder);
  snprintf(cache, sizeof cache, "%s/cache", folder);
  setenv("GLASSHEAP_CACHE", cache, true);
  write_snapshot();
  RUN(test_columns_alone);
  RUN(test_what_was_saved_is_read);
  RUN(test_answers_are_the_same);
  RUN(test_a_wrong_byte_anywhere);
  RUN(test_a_part_of_it);
  RUN(test_a_brief_look_at_a_wrong_block);
  RUN(test_a_forged_index);
  RUN(test_retainers_are_places);
  RUN(test_cut_off_while_it_is_mapped);
  RUN(test_another_snapshot);
  RUN(test_places_that_refuse);
  unlink(path.bytes);
  rmdir(cache);
  unlink(snapshot);
  CHECK_INTEGER(rmdir(folder), 0);
  buffer_free(&path);
  return check_finish();
}
