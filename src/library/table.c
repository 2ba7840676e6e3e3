/* table.c - the insertion-ordered hash table of Map, Set and their weak
 * relatives.
 *
 * Entries are appended; a bucket is a chain through the entries. A deleted
 * entry leaves its chain at once and keeps its place until the Table is made
 * anew: when it is full (larger, unless deleted entries make up half of it) or
 * nearly empty (smaller).
 */
#include "library/collection.h"
#include "library/support.h"
#include "object/bigint.h"

constexpr u32 TABLE_MIN_CAPACITY = 4;
constexpr u32 TABLE_MAX_CAPACITY = 1u << 26;

/* ---- Layout ------------------------------------------------------------- */

static size_t table_bytes(u32 capacity) {
  return sizeof(Table) + (size_t)capacity * (sizeof(TableEntry) + sizeof(u32));
}

static u32 *table_buckets(Table *table) {
  return (u32 *)&table->entries[table->capacity];
}

Table *table_new(VM *vm, u32 capacity, u8 flags) {
  u32 rounded = TABLE_MIN_CAPACITY;
  while (rounded < capacity)
    rounded *= 2;
  size_t bytes = table_bytes(rounded);
  Heap *heap = &vm->isolate.heap;
  if (rounded > TABLE_MAX_CAPACITY) return NULL;
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(heap, bytes)) return NULL;
  Table *table = (Table *)heap_allocate(heap, KIND_TABLE, bytes);
  if (!table) return NULL;
  table->cell.flags = flags;
  table->capacity = table->buckets = rounded;
  table->used = table->count = 0;
  table->successor = NULL;
  memset(table_buckets(table), 0, rounded * sizeof(u32));
  return table;
}

/* ---- Keys --------------------------------------------------------------- */

bool table_key(VM *vm, Value *key) {
  if (value_is_double(*key)) {
    double number = value_to_double(*key);
    *key = value_from_number(number == 0 ? 0 : number);
  } else if (value_is_kind(*key, KIND_ROPE)) {
    String *flat = string_flatten(&vm->isolate, *key);
    if (!flat) return vm_throw_memory(vm);
    *key = value_from_cell(flat);
  }
  return true;
}

/* Addresses and numbers differ in few bits: all of them must matter. */
static u32 hash_bits(u64 bits) {
  bits *= 0x9E37'79B9'7F4A'7C15;
  return (u32)(bits >> 32);
}

static u32 key_hash_value(VM *vm, Value key) {
  if (value_is_kind(key, KIND_STRING))
    return string_hash((String *)value_to_cell(key));
  if (value_is_bigint(key)) return bigint_hash(value_to_bigint(key));
  if (value_is_cell(key))
    return hash_bits(heap_offset(&vm->isolate.heap, value_to_cell(key)));
  return hash_bits(key.bits);
}

static bool same_key(Value a, Value b) {
  if (value_same_bits(a, b)) return true;
  if (value_is_bigint(a) && value_is_bigint(b))
    return bigint_equals(value_to_bigint(a), value_to_bigint(b));
  if (!value_is_kind(a, KIND_STRING) || !value_is_kind(b, KIND_STRING))
    return false;
  return string_equals((String *)value_to_cell(a), (String *)value_to_cell(b));
}

/* ---- Entries ------------------------------------------------------------ */

static TableEntry *find_hashed(Table *table, Value key, u32 hash) {
  u32 next = table_buckets(table)[hash & (table->buckets - 1)];
  while (next) {
    TableEntry *entry = &table->entries[next - 1];
    if (entry->hash == hash && same_key(entry->key, key)) return entry;
    next = entry->next;
  }
  return NULL;
}

TableEntry *table_find(VM *vm, Table *table, Value key) {
  if (!table->count) return NULL;
  return find_hashed(table, key, key_hash_value(vm, key));
}

