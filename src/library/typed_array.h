/* typed_array.h - what the files of the typed arrays share.
 *
 * The methods of %TypedArray%.prototype work on a View whose items they read
 * and write directly. Whenever code of the program ran, the array may have
 * become shorter or lost its buffer: typed_array_get gives undefined for what
 * is no longer there, typed_array_set stores nothing.
 */
#ifndef GLASSHEAP_LIBRARY_TYPED_ARRAY_H
#define GLASSHEAP_LIBRARY_TYPED_ARRAY_H

#include "library/binary.h"

/* typed_array_check - ValidateTypedArray: TypeError for anything else, and
 * where the items are out of bounds or the buffer is detached. */
bool typed_array_check(VM *vm, Value value, const char *method);
/* typed_array_this - `this` and its length, or false when it threw. */
bool typed_array_this(VM *vm, Call *call, const char *method, View **view,
                      u64 *length);
#define TYPED_ARRAY_METHOD(name) "%TypedArray%.prototype." name
#define TYPED_ARRAY_THIS(name)                                                 \
  View *view;                                                                  \
  u64 length;                                                                  \
  if (!typed_array_this(vm, call, TYPED_ARRAY_METHOD(name), &view, &length))   \
  return false

/* typed_array_new - of the usual class of that type. NULL when it threw. */
View *typed_array_new(VM *vm, ElementType type, double length);
/* typed_array_construct - TypedArrayCreateFromConstructor; with one argument
 * that is a length, the result has at least so many items. NULL: threw. */
View *typed_array_construct(VM *vm, Value constructor, const Value *arguments,
                            u32 count);
/* typed_array_species - TypedArraySpeciesCreate. NULL: threw. */
View *typed_array_species(VM *vm, View *exemplar, const Value *arguments,
                          u32 count);
/* typed_array_copy - items between arrays, which must be there, converting
 * where types differ (not between numbers and BigInts); right also when they
 * overlap. False: no memory for that. */
bool typed_array_copy(View *target, u64 to, View *source, u64 from, u64 count);

/* typed_array_item - item `index` as a value, or undefined. */
ALWAYS_INLINE Value typed_array_item(VM *vm, View *view, u64 index) {
  if (unlikely(index >= view_length(view))) return VALUE_UNDEFINED;
  const u8 *at = view_at(view, index);
  return likely(!type_is_bigint(view->type))
             ? type_load(view->type, at)
             : type_load_any(&vm->isolate, view->type, at);
}
/* typed_array_index - a relative index argument as 0..length. */
bool typed_array_index(VM *vm, Value argument, u64 length, u64 absent,
                       u64 *index);
ALWAYS_INLINE bool typed_array_return(Call *call, View *view) {
  return call_return(call, value_from_cell(view));
}

/* The methods: METHOD(name, length) */
#define TYPED_ARRAY_METHODS(METHOD)                                            \
  METHOD(entries, 0)                                                           \
  METHOD(keys, 0)                                                              \
  METHOD(values, 0)                                                            \
  METHOD(at, 1)                                                                \
  METHOD(copyWithin, 2)                                                        \
  METHOD(every, 1)                                                             \
  METHOD(fill, 1)                                                              \
  METHOD(filter, 1)                                                            \
  METHOD(find, 1)                                                              \
  METHOD(findIndex, 1)                                                         \
  METHOD(findLast, 1)                                                          \
  METHOD(findLastIndex, 1)                                                     \
  METHOD(forEach, 1)                                                           \
  METHOD(includes, 1)                                                          \
  METHOD(indexOf, 1)                                                           \
  METHOD(join, 1)                                                              \
  METHOD(lastIndexOf, 1)                                                       \
  METHOD(map, 1)                                                               \
  METHOD(reverse, 0)                                                           \
  METHOD(reduce, 1)                                                            \
  METHOD(reduceRight, 1)                                                       \
  METHOD(set, 1)                                                               \
  METHOD(slice, 2)                                                             \
  METHOD(some, 1)                                                              \
  METHOD(sort, 1)                                                              \
  METHOD(subarray, 2)                                                          \
  METHOD(toReversed, 0)                                                        \
  METHOD(toSorted, 1)                                                          \
  METHOD(with, 2)                                                              \
  METHOD(toLocaleString, 0)

#define METHOD(name, length) NativeCode typed_array_method_##name;
TYPED_ARRAY_METHODS(METHOD)
#undef METHOD

/* uint8_array_open - base64 and hexadecimal text (uint8_array_text.c). */
void uint8_array_open(VM *vm, Object *constructor, Object *prototype);

#endif
