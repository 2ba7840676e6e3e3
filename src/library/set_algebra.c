/* set_algebra.c - union, intersection and the other methods of Set that take
 * another set.
 *
 * The other set is anything with a size, a has and keys: a Map will do, or an
 * object of the program. Its methods may change either set while they run,
 * so own items are walked as forEach walks them.
 */
#include "library/set.h"

/* ---- The other set ------------------------------------------------------ */

/* What the language calls a Set Record; its values are in the roots that
 * OTHER_SET declares. */
typedef struct OtherSet {
  Value object;
  double size;
  Value *has, *keys;
} OtherSet;

static bool read_size(VM *vm, OtherSet *other) {
  KEEP(vm, raw, VALUE_UNDEFINED);
  double number;
  if (!vm_get(vm, other->object, ATOM_KEY(&vm->isolate, size), &raw) ||
      !vm_to_number(vm, raw, &number))
    return false;
  if (number != number) return vm_throw_type(vm, "The .size property is NaN");
  vm_to_integer(vm, value_from_number(number), &other->size);
  if (other->size < 0)
    return vm_throw_range(vm, "'%.0f' is an invalid size", other->size);
  return true;
}

static bool read_method(VM *vm, OtherSet *other, Key key, Value *method) {
  if (!vm_get(vm, other->object, key, method)) return false;
  if (value_is_callable(*method)) return true;
  Buffer text = {};
  key_append_text(key, &text);
  vm_throw_type(vm, "%s is not a function", text.bytes);
  buffer_free(&text);
  return false;
}

static bool read_other(VM *vm, Value object, OtherSet *other) {
  if (!value_is_object(object))
    return library_throw_about(vm, "%s is not an object", object);
  other->object = object;
  return read_size(vm, other) &&
         read_method(vm, other, ATOM_KEY(&vm->isolate, has), other->has) &&
         read_method(vm, other, ATOM_KEY(&vm->isolate, keys), other->keys);
}

/* Declares `set` (this) and `other` (the argument), or returns false. */
#define OTHER_SET(vm, call, method)                                            \
  KeyedCollection *set =                                                       \
      collection_receiver(vm, call, KIND_SET, "Set.prototype." method);        \
  if (!set) return false;                                                      \
  KEEP(vm, other_has, VALUE_UNDEFINED);                                        \
  KEEP(vm, other_keys, VALUE_UNDEFINED);                                       \
  OtherSet other = {.has = &other_has, .keys = &other_keys};                   \
  if (!read_other(vm, call_argument(call, 0), &other)) return false

static bool other_has_item(VM *vm, const OtherSet *other, Value item,
                           bool *found) {
  if (value_is_kind(other->object, KIND_SET) &&
      value_is_kind(*other->has, KIND_NATIVE) &&
      ((NativeFunction *)value_to_cell(*other->has))->code == set_has) {
    *found = collection_has(vm, (KeyedCollection *)value_to_cell(other->object),
                            item);
    return true;
  }
  Value result;
  if (!vm_call(vm, *other->has, other->object, &item, 1, &result)) return false;
  *found = vm_to_boolean(result);
  return true;
}

/* ---- Walking both ------------------------------------------------------- */

/* What is done with an item; `*stop` ends the walk. */
typedef bool VisitItem(VM *vm, void *context, Value item, bool *stop);

static bool walk_own(VM *vm, KeyedCollection *set, VisitItem *visit,
                     void *context) {
  KEEP_CELL(vm, Table, table, set->table);
  KEEP(vm, item, VALUE_UNDEFINED);
  u32 position = 0;
  bool stop = false;
  for (TableEntry *entry; !stop && (entry = table_next(&table, &position));) {
    item = entry->key;
    if (!vm_check(vm) || !visit(vm, context, item, &stop)) return false;
  }
  return true;
}

static bool walk_opened(VM *vm, Value iterator, Value next, VisitItem *visit,
                        void *context) {
  KEEP(vm, item, VALUE_UNDEFINED);
  for (;;) {
    bool done, stop = false;
    if (!iteration_step(vm, iterator, next, &item, &done)) return false;
    if (done) return true;
    if (!table_key(vm, &item) || !visit(vm, context, item, &stop)) return false;
    if (stop) return iteration_close(vm, iterator);
  }
}

static bool open_other(VM *vm, const OtherSet *other, Value *iterator,
                       Value *next) {
  if (!vm_call(vm, *other->keys, other->object, NULL, 0, iterator))
    return false;
  if (!value_is_object(*iterator))
    return library_throw_about(vm, "%s is not an object", *iterator);
  return vm_get(vm, *iterator, ATOM_KEY(&vm->isolate, next), next);
}

static bool walk_other(VM *vm, const OtherSet *other, VisitItem *visit,
                       void *context) {
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  return open_other(vm, other, &iterator, &next) &&
         walk_opened(vm, iterator, next, visit, context);
}

/* ---- Sets out of two ---------------------------------------------------- */

typedef struct Algebra {
  KeyedCollection *set, *result;
  const OtherSet *other;
  bool answer;
} Algebra;

static bool add_item(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  return collection_set(vm, algebra->result, item, VALUE_UNDEFINED);
}

static bool set_union(VM *vm, Call *call) {
  OTHER_SET(vm, call, "union");
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  if (!open_other(vm, &other, &iterator, &next)) return false;
  KEEP_CELL(vm, KeyedCollection, result,
            collection_copy(vm, set, INTRINSIC_set_prototype));
  Algebra algebra = {.result = result};
  return result && walk_opened(vm, iterator, next, add_item, &algebra) &&
         call_return(call, value_from_cell(result));
}

