/* compare_print.c - see compare.h.
 *
 *                         marking   counting
 *   lives at most          4.2 MB    1.9 MB
 *   ...
 *
 *   live bytes: marking, up to 4.2 MB
 *      _/|_/|_/|
 *
 * The pictures have one scale, and one time: that of the program's own ticks,
 * which are the same whoever collects.
 */
#include "base/quantity.h"
#include "cli/compare.h"

#include <stdlib.h>

constexpr u32 LABEL_WIDTH = 26, COLUMN_WIDTH = 17;
constexpr u32 CHART_WIDTH = 72, CHART_ROWS = 5, LEVELS = 8;

static i64 number_at(const json_t *report, const char *group,
                     const char *name) {
  const json_t *of = group ? json_object_get(report, group) : report;
  return json_integer_value(json_object_get(of, name));
}

static const char *text_at(const json_t *object, const char *name) {
  const char *text = json_string_value(json_object_get(object, name));
  return text ? text : "";
}

/* ---- The table ----------------------------------------------------------- */

typedef enum Unit : u8 { UNIT_COUNT, UNIT_BYTES, UNIT_TIME } Unit;

typedef struct Row {
  const char *label, *group, *name;
  Unit unit;
} Row;

static const Row rows[] = {
    {"lives at most", "live", "peak", UNIT_BYTES},
    {"lives at the end", "live", "end", UNIT_BYTES},
    {"and after a collection", "live", "collected", UNIT_BYTES},
    {"collections", NULL, "collections", UNIT_COUNT},
    {"pauses", "pauses", "count", UNIT_COUNT},
    {"  half are shorter than", "pauses", "median", UNIT_TIME},
    {"  99% are shorter than", "pauses", "most", UNIT_TIME},
    {"  the longest", "pauses", "longest", UNIT_TIME},
    {"  all together", "pauses", "total", UNIT_TIME},
    {"cells marked", "work", "cellsMarked", UNIT_COUNT},
    {"counts changed", "work", "countChanges", UNIT_COUNT},
    {"candidates examined", "work", "candidates", UNIT_COUNT},
    {"cells freed", "work", "cellsFreed", UNIT_COUNT},
};

/* Three digits, from microseconds to seconds. */
static void append_time(double nanoseconds, Buffer *out) {
  static const char *const units[] = {"us", "ms", "s"};
  double time = nanoseconds / 1e3;
  u32 unit = 0;
  for (; time >= 999.5 && unit < 2; unit++)
    time /= 1e3;
  buffer_format(out, "%.*f %s",
                time < 9.995   ? 2
                : time < 99.95 ? 1
                               : 0,
                time, units[unit]);
}

static void append_amount(Unit unit, i64 amount, Buffer *out) {
  switch (unit) {
  case UNIT_COUNT: quantity_count(amount, out); return;
  case UNIT_BYTES: quantity_bytes(amount, out); return;
  case UNIT_TIME: append_time((double)amount, out); return;
  }
}

/* Against the right side of a column. */
static void put_right(Ink *ink, Color color, u32 column, const char *text) {
  u32 end = LABEL_WIDTH + (column + 1) * COLUMN_WIDTH;
  ink_to(ink, end - ink_width(text));
  ink_text(ink, color, text);
}

static void print_row(Ink *ink, const Row *row, const json_t *reports) {
  ink_format(ink, COLOR_PLAIN, "  %s", row->label);
  for (u32 i = 0; i < json_array_size(reports); i++) {
    Buffer text = {};
    i64 amount = number_at(json_array_get(reports, i), row->group, row->name);
    append_amount(row->unit, amount, &text);
    put_right(ink, amount ? COLOR_PLAIN : COLOR_DIM, i, text.bytes);
    buffer_free(&text);
  }
  ink_end_line(ink);
}

