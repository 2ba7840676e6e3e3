/* promise.c - see promise.h. */
#include "vm/promise.h"

#include <string.h>

/* ---- What the collector must know --------------------------------------- */

DEFINE_VISIT(promise, Promise) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "result", self->result);
  EDGE(INTERNAL, 0, "reactions", self->first);
}

DEFINE_VISIT(reaction, Reaction) {
  EDGE(INTERNAL, 0, "next", self->next);
  EDGE_VALUE(INTERNAL, 0, self->code ? "waiting" : "on fulfilled",
             self->on_fulfilled);
  EDGE_VALUE(INTERNAL, 0, "on rejected", self->on_rejected);
  EDGE_VALUE(INTERNAL, 0, "promise", self->capability.promise);
  EDGE_VALUE(INTERNAL, 0, "resolve", self->capability.resolve);
  EDGE_VALUE(INTERNAL, 0, "reject", self->capability.reject);
  EDGE_VALUE(INTERNAL, 0, "async context", self->context);
}

void promise_register_classes(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_PROMISE,
                 (CellClass){.name = "promise",
                             .visit = promise_visit,
                             .mark = promise_mark});
  heap_set_class(&isolate->heap, KIND_REACTION,
                 (CellClass){.name = "reaction",
                             .visit = reaction_visit,
                             .mark = reaction_mark});
}

/* ---- Rejections that nobody handles ------------------------------------- */

void promise_visit_rejections(VM *vm, EdgeFunction *edge, void *context) {
  for (u32 i = 0; i < vm->rejections.count; i++)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "unhandled rejection"},
         &vm->rejections.items[i]->object.cell);
  for (u32 i = 0; i < vm->handled_late.count; i++)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "handled rejection"},
         &vm->handled_late.items[i]->object.cell);
}

static void note_rejection(VM *vm, Promise *promise) {
  promise->is_noted = true;
  vector_push(&vm->rejections, promise);
}

/* Most are handled soon after, so the search begins at the end. */
static void forget_rejection(VM *vm, Promise *promise) {
  if (!promise->is_noted) return;
  promise->is_noted = false;
  u32 at = vm->rejections.count;
  while (vm->rejections.items[--at] != promise) {
  }
  for (vm->rejections.count--; at < vm->rejections.count; at++)
    vm->rejections.items[at] = vm->rejections.items[at + 1];
}

void promise_handle(VM *vm, Promise *promise) {
  forget_rejection(vm, promise);
  if (unlikely(promise->is_reported && !promise->is_handled))
    vector_push(&vm->handled_late, promise);
  promise->is_handled = true;
}

Promise *promise_take_rejection(VM *vm) {
  if (!vm->rejections.count) return NULL;
  Promise *promise = vm->rejections.items[0];
  forget_rejection(vm, promise);
  promise->is_reported = true;
  return promise;
}

Promise *promise_take_late(VM *vm) {
  if (!vm->handled_late.count) return NULL;
  Promise *promise = vm->handled_late.items[0];
  memmove(&vm->handled_late.items[0], &vm->handled_late.items[1],
          --vm->handled_late.count * sizeof promise);
  return promise;
}

/* ---- Jobs --------------------------------------------------------------- */

/* A job's code has returned or thrown: so the capability is told. */
static bool tell(VM *vm, const Capability *capability, bool ok, Value result) {
  if (value_is_undefined(capability->promise)) return ok;
  return ok ? capability_resolve(vm, capability, result)
            : capability_reject_pending(vm, capability);
}

/* NewPromiseReactionJob: values are the reaction and the outcome. */
static bool run_reaction(VM *vm, PromiseState state, const Value *values) {
  Reaction *reaction = (Reaction *)value_to_cell(values[0]);
  Value argument = values[1], result = argument;
  bool ok = true;
  Value handler = state == PROMISE_FULFILLED ? reaction->on_fulfilled
                                             : reaction->on_rejected;
  if (reaction->code)
    ok = reaction->code(vm, reaction->on_fulfilled, state, argument, &result);
  else if (value_is_callable(handler))
    ok = vm_call(vm, handler, VALUE_UNDEFINED, &argument, 1, &result);
  else if (state == PROMISE_REJECTED)
    return capability_reject(vm, &reaction->capability, argument);
  return tell(vm, &reaction->capability, ok, result);
}

