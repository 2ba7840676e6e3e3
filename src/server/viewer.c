/* viewer.c - a viewer's requests: order, routing, and the Time domain. */
#define _GNU_SOURCE
#include "server/viewer.h"

#include "server/branch.h"
#include "server/death.h"
#include "server/hits.h"
#include "server/search.h"

#include "watch/text.h"

constexpr u32 QUEUE_MAX = 1'000;

struct Viewer {
  Program *program; /* or the branch of it that is looked at */
  ServiceSend *send;
  void *context;
  Traveller traveller;
  VECTOR(Request) queue;    /* not yet begun */
  json_t *moving_id;        /* the request that made it travel */
  VECTOR(json_t *) asked;   /* ids of requests that the room answers */
  VECTOR(json_t *) pausing; /* ids of Time.pause */
  Link *changed;            /* the room that a branch will begin in, or NULL */
  json_t *change;           /* what it is asked to change */
  Search *search;           /* in the past, for the request `busy_id` */
  Death *death;             /* the same */
  Hits *hits;               /* the same */
  Branch branch;            /* what was cut, or is asked for `busy_id` */
  json_t *busy_id;
  MethodName asked_past; /* what the room is asked */
  bool is_pausing_program;
  bool goes_to_program; /* when the room has answered what was asked */
};

static void pump(Viewer *viewer);

/* ---- Replies ------------------------------------------------------------ */

void viewer_send(Viewer *viewer, json_t *message) {
  char *text = json_dumps(message, JSON_COMPACT);
  if (text) viewer->send(viewer->context, text);
}

static void send_new(Viewer *viewer, json_t *message) {
  viewer_send(viewer, message);
  json_decref(message);
}

static void reply(Viewer *viewer, json_t *id, json_t *result) {
  send_new(viewer, protocol_result(id, result));
}

static void reply_error(Viewer *viewer, json_t *id, const char *error) {
  send_new(viewer, protocol_error(id, PROTOCOL_FAILED, error));
}

/* What is known of where the viewer stands; borrowed. */
static json_t *current_state(Viewer *viewer) {
  Link *here = traveller_here(&viewer->traveller);
  return here ? here->state : NULL;
}

/* Everyone who waits for a pause gets the state, or why there is none. */
static void answer_pausing(Viewer *viewer, json_t *state, const char *error) {
  while (viewer->pausing.count) {
    json_t *id = vector_pop(&viewer->pausing);
    if (state)
      reply(viewer, id, json_incref(state));
    else
      reply_error(viewer, id, error);
    json_decref(id);
  }
}

/* ---- Travelling --------------------------------------------------------- */

static void on_travelled(void *context, json_t *state, const char *error) {
  Viewer *viewer = context;
  json_t *id = viewer->moving_id;
  viewer->moving_id = NULL;
  if (id && state)
    reply(viewer, id, json_incref(state));
  else if (id)
    reply_error(viewer, id, error);
  json_decref(id);
  if (!viewer->is_pausing_program)
    answer_pausing(viewer, state ? state : current_state(viewer), error);
}

static void on_progress(void *context, u64 tick) {
  send_new(context,
           protocol_event("Time.progress",
                          json_pack("{s:I}", "tick", (json_int_t)tick)));
}

static const char *text_param(json_t *params, const char *name,
                              const char *otherwise) {
  const char *text = json_string_value(json_object_get(params, name));
  return text ? text : otherwise;
}

/* The moment at a share of the whole run, as far as it has come. */
static Moment moment_at(const Program *program, double position) {
  if (!(position > 0)) return MOMENT_START;
  if (position >= 1 && program->is_over) return program->end;
  if (position > 1) position = 1;
  return (Moment){.tick = (u64)(position * (double)program->ticks)};
}

