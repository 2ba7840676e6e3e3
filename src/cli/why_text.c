/* why_text.c - chains, statements and what falls out, for a terminal. */
#include "cli/why_text.h"

#include "base/quantity.h"
#include "cli/ink.h"

#include <stdio.h>
#include <unistd.h>

static const char *text_of(json_t *json, const char *key) {
  const char *text = json_string_value(json_object_get(json, key));
  return text ? text : "";
}

static i64 number_of(json_t *json, const char *key) {
  return json_integer_value(json_object_get(json, key));
}

static void put_bytes(Ink *ink, i64 bytes) {
  Buffer text = {};
  quantity_bytes(bytes, &text);
  ink_text(ink, COLOR_WORD, text.bytes);
  buffer_free(&text);
}

static void put_address(Ink *ink, json_t *address) {
  if (json_is_integer(address))
    ink_format(ink, COLOR_CELL, " @%llx",
               (unsigned long long)json_integer_value(address));
}

/* ---- Statements -----------------------------------------------------------
 */

/* "a.js:9:7 in f() at 59.17: cache.last = ..." */
static void put_place(Ink *ink, json_t *made) {
  json_t *where = json_object_get(made, "where");
  if (json_is_object(where)) {
    const char *function = text_of(where, "function");
    ink_format(ink, COLOR_NAME, "%s:%lld:%lld", text_of(where, "file"),
               (long long)number_of(where, "line"),
               (long long)number_of(where, "column"));
    if (*function) ink_format(ink, COLOR_PLAIN, " in %s()", function);
    ink_text(ink, COLOR_PLAIN, " ");
  }
  ink_format(ink, COLOR_DIM, "at %s", text_of(made, "moment"));
  if (!json_is_object(where)) return;
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_PLAIN, text_of(where, "text"));
}

static void print_made(Ink *ink, json_t *made, const char *indentation) {
  if (!made) return;
  ink_text(ink, COLOR_PLAIN, indentation);
  if (!strcmp(text_of(made, "how"), "before"))
    ink_text(ink, COLOR_DIM, "from before the program's first statement");
  else
    put_place(ink, made);
  ink_end_line(ink);
}

/* ---- Chains ---------------------------------------------------------------
 */

static bool is_word(const char *name) {
  for (; *name; name++)
    if (strchr(" ([", *name)) return false;
  return true;
}

static void put_name(Ink *ink, json_t *hop) {
  const char *name = text_of(hop, "name"), *type = text_of(hop, "type");
  bool is_property = !strcmp(type, "property");
  if (is_property && is_word(name))
    ink_format(ink, COLOR_NAME, ".%s", name);
  else if (is_property)
    ink_format(ink, COLOR_NAME, "[\"%s\"]", name);
  else
    ink_text(ink, COLOR_NAME, name);
}

static void print_hop(Ink *ink, json_t *hop) {
  const char *root = text_of(hop, "root");
  ink_text(ink, COLOR_PLAIN, "  ");
  put_name(ink, hop);
  if (!strcmp(root, "variable"))
    ink_format(ink, COLOR_DIM, " (of frame %lld)",
               (long long)number_of(hop, "frame"));
  if (strcmp(root, "script") && strcmp(root, "globalThis")) {
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_PLAIN, text_of(hop, "text"));
    put_address(ink, json_object_get(hop, "to"));
  }
  ink_end_line(ink);
  print_made(ink, json_object_get(hop, "made"), "      ");
}

static void print_chains(Ink *ink, json_t *why, const char *expression) {
  json_t *chains = json_object_get(why, "chains"), *chain, *hop;
  json_t *target = json_object_get(why, "target");
  size_t i, j;
  ink_text(ink, COLOR_HEADING, expression);
  put_address(ink, json_object_get(target, "address"));
  ink_format(ink, COLOR_PLAIN, "  %s, ", text_of(target, "text"));
  put_bytes(ink, number_of(target, "bytes"));
  ink_end_line(ink);
  if (!json_array_size(chains)) {
    ink_text(ink, COLOR_DIM, "Nothing keeps it: the next collection frees it.");
    ink_end_line(ink);
  }
  json_array_foreach(chains, i, chain) {
    ink_end_line(ink);
    json_array_foreach(chain, j, hop)
      print_hop(ink, hop);
  }
}

