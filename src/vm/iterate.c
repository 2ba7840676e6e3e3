/* iterate.c - the iteration protocol and the keys of for-in. */
#include "vm/async.h"
#include "vm/exotic.h"
#include "vm/operations.h"

/* The kind of a value and, where that is short, the value: "number 5". */
static void append_kind(VM *vm, Value value, Buffer *out) {
  string_append_text(vm_typeof(vm, value), out);
  if (value_is_cell(value) && !value_is_string(value)) return;
  if (value_is_undefined(value)) return;
  buffer_byte(out, ' ');
  vm_describe_for_message(vm, value, out);
}

bool operate_throw_not_iterable(VM *vm, Value value) {
  Buffer text = {};
  append_kind(vm, value, &text);
  vm_throw_type(
      vm, "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
      text.bytes);
  buffer_free(&text);
  return false;
}

static bool throw_not_iterable(VM *vm, Value value) {
  Buffer text = {};
  bool is_call;
  bool is_named = source_name_value(vm, &text, &is_call);
  if (is_named)
    vm_throw_type(vm, "%s is not %siterable", text.bytes,
                  is_call ? "a function or its return value is not " : "");
  buffer_free(&text);
  return !is_named && operate_throw_not_iterable(vm, value);
}

/* Arrays nobody meddled with are walked without their iterator. */
static bool goes_straight(VM *vm, Value iterable) {
  return value_is_kind(iterable, KIND_ARRAY) &&
         vm->isolate.array_iteration_pristine &&
         value_to_cell(iterable)->shape ==
             heap_compress(&vm->isolate.heap, vm->isolate.array_shape);
}

/* Calls the method that makes iterators. */
static bool open_iteration(VM *vm, Value *state, Value iterable, Value method,
                           const char *complaint) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, iterator, VALUE_UNDEFINED);
  if (!vm_call(vm, method, iterable, NULL, 0, &iterator)) return false;
  if (!value_is_object(iterator)) return vm_throw_type(vm, "%s", complaint);
  Value next;
  if (!vm_get(vm, iterator, ATOM_KEY(isolate, next), &next)) return false;
  state[0] = iterator;
  state[1] = value_is_hole(next) ? VALUE_UNDEFINED : next;
  state[2] = value_from_int(0);
  return true;
}

bool operate_get_iterator(VM *vm, Value *state, Value iterable) {
  Isolate *isolate = &vm->isolate;
  if (goes_straight(vm, iterable)) {
    state[0] = iterable;
    state[1] = VALUE_HOLE;
    state[2] = value_from_int(0);
    return true;
  }
  ROOT(&isolate->heap, kept, iterable);
  ROOT(&isolate->heap, method, VALUE_UNDEFINED);
  if (value_is_nullish(iterable)) return throw_not_iterable(vm, iterable);
  if (!vm_get(vm, kept, SYMBOL_KEY(isolate, iterator), &method)) return false;
  if (!value_is_callable(method)) return throw_not_iterable(vm, kept);
  return open_iteration(vm, state, kept, method,
                        "Result of the Symbol.iterator method is not an "
                        "object");
}

static bool throw_not_async_iterable(VM *vm, Value value) {
  Buffer text = {};
  bool is_call = false;
  if (!source_name_value(vm, &text, &is_call))
    vm_describe_for_message(vm, value, &text);
  vm_throw_type(vm, "%s is not %sasync iterable", text.bytes,
                is_call ? "a function or its return value is not " : "");
  buffer_free(&text);
  return false;
}

