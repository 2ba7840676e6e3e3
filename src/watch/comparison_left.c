/* comparison_left.c - see comparison_left.h.
 *
 * The slots, items and tables of an object are counted as part of it, and the
 * references that they hold as its own. For each of the largest classes a cycle
 * is looked for, breadth first, from an object of it back to itself: the
 * shortest. Shapes and code, which many objects share, are no part of an
 * answer. An object that only hangs on a cycle has none.
 */
#include "watch/comparison_left.h"

#include "library/collection.h"
#include "watch/text.h"

#include <stdlib.h>

constexpr u32 CLASSES_MOST = 12;
constexpr u32 SEARCH_MOST = 50'000; /* cells looked at for one cycle */
constexpr u32 TRIES_MOST = 8;       /* objects of a class that are tried */
constexpr u32 PLACE_BYTES = 16;     /* no two cells begin within so many */

typedef VECTOR(Cell *) Cells;

typedef struct Class {
  char *name;
  u64 count, bytes;
  Cell *examples[TRIES_MOST];
} Class;

/* Cells of one kind and Shape are of one class. */
typedef struct Sort {
  CellKind kind;
  u32 shape, class;
} Sort;

typedef struct Step {
  Cell *cell;
  u32 from; /* the step before, in the same list */
  EdgeName name;
} Step;

typedef struct Left {
  VM *vm;
  Heap *heap;
  u8 *reached; /* by place: roots lead there, or it was counted as a part */
  Cells stack, weak_tables;
  bool is_weak_table, key_is_reached; /* of the cell that is visited */
  Cells cells;                        /* those that are left */
  u64 bytes, reached_cells, reached_bytes;
  VECTOR(Class) classes;
  VECTOR(Sort) sorts;
  /* the search for a cycle */
  u32 *searched; /* by place: the number of the last search that was there */
  u32 search;
  VECTOR(Step) steps;
  Cell *owner; /* whose references are visited, parts included */
  u32 step;
} Left;

static u64 place_of(const Left *left, const Cell *cell) {
  return heap_offset(left->heap, cell) / PLACE_BYTES;
}

static u64 place_count(const Heap *heap) {
  return heap->used_blocks * HEAP_BLOCK_BYTES / PLACE_BYTES;
}

/* ---- What roots reach ---------------------------------------------------- */

static void reach(void *context, Cell *from, EdgeName name, Cell *to) {
  Left *left = context;
  u8 *reached = &left->reached[place_of(left, to)];
  if (name.type == CELL_EDGE_WEAK) {
    left->key_is_reached = *reached;
    return;
  }
  bool waits = from && left->is_weak_table && name.type == CELL_EDGE_ENTRY;
  if (*reached || (waits && !left->key_is_reached)) return;
  *reached = true;
  vector_push(&left->stack, to);
}

/* The values of a weak table count when their keys have been reached. */
static void reach_from(Left *left, Cell *cell) {
  left->is_weak_table = cell->kind == KIND_TABLE && cell->flags & TABLE_WEAK;
  heap_visit(left->heap, cell, reach, left);
}

static void reach_all(Left *left) {
  while (left->stack.count) {
    Cell *cell = vector_pop(&left->stack);
    reach_from(left, cell);
    if (left->is_weak_table) vector_push(&left->weak_tables, cell);
  }
}

static void reach_from_roots(Left *left) {
  heap_visit_roots(left->heap, reach, left);
  reach_all(left);
  for (bool again = true; again;) {
    again = false;
    for (u32 i = 0; i < left->weak_tables.count; i++) {
      reach_from(left, left->weak_tables.items[i]);
      again |= left->stack.count;
      reach_all(left);
    }
  }
}

/* What a Shape has of tables and children depends on when others died. */
static bool is_learned(const Cell *cell) {
  return cell->kind == KIND_SHAPE || cell->kind == KIND_SHAPE_TABLE ||
         cell->kind == KIND_TRANSITIONS;
}

static void note_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Left *left = context;
  if (kind == KIND_FREE) return;
  if (!left->reached[place_of(left, cell)]) {
    vector_push(&left->cells, cell);
    left->bytes += bytes;
  } else if (!is_learned(cell)) {
    left->reached_cells++;
    left->reached_bytes += bytes;
  }
}

/* ---- Classes ------------------------------------------------------------- */

static bool is_part(const Cell *cell) {
  return cell->kind == KIND_SLOTS || cell->kind == KIND_ELEMENTS ||
         cell->kind == KIND_DICTIONARY || cell->kind == KIND_TABLE ||
         cell->kind == KIND_ACCESSOR;
}

static u32 class_named(Left *left, const char *name) {
  for (u32 i = 0; i < left->classes.count; i++)
    if (!strcmp(left->classes.items[i].name, name)) return i;
  vector_push(&left->classes,
              ((Class){.name = base_copy(name, strlen(name) + 1)}));
  return left->classes.count - 1;
}

static Class *class_of(Left *left, const Cell *cell) {
  u32 shape = cell_is_object(cell) ? cell->shape : 0;
  for (u32 i = left->sorts.count; i-- > 0;) {
    const Sort *sort = &left->sorts.items[i];
    if (sort->kind == cell->kind && sort->shape == shape)
      return &left->classes.items[sort->class];
  }
  Buffer name = {};
  text_of_class(left->vm, cell, &name);
  u32 class = class_named(left, name.bytes ? name.bytes : "");
  buffer_free(&name);
  vector_push(&left->sorts, ((Sort){cell->kind, shape, class}));
  return &left->classes.items[class];
}

typedef struct Whole {
  Left *left;
  u64 bytes;
} Whole;

