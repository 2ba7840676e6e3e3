/* array_copy.c - methods whose result is another array of the same items:
 * slice, concat, flat, and the changes by copy.
 */
#include "base/number.h"
#include "library/array.h"

/* ---- slice -------------------------------------------------------------- */

static bool slice_slowly(VM *vm, Object *object, u64 start, u64 end,
                         Object *result, bool is_private) {
  for (u64 i = start; i < end; i++) {
    KEEP(vm, value, VALUE_UNDEFINED);
    if (!vm_check(vm) || !array_find_item(vm, object, i, &value) ||
        (!value_is_hole(value) &&
         !array_put(vm, result, is_private, i - start, value)))
      return false;
  }
  return array_set_length(vm, result, end - start);
}

bool array_method_slice(VM *vm, Call *call) {
  ARRAY_THIS("slice");
  u64 start, end;
  if (!array_index(vm, call_argument(call, 0), length, 0, &start) ||
      !array_index(vm, call_argument(call, 1), length, length, &end))
    return false;
  if (end < start) end = start;
  bool is_private;
  KEEP_CELL(vm, Object, result,
            array_species(vm, object, end - start, &is_private));
  if (!result) return false;
  if (is_private && array_is_direct(vm, object)) {
    if (!array_append_block(vm, result, 0, object, start, end - start))
      return false;
    array_set_length_slot(&vm->isolate, result, (u32)(end - start));
    return array_return_object(call, result);
  }
  return slice_slowly(vm, object, start, end, result, is_private) &&
         array_return_object(call, result);
}

/* ---- concat ------------------------------------------------------------- */

static bool is_spreadable(VM *vm, Value value, bool *result) {
  *result = false;
  if (!value_is_object(value)) return true;
  Value choice;
  if (!vm_get(vm, value, SYMBOL_KEY(&vm->isolate, isConcatSpreadable), &choice))
    return false;
  if (value_is_undefined(choice)) return vm_is_array(vm, value, result);
  *result = vm_to_boolean(choice);
  return true;
}

static bool throw_too_long(VM *vm) {
  return vm_throw_type(vm, "Invalid array length");
}

/* Appends the items of an array-like at `*at`, which moves on. */
static bool concat_items(VM *vm, Object *source, Object *result,
                         bool is_private, u64 *at) {
  double number;
  if (!vm_length(vm, value_from_cell(source), &number)) return false;
  u64 length = (u64)number;
  if ((double)*at + number > LENGTH_MAX) return throw_too_long(vm);
  if (is_private && array_is_direct(vm, source)) {
    if (!array_append_block(vm, result, *at, source, 0, length)) return false;
    *at += length;
    return true;
  }
  for (u64 i = 0; i < length; i++) {
    KEEP(vm, value, VALUE_UNDEFINED);
    if (!vm_check(vm) || !array_find_item(vm, source, i, &value) ||
        (!value_is_hole(value) &&
         !array_put(vm, result, is_private, *at + i, value)))
      return false;
  }
  *at += length;
  return true;
}

static bool concat_value(VM *vm, Value value, Object *result, bool is_private,
                         u64 *at) {
  bool spreadable;
  if (!is_spreadable(vm, value, &spreadable)) return false;
  if (spreadable)
    return concat_items(vm, value_to_object(value), result, is_private, at);
  if ((double)*at >= LENGTH_MAX) return throw_too_long(vm);
  return array_put(vm, result, is_private, (*at)++, value);
}

bool array_method_concat(VM *vm, Call *call) {
  if (value_is_nullish(call->this_value))
    return vm_throw_type(vm,
                         "Array.prototype.concat called on null or undefined");
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  if (!object) return false;
  bool is_private;
  KEEP_CELL(vm, Object, result, array_species(vm, object, 0, &is_private));
  u64 at = 0;
  if (!result ||
      !concat_value(vm, value_from_cell(object), result, is_private, &at))
    return false;
  for (u32 i = 0; i < call->count; i++)
    if (!concat_value(vm, call->arguments[i], result, is_private, &at))
      return false;
  return array_set_length(vm, result, at) && array_return_object(call, result);
}

/* ---- Changes by copy ---------------------------------------------------- */

/* All results here are ordinary arrays without holes. */

