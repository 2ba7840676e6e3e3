/* disposable_stack.c - DisposableStack and AsyncDisposableStack: lists of what
 * is to be disposed of, as objects. How that is done is vm/dispose.h's.
 */
#include "library/disposable_stack.h"

#include "library/support.h"
#include "vm/dispose.h"
#include "vm/promise.h"

DEFINE_VISIT(stack, DisposableStack) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "resources", self->list);
}

void disposable_stack_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_DISPOSABLE_STACK,
                 (CellClass){.name = "disposable stack",
                             .visit = stack_visit,
                             .mark = stack_mark});
}

/* ---- Stacks ------------------------------------------------------------- */

/* The two families share their code; a function's magic says which it is of. */
static bool is_async(Call *call) {
  return library_native(call)->magic;
}

static const char *family_name(bool is_async) {
  return is_async ? "AsyncDisposableStack" : "DisposableStack";
}

static Intrinsic family_prototype(bool is_async) {
  return is_async ? INTRINSIC_async_disposable_stack_prototype
                  : INTRINSIC_disposable_stack_prototype;
}

static DisposableStack *stack_new(VM *vm, Value new_target, bool is_async) {
  Call call = {.new_target = new_target};
  KEEP(vm, list, VALUE_UNDEFINED);
  KEEP_CELL(vm, DisposableStack, stack,
            (DisposableStack *)library_new_from(
                vm, &call, family_prototype(is_async), KIND_DISPOSABLE_STACK,
                sizeof(DisposableStack)));
  if (!stack) return NULL;
  stack->list = VALUE_UNDEFINED;
  stack->is_async = is_async;
  stack->is_disposed = false;
  Object *fresh = dispose_new_list(vm);
  if (!fresh) return NULL;
  cell_write(&vm->isolate.heap, stack, &stack->list, value_from_cell(fresh));
  return stack;
}

static bool stack_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor %s requires 'new'",
                         family_name(is_async(call)));
  DisposableStack *stack = stack_new(vm, call->new_target, is_async(call));
  return stack && call_return(call, value_from_cell(stack));
}

static DisposableStack *receiver(VM *vm, Call *call, const char *method) {
  Value value = call->this_value;
  if (value_is_kind(value, KIND_DISPOSABLE_STACK)) {
    DisposableStack *stack = (DisposableStack *)value_to_cell(value);
    if (stack->is_async == is_async(call)) return stack;
  }
  Buffer name = {};
  buffer_format(&name, "%s.prototype.%s", family_name(is_async(call)), method);
  library_throw_receiver(vm, name.bytes, value);
  buffer_free(&name);
  return NULL;
}

/* A receiver to which something can be added. */
static DisposableStack *open_receiver(VM *vm, Call *call, const char *method) {
  DisposableStack *stack = receiver(vm, call, method);
  if (!stack || !stack->is_disposed) return stack;
  vm_throw_error(vm, ERROR_REFERENCE, "Cannot add values to a disposed %s",
                 family_name(stack->is_async));
  return NULL;
}

static bool get_disposed(VM *vm, Call *call) {
  DisposableStack *stack = receiver(vm, call, "disposed");
  return stack && call_return(call, value_from_boolean(stack->is_disposed));
}

/* ---- Adding ------------------------------------------------------------- */

static bool stack_use(VM *vm, Call *call) {
  DisposableStack *stack = open_receiver(vm, call, "use");
  if (!stack) return false;
  KEEP(vm, list, stack->list);
  assert(value_is_object(list));
  return dispose_add(vm, &list, call_argument(call, 0), stack->is_async) &&
         call_return(call, call_argument(call, 0));
}

/* The disposer of an adopted value: its data is an array of the value and the
 * function. */
static bool dispose_adopted(VM *vm, Call *call) {
  const Value *pair =
      value_to_object(library_native(call)->data)->elements->values;
  Value argument = pair[0];
  return vm_call(vm, pair[1], VALUE_UNDEFINED, &argument, 1, &call->result);
}

static DisposeHint hint_of(const DisposableStack *stack) {
  return stack->is_async ? DISPOSE_ASYNC : DISPOSE_SYNC;
}

static bool stack_adopt(VM *vm, Call *call) {
  DisposableStack *stack = open_receiver(vm, call, "adopt");
  if (!stack || !library_check_callable(vm, call_argument(call, 1)))
    return false;
  Value pair[2] = {call_argument(call, 0), call_argument(call, 1)};
  KEEP_CELL(vm, Object, data, array_from_values(&vm->isolate, pair, 2));
  if (!data) return vm_throw_memory(vm);
  KEEP_CELL(vm, NativeFunction, method,
            native_new(&vm->isolate, "", dispose_adopted, 0));
  cell_write(&vm->isolate.heap, method, &method->data, value_from_cell(data));
  return dispose_add_method(vm, stack->list, VALUE_UNDEFINED,
                            value_from_cell(method), hint_of(stack)) &&
         call_return(call, pair[0]);
}

static bool stack_defer(VM *vm, Call *call) {
  DisposableStack *stack = open_receiver(vm, call, "defer");
  return stack && library_check_callable(vm, call_argument(call, 0)) &&
         dispose_add_method(vm, stack->list, VALUE_UNDEFINED,
                            call_argument(call, 0), hint_of(stack));
}

static bool stack_move(VM *vm, Call *call) {
  DisposableStack *stack = open_receiver(vm, call, "move");
  if (!stack) return false;
  DisposableStack *moved = stack_new(vm, VALUE_UNDEFINED, stack->is_async);
  if (!moved) return false;
  Value empty = moved->list;
  Heap *heap = &vm->isolate.heap;
  cell_write(heap, moved, &moved->list, stack->list);
  cell_write(heap, stack, &stack->list, empty);
  stack->is_disposed = true;
  return call_return(call, value_from_cell(moved));
}

