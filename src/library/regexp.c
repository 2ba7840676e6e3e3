/* regexp.c - RegExp: the constructor, and patterns to code. */
#include "library/regexp.h"

#include <stdlib.h>

/* ---- Patterns to code --------------------------------------------------- */

static bool read_flags(const String *text, u8 *flags) {
  u16 letters[8];
  if (text->length > ARRAY_COUNT(letters)) return false;
  for (u32 i = 0; i < text->length; i++)
    letters[i] = (u16)string_unit(text, i);
  return regexp_parse_flags(letters, text->length, flags);
}

static void throw_flags(VM *vm, const String *flags) {
  Buffer text = {};
  string_append_text(flags, &text);
  vm_throw_error(vm, ERROR_SYNTAX,
                 "Invalid flags supplied to RegExp constructor '%s'",
                 text.bytes ? text.bytes : "");
  buffer_free(&text);
}

/* Patterns may be longer than any other message. */
static void throw_pattern(VM *vm, const String *source, u8 flags,
                          const RegexpError *error) {
  Buffer text = {};
  buffer_text(&text, "Invalid regular expression: /");
  string_append_text(source, &text);
  buffer_byte(&text, '/');
  regexp_append_flags(flags, &text);
  buffer_format(&text, ": %s", error->message);
  KEEP_CELL(vm, String, message,
            string_from_text(&vm->isolate, text.bytes, text.length));
  buffer_free(&text);
  if (!message) {
    vm_throw_memory(vm);
    return;
  }
  vm_throw(vm, value_from_cell(
                   vm_new_error(vm, ERROR_SYNTAX, value_from_cell(message))));
}

RegexpCode *regexp_find_code(VM *vm, String *source, String *flags) {
  u8 bits;
  RegexpError error;
  if (!read_flags(flags, &bits)) {
    throw_flags(vm, flags);
    return NULL;
  }
  u32 place = (string_hash(source) ^ bits) % REGEXP_CODES;
  RegexpCode *code = vm->regexp_codes[place];
  if (code && code->cell.flags == bits && string_equals(code->source, source))
    return code;
  if (!regexp_check_source(source, bits, &error)) {
    throw_pattern(vm, source, bits, &error);
    return NULL;
  }
  return vm->regexp_codes[place] = regexp_code_new(&vm->isolate, source, bits);
}

/* ---- Objects ------------------------------------------------------------ */

/* ToString, undefined being the empty string. */
static String *text_or_empty(VM *vm, Value value) {
  return value_is_undefined(value) ? vm->isolate.empty_string
                                   : vm_to_string(vm, value);
}

/* The code for values as RegExp takes them; NULL: threw. */
static RegexpCode *code_for(VM *vm, Value pattern, Value flags) {
  KEEP(vm, kept, flags);
  KEEP_CELL(vm, String, source, text_or_empty(vm, pattern));
  if (!source) return NULL;
  KEEP_CELL(vm, String, letters, text_or_empty(vm, kept));
  return letters ? regexp_find_code(vm, source, letters) : NULL;
}

RegexpObject *regexp_create(VM *vm, Value pattern, Value flags) {
  KEEP_CELL(vm, RegexpCode, code, code_for(vm, pattern, flags));
  if (!code) return NULL;
  return regexp_new(&vm->isolate, vm->isolate.regexp_shape, code);
}

/* Pattern and flags as RegExp takes them out of another expression, or out of
 * what says that it is one. */
static bool take_apart(VM *vm, bool is_regexp, Value *pattern, Value *flags) {
  Isolate *isolate = &vm->isolate;
  Value source = *pattern;
  if (value_is_kind(source, KIND_REGEXP)) {
    RegexpObject *other = regexp_of(source);
    *pattern = value_from_cell(other->code->source);
    if (!value_is_undefined(*flags)) return true;
    Buffer text = {};
    regexp_append_flags(other->code->cell.flags, &text);
    String *string = string_from_text(isolate, text.bytes, text.length);
    buffer_free(&text);
    return library_string(vm, string, flags);
  }
  if (!is_regexp) return true;
  KEEP(vm, kept, source);
  if (!vm_get(vm, kept, ATOM_KEY(isolate, source), pattern)) return false;
  return !value_is_undefined(*flags) ||
         vm_get(vm, kept, ATOM_KEY(isolate, flags), flags);
}

