/* calls.c - frames are made here, and C calls JavaScript and back. */
#include "vm/coroutine.h"
#include "vm/exotic.h"
#include "vm/interpreter.h"
#include "vm/operations.h"

#include <stdlib.h>

Value *call_stack_top(VM *vm) {
  Value *r = vm->registers;
  if (!r) return vm->stack;
  Frame *frame = frame_of(r);
  if (frame->flags & FRAME_NATIVE)
    return vm->native_top > r + 1 + frame->argument_count
               ? vm->native_top
               : r + 1 + frame->argument_count;
  return r + frame_code(r)->register_count;
}

static bool throw_stack_overflow(VM *vm) {
  return vm_throw_range(vm, "Maximum call stack size exceeded");
}

bool call_check_stacks(VM *vm, Value *top, u64 words) {
  char here;
  if (unlikely(top + words >= vm->stack_end) ||
      unlikely(&here < vm->c_stack_limit))
    return throw_stack_overflow(vm);
  return true;
}

/* Moves `this` and the named parameters above all arguments, which stay where
 * they are for `arguments` and rest parameters. */
static Value *keep_arguments(Value *window, CodeBlock *code, u32 count) {
  Value *arguments = window + FRAME_WORDS + 1;
  Value *next = arguments + count + FRAME_WORDS;
  next[0] = arguments[-1];
  for (u32 i = 0; i < code->parameter_count; i++)
    next[1 + i] = i < count ? arguments[i] : VALUE_UNDEFINED;
  return next;
}

static bool throw_class_call(VM *vm, CodeBlock *code) {
  Buffer name = {};
  string_append_text((String *)value_to_cell(code->name), &name);
  vm_throw_type(vm, "Class constructor %s cannot be invoked without 'new'",
                name.length ? name.bytes : "");
  buffer_free(&name);
  return false;
}

Value *call_prepare(VM *vm, Value *window, Function *function, u32 count,
                    Value new_target, u32 flags, const Unit *return_unit) {
  CodeBlock *code = function->code;
  Value *next = window + FRAME_WORDS;
  if (unlikely(code->flags & CODE_CLASS && !(flags & FRAME_CONSTRUCT)))
    return throw_class_call(vm, code), NULL;
  if (unlikely(next + count + FRAME_WORDS + code->register_count + 1 >=
               vm->stack_end))
    return throw_stack_overflow(vm), NULL;
  Value *arguments = next + 1;
  if (code->flags & CODE_NEEDS_ARGUMENTS) {
    next = keep_arguments(window, code, count);
  } else {
    for (u32 i = count; i < code->parameter_count; i++)
      next[1 + i] = VALUE_UNDEFINED;
  }
  *frame_of(next) = (Frame){
      .caller = vm->registers,
      .return_unit = return_unit,
      .callee = &function->object,
      .new_target = new_target,
      .arguments = arguments,
      .argument_count = count,
      .flags = flags,
  };
  heap_probe(&vm->isolate.heap, CALL, function, VALUE_UNDEFINED,
             VALUE_UNDEFINED);
  return next;
}

/* Runs a prepared entry frame to its return. */
static bool run_frame(VM *vm, Value *next, Value *result) {
  vm->registers = next;
  vm->pc = frame_code(next)->instructions;
  vm->thrown_registers = NULL;
  if (!interpret(vm)) return false;
  *result = vm->result;
  return true;
}

/* Calls native code in a window whose `this` and arguments are in place. */
static bool run_code(VM *vm, Object *callee, NativeCode *code, Value *window,
                     u32 count, Value new_target, Value *result) {
  Value *next = window + FRAME_WORDS;
  if (!call_check_stacks(vm, next, count + FRAME_WORDS)) return false;
  *(Frame *)window = (Frame){
      .caller = vm->registers,
      .return_unit = vm->pc,
      .callee = callee,
      .new_target = new_target,
      .arguments = next + 1,
      .argument_count = count,
      .flags =
          FRAME_NATIVE | (value_is_undefined(new_target) ? 0 : FRAME_CONSTRUCT),
  };
  heap_probe(&vm->isolate.heap, CALL, callee, VALUE_UNDEFINED, VALUE_UNDEFINED);
  Value *saved_top = vm->native_top;
  vm->registers = next;
  vm->native_top = next + 1 + count;
  Call call = {
      .arguments = next + 1,
      .count = count,
      .this_value = next[0],
      .new_target = new_target,
      .callee = callee,
      .result = VALUE_UNDEFINED,
  };
  bool ok = code(vm, &call);
  Frame *frame = (Frame *)window;
  vm->registers = frame->caller;
  vm->pc = frame->return_unit;
  vm->native_top = saved_top;
  if (ok) *result = call.result;
  return ok;
}

