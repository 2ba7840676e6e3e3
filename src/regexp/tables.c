/* tables.c - sets, filters and literals of a program under construction. Those
 * that were made a short while ago are used again. */
#include "regexp/program.h"

constexpr u32 LOOK_BACK = 32;     /* how many are compared */
constexpr u32 FILTERS_MAX = 2000; /* then forks do without */

/* `count` adjacent bits of a page that nobody has yet: the lowest of them;
 * `*page` is the page's offset. */
static u32 take_columns(TableBuilder *builder, u32 count, u32 *page) {
  RegexpProgram *program = builder->program;
  if (!program->pages.count || builder->columns + count > 8) {
    builder->columns = 0;
    vector_reserve(&program->pages, PAGE_BYTES);
    memset(program->pages.items + program->pages.count, 0, PAGE_BYTES);
    program->pages.count += PAGE_BYTES;
  }
  u32 column = builder->columns;
  builder->columns += count;
  *page = program->pages.count - PAGE_BYTES;
  return column;
}

/* ---- Sets --------------------------------------------------------------- */

static void add_ranges(RegexpProgram *program, RegexpSet *made,
                       const CharSet *set) {
  made->first_range = program->ranges.count;
  for (u32 i = 0; i < set->count; i++) {
    CharRange range = set->ranges[i];
    for (u32 unit = range.first; unit <= range.last && unit < 256; unit++)
      program->pages.items[made->page + unit] |= made->mask;
    if (range.last < 256) continue;
    if (range.first < 256) range.first = 256;
    vector_push(&program->ranges, range);
    made->has_all_wide |= range.first == 256 && range.last == CODE_POINT_MAX;
  }
  made->range_count = program->ranges.count - made->first_range;
  made->has_all =
      made->has_all_wide && set->count == 1 && set->ranges[0].first == 0;
}

u32 table_set(TableBuilder *builder, const CharSet *set) {
  RegexpProgram *program = builder->program;
  u32 count = builder->sets.count;
  for (u32 i = count; i-- > 0 && count - i <= LOOK_BACK;)
    if (charset_equals(&builder->sets.items[i], set)) return i;
  RegexpSet made = {};
  made.mask = (u8)(1 << take_columns(builder, 1, &made.page));
  add_ranges(program, &made, set);
  vector_push(&builder->sets, *set);
  vector_push(&program->sets, made);
  return count;
}

/* ---- Filters ------------------------------------------------------------ */

static bool first_equals(const First *a, const First *b) {
  return !memcmp(a->bits, b->bits, sizeof a->bits) && a->wide == b->wide &&
         a->end == b->end;
}

static bool first_has(const First *first, u32 unit) {
  return first->bits[unit / 64] >> (unit % 64) & 1;
}

static u32 new_filter(TableBuilder *builder, const First *next,
                      const First *other) {
  RegexpProgram *program = builder->program;
  RegexpFilter made = {
      .wide = (u8)(next->wide | other->wide << 1),
      .end = (u8)(next->end | other->end << 1),
  };
  made.shift = (u8)take_columns(builder, 2, &made.page);
  u8 *page = program->pages.items + made.page;
  for (u32 unit = 0; unit < 256; unit++)
    page[unit] |= (u8)((first_has(next, unit) | first_has(other, unit) << 1)
                       << made.shift);
  vector_push(&builder->filters, *next);
  vector_push(&builder->filters, *other);
  vector_push(&program->filters, made);
  return program->filters.count - 1;
}

u32 table_filter(TableBuilder *builder, const First *next, const First *other) {
  u32 count = builder->program->filters.count;
  if ((first_is_all(next) && first_is_all(other)) || count == FILTERS_MAX)
    return NO_FILTER;
  for (u32 i = count; i-- > 0 && count - i <= LOOK_BACK;)
    if (first_equals(&builder->filters.items[2 * i], next) &&
        first_equals(&builder->filters.items[2 * i + 1], other))
      return i;
  return new_filter(builder, next, other);
}

/* ---- Literals ----------------------------------------------------------- */

u32 table_text(TableBuilder *builder, const u16 *units, u32 length) {
  RegexpProgram *program = builder->program;
  u32 offset = program->units.count;
  for (u32 i = 0; i < length; i++)
    vector_push(&program->units, units[i]);
  return offset;
}

void table_builder_free(TableBuilder *builder) {
  vector_free(&builder->sets);
  vector_free(&builder->filters);
}
