/* heap_text_leaks.c - what grew and what changed, as text. */
#include "cli/heap.h"

#include "base/quantity.h"

constexpr u32 BYTES_WIDTH = 10, COUNT_WIDTH = 10;

/* ---- leaks
 * --------------------------------------------------------------------- */

static void print_sentences(Ink *ink, const char *label, json_t *list) {
  size_t i;
  json_t *sentence;
  json_array_foreach(list, i, sentence)
    heap_sentence(ink, i ? "" : label, COLOR_PLAIN,
                  json_string_value(sentence));
}

static void print_silhouette(Ink *ink, json_t *list) {
  size_t i;
  json_t *class;
  json_array_foreach(list, i, class) {
    if (i == 4) break;
    ink_format(ink, COLOR_DIM, "   %-10s", i ? "" : "holds");
    heap_bytes(ink, COLOR_PLAIN, number_of(class, "bytes"), BYTES_WIDTH);
    heap_count(ink, COLOR_PLAIN, number_of(class, "count"), COUNT_WIDTH);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_NAME, text_of(class, "class"));
    ink_end_line(ink);
  }
}

void heap_inside(Ink *ink, json_t *leak) {
  json_t *inside = json_object_get(leak, "inside");
  i64 whole = number_of(inside, "of");
  if (!inside || !whole) return;
  Buffer text = {};
  buffer_format(&text, "%lld%% of the largest is %s: %s",
                (long long)(number_of(inside, "bytes") * 100 / whole),
                text_of(inside, "path"),
                text_of(json_object_get(inside, "node"), "label"));
  heap_sentence(ink, "inside", COLOR_PLAIN, text.bytes);
  buffer_free(&text);
}

static void print_leak(Ink *ink, json_t *leak, size_t rank) {
  size_t i;
  json_t *path;
  ink_end_line(ink);
  ink_format(ink, COLOR_HEADING, "%2zu ", rank);
  heap_bytes(ink, COLOR_WORD, number_of(leak, "retained"), 0);
  ink_format(ink, COLOR_DIM, ", %s", text_of(leak, "sure"));
  if (json_object_get(leak, "framework"))
    ink_format(ink, COLOR_DIM, ", with objects of %s",
               text_of(leak, "framework"));
  ink_end_line(ink);
  heap_sentence(ink, "what", COLOR_HEADING, text_of(leak, "title"));
  json_array_foreach(json_object_get(leak, "paths"), i, path)
    heap_sentence(ink, i ? "and" : "path", COLOR_NAME, json_string_value(path));
  heap_sentence(ink, "cut", COLOR_MARK, text_of(leak, "cut"));
  heap_inside(ink, leak);
  print_silhouette(ink, json_object_get(leak, "silhouette"));
  print_sentences(ink, "because", json_object_get(leak, "evidence"));
  heap_sentence(ink, "advice", COLOR_PLAIN, text_of(leak, "advice"));
}

void heap_stores(Ink *ink, json_t *answer) {
  json_t *stores = json_object_get(answer, "stores"), *store;
  size_t i;
  if (!json_array_size(stores)) return;
  ink_heading(ink, "Grew themselves", "without objects that came");
  json_array_foreach(stores, i, store) {
    heap_bytes(ink, COLOR_WORD, number_of(store, "bytes"), BYTES_WIDTH);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_NAME, text_of(store, "path"));
    ink_end_line(ink);
  }
}

/* Leaks in one line each. */
static void print_briefly(Ink *ink, const char *title, const char *more,
                          json_t *leaks) {
  size_t i;
  json_t *leak;
  if (!json_array_size(leaks)) return;
  ink_heading(ink, title, more);
  json_array_foreach(leaks, i, leak) {
    heap_bytes(ink, COLOR_PLAIN, number_of(leak, "retained"), BYTES_WIDTH);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_NAME, text_of(leak, "title"));
    ink_end_line(ink);
  }
}

void heap_print_leaks(Ink *ink, json_t *answer) {
  json_t *suspects = json_object_get(answer, "suspects"), *leak;
  size_t i;
  ink_text(ink, COLOR_HEADING, text_of(answer, "title"));
  ink_end_line(ink);
  json_array_foreach(suspects, i, leak)
    print_leak(ink, leak, (size_t)number_of(answer, "offset") + i + 1);
  heap_more(ink, answer, suspects);
  heap_stores(ink, answer);
  print_briefly(ink, "Grew, but looks like no leak", "",
                json_object_get(answer, "ordinary"));
  print_briefly(ink, "Made by the tools and the engine", "",
                json_object_get(answer, "noise"));
}

/* ---- diff
 * ------------------------------------------------------------------------ */

static void print_change(Ink *ink, json_t *part, Color color) {
  i64 count = number_of(part, "count"), bytes = number_of(part, "bytes");
  heap_count(ink, color, count, COUNT_WIDTH);
  if (bytes < 0) {
    Buffer text = {};
    quantity_bytes(-bytes, &text);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_format(ink, color, "-%s", text.bytes);
    ink_to(ink, ink->column + 1);
    buffer_free(&text);
  } else {
    heap_bytes(ink, color, bytes, BYTES_WIDTH + 1);
  }
}

static void print_class(Ink *ink, json_t *class) {
  print_change(ink, json_object_get(class, "new"), COLOR_PLAIN);
  print_change(ink, json_object_get(class, "freed"), COLOR_DIM);
  print_change(ink, json_object_get(class, "delta"), COLOR_WORD);
  heap_bytes(ink, COLOR_PLAIN, number_of(class, "retained"), BYTES_WIDTH + 1);
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_NAME, text_of(class, "class"));
  ink_end_line(ink);
}

static void print_classes(Ink *ink, json_t *classes) {
  size_t i;
  json_t *class;
  ink_format(ink, COLOR_DIM, "%21s%21s%21s%11s  constructor", "new", "freed",
             "change", "retained");
  ink_end_line(ink);
  json_array_foreach(classes, i, class)
    print_class(ink, class);
}

void heap_print_diff(Ink *ink, json_t *answer) {
  json_t *classes = json_object_get(answer, "classes");
  json_t *noise = json_object_get(answer, "noise");
  ink_text(ink, COLOR_HEADING, text_of(answer, "title"));
  ink_end_line(ink);
  ink_end_line(ink);
  print_classes(ink, classes);
  heap_more(ink, answer, classes);
  if (!json_array_size(noise)) return;
  ink_heading(ink, "Of the engine and the tools", "code, feedback, caches");
  print_classes(ink, noise);
}