static const char *begin_seek(Viewer *viewer, json_t *params) {
  json_t *position = json_object_get(params, "position");
  const char *text = text_param(params, "moment", NULL);
  Moment moment;
  if (!text == !json_is_number(position))
    return "one of `moment` and `position` is wanted";
  if (!text) {
    moment = moment_at(viewer->program, json_number_value(position));
    travel_to(&viewer->traveller, moment);
  } else if (!strcmp(text, "end")) {
    travel_to_end(&viewer->traveller);
  } else if (moment_parse(text, &moment)) {
    travel_to(&viewer->traveller, moment);
  } else {
    return "`moment` is wrong: a moment is TICK.STEP, as 12.3, or end";
  }
  return NULL;
}

static const char *begin_line(Viewer *viewer, json_t *params) {
  json_int_t line = json_integer_value(json_object_get(params, "line"));
  json_t *hit_param = json_object_get(params, "hit");
  json_int_t hit =
      json_is_integer(hit_param) ? json_integer_value(hit_param) : 1;
  if (line < 1 || line > INT32_MAX || hit < 1 || hit > INT32_MAX)
    return "lines and hits are counted from 1";
  travel_to_line(&viewer->traveller, (u32)line, (u32)hit);
  return NULL;
}

/* ---- Steps -------------------------------------------------------------- */

typedef struct StepKind {
  const char *name;
  GoalKind kind;
  const char *nothing_later, *nothing_earlier;
} StepKind;

static const StepKind step_kinds[] = {
    {"instruction", GOAL_INSTRUCTION, "no later instruction",
     "no earlier instruction"},
    {"over", GOAL_OVER, "no later statement", "no earlier statement"},
    {"into", GOAL_INTO, "no later statement", "no earlier statement"},
    {"out", GOAL_OUT, "no later moment outside this function",
     "no earlier moment outside this function"},
    {"collector", GOAL_COLLECTOR, "the collector does nothing more like that",
     "the collector has done nothing like that before"},
    {"event", GOAL_EVENT, "no later event of that kind",
     "no earlier event of that kind"},
};

static const StepKind *find_kind(const char *name) {
  for (size_t i = 0; i < ARRAY_COUNT(step_kinds); i++)
    if (!strcmp(step_kinds[i].name, name)) return &step_kinds[i];
  return NULL;
}

/* What kind of event, about which cell and which property. */
static const char *read_event(json_t *params, Goal *goal) {
  const char *name = text_param(params, "event", NULL);
  const char *key = text_param(params, "key", "");
  goal->events = (1u << PROBE_COUNT) - 1;
  if (name) {
    ProbeKind kind = probe_from_name(name);
    if (kind == PROBE_COUNT)
      return "`event` is wrong: allocate, free, write, shape, transition, "
             "cache, call, return, throw, collection or console";
    goal->events = 1u << kind;
  }
  goal->object = (u64)json_integer_value(json_object_get(params, "address"));
  if (strlen(key) >= sizeof goal->key) return "`key` is longer than 63 bytes";
  memcpy(goal->key, key, strlen(key) + 1);
  return NULL;
}

static const char *begin_step(Viewer *viewer, json_t *params) {
  const StepKind *kind = find_kind(text_param(params, "kind", ""));
  const char *direction = text_param(params, "direction", "forward");
  bool is_back = !strcmp(direction, "back");
  Goal goal = {.bound = MOMENT_NEVER};
  if (!kind)
    return "`kind` is wrong: instruction, over, into, out, collector or "
           "event";
  if (!is_back && strcmp(direction, "forward"))
    return "`direction` is wrong: forward or back";
  goal.kind = kind->kind;
  const char *error = read_event(params, &goal);
  if (error) return error;
  json_t *state = current_state(viewer);
  if (is_back)
    goal.depth = (u64)json_integer_value(json_object_get(state, "depth"));
  if (is_back)
    travel_back(&viewer->traveller, goal, kind->nothing_earlier);
  else
    travel_forward(&viewer->traveller, goal, kind->nothing_later);
  return NULL;
}

/* ---- The whole run ------------------------------------------------------ */

static void describe_time(Viewer *viewer, json_t *id) {
  json_t *result = program_describe(viewer->program);
  json_t *state = current_state(viewer);
  json_object_set(result, "current", state ? state : json_null());
  reply(viewer, id, result);
}