static bool run_fulfilled(VM *vm, const Value *values) {
  return run_reaction(vm, PROMISE_FULFILLED, values);
}

static bool run_rejected(VM *vm, const Value *values) {
  return run_reaction(vm, PROMISE_REJECTED, values);
}

static const JobType job_fulfilled = {"fulfilled", run_fulfilled};
static const JobType job_rejected = {"rejected", run_rejected};

static void enqueue_reaction(VM *vm, PromiseState state, Reaction *reaction,
                             Value argument) {
  vm_enqueue_job_in(vm, reaction->context,
                    state == PROMISE_FULFILLED ? &job_fulfilled : &job_rejected,
                    value_from_cell(reaction), argument, VALUE_UNDEFINED);
}

/* NewPromiseResolveThenableJob: the promise, the thenable, its `then`. */
static bool run_thenable(VM *vm, const Value *values) {
  Promise *promise = (Promise *)value_to_cell(values[0]);
  Capability functions = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, functions);
  promise_resolving_functions(vm, promise, &functions.resolve,
                              &functions.reject);
  Value arguments[2] = {functions.resolve, functions.reject}, ignored;
  if (vm_call(vm, values[2], values[1], arguments, 2, &ignored)) return true;
  functions.promise = values[0];
  return capability_reject_pending(vm, &functions);
}

static const JobType job_thenable = {"thenable", run_thenable};

/* ---- Settling ----------------------------------------------------------- */

Promise *promise_new_of(VM *vm, Value prototype) {
  Isolate *isolate = &vm->isolate;
  Shape *shape = shape_empty(isolate, prototype, 0);
  Promise *promise =
      (Promise *)object_new_kind(isolate, KIND_PROMISE, shape, sizeof(Promise));
  promise->state = PROMISE_PENDING;
  promise->is_handled = promise->is_noted = false;
  promise->is_reported = promise->is_forced = false;
  promise->result = VALUE_UNDEFINED;
  promise->first = promise->last = NULL;
  return promise;
}

Promise *promise_new(VM *vm) {
  return promise_new_of(
      vm, value_from_cell(INTRINSIC(&vm->isolate, promise_prototype)));
}

/* False: somebody was here before, by hand. */
static bool settle(VM *vm, Promise *promise, PromiseState state, Value result) {
  assert(promise->state == PROMISE_PENDING || promise->is_forced);
  if (promise->state != PROMISE_PENDING) return false;
  Reaction *reaction = promise->first;
  promise->state = state;
  cell_write(&vm->isolate.heap, promise, &promise->result, result);
  cell_write_pointer(&vm->isolate.heap, promise, promise->first, NULL);
  promise->last = NULL;
  /* queueing collects nothing */
  for (Reaction *next; reaction; reaction = next) {
    next = reaction->next;
    cell_write_pointer(&vm->isolate.heap, reaction, reaction->next, NULL);
    enqueue_reaction(vm, state, reaction, result);
  }
  return true;
}

void promise_fulfill(VM *vm, Promise *promise, Value value) {
  settle(vm, promise, PROMISE_FULFILLED, value);
}

void promise_reject(VM *vm, Promise *promise, Value reason) {
  if (settle(vm, promise, PROMISE_REJECTED, reason) && !promise->is_handled)
    note_rejection(vm, promise);
}

bool promise_reject_pending(VM *vm, Promise *promise) {
  if (vm->is_terminating) return false;
  promise_reject(vm, promise, vm_take_exception(vm));
  return true;
}

bool promise_resolve(VM *vm, Promise *promise, Value resolution) {
  if (!value_is_object(resolution)) {
    promise_fulfill(vm, promise, resolution);
    return true;
  }
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Promise, kept, promise);
  ROOT(heap, value, resolution);
  ROOT(heap, then, VALUE_UNDEFINED);
  if (value_same_bits(resolution, value_from_cell(promise))) {
    vm_throw_type(vm, "Chaining cycle detected for promise #<Promise>");
    return promise_reject_pending(vm, kept);
  }
  if (!vm_get(vm, value, ATOM_KEY(&vm->isolate, then), &then))
    return promise_reject_pending(vm, kept);
  if (value_is_callable(then))
    vm_enqueue_job(vm, &job_thenable, value_from_cell(kept), value, then);
  else
    promise_fulfill(vm, kept, value);
  return true;
}

/* ---- Functions that settle ---------------------------------------------- */

