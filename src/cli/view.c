/* view.c - a moment, described. */
#include "cli/view.h"

#include "protocol/protocol.h"
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
