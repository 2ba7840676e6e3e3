/* number.c - Number, and numbers as text. */
#include "base/number.h"
#include "library/intl.h"
#include "library/wrapper.h"
#include "object/bigint.h"

#include <math.h>
#include <stdlib.h>

/* ---- The constructor and its tests -------------------------------------- */

static bool construct(VM *vm, Call *call) {
  KEEP(vm, value, value_from_int(0));
  if (call->count && !vm_to_numeric(vm, call->arguments[0], &value))
    return false;
  if (value_is_bigint(value))
    value = value_from_number(bigint_to_double(value_to_bigint(value)));
  if (value_is_undefined(call->new_target)) return call_return(call, value);
  Object *object =
      wrapper_construct(vm, call, INTRINSIC_number_prototype, value);
  return object && call_return(call, value_from_cell(object));
}

static bool is_integer(Value value) {
  if (value_is_int(value)) return true;
  if (!value_is_number(value)) return false;
  double number = value_to_double(value);
  return isfinite(number) && trunc(number) == number;
}

static bool number_is_integer(VM *vm, Call *call) {
  bool result = is_integer(call_argument(call, 0));
  return call_return(call, value_from_boolean(result));
}

static bool number_is_safe_integer(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool result = is_integer(value) && fabs(value_to_number(value)) <= LENGTH_MAX;
  return call_return(call, value_from_boolean(result));
}

static bool number_is_finite(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool result = value_is_number(value) && isfinite(value_to_number(value));
  return call_return(call, value_from_boolean(result));
}

static bool number_is_nan(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool result = value_is_number(value) && isnan(value_to_number(value));
  return call_return(call, value_from_boolean(result));
}

/* ---- Numbers as text ---------------------------------------------------- */

static bool this_number(VM *vm, Call *call, const char *method, Value *result) {
  *result = wrapper_open(call->this_value);
  return value_is_number(*result) ||
         vm_throw_type(vm,
                       "Number.prototype.%s requires that 'this' be a Number",
                       method);
}

static bool return_text(VM *vm, Call *call, const char *text, size_t length) {
  return library_string(
      vm, string_from_latin1(&vm->isolate, (const u8 *)text, (u32)length),
      &call->result);
}

static bool return_decimal(VM *vm, Call *call, Value number) {
  return library_string(vm, vm_number_to_string(vm, number), &call->result);
}

/* Integers need no care for fractions. */
static bool return_integer(VM *vm, Call *call, i32 number, u32 radix) {
  char text[40], *end = text + sizeof text, *at = end;
  u32 rest = number < 0 ? -(u32)number : (u32)number;
  do
    *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % radix];
  while (rest /= radix);
  if (number < 0) *--at = '-';
  return return_text(vm, call, at, (size_t)(end - at));
}

static bool to_string(VM *vm, Call *call) {
  Value number;
  double radix = 10;
  if (!this_number(vm, call, "toString", &number)) return false;
  Value wanted = call_argument(call, 0);
  if (value_is_undefined(wanted)) return return_decimal(vm, call, number);
  if (!vm_to_integer(vm, wanted, &radix)) return false;
  if (!(radix >= 2 && radix <= 36))
    return vm_throw_range(vm,
                          "toString() radix argument must be between 2 and 36");
  if (radix == 10) return return_decimal(vm, call, number);
  if (value_is_int(number))
    return return_integer(vm, call, value_to_int(number), (u32)radix);
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_radix(value_to_number(number), (int)radix, text);
  return return_text(vm, call, text, length);
}

/* ---- Numbers for readers ------------------------------------------------ */

constexpr size_t LOCALE_DECIMALS = 3;

/* Rounds decimal digits (with a point) after `kept` of them, halves away from
 * zero: what people see is rounded, not the exact value behind it. */
static void round_digits(Buffer *digits, size_t kept) {
  char next = digits->bytes[kept];
  digits->length = kept;
  if (next < '5') return;
  for (size_t i = kept; i-- > 0;) {
    if (digits->bytes[i] == '.') continue;
    if (digits->bytes[i]++ < '9') return;
    digits->bytes[i] = '0';
  }
  /* 9.9995: a digit more in front */
  Buffer more = {};
  buffer_byte(&more, '1');
  buffer_append(&more, digits->bytes, digits->length);
  buffer_free(digits);
  *digits = more;
}

static size_t point_of(const Buffer *digits) {
  const char *point =
      digits->length ? memchr(digits->bytes, '.', digits->length) : NULL;
  return point ? (size_t)(point - digits->bytes) : digits->length;
}

/* "1.5e+21" written out: 1500000000000000000000. */
static void put_expanded(double magnitude, Buffer *digits) {
  char text[NUMBER_TEXT_BYTES];
  number_to_exponential(magnitude, -1, text);
  const char *exponent = strchr(text, 'e');
  size_t wanted = (size_t)atoi(exponent + 1) + 1;
  for (const char *at = text; at < exponent; at++)
    if (*at != '.') buffer_byte(digits, *at);
  while (digits->length < wanted)
    buffer_byte(digits, '0');
}

/* The shortest digits of a number, at most three of them decimals. */
static void put_rounded(double magnitude, Buffer *digits) {
  char text[NUMBER_TEXT_BYTES];
  if (magnitude >= 1e21) {
    put_expanded(magnitude, digits);
    return;
  }
  number_to_text(magnitude < 1e-6 ? 0 : magnitude, text);
  buffer_text(digits, text);
  size_t most = point_of(digits) + 1 + LOCALE_DECIMALS;
  if (digits->length <= most) return;
  round_digits(digits, most);
  while (digits->bytes[digits->length - 1] == '0')
    digits->length--;
  if (digits->bytes[digits->length - 1] == '.') digits->length--;
}