static void end_busy(Viewer *viewer, json_t *answer, const char *error);

/* Counting can take long; it is called off. */
static void interrupt_hits(Viewer *viewer, json_t *id) {
  json_t *state = current_state(viewer);
  hits_cancel(viewer->hits);
  viewer->hits = NULL;
  reply(viewer, id, state ? json_incref(state) : json_null());
  end_busy(viewer, NULL, "interrupted");
}

static void pause_time(Viewer *viewer, json_t *id) {
  json_t *state;
  if (viewer->hits) {
    interrupt_hits(viewer, id);
  } else if (viewer->traveller.is_moving) {
    vector_push(&viewer->pausing, json_incref(id));
    travel_interrupt(&viewer->traveller);
  } else if (viewer->program->is_running) {
    vector_push(&viewer->pausing, json_incref(id));
    viewer->is_pausing_program = true;
    program_pause(viewer->program);
  } else if ((state = current_state(viewer))) {
    reply(viewer, id, json_incref(state));
  } else {
    reply_error(viewer, id, "there is no process to look at");
  }
}

static void resume_time(Viewer *viewer, json_t *id) {
  Program *program = viewer->program;
  if (!program->is_paused) {
    reply_error(viewer, id,
                program->is_running ? "the program is running"
                                    : "the program has ended");
    return;
  }
  program_start(program);
  reply(viewer, id, json_object());
}

static void stop_time(Viewer *viewer, json_t *id) {
  program_stop(viewer->program);
  reply(viewer, id, json_object());
}

/* The viewer that paused the program goes to where it stands now. */
void viewer_program_stopped(Viewer *viewer) {
  if (!viewer->is_pausing_program) return;
  viewer->is_pausing_program = false;
  viewer->goes_to_program = true;
  pump(viewer);
}

static void go_to_program(Viewer *viewer) {
  Link *recorder = viewer->program->recorder;
  viewer->goes_to_program = false;
  if (recorder)
    travel_to(&viewer->traveller, recorder->moment);
  else
    answer_pausing(viewer, NULL, viewer->program->failure);
}

/* ---- Branches of time --------------------------------------------------- */

const Program *viewer_program(const Viewer *viewer) {
  return viewer->program;
}

/* Stands at the first moment of a branch, which runs from now on. */
static void enter_branch(Viewer *viewer, Program *branch, json_t *state) {
  /* what happened on the way here was told when it did */
  json_object_set_new(state, "events", json_array());
  vector_push(&branch->viewers, viewer);
  viewer->program = branch;
  traveller_change(&viewer->traveller, branch, branch->begin,
                   link_fork(branch->checkpoints.items[0]));
  program_start(branch);
  on_travelled(viewer, state, NULL);
}

/* The copy of the viewer's room has made the change, or refused. */
static void on_changed(void *context, Link *link, json_t *answer,
                       const char *error) {
  Viewer *viewer = context;
  Program *branch =
      answer ? program_branch(viewer->program, link, viewer->change) : NULL;
  viewer->changed = NULL;
  json_decref(viewer->change);
  if (branch) {
    enter_branch(viewer, branch, json_object_get(answer, "state"));
  } else {
    link_close(link);
    on_travelled(viewer, NULL,
                 error ? error : "the system allows no more processes");
  }
  pump(viewer);
}

static const char *begin_change(Viewer *viewer, json_t *params) {
  Link *here = traveller_here(&viewer->traveller);
  viewer->changed = here ? link_fork(here) : NULL;
  if (!viewer->changed) return "there is no process to change";
  viewer->change = json_incref(params);
  link_request(viewer->changed,
               json_pack("{s:s, s:O}", "do", "change", "change", params),
               on_changed, viewer);
  return NULL;
}

/* Out of the branch, into the run that it has left; where that was. */
static Moment leave_branch(Viewer *viewer) {
  Program *branch = viewer->program;
  Moment begin = branch->begin;
  traveller_change(&viewer->traveller, branch->parent, begin, NULL);
  viewer->program = program_leave(branch);
  return begin;
}

