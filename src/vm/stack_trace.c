/* stack_trace.c - capturing the stack, and writing it as V8 does, which is
 * what tools parse. */
#include "vm/stack_trace.h"

#include "base/vector.h"
#include "vm/async.h"

#include <math.h>

constexpr u32 DEFAULT_FRAMES = 10;

/* ---- Reading without running code ---------------------------------------- */

Value error_peek(VM *vm, Value value, Key key) {
  Property property;
  if (!value_is_object(value) ||
      !object_find(&vm->isolate, value_to_object(value), key, &property) ||
      property.place == PLACE_EXOTIC ||
      property.attributes & ATTRIBUTE_ACCESSOR)
    return VALUE_HOLE;
  return property.value;
}

void error_append_string(VM *vm, Value value, Buffer *out) {
  if (!value_is_string(value)) return;
  String *flat = string_flatten(&vm->isolate, value);
  if (flat) string_append_text(flat, out);
}

/* ---- Names ----------------------------------------------------------------
 */

/* The class of a static method, the tag of a namespace, or the receiver's
 * constructor. */
Value stack_trace_receiver_name(VM *vm, Value receiver) {
  Isolate *isolate = &vm->isolate;
  if (value_is_callable(receiver))
    return value_to_cell(receiver)->flags & OBJECT_IS_CLASS
               ? error_peek(vm, receiver, ATOM_KEY(isolate, name))
               : (Value){ATOM_KEY(isolate, Function).bits};
  Value tag = error_peek(vm, receiver, SYMBOL_KEY(isolate, toStringTag));
  if (value_is_string(tag)) return tag;
  Value constructor = error_peek(vm, receiver, ATOM_KEY(isolate, constructor));
  return error_peek(vm, constructor, ATOM_KEY(isolate, name));
}

static void append_receiver(VM *vm, Value receiver, Buffer *out) {
  if (!value_is_object(receiver) ||
      value_to_object(receiver) == vm->isolate.global)
    return;
  ROOT(&vm->isolate.heap, name, stack_trace_receiver_name(vm, receiver));
  if (!value_is_string(name) || string_length(name) == 0) return;
  error_append_string(vm, name, out);
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

/* ---- Writing --------------------------------------------------------------
 */

void stack_trace_append_frame(VM *vm, const TraceFrame *frame, Buffer *out) {
  const CodeBlock *code = frame->code;
  bool is_script = code && code->flags & CODE_SCRIPT;
  bool is_eval = is_script && code->source->origin;
  /* what new Function(...) made is not called by its name */
  bool is_made = code && code->source->is_eval && !code->source_start &&
                 !is_script && !(code->flags & CODE_EVAL);
  Key name_key = ATOM_KEY(&vm->isolate, name);
  ROOT(&vm->isolate.heap, name,
       error_peek(vm, value_from_cell(frame->callee), name_key));
  if (frame->flags & FRAME_AWAITS) buffer_text(out, "async ");
  size_t start = out->length;
  bool is_named = value_is_string(name) && string_length(name) > 0;
  if (!is_script) {
    if (frame->flags & FRAME_CONSTRUCT)
      buffer_text(out, "new ");
    else if (!(code && code->flags & CODE_EVAL) && !is_named_alone(vm, name))
      append_receiver(vm, frame->receiver, out);
    if (is_made)
      buffer_text(out, "eval");
    else if (is_named)
      error_append_string(vm, name, out);
    else if (out->length > start)
      buffer_text(out, "<anonymous>");
  }
  if (is_eval) buffer_text(out, "eval");
  bool has_name = out->length > start;
  if (has_name) buffer_text(out, " (");
  if (code)
    source_append_place(code->source, frame->place, out);
  else
    buffer_text(out, "<anonymous>");
  if (has_name) buffer_byte(out, ')');
}

void stack_trace_append_header(VM *vm, Object *object, Buffer *out) {
  Isolate *isolate = &vm->isolate;
  Value value = value_from_cell(object);
  ROOT(&isolate->heap, text, error_peek(vm, value, ATOM_KEY(isolate, name)));
  size_t start = out->length;
  if (value_is_hole(text))
    buffer_text(out, "Error");
  else
    error_append_string(vm, text, out);
  text = error_peek(vm, value, ATOM_KEY(isolate, message));
  if (value_is_string(text) && string_length(text) > 0) {
    if (out->length > start) buffer_text(out, ": ");
    error_append_string(vm, text, out);
  }
}

static void append_frames(VM *vm, const StackTrace *trace, Buffer *out) {
  for (u64 i = 0; i < trace->count; i++) {
    buffer_text(out, "\n    at ");
    stack_trace_append_frame(vm, &trace->frames[i], out);
  }
}

void stack_trace_append(VM *vm, Object *object, const StackTrace *trace,
                        Buffer *out) {
  stack_trace_append_header(vm, object, out);
  append_frames(vm, trace, out);
}

/* The header as the program's own getters and conversions make it; whether
 * they did without throwing. */
static bool convert_header(VM *vm, Object *object, Buffer *out) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, name, VALUE_UNDEFINED);
  ROOT(&isolate->heap, message, VALUE_UNDEFINED);
  Value value = value_from_cell(object);
  if (!vm_get(vm, value, ATOM_KEY(isolate, name), &name) ||
      !vm_get(vm, value, ATOM_KEY(isolate, message), &message))
    return false;
  if (value_is_undefined(name)) name = value_from_cell(ATOM(isolate, Error));
  if (value_is_undefined(message))
    message = value_from_cell(isolate->empty_string);
  if (!vm_to_string_value(vm, name, &name) ||
      !vm_to_string_value(vm, message, &message))
    return false;
  error_append_string(vm, name, out);
  if (string_length(name) && string_length(message)) buffer_text(out, ": ");
  error_append_string(vm, message, out);
  return true;
}

