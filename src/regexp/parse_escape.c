/* parse_escape.c - what stands behind a backslash, and the names of groups. */
#include "regexp/parse.h"

#include "base/unicode.h"

/* ---- Characters --------------------------------------------------------- */

static int hex_digit(u32 unit) {
  if (unit >= '0' && unit <= '9') return (int)(unit - '0');
  u32 letter = unit | 0x20;
  return letter >= 'a' && letter <= 'f' ? (int)(letter - 'a' + 10) : -1;
}

/* Exactly `count` hexadecimal digits; nothing is taken when there are fewer. */
static bool pattern_hex(Parser *parser, u32 count, u32 *number) {
  *number = 0;
  for (u32 i = 0; i < count; i++) {
    u32 unit = pattern_peek(parser, i);
    if (unit == PATTERN_END || hex_digit(unit) < 0) return false;
    *number = *number * 16 + (u32)hex_digit(unit);
  }
  parser->at += count;
  return true;
}

/* "{X...}" with a code point in it. */
static bool pattern_braced_hex(Parser *parser, u32 *number) {
  u32 start = parser->at;
  *number = 0;
  parser->at++;
  bool has_digits = false;
  for (u32 unit; (unit = pattern_peek(parser, 0)) != PATTERN_END &&
                 hex_digit(unit) >= 0 && *number <= CODE_POINT_MAX;
       parser->at++) {
    *number = *number * 16 + (u32)hex_digit(unit);
    has_digits = true;
  }
  if (has_digits && *number <= CODE_POINT_MAX && pattern_eat(parser, '}'))
    return true;
  parser->at = start;
  return false;
}

bool pattern_unicode_escape(Parser *parser, bool braces, u32 *character) {
  if (braces && pattern_peek(parser, 0) == '{')
    return pattern_braced_hex(parser, character);
  if (!pattern_hex(parser, 4, character)) return false;
  u32 start = parser->at, trail;
  if (braces && unicode_is_lead(*character) &&
      pattern_eat_text(parser, "\\u") && pattern_hex(parser, 4, &trail) &&
      unicode_is_trail(trail))
    *character = unicode_pair(*character, trail);
  else
    parser->at = start;
  return true;
}

/* \0 to \377: up to three octal digits, as far as the number fits a byte. */
static u32 pattern_octal(Parser *parser) {
  u32 number = 0;
  for (u32 i = 0; i < 3; i++) {
    u32 digit = pattern_peek(parser, 0) - '0';
    if (digit > 7 || number * 8 + digit > 255) break;
    number = number * 8 + digit;
    parser->at++;
  }
  return number;
}

static bool is_letter(u32 unit) {
  return (unit | 0x20) >= 'a' && (unit | 0x20) <= 'z';
}

static bool is_digit(u32 unit) {
  return unit >= '0' && unit <= '9';
}

/* Behind `\c`. When no letter follows, the backslash stands for itself. */
static bool pattern_control(Parser *parser, bool in_class, u32 *character) {
  u32 next = pattern_peek(parser, 0);
  bool is_control = next != PATTERN_END && is_letter(next);
  if (!is_control && parser->is_unicode)
    return pattern_fail(parser, "Invalid Unicode escape");
  if (in_class && next != PATTERN_END && (is_digit(next) || next == '_'))
    is_control = true;
  if (is_control) {
    parser->at++;
    *character = next & 31;
  } else {
    parser->at--; /* `c` is read again, as a letter */
    *character = '\\';
  }
  return true;
}

static bool pattern_digits(Parser *parser, bool in_class, u32 *character) {
  u32 digit = pattern_peek(parser, 0), next = pattern_peek(parser, 1);
  if (parser->is_unicode) {
    bool is_zero = digit == '0' && (next == PATTERN_END || !is_digit(next));
    if (!is_zero)
      return pattern_fail(parser, in_class ? "Invalid class escape"
                                           : "Invalid decimal escape");
    parser->at++;
    *character = 0;
  } else if (digit >= '8') {
    parser->at++;
    *character = digit;
  } else {
    *character = pattern_octal(parser);
  }
  return true;
}