bool operate_get_async_iterator(VM *vm, Value *state, Value iterable) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept, iterable);
  ROOT(&isolate->heap, method, VALUE_UNDEFINED);
  if (value_is_nullish(iterable)) return throw_not_async_iterable(vm, iterable);
  if (!vm_get_method(vm, kept, SYMBOL_KEY(isolate, asyncIterator), &method))
    return false;
  if (!value_is_undefined(method))
    return open_iteration(vm, state, kept, method,
                          "Result of the Symbol.asyncIterator method is not "
                          "an object");
  if (!vm_get_method(vm, kept, SYMBOL_KEY(isolate, iterator), &method))
    return false;
  if (!value_is_callable(method)) return throw_not_async_iterable(vm, kept);
  if (!open_iteration(vm, state, kept, method,
                      "Result of the Symbol.iterator method is not an object"))
    return false;
  ROOT_CELL(&isolate->heap, AsyncFromSync, wrapped,
            async_from_sync(vm, state[0], state[1]));
  state[0] = value_from_cell(wrapped);
  return vm_get(vm, state[0], ATOM_KEY(isolate, next), &state[1]);
}

void operate_iterator_end(Value *state) {
  state[0] = VALUE_UNDEFINED;
  state[1] = VALUE_HOLE;
}

static bool next_of_array(VM *vm, Value *state, Value *item, bool *done) {
  Object *array = value_to_object(state[0]);
  u32 index = (u32)value_to_number(state[2]);
  if (index >= array_length(array)) {
    operate_iterator_end(state);
    *done = true;
    return true;
  }
  state[2] = value_from_u32(index + 1);
  return vm_get_index(vm, state[0], index, item);
}

bool operate_throw_no_result(VM *vm, Value result) {
  Buffer text = {};
  vm_describe_for_message(vm, result, &text);
  vm_throw_type(vm, "Iterator result %s is not an object", text.bytes);
  buffer_free(&text);
  return false;
}

bool operate_iterator_result(VM *vm, Value *state, Value result, Value *item,
                             bool *done) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept, result);
  Value value;
  *item = VALUE_UNDEFINED;
  bool ok = true;
  if (!value_is_object(kept)) ok = operate_throw_no_result(vm, kept);
  ok = ok && vm_get(vm, kept, ATOM_KEY(isolate, done), &value);
  *done = ok && vm_to_boolean(value);
  if (ok && !*done) ok = vm_get(vm, kept, ATOM_KEY(isolate, value), item);
  if (!ok || *done) operate_iterator_end(state);
  return ok;
}

/* A step of a generator as it was made. */
static bool next_of_generator(VM *vm, Value *state, Value *item, bool *done) {
  bool is_result;
  bool ok =
      generator_resume(vm, (Generator *)value_to_cell(state[0]), RESUME_NEXT,
                       VALUE_UNDEFINED, item, done, &is_result);
  if (ok && is_result) {
    ROOT(&vm->isolate.heap, result, *item);
    return operate_iterator_result(vm, state, result, item, done);
  }
  if (!ok || *done) {
    operate_iterator_end(state);
    *item = VALUE_UNDEFINED;
  }
  return ok;
}

bool operate_iterator_next(VM *vm, Value *state, Value *item, bool *done) {
  *done = value_is_undefined(state[0]);
  *item = VALUE_UNDEFINED;
  if (*done) return true;
  if (value_is_hole(state[1])) return next_of_array(vm, state, item, done);
  if (generator_is_plain(vm, state))
    return next_of_generator(vm, state, item, done);
  bool handled = false;
  if (vm->advance_builtin && value_is_kind(state[0], KIND_ITERATOR)) {
    bool advanced =
        vm->advance_builtin(vm, state[0], state[1], item, done, &handled);
    if (handled && (!advanced || *done)) operate_iterator_end(state);
    if (handled) return advanced;
  }
  Value result;
  if (!vm_call(vm, state[1], state[0], NULL, 0, &result)) {
    operate_iterator_end(state);
    return false;
  }
  return operate_iterator_result(vm, state, result, item, done);
}

bool operate_iterator_close(VM *vm, Value *state) {
  if (value_is_undefined(state[0]) || value_is_hole(state[1])) return true;
  ROOT(&vm->isolate.heap, iterator, state[0]);
  ROOT(&vm->isolate.heap, method, VALUE_UNDEFINED);
  operate_iterator_end(state);
  if (!vm_get_method(vm, iterator, ATOM_KEY(&vm->isolate, return), &method))
    return false;
  if (value_is_undefined(method)) return true;
  Value result;
  if (!vm_call(vm, method, iterator, NULL, 0, &result)) return false;
  return value_is_object(result) ||
         vm_throw_type(vm, "%s is not an object", "iterator.return() result");
}

