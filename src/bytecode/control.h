/* control.h - what break, continue, return and exceptions run into.
 *
 * Every construct that they can leave or stop at is a Control on a list, the
 * innermost first. Leaving writes what each construct on the way asks for: an
 * iterator is closed, and a finally block takes the rest over. It has one copy
 * of its code; two registers say how it goes on afterwards:
 *
 *   completion  0: an exception goes on   1: past the end
 *               2...: the jumps that were waiting for it
 *   value       the exception, or what return returns
 *
 * Code that leaves a construct lies inside the construct's text but must not
 * be caught by it; so a Region, the code that a handler covers, can have gaps.
 */
#ifndef GLASSHEAP_BYTECODE_CONTROL_H
#define GLASSHEAP_BYTECODE_CONTROL_H

#include "bytecode/function_compiler.h"

typedef struct Segment {
  u32 start, end;
} Segment;

/* Code that one handler covers. */
typedef struct Region {
  VECTOR(Segment) segments;
  u32 start; /* of the segment being written */
  bool is_suspended;
  u32 first_handler, handler_count; /* once closed */
} Region;

typedef enum ExitKind : u8 { EXIT_BREAK, EXIT_CONTINUE, EXIT_RETURN } ExitKind;

typedef struct Exit {
  ExitKind kind;
  Control *target; /* NULL for a return */
} Exit;

typedef enum ControlKind : u8 {
  CONTROL_LABEL, /* a labelled statement that is no loop */
  CONTROL_SWITCH,
  CONTROL_LOOP,
  CONTROL_CATCH,   /* the block of a try with catch */
  CONTROL_FINALLY, /* the block (and catch) of a try with finally */
} ControlKind;

struct Control {
  Control *outer;
  ControlKind kind;
  const LabelName *labels;
  Label break_label, continue_label;
  Register iterator; /* LOOP over an iterable: its state, else NONE */
  bool is_async;     /* it is closed with an await */
  bool has_region;
  Region region;
  /* FINALLY */
  Register completion, value;
  Label entry;
  VECTOR(Exit) waiting;
};

/* A handler whose code comes at the end of the function: it closes an iterator
 * and lets the exception go on. */
typedef struct CleanUp {
  u32 first_handler, handler_count;
  Register iterator, exception;
  bool is_async;
  u32 start, end; /* of its code, once written */
  i64 around;     /* the handler of the construct around it, or -1 */
} CleanUp;

void region_open(FunctionCompiler *f, Region *region);
/* region_close - exceptions in the region go to a place not yet known, and
 * into register `exception`. */
void region_close(FunctionCompiler *f, Region *region, Register exception);
/* region_bind - here. */
void region_bind(FunctionCompiler *f, const Region *region);
/* region_close_iterator - an exception in the region closes the iterator. */
void region_close_iterator(FunctionCompiler *f, Region *region,
                           Register iterator, bool is_async);

/* control_push - takes the labels that wait in `f`. */
void control_push(FunctionCompiler *f, Control *control, ControlKind kind);
void control_pop(FunctionCompiler *f, Control *control);

/* control_open_finally - behind control_push: what comes is protected.
 * control_enter_finally - here begins the finally block; whether it can be
 * reached from the end of what it protects. control_leave_finally - behind it:
 * on with what was interrupted. */
void control_open_finally(FunctionCompiler *f, Control *control);
bool control_enter_finally(FunctionCompiler *f, Control *control);
void control_leave_finally(FunctionCompiler *f, Control *control,
                           bool may_be_normal);

/* ---- using (dispose.c) -------------------------------------------------- */

typedef enum UsingKind : u8 {
  USING_NONE,
  USING_SYNC,
  USING_ASYNC, /* `await using`, perhaps besides `using` */
} UsingKind;

/* A scope that disposes of something at its end. */
typedef struct Disposal {
  Control control;
  UsingKind kind;
  Register mark, outer;
  u32 first_variable; /* declared inside, in the assembler's table */
} Disposal;

/* compile_using_kind - of the declarations among the statements themselves;
 * compile_using_kind_of - of one node (NULL: none). */
UsingKind compile_using_kind(const NodeList *statements);
UsingKind compile_using_kind_of(const Node *node);
/* compile_open_disposal - before such statements; compile_close_disposal -
 * behind them. For USING_NONE they do nothing. */
void compile_open_disposal(FunctionCompiler *f, Disposal *disposal,
                           UsingKind kind);
void compile_close_disposal(FunctionCompiler *f, Disposal *disposal);
/* compile_add_disposable - the value is to be disposed of. */
void compile_add_disposable(FunctionCompiler *f, Register value,
                            UsingKind kind);
/* compile_using - the declaration itself. */
void compile_using(FunctionCompiler *f, Node *node);

/* compile_exit_label - where a break or continue statement jumps, when nothing
 * has to be done on the way; else NULL. */
Label *compile_exit_label(FunctionCompiler *f, const Node *node);
void compile_break(FunctionCompiler *f, const Name *label);
void compile_continue(FunctionCompiler *f, const Name *label);
/* compile_return - of the value in a register, or of undefined (NONE). */
void compile_return(FunctionCompiler *f, Register value);
/* compile_constructed_this - `this` of a derived constructor, perhaps a hole.
 */
Register compile_constructed_this(FunctionCompiler *f);
void compile_try(FunctionCompiler *f, Node *node);
/* compile_clean_ups - behind the function's code. */
void compile_clean_ups(FunctionCompiler *f);

#endif