static Object *copy_array(VM *vm, u64 length) {
  if (length > UINT32_MAX) return array_create(vm, length);
  Object *result = array_new(&vm->isolate, length < 1u << 24 ? (u32)length : 0);
  if (!result) vm_throw_memory(vm);
  return result;
}

/* Get(object, index) to the end of the result. */
static bool copy_item(VM *vm, Object *object, u64 index, Object *result) {
  Value value;
  if (!vm_check(vm) || !array_get_item(vm, object, index, &value)) return false;
  KEEP(vm, kept, value);
  return array_push(&vm->isolate, result, kept) || vm_throw_memory(vm);
}

static bool copy_items(VM *vm, Object *object, u64 start, u64 end,
                       Object *result) {
  for (u64 i = start; i < end; i++)
    if (!copy_item(vm, object, i, result)) return false;
  return true;
}

bool array_method_toReversed(VM *vm, Call *call) {
  ARRAY_THIS("toReversed");
  KEEP_CELL(vm, Object, result, copy_array(vm, length));
  if (!result) return false;
  for (u64 i = length; i > 0; i--)
    if (!copy_item(vm, object, i - 1, result)) return false;
  return array_return_object(call, result);
}

static bool throw_bad_index(VM *vm, double index) {
  char text[NUMBER_TEXT_BYTES];
  number_to_text(index, text);
  return vm_throw_range(vm, "Invalid index : %s", text);
}

bool array_method_with(VM *vm, Call *call) {
  ARRAY_THIS("with");
  double relative;
  if (!vm_to_integer(vm, call_argument(call, 0), &relative)) return false;
  double index = relative < 0 ? relative + (double)length : relative;
  if (index < 0 || index >= (double)length)
    return throw_bad_index(vm, relative);
  KEEP_CELL(vm, Object, result, copy_array(vm, length));
  if (!result) return false;
  u64 at = (u64)index;
  return copy_items(vm, object, 0, at, result) &&
         (array_push(&vm->isolate, result, call_argument(call, 1)) ||
          vm_throw_memory(vm)) &&
         copy_items(vm, object, at + 1, length, result) &&
         array_return_object(call, result);
}

bool array_method_toSpliced(VM *vm, Call *call) {
  ARRAY_THIS("toSpliced");
  u64 start, skipped = 0;
  if (!array_index(vm, call_argument(call, 0), length, 0, &start)) return false;
  if (call->count == 1) skipped = length - start;
  if (call->count >= 2) {
    double count;
    if (!vm_to_integer(vm, call->arguments[1], &count)) return false;
    u64 most = length - start;
    skipped = count <= 0 ? 0 : count > (double)most ? most : (u64)count;
  }
  u32 added = call->count > 2 ? call->count - 2 : 0;
  if ((double)(length - skipped) + added > LENGTH_MAX)
    return throw_too_long(vm);
  KEEP_CELL(vm, Object, result, copy_array(vm, length - skipped + added));
  if (!result || !copy_items(vm, object, 0, start, result)) return false;
  for (u32 i = 0; i < added; i++)
    if (!array_push(&vm->isolate, result, call->arguments[2 + i]))
      return vm_throw_memory(vm);
  return copy_items(vm, object, start + skipped, length, result) &&
         array_return_object(call, result);
}

/* ---- flat, flatMap ------------------------------------------------------ */

/* An array that is being flattened, and how far that has come. `sources` of
 * the walk keeps the arrays themselves. */
typedef struct FlatLevel {
  u64 index, length;
} FlatLevel;

typedef struct Flattening {
  VECTOR(FlatLevel) levels;
  Object *sources; /* a private array, one item a level */
  Object *result;
  bool is_private;
  u64 at;
  double depth;
} Flattening;

/* Deeper nesting is an array that contains itself. */
constexpr u32 FLAT_LEVELS = 100'000;

static bool push_level(VM *vm, Flattening *flattening, Value source,
                       u64 length) {
  if (flattening->levels.count == FLAT_LEVELS)
    return vm_throw_range(vm, "Maximum call stack size exceeded");
  vector_push(&flattening->levels, ((FlatLevel){.length = length}));
  return array_push(&vm->isolate, flattening->sources, source) ||
         vm_throw_memory(vm);
}

static void pop_level(VM *vm, Flattening *flattening) {
  (void)vector_pop(&flattening->levels);
  u32 count = flattening->levels.count;
  elements_truncate(&vm->isolate, flattening->sources, count);
  array_set_length_slot(&vm->isolate, flattening->sources, count);
}

