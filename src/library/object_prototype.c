/* object_prototype.c - what every object inherits. */
#include "library/object_library.h"

/* ---- Own properties ----------------------------------------------------- */

/* The key is converted before the receiver: a program can see the order. */
static bool find_own(VM *vm, Call *call, Property *property, bool *found) {
  KEEP_KEY(vm, key, key_from_index(0));
  if (!vm_to_key(vm, call_argument(call, 0), &key)) return false;
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  if (!object) return false;
  return vm_get_own(vm, object, key, property, found);
}

static bool object_has_own_property(VM *vm, Call *call) {
  Property property;
  bool found;
  return find_own(vm, call, &property, &found) &&
         call_return(call, value_from_boolean(found));
}

static bool object_is_enumerable(VM *vm, Call *call) {
  Property property;
  bool found;
  if (!find_own(vm, call, &property, &found)) return false;
  found = found && property.attributes & ATTRIBUTE_ENUMERABLE;
  return call_return(call, value_from_boolean(found));
}

static bool object_is_prototype_of(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_object(value)) return call_return(call, VALUE_FALSE);
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  bool result;
  return object &&
         vm_has_prototype(vm, value_to_object(value), object, &result) &&
         call_return(call, value_from_boolean(result));
}

/* ---- Conversions -------------------------------------------------------- */

static const char *wrapper_tag(const Object *object) {
  Value primitive = ((const Wrapper *)object)->primitive;
  if (value_is_string(primitive)) return "String";
  if (value_is_number(primitive)) return "Number";
  return value_is_boolean(primitive) ? "Boolean" : "Object";
}

const char *object_builtin_tag(const Object *object) {
  switch (object->cell.kind) {
  case KIND_ARRAY: return "Array";
  case KIND_FUNCTION:
  case KIND_NATIVE:
  case KIND_BOUND:
  case KIND_CALLABLE_PROXY: return "Function";
  case KIND_ERROR: return "Error";
  case KIND_REGEXP: return "RegExp";
  case KIND_ARGUMENTS: return "Arguments";
  case KIND_DATE: return "Date";
  case KIND_WRAPPER: return wrapper_tag(object);
  default: return "Object";
  }
}

static bool tag_text(VM *vm, const char *builtin, Value tag, Value *result) {
  StringBuilder text = {};
  builder_c(&text, "[object ");
  String *flat = NULL;
  if (value_is_string(tag)) flat = string_flatten(&vm->isolate, tag);
  if (flat)
    builder_string(&text, flat);
  else
    builder_c(&text, builtin);
  builder_unit(&text, ']');
  return library_string(vm, builder_finish(&vm->isolate, &text), result);
}

bool object_to_text(VM *vm, Value value, Value *result) {
  if (value_is_undefined(value))
    return tag_text(vm, "Undefined", VALUE_UNDEFINED, result);
  if (value_is_null(value)) return tag_text(vm, "Null", VALUE_NULL, result);
  KEEP_CELL(vm, Object, object, vm_to_object(vm, value));
  KEEP(vm, tag, VALUE_UNDEFINED);
  bool is_array;
  return object && vm_is_array(vm, value_from_cell(object), &is_array) &&
         vm_get(vm, value_from_cell(object),
                SYMBOL_KEY(&vm->isolate, toStringTag), &tag) &&
         tag_text(vm, is_array ? "Array" : object_builtin_tag(object), tag,
                  result);
}

static bool object_to_string(VM *vm, Call *call) {
  return object_to_text(vm, call->this_value, &call->result);
}

bool object_inherits_to_string(VM *vm, Object *object) {
  Property property;
  return object_find(&vm->isolate, object, ATOM_KEY(&vm->isolate, toString),
                     &property) &&
         property.place != PLACE_EXOTIC &&
         value_is_kind(property.value, KIND_NATIVE) &&
         ((NativeFunction *)value_to_cell(property.value))->code ==
             object_to_string;
}

