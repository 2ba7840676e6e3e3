/* call_site.c - CallSite objects and Error.prepareStackTrace.
 * https://v8.dev/docs/stack-trace-api
 */
#include "library/call_site.h"

#include "library/support.h"

/* ---- Making them ----------------------------------------------------------
 */

/* Made for the first CallSite: few programs have one. */
static Object *call_site_prototype(VM *vm);

static Object *new_site(VM *vm, const TraceFrame *frame) {
  Isolate *isolate = &vm->isolate;
  Value prototype = value_from_cell(call_site_prototype(vm));
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, prototype, 0));
  CallSite *site = (CallSite *)object_new_kind(isolate, KIND_CALL_SITE, shape,
                                               sizeof(CallSite));
  site->frame = *frame;
  return &site->object;
}

static Object *new_sites(VM *vm, const StackTrace *trace) {
  KEEP_CELL(vm, Object, sites, array_new(&vm->isolate, (u32)trace->count));
  for (u64 i = 0; sites && i < trace->count; i++) {
    KEEP_CELL(vm, Object, site, new_site(vm, &trace->frames[i]));
    if (!array_push(&vm->isolate, sites, value_from_cell(site))) return NULL;
  }
  return sites;
}

/* Error.prepareStackTrace(error, sites). It is not asked about errors that are
 * made while it runs: that would have no end. */
bool call_site_prepare(VM *vm, Object *error, StackTrace *trace, Value *stack) {
  Isolate *isolate = &vm->isolate;
  Value prototype = value_from_cell(INTRINSIC(isolate, error_prototype));
  KEEP(vm, constructor,
       error_peek(vm, prototype, ATOM_KEY(isolate, constructor)));
  KEEP(vm, function,
       error_peek(vm, constructor, key_from_c(isolate, "prepareStackTrace")));
  if (vm->is_preparing_stack || !value_is_callable(function)) return true;
  KEEP_CELL(vm, Object, sites, new_sites(vm, trace));
  if (!sites) return vm_throw_memory(vm);
  Value arguments[] = {value_from_cell(error), value_from_cell(sites)};
  vm->is_preparing_stack = true;
  bool ok = vm_call(vm, function, constructor, arguments, 2, stack);
  vm->is_preparing_stack = false;
  return ok;
}

/* ---- What they tell -------------------------------------------------------
 */

static const TraceFrame *this_frame(VM *vm, Call *call) {
  if (value_is_kind(call->this_value, KIND_CALL_SITE))
    return &((CallSite *)value_to_cell(call->this_value))->frame;
  vm_throw_type(vm, "CallSite method called on something that is no CallSite");
  return NULL;
}

static bool is_top_level(VM *vm, const TraceFrame *frame) {
  return value_is_nullish(frame->receiver) ||
         (value_is_object(frame->receiver) &&
          value_to_object(frame->receiver) == vm->isolate.global);
}

static bool is_strict(const TraceFrame *frame) {
  return !frame->code || frame->code->flags & CODE_STRICT;
}

/* A text, or null when it is empty or none. */
static Value text_or_null(Value value) {
  return value_is_string(value) && string_length(value) ? value : VALUE_NULL;
}

static Value function_name(VM *vm, const TraceFrame *frame) {
  if (frame->code && frame->code->flags & CODE_SCRIPT) return VALUE_NULL;
  Value callee = value_from_cell(frame->callee);
  return text_or_null(error_peek(vm, callee, ATOM_KEY(&vm->isolate, name)));
}

static Value type_name(VM *vm, const TraceFrame *frame) {
  bool is_constructor = frame->flags & FRAME_CONSTRUCT;
  if (value_is_nullish(frame->receiver) || is_constructor) return VALUE_NULL;
  if (value_is_callable(frame->receiver))
    return value_from_cell(ATOM(&vm->isolate, Function));
  if (is_top_level(vm, frame))
    return value_from_cell(ATOM(&vm->isolate, Object));
  return text_or_null(stack_trace_receiver_name(vm, frame->receiver));
}

/* The name of the function, if that is what the receiver knows it by. */
static Value method_name(VM *vm, const TraceFrame *frame) {
  Value name = function_name(vm, frame);
  if (!value_is_string(name) || is_top_level(vm, frame)) return VALUE_NULL;
  KEEP(vm, kept, name);
  Key key;
  if (!key_from_string(&vm->isolate, kept, &key)) return VALUE_NULL;
  Value found = error_peek(vm, frame->receiver, key);
  return value_same_bits(found, value_from_cell(frame->callee)) ? kept
                                                                : VALUE_NULL;
}

static Value file_name(VM *vm, const TraceFrame *frame) {
  if (!frame->code) return VALUE_NULL;
  if (frame->code->source->origin) return VALUE_UNDEFINED;
  return value_from_cell(
      string_from_c(&vm->isolate, frame->code->source->name));
}

static Value eval_origin(VM *vm, const TraceFrame *frame) {
  if (!frame->code || !frame->code->source->origin) return VALUE_UNDEFINED;
  return value_from_cell(
      string_from_c(&vm->isolate, frame->code->source->origin));
}

