/* array_search.c - methods that look for something: by value (indexOf,
 * lastIndexOf, includes, at) or by asking a function (find and its like).
 */
#include "library/array.h"
#include "object/bigint.h"

/* ---- Comparing with one value ------------------------------------------- */

/* What makes a value equal to the one that is looked for. */
typedef enum Comparison : u8 {
  COMPARE_BITS,   /* the same word: objects, symbols, most numbers, ... */
  COMPARE_ZERO,   /* 0 or -0 */
  COMPARE_STRING, /* the same units */
  COMPARE_BIGINT, /* the same value */
  COMPARE_NEVER,  /* NaN, for === */
} Comparison;

static Comparison choose_comparison(Value value) {
  if (value_is_string(value)) return COMPARE_STRING;
  if (value_is_bigint(value)) return COMPARE_BIGINT;
  if (!value_is_number(value)) return COMPARE_BITS;
  double number = value_to_number(value);
  if (number == 0) return COMPARE_ZERO;
  return number == number ? COMPARE_BITS : COMPARE_NEVER;
}

static bool is_equal(VM *vm, Value item, Value value, Comparison comparison) {
  switch (comparison) {
  case COMPARE_BITS: return value_same_bits(item, value);
  case COMPARE_ZERO: return value_is_number(item) && !value_to_number(item);
  case COMPARE_STRING:
    return value_same_bits(item, value) ||
           (value_is_string(item) &&
            string_length(item) == string_length(value) &&
            string_values_equal(&vm->isolate, item, value));
  case COMPARE_BIGINT:
    return value_is_bigint(item) &&
           bigint_equals(value_to_bigint(item), value_to_bigint(value));
  case COMPARE_NEVER: return false;
  }
  return false;
}

/* The first index in [start, end) of values, or `end`. */
static u64 search_values(VM *vm, const Value *values, u64 start, u64 end,
                         Value value, Comparison comparison) {
  if (comparison == COMPARE_NEVER) return end;
  if (comparison == COMPARE_BITS) {
    for (u64 i = start; i < end; i++)
      if (value_same_bits(values[i], value)) return i;
    return end;
  }
  for (u64 i = start; i < end; i++)
    if (is_equal(vm, values[i], value, comparison)) return i;
  return end;
}

/* ---- indexOf, lastIndexOf, includes ------------------------------------- */

static u64 least(u64 a, u64 b) {
  return a < b ? a : b;
}

bool array_method_indexOf(VM *vm, Call *call) {
  ARRAY_THIS("indexOf");
  call->result = value_from_int(-1);
  u64 start;
  if (!length) return true;
  if (!array_index(vm, call_argument(call, 1), length, 0, &start)) return false;
  Value value = call_argument(call, 0);
  Comparison comparison = choose_comparison(value);
  if (array_is_direct(vm, object)) {
    u64 end = least(length, object->elements->length);
    u64 i = search_values(vm, object->elements->values, start, end, value,
                          comparison);
    return i >= end || call_return(call, array_index_value(i));
  }
  for (u64 i = start; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !array_find_item(vm, object, i, &item)) return false;
    if (!value_is_hole(item) && vm_strict_equal(vm, item, value))
      return call_return(call, array_index_value(i));
  }
  return true;
}

/* The index at which lastIndexOf begins, plus one; 0 when there is none. */
static bool last_start(VM *vm, Call *call, u64 length, u64 *start) {
  double from = (double)length - 1;
  if (call->count > 1 && !vm_to_integer(vm, call->arguments[1], &from))
    return false;
  if (from < 0) from += (double)length;
  *start = from < 0 ? 0 : from >= (double)length ? length : (u64)from + 1;
  return true;
}

bool array_method_lastIndexOf(VM *vm, Call *call) {
  ARRAY_THIS("lastIndexOf");
  call->result = value_from_int(-1);
  u64 start;
  if (!length) return true;
  if (!last_start(vm, call, length, &start)) return false;
  Value value = call_argument(call, 0);
  Comparison comparison = choose_comparison(value);
  bool is_direct = array_is_direct(vm, object);
  if (is_direct) start = least(start, object->elements->length);
  for (u64 i = start; i > 0; i--) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (is_direct)
      item = object->elements->values[i - 1];
    else if (!vm_check(vm) || !array_find_item(vm, object, i - 1, &item))
      return false;
    if (!value_is_hole(item) && is_equal(vm, item, value, comparison))
      return call_return(call, array_index_value(i - 1));
  }
  return true;
}

