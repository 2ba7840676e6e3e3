/* optimised_code.c - see optimised_code.h. */
#include "bytecode/optimised_code.h"

#include <stdlib.h>

const char *const deopt_words[DEOPT_COUNT] = {
#define DEOPT(name, word, text) [DEOPT_##name] = word,
#include "bytecode/deopts.def"
#undef DEOPT
};

const char *const deopt_texts[DEOPT_COUNT] = {
#define DEOPT(name, word, text) [DEOPT_##name] = text,
#include "bytecode/deopts.def"
#undef DEOPT
};

Opcode opcode_baseline(Opcode opcode) {
  static const Opcode baselines[OPCODE_ALL] = {
#define OPTIMISED(name, baseline, operands, checks, synopsis)                  \
  [OP_##name] = OP_##baseline,
#include "bytecode/optimised.def"
#undef OPTIMISED
  };
  return opcode < OPCODE_COUNT ? opcode : baselines[opcode];
}

const char *opcode_checks(Opcode opcode) {
  static const char *const checks_of[OPCODE_ALL] = {
#define OPTIMISED(name, baseline, operands, checks, synopsis)                  \
  [OP_##name] = checks,
#include "bytecode/optimised.def"
#undef OPTIMISED
  };
  return opcode < OPCODE_COUNT ? "" : checks_of[opcode];
}

const Unit *code_block_baseline(const CodeBlock *code) {
  return code->optimised ? code->optimised->baseline : code->instructions;
}

OptimisedCode *optimised_code_of(CodeBlock *code) {
  if (code->optimised) return code->optimised;
  OptimisedCode *optimised = base_allocate_zeroed(sizeof *optimised);
  optimised->baseline =
      base_copy(code->instructions, code->unit_count * sizeof(Unit));
  code->optimised = optimised;
  return optimised;
}

void optimised_code_drop(CodeBlock *code, const Deopt *deopt) {
  OptimisedCode *optimised = code->optimised;
  assert(optimised && optimised->is_installed);
  memcpy(code->instructions, optimised->baseline,
         code->unit_count * sizeof(Unit));
  optimised->is_installed = false;
  optimised->deopts[optimised->deopt_count++ % DEOPTS_KEPT] = *deopt;
  free(optimised->proofs);
  optimised->proofs = NULL;
  code->heat = 0;
}

static bool shape_lives(const Heap *heap, const Unit *operand) {
  return heap_is_marked(heap, heap_expand(heap, unit_read_u32(operand)));
}

/* Whether all that one instruction relies on lives: its Shape, and what the
 * cache that it reads has kept. */
static bool instruction_lives(const Heap *heap, const CodeBlock *code,
                              const Unit *unit) {
  const Unit *operand = unit + 1;
  for (const char *letter = instruction_info[*unit].operands; *letter;
       letter++) {
    if (*letter == 'S' && !shape_lives(heap, operand)) return false;
    if (*letter == 'C' && !code->caches[*operand].count) return false;
    operand += operand_units(*letter);
  }
  return true;
}

u32 optimised_code_dead_shape(const Heap *heap, const CodeBlock *code) {
  for (u32 unit = 0; unit < code->unit_count;) {
    const Unit *at = &code->instructions[unit];
    if (*at >= OPCODE_COUNT && !instruction_lives(heap, code, at)) return unit;
    unit += instruction_info[*at].units;
  }
  return UINT32_MAX;
}

void optimised_code_free(CodeBlock *code) {
  if (!code->optimised) return;
  free(code->optimised->baseline);
  free(code->optimised->proofs);
  free(code->optimised);
  code->optimised = NULL;
}
