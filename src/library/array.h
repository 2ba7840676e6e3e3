/* array.h - what the files of Array share.
 *
 * Every method follows the language's algorithm on any object with a length;
 * arrays whose items simply lie in Elements take shortcuts. Two questions
 * decide which:
 *
 *   array_is_direct   item i is elements->values[i], or missing
 *   array_is_open     moreover items may be added, moved and removed at will
 *
 * and one more, whether any prototype has indexed properties: when none has, a
 * missing item is simply undefined. Code of the program (callbacks, getters,
 * conversions) can change all answers, so they are asked again after it ran.
 */
#ifndef GLASSHEAP_LIBRARY_ARRAY_H
#define GLASSHEAP_LIBRARY_ARRAY_H

#include "library/support.h"

/* ---- Kinds of arrays ----------------------------------------------------- */

ALWAYS_INLINE bool array_is_direct(const VM *vm, const Object *object) {
  return object->cell.kind == KIND_ARRAY && !object_has_dictionary(object) &&
         !vm->isolate.prototype_has_elements;
}
/* array_length_is_writable - of a real array. */
bool array_length_is_writable(VM *vm, Object *array);
ALWAYS_INLINE bool array_is_open(VM *vm, Object *object) {
  constexpr u8 closed =
      OBJECT_NOT_EXTENSIBLE | OBJECT_FROZEN_ELEMENTS | OBJECT_IS_PROTOTYPE;
  return array_is_direct(vm, object) && !(object->cell.flags & closed) &&
         array_length(object) == object->elements->length &&
         array_length_is_writable(vm, object);
}

/* elements_kind_join - the kind that holds what both hold. */
ALWAYS_INLINE u8 elements_kind_join(u8 a, u8 b) {
  u8 general = a % 3 > b % 3 ? a % 3 : b % 3;
  bool is_holey = a >= ELEMENTS_HOLEY_INT || b >= ELEMENTS_HOLEY_INT;
  return (u8)(general + (is_holey ? ELEMENTS_HOLEY_INT : 0));
}

/* ---- Single items -------------------------------------------------------- */

/* array_get_item - Get(object, index). */
ALWAYS_INLINE bool array_get_item(VM *vm, Object *object, u64 index,
                                  Value *value) {
  const Elements *elements = object->elements;
  if (likely(index < elements->length)) {
    *value = elements->values[index];
    if (likely(!value_is_hole(*value))) return true;
  }
  return vm_get_index(vm, value_from_cell(object), (double)index, value);
}
/* array_find_item - the same, but a hole when there is no such property. */
bool array_find_slow(VM *vm, Object *object, u64 index, Value *value);
ALWAYS_INLINE bool array_find_item(VM *vm, Object *object, u64 index,
                                   Value *value) {
  const Elements *elements = object->elements;
  if (likely(index < elements->length)) {
    *value = elements->values[index];
    if (likely(!value_is_hole(*value))) return true;
  }
  return array_find_slow(vm, object, index, value);
}
/* array_store - writes item `index` < elements->length of Elements that may be
 * written. */
ALWAYS_INLINE void array_store(VM *vm, Object *object, u32 index, Value value) {
  Elements *elements = object->elements;
  elements->cell.flags = elements_kind_for(elements->cell.flags, value);
  cell_write(&vm->isolate.heap, elements, &elements->values[index], value);
  heap_probe(&vm->isolate.heap, WRITE, object,
             key_bits_value(key_from_index(index)), value);
}
/* array_set_item - Set(object, index, value, true). */
bool array_set_item(VM *vm, Object *object, u64 index, Value value);
/* array_delete_item - DeletePropertyOrThrow(object, index). */
bool array_delete_item(VM *vm, Object *object, u64 index);
/* array_set_length - Set(object, "length", length, true). */
bool array_set_length(VM *vm, Object *object, u64 length);
/* array_report - tells a watcher that items [start, end) were written. */
void array_report(VM *vm, Object *array, u32 start, u32 end);
/* array_reserve - room for `count` items and some more; throws without. */
bool array_reserve(VM *vm, Object *array, u64 count);

/* ---- Opening and ending a method ----------------------------------------- */

/* array_this - ToObject(this) and its length; `method` is as messages name it.
 * The object is not rooted: ARRAY_THIS does that. */
bool array_this(VM *vm, Call *call, const char *method, Object **object,
                u64 *length);
#define ARRAY_THIS(method)                                                     \
  KEEP_CELL(vm, Object, object, NULL);                                         \
  u64 length;                                                                  \
  if (unlikely(                                                                \
          !array_this(vm, call, "Array.prototype." method, &object, &length))) \
  return false

