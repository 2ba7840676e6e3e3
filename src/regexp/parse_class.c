/* parse_class.c - classes between brackets, and what a class with strings
 * becomes.
 *
 * Under v a class may hold strings of several code points (\q{abc}, emoji).
 * The longest that leads to a match is the one, so such a class is a choice in
 * the form of a trie: whatever continues comes before what ends.
 */
#include "regexp/parse.h"

#include <stdlib.h>

/* ---- Contents ----------------------------------------------------------- */

void content_close(Parser *parser, CharSet *set) {
  if (parser->flags & REGEXP_IGNORE_CASE) case_close(set, parser->is_unicode);
}

static int compare_strings(const void *a, const void *b) {
  const CharString *left = a, *right = b;
  for (u32 i = 0; i < left->length && i < right->length; i++)
    if (left->points[i] != right->points[i])
      return left->points[i] < right->points[i] ? -1 : 1;
  return left->length < right->length ? -1 : left->length > right->length;
}

/* Strings that differ only in case are one, under i. */
static u32 *canonical_points(Parser *parser, const u32 *points, u32 length) {
  u32 *copy = arena_allocate(&parser->tree->arena, (length + 1) * sizeof *copy);
  bool folds = parser->flags & REGEXP_IGNORE_CASE;
  for (u32 i = 0; i < length; i++)
    copy[i] = folds ? case_canonical(points[i], true) : points[i];
  return copy;
}

static void push_string(Parser *parser, ClassContent *content,
                        CharString string) {
  CharStrings *strings = &content->strings;
  if (strings->count == content->capacity) {
    content->capacity = content->capacity ? 2 * content->capacity : 8;
    CharString *items =
        arena_allocate(&parser->tree->arena, content->capacity * sizeof *items);
    if (strings->count)
      memcpy(items, strings->items, strings->count * sizeof *items);
    strings->items = items;
  }
  strings->items[strings->count++] = string;
}

void content_add_string(Parser *parser, ClassContent *content,
                        const u32 *points, u32 length) {
  if (length == 1) {
    CharSet set = {.arena = &parser->tree->arena};
    charset_add(&set, points[0], points[0]);
    content_close(parser, &set);
    charset_add_set(&content->set, &set);
  } else {
    u32 *copy = canonical_points(parser, points, length);
    push_string(parser, content, (CharString){copy, length});
  }
}

/* Sorts the strings and drops those that come twice. */
static void normalize_strings(CharStrings *strings) {
  if (strings->count < 2) return;
  qsort(strings->items, strings->count, sizeof *strings->items,
        compare_strings);
  u32 kept = 1;
  for (u32 i = 1; i < strings->count; i++)
    if (compare_strings(&strings->items[kept - 1], &strings->items[i]))
      strings->items[kept++] = strings->items[i];
  strings->count = kept;
}

/* Keeps the strings that the other has, or those that it has not. */
static void filter_strings(CharStrings *strings, CharStrings *other,
                           bool keep_common) {
  normalize_strings(strings);
  normalize_strings(other);
  u32 kept = 0;
  for (u32 i = 0, k = 0; i < strings->count; i++) {
    int order = 1;
    while (k < other->count &&
           (order = compare_strings(&strings->items[i], &other->items[k])) > 0)
      k++;
    bool is_common = k < other->count && order == 0;
    if (is_common == keep_common) strings->items[kept++] = strings->items[i];
  }
  strings->count = kept;
}

void content_unite(Parser *parser, ClassContent *content,
                   const ClassContent *other) {
  charset_add_set(&content->set, &other->set);
  charset_normalize(&content->set);
  for (u32 i = 0; i < other->strings.count; i++)
    push_string(parser, content, other->strings.items[i]);
  normalize_strings(&content->strings);
  content->may_have_strings |= other->may_have_strings;
}

void content_intersect(ClassContent *content, ClassContent *other) {
  charset_intersect(&content->set, &other->set);
  filter_strings(&content->strings, &other->strings, true);
  content->may_have_strings &= other->may_have_strings;
}

void content_subtract(ClassContent *content, ClassContent *other) {
  charset_subtract(&content->set, &other->set);
  filter_strings(&content->strings, &other->strings, false);
}

/* ---- Classes with strings ----------------------------------------------- */

/* The ends of strings [first, last) behind their first `depth` code points. */
typedef struct Tails {
  const CharString *strings;
  u32 count, depth;
} Tails;

static bool same_tails(const Tails *a, const Tails *b) {
  if (a->count != b->count) return false;
  for (u32 i = 0; i < a->count; i++) {
    const CharString *x = &a->strings[i], *y = &b->strings[i];
    u32 length = x->length - a->depth;
    if (length != y->length - b->depth ||
        memcmp(x->points + a->depth, y->points + b->depth,
               length * sizeof *x->points))
      return false;
  }
  return true;
}

/* Those that begin with the same code point as the first. */
static Tails first_branch(const Tails *tails) {
  u32 count = 1, depth = tails->depth;
  while (count < tails->count &&
         tails->strings[count].points[depth] == tails->strings[0].points[depth])
    count++;
  return (Tails){tails->strings, count, depth + 1};
}

static void add_letter(Parser *parser, CharSet *set, u32 letter) {
  CharSet forms = {.arena = set->arena};
  charset_add(&forms, letter, letter);
  content_close(parser, &forms);
  charset_add_set(set, &forms);
  charset_normalize(set);
}

static RegexpNode *tails_node(Parser *parser, Tails tails);

