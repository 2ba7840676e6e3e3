/* regexp_legacy.c - RegExp.$1, RegExp.lastMatch and the like: what the last
 * match was. Old programs ask for them. They are as the proposal "Legacy RegExp
 * features" has them: of RegExp itself only, and none but `input` to be set. */
#include "library/regexp.h"

typedef enum LegacyKind : u8 {
  LEGACY_INPUT = 10, /* below: the captures $1 to $9 */
  LEGACY_MATCH,
  LEGACY_PAREN,
  LEGACY_LEFT,
  LEGACY_RIGHT,
} LegacyKind;

static bool return_range(VM *vm, Call *call, u32 start, u32 end) {
  String *input = vm->last_match.input;
  if (!input || start == REGEXP_UNSET || end == REGEXP_UNSET)
    return call_return(call, value_from_cell(vm->isolate.empty_string));
  return text_return(vm, call, string_slice(&vm->isolate, input, start, end));
}

static bool check_receiver(VM *vm, const Call *call) {
  Object *constructor = INTRINSIC(&vm->isolate, regexp_constructor);
  return value_same_bits(call->this_value, value_from_cell(constructor)) ||
         library_throw_receiver(vm, "RegExp static property", call->this_value);
}

static bool get_legacy(VM *vm, Call *call) {
  if (!check_receiver(vm, call)) return false;
  struct LastMatch *last = &vm->last_match;
  u32 kind = library_native(call)->magic, count = last->count;
  u32 length = last->input ? last->input->length : 0;
  switch (kind) {
  case LEGACY_INPUT:
    if (!value_is_undefined(last->set_input))
      return call_return(call, last->set_input);
    return return_range(vm, call, 0, length);
  case LEGACY_MATCH:
    return return_range(vm, call, last->captures[0], last->captures[1]);
  case LEGACY_PAREN:
    if (count < 2) return return_range(vm, call, 0, 0);
    return return_range(vm, call, last->last_start, last->last_end);
  case LEGACY_LEFT: return return_range(vm, call, 0, last->captures[0]);
  case LEGACY_RIGHT: return return_range(vm, call, last->captures[1], length);
  }
  if (kind >= count) return return_range(vm, call, 0, 0);
  return return_range(vm, call, last->captures[2 * kind],
                      last->captures[2 * kind + 1]);
}

static bool set_input(VM *vm, Call *call) {
  if (!check_receiver(vm, call)) return false;
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (text) vm->last_match.set_input = value_from_cell(text);
  return text != NULL;
}

void regexp_open_legacy(VM *vm, Object *constructor) {
  static const struct {
    const char *name;
    u16 kind;
  } properties[] = {
      {"input", LEGACY_INPUT},
      {"$_", LEGACY_INPUT},
      {"lastMatch", LEGACY_MATCH},
      {"$&", LEGACY_MATCH},
      {"lastParen", LEGACY_PAREN},
      {"$+", LEGACY_PAREN},
      {"leftContext", LEGACY_LEFT},
      {"$`", LEGACY_LEFT},
      {"rightContext", LEGACY_RIGHT},
      {"$'", LEGACY_RIGHT},
      {"$1", 1},
      {"$2", 2},
      {"$3", 3},
      {"$4", 4},
      {"$5", 5},
      {"$6", 6},
      {"$7", 7},
      {"$8", 8},
      {"$9", 9},
  };
  for (u32 i = 0; i < ARRAY_COUNT(properties); i++) {
    u16 kind = properties[i].kind;
    NativeEntry entries[] = {
        {properties[i].name, get_legacy, 0, NATIVE_GETTER, kind},
        {properties[i].name, set_input, 1, NATIVE_SETTER, kind},
    };
    library_add_functions(vm, constructor, entries,
                          kind == LEGACY_INPUT ? 2 : 1);
  }
}
