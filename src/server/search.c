/* search.c - from checkpoint to checkpoint, backwards. */
#define _GNU_SOURCE
#include "server/search.h"

#include <stdlib.h>
#include <unistd.h>

/* Stretches up to so many ticks are run exactly at once. */
constexpr u64 EXACT_TICKS = 500;

/* So many rooms run at once, if there are as many processors. */
constexpr u32 LANES_MAX = 8;

/* Ticks to be run exactly. */
typedef struct Window {
  u64 begin, end;
} Window;

/* A stretch from a checkpoint to the next, in which something may have been
 * made. */
typedef struct Interval {
  Search *search;
  Link *base;      /* a copy of the checkpoint at its beginning */
  Link *room;      /* that runs it coarsely, or NULL */
  Moment bound;    /* its end */
  json_t *reports; /* what that has found; NULL: not yet run */
} Interval;

struct Search {
  Program *program;
  json_t *answer;
  json_t *traces, *results;     /* arrays; a result is null until it is known */
  Link *next;                   /* a copy of a checkpoint that is asked */
  json_t *base_written;         /* what the one after it has said */
  Moment before;                /* back to here nothing else was made */
  VECTOR(Interval *) intervals; /* the latest first */
  u32 started, running, lanes;
  Interval *exact; /* the one that is run exactly, by `room` */
  json_t *asked;   /* numbers of the traces that are found in it */
  Link *room;
  VECTOR(Window) windows;
  u32 window;
  SearchDone *done;
  void *context;
};

static const char REFUSED[] = "the system allows no more processes";

/* ---- Answers --------------------------------------------------------------
 */

static bool has_equal(json_t *list, json_t *json) {
  for (size_t i = 0; i < json_array_size(list); i++)
    if (json_equal(json_array_get(list, i), json)) return true;
  return false;
}

/* Every object with a `trace`, at any depth. */
static void collect(json_t *json, json_t *traces) {
  const char *key;
  json_t *value;
  size_t index;
  if (json_is_array(json)) {
    json_array_foreach(json, index, value)
      collect(value, traces);
    return;
  }
  if (!json_is_object(json)) return;
  json_t *trace = json_object_get(json, "trace");
  if (trace && !has_equal(traces, trace)) json_array_append(traces, trace);
  json_object_foreach(json, key, value) {
    if (strcmp(key, "trace") != 0) collect(value, traces);
  }
}

static json_t *result_of(const Search *search, json_t *trace) {
  for (size_t i = 0; i < json_array_size(search->traces); i++)
    if (json_equal(json_array_get(search->traces, i), trace))
      return json_array_get(search->results, i);
  return NULL;
}

static void fill(const Search *search, json_t *json) {
  const char *key;
  json_t *value;
  size_t index;
  if (json_is_array(json)) {
    json_array_foreach(json, index, value)
      fill(search, value);
    return;
  }
  if (!json_is_object(json)) return;
  json_object_foreach(json, key, value) {
    if (strcmp(key, "trace") != 0) fill(search, value);
  }
  json_t *trace = json_object_get(json, "trace");
  if (!trace) return;
  json_t *made = result_of(search, trace);
  if (json_is_object(made))
    json_object_set(json, "made", made);
  else
    json_object_set_new(json, "made", json_pack("{s:s}", "how", "before"));
  json_object_del(json, "trace");
}

static void free_interval(Interval *interval) {
  link_close(interval->base);
  link_close(interval->room);
  json_decref(interval->reports);
  free(interval);
}

static void free_search(Search *search) {
  for (u32 i = 0; i < search->intervals.count; i++)
    free_interval(search->intervals.items[i]);
  link_close(search->next);
  link_close(search->room);
  json_decref(search->answer);
  json_decref(search->traces);
  json_decref(search->results);
  json_decref(search->asked);
  json_decref(search->base_written);
  vector_free(&search->intervals);
  vector_free(&search->windows);
  free(search);
}

static void end(Search *search, const char *error) {
  SearchDone *done = search->done;
  void *context = search->context;
  json_t *answer = NULL;
  if (!error) {
    fill(search, search->answer);
    answer = json_incref(search->answer);
  }
  free_search(search);
  done(context, answer, error);
}

