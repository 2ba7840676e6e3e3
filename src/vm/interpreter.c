#define WATCHED 0
#define INSTANCE interpreter_plain
#include "vm/interpreter_loop.inc"

bool interpret(VM *vm) {
  Value *r = vm->registers;
  CodeBlock *code = frame_code(r);
  if (unlikely(--vm->fuel <= 0) && !vm_interrupt(vm)) {
    if (!unwind(vm)) return false;
    r = vm->registers;
    code = frame_code(r);
  }
  const struct RunTable *table = vm->table;
  return table->run[*vm->pc](vm, vm->pc, r, table, code->caches,
                             code->constants);
}
