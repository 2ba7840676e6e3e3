/* object_operations.c - making objects, classes and their members; super;
 * variables that are not ready. */
#include "vm/cache.h"
#include "vm/operations.h"

#include "syntax/tree.h"

#include <stdlib.h>

/* ---- Names and methods -----------------------------------------------------
 */

/* The name of a function after a property key: a symbol's description in
 * brackets, and `get ` or `set ` before it. */
static bool name_for_key(VM *vm, Value key, u32 prefix, Value *name) {
  Isolate *isolate = &vm->isolate;
  Buffer text = {};
  if (prefix == NAME_GET) buffer_text(&text, "get ");
  if (prefix == NAME_SET) buffer_text(&text, "set ");
  if (value_is_symbol(key)) {
    Symbol *symbol = (Symbol *)value_to_cell(key);
    bool is_private = symbol->cell.flags & SYMBOL_PRIVATE;
    if (!value_is_undefined(symbol->description)) {
      String *flat = string_flatten(isolate, symbol->description);
      if (!is_private) buffer_byte(&text, '[');
      if (flat) string_append_text(flat, &text);
      if (!is_private) buffer_byte(&text, ']');
    }
  } else {
    String *flat = vm_to_string(vm, key);
    if (!flat) return buffer_free(&text), false;
    string_append_text(flat, &text);
  }
  *name = value_from_cell(
      string_from_text(isolate, text.bytes ? text.bytes : "", text.length));
  buffer_free(&text);
  return true;
}

bool operate_set_function_name(VM *vm, Value function, Value key, u32 prefix) {
  if (!value_is_kind(function, KIND_FUNCTION)) return true;
  Isolate *isolate = &vm->isolate;
  Object *object = value_to_object(function);
  Property property;
  /* a class may have a static member called name */
  if (object_get_own(isolate, object, ATOM_KEY(isolate, name), &property) &&
      (property.attributes & ATTRIBUTE_ACCESSOR ||
       !value_is_string(property.value) || string_length(property.value)))
    return true;
  ROOT(&isolate->heap, name, VALUE_UNDEFINED);
  return name_for_key(vm, key, prefix, &name) &&
         (object_define(isolate, object, ATOM_KEY(isolate, name), name,
                        ATTRIBUTE_CONFIGURABLE) ||
          vm_throw_memory(vm));
}

/* Defines one half of an accessor, keeping the other. */
static bool define_accessor(VM *vm, Object *object, Key key, Value function,
                            u32 flags) {
  bool is_getter = flags & METHOD_GETTER,
       enumerable = flags & METHOD_ENUMERABLE;
  Descriptor d = {
      .has_get = is_getter,
      .has_set = !is_getter,
      .get = function,
      .set = function,
      .has_enumerable = true,
      .enumerable = enumerable,
      .has_configurable = true,
      .configurable = true,
      .value = VALUE_UNDEFINED,
  };
  return vm_define(vm, object, key, &d, true, NULL);
}

bool operate_define_method(VM *vm, Value target, Value key, Value function,
                           u32 flags) {
  Key name;
  if (!vm_to_key(vm, key, &name)) return false;
  Object *object = value_to_object(target);
  if (flags & (METHOD_GETTER | METHOD_SETTER))
    return define_accessor(vm, object, name, function, flags);
  Descriptor d = descriptor_default(function);
  d.enumerable = flags & METHOD_ENUMERABLE;
  return vm_define(vm, object, name, &d, true, NULL);
}

/* ---- super
 * ------------------------------------------------------------------- */

bool operate_get_super(VM *vm, Value base, Value receiver, Value key,
                       Value *result) {
  Key name;
  if (!vm_to_key(vm, key, &name)) return false;
  if (!value_is_object(base)) return vm_get(vm, base, name, result);
  return vm_get_with_receiver(vm, value_to_object(base), name, receiver,
                              result);
}

bool operate_set_super(VM *vm, Value base, Value receiver, Value key,
                       Value value, bool strict) {
  Key name;
  if (!vm_to_key(vm, key, &name)) return false;
  if (!value_is_object(base)) return vm_set(vm, base, name, value, strict);
  bool done;
  if (!vm_set_with_receiver(vm, value_to_object(base), name, value, receiver,
                            &done))
    return false;
  return done || !strict ||
         vm_throw_type(vm, "Cannot assign to read only property of super");
}

/* ---- Private members
 * ------------------------------------------------------------ */