static bool run_native(VM *vm, NativeFunction *native, Value *window, u32 count,
                       Value new_target, Value *result) {
  return run_code(vm, &native->object, native->code, window, count, new_target,
                  result);
}

/* Calls a function by the internal methods of its kind. */
static bool run_exotic(VM *vm, Object *callee, Value *window, u32 count,
                       Value new_target, Value *result) {
  return run_code(vm, callee, exotic_of(vm, callee)->call, window, count,
                  new_target, result);
}

/* Inserts the bound arguments before the others; the new count. */
static u32 bound_arguments(BoundFunction *bound, Value *window, u32 count) {
  if (value_is_undefined(bound->arguments)) return count;
  Object *array = value_to_object(bound->arguments);
  u32 more = array->elements->length;
  Value *arguments = window + FRAME_WORDS + 1;
  memmove(arguments + more, arguments, count * sizeof(Value));
  memcpy(arguments, array->elements->values, more * sizeof(Value));
  return count + more;
}

static u32 bound_count(const BoundFunction *bound) {
  return value_is_undefined(bound->arguments)
             ? 0
             : value_to_object(bound->arguments)->elements->length;
}

/* The items of what apply was given, where they lie in a row and reading them
 * runs no code; false when they do not. */
static bool plain_list(VM *vm, Value list, const Value **items, u32 *count) {
  *items = NULL;
  *count = 0;
  if (value_is_nullish(list)) return true;
  if (!value_is_object(list)) return false;
  Object *object = value_to_object(list);
  Elements *elements = object->elements;
  if (object->cell.kind == KIND_ARGUMENTS) {
    Shape *shape = object_shape(&vm->isolate, object);
    if ((shape != vm->isolate.arguments_shapes[0] &&
         shape != vm->isolate.arguments_shapes[1]) ||
        !value_same_bits(object->inline_slots[0],
                         value_from_u32(elements->length)))
      return false;
  } else if (!array_is_plain(object)) {
    return false;
  }
  if (elements->length && elements->cell.flags > ELEMENTS_PACKED) return false;
  *items = elements->values;
  *count = elements->length;
  return true;
}

/* f.apply(x, list) in a window becomes f on x with the list's items. */
static bool forward_apply(VM *vm, Value *callee, Value *window, u32 *count) {
  Value *arguments = window + FRAME_WORDS + 1;
  const Value *items;
  u32 length;
  if (!plain_list(vm, *count > 1 ? arguments[1] : VALUE_UNDEFINED, &items,
                  &length) ||
      arguments + length + FRAME_WORDS >= vm->stack_end)
    return false;
  *callee = arguments[-1];
  arguments[-1] = *count ? arguments[0] : VALUE_UNDEFINED;
  if (length) memcpy(arguments, items, length * sizeof(Value));
  *count = length;
  return true;
}

/* f.call(x, ...) in a window becomes f on x. */
static void forward_call(Value *callee, Value *window, u32 *count) {
  Value *this_value = window + FRAME_WORDS;
  *callee = *this_value;
  if (!*count) {
    *this_value = VALUE_UNDEFINED;
    return;
  }
  memmove(this_value, this_value + 1, *count * sizeof(Value));
  --*count;
}

void call_forward(VM *vm, Value *callee, Value *window, u32 *count) {
  Isolate *isolate = &vm->isolate;
  while (value_is_callable(window[FRAME_WORDS])) {
    Object *function = value_to_object(*callee);
    if (function == INTRINSIC(isolate, function_call))
      forward_call(callee, window, count);
    else if (function != INTRINSIC(isolate, function_apply) ||
             !forward_apply(vm, callee, window, count))
      return;
  }
}

/* Calls a function of the program from C. */
static bool run_function(VM *vm, Function *function, Value *window, u32 count,
                         Value *result) {
  if (!call_check_stacks(vm, window, count + FRAME_WORDS)) return false;
  Value *next = call_prepare(vm, window, function, count, VALUE_UNDEFINED,
                             FRAME_ENTRY, vm->pc);
  return next && run_frame(vm, next, result);
}

/* A call into another realm: it runs there, and comes back. */
static bool call_abroad(VM *vm, u32 realm, Value callee, Value *window,
                        u32 count, Value *result) {
  u32 before = vm_enter_realm(vm, realm);
  bool ok = call_other(vm, callee, window, count, result);
  vm_enter_realm(vm, before);
  return ok;
}

