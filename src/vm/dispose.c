/* dispose.c - see dispose.h. */
#include "vm/dispose.h"

#include "vm/promise.h"

/* The state of a list. */
constexpr i32 DISPOSE_NEEDS_AWAIT = 1;
constexpr i32 DISPOSE_HAS_AWAITED = 2;

constexpr u32 RESOURCE_VALUES = 3;

/* ---- Lists -------------------------------------------------------------- */

Object *dispose_new_list(VM *vm) {
  /* the undefined makes room for anything */
  Value values[2] = {value_from_int(0), VALUE_UNDEFINED};
  Object *list = array_from_values(&vm->isolate, values, 2);
  if (!list) vm_throw_memory(vm);
  return list;
}

static i32 state_of(const Object *list) {
  return value_to_int(list->elements->values[0]);
}

static void set_state(Object *list, i32 state) {
  list->elements->values[0] = value_from_int(state);
}

static bool push(VM *vm, Object *list, Value value) {
  return array_push(&vm->isolate, list, value) || vm_throw_memory(vm);
}

bool dispose_add_method(VM *vm, Value list, Value value, Value method,
                        DisposeHint hint) {
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Object, kept, value_to_object(list));
  ROOT(heap, kept_value, value);
  ROOT(heap, kept_method, method);
  return push(vm, kept, kept_value) && push(vm, kept, kept_method) &&
         push(vm, kept, value_from_int(hint));
}

/* GetDisposeMethod; a hole when there is none. */
static bool find_method(VM *vm, Value value, bool is_async, Value *method,
                        DisposeHint *hint) {
  Isolate *isolate = &vm->isolate;
  *hint = DISPOSE_ASYNC;
  if (is_async) {
    if (!vm_get_method(vm, value, SYMBOL_KEY(isolate, asyncDispose), method))
      return false;
    if (!value_is_undefined(*method)) return true;
  }
  *hint = is_async ? DISPOSE_SYNC_AS_ASYNC : DISPOSE_SYNC;
  return vm_get_method(vm, value, SYMBOL_KEY(isolate, dispose), method);
}

static bool throw_not_disposable(VM *vm, Value value, bool is_async) {
  Buffer text = {};
  vm_describe_for_message(vm, value, &text);
  vm_throw_type(vm, "%s is not %s", text.bytes,
                is_async ? "async disposable" : "disposable");
  buffer_free(&text);
  return false;
}

bool dispose_add(VM *vm, Value *list, Value value, bool is_async) {
  ROOT(&vm->isolate.heap, kept, value);
  ROOT(&vm->isolate.heap, method, VALUE_UNDEFINED);
  DisposeHint hint = is_async ? DISPOSE_ASYNC : DISPOSE_SYNC;
  if (value_is_nullish(value) && !is_async) return true;
  if (!value_is_nullish(value)) {
    if (!value_is_object(value))
      return throw_not_disposable(vm, value, is_async);
    if (!find_method(vm, kept, is_async, &method, &hint)) return false;
    if (value_is_undefined(method))
      return throw_not_disposable(vm, kept, is_async);
  }
  if (value_is_undefined(*list)) {
    Object *fresh = dispose_new_list(vm);
    if (!fresh) return false;
    *list = value_from_cell(fresh);
  }
  return dispose_add_method(vm, *list, kept, method, hint);
}

/* ---- Completions -------------------------------------------------------- */

static Object *suppressed_error(VM *vm, Value error, Value suppressed) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept_error, error);
  ROOT(&isolate->heap, kept_suppressed, suppressed);
  ROOT_CELL(
      &isolate->heap, String, message,
      string_intern_c(isolate, "An error was suppressed during disposal."));
  ROOT_CELL(&isolate->heap, Object, object,
            vm_new_error(vm, ERROR_SUPPRESSED, value_from_cell(message)));
  object_define(isolate, object, ATOM_KEY(isolate, error), kept_error,
                ATTRIBUTES_HIDDEN);
  object_define(isolate, object, ATOM_KEY(isolate, suppressed), kept_suppressed,
                ATTRIBUTES_HIDDEN);
  return object;
}

void dispose_failed(VM *vm, Value exception, bool *is_throw, Value *value) {
  *value = *is_throw ? value_from_cell(suppressed_error(vm, exception, *value))
                     : exception;
  *is_throw = true;
}

