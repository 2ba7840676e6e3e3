/* describe_heap.c - the heap: a graph of what can be reached, totals, and the
 * map of its blocks. */
#include "host/host.h"
#include "object/array_buffer.h"
#include "watch/describe_internal.h"

#include <stdlib.h>

constexpr u32 NODE_FIELDS = 12;
constexpr u32 MAP_CELLS = 5'000;

/* Cells that a picture of objects and arrows leaves out: they are shown inside
 * other panels, or as part of their owner. */
static bool is_plumbing(VM *vm, const Cell *cell) {
  switch (cell->kind) {
  case KIND_SHAPE:
  case KIND_SHAPE_TABLE:
  case KIND_TRANSITIONS:
  case KIND_CODE_BLOCK:
  case KIND_REGEXP_CODE:
  case KIND_SCOPE_INFO: return true;
  case KIND_NATIVE: return true;
  default: break;
  }
  if (cell_is_object(cell)) {
    if ((const Object *)cell == vm->isolate.global) return true;
    for (u32 i = 0; i < INTRINSIC_COUNT; i++)
      if ((const Cell *)vm->isolate.intrinsics[i] == cell) return true;
  }
  return (const Elements *)cell == vm->isolate.empty_elements;
}

/* Slots, elements and tables belong to the object that holds them: their
 * edges are shown as its own. */
static bool is_part(const Cell *cell) {
  return cell->kind == KIND_SLOTS || cell->kind == KIND_ELEMENTS ||
         cell->kind == KIND_DICTIONARY || cell->kind == KIND_TABLE ||
         cell->kind == KIND_ACCESSOR;
}

/* ---- Edges as the owner's ----------------------------------------------- */

typedef struct OwnedEdges {
  VM *vm;
  Cell *owner;
  EdgeFunction *edge;
  void *context;
} OwnedEdges;

static void owned_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  OwnedEdges *owned = context;
  bool is_shared = (Elements *)to == owned->vm->isolate.empty_elements;
  if (is_part(to) && !is_shared && name.type != CELL_EDGE_WEAK) {
    heap_visit(&owned->vm->isolate.heap, to, owned_edge, owned);
    return;
  }
  /* slots count from the first value that is out of line */
  if (from->kind == KIND_SLOTS && cell_is_object(owned->owner))
    name.index += owned->owner->info;
  owned->edge(owned->context, owned->owner, name, to);
}

void describe_owned_edges(VM *vm, Cell *cell, EdgeFunction *edge,
                          void *context) {
  OwnedEdges owned = {vm, cell, edge, context};
  heap_visit(&vm->isolate.heap, cell, owned_edge, &owned);
}

bool describe_is_part(const Cell *cell) {
  return is_part(cell);
}

/* ---- The graph ---------------------------------------------------------- */

typedef struct Graph {
  VM *vm;
  CellSet nodes;
  u32 limit;
  u64 hidden;
  json_t *edges, *roots;
} Graph;

static void graph_find(void *context, Cell *from, EdgeName name, Cell *to) {
  Graph *graph = context;
  if (is_plumbing(graph->vm, to)) return;
  if (graph->nodes.order.count < graph->limit)
    cell_set_add(&graph->nodes, to);
  else if (!cell_set_has(&graph->nodes, to))
    graph->hidden++;
}

static void graph_draw(void *context, Cell *from, EdgeName name, Cell *to) {
  Graph *graph = context;
  if (!is_plumbing(graph->vm, to) && cell_set_has(&graph->nodes, to))
    json_array_append_new(graph->edges, json_edge(graph->vm, from, name, to));
}

static void graph_root(void *context, u32 frame, Value *registers,
                       const char *name, Cell *to) {
  Graph *graph = context;
  if (is_plumbing(graph->vm, to)) return;
  if (graph->nodes.order.count >= graph->limit &&
      !cell_set_has(&graph->nodes, to)) {
    graph->hidden++;
    return;
  }
  cell_set_add(&graph->nodes, to);
  json_array_append_new(graph->roots, json_pack("{s:i, s:s, s:o}", "frame",
                                                (int)frame, "name", name, "to",
                                                json_address(graph->vm, to)));
}

/* What a waiting job, or a timer, keeps is part of the picture, though no frame
 * has it. */
static void graph_job(Graph *graph, Value value) {
  if (value_is_cell(value) && !is_plumbing(graph->vm, value_to_cell(value)) &&
      graph->nodes.order.count < graph->limit)
    cell_set_add(&graph->nodes, value_to_cell(value));
}

static void graph_timer(void *context, Cell *from, EdgeName name, Cell *to) {
  if (strcmp(name.label, "queued by") != 0)
    graph_job(context, value_from_cell(to));
}

/* The fields that fit in a box: own properties in the order of their offsets,
 * then the first elements, or the variables of an environment. */
typedef struct Fields {
  VM *vm;
  Object *object;
  json_t *list;
  u32 count;
} Fields;

