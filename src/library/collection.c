/* collection.c - what Map, Set and their weak relatives do alike. */
#include "library/collection.h"
#include "library/iteration.h"
#include "library/support.h"

KeyedCollection *collection_receiver(VM *vm, Call *call, CellKind kind,
                                     const char *method) {
  if (likely(value_is_kind(call->this_value, kind)))
    return (KeyedCollection *)value_to_cell(call->this_value);
  library_throw_receiver(vm, method, call->this_value);
  return NULL;
}

KeyedCollection *collection_copy(VM *vm, KeyedCollection *source,
                                 Intrinsic prototype) {
  KEEP_CELL(
      vm, KeyedCollection, copy,
      collection_new(vm, VALUE_UNDEFINED, source->object.cell.kind, prototype));
  KEEP_CELL(vm, Table, table, source->table);
  u32 position = 0;
  for (TableEntry *entry; copy && (entry = table_next(&table, &position));)
    if (!collection_set(vm, copy, entry->key, entry->value)) return NULL;
  return copy;
}

/* ---- Filling a new one -------------------------------------------------- */

typedef struct Filling {
  KeyedCollection *collection;
  Value adder;
  bool is_direct; /* the adder is the untouched method */
  bool is_map;    /* items are pairs */
} Filling;

static bool add_pair(VM *vm, Filling *filling, Value key, Value value) {
  u32 count = filling->is_map ? 2 : 1;
  Value arguments[] = {key, value};
  Value ignored;
  if (!filling->is_direct)
    return vm_call(vm, filling->adder, value_from_cell(filling->collection),
                   arguments, count, &ignored);
  KEEP(vm, kept_key, key);
  KEEP(vm, kept_value, value);
  return table_key(vm, &kept_key) &&
         collection_set(vm, filling->collection, kept_key, kept_value);
}

static bool fill_item(VM *vm, void *context, Value item, bool *stop) {
  Filling *filling = context;
  if (!filling->is_map) return add_pair(vm, filling, item, VALUE_UNDEFINED);
  if (!value_is_object(item))
    return library_throw_about(vm, "Iterator value %s is not an entry object",
                               item);
  KEEP(vm, entry, item);
  KEEP(vm, key, VALUE_UNDEFINED);
  KEEP(vm, value, VALUE_UNDEFINED);
  return vm_get_index(vm, entry, 0, &key) &&
         vm_get_index(vm, entry, 1, &value) &&
         add_pair(vm, filling, key, value);
}

static bool throw_adder(VM *vm, const char *name, Value adder,
                        KeyedCollection *collection) {
  static const char *const tags[KIND_COUNT] = {[KIND_MAP] = "Map",
                                               [KIND_SET] = "Set",
                                               [KIND_WEAK_MAP] = "WeakMap",
                                               [KIND_WEAK_SET] = "WeakSet"};
  Buffer text = {};
  library_describe(vm, adder, &text);
  vm_throw_type(vm,
                "'%s' returned for property '%s' of object '[object %s]' is "
                "not a function",
                text.bytes, name, tags[collection->object.cell.kind]);
  buffer_free(&text);
  return false;
}

bool collection_fill(VM *vm, KeyedCollection *collection, Value iterable,
                     const char *adder, NativeCode *direct) {
  if (value_is_nullish(iterable)) return true;
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP_KEY(vm, key, key_from_c(&vm->isolate, adder));
  if (!vm_get(vm, value_from_cell(collection), key, &method)) return false;
  if (!value_is_callable(method))
    return throw_adder(vm, adder, method, collection);
  CellKind kind = collection->object.cell.kind;
  Filling filling = {
      .collection = collection,
      .adder = method,
      .is_direct = value_is_kind(method, KIND_NATIVE) &&
                   ((NativeFunction *)value_to_cell(method))->code == direct,
      .is_map = kind == KIND_MAP || kind == KIND_WEAK_MAP,
  };
  /* a weak collection's method checks its keys */
  if (kind == KIND_WEAK_MAP || kind == KIND_WEAK_SET) filling.is_direct = false;
  return vm_iterate(vm, iterable, fill_item, &filling);
}

/* ---- Walking ------------------------------------------------------------ */

bool collection_each(VM *vm, Call *call, KeyedCollection *collection) {
  Value callback = call_argument(call, 0);
  if (!library_check_callable(vm, callback)) return false;
  bool is_set = collection->object.cell.kind == KIND_SET;
  KEEP_CELL(vm, Table, table, collection->table);
  u32 position = 0;
  for (TableEntry *entry; (entry = table_next(&table, &position));) {
    Value arguments[] = {is_set ? entry->key : entry->value, entry->key,
                         call->this_value};
    Value ignored;
    if (!vm_check(vm) ||
        !vm_call(vm, callback, call_argument(call, 1), arguments, 3, &ignored))
      return false;
  }
  return true;
}

static bool entry_pair(VM *vm, Value key, Value value, Value *result) {
  Value pair[] = {key, value};
  KEEP(vm, kept_key, key);
  KEEP(vm, kept_value, value);
  Object *array = array_from_values(&vm->isolate, pair, 2);
  if (!array) return vm_throw_memory(vm);
  *result = value_from_cell(array);
  return true;
}

bool table_iterator_advance(VM *vm, Iterator *iterator, Value *value,
                            bool *done) {
  *done = true;
  *value = VALUE_UNDEFINED;
  if (value_is_undefined(iterator->target)) return true;
  u32 position = (u32)iterator->position;
  Table *table = iterator->table;
  TableEntry *entry = table_next(&table, &position);
  iterator->position = position;
  cell_write_pointer(&vm->isolate.heap, iterator, iterator->table, table);
  if (!entry) {
    iterator_end(vm, iterator);
    cell_write_pointer(&vm->isolate.heap, iterator, iterator->table, NULL);
    return true;
  }
  *done = false;
  switch (iterator->kind) {
  case ITERATOR_MAP_VALUES: *value = entry->value; return true;
  case ITERATOR_MAP_ENTRIES:
    return entry_pair(vm, entry->key, entry->value, value);
  case ITERATOR_SET_ENTRIES:
    return entry_pair(vm, entry->key, entry->key, value);
  default: *value = entry->key; return true;
  }
}

bool collection_get_or_insert(VM *vm, Call *call, KeyedCollection *collection,
                              bool computes) {
  Value given = call_argument(call, 1);
  if (computes && !library_check_callable(vm, given)) return false;
  KEEP(vm, key, call_argument(call, 0));
  if (!table_key(vm, &key)) return false;
  TableEntry *entry = table_find(vm, collection->table, key);
  if (entry) return call_return(call, entry->value);
  KEEP(vm, value, given);
  if (computes && !vm_call(vm, given, VALUE_UNDEFINED, &key, 1, &value))
    return false;
  return collection_set(vm, collection, key, value) && call_return(call, value);
}
