/* heap_text_lists.c - lists about programs, as text: closures, listeners,
 * detached trees, timers, globals, collections. */
#include "cli/heap.h"

constexpr u32 BYTES_WIDTH = 10, COUNT_WIDTH = 9;

/* ---- Parts ------------------------------------------------------------------
 */

static void print_count(Ink *ink, i64 count, const char *one,
                        const char *many) {
  ink_number(ink, COLOR_PLAIN, count);
  ink_format(ink, COLOR_PLAIN, " %s", count == 1 ? one : many);
}

/* "  server.js:12:3". */
static void print_location(Ink *ink, json_t *holder) {
  json_t *location = json_object_get(holder, "location");
  if (!json_is_object(location)) return;
  ink_text(ink, COLOR_PLAIN, "  ");
  heap_place(ink, location);
}

static void print_nothing(Ink *ink, json_t *list, const char *text) {
  if (json_array_size(list)) return;
  ink_text(ink, COLOR_DIM, text);
  ink_end_line(ink);
}

static void print_functions(Ink *ink, json_t *functions) {
  json_t *function;
  size_t i;
  json_array_foreach(functions, i, function) {
    ink_text(ink, COLOR_DIM, "      ");
    heap_count(ink, COLOR_PLAIN, number_of(function, "count"), COUNT_WIDTH);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_NAME, text_of(function, "label"));
    print_location(ink, function);
    ink_end_line(ink);
  }
}

/* ---- closures
 * ------------------------------------------------------------------ */

static void print_variables(Ink *ink, json_t *environment) {
  json_t *variables = json_object_get(environment, "variables"), *variable;
  constexpr size_t SHOWN = 6;
  size_t i;
  json_array_foreach(variables, i, variable) {
    json_t *node = json_object_get(variable, "node");
    if (i == SHOWN) break;
    heap_bytes(ink, is_true(variable, "alone") ? COLOR_WORD : COLOR_DIM,
               number_of(node, "retained"), BYTES_WIDTH + 5);
    ink_format(ink, COLOR_PLAIN, "  %s = ", text_of(variable, "name"));
    heap_object(ink, node);
    if (!is_true(variable, "alone"))
      ink_text(ink, COLOR_DIM, "  also held elsewhere");
    ink_end_line(ink);
  }
  i64 left = number_of(environment, "variableCount") - (i64)i;
  if (left <= 0) return;
  ink_format(ink, COLOR_DIM, "%*s", BYTES_WIDTH + 7, "");
  print_count(ink, left, "more variable", "more variables");
  ink_end_line(ink);
}

static void print_environment(Ink *ink, json_t *environment) {
  json_t *node = json_object_get(environment, "node");
  const char *note = text_of(environment, "note");
  heap_bytes(ink, COLOR_WORD, number_of(node, "retained"), BYTES_WIDTH);
  ink_format(ink, COLOR_CELL, "  @%lld", (long long)number_of(node, "id"));
  ink_text(ink, COLOR_PLAIN, " shared by ");
  print_count(ink, number_of(environment, "closures"), "closure", "closures");
  ink_text(ink, COLOR_PLAIN, " of ");
  print_count(ink, number_of(environment, "functionCount"), "function",
              "functions");
  if (number_of(environment, "environments")) {
    ink_text(ink, COLOR_PLAIN, ", ");
    print_count(ink, number_of(environment, "environments"),
                "environment inside", "environments inside");
  }
  ink_end_line(ink);
  print_functions(ink, json_object_get(environment, "functions"));
  print_variables(ink, environment);
  if (!*note) return;
  ink_text(ink, COLOR_MARK, "      ");
  ink_text(ink, COLOR_MARK, note);
  ink_end_line(ink);
}

void heap_print_closures(Ink *ink, json_t *answer) {
  json_t *list = json_object_get(answer, "closures"), *environment;
  size_t i;
  print_nothing(ink, list, "no environments");
  json_array_foreach(list, i, environment)
    print_environment(ink, environment);
  heap_more(ink, answer, list);
}

/* ---- listeners
 * ------------------------------------------------------------------- */