static void add_part(void *context, Cell *from, EdgeName name, Cell *to) {
  Whole *whole = context;
  u8 *reached = &whole->left->reached[place_of(whole->left, to)];
  if (!is_part(to) || *reached || name.type == CELL_EDGE_WEAK) return;
  *reached = true;
  whole->bytes += heap_cell_bytes(whole->left->heap, to);
}

/* Parts are marked, so that they are not classes of their own. */
static void count_cell(Left *left, Cell *cell) {
  Whole whole = {left, heap_cell_bytes(left->heap, cell)};
  if (cell_is_object(cell)) heap_visit(left->heap, cell, add_part, &whole);
  Class *class = class_of(left, cell);
  if (class->count < TRIES_MOST) class->examples[class->count] = cell;
  class->count++;
  class->bytes += whole.bytes;
}

static int compare_classes(const void *a, const void *b) {
  const Class *left = a, *right = b;
  if (left->bytes != right->bytes) return left->bytes > right->bytes ? -1 : 1;
  return strcmp(left->name, right->name);
}

static void count_classes(Left *left) {
  for (u32 i = 0; i < left->cells.count; i++)
    if (!is_part(left->cells.items[i])) count_cell(left, left->cells.items[i]);
  for (u32 i = 0; i < left->cells.count; i++) { /* parts of what has no class */
    Cell *cell = left->cells.items[i];
    if (is_part(cell) && !left->reached[place_of(left, cell)])
      count_cell(left, cell);
  }
  if (left->classes.count)
    qsort(left->classes.items, left->classes.count, sizeof(Class),
          compare_classes);
}

/* ---- A cycle ------------------------------------------------------------- */

static bool is_shared(const Cell *cell) {
  return cell->kind == KIND_SHAPE || cell->kind == KIND_CODE_BLOCK ||
         cell->kind == KIND_SCOPE_INFO;
}

static void search_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Left *left = context;
  if (name.type == CELL_EDGE_WEAK || is_shared(to)) return;
  u32 *searched = &left->searched[place_of(left, to)];
  if (*searched == left->search) return;
  *searched = left->search;
  if (is_part(to)) {
    heap_visit(left->heap, to, search_edge, left);
    return;
  }
  /* slots count from the first value that is out of line */
  if (from->kind == KIND_SLOTS) name.index += left->owner->info;
  vector_push(&left->steps, ((Step){to, left->step, name}));
}

/* The number of the step that leads back to the cell, 0 when none does. The
 * cell itself is step 0, and not searched yet. */
static u32 search_back(Left *left, Cell *cell) {
  left->search++;
  left->steps.count = 0;
  vector_push(&left->steps, ((Step){.cell = cell}));
  for (u32 i = 0; i < left->steps.count && i < SEARCH_MOST; i++) {
    u32 known = left->steps.count;
    left->owner = left->steps.items[i].cell;
    left->step = i;
    heap_visit(left->heap, left->owner, search_edge, left);
    for (u32 j = known; j < left->steps.count; j++)
      if (left->steps.items[j].cell == cell) return j;
  }
  return 0;
}

static json_t *step_json(const Left *left, const Step *step) {
  Buffer class = {}, edge = {};
  Cell *from = left->steps.items[step->from].cell;
  text_of_class(left->vm, from, &class);
  text_of_edge(left->vm, from, step->name, &edge);
  json_t *made = json_pack("{s:s,s:s}", "class", class.bytes ? class.bytes : "",
                           "edge", edge.bytes ? edge.bytes : "");
  buffer_free(&class);
  buffer_free(&edge);
  return made ? made : json_object();
}

static json_t *cycle_of(Left *left, const Class *class) {
  json_t *cycle = json_array();
  for (u32 i = 0; i < TRIES_MOST && i < class->count; i++) {
    u32 at = search_back(left, class->examples[i]);
    if (!at) continue;
    for (; at; at = left->steps.items[at].from)
      json_array_insert_new(cycle, 0, step_json(left, &left->steps.items[at]));
    break;
  }
  return cycle;
}

/* ---- The report ---------------------------------------------------------- */

static json_t *classes_json(Left *left) {
  json_t *list = json_array();
  for (u32 i = 0; i < left->classes.count && i < CLASSES_MOST; i++) {
    const Class *class = &left->classes.items[i];
    json_array_append_new(list,
                          json_pack("{s:s,s:I,s:I,s:o}", "name", class->name,
                                    "count", (json_int_t) class->count, "bytes",
                                    (json_int_t) class->bytes, "cycle",
                                    cycle_of(left, class)));
  }
  return list;
}

static void free_left(Left *left) {
  for (u32 i = 0; i < left->classes.count; i++)
    free(left->classes.items[i].name);
  vector_free(&left->classes);
  vector_free(&left->sorts);
  vector_free(&left->steps);
  vector_free(&left->cells);
  vector_free(&left->stack);
  vector_free(&left->weak_tables);
  free(left->reached);
  free(left->searched);
}

json_t *comparison_left(VM *vm) {
  Heap *heap = &vm->isolate.heap;
  Left left = {.vm = vm, .heap = heap};
  left.reached = base_allocate_zeroed(place_count(heap));
  left.searched = base_allocate_zeroed(place_count(heap) * sizeof(u32));
  reach_from_roots(&left);
  heap_walk(heap, note_cell, &left);
  count_classes(&left);
  json_t *report = json_pack(
      "{s:I,s:I,s:o,s:{s:I,s:I}}", "cells", (json_int_t)left.cells.count,
      "bytes", (json_int_t)left.bytes, "classes", classes_json(&left),
      "reached", "cells", (json_int_t)left.reached_cells, "bytes",
      (json_int_t)left.reached_bytes);
  free_left(&left);
  return report;
}
