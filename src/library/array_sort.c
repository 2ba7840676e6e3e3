/* array_sort.c - sort and toSorted: a stable merge sort.
 *
 * The values are collected first, so that compare functions may do to the
 * array what they like. Runs of a few items are sorted by insertion, then
 * merged in pairs between two private arrays; two runs that are in order
 * already are not merged, so that sorted input costs one comparison an item.
 *
 * Without a compare function values are compared as strings. Those of numbers
 * and others are made once, beside their values; small integers need none.
 */
#include "base/number.h"
#include "library/array.h"

constexpr u32 RUN_ITEMS = 8;

/* One sort. `values` and `scratch` are Elements of private arrays, of the same
 * length; `stride` words make an item: the value alone, or its string and the
 * value. */
typedef struct Sort {
  VM *vm;
  Value compare;
  u32 stride;
  bool (*order)(struct Sort *sort, Value a, Value b, bool *after);
} Sort;

/* ---- Orders ---------------------------------------------------------------
 */

/* Each says whether `a` must come after `b`. */

static bool order_by_function(Sort *sort, Value a, Value b, bool *after) {
  VM *vm = sort->vm;
  Value arguments[] = {a, b};
  Value result;
  if (!vm_check(vm) ||
      !vm_call(vm, sort->compare, VALUE_UNDEFINED, arguments, 2, &result))
    return false;
  if (likely(value_is_int(result))) {
    *after = value_to_int(result) > 0;
    return true;
  }
  double number;
  if (!vm_to_number(vm, result, &number)) return false;
  *after = number > 0;
  return true;
}

static bool order_by_string(Sort *sort, Value a, Value b, bool *after) {
  *after = string_compare((String *)value_to_cell(a),
                          (String *)value_to_cell(b)) > 0;
  return true;
}

static u32 digit_count(u32 number) {
  u32 count = 1;
  while (number >= 10)
    number /= 10, count++;
  return count;
}

/* Compares as their decimal texts are: by the first digits, both made equally
 * long; a text that begins another comes before it. */
static int compare_digits(u32 a, u32 b) {
  u32 a_digits = digit_count(a), b_digits = digit_count(b);
  u64 wide_a = a, wide_b = b;
  for (u32 i = a_digits; i < b_digits; i++)
    wide_a *= 10;
  for (u32 i = b_digits; i < a_digits; i++)
    wide_b *= 10;
  if (wide_a != wide_b) return wide_a < wide_b ? -1 : 1;
  return (int)a_digits - (int)b_digits;
}

static bool order_by_digits(Sort *sort, Value a, Value b, bool *after) {
  i32 left = value_to_int(a), right = value_to_int(b);
  if (left < 0 != right < 0)
    *after = right < 0; /* the sign comes before all digits */
  else
    *after = compare_digits((u32)(left < 0 ? -(i64)left : left),
                            (u32)(right < 0 ? -(i64)right : right)) > 0;
  return true;
}

/* ---- Sorting --------------------------------------------------------------
 */

static void copy_items(const Sort *sort, Value *to, const Value *from,
                       u64 count) {
  memmove(to, from, count * sort->stride * sizeof(Value));
}

/* Sorts a few items by insertion: the place of each is found by halving, after
 * all that are equal. */
static bool sort_run(Sort *sort, Value *items, u32 count) {
  u32 stride = sort->stride;
  for (u32 i = 1; i < count; i++) {
    Value item[2] = {items[i * stride], items[i * stride + stride - 1]};
    bool after;
    if (!sort->order(sort, items[(i - 1) * stride], item[0], &after))
      return false;
    if (!after) continue;
    u32 low = 0, high = i - 1;
    while (low < high) {
      u32 middle = low + (high - low) / 2;
      if (!sort->order(sort, items[middle * stride], item[0], &after))
        return false;
      if (after)
        high = middle;
      else
        low = middle + 1;
    }
    copy_items(sort, items + (low + 1) * stride, items + low * stride, i - low);
    items[low * stride] = item[0];
    items[low * stride + stride - 1] = item[1];
  }
  return true;
}

/* Merges [start, middle) and [middle, end) of `from` into `to`. */
static bool merge_runs(Sort *sort, const Value *from, Value *to, u64 start,
                       u64 middle, u64 end) {
  u32 stride = sort->stride;
  u64 left = start, right = middle, at = start;
  bool after = true;
  if (middle < end && !sort->order(sort, from[(middle - 1) * stride],
                                   from[middle * stride], &after))
    return false;
  while (after && left < middle && right < end) {
    bool take_right;
    if (!sort->order(sort, from[left * stride], from[right * stride],
                     &take_right))
      return false;
    u64 *source = take_right ? &right : &left;
    copy_items(sort, to + at++ * stride, from + (*source)++ * stride, 1);
  }
  copy_items(sort, to + at * stride, from + left * stride, middle - left);
  copy_items(sort, to + (at + middle - left) * stride, from + right * stride,
             end - right);
  return true;
}

static u64 least(u64 a, u64 b) {
  return a < b ? a : b;
}

static bool sort_items(Sort *sort, Value *items, Value *scratch, u64 count) {
  for (u64 i = 0; i < count; i += RUN_ITEMS)
    if (!sort_run(sort, items + i * sort->stride,
                  (u32)least(RUN_ITEMS, count - i)))
      return false;
  Value *from = items, *to = scratch;
  for (u64 width = RUN_ITEMS; width < count; width *= 2) {
    for (u64 i = 0; i < count; i += 2 * width)
      if (!merge_runs(sort, from, to, i, least(i + width, count),
                      least(i + 2 * width, count)))
        return false;
    Value *swap = from;
    from = to;
    to = swap;
  }
  if (from != items) copy_items(sort, items, from, count);
  return true;
}

/* ---- Values and their strings ---------------------------------------------
 */

static bool are_all_ints(const Object *values) {
  for (u32 i = 0; i < values->elements->length; i++)
    if (!value_is_int(values->elements->values[i])) return false;
  return true;
}

/* Sorts the items of a private array, which are `stride` words each. */
static bool sort_private(Sort *sort, Object *items) {
  VM *vm = sort->vm;
  Elements *elements = items->elements;
  if (elements->length <= RUN_ITEMS * sort->stride)
    return sort_items(sort, elements->values, NULL,
                      elements->length / sort->stride);
  KEEP_CELL(
      vm, Object, scratch,
      array_from_values(&vm->isolate, elements->values, elements->length));
  if (!scratch) return vm_throw_memory(vm);
  return sort_items(sort, elements->values, scratch->elements->values,
                    elements->length / sort->stride);
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
  if (!make_pairs(vm, values, pairs) || !sort_private(&sort, pairs))
    return false;
  for (u32 i = 0; i < values->elements->length; i++)
    array_store(vm, values, i, pairs->elements->values[2 * i + 1]);
  return true;
}

bool array_sort_values(VM *vm, Object *values, Value compare) {
  Sort sort = {.vm = vm, .compare = compare, .stride = 1};
  if (!value_is_undefined(compare))
    sort.order = order_by_function;
  else if (are_all_ints(values))
    sort.order = order_by_digits;
  else
    return sort_by_strings(vm, values);
  return sort_private(&sort, values);
}

/* ---- Collecting and writing back ------------------------------------------
 */

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
  Object *values = array_new(&vm->isolate, (u32)least(capacity, length));
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