/* Line or column of a place; null in native code. */
static Value number_of_place(const TraceFrame *frame, u32 place,
                             bool wants_line) {
  if (!frame->code) return VALUE_NULL;
  u32 line, column;
  source_locate(frame->code->source, place, &line, &column);
  return value_from_u32(wants_line ? line : column);
}

static Value line_text(VM *vm, const TraceFrame *frame) {
  Buffer text = {};
  stack_trace_append_frame(vm, frame, &text);
  String *string = string_from_text(&vm->isolate, text.bytes, text.length);
  buffer_free(&text);
  return string ? value_from_cell(string) : VALUE_NULL;
}

/* ---- The methods ----------------------------------------------------------
 */

typedef enum Question : u8 {
  ASK_THIS,
  ASK_TYPE_NAME,
  ASK_FUNCTION,
  ASK_FUNCTION_NAME,
  ASK_METHOD_NAME,
  ASK_FILE_NAME,
  ASK_LINE,
  ASK_COLUMN,
  ASK_ENCLOSING_LINE,
  ASK_ENCLOSING_COLUMN,
  ASK_POSITION,
  ASK_EVAL_ORIGIN,
  ASK_IS_TOP_LEVEL,
  ASK_IS_EVAL,
  ASK_IS_NATIVE,
  ASK_IS_CONSTRUCTOR,
  ASK_FALSE,
  ASK_NULL,
  ASK_NOTHING, /* an empty text */
  ASK_TEXT,
} Question;

static Value answer(VM *vm, const TraceFrame *frame, Question question) {
  u32 start = frame->code ? frame->code->source_start : 0;
  switch (question) {
  case ASK_THIS: return is_strict(frame) ? VALUE_UNDEFINED : frame->receiver;
  case ASK_FUNCTION:
    return is_strict(frame) ? VALUE_UNDEFINED : value_from_cell(frame->callee);
  case ASK_TYPE_NAME: return type_name(vm, frame);
  case ASK_FUNCTION_NAME: return function_name(vm, frame);
  case ASK_METHOD_NAME: return method_name(vm, frame);
  case ASK_FILE_NAME: return file_name(vm, frame);
  case ASK_LINE: return number_of_place(frame, frame->place, true);
  case ASK_COLUMN: return number_of_place(frame, frame->place, false);
  case ASK_ENCLOSING_LINE: return number_of_place(frame, start, true);
  case ASK_ENCLOSING_COLUMN: return number_of_place(frame, start, false);
  case ASK_POSITION: return value_from_u32(frame->place);
  case ASK_EVAL_ORIGIN: return eval_origin(vm, frame);
  case ASK_IS_TOP_LEVEL: return value_from_boolean(is_top_level(vm, frame));
  case ASK_IS_EVAL:
    return value_from_boolean(frame->code && frame->code->source->origin);
  case ASK_IS_NATIVE: return value_from_boolean(false);
  case ASK_IS_CONSTRUCTOR:
    return value_from_boolean(frame->flags & FRAME_CONSTRUCT);
  case ASK_FALSE: return VALUE_FALSE;
  case ASK_NULL: return VALUE_NULL;
  case ASK_NOTHING: return value_from_cell(vm->isolate.empty_string);
  case ASK_TEXT: return line_text(vm, frame);
  }
  return VALUE_UNDEFINED;
}

static bool call_site_answer(VM *vm, Call *call) {
  const TraceFrame *frame = this_frame(vm, call);
  Question question = (Question)library_native(call)->magic;
  return frame && call_return(call, answer(vm, frame, question));
}

#define ASKING(name, question)                                                 \
  {name, call_site_answer, 0, NATIVE_METHOD, ASK_##question}

static const NativeEntry methods[] = {
    ASKING("getColumnNumber", COLUMN),
    ASKING("getEnclosingColumnNumber", ENCLOSING_COLUMN),
    ASKING("getEnclosingLineNumber", ENCLOSING_LINE),
    ASKING("getEvalOrigin", EVAL_ORIGIN),
    ASKING("getFileName", FILE_NAME),
    ASKING("getFunction", FUNCTION),
    ASKING("getFunctionName", FUNCTION_NAME),
    ASKING("getLineNumber", LINE),
    ASKING("getMethodName", METHOD_NAME),
    ASKING("getPosition", POSITION),
    ASKING("getPromiseIndex", NULL),
    ASKING("getScriptNameOrSourceURL", FILE_NAME),
    ASKING("getScriptHash", NOTHING),
    ASKING("getThis", THIS),
    ASKING("getTypeName", TYPE_NAME),
    ASKING("isAsync", FALSE),
    ASKING("isConstructor", IS_CONSTRUCTOR),
    ASKING("isEval", IS_EVAL),
    ASKING("isNative", IS_NATIVE),
    ASKING("isPromiseAll", FALSE),
    ASKING("isToplevel", IS_TOP_LEVEL),
    ASKING("toString", TEXT),
};

static Object *call_site_prototype(VM *vm) {
  Isolate *isolate = &vm->isolate;
  if (INTRINSIC(isolate, call_site_prototype))
    return INTRINSIC(isolate, call_site_prototype);
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_call_site_prototype, INTRINSIC(isolate, object_prototype));
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  return prototype;
}

void call_site_open(VM *vm) {
  vm->prepare_stack = call_site_prepare;
}
