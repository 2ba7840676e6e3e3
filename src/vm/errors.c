/* errors.c - exceptions: throwing, and messages that name what went wrong as
 * the source does. Formats follow V8's, which tools parse.
 */
#include "base/number.h"
#include "base/unicode.h"
#include "object/bigint.h"
#include "vm/operations.h"
#include "vm/stack_trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const Intrinsic error_prototypes[] = {
    [ERROR_ERROR] = INTRINSIC_error_prototype,
    [ERROR_TYPE] = INTRINSIC_type_error_prototype,
    [ERROR_RANGE] = INTRINSIC_range_error_prototype,
    [ERROR_REFERENCE] = INTRINSIC_reference_error_prototype,
    [ERROR_SYNTAX] = INTRINSIC_syntax_error_prototype,
    [ERROR_EVAL] = INTRINSIC_eval_error_prototype,
    [ERROR_URI] = INTRINSIC_uri_error_prototype,
    [ERROR_AGGREGATE] = INTRINSIC_aggregate_error_prototype,
    [ERROR_SUPPRESSED] = INTRINSIC_suppressed_error_prototype,
};

bool vm_throw(VM *vm, Value exception) {
  vm->exception = exception;
  heap_probe(&vm->isolate.heap, THROW,
             value_is_cell(exception) ? value_to_cell(exception) : NULL,
             exception, VALUE_UNDEFINED);
  return false;
}

Value vm_take_exception(VM *vm) {
  Value exception = vm->exception;
  vm->exception = VALUE_UNDEFINED;
  return exception;
}

Object *vm_new_error(VM *vm, ErrorKind kind, Value message) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, text, message);
  Object *prototype = isolate->intrinsics[error_prototypes[kind]];
  Shape *shape = shape_empty(isolate, value_from_cell(prototype), 0);
  ROOT_CELL(&isolate->heap, Object, error,
            object_new_kind(isolate, KIND_ERROR, shape, sizeof(ErrorObject)));
  ((ErrorObject *)error)->kind = kind;
  ((ErrorObject *)error)->is_memory = false;
  vm_capture_stack(vm, error, NULL);
  if (!value_is_undefined(text))
    object_define(isolate, error, ATOM_KEY(isolate, message), text,
                  ATTRIBUTES_HIDDEN);
  return error;
}

bool vm_throw_error(VM *vm, ErrorKind kind, const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  size_t length = strlen(text);
  while (unicode_check_utf8(text, length) != length)
    length = unicode_check_utf8(text, length);
  String *message = string_from_text(&vm->isolate, text, length);
  return vm_throw(
      vm, value_from_cell(vm_new_error(vm, kind, value_from_cell(message))));
}

bool vm_throw_memory(VM *vm) {
  vm_throw_range(vm, "Out of memory: the heap limit is %llu MiB",
                 (unsigned long long)(vm->isolate.heap.limit >> 20));
  ((ErrorObject *)value_to_cell(vm->exception))->is_memory = true;
  return false;
}

bool vm_is_memory_error(Value exception) {
  return value_is_kind(exception, KIND_ERROR) &&
         ((ErrorObject *)value_to_cell(exception))->is_memory;
}

/* ---- Messages --------------------------------------------------------------
 */

/* The text of a function of the program. */
static void describe_function(VM *vm, Value value, Buffer *out) {
  if (value_is_kind(value, KIND_CALLABLE_PROXY)) {
    buffer_text(out, "function () { [native code] }");
    return;
  }
  if (value_is_kind(value, KIND_FUNCTION)) {
    const CodeBlock *code = ((Function *)value_to_cell(value))->code;
    buffer_append(out, code->source->text + code->source_start,
                  code->source_end - code->source_start);
    return;
  }
  buffer_text(out, "function ");
  error_append_string(vm, error_peek(vm, value, ATOM_KEY(&vm->isolate, name)),
                      out);
  buffer_text(out, "() { [native code] }");
}

