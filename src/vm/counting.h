/* counting.h - the third instance of the interpreter: the plain one, which
 * counts.
 *
 * It runs the bodies of the plain instance, and before each of them counts the
 * step within its tick: so what it tells has exact moments, which the plain
 * instance does not know, at a fraction of what the watched one costs. It tells
 * of the instructions of one function only.
 *
 *   interpreter_plain      a body, the next body, ...
 *   interpreter_counting   count, a body, count, the next body, ...
 *   interpreter_watched    on_step, a body that reports, on_step, ...
 */
#ifndef GLASSHEAP_VM_COUNTING_H
#define GLASSHEAP_VM_COUNTING_H

#include "vm/interpreter.h"

typedef struct Counting Counting;
struct Counting {
  u64 tick, step;        /* of the instruction that is about to run */
  const CodeBlock *code; /* of which it is told: where it is, or will be made */
  /* before each of its instructions, with vm->pc and vm->registers set */
  void (*look)(Counting *counting, VM *vm);
};

/* Runs with vm->counting set. Whoever chooses it says which instruction was the
 * last before: `step` of `tick`, UINT64_MAX at the beginning of a tick. */
extern const struct RunTable interpreter_counting;

#endif
