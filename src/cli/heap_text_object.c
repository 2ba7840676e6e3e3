/* heap_text_object.c - answers about one object, as text. */
#include "cli/heap.h"

constexpr u32 BYTES_WIDTH = 10;

/* ---- dominators
 * ------------------------------------------------------------------ */

static void print_branch(Ink *ink, json_t *node, u32 depth, i64 whole) {
  json_t *children = json_object_get(node, "children"), *child;
  size_t i;
  heap_bytes(ink, COLOR_WORD, number_of(node, "retained"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, " ");
  heap_share(ink, number_of(node, "retained"), whole);
  for (u32 level = 0; level <= depth; level++)
    ink_text(ink, COLOR_PLAIN, "  ");
  heap_object(ink, node);
  ink_end_line(ink);
  json_array_foreach(children, i, child)
    print_branch(ink, child, depth + 1, whole);
}

static void print_held(Ink *ink, json_t *answer) {
  json_t *classes = json_object_get(answer, "classes"), *class;
  size_t i;
  if (!json_array_size(classes)) return;
  ink_heading(ink, "By constructor", "what it alone keeps alive, directly");
  json_array_foreach(classes, i, class) {
    heap_bytes(ink, COLOR_WORD, number_of(class, "retained"), BYTES_WIDTH);
    heap_count(ink, COLOR_PLAIN, number_of(class, "count"), 11);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_NAME, text_of(class, "name"));
    ink_end_line(ink);
  }
}

void heap_print_dominators(Ink *ink, json_t *answer) {
  print_branch(ink, answer, 0, number_of(answer, "bytes"));
  heap_more(ink, answer, json_object_get(answer, "children"));
  print_held(ink, answer);
}

/* ---- objects ------------------------------------------------------------- */

void heap_print_objects(Ink *ink, json_t *answer) {
  json_t *objects = json_object_get(answer, "objects"), *node;
  size_t i;
  ink_format(ink, COLOR_DIM, "%*s%*s", BYTES_WIDTH, "self", BYTES_WIDTH,
             "retained");
  ink_end_line(ink);
  json_array_foreach(objects, i, node) {
    heap_bytes(ink, COLOR_PLAIN, number_of(node, "self"), BYTES_WIDTH);
    heap_bytes(ink, COLOR_WORD, number_of(node, "retained"), BYTES_WIDTH);
    ink_text(ink, COLOR_PLAIN, "  ");
    heap_object(ink, node);
    ink_end_line(ink);
  }
  heap_more(ink, answer, objects);
}

/* ---- object
 * ------------------------------------------------------------------------- */

static void print_sizes(Ink *ink, json_t *node) {
  heap_object(ink, node);
  ink_text(ink, COLOR_DIM, "  ");
  ink_text(ink, COLOR_DIM, text_of(node, "type"));
  ink_end_line(ink);
  ink_text(ink, COLOR_PLAIN, "  itself ");
  heap_bytes(ink, COLOR_WORD, number_of(node, "self"), 0);
  ink_text(ink, COLOR_PLAIN, ", with all that it alone keeps alive ");
  heap_bytes(ink, COLOR_WORD, number_of(node, "retained"), 0);
  if (json_is_integer(json_object_get(node, "distance")))
    ink_format(ink, COLOR_DIM, ", %lld from the roots",
               (long long)number_of(node, "distance"));
  ink_end_line(ink);
}

