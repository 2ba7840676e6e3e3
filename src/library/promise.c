/* promise.c - Promise: the constructor, its prototype, and what makes a single
 * promise. The combinators are in promise_combine.c, the machinery below in
 * vm/promise.h.
 */
#include "library/promise_library.h"

/* ---- The constructor ---------------------------------------------------- */

static bool run_executor(VM *vm, Promise *promise, Value executor) {
  Capability functions = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, functions);
  functions.promise = value_from_cell(promise);
  promise_resolving_functions(vm, promise, &functions.resolve,
                              &functions.reject);
  Value arguments[2] = {functions.resolve, functions.reject}, ignored;
  return vm_call(vm, executor, VALUE_UNDEFINED, arguments, 2, &ignored) ||
         capability_reject_pending(vm, &functions);
}

static bool promise_construct(VM *vm, Call *call) {
  Value executor = call_argument(call, 0);
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Promise constructor cannot be invoked without "
                             "'new'");
  if (!value_is_callable(executor))
    return library_throw_about(vm, "Promise resolver %s is not a function",
                               executor);
  KEEP(vm, prototype, VALUE_UNDEFINED);
  if (!vm_prototype_for(vm, call->new_target, INTRINSIC_promise_prototype,
                        &prototype))
    return false;
  KEEP_CELL(vm, Promise, promise, promise_new_of(vm, prototype));
  return run_executor(vm, promise, executor) &&
         call_return(call, value_from_cell(promise));
}

/* ---- Functions of the constructor --------------------------------------- */

bool promise_check_constructor(VM *vm, Call *call, const char *name) {
  if (value_is_object(call->this_value)) return true;
  return name ? vm_throw_type(vm, "Promise.%s called on non-object", name)
              : vm_throw_type(vm, "PromiseResolve called on non-object");
}

static bool promise_resolve_value(VM *vm, Call *call) {
  return promise_check_constructor(vm, call, NULL) &&
         promise_from_constructor(vm, call->this_value, call_argument(call, 0),
                                  &call->result);
}

static bool promise_reject_value(VM *vm, Call *call) {
  if (!promise_check_constructor(vm, call, NULL)) return false;
  Capability capability = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, capability);
  return capability_new(vm, call->this_value, &capability) &&
         capability_reject(vm, &capability, call_argument(call, 0)) &&
         call_return(call, capability.promise);
}

static bool promise_with_resolvers(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  if (!promise_check_constructor(vm, call, "withResolvers")) return false;
  Capability capability = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, capability);
  if (!capability_new(vm, call->this_value, &capability)) return false;
  capability_complete(vm, &capability);
  KEEP_CELL(vm, Object, result, object_new_plain(isolate));
  object_set_c(isolate, result, "promise", capability.promise,
               ATTRIBUTES_DEFAULT);
  object_set_c(isolate, result, "resolve", capability.resolve,
               ATTRIBUTES_DEFAULT);
  object_set_c(isolate, result, "reject", capability.reject,
               ATTRIBUTES_DEFAULT);
  return call_return(call, value_from_cell(result));
}

/* try(f, ...arguments): a promise of what f returns or throws. */
static bool promise_try(VM *vm, Call *call) {
  if (!promise_check_constructor(vm, call, "try")) return false;
  Capability capability = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, capability);
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!capability_new(vm, call->this_value, &capability)) return false;
  u32 count = call->count ? call->count - 1 : 0;
  bool ok = vm_call(vm, call_argument(call, 0), VALUE_UNDEFINED,
                    call->arguments + (call->count ? 1 : 0), count, &value);
  ok = ok ? capability_resolve(vm, &capability, value)
          : capability_reject_pending(vm, &capability);
  return ok && call_return(call, capability.promise);
}

/* ---- The prototype ------------------------------------------------------ */

static bool promise_then_method(VM *vm, Call *call) {
  if (!value_is_kind(call->this_value, KIND_PROMISE))
    return library_throw_receiver(vm, "Promise.prototype.then",
                                  call->this_value);
  Promise *promise = (Promise *)value_to_cell(call->this_value);
  Capability capability = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, capability);
  KEEP(vm, constructor, VALUE_UNDEFINED);
  Value usual = value_from_cell(INTRINSIC(&vm->isolate, promise));
  if (!vm_species(vm, &promise->object, usual, &constructor) ||
      !capability_new(vm, constructor, &capability))
    return false;
  promise_then(vm, promise, call_argument(call, 0), call_argument(call, 1),
               &capability);
  return call_return(call, capability.promise);
}

bool promise_invoke_then(VM *vm, Value promise, Value on_fulfilled,
                         Value on_rejected, Value *result) {
  Value arguments[2] = {on_fulfilled, on_rejected};
  u32 count = value_is_hole(on_rejected) ? 1 : 2;
  return vm_invoke(vm, promise, ATOM_KEY(&vm->isolate, then), arguments, count,
                   result);
}

