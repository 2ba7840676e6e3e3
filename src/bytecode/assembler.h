/* assembler.h - writing the code of one function.
 *
 * The assembler knows instructions, not the language: it appends units, fills
 * in jumps when their labels are bound, shares constants, hands out registers
 * as a stack, and keeps the side tables (handlers, positions, variables). The
 * compiler drives it; assembler_finish makes the code block.
 *
 * Code that nothing can reach is not written: after an instruction that never
 * goes on, everything is dropped until a label with uses is bound.
 */
#ifndef GLASSHEAP_BYTECODE_ASSEMBLER_H
#define GLASSHEAP_BYTECODE_ASSEMBLER_H

#include "base/vector.h"
#include "bytecode/code_block.h"

typedef u32 Register;
constexpr Register REGISTER_NONE = UINT32_MAX;

/* A place in the code, perhaps not known yet. Zeroed memory is a fresh one. */
typedef struct Label {
  bool is_bound;
  u32 unit; /* once bound */
  u32 uses; /* jumps to patch: 1 + index into `patches`, 0 none */
} Label;

typedef struct Patch {
  u32 site;        /* unit of the L operand */
  u32 instruction; /* unit that the jump is relative to */
  u32 next;        /* as Label.uses */
} Patch;

typedef struct SourceRange {
  u32 start, end;
  u32 whole; /* where the expression begins, perhaps before `start` */
} SourceRange;

typedef VECTOR(Unit) UnitVector;

typedef struct Assembler {
  UnitVector units;
  UnitVector prologue; /* goes before `units` in the end */
  VECTOR(Value) constants;
  u32 *constant_index;         /* hash table: 1 + index, 0 empty */
  u32 constant_index_capacity; /* a power of two, or 0 */
  VECTOR(Patch) patches;
  VECTOR(Handler) handlers;
  VECTOR(Position) positions;
  VECTOR(VariableInfo) variables;
  u32 cache_count;
  Register next_register; /* the next free one */
  u32 register_count;     /* the most that were in use */
  bool is_reachable;
  bool is_too_large;             /* something does not fit its operand */
  bool has_statement, has_range; /* positions for the next instruction */
  SourceRange statement, range;
} Assembler;

constexpr u32 VARIABLE_OPEN = UINT32_MAX; /* end of a variable still alive */

/* assembler_open - an empty function whose first `registers` registers (this
 * and parameters) are taken. */
void assembler_open(Assembler *assembler, u32 registers);
void assembler_free(Assembler *assembler);
/* assembler_finish - the code block. `parts` has its facts filled in (flags,
 * name, source, ...); the arrays come from here. */
CodeBlock *assembler_finish(Assembler *assembler, Isolate *isolate,
                            CodeParts *parts);

/* assembler_emit - one instruction with all of its operands in order:
 * registers, constant indices (assembler_constant), numbers. */
void assembler_emit(Assembler *assembler, Opcode opcode, const i64 *operands);
/* assembler_jump - one whose last operand is a jump to `label`. */
void assembler_jump(Assembler *assembler, Opcode opcode, Label *label,
                    const i64 *operands);
/* assembler_prepend - one that runs before everything else; in the order of
 * the calls. No jumps. */
void assembler_prepend(Assembler *assembler, Opcode opcode,
                       const i64 *operands);
/* assembler_bind - the label is here. */
void assembler_bind(Assembler *assembler, Label *label);
/* assembler_here - the unit at which the next instruction will lie. */
ALWAYS_INLINE u32 assembler_here(const Assembler *assembler) {
  return assembler->units.count;
}

/* assembler_constant - the index of a constant; equal bits share one. */
u32 assembler_constant(Assembler *assembler, Value value);
/* assembler_own_constant - an index that nobody shares: GetTemplate puts
 * another value there. */
u32 assembler_own_constant(Assembler *assembler, Value value);
/* assembler_cache - a fresh inline cache. */
ALWAYS_INLINE u32 assembler_cache(Assembler *assembler) {
  u32 last = CODE_CACHES_MAX - 1;
  return assembler->cache_count <= last ? assembler->cache_count++ : last;
}

/* assembler_register - takes the next free register. Give registers back by
 * setting next_register to what it was. */
Register assembler_register(Assembler *assembler);
/* assembler_registers - takes `count` in a row; the first. */
Register assembler_registers(Assembler *assembler, u32 count);

/* assembler_statement - a statement with that source begins here. */
void assembler_statement(Assembler *assembler, u32 start, u32 end);
/* assembler_range - the next instruction comes from there. */
void assembler_range(Assembler *assembler, u32 start, u32 end);
/* assembler_range_within - the same; the expression begins at `whole`. */
void assembler_range_within(Assembler *assembler, u32 whole, u32 start,
                            u32 end);

/* assembler_add_handler - exceptions in [start, end) are caught, and go to
 * where assembler_bind_handlers says. Inner ones come first. */
void assembler_add_handler(Assembler *assembler, u32 start, u32 end,
                           Register exception);
/* assembler_bind_handlers - the target of `count` handlers from `first` on is
 * here. */
void assembler_bind_handlers(Assembler *assembler, u32 first, u32 count);
/* assembler_begin_variable - the variable can be seen from here on. */
void assembler_begin_variable(Assembler *assembler, Value name, u8 kind,
                              u32 place, Register environment);
/* assembler_end_variables - those from index `first` on end here. */
void assembler_end_variables(Assembler *assembler, u32 first);

#endif