/* ---- The other questions --------------------------------------------------
 */

static void print_value(Ink *ink, json_t *why, const char *expression) {
  json_t *value = json_object_get(why, "value");
  ink_text(ink, COLOR_HEADING, expression);
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_PLAIN, text_of(value, "text"));
  put_address(ink, json_object_get(value, "address"));
  ink_end_line(ink);
}

static void print_one(Ink *ink, json_t *why, const char *expression,
                      const char *what) {
  print_value(ink, why, expression);
  ink_text(ink, COLOR_PLAIN, what);
  print_made(ink, json_object_get(why, "made"), " ");
}

static void print_death(Ink *ink, json_t *why, const char *expression) {
  json_t *freed = json_object_get(why, "freed");
  print_value(ink, why, expression);
  if (json_is_true(json_object_get(why, "alive"))) {
    ink_format(ink, COLOR_PLAIN, "is alive until %s, where the run ends",
               text_of(why, "end"));
    ink_end_line(ink);
    return;
  }
  ink_text(ink, COLOR_PLAIN, "its last reference was cut by");
  print_made(ink, json_object_get(why, "cut"), " ");
  if (json_is_string(freed))
    ink_format(ink, COLOR_PLAIN, "the collector found it dead by %s",
               json_string_value(freed));
  else
    ink_text(ink, COLOR_PLAIN, "no collection has freed it since");
  ink_end_line(ink);
}

/* ---- What if --------------------------------------------------------------
 */

static void print_fallout(Ink *ink, json_t *fallout) {
  json_t *edges = json_object_get(fallout, "edges"), *edge, *class;
  size_t i;
  json_array_foreach(edges, i, edge) {
    ink_text(ink, COLOR_MARK, "Without ");
    ink_text(ink, COLOR_MARK, text_of(edge, "edge"));
    ink_end_line(ink);
  }
  ink_text(ink, COLOR_PLAIN, "a collection frees ");
  ink_number(ink, COLOR_WORD, number_of(fallout, "objects"));
  ink_text(ink, COLOR_PLAIN, " objects, ");
  put_bytes(ink, number_of(fallout, "bytes"));
  ink_end_line(ink);
  json_array_foreach(json_object_get(fallout, "classes"), i, class) {
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_number(ink, COLOR_PLAIN, number_of(class, "count"));
    ink_to(ink, 12);
    put_bytes(ink, number_of(class, "bytes"));
    ink_to(ink, 24);
    ink_text(ink, COLOR_NAME, text_of(class, "class"));
    ink_end_line(ink);
  }
}

void why_print(json_t *json, const char *expression, const char *method) {
  Buffer text = {};
  Ink ink = {.style = picture_style(STDOUT_FILENO), .out = &text};
  json_t *why = json_object_get(json, "why");
  json_t *fallout = json_object_get(json, "whatIf");
  ink_format(&ink, COLOR_DIM, "At %s",
             text_of(json_object_get(json, "state"), "moment"));
  ink_end_line(&ink);
  if (why && !strcmp(method, "Why.describe"))
    print_chains(&ink, why, expression);
  else if (why && !strcmp(method, "Why.died"))
    print_death(&ink, why, expression);
  else if (why)
    print_one(&ink, why, expression,
              strcmp(method, "Why.wrote") ? "was allocated by"
                                          : "was last written by");
  if (why && fallout) ink_end_line(&ink);
  if (fallout) print_fallout(&ink, fallout);
  fwrite(text.bytes, 1, text.length, stdout);
  buffer_free(&text);
}
