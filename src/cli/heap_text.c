/* heap_text.c - answers about heaps, as text. */
#include "cli/heap.h"

#include "base/quantity.h"

#include <stdio.h>

constexpr u32 BYTES_WIDTH = 10, COUNT_WIDTH = 11, BAR_WIDTH = 20;

/* ---- Numbers
 * ------------------------------------------------------------------ */

void heap_bytes(Ink *ink, Color color, i64 bytes, u32 width) {
  Buffer text = {};
  quantity_bytes(bytes, &text);
  ink_format(ink, color, "%*s", (int)width, text.bytes);
  buffer_free(&text);
}

void heap_count(Ink *ink, Color color, i64 count, u32 width) {
  Buffer text = {};
  quantity_count(count, &text);
  ink_format(ink, color, "%*s", (int)width, text.bytes);
  buffer_free(&text);
}

void heap_share(Ink *ink, i64 part, i64 whole) {
  double percent = whole > 0 ? 100.0 * (double)part / (double)whole : 0;
  if (percent > 0 && percent < 0.5)
    ink_text(ink, COLOR_DIM, "  <1%");
  else
    ink_format(ink, COLOR_DIM, "%4.0f%%", percent);
}

static void bar(Ink *ink, i64 part, i64 whole) {
  i64 length = whole > 0 ? (part * BAR_WIDTH + whole / 2) / whole : 0;
  for (i64 i = 0; i < length && i < BAR_WIDTH; i++)
    ink_sign(ink, COLOR_WORD, SIGN_BLOCK);
}

void heap_object(Ink *ink, json_t *node) {
  ink_text(ink, COLOR_NAME, text_of(node, "label"));
  ink_format(ink, COLOR_CELL, " @%lld", (long long)number_of(node, "id"));
  if (is_true(node, "detached")) ink_text(ink, COLOR_ERROR, " detached");
}

void heap_more(Ink *ink, json_t *answer, json_t *list) {
  i64 shown = number_of(answer, "offset") + (i64)json_array_size(list);
  i64 left = number_of(answer, "total") - shown;
  if (left <= 0) return;
  ink_text(ink, COLOR_DIM, "  ");
  ink_number(ink, COLOR_DIM, left);
  ink_format(ink, COLOR_DIM, " more: --offset %lld", (long long)shown);
  ink_end_line(ink);
}

/* How much of the text fits: whole words, one at least. */
static size_t fit_words(const char *text, size_t room) {
  size_t length = 0;
  for (const char *at = text; *at;) {
    at += 1 + strcspn(at + 1, " ");
    if (length && (size_t)(at - text) > room) break;
    length = (size_t)(at - text);
  }
  return length;
}

void heap_sentence(Ink *ink, const char *label, Color color, const char *text) {
  constexpr u32 LABEL_WIDTH = 10;
  u32 indent = 3 + (label ? LABEL_WIDTH : 0);
  u32 room = ink->style.width > indent + 20 ? ink->style.width - indent : 20;
  while (*text) {
    size_t length = fit_words(text, room);
    ink_format(ink, COLOR_DIM, "   %-*s", (int)indent - 3, label ? label : "");
    ink_format(ink, color, "%.*s", (int)length, text);
    ink_end_line(ink);
    text += length + strspn(text + length, " ");
    label = label ? "" : NULL;
  }
}

/* ---- summary
 * --------------------------------------------------------------------- */

static void class_header(Ink *ink, const char *title) {
  ink_format(ink, COLOR_DIM, "%*s%*s      %*s", COUNT_WIDTH, "count",
             BYTES_WIDTH, "self", BYTES_WIDTH, "retained");
  ink_format(ink, COLOR_DIM, "       %s", title);
  ink_end_line(ink);
}

/* "service.cjs:12:3", or by the script's number. */
void heap_place(Ink *ink, json_t *location) {
  const char *file = text_of(location, "file"), *slash = strrchr(file, '/');
  if (*file)
    ink_text(ink, COLOR_DIM, slash && slash[1] ? slash + 1 : file);
  else
    ink_format(ink, COLOR_DIM, "script %lld",
               (long long)number_of(location, "script"));
  ink_format(ink, COLOR_DIM, ":%lld:%lld",
             (long long)number_of(location, "line"),
             (long long)number_of(location, "column"));
}

