/* errors.c - exceptions: throwing, stack traces, and messages that name what
 * went wrong as the source does. Formats follow V8's, which tools parse.
 */
#include "base/number.h"
#include "base/unicode.h"
#include "object/bigint.h"
#include "vm/operations.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

constexpr u32 STACK_TRACE_FRAMES = 10;

static const Intrinsic error_prototypes[] = {
    [ERROR_ERROR] = INTRINSIC_error_prototype,
    [ERROR_TYPE] = INTRINSIC_type_error_prototype,
    [ERROR_RANGE] = INTRINSIC_range_error_prototype,
    [ERROR_REFERENCE] = INTRINSIC_reference_error_prototype,
    [ERROR_SYNTAX] = INTRINSIC_syntax_error_prototype,
    [ERROR_EVAL] = INTRINSIC_eval_error_prototype,
    [ERROR_URI] = INTRINSIC_uri_error_prototype,
    [ERROR_AGGREGATE] = INTRINSIC_aggregate_error_prototype,
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
  /* the header of the trace names the message, so it is made again */
  vm_capture_stack(vm, error, NULL);
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

/* ---- Stack traces ---------------------------------------------------------
 */

/* A data property found without running code; hole when there is none. */
static Value peek(VM *vm, Value value, Key key) {
  Property property;
  if (!value_is_object(value) ||
      !object_find(&vm->isolate, value_to_object(value), key, &property) ||
      property.place == PLACE_EXOTIC ||
      property.attributes & ATTRIBUTE_ACCESSOR)
    return VALUE_HOLE;
  return property.value;
}

static void append_string(VM *vm, Value value, Buffer *out) {
  if (!value_is_string(value)) return;
  String *flat = string_flatten(&vm->isolate, value);
  if (flat) string_append_text(flat, out);
}

/* What stands before the name of a method of that receiver: the class of a
 * static method, the tag of a namespace, or the receiver's constructor. */
static Value receiver_name(VM *vm, Value receiver) {
  Isolate *isolate = &vm->isolate;
  if (value_is_callable(receiver))
    return value_to_cell(receiver)->flags & OBJECT_IS_CLASS
               ? peek(vm, receiver, ATOM_KEY(isolate, name))
               : (Value){ATOM_KEY(isolate, Function).bits};
  Value tag = peek(vm, receiver, SYMBOL_KEY(isolate, toStringTag));
  if (value_is_string(tag)) return tag;
  Value constructor = peek(vm, receiver, ATOM_KEY(isolate, constructor));
  return peek(vm, constructor, ATOM_KEY(isolate, name));
}

static void append_receiver(VM *vm, Value *r, Buffer *out) {
  Value this_value = r[0];
  if (!value_is_object(this_value) ||
      value_to_object(this_value) == vm->isolate.global)
    return;
  ROOT(&vm->isolate.heap, name, receiver_name(vm, this_value));
  if (!value_is_string(name) || string_length(name) == 0) return;
  append_string(vm, name, out);
  buffer_byte(out, '.');
}

/* Accessors, symbols' methods and initializers stand alone. */
static bool is_named_alone(VM *vm, Value name) {
  if (!value_is_string(name) || string_length(name) == 0) return false;
  String *flat = string_flatten(&vm->isolate, name);
  if (!flat) return false;
  Buffer text = {};
  string_append_text(flat, &text);
  bool is_alone = *text.bytes == '[' || *text.bytes == '<' ||
                  !strncmp(text.bytes, "get ", 4) ||
                  !strncmp(text.bytes, "set ", 4);
  buffer_free(&text);
  return is_alone;
}

/* One line: "    at name (file:line:column)". */
static void append_frame(VM *vm, Value *r, const Unit *pc, Buffer *out) {
  Frame *frame = frame_of(r);
  bool is_native = frame->flags & FRAME_NATIVE;
  CodeBlock *code = is_native ? NULL : frame_code(r);
  bool is_script = code && code->flags & CODE_SCRIPT;
  ROOT(&vm->isolate.heap, name,
       peek(vm, value_from_cell(frame->callee), ATOM_KEY(&vm->isolate, name)));
  buffer_text(out, "\n    at ");
  size_t start = out->length;
  bool is_named = value_is_string(name) && string_length(name) > 0;
  if (!is_script) {
    if (frame->flags & FRAME_CONSTRUCT)
      buffer_text(out, "new ");
    else if (!(code && code->flags & CODE_EVAL) && !is_named_alone(vm, name))
      append_receiver(vm, r, out);
    if (is_named)
      append_string(vm, name, out);
    else if (out->length > start)
      buffer_text(out, "<anonymous>");
  }
  bool has_name = out->length > start;
  if (has_name) buffer_text(out, " (");
  if (!code) {
    buffer_text(out, "<anonymous>");
  } else {
    u32 unit = (u32)(pc - code->instructions);
    const Position *position = code_block_position(code, unit);
    source_append_place(code->source,
                        position ? position->source_start : code->source_start,
                        out);
  }
  if (has_name) buffer_byte(out, ')');
}

static void append_header(VM *vm, Object *object, Buffer *out) {
  ROOT(&vm->isolate.heap, text,
       peek(vm, value_from_cell(object), ATOM_KEY(&vm->isolate, name)));
  size_t start = out->length;
  if (value_is_hole(text))
    buffer_text(out, "Error");
  else
    append_string(vm, text, out);
  text = peek(vm, value_from_cell(object), ATOM_KEY(&vm->isolate, message));
  if (value_is_string(text) && string_length(text) > 0) {
    if (out->length > start) buffer_text(out, ": ");
    append_string(vm, text, out);
  }
}

/* Error.stackTraceLimit, as V8 has it. */
static u32 trace_limit(VM *vm) {
  Value prototype = value_from_cell(INTRINSIC(&vm->isolate, error_prototype));
  Value constructor = peek(vm, prototype, ATOM_KEY(&vm->isolate, constructor));
  Value limit =
      peek(vm, constructor, key_from_c(&vm->isolate, "stackTraceLimit"));
  if (!value_is_int(limit)) return STACK_TRACE_FRAMES;
  i32 count = value_to_int(limit);
  return count < 0 ? 0 : count > 200 ? 200 : (u32)count;
}

/* The constructors of errors do not belong in the trace of their own error. */
static bool is_error_constructor(VM *vm, Value *r, Object *object) {
  Frame *frame = frame_of(r);
  return frame->flags & FRAME_CONSTRUCT && frame->flags & FRAME_NATIVE &&
         object->cell.kind == KIND_ERROR;
}

bool vm_capture_stack(VM *vm, Object *object, Object *until) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  Buffer text = {};
  append_header(vm, kept, &text);
  Value *r = vm->registers;
  const Unit *pc = vm->pc;
  bool skipping = until != NULL;
  u32 left = trace_limit(vm);
  for (bool first = true; r && left; first = false) {
    Frame *frame = frame_of(r);
    if (frame->flags & FRAME_FINISHED) break;
    bool is_hidden = frame->callee->cell.kind == KIND_CALLABLE_PROXY;
    if (!skipping && !is_hidden &&
        !(first && is_error_constructor(vm, r, kept))) {
      append_frame(vm, r, pc, &text);
      left--;
    }
    if (frame->callee == until) skipping = false;
    pc = frame->return_unit;
    r = frame->caller;
  }
  String *stack =
      string_from_text(isolate, text.bytes ? text.bytes : "", text.length);
  buffer_free(&text);
  return stack && object_define(isolate, kept, ATOM_KEY(isolate, stack),
                                value_from_cell(stack), ATTRIBUTES_HIDDEN);
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
  append_string(vm, peek(vm, value, ATOM_KEY(&vm->isolate, name)), out);
  buffer_text(out, "() { [native code] }");
}