static void add_field(Fields *fields, json_t *name, Value value) {
  if (fields->count++ < NODE_FIELDS)
    json_array_append_new(fields->list,
                          json_pack("{s:o, s:o}", "name", name, "value",
                                    describe_value(fields->vm, value)));
  else
    json_decref(name);
}

static bool add_property(void *context, Key key, u32 offset, u8 attributes) {
  Fields *fields = context;
  add_field(fields, json_key(key), *object_slot(fields->object, offset));
  return true;
}

static void add_elements(Fields *fields) {
  Elements *elements = fields->object->elements;
  for (u32 i = 0; i < elements->length; i++) {
    if (fields->count >= NODE_FIELDS) {
      fields->count += elements->length - i;
      return;
    }
    if (!value_is_hole(elements->values[i]))
      add_field(fields, json_sprintf("%u", i), elements->values[i]);
  }
  if (elements->cell.kind != KIND_DICTIONARY) return;
  Dictionary *dictionary = (Dictionary *)elements;
  for (u32 i = 0; i < dictionary->capacity; i++)
    if (dictionary_entry_is_live(&dictionary->entries[i]))
      add_field(fields, json_sprintf("%u", dictionary->entries[i].index),
                dictionary_entry_value(&dictionary->entries[i]));
}

static void add_item(void *context, u32 index, json_t *value) {
  Fields *fields = context;
  json_array_append_new(fields->list,
                        json_pack("{s:o, s:o}", "name",
                                  json_sprintf("%u", index), "value", value));
}

/* Of a view its buffer; then the items. */
static void add_binary(Fields *fields, const Object *object) {
  if (!cell_is_buffer(&object->cell))
    add_field(fields, json_string("buffer"),
              value_from_cell(((const View *)object)->buffer));
  u32 left = NODE_FIELDS > fields->count ? NODE_FIELDS - fields->count : 0;
  fields->count +=
      (u32)describe_binary_each(fields->vm, object, left, add_item, fields);
}

static void add_proxy(Fields *fields, const Proxy *proxy) {
  add_field(fields, json_string("target"), proxy->target);
  add_field(fields, json_string("handler"), proxy->handler);
}

static void add_parked(void *context, Key name, Value value) {
  add_field(context, json_key(name), value);
}

static void add_variables(Fields *fields, Environment *environment) {
  for (u32 i = 0; i < environment->cell.info; i++)
    add_field(fields, json_key((Key){environment->scope->names[i].bits}),
              environment->slots[i]);
}

static json_t *describe_node(VM *vm, Cell *cell) {
  Buffer class = {}, text = {};
  text_of_class(vm, cell, &class);
  text_of_cell(vm, cell, &text);
  Fields fields = {.vm = vm, .list = json_array()};
  bool is_object = cell_is_object(cell);
  bool is_lazy = false;
  if (is_object) {
    fields.object = (Object *)cell;
    Shape *shape = object_shape(&vm->isolate, fields.object);
    is_lazy = shape->cell.flags & SHAPE_LAZY;
    if (!is_lazy) shape_each(shape, add_property, &fields);
    add_elements(&fields);
    if (cell->kind == KIND_PROXY || cell->kind == KIND_CALLABLE_PROXY)
      add_proxy(&fields, (Proxy *)cell);
    else if (describe_is_binary(fields.object))
      add_binary(&fields, fields.object);
  } else if (cell->kind == KIND_ENVIRONMENT) {
    add_variables(&fields, (Environment *)cell);
  } else if (cell->kind == KIND_COROUTINE) {
    describe_parked_each(vm, (struct Coroutine *)cell, add_parked, &fields);
  }
  json_t *node =
      json_pack("{s:o, s:s, s:o, s:o, s:I, s:o}", "address",
                json_address(vm, cell), "kind", kind_name(cell->kind), "class",
                json_take(&class), "text", json_take(&text), "bytes",
                (json_int_t)heap_cell_bytes(&vm->isolate.heap, cell), "fields",
                fields.list);
  if (fields.count > NODE_FIELDS)
    json_object_set_new(node, "more", json_integer(fields.count - NODE_FIELDS));
  if (is_object)
    json_object_set_new(
        node, "shape",
        json_address(vm, object_shape(&vm->isolate, (Object *)cell)));
  if (cell->kind == KIND_ARRAY) {
    json_object_set_new(node, "length",
                        json_integer(array_length((Object *)cell)));
    json_object_set_new(
        node, "elements",
        json_string(describe_elements_kind(vm, (Object *)cell)));
  }
  if (cell_is_string(cell))
    json_object_set_new(node, "length", json_integer(((String *)cell)->length));
  return node;
}

