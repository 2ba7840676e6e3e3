/* heap_report.c - `glassheap report`: the story of a heap as a page.
 *
 * The page appears under its name when it is whole: it is written to a
 * temporary name beside it and renamed, so a full disk leaves nothing behind
 * and what was there before is untouched.
 */
#define _GNU_SOURCE
#include "cli/cli.h"
#include "cli/heap.h"
#include "graph/report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Writing
 * ------------------------------------------------------------------ */

/* An errno, or 0. */
static int write_bytes(int file, const Buffer *bytes) {
  for (size_t at = 0; at < bytes->length;) {
    ssize_t written = write(file, bytes->bytes + at, bytes->length - at);
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) at += (size_t)written;
  }
  return 0;
}

/* A pipe or a device is written as it is; so is standard output. */
static int write_through(const char *path, const Buffer *page) {
  int file = strcmp(path, "-") != 0 ? open(path, O_WRONLY | O_CLOEXEC)
                                    : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (file < 0) return errno;
  int failure = write_bytes(file, page);
  if (close(file) < 0 && !failure) failure = errno;
  return failure;
}

static int write_beside(const char *path, const char *temporary,
                        const Buffer *page) {
  int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  int failure = write_bytes(file, page);
  if (close(file) < 0 && !failure) failure = errno;
  if (!failure && rename(temporary, path) < 0) failure = errno;
  if (failure) unlink(temporary);
  return failure;
}

static bool is_replaced(const char *path) {
  struct stat status;
  if (!strcmp(path, "-")) return false;
  return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

static int write_page(const char *path, const Buffer *page) {
  if (!is_replaced(path)) return write_through(path, page);
  /* where a link leads, the file is replaced, not the link */
  char *resolved = realpath(path, NULL);
  const char *name = resolved ? resolved : path;
  Buffer temporary = {};
  buffer_format(&temporary, "%s.%ld.part", name, (long)getpid());
  int failure = write_beside(name, temporary.bytes, page);
  buffer_free(&temporary);
  free(resolved);
  return failure;
}

/* ---- The command
 * ------------------------------------------------------------------ */

static int write_report(const HeapGraph *graphs, u32 count, const char *path) {
  Buffer page = {}, error = {};
  int status = EXIT_STATUS_OK;
  if (!report_append(graphs, count, &page, &error)) {
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  } else {
    int failure = write_page(path, &page);
    if (failure)
      status = cli_fail(EXIT_STATUS_INPUT, "%s: cannot be written: %s", path,
                        strerror(failure));
  }
  buffer_free(&page);
  buffer_free(&error);
  return status;
}

static const char *nth_path(const Invocation *invocation, u32 n) {
  return n ? invocation->arguments[n - 1] : invocation->file;
}

/* Standard input can be read once. */
static bool is_input_twice(const Invocation *invocation) {
  u32 inputs = 0;
  for (u32 i = 0; i <= invocation->argument_count; i++)
    inputs += !strcmp(nth_path(invocation, i), "-");
  return inputs > 1;
}

int command_report(const Invocation *invocation) {
  static HeapGraph graphs[SNAPSHOTS_MAX];
  const char *path = invocation->options[OPTION_output];
  u32 count = 1 + invocation->argument_count, open = 0;
  if (!path || !*path)
    return cli_fail(EXIT_STATUS_USAGE,
                    "`report` wants -o REPORT.html: where to write");
  if (count > SNAPSHOTS_MAX)
    return cli_fail(EXIT_STATUS_USAGE, "`report` takes at most %u snapshots",
                    SNAPSHOTS_MAX);
  if (is_input_twice(invocation))
    return cli_fail(EXIT_STATUS_USAGE, "standard input can be read only once");
  int status = EXIT_STATUS_OK;
  for (u32 i = 0; i < count && !status; i++)
    status = heap_check_output(nth_path(invocation, i), path);
  if (status) return status;
  for (; open < count && !status; open++)
    status =
        heap_open_graph(invocation, nth_path(invocation, open), &graphs[open]);
  if (status) open--;
  if (!status) status = write_report(graphs, count, path);
  while (open > 0)
    graph_close(&graphs[--open]);
  return status;
}
