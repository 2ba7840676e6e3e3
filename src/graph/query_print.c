/* query_print.c - rows as a table, as CSV and as JSON; and the shell. */
#define _GNU_SOURCE
#include "graph/query.h"

#include "base/text_width.h"
#include "base/vector.h"
#include "graph/strings.h"

#include <inttypes.h>
#include <stdlib.h>

/* The widths of a table are those of its first rows. */
constexpr u32 ROWS_MEASURED = 500;
constexpr u32 COLUMN_WIDTH_MAX = 60;

typedef struct Printer {
  FILE *out;
  QueryFormat format;
  u64 rows; /* of this statement */
  u32 statements;
  u32 count; /* of columns */
  char **names;
  /* of tables: rows that wait for the widths, cell by cell */
  VECTOR(char *) waiting;
  u32 *widths;
  bool *is_number;
  bool is_measured;
} Printer;

/* ---- Values as text ------------------------------------------------------ */

static void append_number(const QueryValue *value, Buffer *out) {
  if (value->kind == QUERY_INTEGER)
    buffer_format(out, "%" PRId64, value->integer);
  else
    buffer_format(out, "%.15g", value->real);
}

/* In one line, and not too long. */
static void append_cell(const QueryValue *value, Buffer *out) {
  if (value->kind == QUERY_NULL) return;
  if (value->kind != QUERY_TEXT) {
    append_number(value, out);
    return;
  }
  size_t start = out->length;
  strings_clean(value->text, value->length, out);
  for (size_t i = start; i < out->length; i++)
    if ((u8)out->bytes[i] < ' ' || out->bytes[i] == 0x7f) out->bytes[i] = ' ';
}

static void append_csv(const char *text, size_t length, Buffer *out) {
  bool is_plain = true;
  for (size_t i = 0; i < length && is_plain; i++)
    is_plain = !text[i] || !strchr("\",\r\n", text[i]);
  if (!is_plain) buffer_byte(out, '"');
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '"') buffer_byte(out, '"');
    buffer_byte(out, text[i]);
  }
  if (!is_plain) buffer_byte(out, '"');
}

static void append_csv_value(const QueryValue *value, Buffer *out) {
  if (value->kind == QUERY_TEXT)
    append_csv(value->text, value->length, out);
  else if (value->kind != QUERY_NULL)
    append_number(value, out);
}

static void append_json(const char *text, size_t length, Buffer *out) {
  Buffer clean = {};
  strings_clean(text, length, &clean);
  buffer_byte(out, '"');
  for (size_t i = 0; i < clean.length; i++) {
    char c = clean.bytes[i];
    if (c == '"' || c == '\\')
      buffer_format(out, "\\%c", c);
    else if ((u8)c < ' ')
      buffer_format(out, "\\u%04x", c);
    else
      buffer_byte(out, c);
  }
  buffer_byte(out, '"');
  buffer_free(&clean);
}

/* JSON has no number for infinity. */
static void append_json_value(const QueryValue *value, Buffer *out) {
  bool is_finite = value->kind != QUERY_REAL || value->real - value->real == 0;
  if (value->kind == QUERY_TEXT)
    append_json(value->text, value->length, out);
  else if (value->kind == QUERY_NULL || !is_finite)
    buffer_text(out, "null");
  else
    append_number(value, out);
}

/* ---- Tables -------------------------------------------------------------- */

/* The character at `at` of clean UTF-8, and where the next one is. */
static u32 read_character(const char *text, size_t *at) {
  u8 first = (u8)text[(*at)++];
  if (first < 0x80) return first;
  u32 code = first & (first < 0xe0 ? 0x1f : first < 0xf0 ? 0x0f : 0x07);
  while (((u8)text[*at] & 0xc0) == 0x80)
    code = code << 6 | ((u8)text[(*at)++] & 0x3f);
  return code;
}

