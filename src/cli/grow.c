/* grow.c - `glassheap grow`: measuring, asking the leak finders why, and the
 * exit status. */
#include "cli/grow.h"

#include "cli/cli.h"
#include "graph/answer.h"
#include "watch/growth.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

constexpr u32 ROUNDS = 8, ITERATIONS = 10, WARM_UP = 2;
constexpr u64 ITERATIONS_MOST = 1'000'000;
/* Continuous integration looks at these alone. */
constexpr int STATUS_GROWS = 1, STATUS_CANNOT_RUN = 2;

/* ---- What is asked ------------------------------------------------------- */

static int read_count(const Invocation *invocation, OptionName option,
                      const char *name, u64 least, u64 most, u64 *number) {
  const char *text = invocation->options[option];
  if (!text || (cli_number(text, most, number) && *number >= least))
    return EXIT_STATUS_OK;
  return cli_fail(STATUS_CANNOT_RUN,
                  "%s wants a whole number from %llu to "
                  "%llu, not %s",
                  name, (unsigned long long)least, (unsigned long long)most,
                  text);
}

static int read_options(const Invocation *invocation, GrowthOptions *options,
                        u64 *limit) {
  u64 rounds = ROUNDS, iterations = ITERATIONS;
  *limit = 0;
  int status = read_count(invocation, OPTION_rounds, "--rounds",
                          GROWTH_ROUNDS_LEAST, GROWTH_ROUNDS_MOST, &rounds);
  if (!status)
    status = read_count(invocation, OPTION_iterations, "--iterations", 1,
                        ITERATIONS_MOST, &iterations);
  if (!status)
    status = read_count(invocation, OPTION_fail_above, "--fail-above", 0,
                        INT64_MAX, limit);
  *options = (GrowthOptions){.call = invocation->options[OPTION_call],
                             .warm_up = WARM_UP,
                             .rounds = (u32)rounds,
                             .iterations = (u32)iterations};
  return status;
}

/* ---- Why ----------------------------------------------------------------- */

/* The leak finders' answer to the three heaps, or NULL. */
static json_t *find_leaks(const int files[GROWTH_SNAPSHOTS], Buffer *error) {
  HeapGraph graphs[GROWTH_SNAPSHOTS];
  json_t *leaks = NULL, *params = json_object();
  u32 count = 0;
  for (; count < GROWTH_SNAPSHOTS; count++) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", files[count]);
    if (!graph_open(path, (GraphOptions){}, &graphs[count], error)) break;
  }
  if (count == GROWTH_SNAPSHOTS)
    leaks = answer_leaks(graphs, count, params, error);
  while (count)
    graph_close(&graphs[--count]);
  json_decref(params);
  return leaks;
}

/* A leak's objects were put where they are by whoever put the newest there. */
static void add_stored(json_t *leak, json_t *stores) {
  json_t *id = json_object_get(json_object_get(leak, "newest"), "id");
  json_t *site, *of;
  size_t i, k;
  json_array_foreach(stores, i, site)
      json_array_foreach(json_object_get(site, "ids"), k, of) {
    if (!json_equal(id, of)) continue;
    json_t *stored = json_copy(site);
    json_object_del(stored, "ids");
    json_object_set_new(leak, "stored", stored);
    return;
  }
}

static void add_all_stored(json_t *report, json_t *leaks) {
  json_t *stores = json_object_get(report, "stores"), *leak;
  size_t i;
  json_array_foreach(json_object_get(leaks, "suspects"), i, leak)
      add_stored(leak, stores);
}

/* ---- All ----------------------------------------------------------------- */

static void print_report(json_t *report, bool as_json) {
  Buffer text = {};
  if (as_json) {
    char *json = json_dumps(report, JSON_INDENT(1));
    buffer_text(&text, json);
    buffer_byte(&text, '\n');
    free(json);
  } else {
    grow_print(report, picture_style(STDOUT_FILENO), &text);
  }
  fwrite(text.bytes, 1, text.length, stdout);
  buffer_free(&text);
}

static int grow(const Recording *recording, const GrowthOptions *options,
                u64 limit, bool as_json) {
  int files[GROWTH_SNAPSHOTS], status = STATUS_CANNOT_RUN;
  Buffer error = {};
  json_t *leaks = NULL;
  json_t *report = growth_measure(recording, options, files, &error);
  if (report) {
    leaks = find_leaks(files, &error);
    for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
      close(files[i]);
  }
  if (leaks) {
    u64 growth = (u64)json_integer_value(json_object_get(report, "growth"));
    status = growth > limit ? STATUS_GROWS : EXIT_STATUS_OK;
    json_object_set_new(report, "file", json_string(recording->name));
    json_object_set_new(report, "limit", json_integer((json_int_t)limit));
    json_object_set_new(report, "fails", json_boolean(growth > limit));
    add_all_stored(report, leaks);
    json_object_set_new(report, "leaks", leaks);
    print_report(report, as_json);
  } else {
    cli_fail(status, "%s: %s", recording->name, error.bytes);
  }
  json_decref(report);
  buffer_free(&error);
  return status;
}

int command_grow(const Invocation *invocation) {
  GrowthOptions options;
  Recording recording;
  u64 limit;
  int status = read_options(invocation, &options, &limit);
  if (status) return status;
  if (cli_load(invocation, &recording)) return STATUS_CANNOT_RUN;
  status = grow(&recording, &options, limit, invocation->options[OPTION_json]);
  recording_free(&recording);
  return status;
}