static bool promise_catch(VM *vm, Call *call) {
  return promise_invoke_then(vm, call->this_value, VALUE_UNDEFINED,
                             call_argument(call, 0), &call->result);
}

/* What finally() hands to then(): its data is an array of these. */
typedef enum FinallyPart : u8 {
  FINALLY_CALLBACK,
  FINALLY_CONSTRUCTOR,
} FinallyPart;

static Value finally_part(Call *call, FinallyPart part) {
  return value_to_object(library_native(call)->data)->elements->values[part];
}

static bool return_data(VM *vm, Call *call) {
  return call_return(call, library_native(call)->data);
}

static bool throw_data(VM *vm, Call *call) {
  return vm_throw(vm, library_native(call)->data);
}

static NativeFunction *function_with(VM *vm, NativeCode *code, u32 length,
                                     Value data) {
  KEEP(vm, kept, data);
  NativeFunction *function = native_new(&vm->isolate, "", code, length);
  cell_write(&vm->isolate.heap, function, &function->data, kept);
  return function;
}

/* Calls the callback, waits for what it returns, and then passes the outcome
 * on with `pass_on`. */
static bool run_finally(VM *vm, Call *call, NativeCode *pass_on) {
  KEEP(vm, value, VALUE_UNDEFINED);
  KEEP(vm, promise, VALUE_UNDEFINED);
  if (!vm_call(vm, finally_part(call, FINALLY_CALLBACK), VALUE_UNDEFINED, NULL,
               0, &value) ||
      !promise_from_constructor(vm, finally_part(call, FINALLY_CONSTRUCTOR),
                                value, &promise))
    return false;
  KEEP_CELL(vm, NativeFunction, function,
            function_with(vm, pass_on, 0, call_argument(call, 0)));
  return promise_invoke_then(vm, promise, value_from_cell(function), VALUE_HOLE,
                             &call->result);
}

static bool then_finally(VM *vm, Call *call) {
  return run_finally(vm, call, return_data);
}

static bool catch_finally(VM *vm, Call *call) {
  return run_finally(vm, call, throw_data);
}

static bool promise_finally(VM *vm, Call *call) {
  Value callback = call_argument(call, 0);
  if (!value_is_object(call->this_value))
    return library_throw_receiver(vm, "Promise.prototype.finally",
                                  call->this_value);
  KEEP(vm, constructor, VALUE_UNDEFINED);
  if (!vm_species(vm, value_to_object(call->this_value),
                  value_from_cell(INTRINSIC(&vm->isolate, promise)),
                  &constructor))
    return false;
  if (!value_is_callable(callback))
    return promise_invoke_then(vm, call->this_value, callback, callback,
                               &call->result);
  Value parts[] = {callback, constructor};
  KEEP_CELL(vm, Object, data, array_from_values(&vm->isolate, parts, 2));
  if (!data) return vm_throw_memory(vm);
  KEEP_CELL(vm, NativeFunction, on_fulfilled,
            function_with(vm, then_finally, 1, value_from_cell(data)));
  KEEP_CELL(vm, NativeFunction, on_rejected,
            function_with(vm, catch_finally, 1, value_from_cell(data)));
  return promise_invoke_then(vm, call->this_value,
                             value_from_cell(on_fulfilled),
                             value_from_cell(on_rejected), &call->result);
}

/* ---- Opening ------------------------------------------------------------ */

void library_open_promise(VM *vm) {
  static const NativeEntry functions[] = {
      {"all", promise_all, 1},
      {"allSettled", promise_all_settled, 1},
      {"any", promise_any, 1},
      {"race", promise_race, 1},
      {"resolve", promise_resolve_value, 1},
      {"reject", promise_reject_value, 1},
      {"withResolvers", promise_with_resolvers, 0},
      {"try", promise_try, 1},
  };
  static const NativeEntry methods[] = {
      {"then", promise_then_method, 2},
      {"catch", promise_catch, 1},
      {"finally", promise_finally, 1},
  };
  Isolate *isolate = &vm->isolate;
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_promise_prototype, INTRINSIC(isolate, object_prototype));
  Object *constructor =
      &library_add_constructor(vm, "Promise", promise_construct, 1, prototype)
           ->object;
  INTRINSIC(isolate, promise) = constructor;
  library_add_functions(vm, constructor, functions, ARRAY_COUNT(functions));
  library_add_species(vm, constructor);
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "Promise");
  Property then;
  object_get_own(isolate, prototype, ATOM_KEY(isolate, then), &then);
  INTRINSIC(isolate, promise_then) = value_to_object(then.value);
}
