/* array_sort.c - sort and toSorted; the sorting itself is in array_merge.c.
 *
 * The values are collected first, so that compare functions may do to the
 * array what they like. Without a compare function values are compared as
 * strings. Those of numbers and others are made once, beside their values;
 * small integers need none.
 */
#include "library/array_merge.h"

/* ---- Orders ------------------------------------------------------------- */

static bool order_by_function(Sort *sort, Value later, Value earlier,
                              bool *before) {
  VM *vm = sort->vm;
  Value arguments[] = {later, earlier};
  Value result;
  if (!vm_check(vm) ||
      !vm_call(vm, sort->compare, VALUE_UNDEFINED, arguments, 2, &result))
    return false;
  if (likely(value_is_int(result))) {
    *before = value_to_int(result) < 0;
    return true;
  }
  double number;
  if (!vm_to_number(vm, result, &number)) return false;
  *before = number < 0;
  return true;
}

static bool order_by_string(Sort *sort, Value later, Value earlier,
                            bool *before) {
  *before = string_compare((String *)value_to_cell(later),
                           (String *)value_to_cell(earlier)) < 0;
  return true;
}

static const u32 powers_of_ten[] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

/* From the number of bits: 1233 / 4096 is about the logarithm of 2. */
static u32 digit_count(u32 number) {
  u32 bits = 32 - (u32)__builtin_clz(number | 1);
  u32 count = bits * 1233 >> 12;
  return count + (number >= powers_of_ten[count]) + (number == 0);
}

/* Compares as their decimal texts are: by the first digits, both made equally
 * long; a text that begins another comes before it. */
static int compare_digits(u32 a, u32 b) {
  u32 a_digits = digit_count(a), b_digits = digit_count(b);
  u64 wide_a = a, wide_b = b;
  if (a_digits < b_digits)
    wide_a *= powers_of_ten[b_digits - a_digits];
  else
    wide_b *= powers_of_ten[a_digits - b_digits];
  if (wide_a != wide_b) return wide_a < wide_b ? -1 : 1;
  return (int)a_digits - (int)b_digits;
}

static u32 magnitude(i32 number) {
  return number < 0 ? 0 - (u32)number : (u32)number;
}

static bool order_by_digits(Sort *sort, Value later, Value earlier,
                            bool *before) {
  i32 a = value_to_int(later), b = value_to_int(earlier);
  if ((a < 0) != (b < 0))
    *before = a < 0; /* the sign comes before all digits */
  else
    *before = compare_digits(magnitude(a), magnitude(b)) < 0;
  return true;
}

/* ---- Values and their strings ------------------------------------------- */

static bool are_all_ints(const Object *values) {
  for (u32 i = 0; i < values->elements->length; i++)
    if (!value_is_int(values->elements->values[i])) return false;
  return true;
}

static bool are_all_strings(const Object *values) {
  for (u32 i = 0; i < values->elements->length; i++)
    if (!value_is_string(values->elements->values[i])) return false;
  return true;
}

static bool make_pairs(VM *vm, Object *values, Object *pairs) {
  for (u32 i = 0; i < values->elements->length; i++) {
    String *string = vm_to_string(vm, values->elements->values[i]);
    if (!string) return false;
    KEEP(vm, text, value_from_cell(string));
    if (!array_push(&vm->isolate, pairs, text) ||
        !array_push(&vm->isolate, pairs, values->elements->values[i]))
      return vm_throw_memory(vm);
  }
  return true;
}

static bool sort_by_strings(VM *vm, Object *values) {
  KEEP_CELL(vm, Object, pairs,
            array_new(&vm->isolate, 2 * values->elements->length));
  if (!pairs) return vm_throw_memory(vm);
  Sort sort = {.vm = vm, .stride = 2, .order = order_by_string};
  if (!make_pairs(vm, values, pairs) || !array_merge_sort(&sort, pairs))
    return false;
  for (u32 i = 0; i < values->elements->length; i++)
    array_store(vm, values, i, pairs->elements->values[2 * i + 1]);
  return true;
}

/* Puts flat strings in the place of all strings, which nobody can tell from
 * the ropes they were. */