static bool throw_private_twice(VM *vm, Value name) {
  Buffer text = {};
  key_append_text((Key){name.bits}, &text);
  vm_throw_type(vm, "Cannot initialize %s twice on the same object",
                text.bytes);
  buffer_free(&text);
  return false;
}

static bool throw_private_refused(VM *vm, Value name) {
  Buffer text = {};
  key_append_text((Key){name.bits}, &text);
  vm_throw_type(vm, "Cannot define private member %s, object is not extensible",
                text.bytes);
  buffer_free(&text);
  return false;
}

static bool define_private_accessor(VM *vm, Object *object, Key key,
                                    Value function, bool is_getter) {
  Isolate *isolate = &vm->isolate;
  Property own;
  Accessor *old = NULL;
  if (object_get_own(isolate, object, key, &own)) {
    if (!(own.attributes & ATTRIBUTE_ACCESSOR))
      return throw_private_twice(vm, (Value){key.bits});
    old = (Accessor *)value_to_cell(own.value);
    if (!value_is_undefined(is_getter ? old->getter : old->setter))
      return throw_private_twice(vm, (Value){key.bits});
  }
  Accessor *accessor = (Accessor *)heap_allocate(&isolate->heap, KIND_ACCESSOR,
                                                 sizeof(Accessor));
  accessor->getter = is_getter ? function : old ? old->getter : VALUE_UNDEFINED;
  accessor->setter = !is_getter ? function
                     : old      ? old->setter
                                : VALUE_UNDEFINED;
  ROOT(&isolate->heap, value, value_from_cell(accessor));
  return object_define(isolate, object, key, value, ATTRIBUTE_ACCESSOR) ||
         vm_throw_memory(vm);
}

bool operate_define_private(VM *vm, Value target, Value name, Value value,
                            u32 kind) {
  Isolate *isolate = &vm->isolate;
  Object *object = value_to_object(target);
  Key key = {name.bits};
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE)
    return throw_private_refused(vm, name);
  if (kind == PRIVATE_GETTER || kind == PRIVATE_SETTER)
    return define_private_accessor(vm, object, key, value,
                                   kind == PRIVATE_GETTER);
  if (object_get_own(isolate, object, key, &(Property){}))
    return throw_private_twice(vm, name);
  u8 attributes = kind == PRIVATE_FIELD ? ATTRIBUTES_DEFAULT : ATTRIBUTES_NONE;
  return object_define(isolate, object, key, value, attributes) ||
         vm_throw_memory(vm);
}

bool operate_has_private(VM *vm, Value object, Value name, Value *result) {
  if (!value_is_object(object)) return operate_throw_in(vm, name, object);
  *result = value_from_boolean(object_get_own(
      &vm->isolate, value_to_object(object), (Key){name.bits}, &(Property){}));
  return true;
}

/* ---- Objects
 * ------------------------------------------------------------------- */

static bool is_excluded(VM *vm, Key key, const Value *excluded, u32 count) {
  for (u32 i = 0; i < count; i++) {
    Key other;
    if (vm_to_key(vm, excluded[i], &other) && key_equals(key, other))
      return true;
  }
  return false;
}

static bool copy_property(VM *vm, Object *target, Object *from, Key key) {
  Property property;
  bool found;
  if (!vm_get_own(vm, from, key, &property, &found)) return false;
  if (!found || !(property.attributes & ATTRIBUTE_ENUMERABLE)) return true;
  ROOT(&vm->isolate.heap, value, VALUE_UNDEFINED);
  return vm_get(vm, value_from_cell(from), key, &value) &&
         vm_create_property(vm, target, key, value);
}

bool operate_copy_properties(VM *vm, Value target, Value source,
                             const Value *excluded, u32 count) {
  if (value_is_nullish(source)) return true;
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, from, vm_to_object(vm, source));
  if (!from) return false;
  ROOT_CELL(&isolate->heap, Object, keys, vm_own_keys(vm, from));
  if (!keys) return false;
  for (u32 i = 0; i < keys->elements->length; i++) {
    Key key = {keys->elements->values[i].bits};
    if (is_excluded(vm, key, excluded, count)) continue;
    if (!copy_property(vm, value_to_object(target), from, key)) return false;
  }
  return true;
}

bool operate_new_literal(VM *vm, Shape *shape, const Value *values, u32 count,
                         Value *result) {
  Object *object = object_new(&vm->isolate, shape);
  memcpy(object->inline_slots, values, count * sizeof(Value));
  *result = value_from_cell(object);
  return true;
}

