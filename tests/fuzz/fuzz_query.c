/* fuzz_query.c - any text as SQL over a small heap: rows, or one line that
 * says why not. */
#define _GNU_SOURCE
#include "graph/query.h"

#include <stdio.h>
#include <stdlib.h>

/* Few rows, and no statement that has no end. */
constexpr size_t BYTES_MAX = 200;
constexpr u32 ROWS_MAX = 1'000;

static HeapGraph graph;

static void open_heap(void) {
  static bool is_open;
  Buffer error = {};
  if (is_open) return;
  is_open = graph_open(GLASSHEAP_ROOT
                       "/tests/fuzz/corpus/snapshot/node22.heapsnapshot",
                       (GraphOptions){}, &graph, &error);
  if (!is_open) {
    fprintf(stderr, "%s\n", error.bytes);
    abort();
  }
}

static bool take_row(void *context, const QueryResult *) {
  u32 *rows = context;
  return ++*rows < ROWS_MAX;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  setenv("GLASSHEAP_THREADS", "1", true);
  setenv("GLASSHEAP_CACHE", "", true);
  open_heap();
  Buffer sql = {}, error = {};
  buffer_append(&sql, (const char *)data,
                length < BYTES_MAX ? length : BYTES_MAX);
  buffer_byte(&sql, 0);
  u32 rows = 0;
  if (!strcasestr(sql.bytes, "recursive") && !strcasestr(sql.bytes, "series") &&
      !query_run(&graph, sql.bytes, take_row, &rows, &error) &&
      rows < ROWS_MAX && (!error.length || strpbrk(error.bytes, "\r\n")))
    abort();
  buffer_free(&sql);
  buffer_free(&error);
  return 0;
}
