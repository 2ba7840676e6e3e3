/* query.c - a database without data, in which queries run. */
#include "graph/query.h"

#include "graph/query_tables.h"

#include <stdlib.h>

/* Steps of SQLite between looks at the interruption. */
constexpr int STEPS_AT_ONCE = 10'000;

struct Query {
  sqlite3 *database;
  QueryHeap heap;
};

/* ---- Interruption -------------------------------------------------------- */

static atomic_bool is_interrupted;

void query_interrupt(void) {
  atomic_store(&is_interrupted, true);
}

bool query_is_interrupted(void) {
  return atomic_load_explicit(&is_interrupted, memory_order_relaxed);
}

static int look_at_interruption(void *) {
  return query_is_interrupted();
}

/* ---- The database -------------------------------------------------------- */

/* Reading is allowed, and computing; everything else is not. */
static int authorize(void *, int action, const char *, const char *function,
                     const char *, const char *) {
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_RECURSIVE: return SQLITE_OK;
  case SQLITE_FUNCTION:
    return strcmp(function ? function : "", "load_extension") ? SQLITE_OK
                                                              : SQLITE_DENY;
  default: return SQLITE_DENY;
  }
}

Query *query_open(const HeapGraph *graph) {
  Query *query = base_allocate_zeroed(sizeof *query);
  query->heap.graph = graph;
  int status = sqlite3_open_v2(":memory:", &query->database,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                                   SQLITE_OPEN_PRIVATECACHE,
                               NULL);
  if (status != SQLITE_OK ||
      !query_tables_register(query->database, &query->heap)) {
    fprintf(stderr, "glassheap: out of memory\n");
    exit(4);
  }
  sqlite3_set_authorizer(query->database, authorize, NULL);
  sqlite3_progress_handler(query->database, STEPS_AT_ONCE, look_at_interruption,
                           NULL);
  return query;
}

void query_close(Query *query) {
  if (!query) return;
  sqlite3_close(query->database);
  query_heap_free(&query->heap);
  free(query);
}

/* ---- Rows ---------------------------------------------------------------- */

static QueryValue value_of(sqlite3_stmt *statement, int column) {
  QueryValue value = {};
  switch (sqlite3_column_type(statement, column)) {
  case SQLITE_NULL: return value;
  case SQLITE_INTEGER:
    value.kind = QUERY_INTEGER;
    value.integer = sqlite3_column_int64(statement, column);
    return value;
  case SQLITE_FLOAT:
    value.kind = QUERY_REAL;
    value.real = sqlite3_column_double(statement, column);
    return value;
  default:
    value.kind = QUERY_TEXT;
    value.text = (const char *)sqlite3_column_text(statement, column);
    value.length = (size_t)sqlite3_column_bytes(statement, column);
    if (!value.text) value.text = "";
    return value;
  }
}

/* Nobody wants more rows. */
constexpr int STOPPED = SQLITE_DONE + 1'000;

/* Steps through a statement's rows; what SQLite says at the end. */
static int give_rows(sqlite3_stmt *statement, QueryRow row, void *context) {
  u32 count = (u32)sqlite3_column_count(statement);
  const char **names = base_allocate((count + 1) * sizeof *names);
  QueryValue *values = base_allocate((count + 1) * sizeof *values);
  for (u32 i = 0; i < count; i++)
    names[i] = sqlite3_column_name(statement, (int)i);
  QueryResult result = {.count = count, .names = names};
  bool goes_on = row(context, &result);
  result.values = values;
  int status = SQLITE_DONE;
  while (goes_on && (status = sqlite3_step(statement)) == SQLITE_ROW) {
    for (u32 i = 0; i < count; i++)
      values[i] = value_of(statement, (int)i);
    goes_on = row(context, &result);
  }
  free(names);
  free(values);
  return goes_on ? status : STOPPED;
}

static bool fail(const Query *query, int status, Buffer *error) {
  if (status == SQLITE_INTERRUPT)
    buffer_text(error, "interrupted");
  else if (status == SQLITE_AUTH)
    buffer_text(error, "only SELECT is allowed: a snapshot is read, not "
                       "changed");
  else
    buffer_text(error, sqlite3_errmsg(query->database));
  for (size_t i = 0; i < error->length; i++)
    if ((u8)error->bytes[i] < ' ') error->bytes[i] = ' ';
  return false;
}

bool query_execute(Query *query, const char *sql, QueryRow row, void *context,
                   Buffer *error) {
  atomic_store(&is_interrupted, false);
  while (*sql) {
    sqlite3_stmt *statement;
    int status = sqlite3_prepare_v2(query->database, sql, -1, &statement, &sql);
    if (status == SQLITE_OK && statement)
      status = give_rows(statement, row, context);
    else if (status == SQLITE_OK)
      status = SQLITE_DONE; /* white space, or a comment */
    /* the message is there until the next call */
    bool is_good = status == SQLITE_DONE || status == STOPPED ||
                   fail(query, status, error);
    sqlite3_finalize(statement);
    if (!is_good || status == STOPPED) return is_good;
  }
  return true;
}

bool query_run(const HeapGraph *graph, const char *sql, QueryRow row,
               void *context, Buffer *error) {
  Query *query = query_open(graph);
  bool is_good = query_execute(query, sql, row, context, error);
  query_close(query);
  return is_good;
}

bool query_is_complete(const char *sql) {
  return sqlite3_complete(sql);
}

/* ---- What there is ------------------------------------------------------- */

void query_append_tables(Buffer *out) {
  for (u32 i = 0; i < QUERY_TABLE_COUNT; i++)
    buffer_format(out, "%-14s%s\n", QUERY_TABLES[i]->name,
                  QUERY_TABLES[i]->help);
}

void query_append_schema(Buffer *out) {
  for (u32 i = 0; i < QUERY_TABLE_COUNT; i++) {
    const QueryTable *table = QUERY_TABLES[i];
    buffer_format(out, "%s-- %s\nCREATE TABLE %s(\n  ", i ? "\n" : "",
                  table->help, table->name);
    for (const char *at = table->columns; *at; at++) {
      buffer_byte(out, *at);
      if (*at == ',') buffer_text(out, "\n ");
    }
    buffer_text(out, "\n);\n");
  }
}
