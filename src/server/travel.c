/* travel.c - journeys through time: copying rooms and letting them run. */
#define _GNU_SOURCE
#include "server/travel.h"

/* How long a plain run from a room left nearby may take. */
constexpr u64 NEAR_NS = 500'000;
constexpr u64 NEAR_TICKS_MIN = 64, NEAR_TICKS_MAX = 20'000;
constexpr u64 WINDOW_FACTOR = 8;
static const char REFUSED[] = "the system allows no more processes";
static const char INTERRUPTED[] = "interrupted";

static u64 near_ticks(const Traveller *traveller) {
  u64 ticks = program_ticks_in(traveller->program, NEAR_NS);
  if (ticks < NEAR_TICKS_MIN) return NEAR_TICKS_MIN;
  return ticks < NEAR_TICKS_MAX ? ticks : NEAR_TICKS_MAX;
}

static bool is_end(Moment moment) {
  return moment.step == MOMENT_STEP_END;
}

static bool state_is(json_t *state, const char *reason) {
  const char *text = json_string_value(json_object_get(state, "reason"));
  return text && !strcmp(text, reason);
}

/* ---- Rooms left nearby -------------------------------------------------- */

static void forget_room(void *context, Link *link) {
  Traveller *traveller = context;
  if (traveller->here == link) traveller->here = NULL;
  for (u32 i = 0; i < traveller->near_count; i++)
    if (traveller->near_rooms[i] == link)
      traveller->near_rooms[i--] =
          traveller->near_rooms[--traveller->near_count];
  link_close(link);
}

static void drop_oldest(Traveller *traveller) {
  Link *oldest = traveller->near_rooms[0];
  for (u32 i = 1; i < traveller->near_count; i++)
    if (traveller->near_rooms[i]->used < oldest->used)
      oldest = traveller->near_rooms[i];
  forget_room(traveller, oldest);
}

/* The last of the rooms that stand before `moment` (or at it). */
static Link *nearest_room(Traveller *traveller, Moment moment, bool or_at) {
  Link *best = program_nearest(traveller->program, moment, or_at);
  int limit = or_at ? 0 : -1;
  for (u32 i = 0; i <= traveller->near_count; i++) {
    Link *link =
        i < traveller->near_count ? traveller->near_rooms[i] : traveller->here;
    if (!link || link->is_running) continue;
    if (moment_compare(link->moment, moment) > limit) continue;
    if (!best || moment_compare(link->moment, best->moment) >= 0) best = link;
  }
  return best;
}

/* Whether some room is a short run before that moment already. */
static bool is_covered(Traveller *traveller, Moment moment) {
  Link *link = nearest_room(traveller, moment, true);
  return link && moment.tick - link->moment.tick <= near_ticks(traveller) / 2;
}

static void keep_near(Traveller *traveller, Link *link) {
  if (traveller->near_count == NEAR_ROOMS_MAX) drop_oldest(traveller);
  link->used = ++traveller->clock;
  link_listen(link, NULL, forget_room, traveller);
  traveller->near_rooms[traveller->near_count++] = link;
}

/* Leaves a copy of the journey's room where it stands. */
static void leave_room(Traveller *traveller) {
  if (is_covered(traveller, traveller->room->moment)) return;
  Link *copy = link_fork(traveller->room);
  if (copy) keep_near(traveller, copy);
}

/* What to do with the room that the traveller has left. */
static void retire(Traveller *traveller, Link *link) {
  if (!link) return;
  if (is_covered(traveller, link->moment) || is_end(link->moment))
    link_close(link);
  else
    keep_near(traveller, link);
}

/* ---- Beginning and ending a journey ------------------------------------- */

static void drop_room(Traveller *traveller) {
  link_close(traveller->room);
  traveller->room = NULL;
}

static void fail(Traveller *traveller, const char *error) {
  drop_room(traveller);
  traveller->is_moving = false;
  traveller->done(traveller->context, NULL, error);
}

/* Who has not come from the moment before hears of what happened right here,
 * which is only known inside the collector. */
static void drop_events(json_t *state, bool is_inside) {
  json_t *events = json_object_get(state, "events"), *kept = json_array();
  size_t count = json_array_size(events);
  if (is_inside && count)
    json_array_append(kept, json_array_get(events, count - 1));
  json_object_set_new(state, "events", kept);
}

