/* table.h - two small hash tables: numbers to numbers, and texts to numbers.
 *
 * Open addressing with linear probing, at most two thirds full.
 */
#ifndef GLASSHEAP_GRAPH_TABLE_H
#define GLASSHEAP_GRAPH_TABLE_H

#include "base/base.h"

constexpr u32 TABLE_NONE = UINT32_MAX;

typedef struct NumberEntry {
  u64 key;
  u32 value; /* TABLE_NONE: no entry */
} NumberEntry;

/* Zeroed memory is an empty table. */
typedef struct NumberTable {
  NumberEntry *entries;
  u32 count, capacity;
} NumberTable;

/* number_table_at - the place of `key`'s value, which is TABLE_NONE when the
 * key is new; until the next call. */
u32 *number_table_at(NumberTable *table, u64 key);
/* number_table_get - its value, or TABLE_NONE. */
u32 number_table_get(const NumberTable *table, u64 key);
void number_table_free(NumberTable *table);

/* Each text once; they are numbered in the order of their coming. */
typedef struct TextTable {
  char **texts;
  u32 *slots; /* of texts, or TABLE_NONE */
  u32 count, capacity;
} TextTable;

/* text_table_intern - the number of the text, copied when it is new. */
u32 text_table_intern(TextTable *table, const char *text, size_t length);
void text_table_free(TextTable *table);

/* hash_bytes - eight bytes at a time; the same on every machine of one order
 * of bytes. */
u64 hash_bytes(const void *bytes, size_t length);

static inline u64 hash_number(u64 key) {
  key *= 0x9e37'79b9'7f4a'7c15;
  return key ^ key >> 32;
}

#endif
