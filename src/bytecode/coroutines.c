/* coroutines.c - yield, await, and what surrounds the body of a generator or
 * async function.
 *
 * A Yield or Await parks the frame; the Resume behind it says how the function
 * goes on. For a generator that may be by returning, so every yield is followed
 * by the code of a `return`, which closes iterators and enters finally blocks
 * like any other:
 *
 *       Yield value
 *       Resume sent, next     -- throws, or goes to `next`, or:
 *       GeneratorReturn sent
 *   next:
 *
 * All of an async function lies in a handler that rejects its promise.
 */
#include "bytecode/control.h"

bool compile_is_coroutine(const FunctionCompiler *f) {
  return f->function->is_async || f->function->is_generator;
}

static bool is_async_generator(const FunctionCompiler *f) {
  return f->function->is_async && f->function->is_generator;
}

/* ---- await -------------------------------------------------------------- */

void compile_await_register(FunctionCompiler *f, Register value,
                            Register target) {
  Label next = {};
  EMIT(Await, value);
  JUMP(Resume, &next, target);
  BIND(&next);
}

void compile_await(FunctionCompiler *f, Node *node, Register target) {
  Register value = compile_any(f, node->unary.operand);
  compile_at(f, node);
  compile_await_register(f, value, target);
}

/* ---- yield -------------------------------------------------------------- */

/* return(value) has resumed the generator: in an async one the value is
 * awaited first. */
static void return_sent(FunctionCompiler *f, Register sent) {
  if (is_async_generator(f)) compile_await_register(f, sent, sent);
  compile_return(f, sent);
}

static void compile_yield_value(FunctionCompiler *f, Node *node,
                                Register target) {
  Label next = {};
  Register sent = compile_register(f);
  Register value = sent;
  if (node->unary.operand)
    value = compile_hint(f, node->unary.operand, sent);
  else
    EMIT(LoadUndefined, value);
  compile_at(f, node);
  if (is_async_generator(f)) {
    compile_await_register(f, value, sent);
    value = sent;
  }
  if (is_async_generator(f))
    EMIT(AsyncYield, value);
  else
    EMIT(Yield, value);
  JUMP(Resume, &next, sent);
  return_sent(f, sent);
  BIND(&next);
  compile_move(f, target, sent);
}

/* Where yield* keeps what it was resumed with. */
typedef struct Delegation {
  Register iterator, received, mode, result;
} Delegation;

constexpr i32 MODE_NEXT = 0;
constexpr i32 MODE_THROW = 1;
constexpr i32 MODE_RETURN = 2;

/* In an async generator return(value) awaits the value; when that fails, it is
 * a throw(). */
static void await_returned(FunctionCompiler *f, const Delegation *delegation) {
  Label past = {};
  JUMP(JumpIfNotStrictEqualInt, &past, delegation->mode, MODE_RETURN);
  EMIT(Await, delegation->received);
  EMIT(ResumeMode, delegation->received, delegation->mode);
  JUMP(JumpIfStrictEqualInt, &past, delegation->mode, MODE_THROW);
  EMIT(LoadInt, delegation->mode, MODE_RETURN);
  BIND(&past);
}

/* Hands on the inner result, and takes what comes in return. */
static void pass_result(FunctionCompiler *f, const Delegation *delegation) {
  if (!is_async_generator(f)) {
    EMIT(YieldResult, delegation->result, delegation->mode);
  } else {
    EMIT(
        GetField, delegation->result, delegation->result,
        compile_constant(f, value_from_cell(ATOM(f->compiler->isolate, value))),
        CACHE());
    EMIT(AsyncYield, delegation->result);
  }
  EMIT(ResumeMode, delegation->received, delegation->mode);
  if (is_async_generator(f)) await_returned(f, delegation);
}

