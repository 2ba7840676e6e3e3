/* array_from_async.c - Array.fromAsync.
 *
 * The language describes it as an async function; here its steps are functions
 * of their own, and what it knows between two of them lies in an array, the
 * job. A step works until something must be awaited, and leaves in the job
 * which step is next:
 *
 *   async or sync iterables:  next -> take item -> (mapped) -> next ...
 *   array-likes:              item -> (mapped) -> item ...
 *   an exception meanwhile:   closed, then the exception
 */
#include "library/array.h"
#include "library/iteration.h"
#include "library/support.h"
#include "vm/async.h"

typedef enum JobPart : u8 {
  JOB_PROMISE, /* the answer */
  JOB_TARGET,  /* the array */
  JOB_ITERATOR,
  JOB_NEXT,
  JOB_ITEMS, /* the array-like, or undefined */
  JOB_LENGTH,
  JOB_MAP,
  JOB_MAP_THIS,
  JOB_INDEX,
  JOB_STEP,
  JOB_EXCEPTION, /* goes on when the iterator is closed */
  JOB_PARTS,
} JobPart;

typedef enum Step : u8 { STEP_TAKE, STEP_MAPPED, STEP_ITEM, STEP_CLOSED } Step;

/* What a step leaves to do. */
typedef struct Outcome {
  bool is_done;
  Value awaited;
} Outcome;

static Value *part(Object *job, JobPart which) {
  return &job->elements->values[which];
}

static void set_part(VM *vm, Object *job, JobPart which, Value value) {
  cell_write(&vm->isolate.heap, job->elements, part(job, which), value);
}

static bool await_then(VM *vm, Object *job, Value value, Step step,
                       Outcome *outcome) {
  *outcome = (Outcome){false, value};
  set_part(vm, job, JOB_STEP, value_from_int(step));
  return true;
}

/* ---- Steps -------------------------------------------------------------- */

/* The iterator is closed before the pending exception goes on. */
static bool close_first(VM *vm, Object *job, Outcome *outcome) {
  if (vm->is_terminating) return false;
  KEEP(vm, exception, vm_take_exception(vm));
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, result, VALUE_UNDEFINED);
  Value iterator = *part(job, JOB_ITERATOR);
  set_part(vm, job, JOB_EXCEPTION, exception);
  if (value_is_undefined(iterator)) return vm_throw(vm, exception);
  bool ok =
      vm_get_method(vm, iterator, ATOM_KEY(&vm->isolate, return), &method) &&
      (value_is_undefined(method) ||
       vm_call(vm, method, iterator, NULL, 0, &result));
  if (!ok && vm->is_terminating) return false;
  if (!ok || value_is_undefined(method)) return vm_throw(vm, exception);
  return await_then(vm, job, result, STEP_CLOSED, outcome);
}

static bool finish(VM *vm, Object *job, Outcome *outcome) {
  outcome->is_done = true;
  return vm_set(vm, *part(job, JOB_TARGET), ATOM_KEY(&vm->isolate, length),
                *part(job, JOB_INDEX), true);
}

/* On to the next item. */
static bool ask(VM *vm, Object *job, Outcome *outcome) {
  KEEP(vm, result, VALUE_UNDEFINED);
  Value items = *part(job, JOB_ITEMS);
  double index = value_to_number(*part(job, JOB_INDEX));
  if (value_is_undefined(items))
    return vm_call(vm, *part(job, JOB_NEXT), *part(job, JOB_ITERATOR), NULL, 0,
                   &result) &&
           await_then(vm, job, result, STEP_TAKE, outcome);
  if (index >= value_to_number(*part(job, JOB_LENGTH)))
    return finish(vm, job, outcome);
  return vm_get_index(vm, items, index, &result) &&
         await_then(vm, job, result, STEP_ITEM, outcome);
}

static bool store(VM *vm, Object *job, Value value, Outcome *outcome) {
  double index = value_to_number(*part(job, JOB_INDEX));
  if (!vm_create_index(vm, value_to_object(*part(job, JOB_TARGET)), index,
                       value))
    return close_first(vm, job, outcome);
  set_part(vm, job, JOB_INDEX, value_from_number(index + 1));
  return ask(vm, job, outcome);
}

static bool take_item(VM *vm, Object *job, Value item, Outcome *outcome) {
  KEEP(vm, mapped, VALUE_UNDEFINED);
  Value map = *part(job, JOB_MAP);
  if (value_is_undefined(map)) return store(vm, job, item, outcome);
  Value arguments[2] = {item, *part(job, JOB_INDEX)};
  if (!vm_call(vm, map, *part(job, JOB_MAP_THIS), arguments, 2, &mapped))
    return close_first(vm, job, outcome);
  return await_then(vm, job, mapped, STEP_MAPPED, outcome);
}

static bool take_result(VM *vm, Object *job, Value result, Outcome *outcome) {
  KEEP(vm, value, VALUE_UNDEFINED);
  Isolate *isolate = &vm->isolate;
  if (!value_is_object(result))
    return library_throw_about(vm, "Iterator result %s is not an object",
                               result);
  if (!vm_get(vm, result, ATOM_KEY(isolate, done), &value)) return false;
  if (vm_to_boolean(value)) return finish(vm, job, outcome);
  return vm_get(vm, result, ATOM_KEY(isolate, value), &value) &&
         take_item(vm, job, value, outcome);
}

