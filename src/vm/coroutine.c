/* coroutine.c - see coroutine.h. */
#include "vm/coroutine.h"

#include "vm/async.h"
#include "vm/interpreter.h"
#include "vm/operations.h"

#include <string.h>

/* ---- What the collector must know --------------------------------------- */

/* While it runs, its registers are the frame's. `this` always counts, as in
 * frames on the stack. */
DEFINE_VISIT(coroutine, Coroutine) {
  EDGE(INTERNAL, 0, "function", self->function);
  EDGE_VALUE(INTERNAL, 0, "owner", self->owner);
  if (self->state > COROUTINE_SUSPENDED) return;
  CodeBlock *code = self->function->code;
  const u64 *live = code_block_live_registers(code, self->unit);
  for (u32 i = 0; i < code->register_count; i++)
    if (i == 0 || live[i / 64] >> (i % 64) & 1)
      EDGE_VALUE(REGISTER, i, NULL, self->registers[i]);
}

DEFINE_VISIT(generator, Generator) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "parked frame", self->coroutine);
}

void coroutine_register_classes(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_COROUTINE,
                 (CellClass){.name = "coroutine",
                             .visit = coroutine_visit,
                             .mark = coroutine_mark});
  heap_set_class(&isolate->heap, KIND_GENERATOR,
                 (CellClass){.name = "generator",
                             .visit = generator_visit,
                             .mark = generator_mark});
}

/* Where a generator object holds its coroutine; NULL for async functions. */
static Coroutine **owner_place(const Coroutine *coroutine) {
  Value owner = coroutine->owner;
  if (value_is_kind(owner, KIND_GENERATOR))
    return &((Generator *)value_to_cell(owner))->coroutine;
  if (value_is_kind(owner, KIND_ASYNC_GENERATOR))
    return &((AsyncGenerator *)value_to_cell(owner))->coroutine;
  return NULL;
}

/* ---- Parking and resuming ----------------------------------------------- */

Coroutine *coroutine_new(VM *vm, Value *registers, Value owner) {
  Heap *heap = &vm->isolate.heap;
  Function *function = (Function *)frame_of(registers)->callee;
  u32 count = function->code->register_count;
  size_t bytes = sizeof(Coroutine) + count * sizeof(Value);
  ROOT(heap, kept, owner);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(heap, bytes)) {
    vm_throw_memory(vm);
    return NULL;
  }
  Coroutine *coroutine =
      (Coroutine *)heap_allocate(heap, KIND_COROUTINE, bytes);
  coroutine->function = function;
  coroutine->owner = kept;
  coroutine->unit = 0;
  coroutine->state = COROUTINE_RUNNING;
  return coroutine;
}

void coroutine_park(VM *vm, Coroutine *coroutine, Value *registers,
                    const Unit *pc, CoroutineState state) {
  CodeBlock *code = coroutine->function->code;
  cell_begin_writes(&vm->isolate.heap, coroutine);
  memcpy(coroutine->registers, registers, code->register_count * sizeof(Value));
  coroutine->unit = (u32)(pc - code->instructions);
  coroutine->state = state;
  cell_end_writes(&vm->isolate.heap, coroutine);
}

Value *coroutine_enter(VM *vm, Coroutine *coroutine, Value *window, u32 flags,
                       const Unit *return_unit) {
  u32 count = coroutine->function->code->register_count;
  Value *next = window + FRAME_WORDS;
  if (unlikely(next + count + FRAME_WORDS >= vm->stack_end)) {
    vm_throw_range(vm, "Maximum call stack size exceeded");
    return NULL;
  }
  assert(coroutine->state <= COROUTINE_SUSPENDED);
  memcpy(next, coroutine->registers, count * sizeof(Value));
  *frame_of(next) = (Frame){
      .caller = vm->registers,
      .return_unit = return_unit,
      .callee = &coroutine->function->object,
      .new_target = value_from_cell(coroutine),
      .arguments = next + 1,
      .flags = flags | FRAME_COROUTINE,
  };
  cell_begin_writes(&vm->isolate.heap, coroutine);
  coroutine->state = COROUTINE_RUNNING;
  cell_end_writes(&vm->isolate.heap, coroutine);
  heap_probe(&vm->isolate.heap, CALL, coroutine->function, VALUE_UNDEFINED,
             VALUE_UNDEFINED);
  return next;
}

