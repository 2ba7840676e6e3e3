/* dispose.c - `using` and `await using`.
 *
 * Statements with such a declaration are compiled like the block of a
 * try-finally whose finally block disposes, from the last to the first, of
 * what was declared. The list of that is in a register; what went wrong is in
 * the two registers that every finally block has.
 *
 *     AddDisposable list, value        -- at each declaration
 *     ...
 *     Dispose list, completion, value  -- `using` alone: all at once
 *
 * With an `await using` the disposers run one by one, and what they give is
 * awaited; an exception there is noted like one that they throw:
 *
 *   top: DisposeNext result, list, completion, value, done
 *        Await result
 *        ResumeMode result, mode
 *        DisposeFailed result, mode, completion, value
 *        Loop top
 */
#include "bytecode/control.h"

/* ---- Which statements --------------------------------------------------- */

static bool is_using(const Node *node) {
  return node->kind == NODE_VARIABLES &&
         (node->variables.is_using || node->variables.is_await_using);
}

UsingKind compile_using_kind(const NodeList *statements) {
  UsingKind kind = USING_NONE;
  for (u32 i = 0; i < statements->count; i++) {
    const Node *node = statements->items[i];
    if (!is_using(node)) continue;
    if (node->variables.is_await_using) return USING_ASYNC;
    kind = USING_SYNC;
  }
  return kind;
}

UsingKind compile_using_kind_of(const Node *node) {
  if (!node || !is_using(node)) return USING_NONE;
  return node->variables.is_await_using ? USING_ASYNC : USING_SYNC;
}

/* ---- Around them -------------------------------------------------------- */

void compile_open_disposal(FunctionCompiler *f, Disposal *disposal,
                           UsingKind kind) {
  disposal->kind = kind;
  if (kind == USING_NONE) return;
  Control *control = &disposal->control;
  disposal->mark = compile_mark(f);
  disposal->outer = f->disposables;
  disposal->first_variable = f->assembler.variables.count;
  /* labels are the statement's inside */
  const LabelName *labels = f->labels;
  f->labels = NULL;
  control_push(f, control, CONTROL_FINALLY);
  f->labels = labels;
  f->disposables = compile_register(f);
  EMIT(LoadUndefined, f->disposables);
  control_open_finally(f, control);
}

static void dispose_asynchronously(FunctionCompiler *f, Register list,
                                   const Control *control) {
  Label top = {}, done = {};
  Register mark = compile_mark(f);
  Register result = compile_register(f), mode = compile_register(f);
  BIND(&top);
  JUMP(DisposeNext, &done, result, list, control->completion, control->value);
  EMIT(Await, result);
  EMIT(ResumeMode, result, mode);
  EMIT(DisposeFailed, result, mode, control->completion, control->value);
  compile_jump(f, &top);
  BIND(&done);
  compile_release(f, mark);
}

void compile_close_disposal(FunctionCompiler *f, Disposal *disposal) {
  if (disposal->kind == USING_NONE) return;
  Control *control = &disposal->control;
  Register list = f->disposables;
  f->disposables = disposal->outer;
  /* where an exception came from they may have no value yet */
  assembler_end_variables(&f->assembler, disposal->first_variable);
  /* what fails here can make an exception of any completion */
  bool may_be_normal = control_enter_finally(f, control);
  if (disposal->kind == USING_ASYNC)
    dispose_asynchronously(f, list, control);
  else
    EMIT(Dispose, list, control->completion, control->value);
  control_leave_finally(f, control, may_be_normal);
  compile_release(f, disposal->mark);
}

void compile_add_disposable(FunctionCompiler *f, Register value,
                            UsingKind kind) {
  EMIT(AddDisposable, f->disposables, value, kind == USING_ASYNC);
}

void compile_using(FunctionCompiler *f, Node *node) {
  const NodeList *declarators = &node->variables.declarators;
  for (u32 i = 0; i < declarators->count; i++) {
    Node *declarator = declarators->items[i];
    Node *target = declarator->binary.left;
    Register mark = compile_mark(f);
    Register value = compile_register(f);
    compile_at_statement(f, i == 0 ? node : declarator);
    compile_named(f, declarator->binary.right, value,
                  compile_atom(f, target->identifier.name));
    compile_at(f, declarator->binary.right);
    compile_add_disposable(f, value, compile_using_kind_of(node));
    compile_bind(f, target, value, BIND_INITIALISE);
    compile_release(f, mark);
  }
}
