/* lazy_value.c - properties whose value is made when it is first wanted. */
#include "vm/lazy_value.h"

/* The object, at or behind `object`, that has the property. */
static Object *find_holder(VM *vm, Value object, Key key) {
  Property property;
  if (!value_is_object(object) ||
      !object_find(&vm->isolate, value_to_object(object), key, &property) ||
      property.place == PLACE_EXOTIC ||
      !value_is_kind(property.value, KIND_LAZY_VALUE))
    return NULL;
  return property.holder;
}

bool lazy_value_settle(VM *vm, Object *object, Key key) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  Property property;
  if (!object_get_own(isolate, object, key, &property) ||
      !value_is_kind(property.value, KIND_LAZY_VALUE))
    return true;
  ROOT(&isolate->heap, value, VALUE_UNDEFINED);
  if (!((LazyValue *)value_to_cell(property.value))->make(vm, &value))
    return false;
  return object_define(isolate, kept, key, value, ATTRIBUTES_HIDDEN) ||
         vm_throw_memory(vm);
}

bool lazy_value_settle_all(VM *vm, Object *object) {
  ROOT_CELL(&vm->isolate.heap, Object, kept, object);
  KeyList keys = {};
  object_own_keys(&vm->isolate, kept, &keys); /* which the object keeps */
  bool ok = true;
  for (u32 i = 0; ok && i < keys.count; i++)
    if (!key_is_index(keys.items[i]))
      ok = lazy_value_settle(vm, kept, keys.items[i]);
  vector_free(&keys);
  return ok;
}

static Key key_of(Call *call) {
  return (Key){((NativeFunction *)call->callee)->data.bits};
}

static bool lazy_get(VM *vm, Call *call) {
  Object *holder = find_holder(vm, call->this_value, key_of(call));
  if (!holder) return true;
  return lazy_value_settle(vm, holder, key_of(call)) &&
         vm_get(vm, call->this_value, key_of(call), &call->result);
}

static bool lazy_set(VM *vm, Call *call) {
  Object *holder = find_holder(vm, call->this_value, key_of(call));
  if (!holder) return true;
  return lazy_value_settle(vm, holder, key_of(call)) &&
         vm_set(vm, call->this_value, key_of(call), call_argument(call, 0),
                true);
}

static Value new_accessor(Isolate *isolate, Key key, const char *prefix,
                          NativeCode *code, u32 length) {
  NativeFunction *function =
      native_new_named(isolate, key, prefix, code, length);
  cell_write(&isolate->heap, function, &function->data, (Value){key.bits});
  return value_from_cell(function);
}

void lazy_value_define(VM *vm, Object *object, Key key, LazyMake *make) {
  Isolate *isolate = &vm->isolate;
  assert(!key_is_index(key));
  ROOT_CELL(&isolate->heap, Object, kept, object);
  ROOT(&isolate->heap, getter, new_accessor(isolate, key, "get", lazy_get, 0));
  ROOT(&isolate->heap, setter, new_accessor(isolate, key, "set", lazy_set, 1));
  LazyValue *lazy =
      (LazyValue *)heap_allocate(&isolate->heap, KIND_LAZY_VALUE, sizeof *lazy);
  lazy->getter = getter;
  lazy->setter = setter;
  lazy->make = make;
  ROOT(&isolate->heap, value, value_from_cell(lazy));
  object_define(isolate, kept, key, value,
                ATTRIBUTE_CONFIGURABLE | ATTRIBUTE_ACCESSOR);
}

DEFINE_VISIT(lazy_value, LazyValue) {
  EDGE_VALUE(INTERNAL, 0, "getter", self->getter);
  EDGE_VALUE(INTERNAL, 0, "setter", self->setter);
}

void lazy_value_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_LAZY_VALUE,
                 (CellClass){.name = "lazy value",
                             .visit = lazy_value_visit,
                             .mark = lazy_value_mark});
}
