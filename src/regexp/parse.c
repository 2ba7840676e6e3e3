/* parse.c - patterns to trees: alternatives, terms, groups and quantifiers.
 *
 * The grammar is that of ECMAScript 2026 with Annex B: without u and v, what is
 * no syntax stands for itself wherever that is possible. Messages are V8's.
 */
#include "regexp/parse.h"

#include "base/unicode.h"

static RegexpNode *pattern_disjunction(Parser *parser);

/* ---- Basics ------------------------------------------------------------- */

bool pattern_fail(Parser *parser, const char *message) {
  if (parser->failed) return false;
  parser->failed = true;
  *parser->error = (RegexpError){message, parser->at};
  parser->at = parser->length;
  return false;
}

bool pattern_deeper(Parser *parser) {
  const char *here = __builtin_frame_address(0);
  size_t used = (size_t)(parser->stack_base - here);
  if (parser->depth < DEPTH_MAX && used < C_STACK_MAX) {
    parser->depth++;
    return true;
  }
  return pattern_fail(parser, "Regular expression too large");
}

bool pattern_eat_text(Parser *parser, const char *text) {
  u32 length = (u32)strlen(text);
  for (u32 i = 0; i < length; i++)
    if (pattern_peek(parser, i) != (u8)text[i]) return false;
  parser->at += length;
  return true;
}

u32 pattern_code_point(Parser *parser) {
  u32 unit = pattern_peek(parser, 0), next = pattern_peek(parser, 1);
  assert(unit != PATTERN_END);
  parser->at++;
  if (!unicode_is_lead(unit) || next == PATTERN_END || !unicode_is_trail(next))
    return unit;
  parser->at++;
  return unicode_pair(unit, next);
}

u32 pattern_character(Parser *parser) {
  if (parser->is_unicode) return pattern_code_point(parser);
  return parser->units[parser->at++];
}

RegexpNode *pattern_node(Parser *parser, RegexpNodeKind kind) {
  RegexpNode *node = arena_new(&parser->tree->arena, RegexpNode);
  node->kind = kind;
  return node;
}

RegexpNode *pattern_empty(Parser *parser) {
  return pattern_node(parser, REGEXP_EMPTY);
}

RegexpNode *pattern_set_node(Parser *parser, const CharSet *set) {
  i64 only = charset_only(set);
  RegexpNode *node =
      pattern_node(parser, only >= 0 ? REGEXP_CHARACTER : REGEXP_SET);
  if (only >= 0)
    node->character = (u32)only;
  else
    node->set = *set;
  return node;
}

RegexpNode *pattern_literal(Parser *parser, u32 character) {
  if (parser->flags & REGEXP_IGNORE_CASE) {
    CharSet set = {.arena = &parser->tree->arena};
    charset_add(&set, character, character);
    case_close(&set, parser->is_unicode);
    return pattern_set_node(parser, &set);
  }
  RegexpNode *node = pattern_node(parser, REGEXP_CHARACTER);
  node->character = character;
  return node;
}

/* A list of items under construction, and what it becomes. */
typedef struct Items {
  RegexpNode *first, *last;
  u32 count;
} Items;

static void add_item(Items *items, RegexpNode *node) {
  if (items->last)
    items->last->next = node;
  else
    items->first = node;
  items->last = node;
  items->count++;
}

static RegexpNode *finish_items(Parser *parser, const Items *items,
                                RegexpNodeKind kind) {
  if (items->count == 0) return pattern_empty(parser);
  if (items->count == 1) return items->first;
  RegexpNode *node = pattern_node(parser, kind);
  node->items = items->first;
  return node;
}

/* ---- Quantifiers -------------------------------------------------------- */

static bool is_digit(u32 unit) {
  return unit >= '0' && unit <= '9';
}

/* A decimal number, all that is too large being infinite. */
static u32 pattern_count(Parser *parser) {
  u64 number = 0;
  for (; is_digit(pattern_peek(parser, 0)); parser->at++) {
    number = number * 10 + pattern_peek(parser, 0) - '0';
    if (number > INT32_MAX) number = INT32_MAX;
  }
  return number == INT32_MAX ? REGEXP_INFINITE : (u32)number;
}