json_t *describe_graph(VM *vm, u64 around, u32 limit) {
  Graph graph = {.vm = vm,
                 .limit = limit ? limit : 200,
                 .edges = json_array(),
                 .roots = json_array()};
  Cell *start = around ? heap_find(&vm->isolate.heap, around) : NULL;
  if (start) cell_set_add(&graph.nodes, start);
  describe_frame_roots(vm, graph_root, &graph);
  for (u32 i = 0; i < vm->jobs.count; i++)
    for (u32 j = 0; j < JOB_VALUES; j++)
      graph_job(&graph, vm_job_at(vm, i)->values[j]);
  queues_visit(&host_of(vm)->queues, graph_timer, &graph);
  for (u32 i = 0; i < graph.nodes.order.count; i++)
    describe_owned_edges(vm, graph.nodes.order.items[i], graph_find, &graph);
  json_t *nodes = json_array();
  Colours colours = colours_open(vm);
  for (u32 i = 0; i < graph.nodes.order.count; i++) {
    Cell *cell = graph.nodes.order.items[i];
    json_t *node = describe_node(vm, cell);
    char colour[2] = {colours_of(&colours, cell)};
    json_object_set_new(node, "colour", json_string(colour));
    json_array_append_new(nodes, node);
    describe_owned_edges(vm, cell, graph_draw, &graph);
  }
  colours_close(&colours);
  cell_set_free(&graph.nodes);
  return json_pack("{s:o, s:o, s:o, s:I, s:s}", "nodes", nodes, "edges",
                   graph.edges, "roots", graph.roots, "hidden",
                   (json_int_t)graph.hidden, "phase",
                   describe_phase(&vm->isolate.heap));
}

/* ---- Totals ------------------------------------------------------------- */

typedef struct Totals {
  u64 cells[KIND_COUNT], bytes[KIND_COUNT];
} Totals;

static void count_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Totals *totals = context;
  totals->cells[kind]++;
  totals->bytes[kind] += bytes;
}

json_t *describe_totals(VM *vm) {
  Heap *heap = &vm->isolate.heap;
  Totals totals = {};
  heap_walk(heap, count_cell, &totals);
  json_t *kinds = json_array();
  u64 cells = 0;
  for (u32 kind = 1; kind < KIND_COUNT; kind++) {
    if (!totals.cells[kind]) continue;
    cells += totals.cells[kind];
    json_array_append_new(kinds,
                          json_pack("{s:s, s:s, s:I, s:I}", "kind",
                                    kind_name((CellKind)kind), "label",
                                    kind_label((CellKind)kind), "count",
                                    (json_int_t)totals.cells[kind], "bytes",
                                    (json_int_t)totals.bytes[kind]));
  }
  const Collection *last = &heap->last;
  json_t *collection =
      heap->collections
          ? json_pack("{s:I, s:s, s:I, s:I, s:I}", "number",
                      (json_int_t)last->number, "reason", last->reason,
                      "before", (json_int_t)last->bytes_before, "after",
                      (json_int_t)last->bytes_after, "freed",
                      (json_int_t)last->cells_freed)
          : json_null();
  return json_pack(
      "{s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:I}", "bytes",
      (json_int_t)heap_live_bytes(heap), "external",
      (json_int_t)heap->external_bytes, "limit", (json_int_t)heap->limit,
      "threshold", (json_int_t)heap->threshold, "cells", (json_int_t)cells,
      "freeBytes", (json_int_t)totals.bytes[KIND_FREE], "kinds", kinds, "last",
      collection, "collections", (json_int_t)heap->collections);
}

/* ---- The map ------------------------------------------------------------ */

typedef struct Map {
  VM *vm;
  i64 block; /* the one to show, or -1 */
  json_t *list;
  i64 current; /* block being summed up */
  u64 used, free, cells;
  u32 cell_bytes;
} Map;

static void finish_block(Map *map) {
  if (map->current < 0) return;
  json_array_append_new(
      map->list,
      json_pack("{s:I, s:I, s:I, s:I, s:i}", "block", (json_int_t)map->current,
                "used", (json_int_t)map->used, "free", (json_int_t)map->free,
                "cells", (json_int_t)map->cells, "cellBytes",
                (int)map->cell_bytes));
}

static void map_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Map *map = context;
  u64 offset = heap_offset(&map->vm->isolate.heap, cell);
  i64 block = (i64)(offset / HEAP_BLOCK_BYTES);
  if (map->block >= 0) {
    if (block == map->block && json_array_size(map->list) < MAP_CELLS)
      json_array_append_new(map->list, json_pack("{s:I, s:s, s:I}", "address",
                                                 (json_int_t)offset, "kind",
                                                 kind_name(kind), "bytes",
                                                 (json_int_t)bytes));
    return;
  }
  if (block != map->current) {
    finish_block(map);
    map->current = block;
    map->used = map->free = map->cells = 0;
    map->cell_bytes = 0;
  }
  if (kind == KIND_FREE) {
    map->free += bytes;
  } else {
    map->used += bytes;
    map->cells++;
    map->cell_bytes = (u32)bytes;
  }
}

json_t *describe_map(VM *vm, i64 block) {
  Map map = {.vm = vm, .block = block, .list = json_array(), .current = -1};
  heap_walk(&vm->isolate.heap, map_cell, &map);
  if (block < 0) finish_block(&map);
  return json_pack("{s:o}", block < 0 ? "blocks" : "cells", map.list);
}