static bool object_to_locale_string(VM *vm, Call *call) {
  if (value_is_nullish(call->this_value))
    return vm_throw_type(
        vm, "Object.prototype.toLocaleString called on null or undefined");
  return vm_invoke(vm, call->this_value, ATOM_KEY(&vm->isolate, toString), NULL,
                   0, &call->result);
}

static bool object_value_of(VM *vm, Call *call) {
  Object *object = vm_to_object(vm, call->this_value);
  return object && call_return(call, value_from_cell(object));
}

/* ---- __proto__ ---------------------------------------------------------- */

static bool object_get_proto(VM *vm, Call *call) {
  Object *object = vm_to_object(vm, call->this_value);
  return object && vm_get_prototype(vm, object, &call->result);
}

static bool object_set_proto(VM *vm, Call *call) {
  Value value = call->this_value, prototype = call_argument(call, 0);
  if (value_is_nullish(value))
    return vm_throw_type(
        vm, "set Object.prototype.__proto__ called on null or undefined");
  if (!value_is_object(value)) return true;
  if (!value_is_object(prototype) && !value_is_null(prototype)) return true;
  return object_set_prototype_or_throw(vm, value_to_object(value), prototype);
}

/* ---- Accessors, the old way --------------------------------------------- */

static bool object_define_accessor(VM *vm, Call *call) {
  bool is_getter = library_native(call)->magic == NATIVE_GETTER;
  Value function = call_argument(call, 1);
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  if (!object) return false;
  if (!value_is_callable(function))
    return vm_throw_type(vm,
                         "Object.prototype.__define%cetter__: Expecting "
                         "function",
                         is_getter ? 'G' : 'S');
  KEEP_KEY(vm, key, key_from_index(0));
  if (!vm_to_key(vm, call_argument(call, 0), &key)) return false;
  Descriptor descriptor = {.has_get = is_getter,
                           .has_set = !is_getter,
                           .get = function,
                           .set = function,
                           .has_enumerable = true,
                           .enumerable = true,
                           .has_configurable = true,
                           .configurable = true};
  bool done;
  return vm_define(vm, object, key, &descriptor, true, &done);
}

static bool object_lookup_accessor(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  KEEP_KEY(vm, key, key_from_index(0));
  if (!object || !vm_to_key(vm, call_argument(call, 0), &key)) return false;
  KEEP(vm, at, value_from_cell(object));
  Property property;
  bool found = false;
  while (!found && value_is_object(at)) {
    if (!vm_get_own(vm, value_to_object(at), key, &property, &found))
      return false;
    if (!found &&
        (!vm_get_prototype(vm, value_to_object(at), &at) || !vm_check(vm)))
      return false;
  }
  if (!found || !(property.attributes & ATTRIBUTE_ACCESSOR)) return true;
  Accessor *accessor = (Accessor *)value_to_cell(property.value);
  bool is_getter = library_native(call)->magic == NATIVE_GETTER;
  return call_return(call, is_getter ? accessor->getter : accessor->setter);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry object_methods[] = {
    {"__defineGetter__", object_define_accessor, 2, NATIVE_METHOD,
     NATIVE_GETTER},
    {"__defineSetter__", object_define_accessor, 2, NATIVE_METHOD,
     NATIVE_SETTER},
    {"hasOwnProperty", object_has_own_property, 1},
    {"__lookupGetter__", object_lookup_accessor, 1, NATIVE_METHOD,
     NATIVE_GETTER},
    {"__lookupSetter__", object_lookup_accessor, 1, NATIVE_METHOD,
     NATIVE_SETTER},
    {"isPrototypeOf", object_is_prototype_of, 1},
    {"propertyIsEnumerable", object_is_enumerable, 1},
    {"toString", object_to_string, 0},
    {"valueOf", object_value_of, 0},
    {"__proto__", object_get_proto, 0, NATIVE_GETTER},
    {"__proto__", object_set_proto, 1, NATIVE_SETTER},
    {"toLocaleString", object_to_locale_string, 0},
};

void object_open_prototype(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, object_methods,
                        ARRAY_COUNT(object_methods));
}
