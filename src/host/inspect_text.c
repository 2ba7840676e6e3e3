/* inspect_text.c - primitives as text. */
#include <math.h>

#include "base/number.h"
#include "base/unicode.h"
#include "host/inspect_parts.h"
#include "object/bigint.h"

constexpr u32 SHORT_STRING = 16; /* never broken into lines */

/* ---- Quotes ------------------------------------------------------------- */

size_t inspect_find(const char *text, size_t length, const char *part,
                    size_t part_length) {
  for (size_t i = 0; i + part_length <= length; i++)
    if (!part_length || !memcmp(text + i, part, part_length)) return i;
  return SIZE_MAX;
}

static bool contains(const char *text, size_t length, const char *part) {
  return inspect_find(text, length, part, strlen(part)) != SIZE_MAX;
}

/* Single quotes, unless others save escapes; 0 when an inner single quote has
 * to be escaped. */
static char choose_quote(const char *text, size_t length) {
  if (!contains(text, length, "'")) return '\'';
  if (!contains(text, length, "\"")) return '"';
  if (!contains(text, length, "`") && !contains(text, length, "${")) return '`';
  return 0;
}

static void put_escaped(u32 c, bool escape_quote, Buffer *out) {
  static const char letters[] = {
      ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
  bool is_lone = (c & 0xFFFFF800) == 0xD800;
  if (c < sizeof letters && letters[c])
    buffer_format(out, "\\%c", letters[c]);
  else if (c < ' ' || (c >= 0x7F && c < 0xA0))
    buffer_format(out, "\\x%02X", c);
  else if (c == '\\' || (c == '\'' && escape_quote))
    buffer_format(out, "\\%c", (char)c);
  else if (is_lone)
    buffer_format(out, "\\u%x", c);
  else
    buffer_code_point(out, c);
}

void inspect_escape(const char *text, size_t length, bool escape_quote,
                    Buffer *out) {
  if (!length) return;
  const char *end = text + length;
  while (text < end)
    put_escaped(unicode_decode(&text, end), escape_quote, out);
}

void inspect_quote(const char *text, size_t length, Buffer *out) {
  char quote = choose_quote(text, length);
  buffer_byte(out, quote ? quote : '\'');
  inspect_escape(text, length, !quote, out);
  buffer_byte(out, quote ? quote : '\'');
}

/* ---- Strings ------------------------------------------------------------ */

/* Long text, broken behind each newline and joined by plus signs. */
static void put_lines(const Inspector *inspector, const char *text,
                      size_t length, Buffer *out) {
  const char *end = text + length;
  while (text < end) {
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    const char *next = newline ? newline + 1 : end;
    inspect_quote(text, (size_t)(next - text), out);
    text = next;
    if (text == end) break;
    buffer_text(out, " +\n");
    inspect_spaces(out, inspector->indentation + 2);
  }
}

static bool is_long(const Inspector *inspector, u32 units) {
  i64 room = (i64)inspector->options.line_length - inspector->indentation - 4;
  return units > SHORT_STRING && units > room &&
         inspector->options.line_length != INSPECT_ALL;
}

static void put_string(Inspector *inspector, Value value, Buffer *out) {
  String *string = string_flatten(&inspector->vm->isolate, value);
  if (!string) {
    buffer_text(out, "'...'"); /* no memory to look at it */
    return;
  }
  u32 shown = string->length, limit = inspector->options.string_units;
  Buffer text = {};
  if (shown > limit) shown = limit;
  for (u32 i = 0; i < shown; i++) {
    u32 c = string_unit(string, i);
    if (unicode_is_lead(c) && i + 1 < shown &&
        unicode_is_trail(string_unit(string, i + 1)))
      c = unicode_pair(c, string_unit(string, ++i));
    buffer_code_point(&text, c);
  }
  if (is_long(inspector, shown))
    put_lines(inspector, text.bytes, text.length, out);
  else
    inspect_quote(text.bytes, text.length, out);
  buffer_free(&text);
  u32 rest = string->length - shown;
  if (rest)
    buffer_format(out, "... %u more character%s", rest, rest > 1 ? "s" : "");
}

/* ---- Others ------------------------------------------------------------- */

void inspect_number(double number, Buffer *out) {
  char text[NUMBER_TEXT_BYTES];
  if (number == 0 && signbit(number)) {
    buffer_text(out, "-0");
    return;
  }
  number_to_text(number, text);
  buffer_text(out, text);
}

static void put_symbol(Inspector *inspector, Symbol *symbol, Buffer *out) {
  buffer_text(out, "Symbol(");
  if (value_is_string(symbol->description)) {
    String *text = string_flatten(&inspector->vm->isolate, symbol->description);
    if (text) string_append_text(text, out);
  }
  buffer_byte(out, ')');
}

static void put_bigint(const BigInt *number, Buffer *out) {
  bigint_append_digits(number, 10, out);
  buffer_byte(out, 'n');
}

void inspect_primitive(Inspector *inspector, Value value, Buffer *out) {
  assert(!value_is_object(value));
  if (value_is_string(value))
    put_string(inspector, value, out);
  else if (value_is_number(value))
    inspect_number(value_to_number(value), out);
  else if (value_is_symbol(value))
    put_symbol(inspector, (Symbol *)value_to_cell(value), out);
  else if (value_is_bigint(value))
    put_bigint(value_to_bigint(value), out);
  else
    buffer_text(out, value_is_null(value)        ? "null"
                     : value_is_undefined(value) ? "undefined"
                     : value_is_true(value)      ? "true"
                                                 : "false");
}
