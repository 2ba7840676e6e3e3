/* async.c - async functions: see async.h. Async generators have a file of
 * their own. */
#include "vm/async.h"

/* The frame's coroutine; at the first await it gets one, and a promise. */
static Coroutine *need_coroutine(VM *vm, Value *registers) {
  Coroutine *coroutine = frame_coroutine(registers);
  if (coroutine) return coroutine;
  ROOT_CELL(&vm->isolate.heap, Promise, promise, promise_new(vm));
  return coroutine_new(vm, registers, value_from_cell(promise));
}

static bool resume(VM *vm, Value coroutine, PromiseState state, Value value) {
  Value ignored;
  return coroutine_resume(
      vm, (Coroutine *)value_to_cell(coroutine),
      state == PROMISE_FULFILLED ? RESUME_NEXT : RESUME_THROW, value, &ignored);
}

/* What was awaited has settled: the reaction's code. */
static bool go_on(VM *vm, Value data, PromiseState state, Value value,
                  Value *result) {
  return resume(vm, data, state, value);
}

/* The same without a promise: a job's values are the coroutine and what it is
 * resumed with. */
static bool run_resume(VM *vm, const Value *values) {
  return resume(vm, values[0], PROMISE_FULFILLED, values[1]);
}

bool async_await(VM *vm, Value *registers, const Unit *pc, Value value,
                 Value *returned) {
  static const JobType job_resume = {"resume", run_resume};
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Promise, awaited, NULL);
  /* nobody sees the promise of what is none */
  bool is_direct = !value_is_object(value);
  if (!is_direct && !(awaited = promise_from(vm, value))) return false;
  ROOT_CELL(heap, Coroutine, coroutine, need_coroutine(vm, registers));
  if (!coroutine) return false;
  coroutine_park(vm, coroutine, registers, pc, COROUTINE_SUSPENDED);
  *returned = coroutine->owner;
  if (is_direct)
    vm_enqueue_job(vm, &job_resume, value_from_cell(coroutine), value,
                   VALUE_UNDEFINED);
  else
    promise_react(vm, awaited, go_on, value_from_cell(coroutine),
                  &CAPABILITY_NONE);
  return true;
}

/* ---- The end ------------------------------------------------------------ */

static AsyncGenerator *generator_of(Value *registers) {
  Coroutine *coroutine = frame_coroutine(registers);
  return coroutine && value_is_kind(coroutine->owner, KIND_ASYNC_GENERATOR)
             ? (AsyncGenerator *)value_to_cell(coroutine->owner)
             : NULL;
}

/* The promise of a function that ends now. */
static Promise *end(VM *vm, Value *registers) {
  Coroutine *coroutine = frame_coroutine(registers);
  if (!coroutine) return promise_new(vm);
  coroutine_finish(vm, coroutine);
  return (Promise *)value_to_cell(coroutine->owner);
}

bool async_return(VM *vm, Value *registers, Value value, Value *returned) {
  *returned = VALUE_UNDEFINED;
  AsyncGenerator *generator = generator_of(registers);
  if (generator)
    return async_generator_end(vm, generator, RESUME_RETURN, value);
  ROOT_CELL(&vm->isolate.heap, Promise, own, end(vm, registers));
  if (!promise_resolve(vm, own, value)) return false;
  *returned = value_from_cell(own);
  return true;
}

bool async_throw(VM *vm, Value *registers, Value reason, Value *returned) {
  *returned = VALUE_UNDEFINED;
  AsyncGenerator *generator = generator_of(registers);
  if (generator)
    return async_generator_end(vm, generator, RESUME_THROW, reason);
  Promise *own = end(vm, registers);
  promise_reject(vm, own, reason);
  *returned = value_from_cell(own);
  return true;
}

/* ---- Who waits ---------------------------------------------------------- */

/* What will be settled when the coroutine has ended: a promise, or NULL. */
static const Promise *promise_of(const Coroutine *coroutine) {
  Value owner = coroutine->owner;
  if (value_is_kind(owner, KIND_PROMISE))
    return (const Promise *)value_to_cell(owner);
  if (!value_is_kind(owner, KIND_ASYNC_GENERATOR)) return NULL;
  const Request *request = ((AsyncGenerator *)value_to_cell(owner))->first;
  return request ? request->promise : NULL;
}

static const Promise *promise_of_job(const VM *vm) {
  if (!vm->jobs.running.type) return NULL;
  Value value = vm->jobs.running.values[0];
  if (!value_is_kind(value, KIND_REACTION)) return NULL;
  value = ((const Reaction *)value_to_cell(value))->capability.promise;
  return value_is_kind(value, KIND_PROMISE)
             ? (const Promise *)value_to_cell(value)
             : NULL;
}

/* Follows chains of then(), but not for ever: promises can form a circle. */
const Coroutine *async_waiter(VM *vm, const Coroutine *coroutine) {
  constexpr u32 LINKS_MAX = 100;
  const Promise *promise =
      coroutine ? promise_of(coroutine) : promise_of_job(vm);
  for (u32 i = 0; promise && i < LINKS_MAX; i++) {
    const Reaction *reaction = promise->first;
    if (!reaction || reaction->next) return NULL;
    if (reaction->code == go_on)
      return (const Coroutine *)value_to_cell(reaction->on_fulfilled);
    Value next = reaction->capability.promise;
    promise = value_is_kind(next, KIND_PROMISE)
                  ? (const Promise *)value_to_cell(next)
                  : NULL;
  }
  return NULL;
}
