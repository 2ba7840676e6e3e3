/* interpreter.h - how instructions are run.
 *
 * Every instruction of instructions.def is a small function that ends in a
 * tail call to the next one's (clang's musttail), with the machine's state in
 * registers by the preserve_none convention:
 *
 *   vm         the machine            pc         the instruction
 *   r          the frame's registers  table      one function an opcode
 *   caches     of the code block      constants  of the code block
 *
 * The bodies are in run_*.inc and are compiled twice: interpreter.c makes the
 * plain instance, interpreter_watched.c the one that calls the watcher before
 * each instruction and reports each write. The plain one has no trace of
 * that. A third one (counting.h) runs the bodies of the plain one and counts.
 * The running instance is chosen by vm->table, which is read again after
 * everything that leaves the loop: so a run can be switched from one instance
 * to another at any tick.
 */
#ifndef GLASSHEAP_VM_INTERPRETER_H
#define GLASSHEAP_VM_INTERPRETER_H

#include "vm/vm.h"

#define PRESERVE_NONE __attribute__((preserve_none))
#define MUSTTAIL __attribute__((musttail))

#define RUN_PARAMETERS                                                         \
  VM *vm, const Unit *pc, Value *r, const struct RunTable *table,              \
      InlineCache *caches, Value *constants
#define RUN_ARGUMENTS vm, pc, r, table, caches, constants

struct RunTable;
typedef PRESERVE_NONE bool RunFunction(RUN_PARAMETERS);
struct RunTable {
  RunFunction *run[OPCODE_ALL];
};

extern const struct RunTable interpreter_plain, interpreter_watched;

/* interpret - runs from vm->registers and vm->pc until the nearest entry
 * frame returns; its value is vm->result. False: threw. */
bool interpret(VM *vm);

#endif