/* #<Point>; of what no named constructor made, its tag. */
static void describe_object(VM *vm, Value value, Buffer *out) {
  if (value_is_kind(value, KIND_PROXY)) {
    buffer_text(out, "#<Object>");
    return;
  }
  Value constructor = peek(vm, value, ATOM_KEY(&vm->isolate, constructor));
  Value name = peek(vm, constructor, ATOM_KEY(&vm->isolate, name));
  bool is_named = value_is_string(name) && string_length(name);
  if (!is_named) name = peek(vm, value, SYMBOL_KEY(&vm->isolate, toStringTag));
  buffer_text(out, is_named ? "#<" : "[object ");
  if (value_is_string(name))
    append_string(vm, name, out);
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
    append_string(vm, value, out);
    buffer_byte(out, '"');
  } else if (value_is_symbol(value)) {
    key_append_text((Key){value.bits}, out);
  } else if (value_is_bigint(value)) {
    bigint_append_digits(value_to_bigint(value), 10, out);
  } else if (value_is_callable(value)) {
    describe_function(vm, value, out);
  } else if (value_is_kind(value, KIND_ARRAY)) {
    buffer_text(out, "[object Array]");
  } else if (value_is_kind(value, KIND_ERROR)) {
    buffer_text(out, ""); /* the header may be empty */
    append_header(vm, value_to_object(value), out);
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
  *name = peek(vm, r[vm->pc[2]], ATOM_KEY(&vm->isolate, name));
  return true;
}

static bool throw_not_super(VM *vm, Value callee, Value class_name) {
  Buffer super = {}, name = {};
  append_string(vm, peek(vm, callee, ATOM_KEY(&vm->isolate, name)), &super);
  append_string(vm, class_name, &name);
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