static void compile_yield_all(FunctionCompiler *f, Node *node,
                              Register target) {
  Label top = {}, done = {}, next = {};
  Delegation delegation = {
      .iterator = assembler_registers(&f->assembler, 3),
      .received = compile_register(f),
      .mode = compile_register(f),
      .result = compile_register(f),
  };
  Register value = compile_any(f, node->unary.operand);
  compile_at(f, node->unary.operand);
  compile_get_iterator(f, delegation.iterator, value, is_async_generator(f));
  EMIT(LoadUndefined, delegation.received);
  EMIT(LoadInt, delegation.mode, MODE_NEXT);
  BIND(&top);
  compile_at(f, node);
  EMIT(Delegate, delegation.result, delegation.iterator, delegation.received,
       delegation.mode);
  if (is_async_generator(f))
    compile_await_register(f, delegation.result, delegation.result);
  JUMP(DelegateDone, &done, delegation.received, delegation.result,
       delegation.mode);
  compile_at(f, node);
  pass_result(f, &delegation);
  compile_jump(f, &top);
  BIND(&done);
  JUMP(JumpIfLessInt, &next, delegation.mode, MODE_RETURN);
  compile_return(f, delegation.received);
  BIND(&next);
  compile_move(f, target, delegation.received);
}

void compile_yield(FunctionCompiler *f, Node *node, Register target) {
  if (node->unary.delegate)
    compile_yield_all(f, node, target);
  else
    compile_yield_value(f, node, target);
}

/* ---- Closing asynchronous iterations ------------------------------------ */

void compile_close_iterator(FunctionCompiler *f, Register iterator,
                            bool is_async) {
  Label none = {};
  if (!is_async) {
    EMIT(IteratorClose, iterator);
    return;
  }
  Register mark = compile_mark(f);
  Register result = compile_register(f);
  JUMP(IteratorCallReturn, &none, result, iterator);
  compile_await_register(f, result, result);
  EMIT(CheckIteratorResult, result);
  BIND(&none);
  compile_release(f, mark);
}

void compile_close_iterator_silent(FunctionCompiler *f, Register iterator,
                                   bool is_async, Register free) {
  Label none = {};
  Region region;
  if (!is_async) {
    EMIT(IteratorCloseSilent, iterator);
    return;
  }
  Register mark = compile_mark(f);
  f->assembler.next_register = free;
  Register result = compile_register(f), ignored = compile_register(f);
  region_open(f, &region);
  JUMP(IteratorCallReturn, &none, result, iterator);
  compile_await_register(f, result, result);
  region_close(f, &region, ignored);
  region_bind(f, &region);
  BIND(&none);
  f->assembler.next_register = mark;
}

/* ---- Around the body ---------------------------------------------------- */

Register compile_returned(FunctionCompiler *f, Register value) {
  if (!is_async_generator(f)) return value;
  Register awaited = compile_register(f);
  compile_await_register(f, value, awaited);
  return awaited;
}

void compile_emit_return(FunctionCompiler *f, Register value) {
  Register mark = compile_mark(f);
  if (value == REGISTER_NONE) EMIT(LoadUndefined, value = compile_register(f));
  if (f->function->is_async)
    EMIT(AsyncReturn, value);
  else
    EMIT(GeneratorReturn, value);
  compile_release(f, mark);
}

void compile_open_coroutine(FunctionCompiler *f, struct Region *region,
                            bool has_parameters) {
  /* an exception among the parameters of an async function rejects its
   * promise, but a generator's go to the caller */
  if (f->function->is_generator && has_parameters) EMIT(CreateGenerator);
  bool begins = f->function->is_generator ? has_parameters : !has_parameters;
  if (f->function->is_async && begins) region_open(f, region);
}

void compile_close_coroutine(FunctionCompiler *f, struct Region *region) {
  if (!f->function->is_async) return;
  Register exception = compile_register(f);
  region_close(f, region, exception);
  region_bind(f, region);
  EMIT(AsyncThrow, exception);
}

void compile_get_iterator(FunctionCompiler *f, Register state, Register value,
                          bool is_async) {
  if (is_async)
    EMIT(GetAsyncIterator, state, value);
  else
    EMIT(GetIterator, state, value);
}
