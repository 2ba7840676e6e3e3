/* array_iterate.c - methods that call a function for each item, and the
 * iterators over arrays.
 *
 * The length is read once, before the first call; whether an item is there is
 * asked when its turn comes, so callbacks may change the array as they like.
 */
#include "library/array.h"

#include "library/collection.h"

/* ---- Calling back ------------------------------------------------------- */

/* Item `index` and what the callback says of it; the item is a hole when
 * there is none, and the callback was not asked. */
ALWAYS_INLINE bool call_item(VM *vm, Call *call, Object *object, u64 index,
                             Value *item, Value *answer) {
  if (!vm_check(vm) || !array_find_item(vm, object, index, item)) return false;
  if (value_is_hole(*item)) return true;
  Value arguments[] = {*item, array_index_value(index),
                       value_from_cell(object)};
  return vm_call(vm, call->arguments[0], call_argument(call, 1), arguments, 3,
                 answer);
}

#define CHECK_CALLBACK()                                                       \
  if (!library_check_callable(vm, call_argument(call, 0))) return false

bool array_method_forEach(VM *vm, Call *call) {
  ARRAY_THIS("forEach");
  CHECK_CALLBACK();
  Value item, answer;
  for (u64 i = 0; i < length; i++)
    if (!call_item(vm, call, object, i, &item, &answer)) return false;
  return true;
}

bool array_method_every(VM *vm, Call *call) {
  ARRAY_THIS("every");
  CHECK_CALLBACK();
  Value item, answer;
  for (u64 i = 0; i < length; i++) {
    if (!call_item(vm, call, object, i, &item, &answer)) return false;
    if (!value_is_hole(item) && !vm_to_boolean(answer))
      return call_return(call, VALUE_FALSE);
  }
  return call_return(call, VALUE_TRUE);
}

bool array_method_some(VM *vm, Call *call) {
  ARRAY_THIS("some");
  CHECK_CALLBACK();
  Value item, answer;
  for (u64 i = 0; i < length; i++) {
    if (!call_item(vm, call, object, i, &item, &answer)) return false;
    if (!value_is_hole(item) && vm_to_boolean(answer))
      return call_return(call, VALUE_TRUE);
  }
  return call_return(call, VALUE_FALSE);
}

bool array_method_map(VM *vm, Call *call) {
  ARRAY_THIS("map");
  CHECK_CALLBACK();
  bool is_private;
  KEEP_CELL(vm, Object, result, array_species(vm, object, length, &is_private));
  if (!result) return false;
  if (is_private && array_is_direct(vm, object) &&
      !elements_reserve(&vm->isolate, result, object->elements->length))
    return vm_throw_memory(vm);
  Value item;
  KEEP(vm, answer, VALUE_UNDEFINED);
  for (u64 i = 0; i < length; i++)
    if (!call_item(vm, call, object, i, &item, &answer) ||
        (!value_is_hole(item) && !array_put(vm, result, is_private, i, answer)))
      return false;
  if (is_private) array_set_length_slot(&vm->isolate, result, (u32)length);
  return array_return_object(call, result);
}

bool array_method_filter(VM *vm, Call *call) {
  ARRAY_THIS("filter");
  CHECK_CALLBACK();
  bool is_private;
  KEEP_CELL(vm, Object, result, array_species(vm, object, 0, &is_private));
  if (!result) return false;
  KEEP(vm, item, VALUE_UNDEFINED);
  Value answer;
  u64 count = 0;
  for (u64 i = 0; i < length; i++) {
    if (!call_item(vm, call, object, i, &item, &answer)) return false;
    if (!value_is_hole(item) && vm_to_boolean(answer) &&
        !array_put(vm, result, is_private, count++, item))
      return false;
  }
  return array_return_object(call, result);
}

/* ---- reduce, reduceRight ------------------------------------------------ */

static bool reduce_item(VM *vm, Call *call, Object *object, u64 index,
                        Value *result) {
  Value item;
  if (!vm_check(vm) || !array_find_item(vm, object, index, &item)) return false;
  if (value_is_hole(item)) return true;
  Value arguments[] = {*result, item, array_index_value(index),
                       value_from_cell(object)};
  return vm_call(vm, call->arguments[0], VALUE_UNDEFINED, arguments, 4, result);
}

static bool reduce(VM *vm, Call *call, Object *object, u64 length,
                   bool from_right) {
  CHECK_CALLBACK();
  KEEP(vm, result, VALUE_HOLE);
  u64 i = 0;
  if (call->count > 1) result = call->arguments[1];
  for (; value_is_hole(result) && i < length; i++)
    if (!vm_check(vm) ||
        !array_find_item(vm, object, from_right ? length - 1 - i : i, &result))
      return false;
  if (value_is_hole(result))
    return vm_throw_type(vm, "Reduce of empty array with no initial value");
  for (; i < length; i++)
    if (!reduce_item(vm, call, object, from_right ? length - 1 - i : i,
                     &result))
      return false;
  return call_return(call, result);
}

bool array_method_reduce(VM *vm, Call *call) {
  ARRAY_THIS("reduce");
  return reduce(vm, call, object, length, false);
}

bool array_method_reduceRight(VM *vm, Call *call) {
  ARRAY_THIS("reduceRight");
  return reduce(vm, call, object, length, true);
}

/* ---- Iterators ---------------------------------------------------------- */

static bool return_iterator(VM *vm, Call *call, IteratorKind kind) {
  Object *object = vm_to_object(vm, call->this_value);
  if (!object) return false;
  Iterator *iterator =
      iterator_new(vm, kind, INTRINSIC_array_iterator_prototype,
                   value_from_cell(object), NULL);
  return array_return_object(call, &iterator->object);
}

bool array_method_keys(VM *vm, Call *call) {
  return return_iterator(vm, call, ITERATOR_ARRAY_KEYS);
}

bool array_method_values(VM *vm, Call *call) {
  return return_iterator(vm, call, ITERATOR_ARRAY_VALUES);
}

bool array_method_entries(VM *vm, Call *call) {
  return return_iterator(vm, call, ITERATOR_ARRAY_ENTRIES);
}
