/* weak.c - WeakMap, WeakSet and WeakRef: what does not keep its key alive. */
#include "library/collection.h"
#include "library/support.h"

/* Symbols of the registry can be made again at any time, so they never die. */
bool weak_can_hold(Value value) {
  if (value_is_object(value)) return true;
  return value_is_symbol(value) &&
         !(value_to_cell(value)->flags & SYMBOL_REGISTERED);
}

/* ---- WeakMap ------------------------------------------------------------ */

static KeyedCollection *this_map(VM *vm, Call *call, const char *method) {
  return collection_receiver(vm, call, KIND_WEAK_MAP, method);
}

static bool weak_map_get(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "WeakMap.prototype.get");
  if (!map) return false;
  Value key = call_argument(call, 0);
  TableEntry *entry =
      weak_can_hold(key) ? table_find(vm, map->table, key) : NULL;
  return call_return(call, entry ? entry->value : VALUE_UNDEFINED);
}

static bool weak_map_set(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "WeakMap.prototype.set");
  Value key = call_argument(call, 0);
  if (!map) return false;
  if (!weak_can_hold(key))
    return vm_throw_type(vm, "Invalid value used as weak map key");
  return collection_set(vm, map, key, call_argument(call, 1)) &&
         call_return(call, call->this_value);
}

static bool return_has(VM *vm, Call *call, KeyedCollection *collection) {
  Value key = call_argument(call, 0);
  bool found = weak_can_hold(key) && collection_has(vm, collection, key);
  return call_return(call, value_from_boolean(found));
}

static bool return_deleted(VM *vm, Call *call, KeyedCollection *collection) {
  Value key = call_argument(call, 0);
  bool found = weak_can_hold(key) && collection_delete(vm, collection, key);
  return call_return(call, value_from_boolean(found));
}

static bool weak_map_has(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "WeakMap.prototype.has");
  return map && return_has(vm, call, map);
}

static bool weak_map_delete(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "WeakMap.prototype.delete");
  return map && return_deleted(vm, call, map);
}

static bool get_or_insert(VM *vm, Call *call, const char *method,
                          bool computes) {
  KeyedCollection *map = this_map(vm, call, method);
  if (!map) return false;
  if (!weak_can_hold(call_argument(call, 0)))
    return vm_throw_type(vm, "Invalid value used as weak map key");
  return collection_get_or_insert(vm, call, map, computes);
}

static bool weak_map_get_or_insert(VM *vm, Call *call) {
  return get_or_insert(vm, call, "WeakMap.prototype.getOrInsert", false);
}

static bool weak_map_get_or_compute(VM *vm, Call *call) {
  return get_or_insert(vm, call, "WeakMap.prototype.getOrInsertComputed", true);
}

static bool weak_map_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor WeakMap requires 'new'");
  KEEP_CELL(vm, KeyedCollection, map,
            collection_new(vm, call->new_target, KIND_WEAK_MAP,
                           INTRINSIC_weak_map_prototype));
  return map &&
         collection_fill(vm, map, call_argument(call, 0), "set",
                         weak_map_set) &&
         call_return(call, value_from_cell(map));
}

/* ---- WeakSet ------------------------------------------------------------ */

static KeyedCollection *this_set(VM *vm, Call *call, const char *method) {
  return collection_receiver(vm, call, KIND_WEAK_SET, method);
}

static bool weak_set_add(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "WeakSet.prototype.add");
  Value key = call_argument(call, 0);
  if (!set) return false;
  if (!weak_can_hold(key))
    return vm_throw_type(vm, "Invalid value used in weak set");
  return collection_set(vm, set, key, VALUE_UNDEFINED) &&
         call_return(call, call->this_value);
}

static bool weak_set_has(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "WeakSet.prototype.has");
  return set && return_has(vm, call, set);
}

static bool weak_set_delete(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "WeakSet.prototype.delete");
  return set && return_deleted(vm, call, set);
}

static bool weak_set_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor WeakSet requires 'new'");
  KEEP_CELL(vm, KeyedCollection, set,
            collection_new(vm, call->new_target, KIND_WEAK_SET,
                           INTRINSIC_weak_set_prototype));
  return set &&
         collection_fill(vm, set, call_argument(call, 0), "add",
                         weak_set_add) &&
         call_return(call, value_from_cell(set));
}

/* ---- WeakRef ------------------------------------------------------------ */

/* AddToKeptObjects: what code has seen alive stays so until this turn of the
 * event loop has ended. */
static void keep_alive(VM *vm, WeakRef *reference) {
  if (reference->kept_in == vm->turn) return;
  reference->kept_in = vm->turn;
  vector_push(&vm->kept_objects, reference->target);
}

static bool weak_ref_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor WeakRef requires 'new'");
  Value target = call_argument(call, 0);
  if (!weak_can_hold(target))
    return vm_throw_type(vm, "WeakRef: invalid target");
  WeakRef *reference = (WeakRef *)library_new_from(
      vm, call, INTRINSIC_weak_ref_prototype, KIND_WEAK_REF, sizeof *reference);
  if (!reference) return false;
  reference->target = value_to_cell(target);
  reference->kept_in = 0;
  keep_alive(vm, reference);
  return call_return(call, value_from_cell(reference));
}

static bool weak_ref_deref(VM *vm, Call *call) {
  if (!value_is_kind(call->this_value, KIND_WEAK_REF))
    return library_throw_receiver(vm, "WeakRef.prototype.deref",
                                  call->this_value);
  WeakRef *reference = (WeakRef *)value_to_cell(call->this_value);
  if (!reference->target) return true;
  keep_alive(vm, reference);
  return call_return(call, value_from_cell(reference->target));
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry weak_map_methods[] = {
    {"delete", weak_map_delete, 1},
    {"get", weak_map_get, 1},
    {"set", weak_map_set, 2},
    {"getOrInsert", weak_map_get_or_insert, 2},
    {"getOrInsertComputed", weak_map_get_or_compute, 2},
    {"has", weak_map_has, 1},
};

static const NativeEntry weak_set_methods[] = {
    {"delete", weak_set_delete, 1},
    {"has", weak_set_has, 1},
    {"add", weak_set_add, 1},
};

static const NativeEntry weak_ref_methods[] = {{"deref", weak_ref_deref, 0}};

static void open_class(VM *vm, const char *name, Intrinsic intrinsic,
                       NativeCode *code, u32 length, const NativeEntry *methods,
                       u32 count) {
  Object *prototype = library_new_prototype(
      vm, intrinsic, INTRINSIC(&vm->isolate, object_prototype));
  library_add_constructor(vm, name, code, length, prototype);
  library_add_functions(vm, prototype, methods, count);
  library_add_tag(vm, prototype, name);
}

void library_open_weak(VM *vm) {
  open_class(vm, "WeakMap", INTRINSIC_weak_map_prototype, weak_map_construct, 0,
             weak_map_methods, ARRAY_COUNT(weak_map_methods));
  open_class(vm, "WeakSet", INTRINSIC_weak_set_prototype, weak_set_construct, 0,
             weak_set_methods, ARRAY_COUNT(weak_set_methods));
  open_class(vm, "WeakRef", INTRINSIC_weak_ref_prototype, weak_ref_construct, 1,
             weak_ref_methods, ARRAY_COUNT(weak_ref_methods));
}