static void print_field(Ink *ink, json_t *field) {
  json_t *node = json_object_get(field, "node");
  heap_bytes(ink, COLOR_WORD, number_of(node, "retained"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_NAME, text_of(field, "access"));
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_sign(ink, COLOR_DIM, SIGN_ARROW);
  ink_text(ink, COLOR_PLAIN, " ");
  heap_object(ink, node);
  ink_end_line(ink);
}

void heap_print_object(Ink *ink, json_t *answer) {
  json_t *fields = json_object_get(answer, "fields"), *field;
  json_t *location = json_object_get(answer, "location");
  size_t i;
  print_sizes(ink, json_object_get(answer, "node"));
  if (location) {
    ink_text(ink, COLOR_DIM, "  made at ");
    heap_place(ink, location);
    ink_end_line(ink);
  }
  ink_text(ink, COLOR_PLAIN, "  kept alive by ");
  heap_object(ink, json_object_get(answer, "dominator"));
  ink_text(ink, COLOR_DIM, " alone; referred to ");
  ink_number(ink, COLOR_DIM, number_of(answer, "retainers"));
  ink_text(ink, COLOR_DIM, " times");
  ink_end_line(ink);
  ink_heading(ink, "Fields", "with what each keeps alive");
  json_array_foreach(fields, i, field)
    print_field(ink, field);
  heap_more(ink, answer, fields);
}

/* ---- retainers
 * ---------------------------------------------------------------------------
 */

static void print_retainer(Ink *ink, json_t *retainer) {
  json_t *node = json_object_get(retainer, "node");
  json_t *edges = json_object_get(retainer, "edges"), *edge;
  json_t *distance = json_object_get(node, "distance");
  size_t i;
  if (json_is_integer(distance) && json_integer_value(distance) < 100'000'000)
    ink_format(ink, COLOR_DIM, "%6lld  ",
               (long long)json_integer_value(distance));
  else
    ink_format(ink, COLOR_DIM, "%6s  ", "-");
  heap_object(ink, node);
  json_array_foreach(edges, i, edge) {
    ink_text(ink, COLOR_PLAIN, i ? ", " : " ");
    ink_text(ink, COLOR_NAME, text_of(edge, "access"));
    if (!strcmp(text_of(edge, "type"), "weak"))
      ink_text(ink, COLOR_DIM, " (weak)");
  }
  ink_end_line(ink);
}

void heap_print_retainers(Ink *ink, json_t *answer) {
  json_t *retainers = json_object_get(answer, "retainers"), *retainer;
  size_t i;
  print_sizes(ink, json_object_get(answer, "node"));
  ink_heading(ink, "Referred to by", "nearest to the roots first");
  json_array_foreach(retainers, i, retainer)
    print_retainer(ink, retainer);
  heap_more(ink, answer, retainers);
}

/* ---- why
 * -----------------------------------------------------------------------------------
 */

/* A list is told by its first link. */
static void print_again(Ink *ink, json_t *step) {
  i64 loop = number_of(step, "loop"), again = number_of(step, "again");
  if (!loop) return;
  ink_text(ink, COLOR_DIM, "  … ");
  if (loop > 1)
    ink_format(ink, COLOR_DIM, "these %lld steps again and again, ",
               (long long)loop);
  else
    ink_text(ink, COLOR_DIM, "again and again, ");
  ink_number(ink, COLOR_DIM, again);
  ink_text(ink, COLOR_DIM, " times more");
}

static void print_steps(Ink *ink, json_t *path) {
  json_t *steps = json_object_get(path, "steps"), *step;
  size_t i;
  json_array_foreach(steps, i, step) {
    i64 left_out = number_of(step, "leftOut");
    if (left_out) {
      ink_format(ink, COLOR_DIM, "     … %lld more …", (long long)left_out);
      ink_end_line(ink);
    }
    ink_text(ink, COLOR_PLAIN, i ? "   " : "  ");
    if (i) ink_sign(ink, COLOR_DIM, SIGN_LAST);
    ink_text(ink, COLOR_PLAIN, " ");
    if (i) {
      ink_text(ink, COLOR_NAME, text_of(step, "access"));
      ink_text(ink, COLOR_PLAIN, "  ");
    }
    heap_object(ink, json_object_get(step, "node"));
    print_again(ink, step);
    ink_end_line(ink);
  }
}

/* What the edges like it of all paths like this free. */
static void print_all_cuts(Ink *ink, json_t *cut) {
  i64 count = number_of(cut, "count");
  if (count < 2) return;
  ink_text(ink, COLOR_PLAIN, "; the ");
  ink_number(ink, COLOR_PLAIN, count);
  ink_text(ink, COLOR_PLAIN, " like it free ");
  heap_bytes(ink, COLOR_WORD, number_of(cut, "allBytes"), 0);
}

static void print_cut(Ink *ink, json_t *path) {
  json_t *cut = json_object_get(path, "cut");
  ink_text(ink, COLOR_PLAIN, "   ");
  if (!json_is_object(cut)) {
    ink_text(ink, COLOR_DIM,
             "No single reference to cut: several owners "
             "hold it together.");
  } else {
    ink_text(ink, COLOR_MARK, "Cut ");
    ink_text(ink, COLOR_MARK, text_of(cut, "text"));
    ink_format(ink, COLOR_CELL, " @%lld",
               (long long)number_of(json_object_get(cut, "from"), "id"));
    ink_text(ink, COLOR_PLAIN, ": frees ");
    heap_bytes(ink, COLOR_WORD, number_of(cut, "bytes"), 0);
    print_all_cuts(ink, cut);
  }
  ink_end_line(ink);
}

static void print_path(Ink *ink, json_t *path, bool is_class) {
  i64 count = number_of(path, "count");
  ink_end_line(ink);
  if (is_class || count > 1) {
    ink_text(ink, COLOR_HEADING, "   ");
    ink_number(ink, COLOR_HEADING, count);
    ink_text(ink, COLOR_PLAIN,
             is_class ? " objects by a path like this, " : " paths like this");
    if (is_class) {
      heap_bytes(ink, COLOR_WORD, number_of(path, "retained"), 0);
      ink_text(ink, COLOR_PLAIN, ":");
    }
    ink_end_line(ink);
  }
  heap_sentence(ink, NULL, COLOR_PLAIN, text_of(path, "text"));
  print_cut(ink, path);
  print_steps(ink, path);
}

void heap_print_why(Ink *ink, json_t *answer) {
  json_t *paths = json_object_get(answer, "paths"), *path;
  json_t *node = json_object_get(answer, "node");
  size_t i;
  if (node) {
    print_sizes(ink, node);
  } else {
    ink_number(ink, COLOR_HEADING, number_of(answer, "count"));
    ink_format(ink, COLOR_HEADING, " %s", text_of(answer, "class"));
    i64 followed = number_of(answer, "followed");
    if (followed < number_of(answer, "count"))
      ink_format(ink, COLOR_DIM, " (%lld of them followed)",
                 (long long)followed);
    ink_end_line(ink);
  }
  if (!json_array_size(paths)) {
    ink_text(ink, COLOR_DIM,
             "   Nothing but weak references leads to it: "
             "the next collection frees it.");
    ink_end_line(ink);
  }
  json_array_foreach(paths, i, path)
    print_path(ink, path, !node);
  heap_more(ink, answer, paths);
}
