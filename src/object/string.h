/* string.h - strings, ropes, atoms and symbols.
 *
 * A flat string holds Latin-1 bytes when every code unit is below 256, and
 * UTF-16 otherwise, behind its header. Concatenation makes a rope, which
 * becomes flat (in place: `left` is the flat string, `right` NULL) when its
 * text is first needed. An atom is a flat string interned in the isolate, so
 * that equal property keys are equal pointers; the atom table is weak.
 *
 *   String  +--------+--------+------+-------------------+
 *           | header | length | hash | units ...         |
 *           +--------+--------+------+-------------------+
 *   Rope    +--------+--------+------+------+-------+
 *           | header | length | hash | left | right |
 *           +--------+--------+------+------+-------+
 *
 * Every string's `shape` word is the isolate's string Shape, whose prototype
 * is String.prototype: an inline cache needs no special case for strings.
 */
#ifndef GLASSHEAP_OBJECT_STRING_H
#define GLASSHEAP_OBJECT_STRING_H

#include "base/buffer.h"
#include "heap/heap.h"

typedef struct Isolate Isolate;

constexpr u8 STRING_LATIN1 = 1; /* flags of STRING and ROPE cells */
constexpr u8 STRING_ATOM = 2;
constexpr u8 STRING_NOT_INDEX = 4; /* known not to be an array index */
constexpr u8 ROPE_BALANCED = 8;    /* see string_unit_at */
constexpr u32 STRING_MAX_LENGTH = (1u << 29) - 24; /* as V8 */

typedef struct String {
  Cell cell;
  u32 length; /* code units */
  u32 hash;   /* 0: not computed yet */
  union {     /* `length` of them */
    u8 latin1[];
    u16 utf16[];
  };
} String;

typedef struct Rope {
  Cell cell;
  u32 length, hash;
  Value left;  /* a string */
  Value right; /* a string, or undefined once flat */
} Rope;

constexpr u8 SYMBOL_PRIVATE = 1;    /* a class's #name */
constexpr u8 SYMBOL_REGISTERED = 2; /* Symbol.for */

typedef struct Symbol {
  Cell cell;
  u32 hash; /* a serial number: deterministic */
  u32 unused;
  Value description; /* a string or undefined */
} Symbol;

ALWAYS_INLINE bool cell_is_string(const Cell *cell) {
  return cell->kind == KIND_STRING || cell->kind == KIND_ROPE;
}
ALWAYS_INLINE bool value_is_string(Value v) {
  return value_is_cell(v) && cell_is_string(value_to_cell(v));
}
ALWAYS_INLINE bool value_is_symbol(Value v) {
  return value_is_cell(v) && value_to_cell(v)->kind == KIND_SYMBOL;
}
/* string_length - of any string value, flat or rope. */
ALWAYS_INLINE u32 string_length(Value string) {
  return ((String *)value_to_cell(string))->length;
}
ALWAYS_INLINE bool string_is_latin1(const String *string) {
  return string->cell.flags & STRING_LATIN1;
}
/* string_unit - the code unit at `index` of a flat string. */
ALWAYS_INLINE u32 string_unit(const String *string, u32 index) {
  return string_is_latin1(string) ? string->latin1[index]
                                  : string->utf16[index];
}

/* Making strings. Each returns NULL only when the text is longer than
 * STRING_MAX_LENGTH or does not fit below the heap limit (the caller throws
 * a RangeError); short texts never fail. */

/* string_new_latin1 - room for `length` bytes; fill them before anything
 * else. */
String *string_new_latin1(Isolate *isolate, u32 length);
/* string_new_utf16 - room for `length` units; at least one should be above
 * 255 (string_from_utf16 decides by itself). */
String *string_new_utf16(Isolate *isolate, u32 length);
String *string_from_latin1(Isolate *isolate, const u8 *bytes, u32 length);
String *string_from_utf16(Isolate *isolate, const u16 *units, u32 length);
/* string_from_text - from well-formed UTF-8 or WTF-8. */
String *string_from_text(Isolate *isolate, const char *text, size_t length);
/* string_from_c - from a C string. */
String *string_from_c(Isolate *isolate, const char *text);
/* string_from_unit - the one-unit string; those below 256 are shared. */
String *string_from_unit(Isolate *isolate, u32 unit);
/* string_concat - left + right: a rope, or a flat string when short. */
Cell *string_concat(Isolate *isolate, Value left, Value right);
/* string_slice - units [start, end); NULL as above. */
String *string_slice(Isolate *isolate, String *string, u32 start, u32 end);

/* string_flatten - the flat string of a string value. NULL when there is no
 * memory for it. Deep ropes are flattened without recursion. */
String *string_flatten(Isolate *isolate, Value string);
/* string_unit_at - the code unit at `index` of any string, without making a
 * long rope flat: its parts are put together only so far that there are few, so
 * that a program may append to a text and read single characters of it by
 * turns. False: no memory. */
bool string_unit_at(Isolate *isolate, Value string, u32 index, u32 *unit);
bool string_equals(const String *a, const String *b);
/* string_values_equal - the same for string values, ropes included, without
 * allocating. */
bool string_values_equal(Isolate *isolate, Value a, Value b);
/* string_compare - <0, 0, >0 by code units. */
int string_compare(const String *a, const String *b);
u32 string_hash(String *string);
/* string_find - the first index >= start at which `pattern` occurs, or -1. */
i64 string_find(const String *string, const String *pattern, u32 start);
i64 string_find_last(const String *string, const String *pattern, u32 start);
/* string_append_text - appends as UTF-8 (lone surrogates as WTF-8). */
void string_append_text(const String *string, Buffer *out);
/* string_to_number - StringToNumber of the language. */
double string_to_number(const String *string);

/* string_intern - the atom equal to a flat string. */
String *string_intern(Isolate *isolate, String *string);
/* string_intern_c, string_intern_text - the atom for C or WTF-8 text. */
String *string_intern_c(Isolate *isolate, const char *text);
String *string_intern_text(Isolate *isolate, const char *text, size_t length);

/* symbol_new - a fresh symbol; `description` is a string or undefined. */
Symbol *symbol_new(Isolate *isolate, Value description, u8 flags);
/* symbol_for - Symbol.for(key), `key` an atom. */
Symbol *symbol_for(Isolate *isolate, String *key);

/* ---- Strings under construction ---------------------------------------- */

/* A string that grows: Latin-1 until a wider unit comes. Lives on the C
 * stack; free it on every path. */
typedef struct StringBuilder {
  u16 *units; /* or NULL while Latin-1 */
  u8 *latin1;
  u64 length, capacity;
} StringBuilder;

void builder_unit(StringBuilder *builder, u32 unit);
void builder_code_point(StringBuilder *builder, u32 code_point);
void builder_string(StringBuilder *builder, const String *string);
void builder_slice(StringBuilder *builder, const String *string, u32 start,
                   u32 end);
void builder_c(StringBuilder *builder, const char *latin1);
/* builder_finish - the string (NULL as above); frees the builder. */
String *builder_finish(Isolate *isolate, StringBuilder *builder);
void builder_free(StringBuilder *builder);

#endif