static bool note_pending(VM *vm, bool *is_throw, Value *value) {
  if (vm->is_terminating) return false;
  dispose_failed(vm, vm_take_exception(vm), is_throw, value);
  return true;
}

/* ---- Disposing ---------------------------------------------------------- */

typedef struct Resource {
  Value value, method;
  DisposeHint hint;
} Resource;

/* Takes the last resource off the list; false when it is empty. */
static bool take(VM *vm, Object *list, Resource *resource) {
  u32 length = array_length(list);
  if (length < 2 + RESOURCE_VALUES) return false;
  const Value *last = &list->elements->values[length - RESOURCE_VALUES];
  *resource = (Resource){last[0], last[1], (DisposeHint)value_to_int(last[2])};
  bool done;
  vm_set_array_length(vm, list, length - RESOURCE_VALUES, true, &done);
  return true;
}

bool dispose_all(VM *vm, Value list, bool *is_throw, Value *value) {
  Heap *heap = &vm->isolate.heap;
  if (value_is_undefined(list)) return true;
  ROOT_CELL(heap, Object, kept, value_to_object(list));
  Resource resource = {VALUE_UNDEFINED, VALUE_UNDEFINED, DISPOSE_SYNC};
  ROOT_FIELD(heap, resource_value, resource.value);
  ROOT_FIELD(heap, resource_method, resource.method);
  while (take(vm, kept, &resource)) {
    Value ignored;
    if (!vm_call(vm, resource.method, resource.value, NULL, 0, &ignored) &&
        !note_pending(vm, is_throw, value))
      return false;
  }
  return true;
}

/* Calls a disposer that is awaited: what it threw becomes a rejected promise
 * when its method is a synchronous one. */
static bool call_awaited(VM *vm, const Resource *resource, Value *result) {
  bool ok = vm_call(vm, resource->method, resource->value, NULL, 0, result);
  if (resource->hint == DISPOSE_ASYNC) return ok;
  *result = VALUE_UNDEFINED;
  if (ok || vm->is_terminating) return ok;
  Promise *promise = promise_new(vm);
  *result = value_from_cell(promise);
  return promise_reject_pending(vm, promise);
}

/* One resource; `*awaits` when `*result` is to be awaited before the next. */
static bool dispose_one(VM *vm, Object *list, const Resource *resource,
                        bool *is_throw, Value *value, Value *result,
                        bool *awaits) {
  i32 state = state_of(list);
  *awaits = false;
  if (value_is_undefined(resource->method)) {
    set_state(list, state | DISPOSE_NEEDS_AWAIT);
    return true;
  }
  bool ok =
      resource->hint == DISPOSE_SYNC
          ? vm_call(vm, resource->method, resource->value, NULL, 0, result)
          : call_awaited(vm, resource, result);
  if (!ok) return note_pending(vm, is_throw, value);
  *awaits = resource->hint != DISPOSE_SYNC;
  if (*awaits) set_state(list, state | DISPOSE_HAS_AWAITED);
  return true;
}

bool dispose_next(VM *vm, Value list, bool *is_throw, Value *value,
                  Value *result, bool *done) {
  Heap *heap = &vm->isolate.heap;
  *result = VALUE_UNDEFINED;
  *done = value_is_undefined(list);
  if (*done) return true;
  ROOT_CELL(heap, Object, kept, value_to_object(list));
  Resource resource = {VALUE_UNDEFINED, VALUE_UNDEFINED, DISPOSE_SYNC};
  ROOT_FIELD(heap, resource_value, resource.value);
  ROOT_FIELD(heap, resource_method, resource.method);
  for (;;) {
    u32 length = array_length(kept);
    bool is_empty = length < 2 + RESOURCE_VALUES;
    bool is_sync =
        !is_empty &&
        value_to_int(kept->elements->values[length - 1]) == DISPOSE_SYNC;
    /* null and undefined ask for one await, unless there was one */
    if (state_of(kept) == DISPOSE_NEEDS_AWAIT && (is_empty || is_sync)) {
      set_state(kept, 0);
      return true;
    }
    bool awaits;
    *done = is_empty;
    if (is_empty) return true;
    take(vm, kept, &resource);
    if (!dispose_one(vm, kept, &resource, is_throw, value, result, &awaits))
      return false;
    if (awaits) return true;
  }
}
