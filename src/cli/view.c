/* view.c - running to a moment and describing it. */
#include "cli/view.h"

#include "protocol/protocol.h"
#include "watch/describe.h"
#include "watch/room.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct View {
  Target target;
  json_t *json; /* what was seen, or NULL */
  Moment met;   /* where the run was when it was clear that it will not be */
  bool is_done, ended;
  bool prints;
} View;

/* ---- Targets ------------------------------------------------------------ */

static bool parse_count(const char *text, u32 *count) {
  char *end;
  if (*text < '0' || *text > '9') return false;
  unsigned long value = strtoul(text, &end, 10);
  *count = (u32)value;
  return !*end && value >= 1 && value <= INT32_MAX;
}

bool target_parse(const char *text, Target *target) {
  *target = (Target){.kind = TARGET_END, .hit = 1};
  if (!strcmp(text, "end")) return true;
  if (strchr(text, '.')) {
    target->kind = TARGET_MOMENT;
    return moment_parse(text, &target->moment);
  }
  target->kind = TARGET_LINE;
  char line[16] = {};
  const char *colon = strchr(text, ':');
  size_t length = colon ? (size_t)(colon - text) : strlen(text);
  if (length >= sizeof line) return false;
  /* all of `line` is zero */
  memcpy(line, text, length); // NOLINT(bugprone-not-null-terminated-result)
  return parse_count(line, &target->line) &&
         (!colon || parse_count(colon + 1, &target->hit));
}

static Goal goal_of(Target target) {
  switch (target.kind) {
  case TARGET_MOMENT:
    return (Goal){
        .kind = GOAL_MOMENT, .moment = target.moment, .bound = MOMENT_NEVER};
  case TARGET_LINE:
    return (Goal){.kind = GOAL_LINE,
                  .line = target.line,
                  .hit = target.hit,
                  .bound = MOMENT_NEVER};
  default: return (Goal){.kind = GOAL_END, .bound = MOMENT_NEVER};
  }
}

/* Whether a run that has stopped stands where it was to stop. */
static bool is_there(const Stop *stop, Target target) {
  bool is_end = stop->reason == STOP_END || stop->reason == STOP_THROWN;
  switch (target.kind) {
  case TARGET_END: return is_end;
  case TARGET_MOMENT: return !moment_compare(stop->moment, target.moment);
  default: return stop->reason == STOP_GOAL;
  }
}

/* ---- Looking ------------------------------------------------------------ */

static json_t *ask(Session *session, const char *method, json_t *params) {
  Buffer error = {};
  json_t *result = protocol_answer(session, method, params, &error);
  buffer_free(&error);
  json_decref(params);
  return result ? result : json_null();
}

/* State.hash's text alone. */
static json_t *hash_of(Session *session) {
  json_t *answer = ask(session, "State.hash", NULL);
  json_t *hash = json_incref(json_object_get(answer, "hash"));
  json_decref(answer);
  return hash;
}

static json_t *describe(Session *session) {
  const Recording *recording = session->recording;
  json_t *arguments = json_array();
  for (u32 i = 0; i < recording->argument_count; i++)
    json_array_append_new(arguments, json_string(recording->arguments[i]));
  return json_pack(
      "{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "file",
      recording->name, "arguments", arguments, "state", room_state(session),
      "sources", describe_sources(&session->vm), "stack",
      ask(session, "Stack.describe", NULL), "code",
      ask(session, "Code.describe", NULL), "graph",
      ask(session, "Heap.graph", NULL), "shapes",
      ask(session, "Shapes.describe", NULL), "totals",
      ask(session, "Heap.totals", NULL), "console",
      ask(session, "Console.describe", NULL), "hash", hash_of(session));
}

static void on_stop(Session *session, void *context) {
  View *view = context;
  const Stop *stop = &session->stop;
  bool is_end = stop->reason == STOP_END || stop->reason == STOP_THROWN;
  if (view->is_done) return;
  fflush(stdout);
  if (is_there(stop, view->target)) {
    view->json = describe(session);
  } else if (stop->reason == STOP_START) {
    session->goal = goal_of(view->target);
    return;
  }
  view->met = stop->moment;
  view->is_done = true;
  view->ended = is_end;
  /* the rest of the run is of no interest */
  session->is_quiet = true;
  session->vm.stop_requested = true;
}

static void say_missing(const View *view, Buffer *error) {
  const Target *target = &view->target;
  if (target->kind == TARGET_LINE) {
    buffer_format(error, "line %u is not reached", target->line);
    if (target->hit > 1) buffer_format(error, " %u times", target->hit);
  } else {
    buffer_text(error, "there is no moment ");
    moment_print(target->moment, error);
  }
  buffer_text(error, view->ended ? ": the run ends at " : "; the next is ");
  moment_print(view->met, error);
}

json_t *view_take(const Recording *recording, Target target, bool prints,
                  Buffer *error, int *status) {
  static Session session; /* large; one run a process */
  View view = {.target = target, .prints = prints};
  Buffer uncaught = {};
  *status = EXIT_STATUS_INPUT;
  if (!session_open(&session, recording, error)) return NULL;
  session.is_quiet = !prints;
  session_run(&session, on_stop, &view, &uncaught);
  buffer_free(&uncaught);
  session_close(&session);
  *status = view.json ? EXIT_STATUS_OK : EXIT_STATUS_MOMENT;
  if (!view.json) say_missing(&view, error);
  return view.json;
}
