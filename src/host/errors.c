/* errors.c - see errors.h. */
#define _GNU_SOURCE /* vasprintf */
#include "host/errors.h"

#include "host/inspect.h"
#include "vm/stack_trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Making ------------------------------------------------------------- */

/* The name is in the stack's text, which is made while the error has it;
 * whether it stays is the caller's choice. */
static bool throw_with(VM *vm, ErrorKind kind, const char *name,
                       bool keeps_name, const char *code,
                       const Buffer *message) {
  Isolate *isolate = &vm->isolate;
  Key name_key = ATOM_KEY(isolate, name);
  KEEP_CELL(vm, String, text,
            string_from_text(isolate, message->bytes ? message->bytes : "",
                             message->length));
  if (!text) return vm_throw_memory(vm);
  KEEP_CELL(vm, Object, error, vm_new_error(vm, kind, value_from_cell(text)));
  if (name) {
    KEEP_CELL(vm, String, name_text, string_intern_c(isolate, name));
    object_define(isolate, error, name_key, value_from_cell(name_text),
                  ATTRIBUTES_HIDDEN);
    stack_trace_settle(vm, error);
    if (!keeps_name) object_delete(isolate, error, name_key);
  }
  KEEP_CELL(vm, String, code_text, string_intern_c(isolate, code));
  object_set_c(isolate, error, "code", value_from_cell(code_text),
               ATTRIBUTES_DEFAULT);
  return vm_throw(vm, value_from_cell(error));
}

static const char *kind_name(ErrorKind kind) {
  return kind == ERROR_TYPE    ? "TypeError"
         : kind == ERROR_RANGE ? "RangeError"
                               : "Error";
}

bool host_throw_coded(VM *vm, ErrorKind kind, const char *code,
                      const char *format, ...) {
  Buffer message = {}, name = {};
  va_list arguments;
  va_start(arguments, format);
  char *text = NULL;
  if (vasprintf(&text, format, arguments) >= 0) buffer_text(&message, text);
  va_end(arguments);
  free(text);
  bool is_shown = !strncmp(code, "ERR_", 4);
  if (is_shown) buffer_format(&name, "%s [%s]", kind_name(kind), code);
  throw_with(vm, kind, name.bytes, false, code, &message);
  buffer_free(&name);
  buffer_free(&message);
  return false;
}

bool host_throw_named(VM *vm, const char *name, const char *code,
                      const Buffer *message) {
  return throw_with(vm, ERROR_ERROR, name, true, code, message);
}

/* ---- Arguments of the wrong type ---------------------------------------- */

/* "type number (5)", "type string ('a')": of long ones the beginning. */
static bool describe_primitive(VM *vm, Value value, Buffer *out) {
  constexpr size_t shown_most = 28, shown_cut = 25;
  Buffer text = {};
  bool is_string = value_is_string(value), ok = true;
  if (is_string)
    string_append_text((String *)value_to_cell(value), &text);
  else
    ok = inspect(vm, value, &INSPECT_DEFAULTS, &text);
  if (text.length > shown_most) {
    text.length = shown_cut;
    while (text.length && ((u8)text.bytes[text.length] & 0xC0) == 0x80)
      text.length--; /* no half of a character */
    buffer_text(&text, "...");
  }
  buffer_text(out, "type ");
  string_append_text(vm_typeof(vm, value), out);
  buffer_text(out, " (");
  if (is_string)
    inspect_quote(text.bytes ? text.bytes : "", text.length, out);
  else
    buffer_append(out, text.bytes ? text.bytes : "", text.length);
  buffer_byte(out, ')');
  buffer_free(&text);
  return ok;
}

bool host_describe_received(VM *vm, Value value, Buffer *out) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, constructor, VALUE_UNDEFINED);
  KEEP(vm, name, VALUE_UNDEFINED);
  if (value_is_nullish(value)) {
    library_describe(vm, value, out);
    return true;
  }
  if (!value_is_object(value)) return describe_primitive(vm, value, out);
  bool is_function = value_is_callable(value);
  if (!is_function &&
      !vm_get(vm, value, ATOM_KEY(isolate, constructor), &constructor))
    return false;
  Value named = is_function ? value : constructor;
  if (value_is_object(named) &&
      !vm_get(vm, named, ATOM_KEY(isolate, name), &name))
    return false;
  bool has_name = value_is_string(name) && string_length(name);
  if (!has_name && !is_function) {
    InspectOptions options = INSPECT_DEFAULTS;
    options.depth = -1;
    return inspect(vm, value, &options, out);
  }
  buffer_text(out, is_function ? "function " : "an instance of ");
  if (has_name) library_describe(vm, name, out);
  return true;
}

bool host_throw_type(VM *vm, const char *name, const char *expected,
                     Value received) {
  KEEP(vm, kept, received);
  Buffer text = {};
  if (host_describe_received(vm, kept, &text))
    host_throw_coded(vm, ERROR_TYPE, "ERR_INVALID_ARG_TYPE",
                     "The \"%s\" %s must be %s. Received %s", name,
                     strchr(name, '.') ? "property" : "argument", expected,
                     text.bytes ? text.bytes : "");
  buffer_free(&text);
  return false;
}

bool host_throw_missing(VM *vm, const char *name) {
  return host_throw_coded(vm, ERROR_TYPE, "ERR_MISSING_ARGS",
                          "The \"%s\" argument must be specified", name);
}

bool host_check_callback(VM *vm, Call *call) {
  Value callback = call_argument(call, 0);
  return value_is_callable(callback) ||
         host_throw_type(vm, "callback", "of type function", callback);
}
