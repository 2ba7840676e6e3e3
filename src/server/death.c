/* death.c - halving the stretch in which an object died. */
#define _GNU_SOURCE
#include "server/death.h"

#include <stdlib.h>

struct Death {
  Program *program;
  json_t *answer;
  json_int_t address;
  Link *low;           /* a room in which it lives */
  Link *probe;         /* that runs, or is asked */
  Link *base;          /* backwards: the checkpoint that is looked at */
  Moment upto;         /* and everything from here on was looked at */
  Moment high;         /* it is dead here */
  u64 step;            /* in the tick of `low`: where the probe was sent */
  u64 limit;           /* there it is dead, or there is no such step; 0: not
                          known */
  u64 gallop;          /* how far the last probe went, while it is not */
  json_int_t interval; /* in which the moment that was asked about lies */
  u32 candidate;       /* of the checkpoints that are asked; counts down */
  void (*then)(Death *death, bool is_alive, json_t *result);
  void (*survived)(Death *death, bool is_alive, json_t *result);
  SearchDone *done;
  void *context;
};

static const char REFUSED[] = "the system allows no more processes";

static void free_death(Death *death) {
  link_close(death->low);
  link_close(death->probe);
  link_close(death->base);
  json_decref(death->answer);
  free(death);
}

static void end(Death *death, const char *error) {
  SearchDone *done = death->done;
  void *context = death->context;
  json_t *answer = error ? NULL : json_incref(death->answer);
  free_death(death);
  done(context, answer, error);
}

/* ---- Asking a room --------------------------------------------------------
 */

static void on_asked(void *context, Link *link, json_t *reply,
                     const char *error) {
  Death *death = context;
  json_t *result = json_object_get(reply, "result");
  if (error)
    end(death, error);
  else
    death->then(death, json_is_true(json_object_get(result, "alive")), result);
}

/* Whether it lives in that room. */
static void ask(Death *death, Link *link,
                void (*then)(Death *, bool, json_t *)) {
  death->then = then;
  link_request(link,
               json_pack("{s:s, s:s, s:{s:I}}", "do", "answer", "method",
                         "Why.alive", "params", "address", death->address),
               on_asked, death);
}

/* A copy of a room becomes the probe; false: it is over. */
static bool copy(Death *death, Link *link) {
  link_close(death->probe);
  death->probe = link ? link_fork(link) : NULL;
  if (death->probe) return true;
  end(death, REFUSED);
  return false;
}

/* ---- Halving --------------------------------------------------------------
 */

static void halve(Death *death);

static void take_low(Death *death) {
  link_close(death->low);
  death->low = death->probe;
  death->probe = NULL;
}

/* One instruction is left: the one about to run in `low`. */
static void told_place(Death *death, bool is_alive, json_t *result) {
  json_object_set_new(death->answer, "cut",
                      json_pack("{s:o, s:O?}", "moment",
                                moment_json(death->low->moment), "where",
                                json_object_get(result, "where")));
  json_object_set_new(death->answer, "alive", json_false());
  end(death, NULL);
}

static void told_probe(Death *death, bool is_alive, json_t *result) {
  if (is_alive)
    take_low(death);
  else if (death->step)
    death->limit = death->step;
  else
    death->high = death->probe->moment;
  halve(death);
}

static void on_probe(void *context, Link *link, json_t *reply,
                     const char *error) {
  Death *death = context;
  if (error)
    end(death, error);
  else if (json_is_true(json_object_get(reply, "died")))
    told_probe(death, false, NULL);
  else
    ask(death, death->probe, told_probe);
}

/* Runs the probe until a collection finds the cell dead, at most to the bound.
 * Behind such a collection the address may be another cell's, which lives. */
static void outlive(Death *death, Moment bound, LinkReply *reply) {
  if (!copy(death, death->low)) return;
  death->probe->is_running = true;
  link_request(death->probe,
               json_pack("{s:s, s:I, s:o}", "do", "outlive", "address",
                         death->address, "bound", moment_json(bound)),
               reply, death);
}