static bool flatten_all(VM *vm, Object *values) {
  for (u32 i = 0; i < values->elements->length; i++) {
    String *flat = string_flatten(&vm->isolate, values->elements->values[i]);
    if (!flat) return vm_throw_memory(vm);
    array_store(vm, values, i, value_from_cell(flat));
  }
  return true;
}

bool array_sort_values(VM *vm, Object *values, Value compare) {
  Sort sort = {.vm = vm, .compare = compare, .stride = 1};
  /* one value is never compared, and so not made a string either */
  if (values->elements->length < 2) return true;
  if (!value_is_undefined(compare)) {
    sort.order = order_by_function;
  } else if (are_all_ints(values)) {
    sort.order = order_by_digits;
  } else if (are_all_strings(values)) {
    if (!flatten_all(vm, values)) return false;
    sort.order = order_by_string;
  } else {
    return sort_by_strings(vm, values);
  }
  return array_merge_sort(&sort, values);
}

/* ---- Collecting and writing back ---------------------------------------- */

/* The values to be sorted go to `values`; undefined ones are only counted,
 * they come last. Missing ones too, unless they count as undefined. */
static bool collect_values(VM *vm, Object *object, u64 length, bool skip_holes,
                           Object *values, u64 *undefined) {
  *undefined = 0;
  for (u64 i = 0; i < length; i++) {
    KEEP(vm, value, VALUE_UNDEFINED);
    if (!vm_check(vm) || !(skip_holes ? array_find_item(vm, object, i, &value)
                                      : array_get_item(vm, object, i, &value)))
      return false;
    if (value_is_hole(value)) continue;
    if (value_is_undefined(value))
      ++*undefined;
    else if (!array_push(&vm->isolate, values, value))
      return vm_throw_memory(vm);
  }
  return true;
}

static bool check_compare(VM *vm, Value compare) {
  return value_is_undefined(compare) || value_is_callable(compare) ||
         vm_throw_type(vm, "The comparison function must be either a function "
                           "or undefined");
}

/* Writes values and undefineds from index 0 on and deletes what follows. */
static bool write_back(VM *vm, Object *object, Object *values, u64 undefined,
                       u64 length) {
  u64 count = values->elements->length, at = 0;
  for (; at < count; at++)
    if (!array_set_item(vm, object, at, values->elements->values[at]))
      return false;
  for (; at < count + undefined; at++)
    if (!array_set_item(vm, object, at, VALUE_UNDEFINED)) return false;
  for (; at < length; at++) {
    bool is_missing =
        array_is_direct(vm, object) && at >= object->elements->length;
    if (!vm_check(vm) || (!is_missing && !array_delete_item(vm, object, at)))
      return false;
  }
  return true;
}

static Object *new_values(VM *vm, Object *object, u64 length) {
  u64 capacity = array_is_direct(vm, object) ? object->elements->length : 0;
  if (capacity > length) capacity = length;
  Object *values = array_new(&vm->isolate, (u32)capacity);
  if (!values) vm_throw_memory(vm);
  return values;
}

bool array_method_sort(VM *vm, Call *call) {
  if (!check_compare(vm, call_argument(call, 0))) return false;
  ARRAY_THIS("sort");
  KEEP_CELL(vm, Object, values, new_values(vm, object, length));
  u64 undefined;
  return values &&
         collect_values(vm, object, length, true, values, &undefined) &&
         array_sort_values(vm, values, call_argument(call, 0)) &&
         write_back(vm, object, values, undefined, length) &&
         array_return_object(call, object);
}

bool array_method_toSorted(VM *vm, Call *call) {
  if (!check_compare(vm, call_argument(call, 0))) return false;
  ARRAY_THIS("toSorted");
  if (length > UINT32_MAX) return vm_throw_range(vm, "Invalid array length");
  KEEP_CELL(vm, Object, values, new_values(vm, object, length));
  u64 undefined;
  if (!values ||
      !collect_values(vm, object, length, false, values, &undefined) ||
      !array_sort_values(vm, values, call_argument(call, 0)))
    return false;
  for (u64 i = 0; i < undefined; i++)
    if (!array_push(&vm->isolate, values, VALUE_UNDEFINED))
      return vm_throw_memory(vm);
  return array_return_object(call, values);
}