static u32 measure(const char *text) {
  u32 width = 0;
  for (size_t at = 0; text[at];)
    width += text_width_of(read_character(text, &at));
  return width;
}

/* Cuts a text to a width, with an ellipsis; returns its width. */
static u32 cut_cell(const char *text, u32 most, Buffer *out) {
  u32 width = measure(text), taken = 0;
  if (width <= most) {
    buffer_text(out, text);
    return width;
  }
  for (size_t at = 0; text[at];) {
    size_t start = at;
    u32 next = text_width_of(read_character(text, &at));
    if (taken + next + 1 > most) break;
    buffer_append(out, text + start, at - start);
    taken += next;
  }
  buffer_text(out, "\u2026");
  return taken + 1;
}

static void pad(u32 count, char with, Buffer *line) {
  for (u32 i = 0; i < count; i++)
    buffer_byte(line, with);
}

static void print_line(const Printer *printer, char *const *cells) {
  Buffer line = {};
  for (u32 i = 0; i < printer->count; i++) {
    Buffer cell = {};
    u32 width = cut_cell(cells[i], COLUMN_WIDTH_MAX, &cell);
    u32 room = printer->widths[i] > width ? printer->widths[i] - width : 0;
    bool is_last = i + 1 == printer->count;
    if (i) buffer_text(&line, "  ");
    if (printer->is_number[i]) pad(room, ' ', &line);
    buffer_append(&line, cell.bytes ? cell.bytes : "", cell.length);
    if (!printer->is_number[i] && !is_last) pad(room, ' ', &line);
    buffer_free(&cell);
  }
  buffer_byte(&line, '\n');
  fwrite(line.bytes, 1, line.length, printer->out);
  buffer_free(&line);
}

static void print_rule(const Printer *printer) {
  Buffer line = {};
  for (u32 i = 0; i < printer->count; i++) {
    if (i) buffer_text(&line, "  ");
    pad(printer->widths[i], '-', &line);
  }
  buffer_byte(&line, '\n');
  fwrite(line.bytes, 1, line.length, printer->out);
  buffer_free(&line);
}

static void widen(Printer *printer, u32 column, const char *text) {
  u32 width = measure(text);
  if (width > COLUMN_WIDTH_MAX) width = COLUMN_WIDTH_MAX;
  if (width > printer->widths[column]) printer->widths[column] = width;
}

static void free_cells(char **cells, u32 count) {
  for (u32 i = 0; i < count; i++)
    free(cells[i]);
}

/* The widths are known: what waited goes out. */
static void print_waiting(Printer *printer) {
  if (printer->is_measured || !printer->count) return;
  printer->is_measured = true;
  for (u32 i = 0; i < printer->count; i++)
    widen(printer, i, printer->names[i]);
  for (u32 i = 0; i < printer->waiting.count; i++)
    widen(printer, i % printer->count, printer->waiting.items[i]);
  print_line(printer, printer->names);
  print_rule(printer);
  for (u32 i = 0; i < printer->waiting.count; i += printer->count)
    print_line(printer, printer->waiting.items + i);
  free_cells(printer->waiting.items, printer->waiting.count);
  printer->waiting.count = 0;
}

static void print_table_row(Printer *printer, const QueryResult *result) {
  u32 first = printer->waiting.count;
  for (u32 i = 0; i < result->count; i++) {
    Buffer cell = {};
    buffer_append(&cell, "", 0);
    append_cell(&result->values[i], &cell);
    if (result->values[i].kind == QUERY_TEXT) printer->is_number[i] = false;
    vector_push(&printer->waiting, buffer_take(&cell));
  }
  if (printer->is_measured) {
    print_line(printer, printer->waiting.items + first);
    free_cells(printer->waiting.items, printer->waiting.count);
    printer->waiting.count = 0;
  } else if (printer->rows == ROWS_MEASURED) {
    print_waiting(printer);
  }
}

/* ---- Rows ---------------------------------------------------------------- */

