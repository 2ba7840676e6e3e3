/* object.c - the global Object and its functions; Object.prototype is in
 * object_prototype.c.
 *
 * A list of keys is taken once and kept while getters, setters and conversions
 * of the program run, which may delete any of them: each key is looked up
 * again when its turn comes.
 */
#include "library/object_library.h"

#include "vm/exotic.h"

/* ---- Shared checks ------------------------------------------------------ */

static bool check_prototype(VM *vm, Value prototype) {
  return value_is_object(prototype) || value_is_null(prototype) ||
         library_throw_about(
             vm, "Object prototype may only be an Object or null: %s",
             prototype);
}

bool object_set_prototype_or_throw(VM *vm, Object *object, Value prototype) {
  bool done;
  if (!vm_set_prototype(vm, object, prototype, &done)) return false;
  if (done) return true;
  if (!exotic_throw_refused(vm, &object, "setPrototypeOf", (Key){}))
    return false;
  if (object == INTRINSIC(&vm->isolate, object_prototype))
    return vm_throw_type(vm, "Immutable prototype object 'Object.prototype' "
                             "cannot have their prototype set");
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE)
    return library_throw_about(vm, "%s is not extensible",
                               value_from_cell(object));
  return vm_throw_type(vm, "Cyclic __proto__ value");
}

/* ---- Object itself ------------------------------------------------------ */

static bool object_construct(VM *vm, Call *call) {
  if (!value_is_undefined(call->new_target) &&
      !value_same_bits(call->new_target, value_from_cell(call->callee))) {
    KEEP(vm, prototype, VALUE_UNDEFINED);
    if (!vm_prototype_for(vm, call->new_target, INTRINSIC_object_prototype,
                          &prototype))
      return false;
    Object *object = object_new_with_prototype(&vm->isolate, prototype);
    return call_return(call, value_from_cell(object));
  }
  Value value = call_argument(call, 0);
  Object *object = value_is_nullish(value) ? object_new_plain(&vm->isolate)
                                           : vm_to_object(vm, value);
  return object && call_return(call, value_from_cell(object));
}

/* The value of an own enumerable property; `*found` false when there is none.
 */
static bool read_enumerable(VM *vm, Object *object, Key key, Value *value,
                            bool *found) {
  Property property;
  if (!vm_get_own(vm, object, key, &property, found)) return false;
  *found = *found && property.attributes & ATTRIBUTE_ENUMERABLE;
  if (!*found) return true;
  *value = property.value;
  bool is_plain = !(property.attributes & ATTRIBUTE_ACCESSOR) &&
                  !object_is_exotic(object, key);
  return is_plain || vm_get(vm, value_from_cell(object), key, value);
}

static bool assign_from(VM *vm, Object *target, Value source) {
  if (value_is_nullish(source)) return true;
  KEEP_CELL(vm, Object, from, vm_to_object(vm, source));
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, from));
  for (u32 i = 0; keys && i < library_key_count(keys); i++) {
    Key key = library_key_at(keys, i);
    KEEP(vm, value, VALUE_UNDEFINED);
    bool found;
    if (!read_enumerable(vm, from, key, &value, &found)) return false;
    if (found && !vm_set(vm, value_from_cell(target), key, value, true))
      return false;
  }
  return keys != NULL;
}

static bool object_assign(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, target, vm_to_object(vm, call_argument(call, 0)));
  if (!target) return false;
  for (u32 i = 1; i < call->count; i++)
    if (!assign_from(vm, target, call->arguments[i])) return false;
  return call_return(call, value_from_cell(target));
}

static bool object_is(VM *vm, Call *call) {
  bool same = vm_same_value(vm, call_argument(call, 0), call_argument(call, 1));
  return call_return(call, value_from_boolean(same));
}

/* ---- Prototypes --------------------------------------------------------- */

static bool object_get_prototype_of(VM *vm, Call *call) {
  Object *object = vm_to_object(vm, call_argument(call, 0));
  return object && vm_get_prototype(vm, object, &call->result);
}

static bool object_set_prototype_of(VM *vm, Call *call) {
  Value value = call_argument(call, 0), prototype = call_argument(call, 1);
  if (value_is_nullish(value))
    return vm_throw_type(vm,
                         "Object.setPrototypeOf called on null or undefined");
  if (!check_prototype(vm, prototype)) return false;
  if (value_is_object(value) &&
      !object_set_prototype_or_throw(vm, value_to_object(value), prototype))
    return false;
  return call_return(call, value);
}