/* ---- Requests -------------------------------------------------------------
 */

static size_t number_at(json_t *numbers, size_t index) {
  return (size_t)json_integer_value(json_array_get(numbers, index));
}

static json_t *traces_of(const Search *search, json_t *numbers) {
  json_t *list = json_array();
  for (size_t i = 0; i < json_array_size(numbers); i++)
    json_array_append(list,
                      json_array_get(search->traces, number_at(numbers, i)));
  return list;
}

/* Lets a room run to the bound. */
static void trace(Link *room, json_t *traces, Moment bound, bool exact,
                  LinkReply *reply, void *context) {
  room->is_running = true;
  link_request(room,
               json_pack("{s:s, s:o, s:o, s:b}", "do", "trace", "traces",
                         traces, "bound", moment_json(bound), "exact",
                         (int)exact),
               reply, context);
}

static void ask_written(Search *search, Link *link, LinkReply *reply) {
  link_request(link,
               json_pack("{s:s, s:o}", "do", "written", "traces",
                         json_incref(search->traces)),
               reply, search);
}

/* ---- Exactly --------------------------------------------------------------
 */

static void go_on(Search *search);
static void run_window(Search *search);

/* Takes what a run has found; what comes later replaces what came before. */
static void take_results(Search *search, json_t *reports) {
  for (size_t i = 0; i < json_array_size(search->asked); i++) {
    json_t *report = json_array_get(reports, i);
    if (!json_is_object(report)) continue;
    json_t *result = json_deep_copy(report);
    json_object_del(result, "before");
    json_array_set_new(search->results, number_at(search->asked, i), result);
  }
}

static bool is_found(const Search *search, size_t number) {
  return !json_is_null(json_array_get(search->results, number));
}

static void on_exact(void *context, Link *link, json_t *reply,
                     const char *error) {
  Search *search = context;
  if (error) {
    end(search, error);
    return;
  }
  take_results(search, json_object_get(reply, "traces"));
  search->window++;
  run_window(search);
}

static void trace_window(Search *search) {
  Moment bound = {.tick = search->windows.items[search->window].end};
  if (moment_compare(search->exact->bound, bound) < 0)
    bound = search->exact->bound;
  trace(search->room, traces_of(search, search->asked), bound, true, on_exact,
        search);
}

static void on_window(void *context, Link *link, json_t *reply,
                      const char *error) {
  if (error)
    end(context, error);
  else
    trace_window(context);
}

/* The next stretch of ticks that is to be run exactly. */
static void run_window(Search *search) {
  if (search->window == search->windows.count) {
    search->exact = NULL;
    go_on(search);
    return;
  }
  u64 begin = search->windows.items[search->window].begin;
  Goal goal = {
      .kind = GOAL_TICK, .moment = {.tick = begin}, .bound = MOMENT_NEVER};
  if (begin > search->room->moment.tick)
    link_go(search->room, &goal, on_window, search);
  else
    trace_window(search);
}

/* Runs the windows of an interval for the traces in `asked`. */
static void run_exactly(Search *search, Interval *interval) {
  search->exact = interval;
  search->window = 0;
  link_close(search->room);
  search->room = link_fork(interval->base);
  if (search->room)
    run_window(search);
  else
    end(search, REFUSED);
}

/* ---- Windows --------------------------------------------------------------
 */

static int compare_windows(const void *left, const void *right) {
  u64 a = ((const Window *)left)->begin, b = ((const Window *)right)->begin;
  return a < b ? -1 : a > b;
}

/* Those that overlap become one. */
static void join_windows(Search *search) {
  Window *items = search->windows.items;
  u32 count = search->windows.count, kept = 0;
  qsort(items, count, sizeof *items, compare_windows);
  for (u32 i = 1; i < count; i++) {
    if (items[i].begin > items[kept].end)
      items[++kept] = items[i];
    else if (items[i].end > items[kept].end)
      items[kept].end = items[i].end;
  }
  search->windows.count = kept + 1;
}

static u64 tick_of(json_t *report, const char *key) {
  Moment moment = {};
  const char *text = json_string_value(json_object_get(report, key));
  if (text) moment_parse(text, &moment);
  return moment.tick;
}

