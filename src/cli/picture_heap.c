/* picture_heap.c - objects with their fields, Shapes, caches, totals. */
#include "cli/picture_parts.h"

#include <stdio.h>

constexpr size_t NODES_MAX = 40, SHAPES_MAX = 40;
constexpr u32 BAR_COLUMNS = 24;
constexpr size_t SITE_MISSES_MAX = 3;

/* ---- Objects ------------------------------------------------------------ */

static const char *plural(i64 count) {
  return count == 1 ? "" : "s";
}

static void picture_fields(Ink *ink, json_t *node) {
  json_t *fields = json_object_get(node, "fields"), *field;
  i64 more = number_of(node, "more");
  size_t count = json_array_size(fields), index;
  u32 columns = 1;
  json_array_foreach(fields, index, field) {
    u32 width = ink_width(text_of(field, "name"));
    if (width > columns && width <= 20) columns = width;
  }
  json_array_foreach(fields, index, field) {
    bool is_last = index == count - 1 && !more;
    ink_sign(ink, COLOR_DIM, is_last ? SIGN_LAST : SIGN_BRANCH);
    ink_to(ink, 3);
    ink_text(ink, COLOR_NAME, text_of(field, "name"));
    ink_to(ink, 3 + columns + 1);
    picture_value(ink, json_object_get(field, "value"));
    ink_end_line(ink);
  }
  if (!more) return;
  ink_sign(ink, COLOR_DIM, SIGN_LAST);
  ink_to(ink, 3);
  ink_format(ink, COLOR_DIM, "and %lld more", (long long)more);
  ink_end_line(ink);
}

static void picture_node(Ink *ink, json_t *node) {
  json_t *shape = json_object_get(node, "shape");
  picture_address(ink, number_of(node, "address"));
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_HEADING, text_of(node, "text"));
  ink_format(ink, COLOR_DIM, "  %lld bytes",
             (long long)number_of(node, "bytes"));
  if (json_is_integer(shape))
    ink_format(ink, COLOR_DIM, ", Shape @%llx",
               (unsigned long long)json_integer_value(shape));
  ink_end_line(ink);
  picture_fields(ink, node);
}

void picture_heap(Ink *ink, json_t *view) {
  json_t *graph = json_object_get(view, "graph"), *node;
  json_t *nodes = json_object_get(graph, "nodes");
  size_t count = json_array_size(nodes), index;
  size_t shown = count < NODES_MAX ? count : NODES_MAX;
  i64 hidden = number_of(graph, "hidden") + (i64)(count - shown);
  char more[96];
  int length = snprintf(more, sizeof more, "%zu cell%s that the frames reach",
                        shown, plural((i64)shown));
  if (hidden)
    snprintf(more + length, sizeof more - (size_t)length,
             ", nearest first; %lld more are not shown", (long long)hidden);
  ink_heading(ink, "Heap", more);
  json_array_foreach(nodes, index, node)
    if (index < shown) picture_node(ink, node);
}

/* ---- Shapes ------------------------------------------------------------- */

static json_t *find_shape(json_t *shapes, json_t *address) {
  json_t *shape;
  size_t index;
  json_array_foreach(shapes, index, shape)
    if (json_equal(json_object_get(shape, "address"), address)) return shape;
  return NULL;
}

static void picture_attributes(Ink *ink, json_t *attributes) {
  static const char *const names[] = {"writable", "enumerable", "configurable"};
  for (size_t i = 0; i < ARRAY_COUNT(names); i++)
    if (!is_true(attributes, names[i]))
      ink_format(ink, COLOR_DIM, ", not %s", names[i]);
  if (is_true(attributes, "accessor")) ink_text(ink, COLOR_DIM, ", accessor");
}

static void picture_shape(Ink *ink, json_t *shape) {
  static const char *const flags[] = {"literal", "dictionary", "lazy"};
  json_t *table = json_object_get(shape, "table");
  i64 objects = number_of(shape, "objects");
  picture_address(ink, number_of(shape, "address"));
  ink_text(ink, COLOR_PLAIN, " ");
  ink_text(ink, COLOR_HEADING, text_of(shape, "text"));
  if (json_object_get(shape, "key")) {
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_NAME, text_of(shape, "key"));
    ink_format(ink, COLOR_DIM, " at offset %lld",
               (long long)number_of(shape, "offset"));
    picture_attributes(ink, json_object_get(shape, "attributes"));
  }
  for (size_t i = 0; i < ARRAY_COUNT(flags); i++)
    if (is_true(shape, flags[i])) ink_format(ink, COLOR_DIM, ", %s", flags[i]);
  if (json_is_object(table))
    ink_format(ink, COLOR_DIM, ", table @%llx of %lld",
               (unsigned long long)number_of(table, "address"),
               (long long)number_of(table, "count"));
  if (objects)
    ink_format(ink, COLOR_DIM, ", %lld object%s", (long long)objects,
               plural(objects));
  ink_end_line(ink);
}