static const char *begin_return(Viewer *viewer) {
  if (!viewer->program->parent) return "this is the run itself";
  travel_to(&viewer->traveller, leave_branch(viewer));
  return NULL;
}

/* ---- Requests ----------------------------------------------------------- */

/* What is answered whatever else is going on. */
static bool handle_at_once(Viewer *viewer, const Request *request) {
  switch (request->method) {
  case METHOD_Time_describe: describe_time(viewer, request->id); return true;
  case METHOD_Time_pause: pause_time(viewer, request->id); return true;
  case METHOD_Time_resume: resume_time(viewer, request->id); return true;
  case METHOD_Time_stop: stop_time(viewer, request->id); return true;
  case METHOD_Protocol_describe:
    reply(viewer, request->id, protocol_describe());
    return true;
  default: return false;
  }
}

static void handle_travel(Viewer *viewer, Request *request) {
  const char *error;
  viewer->moving_id = json_incref(request->id);
  switch (request->method) {
  case METHOD_Time_seek: error = begin_seek(viewer, request->params); break;
  case METHOD_Time_step: error = begin_step(viewer, request->params); break;
  case METHOD_Time_change: error = begin_change(viewer, request->params); break;
  case METHOD_Time_return: error = begin_return(viewer); break;
  default: error = begin_line(viewer, request->params); break;
  }
  if (!error) return;
  json_decref(viewer->moving_id);
  viewer->moving_id = NULL;
  send_new(viewer, protocol_error(request->id, PROTOCOL_BAD_PARAMS, error));
}

/* A room answers in order: the id of what was asked first. */
static json_t *take_asked(Viewer *viewer) {
  json_t *id = viewer->asked.items[0];
  vector_remove(&viewer->asked, 0);
  return id;
}

/* Nothing else is begun while a search or a branch is busy. */
static void end_busy(Viewer *viewer, json_t *answer, const char *error) {
  json_t *id = viewer->busy_id;
  viewer->busy_id = NULL;
  if (answer)
    reply(viewer, id, answer);
  else
    reply_error(viewer, id, error ? error : "the room gave no answer");
  json_decref(id);
  pump(viewer);
}

static void on_searched(void *context, json_t *answer, const char *error) {
  Viewer *viewer = context;
  viewer->search = NULL;
  viewer->death = NULL;
  viewer->hits = NULL;
  end_busy(viewer, answer, error);
}

static void begin_death(Viewer *viewer, Link *link, json_t *result) {
  Death *death =
      death_begin(viewer->program, link, result, on_searched, viewer);
  if (death) viewer->death = death;
}

static void begin_hits(Viewer *viewer, Link *link, json_t *result) {
  Hits *hits = hits_begin(viewer->program, link, result, on_progress,
                          on_searched, viewer);
  if (hits) viewer->hits = hits;
}

static void begin_search(Viewer *viewer, Link *link, json_t *result) {
  Search *search =
      search_begin(viewer->program, link, result, on_searched, viewer);
  if (search) viewer->search = search;
}

/* The room has said what is to be found in the past. */
static void on_asked_past(void *context, Link *link, json_t *answer,
                          const char *error) {
  Viewer *viewer = context;
  viewer->busy_id = take_asked(viewer);
  json_t *result = json_object_get(answer, "result");
  if (!result) {
    on_searched(viewer, NULL, error);
    return;
  }
  json_incref(result);
  switch (viewer->asked_past) {
  case METHOD_Why_died: begin_death(viewer, link, result); break;
  case METHOD_Code_hits: begin_hits(viewer, link, result); break;
  default: begin_search(viewer, link, result); break;
  }
}

static void on_answered(void *context, Link *link, json_t *answer,
                        const char *error) {
  Viewer *viewer = context;
  json_t *id = take_asked(viewer);
  json_t *result = json_object_get(answer, "result");
  if (result)
    reply(viewer, id, json_incref(result));
  else
    reply_error(viewer, id, error ? error : "the room gave no answer");
  json_decref(id);
  pump(viewer);
}

