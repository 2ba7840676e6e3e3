/* async_context.c - see async_context.h. */
#include "host/async_context.h"

#include "library/support.h"

DEFINE_VISIT(async_context, AsyncContext) {
  for (u32 i = 0; i < self->count; i++) {
    EDGE_VALUE(ENTRY, i, "storage", self->items[i].storage);
    EDGE_VALUE(ENTRY, i, "stored value", self->items[i].value);
  }
}

void async_context_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_ASYNC_CONTEXT,
                 (CellClass){.name = "async context",
                             .visit = async_context_visit,
                             .mark = async_context_mark});
}

static const AsyncContext *running(const VM *vm) {
  return value_is_cell(vm->async_context)
             ? (const AsyncContext *)value_to_cell(vm->async_context)
             : NULL;
}

Value async_context_get(const VM *vm, Value storage) {
  const AsyncContext *context = running(vm);
  for (u32 i = 0; context && i < context->count; i++)
    if (value_same_bits(context->items[i].storage, storage))
      return context->items[i].value;
  return VALUE_UNDEFINED;
}

/* A program has a handful of storages, so nothing here can grow large. */
Value async_context_with(VM *vm, Value storage, Value value) {
  const AsyncContext *from = running(vm);
  u32 count = from ? from->count : 0;
  KEEP(vm, kept_storage, storage);
  KEEP(vm, kept_value, value);
  size_t bytes =
      sizeof *from + (size_t)(count + 1) * sizeof(struct AsyncContextItem);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&vm->isolate.heap, bytes))
    return vm->async_context;
  AsyncContext *context = (AsyncContext *)heap_allocate(
      &vm->isolate.heap, KIND_ASYNC_CONTEXT, bytes);
  context->count = 0;
  for (u32 i = 0; i < count; i++)
    if (!value_same_bits(from->items[i].storage, kept_storage))
      context->items[context->count++] = from->items[i];
  if (!value_is_undefined(kept_value))
    context->items[context->count++] =
        (struct AsyncContextItem){kept_storage, kept_value};
  return context->count ? value_from_cell(context) : VALUE_UNDEFINED;
}

/* ---- For Node's layer --------------------------------------------------- */

/* Calls a function in a context, which ends with the call. */
static bool call_in(VM *vm, Value context, Value function, Value receiver,
                    Value arguments, Value *result) {
  KEEP(vm, before, vm->async_context);
  vm->async_context = context;
  bool ok = function_apply(vm, function, receiver, arguments, result);
  vm->async_context = before;
  return ok;
}

/* getStore(storage) */
static bool get_store(VM *vm, Call *call) {
  return call_return(call, async_context_get(vm, call_argument(call, 0)));
}

/* enterWith(storage, value): until the running callback ends */
static bool enter_with(VM *vm, Call *call) {
  vm->async_context =
      async_context_with(vm, call_argument(call, 0), call_argument(call, 1));
  return true;
}

/* runWith(storage, value, function, arguments) */
static bool run_with(VM *vm, Call *call) {
  return call_in(
      vm,
      async_context_with(vm, call_argument(call, 0), call_argument(call, 1)),
      call_argument(call, 2), VALUE_UNDEFINED, call_argument(call, 3),
      &call->result);
}

/* What snapshot() gives: (function, receiver, arguments); its data is the
 * context. */
static bool run_snapshot(VM *vm, Call *call) {
  return call_in(vm, library_native(call)->data, call_argument(call, 0),
                 call_argument(call, 1), call_argument(call, 2), &call->result);
}

static bool snapshot(VM *vm, Call *call) {
  NativeFunction *function =
      native_new(&vm->isolate, "runInAsyncScope", run_snapshot, 3);
  cell_write(&vm->isolate.heap, function, &function->data, vm->async_context);
  return call_return(call, value_from_cell(function));
}

void async_context_binding(VM *vm, Object *binding) {
  static const NativeEntry functions[] = {
      {"getStore", get_store, 1},
      {"enterWith", enter_with, 2},
      {"runWith", run_with, 4},
      {"snapshot", snapshot, 0},
  };
  library_add_functions(vm, binding, functions, ARRAY_COUNT(functions));
}