/* The Shapes to draw: those of the objects in the picture, and all that they
 * descend from. Their other descendants are mostly the library's own. */
static json_t *shapes_in_picture(json_t *view) {
  json_t *all = json_object_get(json_object_get(view, "shapes"), "shapes");
  json_t *nodes = json_object_get(json_object_get(view, "graph"), "nodes");
  json_t *chosen = json_array(), *node;
  size_t index;
  json_array_foreach(nodes, index, node) {
    if (strcmp(text_of(node, "kind"), "OBJECT") &&
        strcmp(text_of(node, "kind"), "ARRAY"))
      continue;
    json_t *shape = find_shape(all, json_object_get(node, "shape"));
    for (; shape; shape = find_shape(all, json_object_get(shape, "parent")))
      if (!find_shape(chosen, json_object_get(shape, "address")))
        json_array_append(chosen, shape);
  }
  return chosen;
}

/* A Shape and below it those of `shapes` that descend from it. */
static void picture_tree(Ink *ink, json_t *shapes, json_t *shape, u32 depth,
                         size_t *left) {
  json_t *children = json_object_get(shape, "children"), *address;
  size_t index;
  if (!*left) return;
  --*left;
  if (depth) {
    if (depth > 1) ink_to(ink, (depth - 1) * 2);
    ink_sign(ink, COLOR_DIM, SIGN_LAST);
    ink_text(ink, COLOR_PLAIN, " ");
  }
  picture_shape(ink, shape);
  json_array_foreach(children, index, address) {
    json_t *child = find_shape(shapes, address);
    if (child) picture_tree(ink, shapes, child, depth + 1, left);
  }
}

void picture_shapes(Ink *ink, json_t *view) {
  json_t *shapes = shapes_in_picture(view), *shape;
  size_t index, left = SHAPES_MAX;
  if (json_array_size(shapes)) {
    ink_heading(ink, "Shapes", "of those objects, by their transitions");
    json_array_foreach(shapes, index, shape)
      if (!find_shape(shapes, json_object_get(shape, "parent")))
        picture_tree(ink, shapes, shape, 0, &left);
  }
  json_decref(shapes);
}

/* ---- Caches ------------------------------------------------------------- */

static json_t *find_site(json_t *view, json_t *unit) {
  json_t *site;
  size_t index;
  json_array_foreach(json_object_get(view, "hits"), index, site) {
    if (json_equal(json_object_get(site, "unit"), unit)) return site;
  }
  return NULL;
}

/* "9 hits, 3 misses: 2.0 {x}, 15.0 {x, y}, ..." */
static void picture_site(Ink *ink, json_t *site) {
  json_t *missed = json_object_get(site, "missed"), *one;
  i64 misses = number_of(site, "misses");
  size_t index, count = json_array_size(missed);
  ink_to(ink, 10);
  i64 hits = number_of(site, "hits");
  ink_format(ink, COLOR_WORD, "%lld hit%s, %lld miss%s", (long long)hits,
             hits == 1 ? "" : "s", (long long)misses, misses == 1 ? "" : "es");
  json_array_foreach(missed, index, one) {
    if (index == SITE_MISSES_MAX) break;
    ink_text(ink, COLOR_DIM, index ? ", " : ": ");
    ink_format(ink, COLOR_DIM, "%s ", text_of(one, "moment"));
    ink_text(ink, COLOR_PLAIN, text_of(one, "text"));
  }
  bool has_more = count > SITE_MISSES_MAX || misses > (i64)count;
  if (has_more) ink_text(ink, COLOR_DIM, ", ...");
  ink_end_line(ink);
}

