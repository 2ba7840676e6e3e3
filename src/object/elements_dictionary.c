/* elements_dictionary.c - indexed items far apart, or with attributes of their
 * own: a hash table by index with open addressing.
 */
#include <stdlib.h>

#include "object/isolate.h"

constexpr u32 FIRST_CAPACITY = 8;

static u32 hash_index(u32 index) {
  u32 hash = index * 0x9E3779B1u;
  return hash ^ hash >> 15;
}

DictionaryEntry *dictionary_find(Dictionary *dictionary, u32 index) {
  u32 mask = dictionary->capacity - 1;
  for (u32 i = hash_index(index) & mask;; i = (i + 1) & mask) {
    DictionaryEntry *entry = &dictionary->entries[i];
    if (entry->attributes == ENTRY_EMPTY) return NULL;
    if (entry->index == index && dictionary_entry_is_live(entry)) return entry;
  }
}

/* ---- Entries that are variables ------------------------------------------ */

static Value *variable_of(const DictionaryEntry *entry) {
  Environment *environment = (Environment *)value_to_cell(entry->value);
  return &environment->slots[entry->attributes >> ENTRY_SLOT_SHIFT];
}

Value dictionary_entry_value(const DictionaryEntry *entry) {
  return entry->attributes & ENTRY_VARIABLE ? *variable_of(entry)
                                            : entry->value;
}

void dictionary_entry_set_value(Isolate *isolate, Dictionary *dictionary,
                                DictionaryEntry *entry, Value value) {
  if (entry->attributes & ENTRY_VARIABLE)
    cell_write(&isolate->heap, value_to_cell(entry->value), variable_of(entry),
               value);
  else
    cell_write(&isolate->heap, dictionary, &entry->value, value);
}

/* New attributes and value. A variable gets the value too, and remains one as
 * long as it can be written to. */
static void redefine(Isolate *isolate, Dictionary *dictionary,
                     DictionaryEntry *entry, Value value, u8 attributes) {
  u32 kept = entry->attributes & ~(u32)UINT8_MAX;
  if (!(attributes & ATTRIBUTE_ACCESSOR))
    dictionary_entry_set_value(isolate, dictionary, entry, value);
  if (attributes & ATTRIBUTE_WRITABLE) {
    entry->attributes = kept | attributes;
    return;
  }
  entry->attributes = attributes;
  cell_write(&isolate->heap, dictionary, &entry->value, value);
}

/* ---- Making and growing -------------------------------------------------- */

static u32 capacity_for(u32 count) {
  u32 capacity = FIRST_CAPACITY;
  while (capacity < 2 * (u64)count && capacity < 1u << 31)
    capacity *= 2;
  return capacity;
}

static size_t bytes_for(u32 capacity) {
  return sizeof(Dictionary) + (size_t)capacity * sizeof(DictionaryEntry);
}

static Dictionary *dictionary_new(Isolate *isolate, u32 capacity) {
  Dictionary *dictionary = (Dictionary *)heap_allocate(
      &isolate->heap, KIND_DICTIONARY, bytes_for(capacity));
  if (!dictionary) return NULL;
  dictionary->capacity = capacity;
  dictionary->length = dictionary->count = dictionary->used = 0;
  for (u32 i = 0; i < capacity; i++)
    dictionary->entries[i] = (DictionaryEntry){0, ENTRY_EMPTY, VALUE_UNDEFINED};
  return dictionary;
}

/* The index is not there, and there is room. */
static void insert(Isolate *isolate, Dictionary *dictionary, u32 index,
                   Value value, u32 attributes) {
  u32 mask = dictionary->capacity - 1;
  u32 i = hash_index(index) & mask;
  while (dictionary_entry_is_live(&dictionary->entries[i]))
    i = (i + 1) & mask;
  DictionaryEntry *entry = &dictionary->entries[i];
  if (entry->attributes == ENTRY_EMPTY) dictionary->used++;
  dictionary->count++;
  entry->index = index;
  entry->attributes = attributes;
  cell_write(&isolate->heap, dictionary, &entry->value, value);
}

/* Copies everything to a table for `count` items and installs it; the object
 * is rooted. False: no memory. */
static bool rebuild(Isolate *isolate, Object *object, u32 count) {
  u32 capacity = capacity_for(count);
  size_t bytes = bytes_for(capacity);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return false;
  Dictionary *fresh = dictionary_new(isolate, capacity);
  if (!fresh) return false;
  Dictionary *old = (Dictionary *)object->elements;
  for (u32 i = 0; i < old->capacity; i++) {
    DictionaryEntry *entry = &old->entries[i];
    if (dictionary_entry_is_live(entry))
      insert(isolate, fresh, entry->index, entry->value, entry->attributes);
  }
  cell_write_pointer(&isolate->heap, object, object->elements,
                     (Elements *)fresh);
  return true;
}

bool dictionary_is_full(const Dictionary *dictionary) {
  return 4 * ((u64)dictionary->used + 1) > 3 * (u64)dictionary->capacity;
}

u32 dictionary_dense_end(const Dictionary *dictionary) {
  u32 end = 0;
  for (u32 i = 0; i < dictionary->capacity; i++) {
    const DictionaryEntry *entry = &dictionary->entries[i];
    if (!dictionary_entry_is_live(entry)) continue;
    if (entry->attributes != ATTRIBUTES_DEFAULT) return 0;
    if (entry->index >= end) end = entry->index + 1;
  }
  return end;
}

