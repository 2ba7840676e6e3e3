/* shape_transitions.c - from a Shape to its children, without keeping them
 * alive.
 *
 * Most Shapes have no child or one. A second one makes a Transitions cell, a
 * hash table by key and attributes that doubles when it is half full.
 */
#include "object/internal.h"
#include "object/shape_table.h"

constexpr u32 FIRST_CAPACITY = 8;

static bool is_child(const Shape *child, Key key, u8 attributes) {
  return key_equals(child->key, key) && child->attributes == attributes;
}

static u32 child_hash(Key key, u8 attributes) {
  return key_hash(key) + attributes * 0x85EBCA6Bu;
}

Shape *transition_find(Shape *shape, Key key, u8 attributes) {
  if (!shape->transitions) return NULL;
  if (shape->transitions->kind == KIND_SHAPE) {
    Shape *child = (Shape *)shape->transitions;
    return is_child(child, key, attributes) ? child : NULL;
  }
  Transitions *table = (Transitions *)shape->transitions;
  u32 mask = table->capacity - 1;
  for (u32 i = child_hash(key, attributes) & mask; table->children[i];
       i = (i + 1) & mask)
    if (is_child(table->children[i], key, attributes))
      return table->children[i];
  return NULL;
}

/* Weak, so no cell_write: a marker must not see it. */
static void place(Transitions *table, Shape *child) {
  u32 mask = table->capacity - 1;
  u32 i = child_hash(child->key, child->attributes) & mask;
  while (table->children[i])
    i = (i + 1) & mask;
  table->children[i] = child;
  table->count++;
}

static Transitions *transitions_new(Isolate *isolate, u32 capacity) {
  size_t bytes = sizeof(Transitions) + capacity * sizeof(Shape *);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return NULL;
  Transitions *table =
      (Transitions *)heap_allocate(&isolate->heap, KIND_TRANSITIONS, bytes);
  if (!table) return NULL;
  table->capacity = capacity;
  table->count = 0;
  memset(table->children, 0, capacity * sizeof(Shape *));
  return table;
}

/* A table with room for one more child; NULL when there is no memory. It may
 * collect, after which fewer children may be left. */
static Transitions *table_with_room(Isolate *isolate, Shape *shape) {
  Cell *old = shape->transitions;
  u32 capacity = FIRST_CAPACITY;
  if (old->kind == KIND_TRANSITIONS) {
    Transitions *table = (Transitions *)old;
    if (2 * (table->count + 1) <= table->capacity) return table;
    capacity = 2 * table->capacity;
  }
  Transitions *table = transitions_new(isolate, capacity);
  if (!table) return NULL;
  old = shape->transitions;
  if (old && old->kind == KIND_SHAPE) place(table, (Shape *)old);
  if (old && old->kind == KIND_TRANSITIONS)
    for (u32 i = 0; i < ((Transitions *)old)->capacity; i++)
      if (((Transitions *)old)->children[i])
        place(table, ((Transitions *)old)->children[i]);
  if (old && old->kind == KIND_SHAPE) shape->transitions = NULL; /* weak */
  cell_write_pointer(&isolate->heap, shape, shape->transitions, &table->cell);
  return table;
}

/* Both are rooted by the caller. Without memory for a table the child is
 * simply not shared. */
void transition_insert(Isolate *isolate, Shape *shape, Shape *child) {
  if (!shape->transitions) {
    shape->transitions = &child->cell;
    cell_note_weak(&isolate->heap, shape);
    return;
  }
  Transitions *table = table_with_room(isolate, shape);
  if (!table) return;
  place(table, child);
  cell_note_weak(&isolate->heap, table);
}

void shape_each_transition(Shape *shape,
                           void (*each)(void *context, Shape *child),
                           void *context) {
  if (!shape->transitions) return;
  if (shape->transitions->kind == KIND_SHAPE) {
    each(context, (Shape *)shape->transitions);
    return;
  }
  Transitions *table = (Transitions *)shape->transitions;
  for (u32 i = 0; i < table->capacity; i++)
    if (table->children[i]) each(context, table->children[i]);
}

/* ---- What the collector asks --------------------------------------------- */

void shape_clear_weak(Heap *heap, Cell *cell) {
  Shape *shape = (Shape *)cell;
  if (shape->transitions && shape->transitions->kind == KIND_SHAPE &&
      !heap_is_marked(heap, shape->transitions))
    shape->transitions = NULL;
}

/* Takes the dead children out. What lies behind a gap must move up, so from
 * the first gap on all are placed anew, beginning behind an empty place. */
void transitions_clear_weak(Heap *heap, Cell *cell) {
  Transitions *table = (Transitions *)cell;
  u32 mask = table->capacity - 1, start = 0, before = table->count;
  for (u32 i = 0; i < table->capacity; i++) {
    Shape *child = table->children[i];
    if (!child || heap_is_marked(heap, &child->cell)) continue;
    table->children[i] = NULL;
    table->count--;
  }
  if (table->count == before) return;
  while (table->children[start])
    start++;
  for (u32 step = 1; step < table->capacity; step++) {
    u32 i = (start + step) & mask;
    Shape *child = table->children[i];
    if (!child) continue;
    table->children[i] = NULL;
    table->count--;
    place(table, child);
  }
}
