/* key.h - property keys: an atom, a symbol, or an array index.
 *
 * Canonical array indices ("0" to "4294967294") are always index keys, all
 * other strings are atoms: so a key's 64 bits are its identity.
 */
#ifndef GLASSHEAP_OBJECT_KEY_H
#define GLASSHEAP_OBJECT_KEY_H

#include "object/string.h"

typedef struct Key {
  u64 bits; /* a cell, or the number tag and a u32 */
} Key;

ALWAYS_INLINE Key key_from_index(u32 index) {
  return (Key){VALUE_NUMBER_TAG | index};
}
ALWAYS_INLINE Key key_from_atom(const String *atom) {
  assert(atom->cell.flags & STRING_ATOM);
  return (Key){(u64)(uintptr_t)atom};
}
ALWAYS_INLINE Key key_from_symbol(const Symbol *symbol) {
  return (Key){(u64)(uintptr_t)symbol};
}
ALWAYS_INLINE bool key_is_index(Key key) {
  return key.bits >= VALUE_NUMBER_TAG;
}
ALWAYS_INLINE u32 key_index(Key key) {
  return (u32)key.bits;
}
ALWAYS_INLINE Cell *key_cell(Key key) {
  return (Cell *)(uintptr_t)key.bits;
}
ALWAYS_INLINE bool key_is_symbol(Key key) {
  return !key_is_index(key) && key_cell(key)->kind == KIND_SYMBOL;
}
ALWAYS_INLINE bool key_is_private(Key key) {
  return key_is_symbol(key) && key_cell(key)->flags & SYMBOL_PRIVATE;
}
ALWAYS_INLINE bool key_equals(Key a, Key b) {
  return a.bits == b.bits;
}
ALWAYS_INLINE u32 key_hash(Key key) {
  if (key_is_index(key)) return key_index(key) * 0x9E3779B1u;
  /* String and Symbol hashes differ in place; an atom's is always known */
  Cell *cell = key_cell(key);
  return cell->kind == KIND_SYMBOL ? ((Symbol *)cell)->hash
                                   : ((String *)cell)->hash;
}

/* key_from_string - any string value to its key; false when flattening fails
 * for want of memory. */
bool key_from_string(Isolate *isolate, Value string, Key *key);
/* key_from_c - the key for C text, index or atom. */
Key key_from_c(Isolate *isolate, const char *text);
/* key_to_value - the string, symbol, or (for an index) the string of it. */
Value key_to_value(Isolate *isolate, Key key);
/* key_is_numeric - an index, or an atom that is what some number is as text
 * ("-0" too): a canonical numeric string. */
bool key_is_numeric(Key key);
/* key_append_text - for people: `name`, `12`, `Symbol(x)`, `#secret`. */
void key_append_text(Key key, Buffer *out);

#endif