static void append_entry(VM *vm, Table *table, Value key, Value value,
                         u32 hash) {
  assert(table->used < table->capacity);
  Heap *heap = &vm->isolate.heap;
  TableEntry *entry = &table->entries[table->used++];
  u32 *bucket = &table_buckets(table)[hash & (table->buckets - 1)];
  if (table->cell.flags & TABLE_WEAK) {
    entry->key = key;
    cell_note_weak(heap, table);
  } else {
    cell_write_new(heap, table, &entry->key, key);
  }
  cell_write_new(heap, table, &entry->value, value);
  entry->hash = hash;
  entry->next = *bucket;
  *bucket = table->used;
  table->count++;
}

/* Takes an entry out of its chain and leaves the mark of a deleted one. */
static void remove_entry(Heap *heap, Table *table, TableEntry *entry) {
  u32 number = (u32)(entry - table->entries) + 1;
  u32 *link = &table_buckets(table)[entry->hash & (table->buckets - 1)];
  while (*link != number) {
    assert(*link);
    link = &table->entries[*link - 1].next;
  }
  *link = entry->next;
  if (table->cell.flags & TABLE_WEAK)
    entry->key = VALUE_HOLE;
  else
    cell_write(heap, table, &entry->key, VALUE_HOLE);
  cell_write(heap, table, &entry->value, VALUE_UNDEFINED);
  table->count--;
}

/* ---- Growing and moving on ---------------------------------------------- */

/* Leaves of an outgrown table only what iterators ask: which places were
 * deleted before the move. It must not keep keys and values alive. */
static void retire_table(Heap *heap, Table *table, Table *successor) {
  cell_begin_writes(heap, table);
  for (u32 i = 0; i < table->used; i++) {
    TableEntry *entry = &table->entries[i];
    if (!value_is_hole(entry->key)) entry->key = VALUE_UNDEFINED;
    entry->value = VALUE_UNDEFINED;
  }
  table->successor = successor;
  cell_end_writes(heap, table);
}

static bool move_entries(VM *vm, KeyedCollection *collection, u32 capacity) {
  KEEP_CELL(vm, Table, old, collection->table);
  Table *table = table_new(vm, capacity, old->cell.flags & TABLE_WEAK);
  if (!table) return false;
  for (u32 i = 0; i < old->used; i++) {
    TableEntry *entry = &old->entries[i];
    if (!value_is_hole(entry->key))
      append_entry(vm, table, entry->key, entry->value, entry->hash);
  }
  Heap *heap = &vm->isolate.heap;
  retire_table(heap, old, table);
  cell_write_pointer(heap, collection, collection->table, table);
  return true;
}

static bool make_room(VM *vm, KeyedCollection *collection) {
  Table *table = collection->table;
  if (likely(table->used < table->capacity)) return true;
  bool half_deleted = table->count <= table->capacity / 2;
  u32 capacity = half_deleted ? table->capacity : 2 * table->capacity;
  return move_entries(vm, collection, capacity) || vm_throw_memory(vm);
}

/* The place in the successor of position `position` in `table`. */
static u32 moved_position(const Table *table, u32 position) {
  if (table->cell.flags & TABLE_CLEARED) return 0;
  u32 moved = position;
  for (u32 i = 0; i < position; i++)
    if (value_is_hole(table->entries[i].key)) moved--;
  return moved;
}

TableEntry *table_next(Table **table, u32 *position) {
  while ((*table)->successor) {
    *position = moved_position(*table, *position);
    *table = (*table)->successor;
  }
  while (*position < (*table)->used) {
    TableEntry *entry = &(*table)->entries[(*position)++];
    if (!value_is_hole(entry->key)) return entry;
  }
  return NULL;
}

/* ---- Entries of collections --------------------------------------------- */

bool collection_has(VM *vm, KeyedCollection *collection, Value key) {
  return table_find(vm, collection->table, key) != NULL;
}

bool collection_set(VM *vm, KeyedCollection *collection, Value key,
                    Value value) {
  u32 hash = key_hash_value(vm, key);
  TableEntry *entry = find_hashed(collection->table, key, hash);
  if (entry) {
    cell_write(&vm->isolate.heap, collection->table, &entry->value, value);
    return true;
  }
  KEEP_CELL(vm, KeyedCollection, owner, collection);
  KEEP(vm, kept_key, key);
  KEEP(vm, kept_value, value);
  if (!make_room(vm, owner)) return false;
  append_entry(vm, owner->table, kept_key, kept_value, hash);
  return true;
}

