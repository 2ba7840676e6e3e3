/* SQL over heaps: the rows of each table, the quick ways to them, and what is
 * not allowed. */
#define _GNU_SOURCE
#include "graph/query.h"
#include "tests/check.h"
#include "tests/graph/heap_text.h"

#include <unistd.h>

static HeapGraph sample;

static void open_sample(void) {
  HeapText heap = heap_sample();
  Buffer text = {}, error = {};
  heap_write(&heap, &DIALECTS[2], &text);
  REQUIRE(heap_text_open(text.bytes, text.length, false, &sample, &error));
  buffer_free(&text);
  heap_free(&heap);
}

/* What a query prints; or the error. */
static Buffer ask_as(const char *sql, QueryFormat format) {
  Buffer out = {}, error = {};
  char *bytes = NULL;
  size_t length = 0;
  FILE *file = open_memstream(&bytes, &length);
  Query *query = query_open(&sample);
  bool is_good = query_print(query, sql, format, file, &error);
  query_close(query);
  fclose(file);
  buffer_append(&out, "", 0);
  if (is_good)
    buffer_append(&out, bytes, length);
  else
    buffer_format(&out, "error: %s", error.bytes);
  CHECK(is_good == !error.length);
  free(bytes);
  buffer_free(&error);
  return out;
}

/* The answer as CSV, without the line of names, its lines joined by spaces. */
static void check_answer(const char *sql, const char *wanted) {
  Buffer out = ask_as(sql, QUERY_CSV), line = {};
  char *rest = strstr(out.bytes, "\r\n");
  buffer_append(&line, "", 0);
  for (char *at = rest ? rest + 2 : out.bytes; *at; at++) {
    if (*at == '\r') continue;
    if (*at != '\n')
      buffer_byte(&line, *at);
    else if (at[1])
      buffer_byte(&line, ' ');
  }
  if (!CHECK_TEXT(line.bytes, wanted)) fprintf(stderr, "  query %s\n", sql);
  buffer_free(&line);
  buffer_free(&out);
}

static void check_error(const char *sql, const char *wanted) {
  Buffer out = ask_as(sql, QUERY_CSV);
  bool is_good = !strncmp(out.bytes, "error: ", 7) &&
                 strstr(out.bytes, wanted) && !strpbrk(out.bytes, "\r\n");
  if (!CHECK(is_good)) fprintf(stderr, "  %s: %s\n", sql, out.bytes);
  buffer_free(&out);
}

static void test_nodes(void) {
  check_answer("SELECT count(*) FROM nodes", "11");
  check_answer("SELECT * FROM nodes WHERE id = 11",
               "11,object,Session,Session,40,40,4,9,0,1,2,12,31,41");
  check_answer("SELECT id, dominator, distance FROM nodes WHERE id < 5",
               "1,,100000000 3,1,100000001");
  check_answer("SELECT name, class, detachedness FROM nodes "
               "WHERE detachedness = 2 ORDER BY id",
               "\"Detached <div id=\"\"a\"\">\",Detached <div>,2 "
               "Detached Text,Detached Text,2");
  check_answer("SELECT retained_size FROM nodes WHERE id = 21", "6442450944");
  check_answer("SELECT sum(self_size) = (SELECT retained_size FROM nodes "
               "WHERE id = 1) FROM nodes",
               "1");
  check_answer("SELECT type, count(*) FROM nodes GROUP BY 1 ORDER BY 2 DESC, 1 "
               "LIMIT 2",
               "object,4 native,2");
}

static void test_ids_are_found(void) {
  check_answer("SELECT id FROM nodes WHERE id IN (21, 3, 4, 7.0, '9')",
               "3 7 9 21");
  check_answer("SELECT id FROM nodes WHERE id = 4 OR id = -1 OR id = 1.5 "
               "OR id = 'x' OR id = NULL OR id = 99999999999",
               "");
  /* often enough that ids are put in a table */
  check_answer("WITH RECURSIVE n(i) AS (VALUES(-5) UNION ALL SELECT i + 1 "
               "FROM n WHERE i < 60) SELECT count(*), sum(nodes.id) FROM n "
               "CROSS JOIN nodes ON nodes.id = n.i",
               "11,121");
}

