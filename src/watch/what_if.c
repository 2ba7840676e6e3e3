/* what_if.c - cutting, collecting and counting what has died. */
#include "watch/what_if.h"

#include "watch/describe_internal.h"
#include "watch/reference.h"

#include <stdlib.h>

constexpr u32 CLASSES_MAX = 50;
constexpr u32 ADDRESSES_MAX = 5;
constexpr u32 DEAD_MAX = 1'000;

typedef struct Class {
  char *name;
  u64 count, bytes;
  u64 addresses[ADDRESSES_MAX]; /* of the first ones */
} Class;

typedef struct Fallout {
  VM *vm;
  VECTOR(Class) classes;
  json_t *dead; /* addresses of objects and environments, the first ones */
  u64 objects, cells, bytes;
  bool is_wanted; /* the next collection is ours */
} Fallout;

/* ---- Counting -------------------------------------------------------------
 */

static void append_class(VM *vm, const Cell *cell, Buffer *out) {
  if (describe_is_part(cell))
    buffer_text(out, "(parts of objects)");
  else
    text_of_class(vm, cell, out);
}

/* Most cells in a row are of the class of the last one. */
static Class *class_of(Fallout *fallout, const Cell *cell) {
  Buffer name = {};
  append_class(fallout->vm, cell, &name);
  buffer_byte(&name, 0);
  for (u32 i = 0; i < fallout->classes.count; i++) {
    Class *class = &fallout->classes.items[i];
    if (strcmp(class->name, name.bytes) != 0) continue;
    buffer_free(&name);
    return class;
  }
  vector_push(&fallout->classes, (Class){.name = buffer_take(&name)});
  return &fallout->classes.items[fallout->classes.count - 1];
}

static void count_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Fallout *fallout = context;
  const Heap *heap = &fallout->vm->isolate.heap;
  if (kind == KIND_FREE || heap_is_marked(heap, cell)) return;
  Class *class = class_of(fallout, cell);
  u64 all = bytes + heap_cell_external(heap, cell);
  if (class->count < ADDRESSES_MAX)
    class->addresses[class->count] = heap_offset(heap, cell);
  class->count++;
  class->bytes += all;
  fallout->cells++;
  fallout->objects += cell_is_object(cell);
  bool is_told = cell_is_object(cell) || kind == KIND_ENVIRONMENT;
  if (is_told && json_array_size(fallout->dead) < DEAD_MAX)
    json_array_append_new(fallout->dead,
                          json_integer((json_int_t)heap_offset(heap, cell)));
  fallout->bytes += all;
}

/* Marking is done, and nothing is freed yet. */
static void count_dead(void *owner, Heap *heap) {
  Fallout *fallout = owner;
  if (!fallout->is_wanted) return;
  fallout->is_wanted = false;
  heap_walk(heap, count_cell, fallout);
}

/* ---- Telling --------------------------------------------------------------
 */

static int compare_classes(const void *left, const void *right) {
  const Class *a = left, *b = right;
  if (a->bytes != b->bytes) return a->bytes < b->bytes ? 1 : -1;
  return strcmp(a->name, b->name);
}

static json_t *describe_class(const Class *class) {
  json_t *addresses = json_array();
  for (u32 i = 0; i < class->count && i < ADDRESSES_MAX; i++)
    json_array_append_new(addresses,
                          json_integer((json_int_t) class->addresses[i]));
  Buffer name = {};
  buffer_text(&name, class->name);
  return json_pack("{s:o, s:I, s:I, s:o}", "class", json_take(&name), "count",
                   (json_int_t) class->count, "bytes",
                   (json_int_t) class->bytes, "addresses", addresses);
}

static json_t *describe_fallout(Fallout *fallout) {
  json_t *classes = json_array();
  u32 count = fallout->classes.count;
  if (count)
    qsort(fallout->classes.items, count, sizeof(Class), compare_classes);
  for (u32 i = 0; i < count && i < CLASSES_MAX; i++)
    json_array_append_new(classes, describe_class(&fallout->classes.items[i]));
  json_t *dead = fallout->dead;
  fallout->dead = NULL;
  return json_pack(
      "{s:I, s:I, s:I, s:o, s:o}", "objects", (json_int_t)fallout->objects,
      "cells", (json_int_t)fallout->cells, "bytes", (json_int_t)fallout->bytes,
      "classes", classes, "dead", dead);
}

json_t *what_if_collect(VM *vm) {
  /* the hook stays as long as the heap */
  static Fallout fallout;
  if (!fallout.vm) {
    fallout.vm = vm;
    heap_add_after_mark(&vm->isolate.heap, count_dead, &fallout);
  }
  fallout.is_wanted = true;
  fallout.dead = json_array();
  fallout.objects = fallout.cells = fallout.bytes = 0;
  heap_collect(&vm->isolate.heap, "what if");
  json_t *json = describe_fallout(&fallout);
  for (u32 i = 0; i < fallout.classes.count; i++)
    free(fallout.classes.items[i].name);
  vector_free(&fallout.classes);
  return json;
}

json_t *what_if_cut(VM *vm, const char *edge, Buffer *error) {
  /* what is dead before the first cut has nothing to do with it */
  static bool is_clean;
  Reference reference;
  if (vm->isolate.heap.mark.is_inside) {
    buffer_text(error, "a collection is under way at this moment: cut before "
                       "or behind it");
    return NULL;
  }
  if (!is_clean) heap_collect(&vm->isolate.heap, "what if");
  is_clean = true;
  if (!reference_find(vm, edge, &reference, error)) return NULL;
  json_t *value = describe_value(vm, reference.value);
  if (!reference_cut(vm, &reference, error)) {
    json_decref(value);
    return NULL;
  }
  return json_pack("{s:s, s:o}", "edge", edge, "value", value);
}
