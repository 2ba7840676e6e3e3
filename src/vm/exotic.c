/* exotic.c - internal methods by table, and those that few programs call often
 * enough for a fast path: see exotic.h. ECMA-262, chapters 7.3 and 10.1.
 */
#include "vm/exotic.h"
#include "vm/lazy_value.h"
#include "vm/stack_trace.h"

void exotic_register(VM *vm, CellKind kind, const ExoticMethods *methods) {
  vm->exotics[kind] = methods;
}

/* ---- The object itself --------------------------------------------------- */

bool vm_get_prototype(VM *vm, Object *object, Value *prototype) {
  const ExoticMethods *methods = exotic_of(vm, object);
  if (methods && methods->get_prototype)
    return methods->get_prototype(vm, object, prototype);
  *prototype = object_prototype(&vm->isolate, object);
  return true;
}

/* A chain with a cycle through a proxy cannot be told from one without. */
static bool makes_cycle(VM *vm, const Object *object, Value prototype) {
  for (Value at = prototype; value_is_object(at);
       at = object_prototype(&vm->isolate, value_to_object(at))) {
    if (value_to_object(at) == object) return true;
    const ExoticMethods *methods = exotic_of(vm, value_to_object(at));
    if (methods && methods->get_prototype) return false;
  }
  return false;
}

bool vm_set_prototype(VM *vm, Object *object, Value prototype, bool *done) {
  Isolate *isolate = &vm->isolate;
  const ExoticMethods *methods = exotic_of(vm, object);
  if (methods && methods->set_prototype)
    return methods->set_prototype(vm, object, prototype, done);
  *done = value_same_bits(prototype, object_prototype(isolate, object));
  if (*done || object->cell.flags & OBJECT_NOT_EXTENSIBLE ||
      object == INTRINSIC(isolate, object_prototype) ||
      makes_cycle(vm, object, prototype))
    return true;
  object_set_prototype(isolate, object, prototype);
  *done = true;
  return true;
}

bool vm_is_extensible(VM *vm, Object *object, bool *result) {
  const ExoticMethods *methods = exotic_of(vm, object);
  if (methods && methods->is_extensible)
    return methods->is_extensible(vm, object, result);
  *result = !(object->cell.flags & OBJECT_NOT_EXTENSIBLE);
  return true;
}

bool vm_prevent_extensions(VM *vm, Object *object, bool *done) {
  const ExoticMethods *methods = exotic_of(vm, object);
  if (methods && methods->prevent_extensions)
    return methods->prevent_extensions(vm, object, done);
  object_prevent_extensions(&vm->isolate, object);
  *done = true;
  return true;
}

/* ---- Own properties ------------------------------------------------------ */

bool ordinary_get_own(VM *vm, Object *self, Key key, Property *property,
                      bool *found) {
  *found = object_get_own(&vm->isolate, self, key, property);
  if (likely(!*found || !(property->attributes & ATTRIBUTE_ACCESSOR)))
    return true;
  CellKind kind = value_to_cell(property->value)->kind;
  if (likely(kind == KIND_ACCESSOR)) return true;
  bool is_trace = kind == KIND_STACK_TRACE;
  if (!(is_trace ? stack_trace_settle(vm, self)
                 : lazy_value_settle(vm, self, key)))
    return false;
  *found = object_get_own(&vm->isolate, self, key, property);
  return true;
}

bool ordinary_settle(VM *vm, Object *self) {
  if (!stack_trace_settle(vm, self)) return false;
  return self != vm->isolate.global || lazy_value_settle_all(vm, self);
}

bool vm_get_own(VM *vm, Object *object, Key key, Property *property,
                bool *found) {
  if (unlikely(object_is_exotic(object, key))) {
    const ExoticMethods *methods = exotic_of(vm, object);
    if (methods->get_own)
      return methods->get_own(vm, object, key, property, found);
  }
  return ordinary_get_own(vm, object, key, property, found);
}

Object *ordinary_own_keys(VM *vm, Object *self) {
  KeyList list = {};
  object_own_keys(&vm->isolate, self, &list);
  /* the keys are still the object's while the array is made */
  static_assert(sizeof *list.items == sizeof(Value));
  Object *keys =
      array_from_values(&vm->isolate, (const Value *)list.items, list.count);
  vector_free(&list);
  if (!keys) vm_throw_memory(vm);
  return keys;
}