static void finish(Traveller *traveller, json_t *state) {
  Link *left = traveller->here;
  json_incref(state);
  if (!traveller->keeps_events)
    drop_events(state, traveller->room->moment.event);
  traveller->here = traveller->room;
  link_listen(traveller->here, NULL, forget_room, traveller);
  traveller->here->used = ++traveller->clock;
  traveller->room = NULL;
  traveller->is_moving = false;
  retire(traveller, left);
  traveller->done(traveller->context, state, NULL);
  json_decref(state);
}

static void on_event(void *context, Link *link, const char *name,
                     json_t *message, int descriptor) {
  Traveller *traveller = context;
  if (strcmp(name, "progress")) return;
  json_int_t tick = json_integer_value(json_object_get(message, "tick"));
  traveller->progress(traveller->context, (u64)tick);
}

/* The journey goes on in a copy of `base`. */
static bool depart(Traveller *traveller, Link *base) {
  if (base) base->used = ++traveller->clock;
  traveller->room = base ? link_fork(base) : NULL;
  if (!traveller->room) {
    fail(traveller, REFUSED);
    return false;
  }
  link_listen(traveller->room, on_event, NULL, traveller);
  return true;
}

static void on_stopped(void *context, Link *link, json_t *reply,
                       const char *error) {
  Traveller *traveller = context;
  json_t *state = json_object_get(reply, "state");
  if (error)
    fail(traveller, error);
  else if (!state_is(state, "paused"))
    traveller->then(traveller, reply);
  else if (traveller->goal.last)
    fail(traveller, INTERRUPTED);
  else
    finish(traveller, state);
}

/* Lets the journey's room run; `then` is called where it stops. */
static void run(Traveller *traveller, Goal goal,
                void (*then)(Traveller *, json_t *)) {
  traveller->then = then;
  link_go(traveller->room, &goal, on_stopped, traveller);
}

static void begin(Traveller *traveller) {
  assert(!traveller->is_moving);
  traveller->is_moving = true;
  traveller->keeps_events = false;
  traveller->goal = (Goal){.bound = MOMENT_NEVER};
}

/* ---- To a moment -------------------------------------------------------- */

static Goal goal_of_tick(u64 tick) {
  return (Goal){
      .kind = GOAL_TICK, .moment = {.tick = tick}, .bound = MOMENT_NEVER};
}

static void after_approach(Traveller *traveller, json_t *reply) {
  traveller->arrived(traveller, json_object_get(reply, "state"));
}

static void go_to_target(Traveller *traveller) {
  Goal goal = {
      .kind = GOAL_MOMENT, .moment = traveller->target, .bound = MOMENT_NEVER};
  run(traveller, goal, after_approach);
}

/* A little before the target; or the run has ended on the way. */
static void before_target(Traveller *traveller, json_t *reply) {
  if (is_end(traveller->room->moment)) {
    after_approach(traveller, reply);
    return;
  }
  leave_room(traveller);
  go_to_target(traveller);
}

/* Brings a room to the target; `arrived` is called where it stops. */
static void approach(Traveller *traveller, Moment target,
                     void (*arrived)(Traveller *, json_t *)) {
  traveller->target = target;
  traveller->arrived = arrived;
  traveller->goal.last = false;
  if (!depart(traveller, nearest_room(traveller, target, true))) return;
  Moment from = traveller->room->moment;
  u64 gap = near_ticks(traveller);
  if (!moment_compare(from, target) || is_end(from))
    arrived(traveller, traveller->room->state);
  else if (target.tick > gap && target.tick - gap > from.tick + gap)
    run(traveller, goal_of_tick(target.tick - gap), before_target);
  else
    go_to_target(traveller);
}

static void fail_at(Traveller *traveller, const char *what) {
  Buffer error = {};
  buffer_text(&error, "there is no moment ");
  moment_print(traveller->target, &error);
  buffer_text(&error, what);
  moment_print(traveller->room->moment, &error);
  fail(traveller, error.bytes);
  buffer_free(&error);
}

static void arrived_at_moment(Traveller *traveller, json_t *state) {
  int difference = moment_compare(traveller->room->moment, traveller->target);
  if (!difference)
    finish(traveller, state);
  else if (difference < 0)
    fail_at(traveller, ": the run ends at ");
  else
    fail_at(traveller, "; the next is ");
}

void travel_to(Traveller *traveller, Moment moment) {
  Link *here = traveller->here;
  if (here && !moment_compare(here->moment, moment)) {
    traveller->done(traveller->context, here->state, NULL);
    return;
  }
  begin(traveller);
  approach(traveller, moment, arrived_at_moment);
}

