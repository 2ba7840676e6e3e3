/* origin.h - who has queued something, and when.
 *
 * Whatever waits for its turn (a job, a timer, a tick, a listener) remembers
 * the tick and the code that put it there, so that a viewer can say "queued in
 * line 7, at moment 12" of a run that nobody watched. Taking an origin costs a
 * few loads: the line is looked for when it is shown.
 *
 * An Origin refers to a CodeBlock: who keeps one in C memory visits it as a
 * root (origin_visit). A Place is the same for cells, which must not keep code
 * alive: it names the source instead, whose text may be gone when it is shown
 * (an eval's).
 */
#ifndef GLASSHEAP_VM_ORIGIN_H
#define GLASSHEAP_VM_ORIGIN_H

#include "bytecode/code_block.h"

typedef struct VM VM;

typedef struct Origin {
  u64 tick;
  CodeBlock *code; /* NULL: no code of the program was running */
  u32 unit;        /* of the instruction that ran */
} Origin;

typedef struct Place {
  u64 tick;
  u32 source; /* its id; 0: no code of the program was running */
  u32 start;  /* offset of the running expression */
} Place;

/* origin_now - the function of the program that runs; functions of the engine
 * and of the host's own layer are passed over. */
Origin origin_now(VM *vm);
/* origin_place - the same for a cell. */
Place origin_place(const Origin *origin);
/* place_now - origin_place of origin_now. */
Place place_now(VM *vm);
/* origin_visit - the root by the name "queued by". */
void origin_visit(const Origin *origin, u32 index, EdgeFunction *edge,
                  void *context);

#endif