bool call_other(VM *vm, Value callee, Value *window, u32 count, Value *result) {
  for (;;) {
    if (!value_is_callable(callee)) return call_not_callable(vm, callee);
    Cell *cell = value_to_cell(callee);
    u32 here = vm->isolate.realm_index;
    if (cell->kind == KIND_NATIVE) {
      NativeFunction *native = (NativeFunction *)cell;
      if (unlikely(native->realm != here))
        return call_abroad(vm, native->realm, callee, window, count, result);
      return run_native(vm, native, window, count, VALUE_UNDEFINED, result);
    }
    if (cell->kind == KIND_FUNCTION) {
      Function *function = (Function *)cell;
      if (unlikely(function->code->realm != here))
        return call_abroad(vm, function->code->realm, callee, window, count,
                           result);
      return run_function(vm, function, window, count, result);
    }
    if (cell->kind == KIND_CALLABLE_PROXY)
      return run_exotic(vm, (Object *)cell, window, count, VALUE_UNDEFINED,
                        result);
    BoundFunction *bound = (BoundFunction *)cell;
    if (!call_check_stacks(vm, window + FRAME_WORDS + 1 + count,
                           bound_count(bound)))
      return false;
    count = bound_arguments(bound, window, count);
    window[FRAME_WORDS] = bound->this_value;
    callee = bound->target;
  }
}

/* The Shape that `new` gives to an object of that constructor: functions keep
 * theirs, with room for what their code and the running one add. NULL: threw.
 */
static Shape *shape_for_new(VM *vm, Value new_target, u32 capacity) {
  Isolate *isolate = &vm->isolate;
  Function *target = (Function *)value_to_cell(new_target);
  bool is_function = target->object.cell.kind == KIND_FUNCTION;
  if (likely(is_function) && likely(target->construct_shape))
    return heap_expand(&isolate->heap, target->construct_shape);
  Value prototype;
  if (!vm_prototype_for(vm, new_target, INTRINSIC_object_prototype, &prototype))
    return NULL;
  if (is_function && target->code->inline_capacity > capacity)
    capacity = target->code->inline_capacity;
  ROOT(&isolate->heap, kept, prototype);
  Shape *shape = shape_empty(isolate, kept, capacity);
  if (is_function)
    cell_write_compressed(&isolate->heap, target, &target->construct_shape,
                          heap_compress(&isolate->heap, shape));
  return shape;
}

bool construct_this(VM *vm, Value *registers) {
  Value *caller = vm->registers;
  const Unit *pc = vm->pc;
  const CodeBlock *code = frame_code(registers);
  registers[0] = VALUE_UNDEFINED;
  vm->registers = registers;
  vm->pc = code->instructions;
  Shape *shape =
      shape_for_new(vm, frame_of(registers)->new_target, code->inline_capacity);
  if (likely(shape))
    registers[0] = value_from_cell(object_new(&vm->isolate, shape));
  vm->registers = caller;
  vm->pc = pc;
  return shape;
}

static bool construct_bound(VM *vm, BoundFunction *bound, Value new_target,
                            Value *window, u32 count, Value *result) {
  if (!call_check_stacks(vm, window + FRAME_WORDS + 1 + count,
                         bound_count(bound)))
    return false;
  if (value_same_bits(new_target, value_from_cell(bound)))
    new_target = bound->target;
  count = bound_arguments(bound, window, count);
  return call_construct_other(vm, bound->target, new_target, window, count,
                              result);
}

static bool construct_abroad(VM *vm, u32 realm, Value callee, Value new_target,
                             Value *window, u32 count, Value *result) {
  u32 before = vm_enter_realm(vm, realm);
  bool ok = call_construct_other(vm, callee, new_target, window, count, result);
  vm_enter_realm(vm, before);
  return ok;
}

