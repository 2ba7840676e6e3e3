/* picture.c - where the run stands, its stack, its console. */
#include "cli/picture_parts.h"

#include <stdio.h>

constexpr i64 LINES_AROUND = 2;
constexpr size_t FRAMES_MAX = 24, CONSOLE_LINES_MAX = 12;
constexpr u32 NAME_COLUMNS_MAX = 24, NOTE_COLUMN = 64;

/* ---- Values ------------------------------------------------------------- */

void picture_address(Ink *ink, i64 address) {
  ink_format(ink, COLOR_CELL, "@%llx", (unsigned long long)address);
}

void picture_value(Ink *ink, json_t *value) {
  const char *text = text_of(value, "text");
  if (strcmp(text_of(value, "in"), "cell")) {
    ink_text(ink, COLOR_WORD, text);
    return;
  }
  ink_sign(ink, COLOR_CELL, SIGN_ARROW);
  ink_text(ink, COLOR_PLAIN, " ");
  picture_address(ink, number_of(value, "address"));
  ink_text(ink, COLOR_PLAIN, " ");
  ink_text(ink, COLOR_PLAIN, text);
}

/* ---- Where the run stands ----------------------------------------------- */

static json_t *find_source(json_t *view, i64 id) {
  json_t *source;
  size_t index;
  json_array_foreach(json_object_get(view, "sources"), index, source)
    if (number_of(source, "id") == id) return source;
  return NULL;
}

static void picture_line(Ink *ink, const char *line, size_t length, i64 number,
                         bool is_here) {
  Buffer text = {};
  Color color = is_here ? COLOR_MARK : COLOR_DIM;
  buffer_append(&text, line, length);
  ink_text(ink, COLOR_PLAIN, "  ");
  if (is_here)
    ink_sign(ink, COLOR_MARK, SIGN_HERE);
  else
    ink_text(ink, COLOR_PLAIN, " ");
  ink_format(ink, color, "%5lld ", (long long)number);
  ink_sign(ink, COLOR_DIM, SIGN_BAR);
  ink_text(ink, COLOR_PLAIN, " ");
  ink_text(ink, color, text.bytes ? text.bytes : "");
  ink_end_line(ink);
  buffer_free(&text);
}

static void picture_source(Ink *ink, const char *text, i64 here) {
  for (i64 number = 1; *text && number <= here + LINES_AROUND; number++) {
    size_t length = strcspn(text, "\n"), shown = length;
    if (shown && text[shown - 1] == '\r') shown--;
    if (number >= here - LINES_AROUND)
      picture_line(ink, text, shown, number, number == here);
    text += length + (text[length] == '\n');
  }
}

static const char *words_of_reason(const char *reason) {
  if (!strcmp(reason, "end")) return "at the end of the run";
  if (!strcmp(reason, "thrown")) return "where an exception ended the run";
  if (!strcmp(reason, "start")) return "at the start of the run";
  return "";
}

void picture_where(Ink *ink, json_t *view) {
  json_t *state = json_object_get(view, "state");
  const char *reason = words_of_reason(text_of(state, "reason"));
  ink_text(ink, COLOR_HEADING, text_of(view, "file"));
  ink_text(ink, COLOR_HEADING, " at moment ");
  ink_text(ink, COLOR_HEADING, text_of(state, "moment"));
  /* the script's last return stands nowhere in particular */
  bool is_end = !strcmp(text_of(state, "reason"), "end");
  if (number_of(state, "line") && !is_end)
    ink_format(ink, COLOR_PLAIN, ", line %lld",
               (long long)number_of(state, "line"));
  ink_text(ink, COLOR_PLAIN, *reason ? ", " : "");
  ink_text(ink, COLOR_PLAIN, reason);
  ink_end_line(ink);
  json_t *source = find_source(view, number_of(state, "source"));
  if (source && !is_end)
    picture_source(ink, text_of(source, "text"), number_of(state, "line"));
  const char *error = text_of(state, "error");
  if (!*error) return;
  ink_end_line(ink);
  for (; *error; error += *error == '\n') {
    char line[256];
    size_t length = strcspn(error, "\n");
    snprintf(line, sizeof line, "%.*s", (int)length, error);
    ink_text(ink, COLOR_ERROR, line);
    ink_end_line(ink);
    error += length;
  }
}

/* ---- The stack ---------------------------------------------------------- */

static void picture_note(Ink *ink, json_t *variable) {
  const char *kind = text_of(variable, "kind");
  json_t *environment = json_object_get(variable, "environment");
  ink_to(ink, NOTE_COLUMN);
  if (strcmp(kind, "variable")) ink_format(ink, COLOR_DIM, "%s, ", kind);
  if (environment)
    ink_format(ink, COLOR_DIM, "in environment @%llx",
               (unsigned long long)json_integer_value(environment));
  else
    ink_format(ink, COLOR_DIM, "in register %lld",
               (long long)number_of(variable, "register"));
}

static void picture_field(Ink *ink, Sign sign, const char *name, u32 columns,
                          json_t *value) {
  ink_sign(ink, COLOR_DIM, sign);
  ink_to(ink, 3);
  ink_text(ink, COLOR_NAME, name);
  ink_to(ink, 3 + columns + 1);
  picture_value(ink, value);
}