static void halve_ticks(Death *death) {
  u64 low = death->low->moment.tick, high = death->high.tick;
  outlive(death, (Moment){.tick = low + (high - low) / 2}, on_probe);
}

/* How many steps a tick has is not known: each probe goes twice as far as the
 * one before, until one is dead or in the next tick, which is all the same. */
static void halve_steps(Death *death) {
  Moment low = death->low->moment;
  u64 limit = death->limit;
  if (limit == low.step + 1) {
    ask(death, death->low, told_place);
    return;
  }
  if (!limit) death->gallop = death->gallop ? death->gallop * 2 : 1;
  death->step = low.step + (limit ? (limit - low.step) / 2 : death->gallop);
  outlive(death, (Moment){.tick = low.tick, .step = death->step}, on_probe);
}

static void halve(Death *death) {
  assert(moment_compare(death->low->moment, death->high) < 0);
  if (death->high.tick - death->low->moment.tick > 1)
    halve_ticks(death);
  else
    halve_steps(death);
}

/* ---- Forwards -------------------------------------------------------------
 */

static void told_end(Death *death, bool is_alive, json_t *result) {
  Moment moment = death->probe->moment;
  if (is_alive) {
    json_object_set_new(death->answer, "alive", json_true());
    json_object_set_new(death->answer, "end", moment_json(moment));
    end(death, NULL);
    return;
  }
  json_object_set_new(death->answer, "freed", json_null());
  death->high = moment;
  halve(death);
}

static void on_outlived(void *context, Link *link, json_t *reply,
                        const char *error) {
  Death *death = context;
  if (error) {
    end(death, error);
    return;
  }
  if (!json_is_true(json_object_get(reply, "died"))) {
    ask(death, death->probe, death->survived);
    return;
  }
  death->high = death->probe->moment;
  json_object_set_new(death->answer, "freed", moment_json(death->high));
  halve(death);
}

/* From `low` to the tick; `survived` is called when it still lives there, or
 * is dead and not collected. */
static void run_on(Death *death, u64 tick,
                   void (*survived)(Death *, bool, json_t *)) {
  death->survived = survived;
  outlive(death, (Moment){.tick = tick}, on_outlived);
}

/* The last checkpoint in which it surely lives still. */
static void told_later(Death *death, bool is_alive, json_t *result) {
  const Program *program = death->program;
  json_int_t written = json_integer_value(json_object_get(result, "written"));
  if (is_alive && written <= death->interval) {
    take_low(death);
    death->candidate = 0;
  }
  while (death->candidate-- > 0) {
    Link *link = program->checkpoints.items[death->candidate];
    if (death->candidate >= program->checkpoints.count) continue;
    if (moment_compare(link->moment, death->low->moment) <= 0) break;
    if (copy(death, link)) ask(death, death->probe, told_later);
    return;
  }
  run_on(death, UINT64_MAX, told_end);
}

/* It stands at the first checkpoint after the moment that was asked about, or
 * at the end of the run. */
static void told_next(Death *death, bool is_alive, json_t *result) {
  if (!is_alive || death->probe->moment.step == MOMENT_STEP_END) {
    told_end(death, is_alive, result);
    return;
  }
  take_low(death);
  death->candidate = death->program->checkpoints.count;
  told_later(death, false, NULL);
}

static u64 tick_of_next_checkpoint(const Death *death) {
  const Program *program = death->program;
  for (u32 i = 0; i < program->checkpoints.count; i++) {
    Moment moment = program->checkpoints.items[i]->moment;
    if (moment_compare(moment, death->low->moment) > 0) return moment.tick;
  }
  return UINT64_MAX;
}

/* ---- Backwards ------------------------------------------------------------
 */

static void look_before(Death *death);

static void found_low(Death *death) {
  take_low(death);
  json_object_set_new(death->answer, "freed", json_null());
  halve(death);
}

/* Right behind its allocation: no cell dies younger. */
static void told_birth(Death *death, bool is_alive, json_t *result) {
  if (is_alive)
    found_low(death);
  else
    end(death, "nothing has ever referred to it");
}