bool call_construct_other(VM *vm, Value callee, Value new_target, Value *window,
                          u32 count, Value *result) {
  if (!value_is_constructor(callee)) return call_not_constructor(vm, callee);
  Cell *cell = value_to_cell(callee);
  if (cell->kind == KIND_BOUND)
    return construct_bound(vm, (BoundFunction *)cell, new_target, window, count,
                           result);
  u32 realm = cell->kind == KIND_NATIVE     ? ((NativeFunction *)cell)->realm
              : cell->kind == KIND_FUNCTION ? ((Function *)cell)->code->realm
                                            : vm->isolate.realm_index;
  if (unlikely(realm != vm->isolate.realm_index))
    return construct_abroad(vm, realm, callee, new_target, window, count,
                            result);
  window[FRAME_WORDS] = VALUE_HOLE;
  if (cell->kind == KIND_NATIVE)
    return run_native(vm, (NativeFunction *)cell, window, count, new_target,
                      result);
  if (cell->kind == KIND_CALLABLE_PROXY)
    return run_exotic(vm, (Object *)cell, window, count, new_target, result);
  Function *function = (Function *)cell;
  if (!call_check_stacks(vm, window, count + FRAME_WORDS)) return false;
  Value *next = call_prepare(vm, window, function, count, new_target,
                             FRAME_ENTRY | FRAME_CONSTRUCT, vm->pc);
  if (!next) return false;
  if (!(function->code->flags & CODE_DERIVED) && !construct_this(vm, next))
    return false;
  return run_frame(vm, next, result);
}

/* Lays out a window above the running frame, so that the collector sees the
 * arguments as soon as a frame is made over it. */
static Value *make_window(VM *vm, Value this_value, const Value *arguments,
                          u32 count) {
  Value *window = call_stack_top(vm);
  if (!call_check_stacks(vm, window,
                         FRAME_WORDS + 1 + (u64)count + FRAME_WORDS))
    return NULL;
  window[FRAME_WORDS] = this_value;
  if (count)
    memmove(window + FRAME_WORDS + 1, arguments, count * sizeof(Value));
  return window;
}

bool vm_call(VM *vm, Value function, Value this_value, const Value *arguments,
             u32 count, Value *result) {
  Value *window = make_window(vm, this_value, arguments, count);
  return window && call_other(vm, function, window, count, result);
}

bool vm_construct(VM *vm, Value constructor, Value new_target,
                  const Value *arguments, u32 count, Value *result) {
  Value *window = make_window(vm, VALUE_UNDEFINED, arguments, count);
  return window && call_construct_other(vm, constructor, new_target, window,
                                        count, result);
}

Value *call_spread_window(VM *vm, Value this_value, Value array, u32 *count) {
  Object *object = value_to_object(array);
  u32 length = array_length(object);
  Value *window = make_window(vm, this_value, NULL, 0);
  if (!window) return NULL;
  if (length > 65535 ||
      !call_check_stacks(vm, window, 2 * FRAME_WORDS + (u64)length + 1))
    return length > 65535 ? (throw_stack_overflow(vm), NULL) : NULL;
  for (u32 i = 0; i < length; i++) {
    Value item =
        i < object->elements->length ? object->elements->values[i] : VALUE_HOLE;
    window[FRAME_WORDS + 1 + i] = value_is_hole(item) ? VALUE_UNDEFINED : item;
  }
  *count = length;
  return window;
}

bool value_is_constructor(Value value) {
  return value_is_callable(value) &&
         value_to_cell(value)->flags & OBJECT_IS_CONSTRUCTOR;
}

/* ---- Unwinding ------------------------------------------------------------
 */

static const Handler *find_handler(const CodeBlock *code, u32 unit) {
  for (u32 i = 0; i < code->handler_count; i++) {
    const Handler *handler = &code->handlers[i];
    if (handler->start <= unit && unit < handler->end) return handler;
  }
  return NULL;
}

/* Keeps the innermost place of a throw that passes through native code. */
static void note_thrown(VM *vm) {
  if (vm->thrown_registers && vm->thrown_registers > vm->registers) return;
  vm->thrown_registers = vm->registers;
  vm->thrown_pc = vm->pc;
}

bool unwind(VM *vm) {
  note_thrown(vm);
  for (;;) {
    Value *r = vm->registers;
    Frame *frame = frame_of(r);
    CodeBlock *code = frame_code(r);
    u32 unit = (u32)(vm->pc - code->instructions);
    const Handler *handler =
        vm->is_terminating ? NULL : find_handler(code, unit);
    if (handler) {
      r[handler->exception] = vm_take_exception(vm);
      vm->pc = code->instructions + handler->target;
      vm->thrown_registers = NULL;
      return true;
    }
    if (frame->flags & FRAME_COROUTINE)
      coroutine_finish(vm, frame_coroutine(r));
    bool is_entry = frame->flags & FRAME_ENTRY;
    vm->registers = frame->caller;
    vm->pc = frame->return_unit;
    if (frame->flags & FRAME_ITERATES)
      operate_iterator_end(&vm->registers[vm->pc[2]]);
    if (is_entry) return false;
  }
}
