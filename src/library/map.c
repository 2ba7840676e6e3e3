/* map.c - Map and its iterators. */
#include "library/collection.h"
#include "library/iteration.h"
#include "library/support.h"

static KeyedCollection *this_map(VM *vm, Call *call, const char *method) {
  return collection_receiver(vm, call, KIND_MAP, method);
}

/* ---- Entries ------------------------------------------------------------ */

static bool map_get(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.get");
  KEEP(vm, key, call_argument(call, 0));
  if (!map || !table_key(vm, &key)) return false;
  TableEntry *entry = table_find(vm, map->table, key);
  return call_return(call, entry ? entry->value : VALUE_UNDEFINED);
}

static bool map_set(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.set");
  KEEP(vm, key, call_argument(call, 0));
  return map && table_key(vm, &key) &&
         collection_set(vm, map, key, call_argument(call, 1)) &&
         call_return(call, call->this_value);
}

static bool map_has(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.has");
  KEEP(vm, key, call_argument(call, 0));
  return map && table_key(vm, &key) &&
         call_return(call, value_from_boolean(collection_has(vm, map, key)));
}

static bool map_delete(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.delete");
  KEEP(vm, key, call_argument(call, 0));
  return map && table_key(vm, &key) &&
         call_return(call, value_from_boolean(collection_delete(vm, map, key)));
}

static bool map_clear(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.clear");
  return map && collection_clear(vm, map);
}

static bool map_size(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "get Map.prototype.size");
  return map && call_return(call, value_from_u32(collection_count(map)));
}

static bool map_for_each(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.forEach");
  return map && collection_each(vm, call, map);
}

/* ---- Iterators ---------------------------------------------------------- */

static bool map_iterate(VM *vm, Call *call) {
  static const char *const methods[] = {
      [ITERATOR_MAP_KEYS] = "Map.prototype.keys",
      [ITERATOR_MAP_VALUES] = "Map.prototype.values",
      [ITERATOR_MAP_ENTRIES] = "Map.prototype.entries",
  };
  IteratorKind kind = (IteratorKind)library_native(call)->magic;
  KeyedCollection *map = this_map(vm, call, methods[kind]);
  if (!map) return false;
  Iterator *iterator = iterator_new(vm, kind, INTRINSIC_map_iterator_prototype,
                                    call->this_value, map->table);
  return call_return(call, value_from_cell(iterator));
}

bool map_iterator_next(VM *vm, Call *call) {
  if (!ITERATOR_IN_RANGE(call->this_value, ITERATOR_MAP_KEYS,
                         ITERATOR_MAP_ENTRIES))
    return library_throw_receiver(vm, "Map Iterator.prototype.next",
                                  call->this_value);
  return iterator_next(vm, call, table_iterator_advance);
}

static bool map_get_or_insert(VM *vm, Call *call) {
  KeyedCollection *map = this_map(vm, call, "Map.prototype.getOrInsert");
  return map && collection_get_or_insert(vm, call, map, false);
}

static bool map_get_or_compute(VM *vm, Call *call) {
  KeyedCollection *map =
      this_map(vm, call, "Map.prototype.getOrInsertComputed");
  return map && collection_get_or_insert(vm, call, map, true);
}

/* ---- Map itself --------------------------------------------------------- */

static bool map_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor Map requires 'new'");
  KEEP_CELL(
      vm, KeyedCollection, map,
      collection_new(vm, call->new_target, KIND_MAP, INTRINSIC_map_prototype));
  return map &&
         collection_fill(vm, map, call_argument(call, 0), "set", map_set) &&
         call_return(call, value_from_cell(map));
}

typedef struct Grouping {
  KeyedCollection *groups;
  Value callback;
  double index;
} Grouping;

/* The map is not seen by the program before it is complete. */
static bool group_item(VM *vm, void *context, Value item, bool *stop) {
  Grouping *grouping = context;
  KEEP(vm, kept, item);
  KEEP(vm, key, VALUE_UNDEFINED);
  Value arguments[] = {kept, value_from_number(grouping->index++)};
  if (!vm_call(vm, grouping->callback, VALUE_UNDEFINED, arguments, 2, &key) ||
      !table_key(vm, &key))
    return false;
  TableEntry *entry = table_find(vm, grouping->groups->table, key);
  if (entry)
    return array_push(&vm->isolate, value_to_object(entry->value), kept) ||
           vm_throw_memory(vm);
  Object *group = array_from_values(&vm->isolate, &kept, 1);
  if (!group) return vm_throw_memory(vm);
  return collection_set(vm, grouping->groups, key, value_from_cell(group));
}

static bool map_group_by(VM *vm, Call *call) {
  Value items = call_argument(call, 0), callback = call_argument(call, 1);
  if (value_is_nullish(items))
    return vm_throw_type(vm, "Map.groupBy called on null or undefined");
  if (!library_check_callable(vm, callback)) return false;
  KEEP_CELL(
      vm, KeyedCollection, groups,
      collection_new(vm, VALUE_UNDEFINED, KIND_MAP, INTRINSIC_map_prototype));
  Grouping grouping = {.groups = groups, .callback = callback};
  return groups && vm_iterate(vm, items, group_item, &grouping) &&
         call_return(call, value_from_cell(groups));
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry map_functions[] = {{"groupBy", map_group_by, 2}};

static const NativeEntry map_methods[] = {
    {"get", map_get, 1},
    {"set", map_set, 2},
    {"has", map_has, 1},
    {"delete", map_delete, 1},
    {"clear", map_clear, 0},
    {"entries", map_iterate, 0, NATIVE_METHOD, ITERATOR_MAP_ENTRIES},
    {"forEach", map_for_each, 1},
    {"getOrInsert", map_get_or_insert, 2},
    {"getOrInsertComputed", map_get_or_compute, 2},
    {"keys", map_iterate, 0, NATIVE_METHOD, ITERATOR_MAP_KEYS},
    {"size", map_size, 0, NATIVE_GETTER},
    {"values", map_iterate, 0, NATIVE_METHOD, ITERATOR_MAP_VALUES},
};

void library_open_map(VM *vm) {
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_map_prototype, INTRINSIC(&vm->isolate, object_prototype));
  Object *map =
      &library_add_constructor(vm, "Map", map_construct, 0, prototype)->object;
  library_add_functions(vm, map, map_functions, ARRAY_COUNT(map_functions));
  library_add_species(vm, map);
  library_add_functions(vm, prototype, map_methods, ARRAY_COUNT(map_methods));
  library_add_tag(vm, prototype, "Map");
  library_add_alias(vm, prototype, "@@iterator", "entries");
  iterator_open_prototype(vm, INTRINSIC_map_iterator_prototype, "Map Iterator",
                          map_iterator_next);
}
