/* array.c - the global Array: its constructor and functions, and what all
 * methods of arrays use.
 */
#include "library/array.h"

#include "library/iteration.h"

constexpr u32 PREALLOCATED_MAX = 16384; /* items of `new Array(n)` */

/* ---- Kinds of arrays ---------------------------------------------------- */

bool array_length_is_writable(VM *vm, Object *array) {
  Isolate *isolate = &vm->isolate;
  Shape *shape = object_shape(isolate, array);
  if (likely(shape == isolate->array_shape)) return true;
  ShapeProperty property;
  shape_find(isolate, shape, ATOM_KEY(isolate, length), &property);
  return property.attributes & ATTRIBUTE_WRITABLE;
}

/* ---- Single items ------------------------------------------------------- */

bool array_find_slow(VM *vm, Object *object, u64 index, Value *value) {
  *value = VALUE_HOLE;
  if (array_is_direct(vm, object)) return true;
  KEEP_KEY(vm, key, vm_key_from_number(vm, (double)index));
  bool found;
  if (!vm_has(vm, object, key, &found)) return false;
  return !found || vm_get(vm, value_from_cell(object), key, value);
}

bool array_set_item(VM *vm, Object *object, u64 index, Value value) {
  const Elements *elements = object->elements;
  if (likely(index < elements->length) &&
      likely(!value_is_hole(elements->values[index])) &&
      likely(!(object->cell.flags & OBJECT_FROZEN_ELEMENTS))) {
    array_store(vm, object, (u32)index, value);
    return true;
  }
  return vm_set_index(vm, value_from_cell(object), (double)index, value);
}

bool array_delete_item(VM *vm, Object *object, u64 index) {
  KEEP_KEY(vm, key, vm_key_from_number(vm, (double)index));
  bool done;
  return vm_delete(vm, value_from_cell(object), key, true, &done);
}

bool array_set_length(VM *vm, Object *object, u64 length) {
  return vm_set(vm, value_from_cell(object), ATOM_KEY(&vm->isolate, length),
                array_index_value(length), true);
}

void array_report(VM *vm, Object *array, u32 start, u32 end) {
  Heap *heap = &vm->isolate.heap;
  if (likely(!heap->probe)) return;
  for (u32 i = start; i < end && i < array->elements->length; i++)
    heap_probe(heap, WRITE, array, key_bits_value(key_from_index(i)),
               array->elements->values[i]);
}

bool array_reserve(VM *vm, Object *array, u64 count) {
  if (count <= array->elements->capacity) return true;
  u64 wanted = count + count / 2;
  if (wanted > UINT32_MAX) wanted = UINT32_MAX;
  return elements_reserve(&vm->isolate, array, (u32)wanted) ||
         elements_reserve(&vm->isolate, array, (u32)count) ||
         vm_throw_memory(vm);
}

/* ---- Opening a method --------------------------------------------------- */

bool array_this(VM *vm, Call *call, const char *method, Object **object,
                u64 *length) {
  if (likely(value_is_kind(call->this_value, KIND_ARRAY))) {
    *object = value_to_object(call->this_value);
    *length = array_length(*object);
    return true;
  }
  if (value_is_nullish(call->this_value))
    return vm_throw_type(vm, "%s called on null or undefined", method);
  *object = vm_to_object(vm, call->this_value);
  double number;
  if (!*object || !vm_length(vm, value_from_cell(*object), &number))
    return false;
  *length = (u64)number;
  return true;
}

/* ---- Results ------------------------------------------------------------ */

Object *array_create(VM *vm, u64 length) {
  if (length > UINT32_MAX) {
    vm_throw_range(vm, "Invalid array length");
    return NULL;
  }
  u32 capacity = length <= PREALLOCATED_MAX ? (u32)length : 0;
  Object *array = array_new(&vm->isolate, capacity);
  if (!array) {
    vm_throw_memory(vm);
    return NULL;
  }
  array_set_length_slot(&vm->isolate, array, (u32)length);
  return array;
}

/* Copies a block of Elements behind the items of a private array. There is
 * room. */