static bool spread_one(VM *vm, void *array, Value item, bool *stop) {
  return array_push(&vm->isolate, array, item) || vm_throw_memory(vm);
}

bool operate_array_spread(VM *vm, Value array, Value iterable) {
  return vm_iterate(vm, iterable, spread_one, value_to_object(array));
}

/* GetTemplateObject: the constant is [cooked, raw] at first, and the frozen
 * template object from then on. */
bool operate_get_template(VM *vm, Value *constant, Value *result) {
  Isolate *isolate = &vm->isolate;
  Object *site = value_to_object(*constant);
  if (!(site->cell.flags & OBJECT_NOT_EXTENSIBLE)) {
    ROOT_CELL(&isolate->heap, Object, cooked,
              value_to_object(site->elements->values[0]));
    ROOT_CELL(&isolate->heap, Object, raw,
              value_to_object(site->elements->values[1]));
    object_seal(isolate, raw, true);
    object_define(isolate, cooked, ATOM_KEY(isolate, raw), value_from_cell(raw),
                  ATTRIBUTES_NONE);
    object_seal(isolate, cooked, true);
    cell_write(&isolate->heap, frame_code(vm->registers), constant,
               value_from_cell(cooked));
  }
  *result = *constant;
  return true;
}

/* ---- Classes
 * ------------------------------------------------------------------- */

/* The parents of a class's constructor and prototype. */
static bool class_parents(VM *vm, Value superclass, Value *constructor_parent,
                          Value *prototype_parent) {
  Isolate *isolate = &vm->isolate;
  *constructor_parent = value_from_cell(INTRINSIC(isolate, function_prototype));
  *prototype_parent = value_from_cell(INTRINSIC(isolate, object_prototype));
  if (value_is_hole(superclass)) return true;
  if (value_is_null(superclass)) {
    *prototype_parent = VALUE_NULL;
    return true;
  }
  Buffer text = {};
  if (!value_is_constructor(superclass)) {
    vm_describe_for_message(vm, superclass, &text);
    vm_throw_type(vm, "Class extends value %s is not a constructor or null",
                  text.bytes);
    buffer_free(&text);
    return false;
  }
  if (!vm_get(vm, superclass, ATOM_KEY(isolate, prototype), prototype_parent))
    return false;
  if (!value_is_object(*prototype_parent) &&
      !value_is_null(*prototype_parent)) {
    vm_describe_for_message(vm, *prototype_parent, &text);
    vm_throw_type(vm,
                  "Class extends value does not have valid prototype "
                  "property %s",
                  text.bytes);
    buffer_free(&text);
    return false;
  }
  *constructor_parent = superclass;
  return true;
}

bool operate_new_class(VM *vm, CodeBlock *code, Value environment,
                       Value superclass, Value *constructor, Value *prototype) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, constructor_parent, VALUE_UNDEFINED);
  ROOT(&isolate->heap, prototype_parent, VALUE_UNDEFINED);
  if (!class_parents(vm, superclass, &constructor_parent, &prototype_parent))
    return false;
  ROOT_CELL(&isolate->heap, Object, object,
            object_new_with_prototype(isolate, prototype_parent));
  Environment *scope =
      code->flags & CODE_NEEDS_ENVIRONMENT && value_is_cell(environment)
          ? (Environment *)value_to_cell(environment)
          : NULL;
  ROOT_CELL(&isolate->heap, Function, class,
            function_new(isolate, code, scope, constructor_parent));
  cell_write(&isolate->heap, class, &class->home, value_from_cell(object));
  bool ok = object_define(isolate, &class->object, ATOM_KEY(isolate, prototype),
                          value_from_cell(object), ATTRIBUTE_WATCHED) &&
            object_define(isolate, object, ATOM_KEY(isolate, constructor),
                          value_from_cell(class), ATTRIBUTES_HIDDEN);
  if (!ok) return vm_throw_memory(vm);
  *constructor = value_from_cell(class);
  *prototype = value_from_cell(object);
  return true;
}

bool operate_initialize_fields(VM *vm, Value function, Value object) {
  Value ignored;
  return vm_call(vm, function, object, NULL, 0, &ignored);
}

/* ---- Arguments
 * -------------------------------------------------------------------- */

bool operate_create_rest(VM *vm, u32 start, Value *result) {
  Frame *frame = frame_of(vm->registers);
  u32 count = frame->argument_count;
  Object *array = array_from_values(&vm->isolate, frame->arguments + start,
                                    count > start ? count - start : 0);
  if (!array) return vm_throw_memory(vm);
  *result = value_from_cell(array);
  return true;
}

