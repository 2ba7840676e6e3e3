/* text.h - what the files of String share.
 *
 * The methods of String.prototype work on the flat text of `this`. TEXT_THIS
 * opens nearly every one of them:
 *
 *   static bool trim(VM *vm, Call *call) {
 *     TEXT_THIS(text, "trim");
 *     ... `text` is a rooted, flat String ...
 *   }
 *
 * The hottest ones ask text_flat_this first, which needs no root since `this`
 * is the string itself, as long as nothing else is converted.
 */
#ifndef GLASSHEAP_LIBRARY_TEXT_H
#define GLASSHEAP_LIBRARY_TEXT_H

#include "library/support.h"

/* text_this - ToString(RequireObjectCoercible(this)) for the named method of
 * String.prototype; flat, not rooted. NULL when it threw. */
String *text_this_slow(VM *vm, Value this_value, const char *method);
ALWAYS_INLINE String *text_this(VM *vm, const Call *call, const char *method) {
  if (likely(value_is_kind(call->this_value, KIND_STRING)))
    return (String *)value_to_cell(call->this_value);
  return text_this_slow(vm, call->this_value, method);
}
#define TEXT_THIS(name, method)                                                \
  KEEP_CELL(vm, String, name, text_this(vm, call, method));                    \
  if (unlikely(!name)) return false

/* text_flat_this - `this` when it is a flat string already, else NULL. */
ALWAYS_INLINE String *text_flat_this(const Call *call) {
  return value_is_kind(call->this_value, KIND_STRING)
             ? (String *)value_to_cell(call->this_value)
             : NULL;
}
/* text_flat - the same for any value. */
ALWAYS_INLINE String *text_flat(Value value) {
  return value_is_kind(value, KIND_STRING) ? (String *)value_to_cell(value)
                                           : NULL;
}

/* text_argument - ToString of an argument, kept in `name`. */
#define TEXT_ARGUMENT(name, index)                                             \
  KEEP_CELL(vm, String, name, vm_to_string(vm, call_argument(call, index)));   \
  if (unlikely(!name)) return false

/* text_integer - ToIntegerOrInfinity with the usual case inlined. */
ALWAYS_INLINE bool text_integer(VM *vm, Value value, double *result) {
  if (likely(value_is_int(value))) {
    *result = value_to_int(value);
    return true;
  }
  return vm_to_integer(vm, value, result);
}
/* text_clamped - an integer argument clamped to 0..length; `absent` when it
 * is undefined. */
ALWAYS_INLINE bool text_clamped(VM *vm, Value value, u32 length, u32 absent,
                                u32 *result) {
  double number;
  *result = absent;
  if (value_is_undefined(value)) return true;
  if (!text_integer(vm, value, &number)) return false;
  *result = number <= 0 ? 0 : number >= length ? length : (u32)number;
  return true;
}

/* text_return - the last line of a method that made a string; NULL means that
 * there was no memory for it. */
ALWAYS_INLINE bool text_return(VM *vm, Call *call, String *result) {
  if (unlikely(!result)) return vm_throw_memory(vm);
  return call_return(call, value_from_cell(result));
}
/* text_slice_return - the slice [start, end) of a rooted text. */
bool text_slice_return(VM *vm, Call *call, String *text, u32 start, u32 end);
/* text_finish - finishes a builder into the call's result; frees it. */
bool text_finish(VM *vm, Call *call, StringBuilder *builder);
/* A part of a string: units [start, end). */
typedef struct TextSlice {
  const String *text;
  u32 start, end;
} TextSlice;
/* text_join_slices - the slices one behind the other as the call's result. The
 * strings are rooted by the caller. */
bool text_join_slices(VM *vm, Call *call, const TextSlice *slices, u32 count);
/* text_throw_length - RangeError: Invalid string length. Always false. */
bool text_throw_length(VM *vm);
/* text_copy_units - the text as UTF-16, for libraries that want that; the
 * caller frees it. */
u16 *text_copy_units(const String *text);

/* text_delegate - the protocol of match, replace, search and split: when the
 * first argument is an object with the method `symbol`, calls it on the
 * argument with `this` and `extra` arguments more, and sets `*done`. */
bool text_delegate(VM *vm, Call *call, SymbolName symbol, u32 extra,
                   bool *done);
/* text_is_regexp - IsRegExp. */
bool text_is_regexp(VM *vm, Value value, bool *result);
/* text_check_global - when the first argument is a regular expression it must
 * have the flag g (replaceAll, matchAll). */
bool text_check_global(VM *vm, Call *call, const char *method);
/* text_check_this - TypeError when `this` is null or undefined. */
bool text_check_this(VM *vm, const Call *call, const char *method);

/* A match to be put into a replacement template: everything that `$` may name.
 * `captures` is an array (its item i is capture i + 1), or undefined; `names`
 * is an object of named captures, or undefined. */
typedef struct TextMatch {
  String *text, *matched;
  u32 position;
  Value captures, names;
} TextMatch;
/* text_substitute - GetSubstitution: appends `template` for that match. */
bool text_substitute(VM *vm, StringBuilder *out, const TextMatch *match,
                     String *template);

/* The parts of String.prototype, one for each file. */
void text_open_units(VM *vm, Object *prototype);
void text_open_search(VM *vm, Object *prototype);
void text_open_slice(VM *vm, Object *prototype);
void text_open_replace(VM *vm, Object *prototype);
void text_open_case(VM *vm, Object *prototype);

#endif