static void print_csv_row(Printer *printer, const QueryResult *result) {
  Buffer line = {};
  for (u32 i = 0; i < result->count; i++) {
    if (i) buffer_byte(&line, ',');
    if (result->values)
      append_csv_value(&result->values[i], &line);
    else
      append_csv(result->names[i], strlen(result->names[i]), &line);
  }
  buffer_text(&line, "\r\n");
  fwrite(line.bytes, 1, line.length, printer->out);
  buffer_free(&line);
}

static void print_json_row(Printer *printer, const QueryResult *result) {
  Buffer line = {};
  buffer_text(&line, printer->rows > 1 ? ",\n{" : "\n{");
  for (u32 i = 0; i < result->count; i++) {
    if (i) buffer_text(&line, ", ");
    append_json(result->names[i], strlen(result->names[i]), &line);
    buffer_text(&line, ": ");
    append_json_value(&result->values[i], &line);
  }
  buffer_byte(&line, '}');
  fwrite(line.bytes, 1, line.length, printer->out);
  buffer_free(&line);
}

static void end_statement(Printer *printer) {
  if (!printer->statements) return;
  if (printer->format == QUERY_TABLE) print_waiting(printer);
  if (printer->format == QUERY_JSON)
    fputs(printer->rows ? "\n]\n" : "]\n", printer->out);
  free_cells(printer->names, printer->count);
  free(printer->names);
  free(printer->widths);
  free(printer->is_number);
  printer->names = NULL;
  printer->count = 0;
}

static void begin_statement(Printer *printer, const QueryResult *result) {
  end_statement(printer);
  if (printer->statements++ && printer->format != QUERY_JSON)
    fputc('\n', printer->out);
  u32 count = result->count;
  printer->rows = 0;
  printer->count = count;
  printer->is_measured = false;
  printer->names = base_allocate((count + 1) * sizeof *printer->names);
  printer->widths = base_allocate_zeroed((count + 1) * sizeof(u32));
  printer->is_number = base_allocate((count + 1) * sizeof(bool));
  for (u32 i = 0; i < count; i++) {
    size_t length = strlen(result->names[i]) + 1;
    printer->names[i] = base_copy(result->names[i], length);
    printer->is_number[i] = true;
  }
  if (printer->format == QUERY_CSV) print_csv_row(printer, result);
  if (printer->format == QUERY_JSON) fputc('[', printer->out);
}

static bool take_row(void *context, const QueryResult *result) {
  Printer *printer = context;
  if (!result->values) {
    begin_statement(printer, result);
    return !ferror(printer->out);
  }
  printer->rows++;
  switch (printer->format) {
  case QUERY_TABLE: print_table_row(printer, result); break;
  case QUERY_CSV: print_csv_row(printer, result); break;
  case QUERY_JSON: print_json_row(printer, result); break;
  }
  return !ferror(printer->out);
}

bool query_print(Query *query, const char *sql, QueryFormat format, FILE *out,
                 Buffer *error) {
  Printer printer = {.out = out, .format = format};
  bool is_good = query_execute(query, sql, take_row, &printer, error);
  end_statement(&printer);
  free_cells(printer.waiting.items, printer.waiting.count);
  vector_free(&printer.waiting);
  if (is_good && (fflush(out) || ferror(out))) {
    buffer_text(error, "the rows cannot be written");
    is_good = false;
  }
  return is_good;
}

/* ---- The shell ----------------------------------------------------------- */

typedef struct Shell {
  Query *query;
  QueryFormat format;
  FILE *out;
  bool is_over, has_failed;
} Shell;

static const char *const FORMATS[] = {
    [QUERY_TABLE] = "table", [QUERY_CSV] = "csv", [QUERY_JSON] = "json"};

static void complain(Shell *shell, const char *what) {
  shell->has_failed = true;
  fflush(shell->out);
  fprintf(stderr, "glassheap: %s\n", what);
}

