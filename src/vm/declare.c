/* declare.c - what scripts and evals declare at the top level: properties of
 * the global object, and the let, const and class that all scripts share.
 *
 * First everything is checked, then everything is made
 * (GlobalDeclarationInstantiation, EvalDeclarationInstantiation). The closures
 * of functions are stored by the code that asked.
 */
#include "vm/operations.h"

typedef struct Declared {
  Value name;
  DeclaredKind kind;
  Value slot;
} Declared;

static Declared declared_at(const Elements *list, u32 index) {
  const Value *items = &list->values[(size_t)3 * index];
  return (Declared){items[0], (DeclaredKind)value_to_int(items[1]), items[2]};
}

/* ---- Checks ------------------------------------------------------------- */

static bool is_script_binding(VM *vm, Value name) {
  for (u32 i = 0; i < vm->isolate.script_binding_count; i++)
    if (value_same_bits(vm->isolate.script_bindings[i].name, name)) return true;
  return false;
}

static bool own_global(VM *vm, Value name, Property *property) {
  return object_get_own(&vm->isolate, vm->isolate.global, (Key){name.bits},
                        property);
}

static bool throw_declared(VM *vm, ErrorKind kind, Value name) {
  Buffer text = {};
  key_append_text((Key){name.bits}, &text);
  vm_throw_error(vm, kind, "Identifier '%s' has already been declared",
                 text.bytes);
  buffer_free(&text);
  return false;
}

static bool can_declare_var(VM *vm, Value name) {
  Property own;
  return own_global(vm, name, &own) ||
         !(vm->isolate.global->cell.flags & OBJECT_NOT_EXTENSIBLE);
}

static bool can_declare_function(VM *vm, Value name) {
  Property own;
  if (!own_global(vm, name, &own))
    return !(vm->isolate.global->cell.flags & OBJECT_NOT_EXTENSIBLE);
  u8 both = ATTRIBUTE_WRITABLE | ATTRIBUTE_ENUMERABLE;
  return own.attributes & ATTRIBUTE_CONFIGURABLE ||
         (!(own.attributes & ATTRIBUTE_ACCESSOR) &&
          (own.attributes & both) == both);
}

static bool check_declared(VM *vm, Declared declared) {
  Property own;
  Value name = declared.name;
  if (declared.kind == DECLARED_HOISTED) return true;
  if (is_script_binding(vm, name))
    return throw_declared(vm, ERROR_SYNTAX, name);
  switch (declared.kind) {
  case DECLARED_VAR:
    return can_declare_var(vm, name) || throw_declared(vm, ERROR_TYPE, name);
  case DECLARED_FUNCTION:
    return can_declare_function(vm, name) ||
           throw_declared(vm, ERROR_TYPE, name);
  default:
    return !own_global(vm, name, &own) ||
           own.attributes & ATTRIBUTE_CONFIGURABLE ||
           throw_declared(vm, ERROR_SYNTAX, name);
  }
}

/* ---- Making ------------------------------------------------------------- */

static void add_binding(VM *vm, Declared declared, Value environment) {
  if (!value_is_int(declared.slot)) return; /* lives in a register */
  if (vm->isolate.script_binding_count == vm->isolate.script_binding_capacity) {
    u32 capacity = vm->isolate.script_binding_capacity * 2 + 8;
    vm->isolate.script_bindings =
        base_reallocate(vm->isolate.script_bindings,
                        capacity * sizeof *vm->isolate.script_bindings);
    vm->isolate.script_binding_capacity = capacity;
  }
  vm->isolate.script_bindings[vm->isolate.script_binding_count++] =
      (ScriptBinding){
          .name = declared.name,
          .environment = (Environment *)value_to_cell(environment),
          .slot = (u32)value_to_int(declared.slot),
          .constant = declared.kind == DECLARED_CONST,
      };
}

/* A function takes the place of whatever may be replaced; a var leaves what is
 * there. */
static bool add_global(VM *vm, Declared declared, u8 attributes) {
  Property own;
  bool exists = own_global(vm, declared.name, &own);
  bool replaces = declared.kind == DECLARED_FUNCTION &&
                  (!exists || own.attributes & ATTRIBUTE_CONFIGURABLE);
  if (exists && !replaces) return true;
  return object_define(&vm->isolate, vm->isolate.global,
                       (Key){declared.name.bits}, VALUE_UNDEFINED,
                       attributes) ||
         vm_throw_memory(vm);
}

static bool make_declared(VM *vm, Declared declared, Value environment,
                          u8 attributes) {
  switch (declared.kind) {
  case DECLARED_LET:
  case DECLARED_CONST: add_binding(vm, declared, environment); return true;
  case DECLARED_HOISTED:
    if (is_script_binding(vm, declared.name) ||
        !can_declare_var(vm, declared.name))
      return true;
    return add_global(vm, declared, attributes);
  default: return add_global(vm, declared, attributes);
  }
}

bool operate_declare_globals(VM *vm, Value environment, Value list,
                             bool are_deletable) {
  const Elements *items = value_to_object(list)->elements;
  u8 attributes = ATTRIBUTE_WRITABLE | ATTRIBUTE_ENUMERABLE;
  if (are_deletable) attributes |= ATTRIBUTE_CONFIGURABLE;
  for (u32 i = 0; i < items->length / 3; i++)
    if (!check_declared(vm, declared_at(items, i))) return false;
  for (u32 i = 0; i < items->length / 3; i++)
    if (!make_declared(vm, declared_at(items, i), environment, attributes))
      return false;
  return true;
}

bool operate_resolve_global(VM *vm, Value name, Value *result) {
  bool exists = is_script_binding(vm, name);
  if (!exists && !vm_has(vm, vm->isolate.global, (Key){name.bits}, &exists))
    return false;
  *result = value_from_boolean(exists);
  return true;
}

bool operate_hoist_global(VM *vm, Value name, Value value) {
  return is_script_binding(vm, name) || !can_declare_var(vm, name) ||
         vm_set(vm, value_from_cell(vm->isolate.global), (Key){name.bits},
                value, false);
}