/* ---- Defining ----------------------------------------------------------- */

static bool define_from(VM *vm, Object *object, Key key, Value attributes) {
  Descriptor descriptor = {};
  if (!vm_to_descriptor(vm, attributes, &descriptor)) return false;
  KEEP(vm, value, descriptor.has_value ? descriptor.value : VALUE_UNDEFINED);
  KEEP(vm, get, descriptor.has_get ? descriptor.get : VALUE_UNDEFINED);
  KEEP(vm, set, descriptor.has_set ? descriptor.set : VALUE_UNDEFINED);
  bool done;
  return vm_define(vm, object, key, &descriptor, true, &done);
}

static bool object_define_property(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_object(value))
    return vm_throw_type(vm, "Object.defineProperty called on non-object");
  KEEP_KEY(vm, key, key_from_index(0));
  return vm_to_key(vm, call_argument(call, 1), &key) &&
         define_from(vm, value_to_object(value), key, call_argument(call, 2)) &&
         call_return(call, value);
}

/* All descriptors are read before the first is used: `kept` holds on to what
 * they refer to. */
typedef struct Definition {
  Key key;
  Descriptor descriptor;
} Definition;
typedef VECTOR(Definition) DefinitionList;

static bool keep_part(VM *vm, Object *kept, bool has_part, Value part) {
  return !has_part || array_push(&vm->isolate, kept, part) ||
         vm_throw_memory(vm);
}

static bool read_definition(VM *vm, Object *from, Key key, Object *kept,
                            DefinitionList *list) {
  KEEP(vm, attributes, VALUE_UNDEFINED);
  Definition definition = {.key = key};
  Descriptor *d = &definition.descriptor;
  if (!vm_get(vm, value_from_cell(from), key, &attributes) ||
      !vm_to_descriptor(vm, attributes, d))
    return false;
  KEEP(vm, value, d->has_value ? d->value : VALUE_UNDEFINED);
  KEEP(vm, get, d->has_get ? d->get : VALUE_UNDEFINED);
  KEEP(vm, set, d->has_set ? d->set : VALUE_UNDEFINED);
  vector_push(list, definition);
  return keep_part(vm, kept, d->has_value, value) &&
         keep_part(vm, kept, d->has_get, get) &&
         keep_part(vm, kept, d->has_set, set);
}

static bool read_definitions(VM *vm, Object *from, Object *keys, Object *kept,
                             DefinitionList *list) {
  for (u32 i = 0; i < library_key_count(keys); i++) {
    Key key = library_key_at(keys, i);
    Property property;
    bool found;
    if (!vm_get_own(vm, from, key, &property, &found)) return false;
    if (found && property.attributes & ATTRIBUTE_ENUMERABLE &&
        !read_definition(vm, from, key, kept, list))
      return false;
  }
  return true;
}

static bool define_list(VM *vm, Object *object, const DefinitionList *list) {
  for (u32 i = 0; i < list->count; i++) {
    bool done;
    if (!vm_define(vm, object, list->items[i].key, &list->items[i].descriptor,
                   true, &done))
      return false;
  }
  return true;
}

static bool define_properties(VM *vm, Object *object, Value properties) {
  KEEP_CELL(vm, Object, from, vm_to_object(vm, properties));
  if (!from) return false;
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, from));
  if (!keys) return false;
  KEEP_CELL(vm, Object, kept, array_new(&vm->isolate, 0));
  DefinitionList list = {};
  bool ok = read_definitions(vm, from, keys, kept, &list) &&
            define_list(vm, object, &list);
  vector_free(&list);
  return ok;
}

static bool object_define_properties(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_object(value))
    return vm_throw_type(vm, "Object.defineProperties called on non-object");
  return define_properties(vm, value_to_object(value),
                           call_argument(call, 1)) &&
         call_return(call, value);
}

static bool object_create(VM *vm, Call *call) {
  Value prototype = call_argument(call, 0);
  if (!check_prototype(vm, prototype)) return false;
  KEEP_CELL(vm, Object, object,
            object_new_with_prototype(&vm->isolate, prototype));
  Value properties = call_argument(call, 1);
  if (!value_is_undefined(properties) &&
      !define_properties(vm, object, properties))
    return false;
  return call_return(call, value_from_cell(object));
}

