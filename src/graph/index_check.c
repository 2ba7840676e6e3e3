/* index_check.c - numbers that are used as places. */
#include "graph/index_check.h"

/* No branch within: the compiler makes it wide. */
static bool are_words_below(const u32 *words, size_t count, u32 shift,
                            u32 limit) {
  u32 are_bad = 0;
  for (size_t i = 0; i < count; i++)
    are_bad |= words[i] >> shift >= limit;
  return !are_bad;
}

static bool are_items_below(const IndexCheck *check, const u8 *items,
                            size_t count) {
  u32 are_bad = 0;
  for (size_t i = 0; i < count; i++) {
    u32 word;
    memcpy(&word, items + i * check->stride + check->offset, sizeof word);
    are_bad |= word >> check->shift >= check->limit;
  }
  return !are_bad;
}

static bool do_starts_rise(const IndexCheck *check, u32 first, u32 last) {
  const Starts *starts = &check->starts;
  u32 before = starts_get(starts, first);
  for (u32 i = first + 1; i <= last && i < starts->count; i++) {
    u32 next = starts_get(starts, i);
    if (next < before) return false;
    before = next;
  }
  return before <= check->limit;
}

bool index_check(const IndexCheck *check, const u8 *parts, size_t from,
                 size_t to) {
  size_t end = check->start + check->bytes;
  if (from < check->start) from = check->start;
  if (to > end) to = end;
  if (from >= to) return true;
  size_t first = (from - check->start + check->stride - 1) / check->stride;
  size_t last = (to - check->start + check->stride - 1) / check->stride;
  if (first >= last) return true;
  if (check->is_starts) return do_starts_rise(check, (u32)first, (u32)last);
  const u8 *items = parts + check->start + first * check->stride;
  return check->stride == sizeof(u32)
             ? are_words_below((const u32 *)(const void *)items, last - first,
                               check->shift, check->limit)
             : are_items_below(check, items, last - first);
}