static void arrived_at_end(Traveller *traveller, json_t *reply) {
  finish(traveller, json_object_get(reply, "state"));
}

void travel_to_end(Traveller *traveller) {
  begin(traveller);
  Link *last = nearest_room(traveller, MOMENT_NEVER, true);
  if (!depart(traveller, last)) return;
  if (is_end(traveller->room->moment))
    finish(traveller, traveller->room->state);
  else
    run(traveller, (Goal){.kind = GOAL_END, .bound = MOMENT_NEVER},
        arrived_at_end);
}

/* ---- Forwards ----------------------------------------------------------- */

/* Steps may end at the end of the run; what is looked for may not. */
static bool is_search(const Goal *goal) {
  return goal->kind == GOAL_EVENT || goal->kind == GOAL_LINE ||
         goal->kind == GOAL_COLLECTOR;
}

/* Whether the room stands where a statement begins, at that depth. */
static bool is_statement_at(const Link *link, json_int_t depth) {
  return json_is_true(json_object_get(link->state, "statement")) &&
         json_integer_value(json_object_get(link->state, "depth")) == depth;
}

static void note_hop(Traveller *traveller) {
  const Link *from = traveller->here, *to = traveller->room;
  if (traveller->goal.kind != GOAL_OVER || !from) return;
  json_int_t depth = json_integer_value(json_object_get(to->state, "depth"));
  if (!is_statement_at(from, depth) || !is_statement_at(to, depth)) return;
  traveller->hops[traveller->hop_count++ % HOPS_MAX] =
      (Hop){from->moment, to->moment};
}

static const Hop *find_hop(const Traveller *traveller, Moment to) {
  for (u32 i = 0; i < HOPS_MAX && i < traveller->hop_count; i++)
    if (!moment_compare(traveller->hops[i].to, to)) return &traveller->hops[i];
  return NULL;
}

static void arrived_forward(Traveller *traveller, json_t *reply) {
  json_t *state = json_object_get(reply, "state");
  bool is_found = state_is(state, "goal") || json_object_get(reply, "found");
  if (is_search(&traveller->goal) && !is_found) {
    fail(traveller, traveller->nothing);
    return;
  }
  note_hop(traveller);
  finish(traveller, state);
}

/* ---- Lines, counted from the start of the program ----------------------- */

static void begin_leg(Traveller *traveller, Program *leg);

/* The branch that leaves this run on the way to the traveller's; or NULL. */
static Program *next_leg(const Traveller *traveller) {
  Program *program = traveller->program;
  while (program && program->parent != traveller->leg)
    program = program->parent;
  return program;
}

static void after_leg(Traveller *traveller, json_t *reply) {
  json_t *state = json_object_get(reply, "state");
  Program *next = next_leg(traveller);
  if (!next) {
    arrived_forward(traveller, reply);
    return;
  }
  Moment moment = traveller->room->moment;
  drop_room(traveller);
  if (state_is(state, "goal")) {
    /* that room may stand at the very moment where the branch begins */
    approach(traveller, moment, arrived_at_moment);
    return;
  }
  traveller->goal.hit -=
      (u32)json_integer_value(json_object_get(reply, "hits"));
  begin_leg(traveller, next);
}

/* Where the next leg begins is looked at in this one: who departs from a
 * moment does not count it. */
static void begin_leg(Traveller *traveller, Program *leg) {
  traveller->leg = leg;
  Program *next = next_leg(traveller);
  traveller->goal.bound = next ? moment_after(next->begin) : MOMENT_NEVER;
  if (depart(traveller, program_nearest(leg, leg->begin, true)))
    run(traveller, traveller->goal, after_leg);
}

void travel_to_line(Traveller *traveller, u32 line, u32 hit) {
  Program *program = traveller->program;
  while (program->parent)
    program = program->parent;
  begin(traveller);
  traveller->goal = (Goal){.kind = GOAL_LINE, .line = line, .hit = hit};
  traveller->nothing = "the run does not reach that line so often";
  begin_leg(traveller, program);
}

void travel_forward(Traveller *traveller, Goal goal, const char *nothing) {
  begin(traveller);
  Link *here = traveller_here(traveller);
  traveller->goal = goal;
  traveller->nothing = nothing;
  traveller->keeps_events = true;
  if (here && is_end(here->moment))
    fail(traveller, "no later moment: this is the end of the run");
  else if (depart(traveller, here))
    run(traveller, goal, arrived_forward);
}

