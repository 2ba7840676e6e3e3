/* shape_set.c - the root Shapes that everybody shares, found by what they are:
 * empty ones by prototype and capacity, those of literals by their keys.
 *
 * Two hash sets of the isolate's own. They hold the Shapes weakly: a literal's
 * Shape is kept by the code block that makes it, an empty one by its objects.
 */
#include <stdlib.h>

#include "object/internal.h"

typedef struct ShapeSet ShapeSet;
typedef u32 HashShape(const Isolate *isolate, Shape *shape);
constexpr u32 FIRST_CAPACITY = 64;

/* ---- A hash set ---------------------------------------------------------- */

static u32 hash_more(u32 hash, u32 word) {
  hash = (hash ^ word) * 0x85EBCA6Bu;
  return hash ^ hash >> 15;
}

static void place(ShapeSet *set, Shape *shape, u32 hash) {
  u32 mask = set->capacity - 1, i = hash & mask;
  while (set->items[i])
    i = (i + 1) & mask;
  set->items[i] = shape;
  set->count++;
}

static void rebuild(const Isolate *isolate, ShapeSet *set, u32 capacity,
                    HashShape *hash) {
  ShapeSet old = *set;
  *set =
      (ShapeSet){base_allocate_zeroed(capacity * sizeof(Shape *)), 0, capacity};
  for (u32 i = 0; i < old.capacity; i++)
    if (old.items[i]) place(set, old.items[i], hash(isolate, old.items[i]));
  free(old.items);
}

static void insert(const Isolate *isolate, ShapeSet *set, Shape *shape,
                   HashShape *hash) {
  if (2 * (set->count + 1) > set->capacity)
    rebuild(isolate, set, set->capacity ? 2 * set->capacity : FIRST_CAPACITY,
            hash);
  place(set, shape, hash(isolate, shape));
}

static void sweep(Isolate *isolate, ShapeSet *set, HashShape *hash) {
  u32 died = 0;
  for (u32 i = 0; i < set->capacity; i++) {
    Shape *shape = set->items[i];
    if (!shape || heap_is_marked(&isolate->heap, &shape->cell)) continue;
    set->items[i] = NULL;
    died++;
  }
  if (died) rebuild(isolate, set, set->capacity, hash);
}

/* ---- Empty Shapes -------------------------------------------------------- */

typedef struct EmptyKey {
  Value prototype;
  u32 inline_capacity;
  u8 flags, variant;
} EmptyKey;

/* By the prototype's place in the region, which is the same in every run. */
static u32 hash_empty_key(const Isolate *isolate, const EmptyKey *key) {
  u32 place = value_is_object(key->prototype)
                  ? heap_compress(&isolate->heap, value_to_cell(key->prototype))
                  : 0;
  u32 hash = hash_more(place, key->inline_capacity);
  return hash_more(hash, (u32)key->flags << 8 | key->variant);
}

static EmptyKey empty_key(const Shape *shape) {
  return (EmptyKey){shape->prototype, shape->cell.info,
                    shape->cell.flags & SHAPE_LAZY, shape->variant};
}

static u32 hash_empty(const Isolate *isolate, Shape *shape) {
  EmptyKey key = empty_key(shape);
  return hash_empty_key(isolate, &key);
}

static bool is_empty_for(const Shape *shape, const EmptyKey *wanted) {
  EmptyKey key = empty_key(shape);
  return value_same_bits(key.prototype, wanted->prototype) &&
         key.inline_capacity == wanted->inline_capacity &&
         key.flags == wanted->flags && key.variant == wanted->variant;
}

static Shape *find_empty(const Isolate *isolate, const EmptyKey *key) {
  const ShapeSet *set = &isolate->empty_shapes;
  if (!set->capacity) return NULL;
  u32 mask = set->capacity - 1;
  for (u32 i = hash_empty_key(isolate, key) & mask; set->items[i];
       i = (i + 1) & mask)
    if (is_empty_for(set->items[i], key)) return set->items[i];
  return NULL;
}

Shape *shape_empty_variant(Isolate *isolate, Value prototype,
                           u32 inline_capacity, u8 flags, u8 variant) {
  EmptyKey key = {prototype, inline_capacity, flags, variant};
  Shape *shape = find_empty(isolate, &key);
  if (shape) return shape;
  shape =
      shape_new_variant(isolate, prototype, inline_capacity, flags, variant);
  insert(isolate, &isolate->empty_shapes, shape, hash_empty);
  return shape;
}

/* ---- Literal Shapes ------------------------------------------------------ */

static u32 hash_keys(const Key *keys, u32 count) {
  u32 hash = count;
  for (u32 i = 0; i < count; i++)
    hash = hash_more(hash, key_hash(keys[i]));
  return hash;
}

/* A literal Shape has nothing but its table or its one key. */
static Key literal_key(const Shape *shape, u32 index) {
  return shape->table ? shape->table->entries[index].key : shape->key;
}

static u32 hash_literal(const Isolate *isolate, Shape *shape) {
  u32 hash = shape->count;
  for (u32 i = 0; i < shape->count; i++)
    hash = hash_more(hash, key_hash(literal_key(shape, i)));
  return hash;
}

/* ... and belong to this realm: they inherit from Object.prototype. */
static bool has_keys(const Isolate *isolate, const Shape *shape,
                     const Key *keys, u32 count) {
  if (shape->count != count ||
      !value_same_bits(shape->prototype, isolate->plain_shape->prototype))
    return false;
  for (u32 i = 0; i < count; i++)
    if (!key_equals(literal_key(shape, i), keys[i])) return false;
  return true;
}

Shape *shape_for_literal(Isolate *isolate, const Key *keys, u32 count) {
  if (!count) return isolate->plain_shape;
  const ShapeSet *set = &isolate->literal_shapes;
  u32 mask = set->capacity - 1;
  if (set->capacity)
    for (u32 i = hash_keys(keys, count) & mask; set->items[i];
         i = (i + 1) & mask)
      if (has_keys(isolate, set->items[i], keys, count)) return set->items[i];
  isolate->heap.no_collect++; /* nobody else may know the keys yet */
  Shape *shape = shape_new_literal(isolate, keys, count);
  isolate->heap.no_collect--;
  insert(isolate, &isolate->literal_shapes, shape, hash_literal);
  return shape;
}

void shape_sets_sweep(Isolate *isolate) {
  sweep(isolate, &isolate->empty_shapes, hash_empty);
  sweep(isolate, &isolate->literal_shapes, hash_literal);
}
