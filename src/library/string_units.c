/* string_units.c - reading single characters, and well-formed Unicode. */
#include "base/unicode.h"
#include "library/text.h"

/* ---- One unit ----------------------------------------------------------- */

/* The index that an argument means, `length` when it is out of range. */
static bool slow_index(VM *vm, Value argument, u32 length, u32 *index) {
  double position;
  if (!vm_to_integer(vm, argument, &position)) return false;
  *index = position >= 0 && position < length ? (u32)position : length;
  return true;
}

/* Reads `this` and the index argument; `*index` is the text's length when the
 * argument is out of range. Inlined into each user, so that the usual case, a
 * flat string and a small integer, costs a few comparisons. A rope stays one
 * (string_unit_at). */
ALWAYS_INLINE bool read_index(VM *vm, Call *call, const char *method,
                              Value *text, u32 *index) {
  String *flat = text_flat_this(call);
  if (likely(flat && call->count && value_is_int(call->arguments[0]))) {
    i32 wanted = value_to_int(call->arguments[0]);
    *text = call->this_value;
    *index = (u32)wanted < flat->length ? (u32)wanted : flat->length;
    return true;
  }
  KEEP(vm, string, call->this_value);
  if (!value_is_string(string)) {
    String *converted = text_this(vm, call, method);
    if (!converted) return false;
    string = value_from_cell(converted);
  }
  *text = string;
  return slow_index(vm, call_argument(call, 0), string_length(string), index);
}

/* The unit at an index below the length. */
ALWAYS_INLINE bool unit_at(VM *vm, Value text, u32 index, u32 *unit) {
  String *flat = text_flat(text);
  if (likely(flat != NULL)) {
    *unit = string_unit(flat, index);
    return true;
  }
  return string_unit_at(&vm->isolate, text, index, unit) || vm_throw_memory(vm);
}

static bool char_code_at(VM *vm, Call *call) {
  Value text;
  u32 index, unit;
  if (!read_index(vm, call, "charCodeAt", &text, &index)) return false;
  if (unlikely(index == string_length(text)))
    return call_return(call, value_from_number(__builtin_nan("")));
  return unit_at(vm, text, index, &unit) &&
         call_return(call, value_from_int((i32)unit));
}

/* The string of one unit. */
static bool return_unit(VM *vm, Call *call, Value text, u32 index) {
  u32 unit;
  return unit_at(vm, text, index, &unit) &&
         text_return(vm, call, string_from_unit(&vm->isolate, unit));
}

static bool char_at(VM *vm, Call *call) {
  Value text;
  u32 index;
  if (!read_index(vm, call, "charAt", &text, &index)) return false;
  if (unlikely(index == string_length(text)))
    return call_return(call, value_from_cell(vm->isolate.empty_string));
  return return_unit(vm, call, text, index);
}

static bool code_point(VM *vm, Call *call) {
  Value text;
  u32 index, unit, next;
  if (!read_index(vm, call, "codePointAt", &text, &index)) return false;
  u32 length = string_length(text);
  if (index == length) return true; /* undefined */
  KEEP(vm, kept, text);
  if (!unit_at(vm, kept, index, &unit)) return false;
  if (unicode_is_lead(unit) && index + 1 < length) {
    if (!unit_at(vm, kept, index + 1, &next)) return false;
    if (unicode_is_trail(next)) unit = unicode_pair(unit, next);
  }
  return call_return(call, value_from_int((i32)unit));
}

static bool at(VM *vm, Call *call) {
  KEEP(vm, text, call->this_value);
  if (!value_is_string(text)) {
    String *converted = text_this(vm, call, "at");
    if (!converted) return false;
    text = value_from_cell(converted);
  }
  double index;
  u32 length = string_length(text);
  if (!text_integer(vm, call_argument(call, 0), &index)) return false;
  if (index < 0) index += length;
  if (!(index >= 0 && index < length)) return true; /* undefined */
  return return_unit(vm, call, text, (u32)index);
}

/* ---- Lone surrogates ---------------------------------------------------- */

/* The index of the first lone surrogate at or after `start`, or the length. */
static u32 find_lone(const String *text, u32 start) {
  if (string_is_latin1(text)) return text->length;
  for (u32 i = start; i < text->length; i++) {
    u16 unit = text->utf16[i];
    if (likely((unit & 0xF800) != 0xD800)) continue;
    bool paired = unicode_is_lead(unit) && i + 1 < text->length &&
                  unicode_is_trail(text->utf16[i + 1]);
    if (!paired) return i;
    i++;
  }
  return text->length;
}

static bool is_well_formed(VM *vm, Call *call) {
  TEXT_THIS(text, "isWellFormed");
  bool result = find_lone(text, 0) == text->length;
  return call_return(call, value_from_boolean(result));
}

static bool to_well_formed(VM *vm, Call *call) {
  TEXT_THIS(text, "toWellFormed");
  u32 lone = find_lone(text, 0);
  if (lone == text->length) return call_return(call, value_from_cell(text));
  String *result = string_new_utf16(&vm->isolate, text->length);
  if (!result) return vm_throw_memory(vm);
  memcpy(result->utf16, text->utf16, text->length * sizeof(u16));
  for (; lone < text->length; lone = find_lone(text, lone + 1))
    result->utf16[lone] = 0xFFFD;
  return text_return(vm, call, result);
}

static const NativeEntry functions[] = {
    {"at", at, 1},
    {"charAt", char_at, 1},
    {"charCodeAt", char_code_at, 1},
    {"codePointAt", code_point, 1},
    {"isWellFormed", is_well_formed, 0},
    {"toWellFormed", to_well_formed, 0},
};

void text_open_units(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
}
