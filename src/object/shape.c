/* shape.c - Shapes: finding keys, adding them, and dictionary mode. */
#include "object/internal.h"
#include "object/shape_table.h"

/* ---- Making -------------------------------------------------------------- */

/* A Shape with nothing in it; the prototype is rooted by the caller. */
static Shape *allocate(Isolate *isolate, Value prototype, u32 inline_capacity,
                       u8 flags) {
  assert(inline_capacity <= UINT16_MAX);
  Shape *shape =
      (Shape *)heap_allocate(&isolate->heap, KIND_SHAPE, sizeof *shape);
  Cell header = {
      .kind = KIND_SHAPE, .flags = flags, .info = (u16)inline_capacity};
  *shape = (Shape){.cell = header, .prototype = prototype};
  return shape;
}

static Shape *announce(Isolate *isolate, Shape *shape) {
  heap_probe(&isolate->heap, SHAPE, shape, VALUE_UNDEFINED, VALUE_UNDEFINED);
  return shape;
}

Shape *shape_new_variant(Isolate *isolate, Value prototype, u32 inline_capacity,
                         u8 flags, u8 variant) {
  ROOT(&isolate->heap, kept, prototype);
  if (value_is_object(kept))
    object_mark_prototype(isolate, value_to_object(kept));
  Shape *shape = allocate(isolate, kept, inline_capacity, flags);
  shape->variant = variant;
  return announce(isolate, shape);
}

Shape *shape_new_root(Isolate *isolate, Value prototype, u32 inline_capacity) {
  return shape_new_variant(isolate, prototype, inline_capacity, 0, 0);
}

Shape *shape_empty(Isolate *isolate, Value prototype, u32 inline_capacity) {
  return shape_empty_variant(isolate, prototype, inline_capacity, 0, 0);
}

Shape *shape_for_array(Isolate *isolate, Value prototype) {
  return shape_add(isolate, shape_empty(isolate, prototype, 1),
                   ATOM_KEY(isolate, length),
                   ATTRIBUTE_WRITABLE | ATTRIBUTE_WATCHED);
}

/* The Shape that a literal's keys make. It is a root; with more than one key
 * they lie in a table that it keeps. */
Shape *shape_new_literal(Isolate *isolate, const Key *keys, u32 count) {
  Value prototype = value_from_cell(INTRINSIC(isolate, object_prototype));
  u32 room = count < SHAPE_INLINE_MAX ? count : SHAPE_INLINE_MAX;
  ROOT_CELL(&isolate->heap, Shape, shape,
            allocate(isolate, prototype, room, SHAPE_LITERAL));
  shape->count = shape->slot_count = count;
  shape->key = keys[count - 1];
  shape->offset = count - 1;
  shape->attributes = ATTRIBUTES_DEFAULT;
  if (count > 1) {
    ShapeTable *table = shape_table_new(isolate, count);
    for (u32 i = 0; i < count; i++)
      shape_table_append(isolate, table, keys[i], i, ATTRIBUTES_DEFAULT);
    cell_write_pointer(&isolate->heap, shape, shape->table, table);
  }
  return announce(isolate, shape);
}

/* ---- Finding ------------------------------------------------------------- */

static bool found(u32 offset, u32 attributes, ShapeProperty *out) {
  *out = (ShapeProperty){offset, (u8)attributes};
  return true;
}

static bool find_in_table(ShapeTable *table, Key key, ShapeProperty *out) {
  ShapeTableEntry *entry = shape_table_find(table, key);
  return entry && found(entry->offset, entry->attributes, out);
}

/* A walk past `steps` Shapes found no end yet. Long chains get a table at
 * once, shorter ones when it happens a second time. */
static bool wants_table(Shape *shape, u32 steps) {
  if (steps == SHAPE_CHAIN_MAX) return true;
  if (steps != SHAPE_WALK_MAX || shape->count <= SHAPE_WALK_MAX) return false;
  bool again = shape->cell.flags & SHAPE_HAS_TABLE_WALK;
  shape->cell.flags |= SHAPE_HAS_TABLE_WALK;
  return again;
}

static bool find_by_new_table(Isolate *isolate, Shape *shape, Key key,
                              ShapeProperty *out) {
  ROOT_CELL(&isolate->heap, Shape, kept, shape);
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  ShapeTable *table = shape_table_of(isolate, kept, 1);
  cell_write_pointer(&isolate->heap, kept, kept->table, table);
  return find_in_table(table, key, out);
}

