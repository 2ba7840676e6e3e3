/* library.c - turning the tables of the families into objects.
 *
 * Collections are held off while the library opens: everything it makes stays
 * anyway, and the open functions need no roots.
 */
#include "library/library.h"

#include <string.h>

#include "library/collection.h"
#include "library/intl.h"
#include "library/object_library.h"
#include "library/support.h"
#include "library/time_zone.h"
#include "object/array_buffer.h"

/* ---- Keys and functions ------------------------------------------------- */

static const char *const symbol_names[SYMBOL_COUNT] = {
#define SYMBOL(name, text) #name,
    WELL_KNOWN_SYMBOLS(SYMBOL)
#undef SYMBOL
};

Key library_key(VM *vm, const char *name) {
  if (strncmp(name, "@@", 2)) return key_from_c(&vm->isolate, name);
  for (u32 i = 0; i < SYMBOL_COUNT; i++)
    if (!strcmp(symbol_names[i], name + 2))
      return key_from_symbol(vm->isolate.symbols[i]);
  assert(!"an unknown well-known symbol");
  return (Key){};
}

static NativeFunction *make_function(VM *vm, Key key,
                                     const NativeEntry *entry) {
  static const char *const prefixes[] = {
      [NATIVE_METHOD] = NULL, [NATIVE_GETTER] = "get", [NATIVE_SETTER] = "set"};
  NativeFunction *function = native_new_named(
      &vm->isolate, key, prefixes[entry->kind], entry->code, entry->length);
  function->magic = entry->magic;
  return function;
}

/* A getter and a setter of one name come as two entries; defining the second
 * leaves the first in place. */
static void define_accessor(VM *vm, Object *target, Key key, Value function,
                            NativeKind kind) {
  Descriptor descriptor = {
      .has_configurable = true, .configurable = true, .has_enumerable = true};
  if (kind == NATIVE_GETTER) {
    descriptor.has_get = true;
    descriptor.get = function;
  } else {
    descriptor.has_set = true;
    descriptor.set = function;
  }
  bool done;
  vm_define(vm, target, key, &descriptor, true, &done);
  assert(done);
}

void library_add_functions(VM *vm, Object *target, const NativeEntry *entries,
                           u32 count) {
  for (u32 i = 0; i < count; i++) {
    const NativeEntry *entry = &entries[i];
    KEEP_KEY(vm, key, library_key(vm, entry->name));
    KEEP(vm, function, value_from_cell(make_function(vm, key, entry)));
    if (entry->kind == NATIVE_METHOD)
      object_define(&vm->isolate, target, key, function, ATTRIBUTES_HIDDEN);
    else
      define_accessor(vm, target, key, function, entry->kind);
  }
}

void library_add_constants(VM *vm, Object *target, const ConstantEntry *entries,
                           u32 count) {
  for (u32 i = 0; i < count; i++)
    object_set_c(&vm->isolate, target, entries[i].name,
                 value_from_number(entries[i].value), ATTRIBUTES_NONE);
}

NativeFunction *library_add_constructor(VM *vm, const char *name,
                                        NativeCode *code, u32 length,
                                        Object *prototype) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, NativeFunction, constructor,
            native_new(isolate, name, code, length));
  constructor->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
  Value value = value_from_cell(constructor);
  if (prototype) {
    object_define(isolate, &constructor->object, ATOM_KEY(isolate, prototype),
                  value_from_cell(prototype), ATTRIBUTES_NONE);
    object_define(isolate, prototype, ATOM_KEY(isolate, constructor), value,
                  ATTRIBUTES_HIDDEN);
  }
  object_set_c(isolate, isolate->global, name, value, ATTRIBUTES_HIDDEN);
  return constructor;
}

void library_add_tag(VM *vm, Object *prototype, const char *tag) {
  String *text = string_intern_c(&vm->isolate, tag);
  KEEP(vm, value, value_from_cell(text));
  object_define(&vm->isolate, prototype, SYMBOL_KEY(&vm->isolate, toStringTag),
                value, ATTRIBUTE_CONFIGURABLE);
}

