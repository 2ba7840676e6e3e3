/* query_tables.c - virtual tables of SQLite over the rows of QUERY_TABLES. */
#include "graph/query_tables.h"

#include <stdlib.h>

const QueryTable *const QUERY_TABLES[] = {
    &QUERY_NODES,   &QUERY_EDGES,        &QUERY_RETAINERS,
    &QUERY_STRINGS, &QUERY_CONSTRUCTORS,
};
const u32 QUERY_TABLE_COUNT = ARRAY_COUNT(QUERY_TABLES);

/* A table of one database. */
typedef struct HeapTable {
  sqlite3_vtab base;
  const QueryTable *table;
  QueryHeap *heap;
} HeapTable;

/* What SQLite hands back when a table is first used. */
typedef struct Registration {
  const QueryTable *table;
  QueryHeap *heap;
} Registration;

void query_result_buffer(sqlite3_context *context, Buffer *text) {
  sqlite3_result_text64(context, text->bytes ? text->bytes : "", text->length,
                        SQLITE_TRANSIENT, SQLITE_UTF8);
  buffer_free(text);
}

/* ---- Tables -------------------------------------------------------------- */

static int connect_table(sqlite3 *database, void *argument, int,
                         const char *const *, sqlite3_vtab **out, char **) {
  const Registration *registration = argument;
  Buffer text = {};
  buffer_format(&text, "CREATE TABLE x(%s)", registration->table->columns);
  int status = sqlite3_declare_vtab(database, text.bytes);
  buffer_free(&text);
  if (status != SQLITE_OK) return status;
  HeapTable *table = base_allocate_zeroed(sizeof *table);
  table->table = registration->table;
  table->heap = registration->heap;
  *out = &table->base;
  return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table) {
  free(table);
  return SQLITE_OK;
}

/* Which of a table's keys a constraint is about, from 1; 0 for none. */
static u32 plan_of(const QueryTable *table,
                   const struct sqlite3_index_constraint *constraint) {
  if (!constraint->usable || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ)
    return 0;
  for (u32 i = 0; i < table->key_count; i++)
    if (table->keys[i].column == constraint->iColumn) return i + 1;
  return 0;
}

static int choose_plan(sqlite3_vtab *base, sqlite3_index_info *info) {
  const HeapTable *heap_table = (const HeapTable *)base;
  const QueryTable *table = heap_table->table;
  u32 best = 0;
  int chosen = -1;
  for (int i = 0; i < info->nConstraint; i++) {
    u32 plan = plan_of(table, &info->aConstraint[i]);
    if (!plan || (best && plan >= best)) continue;
    best = plan;
    chosen = i;
  }
  u64 rows =
      best ? table->keys[best - 1].rows : table->count(heap_table->heap->graph);
  if (best) info->aConstraintUsage[chosen].argvIndex = 1;
  info->idxNum = (int)best;
  info->estimatedRows = (sqlite3_int64)rows;
  info->estimatedCost = (double)rows * (best ? 4 : 1);
  return SQLITE_OK;
}

/* ---- Cursors ------------------------------------------------------------- */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  const HeapTable *table = (const HeapTable *)base;
  TableCursor *cursor = base_allocate_zeroed(sizeof *cursor);
  cursor->heap = table->heap;
  cursor->table = table->table;
  *out = &cursor->base;
  return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor) {
  free(cursor);
  return SQLITE_OK;
}

/* A key that no row can have leads to the end at once. */
static int filter(sqlite3_vtab_cursor *base, int plan, const char *, int count,
                  sqlite3_value **values) {
  TableCursor *cursor = (TableCursor *)base;
  assert(count == (plan ? 1 : 0));
  sqlite3_int64 key = plan ? sqlite3_value_int64(values[0]) : 0;
  bool is_number = !plan ||
                   sqlite3_value_numeric_type(values[0]) == SQLITE_INTEGER ||
                   sqlite3_value_numeric_type(values[0]) == SQLITE_FLOAT;
  cursor->row = cursor->end = 0;
  if (is_number && key >= 0) cursor->table->seek(cursor, (u32)plan, (u64)key);
  return query_is_interrupted() ? SQLITE_INTERRUPT : SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base) {
  TableCursor *cursor = (TableCursor *)base;
  cursor->table->next(cursor);
  return query_is_interrupted() ? SQLITE_INTERRUPT : SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base) {
  const TableCursor *cursor = (const TableCursor *)base;
  return cursor->row >= cursor->end;
}

static int give_column(sqlite3_vtab_cursor *base, sqlite3_context *context,
                       int column) {
  TableCursor *cursor = (TableCursor *)base;
  cursor->table->column(cursor, context, column);
  return SQLITE_OK;
}

static int give_row(sqlite3_vtab_cursor *base, sqlite3_int64 *row) {
  *row = (sqlite3_int64)((const TableCursor *)base)->row;
  return SQLITE_OK;
}

/* Without xCreate a table is there by its name alone, in every database. */
static const sqlite3_module MODULE = {
    .xConnect = connect_table,
    .xDisconnect = disconnect_table,
    .xBestIndex = choose_plan,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next_row,
    .xEof = is_at_end,
    .xColumn = give_column,
    .xRowid = give_row,
};

/* A table is connected when it is first named; that counts as creating one,
 * so it is done before that is forbidden. */
static bool connect_now(sqlite3 *database, const QueryTable *table) {
  Buffer sql = {};
  sqlite3_stmt *statement;
  buffer_format(&sql, "SELECT 1 FROM %s", table->name);
  int status = sqlite3_prepare_v2(database, sql.bytes, -1, &statement, NULL);
  sqlite3_finalize(statement);
  buffer_free(&sql);
  return status == SQLITE_OK;
}

bool query_tables_register(sqlite3 *database, QueryHeap *heap) {
  for (u32 i = 0; i < QUERY_TABLE_COUNT; i++) {
    Registration *registration = base_allocate(sizeof *registration);
    *registration = (Registration){QUERY_TABLES[i], heap};
    if (sqlite3_create_module_v2(database, QUERY_TABLES[i]->name, &MODULE,
                                 registration, free) != SQLITE_OK ||
        !connect_now(database, QUERY_TABLES[i]))
      return false;
  }
  return true;
}
