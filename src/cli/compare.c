/* compare.c - `glassheap compare-collectors`: a process for each collector, one
 * after the other, so that none is in the other's way. */
#define _GNU_SOURCE /* pipe2 */
#include "cli/compare.h"

#include "cli/cli.h"
#include "heap/collector.h"
#include "watch/comparison.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- A process ----------------------------------------------------------- */

static void write_all(int file, const char *text, size_t length) {
  while (length) {
    ssize_t count = write(file, text, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) _exit(1);
    text += count;
    length -= (size_t)count;
  }
}

[[noreturn]] static void measure_and_send(const Recording *recording,
                                          int file) {
  Buffer error = {};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  json_t *report = comparison_measure(recording, &error);
  if (!report)
    report = json_pack("{s:s}", "error", error.bytes ? error.bytes : "");
  char *text = json_dumps(report, JSON_COMPACT);
  if (text) write_all(file, text, strlen(text));
  _exit(0);
}

static void read_all(int file, Buffer *text) {
  char part[4096];
  for (ssize_t count; (count = read(file, part, sizeof part));) {
    if (count < 0 && errno != EINTR) return;
    if (count > 0) buffer_append(text, part, (size_t)count);
  }
}

/* The report, or NULL with a text in `error`. */
static json_t *run_child(const Recording *recording, Buffer *error) {
  int files[2], status = 0;
  Buffer text = {};
  if (pipe2(files, O_CLOEXEC)) {
    buffer_format(error, "no pipe: %s", strerror(errno));
    return NULL;
  }
  fflush(stdout);
  pid_t child = fork();
  if (!child) measure_and_send(recording, files[1]);
  close(files[1]);
  if (child > 0) {
    read_all(files[0], &text);
    waitpid(child, &status, 0);
  }
  close(files[0]);
  json_t *report =
      text.length ? json_loadb(text.bytes, text.length, 0, NULL) : NULL;
  buffer_free(&text);
  if (!report)
    buffer_format(error, "the program's process ended early%s%s",
                  WIFSIGNALED(status) ? ": " : "",
                  WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "");
  return report;
}

/* ---- All ----------------------------------------------------------------- */

static void print_reports(json_t *reports, bool as_json) {
  Buffer text = {};
  if (as_json) {
    char *json = json_dumps(reports, JSON_INDENT(1));
    buffer_text(&text, json);
    buffer_byte(&text, '\n');
    free(json);
  } else {
    compare_print(reports, picture_style(STDOUT_FILENO), &text);
  }
  fwrite(text.bytes, 1, text.length, stdout);
  buffer_free(&text);
}

/* What the runs came to, as `run` would say it. */
static int status_of(const json_t *report) {
  const char *status = json_string_value(json_object_get(report, "status"));
  if (!status) return EXIT_STATUS_INPUT;
  return !strcmp(status, "ended")    ? EXIT_STATUS_OK
         : !strcmp(status, "memory") ? EXIT_STATUS_MEMORY
                                     : EXIT_STATUS_THROWN;
}

/* One more report; the exit status when there is none. */
static int add_report(Recording *recording, CollectorKind collector,
                      json_t *reports) {
  Buffer error = {};
  recording->heap.collector = collector;
  json_t *report = run_child(recording, &error);
  int status = EXIT_STATUS_OK;
  if (!report) {
    status =
        cli_fail(EXIT_STATUS_INPUT, "%s: %s", recording->name, error.bytes);
  } else if (!json_object_get(report, "collector")) {
    status = EXIT_STATUS_INPUT;
    fprintf(stderr, "%s\n",
            json_string_value(json_object_get(report, "error")));
    json_decref(report);
  } else {
    json_array_append_new(reports, report);
  }
  buffer_free(&error);
  return status;
}

int command_compare_collectors(const Invocation *invocation) {
  Recording recording;
  int status = cli_load(invocation, &recording);
  if (status) return status;
  json_t *reports = json_array();
  static const CollectorKind collectors[] = {
      COLLECTOR_MARKING, COLLECTOR_COUNTING, COLLECTOR_COUNTING_CYCLES};
  u32 count = invocation->options[OPTION_cycles] ? 3 : 2;
  for (u32 i = 0; !status && i < count; i++)
    status = add_report(&recording, collectors[i], reports);
  if (!status) {
    print_reports(reports, invocation->options[OPTION_json]);
    status = status_of(json_array_get(reports, 0));
  }
  json_decref(reports);
  recording_free(&recording);
  return status;
}
