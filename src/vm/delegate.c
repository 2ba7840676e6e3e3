/* delegate.c - yield*: handing what a generator is resumed with to an inner
 * iterator.
 *
 * The mode says how it was resumed. Four more modes are this file's own: an
 * inner iterator without `throw` is closed and then complained about, and one
 * without `return` is left alone; and of a generator or an array, where nobody
 * can tell, there is no result object, but the bare item or the last value.
 */
#include "vm/coroutine.h"
#include "vm/operations.h"

constexpr i32 MODE_COMPLAIN = 3; /* closed, since it has no `throw` */
constexpr i32 MODE_LEAVE = 4;    /* it has no `return` */
constexpr i32 MODE_BARE_END = -2;
static_assert(DELEGATE_BARE_ITEM == -1);

static_assert(RESUME_THROW == 1 && RESUME_RETURN == 2);

/* A step of a generator or of an array that is walked without its iterator. */
static bool step_bare(VM *vm, Value *state, Value value, Value *mode,
                      Value *result) {
  bool done, is_result = false;
  bool ok =
      value_is_hole(state[1])
          ? operate_iterator_next(vm, state, result, &done)
          : generator_resume(vm, (Generator *)value_to_cell(state[0]),
                             RESUME_NEXT, value, result, &done, &is_result);
  if (ok && !is_result)
    *mode = value_from_int(done ? MODE_BARE_END : DELEGATE_BARE_ITEM);
  return ok;
}

static bool pass_next(VM *vm, Value *state, Value value, Value *mode,
                      Value *result) {
  if (value_is_hole(state[1]) || generator_is_plain(vm, state))
    return step_bare(vm, state, value, mode, result);
  return vm_call(vm, state[1], state[0], &value, 1, result);
}

/* A method of the inner iterator; undefined when there is none. */
static bool find_method(VM *vm, const Value *state, Key key, Value *method) {
  *method = VALUE_UNDEFINED;
  return value_is_hole(state[1]) || vm_get_method(vm, state[0], key, method);
}

static bool throw_no_throw(VM *vm) {
  return vm_throw_type(vm, "The iterator does not provide a 'throw' method.");
}

static bool pass_return(VM *vm, Value *state, Value value, Value *mode,
                        Value *result) {
  ROOT(&vm->isolate.heap, method, VALUE_UNDEFINED);
  if (!find_method(vm, state, ATOM_KEY(&vm->isolate, return), &method))
    return false;
  if (!value_is_undefined(method))
    return vm_call(vm, method, state[0], &value, 1, result);
  *mode = value_from_int(MODE_LEAVE);
  *result = value;
  return true;
}

static bool pass_throw(VM *vm, Value *state, Value value, Value *mode,
                       Value *result) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, method, VALUE_UNDEFINED);
  if (!find_method(vm, state, ATOM_KEY(isolate, throw), &method)) return false;
  if (!value_is_undefined(method))
    return vm_call(vm, method, state[0], &value, 1, result);
  if (!find_method(vm, state, ATOM_KEY(isolate, return), &method)) return false;
  if (value_is_undefined(method)) return throw_no_throw(vm);
  *mode = value_from_int(MODE_COMPLAIN);
  return vm_call(vm, method, state[0], NULL, 0, result);
}

bool operate_delegate(VM *vm, Value *state, Value value, Value *mode,
                      Value *result) {
  switch (value_to_int(*mode)) {
  case RESUME_NEXT: return pass_next(vm, state, value, mode, result);
  case RESUME_THROW: return pass_throw(vm, state, value, mode, result);
  default: return pass_return(vm, state, value, mode, result);
  }
}

bool operate_delegate_done(VM *vm, Value result, Value mode, Value *value,
                           bool *done) {
  *done = value_to_int(mode) != DELEGATE_BARE_ITEM;
  *value = result;
  switch (value_to_int(mode)) {
  case DELEGATE_BARE_ITEM:
  case MODE_BARE_END:
  case MODE_LEAVE: return true;
  default: break;
  }
  if (!value_is_object(result)) return operate_throw_no_result(vm, result);
  if (value_to_int(mode) == MODE_COMPLAIN) return throw_no_throw(vm);
  ROOT(&vm->isolate.heap, kept, result);
  Value flag;
  if (!vm_get(vm, kept, ATOM_KEY(&vm->isolate, done), &flag)) return false;
  *done = vm_to_boolean(flag);
  return !*done || vm_get(vm, kept, ATOM_KEY(&vm->isolate, value), value);
}
