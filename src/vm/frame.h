/* frame.h - the register stack and the frames on it.
 *
 * Frames of JavaScript functions lie one behind the other on a stack of value
 * words. A call's window is at the end of the caller's registers, so the
 * callee finds its `this` and arguments in place:
 *
 *   ... caller's registers | Frame (6 words) | this | args ... | locals ...
 *                                              ^ callee's registers[0]
 *
 * Calls between JavaScript functions use no C stack. A native function called
 * from JavaScript has a window too, so everything that is shown of a frame
 * can be read here.
 */
#ifndef GLASSHEAP_VM_FRAME_H
#define GLASSHEAP_VM_FRAME_H

#include "bytecode/code_block.h"

constexpr u32 FRAME_CONSTRUCT = 1;  /* called by new or super() */
constexpr u32 FRAME_ENTRY = 2;      /* called from C: return leaves the loop */
constexpr u32 FRAME_NATIVE = 4;     /* a native function's window */
constexpr u32 FRAME_COROUTINE = 16; /* new_target is its Coroutine */
constexpr u32 FRAME_ITERATES = 32;  /* a generator that an instruction of a
                                       loop has resumed: it wants bare items */
constexpr u32 FRAME_AWAITS = 64;    /* in stack traces: it awaits the frame
                                       above it */
constexpr u32 FRAME_FINISHED = 8;   /* of the script that has returned: only its
                                       variables are still there (jobs.h) */

typedef struct Frame {
  Value *caller;           /* registers of the calling frame, or NULL */
  const Unit *return_unit; /* the caller's call instruction, or NULL */
  Object *callee;          /* the running function */
  Value new_target;        /* undefined for a plain call; or a Coroutine */
  Value *arguments;        /* all `argument_count` of them */
  u32 argument_count;
  u32 flags; /* FRAME_* */
} Frame;

static_assert(sizeof(Frame) == FRAME_WORDS * sizeof(Value));

ALWAYS_INLINE Frame *frame_of(Value *registers) {
  return (Frame *)registers - 1;
}
ALWAYS_INLINE CodeBlock *frame_code(Value *registers) {
  return ((Function *)frame_of(registers)->callee)->code;
}

#endif
