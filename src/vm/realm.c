/* realm.c - which realm runs (object/realm.h), and to which one a function
 * belongs.
 */
#include "object/realm.h"

#include "vm/cache.h"
#include "vm/operations.h"

u32 vm_enter_realm(VM *vm, u32 realm) {
  u32 before = vm->isolate.realm_index;
  if (realm == before) return before;
  isolate_enter_realm(&vm->isolate, realm);
  /* it may know properties of strings, whose prototype is another now */
  cache_clear_shared(vm);
  return before;
}

u32 vm_add_realm(VM *vm) {
  bool is_second = vm->isolate.realms.count == 0;
  u32 realm = isolate_add_realm(&vm->isolate);
  cache_clear_shared(vm);
  if (is_second) code_block_note_realms(&vm->isolate);
  return realm;
}

/* GetFunctionRealm. */
bool vm_function_realm(VM *vm, Value function, u32 *realm) {
  *realm = vm->isolate.realm_index;
  while (value_is_callable(function)) {
    Cell *cell = value_to_cell(function);
    switch (cell->kind) {
    case KIND_FUNCTION: *realm = ((Function *)cell)->code->realm; return true;
    case KIND_NATIVE: *realm = ((NativeFunction *)cell)->realm; return true;
    case KIND_BOUND: function = ((BoundFunction *)cell)->target; break;
    case KIND_CALLABLE_PROXY: function = ((Proxy *)cell)->target; break;
    default: return true;
    }
  }
  return !value_is_null(function) ||
         vm_throw_type(vm, "Cannot perform 'getFunctionRealm' on a proxy that "
                           "has been revoked");
}

bool vm_prototype_for(VM *vm, Value new_target, Intrinsic fallback,
                      Value *prototype) {
  *prototype = value_from_cell(vm->isolate.intrinsics[fallback]);
  if (value_is_undefined(new_target)) return true;
  Value found;
  u32 realm;
  if (!vm_get(vm, new_target, ATOM_KEY(&vm->isolate, prototype), &found))
    return false;
  if (value_is_object(found)) {
    *prototype = found;
    return true;
  }
  if (!vm_function_realm(vm, new_target, &realm)) return false;
  const Realm *from = isolate_realm(&vm->isolate, realm);
  /* what that realm has not made yet (lazy_value.h) is taken from here */
  Object *there = from->intrinsics[fallback];
  if (there) *prototype = value_from_cell(there);
  return true;
}

static u32 caller_realm(VM *vm) {
  Value *caller = frame_of(vm->registers)->caller;
  u32 realm = vm->isolate.realm_index;
  if (caller)
    vm_function_realm(vm, value_from_cell(frame_of(caller)->callee), &realm);
  return realm;
}

bool operate_throw_constructed(VM *vm, bool has_value) {
  u32 before = vm_enter_realm(vm, caller_realm(vm));
  if (has_value)
    vm_throw_type(vm, "Derived constructors may only return object or "
                      "undefined");
  else
    vm_throw_error(vm, ERROR_REFERENCE,
                   "Must call super constructor in derived class before "
                   "accessing 'this' or returning from derived constructor");
  vm_enter_realm(vm, before);
  return false;
}
