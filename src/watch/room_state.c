/* room_state.c - goals and stops as JSON. */
#include "watch/room.h"

#include "watch/text.h"

/* ---- Moments and goals -------------------------------------------------- */

static void set_moment(json_t *json, const char *key, Moment moment) {
  if (moment_compare(moment, MOMENT_NEVER))
    json_object_set_new(json, key, moment_json(moment));
}

static bool get_moment(json_t *json, const char *key, Moment *moment) {
  json_t *text = json_object_get(json, key);
  return !text || (json_is_string(text) &&
                   moment_parse(json_string_value(text), moment));
}

json_t *room_goal_to_json(const Goal *goal) {
  json_t *json = json_pack(
      "{s:i, s:b, s:I, s:I, s:I, s:s, s:i, s:i}", "kind", (int)goal->kind,
      "last", (int)goal->last, "depth", (json_int_t)goal->depth, "events",
      (json_int_t)goal->events, "object", (json_int_t)goal->object, "key",
      goal->key, "line", (int)goal->line, "hit", (int)goal->hit);
  set_moment(json, "moment", goal->moment);
  set_moment(json, "bound", goal->bound);
  return json;
}

bool room_goal_from_json(json_t *json, Goal *goal) {
  *goal = (Goal){.bound = MOMENT_NEVER};
  int kind, last, line, hit;
  json_int_t depth, events, object;
  const char *key;
  if (json_unpack(json, "{s:i, s:b, s:I, s:I, s:I, s:s, s:i, s:i}", "kind",
                  &kind, "last", &last, "depth", &depth, "events", &events,
                  "object", &object, "key", &key, "line", &line, "hit", &hit))
    return false;
  if (kind < GOAL_END || kind > GOAL_LINE || strlen(key) >= sizeof goal->key)
    return false;
  goal->kind = (GoalKind)kind;
  goal->last = last;
  goal->depth = (u64)depth;
  goal->events = (u32)events;
  goal->object = (u64)object;
  memcpy(goal->key, key, strlen(key) + 1);
  goal->line = (u32)line;
  goal->hit = (u32)hit;
  return get_moment(json, "moment", &goal->moment) &&
         get_moment(json, "bound", &goal->bound);
}

/* ---- States ------------------------------------------------------------- */

static const char *const reasons[] = {
    [STOP_START] = "start",   [STOP_GOAL] = "goal", [STOP_BOUND] = "bound",
    [STOP_PAUSED] = "paused", [STOP_END] = "end",   [STOP_THROWN] = "thrown",
};

static json_t *json_text(const char *text) {
  json_t *json = json_string(text);
  return json ? json : json_string("(not printable)");
}

static json_t *describe_events(Session *session) {
  json_t *events = json_array();
  for (u32 i = 0; i < session->event_count; i++) {
    const WatchedEvent *event = &session->events[i];
    json_array_append_new(
        events,
        json_pack("{s:s, s:o, s:I, s:o}", "kind", probe_name(event->kind),
                  "moment", moment_json(event->moment), "address",
                  (json_int_t)event->address, "text", json_text(event->text)));
  }
  return events;
}

/* Where in the source the innermost function of the program stands. */
static void add_place(VM *vm, json_t *state) {
  const Unit *pc = vm->pc;
  Value *r = vm->registers;
  while (r && frame_of(r)->flags & FRAME_NATIVE) {
    pc = frame_of(r)->return_unit;
    r = frame_of(r)->caller;
  }
  if (!r || !pc) return;
  CodeBlock *code = frame_code(r);
  u32 unit = (u32)(pc - code->instructions);
  const Position *position = code_block_position(code, unit);
  if (!position || !code->source) return;
  u32 line, column;
  source_locate(code->source, position->source_start, &line, &column);
  json_object_set_new(state, "source", json_integer(code->source->id));
  json_object_set_new(state, "line", json_integer(line));
  json_object_set_new(state, "column", json_integer(column));
  json_object_set_new(state, "statement",
                      json_boolean(code_block_statement(code, unit)));
}

static void add_error(VM *vm, json_t *state) {
  Buffer text = {};
  text_of_exception(vm, vm->exception, &text);
  json_object_set_new(state, "error", json_text(text.bytes ? text.bytes : ""));
  buffer_free(&text);
}

json_t *room_state(Session *session) {
  const Stop *stop = &session->stop;
  json_t *state =
      json_pack("{s:o, s:s, s:I, s:o}", "moment", moment_json(stop->moment),
                "reason", reasons[stop->reason], "depth",
                (json_int_t)stop->depth, "events", describe_events(session));
  add_place(&session->vm, state);
  if (stop->reason == STOP_THROWN) add_error(&session->vm, state);
  return state;
}