static void ask_room(Viewer *viewer, Request *request, LinkReply *answered) {
  Link *here = traveller_here(&viewer->traveller);
  if (!here) {
    reply_error(viewer, request->id, "there is no process to look at");
    return;
  }
  vector_push(&viewer->asked, json_incref(request->id));
  link_request(here,
               json_pack("{s:s, s:s, s:O}", "do", "answer", "method",
                         protocol_methods[request->method].name, "params",
                         request->params),
               answered, viewer);
}

static void ask_past(Viewer *viewer, Request *request) {
  viewer->asked_past = request->method;
  ask_room(viewer, request, on_asked_past);
}

/* ---- What if --------------------------------------------------------------
 */

static void on_branched(void *context, json_t *result, const char *error) {
  end_busy(context, result ? json_incref(result) : NULL, error);
}

static void ask_branch(Viewer *viewer, Request *request) {
  viewer->busy_id = json_incref(request->id);
  branch_ask(&viewer->branch, traveller_here(&viewer->traveller),
             protocol_methods[request->method].name, request->params,
             request->method == METHOD_WhatIf_cut, on_branched, viewer);
}

static void undo_cut(Viewer *viewer, json_t *id) {
  if (branch_undo(&viewer->branch))
    reply(viewer, id,
          json_pack("{s:i}", "cuts", (int)viewer->branch.cuts.count));
  else
    reply_error(viewer, id, "nothing was cut");
}

static bool may_begin(const Viewer *viewer, const Request *request) {
  if (viewer->traveller.is_moving || viewer->changed || viewer->busy_id)
    return false;
  return protocol_methods[request->method].place == METHOD_ROOM ||
         !viewer->asked.count;
}

/* Begins what can be begun. */
static void pump(Viewer *viewer) {
  if (viewer->goes_to_program && !viewer->traveller.is_moving &&
      !viewer->asked.count)
    go_to_program(viewer);
  while (viewer->queue.count && may_begin(viewer, &viewer->queue.items[0])) {
    Request request = viewer->queue.items[0];
    vector_remove(&viewer->queue, 0);
    MethodPlace place = protocol_methods[request.method].place;
    if (place == METHOD_ROOM)
      ask_room(viewer, &request, on_answered);
    else if (place == METHOD_PAST)
      ask_past(viewer, &request);
    else if (place == METHOD_BRANCH)
      ask_branch(viewer, &request);
    else if (request.method == METHOD_WhatIf_undo)
      undo_cut(viewer, request.id);
    else
      handle_travel(viewer, &request);
    request_free(&request);
  }
}

/* What was cut was cut at the moment that is left. */
static void finish_journey(void *context, json_t *state, const char *error) {
  Viewer *viewer = context;
  if (state) branch_clear(&viewer->branch);
  on_travelled(context, state, error);
  pump(context);
}

/* Why it is none of ours, or NULL. */
static const char *refusal_of(const Request *request) {
  switch (protocol_methods[request->method].place) {
  case METHOD_HEAP:
    return "no heap snapshot is open here: `glassheap view` opens them";
  case METHOD_LAB: return "this is no lab: `glassheap lab` is";
  default: return NULL;
  }
}

void viewer_receive(Viewer *viewer, const char *text, size_t length) {
  Request request;
  json_t *refusal = protocol_read(text, length, &request);
  if (refusal)
    send_new(viewer, refusal);
  else
    viewer_take(viewer, request);
}

void viewer_take(Viewer *viewer, Request request) {
  const char *refusal = refusal_of(&request);
  if (refusal) {
    reply_error(viewer, request.id, refusal);
    request_free(&request);
  } else if (handle_at_once(viewer, &request)) {
    request_free(&request);
  } else if (viewer->queue.count == QUEUE_MAX) {
    reply_error(viewer, request.id, "too many requests wait already");
    request_free(&request);
  } else {
    vector_push(&viewer->queue, request);
    pump(viewer);
  }
}

