/* stack_trace.h - where an error was made.
 *
 * Making an error only writes down its frames, in a StackTrace cell; the text
 * is made when somebody first reads `stack`, as in V8: so a name or a message
 * that is set meanwhile is in it, Error.prepareStackTrace may make something
 * else of the frames, and errors that are only caught cost little.
 *
 *   error --stack--> StackTrace
 * +--------+--------+--------+------+---------+--- | header | getter | setter |
 * text | frame 0 | ...
 *                               +--------+--------+--------+------+---------+---
 *
 * The cell begins like an Accessor, and `stack` is an accessor property of the
 * error as long as nobody looks at the property itself: vm_get_own and
 * vm_define make the data property of it that programs may expect
 * (stack_trace_settle).
 */
#ifndef GLASSHEAP_VM_STACK_TRACE_H
#define GLASSHEAP_VM_STACK_TRACE_H

#include "vm/vm.h"

/* What a frame was doing. */
typedef struct TraceFrame {
  Value receiver;
  Object *callee;
  CodeBlock *code; /* NULL: a native function */
  u32 place;       /* offset in the text of its source */
  u32 flags;       /* FRAME_* */
} TraceFrame;

typedef struct StackTrace {
  Cell cell;
  Value getter, setter; /* as in Accessor */
  Value text;           /* what `stack` is; a hole: not made yet */
  u64 count;
  TraceFrame frames[]; /* the newest first */
} StackTrace;

/* stack_trace_of - the trace of an object whose own `stack` is still one, or
 * NULL. */
StackTrace *stack_trace_of(VM *vm, Object *object);
/* stack_trace_settle - makes `stack` an ordinary data property if it is not
 * yet. May run Error.prepareStackTrace; false: that threw. */
bool stack_trace_settle(VM *vm, Object *object);
/* stack_trace_append - the text of a trace without running code: header and
 * frames, a line each. */
void stack_trace_append(VM *vm, Object *object, const StackTrace *trace,
                        Buffer *out);
/* stack_trace_append_frame - "name (file:line:column)". */
void stack_trace_append_frame(VM *vm, const TraceFrame *frame, Buffer *out);
/* stack_trace_append_header - "TypeError: message". */
void stack_trace_append_header(VM *vm, Object *object, Buffer *out);
/* stack_trace_receiver_name - what stands before the name of a method: a
 * string, or something else when nothing does. */
Value stack_trace_receiver_name(VM *vm, Value receiver);
void stack_trace_register_class(Isolate *isolate);

/* error_peek - a data property found without running code; a hole when there
 * is none. */
Value error_peek(VM *vm, Value value, Key key);
/* error_append_string - the text of a string value; nothing for others. */
void error_append_string(VM *vm, Value value, Buffer *out);

#endif