/* ---- Backwards ---------------------------------------------------------- */

static void search(Traveller *traveller);

static void nothing_found(Traveller *traveller) {
  if (traveller->goal.kind == GOAL_OUT || is_search(&traveller->goal))
    fail(traveller, traveller->nothing);
  else
    approach(traveller, MOMENT_START, arrived_at_moment);
}

static void searched(Traveller *traveller, json_t *reply) {
  const char *text = json_string_value(json_object_get(reply, "found"));
  Moment found;
  drop_room(traveller);
  if (text && moment_parse(text, &found)) {
    approach(traveller, found, arrived_at_moment);
    return;
  }
  /* where this stretch began was not looked at itself */
  traveller->goal.bound = moment_after(traveller->before);
  traveller->window *= WINDOW_FACTOR;
  search(traveller);
}

static void search_from_room(Traveller *traveller) {
  traveller->before = traveller->room->moment;
  run(traveller, traveller->goal, searched);
}

static void at_start_of_search(Traveller *traveller, json_t *reply) {
  leave_room(traveller);
  search_from_room(traveller);
}

/* Searches the stretch of `window` ticks before `before`. */
static void search(Traveller *traveller) {
  Moment before = traveller->before;
  if (!moment_compare(before, MOMENT_START)) {
    nothing_found(traveller);
    return;
  }
  Moment start = {};
  if (before.tick > traveller->window)
    start.tick = before.tick - traveller->window;
  Link *base = nearest_room(traveller, before, false);
  if (!depart(traveller, base)) return;
  if (moment_compare(base->moment, start) >= 0)
    search_from_room(traveller);
  else
    run(traveller, goal_of_tick(start.tick), at_start_of_search);
}

void travel_back(Traveller *traveller, Goal goal, const char *nothing) {
  begin(traveller);
  Link *here = traveller_here(traveller);
  Moment now = here ? here->moment : MOMENT_START;
  if (!moment_compare(now, MOMENT_START)) {
    fail(traveller, "no earlier moment: this is the start of the run");
    return;
  }
  if (goal.kind == GOAL_OUT && goal.depth <= 1) {
    fail(traveller, nothing); /* nothing called the script */
    return;
  }
  if (goal.kind == GOAL_INSTRUCTION && (now.step || now.event) &&
      !is_end(now)) {
    /* from inside the collector, to the instruction around it */
    u64 step = now.event ? now.step : now.step - 1;
    approach(traveller, (Moment){.tick = now.tick, .step = step},
             arrived_at_moment);
    return;
  }
  const Hop *hop = goal.kind == GOAL_OVER ? find_hop(traveller, now) : NULL;
  if (hop) {
    approach(traveller, hop->from, arrived_at_moment);
    return;
  }
  goal.last = true;
  goal.bound = traveller->before = now;
  traveller->goal = goal;
  traveller->nothing = nothing;
  traveller->window = near_ticks(traveller);
  search(traveller);
}

/* ---- The traveller ------------------------------------------------------ */

void traveller_open(Traveller *traveller, Program *program, TravelDone *done,
                    void (*progress)(void *, u64), void *context) {
  *traveller = (Traveller){.program = program,
                           .done = done,
                           .progress = progress,
                           .context = context};
}

void traveller_change(Traveller *traveller, Program *program, Moment from,
                      Link *here) {
  assert(!traveller->is_moving);
  for (u32 i = traveller->near_count; i-- > 0;)
    if (moment_compare(traveller->near_rooms[i]->moment, from) >= 0)
      forget_room(traveller, traveller->near_rooms[i]);
  link_close(traveller->here);
  traveller->here = here;
  traveller->program = program;
  traveller->hop_count = 0;
  if (here) link_listen(here, NULL, forget_room, traveller);
}

Link *traveller_here(Traveller *traveller) {
  if (traveller->here) return traveller->here;
  Link *start = program_nearest(traveller->program, MOMENT_START, true);
  traveller->here = start ? link_fork(start) : NULL;
  if (traveller->here)
    link_listen(traveller->here, NULL, forget_room, traveller);
  return traveller->here;
}

void travel_interrupt(Traveller *traveller) {
  if (traveller->room && traveller->room->is_running)
    link_pause(traveller->room);
}

void traveller_close(Traveller *traveller) {
  link_close(traveller->room);
  link_close(traveller->here);
  for (u32 i = 0; i < traveller->near_count; i++)
    link_close(traveller->near_rooms[i]);
  *traveller = (Traveller){};
}
