/* matcher.c - the memory of matching, and the choice of the matcher. */
#include <stdlib.h>

#include "regexp/program.h"

constexpr u32 STACK_FIRST = 1 << 10;
constexpr u32 STACK_MAX = 1 << 24;  /* words: 128 MiB */
constexpr u32 STACK_KEPT = 1 << 17; /* words kept for the next match: 1 MiB */

bool matcher_grow(RegexpMatcher *matcher) {
  u32 capacity = matcher->stack_capacity;
  if (capacity == STACK_MAX) return false;
  capacity = capacity ? 2 * capacity : STACK_FIRST;
  matcher->stack =
      base_reallocate(matcher->stack, capacity * sizeof *matcher->stack);
  matcher->stack_capacity = capacity;
  return true;
}

bool matcher_ask(RegexpMatcher *matcher, i32 *steps) {
  *steps = REGEXP_STEPS;
  return !matcher->interrupt || matcher->interrupt(matcher->context);
}

bool set_has_wide(const RegexpProgram *program, const RegexpSet *set,
                  u32 code_point) {
  if (set->has_all_wide) return true;
  const CharRange *ranges = program->ranges.items + set->first_range;
  u32 low = 0, high = set->range_count;
  while (low < high) {
    u32 middle = (low + high) / 2;
    if (code_point > ranges[middle].last)
      low = middle + 1;
    else
      high = middle;
  }
  return low < set->range_count && code_point >= ranges[low].first;
}

static void reserve(RegexpMatcher *matcher, const RegexpProgram *program) {
  if (!matcher->stack) matcher_grow(matcher);
  if (likely(matcher->register_capacity >= program->register_count)) return;
  matcher->register_capacity = program->register_count;
  matcher->registers =
      base_reallocate(matcher->registers,
                      matcher->register_capacity * sizeof *matcher->registers);
}

RegexpResult regexp_match(const RegexpProgram *program, RegexpMatcher *matcher,
                          const void *text, bool is_latin1, u32 length,
                          u32 start, bool is_sticky) {
  assert(start <= length);
  reserve(matcher, program);
  RegexpResult result =
      is_latin1 ? match_latin1(program, matcher, text, length, start, is_sticky)
                : match_utf16(program, matcher, text, length, start, is_sticky);
  if (unlikely(matcher->stack_capacity > STACK_KEPT)) {
    free(matcher->stack);
    matcher->stack = NULL;
    matcher->stack_capacity = 0;
  }
  return result;
}

void regexp_matcher_free(RegexpMatcher *matcher) {
  free(matcher->stack);
  free(matcher->registers);
  *matcher = (RegexpMatcher){};
}
