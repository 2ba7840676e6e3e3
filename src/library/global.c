/* global.c - the functions and values of the global object itself. */
#include "library/global.h"

#include <math.h>

/* ---- Reading numbers ---------------------------------------------------- */

/* The text of a string from `start` on, while its units are ASCII letters,
 * digits, signs and points: all that a number can be made of. */
static void number_text(const String *string, u32 start, Buffer *out) {
  for (u32 i = start; i < string->length; i++) {
    u32 unit = string_unit(string, i);
    bool is_part = (unit >= '0' && unit <= '9') ||
                   ((unit | 0x20) >= 'a' && (unit | 0x20) <= 'z') ||
                   unit == '+' || unit == '-' || unit == '.';
    if (!is_part) break;
    buffer_byte(out, (char)unit);
  }
}

static u32 skip_space(const String *string) {
  u32 i = 0;
  while (i < string->length &&
         (unicode_is_space(string_unit(string, i)) ||
          unicode_is_line_terminator(string_unit(string, i))))
    i++;
  return i;
}

static bool global_parse_float(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (value_is_int(value)) return call_return(call, value);
  String *string = vm_to_string(vm, value);
  if (!string) return false;
  Buffer text = {};
  number_text(string, skip_space(string), &text);
  size_t used = 0;
  double number = NAN;
  if (text.length)
    number = number_parse_decimal(text.bytes, text.length, &used);
  buffer_free(&text);
  return call_return(call, value_from_number(used ? number : NAN));
}

/* Decimal digits are read as a literal of them is, so that long ones round
 * as people expect. */
static double parse_digits(const char *text, size_t length, i32 radix,
                           size_t *used) {
  if (radix != 10) return number_parse_radix(text, length, radix, used);
  size_t digits = 0;
  while (digits < length && text[digits] >= '0' && text[digits] <= '9')
    digits++;
  *used = 0;
  return digits ? number_parse_decimal(text, digits, used) : NAN;
}

static double parse_int_text(const char *text, size_t length, i32 radix) {
  double sign = 1;
  if (length && (*text == '+' || *text == '-')) {
    if (*text == '-') sign = -1;
    text++, length--;
  }
  bool has_prefix =
      length >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  if (has_prefix && (radix == 0 || radix == 16)) {
    text += 2, length -= 2;
    radix = 16;
  }
  if (radix == 0) radix = 10;
  size_t used = 0;
  double number = parse_digits(text, length, radix, &used);
  return used ? sign * number : NAN;
}

static bool global_parse_int(VM *vm, Call *call) {
  Value value = call_argument(call, 0), base = call_argument(call, 1);
  if (value_is_int(value) && value_is_undefined(base))
    return call_return(call, value);
  String *string = vm_to_string(vm, value);
  if (!string) return false;
  KEEP_CELL(vm, String, kept, string);
  i32 radix;
  if (!vm_to_int32(vm, base, &radix)) return false;
  if (radix != 0 && (radix < 2 || radix > 36))
    return call_return(call, value_from_number(NAN));
  Buffer text = {};
  number_text(kept, skip_space(kept), &text);
  double number = parse_int_text(text.bytes, text.length, radix);
  buffer_free(&text);
  return call_return(call, value_from_number(number));
}

static bool global_is_nan(VM *vm, Call *call) {
  double number;
  return vm_to_number(vm, call_argument(call, 0), &number) &&
         call_return(call, value_from_boolean(isnan(number)));
}

static bool global_is_finite(VM *vm, Call *call) {
  double number;
  return vm_to_number(vm, call_argument(call, 0), &number) &&
         call_return(call, value_from_boolean(isfinite(number)));
}

/* eval called by another name, or not by its own name in the text: a direct
 * eval is an instruction of its own. */
static bool global_eval(VM *vm, Call *call) {
  Value text = call_argument(call, 0);
  if (!value_is_string(text)) return call_return(call, text);
  return vm_eval(vm, text, &call->result);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry global_functions[] = {
    {"parseFloat", global_parse_float, 1},
    {"parseInt", global_parse_int, 2},
    {"isNaN", global_is_nan, 1},
    {"isFinite", global_is_finite, 1},
};

/* Number's parseFloat and parseInt are the same functions as the global
 * ones. */
static void share_with_number(VM *vm, const char *name) {
  Isolate *isolate = &vm->isolate;
  Property number, function;
  if (object_get_own(isolate, isolate->global, ATOM_KEY(isolate, Number),
                     &number) &&
      object_get_own(isolate, isolate->global, key_from_c(isolate, name),
                     &function))
    object_set_c(isolate, value_to_object(number.value), name, function.value,
                 ATTRIBUTES_HIDDEN);
}

void library_open_global(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *global = isolate->global;
  static const ConstantEntry constants[] = {{"NaN", NAN},
                                            {"Infinity", INFINITY}};
  object_set_c(isolate, global, "globalThis", value_from_cell(global),
               ATTRIBUTES_HIDDEN);
  library_add_constants(vm, global, constants, ARRAY_COUNT(constants));
  object_set_c(isolate, global, "undefined", VALUE_UNDEFINED, ATTRIBUTES_NONE);
  library_add_functions(vm, global, global_functions,
                        ARRAY_COUNT(global_functions));
  NativeFunction *eval = native_new(isolate, "eval", global_eval, 1);
  INTRINSIC(isolate, eval) = &eval->object;
  object_set_c(isolate, global, "eval", value_from_cell(eval),
               ATTRIBUTES_HIDDEN);
  share_with_number(vm, "parseFloat");
  share_with_number(vm, "parseInt");
  global_open_uri(vm, global);
}