/* ---- Disposing ---------------------------------------------------------- */

static bool stack_dispose(VM *vm, Call *call) {
  DisposableStack *stack = receiver(vm, call, "dispose");
  if (!stack) return false;
  if (stack->is_disposed) return true;
  stack->is_disposed = true;
  bool is_throw = false;
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!dispose_all(vm, stack->list, &is_throw, &value)) return false;
  return !is_throw || vm_throw(vm, value);
}

/* What is kept between two steps of disposeAsync, in an array. */
typedef enum StepPart : u8 {
  STEP_LIST,
  STEP_THROW, /* a boolean */
  STEP_VALUE,
  STEP_PROMISE,
  STEP_PARTS,
} StepPart;

static ReactionCode go_on;

/* Awaits what a disposer gave; false when it threw, or the run must stop. */
static bool await_result(VM *vm, Object *step, Value result) {
  Promise *promise = promise_from(vm, result);
  if (!promise) return false;
  promise_react(vm, promise, go_on, value_from_cell(step), &CAPABILITY_NONE);
  return true;
}

static bool settle(VM *vm, const Object *step) {
  const Value *parts = step->elements->values;
  Promise *promise = (Promise *)value_to_cell(parts[STEP_PROMISE]);
  if (!value_is_true(parts[STEP_THROW]))
    return promise_resolve(vm, promise, VALUE_UNDEFINED);
  promise_reject(vm, promise, parts[STEP_VALUE]);
  return true;
}

/* How it stands: whether something was thrown, and what. */
static void set_outcome(VM *vm, Object *step, bool is_throw, Value value) {
  Elements *parts = step->elements;
  parts->values[STEP_THROW] = value_from_boolean(is_throw);
  cell_write(&vm->isolate.heap, parts, &parts->values[STEP_VALUE], value);
}

static bool run_steps(VM *vm, Object *step) {
  KEEP_CELL(vm, Object, kept, step);
  KEEP(vm, result, VALUE_UNDEFINED);
  const Value *parts = kept->elements->values;
  KEEP(vm, value, parts[STEP_VALUE]);
  bool done, is_throw = value_is_true(parts[STEP_THROW]);
  for (;;) {
    bool ok =
        dispose_next(vm, parts[STEP_LIST], &is_throw, &value, &result, &done);
    set_outcome(vm, kept, is_throw, value);
    if (!ok) return false;
    if (done) return settle(vm, kept);
    if (await_result(vm, kept, result)) return true;
    if (vm->is_terminating) return false;
    dispose_failed(vm, vm_take_exception(vm), &is_throw, &value);
    set_outcome(vm, kept, is_throw, value);
  }
}

static bool go_on(VM *vm, Value data, PromiseState state, Value value,
                  Value *result) {
  KEEP_CELL(vm, Object, step, value_to_object(data));
  const Value *parts = step->elements->values;
  bool is_throw = value_is_true(parts[STEP_THROW]);
  KEEP(vm, outcome, parts[STEP_VALUE]);
  if (state == PROMISE_REJECTED) dispose_failed(vm, value, &is_throw, &outcome);
  set_outcome(vm, step, is_throw, outcome);
  return run_steps(vm, step);
}

static bool stack_dispose_async(VM *vm, Call *call) {
  KEEP_CELL(vm, Promise, promise, promise_new(vm));
  call->result = value_from_cell(promise);
  DisposableStack *stack = receiver(vm, call, "disposeAsync");
  if (!stack) return promise_reject_pending(vm, promise);
  if (stack->is_disposed) return promise_resolve(vm, promise, VALUE_UNDEFINED);
  stack->is_disposed = true;
  Value parts[STEP_PARTS] = {
      [STEP_LIST] = stack->list,
      [STEP_THROW] = VALUE_FALSE,
      [STEP_VALUE] = VALUE_UNDEFINED,
      [STEP_PROMISE] = value_from_cell(promise),
  };
  KEEP_CELL(vm, Object, step,
            array_from_values(&vm->isolate, parts, STEP_PARTS));
  return step ? run_steps(vm, step) : vm_throw_memory(vm);
}

/* ---- Opening ------------------------------------------------------------ */

static void open_family(VM *vm, bool is_async) {
  const NativeEntry methods[] = {
      {"use", stack_use, 1, .magic = is_async},
      {"adopt", stack_adopt, 2, .magic = is_async},
      {"defer", stack_defer, 1, .magic = is_async},
      {"move", stack_move, 0, .magic = is_async},
      {"disposed", get_disposed, 0, NATIVE_GETTER, is_async},
      is_async
          ? (NativeEntry){"disposeAsync", stack_dispose_async, 0, .magic = true}
          : (NativeEntry){"dispose", stack_dispose, 0},
  };
  const char *name = family_name(is_async);
  Object *prototype =
      library_new_prototype(vm, family_prototype(is_async),
                            INTRINSIC(&vm->isolate, object_prototype));
  library_add_constructor(vm, name, stack_construct, 0, prototype)->magic =
      is_async;
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  if (is_async)
    library_add_alias(vm, prototype, "@@asyncDispose", "disposeAsync");
  else
    library_add_alias(vm, prototype, "@@dispose", "dispose");
  library_add_tag(vm, prototype, name);
}

void library_open_disposable_stack(VM *vm) {
  open_family(vm, false);
  open_family(vm, true);
}
