/* set.c - Set and its iterators; union and its like are in set_algebra.c. */
#include "library/set.h"

static KeyedCollection *this_set(VM *vm, Call *call, const char *method) {
  return collection_receiver(vm, call, KIND_SET, method);
}

/* ---- Items -------------------------------------------------------------- */

static bool set_add(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "Set.prototype.add");
  KEEP(vm, key, call_argument(call, 0));
  return set && table_key(vm, &key) &&
         collection_set(vm, set, key, VALUE_UNDEFINED) &&
         call_return(call, call->this_value);
}

bool set_has(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "Set.prototype.has");
  KEEP(vm, key, call_argument(call, 0));
  return set && table_key(vm, &key) &&
         call_return(call, value_from_boolean(collection_has(vm, set, key)));
}

static bool set_delete(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "Set.prototype.delete");
  KEEP(vm, key, call_argument(call, 0));
  return set && table_key(vm, &key) &&
         call_return(call, value_from_boolean(collection_delete(vm, set, key)));
}

static bool set_clear(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "Set.prototype.clear");
  return set && collection_clear(vm, set);
}

static bool set_size(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "get Set.prototype.size");
  return set && call_return(call, value_from_u32(collection_count(set)));
}

static bool set_for_each(VM *vm, Call *call) {
  KeyedCollection *set = this_set(vm, call, "Set.prototype.forEach");
  return set && collection_each(vm, call, set);
}

/* ---- Iterators ---------------------------------------------------------- */

static bool set_iterate(VM *vm, Call *call) {
  IteratorKind kind = (IteratorKind)library_native(call)->magic;
  KeyedCollection *set =
      this_set(vm, call,
               kind == ITERATOR_SET_VALUES ? "Set.prototype.values"
                                           : "Set.prototype.entries");
  if (!set) return false;
  Iterator *iterator = iterator_new(vm, kind, INTRINSIC_set_iterator_prototype,
                                    call->this_value, set->table);
  return call_return(call, value_from_cell(iterator));
}

bool set_iterator_next(VM *vm, Call *call) {
  if (!ITERATOR_IN_RANGE(call->this_value, ITERATOR_SET_VALUES,
                         ITERATOR_SET_ENTRIES))
    return library_throw_receiver(vm, "Set Iterator.prototype.next",
                                  call->this_value);
  return iterator_next(vm, call, table_iterator_advance);
}

/* ---- Set itself --------------------------------------------------------- */

static bool set_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor Set requires 'new'");
  KEEP_CELL(
      vm, KeyedCollection, set,
      collection_new(vm, call->new_target, KIND_SET, INTRINSIC_set_prototype));
  return set &&
         collection_fill(vm, set, call_argument(call, 0), "add", set_add) &&
         call_return(call, value_from_cell(set));
}

static const NativeEntry set_methods[] = {
    {"has", set_has, 1},
    {"add", set_add, 1},
    {"delete", set_delete, 1},
    {"clear", set_clear, 0},
    {"entries", set_iterate, 0, NATIVE_METHOD, ITERATOR_SET_ENTRIES},
    {"forEach", set_for_each, 1},
    {"size", set_size, 0, NATIVE_GETTER},
    {"values", set_iterate, 0, NATIVE_METHOD, ITERATOR_SET_VALUES},
};

void library_open_set(VM *vm) {
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_set_prototype, INTRINSIC(&vm->isolate, object_prototype));
  Object *set =
      &library_add_constructor(vm, "Set", set_construct, 0, prototype)->object;
  library_add_species(vm, set);
  library_add_functions(vm, prototype, set_methods, ARRAY_COUNT(set_methods));
  library_add_alias(vm, prototype, "keys", "values");
  library_add_tag(vm, prototype, "Set");
  library_add_alias(vm, prototype, "@@iterator", "values");
  set_open_algebra(vm, prototype);
  iterator_open_prototype(vm, INTRINSIC_set_iterator_prototype, "Set Iterator",
                          set_iterator_next);
}