/* #<Point>; of what no named constructor made, its tag. */
static void describe_object(VM *vm, Value value, Buffer *out) {
  if (value_is_kind(value, KIND_PROXY)) {
    buffer_text(out, "#<Object>");
    return;
  }
  Value constructor =
      error_peek(vm, value, ATOM_KEY(&vm->isolate, constructor));
  Value name = error_peek(vm, constructor, ATOM_KEY(&vm->isolate, name));
  bool is_named = value_is_string(name) && string_length(name);
  if (!is_named)
    name = error_peek(vm, value, SYMBOL_KEY(&vm->isolate, toStringTag));
  buffer_text(out, is_named ? "#<" : "[object ");
  if (value_is_string(name))
    error_append_string(vm, name, out);
  else
    buffer_text(out, "Object");
  buffer_byte(out, is_named ? '>' : ']');
}

void vm_describe_for_message(VM *vm, Value value, Buffer *out) {
  char number[NUMBER_TEXT_BYTES];
  if (value_is_number(value)) {
    number_to_text(value_to_number(value), number);
    buffer_text(out, number);
  } else if (value_is_string(value)) {
    buffer_byte(out, '"');
    error_append_string(vm, value, out);
    buffer_byte(out, '"');
  } else if (value_is_symbol(value)) {
    key_append_text((Key){value.bits}, out);
  } else if (value_is_bigint(value)) {
    bigint_append_digits(value_to_bigint(value), 10, out);
  } else if (value_is_callable(value)) {
    describe_function(vm, value, out);
  } else if (value_is_kind(value, KIND_ARRAY)) {
    buffer_text(out, "[object Array]");
  } else if (value_is_kind(value, KIND_REGEXP)) {
    buffer_text(out, "[object RegExp]");
  } else if (value_is_kind(value, KIND_ERROR)) {
    buffer_text(out, ""); /* the header may be empty */
    stack_trace_append_header(vm, value_to_object(value), out);
  } else if (value_is_object(value)) {
    describe_object(vm, value, out);
  } else {
    buffer_text(out, value_is_null(value)        ? "null"
                     : value_is_undefined(value) ? "undefined"
                     : value_is_true(value)      ? "true"
                                                 : "false");
  }
}

static bool throw_not(VM *vm, Value callee, const char *what) {
  Buffer text = {};
  if (!source_name_callee(vm, &text))
    vm_describe_for_message(vm, callee, &text);
  vm_throw_type(vm, "%s is not %s", text.bytes ? text.bytes : "value", what);
  buffer_free(&text);
  return false;
}

bool call_not_callable(VM *vm, Value callee) {
  return throw_not(vm, callee, "a function");
}

/* Whether a super() is running; its class's name. */
static bool running_super(VM *vm, Value *name) {
  Value *r = vm->registers;
  if (!r || frame_of(r)->flags & FRAME_NATIVE) return false;
  Opcode op = (Opcode)*vm->pc;
  if (op != OP_SuperCall && op != OP_SuperCallSpread) return false;
  *name = error_peek(vm, r[vm->pc[2]], ATOM_KEY(&vm->isolate, name));
  return true;
}

static bool throw_not_super(VM *vm, Value callee, Value class_name) {
  Buffer super = {}, name = {};
  error_append_string(vm, error_peek(vm, callee, ATOM_KEY(&vm->isolate, name)),
                      &super);
  error_append_string(vm, class_name, &name);
  if (name.length)
    vm_throw_type(vm, "Super constructor %s of %s is not a constructor",
                  super.length ? super.bytes : "null", name.bytes);
  else
    vm_throw_type(vm, "Super constructor %s of anonymous class",
                  super.length ? super.bytes : "null");
  buffer_free(&super);
  buffer_free(&name);
  return false;
}

bool call_not_constructor(VM *vm, Value callee) {
  Value class_name;
  if (running_super(vm, &class_name))
    return throw_not_super(vm, callee, class_name);
  return throw_not(vm, callee, "a constructor");
}
