/* table.c - hash tables of numbers and of texts. */
#define _GNU_SOURCE
#include "graph/table.h"

#include <stdlib.h>

static u64 mix(u64 hash, u64 word) {
  hash = (hash ^ word) * 0x9e37'79b9'7f4a'7c15;
  return hash ^ hash >> 29;
}

u64 hash_bytes(const void *bytes, size_t length) {
  const u8 *at = bytes;
  u64 hash = length, word;
  for (; length >= sizeof word; at += sizeof word, length -= sizeof word) {
    memcpy(&word, at, sizeof word);
    hash = mix(hash, word);
  }
  word = 0;
  if (length) memcpy(&word, at, length);
  return hash_number(mix(hash, word));
}

/* ---- Numbers
 * ----------------------------------------------------------------- */

static NumberEntry *find_number(const NumberTable *table, u64 key) {
  u32 mask = table->capacity - 1;
  for (u32 i = (u32)hash_number(key) & mask;; i = (i + 1) & mask) {
    NumberEntry *entry = &table->entries[i];
    if (entry->value == TABLE_NONE || entry->key == key) return entry;
  }
}

static void grow_numbers(NumberTable *table) {
  NumberTable old = *table;
  table->capacity = old.capacity ? 2 * old.capacity : 64;
  table->entries = base_allocate(table->capacity * sizeof *table->entries);
  for (u32 i = 0; i < table->capacity; i++)
    table->entries[i].value = TABLE_NONE;
  for (u32 i = 0; i < old.capacity; i++)
    if (old.entries[i].value != TABLE_NONE)
      *find_number(table, old.entries[i].key) = old.entries[i];
  free(old.entries);
}

/* A place that was handed out but never given a value stays free, and is
 * counted all the same: the table only grows a little earlier. */
u32 *number_table_at(NumberTable *table, u64 key) {
  if (3 * (u64)table->count >= 2 * (u64)table->capacity) grow_numbers(table);
  NumberEntry *entry = find_number(table, key);
  if (entry->value == TABLE_NONE) {
    entry->key = key;
    table->count++;
  }
  return &entry->value;
}

u32 number_table_get(const NumberTable *table, u64 key) {
  return table->capacity ? find_number(table, key)->value : TABLE_NONE;
}

void number_table_free(NumberTable *table) {
  free(table->entries);
  *table = (NumberTable){};
}

/* ---- Texts
 * -------------------------------------------------------------------- */

static u32 *find_text(const TextTable *table, const char *text, size_t length) {
  u32 mask = table->capacity - 1;
  for (u32 i = (u32)hash_bytes(text, length) & mask;; i = (i + 1) & mask) {
    u32 *slot = &table->slots[i];
    if (*slot == TABLE_NONE) return slot;
    const char *other = table->texts[*slot];
    if (!strncmp(other, text, length) && !other[length]) return slot;
  }
}

static void grow_texts(TextTable *table) {
  table->capacity = table->capacity ? 2 * table->capacity : 64;
  table->slots =
      base_reallocate(table->slots, table->capacity * sizeof *table->slots);
  table->texts =
      base_reallocate(table->texts, table->capacity * sizeof *table->texts);
  for (u32 i = 0; i < table->capacity; i++)
    table->slots[i] = TABLE_NONE;
  for (u32 i = 0; i < table->count; i++)
    *find_text(table, table->texts[i], strlen(table->texts[i])) = i;
}

u32 text_table_intern(TextTable *table, const char *text, size_t length) {
  length = strnlen(text, length);
  if (3 * (u64)table->count >= 2 * (u64)table->capacity) grow_texts(table);
  u32 *slot = find_text(table, text, length);
  if (*slot != TABLE_NONE) return *slot;
  char *copy = base_allocate(length + 1);
  memcpy(copy, text, length);
  copy[length] = 0;
  table->texts[table->count] = copy;
  return *slot = table->count++;
}

void text_table_free(TextTable *table) {
  for (u32 i = 0; i < table->count; i++)
    free(table->texts[i]);
  free(table->texts);
  free(table->slots);
  *table = (TextTable){};
}