/* {n}, {n,} or {n,m} at the current place; nothing is taken when it is none. */
static bool pattern_braces(Parser *parser, u32 *min, u32 *max) {
  u32 start = parser->at;
  parser->at++;
  if (is_digit(pattern_peek(parser, 0))) {
    *min = *max = pattern_count(parser);
    if (pattern_eat(parser, ','))
      *max = is_digit(pattern_peek(parser, 0)) ? pattern_count(parser)
                                               : REGEXP_INFINITE;
    if (pattern_eat(parser, '}')) return true;
  }
  parser->at = start;
  return false;
}

/* `*found` is false when no quantifier follows. */
static bool pattern_counts(Parser *parser, u32 *min, u32 *max, bool *found) {
  *found = true;
  *min = 0;
  *max = REGEXP_INFINITE;
  switch (pattern_peek(parser, 0)) {
  case '*': parser->at++; return true;
  case '+':
    parser->at++;
    *min = 1;
    return true;
  case '?':
    parser->at++;
    *max = 1;
    return true;
  case '{':
    if (pattern_braces(parser, min, max))
      return *min <= *max ||
             pattern_fail(parser, "numbers out of order in {} quantifier");
    if (parser->is_unicode)
      return pattern_fail(parser, "Incomplete quantifier");
    break;
  }
  *found = false;
  return true;
}

/* What can be repeated, of the nodes that take nothing. */
static bool can_repeat(const Parser *parser, const RegexpNode *node) {
  return node->kind != REGEXP_LOOK || (!node->behind && !parser->is_unicode);
}

static RegexpNode *pattern_quantifier(Parser *parser, RegexpNode *node,
                                      u32 first_group) {
  u32 min, max;
  bool found;
  if (!pattern_counts(parser, &min, &max, &found)) return NULL;
  if (!found) return node;
  RegexpNode *loop = pattern_node(parser, REGEXP_LOOP);
  loop->greedy = !pattern_eat(parser, '?');
  if (!can_repeat(parser, node)) {
    pattern_fail(parser, "Invalid quantifier");
    return NULL;
  }
  loop->items = node;
  loop->loop.min = min;
  loop->loop.max = max;
  loop->loop.first_group = first_group;
  loop->loop.end_group = parser->tree->capture_count;
  return loop;
}

/* ---- Groups ------------------------------------------------------------- */

static bool same_name(const RegexpName *a, const u16 *name, u32 length) {
  return a->length == length && !memcmp(a->units, name, length * sizeof *name);
}

/* Whether a match can go through both alternatives: unless they are different
 * ones of the same disjunction, or lie in such. */
static bool can_both_match(const Scope *a, const Scope *b) {
  for (; a; a = a->outer)
    for (const Scope *c = b; c; c = c->outer)
      if (a->disjunction == c->disjunction && a->alternative != c->alternative)
        return false;
  return true;
}

static bool add_name(Parser *parser, const u16 *name, u32 length, u32 group) {
  RegexpTree *tree = parser->tree;
  for (u32 i = 0; i < parser->named.count; i++) {
    const NamedScope *named = &parser->named.items[i];
    if (same_name(&tree->names.items[named->name], name, length) &&
        can_both_match(named->scope, parser->scope))
      return pattern_fail(parser, "Duplicate capture group name");
  }
  vector_push(&parser->named, ((NamedScope){tree->names.count, parser->scope}));
  vector_push(&tree->names, ((RegexpName){name, length, group}));
  return true;
}

static bool close_group(Parser *parser) {
  if (parser->failed) return false;
  parser->depth--;
  return pattern_eat(parser, ')') || pattern_fail(parser, "Unterminated group");
}

static RegexpNode *pattern_capture(Parser *parser, bool is_named) {
  u32 index = parser->tree->capture_count;
  if (index >= REGEXP_CAPTURES_MAX) {
    pattern_fail(parser, "Too many captures");
    return NULL;
  }
  const u16 *name;
  u32 length;
  if (is_named && (!pattern_group_name(parser, "Invalid capture group name",
                                       &name, &length) ||
                   !add_name(parser, name, length, index)))
    return NULL;
  parser->tree->capture_count++;
  RegexpNode *node = pattern_node(parser, REGEXP_GROUP);
  node->group.index = index;
  node->items = pattern_disjunction(parser);
  return close_group(parser) ? node : NULL;
}

