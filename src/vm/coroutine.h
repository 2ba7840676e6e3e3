/* coroutine.h - functions that stop in the middle: generators, async functions
 * and async generators.
 *
 * A suspended function uses no stack. Its frame lies in a cell, the Coroutine:
 *
 *   Coroutine +--------+----------+-------+------+-------+----+----+---
 *             | header | function | owner | unit | state | r0 | r1 | ...
 *             +--------+----------+-------+------+-------+----+----+---
 *
 * Parking copies the registers of the running frame there; resuming copies
 * them back, behind whatever is running then, and goes on at `unit`. Which of
 * the registers matter to a parked function is what the code block's liveness
 * says about that instruction: only these are visited.
 *
 * The instruction behind a Yield or an Await is a Resume: it takes what the
 * function was resumed with (vm->resumption) and goes on in one of three ways:
 * with a value, with an exception, or by returning.
 *
 * A running frame that has a Coroutine says so by FRAME_COROUTINE, and holds it
 * in the place of new.target, which such functions never have. The owner is
 * the generator object, or the promise of an async function; an async function
 * gets its Coroutine, and its promise, at its first await.
 */
#ifndef GLASSHEAP_VM_COROUTINE_H
#define GLASSHEAP_VM_COROUTINE_H

#include "vm/vm.h"

typedef enum CoroutineState : u32 {
  COROUTINE_START,     /* a generator whose body has not begun */
  COROUTINE_SUSPENDED, /* at a yield or an await */
  COROUTINE_RUNNING,
  COROUTINE_DONE,
} CoroutineState;

typedef struct Coroutine {
  Cell cell;
  Function *function;
  Value owner;
  u32 unit; /* where it goes on */
  CoroutineState state;
  Value registers[]; /* as many as the function's code has */
} Coroutine;

/* A generator object. */
typedef struct Generator {
  Object object;
  Coroutine *coroutine; /* NULL once it is done */
} Generator;

/* frame_coroutine - of the running frame with these registers, or NULL. */
ALWAYS_INLINE Coroutine *frame_coroutine(Value *registers) {
  Frame *frame = frame_of(registers);
  return frame->flags & FRAME_COROUTINE
             ? (Coroutine *)value_to_cell(frame->new_target)
             : NULL;
}

/* coroutine_new - for the running frame, whose function's registers it has
 * room for; not parked yet. NULL: no memory (thrown). */
Coroutine *coroutine_new(VM *vm, Value *registers, Value owner);
/* coroutine_park - keeps the registers; it goes on at `pc`. */
void coroutine_park(VM *vm, Coroutine *coroutine, Value *registers,
                    const Unit *pc, CoroutineState state);
/* coroutine_enter - makes the frame of a parked one in a window above
 * everything in use: its registers, or NULL when the stack is full (thrown).
 * It then runs on at coroutine_unit. */
Value *coroutine_enter(VM *vm, Coroutine *coroutine, Value *window, u32 flags,
                       const Unit *return_unit);
ALWAYS_INLINE const Unit *coroutine_unit(const Coroutine *coroutine) {
  return coroutine->function->code->instructions + coroutine->unit;
}
/* coroutine_resume - runs a parked one until it parks again or ends; what it
 * yielded or returned is `*result`. False: it threw (and has ended). */
bool coroutine_resume(VM *vm, Coroutine *coroutine, ResumeMode mode,
                      Value value, Value *result);
/* coroutine_finish - its function has returned or thrown. */
void coroutine_finish(VM *vm, Coroutine *coroutine);

/* generator_create - CreateGenerator: the generator object of the running
 * frame, parked at `pc`. NULL: threw. */
Object *generator_create(VM *vm, Value *registers, const Unit *pc);
/* generator_resume - GeneratorResume and GeneratorResumeAbrupt. At the end
 * `*done`; `*is_result` when `*item` is no item but the result object that an
 * inner iterator of yield* gave. */
bool generator_resume(VM *vm, Generator *generator, ResumeMode mode,
                      Value value, Value *item, bool *done, bool *is_result);
/* generator_is_plain - whether a step of that iteration (P registers) is one of
 * a suspended generator, by the `next` that generators have: then nobody can
 * tell whether a result object was made. */
ALWAYS_INLINE bool generator_is_plain(const VM *vm, const Value *state) {
  if (!value_is_kind(state[0], KIND_GENERATOR)) return false;
  const Coroutine *coroutine =
      ((const Generator *)value_to_cell(state[0]))->coroutine;
  return coroutine && coroutine->state != COROUTINE_RUNNING &&
         value_same_bits(state[1], value_from_cell(INTRINSIC(&vm->isolate,
                                                             generator_next)));
}

/* coroutine_register_classes - tells the heap about these kinds. */
void coroutine_register_classes(Isolate *isolate);

#endif
