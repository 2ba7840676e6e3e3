/* console_format.c - several values as one message, with `%` in the first. */
#include "host/console.h"

#include <math.h>

/* ---- Values ------------------------------------------------------------- */

static void put_slice(const String *string, u32 start, u32 end, Buffer *out) {
  for (u32 i = start; i < end; i++) {
    u32 c = string_unit(string, i);
    bool is_pair = (c & 0xFC00) == 0xD800 && i + 1 < end &&
                   (string_unit(string, i + 1) & 0xFC00) == 0xDC00;
    if (is_pair)
      c = 0x10000 + ((c & 0x3FF) << 10) + (string_unit(string, ++i) & 0x3FF);
    buffer_code_point(out, c);
  }
}

static bool put_string(VM *vm, Value value, Buffer *out) {
  String *text = string_flatten(&vm->isolate, value);
  if (!text) return vm_throw_memory(vm);
  string_append_text(text, out);
  return true;
}

/* String(value), symbols included. */
static bool put_converted(VM *vm, Value value, Buffer *out) {
  if (value_is_symbol(value)) {
    InspectOptions options = INSPECT_DEFAULTS;
    return inspect(vm, value, &options, out);
  }
  KEEP(vm, text, VALUE_UNDEFINED);
  return vm_to_string_value(vm, value, &text) && put_string(vm, text, out);
}

/* As an argument of its own: strings as they are, others inspected. */
static bool put_value(VM *vm, Value value, Buffer *out) {
  if (value_is_string(value)) return put_string(vm, value, out);
  if (value_is_number(value)) {
    inspect_number(value_to_number(value), out);
    return true;
  }
  InspectOptions options = INSPECT_DEFAULTS;
  return inspect(vm, value, &options, out);
}

/* ---- %s ----------------------------------------------------------------- */

static bool get_callable(VM *vm, Value object, Key key, bool *result) {
  Value method;
  if (!vm_get(vm, object, key, &method)) return false;
  *result = value_is_callable(method);
  return true;
}

/* Whether String(object) would say nothing of the program's own: neither
 * toString nor Symbol.toPrimitive comes from it or its classes. */
static bool has_builtin_text(VM *vm, Value value, bool *result) {
  Isolate *isolate = &vm->isolate;
  Key to_string = ATOM_KEY(isolate, toString);
  Key to_primitive = SYMBOL_KEY(isolate, toPrimitive);
  bool has_string, has_primitive;
  if (!get_callable(vm, value, to_string, &has_string) ||
      !get_callable(vm, value, to_primitive, &has_primitive))
    return false;
  *result = !has_string && !has_primitive;
  if (*result) return true;
  for (Object *object = value_to_object(value);;) {
    Property property;
    if ((has_string && object_get_own(isolate, object, to_string, &property)) ||
        (has_primitive &&
         object_get_own(isolate, object, to_primitive, &property))) {
      *result =
          object != value_to_object(value) && inspect_is_builtin(vm, object);
      return true;
    }
    Value parent = object_prototype(isolate, object);
    if (!value_is_object(parent)) return true;
    object = value_to_object(parent);
  }
}

static bool put_as_string(VM *vm, Value value, Buffer *out) {
  bool is_builtin = false;
  if (value_is_number(value)) return put_value(vm, value, out);
  if (value_is_object(value) && !value_is_callable(value) &&
      !has_builtin_text(vm, value, &is_builtin))
    return false;
  if (!is_builtin) return put_converted(vm, value, out);
  InspectOptions options = INSPECT_DEFAULTS;
  options.depth = 0;
  return inspect(vm, value, &options, out);
}

/* ---- %d, %i, %f, %j ----------------------------------------------------- */

/* Calls a function of the global object, or of one of its objects. */
static bool call_global(VM *vm, const char *object, const char *name,
                        Value value, Value *result) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, holder, value_from_cell(isolate->global));
  KEEP(vm, function, VALUE_UNDEFINED);
  if (object && !vm_get(vm, holder, key_from_c(isolate, object), &holder))
    return false;
  return vm_get(vm, holder, key_from_c(isolate, name), &function) &&
         vm_call(vm, function, holder, &value, 1, result);
}