/* Groups the integer digits of a plain decimal by three: 1,234.5. */
static void put_grouped(Buffer *out, const Buffer *digits) {
  size_t integers = point_of(digits);
  for (size_t i = 0; i < integers; i++) {
    if (i && (integers - i) % 3 == 0) buffer_byte(out, ',');
    buffer_byte(out, digits->bytes[i]);
  }
  buffer_append(out, digits->bytes + integers, digits->length - integers);
}

/* As an English reader expects it, which needs nothing of ICU; all else is
 * Intl.NumberFormat's. */
static bool to_locale_string(VM *vm, Call *call) {
  Value value, locales = call_argument(call, 0);
  Value options = call_argument(call, 1);
  if (!this_number(vm, call, "toLocaleString", &value)) return false;
  if (!value_is_undefined(locales) || !value_is_undefined(options) ||
      strcmp(intl_default_locale(vm), "en-US"))
    return intl_number_text(vm, value, locales, options, &call->result);
  double number = value_to_number(value);
  if (isnan(number)) return return_decimal(vm, call, value);
  Buffer digits = {}, text = {};
  if (signbit(number)) buffer_byte(&text, '-');
  if (isinf(number)) {
    buffer_text(&text, "∞");
  } else {
    put_rounded(fabs(number), &digits);
    put_grouped(&text, &digits);
  }
  String *string = string_from_text(&vm->isolate, text.bytes, text.length);
  buffer_free(&digits);
  buffer_free(&text);
  return library_string(vm, string, &call->result);
}

/* ---- Numbers in chosen forms -------------------------------------------- */

static bool value_of(VM *vm, Call *call) {
  return this_number(vm, call, "valueOf", &call->result);
}

static bool to_fixed(VM *vm, Call *call) {
  Value value;
  double digits;
  if (!this_number(vm, call, "toFixed", &value) ||
      !vm_to_integer(vm, call_argument(call, 0), &digits))
    return false;
  if (!(digits >= 0 && digits <= 100))
    return vm_throw_range(
        vm, "toFixed() digits argument must be between 0 and 100");
  double number = value_to_number(value);
  if (!(fabs(number) < 1e21)) return return_decimal(vm, call, value);
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_fixed(number, (int)digits, text);
  return return_text(vm, call, text, length);
}

static bool to_exponential(VM *vm, Call *call) {
  Value value, wanted = call_argument(call, 0);
  double digits;
  if (!this_number(vm, call, "toExponential", &value) ||
      !vm_to_integer(vm, wanted, &digits))
    return false;
  double number = value_to_number(value);
  if (!isfinite(number)) return return_decimal(vm, call, value);
  if (!(digits >= 0 && digits <= 100))
    return vm_throw_range(vm,
                          "toExponential() argument must be between 0 and 100");
  if (value_is_undefined(wanted)) digits = -1; /* as many as needed */
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_exponential(number, (int)digits, text);
  return return_text(vm, call, text, length);
}

static bool to_precision(VM *vm, Call *call) {
  Value value, wanted = call_argument(call, 0);
  double digits;
  if (!this_number(vm, call, "toPrecision", &value)) return false;
  if (value_is_undefined(wanted)) return return_decimal(vm, call, value);
  if (!vm_to_integer(vm, wanted, &digits)) return false;
  double number = value_to_number(value);
  if (!isfinite(number)) return return_decimal(vm, call, value);
  if (!(digits >= 1 && digits <= 100))
    return vm_throw_range(vm,
                          "toPrecision() argument must be between 1 and 100");
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_precision(number, (int)digits, text);
  return return_text(vm, call, text, length);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry static_functions[] = {
    {"isFinite", number_is_finite, 1},
    {"isInteger", number_is_integer, 1},
    {"isNaN", number_is_nan, 1},
    {"isSafeInteger", number_is_safe_integer, 1},
};

static const ConstantEntry constants[] = {
    {"EPSILON", 0x1p-52},
    {"MAX_SAFE_INTEGER", LENGTH_MAX},
    {"MAX_VALUE", 0x1.fffffffffffffp1023},
    {"MIN_SAFE_INTEGER", -LENGTH_MAX},
    {"MIN_VALUE", 0x1p-1074},
    {"NaN", NAN},
    {"NEGATIVE_INFINITY", -INFINITY},
    {"POSITIVE_INFINITY", INFINITY},
};

static const NativeEntry functions[] = {
    {"toExponential", to_exponential, 1},
    {"toFixed", to_fixed, 1},
    {"toLocaleString", to_locale_string, 0},
    {"toPrecision", to_precision, 1},
    {"toString", to_string, 1},
    {"valueOf", value_of, 0},
};

void library_open_number(VM *vm) {
  Object *prototype =
      wrapper_new_prototype(vm, INTRINSIC_number_prototype, value_from_int(0));
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  NativeFunction *constructor =
      library_add_constructor(vm, "Number", construct, 1, prototype);
  library_add_functions(vm, &constructor->object, static_functions,
                        ARRAY_COUNT(static_functions));
  library_add_constants(vm, &constructor->object, constants,
                        ARRAY_COUNT(constants));
}
