/* shape_table.c - Shape tables: see shape.h for the layout. */
#include "object/shape_table.h"

constexpr u32 FIRST_LIMIT = 4;

static u32 *index_of(ShapeTable *table) {
  return (u32 *)(table->entries + table->limit);
}

static u32 round_limit(u32 limit) {
  u32 rounded = FIRST_LIMIT;
  while (rounded < limit)
    rounded *= 2;
  return rounded;
}

/* The index is twice as large as the entries: half full at most. */
size_t shape_table_bytes(u32 limit) {
  size_t rounded = round_limit(limit);
  return sizeof(ShapeTable) + rounded * sizeof(ShapeTableEntry) +
         2 * rounded * sizeof(u32);
}

ShapeTable *shape_table_new(Isolate *isolate, u32 limit) {
  size_t bytes = shape_table_bytes(limit);
  ShapeTable *table =
      (ShapeTable *)heap_allocate(&isolate->heap, KIND_SHAPE_TABLE, bytes);
  if (!table) return NULL;
  table->limit = round_limit(limit);
  table->capacity = 2 * table->limit;
  table->count = table->used = table->free = table->unused = 0;
  memset(index_of(table), 0, table->capacity * sizeof(u32));
  return table;
}

ShapeTableEntry *shape_table_find(ShapeTable *table, Key key) {
  u32 *index = index_of(table);
  u32 mask = table->capacity - 1;
  for (u32 i = key_hash(key) & mask; index[i]; i = (i + 1) & mask) {
    ShapeTableEntry *entry = &table->entries[index[i] - 1];
    if (key_equals(entry->key, key)) return entry;
  }
  return NULL;
}

void shape_table_append(Isolate *isolate, ShapeTable *table, Key key,
                        u32 offset, u32 attributes) {
  assert(table->used < table->limit && !shape_table_find(table, key));
  ShapeTableEntry *entry = &table->entries[table->used++];
  cell_write_new(&isolate->heap, table, (Value *)&entry->key,
                 (Value){key.bits});
  entry->offset = offset;
  entry->attributes = attributes;
  u32 *index = index_of(table);
  u32 mask = table->capacity - 1;
  u32 i = key_hash(key) & mask;
  while (index[i])
    i = (i + 1) & mask;
  index[i] = table->used;
  table->count++;
}

/* ---- Growing ------------------------------------------------------------- */

static u32 count_free(const ShapeTable *table) {
  u32 count = 0;
  for (u32 i = table->free; i; i = table->entries[i - 1].attributes)
    count++;
  return count;
}

/* Entries that a new table must hold: the live ones, those of free slots, and
 * one more. */
static u32 wanted_limit(const ShapeTable *table) {
  u32 kept = table->count + count_free(table) + 1;
  return kept + kept / 2;
}

size_t shape_table_grown_bytes(const ShapeTable *table) {
  return table->used < table->limit ? 0
                                    : shape_table_bytes(wanted_limit(table));
}

/* A deleted entry that only remembers a free slot; not in the index. */
static void add_free(ShapeTable *table, u32 offset) {
  ShapeTableEntry *entry = &table->entries[table->used++];
  *entry = (ShapeTableEntry){{SHAPE_KEY_DELETED}, offset, table->free};
  table->free = table->used;
}

ShapeTable *shape_table_grown(Isolate *isolate, ShapeTable *table) {
  if (table->used < table->limit) return table;
  ShapeTable *grown = shape_table_new(isolate, wanted_limit(table));
  if (!grown) return NULL;
  for (u32 i = table->free; i; i = table->entries[i - 1].attributes)
    add_free(grown, table->entries[i - 1].offset);
  for (u32 i = 0; i < table->used; i++) {
    ShapeTableEntry *entry = &table->entries[i];
    if (shape_entry_is_live(entry))
      shape_table_append(isolate, grown, entry->key, entry->offset,
                         entry->attributes);
  }
  return grown;
}

/* ---- Removing ------------------------------------------------------------ */

void shape_table_remove(Isolate *isolate, ShapeTable *table,
                        ShapeTableEntry *entry) {
  assert(shape_entry_is_live(entry));
  cell_forget(&isolate->heap, table, (Value){entry->key.bits});
  entry->key.bits = SHAPE_KEY_DELETED;
  entry->attributes = table->free;
  table->free = (u32)(entry - table->entries) + 1;
  table->count--;
}

bool shape_table_take_slot(ShapeTable *table, u32 *offset) {
  if (!table->free) return false;
  ShapeTableEntry *entry = &table->entries[table->free - 1];
  *offset = entry->offset;
  table->free = entry->attributes;
  entry->attributes = 0;
  return true;
}

/* ---- From a chain -------------------------------------------------------- */

typedef struct Filling {
  Isolate *isolate;
  ShapeTable *table;
} Filling;

static bool fill(void *context, Key key, u32 offset, u8 attributes) {
  Filling *filling = context;
  shape_table_append(filling->isolate, filling->table, key, offset, attributes);
  return true;
}

ShapeTable *shape_table_of(Isolate *isolate, Shape *shape, u32 more) {
  ROOT_CELL(&isolate->heap, Shape, kept, shape);
  ShapeTable *table = shape_table_new(isolate, kept->count + more);
  if (!table) return NULL;
  shape_each(kept, fill, &(Filling){isolate, table});
  if (!kept->table) return table;
  for (u32 i = kept->table->free; i; i = kept->table->entries[i - 1].attributes)
    if (table->used < table->limit)
      add_free(table, kept->table->entries[i - 1].offset);
  return table;
}
