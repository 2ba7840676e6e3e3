/* typed_array_copy.c - moving items: set, slice, subarray, fill, reverse and
 * their like.
 */
#include <stdlib.h>

#include "library/array.h"
#include "library/typed_array.h"

/* ---- Between arrays
 * ------------------------------------------------------------ */

/* One item of another type; neither or both are BigInts. */
static void convert_item(View *target, u64 to, ElementType type,
                         const u8 *from) {
  u64 bits;
  if (type_is_bigint(type))
    memcpy(&bits, from, sizeof bits);
  else
    bits = type_encode(target->type, type_load(type, from));
  type_store(target->type, view_at(target, to), bits);
}

bool typed_array_copy(View *target, u64 to, View *source, u64 from, u64 count) {
  if (!count) return true;
  u64 bytes = count << type_shift(source->type);
  const u8 *start = view_at(source, from);
  if (target->type == source->type) {
    memmove(view_at(target, to), start, bytes);
    return true;
  }
  u8 *copy = NULL;
  if (target->buffer->bytes == source->buffer->bytes) {
    copy = malloc(bytes);
    if (!copy) return false;
    memcpy(copy, start, bytes);
    start = copy;
  }
  for (u64 i = 0; i < count; i++)
    convert_item(target, to + i, source->type,
                 start + (i << type_shift(source->type)));
  free(copy);
  return true;
}

/* After code of the program ran: TypeError when the items are gone; else the
 * length as it is now. */
static bool look_again(VM *vm, View *view, const char *method, u64 *length) {
  if (view_is_out_of_bounds(view)) return binary_throw_detached(vm, method);
  *length = view_length(view);
  return true;
}

static u64 least(u64 a, u64 b) {
  return a < b ? a : b;
}

/* ---- set
 * -------------------------------------------------------------------------- */

static bool throw_offset(VM *vm) {
  return vm_throw_range(vm, "offset is out of bounds");
}

static bool set_from_view(VM *vm, View *target, double offset, View *source) {
  constexpr char method[] = TYPED_ARRAY_METHOD("set");
  u64 length = 0, count = 0;
  if (!look_again(vm, target, method, &length) ||
      !look_again(vm, source, method, &count))
    return false;
  if (type_is_bigint(target->type) != type_is_bigint(source->type))
    return vm_throw_type(vm, "Cannot mix BigInt and other types, use explicit "
                             "conversions");
  if (offset + (double)count > (double)length) return throw_offset(vm);
  return typed_array_copy(target, (u64)offset, source, 0, count) ||
         vm_throw_memory(vm);
}

static bool set_from_object(VM *vm, View *target, double offset, Value source) {
  u64 length = 0;
  double count;
  if (!look_again(vm, target, TYPED_ARRAY_METHOD("set"), &length)) return false;
  KEEP_CELL(vm, Object, object, vm_to_object(vm, source));
  if (!object || !vm_length(vm, value_from_cell(object), &count)) return false;
  if (offset + count > (double)length) return throw_offset(vm);
  for (double i = 0; i < count; i++) {
    Value item;
    if (!vm_check(vm) || !vm_get_index(vm, value_from_cell(object), i, &item) ||
        !typed_array_set(vm, target, offset + i, item))
      return false;
  }
  return true;
}

bool typed_array_method_set(VM *vm, Call *call) {
  if (!value_is_typed_array(call->this_value))
    return vm_throw_type(vm, "this is not a typed array.");
  View *target = (View *)value_to_cell(call->this_value);
  Value source = call_argument(call, 0);
  double offset;
  if (!vm_to_integer(vm, call_argument(call, 1), &offset)) return false;
  if (offset < 0) return throw_offset(vm);
  return value_is_typed_array(source)
             ? set_from_view(vm, target, offset, (View *)value_to_cell(source))
             : set_from_object(vm, target, offset, source);
}

/* ---- slice, subarray
 * --------------------------------------------------------------- */

/* Bytes in ascending order: what an overlapping copy finds depends on it. */
static void copy_bytes(u8 *to, const u8 *from, u64 count) {
  if (to + count <= from || from + count <= to || to <= from)
    memmove(to, from, count);
  else
    for (u64 i = 0; i < count; i++)
      to[i] = from[i];
}

static bool copy_slice(VM *vm, View *result, View *view, u64 start, u64 count) {
  if (result->type == view->type) {
    count = least(count, view_length(result));
    if (count)
      copy_bytes(view_at(result, 0), view_at(view, start),
                 count << type_shift(view->type));
    return true;
  }
  return typed_array_copy(result, 0, view, start,
                          least(count, view_length(result))) ||
         vm_throw_memory(vm);
}

