/* target.c - running to a moment. */
#include "cli/target.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Visit {
  Target target;
  const Looker *looker;
  Moment met; /* where the run was when it was clear that it will not be */
  bool has_looked, is_done, ended;
} Visit;

/* ---- Targets ------------------------------------------------------------ */

static bool parse_count(const char *text, u32 *count) {
  char *end;
  if (*text < '0' || *text > '9') return false;
  unsigned long value = strtoul(text, &end, 10);
  *count = (u32)value;
  return !*end && value >= 1 && value <= INT32_MAX;
}

static bool parse_target(const char *text, Target *target) {
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

int target_read(const Invocation *invocation, Target *target) {
  const char *at = invocation->options[OPTION_at];
  if (parse_target(at ? at : "end", target)) return EXIT_STATUS_OK;
  return cli_fail(EXIT_STATUS_USAGE,
                  "--at wants LINE, LINE:HIT, a moment like 12.3, or end, "
                  "not %s",
                  at);
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

/* ---- Visiting ----------------------------------------------------------- */

static void on_stop(Session *session, void *context) {
  Visit *visit = context;
  const Looker *looker = visit->looker;
  const Stop *stop = &session->stop;
  bool is_end = stop->reason == STOP_END || stop->reason == STOP_THROWN;
  if (visit->is_done) return;
  fflush(stdout);
  if (stop->reason == STOP_START && looker->begin)
    looker->begin(session, looker->context);
  if (is_there(stop, visit->target)) {
    looker->look(session, looker->context);
    visit->has_looked = true;
  } else if (stop->reason == STOP_START) {
    session->goal = goal_of(visit->target);
    return;
  }
  visit->met = stop->moment;
  visit->is_done = true;
  visit->ended = is_end;
  /* the rest of the run is of no interest */
  session->is_quiet = true;
  session->vm.stop_requested = true;
}

static void say_missing(const Visit *visit, Buffer *error) {
  const Target *target = &visit->target;
  if (target->kind == TARGET_LINE) {
    buffer_format(error, "line %u is not reached", target->line);
    if (target->hit > 1) buffer_format(error, " %u times", target->hit);
  } else {
    buffer_text(error, "there is no moment ");
    moment_print(target->moment, error);
  }
  buffer_text(error, visit->ended ? ": the run ends at " : "; the next is ");
  moment_print(visit->met, error);
}

bool target_visit(const Recording *recording, Target target,
                  const Looker *looker, Buffer *error, int *status) {
  static Session session; /* large; one run a process */
  Visit visit = {.target = target, .looker = looker};
  Buffer uncaught = {};
  *status = EXIT_STATUS_INPUT;
  if (!session_open(&session, recording, NULL, error)) return false;
  session.is_quiet = !looker->prints;
  session_run(&session, on_stop, &visit, &uncaught);
  buffer_free(&uncaught);
  session_close(&session);
  *status = visit.has_looked ? EXIT_STATUS_OK : EXIT_STATUS_MOMENT;
  if (!visit.has_looked) say_missing(&visit, error);
  return visit.has_looked;
}
