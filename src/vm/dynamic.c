/* dynamic.c - names that only run time can resolve: those of `with` objects,
 * and the variables that sloppy evals made.
 *
 * A scope that may have such names has a slot for them in its environment
 * (ScopeInfo.dynamic): it holds the object of a `with`, or an object without a
 * prototype whose properties are the variables of evals. Only the first is ever
 * seen by the program. What is said here follows the Object Environment Records
 * of the specification, in the order of what a Proxy could observe.
 */
#include "vm/operations.h"

static Key name_key(Value name) {
  return (Key){name.bits};
}

static Environment *environment_out(Value value, u32 hops) {
  Environment *environment = (Environment *)value_to_cell(value);
  while (hops--)
    environment = environment->parent;
  return environment;
}

/* The object with the dynamic names, or NULL. */
static Object *dynamic_object(const Environment *environment) {
  u16 slot = environment->scope->dynamic;
  if (slot == SCOPE_INFO_NONE || value_is_hole(environment->slots[slot]))
    return NULL;
  return value_to_object(environment->slots[slot]);
}

/* ---- Finding ------------------------------------------------------------ */

/* Whether the object of a `with` hides that name (Symbol.unscopables). */
static bool is_unscopable(VM *vm, Object *object, Key name, bool *result) {
  ROOT(&vm->isolate.heap, list, VALUE_UNDEFINED);
  *result = false;
  if (!vm_get(vm, value_from_cell(object),
              SYMBOL_KEY(&vm->isolate, unscopables), &list))
    return false;
  if (!value_is_object(list)) return true;
  Value blocked;
  if (!vm_get(vm, list, name, &blocked)) return false;
  *result = vm_to_boolean(blocked);
  return true;
}

static bool with_has(VM *vm, Object *object, Key name, bool *result) {
  bool is_blocked;
  if (!vm_has(vm, object, name, result)) return false;
  if (!*result) return true;
  if (!is_unscopable(vm, object, name, &is_blocked)) return false;
  *result = !is_blocked;
  return true;
}

static bool has_dynamic(VM *vm, const Environment *environment, Key name,
                        bool *result) {
  Object *object = dynamic_object(environment);
  Property property;
  *result = false;
  if (!object) return true;
  if (environment->scope->is_with) return with_has(vm, object, name, result);
  *result = object_get_own(&vm->isolate, object, name, &property);
  return true;
}

bool operate_find_dynamic(VM *vm, Value environment, u32 count, Value name,
                          Value *result) {
  Environment *at = (Environment *)value_to_cell(environment);
  bool found = false;
  for (; count; count--, at = at->parent) {
    if (!has_dynamic(vm, at, name_key(name), &found)) return false;
    if (found) break;
  }
  *result = found ? value_from_cell(at) : VALUE_UNDEFINED;
  return true;
}

/* ---- Reading and writing ------------------------------------------------ */

static bool running_is_strict(VM *vm) {
  return frame_code(vm->registers)->flags & CODE_STRICT;
}

bool operate_throw_undefined(VM *vm, Value name) {
  Buffer text = {};
  key_append_text(name_key(name), &text);
  vm_throw_error(vm, ERROR_REFERENCE, "%s is not defined", text.bytes);
  buffer_free(&text);
  return false;
}

/* The name was there when it was found, but code may have run since. */
static bool still_has(VM *vm, Object *object, Key name, bool *result) {
  if (!vm_has(vm, object, name, result)) return false;
  return *result || !running_is_strict(vm) ||
         operate_throw_undefined(vm, (Value){name.bits});
}

bool operate_get_dynamic(VM *vm, Value environment, Value name, Value *result) {
  Object *object = dynamic_object((Environment *)value_to_cell(environment));
  bool is_there;
  if (!still_has(vm, object, name_key(name), &is_there)) return false;
  *result = VALUE_UNDEFINED;
  return !is_there ||
         vm_get(vm, value_from_cell(object), name_key(name), result);
}

Value operate_dynamic_this(Value environment) {
  Environment *from = (Environment *)value_to_cell(environment);
  return from->scope->is_with ? value_from_cell(dynamic_object(from))
                              : VALUE_UNDEFINED;
}

bool operate_set_dynamic(VM *vm, Value environment, Value name, Value value) {
  Object *object = dynamic_object((Environment *)value_to_cell(environment));
  bool is_there;
  return still_has(vm, object, name_key(name), &is_there) &&
         vm_set(vm, value_from_cell(object), name_key(name), value,
                running_is_strict(vm));
}

bool operate_delete_dynamic(VM *vm, Value environment, Value name,
                            Value *result) {
  Object *object = dynamic_object((Environment *)value_to_cell(environment));
  bool done;
  if (!vm_delete(vm, value_from_cell(object), name_key(name), false, &done))
    return false;
  *result = value_from_boolean(done);
  return true;
}

/* ---- Variables of evals ------------------------------------------------- */

/* The object for them, made when the first is. */
static Object *provide_object(VM *vm, Environment *environment) {
  Object *object = dynamic_object(environment);
  if (object) return object;
  Isolate *isolate = &vm->isolate;
  object = object_new(isolate, shape_empty(isolate, VALUE_NULL, 0));
  cell_write_slot(&isolate->heap, environment,
                  &environment->slots[environment->scope->dynamic],
                  value_from_cell(object));
  return object;
}

bool operate_store_dynamic(VM *vm, Value environment, u32 hops, Value name,
                           Value value) {
  Object *object = provide_object(vm, environment_out(environment, hops));
  return object_define(&vm->isolate, object, name_key(name), value,
                       ATTRIBUTES_DEFAULT) ||
         vm_throw_memory(vm);
}

bool operate_declare_dynamic(VM *vm, Value environment, u32 hops, Value name) {
  Property property;
  Object *object = provide_object(vm, environment_out(environment, hops));
  return object_get_own(&vm->isolate, object, name_key(name), &property) ||
         operate_store_dynamic(vm, environment, hops, name, VALUE_UNDEFINED);
}