/* ---- Looking at own properties ------------------------------------------ */

static bool object_own_descriptor(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call_argument(call, 0)));
  KEEP_KEY(vm, key, key_from_index(0));
  if (!object || !vm_to_key(vm, call_argument(call, 1), &key)) return false;
  Property property;
  bool found;
  if (!vm_get_own(vm, object, key, &property, &found)) return false;
  return !found || vm_from_property(vm, &property, &call->result);
}

static bool object_own_descriptors(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call_argument(call, 0)));
  if (!object) return false;
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  if (!keys) return false;
  KEEP_CELL(vm, Object, result, object_new_plain(&vm->isolate));
  for (u32 i = 0; i < library_key_count(keys); i++) {
    Property property;
    Key key = library_key_at(keys, i);
    bool found;
    if (!vm_get_own(vm, object, key, &property, &found)) return false;
    if (!found) continue;
    KEEP(vm, descriptor, VALUE_UNDEFINED);
    if (!vm_from_property(vm, &property, &descriptor) ||
        !vm_create_property(vm, result, key, descriptor))
      return false;
  }
  return call_return(call, value_from_cell(result));
}

static bool return_keys(VM *vm, Call *call, KeyChoice choice) {
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call_argument(call, 0)));
  if (!object) return false;
  Object *keys = library_key_values(vm, object, choice);
  return keys && call_return(call, value_from_cell(keys));
}

static bool object_own_names(VM *vm, Call *call) {
  return return_keys(vm, call, LIBRARY_STRING_KEYS);
}

static bool object_own_symbols(VM *vm, Call *call) {
  return return_keys(vm, call, LIBRARY_SYMBOL_KEYS);
}

static bool object_has_own(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call_argument(call, 0)));
  KEEP_KEY(vm, key, key_from_index(0));
  if (!object || !vm_to_key(vm, call_argument(call, 1), &key)) return false;
  Property property;
  bool found;
  return vm_get_own(vm, object, key, &property, &found) &&
         call_return(call, value_from_boolean(found));
}

/* ---- keys, values, entries ---------------------------------------------- */

typedef enum Listing : u8 { LIST_KEYS, LIST_VALUES, LIST_ENTRIES } Listing;

static bool push_listed(VM *vm, Object *result, Key key, Value value,
                        Listing listing) {
  KEEP(vm, item, value);
  if (listing != LIST_VALUES) {
    KEEP(vm, name, key_to_value(&vm->isolate, key));
    if (listing == LIST_KEYS) {
      item = name;
    } else {
      Value pair[] = {name, item};
      Object *entry = array_from_values(&vm->isolate, pair, 2);
      if (!entry) return vm_throw_memory(vm);
      item = value_from_cell(entry);
    }
  }
  return array_push(&vm->isolate, result, item) || vm_throw_memory(vm);
}

static bool list_property(VM *vm, Object *object, Key key, Object *result,
                          Listing listing) {
  KEEP(vm, value, VALUE_UNDEFINED);
  Property property;
  bool found;
  if (listing != LIST_KEYS) {
    if (!read_enumerable(vm, object, key, &value, &found)) return false;
  } else {
    if (!vm_get_own(vm, object, key, &property, &found)) return false;
    found = found && property.attributes & ATTRIBUTE_ENUMERABLE;
  }
  return !found || push_listed(vm, result, key, value, listing);
}

static bool object_list(VM *vm, Call *call) {
  Listing listing = (Listing)library_native(call)->magic;
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call_argument(call, 0)));
  if (!object) return false;
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  if (!keys) return false;
  u32 count = library_key_count(keys);
  KEEP_CELL(vm, Object, result, array_new(&vm->isolate, count));
  if (!result) return vm_throw_memory(vm);
  for (u32 i = 0; i < count; i++) {
    Key key = library_key_at(keys, i);
    if (!key_is_symbol(key) && !list_property(vm, object, key, result, listing))
      return false;
  }
  return call_return(call, value_from_cell(result));
}

static bool add_entry(VM *vm, void *context, Value item, bool *stop) {
  Object *object = context;
  if (!value_is_object(item))
    return library_throw_about(vm, "Iterator value %s is not an entry object",
                               item);
  KEEP(vm, entry, item);
  KEEP(vm, name, VALUE_UNDEFINED);
  KEEP(vm, value, VALUE_UNDEFINED);
  KEEP_KEY(vm, key, key_from_index(0));
  return vm_get_index(vm, entry, 0, &name) &&
         vm_get_index(vm, entry, 1, &value) && vm_to_key(vm, name, &key) &&
         vm_create_property(vm, object, key, value);
}