static bool put_as_number(VM *vm, Value value, const char *parser,
                          Buffer *out) {
  KEEP(vm, parsed, value);
  double number = NAN;
  if (!value_is_symbol(value)) {
    if (parser && !call_global(vm, NULL, parser, value, &parsed)) return false;
    if (!vm_to_number(vm, parsed, &number)) return false;
  }
  inspect_number(number, out);
  return true;
}

/* Whether the pending exception is JSON's about a circle. */
static bool is_circular(VM *vm, Value exception) {
  static const char start[] = "Converting circular structure";
  Property property;
  if (!value_is_object(exception) ||
      !object_find(&vm->isolate, value_to_object(exception),
                   ATOM_KEY(&vm->isolate, message), &property) ||
      !value_is_kind(property.value, KIND_STRING))
    return false;
  Buffer message = {};
  string_append_text((String *)value_to_cell(property.value), &message);
  bool result = message.length >= strlen(start) &&
                !memcmp(message.bytes, start, strlen(start));
  buffer_free(&message);
  return result;
}

static bool put_json(VM *vm, Value value, Buffer *out) {
  KEEP(vm, text, VALUE_UNDEFINED);
  if (!call_global(vm, "JSON", "stringify", value, &text)) {
    if (vm->is_terminating || !is_circular(vm, vm->exception)) return false;
    vm_take_exception(vm);
    buffer_text(out, "[Circular]");
    return true;
  }
  return put_converted(vm, text, out);
}

/* ---- The template ------------------------------------------------------- */

/* Appends what `%` and `letter` make of a value; `*known` is false, and
 * nothing appended, for letters that mean nothing. */
static bool put_conversion(VM *vm, u32 letter, Value value, bool *known,
                           Buffer *out) {
  InspectOptions options = INSPECT_DEFAULTS;
  *known = true;
  switch (letter) {
  case 's': return put_as_string(vm, value, out);
  case 'd': return put_as_number(vm, value, NULL, out);
  case 'i': return put_as_number(vm, value, "parseInt", out);
  case 'f': return put_as_number(vm, value, "parseFloat", out);
  case 'j': return put_json(vm, value, out);
  case 'O': return inspect(vm, value, &options, out);
  case 'o':
    options.show_hidden = true;
    options.depth = 4;
    return inspect(vm, value, &options, out);
  case 'c': return true; /* styles are for browsers */
  }
  *known = false;
  return true;
}

/* Appends the first value with the `%` in it replaced; `*used` is how many
 * values that took, 0 when there was nothing to replace. */
static bool put_template(VM *vm, const Value *values, u32 count, u32 *used,
                         Buffer *out) {
  KEEP_CELL(vm, String, template, string_flatten(&vm->isolate, values[0]));
  if (!template) return vm_throw_memory(vm);
  u32 copied = 0, taken = 1;
  for (u32 i = 0; i + 1 < template->length; i++) {
    if (string_unit(template, i) != '%') continue;
    u32 letter = string_unit(template, ++i);
    size_t start = out->length;
    if (letter == '%') {
      put_slice(template, copied, i, out);
    } else if (taken < count) {
      put_slice(template, copied, i - 1, out);
      bool known;
      if (!put_conversion(vm, letter, values[taken], &known, out)) return false;
      if (!known) {
        out->length = start;
        continue;
      }
      taken++;
    } else {
      continue;
    }
    copied = i + 1;
  }
  *used = copied ? taken : 0;
  if (copied) put_slice(template, copied, template->length, out);
  return true;
}

bool console_format(VM *vm, const Value *values, u32 count, Buffer *out) {
  buffer_text(out, "");
  u32 used = 0;
  if (count > 1 && value_is_string(values[0]) &&
      !put_template(vm, values, count, &used, out))
    return false;
  for (u32 i = used; i < count; i++) {
    if (i) buffer_byte(out, ' ');
    if (!put_value(vm, values[i], out)) return false;
  }
  return true;
}