bool typed_array_method_slice(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("slice");
  u64 start, end;
  if (!typed_array_index(vm, call_argument(call, 0), length, 0, &start) ||
      !typed_array_index(vm, call_argument(call, 1), length, length, &end))
    return false;
  u64 count = end > start ? end - start : 0;
  Value argument = value_from_number((double)count);
  KEEP_CELL(vm, View, result, typed_array_species(vm, view, &argument, 1));
  if (!result) return false;
  if (count) {
    if (!look_again(vm, view, TYPED_ARRAY_METHOD("slice"), &length))
      return false;
    end = least(end, length);
    if (end > start && !copy_slice(vm, result, view, start, end - start))
      return false;
  }
  return typed_array_return(call, result);
}

bool typed_array_method_subarray(VM *vm, Call *call) {
  if (!value_is_typed_array(call->this_value))
    return vm_throw_type(vm, "this is not a typed array.");
  View *view = (View *)value_to_cell(call->this_value);
  u64 length = view_length(view), start, end = length;
  bool tracks = view->fixed_length == VIEW_TRACKS_LENGTH &&
                value_is_undefined(call_argument(call, 1));
  if (!typed_array_index(vm, call_argument(call, 0), length, 0, &start) ||
      (!tracks &&
       !typed_array_index(vm, call_argument(call, 1), length, length, &end)))
    return false;
  u64 offset = view->byte_offset + (start << type_shift(view->type));
  Value arguments[] = {
      value_from_cell(view->buffer), value_from_number((double)offset),
      value_from_number(end > start ? (double)(end - start) : 0)};
  View *result = typed_array_species(vm, view, arguments, tracks ? 2 : 3);
  return result && typed_array_return(call, result);
}

/* ---- fill, copyWithin
 * ---------------------------------------------------------------- */

static void fill_items(View *view, u64 start, u64 end, u64 bits) {
  if (start >= end) return;
  if (type_bytes(view->type) == 1) {
    memset(view_at(view, start), (int)(bits & 0xFF), end - start);
    return;
  }
  for (u64 i = start; i < end; i++)
    type_store(view->type, view_at(view, i), bits);
}

bool typed_array_method_fill(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("fill");
  u64 bits, start, end;
  if (!type_convert(vm, view->type, call_argument(call, 0), &bits) ||
      !typed_array_index(vm, call_argument(call, 1), length, 0, &start) ||
      !typed_array_index(vm, call_argument(call, 2), length, length, &end) ||
      !look_again(vm, view, TYPED_ARRAY_METHOD("fill"), &length))
    return false;
  fill_items(view, start, least(end, length), bits);
  return typed_array_return(call, view);
}

bool typed_array_method_copyWithin(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("copyWithin");
  u64 to, from, end, now = 0;
  if (!typed_array_index(vm, call_argument(call, 0), length, 0, &to) ||
      !typed_array_index(vm, call_argument(call, 1), length, 0, &from) ||
      !typed_array_index(vm, call_argument(call, 2), length, length, &end))
    return false;
  u64 count = end > from ? least(end - from, length - to) : 0;
  if (count && !look_again(vm, view, TYPED_ARRAY_METHOD("copyWithin"), &now))
    return false;
  if (count && from < now && to < now) {
    count = least(count, least(now - from, now - to));
    memmove(view_at(view, to), view_at(view, from),
            count << type_shift(view->type));
  }
  return typed_array_return(call, view);
}

/* ---- reverse, with
 * ---------------------------------------------------------------------- */

static void swap_items(View *view, u64 a, u64 b) {
  u32 size = type_bytes(view->type);
  u64 saved = 0;
  memcpy(&saved, view_at(view, a), size);
  memcpy(view_at(view, a), view_at(view, b), size);
  memcpy(view_at(view, b), &saved, size);
}

bool typed_array_method_reverse(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("reverse");
  for (u64 i = 0; i < length / 2; i++)
    swap_items(view, i, length - 1 - i);
  return typed_array_return(call, view);
}

/* A copy of the usual class. NULL when it threw. */
static View *copy_of(VM *vm, View *view, u64 length) {
  KEEP_CELL(vm, View, copy, typed_array_new(vm, view->type, (double)length));
  if (copy) typed_array_copy(copy, 0, view, 0, length);
  return copy;
}

bool typed_array_method_toReversed(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("toReversed");
  KEEP_CELL(vm, View, copy, copy_of(vm, view, length));
  for (u64 i = 0; copy && i < length / 2; i++)
    swap_items(copy, i, length - 1 - i);
  return copy && typed_array_return(call, copy);
}