static void test_edges(void) {
  check_answer("SELECT count(*) FROM edges", "13");
  check_answer("SELECT * FROM edges WHERE from_id = 9",
               "9,11,element,1,1 9,21,element,4000000000,4000000000");
  check_answer("SELECT * FROM edges WHERE to_id = 13",
               "11,13,property,id, 21,13,property,id,");
  check_answer("SELECT type FROM edges WHERE from_id = 21 AND to_id = 11",
               "weak");
  check_answer("SELECT count(*) FROM edges WHERE from_id = 2", "0");
  check_answer("SELECT count(*) FROM edges WHERE to_id = 1", "0");
  check_answer("SELECT id, retainer_id, name FROM retainers WHERE id = 11",
               "11,9,1 11,21,next");
  check_answer("SELECT id FROM retainers WHERE retainer_id = 9", "11 21");
  check_answer("SELECT count(*) FROM nodes n JOIN edges e ON e.from_id = n.id",
               "13");
  check_answer("SELECT count(*) FROM nodes n JOIN retainers r ON r.id = n.id",
               "13");
  check_answer("SELECT count(*), sum(id) FROM nodes WHERE edge_count <> (SELECT"
               " count(*) FROM edges WHERE from_id = nodes.id) OR "
               "retainer_count <> (SELECT count(*) FROM retainers r WHERE r.id "
               "= nodes.id)",
               "0,");
  /* from an object up to the root */
  check_answer("WITH RECURSIVE up(i) AS (VALUES(13) UNION ALL SELECT dominator "
               "FROM nodes, up WHERE id = i AND dominator IS NOT NULL) SELECT i"
               " FROM up",
               "13 9 7 5 1");
}

static void test_strings(void) {
  check_answer("SELECT \"index\", length, nodes FROM strings "
               "WHERE text = 'Session'",
               "7,7,2");
  check_answer("SELECT text, length FROM strings WHERE text LIKE 'user:%'",
               "\"user:42 \u20ac \"\"x\"\"\",13");
  check_answer("SELECT text FROM strings WHERE \"index\" = 7", "Session");
  check_answer("SELECT text FROM strings WHERE \"index\" = 10000", "");
  check_answer("SELECT sum(nodes) FROM strings", "11");
}

static void test_constructors(void) {
  check_answer("SELECT * FROM constructors WHERE name = 'Session'",
               "Session,2,6442450984,6442450984,4,12,31,41");
  check_answer(
      "SELECT name FROM constructors ORDER BY retained_size DESC, name "
      "LIMIT 2",
      "Window Map");
  check_answer("SELECT sum(c.count) = (SELECT count(*) FROM nodes "
               "WHERE self_size > 0) FROM constructors c",
               "1");
}

static void test_only_reading_is_allowed(void) {
  static const char *const FORBIDDEN[] = {
      "ATTACH 'x' AS y",
      "CREATE TABLE x(a)",
      "CREATE TEMP TABLE x(a)",
      "DROP TABLE nodes",
      "DELETE FROM nodes",
      "UPDATE nodes SET id = 1",
      "PRAGMA temp_store = 2",
      "INSERT INTO edges VALUES(1, 2, '', '', 3)",
      "VACUUM INTO 'x'",
      "SELECT 1; DETACH main",
      "BEGIN",
      "SELECT * FROM pragma_table_info('nodes')",
  };
  for (u32 i = 0; i < ARRAY_COUNT(FORBIDDEN); i++)
    check_error(FORBIDDEN[i], "");
  check_error("ATTACH 'x' AS y", "only SELECT");
  check_error("SELECT load_extension('x')", "not authorized");
}

static void test_mistakes(void) {
  check_error("SELECT", "incomplete");
  check_error("SELECT nosuch FROM nodes", "no such column");
  check_error("SELECT * FROM nowhere", "no such table");
  check_error("SELEC 1", "syntax error");
  check_error("SELECT \"\n", "");
  check_answer("", "");
  check_answer("-- nothing", "");
}

static void check_printed(const char *sql, QueryFormat format,
                          const char *wanted) {
  Buffer out = ask_as(sql, format);
  CHECK_TEXT(out.bytes, wanted);
  buffer_free(&out);
}

static void test_formats(void) {
  static const char SQL[] = "SELECT id, name, distance FROM nodes WHERE id IN "
                            "(7, 9, 13)";
  check_printed(SQL, QUERY_TABLE,
                "id  name           distance\n"
                "--  -------------  --------\n"
                " 7  Map                   2\n"
                " 9                        3\n"
                "13  user:42 \u20ac \"x\"         5\n");
  check_printed(SQL, QUERY_CSV,
                "id,name,distance\r\n7,Map,2\r\n9,,3\r\n"
                "13,\"user:42 \u20ac \"\"x\"\"\",5\r\n");
  check_printed(SQL, QUERY_JSON,
                "[\n{\"id\": 7, \"name\": \"Map\", \"distance\": 2},\n"
                "{\"id\": 9, \"name\": \"\", \"distance\": 3},\n"
                "{\"id\": 13, \"name\": \"user:42 \u20ac \\\"x\\\"\", "
                "\"distance\": 5}\n]\n");
  check_printed("SELECT NULL a, 1.5 b, x'ff0a' c, 9e999 d", QUERY_JSON,
                "[\n{\"a\": null, \"b\": 1.5, \"c\": \"\ufffd\\u000a\", "
                "\"d\": null}\n]\n");
  check_printed("SELECT 1 a WHERE 0; SELECT 2", QUERY_TABLE,
                "a\n-\n\n2\n-\n2\n");
  check_printed("SELECT 1 a WHERE 0", QUERY_JSON, "[]\n");
}