static void copy_block(VM *vm, Object *result, Object *source, u32 start,
                       u32 count) {
  Elements *to = result->elements, *from = source->elements;
  u32 at = to->length;
  u8 kind = from->cell.flags;
  if (at) kind = elements_kind_join(to->cell.flags, kind);
  cell_copy_new(&vm->isolate.heap, to, &to->values[at], &from->values[start],
                count);
  to->cell.flags = kind;
  to->length = at + count;
  array_set_length_slot(&vm->isolate, result, at + count);
}

bool array_append_block(VM *vm, Object *result, u64 at, Object *source,
                        u64 start, u64 count) {
  u64 items = source->elements->length;
  u64 present = start >= items          ? 0
                : items - start < count ? items - start
                                        : count;
  if (!present) return true;
  KEEP_CELL(vm, Object, kept, source);
  if (at == result->elements->length && at + present < UINT32_MAX) {
    bool ok = at ? array_reserve(vm, result, at + present)
                 : elements_reserve(&vm->isolate, result, (u32)present) ||
                       vm_throw_memory(vm);
    if (!ok) return false;
    copy_block(vm, result, kept, (u32)start, (u32)present);
    return true;
  }
  for (u64 i = 0; i < present; i++) {
    Value value = kept->elements->values[start + i];
    if (!value_is_hole(value) &&
        !vm_create_index(vm, result, (double)(at + i), value))
      return false;
  }
  return true;
}

/* ---- Species ------------------------------------------------------------ */

static bool array_construct(VM *vm, Call *call);

bool array_is_constructor(Value value) {
  return value_is_kind(value, KIND_NATIVE) &&
         ((NativeFunction *)value_to_cell(value))->code == array_construct;
}

/* The constructor that the original's species names; undefined for Array. */
static bool species_constructor(VM *vm, Object *original, Value *result) {
  Isolate *isolate = &vm->isolate;
  *result = VALUE_UNDEFINED;
  bool is_array;
  if (!vm_is_array(vm, value_from_cell(original), &is_array)) return false;
  if (!is_array) return true;
  KEEP(vm, constructor, VALUE_UNDEFINED);
  if (!vm_get(vm, value_from_cell(original), ATOM_KEY(isolate, constructor),
              &constructor))
    return false;
  /* the Array of another realm gives way to this one's */
  if (array_is_constructor(constructor) &&
      (((NativeFunction *)value_to_cell(constructor))->realm !=
           isolate->realm_index ||
       library_is_species(vm, value_to_object(constructor))))
    return true;
  if (value_is_object(constructor)) {
    if (!vm_get(vm, constructor, SYMBOL_KEY(isolate, species), &constructor))
      return false;
    if (value_is_null(constructor)) return true;
  }
  *result = constructor;
  return value_is_undefined(constructor) || value_is_constructor(constructor) ||
         vm_throw_type(
             vm, "object.constructor[Symbol.species] is not a constructor");
}

Object *array_species(VM *vm, Object *original, u64 length, bool *is_private) {
  KEEP(vm, constructor, VALUE_UNDEFINED);
  if (!species_constructor(vm, original, &constructor)) return NULL;
  *is_private = value_is_undefined(constructor);
  if (*is_private) {
    if (length > UINT32_MAX) return array_create(vm, length);
    Object *array = array_new(&vm->isolate, 0);
    return array;
  }
  Value argument = array_index_value(length), result;
  if (!vm_construct(vm, constructor, constructor, &argument, 1, &result))
    return NULL;
  return value_to_object(result);
}

/* ---- Array itself ------------------------------------------------------- */

/* An array of the class that `new` was used on. */
static Object *take_class(VM *vm, Call *call, Object *array) {
  Isolate *isolate = &vm->isolate;
  if (!array || value_is_undefined(call->new_target) ||
      value_same_bits(call->new_target, value_from_cell(call->callee)))
    return array;
  KEEP_CELL(vm, Object, kept, array);
  KEEP(vm, prototype, VALUE_UNDEFINED);
  if (!vm_prototype_for(vm, call->new_target, INTRINSIC_array_prototype,
                        &prototype))
    return NULL;
  if (value_same_bits(prototype, object_prototype(isolate, kept))) return kept;
  object_take_shape(isolate, kept, shape_for_array(isolate, prototype));
  return kept;
}