static void print_time(Ink *ink, const json_t *reports) {
  ink_text(ink, COLOR_PLAIN, "  time in all");
  for (u32 i = 0; i < json_array_size(reports); i++) {
    Buffer text = {};
    const json_t *report = json_array_get(reports, i);
    append_time(1e9 * json_real_value(json_object_get(report, "seconds")),
                &text);
    put_right(ink, COLOR_PLAIN, i, text.bytes);
    buffer_free(&text);
  }
  ink_end_line(ink);
}

static void print_table(Ink *ink, const json_t *reports) {
  for (u32 i = 0; i < json_array_size(reports); i++)
    put_right(ink, COLOR_HEADING, i,
              text_at(json_array_get(reports, i), "collector"));
  ink_end_line(ink);
  for (u32 i = 0; i < ARRAY_COUNT(rows); i++)
    print_row(ink, &rows[i], reports);
  print_time(ink, reports);
}

/* ---- Pictures ------------------------------------------------------------ */

typedef struct Chart {
  i64 ticks, most; /* of all reports */
  i64 heights[CHART_WIDTH];
} Chart;

static i64 sample_part(const json_t *sample, u32 part) {
  return json_integer_value(json_array_get(sample, part));
}

/* The most that lived in the time of each column; where there is no sample it
 * is what it was before. */
static void fill_chart(Chart *chart, const json_t *report) {
  const json_t *samples = json_object_get(report, "samples");
  memset(chart->heights, 0, sizeof chart->heights);
  for (u32 i = 0; i < json_array_size(samples); i++) {
    const json_t *sample = json_array_get(samples, i);
    i64 column = sample_part(sample, 0) * CHART_WIDTH / (chart->ticks + 1);
    i64 bytes = sample_part(sample, 1);
    if (bytes > chart->heights[column]) chart->heights[column] = bytes;
  }
  for (u32 i = 1; i < CHART_WIDTH; i++)
    if (!chart->heights[i]) chart->heights[i] = chart->heights[i - 1];
}

static const char *block_of_level(const Ink *ink, i64 level) {
  static const char *const blocks[LEVELS + 1] = {" ", "▁", "▂", "▃", "▄",
                                                 "▅", "▆", "▇", "█"};
  if (!ink->style.has_boxes) return level > (i64)LEVELS / 2 ? "#" : " ";
  return blocks[level];
}

static void print_chart(Ink *ink, const Chart *chart) {
  for (u32 row = CHART_ROWS; row-- > 0;) {
    ink_text(ink, COLOR_PLAIN, "  ");
    for (u32 i = 0; i < CHART_WIDTH; i++) {
      i64 height = chart->most
                       ? chart->heights[i] * CHART_ROWS * LEVELS / chart->most
                       : 0;
      i64 level = height - (i64)row * LEVELS;
      if (level < 0) level = 0;
      if (level > LEVELS) level = LEVELS;
      ink_text(ink, COLOR_WORD, block_of_level(ink, level));
    }
    ink_end_line(ink);
  }
}

static Chart chart_for(const json_t *reports) {
  Chart chart = {};
  for (u32 i = 0; i < json_array_size(reports); i++) {
    const json_t *samples =
        json_object_get(json_array_get(reports, i), "samples");
    for (u32 j = 0; j < json_array_size(samples); j++) {
      const json_t *sample = json_array_get(samples, j);
      if (sample_part(sample, 0) > chart.ticks)
        chart.ticks = sample_part(sample, 0);
      if (sample_part(sample, 1) > chart.most)
        chart.most = sample_part(sample, 1);
    }
  }
  return chart;
}

static void print_charts(Ink *ink, const json_t *reports) {
  Chart chart = chart_for(reports);
  Buffer scale = {};
  buffer_text(&scale, "from start to end, all up to ");
  quantity_bytes(chart.most, &scale);
  ink_heading(ink, "Live bytes", scale.bytes);
  buffer_free(&scale);
  for (u32 i = 0; i < json_array_size(reports); i++) {
    const json_t *report = json_array_get(reports, i);
    ink_format(ink, COLOR_NAME, "  %s", text_at(report, "collector"));
    ink_end_line(ink);
    fill_chart(&chart, report);
    print_chart(ink, &chart);
  }
}

