/* tree.h - a parsed pattern.
 *
 * Flags are gone from the tree: what i, m, s, u and v mean for a part of the
 * pattern was put into its nodes by the parser. A letter under `i` is the set
 * of its forms, `.` is a set, and a class with strings (flag v) is a choice.
 */
#ifndef GLASSHEAP_REGEXP_TREE_H
#define GLASSHEAP_REGEXP_TREE_H

#include "base/vector.h"
#include "regexp/charset.h"
#include "regexp/regexp.h"

constexpr u32 REGEXP_INFINITE = UINT32_MAX;

typedef enum RegexpNodeKind : u8 {
  REGEXP_EMPTY,
  REGEXP_CHARACTER,   /* one code point (a code unit without u and v) */
  REGEXP_SET,         /* one of a set */
  REGEXP_SEQUENCE,    /* of its items */
  REGEXP_CHOICE,      /* one of its items, the earliest that leads to a match */
  REGEXP_GROUP,       /* a capture around its item */
  REGEXP_LOOP,        /* its item, `min` to `max` times */
  REGEXP_REFERENCE,   /* what a group has matched */
  REGEXP_LOOK,        /* (?= (?! (?<= (?<! */
  REGEXP_TEXT_START,  /* ^ */
  REGEXP_TEXT_END,    /* $ */
  REGEXP_LINE_START,  /* ^ with m */
  REGEXP_LINE_END,    /* $ with m */
  REGEXP_WORD_BORDER, /* \b */
  REGEXP_NO_BORDER,   /* \B */
} RegexpNodeKind;

/* Which units may come first when a node, or the rest of the pattern, matches
 * something: a superset. Units from 256 up are one. */
typedef struct First {
  u64 bits[4];
  bool wide; /* a unit above 255 */
  bool end;  /* no unit: the end of the text */
} First;

typedef struct RegexpNode RegexpNode;
struct RegexpNode {
  RegexpNodeKind kind;
  bool greedy;      /* LOOP */
  bool negative;    /* LOOK */
  bool behind;      /* LOOK */
  bool ignore_case; /* REFERENCE, and WORD_BORDER for its extra letters */
  /* filled by analyze.c */
  bool can_be_empty; /* may match without taking a unit */
  bool passes;       /* may match wherever what follows does: `first` alone
                        does not say which unit comes next */
  RegexpNode *next;  /* in the list of items */
  RegexpNode *items; /* of SEQUENCE, CHOICE; the one of GROUP, LOOP, LOOK */
  First first;
  union {
    u32 character; /* CHARACTER */
    CharSet set;   /* SET, normalized */
    struct {
      u32 index; /* GROUP */
    } group;
    struct {
      u32 min, max;
      u32 first_group, end_group; /* the groups inside, if any */
    } loop;
    struct {
      u32 first_group, end_group;
    } look;
    struct { /* REFERENCE: the first of these that took part */
      u32 *groups;
      u32 count;
      const u16 *name; /* while parsing: what is yet to be found */
      u32 name_length;
    } reference;
  };
};

typedef struct RegexpTree {
  Arena arena;
  RegexpNode *root;
  u8 flags;
  u32 capture_count;
  VECTOR(RegexpName) names; /* the text is the arena's */
} RegexpTree;

/* regexp_parse - parses a pattern. False with `*error` filled; the tree must
 * be freed in either case. */
bool regexp_parse(RegexpTree *tree, const u16 *units, u32 length, u8 flags,
                  RegexpError *error);
void regexp_tree_free(RegexpTree *tree);

/* regexp_analyze - fills can_be_empty, passes and first of every node; a choice
 * between single characters becomes a set. */
void regexp_analyze(RegexpTree *tree);

/* regexp_is_single - takes exactly one character, and does nothing else. */
static inline bool regexp_is_single(const RegexpNode *node) {
  return node->kind == REGEXP_CHARACTER || node->kind == REGEXP_SET;
}

/* Sets of first units. */
First first_all(void);
void first_add(First *first, const First *other);
bool first_meets(const First *a, const First *b);
bool first_is_all(const First *first);

#endif