static void print_listener_group(Ink *ink, json_t *group) {
  json_t *emitter = json_object_get(group, "emitter");
  const char *event = text_of(group, "event");
  heap_count(ink, is_true(group, "warning") ? COLOR_ERROR : COLOR_PLAIN,
             number_of(group, "count"), COUNT_WIDTH);
  heap_bytes(ink, COLOR_WORD, number_of(group, "retained"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, "  ");
  if (json_is_object(emitter))
    heap_object(ink, emitter);
  else
    ink_text(ink, COLOR_DIM, "a target that is not known");
  if (*event)
    ink_format(ink, COLOR_PLAIN, "  \"%s\"", event);
  else
    ink_text(ink, COLOR_DIM,
             strcmp(text_of(group, "kind"), "handler") != 0
                 ? "  an event whose name the snapshot leaves out"
                 : "  on... property");
  if (number_of(group, "once")) {
    ink_text(ink, COLOR_DIM, "  once: ");
    ink_number(ink, COLOR_DIM, number_of(group, "once"));
  }
  ink_end_line(ink);
  if (is_true(group, "warning")) {
    ink_text(ink, COLOR_ERROR, "      ");
    ink_number(ink, COLOR_ERROR, number_of(group, "same"));
    ink_text(ink, COLOR_ERROR, " are of one function: are they ever removed?");
    ink_end_line(ink);
  }
  print_functions(ink, json_object_get(group, "functions"));
}

void heap_print_listeners(Ink *ink, json_t *answer) {
  json_t *list = json_object_get(answer, "listeners"), *group;
  size_t i;
  print_nothing(ink, list, "no listeners");
  if (number_of(answer, "count")) {
    print_count(ink, number_of(answer, "count"), "listener", "listeners");
    ink_text(ink, COLOR_PLAIN, " on ");
    print_count(ink, number_of(answer, "emitters"), "emitter", "emitters");
    ink_end_line(ink);
  }
  json_array_foreach(list, i, group)
    print_listener_group(ink, group);
  heap_more(ink, answer, list);
}

/* ---- detached
 * ---------------------------------------------------------------------- */

static void print_trees(Ink *ink, json_t *group) {
  i64 trees = number_of(group, "trees");
  json_t *held = json_object_get(group, "held");
  heap_bytes(ink, COLOR_WORD, number_of(group, "retained"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, "  ");
  print_count(ink, trees, "tree of ", "trees of ");
  print_count(ink, number_of(group, "nodes"), "node", "nodes");
  ink_text(ink, COLOR_PLAIN, trees == 1 ? ", root " : ", the largest ");
  heap_object(ink, json_object_get(group, "root"));
  ink_end_line(ink);
  ink_text(ink, COLOR_DIM, "            held at ");
  heap_object(ink, held);
  ink_end_line(ink);
  ink_text(ink, COLOR_DIM, "            ");
  ink_text(ink, COLOR_DIM, text_of(group, "path"));
  ink_end_line(ink);
}

void heap_print_detached(Ink *ink, json_t *answer) {
  json_t *list = json_object_get(answer, "detached"), *group;
  size_t i;
  print_nothing(ink, list, "no DOM nodes outside of the page");
  if (number_of(answer, "trees")) {
    print_count(ink, number_of(answer, "trees"), "tree", "trees");
    ink_text(ink, COLOR_PLAIN, " outside of the page, ");
    print_count(ink, number_of(answer, "nodes"), "node", "nodes");
    ink_text(ink, COLOR_PLAIN, ", keeping ");
    heap_bytes(ink, COLOR_WORD, number_of(answer, "retained"), 0);
    ink_end_line(ink);
  }
  json_array_foreach(list, i, group)
    print_trees(ink, group);
  heap_more(ink, answer, list);
}

/* ---- timers
 * -------------------------------------------------------------------------- */

static void print_timer(Ink *ink, json_t *timer) {
  json_t *repeats = json_object_get(timer, "repeats");
  heap_count(ink, COLOR_PLAIN, number_of(timer, "count"), COUNT_WIDTH);
  heap_bytes(ink, COLOR_WORD, number_of(timer, "retained"), BYTES_WIDTH);
  ink_format(ink, COLOR_PLAIN, "  %s",
             json_is_true(repeats) ? "interval" : text_of(timer, "kind"));
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_NAME,
           text_of(json_object_get(timer, "callback"), "label"));
  print_location(ink, timer);
  ink_format(ink, COLOR_CELL, "  @%lld",
             (long long)number_of(json_object_get(timer, "example"), "id"));
  ink_end_line(ink);
}

void heap_print_timers(Ink *ink, json_t *answer) {
  json_t *list = json_object_get(answer, "timers"), *timer;
  size_t i;
  print_nothing(ink, list, "no timers wait");
  json_array_foreach(list, i, timer)
    print_timer(ink, timer);
  heap_more(ink, answer, list);
}

/* ---- globals
 * ---------------------------------------------------------------------------
 */

void heap_print_globals(Ink *ink, json_t *answer) {
  json_t *list = json_object_get(answer, "globals"), *global;
  i64 whole = number_of(answer, "bytes");
  size_t i;
  print_nothing(ink, list, "no global objects");
  json_array_foreach(list, i, global) {
    json_t *node = json_object_get(global, "node");
    bool is_standard = is_true(global, "standard");
    heap_bytes(ink, is_standard ? COLOR_DIM : COLOR_WORD,
               number_of(node, "retained"), BYTES_WIDTH);
    heap_share(ink, number_of(node, "retained"), whole);
    ink_format(ink, is_standard ? COLOR_DIM : COLOR_PLAIN,
               "  %s = ", text_of(global, "name"));
    heap_object(ink, node);
    if (is_standard) ink_text(ink, COLOR_DIM, "  of the platform");
    ink_end_line(ink);
  }
  heap_more(ink, answer, list);
}

/* ---- collections
 * ---------------------------------------------------------------------------
 */

static void print_sums(Ink *ink, json_t *kinds) {
  json_t *kind;
  size_t i;
  ink_format(ink, COLOR_DIM, "%*s%*s%*s%*s%*s  kind", COUNT_WIDTH, "count",
             COUNT_WIDTH, "empty", COUNT_WIDTH, "sparse", BYTES_WIDTH, "tables",
             BYTES_WIDTH, "wasted");
  ink_end_line(ink);
  json_array_foreach(kinds, i, kind) {
    heap_count(ink, COLOR_PLAIN, number_of(kind, "collections"), COUNT_WIDTH);
    heap_count(ink, COLOR_PLAIN, number_of(kind, "empty"), COUNT_WIDTH);
    heap_count(ink, COLOR_PLAIN, number_of(kind, "sparse"), COUNT_WIDTH);
    heap_bytes(ink, COLOR_PLAIN, number_of(kind, "bytes"), BYTES_WIDTH);
    heap_bytes(ink, COLOR_WORD, number_of(kind, "wasted"), BYTES_WIDTH);
    ink_format(ink, COLOR_NAME, "  %s", text_of(kind, "name"));
    ink_end_line(ink);
  }
}

static void print_collection(Ink *ink, json_t *collection) {
  json_t *node = json_object_get(collection, "node");
  json_t *fill = json_object_get(collection, "fill");
  heap_bytes(ink, COLOR_WORD, number_of(node, "retained"), BYTES_WIDTH);
  heap_bytes(ink, COLOR_PLAIN, number_of(collection, "wasted"), BYTES_WIDTH);
  if (json_is_integer(json_object_get(collection, "count")))
    heap_count(ink, COLOR_PLAIN, number_of(collection, "count"), COUNT_WIDTH);
  else
    ink_format(ink, COLOR_DIM, "%*s", COUNT_WIDTH, "numbers");
  if (json_is_real(fill))
    ink_format(ink, COLOR_DIM, "%5.0f%%", 100 * json_real_value(fill));
  else
    ink_text(ink, COLOR_DIM, "      ");
  ink_text(ink, COLOR_PLAIN, "  ");
  heap_object(ink, node);
  ink_end_line(ink);
}

void heap_print_collections(Ink *ink, json_t *answer) {
  json_t *list = json_object_get(answer, "collections"), *collection;
  size_t i;
  print_sums(ink, json_object_get(answer, "kinds"));
  ink_heading(ink, "Collections",
              "items seen; a table of nothing but numbers shows none");
  ink_format(ink, COLOR_DIM, "%*s%*s%*s  full", BYTES_WIDTH, "retained",
             BYTES_WIDTH, "wasted", COUNT_WIDTH, "items");
  ink_end_line(ink);
  json_array_foreach(list, i, collection)
    print_collection(ink, collection);
  heap_more(ink, answer, list);
}