/* ---- Coming and going --------------------------------------------------- */

Viewer *viewer_open(Program *program, ServiceSend *send, void *context) {
  Viewer *viewer = base_allocate_zeroed(sizeof *viewer);
  viewer->program = program;
  viewer->send = send;
  viewer->context = context;
  traveller_open(&viewer->traveller, program, finish_journey, on_progress,
                 viewer);
  vector_push(&program->viewers, viewer);
  return viewer;
}

bool viewer_is_idle(const Viewer *viewer) {
  return !viewer->traveller.is_moving && !viewer->asked.count &&
         !viewer->changed && !viewer->busy_id && !viewer->queue.count &&
         !viewer->pausing.count;
}

Moment viewer_moment(Viewer *viewer) {
  Link *here = traveller_here(&viewer->traveller);
  return here ? here->moment : MOMENT_START;
}

void viewer_go(Viewer *viewer, Moment moment) {
  travel_to(&viewer->traveller, moment);
}

static void leave_program(Viewer *viewer) {
  Program *program = viewer->program;
  vector_drop(&program->viewers, viewer);
}

/* Ends what is busy, without a word. */
static void leave_questions(Viewer *viewer) {
  search_cancel(viewer->search);
  death_cancel(viewer->death);
  hits_cancel(viewer->hits);
  viewer->search = NULL;
  viewer->death = NULL;
  viewer->hits = NULL;
  branch_clear(&viewer->branch);
}

/* Ends a journey too: nobody waits for it any more. */
static void leave_branches(Viewer *viewer) {
  leave_questions(viewer);
  traveller_close(&viewer->traveller);
  link_close(viewer->changed);
  if (viewer->changed) json_decref(viewer->change);
  viewer->changed = NULL;
  while (viewer->program->parent)
    viewer->program = program_leave(viewer->program);
}

void viewer_end_rooms(Viewer *viewer) {
  leave_branches(viewer);
}

void viewer_refuse(Viewer *viewer, const char *why) {
  json_t *ids = json_array(); /* in the order in which they are answered */
  if (viewer->busy_id) json_array_append(ids, viewer->busy_id);
  if (viewer->moving_id) json_array_append(ids, viewer->moving_id);
  for (u32 i = 0; i < viewer->asked.count; i++)
    json_array_append(ids, viewer->asked.items[i]);
  for (u32 i = 0; i < viewer->pausing.count; i++)
    json_array_append(ids, viewer->pausing.items[i]);
  for (u32 i = 0; i < viewer->queue.count; i++)
    json_array_append(ids, viewer->queue.items[i].id);
  size_t index;
  json_t *id;
  json_array_foreach(ids, index, id)
    reply_error(viewer, id, why);
  json_decref(ids);
}

void viewer_close(Viewer *viewer) {
  leave_branches(viewer);
  leave_program(viewer);
  json_decref(viewer->busy_id);
  for (u32 i = 0; i < viewer->queue.count; i++)
    request_free(&viewer->queue.items[i]);
  for (u32 i = 0; i < viewer->asked.count; i++)
    json_decref(viewer->asked.items[i]);
  for (u32 i = 0; i < viewer->pausing.count; i++)
    json_decref(viewer->pausing.items[i]);
  vector_free(&viewer->queue);
  vector_free(&viewer->asked);
  vector_free(&viewer->pausing);
  json_decref(viewer->moving_id);
  free(viewer);
}

/* ---- As a service ------------------------------------------------------- */

static void *open_client(void *context, ServiceSend *send, void *connection) {
  return viewer_open(context, send, connection);
}

static void receive_client(void *client, const char *text, size_t length) {
  viewer_receive(client, text, length);
}

static void close_client(void *client) {
  viewer_close(client);
}

Service viewer_service(Program *program) {
  return (Service){
      .loop = program->loop,
      .page = "/index.html",
      .context = program,
      .open = open_client,
      .receive = receive_client,
      .close = close_client,
  };
}