Object *vm_own_keys(VM *vm, Object *object) {
  const ExoticMethods *methods = exotic_of(vm, object);
  if (methods && methods->own_keys) return methods->own_keys(vm, object);
  return ordinary_own_keys(vm, object);
}

/* ---- By the table ---------------------------------------------------------
 */

/* Chains may pass through any number of exotic objects: the C stack is checked.
 */

bool exotic_get(VM *vm, Object *object, Key key, Value receiver,
                Value *result) {
  if (!vm_check_stack(vm)) return false;
  ROOT_CELL(&vm->isolate.heap, Object, self, object);
  ROOT(&vm->isolate.heap, kept_key, (Value){key.bits});
  ROOT(&vm->isolate.heap, kept_receiver, receiver);
  const ExoticMethods *methods = exotic_of(vm, self);
  return (methods->get ? methods->get : ordinary_get)(vm, self, key,
                                                      kept_receiver, result);
}

bool exotic_set(VM *vm, Object *object, Key key, Value value, Value receiver,
                bool *done) {
  if (!vm_check_stack(vm)) return false;
  ROOT_CELL(&vm->isolate.heap, Object, self, object);
  ROOT(&vm->isolate.heap, kept_key, (Value){key.bits});
  ROOT(&vm->isolate.heap, kept_value, value);
  ROOT(&vm->isolate.heap, kept_receiver, receiver);
  const ExoticMethods *methods = exotic_of(vm, self);
  return (methods->set ? methods->set : ordinary_set)(vm, self, key, kept_value,
                                                      kept_receiver, done);
}

bool exotic_has(VM *vm, Object *object, Key key, bool *result) {
  if (!vm_check_stack(vm)) return false;
  ROOT_CELL(&vm->isolate.heap, Object, self, object);
  ROOT(&vm->isolate.heap, kept_key, (Value){key.bits});
  const ExoticMethods *methods = exotic_of(vm, self);
  return (methods->has ? methods->has : ordinary_has)(vm, self, key, result);
}

bool exotic_throw_refused(VM *vm, Object **object, const char *method,
                          Key key) {
  for (;;) {
    Object *asked = *object;
    const ExoticMethods *methods = exotic_of(vm, asked);
    if (!methods || !methods->throw_refused) return true;
    if (!methods->throw_refused(vm, object, method, key)) return false;
    if (*object == asked) return true;
  }
}

/* ---- The ordinary way, step by step -------------------------------------- */

bool ordinary_get(VM *vm, Object *self, Key key, Value receiver,
                  Value *result) {
  Property own;
  bool found;
  if (!vm_get_own(vm, self, key, &own, &found)) return false;
  *result = VALUE_UNDEFINED;
  if (!found) {
    Value parent;
    if (!vm_get_prototype(vm, self, &parent)) return false;
    return !value_is_object(parent) ||
           vm_get_with_receiver(vm, value_to_object(parent), key, receiver,
                                result);
  }
  if (!(own.attributes & ATTRIBUTE_ACCESSOR)) {
    *result = own.value;
    return true;
  }
  Value getter = ((Accessor *)value_to_cell(own.value))->getter;
  return value_is_undefined(getter) ||
         vm_call(vm, getter, receiver, NULL, 0, result);
}

bool ordinary_has(VM *vm, Object *self, Key key, bool *result) {
  Property own;
  Value parent;
  if (!vm_get_own(vm, self, key, &own, result)) return false;
  if (*result) return true;
  return vm_get_prototype(vm, self, &parent) &&
         (!value_is_object(parent) ||
          vm_has(vm, value_to_object(parent), key, result));
}

bool ordinary_set(VM *vm, Object *self, Key key, Value value, Value receiver,
                  bool *done) {
  Property own;
  bool found;
  Value parent;
  if (!vm_get_own(vm, self, key, &own, &found)) return false;
  if (found) return ordinary_set_with_own(vm, &own, key, value, receiver, done);
  if (!vm_get_prototype(vm, self, &parent)) return false;
  if (value_is_object(parent))
    return vm_set_with_receiver(vm, value_to_object(parent), key, value,
                                receiver, done);
  return ordinary_set_with_own(vm, NULL, key, value, receiver, done);
}

bool ordinary_delete(VM *vm, Object *self, Key key, bool *done) {
  Property own;
  bool found;
  if (!vm_get_own(vm, self, key, &own, &found)) return false;
  *done = !found || own.attributes & ATTRIBUTE_CONFIGURABLE;
  if (found && *done) object_delete(&vm->isolate, self, key);
  return true;
}
