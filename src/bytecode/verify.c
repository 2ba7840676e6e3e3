/* verify.c - checks code blocks for what the interpreter and the collector
 * take for granted.
 */
#include "bytecode/code_block.h"

#include <stdlib.h>

/* What is being verified. */
typedef struct Verifier {
  CodeBlock *code;
  bool *starts;      /* by unit: an instruction starts here */
  u32 unit;          /* that is being looked at */
  const char *wrong; /* the first finding */
} Verifier;

static bool fail(Verifier *verifier, const char *wrong) {
  if (!verifier->wrong) verifier->wrong = wrong;
  return false;
}

static bool find_starts(Verifier *verifier) {
  const CodeBlock *code = verifier->code;
  u32 unit = 0;
  while (unit < code->unit_count) {
    verifier->unit = unit;
    if (code->instructions[unit] >= OPCODE_COUNT)
      return fail(verifier, "unknown opcode");
    verifier->starts[unit] = true;
    unit += instruction_info[code->instructions[unit]].units;
  }
  return unit == code->unit_count || fail(verifier, "instruction cut off");
}

/* ---- Operands ----------------------------------------------------------- */

static bool is_backward(Opcode opcode) {
  return strncmp(instruction_info[opcode].name, "Loop", 4) == 0;
}

static bool verify_jump(Verifier *verifier, const Unit *operand) {
  const CodeBlock *code = verifier->code;
  i64 target = (i64)verifier->unit + unit_read_i32(operand);
  if (target < 0 || target >= code->unit_count || !verifier->starts[target])
    return fail(verifier, "jump into the middle of nowhere");
  bool goes_back = target <= verifier->unit;
  return goes_back == is_backward(code->instructions[verifier->unit]) ||
         fail(verifier, "jump in the wrong direction");
}

static u32 registers_needed(char letter, const Unit *operand) {
  switch (letter) {
  case 'W':
  case 'R':
  case 'M': return operand[0] + 1u;
  case 'P': return operand[0] + 3u;
  case 'A':
  case 'B': return operand[0] + FRAME_WORDS + 1 + operand[1];
  case 'V':
  case 'D': return operand[1] ? operand[0] + (u32)operand[1] : 0;
  default: return 0;
  }
}

static bool verify_operand(Verifier *verifier, char letter,
                           const Unit *operand) {
  const CodeBlock *code = verifier->code;
  if (registers_needed(letter, operand) > code->register_count)
    return fail(verifier, "register outside of the frame");
  if (letter == 'K' && unit_read_u32(operand) >= code->constant_count)
    return fail(verifier, "no such constant");
  if (letter == 'C' && *operand >= code->cache_count)
    return fail(verifier, "no such cache");
  return letter != 'L' || verify_jump(verifier, operand);
}

/* A window must lie behind everything else that its call touches. */
static bool verify_window(Verifier *verifier, const Unit *unit) {
  const char *letters = instruction_info[*unit].operands;
  const char *window = strpbrk(letters, "AB");
  if (!window) return true;
  u32 first = unit[1 + (window - letters)];
  for (const char *letter = letters; letter < window; letter++) {
    if (unit[1 + (letter - letters)] >= first)
      return fail(verifier, "operand inside the call's window");
  }
  return true;
}

static bool verify_instruction(Verifier *verifier) {
  const Unit *unit = &verifier->code->instructions[verifier->unit];
  const Unit *operand = unit + 1;
  for (const char *letter = instruction_info[*unit].operands; *letter;
       letter++) {
    if (!verify_operand(verifier, *letter, operand)) return false;
    operand += operand_units(*letter);
  }
  return verify_window(verifier, unit);
}

static bool verify_instructions(Verifier *verifier) {
  const CodeBlock *code = verifier->code;
  u32 last = 0;
  for (u32 unit = 0; unit < code->unit_count; unit++) {
    if (!verifier->starts[unit]) continue;
    verifier->unit = last = unit;
    if (!verify_instruction(verifier)) return false;
  }
  return !instruction_goes_on(code->instructions[last]) ||
         fail(verifier, "the code has no end");
}

/* ---- Side tables -------------------------------------------------------- */

static bool is_start(const Verifier *verifier, u32 unit) {
  return unit < verifier->code->unit_count && verifier->starts[unit];
}

static bool is_end(const Verifier *verifier, u32 unit) {
  return unit == verifier->code->unit_count || is_start(verifier, unit);
}

static bool verify_handlers(Verifier *verifier) {
  const CodeBlock *code = verifier->code;
  for (u32 i = 0; i < code->handler_count; i++) {
    const Handler *handler = &code->handlers[i];
    verifier->unit = handler->start;
    if (handler->start >= handler->end || !is_start(verifier, handler->start) ||
        !is_end(verifier, handler->end) || !is_start(verifier, handler->target))
      return fail(verifier, "handler off the instructions");
    if (handler->exception >= code->register_count)
      return fail(verifier, "exception register outside of the frame");
    bool is_inside =
        handler->start <= handler->target && handler->target < handler->end;
    if (is_inside) return fail(verifier, "handler covers itself");
  }
  return true;
}

static bool verify_positions(Verifier *verifier) {
  const CodeBlock *code = verifier->code;
  for (u32 i = 0; i < code->position_count; i++) {
    const Position *position = &code->positions[i];
    verifier->unit = position->unit;
    if (!is_start(verifier, position->unit))
      return fail(verifier, "position off the instructions");
    if (i > 0 && position->unit < position[-1].unit)
      return fail(verifier, "positions out of order");
    if (position->source_start > position->source_end)
      return fail(verifier, "position ends before it starts");
  }
  return true;
}

static bool verify_variables(Verifier *verifier) {
  const CodeBlock *code = verifier->code;
  for (u32 i = 0; i < code->variable_count; i++) {
    const VariableInfo *variable = &code->variables[i];
    verifier->unit = variable->start;
    if (variable->start >= variable->end ||
        !is_start(verifier, variable->start) ||
        !is_end(verifier, variable->end))
      return fail(verifier, "variable off the instructions");
    u32 reg =
        variable->environment ? variable->environment - 1u : variable->place;
    if (reg >= code->register_count)
      return fail(verifier, "variable outside of the frame");
  }
  return true;
}

/* At the entry only `this` and the arguments have values. */
static bool verify_entry(Verifier *verifier) {
  CodeBlock *code = verifier->code;
  u64 *live = base_allocate_zeroed((code->register_count / 64 + 1) * 8);
  verifier->unit = 0;
  code_block_live_in(code, 0, live);
  bool is_sound = true;
  for (u32 i = code->parameter_count + 1; i < code->register_count; i++) {
    if (live[i / 64] >> (i % 64) & 1) is_sound = false;
  }
  free(live);
  return is_sound || fail(verifier, "register read before it is written");
}

const char *code_block_verify(CodeBlock *code, u32 *unit) {
  Verifier verifier = {.code = code};
  verifier.starts = base_allocate_zeroed(code->unit_count + 1);
  (void)(find_starts(&verifier) && verify_instructions(&verifier) &&
         verify_handlers(&verifier) && verify_positions(&verifier) &&
         verify_variables(&verifier) && verify_entry(&verifier));
  free(verifier.starts);
  *unit = verifier.unit;
  return verifier.wrong;
}
