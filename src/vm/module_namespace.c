/* module_namespace.c - namespace objects: `import * as ns`, import(). */
#include "vm/exotic.h"
#include "vm/module.h"
#include "vm/operations.h"

/* ---- Bindings ------------------------------------------------------------ */

static bool find_binding(VM *vm, Namespace *namespace, Key key,
                         Value *binding) {
  Property property;
  Object *bindings = value_to_object(namespace->bindings);
  if (!object_get_own(&vm->isolate, bindings, key, &property)) return false;
  *binding = property.value;
  return true;
}

/* The value of an export; a ReferenceError when it has none yet. */
static bool read_binding(VM *vm, Value binding, Value *value) {
  *value = binding;
  if (!value_is_kind(binding, KIND_IMPORT)) return true;
  const Import *import = (const Import *)value_to_cell(binding);
  *value = import->environment ? import->environment->slots[import->slot]
                               : VALUE_HOLE;
  /* not initialised, or of a module that was never linked */
  return !value_is_hole(*value) || operate_import_hole(vm, binding);
}

/* ---- Internal methods ---------------------------------------------------- */

static bool get_prototype(VM *vm, Object *self, Value *prototype) {
  *prototype = VALUE_NULL;
  return true;
}

static bool set_prototype(VM *vm, Object *self, Value prototype, bool *done) {
  *done = value_is_null(prototype);
  return true;
}

static bool is_extensible(VM *vm, Object *self, bool *result) {
  *result = false;
  return true;
}

static bool prevent_extensions(VM *vm, Object *self, bool *done) {
  *done = true;
  return true;
}

static bool get_own(VM *vm, Object *self, Key key, Property *property,
                    bool *found) {
  Value binding, value;
  if (key_is_symbol(key)) {
    *found = object_get_own(&vm->isolate, self, key, property);
    return true;
  }
  *found = find_binding(vm, (Namespace *)self, key, &binding);
  if (!*found) return true;
  if (!read_binding(vm, binding, &value)) return false;
  *property = (Property){
      .place = PLACE_VIRTUAL,
      .attributes = ATTRIBUTE_WRITABLE | ATTRIBUTE_ENUMERABLE,
      .value = value,
      .holder = self,
  };
  return true;
}

/* Only what changes nothing is done. */
static bool define(VM *vm, Object *self, Key key, const Descriptor *descriptor,
                   bool *done) {
  if (key_is_symbol(key))
    return ordinary_define(vm, self, key, descriptor, done);
  Property own;
  bool found;
  *done = false;
  if (!get_own(vm, self, key, &own, &found)) return false;
  if (!found || (descriptor->has_configurable && descriptor->configurable) ||
      (descriptor->has_enumerable && !descriptor->enumerable) ||
      descriptor->has_get || descriptor->has_set ||
      (descriptor->has_writable && !descriptor->writable))
    return true;
  *done =
      !descriptor->has_value || vm_same_value(vm, descriptor->value, own.value);
  return true;
}

static bool has(VM *vm, Object *self, Key key, bool *result) {
  Value ignored;
  if (key_is_symbol(key)) return ordinary_has(vm, self, key, result);
  *result = find_binding(vm, (Namespace *)self, key, &ignored);
  return true;
}

static bool get(VM *vm, Object *self, Key key, Value receiver, Value *result) {
  Value binding;
  if (key_is_symbol(key)) return ordinary_get(vm, self, key, receiver, result);
  *result = VALUE_UNDEFINED;
  return !find_binding(vm, (Namespace *)self, key, &binding) ||
         read_binding(vm, binding, result);
}

static bool set(VM *vm, Object *self, Key key, Value value, Value receiver,
                bool *done) {
  *done = false;
  return true;
}

static bool delete(VM *vm, Object *self, Key key, bool *done) {
  Value ignored;
  if (key_is_symbol(key)) return ordinary_delete(vm, self, key, done);
  *done = !find_binding(vm, (Namespace *)self, key, &ignored);
  return true;
}

static Object *own_keys(VM *vm, Object *self) {
  Isolate *isolate = &vm->isolate;
  Elements *names = value_to_object(((Namespace *)self)->names)->elements;
  ROOT_CELL(&isolate->heap, Object, keys,
            array_from_values(isolate, names->values, names->length));
  Key tag = SYMBOL_KEY(isolate, toStringTag);
  Property property;
  if (!keys || (object_get_own(isolate, self, tag, &property) &&
                !array_push(isolate, keys, (Value){tag.bits}))) {
    vm_throw_memory(vm);
    return NULL;
  }
  return keys;
}

/* The object is called [object Module], whatever it inherits. */
static bool throw_refused(VM *vm, Object **self, const char *method, Key key) {
  Value ignored;
  Buffer name = {};
  if (!strcmp(method, "setPrototypeOf") || key_is_symbol(key)) return true;
  bool is_own = find_binding(vm, (Namespace *)*self, key, &ignored);
  key_append_text(key, &name);
  buffer_append(&name, "", 0);
  if (!strcmp(method, "deleteProperty"))
    vm_throw_type(vm, "Cannot delete property '%s' of [object Module]",
                  name.bytes);
  else if (!strcmp(method, "defineProperty"))
    vm_throw_type(vm,
                  is_own ? "Cannot redefine property: %s"
                         : "Cannot define property %s, object is not "
                           "extensible",
                  name.bytes);
  else
    vm_throw_type(vm,
                  is_own ? "Cannot assign to read only property '%s' of object "
                           "'[object Module]'"
                         : "Cannot add property %s, object is not extensible",
                  name.bytes);
  buffer_free(&name);
  return false;
}

