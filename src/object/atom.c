/* atom.c - interning: one atom for each text that is a property key.
 *
 * The table is a hash set with open addressing outside the heap. It does not
 * keep its atoms alive: after each marking those that nothing else refers to
 * are taken out. A collection of the young frees none that were there before it
 * began: there may be hundreds of thousands, and they are not looked at.
 */
#include <stdlib.h>

#include "object/internal.h"

typedef struct AtomTable AtomTable;
constexpr u32 FIRST_CAPACITY = 2048;

/* Marks the place of an atom that died, so that searches go on past it. */
#define GONE ((String *)1)

/* What is looked for: a string, or Latin-1 bytes that are not one yet. */
typedef struct Wanted {
  const String *string;
  const u8 *bytes;
  u32 length, hash;
} Wanted;

static bool is_wanted(const String *atom, const Wanted *wanted) {
  if (atom->hash != wanted->hash || atom->length != wanted->length)
    return false;
  if (wanted->string) return string_equals(atom, wanted->string);
  return string_is_latin1(atom) &&
         !memcmp(atom->latin1, wanted->bytes, wanted->length);
}

static String *find(const AtomTable *table, const Wanted *wanted) {
  if (!table->capacity) return NULL;
  u32 mask = table->capacity - 1;
  for (u32 i = wanted->hash & mask; table->items[i]; i = (i + 1) & mask) {
    String *atom = table->items[i];
    if (atom != GONE && is_wanted(atom, wanted)) return atom;
  }
  return NULL;
}

static void place(AtomTable *table, String *atom) {
  u32 mask = table->capacity - 1;
  u32 i = atom->hash & mask;
  while (table->items[i])
    i = (i + 1) & mask;
  table->items[i] = atom;
  table->count++;
  table->used++;
}

static void rebuild(AtomTable *table, u32 capacity) {
  String **items = table->items;
  u32 before = table->capacity;
  table->items = base_allocate_zeroed(capacity * sizeof(String *));
  table->capacity = capacity;
  table->count = table->used = 0;
  for (u32 i = 0; i < before; i++)
    if (items[i] && items[i] != GONE) place(table, items[i]);
  free(items);
}

static void make_room(AtomTable *table) {
  if (!table->capacity)
    rebuild(table, FIRST_CAPACITY);
  else if (2 * (table->used + 1) > table->capacity)
    rebuild(table, 4 * table->count > table->capacity ? 2 * table->capacity
                                                      : table->capacity);
}

String *string_intern(Isolate *isolate, String *string) {
  if (string->cell.flags & STRING_ATOM) return string;
  Wanted wanted = {string, NULL, string->length, string_hash(string)};
  String *atom = find(&isolate->atom_table, &wanted);
  if (atom) return atom;
  make_room(&isolate->atom_table);
  string->cell.flags |= STRING_ATOM;
  vector_push(&isolate->atom_table.fresh, string);
  place(&isolate->atom_table, string);
  return string;
}

static bool is_ascii(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if ((u8)text[i] >= 0x80) return false;
  return true;
}

String *string_intern_text(Isolate *isolate, const char *text, size_t length) {
  if (is_ascii(text, length)) {
    const u8 *bytes = (const u8 *)text;
    Wanted wanted = {NULL, bytes, (u32)length,
                     string_hash_latin1(bytes, (u32)length)};
    String *atom = find(&isolate->atom_table, &wanted);
    if (atom) return atom;
  }
  String *string = string_from_text(isolate, text, length);
  return string ? string_intern(isolate, string) : NULL;
}

String *string_intern_c(Isolate *isolate, const char *text) {
  return string_intern_text(isolate, text, strlen(text));
}

static void take_out(AtomTable *table, u32 i) {
  table->items[i] = GONE;
  table->count--;
}

static void sweep_fresh(AtomTable *table, const Heap *heap) {
  u32 mask = table->capacity - 1;
  for (u32 k = 0; k < table->fresh.count; k++) {
    const String *atom = table->fresh.items[k];
    if (heap_is_marked(heap, &atom->cell)) continue;
    u32 i = atom->hash & mask;
    while (table->items[i] != atom)
      i = (i + 1) & mask;
    take_out(table, i);
  }
}

static void sweep_all(AtomTable *table, const Heap *heap) {
  for (u32 i = 0; i < table->capacity; i++) {
    String *atom = table->items[i];
    if (atom && atom != GONE && !heap_is_marked(heap, &atom->cell))
      take_out(table, i);
  }
}

void atom_table_sweep(Isolate *isolate) {
  AtomTable *table = &isolate->atom_table;
  const Heap *heap = &isolate->heap;
  if (heap->mark.is_young)
    sweep_fresh(table, heap);
  else
    sweep_all(table, heap);
  table->fresh.count = 0;
}