/* ---- What is left behind ------------------------------------------------- */

static void print_cycle(Ink *ink, const json_t *cycle) {
  if (!json_array_size(cycle)) {
    ink_text(ink, COLOR_DIM, "      hangs on a cycle");
    ink_end_line(ink);
    return;
  }
  ink_text(ink, COLOR_PLAIN, "      ");
  for (u32 i = 0; i < json_array_size(cycle); i++) {
    const json_t *step = json_array_get(cycle, i);
    ink_text(ink, COLOR_NAME, text_at(step, "class"));
    ink_format(ink, COLOR_PLAIN, " %s ", text_at(step, "edge"));
    ink_sign(ink, COLOR_DIM, SIGN_ARROW);
    ink_text(ink, COLOR_PLAIN, " ");
  }
  ink_text(ink, COLOR_NAME, text_at(json_array_get(cycle, 0), "class"));
  ink_end_line(ink);
}

static void print_class(Ink *ink, const json_t *class) {
  Buffer text = {};
  quantity_count(number_at(class, NULL, "count"), &text);
  buffer_text(&text, " cells, ");
  quantity_bytes(number_at(class, NULL, "bytes"), &text);
  ink_format(ink, COLOR_CELL, "    %s", text_at(class, "name"));
  ink_to(ink, LABEL_WIDTH + 8);
  ink_text(ink, COLOR_PLAIN, text.bytes);
  ink_end_line(ink);
  buffer_free(&text);
  print_cycle(ink, json_object_get(class, "cycle"));
}

static void print_left(Ink *ink, const json_t *report) {
  const json_t *left = json_object_get(report, "left");
  const json_t *classes = json_object_get(left, "classes");
  if (!number_at(left, NULL, "cells")) return;
  Buffer text = {};
  quantity_count(number_at(left, NULL, "cells"), &text);
  buffer_text(&text, " cells, ");
  quantity_bytes(number_at(left, NULL, "bytes"), &text);
  buffer_text(&text, " that nothing can reach any more");
  Buffer title = {};
  buffer_format(&title, "%s leaves behind", text_at(report, "collector"));
  ink_heading(ink, title.bytes, text.bytes);
  for (u32 i = 0; i < json_array_size(classes); i++)
    print_class(ink, json_array_get(classes, i));
  buffer_free(&title);
  buffer_free(&text);
}

/* ---- All ----------------------------------------------------------------- */

/* How a run ended, when it did not just end. */
static void print_end(Ink *ink, const json_t *report) {
  if (!strcmp(text_at(report, "status"), "ended")) return;
  ink_format(ink, COLOR_ERROR, "%s: %s", text_at(report, "collector"),
             text_at(report, "error"));
  ink_end_line(ink);
}

static void print_output(Ink *ink, const json_t *reports) {
  const json_t *first = json_object_get(json_array_get(reports, 0), "output");
  bool same = true;
  for (u32 i = 1; i < json_array_size(reports); i++)
    same &= json_equal(first,
                       json_object_get(json_array_get(reports, i), "output"));
  if (same) return;
  ink_text(ink, COLOR_ERROR,
           "The program printed other things: it looks at its memory.");
  ink_end_line(ink);
}

void compare_print(json_t *reports, PictureStyle style, Buffer *out) {
  Ink ink = {.style = style, .out = out};
  print_table(&ink, reports);
  print_charts(&ink, reports);
  for (u32 i = 0; i < json_array_size(reports); i++)
    print_left(&ink, json_array_get(reports, i));
  for (u32 i = 0; i < json_array_size(reports); i++)
    print_end(&ink, json_array_get(reports, i));
  print_output(&ink, reports);
}