static void on_birth(void *context, Link *link, json_t *reply,
                     const char *error) {
  Death *death = context;
  if (error)
    end(death, error);
  else
    ask(death, death->probe, told_birth);
}

static bool read_allocation(json_t *reply, Moment *moment) {
  json_t *report = json_array_get(json_object_get(reply, "traces"), 0);
  const char *text = json_string_value(json_object_get(report, "moment"));
  return text && moment_parse(text, moment);
}

static void trace(Death *death, Moment bound, bool exact, LinkReply *reply) {
  death->probe->is_running = true;
  link_request(death->probe,
               json_pack("{s:s, s:[{s:I}], s:o, s:b}", "do", "trace", "traces",
                         "owner", death->address, "bound", moment_json(bound),
                         "exact", (int)exact),
               reply, death);
}

static void on_exact(void *context, Link *link, json_t *reply,
                     const char *error) {
  Death *death = context;
  Goal goal = {.kind = GOAL_MOMENT, .bound = MOMENT_NEVER};
  if (error || !read_allocation(reply, &goal.moment)) {
    end(death, error ? error : "its allocation is not found");
    return;
  }
  goal.moment.step++;
  if (copy(death, death->base)) link_go(death->probe, &goal, on_birth, death);
}

static void on_tick(void *context, Link *link, json_t *reply,
                    const char *error) {
  Death *death = context;
  Moment bound = {.tick = death->probe->moment.tick + 1};
  if (moment_compare(death->upto, bound) < 0) bound = death->upto;
  if (error)
    end(death, error);
  else
    trace(death, bound, true, on_exact);
}

/* The last time that it was allocated between `base` and `upto`. */
static void on_coarse(void *context, Link *link, json_t *reply,
                      const char *error) {
  Death *death = context;
  Goal goal = {.kind = GOAL_TICK, .bound = MOMENT_NEVER};
  if (error) {
    end(death, error);
  } else if (!read_allocation(reply, &goal.moment)) {
    death->upto = death->base->moment;
    look_before(death);
  } else if (copy(death, death->base)) {
    if (goal.moment.tick > death->base->moment.tick)
      link_go(death->probe, &goal, on_tick, death);
    else
      on_tick(death, death->probe, NULL, NULL);
  }
}

/* It is dead, or not yet born, at the checkpoint that was asked. */
static void told_earlier(Death *death, bool is_alive, json_t *result) {
  if (is_alive)
    found_low(death);
  else if (copy(death, death->base))
    trace(death, death->upto, false, on_coarse);
}

static void look_before(Death *death) {
  Link *before = program_nearest(death->program, death->upto, false);
  link_close(death->base);
  death->base = before ? link_fork(before) : NULL;
  if (!before)
    end(death, "it is dead here, and was never alive before");
  else if (!death->base)
    end(death, REFUSED);
  else if (copy(death, death->base))
    ask(death, death->probe, told_earlier);
}

static void told_here(Death *death, bool is_alive, json_t *result) {
  if (!is_alive) {
    death->high = death->upto = death->probe->moment;
    look_before(death);
    return;
  }
  if (death->probe->moment.step == MOMENT_STEP_END) {
    told_end(death, true, result);
    return;
  }
  take_low(death);
  /* the moment lies in the interval behind those that have ended */
  death->interval = json_integer_value(json_object_get(result, "interval")) + 1;
  run_on(death, tick_of_next_checkpoint(death), told_next);
}

Death *death_begin(Program *program, Link *here, json_t *answer,
                   SearchDone *done, void *context) {
  Death *death = base_allocate_zeroed(sizeof *death);
  *death = (Death){
      .program = program, .answer = answer, .done = done, .context = context};
  death->address = json_integer_value(json_object_get(answer, "address"));
  death->probe = link_fork(here);
  if (!death->probe) {
    end(death, REFUSED);
    return NULL;
  }
  ask(death, death->probe, told_here);
  return death;
}

void death_cancel(Death *death) {
  if (death) free_death(death);
}