Object *library_new_prototype(VM *vm, Intrinsic intrinsic, Object *parent) {
  Object *prototype =
      object_new_with_prototype(&vm->isolate, value_from_cell(parent));
  vm->isolate.intrinsics[intrinsic] = prototype;
  return prototype;
}

void library_add_alias(VM *vm, Object *target, const char *alias,
                       const char *name) {
  Property property;
  if (object_get_own(&vm->isolate, target, library_key(vm, name), &property))
    object_define(&vm->isolate, target, library_key(vm, alias), property.value,
                  ATTRIBUTES_HIDDEN);
}

/* ---- Species ------------------------------------------------------------ */

static bool species_get(VM *vm, Call *call) {
  return call_return(call, call->this_value);
}

void library_add_species(VM *vm, Object *constructor) {
  static const NativeEntry species = {"@@species", species_get, 0,
                                      NATIVE_GETTER};
  library_add_functions(vm, constructor, &species, 1);
}

bool library_is_species(VM *vm, Object *constructor) {
  Property property;
  Isolate *isolate = &vm->isolate;
  if (!object_get_own(isolate, constructor, SYMBOL_KEY(isolate, species),
                      &property))
    return false;
  if (!(property.attributes & ATTRIBUTE_ACCESSOR)) return false;
  Value getter = ((Accessor *)value_to_cell(property.value))->getter;
  return value_is_kind(getter, KIND_NATIVE) &&
         ((NativeFunction *)value_to_cell(getter))->code == species_get;
}

/* ---- Errors ------------------------------------------------------------- */

/* As V8 says it: a string as it is, an object as #<Class> unless it has a way
 * of its own to become text. */
void library_describe(VM *vm, Value value, Buffer *out) {
  if (value_is_string(value)) {
    String *flat = string_flatten(&vm->isolate, value);
    if (flat) string_append_text(flat, out);
    buffer_append(out, "", 0);
  } else if (value_is_object(value) && !value_is_callable(value) &&
             !object_inherits_to_string(vm, value_to_object(value)) &&
             value_to_cell(value)->kind != KIND_ERROR) {
    if (value_is_typed_array(value))
      buffer_format(out, "[object %sArray]",
                    type_name(((View *)value_to_cell(value))->type));
    else
      buffer_format(out, "[object %s]",
                    object_builtin_tag(value_to_object(value)));
  } else {
    vm_describe_for_message(vm, value, out);
  }
}

bool library_throw_about(VM *vm, const char *format, Value value) {
  const char *hole = strstr(format, "%s");
  assert(hole);
  Buffer text = {};
  buffer_append(&text, format, (size_t)(hole - format));
  library_describe(vm, value, &text);
  buffer_text(&text, hole + 2);
  vm_throw_type(vm, "%s", text.bytes);
  buffer_free(&text);
  return false;
}

bool library_throw_uncallable(VM *vm, Value value) {
  return library_throw_about(vm, "%s is not a function", value);
}

bool library_throw_receiver(VM *vm, const char *method, Value receiver) {
  Buffer text = {};
  library_describe(vm, receiver, &text);
  vm_throw_type(vm, "Method %s called on incompatible receiver %s", method,
                text.bytes ? text.bytes : "");
  buffer_free(&text);
  return false;
}

/* ---- Lists -------------------------------------------------------------- */

bool library_keep_enumerable(VM *vm, Object *object, Object *keys, u32 *count) {
  *count = 0;
  for (u32 i = 0; i < library_key_count(keys); i++) {
    Key key = library_key_at(keys, i);
    Property property;
    bool found;
    if (key_is_symbol(key)) continue;
    if (!vm_get_own(vm, object, key, &property, &found)) return false;
    if (found && property.attributes & ATTRIBUTE_ENUMERABLE)
      library_put_key(vm, keys, (*count)++, key);
  }
  return true;
}

