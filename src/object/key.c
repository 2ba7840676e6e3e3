/* key.c - property keys from strings and back. */
#include "object/key.h"

#include "base/number.h"
#include "object/isolate.h"

/* The array index that `text` is the canonical form of: "0", or digits
 * without a leading zero, up to 4294967294. */
static bool parse_index(const u8 *text, u32 length, u32 *index) {
  if (!length || length > 10 || (length > 1 && text[0] == '0')) return false;
  u64 value = 0;
  for (u32 i = 0; i < length; i++) {
    u32 digit = text[i] - (u32)'0';
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  *index = (u32)value;
  return value < UINT32_MAX;
}

/* The key of an index among flat strings; the answer "no" is remembered. */
static bool string_index(String *string, u32 *index) {
  if (string->cell.flags & STRING_NOT_INDEX) return false;
  if (string_is_latin1(string) &&
      parse_index(string->latin1, string->length, index))
    return true;
  string->cell.flags |= STRING_NOT_INDEX;
  return false;
}

/* A rope that is used as a key keeps the atom as its flat text, so that the
 * next time needs no search. */
static void keep_atom(Isolate *isolate, Value string, String *atom) {
  if (value_to_cell(string)->kind != KIND_ROPE) return;
  Rope *rope = (Rope *)value_to_cell(string);
  cell_write(&isolate->heap, rope, &rope->left, value_from_cell(atom));
}

bool key_from_string(Isolate *isolate, Value string, Key *key) {
  String *flat = string_flatten(isolate, string);
  if (!flat) return false;
  u32 index;
  if (string_index(flat, &index)) {
    *key = key_from_index(index);
    return true;
  }
  String *atom = string_intern(isolate, flat);
  keep_atom(isolate, string, atom);
  *key = key_from_atom(atom);
  return true;
}

Key key_from_c(Isolate *isolate, const char *text) {
  u32 index;
  if (parse_index((const u8 *)text, (u32)strlen(text), &index))
    return key_from_index(index);
  return key_from_atom(string_intern_c(isolate, text));
}

/* What number texts begin with: digits, a sign, Infinity, NaN. */
static bool may_be_number(const String *atom) {
  if (!string_is_latin1(atom) || !atom->length ||
      atom->length >= NUMBER_TEXT_BYTES)
    return false;
  u8 first = atom->latin1[0];
  return (first >= '0' && first <= '9') || first == '-' || first == 'I' ||
         first == 'N';
}

bool key_is_numeric(Key key) {
  if (key_is_index(key)) return true;
  if (key_is_symbol(key)) return false;
  const String *atom = (const String *)key_cell(key);
  if (!may_be_number(atom)) return false;
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_text(string_to_number(atom), text);
  if (length == atom->length && !memcmp(text, atom->latin1, length))
    return true;
  return atom->length == 2 && !memcmp(atom->latin1, "-0", 2);
}

Value key_to_value(Isolate *isolate, Key key) {
  if (!key_is_index(key)) return value_from_cell(key_cell(key));
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_text(key_index(key), text);
  return value_from_cell(
      string_from_latin1(isolate, (const u8 *)text, (u32)length));
}

/* The text of a symbol's description; ropes are rare enough to be skipped by
 * reading only what is flat. */
static void append_description(const Symbol *symbol, Buffer *out) {
  if (value_is_kind(symbol->description, KIND_STRING))
    string_append_text((String *)value_to_cell(symbol->description), out);
}

static void append_symbol(const Symbol *symbol, Buffer *out) {
  if (!(symbol->cell.flags & SYMBOL_PRIVATE)) {
    buffer_text(out, "Symbol(");
    append_description(symbol, out);
    buffer_text(out, ")");
    return;
  }
  size_t start = out->length;
  append_description(symbol, out);
  if (out->length > start && out->bytes[start] == '#') return;
  out->length = start;
  buffer_text(out, "#");
  append_description(symbol, out);
}

void key_append_text(Key key, Buffer *out) {
  if (key_is_index(key))
    buffer_format(out, "%u", key_index(key));
  else if (key_is_symbol(key))
    append_symbol((Symbol *)key_cell(key), out);
  else
    string_append_text((String *)key_cell(key), out);
}
