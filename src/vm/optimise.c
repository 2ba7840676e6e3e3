/* optimise.c - sampling, entering optimised code, and leaving it: see
 * optimise.h. */
#include "vm/optimise.h"

#include <stdlib.h>

/* A prime, so that no loop of a program keeps step with it. */
constexpr u32 SAMPLE_INTERVAL = 509;
constexpr u8 HEAT_NEEDED = 2;
constexpr u8 DEOPTS_MOST = 4, DEOPTS_MOST_STRESS = 100;

/* ---- Samples ------------------------------------------------------------ */

void sampling_open(VM *vm, OptimiseMode mode) {
  bool is_stress = mode == OPTIMISE_STRESS;
  vm->sampling = (Sampling){
      .interval = mode == OPTIMISE_NEVER ? 0
                  : is_stress            ? 1
                                         : SAMPLE_INTERVAL,
      .heat_needed = is_stress ? 1 : HEAT_NEEDED,
      .deopts_most = is_stress ? DEOPTS_MOST_STRESS : DEOPTS_MOST,
  };
  sampling_begin(vm);
}

void sampling_begin(VM *vm) {
  Sampling *sampling = &vm->sampling;
  sampling->next = sampling->interval ? sampling->interval : UINT64_MAX;
}

/* The samples that a function needs until the next try: more after each that
 * came to nothing. */
static u8 more_heat(const VM *vm, u8 needed) {
  if (vm->sampling.deopts_most == DEOPTS_MOST_STRESS) return needed;
  return needed < 100 ? 2 * needed : 0;
}

/* ---- Into optimised code ------------------------------------------------ */

static void optimise(VM *vm, CodeBlock *code) {
  OptimisedCode *optimised = optimised_code_of(code);
  if (!optimised->heat_needed)
    optimised->heat_needed = vm->sampling.heat_needed;
  optimised->heat_needed = more_heat(vm, optimised->heat_needed);
  code->heat = 0;
  if (!optimise_write(vm, code, code->instructions)) return;
  optimised->is_installed = true;
  optimised->optimisations++;
  optimised->optimised_tick = vm_ticks(vm);
  heap_probe(&vm->isolate.heap, TIER, code, VALUE_UNDEFINED, VALUE_UNDEFINED);
}

/* Whether one more sample makes it hot enough to try. */
static bool is_hot(const VM *vm, CodeBlock *code) {
  const OptimisedCode *optimised = code->optimised;
  u8 needed = optimised ? optimised->heat_needed : vm->sampling.heat_needed;
  if (!needed || code_block_is_optimised(code)) return false;
  return ++code->heat >= needed;
}

void sampling_take(VM *vm) {
  Sampling *sampling = &vm->sampling;
  sampling->next += sampling->interval;
  Value *r = vm->registers;
  if (!r || frame_of(r)->flags & FRAME_NATIVE) return;
  CodeBlock *code = frame_code(r);
  if (is_hot(vm, code)) optimise(vm, code);
}

/* ---- And back ----------------------------------------------------------- */

static void go_back(VM *vm, CodeBlock *code, Deopt deopt) {
  deopt.tick = vm_ticks(vm);
  deopt.opcode = (Opcode)code->instructions[deopt.unit];
  optimised_code_drop(code, &deopt);
  if (code->optimised->deopt_count >= vm->sampling.deopts_most)
    code->optimised->heat_needed = 0;
  heap_probe(&vm->isolate.heap, TIER, code, value_from_int(deopt.reason),
             value_from_int((i32)deopt.unit));
}

void deoptimise_dead(Isolate *isolate, CodeBlock *code, u32 unit) {
  go_back((VM *)isolate, code, (Deopt){.unit = unit, .reason = DEOPT_DIED});
}

static_assert(offsetof(VM, isolate) == 0);

/* Why the assumption of an instruction about an object failed. */
static DeoptReason reason_of_object(Value value, u32 shape) {
  if (!value_is_cell(value)) return DEOPT_NO_OBJECT;
  return value_to_cell(value)->shape == shape ? DEOPT_PROTOTYPE : DEOPT_SHAPE;
}

/* What failed is found again from the operands, which are still what they were:
 * the interpreter's guards only say that something did. */
static DeoptReason find_reason(VM *vm) {
  const Unit *pc = vm->pc;
  Value *r = vm->registers;
  switch ((Opcode)*pc) {
  case OP_GetFieldInline:
    return reason_of_object(r[pc[2]], unit_read_u32(pc + 3));
  default: assert(false); return DEOPT_SHAPE;
  }
}

void deoptimise(VM *vm) {
  CodeBlock *code = frame_code(vm->registers);
  u32 unit = (u32)(vm->pc - code->instructions);
  go_back(vm, code, (Deopt){.unit = unit, .reason = find_reason(vm)});
}
