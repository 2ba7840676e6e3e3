/* function.c - the global Function and Function.prototype. */
#include "library/support.h"

/* ---- Function itself ---------------------------------------------------- */

/* The arguments as strings, in place. */
static bool to_strings(VM *vm, Call *call) {
  for (u32 i = 0; i < call->count; i++)
    if (!vm_to_string_value(vm, call->arguments[i], &call->arguments[i]))
      return false;
  return true;
}

bool function_from_text(VM *vm, Call *call, const char *words,
                        Intrinsic fallback) {
  Value target = call->new_target;
  if (value_is_undefined(target)) target = value_from_cell(call->callee);
  KEEP(vm, function, VALUE_UNDEFINED);
  KEEP(vm, prototype, VALUE_UNDEFINED);
  bool done;
  return to_strings(vm, call) &&
         vm_new_function(vm, words, call->arguments, call->count, &function) &&
         vm_prototype_for(vm, target, fallback, &prototype) &&
         vm_set_prototype(vm, value_to_object(function), prototype, &done) &&
         call_return(call, function);
}

static bool function_construct(VM *vm, Call *call) {
  return function_from_text(vm, call, "function", INTRINSIC_function_prototype);
}

/* %ThrowTypeError%. Sloppy functions once had `caller` and `arguments` of
 * their own, which here is as if there were none. */
static bool throw_restricted(VM *vm, Call *call) {
  if (value_is_kind(call->this_value, KIND_FUNCTION) && !call->count) {
    Function *function = (Function *)value_to_cell(call->this_value);
    u32 strict = CODE_STRICT | CODE_ARROW | CODE_METHOD | CODE_CLASS |
                 CODE_GENERATOR | CODE_ASYNC;
    if (!(function->code->flags & strict)) return true; /* undefined */
  }
  return vm_throw_type(vm, "'caller', 'callee', and 'arguments' properties may "
                           "not be accessed on strict mode functions or the "
                           "arguments objects for calls to them");
}

/* ---- call, apply -------------------------------------------------------- */

static bool function_call(VM *vm, Call *call) {
  u32 count = call->count ? call->count - 1 : 0;
  return vm_call(vm, call->this_value, call_argument(call, 0),
                 call->arguments + 1, count, &call->result);
}

static bool throw_not_applicable(VM *vm, Value target) {
  String *type = vm_typeof(vm, target);
  Buffer text = {};
  library_describe(vm, target, &text);
  buffer_text(&text, ", which is ");
  buffer_text(&text, string_unit(type, 0) == 'o' ? "an " : "a ");
  string_append_text(type, &text);
  vm_throw_type(vm,
                "Function.prototype.apply was called on %s and not a function",
                text.bytes);
  buffer_free(&text);
  return false;
}

bool function_apply(VM *vm, Value target, Value this_value, Value list,
                    Value *result) {
  if (!value_is_callable(target)) return throw_not_applicable(vm, target);
  if (value_is_kind(list, KIND_ARRAY) &&
      library_is_packed(value_to_object(list))) {
    Elements *items = value_to_object(list)->elements;
    return vm_call(vm, target, this_value, items->values, items->length,
                   result);
  }
  KEEP_CELL(vm, Object, copy, library_list_from(vm, list));
  return copy && vm_call(vm, target, this_value, copy->elements->values,
                         copy->elements->length, result);
}

static bool function_apply_method(VM *vm, Call *call) {
  Value target = call->this_value, list = call_argument(call, 1);
  if (value_is_callable(target) && value_is_nullish(list))
    return vm_call(vm, target, call_argument(call, 0), NULL, 0, &call->result);
  return function_apply(vm, target, call_argument(call, 0), list,
                        &call->result);
}

/* ---- bind --------------------------------------------------------------- */

/* What is left of the target's length after `bound` arguments. */
static bool bound_length(VM *vm, Object *target, u32 bound, Value *length) {
  Isolate *isolate = &vm->isolate;
  Property property;
  bool is_own;
  *length = value_from_int(0);
  if (!vm_get_own(vm, target, ATOM_KEY(isolate, length), &property, &is_own))
    return false;
  if (!is_own) return true;
  Value found;
  if (!vm_get(vm, value_from_cell(target), ATOM_KEY(isolate, length), &found))
    return false;
  if (!value_is_number(found)) return true;
  double number;
  vm_to_integer(vm, found, &number);
  *length = value_from_number(number > bound ? number - bound : 0);
  return true;
}

static bool bound_name(VM *vm, Object *target, Value *name) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, found, VALUE_UNDEFINED);
  if (!vm_get(vm, value_from_cell(target), ATOM_KEY(isolate, name), &found))
    return false;
  if (!value_is_string(found)) found = value_from_cell(isolate->empty_string);
  KEEP_CELL(vm, String, prefix, string_from_c(isolate, "bound "));
  Cell *text = string_concat(isolate, value_from_cell(prefix), found);
  if (!text) return vm_throw_memory(vm);
  *name = value_from_cell(text);
  return true;
}

static BoundFunction *new_bound(VM *vm, Object *target, Value this_value,
                                Value arguments) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, list, arguments);
  KEEP(vm, prototype, VALUE_UNDEFINED);
  if (!vm_get_prototype(vm, target, &prototype)) return NULL;
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, prototype, 0));
  BoundFunction *bound = (BoundFunction *)object_new_kind(isolate, KIND_BOUND,
                                                          shape, sizeof *bound);
  bound->target = value_from_cell(target);
  bound->this_value = this_value;
  bound->arguments = list;
  bound->object.cell.flags |= target->cell.flags & OBJECT_IS_CONSTRUCTOR;
  return bound;
}