/* includes compares NaN with itself, and a missing item is undefined. */
static bool includes_directly(VM *vm, const Object *array, u64 start,
                              u64 length, Value value) {
  const Elements *elements = array->elements;
  u64 end = least(length, elements->length);
  Comparison comparison = choose_comparison(value);
  if (comparison == COMPARE_NEVER) comparison = COMPARE_BITS;
  if (search_values(vm, elements->values, start, end, value, comparison) < end)
    return true;
  if (!value_is_undefined(value)) return false;
  return (start < length && length > end) ||
         search_values(vm, elements->values, start, end, VALUE_HOLE,
                       COMPARE_BITS) < end;
}

bool array_method_includes(VM *vm, Call *call) {
  ARRAY_THIS("includes");
  call->result = VALUE_FALSE;
  u64 start;
  if (!length) return true;
  if (!array_index(vm, call_argument(call, 1), length, 0, &start)) return false;
  Value value = call_argument(call, 0);
  if (array_is_direct(vm, object))
    return call_return(call, value_from_boolean(includes_directly(
                                 vm, object, start, length, value)));
  for (u64 i = start; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !array_get_item(vm, object, i, &item)) return false;
    if (vm_same_value_zero(vm, item, value))
      return call_return(call, VALUE_TRUE);
  }
  return true;
}

bool array_method_at(VM *vm, Call *call) {
  ARRAY_THIS("at");
  double index;
  if (!vm_to_integer(vm, call_argument(call, 0), &index)) return false;
  if (index < 0) index += (double)length;
  if (index < 0 || index >= (double)length) return true;
  return array_get_item(vm, object, (u64)index, &call->result);
}

/* ---- find and its like -------------------------------------------------- */

/* Asks the callback about item `index`. */
static bool ask(VM *vm, Call *call, Object *object, u64 index, Value *item,
                bool *found) {
  if (!vm_check(vm) || !array_get_item(vm, object, index, item)) return false;
  Value arguments[] = {*item, array_index_value(index),
                       value_from_cell(object)};
  Value answer;
  if (!vm_call(vm, call->arguments[0], call_argument(call, 1), arguments, 3,
               &answer))
    return false;
  *found = vm_to_boolean(answer);
  return true;
}

/* The first (or last) item that the callback says yes to; its index is
 * `length` when there is none. */
static bool find(VM *vm, Call *call, Object *object, u64 length, bool last,
                 u64 *index, Value *item) {
  if (!library_check_callable(vm, call_argument(call, 0))) return false;
  for (u64 i = 0; i < length; i++) {
    bool found;
    *index = last ? length - 1 - i : i;
    if (!ask(vm, call, object, *index, item, &found)) return false;
    if (found) return true;
  }
  *index = length;
  *item = VALUE_UNDEFINED;
  return true;
}

static bool find_item(VM *vm, Call *call, Object *object, u64 length,
                      bool last) {
  KEEP(vm, item, VALUE_UNDEFINED);
  u64 index;
  return find(vm, call, object, length, last, &index, &item) &&
         call_return(call, item);
}

static bool find_index(VM *vm, Call *call, Object *object, u64 length,
                       bool last) {
  KEEP(vm, item, VALUE_UNDEFINED);
  u64 index;
  return find(vm, call, object, length, last, &index, &item) &&
         call_return(call, index == length ? value_from_int(-1)
                                           : array_index_value(index));
}

bool array_method_find(VM *vm, Call *call) {
  ARRAY_THIS("find");
  return find_item(vm, call, object, length, false);
}

bool array_method_findLast(VM *vm, Call *call) {
  ARRAY_THIS("findLast");
  return find_item(vm, call, object, length, true);
}

bool array_method_findIndex(VM *vm, Call *call) {
  ARRAY_THIS("findIndex");
  return find_index(vm, call, object, length, false);
}

bool array_method_findLastIndex(VM *vm, Call *call) {
  ARRAY_THIS("findLastIndex");
  return find_index(vm, call, object, length, true);
}