static void add_window(Search *search, json_t *report) {
  const char *how = json_string_value(json_object_get(report, "how"));
  u64 tick = tick_of(report, "moment");
  bool is_change = how && !strcmp(how, "changed");
  u64 begin = is_change ? tick_of(report, "before") : tick;
  vector_push(&search->windows, ((Window){begin, tick + 1}));
}

/* What an interval's coarse run has found of the traces that are left becomes
 * `asked` and `windows`; false when that is nothing. */
static bool find_windows(Search *search, Interval *interval) {
  json_decref(search->asked);
  search->asked = json_array();
  search->windows.count = 0;
  for (size_t i = 0; i < json_array_size(search->traces); i++) {
    json_t *report = json_array_get(interval->reports, i);
    if (is_found(search, i) || !json_is_object(report)) continue;
    json_array_append_new(search->asked, json_integer((json_int_t)i));
    add_window(search, report);
  }
  if (!search->windows.count) return false;
  join_windows(search);
  return true;
}

/* ---- Coarsely -------------------------------------------------------------
 */

static bool is_all_found(const Search *search) {
  for (size_t i = 0; i < json_array_size(search->traces); i++)
    if (!is_found(search, i)) return false;
  return true;
}

static void on_coarse(void *context, Link *link, json_t *reply,
                      const char *error) {
  Interval *interval = context;
  Search *search = interval->search;
  if (error) {
    end(search, error);
    return;
  }
  interval->reports = json_incref(json_object_get(reply, "traces"));
  link_close(interval->room);
  interval->room = NULL;
  search->running--;
  go_on(search);
}

/* A short one needs no coarse run. */
static bool is_short(const Interval *interval) {
  return interval->bound.tick - interval->base->moment.tick <= EXACT_TICKS;
}

/* As many as there are processors, the latest first. */
static bool start_lanes(Search *search) {
  while (search->running < search->lanes &&
         search->started < search->intervals.count) {
    Interval *interval = search->intervals.items[search->started++];
    if (is_short(interval)) continue;
    interval->room = link_fork(interval->base);
    if (!interval->room) return false;
    search->running++;
    trace(interval->room, json_incref(search->traces), interval->bound, false,
          on_coarse, interval);
  }
  return true;
}

/* Forgets the latest interval: nothing more is to be found in it. */
static void drop_interval(Search *search) {
  free_interval(search->intervals.items[0]);
  vector_remove(&search->intervals, 0);
  search->started--;
}

/* All of a short interval becomes `windows`, and what is not found yet `asked`.
 */
static void take_whole(Search *search, const Interval *interval) {
  json_decref(search->asked);
  search->asked = json_array();
  for (size_t i = 0; i < json_array_size(search->traces); i++)
    if (!is_found(search, i))
      json_array_append_new(search->asked, json_integer((json_int_t)i));
  search->windows.count = 0;
  Window all = {interval->base->moment.tick, interval->bound.tick + 1};
  vector_push(&search->windows, all);
}

/* Whether the latest interval has something to be run exactly; after that,
 * nothing is left in it. */
static bool take_windows(Search *search, Interval *interval) {
  bool has = true;
  if (interval->reports)
    has = find_windows(search, interval);
  else
    take_whole(search, interval);
  json_decref(interval->reports);
  interval->reports = json_array();
  return has;
}

/* Looks at the latest interval when it has run, and has others run meanwhile.
 */
static void go_on(Search *search) {
  if (search->exact) return; /* its end comes back here */
  while (search->intervals.count && !is_all_found(search)) {
    Interval *interval = search->intervals.items[0];
    if (!start_lanes(search)) {
      end(search, REFUSED);
      return;
    }
    if (!interval->reports && !is_short(interval)) return; /* it runs */
    if (take_windows(search, interval)) {
      run_exactly(search, interval);
      return;
    }
    drop_interval(search);
  }
  end(search, NULL);
}

/* ---- Backwards ------------------------------------------------------------
 */

/* What was told of a trace at the last moment that was asked. */
static json_t *known(const Search *search, const char *key, size_t index) {
  return json_array_get(json_object_get(search->base_written, key), index);
}

/* Between two collections no address is given out twice: a cell that was there
 * at both checkpoints is the same. */