static bool function_bind(VM *vm, Call *call) {
  if (!value_is_callable(call->this_value))
    return vm_throw_type(vm, "Bind must be called on a function");
  Isolate *isolate = &vm->isolate;
  Object *target = value_to_object(call->this_value);
  u32 count = call->count > 1 ? call->count - 1 : 0;
  KEEP(vm, list, VALUE_UNDEFINED);
  if (count) {
    Object *array = array_from_values(isolate, call->arguments + 1, count);
    if (!array) return vm_throw_memory(vm);
    list = value_from_cell(array);
  }
  KEEP_CELL(vm, BoundFunction, bound,
            new_bound(vm, target, call_argument(call, 0), list));
  KEEP(vm, length, VALUE_UNDEFINED);
  KEEP(vm, name, VALUE_UNDEFINED);
  if (!bound || !bound_length(vm, target, count, &length) ||
      !bound_name(vm, target, &name))
    return false;
  object_define(isolate, &bound->object, ATOM_KEY(isolate, length), length,
                ATTRIBUTE_CONFIGURABLE);
  object_define(isolate, &bound->object, ATOM_KEY(isolate, name), name,
                ATTRIBUTE_CONFIGURABLE);
  return call_return(call, value_from_cell(bound));
}

/* ---- toString, instanceof ----------------------------------------------- */

static bool source_text(VM *vm, const CodeBlock *code, Value *result) {
  return library_string(
      vm,
      string_from_text(&vm->isolate, code->source->text + code->source_start,
                       code->source_end - code->source_start),
      result);
}

/* Names like "get $&" are none that a function could have in the syntax. */
static bool is_name_like(const String *name) {
  for (u32 i = 0; i < name->length; i++) {
    u32 unit = string_unit(name, i);
    bool fits = (unit >= '0' && unit <= '9') ||
                ((unit | 0x20) >= 'a' && (unit | 0x20) <= 'z') ||
                (unit < 128 && strchr("_$ .[]", (int)unit)) || unit >= 128;
    if (!fits) return false;
  }
  return true;
}

/* The name that a function of the engine was made with. */
static void append_native_name(VM *vm, Object *function, StringBuilder *text) {
  if (function->cell.kind != KIND_NATIVE) return;
  String *name =
      string_flatten(&vm->isolate, ((NativeFunction *)function)->name);
  if (name && is_name_like(name)) builder_string(text, name);
}

static bool function_to_string(VM *vm, Call *call) {
  if (!value_is_callable(call->this_value))
    return vm_throw_type(
        vm, "Function.prototype.toString requires that 'this' be a Function");
  Object *function = value_to_object(call->this_value);
  if (function->cell.kind == KIND_FUNCTION &&
      ((Function *)function)->code->source)
    return source_text(vm, ((Function *)function)->code, &call->result);
  StringBuilder text = {};
  builder_c(&text, "function ");
  append_native_name(vm, function, &text);
  builder_c(&text, "() { [native code] }");
  return library_string(vm, builder_finish(&vm->isolate, &text), &call->result);
}

static bool function_has_instance(VM *vm, Call *call) {
  bool result;
  return vm_ordinary_has_instance(vm, call->this_value, call_argument(call, 0),
                                  &result) &&
         call_return(call, value_from_boolean(result));
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry function_methods[] = {
    {"apply", function_apply_method, 2},
    {"bind", function_bind, 1},
    {"call", function_call, 1},
    {"toString", function_to_string, 0},
};

/* %ThrowTypeError% is one function for all of the language, and fixed. */
static Object *add_thrower(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *thrower = &native_new(isolate, "", throw_restricted, 0)->object;
  object_seal(isolate, thrower, true);
  isolate->intrinsics[INTRINSIC_throw_type_error] = thrower;
  return thrower;
}

static void add_restricted(VM *vm, Object *prototype) {
  Value thrower = value_from_cell(add_thrower(vm));
  Descriptor descriptor = {.has_get = true,
                           .has_set = true,
                           .get = thrower,
                           .set = thrower,
                           .has_configurable = true,
                           .configurable = true,
                           .has_enumerable = true};
  bool done;
  vm_define(vm, prototype, ATOM_KEY(&vm->isolate, arguments), &descriptor, true,
            &done);
  vm_define(vm, prototype, ATOM_KEY(&vm->isolate, caller), &descriptor, true,
            &done);
}

/* The interpreter knows these two: call_forward of vm/operations.h. */
static void note_forwarders(Isolate *isolate, Object *prototype) {
  Property call, apply;
  object_get_own(isolate, prototype, ATOM_KEY(isolate, call), &call);
  object_get_own(isolate, prototype, ATOM_KEY(isolate, apply), &apply);
  INTRINSIC(isolate, function_call) = value_to_object(call.value);
  INTRINSIC(isolate, function_apply) = value_to_object(apply.value);
}

void library_open_function(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = INTRINSIC(isolate, function_prototype);
  add_restricted(vm, prototype);
  library_add_constructor(vm, "Function", function_construct, 1, prototype);
  library_add_functions(vm, prototype, function_methods,
                        ARRAY_COUNT(function_methods));
  note_forwarders(isolate, prototype);
  Key key = SYMBOL_KEY(isolate, hasInstance);
  NativeFunction *has_instance =
      native_new_named(isolate, key, NULL, function_has_instance, 1);
  object_define(isolate, prototype, key, value_from_cell(has_instance),
                ATTRIBUTES_NONE);
}
