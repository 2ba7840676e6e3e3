/* program.h - a compiled pattern, and the tables that its instructions use.
 *
 * Whether a unit below 256 is in a set is a bit in a page of 256 bytes, which
 * eight sets share: bit `mask` of page[unit]. From 256 up a set has ranges.
 * A filter is two bits in such a page, for the two ways on of a fork.
 */
#ifndef GLASSHEAP_REGEXP_PROGRAM_H
#define GLASSHEAP_REGEXP_PROGRAM_H

#include "regexp/tree.h"

typedef enum RegexpOpcode : u8 {
#define INSTRUCTION(name, operands, synopsis) REGEXP_OP_##name,
#include "regexp/instructions.def"
#undef INSTRUCTION
  REGEXP_OPCODES,
} RegexpOpcode;

/* Modes of Reference. */
constexpr u32 REFERENCE_IGNORES_CASE = 1;
constexpr u32 REFERENCE_FOLDS = 2; /* by simple case folding */
constexpr u32 REFERENCE_BACKWARDS = 4;

constexpr u32 PAGE_BYTES = 256;

typedef struct RegexpSet {
  u32 page;                     /* offset of its page in `pages` */
  u32 first_range, range_count; /* of what is above 255, in `ranges` */
  u8 mask;
  bool has_all_wide; /* everything above 255 is in it */
  bool has_all;      /* everything is */
} RegexpSet;

/* What it allows, as two bits: 1 the way on, 2 the way to the label. */
typedef struct RegexpFilter {
  u32 page;
  u8 shift;
  u8 wide; /* for units above 255 */
  u8 end;  /* at the end of the text */
} RegexpFilter;

constexpr u32 NO_FILTER = UINT32_MAX;
constexpr u32 NO_UNIT = UINT32_MAX;

struct RegexpProgram {
  u8 flags;
  bool is_anchored;   /* can only match at the start of the text */
  u32 capture_count;  /* groups, group 0 included */
  u32 register_count; /* two for each group, then the counters */
  u32 prefix_length;  /* every match begins with the first units of the
                         literals' text */
  u32 start_filter;   /* which units may begin a match, or NO_FILTER */
  u32 required;       /* a unit that every match has in it, or NO_UNIT */
  VECTOR(u32) code;
  VECTOR(RegexpSet) sets;
  VECTOR(RegexpFilter) filters;
  VECTOR(CharRange) ranges;
  VECTOR(u8) pages;
  VECTOR(u16) units; /* the text of literals, the prefix first */
  VECTOR(u8) prefix; /* the prefix as bytes, when it is Latin-1 */
  VECTOR(RegexpName) names;
};

/* regexp_emit - compiles an analyzed tree into an empty program; false when
 * the pattern is too large. */
bool regexp_emit(RegexpProgram *program, RegexpTree *tree);

/* ---- Tables under construction (tables.c) -------------------------------- */

typedef struct TableBuilder {
  RegexpProgram *program;
  u32 columns;           /* bits of the last page in use */
  VECTOR(CharSet) sets;  /* what program->sets were made from */
  VECTOR(First) filters; /* two for each of program->filters */
} TableBuilder;

/* table_set - the index of a set. */
u32 table_set(TableBuilder *builder, const CharSet *set);
/* table_filter - the index of a filter that allows the way on for `next` and
 * the way to the label for `other`; NO_FILTER when both are all units. */
u32 table_filter(TableBuilder *builder, const First *next, const First *other);
/* table_text - the offset of a literal's text. */
u32 table_text(TableBuilder *builder, const u16 *units, u32 length);
void table_builder_free(TableBuilder *builder);

/* ---- The matcher, for either kind of text (match.inc) -------------------- */

RegexpResult match_latin1(const RegexpProgram *program, RegexpMatcher *matcher,
                          const u8 *text, u32 length, u32 start,
                          bool is_sticky);
RegexpResult match_utf16(const RegexpProgram *program, RegexpMatcher *matcher,
                         const u16 *text, u32 length, u32 start,
                         bool is_sticky);
/* matcher_ask - steps are used up: whether to go on, with new ones. */
bool matcher_ask(RegexpMatcher *matcher, i32 *steps);
/* matcher_grow - room for more states; false when there are too many. */
bool matcher_grow(RegexpMatcher *matcher);
/* set_has_wide - is a code point above 255 in the set? */
bool set_has_wide(const RegexpProgram *program, const RegexpSet *set,
                  u32 code_point);

#endif
