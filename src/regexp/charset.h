/* charset.h - sets of code points, as sorted ranges.
 *
 *   [a-z0-9_]   {0x30-0x39} {0x5F-0x5F} {0x61-0x7A}
 *
 * Ranges are added in any order; charset_normalize sorts them and joins those
 * that touch, after which the set is canonical: equal sets have equal ranges.
 * Every other operation wants normalized sets and leaves one. Memory is the
 * arena's, so that nothing here needs to be freed.
 */
#ifndef GLASSHEAP_REGEXP_CHARSET_H
#define GLASSHEAP_REGEXP_CHARSET_H

#include "base/arena.h"

constexpr u32 CODE_POINT_MAX = 0x10FFFF;

typedef struct CharRange {
  u32 first, last;
} CharRange;

/* Zeroed memory but for the arena is the empty set. */
typedef struct CharSet {
  Arena *arena;
  CharRange *ranges;
  u32 count, capacity;
} CharSet;

/* charset_add - puts a range in; the set then wants charset_normalize. */
void charset_add(CharSet *set, u32 first, u32 last);
/* charset_add_set - the same for every range of another. */
void charset_add_set(CharSet *set, const CharSet *other);
/* charset_normalize - sorts and joins. */
void charset_normalize(CharSet *set);
/* charset_invert - all code points that are not in it. */
void charset_invert(CharSet *set);
/* charset_intersect, charset_subtract - with and without what `other` has. */
void charset_intersect(CharSet *set, const CharSet *other);
void charset_subtract(CharSet *set, const CharSet *other);
/* charset_copy - a set of its own with the same content. */
CharSet charset_copy(const CharSet *set);
/* charset_equals - the same code points? */
bool charset_equals(const CharSet *a, const CharSet *b);
/* charset_only - the code point when there is just one, else -1. */
i64 charset_only(const CharSet *set);

#endif
