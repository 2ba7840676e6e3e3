/* heap.c - the commands about heap snapshots: open, ask, print. */
#define _GNU_SOURCE
#include "cli/heap.h"

#include "base/vector.h"
#include "cli/cli.h"
#include "graph/answer.h"
#include "graph/index_aside.h"
#include "graph/index_guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* More areas than these are too small for their names. */
constexpr json_int_t TREEMAP_LIMIT = 50;

/* What follows the file on the command line. */
typedef enum Takes : u8 {
  TAKES_NOTHING,
  TAKES_OBJECT,       /* @ID */
  TAKES_MAYBE_OBJECT, /* @ID or nothing */
  TAKES_CLASS,
  TAKES_OBJECT_OR_CLASS,
  TAKES_SNAPSHOTS, /* more of them */
} Takes;

/* A command for each answer, of the same name. */
static const struct {
  Answer answer;
  HeapPrinter print;
  u32 least, most; /* of snapshots */
} commands[COMMAND_COUNT] = {
#define ANSWER(name, least, most, help)                                        \
  [COMMAND_##name] = {answer_##name, heap_print_##name, least, most},
#include "graph/answers.def"
#undef ANSWER
};

static const Takes takes_of[COMMAND_COUNT] = {
    [COMMAND_objects] = TAKES_CLASS,
    [COMMAND_dominators] = TAKES_MAYBE_OBJECT,
    [COMMAND_object] = TAKES_OBJECT,
    [COMMAND_retainers] = TAKES_OBJECT,
    [COMMAND_why] = TAKES_OBJECT_OR_CLASS,
    [COMMAND_diff] = TAKES_SNAPSHOTS,
    [COMMAND_leaks] = TAKES_SNAPSHOTS,
};

/* ---- What is asked ---------------------------------------------------------
 */

/* "@123" or "123". */
static bool read_id(const char *word, u64 *id) {
  return cli_number(*word == '@' ? word + 1 : word, UINT32_MAX, id);
}

static int check_count(const Invocation *invocation) {
  u32 count = 1 + invocation->argument_count;
  u32 least = commands[invocation->command].least;
  u32 most = commands[invocation->command].most;
  if (count >= least && count <= most) return EXIT_STATUS_OK;
  return cli_fail(EXIT_STATUS_USAGE, "from %u to %u snapshots, not %u", least,
                  most, count);
}

/* A command that has to be told about what, and was not. */
static int ask_for_subject(Takes takes) {
  if (takes == TAKES_NOTHING || takes == TAKES_MAYBE_OBJECT)
    return EXIT_STATUS_OK;
  if (takes == TAKES_CLASS)
    return cli_fail(EXIT_STATUS_USAGE, "of which constructor? `glassheap "
                                       "summary FILE` lists them");
  return cli_fail(EXIT_STATUS_USAGE,
                  "which object? Give its id, as @123; `glassheap dominators "
                  "FILE` lists the largest");
}

int heap_check_output(const char *input, const char *output) {
  struct stat in, out;
  if (stat(input, &in) || stat(output, &out) || in.st_dev != out.st_dev ||
      in.st_ino != out.st_ino)
    return EXIT_STATUS_OK;
  return cli_fail(EXIT_STATUS_USAGE,
                  "%s is the snapshot itself: write to another file", output);
}

static int read_subject(const Invocation *invocation, json_t *params) {
  Takes takes = takes_of[invocation->command];
  u32 count = invocation->argument_count;
  const char *word = count ? invocation->arguments[0] : NULL;
  bool may_be_class = takes == TAKES_CLASS || takes == TAKES_OBJECT_OR_CLASS;
  u64 id;
  if (takes == TAKES_SNAPSHOTS) return check_count(invocation);
  if (count > (takes != TAKES_NOTHING))
    return cli_fail(EXIT_STATUS_USAGE, "what is \"%s\"?",
                    invocation->arguments[count - 1]);
  if (!word) return ask_for_subject(takes);
  if (takes != TAKES_CLASS && read_id(word, &id))
    json_object_set_new(params, "id", json_integer((json_int_t)id));
  else if (may_be_class && (takes == TAKES_CLASS || *word != '@'))
    json_object_set_new(params, "class", answer_text(word, strlen(word)));
  else
    return cli_fail(EXIT_STATUS_USAGE,
                    "an object is named by its id, as @123, not %s", word);
  return EXIT_STATUS_OK;
}

static int read_number(const Invocation *invocation, OptionName option,
                       const char *name, json_t *params) {
  const char *text = invocation->options[option];
  u64 number;
  if (!text) return EXIT_STATUS_OK;
  if (!cli_number(text, INT32_MAX, &number))
    return cli_fail(EXIT_STATUS_USAGE, "--%s wants a whole number, not %s",
                    name, text);
  json_object_set_new(params, name, json_integer((json_int_t)number));
  return EXIT_STATUS_OK;
}

static void read_text(const Invocation *invocation, OptionName option,
                      const char *name, json_t *params) {
  const char *text = invocation->options[option];
  if (text) json_object_set_new(params, name, answer_text(text, strlen(text)));
}

static int read_params(const Invocation *invocation, json_t *params) {
  int status = read_subject(invocation, params);
  if (!status) status = read_number(invocation, OPTION_limit, "limit", params);
  if (!status)
    status = read_number(invocation, OPTION_offset, "offset", params);
  if (!status) status = read_number(invocation, OPTION_depth, "depth", params);
  if (invocation->options[OPTION_treemap] && !invocation->options[OPTION_limit])
    json_object_set_new(params, "limit", json_integer(TREEMAP_LIMIT));
  read_text(invocation, OPTION_sort, "sort", params);
  read_text(invocation, OPTION_by, "by", params);
  read_text(invocation, OPTION_filter, "filter", params);
  return status;
}

/* ---- What is answered
 * -------------------------------------------------------- */

/* On a terminal, the stage that takes the time is told and wiped out again. */
static void show_stage(void *context, const char *stage) {
  const char *path = context;
  fprintf(stderr, "\r\x1b[K%s: %s \u2026", path, stage);
  fflush(stderr);
}

/* Whoever waits at a terminal; a pager or filter behind a pipe draws there
 * itself. */
static bool wants_progress(void) {
  const char *term = getenv("TERM");
  struct stat status;
  return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") &&
         !(fstat(STDOUT_FILENO, &status) == 0 && S_ISFIFO(status.st_mode));
}

int heap_open_graph(const Invocation *invocation, const char *path,
                    HeapGraph *graph) {
  Buffer error = {};
  bool tells = wants_progress();
  GraphOptions options = {
      .snapshot.salvage = invocation->options[OPTION_salvage] != NULL,
      .progress = tells ? show_stage : NULL,
      .progress_context = (void *)path,
      .is_brief = true,
  };
  index_guard_recover(index_guard_begin_again);
  bool is_open = graph_open(path, options, graph, &error);
  if (tells) fputs("\r\x1b[K", stderr);
  if (!is_open) cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  buffer_free(&error);
  return is_open ? EXIT_STATUS_OK : EXIT_STATUS_INPUT;
}

static void print_answer(const Invocation *invocation, json_t *answer) {
  Buffer text = {};
  if (invocation->options[OPTION_json]) {
    char *json = json_dumps(answer, JSON_INDENT(1));
    buffer_text(&text, json);
    buffer_byte(&text, '\n');
    free(json);
  } else {
    Ink ink = {.style = picture_style(STDOUT_FILENO), .out = &text};
    HeapPrinter print = commands[invocation->command].print;
    if (invocation->options[OPTION_treemap]) print = heap_print_treemap;
    print(&ink, answer);
  }
  fwrite(text.bytes, 1, text.length, stdout);
  buffer_free(&text);
}

/* A treemap of the whole heap begins where it branches: while one child has
 * nearly all, it is asked about that. */
static json_t *descend(const HeapGraph *graph, json_t *answer, json_t *params,
                       Buffer *error) {
  constexpr i64 STEPS_MAX = 16;
  for (i64 step = 0; answer && step < STEPS_MAX; step++) {
    json_t *child = json_array_get(json_object_get(answer, "children"), 0);
    i64 part = number_of(child, "retained");
    if (!child || part * 4 < number_of(answer, "retained") * 3) break;
    json_object_set(params, "id", json_object_get(child, "id"));
    json_decref(answer);
    answer = answer_dominators(graph, 1, params, error);
  }
  return answer;
}

static int ask(const Invocation *invocation, const HeapGraph *graphs, u32 count,
               json_t *params) {
  Buffer error = {};
  json_t *answer =
      commands[invocation->command].answer(graphs, count, params, &error);
  if (invocation->options[OPTION_treemap] && !json_object_get(params, "id"))
    answer = descend(graphs, answer, params, &error);
  int status = EXIT_STATUS_OK;
  if (answer)
    print_answer(invocation, answer);
  else
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  json_decref(answer);
  buffer_free(&error);
  return status;
}

/* The file of the command line and, for some commands, those after it; how
 * many are open. */
static int open_all(const Invocation *invocation, HeapGraph *graphs,
                    u32 *count) {
  bool is_several = takes_of[invocation->command] == TAKES_SNAPSHOTS;
  u32 wanted = is_several ? 1 + invocation->argument_count : 1;
  int status = EXIT_STATUS_OK;
  for (*count = 0; *count < wanted && !status; *count += !status) {
    const char *path =
        *count ? invocation->arguments[*count - 1] : invocation->file;
    status = heap_open_graph(invocation, path, &graphs[*count]);
  }
  return status;
}

int command_heap(const Invocation *invocation) {
  static HeapGraph graphs[SNAPSHOTS_MAX];
  json_t *params = json_object();
  u32 count = 0;
  int status = read_params(invocation, params);
  if (!status) status = open_all(invocation, graphs, &count);
  if (!status) status = ask(invocation, graphs, count, params);
  fflush(stdout);
  for (u32 i = 0; i < count; i++) {
    index_save_aside(&graphs[i]);
    graph_close(&graphs[i]);
  }
  json_decref(params);
  return status;
}
