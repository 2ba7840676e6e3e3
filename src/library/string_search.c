/* string_search.c - finding text in text, and the methods that leave the work
 * to an object with Symbol.match, Symbol.search and the like. */
#include "library/regexp.h"

/* ---- indexOf and its kin ------------------------------------------------ */

static bool index_of(VM *vm, Call *call) {
  String *flat = text_flat_this(call);
  String *plain = text_flat(call_argument(call, 0));
  if (likely(flat && plain && call->count == 1))
    return call_return(call, value_from_int((i32)string_find(flat, plain, 0)));
  TEXT_THIS(text, "indexOf");
  TEXT_ARGUMENT(pattern, 0);
  u32 start;
  if (!text_clamped(vm, call_argument(call, 1), text->length, 0, &start))
    return false;
  return call_return(call,
                     value_from_int((i32)string_find(text, pattern, start)));
}

static bool last_index_of(VM *vm, Call *call) {
  TEXT_THIS(text, "lastIndexOf");
  TEXT_ARGUMENT(pattern, 0);
  double number;
  if (!vm_to_number(vm, call_argument(call, 1), &number)) return false;
  u32 start = 0;
  if (number != number || number >= text->length)
    start = text->length;
  else if (number > 0)
    start = (u32)number;
  return call_return(
      call, value_from_int((i32)string_find_last(text, pattern, start)));
}

/* The pattern of includes, startsWith and endsWith: not a regular expression.
 */
static String *plain_pattern(VM *vm, Call *call, const char *method) {
  bool is_regexp;
  Value value = call_argument(call, 0);
  if (!text_is_regexp(vm, value, &is_regexp)) return NULL;
  if (!is_regexp) return vm_to_string(vm, value);
  vm_throw_type(vm,
                "First argument to String.prototype.%s must not be a regular "
                "expression",
                method);
  return NULL;
}

static bool matches_at(const String *text, const String *pattern, u32 start) {
  if (pattern->length > text->length - start) return false;
  if (string_is_latin1(text) && string_is_latin1(pattern))
    return !memcmp(text->latin1 + start, pattern->latin1, pattern->length);
  for (u32 i = 0; i < pattern->length; i++)
    if (string_unit(text, start + i) != string_unit(pattern, i)) return false;
  return true;
}

static bool includes(VM *vm, Call *call) {
  TEXT_THIS(text, "includes");
  KEEP_CELL(vm, String, pattern, plain_pattern(vm, call, "includes"));
  u32 start;
  if (!pattern ||
      !text_clamped(vm, call_argument(call, 1), text->length, 0, &start))
    return false;
  return call_return(
      call, value_from_boolean(string_find(text, pattern, start) >= 0));
}

static bool starts_with(VM *vm, Call *call) {
  TEXT_THIS(text, "startsWith");
  KEEP_CELL(vm, String, pattern, plain_pattern(vm, call, "startsWith"));
  u32 start;
  if (!pattern ||
      !text_clamped(vm, call_argument(call, 1), text->length, 0, &start))
    return false;
  return call_return(call,
                     value_from_boolean(matches_at(text, pattern, start)));
}

static bool ends_with(VM *vm, Call *call) {
  TEXT_THIS(text, "endsWith");
  KEEP_CELL(vm, String, pattern, plain_pattern(vm, call, "endsWith"));
  u32 end;
  if (!pattern || !text_clamped(vm, call_argument(call, 1), text->length,
                                text->length, &end))
    return false;
  bool result = pattern->length <= end &&
                matches_at(text, pattern, end - pattern->length);
  return call_return(call, value_from_boolean(result));
}

/* ---- Objects that know how to match ------------------------------------- */

bool text_is_regexp(VM *vm, Value value, bool *result) {
  *result = false;
  if (!value_is_object(value)) return true;
  Value matcher;
  if (!vm_get(vm, value, SYMBOL_KEY(&vm->isolate, match), &matcher))
    return false;
  *result = !value_is_undefined(matcher) && vm_to_boolean(matcher);
  return true;
}

bool text_delegate(VM *vm, Call *call, SymbolName symbol, u32 extra,
                   bool *done) {
  Value pattern = call_argument(call, 0);
  *done = false;
  if (!value_is_object(pattern)) return true;
  KEEP(vm, method, VALUE_UNDEFINED);
  Key key = key_from_symbol(vm->isolate.symbols[symbol]);
  if (!vm_get_method(vm, pattern, key, &method)) return false;
  if (value_is_undefined(method)) return true;
  *done = true;
  assert(extra <= 1);
  Value arguments[2] = {call->this_value, call_argument(call, 1)};
  return vm_call(vm, method, pattern, arguments, 1 + extra, &call->result);
}

/* A pattern that is itself a regular expression must have the flag "g". */
bool text_check_global(VM *vm, Call *call, const char *method) {
  bool is_regexp;
  Value pattern = call_argument(call, 0);
  if (!text_is_regexp(vm, pattern, &is_regexp)) return false;
  if (!is_regexp) return true;
  KEEP(vm, flags, VALUE_UNDEFINED);
  if (!vm_get(vm, pattern, key_from_c(&vm->isolate, "flags"), &flags))
    return false;
  String *text = NULL;
  if (!value_is_nullish(flags) && !(text = vm_to_string(vm, flags)))
    return false;
  for (u32 i = 0; text && i < text->length; i++)
    if (string_unit(text, i) == 'g') return true;
  return vm_throw_type(vm,
                       "String.prototype.%s called with a non-global RegExp "
                       "argument",
                       method);
}

/* What is left when no object took the pattern: it is made into a regular
 * expression. */
static bool match_pattern(VM *vm, Call *call, SymbolName symbol) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, String, text, vm_to_string(vm, call->this_value));
  if (!text) return false;
  KEEP(vm, flags, VALUE_UNDEFINED);
  if (symbol == SYMBOL_matchAll)
    flags = value_from_cell(string_from_unit(isolate, 'g'));
  KEEP_CELL(vm, RegexpObject, regexp,
            regexp_create(vm, call_argument(call, 0), flags));
  if (!regexp) return false;
  Value argument = value_from_cell(text);
  return vm_invoke(vm, value_from_cell(regexp),
                   key_from_symbol(isolate->symbols[symbol]), &argument, 1,
                   &call->result);
}

static const struct Matching {
  const char *name;
  SymbolName symbol;
} matchings[] = {
    {"match", SYMBOL_match},
    {"matchAll", SYMBOL_matchAll},
    {"search", SYMBOL_search},
};

/* match, matchAll and search. */
static bool match(VM *vm, Call *call) {
  const struct Matching *matching = &matchings[library_native(call)->magic];
  if (!text_check_this(vm, call, matching->name)) return false;
  bool done;
  if (matching->symbol == SYMBOL_matchAll &&
      !text_check_global(vm, call, matching->name))
    return false;
  if (!text_delegate(vm, call, matching->symbol, 0, &done)) return false;
  return done || match_pattern(vm, call, matching->symbol);
}

static const NativeEntry functions[] = {
    {"includes", includes, 1},
    {"indexOf", index_of, 1},
    {"lastIndexOf", last_index_of, 1},
    {"startsWith", starts_with, 1},
    {"endsWith", ends_with, 1},
    {"match", match, 1, NATIVE_METHOD, 0},
    {"matchAll", match, 1, NATIVE_METHOD, 1},
    {"search", match, 1, NATIVE_METHOD, 2},
};

void text_open_search(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
}
