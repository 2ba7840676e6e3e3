/* query_tables.h - what SQLite is told of a heap.
 *
 * Every table is a row of QUERY_TABLES: its columns, those by which rows are
 * found quickly, and how to go from row to row. query_tables.c makes SQLite's
 * virtual tables of them.
 */
#ifndef GLASSHEAP_GRAPH_QUERY_TABLES_H
#define GLASSHEAP_GRAPH_QUERY_TABLES_H

#include "graph/locations.h"
#include "graph/references.h"

#include <sqlite3.h>
#include <stdatomic.h>

/* A graph and what queries want of it that it has not; made when it is first
 * asked for. */
typedef struct QueryHeap {
  const HeapGraph *graph;
  Node *slots; /* of nodes by id: open addressing, four fifths full */
  u32 slot_count, lookup_count;
  u32 *location_numbers;
  LocationList locations;
  Location location; /* the last one that was looked for by itself */
  u32 location_count;
} QueryHeap;

void query_heap_free(QueryHeap *heap);
/* query_heap_find - the node with that id, or NO_NODE. */
Node query_heap_find(QueryHeap *heap, u64 id);
/* query_heap_location - NULL when there is none; until the next is asked for.
 */
const Location *query_heap_location(QueryHeap *heap, Node node);
/* query_heap_string_nodes - how many nodes have string `index` as name. */
u32 query_heap_string_nodes(QueryHeap *heap, u32 index);

/* A place in a table. Rows that are numbers go from `row` up to `end`; edges
 * have a reader of their own. */
typedef struct TableCursor {
  sqlite3_vtab_cursor base;
  QueryHeap *heap;
  const struct QueryTable *table;
  u64 row, end;
  /* of nodes: their names, when rows are asked for one after another */
  RecordReader names;
  u64 names_at, names_asked; /* the row that they stand before; the last one */
  /* of edges */
  EdgeReader reader;
  EdgeRecord edge;
  Node source, target;         /* `target`: NO_NODE for any */
  u32 retainer, retainers_end; /* sources still to be read */
  EdgesTo edges_to;            /* of one source, when there is a target */
  /* of strings */
  StringReader strings;
  RawString string;
} TableCursor;

constexpr u32 TABLE_KEYS_MAX = 2;

typedef struct QueryTable {
  const char *name;
  const char *columns; /* as CREATE TABLE has them */
  const char *help;
  /* Columns by which rows are found, best first, and the rows that are to be
   * expected there. */
  struct {
    u8 column;
    u8 rows;
  } keys[TABLE_KEYS_MAX];
  u32 key_count;
  u64 (*count)(const HeapGraph *graph);
  /* To the first row: of all (plan 0), or with `key` in keys[plan - 1]. */
  void (*seek)(TableCursor *cursor, u32 plan, u64 key);
  void (*next)(TableCursor *cursor);
  void (*column)(TableCursor *cursor, sqlite3_context *context, int column);
} QueryTable;

extern const QueryTable QUERY_NODES, QUERY_EDGES, QUERY_RETAINERS,
    QUERY_STRINGS, QUERY_CONSTRUCTORS;
extern const QueryTable *const QUERY_TABLES[];
extern const u32 QUERY_TABLE_COUNT;

/* query_tables_register - makes the tables known to `database`; `heap` lives
 * longer than it. False when there is no memory. */
bool query_tables_register(sqlite3 *database, QueryHeap *heap);

/* query_is_interrupted - whether query_interrupt was called. */
bool query_is_interrupted(void);

/* query_result_buffer - the result is a text, which is freed. */
void query_result_buffer(sqlite3_context *context, Buffer *text);

#endif