bool shape_find(Isolate *isolate, Shape *shape, Key key, ShapeProperty *out) {
  u32 steps = 0;
  for (Shape *at = shape; at; at = at->parent) {
    if (at->table) return find_in_table(at->table, key, out);
    if (key_equals(at->key, key)) return found(at->offset, at->attributes, out);
    if (wants_table(shape, ++steps))
      return find_by_new_table(isolate, shape, key, out);
  }
  return false;
}

/* ---- Adding a key -------------------------------------------------------- */

/* The table of the parent, with the child's key, becomes the child's. That of
 * a literal stays: its keys are nowhere else. Both Shapes are rooted. */
static void move_table(Isolate *isolate, Shape *parent, Shape *child) {
  if (!parent->table || parent->cell.flags & SHAPE_LITERAL) return;
  ShapeTable *table = shape_table_grown(isolate, parent->table);
  cell_write_pointer(&isolate->heap, parent, parent->table, NULL);
  shape_table_append(isolate, table, child->key, child->offset,
                     child->attributes);
  cell_write_pointer(&isolate->heap, child, child->table, table);
}

Shape *shape_add(Isolate *isolate, Shape *shape, Key key, u8 attributes) {
  assert(!(shape->cell.flags & SHAPE_DICTIONARY));
  Shape *known = transition_find(shape, key, attributes);
  if (known) return known;
  ROOT_CELL(&isolate->heap, Shape, parent, shape);
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  ROOT_CELL(&isolate->heap, Shape, child,
            allocate(isolate, parent->prototype, parent->cell.info, 0));
  child->parent = parent;
  child->count = child->slot_count = parent->count + 1;
  child->key = key;
  child->offset = parent->count;
  child->attributes = attributes;
  move_table(isolate, parent, child);
  transition_insert(isolate, parent, child);
  return announce(isolate, child);
}

/* ---- Dictionary mode ----------------------------------------------------- */

/* A dictionary Shape like `shape` (rooted), still without its table. */
static Shape *new_dictionary(Isolate *isolate, Shape *shape) {
  Shape *copy =
      allocate(isolate, shape->prototype, shape->cell.info, SHAPE_DICTIONARY);
  copy->count = shape->count;
  copy->slot_count = shape->slot_count;
  return copy;
}

Shape *shape_to_dictionary(Isolate *isolate, Shape *shape) {
  ROOT_CELL(&isolate->heap, Shape, from, shape);
  ROOT_CELL(&isolate->heap, Shape, copy, new_dictionary(isolate, from));
  ShapeTable *table = shape_table_of(isolate, from, 4);
  cell_write_pointer(&isolate->heap, copy, copy->table, table);
  return announce(isolate, copy);
}

Shape *shape_with_prototype(Isolate *isolate, Shape *shape, Value prototype) {
  u8 flags = shape->cell.flags;
  if (!shape->count && !(flags & SHAPE_DICTIONARY))
    return shape_empty_variant(isolate, prototype, shape->cell.info,
                               flags & SHAPE_LAZY, shape->variant);
  ROOT(&isolate->heap, kept, prototype);
  if (value_is_object(kept))
    object_mark_prototype(isolate, value_to_object(kept));
  Shape *copy = shape_to_dictionary(isolate, shape);
  cell_write(&isolate->heap, copy, &copy->prototype, kept);
  return copy;
}

bool shape_dictionary_reserve(Isolate *isolate, Shape *shape) {
  assert(shape->cell.flags & SHAPE_DICTIONARY);
  ROOT_CELL(&isolate->heap, Shape, kept, shape);
  size_t bytes = shape_table_grown_bytes(kept->table);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return false;
  ShapeTable *table = shape_table_grown(isolate, kept->table);
  if (!table) return false;
  cell_write_pointer(&isolate->heap, kept, kept->table, table);
  return true;
}

u32 shape_dictionary_add(Isolate *isolate, Shape *shape, Key key,
                         u8 attributes) {
  assert(shape->cell.flags & SHAPE_DICTIONARY);
  if (shape->table->used == shape->table->limit) {
    ROOT(&isolate->heap, kept_key, (Value){key.bits});
    shape_dictionary_reserve(isolate, shape);
  }
  u32 offset;
  if (!shape_table_take_slot(shape->table, &offset))
    offset = shape->slot_count++;
  shape_table_append(isolate, shape->table, key, offset, attributes);
  shape->count++;
  return offset;
}