/* Shrinking is a kindness: without memory for it the table stays as it is. */
static void shrink(VM *vm, KeyedCollection *collection) {
  Table *table = collection->table;
  if (table->capacity <= 4 * TABLE_MIN_CAPACITY) return;
  if (table->count < table->capacity / 4)
    move_entries(vm, collection, table->capacity / 2);
}

bool collection_delete(VM *vm, KeyedCollection *collection, Value key) {
  TableEntry *entry = table_find(vm, collection->table, key);
  if (!entry) return false;
  remove_entry(&vm->isolate.heap, collection->table, entry);
  shrink(vm, collection);
  return true;
}

bool collection_clear(VM *vm, KeyedCollection *collection) {
  if (!collection->table->used) return true;
  u8 flags = collection->table->cell.flags & TABLE_WEAK;
  Table *table = table_new(vm, 0, flags);
  if (!table) return vm_throw_memory(vm);
  Heap *heap = &vm->isolate.heap;
  retire_table(heap, collection->table, table);
  collection->table->cell.flags |= TABLE_CLEARED;
  cell_write_pointer(heap, collection, collection->table, table);
  return true;
}

KeyedCollection *collection_new(VM *vm, Value new_target, CellKind kind,
                                Intrinsic prototype) {
  bool is_weak = kind == KIND_WEAK_MAP || kind == KIND_WEAK_SET;
  KEEP_CELL(vm, Table, table, table_new(vm, 0, is_weak ? TABLE_WEAK : 0));
  Call call = {.new_target = new_target};
  KeyedCollection *collection = (KeyedCollection *)library_new_from(
      vm, &call, prototype, kind, sizeof(KeyedCollection));
  if (collection) collection->table = table;
  return collection;
}

/* ---- What the collector asks -------------------------------------------- */

/* A key of a weak table is an CELL_EDGE_WEAK. Its value is shown as an entry
 * like any other, but marking must wait for the key: see table_each_ephemeron.
 */
DEFINE_VISIT(table, Table) {
  bool is_weak = self->cell.flags & TABLE_WEAK;
  if (is_weak) heap_note_weak(edge, context, &self->cell);
  EDGE(INTERNAL, 0, "successor", self->successor);
  EDGE_EACH(i, self->used) {
    TableEntry *entry = &self->entries[i];
    if (is_weak)
      EDGE_VALUE(WEAK, i, "key", entry->key);
    else
      EDGE_VALUE(ENTRY, i, "key", entry->key);
    if (!is_weak || !heap_edge_marks(edge))
      EDGE_VALUE(ENTRY, i, "value", entry->value);
  }
}

static void table_each_ephemeron(Cell *cell, EphemeronFunction *each,
                                 void *context) {
  const Table *table = (const Table *)cell;
  for (u32 i = 0; i < table->used; i++) {
    const TableEntry *entry = &table->entries[i];
    if (!value_is_cell(entry->key) || !value_is_cell(entry->value)) continue;
    each(context, (Ephemeron){.table = cell,
                              .name = {CELL_EDGE_ENTRY, i, "value"},
                              .key = value_to_cell(entry->key),
                              .value = value_to_cell(entry->value)});
  }
}

static void table_clear_weak(Heap *heap, Cell *cell) {
  Table *table = (Table *)cell;
  for (u32 i = 0; i < table->used; i++) {
    TableEntry *entry = &table->entries[i];
    if (value_is_cell(entry->key) &&
        !heap_is_marked(heap, value_to_cell(entry->key)))
      remove_entry(heap, table, entry);
  }
}

void table_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_TABLE,
                 (CellClass){.name = "hash table",
                             .visit = table_visit,
                             .mark = table_mark,
                             .clear_weak = table_clear_weak,
                             .each_ephemeron = table_each_ephemeron});
}