Object *library_key_values(VM *vm, Object *object, KeyChoice choice) {
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  if (!keys) return NULL;
  KEEP_CELL(vm, Object, values,
            array_new(&vm->isolate, library_key_count(keys)));
  if (!values) vm_throw_memory(vm);
  for (u32 i = 0; values && i < library_key_count(keys); i++) {
    Key key = library_key_at(keys, i);
    if (choice != LIBRARY_ALL_KEYS &&
        key_is_symbol(key) != (choice == LIBRARY_SYMBOL_KEYS))
      continue;
    KEEP(vm, value, key_to_value(&vm->isolate, key));
    array_push(&vm->isolate, values, value);
  }
  return values;
}

static Object *copy_plain_array(VM *vm, Object *source) {
  Object *list = array_from_values(&vm->isolate, source->elements->values,
                                   source->elements->length);
  if (!list) vm_throw_memory(vm);
  return list;
}

/* The list is private to the engine, so its items are pushed as they are. */
static bool list_items(VM *vm, Value source, double length, Object *list) {
  for (double i = 0; i < length; i++) {
    Value item;
    if (!vm_check(vm) || !vm_get_index(vm, source, i, &item)) return false;
    KEEP(vm, kept, item);
    if (!array_push(&vm->isolate, list, kept)) return vm_throw_memory(vm);
  }
  return true;
}

Object *library_list_from(VM *vm, Value array_like) {
  if (!value_is_object(array_like)) {
    vm_throw_type(vm, "CreateListFromArrayLike called on non-object");
    return NULL;
  }
  Object *source = value_to_object(array_like);
  if (library_is_packed(source)) return copy_plain_array(vm, source);
  double length;
  if (!vm_length(vm, array_like, &length)) return NULL;
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  return list_items(vm, array_like, length, list) ? list : NULL;
}

/* ---- Small conversions -------------------------------------------------- */

bool library_relative_index(VM *vm, Value argument, double length,
                            double absent, double *index) {
  if (value_is_undefined(argument)) {
    *index = absent;
    return true;
  }
  double relative;
  if (!vm_to_integer(vm, argument, &relative)) return false;
  if (relative < 0) relative = relative + length > 0 ? relative + length : 0;
  *index = relative < length ? relative : length;
  return true;
}

bool library_string(VM *vm, String *string, Value *result) {
  if (!string) return vm_throw_memory(vm);
  *result = value_from_cell(string);
  return true;
}

Object *library_new_from(VM *vm, Call *call, Intrinsic fallback, CellKind kind,
                         size_t bytes) {
  KEEP(vm, prototype, VALUE_UNDEFINED);
  if (!vm_prototype_for(vm, call->new_target, fallback, &prototype))
    return NULL;
  KEEP_CELL(vm, Shape, shape, shape_empty(&vm->isolate, prototype, 0));
  return object_new_kind(&vm->isolate, kind, shape, bytes);
}

/* ---- Opening ------------------------------------------------------------ */

static void close_library(VM *vm) {
  time_zone_close(vm);
  intl_close(vm);
}

void library_open(VM *vm) {
  static void (*const families[])(VM *) = {
#define FAMILY(name) library_open_##name,
      LIBRARY_FAMILIES(FAMILY)
#undef FAMILY
  };
  vm->close_library = close_library;
  vm->isolate.heap.no_collect++;
  library_register_cells(&vm->isolate);
  for (u32 i = 0; i < ARRAY_COUNT(families); i++)
    families[i](vm);
  /* the shortcuts of arrays depend on it */
  bool is_first = vm->isolate.realms.count == 0;
  assert(!is_first || !vm->isolate.prototype_has_elements);
  vm->isolate.array_iteration_pristine = is_first;
  vm->isolate.regexp_pristine = is_first;
  vm->isolate.heap.no_collect--;
}
