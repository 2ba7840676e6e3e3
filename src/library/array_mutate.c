/* array_mutate.c - methods that change the array itself.
 *
 * Items of open arrays are moved as memory: a move inside one Elements cell
 * makes no reference that the cell did not hold before.
 */
#include "library/array.h"

/* ---- push, pop ---------------------------------------------------------- */

static bool push_slowly(VM *vm, Call *call) {
  ARRAY_THIS("push");
  if ((double)length + call->count > LENGTH_MAX)
    return vm_throw_type(vm,
                         "Pushing %u elements on an array-like of length "
                         "%llu is disallowed, as the total surpasses 2**53-1",
                         call->count, (unsigned long long)length);
  for (u32 i = 0; i < call->count; i++)
    if (!array_set_item(vm, object, length + i, call->arguments[i]))
      return false;
  return array_set_length(vm, object, length + call->count) &&
         call_return(call, array_index_value(length + call->count));
}

/* There is room in the elements, which are the array's own then. */
static void push_in_place(VM *vm, Object *array, Value value) {
  Elements *elements = array->elements;
  u32 index = elements->length;
  elements->cell.flags = elements_kind_for(elements->cell.flags, value);
  cell_write_new(&vm->isolate.heap, elements, &elements->values[index], value);
  elements->length = index + 1;
  array_set_length_slot(&vm->isolate, array, index + 1);
  heap_probe(&vm->isolate.heap, WRITE, array,
             key_bits_value(key_from_index(index)), value);
}

bool array_method_push(VM *vm, Call *call) {
  if (!value_is_kind(call->this_value, KIND_ARRAY))
    return push_slowly(vm, call);
  Object *array = value_to_object(call->this_value);
  if (!array_is_open(vm, array) ||
      (u64)array_length(array) + call->count >= UINT32_MAX)
    return push_slowly(vm, call);
  for (u32 i = 0; i < call->count; i++) {
    if (likely(array->elements->length < array->elements->capacity))
      push_in_place(vm, array, call->arguments[i]);
    else if (!array_push(&vm->isolate, array, call->arguments[i]))
      return vm_throw_memory(vm);
  }
  return call_return(call, value_from_u32(array_length(array)));
}

/* Makes an open array `length` long, which is no more than its items. */
static void shorten(VM *vm, Object *array, u32 length) {
  elements_truncate(&vm->isolate, array, length);
  array_set_length_slot(&vm->isolate, array, length);
}

static Value or_undefined(Value value) {
  return value_is_hole(value) ? VALUE_UNDEFINED : value;
}

bool array_method_pop(VM *vm, Call *call) {
  ARRAY_THIS("pop");
  if (length && array_is_open(vm, object)) {
    KEEP(vm, last, object->elements->values[length - 1]);
    shorten(vm, object, (u32)length - 1);
    return call_return(call, or_undefined(last));
  }
  KEEP(vm, last, VALUE_UNDEFINED);
  if (length && (!array_get_item(vm, object, length - 1, &last) ||
                 !array_delete_item(vm, object, length - 1)))
    return false;
  return array_set_length(vm, object, length ? length - 1 : 0) &&
         call_return(call, last);
}

/* ---- Moving items of any object ----------------------------------------- */

/* Set(object, to, Get(object, from)), or a deletion when there is none. */
static bool move_item(VM *vm, Object *object, u64 from, u64 to) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!vm_check(vm) || !array_find_item(vm, object, from, &value)) return false;
  return value_is_hole(value) ? array_delete_item(vm, object, to)
                              : array_set_item(vm, object, to, value);
}

/* The first ones first: for moves to lower indices. */
static bool move_down(VM *vm, Object *object, u64 from, u64 to, u64 count) {
  for (u64 i = 0; i < count; i++)
    if (!move_item(vm, object, from + i, to + i)) return false;
  return true;
}

static bool move_up(VM *vm, Object *object, u64 from, u64 to, u64 count) {
  for (u64 i = count; i > 0; i--)
    if (!move_item(vm, object, from + i - 1, to + i - 1)) return false;
  return true;
}