static bool is_same_cell(const Search *search, json_t *reply, size_t index) {
  json_t *before = json_object_get(reply, "collections");
  json_t *after = json_object_get(search->base_written, "collections");
  return json_equal(before, after) &&
         json_is_true(json_array_get(json_object_get(reply, "born"), index));
}

/* Whether a trace may have been made between the checkpoint that `reply` speaks
 * for and the one after, at `base`. */
static bool may_be_made(const Search *search, json_t *reply, size_t index) {
  json_t *trace = json_array_get(search->traces, index);
  bool is_birth =
      !json_object_get(trace, "target") && !json_object_get(trace, "place");
  if (!json_equal(known(search, "held", index),
                  json_array_get(json_object_get(reply, "held"), index)))
    return true;
  if (is_birth && is_same_cell(search, reply, index)) return false;
  return json_integer_value(known(search, "written", index)) >
         json_integer_value(json_object_get(reply, "interval"));
}

static bool may_be_between(const Search *search, json_t *reply) {
  for (size_t i = 0; i < json_array_size(search->traces); i++)
    if (may_be_made(search, reply, i)) return true;
  return false;
}

/* Takes over `base`. */
static void add_interval(Search *search, Link *base, Moment bound) {
  Interval *interval = base_allocate_zeroed(sizeof *interval);
  *interval = (Interval){.search = search, .base = base, .bound = bound};
  vector_push(&search->intervals, interval);
}

static void look_before(Search *search);

static void on_written(void *context, Link *link, json_t *reply,
                       const char *error) {
  Search *search = context;
  if (error) {
    end(search, error);
    return;
  }
  if (may_be_between(search, reply)) {
    add_interval(search, search->next, search->before);
    search->next = NULL;
  }
  json_decref(search->base_written);
  search->base_written = json_incref(reply);
  search->before = link->moment;
  look_before(search);
}

/* Whether a checkpoint need not be asked: everything was made before it. What
 * lies in a place must be compared at each. */
static bool is_behind(const Search *search, const Link *checkpoint) {
  for (size_t i = 0; i < json_array_size(search->traces); i++)
    if (json_is_string(known(search, "held", i)) ||
        json_integer_value(known(search, "written", i)) > checkpoint->interval)
      return false;
  return true;
}

/* The checkpoint before is asked what it knows; at the first one everything
 * has been gathered. */
static void look_before(Search *search) {
  Link *before = program_nearest(search->program, search->before, false);
  while (before && is_behind(search, before)) {
    search->before = before->moment;
    before = program_nearest(search->program, search->before, false);
  }
  link_close(search->next);
  search->next = before ? link_fork(before) : NULL;
  if (search->next)
    ask_written(search, search->next, on_written);
  else if (before)
    end(search, REFUSED);
  else
    go_on(search);
}

/* ---- Beginning ------------------------------------------------------------
 */

u32 search_lanes(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  if (count < 1) return 1;
  return count < LANES_MAX ? (u32)count : LANES_MAX;
}

/* The room that stands at the moment knows what was made since the last
 * checkpoint. */
static void on_here(void *context, Link *link, json_t *reply,
                    const char *error) {
  Search *search = context;
  if (error) {
    end(search, error);
    return;
  }
  search->base_written = json_incref(reply);
  look_before(search);
}

Search *search_begin(Program *program, Link *here, json_t *answer,
                     SearchDone *done, void *context) {
  json_t *traces = json_array();
  collect(answer, traces);
  Search *search = base_allocate_zeroed(sizeof *search);
  *search = (Search){.program = program,
                     .answer = answer,
                     .traces = traces,
                     .results = json_array(),
                     .before = here->moment,
                     .lanes = search_lanes(),
                     .done = done,
                     .context = context};
  for (size_t i = 0; i < json_array_size(traces); i++)
    json_array_append_new(search->results, json_null());
  if (!json_array_size(traces)) {
    end(search, NULL);
    return NULL;
  }
  search->next = link_fork(here);
  if (!search->next) {
    end(search, REFUSED);
    return NULL;
  }
  ask_written(search, search->next, on_here);
  return search;
}

void search_cancel(Search *search) {
  if (search) free_search(search);
}
