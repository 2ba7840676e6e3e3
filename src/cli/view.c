/* view.c - a moment, described. */
#include "cli/view.h"

#include "protocol/protocol.h"
#include "watch/cache_counts.h"
#include "watch/describe.h"
#include "watch/room.h"

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

static void look(Session *session, void *context) {
  json_t **view = context;
  *view = describe(session);
}

json_t *view_take(const Recording *recording, Target target, bool prints,
                  Buffer *error, int *status) {
  json_t *view = NULL;
  Looker looker = {.look = look, .context = &view, .prints = prints};
  target_visit(recording, target, &looker, error, status);
  return view;
}

/* ---- Hits and misses ----------------------------------------------------- */

typedef struct HitsView {
  CacheCounts counts;
  json_t *view, *code, *sites;
  bool is_counting;
} HitsView;

static void begin_count(Session *session, HitsView *hits) {
  json_t *state = json_object_get(hits->view, "state");
  const char *moment = json_string_value(json_object_get(state, "moment"));
  Goal goal = {.kind = GOAL_COUNT};
  if (!cache_counts_open(&hits->counts, &session->vm, hits->code)) return;
  if (!moment || !moment_parse(moment, &goal.bound)) return;
  session->counts = &hits->counts;
  session->goal = goal;
  hits->is_counting = true;
}

static void count_on_stop(Session *session, void *context) {
  HitsView *hits = context;
  if (session->stop.reason == STOP_START && !hits->is_counting)
    begin_count(session, hits);
  if (session->stop.reason == STOP_START && hits->is_counting) return;
  if (session->counts) {
    hits->sites = cache_counts_report(&hits->counts);
    cache_counts_free(&hits->counts);
  }
  session->counts = NULL;
  session->vm.stop_requested = true;
}

void view_add_hits(const Recording *recording, json_t *view) {
  static Session session; /* large; one run a process */
  HitsView hits = {.view = view};
  Buffer error = {};
  json_t *code = json_object_get(view, "code");
  hits.code = json_pack("{s:O*, s:O*, s:O*}", "address",
                        json_object_get(code, "address"), "source",
                        json_object_get(code, "source"), "start",
                        json_object_get(code, "start"));
  if (session_open(&session, recording, NULL, &error)) {
    session.is_quiet = true;
    session_run(&session, count_on_stop, &hits, &error);
    session_close(&session);
  }
  json_object_set_new(view, "hits", hits.sites ? hits.sites : json_null());
  json_decref(hits.code);
  buffer_free(&error);
}
