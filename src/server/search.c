/* search.c - from checkpoint to checkpoint, backwards. */
#define _GNU_SOURCE
#include "server/search.h"

#include <stdlib.h>

/* Stretches up to so many ticks are run exactly at once. */
constexpr u64 EXACT_TICKS = 500;

/* Ticks to be run exactly. */
typedef struct Window {
  u64 begin, end;
} Window;

struct Search {
  Program *program;
  json_t *answer;
  json_t *traces, *results; /* arrays; a result is null until it is known */
  json_t *holds;            /* of traces of registers: what they hold */
  json_t *left;             /* numbers of the traces that are not found yet */
  Moment before;            /* everything from here on was searched */
  Link *base;               /* a copy of the checkpoint at its beginning */
  Link *room;               /* that runs */
  Link *next;               /* a copy of the checkpoint before */
  json_int_t base_interval; /* of page_times, at `base` */
  json_t *base_written;     /* what `base` said of its past */
  VECTOR(Window) windows;
  u32 window;
  SearchDone *done;
  void *context;
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

static void free_search(Search *search) {
  link_close(search->base);
  link_close(search->room);
  link_close(search->next);
  json_decref(search->answer);
  json_decref(search->traces);
  json_decref(search->results);
  json_decref(search->holds);
  json_decref(search->left);
  json_decref(search->base_written);
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

static json_t *traces_left(const Search *search) {
  json_t *list = json_array(), *number;
  size_t index;
  json_array_foreach(search->left, index, number) json_array_append(
      list, json_array_get(search->traces, (size_t)json_integer_value(number)));
  return list;
}

static json_t *moment_text(Moment moment) {
  Buffer text = {};
  moment_print(moment, &text);
  json_t *json = json_string(text.bytes);
  buffer_free(&text);
  return json;
}

/* Runs `room` to the bound with the traces that are left. */
static void trace(Search *search, Moment bound, bool exact, LinkReply *reply) {
  search->room->is_running = true;
  link_request(search->room,
               json_pack("{s:s, s:o, s:o, s:b}", "do", "trace", "traces",
                         traces_left(search), "bound", moment_text(bound),
                         "exact", (int)exact),
               reply, search);
}

static void ask_written(Search *search, Link *link, LinkReply *reply) {
  link_request(
      link,
      json_pack("{s:s, s:o}", "do", "written", "traces", traces_left(search)),
      reply, search);
}

/* The room that runs next begins where `base` stands. */
static bool copy_base(Search *search) {
  link_close(search->room);
  search->room = link_fork(search->base);
  if (search->room) return true;
  end(search, REFUSED);
  return false;
}

/* ---- Exactly --------------------------------------------------------------
 */

static void go_back(Search *search);
static void run_window(Search *search);

/* Takes what a run has found; what comes later replaces what came before. */
static void take_results(Search *search, json_t *reports) {
  size_t index;
  json_t *number;
  json_array_foreach(search->left, index, number) {
    json_t *report = json_array_get(reports, index);
    if (!json_is_object(report)) continue;
    json_t *result = json_deep_copy(report);
    json_object_del(result, "before");
    json_array_set_new(search->results, (size_t)json_integer_value(number),
                       result);
  }
}

static void drop_found(Search *search) {
  json_t *left = json_array(), *number;
  size_t index;
  json_array_foreach(
      search->left, index,
      number) if (json_is_null(json_array_get(search->results,
                                              (size_t)json_integer_value(
                                                  number))))
      json_array_append(left, number);
  json_decref(search->left);
  search->left = left;
}

static void end_interval(Search *search) {
  drop_found(search);
  search->before = search->base->moment;
  go_back(search);
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
  const Window *window = &search->windows.items[search->window];
  Moment bound = {.tick = window->end};
  if (moment_compare(search->before, bound) < 0) bound = search->before;
  trace(search, bound, true, on_exact);
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
    end_interval(search);
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

/* ---- Coarsely -------------------------------------------------------------
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
  if (!how) return;
  u64 tick = tick_of(report, "moment");
  u64 begin = strcmp(how, "changed") ? tick : tick_of(report, "before");
  vector_push(&search->windows, ((Window){begin, tick + 1}));
}

static void on_coarse(void *context, Link *link, json_t *reply,
                      const char *error) {
  Search *search = context;
  size_t index;
  json_t *report;
  if (error) {
    end(search, error);
    return;
  }
  search->windows.count = search->window = 0;
  json_array_foreach(json_object_get(reply, "traces"), index, report)
      add_window(search, report);
  if (!search->windows.count) {
    end_interval(search);
    return;
  }
  join_windows(search);
  if (copy_base(search)) run_window(search);
}

/* Runs from `base` to the moment from which on everything was searched. */
static void run_interval(Search *search) {
  if (!copy_base(search)) return;
  if (search->before.tick - search->base->moment.tick > EXACT_TICKS) {
    trace(search, search->before, false, on_coarse);
    return;
  }
  search->windows.count = search->window = 0;
  Window all = {search->base->moment.tick, search->before.tick + 1};
  vector_push(&search->windows, all);
  run_window(search);
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

/* Whether any of it may have been made between the checkpoint that `reply`
 * speaks for and the one after, at `base`. */
static bool may_be_between(const Search *search, json_t *reply) {
  json_int_t interval = json_integer_value(json_object_get(reply, "interval"));
  json_t *written = json_object_get(reply, "written"), *number;
  json_t *later = json_object_get(search->base_written, "written");
  size_t index;
  json_array_foreach(search->left, index, number) {
    json_t *trace =
        json_array_get(search->traces, (size_t)json_integer_value(number));
    json_t *now = json_array_get(later, index);
    json_t *then = json_array_get(written, index);
    bool is_birth =
        !json_object_get(trace, "target") && !json_object_get(trace, "place");
    if (json_is_string(now)
            ? !json_equal(now, then)
            : json_integer_value(now) > interval &&
                  !(is_birth && is_same_cell(search, reply, index)))
      return true;
  }
  return false;
}

static void on_next_written(void *context, Link *link, json_t *reply,
                            const char *error) {
  Search *search = context;
  if (error) {
    end(search, error);
    return;
  }
  bool is_wanted = may_be_between(search, reply);
  link_close(search->base);
  search->base = search->next;
  search->next = NULL;
  json_decref(search->base_written);
  search->base_written = json_incref(reply);
  if (is_wanted) {
    run_interval(search);
    return;
  }
  search->before = search->base->moment;
  go_back(search);
}

/* The checkpoint before `base` is asked what it knows. */
static void on_base_written(void *context, Link *link, json_t *reply,
                            const char *error) {
  Search *search = context;
  if (error) {
    end(search, error);
    return;
  }
  json_decref(search->base_written);
  search->base_written = json_incref(reply);
  Link *before = program_nearest(search->program, search->before, false);
  search->next = before ? link_fork(before) : NULL;
  if (search->next)
    ask_written(search, search->next, on_next_written);
  else
    end(search, before ? REFUSED : NULL);
}

static void go_back(Search *search) {
  if (json_array_size(search->left) && search->before.tick)
    ask_written(search, search->base, on_base_written);
  else
    end(search, NULL);
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

Search *search_begin(Program *program, Link *here, json_t *answer,
                     SearchDone *done, void *context) {
  json_t *traces = json_array();
  collect(answer, traces);
  Link *base = program_nearest(program, here->moment, false);
  Search *search = base_allocate_zeroed(sizeof *search);
  *search = (Search){.program = program,
                     .answer = answer,
                     .traces = traces,
                     .before = here->moment,
                     .done = done,
                     .context = context};
  number_traces(search);
  if (!json_array_size(traces) || !base) {
    end(search, NULL);
    return NULL;
  }
  search->base = link_fork(base);
  if (!search->base) {
    end(search, REFUSED);
    return NULL;
  }
  run_interval(search);
  return search;
}

void search_cancel(Search *search) {
  if (search) free_search(search);
}