static bool object_from_entries(VM *vm, Call *call) {
  Value iterable = call_argument(call, 0);
  if (value_is_nullish(iterable))
    return library_throw_about(vm, "%s is not iterable", iterable);
  KEEP_CELL(vm, Object, object, object_new_plain(&vm->isolate));
  return vm_iterate(vm, iterable, add_entry, object) &&
         call_return(call, value_from_cell(object));
}

/* ---- groupBy ------------------------------------------------------------ */

typedef struct Grouping {
  Object *groups;
  Value callback;
  double index;
} Grouping;

/* The result is not seen by the program before it is complete, so that its
 * groups can be found and grown directly. */
static bool group_item(VM *vm, void *context, Value item, bool *stop) {
  Grouping *grouping = context;
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept, item);
  KEEP(vm, name, VALUE_UNDEFINED);
  KEEP_KEY(vm, key, key_from_index(0));
  Value arguments[] = {kept, value_from_number(grouping->index++)};
  if (!vm_call(vm, grouping->callback, VALUE_UNDEFINED, arguments, 2, &name) ||
      !vm_to_key(vm, name, &key))
    return false;
  Property property;
  if (object_get_own(isolate, grouping->groups, key, &property))
    return array_push(isolate, value_to_object(property.value), kept) ||
           vm_throw_memory(vm);
  KEEP_CELL(vm, Object, group, array_from_values(isolate, &kept, 1));
  return (group && object_define(isolate, grouping->groups, key,
                                 value_from_cell(group), ATTRIBUTES_DEFAULT)) ||
         vm_throw_memory(vm);
}

static bool object_group_by(VM *vm, Call *call) {
  Value items = call_argument(call, 0), callback = call_argument(call, 1);
  if (value_is_nullish(items))
    return vm_throw_type(vm, "Object.groupBy called on null or undefined");
  if (!library_check_callable(vm, callback)) return false;
  KEEP_CELL(vm, Object, groups,
            object_new_with_prototype(&vm->isolate, VALUE_NULL));
  Grouping grouping = {.groups = groups, .callback = callback};
  return vm_iterate(vm, items, group_item, &grouping) &&
         call_return(call, value_from_cell(groups));
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry object_functions[] = {
    {"assign", object_assign, 2},
    {"getOwnPropertyDescriptor", object_own_descriptor, 2},
    {"getOwnPropertyDescriptors", object_own_descriptors, 1},
    {"getOwnPropertyNames", object_own_names, 1},
    {"getOwnPropertySymbols", object_own_symbols, 1},
    {"hasOwn", object_has_own, 2},
    {"is", object_is, 2},
    {"preventExtensions", object_prevent_extensions_of, 1},
    {"seal", object_seal_or_freeze, 1, NATIVE_METHOD, false},
    {"create", object_create, 2},
    {"defineProperties", object_define_properties, 2},
    {"defineProperty", object_define_property, 3},
    {"freeze", object_seal_or_freeze, 1, NATIVE_METHOD, true},
    {"getPrototypeOf", object_get_prototype_of, 1},
    {"setPrototypeOf", object_set_prototype_of, 2},
    {"isExtensible", object_is_extensible, 1},
    {"isFrozen", object_is_sealed_or_frozen, 1, NATIVE_METHOD, true},
    {"isSealed", object_is_sealed_or_frozen, 1, NATIVE_METHOD, false},
    {"keys", object_list, 1, NATIVE_METHOD, LIST_KEYS},
    {"entries", object_list, 1, NATIVE_METHOD, LIST_ENTRIES},
    {"fromEntries", object_from_entries, 1},
    {"values", object_list, 1, NATIVE_METHOD, LIST_VALUES},
    {"groupBy", object_group_by, 2},
};

void library_open_object(VM *vm) {
  Object *prototype = INTRINSIC(&vm->isolate, object_prototype);
  NativeFunction *constructor =
      library_add_constructor(vm, "Object", object_construct, 1, prototype);
  library_add_functions(vm, &constructor->object, object_functions,
                        ARRAY_COUNT(object_functions));
  object_open_prototype(vm, prototype);
}
