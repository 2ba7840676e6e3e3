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
  json_t *traces, *results; /* arrays; a result is null until it is known */
  json_t *left;             /* numbers of the traces that are not found yet */
  Link *next;               /* a copy of a checkpoint that is asked */
  json_t *base_written;     /* what the one after it has said */
  Moment before;            /* back to here everything was looked at */
  VECTOR(Interval *) intervals; /* the latest first */
  u32 started, running, lanes;
  Interval *exact; /* the one that is run exactly, by `room` */
  json_t *asked;   /* numbers of the traces that are found in it */
  Link *room;
  VECTOR(Window) windows;
  u32 window;
  SearchDone *done;
  void *context;
  bool *is_over; /* while search_begin has not returned */
};

static const char REFUSED[] = "the system allows no more processes";

/* ---- Answers --------------------------------------------------------------
 */

/* Every object with a `trace`, at any depth. */
static void collect(json_t *json, json_t *traces) {
  const char *key;
  json_t *value;
  size_t index;
  if (json_is_array(json)) {
    json_array_foreach(json, index, value) collect(value, traces);
    return;
  }
  if (!json_is_object(json)) return;
  json_t *trace = json_object_get(json, "trace");
  bool is_known = !trace;
  json_array_foreach(traces, index, value) is_known =
      is_known || json_equal(value, trace);
  if (!is_known) json_array_append(traces, trace);
  json_object_foreach(json, key, value) {
    if (strcmp(key, "trace") != 0) collect(value, traces);
  }
}

static json_t *result_of(const Search *search, json_t *trace) {
  size_t index;
  json_t *value;
  json_array_foreach(
      search->traces, index,
      value) if (json_equal(value,
                            trace)) return json_array_get(search->results,
                                                          index);
  return NULL;
}