static u32 name_columns(json_t *list) {
  u32 columns = 4;
  json_t *item;
  size_t index;
  json_array_foreach(list, index, item) {
    u32 width = ink_width(text_of(item, "name"));
    if (width > columns && width <= NAME_COLUMNS_MAX) columns = width;
  }
  return columns;
}

static void picture_arguments(Ink *ink, json_t *frame) {
  json_t *value;
  size_t index;
  json_array_foreach(json_object_get(frame, "arguments"), index, value) {
    char name[32];
    snprintf(name, sizeof name, "[%zu]", index);
    picture_field(ink, SIGN_BAR, name, 4, value);
    ink_end_line(ink);
  }
}

static void picture_variables(Ink *ink, json_t *frame) {
  json_t *variables = json_object_get(frame, "variables"), *variable;
  u32 columns = name_columns(variables);
  size_t index;
  json_t *this_value = json_object_get(frame, "this");
  if (!is_true(frame, "script") &&
      strcmp(text_of(this_value, "type"), "undefined")) {
    picture_field(ink, SIGN_BAR, "this", columns, this_value);
    ink_end_line(ink);
  }
  if (is_true(frame, "native")) picture_arguments(ink, frame);
  json_array_foreach(variables, index, variable) {
    picture_field(ink, SIGN_BAR, text_of(variable, "name"), columns,
                  json_object_get(variable, "value"));
    picture_note(ink, variable);
    ink_end_line(ink);
  }
}

static void picture_frame(Ink *ink, json_t *view, json_t *frame) {
  json_t *source = find_source(view, number_of(frame, "source"));
  if (is_true(frame, "construct")) ink_text(ink, COLOR_HEADING, "new ");
  ink_text(ink, COLOR_HEADING, text_of(frame, "function"));
  if (is_true(frame, "native"))
    ink_text(ink, COLOR_DIM, "  native");
  else if (source)
    ink_format(ink, COLOR_DIM, "  %s:%lld:%lld", text_of(source, "name"),
               (long long)number_of(frame, "line"),
               (long long)number_of(frame, "column"));
  if (is_true(frame, "finished"))
    ink_text(ink, COLOR_DIM, "  has returned, its variables live on");
  ink_end_line(ink);
  picture_variables(ink, frame);
}

/* Jobs that wait for the stack to be empty, the next one first. */
static void picture_jobs(Ink *ink, json_t *jobs) {
  json_t *job, *waiting = json_object_get(jobs, "waiting");
  size_t index;
  if (!json_array_size(waiting)) return;
  char more[64];
  snprintf(more, sizeof more, "%lld waiting, the next one first",
           (long long)number_of(jobs, "count"));
  ink_heading(ink, "Jobs", more);
  json_array_foreach(waiting, index, job) {
    json_t *value = json_array_get(json_object_get(job, "values"), 0);
    picture_field(ink, SIGN_BAR, text_of(job, "type"), 9, value);
    ink_end_line(ink);
  }
}

void picture_stack(Ink *ink, json_t *view) {
  json_t *stack = json_object_get(view, "stack");
  json_t *frames = json_object_get(stack, "frames"), *frame;
  i64 depth = number_of(stack, "depth");
  size_t count = json_array_size(frames), index;
  char more[64];
  snprintf(more, sizeof more, "%lld frame%s, innermost first", (long long)depth,
           depth == 1 ? "" : "s");
  ink_heading(ink, "Stack", more);
  json_array_foreach(frames, index, frame) {
    /* of an endless recursion the ends are enough */
    if (count > FRAMES_MAX && index >= FRAMES_MAX - 1 && index < count - 1)
      continue;
    if (index == count - 1 && depth > (i64)FRAMES_MAX) {
      ink_sign(ink, COLOR_DIM, SIGN_DOTS);
      ink_format(ink, COLOR_DIM, " %lld more frames",
                 (long long)(depth - (i64)FRAMES_MAX));
      ink_end_line(ink);
    }
    picture_frame(ink, view, frame);
  }
  picture_jobs(ink, json_object_get(stack, "jobs"));
}

/* ---- The console -------------------------------------------------------- */

void picture_console(Ink *ink, json_t *view) {
  json_t *lines = json_object_get(json_object_get(view, "console"), "lines");
  size_t count = json_array_size(lines);
  size_t from = count > CONSOLE_LINES_MAX ? count - CONSOLE_LINES_MAX : 0;
  char more[64];
  if (!count) return;
  snprintf(more, sizeof more,
           from ? "the last %zu of %zu messages" : "what was printed so far",
           count - from, count);
  ink_heading(ink, "Console", more);
  for (size_t i = from; i < count; i++) {
    json_t *line = json_array_get(lines, i);
    bool is_error = !strcmp(text_of(line, "stream"), "error");
    ink_sign(ink, COLOR_DIM, SIGN_BAR);
    ink_text(ink, COLOR_DIM, is_error ? " error " : " ");
    ink_text(ink, is_error ? COLOR_ERROR : COLOR_PLAIN, text_of(line, "text"));
    ink_end_line(ink);
  }
}

/* ---- All ---------------------------------------------------------------- */

void picture_print(json_t *view, PictureStyle style, Buffer *out) {
  Ink ink = {.style = style, .out = out};
  picture_where(&ink, view);
  picture_stack(&ink, view);
  picture_heap(&ink, view);
  picture_shapes(&ink, view);
  picture_caches(&ink, view);
  picture_tier(&ink, view);
  picture_totals(&ink, view);
  picture_console(&ink, view);
}