/* Deletes items [start, end), the last one first. */
static bool delete_items(VM *vm, Object *object, u64 start, u64 end) {
  for (u64 i = end; i > start; i--)
    if (!vm_check(vm) || !array_delete_item(vm, object, i - 1)) return false;
  return true;
}

static bool set_items(VM *vm, Object *object, u64 start, const Value *values,
                      u32 count) {
  for (u32 i = 0; i < count; i++)
    if (!array_set_item(vm, object, start + i, values[i])) return false;
  return true;
}

/* Copies values over items of an open array that are there already. */
static void store_items(VM *vm, Object *array, u32 start, const Value *values,
                        u32 count) {
  for (u32 i = 0; i < count; i++)
    array_store(vm, array, start + i, values[i]);
}

/* ---- shift, unshift ----------------------------------------------------- */

bool array_method_shift(VM *vm, Call *call) {
  ARRAY_THIS("shift");
  if (!length)
    return array_set_length(vm, object, 0) &&
           call_return(call, VALUE_UNDEFINED);
  KEEP(vm, first, VALUE_UNDEFINED);
  if (array_is_open(vm, object)) {
    Elements *elements = object->elements;
    first = elements->values[0];
    memmove(elements->values, elements->values + 1,
            (length - 1) * sizeof(Value));
    elements->values[length - 1] = first; /* the one that falls off */
    cell_moved(&vm->isolate.heap, elements);
    shorten(vm, object, (u32)length - 1);
    array_report(vm, object, 0, (u32)length - 1);
    return call_return(call, or_undefined(first));
  }
  return array_get_item(vm, object, 0, &first) &&
         move_down(vm, object, 1, 0, length - 1) &&
         array_delete_item(vm, object, length - 1) &&
         array_set_length(vm, object, length - 1) && call_return(call, first);
}

static void put_zeros(Value *values, u32 count) {
  for (u32 i = 0; i < count; i++)
    values[i] = value_from_int(0);
}

/* Makes room for `count` items at `at` in an open array, or takes -count away.
 * Zeros lie in the room: valid in elements of any kind. */
static bool open_gap(VM *vm, Object *array, u32 at, i64 count) {
  u32 length = array->elements->length;
  u32 after = (u32)(length + count);
  u32 source = count < 0 ? at + (u32)-count : at;
  if (count > 0 && !array_reserve(vm, array, after)) return false;
  Elements *elements = array->elements;
  Value *values = elements->values;
  cell_begin_writes(&vm->isolate.heap, elements);
  memmove(values + (i64)source + count, values + source,
          (length - source) * sizeof(Value));
  if (count < 0) {
    put_zeros(values + after, (u32)-count);
  } else {
    put_zeros(values + at, (u32)count);
    elements->length = after;
  }
  cell_end_writes(&vm->isolate.heap, elements);
  shorten(vm, array, after);
  array_report(vm, array, (u32)((i64)source + count), after);
  return true;
}

bool array_method_unshift(VM *vm, Call *call) {
  ARRAY_THIS("unshift");
  u32 count = call->count;
  if (array_is_open(vm, object) && length + count < UINT32_MAX) {
    if (count && !open_gap(vm, object, 0, count)) return false;
    store_items(vm, object, 0, call->arguments, count);
    return call_return(call, value_from_u32(array_length(object)));
  }
  if (count && (double)length + count > LENGTH_MAX)
    return vm_throw_type(vm, "Invalid array length");
  if (count && (!move_up(vm, object, 0, count, length) ||
                !set_items(vm, object, 0, call->arguments, count)))
    return false;
  return array_set_length(vm, object, length + count) &&
         call_return(call, array_index_value(length + count));
}

/* ---- splice ------------------------------------------------------------- */

/* What the arguments of splice ask for. */
typedef struct Splice {
  u64 length, start, removed;
  const Value *items;
  u32 added;
} Splice;