static RegexpNode *pattern_look(Parser *parser, bool negative, bool behind) {
  RegexpNode *node = pattern_node(parser, REGEXP_LOOK);
  node->negative = negative;
  node->behind = behind;
  node->look.first_group = parser->tree->capture_count;
  node->items = pattern_disjunction(parser);
  node->look.end_group = parser->tree->capture_count;
  return close_group(parser) ? node : NULL;
}

/* Nothing but what it holds; yet a lookaround in it can be repeated. */
static RegexpNode *pattern_plain_group(Parser *parser, u8 flags) {
  u8 outer = parser->flags;
  parser->flags = flags;
  RegexpNode *node = pattern_disjunction(parser);
  parser->flags = outer;
  if (!close_group(parser)) return NULL;
  if (node->kind != REGEXP_LOOK) return node;
  RegexpNode *group = pattern_node(parser, REGEXP_SEQUENCE);
  group->items = node;
  return group;
}

static u8 modifier_flag(u32 unit) {
  switch (unit) {
  case 'i': return REGEXP_IGNORE_CASE;
  case 'm': return REGEXP_MULTILINE;
  case 's': return REGEXP_DOT_ALL;
  default: return 0;
  }
}

/* ims-ims: of a group that changes flags. */
static RegexpNode *pattern_modifiers(Parser *parser) {
  u8 add = 0, remove = 0;
  bool has_dash = false;
  for (; !pattern_eat(parser, ':'); parser->at++) {
    u32 unit = pattern_peek(parser, 0);
    u8 flag = modifier_flag(unit);
    const char *message = NULL;
    if (unit == '-')
      message = has_dash ? "Multiple dashes in flag group" : NULL;
    else if (!flag)
      message = unit == ')' ? "Invalid group" : "Invalid flag group";
    else if ((add | remove) & flag)
      message = "Repeated flag in flag group";
    if (message) {
      pattern_fail(parser, message);
      return NULL;
    }
    if (unit == '-') has_dash = true;
    if (has_dash)
      remove |= flag;
    else
      add |= flag;
  }
  if (!add && !remove) {
    pattern_fail(parser, "Invalid flag group");
    return NULL;
  }
  return pattern_plain_group(parser, (u8)((parser->flags | add) & ~remove));
}

/* Behind the parenthesis. */
static RegexpNode *pattern_group(Parser *parser) {
  if (!pattern_deeper(parser)) return NULL;
  if (!pattern_eat(parser, '?')) return pattern_capture(parser, false);
  u32 next = pattern_peek(parser, 0);
  if (pattern_eat(parser, ':'))
    return pattern_plain_group(parser, parser->flags);
  if (pattern_eat(parser, '=')) return pattern_look(parser, false, false);
  if (pattern_eat(parser, '!')) return pattern_look(parser, true, false);
  if (pattern_eat_text(parser, "<=")) return pattern_look(parser, false, true);
  if (pattern_eat_text(parser, "<!")) return pattern_look(parser, true, true);
  if (pattern_eat(parser, '<')) return pattern_capture(parser, true);
  if (next != PATTERN_END && (next == '-' || modifier_flag(next)))
    return pattern_modifiers(parser);
  pattern_fail(parser, "Invalid group");
  return NULL;
}

/* ---- Escapes outside classes -------------------------------------------- */

static RegexpNode *new_reference(Parser *parser) {
  RegexpNode *node = pattern_node(parser, REGEXP_REFERENCE);
  node->ignore_case = parser->flags & REGEXP_IGNORE_CASE;
  return node;
}

/* \1 and the like, when there are so many groups; NULL, nothing taken, when
 * there are not. */
static RegexpNode *pattern_number_reference(Parser *parser) {
  u32 start = parser->at, number = pattern_count(parser);
  if (number >= parser->all_captures) {
    parser->at = start;
    return NULL;
  }
  RegexpNode *node = new_reference(parser);
  node->reference.groups = arena_new(&parser->tree->arena, u32);
  node->reference.groups[0] = number;
  node->reference.count = 1;
  return node;
}

static RegexpNode *pattern_named_reference(Parser *parser) {
  RegexpNode *node = new_reference(parser);
  const char *message = "Invalid named reference";
  if (!pattern_eat(parser, '<')) {
    pattern_fail(parser, message);
    return NULL;
  }
  if (!pattern_group_name(parser, message, &node->reference.name,
                          &node->reference.name_length))
    return NULL;
  vector_push(&parser->references, node);
  return node;
}