/* The index is not there; three quarters are used at most. */
static bool add(Isolate *isolate, Object *object, u32 index, Value value,
                u32 attributes) {
  Dictionary *dictionary = (Dictionary *)object->elements;
  if (dictionary_is_full(dictionary)) {
    ROOT_CELL(&isolate->heap, Object, kept, object);
    ROOT(&isolate->heap, kept_value, value);
    if (!rebuild(isolate, kept, dictionary->count + 1)) return false;
    dictionary = (Dictionary *)kept->elements;
  }
  insert(isolate, dictionary, index, value, attributes);
  return true;
}

bool dictionary_put(Isolate *isolate, Object *object, u32 index, Value value,
                    u8 attributes) {
  Dictionary *dictionary = (Dictionary *)object->elements;
  DictionaryEntry *entry = dictionary_find(dictionary, index);
  if (!entry) return add(isolate, object, index, value, attributes);
  redefine(isolate, dictionary, entry, value, attributes);
  return true;
}

bool dictionary_put_variable(Isolate *isolate, Object *object, u32 index,
                             Environment *environment, u32 slot) {
  assert(slot <= UINT16_MAX);
  u32 attributes =
      ATTRIBUTES_DEFAULT | ENTRY_VARIABLE | slot << ENTRY_SLOT_SHIFT;
  return add(isolate, object, index, value_from_cell(environment), attributes);
}

/* Beyond the heap limit when it must be: there is no way to refuse, and the
 * interpreter hears of it at its next check. */
void elements_to_dictionary(Isolate *isolate, Object *object) {
  if (object_has_dictionary(object)) return;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  Dictionary *dictionary =
      dictionary_new(isolate, capacity_for(kept->elements->length + 1));
  bool frozen = kept->cell.flags & OBJECT_FROZEN_ELEMENTS;
  Elements *elements = kept->elements;
  for (u32 i = 0; i < elements->length; i++)
    if (!value_is_hole(elements->values[i]))
      insert(isolate, dictionary, i, elements->values[i],
             frozen ? ATTRIBUTE_ENUMERABLE : ATTRIBUTES_DEFAULT);
  kept->cell.flags &= (u8)~OBJECT_FROZEN_ELEMENTS;
  cell_write_pointer(&isolate->heap, kept, kept->elements,
                     (Elements *)dictionary);
}

/* ---- Removing ------------------------------------------------------------ */

static void remove_entry(Isolate *isolate, Dictionary *dictionary,
                         DictionaryEntry *entry) {
  entry->attributes = ENTRY_DELETED;
  cell_write(&isolate->heap, dictionary, &entry->value, VALUE_UNDEFINED);
  dictionary->count--;
}

void dictionary_remove(Isolate *isolate, Dictionary *dictionary, u32 index) {
  DictionaryEntry *entry = dictionary_find(dictionary, index);
  if (entry) remove_entry(isolate, dictionary, entry);
}

/* The last item that cannot be removed decides. */
u32 dictionary_truncate(Isolate *isolate, Dictionary *dictionary, u32 length) {
  for (u32 i = 0; i < dictionary->capacity; i++) {
    const DictionaryEntry *entry = &dictionary->entries[i];
    if (dictionary_entry_is_live(entry) &&
        !(entry->attributes & ATTRIBUTE_CONFIGURABLE) && entry->index >= length)
      length = entry->index + 1;
  }
  for (u32 i = 0; i < dictionary->capacity; i++) {
    DictionaryEntry *entry = &dictionary->entries[i];
    if (dictionary_entry_is_live(entry) && entry->index >= length)
      remove_entry(isolate, dictionary, entry);
  }
  return length;
}

void elements_restrict(Isolate *isolate, Object *object, bool freeze) {
  if (!object_has_dictionary(object)) {
    if (!object->elements->length) return;
    if (freeze) {
      object->cell.flags |= OBJECT_FROZEN_ELEMENTS;
      return;
    }
    if (object->cell.flags & OBJECT_FROZEN_ELEMENTS) return;
    elements_to_dictionary(isolate, object);
  }
  Dictionary *dictionary = (Dictionary *)object->elements;
  for (u32 i = 0; i < dictionary->capacity; i++) {
    DictionaryEntry *entry = &dictionary->entries[i];
    if (!dictionary_entry_is_live(entry)) continue;
    entry->attributes &= ~(u32)ATTRIBUTE_CONFIGURABLE;
    u8 attributes = (u8)(entry->attributes & ~(u32)ATTRIBUTE_WRITABLE);
    if (freeze && !(attributes & ATTRIBUTE_ACCESSOR))
      redefine(isolate, dictionary, entry, dictionary_entry_value(entry),
               attributes);
  }
}

/* ---- Listing ------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b) {
  u32 left = key_index(*(const Key *)a), right = key_index(*(const Key *)b);
  return (left > right) - (left < right);
}

void dictionary_append_keys(Dictionary *dictionary, KeyList *keys) {
  u32 start = keys->count;
  vector_reserve(keys, dictionary->count);
  for (u32 i = 0; i < dictionary->capacity; i++)
    if (dictionary_entry_is_live(&dictionary->entries[i]))
      vector_push(keys, key_from_index(dictionary->entries[i].index));
  if (keys->count > start)
    qsort(keys->items + start, keys->count - start, sizeof(Key), compare_keys);
}
