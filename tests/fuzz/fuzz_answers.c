/* fuzz_answers.c - any bytes as a heap snapshot, of which every question is
 * asked: each gives an answer that can be printed, or one line that says why
 * not.
 *
 * The last bytes choose which object and which class is asked about, so that
 * they are found by changing them. */
#define _GNU_SOURCE
#include "graph/answer.h"
#include "graph/lists.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const struct {
  Answer answer;
  u32 least, most;
} ANSWERS[] = {
#define ANSWER(name, least, most, help) {answer_##name, least, most},
#include "graph/answers.def"
#undef ANSWER
};

static void ask(const HeapGraph *graphs, u32 count, Answer answer,
                const json_t *params) {
  Buffer error = {};
  json_t *json = answer(graphs, count, params, &error);
  if (json)
    free(json_dumps(json, JSON_COMPACT));
  else if (!error.length || strpbrk(error.bytes, "\r\n"))
    abort();
  json_decref(json);
  buffer_free(&error);
}

/* How `summary` may group: every way, and one that there is not. */
static void ask_groups(const HeapGraph *graphs) {
  static const char *const WAYS[] = {
#define GROUP_BY(name, title, help) #name,
#include "graph/groups.def"
#undef GROUP_BY
      "nothing"};
  for (u32 i = 0; i < ARRAY_COUNT(WAYS); i++) {
    json_t *params = json_pack("{s:s}", "by", WAYS[i]);
    ask(graphs, 1, answer_summary, params);
    json_decref(params);
  }
}

static void ask_all(const HeapGraph *graph, u32 choice) {
  /* made here, they belong to the graph, and not to the copies of it */
  lists_emitters(graph);
  lists_collections(graph);
  graph_load_ids(graph);
  HeapGraph graphs[] = {*graph, *graph, *graph};
  Node node = choice % graph->node_count;
  const char *class = graph->class_table[graph->classes[node]].name;
  json_t *about_class = json_pack("{s:s%}", "class", class, strlen(class));
  json_t *about_object = json_pack(
      "{s:I, s:I, s:I}", "id", (json_int_t)graph_id(graph, node), "limit",
      (json_int_t)(choice % 7), "offset", (json_int_t)(choice % 3));
  json_t *about_all = json_object();
  for (u32 i = 0; i < ARRAY_COUNT(ANSWERS); i++) {
    u32 most = ANSWERS[i].most < 3 ? ANSWERS[i].most : 3;
    ask(graphs, ANSWERS[i].least, ANSWERS[i].answer, about_all);
    ask(graphs, most, ANSWERS[i].answer, about_object);
    if (about_class) ask(graphs, most, ANSWERS[i].answer, about_class);
  }
  ask_groups(graphs);
  free(graphs[0].story); /* which the first page leaves */
  json_decref(about_class);
  json_decref(about_object);
  json_decref(about_all);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  setenv("GLASSHEAP_THREADS", "1", true);
  int file = memfd_create("fuzz", MFD_CLOEXEC);
  if (file < 0 || (length && write(file, data, length) != (ssize_t)length))
    abort();
  Buffer path = {}, error = {};
  buffer_format(&path, "/proc/self/fd/%d", file);
  HeapGraph graph;
  GraphOptions options = {
      .snapshot = {.salvage = length && data[length - 1] == ' '}};
  if (graph_open(path.bytes, options, &graph, &error)) {
    u32 choice = 0;
    for (size_t i = length < 3 ? 0 : length - 3; i < length; i++)
      choice = choice << 8 | data[i];
    ask_all(&graph, choice);
    graph_close(&graph);
  }
  buffer_free(&error);
  buffer_free(&path);
  close(file);
  return 0;
}
