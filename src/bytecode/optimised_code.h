/* optimised_code.h - the second tier of a code block: its instructions,
 * specialised in place.
 *
 * A hot function's instructions are written anew from what its inline caches
 * have learned, one for one: optimised code has the same length, the same
 * instructions at the same units, the same registers. So moments, frames,
 * positions, handlers and liveness are those of the baseline.
 *
 *   code->instructions   GetFieldInline r5, r3, <Shape {x}>, 2    what runs
 *   ->optimised->baseline      GetField r5, r3, "x"  [cache 1]    set aside
 *
 * The array stays where it is, and with it every program counter and return
 * address on the stack: a loop that is running goes on in optimised code at
 * its next iteration, and back in its baseline at the instruction where an
 * assumption failed. Everything that decodes instructions reads the baseline.
 *
 * The Shapes in optimised instructions are weak references, as those of the
 * caches that they come from: when one dies, the code goes back as well. None
 * of them is an edge of its own: while code is optimised, the caches of its
 * specialised sites do not change, and name the same cells.
 *
 * What is kept here is not told to the heap as external bytes: a collection
 * must come at the same moment with this tier and without it.
 */
#ifndef GLASSHEAP_BYTECODE_OPTIMISED_CODE_H
#define GLASSHEAP_BYTECODE_OPTIMISED_CODE_H

#include "bytecode/code_block.h"

typedef enum DeoptReason : u8 {
#define DEOPT(name, word, text) DEOPT_##name,
#include "bytecode/deopts.def"
#undef DEOPT
  DEOPT_COUNT,
} DeoptReason;

/* deopt_words, deopt_texts - its name in the protocol, and for people. */
extern const char *const deopt_words[DEOPT_COUNT],
    *const deopt_texts[DEOPT_COUNT];

/* One return to the baseline. */
typedef struct Deopt {
  u64 tick;      /* of the run, when it happened */
  u32 unit;      /* of the instruction whose assumption failed */
  Opcode opcode; /* what that was in optimised code */
  DeoptReason reason;
} Deopt;

/* The latest deopts that are kept, one by one. */
constexpr u32 DEOPTS_KEPT = 8;

typedef struct OptimisedCode {
  Unit *baseline;     /* all units as they were compiled */
  u32 *proofs;        /* by unit: 1 + the unit of the instruction that proved
                         what this one does not check, or 0; NULL: none */
  u64 optimised_tick; /* of the run, when it last became optimised */
  u32 optimisations;  /* how often */
  u32 deopt_count;
  Deopt deopts[DEOPTS_KEPT]; /* the i-th at i % DEOPTS_KEPT */
  bool is_installed;         /* the optimised instructions are what runs */
  u8 heat_needed;            /* samples until the next try; 0: never again */
} OptimisedCode;

/* optimised_code_of - the record of a code block, made when there is none. */
OptimisedCode *optimised_code_of(CodeBlock *code);
/* code_block_is_optimised - whether its optimised instructions run. */
ALWAYS_INLINE bool code_block_is_optimised(const CodeBlock *code) {
  return code->optimised && code->optimised->is_installed;
}
/* optimised_code_drop - the instructions are the baseline's again. */
void optimised_code_drop(CodeBlock *code, const Deopt *deopt);
/* optimised_code_dead_shape - the unit of an instruction that relies on a cell
 * that was not marked, or UINT32_MAX (during clear_weak). */
u32 optimised_code_dead_shape(const Heap *heap, const CodeBlock *code);
void optimised_code_free(CodeBlock *code);
/* opcode_checks - what an optimised instruction checks, for people: ""
 * for nothing. */
const char *opcode_checks(Opcode opcode);
/* optimised_code_disassemble - code_block_disassemble for what runs. */
u32 optimised_code_disassemble(Isolate *isolate, const CodeBlock *code,
                               u32 unit, Buffer *out);
/* opcode_baseline - the opcode that an optimised one stands for; others stand
 * for themselves. */
Opcode opcode_baseline(Opcode opcode);

#endif
