/* charset.c - the operations on sorted ranges. */
#include "regexp/charset.h"

#include <stdlib.h>

void charset_add(CharSet *set, u32 first, u32 last) {
  assert(first <= last && last <= CODE_POINT_MAX);
  if (set->count == set->capacity) {
    u32 capacity = set->capacity ? 2 * set->capacity : 8;
    CharRange *ranges = arena_allocate(set->arena, capacity * sizeof *ranges);
    if (set->count) memcpy(ranges, set->ranges, set->count * sizeof *ranges);
    set->ranges = ranges;
    set->capacity = capacity;
  }
  set->ranges[set->count++] = (CharRange){first, last};
}

void charset_add_set(CharSet *set, const CharSet *other) {
  for (u32 i = 0; i < other->count; i++)
    charset_add(set, other->ranges[i].first, other->ranges[i].last);
}

static int compare_ranges(const void *a, const void *b) {
  const CharRange *left = a, *right = b;
  if (left->first != right->first) return left->first < right->first ? -1 : 1;
  return left->last < right->last ? -1 : left->last > right->last;
}

static bool is_sorted(const CharSet *set) {
  for (u32 i = 1; i < set->count; i++)
    if (set->ranges[i].first < set->ranges[i - 1].first) return false;
  return true;
}

void charset_normalize(CharSet *set) {
  if (set->count < 2) return;
  if (!is_sorted(set))
    qsort(set->ranges, set->count, sizeof *set->ranges, compare_ranges);
  u32 kept = 0;
  for (u32 i = 1; i < set->count; i++) {
    CharRange range = set->ranges[i], *last = &set->ranges[kept];
    if (range.first > last->last + 1)
      set->ranges[++kept] = range;
    else if (range.last > last->last)
      last->last = range.last;
  }
  set->count = kept + 1;
}

void charset_invert(CharSet *set) {
  CharSet result = {.arena = set->arena};
  u32 next = 0;
  for (u32 i = 0; i < set->count; i++) {
    CharRange range = set->ranges[i];
    if (range.first > next) charset_add(&result, next, range.first - 1);
    next = range.last + 1;
  }
  if (next <= CODE_POINT_MAX) charset_add(&result, next, CODE_POINT_MAX);
  *set = result;
}

void charset_intersect(CharSet *set, const CharSet *other) {
  CharSet result = {.arena = set->arena};
  for (u32 i = 0, k = 0; i < set->count && k < other->count;) {
    CharRange a = set->ranges[i], b = other->ranges[k];
    u32 first = a.first > b.first ? a.first : b.first;
    u32 last = a.last < b.last ? a.last : b.last;
    if (first <= last) charset_add(&result, first, last);
    if (a.last < b.last)
      i++;
    else
      k++;
  }
  *set = result;
}

void charset_subtract(CharSet *set, const CharSet *other) {
  CharSet rest = charset_copy(other);
  charset_invert(&rest);
  charset_intersect(set, &rest);
}

CharSet charset_copy(const CharSet *set) {
  CharSet copy = {.arena = set->arena};
  charset_add_set(&copy, set);
  return copy;
}

bool charset_equals(const CharSet *a, const CharSet *b) {
  if (a->count != b->count) return false;
  for (u32 i = 0; i < a->count; i++)
    if (a->ranges[i].first != b->ranges[i].first ||
        a->ranges[i].last != b->ranges[i].last)
      return false;
  return true;
}

i64 charset_only(const CharSet *set) {
  bool is_one = set->count == 1 && set->ranges[0].first == set->ranges[0].last;
  return is_one ? (i64)set->ranges[0].first : -1;
}