static bool resume_here(VM *vm, Coroutine *coroutine, ResumeMode mode,
                        Value value, Value *result) {
  Value *window = call_stack_top(vm);
  if (!call_check_stacks(vm, window, FRAME_WORDS)) return false;
  bool is_start = coroutine->state == COROUTINE_START;
  Value *next = coroutine_enter(vm, coroutine, window, FRAME_ENTRY, vm->pc);
  if (!next) return false;
  vm->resumption = is_start ? VALUE_UNDEFINED : value;
  vm->resume_mode = mode;
  vm->registers = next;
  vm->pc = coroutine_unit(coroutine);
  vm->thrown_registers = NULL;
  if (!interpret(vm)) return false;
  *result = vm->result;
  return true;
}

/* In its function's realm. */
bool coroutine_resume(VM *vm, Coroutine *coroutine, ResumeMode mode,
                      Value value, Value *result) {
  u32 before = vm_enter_realm(vm, coroutine->function->code->realm);
  bool ok = resume_here(vm, coroutine, mode, value, result);
  vm_enter_realm(vm, before);
  return ok;
}

void coroutine_finish(VM *vm, Coroutine *coroutine) {
  Heap *heap = &vm->isolate.heap;
  cell_begin_writes(heap, coroutine);
  coroutine->state = COROUTINE_DONE;
  cell_end_writes(heap, coroutine);
  Coroutine **held = owner_place(coroutine);
  if (held)
    cell_write_pointer(heap, value_to_cell(coroutine->owner), *held, NULL);
}

/* ---- Generators --------------------------------------------------------- */

/* The prototype of what the running function makes. */
static bool own_prototype(VM *vm, Value *registers, Value *prototype) {
  Isolate *isolate = &vm->isolate;
  Value function = value_from_cell(frame_of(registers)->callee);
  bool is_async = frame_code(registers)->flags & CODE_ASYNC;
  if (!vm_get(vm, function, ATOM_KEY(isolate, prototype), prototype))
    return false;
  if (!value_is_object(*prototype))
    *prototype =
        value_from_cell(is_async ? INTRINSIC(isolate, async_generator_prototype)
                                 : INTRINSIC(isolate, generator_prototype));
  return true;
}

/* A generator object, still without its coroutine. */
static Object *new_object(VM *vm, Value prototype, bool is_async) {
  Isolate *isolate = &vm->isolate;
  Shape *shape = shape_empty(isolate, prototype, 0);
  if (!is_async) {
    Generator *generator = (Generator *)object_new_kind(
        isolate, KIND_GENERATOR, shape, sizeof *generator);
    generator->coroutine = NULL;
    return &generator->object;
  }
  AsyncGenerator *generator = (AsyncGenerator *)object_new_kind(
      isolate, KIND_ASYNC_GENERATOR, shape, sizeof *generator);
  generator->coroutine = NULL;
  generator->state = ASYNC_GENERATOR_START;
  generator->first = generator->last = NULL;
  return &generator->object;
}

Object *generator_create(VM *vm, Value *registers, const Unit *pc) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, prototype, VALUE_UNDEFINED);
  if (!own_prototype(vm, registers, &prototype)) return NULL;
  bool is_async = frame_code(registers)->flags & CODE_ASYNC;
  ROOT_CELL(&isolate->heap, Object, generator,
            new_object(vm, prototype, is_async));
  Coroutine *coroutine =
      coroutine_new(vm, registers, value_from_cell(generator));
  if (!coroutine) return NULL;
  coroutine_park(vm, coroutine, registers, pc, COROUTINE_START);
  cell_write_pointer(&isolate->heap, generator, *owner_place(coroutine),
                     coroutine);
  return generator;
}

/* What a generator answers that has ended. */
static bool resume_ended(VM *vm, ResumeMode mode, Value value, Value *item) {
  *item = mode == RESUME_RETURN ? value : VALUE_UNDEFINED;
  return mode != RESUME_THROW || vm_throw(vm, value);
}

bool generator_resume(VM *vm, Generator *generator, ResumeMode mode,
                      Value value, Value *item, bool *done, bool *is_result) {
  ROOT_CELL(&vm->isolate.heap, Generator, kept, generator);
  Coroutine *coroutine = generator->coroutine;
  *is_result = false;
  if (coroutine && coroutine->state == COROUTINE_RUNNING)
    return vm_throw_type(vm, "Generator is already running");
  if (coroutine && coroutine->state == COROUTINE_START && mode != RESUME_NEXT) {
    coroutine_finish(vm, coroutine);
    coroutine = NULL;
  }
  *done = true;
  if (!coroutine) return resume_ended(vm, mode, value, item);
  if (!coroutine_resume(vm, coroutine, mode, value, item)) return false;
  *done = kept->coroutine == NULL;
  *is_result = !*done && vm->result_is_object;
  return true;
}