/* array_index - a relative index argument as 0..length. */
ALWAYS_INLINE bool array_index(VM *vm, Value argument, u64 length, u64 absent,
                               u64 *index) {
  if (likely(value_is_int(argument) && value_to_int(argument) >= 0)) {
    u64 given = (u64)value_to_int(argument);
    *index = given < length ? given : length;
    return true;
  }
  double result;
  if (!library_relative_index(vm, argument, (double)length, (double)absent,
                              &result))
    return false;
  *index = (u64)result;
  return true;
}
ALWAYS_INLINE Value array_index_value(u64 index) {
  return index <= INT32_MAX ? value_from_int((i32)index)
                            : value_from_number((double)index);
}
ALWAYS_INLINE bool array_return_object(Call *call, Object *object) {
  return call_return(call, value_from_cell(object));
}

/* ---- Results ------------------------------------------------------------- */

/* array_create - ArrayCreate(length): NULL when it threw. */
Object *array_create(VM *vm, u64 length);
/* array_species - ArraySpeciesCreate(original, length). `*is_private`: it is
 * an empty ordinary array that the program has not seen yet (its length is 0,
 * whatever was asked for). NULL when it threw. */
Object *array_species(VM *vm, Object *original, u64 length, bool *is_private);
/* array_put - CreateDataPropertyOrThrow on a result. */
ALWAYS_INLINE bool array_put(VM *vm, Object *result, bool is_private, u64 index,
                             Value value) {
  if (likely(is_private) && likely(index == array_length(result)) &&
      likely(index < UINT32_MAX - 1))
    return array_push(&vm->isolate, result, value) || vm_throw_memory(vm);
  return vm_create_index(vm, result, (double)index, value);
}
/* array_append_block - items [start, start + count) of a direct array, holes
 * and all, at the end of a private result (index `at` >= its length). */
bool array_append_block(VM *vm, Object *result, u64 at, Object *source,
                        u64 start, u64 count);
/* array_is_constructor - whether a value is the function Array. */
bool array_is_constructor(Value value);

/* array_iterates_directly - whether iterating over the value is walking the
 * items of a direct array. */
bool array_iterates_directly(VM *vm, Value value, Value method);

/* array_sort_values - sorts `count` values without holes or undefined by a
 * compare function (or undefined: as strings), stably. They lie in a private
 * plain array. */
bool array_sort_values(VM *vm, Object *values, Value compare);

/* ---- The methods, in the order of V8's Array.prototype ------------------- */

/* METHOD(name, length) */
#define ARRAY_METHODS(METHOD)                                                  \
  METHOD(at, 1)                                                                \
  METHOD(concat, 1)                                                            \
  METHOD(copyWithin, 2)                                                        \
  METHOD(fill, 1)                                                              \
  METHOD(find, 1)                                                              \
  METHOD(findIndex, 1)                                                         \
  METHOD(findLast, 1)                                                          \
  METHOD(findLastIndex, 1)                                                     \
  METHOD(lastIndexOf, 1)                                                       \
  METHOD(pop, 0)                                                               \
  METHOD(push, 1)                                                              \
  METHOD(reverse, 0)                                                           \
  METHOD(shift, 0)                                                             \
  METHOD(unshift, 1)                                                           \
  METHOD(slice, 2)                                                             \
  METHOD(sort, 1)                                                              \
  METHOD(splice, 2)                                                            \
  METHOD(includes, 1)                                                          \
  METHOD(indexOf, 1)                                                           \
  METHOD(join, 1)                                                              \
  METHOD(keys, 0)                                                              \
  METHOD(entries, 0)                                                           \
  METHOD(values, 0)                                                            \
  METHOD(forEach, 1)                                                           \
  METHOD(filter, 1)                                                            \
  METHOD(flat, 0)                                                              \
  METHOD(flatMap, 1)                                                           \
  METHOD(map, 1)                                                               \
  METHOD(every, 1)                                                             \
  METHOD(some, 1)                                                              \
  METHOD(reduce, 1)                                                            \
  METHOD(reduceRight, 1)                                                       \
  METHOD(toLocaleString, 0)                                                    \
  METHOD(toString, 0)                                                          \
  METHOD(toReversed, 0)                                                        \
  METHOD(toSorted, 1)                                                          \
  METHOD(toSpliced, 2)                                                         \
  METHOD(with, 2)

#define METHOD(name, length) NativeCode array_method_##name;
ARRAY_METHODS(METHOD)
#undef METHOD

/* array_from_async - Array.fromAsync (array_from_async.c). */
NativeCode array_from_async;

#endif
