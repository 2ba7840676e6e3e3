/* disassembler.c - instructions as text.
 *
 *   GetField r5, r3, "x"  [cache 2]
 *   Call r5, r4, r7(2)             window at r7, two arguments
 *   NewObjectLiteral r2, <Shape {a, b}>, r3..r4
 *   LoopIfLess r2, r1, -> 12       the unit it jumps to
 */
#include "base/number.h"
#include "bytecode/optimised_code.h"

/* ---- Constants ---------------------------------------------------------- */

constexpr u32 TEXT_MAX = 40; /* bytes of a string that are shown */

static void append_quoted(const String *string, Buffer *out) {
  Buffer text = {};
  string_append_text(string, &text);
  buffer_byte(out, '"');
  for (u32 i = 0; i < text.length && i < TEXT_MAX; i++) {
    char byte = text.bytes[i];
    if (byte == '\n')
      buffer_text(out, "\\n");
    else if (byte == '"' || byte == '\\')
      buffer_format(out, "\\%c", byte);
    else
      buffer_byte(out, byte);
  }
  buffer_text(out, text.length > TEXT_MAX ? "...\"" : "\"");
  buffer_free(&text);
}

static void append_name(Value name, Buffer *out) {
  if (value_is_string(name) && string_length(name))
    string_append_text((String *)value_to_cell(name), out);
  else
    buffer_text(out, "(anonymous)");
}

typedef struct ShapeText {
  Buffer *out;
  bool has_some;
} ShapeText;

static bool append_key(void *context, Key key, u32 offset, u8 attributes) {
  ShapeText *text = context;
  if (text->has_some) buffer_text(text->out, ", ");
  text->has_some = true;
  key_append_text(key, text->out);
  return true;
}

static void append_shape(Shape *shape, Buffer *out) {
  buffer_text(out, "<Shape {");
  shape_each(shape, append_key, &(ShapeText){out, false});
  buffer_text(out, "}>");
}

static void append_scope(const ScopeInfo *scope, Buffer *out) {
  buffer_text(out, "<scope {");
  for (u32 i = 0; i < scope->cell.info; i++) {
    if (i) buffer_text(out, ", ");
    append_name(scope->names[i], out);
  }
  buffer_text(out, "}>");
}

static void append_cell(Cell *cell, Buffer *out) {
  switch (cell->kind) {
  case KIND_STRING: append_quoted((String *)cell, out); break;
  case KIND_SHAPE: append_shape((Shape *)cell, out); break;
  case KIND_SCOPE_INFO: append_scope((ScopeInfo *)cell, out); break;
  case KIND_CODE_BLOCK:
    buffer_text(out, "<function ");
    append_name(((CodeBlock *)cell)->name, out);
    buffer_byte(out, '>');
    break;
  case KIND_REGEXP_CODE: regexp_append_text((RegexpCode *)cell, out); break;
  default: buffer_text(out, "<list>"); break;
  }
}

static void append_constant(Value value, Buffer *out) {
  char text[NUMBER_TEXT_BYTES];
  if (value_is_cell(value)) {
    append_cell(value_to_cell(value), out);
  } else if (value_is_number(value)) {
    size_t length = number_to_text(value_to_number(value), text);
    buffer_append(out, text, length);
  } else {
    buffer_text(out, value_is_undefined(value) ? "undefined" : "?");
  }
}

/* ---- Operands ----------------------------------------------------------- */

static void append_range(u32 first, u32 count, Buffer *out) {
  if (count == 0)
    buffer_text(out, "none");
  else if (count == 1)
    buffer_format(out, "r%u", first);
  else
    buffer_format(out, "r%u..r%u", first, first + count - 1);
}

/* One operand; `unit` is the instruction's, for jumps. */
static void append_operand(Isolate *isolate, const CodeBlock *code, u32 unit,
                           char letter, const Unit *operand, Buffer *out) {
  switch (letter) {
  case 'S':
    append_shape((Shape *)heap_expand(&isolate->heap, unit_read_u32(operand)),
                 out);
    break;
  case 'W':
  case 'R':
  case 'M': buffer_format(out, "r%u", *operand); break;
  case 'P': append_range(*operand, 3, out); break;
  case 'A':
  case 'B': buffer_format(out, "r%u(%u)", operand[0], operand[1]); break;
  case 'V':
  case 'D': append_range(operand[0], operand[1], out); break;
  case 'K': append_constant(unit_read_constant(code, operand), out); break;
  case 'L':
    buffer_format(out, "-> %u", unit + (u32)unit_read_i32(operand));
    break;
  case 'I': buffer_format(out, "%d", (i16)*operand); break;
  default: buffer_format(out, "%u", *operand); break;
  }
}

/* Counts are shown with the registers that they count. */
static bool takes_next(char letter) {
  return letter == 'A' || letter == 'B' || letter == 'V' || letter == 'D';
}

static u32 disassemble(Isolate *isolate, const CodeBlock *code,
                       const Unit *units, u32 unit, Buffer *out) {
  const Unit *instruction = units + unit;
  const InstructionInfo *info = &instruction_info[*instruction];
  const Unit *operand = instruction + 1;
  const char *separator = " ";
  buffer_text(out, info->name);
  for (const char *letter = info->operands; *letter; letter++) {
    if (*letter == 'C') {
      buffer_format(out, "  [cache %u]", *operand);
    } else {
      buffer_text(out, separator);
      append_operand(isolate, code, unit, *letter, operand, out);
      separator = ", ";
    }
    operand += operand_units(*letter);
    if (takes_next(*letter)) {
      letter++;
      operand++;
    }
  }
  return unit + info->units;
}

u32 code_block_disassemble(Isolate *isolate, const CodeBlock *code, u32 unit,
                           Buffer *out) {
  return disassemble(isolate, code, code_block_baseline(code), unit, out);
}

u32 optimised_code_disassemble(Isolate *isolate, const CodeBlock *code,
                               u32 unit, Buffer *out) {
  return disassemble(isolate, code, code->instructions, unit, out);
}
