/* parse_sets.c - classes under the flag v: nested, with strings, intersections
 * and differences.
 *
 *   [\p{L}--[a-z]]   [\w&&\d]   [\q{abc|d}x-z]
 *
 * Under i each operand holds all forms of its letters from the start, so that
 * the operations need not know of case.
 */
#include "regexp/parse.h"

static bool pattern_operand(Parser *parser, ClassContent *content);

/* ---- Characters --------------------------------------------------------- */

static bool is_among(u32 unit, const char *characters) {
  return unit && unit < 0x80 && strchr(characters, (int)unit);
}

/* Two of a kind in a row, which are kept for operators to come. */
static bool is_reserved_pair(const Parser *parser) {
  u32 unit = pattern_peek(parser, 0);
  return unit == pattern_peek(parser, 1) &&
         is_among(unit, "&!#$%*+,.:;<=>?@^`~");
}

/* A character as itself or escaped. */
static bool pattern_set_character(Parser *parser, u32 *character) {
  if (pattern_eat(parser, '\\')) {
    u32 unit = pattern_peek(parser, 0);
    if (pattern_eat(parser, 'b')) {
      *character = '\b';
    } else if (is_among(unit, "&-!#%,:;<=>@`~")) {
      parser->at++;
      *character = unit;
    } else {
      return pattern_character_escape(parser, true, character);
    }
    return true;
  }
  u32 unit = pattern_peek(parser, 0);
  if (unit == PATTERN_END)
    return pattern_fail(parser, "Unterminated character class");
  if (is_reserved_pair(parser))
    return pattern_fail(parser, "Invalid set operation in character class");
  if (is_among(unit, "()[]{}/-|"))
    return pattern_fail(parser, "Invalid character in character class");
  *character = pattern_character(parser);
  return true;
}

static void add_range(Parser *parser, ClassContent *content, u32 first,
                      u32 last) {
  CharSet set = {.arena = &parser->tree->arena};
  charset_add(&set, first, last);
  content_close(parser, &set);
  charset_add_set(&content->set, &set);
  charset_normalize(&content->set);
}

/* ---- Operands ----------------------------------------------------------- */

static bool pattern_string(Parser *parser, ClassContent *content) {
  VECTOR(u32) points = {};
  bool done = true;
  for (;;) {
    u32 unit = pattern_peek(parser, 0), point;
    if (unit == '}' || unit == '|') break;
    done = pattern_set_character(parser, &point);
    if (!done) break;
    vector_push(&points, point);
  }
  if (done) {
    content_add_string(parser, content, points.items, points.count);
    if (points.count != 1) content->may_have_strings = true;
  }
  vector_free(&points);
  return done;
}

/* Behind `\q{`. */
static bool pattern_strings(Parser *parser, ClassContent *content) {
  do {
    if (!pattern_string(parser, content)) return false;
  } while (pattern_eat(parser, '|'));
  parser->at++;
  charset_normalize(&content->set);
  return true;
}

static bool pattern_nested(Parser *parser, ClassContent *content) {
  if (!pattern_deeper(parser) || !pattern_class_sets(parser, content))
    return false;
  parser->depth--;
  return true;
}

/* A class, a string or an escape that means a set; `*found` is false, and
 * nothing taken, when it is a character. */
static bool pattern_set_operand(Parser *parser, ClassContent *content,
                                bool *found) {
  *found = true;
  if (pattern_eat(parser, '[')) return pattern_nested(parser, content);
  if (pattern_eat_text(parser, "\\q{")) return pattern_strings(parser, content);
  *found = false;
  if (pattern_peek(parser, 0) != '\\') return true;
  parser->at++;
  if (!pattern_class_escape(parser, true, content, found)) return false;
  if (!*found) parser->at--;
  return true;
}

static bool pattern_operand(Parser *parser, ClassContent *content) {
  bool found;
  u32 character;
  if (!pattern_set_operand(parser, content, &found)) return false;
  if (found) return true;
  if (!pattern_set_character(parser, &character)) return false;
  add_range(parser, content, character, character);
  return true;
}

/* ---- Operations --------------------------------------------------------- */

static bool pattern_operations(Parser *parser, ClassContent *content,
                               const char *operator) {
  while (pattern_eat_text(parser, operator)) {
    ClassContent other = {.set = {.arena = &parser->tree->arena}};
    bool is_and = *operator== '&';
    if (is_and && pattern_peek(parser, 0) == '&')
      return pattern_fail(parser, "Invalid character in character class");
    if (!pattern_operand(parser, &other)) return false;
    if (is_and)
      content_intersect(content, &other);
    else
      content_subtract(content, &other);
  }
  if (pattern_peek(parser, 0) == ']') return true;
  return pattern_fail(parser, pattern_peek(parser, 0) == PATTERN_END
                                  ? "Unterminated character class"
                                  : "Invalid set operation in character class");
}

/* One member of a union: an operand, or a range of characters. */
static bool pattern_union_member(Parser *parser, ClassContent *content,
                                 bool *is_range) {
  ClassContent other = {.set = {.arena = &parser->tree->arena}};
  bool found;
  u32 first = 0, last;
  *is_range = false;
  if (!pattern_set_operand(parser, &other, &found)) return false;
  if (found) {
    content_unite(parser, content, &other);
    bool is_range_of_sets =
        pattern_peek(parser, 0) == '-' && pattern_peek(parser, 1) != '-';
    return !is_range_of_sets || pattern_fail(parser, "Invalid character class");
  }
  if (!pattern_set_character(parser, &first)) return false;
  last = first;
  if (pattern_peek(parser, 0) == '-' && pattern_peek(parser, 1) != '-') {
    *is_range = true;
    parser->at++;
    if (!pattern_set_character(parser, &last)) return false;
    if (first > last)
      return pattern_fail(parser, "Range out of order in character class");
  }
  add_range(parser, content, first, last);
  return true;
}

static bool pattern_union(Parser *parser, ClassContent *content) {
  bool is_range;
  while (pattern_peek(parser, 0) != ']') {
    if (pattern_peek(parser, 0) == PATTERN_END)
      return pattern_fail(parser, "Unterminated character class");
    if (pattern_peek(parser, 0) == '-' && pattern_peek(parser, 1) == '-')
      return pattern_fail(parser, "Invalid set operation in character class");
    if (!pattern_union_member(parser, content, &is_range)) return false;
  }
  return true;
}

/* What stands between the brackets: what follows the first member tells which
 * it is. */
static bool pattern_content(Parser *parser, ClassContent *content) {
  bool is_range;
  if (pattern_peek(parser, 0) == ']') return true;
  if (!pattern_union_member(parser, content, &is_range)) return false;
  u32 next = pattern_peek(parser, 0);
  bool is_operator =
      next == pattern_peek(parser, 1) && (next == '-' || next == '&');
  if (!is_operator) return pattern_union(parser, content);
  if (is_range)
    return pattern_fail(parser, "Invalid set operation in character class");
  return pattern_operations(parser, content, next == '-' ? "--" : "&&");
}

bool pattern_class_sets(Parser *parser, ClassContent *content) {
  bool inverts = pattern_eat(parser, '^');
  if (!pattern_content(parser, content)) return false;
  if (!pattern_eat(parser, ']'))
    return pattern_fail(parser, "Unterminated character class");
  if (!inverts) return true;
  if (content->may_have_strings)
    return pattern_fail(parser, "Negated character class may contain strings");
  charset_invert(&content->set);
  return true;
}
