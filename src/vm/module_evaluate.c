/* module_evaluate.c - running modules: those that a module needs before it,
 * each once, and those behind one that awaits when that has ended. */
#include "vm/module.h"
#include "vm/operations.h"

typedef VECTOR(Module *) ModuleStack;

/* ---- Running one -------------------------------------------------------- */

static bool fail_with(VM *vm, Module *module, Value error) {
  module->status = MODULE_EVALUATED;
  module->has_error = true;
  cell_write(&vm->isolate.heap, module, &module->error, error);
  return true;
}

static void settle(VM *vm, Module *module) {
  if (!value_is_object(module->promise)) return;
  Promise *promise = (Promise *)value_to_cell(module->promise);
  if (module->has_error)
    promise_reject(vm, promise, module->error);
  else
    promise_fulfill(vm, promise, VALUE_UNDEFINED);
}

/* ExecuteModule. */
static bool execute(VM *vm, Module *module, Value *result) {
  *result = VALUE_UNDEFINED;
  if (module->run) return module->run(vm, module);
  return vm_call(vm, module->body, VALUE_UNDEFINED, NULL, 0, result);
}

static bool end_async(VM *vm, Value data, PromiseState state, Value value,
                      Value *result);

/* ExecuteAsyncModule: its body is an async function. */
static bool execute_async(VM *vm, Module *module) {
  ROOT(&vm->isolate.heap, result, VALUE_UNDEFINED);
  if (!execute(vm, module, &result)) return false;
  ROOT_CELL(&vm->isolate.heap, Promise, promise, promise_from(vm, result));
  if (!promise) return false;
  promise_react(vm, promise, end_async, value_from_cell(module),
                &CAPABILITY_NONE);
  return true;
}

/* ---- Those that wait ---------------------------------------------------- */

static bool stack_has(const ModuleStack *stack, const Module *module) {
  for (u32 i = 0; i < stack->count; i++)
    if (stack->items[i] == module) return true;
  return false;
}

/* GatherAvailableAncestors: parents that wait for nothing any more. */
static void gather(Module *module, ModuleStack *ready) {
  u32 count = module_list_count(module->parents, 1);
  for (u32 i = 0; i < count; i++) {
    Module *parent =
        (Module *)value_to_cell(module_list_at(module->parents, i));
    if (stack_has(ready, parent) || parent->cycle_root->has_error) continue;
    assert(parent->pending);
    if (--parent->pending) continue;
    vector_push(ready, parent);
    if (!parent->is_async) gather(parent, ready);
  }
}

/* AsyncModuleExecutionRejected. */
static void reject(VM *vm, Module *module, Value error) {
  if (module->status == MODULE_EVALUATED) return;
  fail_with(vm, module, error);
  u32 count = module_list_count(module->parents, 1);
  settle(vm, module);
  for (u32 i = 0; i < count; i++)
    reject(vm, (Module *)value_to_cell(module_list_at(module->parents, i)),
           error);
}

/* False when the run must stop. */
static bool reject_pending(VM *vm, Module *module) {
  if (vm->is_terminating) return false;
  ROOT(&vm->isolate.heap, error, vm_take_exception(vm));
  reject(vm, module, error);
  return true;
}

static void sort_by_order(ModuleStack *stack) {
  for (u32 i = 1; i < stack->count; i++)
    for (u32 j = i;
         j && stack->items[j - 1]->async_order > stack->items[j]->async_order;
         j--) {
      Module *other = stack->items[j];
      stack->items[j] = stack->items[j - 1];
      stack->items[j - 1] = other;
    }
}

static bool run_ready(VM *vm, Module *module) {
  Value ignored;
  if (module->status == MODULE_EVALUATED) return true;
  if (module->is_async)
    return execute_async(vm, module) || reject_pending(vm, module);
  if (!execute(vm, module, &ignored)) return reject_pending(vm, module);
  module->status = MODULE_EVALUATED;
  settle(vm, module);
  return true;
}

/* AsyncModuleExecutionFulfilled and -Rejected. */
static bool end_async(VM *vm, Value data, PromiseState state, Value value,
                      Value *result) {
  Module *module = (Module *)value_to_cell(data);
  if (state == PROMISE_REJECTED) {
    reject(vm, module, value);
    return true;
  }
  if (module->status == MODULE_EVALUATED) return true;
  module->status = MODULE_EVALUATED;
  settle(vm, module);
  ModuleStack ready = {};
  gather(module, &ready);
  sort_by_order(&ready);
  bool ok = true;
  for (u32 i = 0; ok && i < ready.count; i++)
    ok = run_ready(vm, ready.items[i]);
  vector_free(&ready);
  return ok;
}