/* ---- Frames that count ----------------------------------------------------
 */

/* Error.stackTraceLimit; false when it is no number: then there is no trace. */
static bool trace_limit(VM *vm, u32 *limit) {
  Isolate *isolate = &vm->isolate;
  Value prototype = value_from_cell(INTRINSIC(isolate, error_prototype));
  Value constructor = error_peek(vm, prototype, ATOM_KEY(isolate, constructor));
  *limit = DEFAULT_FRAMES;
  if (!value_is_object(constructor)) return true; /* there is no library yet */
  Value value =
      error_peek(vm, constructor, key_from_c(isolate, "stackTraceLimit"));
  if (!value_is_number(value)) return false;
  double number = value_to_number(value);
  *limit = !(number > 0) ? 0 : number > INT32_MAX ? INT32_MAX : (u32)number;
  return true;
}

/* A walk from the running frame down, and on to the functions that await what
 * has been called. */
typedef struct Walk {
  VM *vm;
  Value *registers; /* NULL at the end */
  const Unit *pc;
  Object *error, *until;
  bool is_first, is_skipping;
  bool is_awaiting;           /* the frames on the stack have been seen */
  const Coroutine *coroutine; /* of the last frame, or NULL */
} Walk;

/* The constructors of errors do not belong in the trace of their own error. */
static bool is_error_constructor(const Walk *walk, const Frame *frame) {
  VM *vm = walk->vm;
  if (!(frame->flags & FRAME_CONSTRUCT) || !(frame->flags & FRAME_NATIVE) ||
      walk->error->cell.kind != KIND_ERROR)
    return false;
  Value prototype = error_peek(vm, value_from_cell(frame->callee),
                               ATOM_KEY(&vm->isolate, prototype));
  for (Value at = object_prototype(&vm->isolate, walk->error);
       value_is_object(at);
       at = object_prototype(&vm->isolate, value_to_object(at)))
    if (value_same_bits(at, prototype)) return true;
  return false;
}

static u32 place_of(const CodeBlock *code, const Unit *pc) {
  u32 unit = (u32)(pc - code->instructions);
  const Position *position = code_block_position(code, unit);
  return position ? position->source_start : code->source_start;
}

static TraceFrame describe(Value *r, const Unit *pc) {
  Frame *frame = frame_of(r);
  CodeBlock *code = frame->flags & FRAME_NATIVE ? NULL : frame_code(r);
  return (TraceFrame){.receiver = r[0],
                      .callee = frame->callee,
                      .code = code,
                      .place = code ? place_of(code, pc) : 0,
                      .flags = frame->flags};
}

