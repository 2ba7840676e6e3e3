/* typed_array_search.c - single items of typed arrays, looking for a value,
 * and texts.
 */
#include "library/text.h"
#include "library/typed_array.h"

bool typed_array_method_at(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("at");
  double index;
  if (!vm_to_integer(vm, call_argument(call, 0), &index)) return false;
  if (index < 0) index += (double)length;
  if (index < 0 || index >= (double)length) return true;
  return call_return(call, typed_array_item(vm, view, (u64)index));
}

/* ---- indexOf, lastIndexOf, includes
 * ------------------------------------------- */

static bool is_item(VM *vm, View *view, u64 index, Value value) {
  return vm_strict_equal(vm, typed_array_item(vm, view, index), value);
}

bool typed_array_method_indexOf(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("indexOf");
  call->result = value_from_int(-1);
  u64 start;
  if (!length) return true;
  if (!typed_array_index(vm, call_argument(call, 1), length, 0, &start))
    return false;
  if (length > view_length(view)) length = view_length(view);
  for (u64 i = start; i < length; i++)
    if (is_item(vm, view, i, call_argument(call, 0)))
      return call_return(call, value_from_number((double)i));
  return true;
}

bool typed_array_method_lastIndexOf(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("lastIndexOf");
  call->result = value_from_int(-1);
  if (!length) return true;
  double from = (double)length - 1;
  if (call->count > 1 && !vm_to_integer(vm, call->arguments[1], &from))
    return false;
  if (from < 0) from += (double)length;
  if (from < 0) return true;
  u64 end = from < (double)length ? (u64)from + 1 : length;
  if (end > view_length(view)) end = view_length(view);
  for (u64 i = end; i > 0; i--)
    if (is_item(vm, view, i - 1, call_argument(call, 0)))
      return call_return(call, value_from_number((double)(i - 1)));
  return true;
}

/* NaN is found, and undefined where items are gone. */
bool typed_array_method_includes(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("includes");
  call->result = VALUE_FALSE;
  u64 start;
  if (!length) return true;
  if (!typed_array_index(vm, call_argument(call, 1), length, 0, &start))
    return false;
  for (u64 i = start; i < length; i++)
    if (vm_same_value_zero(vm, typed_array_item(vm, view, i),
                           call_argument(call, 0)))
      return call_return(call, VALUE_TRUE);
  return true;
}

/* ---- join, toLocaleString ------------------------------------------------ */

static bool append_item(VM *vm, Value item, StringBuilder *text) {
  KEEP(vm, kept, item);
  if (value_is_undefined(kept)) return true;
  String *string = vm_to_string(vm, kept);
  if (string) builder_string(text, string);
  return string != NULL;
}

/* The text so far is not too long, and nobody wants the program to stop. */
static bool check_text(VM *vm, const StringBuilder *text) {
  if (text->length > STRING_MAX_LENGTH) return text_throw_length(vm);
  return vm_check(vm);
}

bool typed_array_method_join(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("join");
  Value given = call_argument(call, 0);
  KEEP_CELL(vm, String, separator, NULL);
  if (!value_is_undefined(given)) {
    separator = vm_to_string(vm, given);
    if (!separator) return false;
  }
  StringBuilder text = {};
  bool ok = true;
  for (u64 i = 0; ok && i < length; i++) {
    if (i && separator) builder_string(&text, separator);
    if (i && !separator) builder_unit(&text, ',');
    ok = check_text(vm, &text) &&
         append_item(vm, typed_array_item(vm, view, i), &text);
  }
  if (ok) return text_finish(vm, call, &text);
  builder_free(&text);
  return false;
}

static bool append_localized(VM *vm, Call *call, Value item,
                             StringBuilder *text) {
  KEEP(vm, kept, item);
  if (value_is_undefined(kept)) return true;
  Key key = key_from_c(&vm->isolate, "toLocaleString");
  Value arguments[] = {call_argument(call, 0), call_argument(call, 1)};
  return vm_invoke(vm, kept, key, arguments, 2, &kept) &&
         append_item(vm, kept, text);
}

bool typed_array_method_toLocaleString(VM *vm, Call *call) {
  TYPED_ARRAY_THIS("toLocaleString");
  StringBuilder text = {};
  bool ok = true;
  for (u64 i = 0; ok && i < length; i++) {
    if (i) builder_unit(&text, ',');
    ok = check_text(vm, &text) &&
         append_localized(vm, call, typed_array_item(vm, view, i), &text);
  }
  if (ok) return text_finish(vm, call, &text);
  builder_free(&text);
  return false;
}