static bool add_if_other_has(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  bool found;
  if (!other_has_item(vm, algebra->other, item, &found)) return false;
  return !found || collection_set(vm, algebra->result, item, VALUE_UNDEFINED);
}

static bool add_if_own_has(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  return !collection_has(vm, algebra->set, item) ||
         collection_set(vm, algebra->result, item, VALUE_UNDEFINED);
}

static bool set_intersection(VM *vm, Call *call) {
  OTHER_SET(vm, call, "intersection");
  KEEP_CELL(
      vm, KeyedCollection, result,
      collection_new(vm, VALUE_UNDEFINED, KIND_SET, INTRINSIC_set_prototype));
  Algebra algebra = {.set = set, .result = result, .other = &other};
  if (!result) return false;
  bool ok = collection_count(set) <= other.size
                ? walk_own(vm, set, add_if_other_has, &algebra)
                : walk_other(vm, &other, add_if_own_has, &algebra);
  return ok && call_return(call, value_from_cell(result));
}

static bool delete_if_other_has(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  bool found;
  if (!other_has_item(vm, algebra->other, item, &found)) return false;
  if (found) collection_delete(vm, algebra->result, item);
  return true;
}

static bool delete_item(VM *vm, void *context, Value item, bool *stop) {
  collection_delete(vm, ((Algebra *)context)->result, item);
  return true;
}

static bool set_difference(VM *vm, Call *call) {
  OTHER_SET(vm, call, "difference");
  KEEP_CELL(vm, KeyedCollection, result,
            collection_copy(vm, set, INTRINSIC_set_prototype));
  Algebra algebra = {.set = set, .result = result, .other = &other};
  if (!result) return false;
  bool ok = collection_count(set) <= other.size
                ? walk_own(vm, set, delete_if_other_has, &algebra)
                : walk_other(vm, &other, delete_item, &algebra);
  return ok && call_return(call, value_from_cell(result));
}

static bool toggle_item(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  if (collection_has(vm, algebra->set, item)) {
    collection_delete(vm, algebra->result, item);
    return true;
  }
  return collection_set(vm, algebra->result, item, VALUE_UNDEFINED);
}

static bool set_symmetric_difference(VM *vm, Call *call) {
  OTHER_SET(vm, call, "symmetricDifference");
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  if (!open_other(vm, &other, &iterator, &next)) return false;
  KEEP_CELL(vm, KeyedCollection, result,
            collection_copy(vm, set, INTRINSIC_set_prototype));
  Algebra algebra = {.set = set, .result = result};
  return result && walk_opened(vm, iterator, next, toggle_item, &algebra) &&
         call_return(call, value_from_cell(result));
}

/* ---- Comparing two ------------------------------------------------------ */

static bool stop_unless_other_has(VM *vm, void *context, Value item,
                                  bool *stop) {
  Algebra *algebra = context;
  bool found;
  if (!other_has_item(vm, algebra->other, item, &found)) return false;
  if (!found) *stop = true, algebra->answer = false;
  return true;
}

static bool stop_if_other_has(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  bool found;
  if (!other_has_item(vm, algebra->other, item, &found)) return false;
  if (found) *stop = true, algebra->answer = false;
  return true;
}

static bool stop_unless_own_has(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  if (!collection_has(vm, algebra->set, item))
    *stop = true, algebra->answer = false;
  return true;
}

static bool stop_if_own_has(VM *vm, void *context, Value item, bool *stop) {
  Algebra *algebra = context;
  if (collection_has(vm, algebra->set, item))
    *stop = true, algebra->answer = false;
  return true;
}

static bool set_is_subset(VM *vm, Call *call) {
  OTHER_SET(vm, call, "isSubsetOf");
  if (collection_count(set) > other.size) return call_return(call, VALUE_FALSE);
  Algebra algebra = {.other = &other, .answer = true};
  return walk_own(vm, set, stop_unless_other_has, &algebra) &&
         call_return(call, value_from_boolean(algebra.answer));
}

static bool set_is_superset(VM *vm, Call *call) {
  OTHER_SET(vm, call, "isSupersetOf");
  if (collection_count(set) < other.size) return call_return(call, VALUE_FALSE);
  Algebra algebra = {.set = set, .answer = true};
  return walk_other(vm, &other, stop_unless_own_has, &algebra) &&
         call_return(call, value_from_boolean(algebra.answer));
}

static bool set_is_disjoint(VM *vm, Call *call) {
  OTHER_SET(vm, call, "isDisjointFrom");
  Algebra algebra = {.set = set, .other = &other, .answer = true};
  bool ok = collection_count(set) <= other.size
                ? walk_own(vm, set, stop_if_other_has, &algebra)
                : walk_other(vm, &other, stop_if_own_has, &algebra);
  return ok && call_return(call, value_from_boolean(algebra.answer));
}

void set_open_algebra(VM *vm, Object *prototype) {
  static const NativeEntry methods[] = {
      {"union", set_union, 1},
      {"intersection", set_intersection, 1},
      {"difference", set_difference, 1},
      {"symmetricDifference", set_symmetric_difference, 1},
      {"isSubsetOf", set_is_subset, 1},
      {"isSupersetOf", set_is_superset, 1},
      {"isDisjointFrom", set_is_disjoint, 1},
  };
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
}