static Object *array_of_length(VM *vm, Value argument) {
  double number = value_to_number(argument);
  if (number >= 0 && number <= UINT32_MAX && number == (u32)number)
    return array_create(vm, (u64)number);
  vm_throw_range(vm, "Invalid array length");
  return NULL;
}

static bool array_construct(VM *vm, Call *call) {
  Object *array;
  if (call->count == 1 && value_is_number(call->arguments[0])) {
    array = array_of_length(vm, call->arguments[0]);
    if (!array) return false;
  } else {
    array = array_from_values(&vm->isolate, call->arguments, call->count);
    if (!array) return vm_throw_memory(vm);
  }
  array = take_class(vm, call, array);
  return array && array_return_object(call, array);
}

static bool array_is_array(VM *vm, Call *call) {
  bool result;
  return vm_is_array(vm, call_argument(call, 0), &result) &&
         call_return(call, value_from_boolean(result));
}

/* The result of `of` and `from`: made by `this` when it is a constructor. */
static Object *construct_result(VM *vm, Value constructor, bool has_length,
                                u64 length, bool *is_private) {
  *is_private =
      array_is_constructor(constructor) || !value_is_constructor(constructor);
  if (*is_private) {
    Object *array = array_new(&vm->isolate, 0);
    return array;
  }
  Value argument = array_index_value(length), result;
  if (!vm_construct(vm, constructor, constructor, &argument, has_length,
                    &result))
    return NULL;
  return value_to_object(result);
}

static bool array_of(VM *vm, Call *call) {
  bool is_private;
  KEEP_CELL(
      vm, Object, result,
      construct_result(vm, call->this_value, true, call->count, &is_private));
  if (!result) return false;
  for (u32 i = 0; i < call->count; i++)
    if (!array_put(vm, result, is_private, i, call->arguments[i])) return false;
  return array_set_length(vm, result, call->count) &&
         array_return_object(call, result);
}

/* ---- Array.from --------------------------------------------------------- */

typedef struct From {
  Object *result;
  bool is_private;
  Value map, map_this;
} From;

static bool from_item(VM *vm, From *from, u64 index, Value value) {
  KEEP(vm, item, value);
  if (!value_is_undefined(from->map)) {
    Value arguments[] = {item, array_index_value(index)};
    if (!vm_call(vm, from->map, from->map_this, arguments, 2, &item))
      return false;
  }
  return array_put(vm, from->result, from->is_private, index, item);
}

bool array_iterates_directly(VM *vm, Value value, Value method) {
  return value_is_kind(value, KIND_ARRAY) &&
         vm->isolate.array_iteration_pristine &&
         value_same_bits(
             method, value_from_cell(INTRINSIC(&vm->isolate, array_values)));
}

static bool from_array(VM *vm, From *from, Object *source, u64 *count) {
  u64 i = 0;
  for (; i < array_length(source); i++) {
    Value item;
    if (!vm_check(vm) || !array_get_item(vm, source, i, &item) ||
        !from_item(vm, from, i, item))
      return false;
  }
  *count = i;
  return true;
}

static bool from_iterator(VM *vm, From *from, Value items, Value method,
                          u64 *count) {
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  KEEP(vm, item, VALUE_UNDEFINED);
  if (!iteration_open(vm, items, method, &iterator, &next)) return false;
  for (*count = 0;; ++*count) {
    bool done;
    if (!iteration_step(vm, iterator, next, &item, &done)) return false;
    if (done) return true;
    if (!from_item(vm, from, *count, item))
      return iteration_abandon(vm, iterator);
  }
}

