/* async_iterator.c - %AsyncIteratorPrototype%, async generator objects, and
 * the iterators that for-await makes of synchronous ones. What they do is
 * vm/async.h's. */
#include "library/iteration.h"
#include "library/support.h"
#include "vm/async.h"

/* ---- Answers ------------------------------------------------------------ */

/* What a function returns that answers with a promise: with the pending
 * exception the promise is rejected. */
static bool answer_rejected(VM *vm, Call *call, Promise *promise) {
  return promise_reject_pending(vm, promise) &&
         call_return(call, value_from_cell(promise));
}

/* A capability of a promise of ours. */
static Capability capability_of(Promise *promise) {
  return (Capability){value_from_cell(promise), VALUE_UNDEFINED,
                      VALUE_UNDEFINED};
}

/* ---- Async generators --------------------------------------------------- */

static bool request(VM *vm, Call *call, ResumeMode mode, const char *method) {
  if (value_is_kind(call->this_value, KIND_ASYNC_GENERATOR))
    return async_generator_request(
        vm, (AsyncGenerator *)value_to_cell(call->this_value), mode,
        call_argument(call, 0), &call->result);
  KEEP_CELL(vm, Promise, promise, promise_new(vm));
  library_throw_receiver(vm, method, call->this_value);
  return answer_rejected(vm, call, promise);
}

static bool async_generator_next(VM *vm, Call *call) {
  return request(vm, call, RESUME_NEXT, "[AsyncGenerator].prototype.next");
}

static bool async_generator_return(VM *vm, Call *call) {
  return request(vm, call, RESUME_RETURN, "[AsyncGenerator].prototype.return");
}

static bool async_generator_throw(VM *vm, Call *call) {
  return request(vm, call, RESUME_THROW, "[AsyncGenerator].prototype.throw");
}

/* ---- Iterators made asynchronous ---------------------------------------- */

/* The value of an inner result has settled: a result again. */
static bool unwrap(VM *vm, PromiseState state, Value value, bool done,
                   Value *result) {
  if (state == PROMISE_REJECTED) return vm_throw(vm, value);
  *result = value_from_cell(vm_iterator_result(vm, value, done));
  return true;
}

static bool unwrap_last(VM *vm, Value data, PromiseState state, Value value,
                        Value *result) {
  return unwrap(vm, state, value, true, result);
}

static bool unwrap_item(VM *vm, Value data, PromiseState state, Value value,
                        Value *result) {
  return unwrap(vm, state, value, false, result);
}

/* The same where a rejected value closes the inner iterator. */
static bool unwrap_or_close(VM *vm, Value data, PromiseState state, Value value,
                            Value *result) {
  AsyncFromSync *wrapped = (AsyncFromSync *)value_to_cell(data);
  return unwrap(vm, state, value, false, result) ||
         iteration_abandon(vm, wrapped->iterator);
}

/* The value of a result as a promise; NULL when it threw. */
static Promise *promise_of_value(VM *vm, AsyncFromSync *wrapped, Value inner,
                                 bool closes, bool *done) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!vm_get(vm, inner, ATOM_KEY(isolate, done), &value)) return NULL;
  *done = vm_to_boolean(value);
  if (!vm_get(vm, inner, ATOM_KEY(isolate, value), &value)) return NULL;
  Promise *promise = promise_from(vm, value);
  if (!promise && !*done && closes) iteration_abandon(vm, wrapped->iterator);
  return promise;
}

/* AsyncFromSyncIteratorContinuation. */
static bool go_on(VM *vm, AsyncFromSync *wrapped, Value inner, Promise *answer,
                  bool closes) {
  bool done;
  KEEP_CELL(vm, Promise, awaited,
            promise_of_value(vm, wrapped, inner, closes, &done));
  if (!awaited) return false;
  Capability capability = capability_of(answer);
  promise_react(vm, awaited,
                done     ? unwrap_last
                : closes ? unwrap_or_close
                         : unwrap_item,
                value_from_cell(wrapped), &capability);
  return true;
}

static bool check_result(VM *vm, Value inner) {
  return value_is_object(inner) ||
         library_throw_about(vm, "Iterator result %s is not an object", inner);
}

/* Resolves the answer at once: the iterator has no such method. */
static bool end_with(VM *vm, Promise *answer, Value value) {
  KEEP_CELL(vm, Object, result, vm_iterator_result(vm, value, true));
  return promise_resolve(vm, answer, value_from_cell(result));
}

static bool wrapped_next(VM *vm, Call *call, AsyncFromSync *wrapped,
                         Promise *answer) {
  KEEP(vm, inner, VALUE_UNDEFINED);
  return vm_call(vm, wrapped->next, wrapped->iterator, call->arguments,
                 call->count ? 1 : 0, &inner) &&
         check_result(vm, inner) && go_on(vm, wrapped, inner, answer, true);
}