/* The next function that awaits the last one. */
static bool next_awaiting(Walk *walk, TraceFrame *result) {
  bool is_in_script =
      !walk->is_awaiting && !walk->coroutine && !walk->vm->jobs.running.type;
  walk->is_awaiting = true;
  if (is_in_script || walk->is_skipping) return false;
  const Coroutine *waiter = async_waiter(walk->vm, walk->coroutine);
  walk->coroutine = waiter;
  if (!waiter) return false;
  const CodeBlock *code = waiter->function->code;
  *result = (TraceFrame){.receiver = waiter->registers[0],
                         .callee = &waiter->function->object,
                         .code = waiter->function->code,
                         .place = place_of(code, coroutine_unit(waiter)),
                         .flags = FRAME_AWAITS};
  return true;
}

/* The next frame that is part of the trace. */
static bool next_frame(Walk *walk, TraceFrame *result) {
  for (;;) {
    Value *r = walk->registers;
    if (!r || frame_of(r)->flags & FRAME_FINISHED)
      return next_awaiting(walk, result);
    walk->coroutine = frame_coroutine(r);
    const Unit *pc = walk->pc;
    Frame *frame = frame_of(r);
    bool is_hidden = frame->callee->cell.kind == KIND_CALLABLE_PROXY ||
                     (walk->is_first && is_error_constructor(walk, frame));
    bool counts = !walk->is_skipping && !is_hidden;
    if (frame->callee == walk->until) walk->is_skipping = false;
    walk->is_first = false;
    walk->pc = frame->return_unit;
    walk->registers = frame->caller;
    if (!counts) continue;
    *result = describe(r, pc);
    return true;
  }
}

static Walk walk_from_top(VM *vm, Object *error, Object *until) {
  return (Walk){.vm = vm,
                .registers = vm->registers,
                .pc = vm->pc,
                .error = error,
                .until = until,
                .is_first = true,
                .is_skipping = until != NULL};
}

/* ---- The property ---------------------------------------------------------
 */

/* The object, at or behind `object`, whose own `stack` is a trace. */
static Object *find_holder(VM *vm, Object *object) {
  Property property;
  Key key = ATOM_KEY(&vm->isolate, stack);
  if (!object_find(&vm->isolate, object, key, &property) ||
      property.place == PLACE_EXOTIC ||
      !value_is_kind(property.value, KIND_STACK_TRACE))
    return NULL;
  return property.holder;
}

StackTrace *stack_trace_of(VM *vm, Object *object) {
  Property property;
  Key key = ATOM_KEY(&vm->isolate, stack);
  if (!object_get_own(&vm->isolate, object, key, &property) ||
      !value_is_kind(property.value, KIND_STACK_TRACE))
    return NULL;
  return (StackTrace *)value_to_cell(property.value);
}

/* Makes the text (or what Error.prepareStackTrace makes instead), once. */
static bool make_text(VM *vm, Object *object, StackTrace *trace) {
  if (!value_is_hole(trace->text)) return true;
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Object, kept_object, object);
  ROOT_CELL(heap, StackTrace, kept, trace);
  ROOT(heap, made, VALUE_HOLE);
  if (vm->prepare_stack && !vm->prepare_stack(vm, object, trace, &made))
    return false;
  if (value_is_hole(made)) {
    Buffer text = {};
    if (!convert_header(vm, object, &text)) {
      if (vm->is_terminating) return buffer_free(&text), false;
      vm_take_exception(vm);
      buffer_clear(&text);
      stack_trace_append_header(vm, object, &text);
    }
    append_frames(vm, trace, &text);
    String *string = string_from_text(
        &vm->isolate, text.bytes ? text.bytes : "", text.length);
    buffer_free(&text);
    if (!string) return vm_throw_memory(vm);
    made = value_from_cell(string);
  }
  cell_begin_writes(heap, kept);
  kept->text = made;
  kept->count = 0; /* what the frames refer to may go */
  cell_end_writes(heap, kept);
  return true;
}

static bool stack_get(VM *vm, Call *call) {
  if (!value_is_object(call->this_value)) return true;
  Object *holder = find_holder(vm, value_to_object(call->this_value));
  if (!holder) return true;
  ROOT_CELL(&vm->isolate.heap, StackTrace, trace, stack_trace_of(vm, holder));
  assert(trace);
  return make_text(vm, holder, trace) && call_return(call, trace->text);
}