static void fill(const Search *search, json_t *json) {
  const char *key;
  json_t *value;
  size_t index;
  if (json_is_array(json)) {
    json_array_foreach(json, index, value) fill(search, value);
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
  json_decref(search->left);
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
  if (search->is_over) *search->is_over = true;
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

static json_t *moment_text(Moment moment) {
  Buffer text = {};
  moment_print(moment, &text);
  json_t *json = json_string(text.bytes);
  buffer_free(&text);
  return json;
}

/* Lets a room run to the bound. */
static void trace(Link *room, json_t *traces, Moment bound, bool exact,
                  LinkReply *reply, void *context) {
  room->is_running = true;
  link_request(room,
               json_pack("{s:s, s:o, s:o, s:b}", "do", "trace", "traces",
                         traces, "bound", moment_text(bound), "exact",
                         (int)exact),
               reply, context);
}

static void ask_written(Search *search, Link *link, LinkReply *reply) {
  link_request(link,
               json_pack("{s:s, s:o}", "do", "written", "traces",
                         traces_of(search, search->left)),
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

static void drop_found(Search *search) {
  json_t *left = json_array();
  for (size_t i = 0; i < json_array_size(search->left); i++)
    if (!is_found(search, number_at(search->left, i)))
      json_array_append(left, json_array_get(search->left, i));
  json_decref(search->left);
  search->left = left;
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
 * `asked` and `windows`; false when that is nothing. The traces that it ran
 * with were those that were left when the intervals were gathered. */
static bool find_windows(Search *search, Interval *interval) {
  json_decref(search->asked);
  search->asked = json_array();
  search->windows.count = 0;
  for (size_t i = 0; i < json_array_size(search->left); i++) {
    json_t *number = json_array_get(search->left, i);
    json_t *report = json_array_get(interval->reports, i);
    if (is_found(search, number_at(search->left, i)) || !json_is_object(report))
      continue;
    json_array_append(search->asked, number);
    add_window(search, report);
  }
  if (!search->windows.count) return false;
  join_windows(search);
  return true;
}

/* ---- Coarsely -------------------------------------------------------------
 */

static bool is_all_found(const Search *search) {
  for (size_t i = 0; i < json_array_size(search->left); i++)
    if (!is_found(search, number_at(search->left, i))) return false;
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

/* As many as there are processors, the latest first. */
static bool start_lanes(Search *search) {
  while (search->running < search->lanes &&
         search->started < search->intervals.count) {
    Interval *interval = search->intervals.items[search->started++];
    interval->room = link_fork(interval->base);
    if (!interval->room) return false;
    search->running++;
    trace(interval->room, traces_of(search, search->left), interval->bound,
          false, on_coarse, interval);
  }
  return true;
}

/* Forgets the latest interval: nothing more is to be found in it. */
static void drop_interval(Search *search) {
  free_interval(search->intervals.items[0]);
  search->intervals.count--;
  search->started--;
  memmove(search->intervals.items, search->intervals.items + 1,
          search->intervals.count * sizeof(Interval *));
}

/* A short one needs no coarse run. */
static void run_short(Search *search, Interval *interval) {
  json_decref(search->asked);
  search->asked = json_incref(search->left);
  search->windows.count = 0;
  Window all = {interval->base->moment.tick, interval->bound.tick + 1};
  vector_push(&search->windows, all);
  run_exactly(search, interval);
}

static void gather(Search *search);

/* Looks at the latest interval when it has run, and has others run meanwhile.
 * When none is left, what there is before them is gathered. */
static void go_on(Search *search) {
  if (search->exact) return; /* its end comes back here */
  while (search->intervals.count && search->intervals.items[0]->reports) {
    Interval *interval = search->intervals.items[0];
    if (find_windows(search, interval)) {
      /* after that, nothing of what it has found is left in it */
      json_array_clear(interval->reports);
      if (start_lanes(search))
        run_exactly(search, interval);
      else
        end(search, REFUSED);
      return;
    }
    drop_interval(search);
  }
  if (is_all_found(search)) {
    end(search, NULL);
  } else if (!search->intervals.count) {
    drop_found(search);
    gather(search);
  } else if (!start_lanes(search)) {
    end(search, REFUSED);
  }
}

/* ---- Backwards ------------------------------------------------------------
 */

/* Between two collections no address is given out twice: a cell that was there
 * at both checkpoints is the same. */
static bool is_same_cell(const Search *search, json_t *reply, size_t index) {
  json_t *before = json_object_get(reply, "collections");
  json_t *after = json_object_get(search->base_written, "collections");
  return json_equal(before, after) &&
         json_is_true(json_array_get(json_object_get(reply, "born"), index));
}

/* Whether one of the traces may have been made between the checkpoint that
 * `reply` speaks for and the one after, at `base`. */
static bool may_be_made(const Search *search, json_t *reply, size_t index) {
  json_t *trace =
      json_array_get(search->traces, number_at(search->left, index));
  json_t *now =
      json_array_get(json_object_get(search->base_written, "written"), index);
  json_t *then = json_array_get(json_object_get(reply, "written"), index);
  bool is_birth =
      !json_object_get(trace, "target") && !json_object_get(trace, "place");
  /* of a register */
  if (json_is_string(now)) return !json_equal(now, then);
  if (is_birth && is_same_cell(search, reply, index)) return false;
  return json_integer_value(now) >
         json_integer_value(json_object_get(reply, "interval"));
}

static bool may_be_between(const Search *search, json_t *reply) {
  for (size_t i = 0; i < json_array_size(search->left); i++)
    if (may_be_made(search, reply, i)) return true;
  return false;
}

/* Takes over `base`. */
static Interval *add_interval(Search *search, Link *base, Moment bound) {
  Interval *interval = base_allocate_zeroed(sizeof *interval);
  *interval = (Interval){.search = search, .base = base, .bound = bound};
  vector_push(&search->intervals, interval);
  return interval;
}

static void look_before(Search *search);

static void on_written(void *context, Link *link, json_t *reply,
                       const char *error) {
  Search *search = context;
  if (error) {
    end(search, error);
    return;
  }
  Moment bound = search->before;
  if (search->base_written && may_be_between(search, reply)) {
    Link *copy = link_fork(search->next);
    if (!copy) {
      end(search, REFUSED);
      return;
    }
    add_interval(search, copy, bound);
  }
  json_decref(search->base_written);
  search->base_written = json_incref(reply);
  search->before = search->next->moment;
  look_before(search);
}

/* The checkpoint before is asked what it knows; at the first one everything
 * has been gathered. */
static void look_before(Search *search) {
  bool is_first = !search->base_written;
  Link *before = program_nearest(search->program, search->before, is_first);
  link_close(search->next);
  search->next = before ? link_fork(before) : NULL;
  if (search->next)
    ask_written(search, search->next, on_written);
  else if (before)
    end(search, REFUSED);
  else if (search->intervals.count)
    go_on(search);
  else
    end(search, NULL);
}

/* All intervals before `before` in which what is left may have been made. */
static void gather(Search *search) {
  json_decref(search->base_written);
  search->base_written = NULL;
  search->started = 0;
  look_before(search);
}

/* ---- Beginning ------------------------------------------------------------
 */

static void number_traces(Search *search) {
  search->results = json_array();
  search->left = json_array();
  for (size_t i = 0; i < json_array_size(search->traces); i++) {
    json_array_append_new(search->results, json_null());
    json_array_append_new(search->left, json_integer((json_int_t)i));
  }
}

static u32 count_processors(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  if (count < 1) return 1;
  return count < LANES_MAX ? (u32)count : LANES_MAX;
}

/* The stretch since the last checkpoint comes first: most is found there. */
static void begin(Search *search, Link *base, Moment bound) {
  Link *copy = link_fork(base);
  if (!copy) {
    end(search, REFUSED);
    return;
  }
  Interval *interval = add_interval(search, copy, bound);
  search->before = copy->moment;
  if (bound.tick - copy->moment.tick > EXACT_TICKS) {
    go_on(search);
    return;
  }
  interval->reports = json_array();
  search->started = 1;
  run_short(search, interval);
}

Search *search_begin(Program *program, Link *here, json_t *answer,
                     SearchDone *done, void *context) {
  json_t *traces = json_array();
  collect(answer, traces);
  Link *base = program_nearest(program, here->moment, false);
  Search *search = base_allocate_zeroed(sizeof *search);
  *search = (Search){.program = program,
                     .answer = answer,
                     .traces = traces,
                     .lanes = count_processors(),
                     .done = done,
                     .context = context};
  bool is_over = false;
  search->is_over = &is_over;
  number_traces(search);
  if (json_array_size(traces) && base)
    begin(search, base, here->moment);
  else
    end(search, NULL);
  if (is_over) return NULL;
  search->is_over = NULL;
  return search;
}

void search_cancel(Search *search) {
  if (search) free_search(search);
}
