/* interpreter_counting.c - see counting.h. */
#include "vm/counting.h"

/* A call of C, in a function of its own: see LONG in interpreter_loop.inc. */
static PRESERVE_NONE NO_INLINE bool run_looked_at(RUN_PARAMETERS) {
  vm->pc = pc;
  vm->counting->look(vm->counting, vm);
  MUSTTAIL return interpreter_plain.run[*pc](RUN_ARGUMENTS);
}

/* `table` stays this instance's: the body goes on through it. */
static PRESERVE_NONE bool run_counted(RUN_PARAMETERS) {
  Counting *counting = vm->counting;
  u64 tick = vm_ticks(vm);
  counting->step = tick == counting->tick ? counting->step + 1 : 0;
  counting->tick = tick;
  if (unlikely(frame_code(r) == counting->code))
    MUSTTAIL return run_looked_at(RUN_ARGUMENTS);
  MUSTTAIL return interpreter_plain.run[*pc](RUN_ARGUMENTS);
}

const struct RunTable interpreter_counting = {{
#define INSTRUCTION(name, operands, synopsis) [OP_##name] = run_counted,
#include "bytecode/instructions.def"
#undef INSTRUCTION
#define OPTIMISED(name, baseline, operands, checks, synopsis)                  \
  [OP_##name] = run_counted,
#include "bytecode/optimised.def"
#undef OPTIMISED
}};