/* As if it were a data property: an inheriting object gets one of its own. */
static bool stack_set(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_object(call->this_value)) return true;
  Object *object = value_to_object(call->this_value);
  Key key = ATOM_KEY(&vm->isolate, stack);
  if (!stack_trace_of(vm, object))
    return vm_create_property(vm, object, key, value);
  return object_define(&vm->isolate, object, key, value, ATTRIBUTES_HIDDEN) ||
         vm_throw_memory(vm);
}

bool stack_trace_settle(VM *vm, Object *object) {
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Object, kept, object);
  ROOT_CELL(heap, StackTrace, trace, stack_trace_of(vm, object));
  if (!trace) return true;
  if (!make_text(vm, object, trace)) return false;
  if (stack_trace_of(vm, kept) != trace) return true;
  assert(trace); /* a root: nobody else writes it */
  return object_define(&vm->isolate, kept, ATOM_KEY(&vm->isolate, stack),
                       trace->text, ATTRIBUTES_HIDDEN) ||
         vm_throw_memory(vm);
}

/* ---- Capturing ------------------------------------------------------------
 */

/* The functions behind every `stack`, made when they are first needed. */
static void make_accessors(Isolate *isolate) {
  if (INTRINSIC(isolate, stack_getter)) return;
  INTRINSIC(isolate, stack_getter) =
      &native_new(isolate, "stack", stack_get, 0)->object;
  INTRINSIC(isolate, stack_setter) =
      &native_new(isolate, "stack", stack_set, 1)->object;
}

typedef VECTOR(TraceFrame) TraceFrames;

/* Before there is a trace: to look at a frame may allocate. What the frames
 * refer to lies on the stack, or awaits what does. */
static TraceFrames gather_frames(Walk walk, u32 limit) {
  TraceFrames frames = {};
  TraceFrame frame;
  while (frames.count < limit && next_frame(&walk, &frame))
    vector_push(&frames, frame);
  return frames;
}

static StackTrace *new_trace(VM *vm, const TraceFrames *frames) {
  Isolate *isolate = &vm->isolate;
  size_t bytes = sizeof(StackTrace) + frames->count * sizeof(TraceFrame);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&isolate->heap, bytes))
    return NULL;
  StackTrace *trace =
      (StackTrace *)heap_allocate(&isolate->heap, KIND_STACK_TRACE, bytes);
  if (!trace) return NULL;
  trace->getter = value_from_cell(INTRINSIC(isolate, stack_getter));
  trace->setter = value_from_cell(INTRINSIC(isolate, stack_setter));
  trace->text = VALUE_HOLE;
  trace->count = frames->count;
  for (u32 i = 0; i < frames->count; i++)
    trace->frames[i] = frames->items[i];
  return trace;
}

bool vm_capture_stack(VM *vm, Object *object, Object *until) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, stack, VALUE_UNDEFINED);
  u32 limit;
  make_accessors(isolate);
  bool has_trace = trace_limit(vm, &limit);
  if (has_trace) {
    TraceFrames frames = gather_frames(walk_from_top(vm, kept, until), limit);
    StackTrace *trace = new_trace(vm, &frames);
    vector_free(&frames);
    if (!trace) return vm_throw_memory(vm);
    stack = value_from_cell(trace);
  }
  u8 attributes = has_trace ? ATTRIBUTE_CONFIGURABLE | ATTRIBUTE_ACCESSOR
                            : ATTRIBUTES_HIDDEN;
  return object_define(isolate, kept, ATOM_KEY(isolate, stack), stack,
                       attributes) ||
         vm_throw_memory(vm);
}

/* ---- The cell -------------------------------------------------------------
 */

DEFINE_VISIT(stack_trace, StackTrace) {
  EDGE_VALUE(INTERNAL, 0, "getter", self->getter);
  EDGE_VALUE(INTERNAL, 0, "setter", self->setter);
  EDGE_VALUE(INTERNAL, 0, "text", self->text);
  for (u64 i = 0; i < self->count; i++) {
    EDGE_VALUE(INTERNAL, (u32)i, "receiver of a frame",
               self->frames[i].receiver);
    EDGE(INTERNAL, (u32)i, "function of a frame", self->frames[i].callee);
    EDGE(INTERNAL, (u32)i, "code of a frame", self->frames[i].code);
  }
}

void stack_trace_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_STACK_TRACE,
                 (CellClass){.name = "stack trace",
                             .visit = stack_trace_visit,
                             .mark = stack_trace_mark});
}
