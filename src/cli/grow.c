/* grow.c - `glassheap grow`: measuring, asking the leak finders why, and the
 * exit status. */
#define _GNU_SOURCE
#include "cli/grow.h"

#include "cli/cli.h"
#include "graph/answer.h"
#include "graph/cut.h"
#include "host/files.h"
#include "watch/growth.h"

#include <errno.h>
#include <fcntl.h>
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

/* The leak finders' answer to the three heaps, or NULL; and, where references
 * are named, what cutting each frees. */
static json_t *find_leaks(const int files[GROWTH_SNAPSHOTS], const char *names,
                          json_t *report, Buffer *error) {
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
  if (leaks && names)
    json_object_set_new(report, "cuts", cuts_json(graphs, count, names));
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

/* ---- The last snapshot, for others --------------------------------------- */

/* Under a temporary name until it is whole. An errno, or 0. */
static int copy_to(int file, const char *part) {
  char bytes[1 << 16];
  ssize_t length;
  int code = 0;
  int out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (out < 0) return errno;
  lseek(file, 0, SEEK_SET);
  while (!code && (length = read(file, bytes, sizeof bytes)) > 0)
    code = files_write_all(out, bytes, (size_t)length);
  if (close(out) < 0 && !code) code = errno;
  return code;
}

static int save_snapshot(int file, const char *path) {
  Buffer part = {};
  buffer_format(&part, "%s.%ld.part", path, (long)getpid());
  int code = copy_to(file, part.bytes);
  if (!code && rename(part.bytes, path) < 0) code = errno;
  if (code) unlink(part.bytes);
  buffer_free(&part);
  return code ? cli_fail(STATUS_CANNOT_RUN, "%s: cannot be written: %s", path,
                         strerror(code))
              : EXIT_STATUS_OK;
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

/* What the report is missing. */
static void complete(json_t *report, json_t *leaks, const char *name,
                     u64 limit) {
  u64 growth = (u64)json_integer_value(json_object_get(report, "growth"));
  json_object_set_new(report, "file", answer_text(name, strlen(name)));
  json_object_set_new(report, "limit", json_integer((json_int_t)limit));
  json_object_set_new(report, "fails", json_boolean(growth > limit));
  add_all_stored(report, leaks);
  json_object_set_new(report, "leaks", leaks);
}

/* Prints what was measured. */
static int tell(const Invocation *invocation, json_t *report,
                const int files[GROWTH_SNAPSHOTS], u64 limit) {
  const char *path = invocation->options[OPTION_output];
  int status = EXIT_STATUS_OK;
  Buffer error = {};
  json_t *leaks =
      find_leaks(files, invocation->options[OPTION_cut], report, &error);
  if (leaks && path) status = save_snapshot(files[GROWTH_SNAPSHOTS - 1], path);
  if (!leaks) status = cli_fail(STATUS_CANNOT_RUN, "%s", error.bytes);
  buffer_free(&error);
  if (status) {
    json_decref(leaks);
    return status;
  }
  complete(report, leaks, invocation->file, limit);
  print_report(report, invocation->options[OPTION_json]);
  bool fails = json_is_true(json_object_get(report, "fails"));
  return fails ? STATUS_GROWS : EXIT_STATUS_OK;
}

static int grow(const Invocation *invocation, const Recording *recording,
                const GrowthOptions *options, u64 limit) {
  int files[GROWTH_SNAPSHOTS];
  Buffer error = {};
  json_t *report = growth_measure(recording, options, files, &error);
  int status;
  if (report) {
    status = tell(invocation, report, files, limit);
    for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
      close(files[i]);
  } else {
    status =
        cli_fail(STATUS_CANNOT_RUN, "%s: %s", recording->name, error.bytes);
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
  status = grow(invocation, &recording, &options, limit);
  recording_free(&recording);
  return status;
}