static void picture_entries(Ink *ink, json_t *cache) {
  json_t *entry;
  size_t index;
  json_array_foreach(json_object_get(cache, "entries"), index, entry) {
    const char *next = text_of(entry, "newShapeText");
    ink_to(ink, 10);
    ink_text(ink, COLOR_PLAIN, text_of(entry, "shapeText"));
    ink_text(ink, COLOR_PLAIN, " ");
    ink_sign(ink, COLOR_DIM, SIGN_ARROW);
    ink_format(ink, COLOR_PLAIN, " %s", text_of(entry, "place"));
    if (strcmp(text_of(entry, "place"), "absent"))
      ink_format(ink, COLOR_PLAIN, ", offset %lld",
                 (long long)number_of(entry, "offset"));
    if (*next) ink_format(ink, COLOR_PLAIN, ", then %s", next);
    ink_end_line(ink);
  }
}

void picture_caches(Ink *ink, json_t *view) {
  json_t *code = json_object_get(view, "code"), *instruction;
  json_t *caches = json_object_get(code, "caches");
  size_t index;
  if (!json_array_size(caches)) return;
  ink_heading(ink, "Inline caches", "of the current function");
  json_array_foreach(json_object_get(code, "instructions"), index,
                     instruction) {
    json_t *number = json_object_get(instruction, "cache");
    if (!json_is_integer(number)) continue;
    json_t *cache = json_array_get(caches, (size_t)json_integer_value(number));
    ink_format(ink, COLOR_DIM, "%5lld  ",
               (long long)number_of(instruction, "unit"));
    ink_text(ink, COLOR_PLAIN, text_of(instruction, "text"));
    ink_to(ink, 56);
    ink_text(ink, COLOR_HEADING, text_of(cache, "state"));
    ink_end_line(ink);
    json_t *site = find_site(view, json_object_get(instruction, "unit"));
    if (site) picture_site(ink, site);
    picture_entries(ink, cache);
  }
}

/* ---- Totals ------------------------------------------------------------- */

static void picture_kind(Ink *ink, json_t *kind, i64 most) {
  char count[32], bytes[32];
  i64 size = number_of(kind, "bytes");
  snprintf(count, sizeof count, "%10lld", (long long)number_of(kind, "count"));
  snprintf(bytes, sizeof bytes, "%12lld ", (long long)size);
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_text(ink, COLOR_NAME, text_of(kind, "label"));
  ink_to(ink, 22);
  ink_text(ink, COLOR_PLAIN, count);
  ink_text(ink, COLOR_PLAIN, bytes);
  u32 columns = most ? (u32)((u64)size * BAR_COLUMNS / (u64)most) : 0;
  for (u32 i = 0; i < columns; i++)
    ink_sign(ink, COLOR_CELL, SIGN_BLOCK);
  ink_end_line(ink);
}

static void picture_collections(Ink *ink, json_t *totals) {
  json_t *last = json_object_get(totals, "last");
  i64 count = number_of(totals, "collections");
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_number(ink, COLOR_PLAIN, count);
  ink_format(ink, COLOR_PLAIN, " collection%s", plural(count));
  if (json_is_object(last)) {
    ink_format(ink, COLOR_PLAIN, "; the last (%s) freed ",
               text_of(last, "reason"));
    ink_number(ink, COLOR_PLAIN, number_of(last, "freed"));
    ink_text(ink, COLOR_PLAIN, " cells, ");
    ink_number(ink, COLOR_PLAIN, number_of(last, "before"));
    ink_text(ink, COLOR_PLAIN, " bytes before, ");
    ink_number(ink, COLOR_PLAIN, number_of(last, "after"));
    ink_text(ink, COLOR_PLAIN, " after");
  }
  ink_end_line(ink);
}

void picture_totals(Ink *ink, json_t *view) {
  json_t *totals = json_object_get(view, "totals"), *kind;
  json_t *kinds = json_object_get(totals, "kinds");
  i64 most = 0;
  size_t index;
  json_array_foreach(kinds, index, kind)
    if (number_of(kind, "bytes") > most) most = number_of(kind, "bytes");
  ink_heading(ink, "Whole heap",
              "cells and bytes by kind, the engine's own "
              "included");
  json_array_foreach(kinds, index, kind)
    picture_kind(ink, kind, most);
  ink_text(ink, COLOR_PLAIN, "  ");
  ink_number(ink, COLOR_HEADING, number_of(totals, "bytes"));
  ink_text(ink, COLOR_PLAIN, " bytes in ");
  ink_number(ink, COLOR_PLAIN, number_of(totals, "cells"));
  ink_text(ink, COLOR_PLAIN, " cells, of at most ");
  ink_number(ink, COLOR_PLAIN, number_of(totals, "limit"));
  ink_end_line(ink);
  picture_collections(ink, totals);
}