/* Escapes that all modes have: true when it was one. */
static bool pattern_letter_escape(Parser *parser, u32 *character) {
  switch (pattern_peek(parser, 0)) {
  case 'f': *character = '\f'; break;
  case 'n': *character = '\n'; break;
  case 'r': *character = '\r'; break;
  case 't': *character = '\t'; break;
  case 'v': *character = '\v'; break;
  default: return false;
  }
  parser->at++;
  return true;
}

/* What only a character of the syntax may do with u and v: stand for itself
 * behind a backslash. */
static bool pattern_identity(Parser *parser, bool in_class, u32 *character) {
  u32 unit = pattern_peek(parser, 0);
  bool is_allowed = true;
  if (parser->is_unicode)
    is_allowed =
        unit < 0x80 && unit &&
        (strchr("^$\\.*+?()[]{}|/", (int)unit) || (in_class && unit == '-'));
  else if (unit == 'k')
    is_allowed = !parser->has_names;
  if (!is_allowed) return pattern_fail(parser, "Invalid escape");
  *character = pattern_character(parser);
  return true;
}

bool pattern_character_escape(Parser *parser, bool in_class, u32 *character) {
  u32 unit = pattern_peek(parser, 0);
  if (unit == PATTERN_END) return pattern_fail(parser, "\\ at end of pattern");
  if (pattern_letter_escape(parser, character)) return true;
  if (is_digit(unit)) return pattern_digits(parser, in_class, character);
  switch (unit) {
  case 'c': parser->at++; return pattern_control(parser, in_class, character);
  case 'x':
    parser->at++;
    if (pattern_hex(parser, 2, character)) return true;
    if (parser->is_unicode) return pattern_fail(parser, "Invalid escape");
    *character = 'x';
    return true;
  case 'u':
    parser->at++;
    if (pattern_unicode_escape(parser, parser->is_unicode, character))
      return true;
    if (parser->is_unicode)
      return pattern_fail(parser, "Invalid Unicode escape");
    *character = 'u';
    return true;
  }
  return pattern_identity(parser, in_class, character);
}

/* ---- Classes of characters ---------------------------------------------- */

static void add_digits(CharSet *set) {
  charset_add(set, '0', '9');
}

static void add_spaces(CharSet *set) {
  charset_add(set, '\t', '\r');
  charset_add(set, ' ', ' ');
  charset_add(set, 0xA0, 0xA0);
  charset_add(set, 0x1680, 0x1680);
  charset_add(set, 0x2000, 0x200A);
  charset_add(set, 0x2028, 0x2029);
  charset_add(set, 0x202F, 0x202F);
  charset_add(set, 0x205F, 0x205F);
  charset_add(set, 0x3000, 0x3000);
  charset_add(set, 0xFEFF, 0xFEFF);
}

/* With u or v, and i, ſ and the Kelvin sign are letters of words as well. */
static void add_word(Parser *parser, CharSet *set) {
  charset_add(set, '0', '9');
  charset_add(set, 'A', 'Z');
  charset_add(set, '_', '_');
  charset_add(set, 'a', 'z');
  charset_normalize(set);
  if (parser->is_unicode) content_close(parser, set);
}

static void add_inverted(CharSet *set, CharSet *part, bool inverts) {
  charset_normalize(part);
  if (inverts) charset_invert(part);
  charset_add_set(set, part);
  charset_normalize(set);
}

/* Letters, digits and `_` into `text`; false when there are none or too many.
 */
static bool read_name(Parser *parser, char *text, size_t capacity) {
  size_t length = 0;
  for (u32 unit; (unit = pattern_peek(parser, 0)) != PATTERN_END;
       parser->at++) {
    if (!is_letter(unit) && !is_digit(unit) && unit != '_') break;
    if (length + 1 == capacity) return false;
    text[length++] = (char)unit;
  }
  text[length] = 0;
  return length;
}

