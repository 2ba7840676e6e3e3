/* describe_shapes.c - Shapes and the tree of their transitions. */
#include "watch/describe_internal.h"

#include <stdlib.h>

typedef struct Shapes {
  VM *vm;
  CellSet shapes;
  u32 limit;
  u32 *objects; /* how many objects have each, in the order of `shapes` */
} Shapes;

static void add_shape(Shapes *shapes, Shape *shape) {
  if (shapes->shapes.order.count < shapes->limit)
    cell_set_add(&shapes->shapes, &shape->cell);
}

static void add_child(void *context, Shape *child) {
  add_shape(context, child);
}

/* A Shape with all above it, the root first. */
static void add_chain(Shapes *shapes, Shape *shape) {
  if (shape->parent) add_chain(shapes, shape->parent);
  add_shape(shapes, shape);
}

static void add_of_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Shapes *shapes = context;
  if (to->kind == KIND_OBJECT || to->kind == KIND_ARRAY)
    add_chain(shapes, object_shape(&shapes->vm->isolate, (Object *)to));
}

static void add_of_root(void *context, u32 frame, Value *registers,
                        const char *name, Cell *to) {
  add_of_edge(context, NULL, (EdgeName){}, to);
  if (cell_is_object(to) || to->kind == KIND_ENVIRONMENT)
    describe_owned_edges(((Shapes *)context)->vm, to, add_of_edge, context);
}

/* How many objects have each Shape. */
static void count_object(void *context, Cell *cell, CellKind kind,
                         size_t bytes) {
  Shapes *shapes = context;
  if (kind == KIND_FREE || !cell_is_object(cell)) return;
  Cell *shape = &object_shape(&shapes->vm->isolate, (Object *)cell)->cell;
  if (!cell_set_has(&shapes->shapes, shape)) return;
  for (u32 i = 0; i < shapes->shapes.order.count; i++)
    if (shapes->shapes.order.items[i] == shape) shapes->objects[i]++;
}

typedef struct Children {
  VM *vm;
  json_t *list;
} Children;

static void list_child(void *context, Shape *child) {
  Children *children = context;
  json_array_append_new(children->list, json_address(children->vm, child));
}

static json_t *describe_table(VM *vm, const ShapeTable *table) {
  if (!table) return json_null();
  return json_pack("{s:o, s:i, s:i}", "address", json_address(vm, table),
                   "count", (int)table->count, "capacity",
                   (int)table->capacity);
}

static json_t *describe_shape(VM *vm, Shape *shape, u32 objects) {
  u8 flags = shape->cell.flags;
  Children children = {vm, json_array()};
  shape_each_transition(shape, list_child, &children);
  json_t *result = json_pack(
      "{s:o, s:o, s:o, s:i, s:i, s:b, s:b, s:b, s:o, s:i, s:o, s:o}", "address",
      json_address(vm, shape), "parent", json_address(vm, shape->parent),
      "text", json_text_of_shape(vm, shape), "count", (int)shape->count,
      "inlineCapacity", (int)shape->cell.info, "literal",
      (flags & SHAPE_LITERAL) != 0, "dictionary",
      (flags & SHAPE_DICTIONARY) != 0, "lazy", (flags & SHAPE_LAZY) != 0,
      "table", describe_table(vm, shape->table), "objects", (int)objects,
      "prototype", describe_value(vm, shape->prototype), "children",
      children.list);
  if (shape->parent && shape->key.bits > 1) {
    json_object_set_new(result, "key", json_key(shape->key));
    json_object_set_new(result, "offset", json_integer(shape->offset));
    json_object_set_new(result, "attributes",
                        json_attributes(shape->attributes));
  }
  return result;
}

json_t *describe_shapes(VM *vm, u64 around, u32 limit) {
  Shapes shapes = {.vm = vm, .limit = limit ? limit : 100};
  Cell *start = around ? heap_find(&vm->isolate.heap, around) : NULL;
  if (start && cell_is_object(start))
    start = &object_shape(&vm->isolate, (Object *)start)->cell;
  if (start && start->kind == KIND_SHAPE)
    add_chain(&shapes, (Shape *)start);
  else
    describe_frame_roots(vm, add_of_root, &shapes);
  for (u32 i = 0; i < shapes.shapes.order.count; i++)
    shape_each_transition((Shape *)shapes.shapes.order.items[i], add_child,
                          &shapes);
  u32 count = shapes.shapes.order.count;
  shapes.objects = base_allocate_zeroed((count + 1) * sizeof(u32));
  heap_walk(&vm->isolate.heap, count_object, &shapes);
  json_t *list = json_array();
  for (u32 i = 0; i < count; i++)
    json_array_append_new(
        list, describe_shape(vm, (Shape *)shapes.shapes.order.items[i],
                             shapes.objects[i]));
  free(shapes.objects);
  cell_set_free(&shapes.shapes);
  return json_pack("{s:o}", "shapes", list);
}
