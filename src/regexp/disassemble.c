/* disassemble.c - programs as text, from the table of instructions:
 *
 *     0  RunGreedy [a-z] 1 any on: [a]
 *     5  RunRetry on: [a]
 *     7  Char 'a'
 */
#include "base/unicode.h"
#include "regexp/program.h"

static const struct {
  const char *name, *operands;
} instructions[] = {
#define INSTRUCTION(name, operands, synopsis) {#name, operands},
#include "regexp/instructions.def"
#undef INSTRUCTION
};

static void append_unit(Buffer *out, u32 unit) {
  if (unit >= 0x20 && unit < 0x7F)
    buffer_byte(out, (char)unit);
  else
    buffer_format(out, "\\u%04X", unit);
}

static bool page_has(const RegexpProgram *program, const RegexpSet *set,
                     u32 unit) {
  return program->pages.items[set->page + unit] & set->mask;
}

static void append_range(Buffer *out, u32 first, u32 last) {
  append_unit(out, first);
  if (last > first + 1) buffer_byte(out, '-');
  if (last > first) append_unit(out, last);
}

static void append_set(Buffer *out, const RegexpProgram *program, u32 index) {
  const RegexpSet *set = &program->sets.items[index];
  buffer_byte(out, '[');
  for (u32 unit = 0; unit < 256; unit++) {
    u32 first = unit;
    while (unit < 256 && page_has(program, set, unit))
      unit++;
    if (unit > first) append_range(out, first, unit - 1);
  }
  for (u32 i = 0; i < set->range_count; i++) {
    CharRange range = program->ranges.items[set->first_range + i];
    append_range(out, range.first, range.last);
  }
  buffer_byte(out, ']');
}

/* The units that one of a filter's two ways is open for. */
static void append_way(Buffer *out, const RegexpProgram *program,
                       const RegexpFilter *filter, u32 way) {
  const u8 *page = program->pages.items + filter->page;
  u32 bit = way << filter->shift;
  buffer_byte(out, '[');
  for (u32 unit = 0; unit < 256; unit++) {
    u32 first = unit;
    while (unit < 256 && page[unit] & bit)
      unit++;
    if (unit > first) append_range(out, first, unit - 1);
  }
  if (filter->wide & way) append_range(out, 256, 0xFFFF);
  buffer_text(out, filter->end & way ? "] or the end" : "]");
}

static void append_filter(Buffer *out, const RegexpProgram *program, u32 index,
                          bool has_label) {
  if (index == NO_FILTER) return;
  const RegexpFilter *filter = &program->filters.items[index];
  buffer_text(out, "on: ");
  append_way(out, program, filter, 1);
  if (!has_label) return;
  buffer_text(out, " there: ");
  append_way(out, program, filter, 2);
}

static void append_text(Buffer *out, const RegexpProgram *program, u32 offset,
                        u32 length) {
  buffer_byte(out, '\'');
  for (u32 i = 0; i < length; i++)
    append_unit(out, program->units.items[offset + i]);
  buffer_byte(out, '\'');
}

static void append_operand(Buffer *out, const RegexpProgram *program,
                           char letter, const u32 *operand) {
  buffer_byte(out, ' ');
  switch (letter) {
  case 'C':
    buffer_byte(out, '\'');
    append_unit(out, *operand);
    buffer_byte(out, '\'');
    break;
  case 'T': append_text(out, program, operand[0], operand[1]); break;
  case 'S': append_set(out, program, *operand); break;
  case 'R': buffer_format(out, "r%u", *operand); break;
  case 'L': buffer_format(out, "-> %u", *operand); break;
  case 'M':
    if (*operand == REGEXP_INFINITE)
      buffer_text(out, "any");
    else
      buffer_format(out, "%u", *operand);
    break;
  case 'F': append_filter(out, program, *operand, true); break;
  case 'G': append_filter(out, program, *operand, false); break;
  default: buffer_format(out, "%u", *operand); break;
  }
}

void regexp_disassemble(const RegexpProgram *program, Buffer *out) {
  const u32 *code = program->code.items;
  for (u32 at = 0; at < program->code.count;) {
    const char *operands = instructions[code[at]].operands;
    u32 count = (u32)strlen(operands);
    buffer_format(out, "%5u  %s", at, instructions[code[at]].name);
    for (u32 i = 0; i < count; i++)
      append_operand(out, program, operands[i], &code[at + 1 + i]);
    buffer_byte(out, '\n');
    at += 1 + count;
  }
}