void module_open_namespaces(VM *vm) {
  static const ExoticMethods methods = {
      .get_prototype = get_prototype,
      .set_prototype = set_prototype,
      .is_extensible = is_extensible,
      .prevent_extensions = prevent_extensions,
      .get_own = get_own,
      .define = define,
      .has = has,
      .get = get,
      .set = set,
      .delete = delete,
      .own_keys = own_keys,
      .throw_refused = throw_refused,
  };
  exotic_register(vm, KIND_NAMESPACE, &methods);
}

/* ---- Making one -----------------------------------------------------------
 */

/* By code units, as the specification sorts. */
static void sort_names(Heap *heap, Elements *names) {
  cell_begin_writes(heap, names);
  for (u32 i = 1; i < names->length; i++) {
    Value name = names->values[i];
    u32 at = i;
    while (at && string_compare((String *)value_to_cell(names->values[at - 1]),
                                (String *)value_to_cell(name)) > 0) {
      names->values[at] = names->values[at - 1];
      at--;
    }
    names->values[at] = name;
  }
  cell_end_writes(heap, names);
}

/* The names that mean something, as the bits of keys, with their bindings. */
static bool add_bindings(VM *vm, Module *module, const Object *exported,
                         Object *names, Object *bindings) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, binding, VALUE_UNDEFINED);
  for (u32 i = 0; i < exported->elements->length; i++) {
    Value name = exported->elements->values[i];
    Resolution resolution;
    Key key;
    if (!module_resolve(vm, module, name, &resolution)) return false;
    if (resolution.kind <= RESOLUTION_AMBIGUOUS) continue;
    if (!module_binding(vm, &resolution, &binding)) return false;
    if (!key_from_string(isolate, name, &key) ||
        !object_define(isolate, bindings, key, binding, ATTRIBUTES_DEFAULT) ||
        !array_push(isolate, names, (Value){key.bits}))
      return vm_throw_memory(vm);
  }
  return true;
}

static Namespace *new_namespace(VM *vm, Module *module) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Shape, shape, shape_empty(isolate, VALUE_NULL, 0));
  ROOT_CELL(&isolate->heap, Object, names, array_new(isolate, 4));
  ROOT_CELL(&isolate->heap, Object, bindings,
            object_new_with_prototype(isolate, VALUE_NULL));
  Namespace *namespace = (Namespace *)object_new_kind(isolate, KIND_NAMESPACE,
                                                      shape, sizeof *namespace);
  namespace->module = module;
  namespace->names = value_from_cell(names);
  namespace->bindings = value_from_cell(bindings);
  return namespace;
}

Object *module_namespace(VM *vm, Module *module) {
  Isolate *isolate = &vm->isolate;
  if (value_is_object(module->namespace))
    return value_to_object(module->namespace);
  ROOT_CELL(&isolate->heap, Object, exported, module_export_names(vm, module));
  if (!exported) return NULL;
  sort_names(&isolate->heap, exported->elements);
  ROOT_CELL(&isolate->heap, Namespace, namespace, new_namespace(vm, module));
  /* it may be its own export: known before its bindings are */
  cell_write(&isolate->heap, module, &module->namespace,
             value_from_cell(namespace));
  if (!add_bindings(vm, module, exported, value_to_object(namespace->names),
                    value_to_object(namespace->bindings))) {
    cell_write(&isolate->heap, module, &module->namespace, VALUE_UNDEFINED);
    return NULL;
  }
  ROOT_CELL(&isolate->heap, String, tag, string_intern_c(isolate, "Module"));
  object_define(isolate, &namespace->object, SYMBOL_KEY(isolate, toStringTag),
                value_from_cell(tag), ATTRIBUTES_NONE);
  namespace->object.cell.flags |= OBJECT_EXOTIC | OBJECT_NOT_EXTENSIBLE;
  return &namespace->object;
}

Object *module_namespace_copy(VM *vm, Namespace *namespace, Value missing) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Namespace, kept, namespace);
  ROOT(&isolate->heap, kept_missing, missing);
  ROOT_CELL(&isolate->heap, Object, copy,
            object_new_with_prototype(isolate, VALUE_NULL));
  Elements *names = value_to_object(kept->names)->elements;
  for (u32 i = 0; i < names->length; i++) {
    Key key = {names->values[i].bits};
    Value binding = VALUE_UNDEFINED;
    find_binding(vm, kept, key, &binding);
    if (value_is_kind(binding, KIND_IMPORT)) {
      const Import *import = (const Import *)value_to_cell(binding);
      binding = import->environment->slots[import->slot];
    }
    if (value_is_hole(binding)) binding = kept_missing;
    if (!object_define(isolate, copy, key, binding, ATTRIBUTES_DEFAULT)) {
      vm_throw_memory(vm);
      return NULL;
    }
  }
  return copy;
}