/* ---- The walk ----------------------------------------------------------- */

static bool throw_again(VM *vm, const Module *module) {
  return vm_throw(vm, module->error);
}

/* A module that is waited for: `module` goes on its list. */
static bool wait_for(VM *vm, Module *module, Module *required) {
  Isolate *isolate = &vm->isolate;
  if (!value_is_object(required->parents)) {
    Object *parents = array_new(isolate, 1);
    cell_write(&isolate->heap, required, &required->parents,
               value_from_cell(parents));
  }
  module->pending++;
  return array_push(isolate, value_to_object(required->parents),
                    value_from_cell(module)) ||
         vm_throw_memory(vm);
}

static bool evaluate(VM *vm, Module *module, ModuleStack *stack, u32 *index);

static bool evaluate_required(VM *vm, Module *module, Module *required,
                              ModuleStack *stack, u32 *index) {
  if (!evaluate(vm, required, stack, index)) return false;
  if (required->status == MODULE_EVALUATING) {
    if (required->dfs_least < module->dfs_least)
      module->dfs_least = required->dfs_least;
  } else if (required->cycle_root) {
    required = required->cycle_root;
    if (required->has_error) return throw_again(vm, required);
  }
  bool waits = required->async_order && required->status != MODULE_EVALUATED;
  return !waits || wait_for(vm, module, required);
}

/* The cycle is complete: its modules leave the stack. */
static void finish_cycle(VM *vm, Module *root, ModuleStack *stack) {
  Module *module;
  do {
    module = vector_pop(stack);
    module->status =
        module->async_order ? MODULE_EVALUATING_ASYNC : MODULE_EVALUATED;
    cell_write_pointer(&vm->isolate.heap, module, module->cycle_root, root);
  } while (module != root);
}

static bool run_module(VM *vm, Module *module) {
  Value ignored;
  if (!module->pending && !module->is_async)
    return execute(vm, module, &ignored);
  module->async_order = ++vm->async_modules;
  return module->pending || execute_async(vm, module);
}

/* InnerModuleEvaluation. */
static bool evaluate(VM *vm, Module *module, ModuleStack *stack, u32 *index) {
  if (module->status >= MODULE_EVALUATING_ASYNC)
    return !module->has_error || throw_again(vm, module);
  if (module->status == MODULE_EVALUATING) return true;
  if (!vm_check_stack(vm)) return false;
  module->status = MODULE_EVALUATING;
  module->dfs_index = module->dfs_least = (*index)++;
  module->pending = 0;
  vector_push(stack, module);
  u32 count = module_list_count(module->loaded, 1);
  for (u32 i = 0; i < count; i++)
    if (!evaluate_required(vm, module, module_loaded(module, i), stack, index))
      return false;
  if (!run_module(vm, module)) return false;
  if (module->dfs_least == module->dfs_index) finish_cycle(vm, module, stack);
  return true;
}

/* Those on the stack failed with the exception that is pending. False when
 * the run must stop. */
static bool fail_all(VM *vm, ModuleStack *stack, Promise *promise) {
  if (vm->is_terminating) return false;
  ROOT(&vm->isolate.heap, error, vm_take_exception(vm));
  for (u32 i = 0; i < stack->count; i++) {
    Module *module = stack->items[i];
    fail_with(vm, module, error);
    cell_write_pointer(&vm->isolate.heap, module, module->cycle_root, module);
  }
  promise_reject(vm, promise, error);
  return true;
}

Promise *module_evaluate(VM *vm, Module *module) {
  if (module->status >= MODULE_EVALUATING_ASYNC && module->cycle_root)
    module = module->cycle_root;
  if (value_is_object(module->promise))
    return (Promise *)value_to_cell(module->promise);
  ROOT_CELL(&vm->isolate.heap, Promise, promise, promise_new(vm));
  cell_write(&vm->isolate.heap, module, &module->promise,
             value_from_cell(promise));
  ModuleStack stack = {};
  u32 index = 0;
  bool ok = evaluate(vm, module, &stack, &index);
  if (!ok)
    ok = fail_all(vm, &stack, promise);
  else if (!module->async_order || module->status == MODULE_EVALUATED)
    promise_fulfill(vm, promise, VALUE_UNDEFINED);
  vector_free(&stack);
  return ok ? promise : NULL;
}

bool module_run(VM *vm, Module *module, Promise **promise) {
  *promise = module_evaluate(vm, module);
  if (!*promise) return false;
  if ((*promise)->state != PROMISE_REJECTED) return true;
  promise_handle(vm, *promise);
  return vm_throw(vm, (*promise)->result);
}
