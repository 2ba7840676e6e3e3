/* module_import.c - import(), import.meta, and imports without a value. */
#include "vm/exotic.h"
#include "vm/module.h"
#include "vm/operations.h"

/* ---- import.meta --------------------------------------------------------- */

bool module_meta(VM *vm, Module *module, Value *meta) {
  *meta = module->meta;
  if (value_is_object(*meta)) return true;
  ROOT_CELL(&vm->isolate.heap, Object, object,
            object_new_with_prototype(&vm->isolate, VALUE_NULL));
  if (vm->fill_meta && !vm->fill_meta(vm, module, object)) return false;
  *meta = value_from_cell(object);
  cell_write(&vm->isolate.heap, module, &module->meta, *meta);
  return true;
}

static const Source *running_source(const VM *vm) {
  return frame_code(vm->registers)->source;
}

bool operate_import_meta(VM *vm, Value *result) {
  Module *module = running_source(vm)->module;
  assert(module);
  return module_meta(vm, module, result);
}

bool operate_import_hole(VM *vm, Value import) {
  const Import *place = (const Import *)value_to_cell(import);
  if (!place->environment)
    return vm_throw_error(vm, ERROR_REFERENCE,
                          "Cannot access a variable before initialization");
  return operate_throw_hole(vm, place->environment->scope->names[place->slot]);
}

/* ---- import() ------------------------------------------------------------ */

/* The value of one attribute. */
static bool add_attribute(VM *vm, Value with, Value key_bits, Object *list) {
  Isolate *isolate = &vm->isolate;
  Key key = {key_bits.bits};
  Property property;
  bool found;
  ROOT(&isolate->heap, value, VALUE_UNDEFINED);
  if (key_is_symbol(key)) return true;
  if (!vm_get_own(vm, value_to_object(with), key, &property, &found))
    return false;
  if (!found || !(property.attributes & ATTRIBUTE_ENUMERABLE)) return true;
  if (!vm_get(vm, with, key, &value)) return false;
  if (!value_is_string(value))
    return vm_throw_type(vm, "Import attribute value must be a string");
  ROOT(&isolate->heap, name, key_to_value(isolate, key));
  String *flat = string_flatten(isolate, value);
  if (!flat) return vm_throw_memory(vm);
  value = value_from_cell(string_intern(isolate, flat));
  return (array_push(isolate, list, name) &&
          array_push(isolate, list, value)) ||
         vm_throw_memory(vm);
}

/* The attributes in import()'s second argument: an array, or undefined. */
static bool read_attributes(VM *vm, Value options, Value *attributes) {
  Isolate *isolate = &vm->isolate;
  *attributes = VALUE_UNDEFINED;
  if (value_is_undefined(options)) return true;
  if (!value_is_object(options))
    return vm_throw_type(vm,
                         "The second argument of import() must be an object");
  ROOT(&isolate->heap, with, VALUE_UNDEFINED);
  if (!vm_get(vm, options, key_from_c(isolate, "with"), &with)) return false;
  if (value_is_undefined(with)) return true;
  if (!value_is_object(with))
    return vm_throw_type(vm, "The 'with' option of import() must be an object");
  ROOT_CELL(&isolate->heap, Object, keys,
            vm_own_keys(vm, value_to_object(with)));
  if (!keys) return false;
  ROOT_CELL(&isolate->heap, Object, list, array_new(isolate, 2));
  for (u32 i = 0; i < keys->elements->length; i++)
    if (!add_attribute(vm, with, keys->elements->values[i], list)) return false;
  *attributes = value_from_cell(list);
  return true;
}

/* Its module was evaluated: the promise gets the namespace. */
static bool give_namespace(VM *vm, Value data, PromiseState state, Value value,
                           Value *result) {
  if (state == PROMISE_REJECTED) return vm_throw(vm, value);
  Object *namespace = module_namespace(vm, (Module *)value_to_cell(data));
  *result = value_from_cell(namespace);
  return namespace;
}

/* Loaded: link and evaluate (ContinueDynamicImport). `data` is the module and
 * the promise that import() gave. */
static bool link_and_evaluate(VM *vm, Value data, PromiseState state,
                              Value value, Value *result) {
  ROOT(&vm->isolate.heap, pair, data);
  Elements *items = value_to_object(pair)->elements;
  Module *module = (Module *)value_to_cell(items->values[0]);
  Capability capability = CAPABILITY_NONE;
  capability.promise = items->values[1];
  if (!module_prepare(vm, module))
    return capability_reject_pending(vm, &capability);
  Promise *promise = module_evaluate(vm, module);
  if (!promise) return false;
  promise_react(vm, promise, give_namespace, value_from_cell(module),
                &capability);
  return true;
}

static bool load(VM *vm, const Source *referrer, Value specifier, Value options,
                 Module **module) {
  ROOT(&vm->isolate.heap, attributes, VALUE_UNDEFINED);
  ROOT(&vm->isolate.heap, kept_options, options);
  ROOT_CELL(&vm->isolate.heap, String, text, vm_to_string(vm, specifier));
  if (!text || !read_attributes(vm, kept_options, &attributes)) return false;
  if (!vm->load_module)
    return vm_throw_error(vm, ERROR_ERROR, "There are no modules here");
  *module = vm->load_module(vm, referrer, value_from_cell(text), attributes);
  return *module;
}

bool module_import(VM *vm, const Source *referrer, Value specifier,
                   Value options, Value *promise) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Promise, made, promise_new(vm));
  Module *module = NULL;
  bool is_loaded = load(vm, referrer, specifier, options, &module);
  *promise = value_from_cell(made);
  if (!is_loaded) return promise_reject_pending(vm, made);
  Value items[] = {value_from_cell(module), value_from_cell(made)};
  ROOT_CELL(&isolate->heap, Object, pair, array_from_values(isolate, items, 2));
  ROOT_CELL(&isolate->heap, Promise, loaded, promise_new(vm));
  promise_fulfill(vm, loaded, VALUE_UNDEFINED);
  promise_react(vm, loaded, link_and_evaluate, value_from_cell(pair),
                &CAPABILITY_NONE);
  return true;
}

bool operate_import_module(VM *vm, Value specifier, Value options,
                           Value *result) {
  return module_import(vm, running_source(vm), specifier, options, result);
}