static void show(Shell *shell, void (*append)(Buffer *out)) {
  Buffer text = {};
  append(&text);
  fwrite(text.bytes, 1, text.length, shell->out);
  buffer_free(&text);
}

static void show_tables(Shell *shell, const char *) {
  show(shell, query_append_tables);
}

static void show_schema(Shell *shell, const char *) {
  show(shell, query_append_schema);
}

static void set_mode(Shell *shell, const char *argument) {
  for (u32 i = 0; i < ARRAY_COUNT(FORMATS); i++)
    if (!strcmp(argument, FORMATS[i])) {
      shell->format = (QueryFormat)i;
      return;
    }
  complain(shell, ".mode is table, csv or json");
}

static void quit(Shell *shell, const char *) {
  shell->is_over = true;
}

static void show_help(Shell *shell, const char *);

static const struct {
  const char *name, *help;
  void (*run)(Shell *shell, const char *argument);
} COMMANDS[] = {
    {".tables", "what tables there are", show_tables},
    {".schema", "what columns they have", show_schema},
    {".mode", "table, csv or json: how rows are written", set_mode},
    {".help", "this list", show_help},
    {".quit", "the end; so does .exit, and the end of the input", quit},
    {".exit", NULL, quit},
};

static void show_help(Shell *shell, const char *) {
  fputs("Queries end with a semicolon. For example:\n"
        "  SELECT class, count(*), sum(self_size) FROM nodes\n"
        "  GROUP BY class ORDER BY 3 DESC LIMIT 10;\n",
        shell->out);
  for (u32 i = 0; i < ARRAY_COUNT(COMMANDS); i++)
    if (COMMANDS[i].help)
      fprintf(shell->out, "%-10s%s\n", COMMANDS[i].name, COMMANDS[i].help);
}

static void run_command(Shell *shell, char *line) {
  char *argument = line + strcspn(line, " \t");
  if (*argument) *argument++ = 0;
  argument += strspn(argument, " \t");
  for (u32 i = 0; i < ARRAY_COUNT(COMMANDS); i++)
    if (!strcmp(line, COMMANDS[i].name)) {
      COMMANDS[i].run(shell, argument);
      return;
    }
  complain(shell, "no such command (.help lists them)");
}

static void run_query(Shell *shell, Buffer *sql) {
  Buffer error = {};
  if (!query_print(shell->query, sql->bytes, shell->format, shell->out, &error))
    complain(shell, error.bytes);
  buffer_free(&error);
  buffer_clear(sql);
}

static bool is_blank(const char *text) {
  return !text[strspn(text, " \t\r\n;")];
}

/* One line; a query may take several. */
static void take_line(Shell *shell, char *line, Buffer *sql) {
  line[strcspn(line, "\r\n")] = 0;
  if (!sql->length && *line == '.') {
    run_command(shell, line);
    return;
  }
  if (!sql->length && is_blank(line)) return;
  buffer_text(sql, line);
  buffer_byte(sql, '\n');
  if (query_is_complete(sql->bytes)) run_query(shell, sql);
}

bool query_shell(const HeapGraph *graph, QueryFormat format, FILE *in,
                 FILE *out, bool is_prompting) {
  Shell shell = {.query = query_open(graph), .format = format, .out = out};
  Buffer sql = {};
  char *line = NULL;
  size_t room = 0;
  while (!shell.is_over) {
    if (is_prompting) fputs(sql.length ? "   ...> " : "heap> ", out);
    fflush(out);
    if (getline(&line, &room, in) < 0) break;
    take_line(&shell, line, &sql);
  }
  /* the last query may do without its semicolon */
  if (!shell.is_over && sql.length) run_query(&shell, &sql);
  if (is_prompting && !shell.is_over) fputc('\n', out);
  free(line);
  buffer_free(&sql);
  query_close(shell.query);
  return !shell.has_failed;
}