static RegexpNode *pattern_escaped(Parser *parser) {
  u32 next = pattern_peek(parser, 0);
  if (next == PATTERN_END) {
    pattern_fail(parser, "\\ at end of pattern");
    return NULL;
  }
  if (next >= '1' && next <= '9') {
    RegexpNode *reference = pattern_number_reference(parser);
    if (reference) return reference;
    if (parser->is_unicode) {
      pattern_fail(parser, "Invalid escape");
      return NULL;
    }
  }
  if (next == 'k' && (parser->is_unicode || parser->has_names)) {
    parser->at++;
    return pattern_named_reference(parser);
  }
  ClassContent content = {.set = {.arena = &parser->tree->arena}};
  bool found;
  if (!pattern_class_escape(parser, false, &content, &found)) return NULL;
  if (found) return content_node(parser, &content);
  u32 character;
  if (!pattern_character_escape(parser, false, &character)) return NULL;
  return pattern_literal(parser, character);
}

/* ---- Terms -------------------------------------------------------------- */

static RegexpNode *pattern_dot(Parser *parser) {
  CharSet set = {.arena = &parser->tree->arena};
  if (!(parser->flags & REGEXP_DOT_ALL)) {
    charset_add(&set, '\n', '\n');
    charset_add(&set, '\r', '\r');
    charset_add(&set, 0x2028, 0x2029);
  }
  charset_invert(&set);
  return pattern_set_node(parser, &set);
}

/* An assertion that cannot be repeated, or NULL, nothing taken. */
static RegexpNode *pattern_assertion(Parser *parser) {
  bool by_line = parser->flags & REGEXP_MULTILINE;
  if (pattern_eat(parser, '^'))
    return pattern_node(parser,
                        by_line ? REGEXP_LINE_START : REGEXP_TEXT_START);
  if (pattern_eat(parser, '$'))
    return pattern_node(parser, by_line ? REGEXP_LINE_END : REGEXP_TEXT_END);
  bool is_border = pattern_eat_text(parser, "\\b");
  if (!is_border && !pattern_eat_text(parser, "\\B")) return NULL;
  RegexpNode *node =
      pattern_node(parser, is_border ? REGEXP_WORD_BORDER : REGEXP_NO_BORDER);
  node->ignore_case = parser->is_unicode && parser->flags & REGEXP_IGNORE_CASE;
  return node;
}

static bool is_quantifier(Parser *parser) {
  u32 start = parser->at, min, max;
  bool result = pattern_braces(parser, &min, &max);
  parser->at = start;
  return result;
}

static RegexpNode *pattern_atom(Parser *parser) {
  u32 unit = pattern_peek(parser, 0);
  switch (unit) {
  case '(': parser->at++; return pattern_group(parser);
  case '[': parser->at++; return pattern_class(parser);
  case '.': parser->at++; return pattern_dot(parser);
  case '\\': parser->at++; return pattern_escaped(parser);
  case '{':
    if (!parser->is_unicode && !is_quantifier(parser)) break;
    [[fallthrough]];
  case '*':
  case '+':
  case '?': pattern_fail(parser, "Nothing to repeat"); return NULL;
  case '}':
  case ']':
    if (!parser->is_unicode) break;
    pattern_fail(parser, "Lone quantifier brackets");
    return NULL;
  }
  return pattern_literal(parser, pattern_character(parser));
}

static RegexpNode *pattern_term(Parser *parser) {
  RegexpNode *node = pattern_assertion(parser);
  if (node) return node;
  u32 first_group = parser->tree->capture_count;
  node = pattern_atom(parser);
  return node ? pattern_quantifier(parser, node, first_group) : NULL;
}

static RegexpNode *pattern_alternative(Parser *parser) {
  Items items = {};
  for (;;) {
    u32 unit = pattern_peek(parser, 0);
    if (unit == PATTERN_END || unit == '|' || unit == ')') break;
    RegexpNode *node = pattern_term(parser);
    if (!node) return NULL;
    if (node->kind != REGEXP_EMPTY) add_item(&items, node);
  }
  return finish_items(parser, &items, REGEXP_SEQUENCE);
}