bool operate_iterator_call(VM *vm, Value *state, Value *result) {
  if (vm_call(vm, state[1], state[0], NULL, 0, result)) return true;
  operate_iterator_end(state);
  return false;
}

bool operate_iterator_call_return(VM *vm, Value *state, Value *result,
                                  bool *is_there) {
  *result = VALUE_UNDEFINED;
  *is_there = false;
  if (value_is_undefined(state[0])) return true;
  ROOT(&vm->isolate.heap, iterator, state[0]);
  ROOT(&vm->isolate.heap, method, VALUE_UNDEFINED);
  operate_iterator_end(state);
  if (!vm_get_method(vm, iterator, ATOM_KEY(&vm->isolate, return), &method))
    return false;
  *is_there = !value_is_undefined(method);
  return !*is_there || vm_call(vm, method, iterator, NULL, 0, result);
}

void operate_iterator_close_silent(VM *vm, Value *state) {
  ROOT(&vm->isolate.heap, pending, vm->exception);
  if (!operate_iterator_close(vm, state) && vm->is_terminating) return;
  vm->exception = pending;
}

bool operate_iterator_rest(VM *vm, Value *state, Value *result) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, array, array_new(isolate, 0));
  for (;;) {
    ROOT(&isolate->heap, item, VALUE_UNDEFINED);
    bool done;
    if (!operate_iterator_next(vm, state, &item, &done)) return false;
    if (done) break;
    if (!array_push(isolate, array, item)) return vm_throw_memory(vm);
    if (!vm_check(vm)) return false;
  }
  *result = value_from_cell(array);
  return true;
}

/* ---- for-in
 * ------------------------------------------------------------------- */

/* An exotic object is asked for each key when its turn comes, and not before:
 * programs see that. */
static bool takes_key(VM *vm, Object *holder, Key key) {
  Property property;
  if (object_is_exotic(holder, key)) return true;
  return object_get_own(&vm->isolate, holder, key, &property) &&
         property.attributes & ATTRIBUTE_ENUMERABLE;
}

/* The names among `keys` that no object before had are appended to `names`,
 * and all to `seen`. */
static bool take_keys(VM *vm, Object *holder, Object *keys, Object *seen,
                      Object *names) {
  Isolate *isolate = &vm->isolate;
  u32 before = seen->elements->length;
  for (u32 i = 0; i < keys->elements->length; i++) {
    Value bits = keys->elements->values[i];
    if (key_is_symbol((Key){bits.bits})) continue;
    bool is_hidden = false;
    for (u32 j = 0; j < before && !is_hidden; j++)
      is_hidden = value_same_bits(seen->elements->values[j], bits);
    if (is_hidden) continue;
    if (!array_push(isolate, seen, bits)) return vm_throw_memory(vm);
    if (!takes_key(vm, holder, (Key){bits.bits})) continue;
    ROOT(&isolate->heap, name, key_to_value(isolate, (Key){bits.bits}));
    if (!array_push(isolate, names, name)) return vm_throw_memory(vm);
  }
  return true;
}

/* The enumerable string keys of the object and its chain, each once; a key
 * that is not enumerable hides those of the same name behind it. */
static bool collect_keys(VM *vm, Object *object, Object *names) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, seen, array_new(isolate, 0));
  ROOT(&isolate->heap, at, value_from_cell(object));
  while (value_is_object(at)) {
    Object *holder = value_to_object(at);
    ROOT_CELL(&isolate->heap, Object, keys, vm_own_keys(vm, holder));
    if (!keys || !take_keys(vm, holder, keys, seen, names) ||
        !vm_get_prototype(vm, holder, &at))
      return false;
    if (exotic_of(vm, holder) && !vm_check(vm)) return false;
  }
  return true;
}

