/* typed_array_iterate.c - methods of typed arrays that call a function for
 * each item, and iterators.
 *
 * The length is read once. A callback may shrink the array: then items that
 * are gone are undefined.
 */
#include "library/collection.h"
#include "library/typed_array.h"

/* ---- Calling back
 * ------------------------------------------------------------ */

/* Item `index` and what the callback says of it. */
ALWAYS_INLINE bool call_item(VM *vm, Call *call, View *view, u64 index,
                             Value *item, Value *answer) {
  if (!vm_check(vm)) return false;
  *item = typed_array_item(vm, view, index);
  Value arguments[] = {*item, value_from_number((double)index),
                       value_from_cell(view)};
  return vm_call(vm, call->arguments[0], call_argument(call, 1), arguments, 3,
                 answer);
}

#define CHECK_CALLBACK()                                                       \
  if (!library_check_callable(vm, call_argument(call, 0))) return false

bool typed_array_method_forEach(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("forEach");
  CHECK_CALLBACK();
  Value item, answer;
  for (u64 i = 0; i < length; i++)
    if (!call_item(vm, call, view, i, &item, &answer)) return false;
  return true;
}

/* Whether the callback says `wanted` of some item. */
static bool any_says(VM *vm, Call *call, View *view, u64 length, bool wanted,
                     bool *result) {
  CHECK_CALLBACK();
  Value item, answer;
  *result = false;
  for (u64 i = 0; !*result && i < length; i++) {
    if (!call_item(vm, call, view, i, &item, &answer)) return false;
    *result = vm_to_boolean(answer) == wanted;
  }
  return true;
}

bool typed_array_method_every(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("every");
  bool result;
  return any_says(vm, call, view, length, false, &result) &&
         call_return(call, value_from_boolean(!result));
}

bool typed_array_method_some(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("some");
  bool result;
  return any_says(vm, call, view, length, true, &result) &&
         call_return(call, value_from_boolean(result));
}

/* ---- find and its like
 * --------------------------------------------------------- */

/* The first item that the callback accepts, and its index; else undefined and
 * -1. */
static bool find(VM *vm, Call *call, View *view, u64 length, bool from_end,
                 Value *item, double *index) {
  CHECK_CALLBACK();
  Value answer;
  for (u64 i = 0; i < length; i++) {
    u64 at = from_end ? length - 1 - i : i;
    if (!call_item(vm, call, view, at, item, &answer)) return false;
    *index = (double)at;
    if (vm_to_boolean(answer)) return true;
  }
  *item = VALUE_UNDEFINED;
  *index = -1;
  return true;
}

#define FIND(name, from_end, returned)                                         \
  bool typed_array_method_##name(VM *vm, Call *call) {                         \
    TYPED_ARRAY_THIS(#name);                                                   \
    KEEP(vm, item, VALUE_UNDEFINED);                                           \
    double index;                                                              \
    return find(vm, call, view, length, from_end, &item, &index) &&            \
           call_return(call, returned);                                        \
  }
FIND(find, false, item)
FIND(findLast, true, item)
FIND(findIndex, false, value_from_number(index))
FIND(findLastIndex, true, value_from_number(index))
#undef FIND

/* ---- map, filter
 * ----------------------------------------------------------------- */

static View *species_of_length(VM *vm, View *view, double length) {
  Value argument = value_from_number(length);
  return typed_array_species(vm, view, &argument, 1);
}

bool typed_array_method_map(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("map");
  CHECK_CALLBACK();
  KEEP_CELL(vm, View, result, species_of_length(vm, view, (double)length));
  if (!result) return false;
  KEEP(vm, answer, VALUE_UNDEFINED);
  Value item;
  for (u64 i = 0; i < length; i++)
    if (!call_item(vm, call, view, i, &item, &answer) ||
        !typed_array_set(vm, result, (double)i, answer))
      return false;
  return typed_array_return(call, result);
}

bool typed_array_method_filter(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("filter");
  CHECK_CALLBACK();
  KEEP_CELL(vm, Object, kept, array_new(&vm->isolate, 0));
  KEEP(vm, item, VALUE_UNDEFINED);
  Value answer;
  for (u64 i = 0; i < length; i++) {
    if (!call_item(vm, call, view, i, &item, &answer)) return false;
    if (vm_to_boolean(answer) && !array_push(&vm->isolate, kept, item))
      return vm_throw_memory(vm);
  }
  u32 count = array_length(kept);
  KEEP_CELL(vm, View, result, species_of_length(vm, view, count));
  for (u32 i = 0; result && i < count; i++)
    if (!typed_array_set(vm, result, i, kept->elements->values[i]))
      return false;
  return result && typed_array_return(call, result);
}

/* ---- reduce, reduceRight
 * --------------------------------------------------------- */

static bool reduce(VM *vm, Call *call, View *view, u64 length, bool from_end) {
  CHECK_CALLBACK();
  KEEP(vm, result, VALUE_UNDEFINED);
  u64 i = 0;
  if (call->count > 1)
    result = call->arguments[1];
  else if (length)
    result = typed_array_item(vm, view, from_end ? length - 1 - i++ : i++);
  else
    return vm_throw_type(vm, "Reduce of empty array with no initial value");
  for (; i < length; i++) {
    u64 at = from_end ? length - 1 - i : i;
    if (!vm_check(vm)) return false;
    Value arguments[] = {result, typed_array_item(vm, view, at),
                         value_from_number((double)at), value_from_cell(view)};
    if (!vm_call(vm, call->arguments[0], VALUE_UNDEFINED, arguments, 4,
                 &result))
      return false;
  }
  return call_return(call, result);
}

bool typed_array_method_reduce(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("reduce");
  return reduce(vm, call, view, length, false);
}

bool typed_array_method_reduceRight(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("reduceRight");
  return reduce(vm, call, view, length, true);
}

/* ---- Iterators
 * -------------------------------------------------------------------- */

#define ITERATOR(name, kind)                                                   \
  bool typed_array_method_##name(VM *vm, Call *call) {                         \
    TYPED_ARRAY_THIS(#name);                                                   \
    (void)length;                                                              \
    Iterator *iterator =                                                       \
        iterator_new(vm, kind, INTRINSIC_array_iterator_prototype,             \
                     value_from_cell(view), NULL);                             \
    return call_return(call, value_from_cell(iterator));                       \
  }
ITERATOR(keys, ITERATOR_ARRAY_KEYS)
ITERATOR(values, ITERATOR_ARRAY_VALUES)
ITERATOR(entries, ITERATOR_ARRAY_ENTRIES)
#undef ITERATOR
