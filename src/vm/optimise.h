/* optimise.h - when a function is optimised, how, and when it goes back.
 *
 *   baseline --(hot: samples found it running)--> optimised
 *       ^                                             |
 *       +--------(an assumption failed: deopt)--------+
 *
 * No counter lies on any fast path: at the ticks that are multiples of a prime
 * the machine stops for a moment (vm_interrupt) and the function that runs
 * there gets a little hotter. These ticks are the same in every replay, watched
 * or not, and so are all optimisations and deopts: the tier is a part of the
 * run.
 *
 * Optimising is rewriting in place, instruction for instruction (bytecode/
 * optimised_code.h), from what the inline caches say. Whether a function is
 * optimised changes nothing that a program or a watcher of its heap can see
 * but the time that it takes: an optimised instruction does just what its
 * baseline would do by way of the cache, and where it could not, it deopts
 * before it has done anything, and the baseline instruction runs instead.
 */
#ifndef GLASSHEAP_VM_OPTIMISE_H
#define GLASSHEAP_VM_OPTIMISE_H

#include "bytecode/optimised_code.h"
#include "vm/vm.h"

/* sampling_open - of a machine that was just made. */
void sampling_open(VM *vm, OptimiseMode mode);
/* sampling_begin - the run begins: its next tick is number 0. */
void sampling_begin(VM *vm);
/* sampling_take - the tick of the next sample is there: the running function
 * becomes hotter, and is optimised when it is hot. Says which tick is next. */
void sampling_take(VM *vm);

/* deoptimise - an assumption of the optimised instruction at vm->pc does not
 * hold: its function goes back to the baseline, whose instruction is to be run
 * in its place. Nothing of it was done so far. */
void deoptimise(VM *vm);
/* deoptimise_dead - the same for a Shape that the collector has found dead; the
 * Isolate is a VM's. */
void deoptimise_dead(Isolate *isolate, CodeBlock *code, u32 unit);

/* optimise_write - the optimised instructions for `code`, from its caches, into
 * `units`, which hold the baseline; how many there are. */
u32 optimise_write(VM *vm, CodeBlock *code, Unit *units);

#endif