bool operate_for_in_open(VM *vm, Value *state, Value value) {
  Isolate *isolate = &vm->isolate;
  if (value_is_nullish(value)) {
    operate_iterator_end(state);
    state[2] = value_from_int(0);
    return true;
  }
  ROOT_CELL(&isolate->heap, Object, object, vm_to_object(vm, value));
  ROOT_CELL(&isolate->heap, Object, keys, array_new(isolate, 0));
  if (!object || !collect_keys(vm, object, keys)) return false;
  state[0] = value_from_cell(object);
  state[1] = value_from_cell(keys);
  state[2] = value_from_int(0);
  return true;
}

/* Whether the first object of the chain that has the key shows it. */
static bool shows_key(VM *vm, Object *object, Key key, bool *result) {
  Property property;
  *result = object_find(&vm->isolate, object, key, &property);
  if (likely(!*result || property.place != PLACE_EXOTIC)) return true;
  ROOT(&vm->isolate.heap, kept_key, (Value){key.bits});
  ROOT(&vm->isolate.heap, at, value_from_cell(object));
  while (value_is_object(at)) {
    Object *holder = value_to_object(at);
    if (!vm_get_own(vm, holder, key, &property, result)) return false;
    if (*result) {
      *result = property.attributes & ATTRIBUTE_ENUMERABLE;
      return true;
    }
    if (!vm_get_prototype(vm, holder, &at) || !vm_check(vm)) return false;
  }
  return true;
}

bool operate_for_in_next(VM *vm, Value *state, Value *key, bool *done) {
  *key = VALUE_UNDEFINED;
  *done = true;
  if (value_is_undefined(state[0])) return true;
  Object *keys = value_to_object(state[1]);
  u32 index = (u32)value_to_int(state[2]);
  for (; index < keys->elements->length; index++) {
    Value name = keys->elements->values[index];
    Key found;
    /* a key that was deleted meanwhile is not visited */
    bool is_shown;
    if (!key_from_string(&vm->isolate, name, &found))
      return vm_throw_memory(vm);
    if (!shows_key(vm, value_to_object(state[0]), found, &is_shown))
      return false;
    if (!is_shown) continue;
    *key = name;
    *done = false;
    state[2] = value_from_int((i32)index + 1);
    return true;
  }
  operate_iterator_end(state);
  return true;
}

/* ---- For native code
 * -------------------------------------------------------------- */

static bool iterate_array(VM *vm, Value array, IterateFunction *each,
                          void *context) {
  for (u32 i = 0; i < array_length(value_to_object(array)); i++) {
    Value item;
    bool stop = false;
    if (!vm_get_index(vm, array, i, &item) || !each(vm, context, item, &stop))
      return false;
    if (stop) break;
    if (!vm_check(vm)) return false;
  }
  return true;
}

bool vm_iterate(VM *vm, Value iterable, IterateFunction *each, void *context) {
  Heap *heap = &vm->isolate.heap;
  ROOT(heap, kept, iterable);
  if (goes_straight(vm, kept)) return iterate_array(vm, kept, each, context);
  ROOT(heap, iterator, VALUE_UNDEFINED);
  ROOT(heap, next, VALUE_UNDEFINED);
  Value state[3];
  if (!operate_get_iterator(vm, state, kept)) return false;
  iterator = state[0];
  next = state[1];
  for (;;) {
    ROOT(heap, item, VALUE_UNDEFINED);
    bool done, stop = false;
    if (!operate_iterator_next(vm, state, &item, &done)) return false;
    if (done) return true;
    bool ok = each(vm, context, item, &stop) && vm_check(vm);
    if (!ok) {
      operate_iterator_close_silent(vm, state);
      return false;
    }
    if (stop) return operate_iterator_close(vm, state);
  }
}

Object *vm_iterator_result(VM *vm, Value value, bool done) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept, value);
  Object *object = object_new(isolate, isolate->iterator_result_shape);
  object->inline_slots[0] = kept;
  object->inline_slots[1] = value_from_boolean(done);
  return object;
}
