/* query.h - SQL over a heap.
 *
 * The graph is not copied into a database: SQLite asks for rows as it needs
 * them, and they are read from the graph's columns and from the snapshot
 * itself (virtual tables). Questions that name an object, "id = 123" in
 * `nodes`, "from_id = 123" in `edges`, are answered from there at once; so are
 * joins on these.
 *
 *   nodes         id, type, name, class, self_size, retained_size, distance,
 *                 dominator, detachedness, edge_count, retainer_count,
 *                 script, line, column
 *   edges         from_id, to_id, type, name, "index"
 *   retainers     id, retainer_id, type, name, "index": the same references,
 *                 by what they lead to
 *   strings       "index", text, length, nodes: the snapshot's own strings
 *   constructors  name, count, self_size, retained_size, distance, script,
 *                 line, column
 *
 * `id`, `dominator` and the like are the snapshot's own numbers. Sizes are
 * bytes. Lines and columns count from 1. A distance is NULL where no path
 * leads to an object, a dominator for the root.
 *
 * Only SELECT is allowed: there is nothing to change, and nothing of the
 * machine can be reached from a query.
 */
#ifndef GLASSHEAP_GRAPH_QUERY_H
#define GLASSHEAP_GRAPH_QUERY_H

#include "graph/graph.h"

#include <stdio.h>

typedef enum QueryKind : u8 {
  QUERY_NULL,
  QUERY_INTEGER,
  QUERY_REAL,
  QUERY_TEXT,
} QueryKind;

typedef struct QueryValue {
  QueryKind kind;
  i64 integer;
  double real;
  const char *text; /* of `length` bytes, and a zero after them */
  size_t length;
} QueryValue;

/* One row; or, when `values` is NULL, the columns of the rows that follow. */
typedef struct QueryResult {
  u32 count;
  const char *const *names;
  const QueryValue *values;
} QueryResult;

/* Takes the columns and then each row, which are gone afterwards; false to
 * have no more. */
typedef bool (*QueryRow)(void *context, const QueryResult *result);

/* query_run - runs the statements of `sql`, one after the other. False, with
 * one clear line in `error`, when one is wrong or the query was interrupted. */
bool query_run(const HeapGraph *graph, const char *sql, QueryRow row,
               void *context, Buffer *error);

/* The same for several queries to one graph: what was sorted for the first is
 * there for the next. */
typedef struct Query Query;
Query *query_open(const HeapGraph *graph);
bool query_execute(Query *query, const char *sql, QueryRow row, void *context,
                   Buffer *error);
void query_close(Query *query);

/* query_interrupt - ends the query that runs, soon; may be called from a
 * handler of signals and from any thread. */
void query_interrupt(void);

/* query_is_complete - whether a text ends with a whole statement. */
bool query_is_complete(const char *sql);

/* query_append_tables, query_append_schema - the names of the tables; what
 * they have, as SQL. */
void query_append_tables(Buffer *out);
void query_append_schema(Buffer *out);

/* ---- For people and programs --------------------------------------------- */

typedef enum QueryFormat : u8 {
  QUERY_TABLE, /* columns that line up */
  QUERY_CSV,   /* RFC 4180, with a line of names */
  QUERY_JSON,  /* a list of objects */
} QueryFormat;

/* query_print - runs `sql` and writes its rows to `out` as they come. False
 * with a line in `error`, also when `out` cannot be written. */
bool query_print(Query *query, const char *sql, QueryFormat format, FILE *out,
                 Buffer *error);

/* query_shell - queries from `in`, each ended by a semicolon, and the commands
 * .tables, .schema, .mode, .help and .quit; answers to `out`. A prompt comes
 * before each line if `is_prompting`. False when one failed. */
bool query_shell(const HeapGraph *graph, QueryFormat format, FILE *in,
                 FILE *out, bool is_prompting);

#endif
