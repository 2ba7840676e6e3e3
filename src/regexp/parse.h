/* parse.h - what the files of the parser share.
 *
 * A recursive descent over the units of the pattern. With u or v it reads code
 * points, otherwise units. The first error ends it: pattern_fail notes it and
 * moves to the end, and everybody returns.
 */
#ifndef GLASSHEAP_REGEXP_PARSE_H
#define GLASSHEAP_REGEXP_PARSE_H

#include "regexp/properties.h"
#include "regexp/tree.h"

constexpr u32 PATTERN_END = UINT32_MAX;
constexpr u32 DEPTH_MAX = 1000; /* groups and classes in one another */
/* C stack that parsing and compiling may use: what native code is sure to
 * have. */
constexpr size_t C_STACK_MAX = 256 << 10;

/* One alternative of a disjunction, inside the alternative around it: groups of
 * one name must lie in different alternatives of one disjunction. */
typedef struct Scope {
  const struct Scope *outer;
  u32 disjunction, alternative;
} Scope;

typedef struct NamedScope {
  u32 name; /* of tree->names */
  const Scope *scope;
} NamedScope;

typedef struct Parser {
  RegexpTree *tree;
  const u16 *units;
  u32 length, at;
  bool is_unicode;  /* u or v */
  bool is_sets;     /* v */
  u8 flags;         /* i, m and s as they are here */
  bool has_names;   /* some group has a name: \k is a reference */
  u32 all_captures; /* groups in the whole pattern, group 0 included */
  u32 disjunctions;
  const Scope *scope;
  VECTOR(NamedScope) named;
  VECTOR(RegexpNode *) references; /* by name, to be resolved */
  u32 depth;
  const char *stack_base;
  RegexpError *error;
  bool failed;
} Parser;

/* A class while it is read: single code points and longer strings. */
typedef struct ClassContent {
  CharSet set;
  CharStrings strings; /* of two code points or more, or none */
  u32 capacity;
  bool may_have_strings; /* as its text says, whatever is left of them */
} ClassContent;

/* pattern_fail - notes an error at the current place. Always false. */
bool pattern_fail(Parser *parser, const char *message);
/* pattern_deeper - before going into a group or class; false when that would be
 * too deep. */
bool pattern_deeper(Parser *parser);

/* pattern_peek - the unit `ahead` units from here, or PATTERN_END. */
static inline u32 pattern_peek(const Parser *parser, u32 ahead) {
  return ahead < parser->length - parser->at ? parser->units[parser->at + ahead]
                                             : PATTERN_END;
}
/* pattern_eat - moves past a unit if it is that one. */
static inline bool pattern_eat(Parser *parser, u32 unit) {
  if (pattern_peek(parser, 0) != unit) return false;
  parser->at++;
  return true;
}
/* pattern_eat_text - the same for ASCII text. */
bool pattern_eat_text(Parser *parser, const char *text);
/* pattern_character - the next character (code point or unit), moving on. */
u32 pattern_character(Parser *parser);
/* pattern_code_point - the same, a code point in any case: in names. */
u32 pattern_code_point(Parser *parser);

RegexpNode *pattern_node(Parser *parser, RegexpNodeKind kind);
RegexpNode *pattern_empty(Parser *parser);
/* pattern_literal - the node that matches a character, in any case under i. */
RegexpNode *pattern_literal(Parser *parser, u32 character);
/* pattern_set_node - the node that matches a set as it is. */
RegexpNode *pattern_set_node(Parser *parser, const CharSet *set);

/* ---- Escapes (parse_escape.c) ------------------------------------------- */

/* pattern_character_escape - behind the backslash of an escape that means one
 * character. */
bool pattern_character_escape(Parser *parser, bool in_class, u32 *character);
/* pattern_unicode_escape - behind `\u`: four digits, or digits in braces where
 * `braces` are known, two halves joined. False, nothing taken, otherwise. */
bool pattern_unicode_escape(Parser *parser, bool braces, u32 *character);
/* pattern_class_escape - d D s S w W p P at the current place, behind the
 * backslash: adds what they mean. `*found` is false, and nothing taken, for
 * all others. False: failed. */
bool pattern_class_escape(Parser *parser, bool in_class, ClassContent *content,
                          bool *found);
/* pattern_group_name - "name>" of a group or reference. */
bool pattern_group_name(Parser *parser, const char *message, const u16 **name,
                        u32 *length);

/* ---- Classes (parse_class.c, parse_sets.c) ------------------------------ */

/* pattern_class - behind the opening bracket; NULL: failed. */
RegexpNode *pattern_class(Parser *parser);
/* pattern_class_sets - the same under v. */
bool pattern_class_sets(Parser *parser, ClassContent *content);
/* content_close - adds the other forms of its letters, under i. */
void content_close(Parser *parser, CharSet *set);
/* content_node - what matches a class with strings. */
RegexpNode *content_node(Parser *parser, ClassContent *content);
void content_add_string(Parser *parser, ClassContent *content,
                        const u32 *points, u32 length);
void content_unite(Parser *parser, ClassContent *content,
                   const ClassContent *other);
void content_intersect(ClassContent *content, ClassContent *other);
void content_subtract(ClassContent *content, ClassContent *other);

#endif