/* A new Shape for the object of a Shape. It takes the table of a dictionary
 * Shape along: the old one is nobody's any more. */
static Shape *replace(Isolate *isolate, Shape *shape) {
  if (!(shape->cell.flags & SHAPE_DICTIONARY))
    return shape_to_dictionary(isolate, shape);
  ROOT_CELL(&isolate->heap, Shape, old, shape);
  Shape *fresh = new_dictionary(isolate, old);
  fresh->table = old->table;
  return announce(isolate, fresh);
}

Shape *shape_dictionary_remove(Isolate *isolate, Shape *shape, Key key) {
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  Shape *fresh = replace(isolate, shape);
  ShapeTableEntry *entry = shape_table_find(fresh->table, key);
  assert(entry);
  shape_table_remove(isolate, fresh->table, entry);
  fresh->count--;
  return fresh;
}

Shape *shape_dictionary_change(Isolate *isolate, Shape *shape, Key key,
                               u8 attributes) {
  ROOT(&isolate->heap, kept_key, (Value){key.bits});
  Shape *fresh = replace(isolate, shape);
  ShapeTableEntry *entry = shape_table_find(fresh->table, key);
  assert(entry);
  entry->attributes = attributes;
  return fresh;
}

Shape *shape_dictionary_restrict(Isolate *isolate, Shape *shape, u8 data,
                                 u8 accessor) {
  Shape *fresh = replace(isolate, shape);
  for (u32 i = 0; i < fresh->table->used; i++) {
    ShapeTableEntry *entry = &fresh->table->entries[i];
    if (!shape_entry_is_live(entry) || key_is_private(entry->key)) continue;
    bool has_accessor = entry->attributes & ATTRIBUTE_ACCESSOR;
    entry->attributes &= ~(u32)(has_accessor ? accessor : data);
  }
  return fresh;
}

/* ---- Listing ------------------------------------------------------------- */

typedef bool EachProperty(void *context, Key key, u32 offset, u8 attributes);

static bool each_in_table(ShapeTable *table, EachProperty *each,
                          void *context) {
  for (u32 i = 0; i < table->used; i++) {
    ShapeTableEntry *entry = &table->entries[i];
    if (shape_entry_is_live(entry) &&
        !each(context, entry->key, entry->offset, (u8)entry->attributes))
      return false;
  }
  return true;
}

/* The chain is walked from its end, and told from its beginning. */
void shape_each(Shape *shape, EachProperty *each, void *context) {
  Shape *chain[SHAPE_PROPERTIES_MAX + 8];
  u32 length = 0;
  Shape *at = shape;
  for (; at && !at->table && at->count; at = at->parent) {
    assert(length < ARRAY_COUNT(chain));
    chain[length++] = at;
  }
  if (at && at->table && !each_in_table(at->table, each, context)) return;
  while (length--)
    if (!each(context, chain[length]->key, chain[length]->offset,
              chain[length]->attributes))
      return;
}

typedef struct Wanted {
  u32 offset;
  bool found;
  Key *key;
  u8 *attributes;
} Wanted;

static bool match_offset(void *context, Key key, u32 offset, u8 attributes) {
  Wanted *wanted = context;
  if (offset != wanted->offset) return true;
  *wanted->key = key;
  *wanted->attributes = attributes;
  wanted->found = true;
  return false;
}

bool shape_key_at(Shape *shape, u32 offset, Key *key, u8 *attributes) {
  Wanted wanted = {offset, false, key, attributes};
  shape_each(shape, match_offset, &wanted);
  return wanted.found;
}

Shape *shape_root(Shape *shape) {
  while (shape->parent)
    shape = shape->parent;
  return shape;
}

/* What shape_peek looks for, and what it found. */
typedef struct Peek {
  Key key;
  ShapeProperty *out;
  bool found;
} Peek;

static bool peek_property(void *context, Key key, u32 offset, u8 attributes) {
  Peek *peek = context;
  if (!key_equals(key, peek->key)) return true;
  *peek->out = (ShapeProperty){offset, attributes};
  peek->found = true;
  return false;
}

bool shape_peek(Shape *shape, Key key, ShapeProperty *out) {
  Peek peek = {.key = key, .out = out};
  shape_each(shape, peek_property, &peek);
  return peek.found;
}