static bool from_iterable(VM *vm, Call *call, From *from, Value method) {
  Value items = call_argument(call, 0);
  KEEP_CELL(
      vm, Object, result,
      construct_result(vm, call->this_value, false, 0, &from->is_private));
  if (!result) return false;
  from->result = result;
  u64 count;
  bool ok = array_iterates_directly(vm, items, method)
                ? from_array(vm, from, value_to_object(items), &count)
                : from_iterator(vm, from, items, method, &count);
  return ok && array_set_length(vm, result, count) &&
         array_return_object(call, result);
}

static bool from_array_like(VM *vm, Call *call, From *from) {
  KEEP_CELL(vm, Object, source, vm_to_object(vm, call_argument(call, 0)));
  double number;
  if (!source || !vm_length(vm, value_from_cell(source), &number)) return false;
  u64 length = (u64)number;
  KEEP_CELL(
      vm, Object, result,
      construct_result(vm, call->this_value, true, length, &from->is_private));
  if (!result) return false;
  if (from->is_private && length > UINT32_MAX)
    return vm_throw_range(vm, "Invalid array length");
  from->result = result;
  for (u64 i = 0; i < length; i++) {
    Value item;
    if (!vm_check(vm) || !array_get_item(vm, source, i, &item) ||
        !from_item(vm, from, i, item))
      return false;
  }
  return array_set_length(vm, result, length) &&
         array_return_object(call, result);
}

static bool array_from(VM *vm, Call *call) {
  Value items = call_argument(call, 0);
  From from = {.map = call_argument(call, 1),
               .map_this = call_argument(call, 2)};
  if (!value_is_undefined(from.map) && !library_check_callable(vm, from.map))
    return false;
  if (value_is_nullish(items))
    return library_throw_about(vm,
                               value_is_null(items)
                                   ? "object %s is not iterable (cannot read "
                                     "property Symbol(Symbol.iterator))"
                                   : "%s is not iterable (cannot read "
                                     "property Symbol(Symbol.iterator))",
                               items);
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!vm_get(vm, items, SYMBOL_KEY(&vm->isolate, iterator), &method))
    return false;
  if (value_is_nullish(method)) return from_array_like(vm, call, &from);
  if (!value_is_callable(method))
    return vm_throw_type(vm, "%%Array%%.from requires that the property of "
                             "the first argument, items[Symbol.iterator], "
                             "when exists, be a function");
  return from_iterable(vm, call, &from, method);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry array_functions[] = {
    {"isArray", array_is_array, 1},
    {"from", array_from, 1},
    {"fromAsync", array_from_async, 1},
    {"of", array_of, 0},
};

static const NativeEntry array_methods[] = {
#define METHOD(name, length) {#name, array_method_##name, length},
    ARRAY_METHODS(METHOD)
#undef METHOD
};

/* Names that `with` must not take from an array. */
static void add_unscopables(VM *vm, Object *prototype) {
  static const char *const names[] = {
      "at",         "copyWithin", "entries",   "fill",
      "find",       "findIndex",  "findLast",  "findLastIndex",
      "flat",       "flatMap",    "includes",  "keys",
      "toReversed", "toSorted",   "toSpliced", "values",
  };
  Isolate *isolate = &vm->isolate;
  Object *list = object_new_with_prototype(isolate, VALUE_NULL);
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    object_set_c(isolate, list, names[i], VALUE_TRUE, ATTRIBUTES_DEFAULT);
  object_define(isolate, prototype, SYMBOL_KEY(isolate, unscopables),
                value_from_cell(list), ATTRIBUTE_CONFIGURABLE);
}

void library_open_array(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = INTRINSIC(isolate, array_prototype);
  Object *array =
      &library_add_constructor(vm, "Array", array_construct, 1, prototype)
           ->object;
  library_add_functions(vm, array, array_functions,
                        ARRAY_COUNT(array_functions));
  library_add_species(vm, array);
  library_add_functions(vm, prototype, array_methods,
                        ARRAY_COUNT(array_methods));
  library_add_alias(vm, prototype, "@@iterator", "values");
  Property values;
  object_get_own(isolate, prototype, key_from_c(isolate, "values"), &values);
  isolate->intrinsics[INTRINSIC_array_values] = value_to_object(values.value);
  add_unscopables(vm, prototype);
}