/* Scopes are only needed, and only made, when groups have names. */
static void enter_alternative(Parser *parser, const Scope *outer,
                              u32 disjunction, u32 alternative) {
  if (!parser->has_names) return;
  Scope *scope = arena_new(&parser->tree->arena, Scope);
  *scope = (Scope){outer, disjunction, alternative};
  parser->scope = scope;
}

static RegexpNode *pattern_disjunction(Parser *parser) {
  Items items = {};
  const Scope *outer = parser->scope;
  u32 disjunction = parser->disjunctions++;
  do {
    enter_alternative(parser, outer, disjunction, items.count);
    RegexpNode *node = pattern_alternative(parser);
    if (!node) return NULL;
    add_item(&items, node);
  } while (pattern_eat(parser, '|'));
  parser->scope = outer;
  return finish_items(parser, &items, REGEXP_CHOICE);
}

/* ---- The whole ---------------------------------------------------------- */

/* Counts the groups beforehand: \9 is a reference only when there are nine, and
 * \k only when any has a name. */
static void count_groups(Parser *parser) {
  bool in_class = false;
  parser->all_captures = 1;
  for (; parser->at < parser->length; parser->at++) {
    switch (pattern_peek(parser, 0)) {
    case '\\': parser->at++; break;
    case '[': in_class = true; break;
    case ']': in_class = false; break;
    case '(':
      if (in_class) break;
      if (pattern_peek(parser, 1) == '?') {
        u32 third = pattern_peek(parser, 3);
        if (pattern_peek(parser, 2) != '<' || third == '=' || third == '!')
          break;
        parser->has_names = true;
      }
      parser->all_captures++;
      break;
    }
  }
  parser->at = 0;
}

static bool resolve_reference(Parser *parser, RegexpNode *node) {
  RegexpTree *tree = parser->tree;
  const u16 *name = node->reference.name;
  u32 length = node->reference.name_length, count = 0;
  for (u32 i = 0; i < tree->names.count; i++)
    count += same_name(&tree->names.items[i], name, length);
  if (!count) return pattern_fail(parser, "Invalid named capture referenced");
  node->reference.groups = arena_allocate(&tree->arena, count * sizeof(u32));
  for (u32 i = 0; i < tree->names.count; i++)
    if (same_name(&tree->names.items[i], name, length))
      node->reference.groups[node->reference.count++] =
          tree->names.items[i].group;
  return true;
}

static bool pattern_whole(Parser *parser) {
  count_groups(parser);
  parser->tree->root = pattern_disjunction(parser);
  if (parser->failed) return false;
  if (pattern_peek(parser, 0) == ')')
    return pattern_fail(parser, "Unmatched ')'");
  assert(parser->at == parser->length);
  for (u32 i = 0; i < parser->references.count; i++)
    if (!resolve_reference(parser, parser->references.items[i])) return false;
  return true;
}

bool regexp_parse(RegexpTree *tree, const u16 *units, u32 length, u8 flags,
                  RegexpError *error) {
  *tree = (RegexpTree){.flags = flags, .capture_count = 1};
  Parser parser = {
      .tree = tree,
      .units = units,
      .length = length,
      .is_unicode = flags & (REGEXP_UNICODE | REGEXP_UNICODE_SETS),
      .is_sets = flags & REGEXP_UNICODE_SETS,
      .flags = flags,
      .stack_base = __builtin_frame_address(0),
      .error = error,
  };
  bool result = pattern_whole(&parser);
  vector_free(&parser.named);
  vector_free(&parser.references);
  return result;
}

void regexp_tree_free(RegexpTree *tree) {
  arena_free(&tree->arena);
  vector_free(&tree->names);
}

bool regexp_parse_flags(const u16 *units, u32 length, u8 *flags) {
  static const char letters[] = "dgimsuvy"; /* in the order of the bits */
  *flags = 0;
  for (u32 i = 0; i < length; i++) {
    const char *letter =
        units[i] && units[i] < 0x80 ? strchr(letters, units[i]) : NULL;
    if (!letter || *flags >> (letter - letters) & 1) return false;
    *flags |= (u8)(1 << (letter - letters));
  }
  return !(*flags & REGEXP_UNICODE && *flags & REGEXP_UNICODE_SETS);
}

bool regexp_check(const u16 *units, u32 length, u8 flags, RegexpError *error) {
  RegexpTree tree;
  bool result = regexp_parse(&tree, units, length, flags, error);
  regexp_tree_free(&tree);
  return result;
}