static void class_row(Ink *ink, json_t *class, i64 whole) {
  heap_count(ink, COLOR_PLAIN, number_of(class, "count"), COUNT_WIDTH);
  heap_bytes(ink, COLOR_PLAIN, number_of(class, "self"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, " ");
  heap_share(ink, number_of(class, "self"), whole);
  heap_bytes(ink, COLOR_WORD, number_of(class, "retained"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, " ");
  heap_share(ink, number_of(class, "retained"), whole);
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_NAME, text_of(class, "name"));
  json_t *location = json_object_get(class, "location");
  if (location) {
    ink_text(ink, COLOR_PLAIN, "  ");
    heap_place(ink, location);
  }
  ink_end_line(ink);
}

/* Who called the function that allocated, and how much it did in all. */
static void site_row(Ink *ink, json_t *group) {
  json_t *allocated = json_object_get(group, "allocated");
  json_t *stack = json_object_get(group, "stack"), *caller;
  size_t i;
  if (!allocated) return;
  ink_format(ink, COLOR_DIM, "%*s", COUNT_WIDTH + 2 * BYTES_WIDTH + 14, "of ");
  ink_number(ink, COLOR_DIM, number_of(allocated, "count"));
  ink_text(ink, COLOR_DIM, " made, ");
  heap_bytes(ink, COLOR_DIM, number_of(allocated, "bytes"), 0);
  json_array_foreach(stack, i, caller) {
    ink_text(ink, COLOR_DIM, i ? " \u2190 " : "; called by ");
    ink_text(ink, COLOR_DIM, text_of(caller, "name"));
    if (i == 3) break;
  }
  ink_end_line(ink);
}

static void class_table(Ink *ink, const char *title, json_t *classes,
                        i64 whole) {
  size_t i;
  json_t *class;
  class_header(ink, title);
  json_array_foreach(classes, i, class) {
    class_row(ink, class, whole);
    site_row(ink, class);
  }
}

void heap_print_summary(Ink *ink, json_t *answer) {
  json_t *classes = json_object_get(answer, "classes");
  class_table(ink, text_of(answer, "title"), classes,
              number_of(answer, "bytes"));
  heap_more(ink, answer, classes);
}

/* ---- open
 * ----------------------------------------------------------------------------
 */

static void print_head(Ink *ink, json_t *answer) {
  ink_text(ink, COLOR_HEADING, text_of(answer, "file"));
  ink_text(ink, COLOR_PLAIN, "  ");
  heap_bytes(ink, COLOR_PLAIN, number_of(answer, "bytes"), 0);
  ink_text(ink, COLOR_DIM, " in ");
  ink_number(ink, COLOR_DIM, number_of(answer, "nodes"));
  ink_text(ink, COLOR_DIM, " objects, ");
  ink_number(ink, COLOR_DIM, number_of(answer, "edges"));
  ink_text(ink, COLOR_DIM, " references");
  ink_end_line(ink);
  if (!is_true(answer, "truncated")) return;
  ink_text(ink, COLOR_ERROR,
           "The file is cut off: this is of its beginning, "
           "and sizes are too small.");
  ink_end_line(ink);
}

static void print_kinds(Ink *ink, json_t *answer) {
  json_t *kinds = json_object_get(answer, "kinds"), *kind;
  i64 whole = number_of(answer, "bytes");
  size_t i;
  ink_heading(ink, "What it is made of", "bytes by kind");
  json_array_foreach(kinds, i, kind) {
    i64 bytes = number_of(kind, "bytes");
    if (!bytes) continue;
    heap_bytes(ink, COLOR_PLAIN, bytes, BYTES_WIDTH);
    ink_text(ink, COLOR_PLAIN, " ");
    heap_share(ink, bytes, whole);
    ink_format(ink, COLOR_NAME, "  %-10s", text_of(kind, "name"));
    bar(ink, bytes, whole);
    ink_end_line(ink);
  }
}

static void print_suspect(Ink *ink, json_t *suspect, i64 whole, size_t rank) {
  json_t *owner = json_object_get(suspect, "owner");
  i64 count = number_of(suspect, "count");
  ink_format(ink, COLOR_HEADING, "%2zu ", rank);
  heap_object(ink, owner);
  ink_text(ink, COLOR_PLAIN, " keeps ");
  heap_bytes(ink, COLOR_WORD, number_of(suspect, "retained"), 0);
  heap_share(ink, number_of(suspect, "retained"), whole);
  ink_text(ink, COLOR_PLAIN, ": ");
  ink_number(ink, COLOR_PLAIN, count);
  ink_text(ink, COLOR_PLAIN, " ");
  ink_text(ink, COLOR_NAME, text_of(suspect, "class"));
  ink_text(ink, COLOR_PLAIN, ", ");
  heap_bytes(ink, COLOR_PLAIN, number_of(suspect, "gathered"), 0);
  ink_end_line(ink);
  heap_sentence(ink, NULL, COLOR_DIM, text_of(suspect, "path"));
}

static void print_suspects(Ink *ink, json_t *answer) {
  json_t *suspects = json_object_get(answer, "suspects"), *suspect;
  size_t i;
  ink_heading(ink, "Where it gathers", "objects that keep many others alive");
  if (!json_array_size(suspects)) {
    ink_text(ink, COLOR_DIM, "   nothing stands out");
    ink_end_line(ink);
  }
  json_array_foreach(suspects, i, suspect)
    print_suspect(ink, suspect, number_of(answer, "bytes"), i + 1);
}

static void string_row(Ink *ink, json_t *string) {
  heap_count(ink, COLOR_PLAIN, number_of(string, "count"), COUNT_WIDTH);
  ink_text(ink, COLOR_DIM, " times");
  heap_bytes(ink, COLOR_WORD, number_of(string, "wasted"), BYTES_WIDTH);
  ink_text(ink, COLOR_DIM, " for nothing  ");
  ink_format(ink, COLOR_NAME, "\"%s\"", text_of(string, "text"));
  ink_end_line(ink);
}

static void print_next(Ink *ink, json_t *answer) {
  const char *file = text_of(answer, "file");
  json_t *suspects = json_object_get(answer, "suspects");
  json_t *owner = json_object_get(json_array_get(suspects, 0), "owner");
  ink_heading(ink, "What to ask next", "");
  ink_format(ink, COLOR_PLAIN, "  glassheap dominators %s", file);
  ink_end_line(ink);
  if (owner) {
    ink_format(ink, COLOR_PLAIN, "  glassheap why %s @%lld", file,
               (long long)number_of(owner, "id"));
    ink_end_line(ink);
    ink_format(ink, COLOR_PLAIN, "  glassheap object %s @%lld", file,
               (long long)number_of(owner, "id"));
    ink_end_line(ink);
  }
  ink_format(ink, COLOR_PLAIN, "  glassheap summary %s --sort count", file);
  ink_end_line(ink);
}

void heap_print_open(Ink *ink, json_t *answer) {
  json_t *strings = json_object_get(answer, "duplicates"), *string;
  size_t i;
  print_head(ink, answer);
  print_kinds(ink, answer);
  ink_heading(ink, "Constructors", "the largest by what they keep alive");
  class_table(ink, "constructor", json_object_get(answer, "classes"),
              number_of(answer, "bytes"));
  print_suspects(ink, answer);
  if (number_of(answer, "detached")) {
    ink_heading(ink, "Detached DOM", "");
    ink_text(ink, COLOR_PLAIN, "   ");
    ink_number(ink, COLOR_ERROR, number_of(answer, "detached"));
    ink_text(ink, COLOR_PLAIN,
             " nodes are outside of the page, and kept by "
             "the program");
    ink_end_line(ink);
  }
  ink_heading(ink, "Strings that are there more than once", "");
  json_array_foreach(strings, i, string)
    string_row(ink, string);
  print_next(ink, answer);
}

void heap_print_strings(Ink *ink, json_t *answer) {
  json_t *strings = json_object_get(answer, "strings"), *string;
  size_t i;
  json_array_foreach(strings, i, string)
    string_row(ink, string);
  heap_more(ink, answer, strings);
}
