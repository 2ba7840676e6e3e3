/* string_units.c - reading single characters, and well-formed Unicode. */
#include "base/unicode.h"
#include "library/text.h"

/* ---- One unit ----------------------------------------------------------- */

/* Reads `this` and the index argument; `*index` is the text's length when the
 * argument is out of range. Inlined into each user, so that the usual case, a
 * flat string and a small integer, costs a few comparisons. */
ALWAYS_INLINE bool read_index(VM *vm, Call *call, const char *method,
                              String **text, u32 *index) {
  String *flat = text_flat_this(call);
  if (likely(flat && call->count && value_is_int(call->arguments[0]))) {
    i32 wanted = value_to_int(call->arguments[0]);
    *text = flat;
    *index = (u32)wanted < flat->length ? (u32)wanted : flat->length;
    return true;
  }
  TEXT_THIS(slow, method);
  double position;
  if (!vm_to_integer(vm, call_argument(call, 0), &position)) return false;
  *text = slow;
  *index =
      position >= 0 && position < slow->length ? (u32)position : slow->length;
  return true;
}

static bool char_code_at(VM *vm, Call *call) {
  String *text;
  u32 index;
  if (!read_index(vm, call, "charCodeAt", &text, &index)) return false;
  if (unlikely(index == text->length))
    return call_return(call, value_from_number(__builtin_nan("")));
  return call_return(call, value_from_int((i32)string_unit(text, index)));
}

static bool char_at(VM *vm, Call *call) {
  String *text;
  u32 index;
  if (!read_index(vm, call, "charAt", &text, &index)) return false;
  if (unlikely(index == text->length))
    return call_return(call, value_from_cell(vm->isolate.empty_string));
  return text_return(vm, call,
                     string_from_unit(&vm->isolate, string_unit(text, index)));
}

static u32 code_point_at(const String *text, u32 index) {
  u32 unit = string_unit(text, index);
  if (!unicode_is_lead(unit) || index + 1 == text->length) return unit;
  u32 next = string_unit(text, index + 1);
  return unicode_is_trail(next) ? unicode_pair(unit, next) : unit;
}

static bool code_point(VM *vm, Call *call) {
  String *text;
  u32 index;
  if (!read_index(vm, call, "codePointAt", &text, &index)) return false;
  if (index == text->length) return true; /* undefined */
  return call_return(call, value_from_int((i32)code_point_at(text, index)));
}

static bool at(VM *vm, Call *call) {
  TEXT_THIS(text, "at");
  double index;
  if (!text_integer(vm, call_argument(call, 0), &index)) return false;
  if (index < 0) index += text->length;
  if (!(index >= 0 && index < text->length)) return true; /* undefined */
  return text_return(
      vm, call, string_from_unit(&vm->isolate, string_unit(text, (u32)index)));
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