/* A branch: the letters with which it begins, all with the same tails. */
typedef struct Branch {
  CharSet letters;
  Tails tails;
} Branch;

static RegexpNode *branch_node(Parser *parser, const Branch *branch) {
  RegexpNode *letter = pattern_set_node(parser, &branch->letters);
  letter->next = tails_node(parser, branch->tails);
  if (letter->next->kind == REGEXP_EMPTY) {
    letter->next = NULL;
    return letter;
  }
  RegexpNode *sequence = pattern_node(parser, REGEXP_SEQUENCE);
  sequence->items = letter;
  return sequence;
}

/* Sorts the strings' ways on into branches. */
static Branch *find_branches(Parser *parser, Tails tails, u32 *count) {
  VECTOR(Branch) branches = {};
  while (tails.count) {
    u32 letter = tails.strings[0].points[tails.depth];
    Tails branch = first_branch(&tails);
    tails.strings += branch.count;
    tails.count -= branch.count;
    u32 i = 0;
    while (i < branches.count && !same_tails(&branches.items[i].tails, &branch))
      i++;
    if (i == branches.count)
      vector_push(&branches,
                  ((Branch){{.arena = &parser->tree->arena}, branch}));
    add_letter(parser, &branches.items[i].letters, letter);
  }
  *count = branches.count;
  return branches.items;
}

/* What matches one of the tails, the longest first. A string that ends here
 * sorts before those that go on. */
static RegexpNode *tails_node(Parser *parser, Tails tails) {
  bool ends = tails.count && tails.strings[0].length == tails.depth;
  if (ends) {
    tails.strings++;
    tails.count--;
  }
  u32 count;
  Branch *branches = find_branches(parser, tails, &count);
  RegexpNode *last = ends || !count ? pattern_empty(parser) : NULL;
  for (u32 i = count; i-- > 0;) {
    RegexpNode *node = branch_node(parser, &branches[i]);
    node->next = last;
    last = node;
  }
  free(branches);
  assert(last);
  if (!last->next) return last;
  RegexpNode *choice = pattern_node(parser, REGEXP_CHOICE);
  choice->items = last;
  return choice;
}

/* Single code points join the strings as those of length one; most of the time
 * there are none but them. A code point that also begins a string is taken only
 * when no string is. */
RegexpNode *content_node(Parser *parser, ClassContent *content) {
  if (!content->strings.count) return pattern_set_node(parser, &content->set);
  normalize_strings(&content->strings);
  Tails tails = {content->strings.items, content->strings.count, 0};
  bool has_empty = tails.strings[0].length == 0;
  if (has_empty) {
    tails.strings++;
    tails.count--;
  }
  RegexpNode *last = has_empty ? pattern_empty(parser) : NULL;
  if (content->set.count) {
    RegexpNode *single = pattern_set_node(parser, &content->set);
    single->next = last;
    last = single;
  }
  if (tails.count) {
    RegexpNode *longer = tails_node(parser, tails);
    longer->next = last;
    last = longer;
  }
  assert(last);
  if (!last->next) return last;
  RegexpNode *choice = pattern_node(parser, REGEXP_CHOICE);
  choice->items = last;
  return choice;
}

/* ---- Without v ---------------------------------------------------------- */

/* One member: a character (`*is_set` false), or a set that has been added. */
static bool pattern_member(Parser *parser, ClassContent *content,
                           u32 *character, bool *is_set) {
  *is_set = false;
  if (!pattern_eat(parser, '\\')) {
    *character = pattern_character(parser);
    return true;
  }
  if (pattern_eat(parser, 'b')) {
    *character = '\b';
    return true;
  }
  return pattern_class_escape(parser, true, content, is_set) &&
         (*is_set || pattern_character_escape(parser, true, character));
}

/* A member, or two with a dash between them. */
static bool pattern_range(Parser *parser, ClassContent *content) {
  u32 first, last;
  bool first_is_set, last_is_set;
  if (!pattern_member(parser, content, &first, &first_is_set)) return false;
  u32 behind = pattern_peek(parser, 1);
  if (pattern_peek(parser, 0) != '-' || behind == ']' ||
      behind == PATTERN_END) {
    if (!first_is_set) charset_add(&content->set, first, first);
    return true;
  }
  parser->at++;
  if (!pattern_member(parser, content, &last, &last_is_set)) return false;
  if (first_is_set || last_is_set) {
    if (parser->is_unicode)
      return pattern_fail(parser, "Invalid character class");
    if (!first_is_set) charset_add(&content->set, first, first);
    if (!last_is_set) charset_add(&content->set, last, last);
    charset_add(&content->set, '-', '-');
    return true;
  }
  if (first > last)
    return pattern_fail(parser, "Range out of order in character class");
  charset_add(&content->set, first, last);
  return true;
}

static bool pattern_ranges(Parser *parser, ClassContent *content) {
  bool inverts = pattern_eat(parser, '^');
  while (!pattern_eat(parser, ']')) {
    if (pattern_peek(parser, 0) == PATTERN_END)
      return pattern_fail(parser, "Unterminated character class");
    if (!pattern_range(parser, content)) return false;
  }
  charset_normalize(&content->set);
  content_close(parser, &content->set);
  if (inverts) charset_invert(&content->set);
  return true;
}

RegexpNode *pattern_class(Parser *parser) {
  ClassContent content = {.set = {.arena = &parser->tree->arena}};
  bool done = parser->is_sets ? pattern_class_sets(parser, &content)
                              : pattern_ranges(parser, &content);
  return done ? content_node(parser, &content) : NULL;
}