/* What stands in place of a callee that is not told. */
static Value new_poison(Isolate *isolate) {
  Value thrower = value_from_cell(INTRINSIC(isolate, throw_type_error));
  return value_from_cell(accessor_new(isolate, thrower, thrower));
}

/* An arguments object without its items. Their Shapes are the isolate's, so
 * that making one takes no more than a literal does. */
static Object *new_arguments(VM *vm, bool hides_callee) {
  Isolate *isolate = &vm->isolate;
  Frame *frame = frame_of(vm->registers);
  ROOT(&isolate->heap, callee,
       hides_callee ? new_poison(isolate) : value_from_cell(frame->callee));
  Object *object = object_new(isolate, isolate->arguments_shapes[hides_callee]);
  object->cell.kind = KIND_ARGUMENTS;
  object->inline_slots[0] = value_from_u32(frame->argument_count);
  object->inline_slots[1] = value_from_cell(INTRINSIC(isolate, array_values));
  object->inline_slots[2] = callee;
  return object;
}

bool operate_create_arguments(VM *vm, bool hides_callee, Value *result) {
  Isolate *isolate = &vm->isolate;
  Frame *frame = frame_of(vm->registers);
  Object *object = new_arguments(vm, hides_callee);
  *result = value_from_cell(object);
  if (!frame->argument_count) return true;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  Elements *items =
      elements_from_values(isolate, frame->arguments, frame->argument_count);
  if (!items) return vm_throw_memory(vm);
  cell_write_pointer(&isolate->heap, kept, kept->elements, items);
  return true;
}

bool operate_create_mapped_arguments(VM *vm, Value environment, Value slots,
                                     Value *result) {
  Isolate *isolate = &vm->isolate;
  Frame *frame = frame_of(vm->registers);
  const Elements *map = value_to_object(slots)->elements;
  ROOT_CELL(&isolate->heap, Object, object, new_arguments(vm, false));
  bool ok = true;
  for (u32 i = 0; ok && i < frame->argument_count; i++) {
    bool is_mapped = i < map->length && value_is_int(map->values[i]);
    ok = is_mapped ? elements_define_variable(
                         isolate, object, i,
                         (Environment *)value_to_cell(environment),
                         (u32)value_to_int(map->values[i]))
                   : elements_set(isolate, object, i, frame->arguments[i]);
  }
  if (!ok) return vm_throw_memory(vm);
  *result = value_from_cell(object);
  return true;
}

Value operate_coerce_this(VM *vm, Value value) {
  if (value_is_nullish(value)) return value_from_cell(vm->isolate.global);
  Object *object = vm_to_object(vm, value);
  return value_from_cell(object);
}

/* ---- Variables that are not ready
 * ---------------------------------------------------- */

static void append_name(VM *vm, Value name, Buffer *out) {
  String *flat =
      value_is_string(name) ? string_flatten(&vm->isolate, name) : NULL;
  if (flat) string_append_text(flat, out);
  buffer_append(out, "", 0);
}

bool operate_throw_hole(VM *vm, Value name) {
  Buffer text = {};
  append_name(vm, name, &text);
  if (!strcmp(text.bytes, "this"))
    vm_throw_error(vm, ERROR_REFERENCE,
                   "Must call super constructor in derived class before "
                   "accessing 'this' or returning from derived constructor");
  else
    vm_throw_error(vm, ERROR_REFERENCE,
                   "Cannot access '%s' before initialization", text.bytes);
  buffer_free(&text);
  return false;
}

bool operate_environment_hole(VM *vm, Environment *environment, u32 slot) {
  return operate_throw_hole(vm, environment->scope->names[slot]);
}

bool operate_throw_constant(VM *vm, Value name) {
  return vm_throw_type(vm, "Assignment to constant variable.");
}

bool operate_throw_destructured(VM *vm, Value value) {
  const char *what = value_is_null(value) ? "null" : "undefined";
  Buffer key = {}, name = {};
  if (!source_name_value(vm, &name, NULL)) buffer_text(&name, what);
  if (source_name_first_key(vm, &key))
    vm_throw_type(vm, "Cannot destructure property '%s' of '%s' as it is %s.",
                  key.bytes, name.bytes, what);
  else
    vm_throw_type(vm, "Cannot destructure '%s' as it is %s.", name.bytes, what);
  buffer_free(&key);
  buffer_free(&name);
  return false;
}