/* Takes the next item of the innermost level: an array to be flattened opens
 * a level of its own, anything else goes to the result. */
static bool flatten_item(VM *vm, Flattening *flattening) {
  FlatLevel *level = vector_last(&flattening->levels);
  u32 depth = flattening->levels.count;
  Value source = flattening->sources->elements->values[depth - 1];
  KEEP(vm, item, VALUE_UNDEFINED);
  if (!vm_check(vm) ||
      !array_find_item(vm, value_to_object(source), level->index++, &item))
    return false;
  if (value_is_hole(item)) return true;
  bool is_array = false;
  double length;
  if (depth <= flattening->depth && !vm_is_array(vm, item, &is_array))
    return false;
  if (is_array)
    return vm_length(vm, item, &length) &&
           push_level(vm, flattening, item, (u64)length);
  if ((double)flattening->at >= LENGTH_MAX) return throw_too_long(vm);
  return array_put(vm, flattening->result, flattening->is_private,
                   flattening->at++, item);
}

static bool flatten(VM *vm, Flattening *flattening, Object *object,
                    u64 length) {
  KEEP_CELL(vm, Object, sources, array_new(&vm->isolate, 0));
  flattening->sources = sources;
  bool ok = push_level(vm, flattening, value_from_cell(object), length);
  while (ok && flattening->levels.count) {
    FlatLevel *level = vector_last(&flattening->levels);
    if (level->index < level->length)
      ok = flatten_item(vm, flattening);
    else
      pop_level(vm, flattening);
  }
  vector_free(&flattening->levels);
  return ok;
}

bool array_method_flat(VM *vm, Call *call) {
  ARRAY_THIS("flat");
  double depth = 1;
  if (!value_is_undefined(call_argument(call, 0)) &&
      !vm_to_integer(vm, call->arguments[0], &depth))
    return false;
  bool is_private;
  KEEP_CELL(vm, Object, result, array_species(vm, object, 0, &is_private));
  if (!result) return false;
  Flattening flattening = {
      .result = result, .is_private = is_private, .depth = depth};
  return flatten(vm, &flattening, object, length) &&
         array_return_object(call, result);
}

/* Appends the items of an array, leaving out the missing ones. */
static bool append_present(VM *vm, Object *source, Object *result,
                           bool is_private, u64 *at) {
  double length;
  if (!vm_length(vm, value_from_cell(source), &length)) return false;
  for (u64 i = 0; i < (u64)length; i++) {
    KEEP(vm, value, VALUE_UNDEFINED);
    if (!vm_check(vm) || !array_find_item(vm, source, i, &value)) return false;
    if (value_is_hole(value)) continue;
    if ((double)*at >= LENGTH_MAX) return throw_too_long(vm);
    if (!array_put(vm, result, is_private, (*at)++, value)) return false;
  }
  return true;
}

/* Appends what the mapper returned, one level flatter. */
static bool append_mapped(VM *vm, Value mapped, Object *result, bool is_private,
                          u64 *at) {
  bool is_array;
  if (!vm_is_array(vm, mapped, &is_array)) return false;
  if (is_array)
    return append_present(vm, value_to_object(mapped), result, is_private, at);
  if ((double)*at >= LENGTH_MAX) return throw_too_long(vm);
  return array_put(vm, result, is_private, (*at)++, mapped);
}

bool array_method_flatMap(VM *vm, Call *call) {
  ARRAY_THIS("flatMap");
  Value mapper = call_argument(call, 0);
  if (!value_is_callable(mapper))
    return vm_throw_type(vm, "flatMap mapper function is not callable");
  bool is_private;
  KEEP_CELL(vm, Object, result, array_species(vm, object, 0, &is_private));
  if (!result) return false;
  KEEP(vm, mapped, VALUE_UNDEFINED);
  u64 at = 0;
  for (u64 i = 0; i < length; i++) {
    Value item;
    if (!vm_check(vm) || !array_find_item(vm, object, i, &item)) return false;
    if (value_is_hole(item)) continue;
    Value arguments[] = {item, array_index_value(i), value_from_cell(object)};
    if (!vm_call(vm, mapper, call_argument(call, 1), arguments, 3, &mapped) ||
        !append_mapped(vm, mapped, result, is_private, &at))
      return false;
  }
  return array_return_object(call, result);
}