bool typed_array_method_with(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("with");
  double index;
  u64 bits;
  if (!vm_to_integer(vm, call_argument(call, 0), &index)) return false;
  if (index < 0) index += (double)length;
  if (!type_convert(vm, view->type, call_argument(call, 1), &bits))
    return false;
  if (!(index >= 0 && index < (double)view_length(view)))
    return vm_throw_range(vm, "Invalid typed array index");
  KEEP_CELL(vm, View, copy, typed_array_new(vm, view->type, (double)length));
  if (!copy) return false;
  /* the conversion may have shrunk it: what is gone is undefined; or grown */
  u64 left = least(length, view_length(view));
  typed_array_copy(copy, 0, view, 0, left);
  u64 gone;
  if (left < length) {
    if (!type_convert(vm, view->type, VALUE_UNDEFINED, &gone)) return false;
    fill_items(copy, left, length, gone);
  }
  if (index < (double)length)
    type_store(copy->type, view_at(copy, (u64)index), bits);
  return typed_array_return(call, copy);
}

/* ---- sort
 * ----------------------------------------------------------------------------------
 */

static int compare_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  if (x < y) return -1;
  if (x > y) return 1;
  if (x == y) /* -0 comes before 0 */
    return x ? 0 : !__builtin_signbit(x) - !__builtin_signbit(y);
  return (x != x) - (y != y); /* NaN comes last */
}

static int compare_i64(const void *a, const void *b) {
  i64 x = *(const i64 *)a, y = *(const i64 *)b;
  return (x > y) - (x < y);
}

static int compare_u64(const void *a, const void *b) {
  u64 x = *(const u64 *)a, y = *(const u64 *)b;
  return (x > y) - (x < y);
}

/* Sorts `count` items from `source` into `target` (perhaps the same). All are
 * widened to eight bytes, sorted, and written back. */
static bool sort_numbers(VM *vm, View *target, View *source, u64 count) {
  if (!count) return true;
  u64 *items = malloc(count * sizeof *items);
  if (!items) return vm_throw_memory(vm);
  ElementType type = source->type;
  for (u64 i = 0; i < count; i++) {
    const u8 *at = view_at(source, i);
    double number =
        type_is_bigint(type) ? 0 : value_to_number(type_load(type, at));
    memcpy(&items[i], type_is_bigint(type) ? at : (const u8 *)&number, 8);
  }
  qsort(items, count, sizeof *items,
        type == TYPE_BIGINT64    ? compare_i64
        : type == TYPE_BIGUINT64 ? compare_u64
                                 : compare_double);
  for (u64 i = 0; i < count; i++) {
    double number;
    memcpy(&number, &items[i], sizeof number);
    u64 bits = type_is_bigint(type)
                   ? items[i]
                   : type_encode(type, value_from_number(number));
    type_store(type, view_at(target, i), bits);
  }
  free(items);
  return true;
}

/* With a compare function, over values in a list. */
static bool sort_values(VM *vm, View *target, View *source, u64 count,
                        Value compare) {
  if (count > UINT32_MAX - 1) return vm_throw_memory(vm);
  KEEP_CELL(vm, Object, values, array_new(&vm->isolate, (u32)count));
  if (!values) return vm_throw_memory(vm);
  for (u64 i = 0; i < count; i++) {
    KEEP(vm, item, typed_array_item(vm, source, i));
    if (!array_push(&vm->isolate, values, item)) return vm_throw_memory(vm);
  }
  if (!array_sort_values(vm, values, compare)) return false;
  for (u64 i = 0; i < count; i++)
    if (!typed_array_set(vm, target, (double)i, values->elements->values[i]))
      return false;
  return true;
}

static bool check_compare(VM *vm, Value compare) {
  return value_is_undefined(compare) || value_is_callable(compare) ||
         vm_throw_type(vm, "The comparison function must be either a function "
                           "or undefined");
}

bool typed_array_method_sort(VM *vm, Call *call) {
  Value compare = call_argument(call, 0);
  if (!check_compare(vm, compare)) return false;
  TYPED_ARRAY_THIS("sort");
  bool ok = value_is_undefined(compare)
                ? sort_numbers(vm, view, view, length)
                : sort_values(vm, view, view, length, compare);
  return ok && typed_array_return(call, view);
}

bool typed_array_method_toSorted(VM *vm, Call *call) {
  Value compare = call_argument(call, 0);
  if (!check_compare(vm, compare)) return false;
  TYPED_ARRAY_THIS("toSorted");
  KEEP_CELL(vm, View, copy, typed_array_new(vm, view->type, (double)length));
  if (!copy) return false;
  bool ok = value_is_undefined(compare)
                ? sort_numbers(vm, copy, view, length)
                : sort_values(vm, copy, view, length, compare);
  return ok && typed_array_return(call, copy);
}