/* The data of a resolve function is its promise until one of the two was
 * called; that of a reject function is the resolve function. */
static Promise *take_promise(VM *vm, NativeFunction *resolve) {
  Value promise = resolve->data;
  cell_write(&vm->isolate.heap, resolve, &resolve->data, VALUE_UNDEFINED);
  return value_is_undefined(promise) ? NULL : (Promise *)value_to_cell(promise);
}

static bool call_resolve(VM *vm, Call *call) {
  Promise *promise = take_promise(vm, (NativeFunction *)call->callee);
  return !promise || promise_resolve(vm, promise, call_argument(call, 0));
}

static bool call_reject(VM *vm, Call *call) {
  Value resolve = ((NativeFunction *)call->callee)->data;
  Promise *promise = take_promise(vm, (NativeFunction *)value_to_cell(resolve));
  if (promise) promise_reject(vm, promise, call_argument(call, 0));
  return true;
}

void promise_resolving_functions(VM *vm, Promise *promise, Value *resolve,
                                 Value *reject) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Promise, kept, promise);
  ROOT_CELL(&isolate->heap, NativeFunction, first,
            native_new(isolate, "", call_resolve, 1));
  cell_write(&isolate->heap, first, &first->data, value_from_cell(kept));
  NativeFunction *second = native_new(isolate, "", call_reject, 1);
  cell_write(&isolate->heap, second, &second->data, value_from_cell(first));
  *resolve = value_from_cell(first);
  *reject = value_from_cell(second);
}

/* ---- Capabilities ------------------------------------------------------- */

/* GetCapabilitiesExecutor: its data is an array that gets both functions. */
static bool take_functions(VM *vm, Call *call) {
  Object *pair = value_to_object(((NativeFunction *)call->callee)->data);
  Value *items = pair->elements->values;
  if (!value_is_undefined(items[0]) || !value_is_undefined(items[1]))
    return vm_throw_type(vm, "Promise executor has already been invoked with "
                             "non-undefined arguments");
  for (u32 i = 0; i < 2; i++)
    cell_write(&vm->isolate.heap, pair->elements, &items[i],
               call_argument(call, i));
  return true;
}

/* An array whose kind of elements may hold anything. */
static Object *new_pair(VM *vm) {
  Value nothing[2] = {VALUE_UNDEFINED, VALUE_UNDEFINED};
  return array_from_values(&vm->isolate, nothing, 2);
}

static bool construct_with(VM *vm, Value constructor, Object *pair,
                           Value *promise) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, NativeFunction, executor,
            native_new(isolate, "", take_functions, 2));
  cell_write(&isolate->heap, executor, &executor->data, value_from_cell(pair));
  Value argument = value_from_cell(executor);
  return vm_construct(vm, constructor, constructor, &argument, 1, promise);
}

static bool throw_not(VM *vm, const char *what, Value value) {
  Buffer text = {};
  vm_describe_for_message(vm, value, &text);
  vm_throw_type(vm, "%s %s", text.bytes ? text.bytes : "", what);
  buffer_free(&text);
  return false;
}

bool capability_new(VM *vm, Value constructor, Capability *capability) {
  Isolate *isolate = &vm->isolate;
  if (value_same_bits(constructor,
                      value_from_cell(INTRINSIC(isolate, promise)))) {
    *capability = (Capability){value_from_cell(promise_new(vm)),
                               VALUE_UNDEFINED, VALUE_UNDEFINED};
    return true;
  }
  ROOT(&isolate->heap, kept, constructor);
  if (!value_is_constructor(kept))
    return throw_not(vm, "is not a constructor", kept);
  ROOT_CELL(&isolate->heap, Object, pair, new_pair(vm));
  if (!pair) return vm_throw_memory(vm);
  Value promise;
  if (!construct_with(vm, kept, pair, &promise)) return false;
  *capability = (Capability){promise, pair->elements->values[0],
                             pair->elements->values[1]};
  if (!value_is_callable(capability->resolve) ||
      !value_is_callable(capability->reject))
    return vm_throw_type(vm,
                         "Promise resolve or reject function is not callable");
  return true;
}

void capability_complete(VM *vm, Capability *capability) {
  if (!value_is_undefined(capability->resolve)) return;
  promise_resolving_functions(vm, (Promise *)value_to_cell(capability->promise),
                              &capability->resolve, &capability->reject);
}