/* Wide characters, texts that are cut, and rows after the measured ones. */
static void test_tables_line_up(void) {
  check_printed("SELECT '\u65e5\u672c' a, 1 b UNION ALL SELECT 'x', 22",
                QUERY_TABLE,
                "a      b\n----  --\n\u65e5\u672c   1\nx     22\n");
  Buffer out =
      ask_as("SELECT printf('%.200c', 'y') || char(10) a, 'z' b", QUERY_TABLE);
  CHECK(strstr(out.bytes, "yyy\u2026  z\n") != NULL);
  buffer_free(&out);
  out = ask_as("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM "
               "n WHERE i < 2000) SELECT i FROM n",
               QUERY_TABLE);
  CHECK(strstr(out.bytes, "\n2000\n") != NULL);
  buffer_free(&out);
}

static bool stop_at_two(void *context, const QueryResult *result) {
  u32 *rows = context;
  if (result->values) ++*rows;
  return *rows < 2;
}

static void test_rows_end_when_nobody_wants_more(void) {
  Buffer error = {};
  u32 rows = 0;
  CHECK(query_run(&sample, "SELECT * FROM nodes; SELECT nonsense", stop_at_two,
                  &rows, &error));
  CHECK_INTEGER(rows, 2);
}

static bool interrupt(void *context, const QueryResult *result) {
  if (result->values) query_interrupt();
  return true;
}

static void test_interruption(void) {
  Buffer error = {};
  CHECK(!query_run(&sample,
                   "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 "
                   "FROM n) SELECT i FROM n",
                   interrupt, NULL, &error));
  CHECK_TEXT(error.bytes, "interrupted");
  buffer_free(&error);
  CHECK(!query_run(&sample, "SELECT * FROM edges", interrupt, NULL, &error));
  buffer_free(&error);
}

static void test_a_full_disk(void) {
  FILE *full = fopen("/dev/full", "w");
  if (!full) return;
  Buffer error = {};
  Query *query = query_open(&sample);
  CHECK(!query_print(query, "SELECT * FROM edges, nodes, edges", QUERY_CSV,
                     full, &error));
  CHECK(error.length > 0);
  query_close(query);
  fclose(full);
  buffer_free(&error);
}

/* ---- The shell ----------------------------------------------------------- */

static void check_shell(const char *input, bool is_good, const char *wanted) {
  char *bytes = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&bytes, &length);
  FILE *in = fmemopen((void *)input, strlen(input), "r");
  CHECK_INTEGER(query_shell(&sample, QUERY_CSV, in, out, false), is_good);
  fclose(in);
  fclose(out);
  if (!CHECK(strstr(bytes, wanted) != NULL))
    fprintf(stderr, "  %s gives %s\n", input, bytes);
  free(bytes);
}

static void test_the_shell(void) {
  check_shell("SELECT id\nFROM nodes\nWHERE id = 7;\n.quit\nSELECT 99;\n", true,
              "id\r\n7\r\n");
  check_shell(".mode json\nSELECT 1 a; SELECT 2 b;", true,
              "[\n{\"a\": 1}\n]\n[\n{\"b\": 2}\n]\n");
  check_shell(".tables\n", true, "constructors");
  check_shell(".schema", true, "CREATE TABLE edges(\n  from_id INTEGER,");
  check_shell(".help\n", true, ".quit");
  check_shell("\n;\n  \nSELECT 5", true, "5\r\n5\r\n");
}

/* Complaints go to standard error, which is not looked at here. */
static void test_the_shell_goes_on_after_a_mistake(void) {
  int saved = dup(2);
  REQUIRE(saved >= 0 && freopen("/dev/null", "w", stderr) != NULL);
  check_shell("SELECT nonsense;\nSELECT 6;\n", false, "6\r\n6\r\n");
  check_shell(".nonsense\nSELECT 7;\n", false, "7\r\n7\r\n");
  check_shell(".mode x\nSELECT 8;\n", false, "8\r\n8\r\n");
  fflush(stderr);
  dup2(saved, 2);
  close(saved);
}

int main(void) {
  setenv("GLASSHEAP_THREADS", "1", true);
  open_sample();
  RUN(test_nodes);
  RUN(test_ids_are_found);
  RUN(test_edges);
  RUN(test_strings);
  RUN(test_constructors);
  RUN(test_only_reading_is_allowed);
  RUN(test_mistakes);
  RUN(test_formats);
  RUN(test_tables_line_up);
  RUN(test_rows_end_when_nobody_wants_more);
  RUN(test_interruption);
  RUN(test_a_full_disk);
  RUN(test_the_shell);
  RUN(test_the_shell_goes_on_after_a_mistake);
  graph_close(&sample);
  return check_finish();
}