static void add_strings(Parser *parser, ClassContent *content,
                        const CharStrings *strings) {
  content->may_have_strings = true;
  for (u32 i = 0; i < strings->count; i++)
    content_add_string(parser, content, strings->items[i].points,
                       strings->items[i].length);
}

/* The property between braces. */
static bool add_property(Parser *parser, const char *name, const char *value,
                         bool inverts, ClassContent *content) {
  Arena *arena = &parser->tree->arena;
  CharSet set = {.arena = arena};
  CharStrings strings;
  if (properties_find(name, value, &set)) {
    if (parser->is_sets) content_close(parser, &set);
    add_inverted(&content->set, &set, inverts);
    return true;
  }
  if (!parser->is_sets || inverts || value ||
      !properties_find_strings(arena, name, &strings))
    return false;
  add_strings(parser, content, &strings);
  charset_normalize(&content->set);
  return true;
}

static bool pattern_property(Parser *parser, bool in_class, bool inverts,
                             ClassContent *content) {
  char name[64], value[64];
  bool has_value = false;
  bool is_good =
      pattern_eat(parser, '{') && read_name(parser, name, sizeof name);
  if (is_good && pattern_eat(parser, '=')) {
    has_value = true;
    is_good = read_name(parser, value, sizeof value);
  }
  is_good =
      is_good && pattern_eat(parser, '}') &&
      add_property(parser, name, has_value ? value : NULL, inverts, content);
  return is_good ||
         pattern_fail(parser, in_class
                                  ? "Invalid property name in character class"
                                  : "Invalid property name");
}

bool pattern_class_escape(Parser *parser, bool in_class, ClassContent *content,
                          bool *found) {
  u32 letter = pattern_peek(parser, 0);
  CharSet set = {.arena = &parser->tree->arena};
  *found = true;
  switch (letter) {
  case 'd':
  case 'D': add_digits(&set); break;
  case 's':
  case 'S': add_spaces(&set); break;
  case 'w':
  case 'W': add_word(parser, &set); break;
  case 'p':
  case 'P':
    if (!parser->is_unicode) {
      *found = false;
      return true;
    }
    parser->at++;
    if (!pattern_property(parser, in_class, letter == 'P', content))
      return false;
    /* outside a class nobody else will close the set */
    if (!in_class) content_close(parser, &content->set);
    return true;
  default: *found = false; return true;
  }
  parser->at++;
  add_inverted(&content->set, &set, letter < 'a');
  return true;
}

/* ---- Names of groups ---------------------------------------------------- */

/* One character of a name. */
static bool pattern_name_character(Parser *parser, const char *message,
                                   u32 *character) {
  if (pattern_peek(parser, 0) == PATTERN_END)
    return pattern_fail(parser, message);
  *character = pattern_code_point(parser);
  if (*character != '\\') return true;
  if (!pattern_eat(parser, 'u') ||
      !pattern_unicode_escape(parser, true, character))
    return pattern_fail(parser, "Invalid Unicode escape");
  return true;
}

static bool is_name_character(u32 character, bool is_first) {
  return is_first ? unicode_is_id_start(character)
                  : unicode_is_id_continue(character);
}

bool pattern_group_name(Parser *parser, const char *message, const u16 **name,
                        u32 *length) {
  VECTOR(u16) units = {};
  while (!parser->failed && !pattern_eat(parser, '>')) {
    u32 character = 0;
    if (!pattern_name_character(parser, message, &character)) break;
    if (!is_name_character(character, units.count == 0)) {
      pattern_fail(parser, message);
    } else if (character > 0xFFFF) {
      vector_push(&units, (u16)(0xD7C0 + (character >> 10)));
      vector_push(&units, (u16)(0xDC00 | (character & 0x3FF)));
    } else {
      vector_push(&units, (u16)character);
    }
  }
  if (!parser->failed && !units.count) pattern_fail(parser, message);
  *length = units.count;
  *name = NULL;
  if (units.count)
    *name = arena_copy(&parser->tree->arena, units.items,
                       units.count * sizeof *units.items);
  vector_free(&units);
  return !parser->failed;
}