static bool call_capability(VM *vm, Value function, Value argument) {
  Value ignored;
  return vm_call(vm, function, VALUE_UNDEFINED, &argument, 1, &ignored);
}

bool capability_resolve(VM *vm, const Capability *capability, Value value) {
  if (value_is_undefined(capability->promise)) return true;
  if (!value_is_undefined(capability->resolve))
    return call_capability(vm, capability->resolve, value);
  return promise_resolve(vm, (Promise *)value_to_cell(capability->promise),
                         value);
}

bool capability_reject(VM *vm, const Capability *capability, Value reason) {
  if (value_is_undefined(capability->promise)) return true;
  if (!value_is_undefined(capability->reject))
    return call_capability(vm, capability->reject, reason);
  promise_reject(vm, (Promise *)value_to_cell(capability->promise), reason);
  return true;
}

bool capability_reject_pending(VM *vm, const Capability *capability) {
  if (vm->is_terminating) return false;
  return capability_reject(vm, capability, vm_take_exception(vm));
}

/* ---- Promises of values ------------------------------------------------- */

bool promise_from_constructor(VM *vm, Value constructor, Value value,
                              Value *promise) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, maker, constructor);
  ROOT(&isolate->heap, kept, value);
  if (value_is_kind(kept, KIND_PROMISE)) {
    Value own;
    if (!vm_get(vm, kept, ATOM_KEY(isolate, constructor), &own)) return false;
    *promise = kept;
    if (vm_same_value(vm, own, maker)) return true;
  }
  Capability capability = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, capability);
  if (!capability_new(vm, maker, &capability) ||
      !capability_resolve(vm, &capability, kept))
    return false;
  *promise = capability.promise;
  return true;
}

Promise *promise_from(VM *vm, Value value) {
  Value promise;
  if (!value_is_object(value)) {
    ROOT(&vm->isolate.heap, kept, value);
    Promise *fresh = promise_new(vm);
    promise_fulfill(vm, fresh, kept);
    return fresh;
  }
  return promise_from_constructor(
             vm, value_from_cell(INTRINSIC(&vm->isolate, promise)), value,
             &promise)
             ? (Promise *)value_to_cell(promise)
             : NULL;
}

/* ---- Reactions ---------------------------------------------------------- */

/* The promise and what the reaction refers to must be alive. */
static Reaction *reaction_new(VM *vm, Promise *promise, Value on_fulfilled,
                              Value on_rejected, const Capability *capability) {
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Promise, kept, promise);
  ROOT(heap, fulfilled, on_fulfilled);
  ROOT(heap, rejected, on_rejected);
  Capability told = *capability;
  KEEP_CAPABILITY(vm, told);
  Reaction *reaction =
      (Reaction *)heap_allocate(heap, KIND_REACTION, sizeof *reaction);
  reaction->next = NULL;
  reaction->code = NULL;
  reaction->on_fulfilled = fulfilled;
  reaction->on_rejected = rejected;
  reaction->capability = told;
  reaction->context = vm->async_context;
  return reaction;
}

static void add_reaction(VM *vm, Promise *promise, Reaction *reaction) {
  Heap *heap = &vm->isolate.heap;
  if (promise->state != PROMISE_PENDING)
    enqueue_reaction(vm, promise->state, reaction, promise->result);
  else if (promise->last)
    cell_write_pointer(heap, promise->last, promise->last->next, reaction);
  else
    cell_write_pointer(heap, promise, promise->first, reaction);
  if (promise->state == PROMISE_PENDING) promise->last = reaction;
  if (promise->state == PROMISE_REJECTED)
    promise_handle(vm, promise);
  else
    promise->is_handled = true;
}

void promise_then(VM *vm, Promise *promise, Value on_fulfilled,
                  Value on_rejected, const Capability *capability) {
  ROOT_CELL(&vm->isolate.heap, Promise, kept, promise);
  add_reaction(vm, kept,
               reaction_new(vm, kept, on_fulfilled, on_rejected, capability));
}

void promise_react(VM *vm, Promise *promise, ReactionCode *code, Value data,
                   const Capability *capability) {
  ROOT_CELL(&vm->isolate.heap, Promise, kept, promise);
  Reaction *reaction =
      reaction_new(vm, kept, data, VALUE_UNDEFINED, capability);
  reaction->code = code;
  add_reaction(vm, kept, reaction);
}
