/* heap_query.c - `glassheap query` and `glassheap redact`. */
#define _GNU_SOURCE
#include "cli/cli.h"
#include "cli/heap.h"
#include "graph/index_aside.h"
#include "graph/index_guard.h"
#include "graph/query.h"
#include "graph/write.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

constexpr size_t OUTPUT_BYTES = 1 << 16;

/* ---- query ------------------------------------------------------------------
 */

static void on_interrupt(int) {
  query_interrupt();
}

/* Rows go out as they are found, in large pieces. Until the first is out, a
 * query begins again when what was kept of an earlier opening proves to be
 * damaged; after that it ends, with a line that says so. */
static bool has_printed;

static ssize_t print_piece(void *, const char *bytes, size_t length) {
  ssize_t written;
  has_printed = true;
  do
    written = write(STDOUT_FILENO, bytes, length);
  while (written < 0 && errno == EINTR);
  return written < 0 ? 0 : written; /* 0 is the error */
}

static void begin_again(void) {
  if (!has_printed) index_guard_begin_again();
}

static FILE *open_output(void) {
  index_guard_recover(begin_again);
  FILE *out =
      fopencookie(NULL, "w", (cookie_io_functions_t){.write = print_piece});
  if (out) setvbuf(out, NULL, _IOFBF, OUTPUT_BYTES);
  return out;
}

static QueryFormat read_format(const Invocation *invocation) {
  if (invocation->options[OPTION_json]) return QUERY_JSON;
  return invocation->options[OPTION_csv] ? QUERY_CSV : QUERY_TABLE;
}

static int run_query(const HeapGraph *graph, const char *sql,
                     QueryFormat format, FILE *out) {
  Buffer error = {};
  Query *query = query_open(graph);
  int status = EXIT_STATUS_OK;
  if (!query_print(query, sql, format, out, &error))
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  query_close(query);
  buffer_free(&error);
  return status;
}

static int run_shell(const HeapGraph *graph, QueryFormat format, FILE *out) {
  bool is_prompting = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  return query_shell(graph, format, stdin, out, is_prompting)
             ? EXIT_STATUS_OK
             : EXIT_STATUS_INPUT;
}

int command_query(const Invocation *invocation) {
  static HeapGraph graph;
  if (invocation->argument_count > 1)
    return cli_fail(EXIT_STATUS_USAGE, "one query, in quotes: what is \"%s\"?",
                    invocation->arguments[1]);
  int status = heap_open_graph(invocation, invocation->file, &graph);
  if (status) return status;
  struct sigaction action = {.sa_handler = on_interrupt};
  sigaction(SIGINT, &action, NULL);
  QueryFormat format = read_format(invocation);
  FILE *out = open_output();
  if (!out) return cli_fail(EXIT_STATUS_MEMORY, "out of memory");
  status = invocation->argument_count
               ? run_query(&graph, invocation->arguments[0], format, out)
               : run_shell(&graph, format, out);
  fclose(out);
  index_save_aside(&graph);
  graph_close(&graph);
  return status;
}

/* ---- redact
 * ------------------------------------------------------------------ */

int command_redact(const Invocation *invocation) {
  static HeapGraph graph;
  if (invocation->argument_count != 1)
    return cli_fail(EXIT_STATUS_USAGE, "`redact` wants a file to read and one "
                                       "to write");
  int status = heap_check_output(invocation->file, invocation->arguments[0]);
  if (!status) status = heap_open_graph(invocation, invocation->file, &graph);
  if (status) return status;
  Buffer error = {};
  if (!graph_redact(&graph, invocation->arguments[0], &error))
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  buffer_free(&error);
  graph_close(&graph);
  return status;
}