/* RegExp(expression) is that expression itself when it was made by RegExp. */
static bool is_same(VM *vm, Call *call, Value pattern, bool *result) {
  KEEP(vm, constructor, VALUE_UNDEFINED);
  if (!vm_get(vm, pattern, ATOM_KEY(&vm->isolate, constructor), &constructor))
    return false;
  *result = value_same_bits(constructor, value_from_cell(call->callee));
  return true;
}

static bool construct(VM *vm, Call *call) {
  KEEP(vm, pattern, call_argument(call, 0));
  KEEP(vm, flags, call_argument(call, 1));
  KEEP(vm, prototype, VALUE_UNDEFINED);
  KEEP(vm, new_target, call->new_target);
  bool is_regexp, same = false;
  if (!text_is_regexp(vm, pattern, &is_regexp)) return false;
  if (value_is_undefined(new_target)) {
    new_target = value_from_cell(call->callee);
    if (is_regexp && value_is_undefined(flags) &&
        !is_same(vm, call, pattern, &same))
      return false;
    if (same) return call_return(call, pattern);
  }
  if (!take_apart(vm, is_regexp, &pattern, &flags) ||
      !vm_prototype_for(vm, new_target, INTRINSIC_regexp_prototype, &prototype))
    return false;
  KEEP_CELL(vm, RegexpCode, code, code_for(vm, pattern, flags));
  if (!code) return false;
  KEEP_CELL(vm, Shape, shape, regexp_shape_for(&vm->isolate, prototype));
  RegexpObject *regexp = regexp_new(&vm->isolate, shape, code);
  regexp->is_plain = value_same_bits(new_target, value_from_cell(call->callee));
  return call_return(call, value_from_cell(regexp));
}

/* RegExp.prototype.compile: the object becomes another expression; not those of
 * classes that extend RegExp. */
static bool compile(VM *vm, Call *call) {
  if (!value_is_kind(call->this_value, KIND_REGEXP) ||
      !regexp_of(call->this_value)->is_plain)
    return library_throw_receiver(vm, "RegExp.prototype.compile",
                                  call->this_value);
  KEEP(vm, pattern, call_argument(call, 0));
  KEEP(vm, flags, call_argument(call, 1));
  if (value_is_kind(pattern, KIND_REGEXP) && !value_is_undefined(flags))
    return vm_throw_type(
        vm, "Cannot supply flags when constructing one RegExp from another");
  if (!take_apart(vm, false, &pattern, &flags)) return false;
  KEEP_CELL(vm, RegexpCode, code, code_for(vm, pattern, flags));
  if (!code) return false;
  RegexpObject *regexp = regexp_of(call->this_value);
  cell_write_pointer(&vm->isolate.heap, regexp, regexp->code, code);
  call->result = call->this_value;
  return regexp_set_last_index(vm, call->this_value, 0);
}

/* ---- Opening ------------------------------------------------------------ */

void library_open_regexp(VM *vm) {
  static const NativeEntry methods[] = {{"compile", compile, 2}};
  Isolate *isolate = &vm->isolate;
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_regexp_prototype, INTRINSIC(isolate, object_prototype));
  NativeFunction *constructor =
      library_add_constructor(vm, "RegExp", construct, 2, prototype);
  isolate->intrinsics[INTRINSIC_regexp_constructor] = &constructor->object;
  isolate->regexp_shape = regexp_shape_for(isolate, value_from_cell(prototype));
  isolate->match_shape = regexp_match_shape_new(isolate);
  regexp_open_exec(vm, prototype);
  regexp_open_flags(vm, prototype);
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  regexp_open_match(vm, prototype);
  regexp_open_replace(vm, prototype);
  regexp_open_split(vm, prototype);
  library_add_species(vm, &constructor->object);
  regexp_open_escape(vm, &constructor->object);
  regexp_open_legacy(vm, &constructor->object);
}
