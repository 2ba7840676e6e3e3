/* fuzz_index.c - an index that somebody has forged: of a small snapshot, with
 * other bytes here and there and checksums that are right. It is refused, or
 * every question gets an answer or one line; nothing is read that is not there.
 *
 * The input is a list of changes of eight bytes each: where (32 bits, modulo
 * the length), and what stands there (32 bits). */
#define _GNU_SOURCE
#include "graph/answer.h"
#include "graph/index.h"
#include "tests/graph/heap_text.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Smaller snapshots have no index. */
constexpr size_t SNAPSHOT_BYTES = 17 << 20;
constexpr size_t CHANGE = 8;

static char folder[] = "/tmp/glassheap-fuzz-XXXXXX";
static char snapshot[64], cache[64], path[128];
static u8 *original; /* the index as it was written */
static size_t length;

static const struct {
  Answer answer;
  u32 least;
} ANSWERS[] = {
#define ANSWER(name, least, most, help) {answer_##name, least},
#include "graph/answers.def"
#undef ANSWER
};

static void write_file(const char *name, const void *bytes, size_t count) {
  FILE *file = fopen(name, "w");
  if (!file || fwrite(bytes, 1, count, file) != count || fclose(file)) abort();
}

/* The sample, with blanks at its end. */
static void write_snapshot(void) {
  HeapText heap = heap_sample();
  Buffer text = {};
  heap_write(&heap, &DIALECTS[1], &text);
  while (text.length < SNAPSHOT_BYTES)
    buffer_text(&text, "                                                    ");
  write_file(snapshot, text.bytes, text.length);
  heap_free(&heap);
  buffer_free(&text);
}

static void find_path(void) {
  DIR *entries = opendir(cache);
  for (struct dirent *entry; entries && (entry = readdir(entries));)
    if (*entry->d_name != '.')
      snprintf(path, sizeof path, "%s/%.50s", cache, entry->d_name);
  if (entries) closedir(entries);
}

static bool open_snapshot(HeapGraph *graph) {
  Buffer error = {};
  bool is_open = graph_open(snapshot, (GraphOptions){}, graph, &error);
  buffer_free(&error);
  return is_open;
}

static void read_original(void) {
  struct stat status;
  FILE *file = fopen(path, "r");
  if (!file || fstat(fileno(file), &status)) abort();
  length = (size_t)status.st_size;
  original = base_allocate(length);
  if (fread(original, 1, length, file) != length) abort();
  fclose(file);
}

static void prepare(void) {
  HeapGraph graph;
  setenv("GLASSHEAP_THREADS", "1", true);
  if (!mkdtemp(folder)) abort();
  snprintf(snapshot, sizeof snapshot, "%s/a.heapsnapshot", folder);
  snprintf(cache, sizeof cache, "%s/cache", folder);
  setenv("GLASSHEAP_CACHE", cache, true);
  write_snapshot();
  if (!open_snapshot(&graph)) abort();
  index_save(&graph);
  graph_close(&graph);
  find_path();
  read_original();
}

static void clean_up(void) {
  unlink(path);
  rmdir(cache);
  unlink(snapshot);
  rmdir(folder);
}

/* The index with the changes that the input says. */
static void forge(const u8 *data, size_t count) {
  HeapGraph graph = {};
  Buffer error = {};
  u8 *bytes = base_copy(original, length);
  for (; count >= CHANGE; data += CHANGE, count -= CHANGE) {
    u32 at;
    memcpy(&at, data, sizeof at);
    memcpy(bytes + at % (length - 4), data + 4, 4);
  }
  if (!snapshot_file_map(snapshot, &graph.file, &error)) abort();
  index_seal(bytes, length, &graph.file.mapping);
  snapshot_file_close(&graph.file);
  unlink(path);
  write_file(path, bytes, length);
  if (chmod(path, 0600)) abort();
  free(bytes);
}

static void ask(const HeapGraph *graph, Answer answer, u32 count,
                const json_t *params) {
  HeapGraph graphs[] = {*graph, *graph, *graph};
  Buffer error = {};
  json_t *json = answer(graphs, count, params, &error);
  if (json) free(json_dumps(json, JSON_COMPACT));
  json_decref(json);
  buffer_free(&error);
  for (u32 i = 0; i < 3; i++)
    if (graphs[i].story != graph->story) free(graphs[i].story);
}

static void ask_all(const HeapGraph *graph) {
  json_t *about_all = json_object();
  for (Node node = 0; node < graph->node_count; node += 3) {
    json_t *about_object =
        json_pack("{s:I}", "id", (json_int_t)graph_id(graph, node));
    for (u32 i = 0; i < ARRAY_COUNT(ANSWERS); i++)
      if (ANSWERS[i].least == 1)
        ask(graph, ANSWERS[i].answer, 1, node ? about_object : about_all);
    json_decref(about_object);
  }
  json_decref(about_all);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t count) {
  HeapGraph graph;
  if (!original) {
    prepare();
    atexit(clean_up);
  }
  forge(data, count);
  if (!open_snapshot(&graph)) abort(); /* the snapshot is sound */
  if (graph.index.bytes) ask_all(&graph);
  graph_close(&graph);
  return 0;
}