/* What was awaited has settled. */
static bool go_on_with(VM *vm, Object *job, PromiseState state, Value value,
                       Outcome *outcome) {
  Step step = (Step)value_to_int(*part(job, JOB_STEP));
  if (step == STEP_CLOSED) return vm_throw(vm, *part(job, JOB_EXCEPTION));
  if (state == PROMISE_REJECTED) {
    vm_throw(vm, value);
    return step == STEP_MAPPED && close_first(vm, job, outcome);
  }
  switch (step) {
  case STEP_TAKE: return take_result(vm, job, value, outcome);
  case STEP_MAPPED: return store(vm, job, value, outcome);
  default: return take_item(vm, job, value, outcome);
  }
}

/* ---- Awaiting ----------------------------------------------------------- */

static ReactionCode resume;

/* After a step: awaits, or settles the answer. */
static bool wait_for(VM *vm, Object *job, bool ok, Outcome outcome) {
  KEEP_CELL(vm, Object, kept, job);
  Promise *answer = (Promise *)value_to_cell(*part(job, JOB_PROMISE));
  if (ok && outcome.is_done)
    return promise_resolve(vm, answer, *part(job, JOB_TARGET));
  if (!ok) return promise_reject_pending(vm, answer);
  Promise *awaited = promise_from(vm, outcome.awaited);
  if (awaited) {
    promise_react(vm, awaited, resume, value_from_cell(kept), &CAPABILITY_NONE);
    return true;
  }
  if (vm->is_terminating) return false;
  KEEP(vm, exception, vm_take_exception(vm));
  Outcome next = {};
  KEEP_FIELD(vm, awaited, next.awaited);
  bool again = go_on_with(vm, kept, PROMISE_REJECTED, exception, &next);
  return wait_for(vm, kept, again, next);
}

static bool resume(VM *vm, Value data, PromiseState state, Value value,
                   Value *result) {
  KEEP_CELL(vm, Object, job, value_to_object(data));
  Outcome outcome = {};
  KEEP_FIELD(vm, awaited, outcome.awaited);
  bool ok = go_on_with(vm, job, state, value, &outcome);
  return wait_for(vm, job, ok, outcome);
}

/* ---- The beginning ------------------------------------------------------ */

static bool make_target(VM *vm, Object *job, Value constructor,
                        const Value *length) {
  Value target;
  if (value_is_constructor(constructor)) {
    if (!vm_construct(vm, constructor, constructor, length, length ? 1 : 0,
                      &target))
      return false;
  } else if (length && value_to_number(*length) > UINT32_MAX) {
    return vm_throw_range(vm, "Invalid array length");
  } else {
    Object *array = array_new(&vm->isolate, 0);
    if (!array) return vm_throw_memory(vm);
    target = value_from_cell(array);
  }
  set_part(vm, job, JOB_TARGET, target);
  return true;
}

/* The iterator of the items; undefined when they are only array-like. */
static bool open_iterator(VM *vm, Object *job, Value items) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  if (!vm_get_method(vm, items, SYMBOL_KEY(isolate, asyncIterator), &method))
    return false;
  bool is_async = !value_is_undefined(method);
  if (!is_async &&
      !vm_get_method(vm, items, SYMBOL_KEY(isolate, iterator), &method))
    return false;
  if (value_is_undefined(method)) return true;
  if (!iteration_open(vm, items, method, &iterator, &next)) return false;
  if (!is_async) {
    iterator = value_from_cell(async_from_sync(vm, iterator, next));
    if (!vm_get(vm, iterator, ATOM_KEY(isolate, next), &next)) return false;
  }
  set_part(vm, job, JOB_ITERATOR, iterator);
  set_part(vm, job, JOB_NEXT, next);
  return true;
}

static bool begin(VM *vm, Call *call, Object *job, Outcome *outcome) {
  Value items = call_argument(call, 0), map = *part(job, JOB_MAP);
  if (!value_is_undefined(map) && !library_check_callable(vm, map))
    return false;
  if (!open_iterator(vm, job, items)) return false;
  if (!value_is_undefined(*part(job, JOB_ITERATOR)))
    return make_target(vm, job, call->this_value, NULL) &&
           ask(vm, job, outcome);
  Object *object = vm_to_object(vm, items);
  if (!object) return false;
  set_part(vm, job, JOB_ITEMS, value_from_cell(object));
  double length;
  if (!vm_length(vm, value_from_cell(object), &length)) return false;
  Value count = value_from_number(length);
  set_part(vm, job, JOB_LENGTH, count);
  return make_target(vm, job, call->this_value, &count) &&
         ask(vm, job, outcome);
}

bool array_from_async(VM *vm, Call *call) {
  KEEP_CELL(vm, Promise, promise, promise_new(vm));
  Value parts[JOB_PARTS];
  for (u32 i = 0; i < JOB_PARTS; i++)
    parts[i] = VALUE_UNDEFINED;
  parts[JOB_PROMISE] = value_from_cell(promise);
  parts[JOB_MAP] = call_argument(call, 1);
  parts[JOB_MAP_THIS] = call_argument(call, 2);
  parts[JOB_INDEX] = value_from_int(0);
  KEEP_CELL(vm, Object, job, array_from_values(&vm->isolate, parts, JOB_PARTS));
  if (!job) return vm_throw_memory(vm);
  Outcome outcome = {};
  KEEP_FIELD(vm, awaited, outcome.awaited);
  bool ok = begin(vm, call, job, &outcome);
  return wait_for(vm, job, ok, outcome) &&
         call_return(call, value_from_cell(promise));
}