static bool read_splice(VM *vm, Call *call, u64 length, Splice *splice) {
  *splice = (Splice){.length = length};
  if (!array_index(vm, call_argument(call, 0), length, 0, &splice->start))
    return false;
  if (call->count == 1) splice->removed = length - splice->start;
  if (call->count >= 2) {
    double count;
    if (!vm_to_integer(vm, call->arguments[1], &count)) return false;
    u64 most = length - splice->start;
    splice->removed = count <= 0 ? 0 : count > (double)most ? most : (u64)count;
    splice->added = call->count - 2;
    splice->items = call->arguments + 2;
  }
  return (double)(length - splice->removed) + splice->added <= LENGTH_MAX ||
         vm_throw_type(vm, "Invalid array length");
}

/* The removed items of any object, in the species' result. */
static bool collect_removed(VM *vm, Object *object, const Splice *splice,
                            Object *result, bool is_private) {
  for (u64 i = 0; i < splice->removed; i++) {
    KEEP(vm, value, VALUE_UNDEFINED);
    if (!vm_check(vm) ||
        !array_find_item(vm, object, splice->start + i, &value) ||
        (!value_is_hole(value) && !array_put(vm, result, is_private, i, value)))
      return false;
  }
  return array_set_length(vm, result, splice->removed);
}

/* Moves what follows the removed items behind the added ones. */
static bool move_rest(VM *vm, Object *object, const Splice *splice, u64 after) {
  u64 from = splice->start + splice->removed;
  u64 to = splice->start + splice->added;
  u64 rest = splice->length - from;
  if (to > from) return move_up(vm, object, from, to, rest);
  if (to == from) return true;
  return move_down(vm, object, from, to, rest) &&
         delete_items(vm, object, after, splice->length);
}

static bool splice_slowly(VM *vm, Object *object, const Splice *splice) {
  u64 after = splice->length - splice->removed + splice->added;
  return move_rest(vm, object, splice, after) &&
         set_items(vm, object, splice->start, splice->items, splice->added) &&
         array_set_length(vm, object, after);
}

/* Splices an open array of the length that the arguments were read for. */
static bool splice_open(VM *vm, Object *array, const Splice *splice,
                        Object *result) {
  if (!array_append_block(vm, result, 0, array, splice->start, splice->removed))
    return false;
  i64 change = (i64)splice->added - (i64)splice->removed;
  u32 kept =
      splice->added < splice->removed ? splice->added : (u32)splice->removed;
  if (change && !open_gap(vm, array, (u32)splice->start + kept, change))
    return false;
  store_items(vm, array, (u32)splice->start, splice->items, splice->added);
  return true;
}

bool array_method_splice(VM *vm, Call *call) {
  ARRAY_THIS("splice");
  Splice splice;
  bool is_private;
  if (!read_splice(vm, call, length, &splice)) return false;
  KEEP_CELL(vm, Object, result,
            array_species(vm, object, splice.removed, &is_private));
  if (!result) return false;
  if (is_private && array_is_open(vm, object) &&
      array_length(object) == length &&
      length - splice.removed + splice.added < UINT32_MAX)
    return splice_open(vm, object, &splice, result) &&
           array_return_object(call, result);
  return collect_removed(vm, object, &splice, result, is_private) &&
         splice_slowly(vm, object, &splice) &&
         array_return_object(call, result);
}

/* ---- reverse ------------------------------------------------------------ */

static bool swap_items(VM *vm, Object *object, u64 lower, u64 upper) {
  KEEP(vm, low, VALUE_UNDEFINED);
  KEEP(vm, high, VALUE_UNDEFINED);
  if (!vm_check(vm) || !array_find_item(vm, object, lower, &low) ||
      !array_find_item(vm, object, upper, &high))
    return false;
  if (value_is_hole(low) && value_is_hole(high)) return true;
  if (!(value_is_hole(high) ? array_delete_item(vm, object, lower)
                            : array_set_item(vm, object, lower, high)))
    return false;
  return value_is_hole(low) ? array_delete_item(vm, object, upper)
                            : array_set_item(vm, object, upper, low);
}