static bool wrapped_return(VM *vm, Call *call, AsyncFromSync *wrapped,
                           Promise *answer) {
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, inner, VALUE_UNDEFINED);
  if (!vm_get_method(vm, wrapped->iterator, ATOM_KEY(&vm->isolate, return),
                     &method))
    return false;
  if (value_is_undefined(method))
    return end_with(vm, answer, call_argument(call, 0));
  return vm_call(vm, method, wrapped->iterator, call->arguments,
                 call->count ? 1 : 0, &inner) &&
         check_result(vm, inner) && go_on(vm, wrapped, inner, answer, false);
}

static bool wrapped_throw(VM *vm, Call *call, AsyncFromSync *wrapped,
                          Promise *answer) {
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, inner, VALUE_UNDEFINED);
  if (!vm_get_method(vm, wrapped->iterator, ATOM_KEY(&vm->isolate, throw),
                     &method))
    return false;
  if (value_is_undefined(method))
    return iteration_close(vm, wrapped->iterator) &&
           vm_throw_type(vm, "The iterator does not provide a 'throw' method.");
  return vm_call(vm, method, wrapped->iterator, call->arguments,
                 call->count ? 1 : 0, &inner) &&
         check_result(vm, inner) && go_on(vm, wrapped, inner, answer, true);
}

/* One of the three methods; its exceptions reject the answer. Only the engine
 * can call them, so `this` is right. */
static bool wrapped_method(VM *vm, Call *call) {
  static bool (*const methods[])(VM *, Call *, AsyncFromSync *, Promise *) = {
      [RESUME_NEXT] = wrapped_next,
      [RESUME_THROW] = wrapped_throw,
      [RESUME_RETURN] = wrapped_return,
  };
  assert(value_is_kind(call->this_value, KIND_ASYNC_FROM_SYNC));
  AsyncFromSync *wrapped = (AsyncFromSync *)value_to_cell(call->this_value);
  KEEP_CELL(vm, Promise, answer, promise_new(vm));
  if (!methods[library_native(call)->magic](vm, call, wrapped, answer))
    return answer_rejected(vm, call, answer);
  return call_return(call, value_from_cell(answer));
}

/* ---- %AsyncIteratorPrototype% ------------------------------------------- */

static bool return_this(VM *vm, Call *call) {
  return call_return(call, call->this_value);
}

static bool forget_value(VM *vm, Value data, PromiseState state, Value value,
                         Value *result) {
  *result = VALUE_UNDEFINED;
  return state == PROMISE_FULFILLED || vm_throw(vm, value);
}

static bool dispose(VM *vm, Call *call, Promise *answer) {
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, result, VALUE_UNDEFINED);
  if (!vm_get_method(vm, call->this_value, ATOM_KEY(&vm->isolate, return),
                     &method))
    return false;
  if (value_is_undefined(method))
    return promise_resolve(vm, answer, VALUE_UNDEFINED);
  if (!vm_call(vm, method, call->this_value, NULL, 0, &result)) return false;
  KEEP_CELL(vm, Promise, awaited, promise_from(vm, result));
  if (!awaited) return false;
  Capability capability = capability_of(answer);
  promise_react(vm, awaited, forget_value, VALUE_UNDEFINED, &capability);
  return true;
}

/* Awaits what `return` gives. */
static bool async_dispose(VM *vm, Call *call) {
  KEEP_CELL(vm, Promise, answer, promise_new(vm));
  if (!dispose(vm, call, answer)) return answer_rejected(vm, call, answer);
  return call_return(call, value_from_cell(answer));
}

/* ---- Opening ------------------------------------------------------------ */

static void open_generators(VM *vm, Object *iterator_prototype) {
  static const NativeEntry methods[] = {
      {"next", async_generator_next, 1},
      {"return", async_generator_return, 1},
      {"throw", async_generator_throw, 1},
  };
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_async_generator_prototype, iterator_prototype);
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "AsyncGenerator");
}

void library_open_async_iterator(VM *vm) {
  static const NativeEntry methods[] = {
      {"@@asyncIterator", return_this, 0},
      {"@@asyncDispose", async_dispose, 0},
  };
  static const NativeEntry wrapped[] = {
      {"next", wrapped_method, 1, .magic = RESUME_NEXT},
      {"return", wrapped_method, 1, .magic = RESUME_RETURN},
      {"throw", wrapped_method, 1, .magic = RESUME_THROW},
  };
  Object *prototype =
      library_new_prototype(vm, INTRINSIC_async_iterator_prototype,
                            INTRINSIC(&vm->isolate, object_prototype));
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  open_generators(vm, prototype);
  Object *from_sync =
      library_new_prototype(vm, INTRINSIC_async_from_sync_prototype, prototype);
  library_add_functions(vm, from_sync, wrapped, ARRAY_COUNT(wrapped));
}
