/* instruction_info.c - the table of instructions, made from instructions.def.
 */
#include "bytecode/code_block.h"

/* The letter at `i` of a literal, 0 behind its end. */
#define LETTER(text, i) ((i) < sizeof(text) ? (text)[(i) % sizeof(text)] : 0)
#define UNITS_AT(text, i)                                                      \
  (LETTER(text, i) == 0 ? 0                                                    \
   : LETTER(text, i) == 'K' || LETTER(text, i) == 'L' ||                       \
           LETTER(text, i) == 'S'                                              \
       ? 2                                                                     \
       : 1)
#define UNITS(text)                                                            \
  (1 + UNITS_AT(text, 0) + UNITS_AT(text, 1) + UNITS_AT(text, 2) +             \
   UNITS_AT(text, 3) + UNITS_AT(text, 4) + UNITS_AT(text, 5))

const InstructionInfo instruction_info[OPCODE_ALL] = {
#define INSTRUCTION(name, operands, synopsis)                                  \
  [OP_##name] = {#name, operands, synopsis, UNITS(operands)},
#include "bytecode/instructions.def"
#undef INSTRUCTION
#define OPTIMISED(name, baseline, operands, checks, synopsis)                  \
  [OP_##name] = {#name, operands, synopsis, UNITS(operands)},
#include "bytecode/optimised.def"
#undef OPTIMISED
};

#define INSTRUCTION(name, operands, synopsis)                                  \
  static_assert(sizeof(operands) <= 7, "raise the limit in UNITS");
#include "bytecode/instructions.def"
#undef INSTRUCTION

bool instruction_goes_on(Opcode opcode) {
  switch (opcode) {
  case OP_Jump:
  case OP_Loop:
  case OP_Return:
  case OP_ReturnUndefined:
  case OP_ReturnDerived:
  case OP_GeneratorReturn:
  case OP_AsyncReturn:
  case OP_AsyncThrow:
  case OP_Throw:
  case OP_Rethrow:
  case OP_ThrowConstant:
  case OP_ThrowError: return false;
  default: return true;
  }
}