bool array_method_reverse(VM *vm, Call *call) {
  ARRAY_THIS("reverse");
  if (array_is_open(vm, object)) {
    Value *values = object->elements->values;
    for (u64 i = 0, j = length; i + 1 < j--; i++) {
      Value value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
    cell_moved(&vm->isolate.heap, object->elements);
    array_report(vm, object, 0, (u32)length);
    return array_return_object(call, object);
  }
  for (u64 i = 0; i < length / 2; i++)
    if (!swap_items(vm, object, i, length - 1 - i)) return false;
  return array_return_object(call, object);
}

/* ---- fill, copyWithin --------------------------------------------------- */

/* Whether items up to `end` may be stored without looking at anything but the
 * elements: missing ones become own properties. */
static bool can_fill(VM *vm, Object *object, u64 end) {
  constexpr u8 closed =
      OBJECT_NOT_EXTENSIBLE | OBJECT_FROZEN_ELEMENTS | OBJECT_IS_PROTOTYPE;
  return array_is_direct(vm, object) && !(object->cell.flags & closed) &&
         end <= array_length(object);
}

static bool fill_direct(VM *vm, Object *array, u64 start, u64 end,
                        Value value) {
  if (start >= end) return true;
  if (!elements_reserve(&vm->isolate, array, (u32)end))
    return vm_throw_memory(vm);
  Elements *elements = array->elements;
  u8 kind = elements->cell.flags;
  for (; elements->length < start; elements->length++) {
    elements->values[elements->length] = VALUE_HOLE;
    kind = elements_kind_for(kind, VALUE_HOLE);
  }
  elements->cell.flags = elements_kind_for(kind, value);
  Heap *heap = &vm->isolate.heap;
  u64 present = elements->length < end ? elements->length : end;
  for (u64 i = start; i < present; i++)
    cell_write(heap, elements, &elements->values[i], value);
  for (u64 i = present; i < end; i++)
    cell_write_new(heap, elements, &elements->values[i], value);
  if (elements->length < end) elements->length = (u32)end;
  array_report(vm, array, (u32)start, (u32)end);
  return true;
}

bool array_method_fill(VM *vm, Call *call) {
  ARRAY_THIS("fill");
  u64 start, end;
  if (!array_index(vm, call_argument(call, 1), length, 0, &start) ||
      !array_index(vm, call_argument(call, 2), length, length, &end))
    return false;
  Value value = call_argument(call, 0);
  if (can_fill(vm, object, end))
    return fill_direct(vm, object, start, end, value) &&
           array_return_object(call, object);
  for (u64 i = start; i < end; i++)
    if (!vm_check(vm) || !array_set_item(vm, object, i, value)) return false;
  return array_return_object(call, object);
}

bool array_method_copyWithin(VM *vm, Call *call) {
  ARRAY_THIS("copyWithin");
  u64 to, from, end;
  if (!array_index(vm, call_argument(call, 0), length, 0, &to) ||
      !array_index(vm, call_argument(call, 1), length, 0, &from) ||
      !array_index(vm, call_argument(call, 2), length, length, &end))
    return false;
  u64 count = end > from ? end - from : 0;
  if (count > length - to) count = length - to;
  if (array_is_open(vm, object) && array_length(object) == length) {
    Elements *elements = object->elements;
    cell_begin_writes(&vm->isolate.heap, elements);
    memmove(elements->values + to, elements->values + from,
            count * sizeof(Value));
    cell_end_writes(&vm->isolate.heap, elements);
    array_report(vm, object, (u32)to, (u32)(to + count));
    return array_return_object(call, object);
  }
  bool overlaps = from < to && to < from + count;
  bool ok = overlaps ? move_up(vm, object, from, to, count)
                     : move_down(vm, object, from, to, count);
  return ok && array_return_object(call, object);
}
