/* judge.c - cases: a file and a process. */
#define _GNU_SOURCE /* for uv.h */
#include "server/judge.h"

#include "server/scratch.h"
#include "server/tool.h"

#include <stdio.h>
#include <stdlib.h>

constexpr u32 RUNNING_MAX = 2;
constexpr u32 WAITING_MAX = 256;
constexpr u64 CASE_MS_MAX = 20'000;
/* Of `glassheap grow`: those that it always gets, and the last, NULL. */
constexpr u32 WORDS_ALWAYS = 9, WORDS_MAX = WORDS_ALWAYS + 5;

typedef struct JudgeCase {
  Judge *judge;
  JudgeReply *reply; /* NULL: nobody waits */
  void *context;
  char *name, *source, *call, *cut;
  size_t length;
  bool is_browser;
  u32 rounds, iterations;
  Scratch scratch;
  Tool *tool; /* while it is measured */
} JudgeCase;

static void begin_cases(Judge *judge);

/* ---- The end ------------------------------------------------------------ */

static void case_free(JudgeCase *item) {
  scratch_close(&item->scratch);
  free(item->name);
  free(item->source);
  free(item->call);
  free(item->cut);
  free(item);
}

static void remove_case(JudgeCase *item) {
  Judge *judge = item->judge;
  vector_drop(&judge->running, item);
}

static void answer(const JudgeCase *item, const Tool *tool) {
  Buffer error = {};
  json_t *report =
      tool->output.length && !tool->is_late
          ? json_loadb(tool->output.bytes, tool->output.length, 0, NULL)
          : NULL;
  if (tool->is_late)
    buffer_text(&error, "the program takes longer than 20 seconds");
  else if (!report)
    tool_complaint(tool, item->scratch.path, &error);
  item->reply(item->context, report,
              error.length ? error.bytes : "the judge ended unexpectedly");
  buffer_free(&error);
}

static bool is_late(const Judge *judge, const void *context) {
  for (u32 i = 0; i < judge->late.count; i++)
    if (judge->late.items[i] == context) return true;
  return false;
}

static void note_late(Judge *judge, void *context, bool late) {
  vector_drop(&judge->late, context);
  if (late) vector_push(&judge->late, context);
}

static void on_done(void *context, Tool *tool) {
  JudgeCase *item = context;
  Judge *judge = item->judge;
  if (item->reply) {
    answer(item, tool);
    note_late(judge, item->context, tool->is_late);
  }
  remove_case(item);
  case_free(item);
  begin_cases(judge);
}

/* ---- The beginning ------------------------------------------------------ */

static void set_number(char text[16], u32 number, u32 otherwise) {
  snprintf(text, 16, "%u", number ? number : otherwise);
}

static void add_word(const char *words[WORDS_MAX], u32 *count,
                     const char *option, const char *value) {
  if (!value) return;
  words[(*count)++] = option;
  words[(*count)++] = value;
}

static void begin_case(JudgeCase *item) {
  char rounds[16], iterations[16];
  set_number(rounds, item->rounds, 8);
  set_number(iterations, item->iterations, 10);
  vector_push(&item->judge->running, item);
  /* without a file, the process has the error to tell */
  if (scratch_open(&item->scratch))
    scratch_write(&item->scratch, item->name, item->source, item->length);
  char *file = scratch_path(&item->scratch, item->name);
  const char *words[WORDS_MAX] = {"grow",
                                  "--json",
                                  "--host",
                                  item->is_browser ? "browser" : "node",
                                  "--rounds",
                                  rounds,
                                  "--iterations",
                                  iterations,
                                  file};
  u32 count = WORDS_ALWAYS;
  add_word(words, &count, "--call", item->call);
  add_word(words, &count, "--cut", item->cut);
  item->tool = tool_start(item->judge->loop, &(ToolOptions){
                                                 .words = words,
                                                 .ms_max = CASE_MS_MAX,
                                                 .done = on_done,
                                                 .context = item,
                                             });
  free(file);
}

/* Which of those that wait is next, or how many wait: nobody now. */
static u32 choose_next(const Judge *judge) {
  u32 count = judge->waiting.count;
  for (u32 i = 0; i < count; i++)
    if (!is_late(judge, judge->waiting.items[i]->context)) return i;
  for (u32 i = 0; i < judge->running.count; i++)
    if (is_late(judge, judge->running.items[i]->context)) return count;
  return 0;
}

static void begin_cases(Judge *judge) {
  while (judge->running.count < RUNNING_MAX) {
    u32 next = choose_next(judge);
    if (next == judge->waiting.count) return;
    JudgeCase *item = judge->waiting.items[next];
    vector_remove(&judge->waiting, next);
    begin_case(item);
  }
}

/* ---- Asking ------------------------------------------------------------- */

static char *copy_text(const char *text) {
  return text ? base_copy(text, strlen(text) + 1) : NULL;
}

void judge_ask(Judge *judge, const JudgeAsked *asked, JudgeReply *reply,
               void *context) {
  if (judge->waiting.count == WAITING_MAX) {
    reply(context, NULL, "too many programs wait to be judged: try again soon");
    return;
  }
  JudgeCase *item = base_allocate_zeroed(sizeof *item);
  *item = (JudgeCase){
      .judge = judge,
      .reply = reply,
      .context = context,
      .name = copy_text(asked->name),
      .source = base_copy(asked->source, asked->length + 1),
      .call = copy_text(asked->call),
      .cut = copy_text(asked->cut),
      .length = asked->length,
      .is_browser = asked->is_browser,
      .rounds = asked->rounds,
      .iterations = asked->iterations,
  };
  vector_push(&judge->waiting, item);
  begin_cases(judge);
}

void judge_forget(Judge *judge, void *context) {
  u32 kept = 0;
  vector_drop(&judge->late, context);
  for (u32 i = 0; i < judge->waiting.count; i++) {
    JudgeCase *item = judge->waiting.items[i];
    if (item->context == context)
      case_free(item);
    else
      judge->waiting.items[kept++] = item;
  }
  judge->waiting.count = kept;
  for (u32 i = 0; i < judge->running.count; i++) {
    JudgeCase *item = judge->running.items[i];
    if (item->context != context) continue;
    item->reply = NULL;
    tool_end(item->tool);
  }
}
