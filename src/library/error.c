/* error.c - Error and its kinds.
 *
 * `stack` (vm/stack_trace.h) is made first, as in V8, so that the keys of an
 * error come in the order that people know: stack, message, cause.
 */
#include "library/call_site.h"
#include "library/support.h"

/* ---- Making errors ------------------------------------------------------ */

static bool add_message(VM *vm, Object *error, Value message) {
  if (value_is_undefined(message)) return true;
  String *text = vm_to_string(vm, message);
  if (!text) return false;
  KEEP(vm, kept, value_from_cell(text));
  return object_define(&vm->isolate, error, ATOM_KEY(&vm->isolate, message),
                       kept, ATTRIBUTES_HIDDEN) ||
         vm_throw_memory(vm);
}

static bool add_cause(VM *vm, Object *error, Value options) {
  if (!value_is_object(options)) return true;
  Key key = ATOM_KEY(&vm->isolate, cause);
  bool found;
  KEEP(vm, cause, VALUE_UNDEFINED);
  if (!vm_has(vm, value_to_object(options), key, &found)) return false;
  if (!found) return true;
  return vm_get(vm, options, key, &cause) &&
         (object_define(&vm->isolate, error, key, cause, ATTRIBUTES_HIDDEN) ||
          vm_throw_memory(vm));
}

/* Frames of the constructors between new.target and Error are left out: they
 * are not where the error comes from. */
static Object *first_frame(Call *call) {
  return value_is_object(call->new_target) ? value_to_object(call->new_target)
                                           : call->callee;
}

static Object *new_error(VM *vm, Call *call, ErrorKind kind,
                         Intrinsic prototype) {
  ErrorObject *error = (ErrorObject *)library_new_from(
      vm, call, prototype, KIND_ERROR, sizeof(ErrorObject));
  if (!error) return NULL;
  error->kind = kind;
  error->is_memory = false;
  KEEP_CELL(vm, Object, object, &error->object);
  object_define(&vm->isolate, object, ATOM_KEY(&vm->isolate, stack),
                VALUE_UNDEFINED, ATTRIBUTES_HIDDEN);
  return object;
}

static const struct ErrorFamily {
  const char *name;
  Intrinsic prototype;
} error_families[] = {
    [ERROR_ERROR] = {"Error", INTRINSIC_error_prototype},
    [ERROR_TYPE] = {"TypeError", INTRINSIC_type_error_prototype},
    [ERROR_RANGE] = {"RangeError", INTRINSIC_range_error_prototype},
    [ERROR_REFERENCE] = {"ReferenceError", INTRINSIC_reference_error_prototype},
    [ERROR_SYNTAX] = {"SyntaxError", INTRINSIC_syntax_error_prototype},
    [ERROR_EVAL] = {"EvalError", INTRINSIC_eval_error_prototype},
    [ERROR_URI] = {"URIError", INTRINSIC_uri_error_prototype},
};

static bool error_construct(VM *vm, Call *call) {
  ErrorKind kind = (ErrorKind)library_native(call)->magic;
  KEEP_CELL(vm, Object, error,
            new_error(vm, call, kind, error_families[kind].prototype));
  return error && add_message(vm, error, call_argument(call, 0)) &&
         add_cause(vm, error, call_argument(call, 1)) &&
         vm_capture_stack(vm, error, first_frame(call)) &&
         call_return(call, value_from_cell(error));
}

static bool push_error(VM *vm, void *context, Value item, bool *stop) {
  return array_push(&vm->isolate, context, item) || vm_throw_memory(vm);
}

static bool aggregate_construct(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(
      vm, Object, error,
      new_error(vm, call, ERROR_ERROR, INTRINSIC_aggregate_error_prototype));
  if (!error || !add_message(vm, error, call_argument(call, 1)) ||
      !add_cause(vm, error, call_argument(call, 2)))
    return false;
  KEEP_CELL(vm, Object, errors, array_new(isolate, 0));
  return vm_iterate(vm, call_argument(call, 0), push_error, errors) &&
         object_define(isolate, error, ATOM_KEY(isolate, errors),
                       value_from_cell(errors), ATTRIBUTES_HIDDEN) &&
         vm_capture_stack(vm, error, first_frame(call)) &&
         call_return(call, value_from_cell(error));
}

static bool suppressed_construct(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(
      vm, Object, error,
      new_error(vm, call, ERROR_ERROR, INTRINSIC_suppressed_error_prototype));
  if (!error || !add_message(vm, error, call_argument(call, 2))) return false;
  return object_define(isolate, error, ATOM_KEY(isolate, error),
                       call_argument(call, 0), ATTRIBUTES_HIDDEN) &&
         object_define(isolate, error, ATOM_KEY(isolate, suppressed),
                       call_argument(call, 1), ATTRIBUTES_HIDDEN) &&
         vm_capture_stack(vm, error, first_frame(call)) &&
         call_return(call, value_from_cell(error));
}

static bool error_capture_stack(VM *vm, Call *call) {
  Value target = call_argument(call, 0), until = call_argument(call, 1);
  if (!value_is_object(target) || value_to_cell(target)->flags & OBJECT_EXOTIC)
    return library_throw_about(vm, "Invalid argument: %s", target);
  if (value_to_cell(target)->flags & OBJECT_NOT_EXTENSIBLE)
    return vm_throw_type(
        vm, "Cannot define property stack, object is not extensible");
  return vm_capture_stack(vm, value_to_object(target),
                          value_is_callable(until) ? value_to_object(until)
                                                   : call->callee);
}

/* ---- Error.prototype ---------------------------------------------------- */

/* A property as text, or `fallback` when it is undefined. */
static bool text_of(VM *vm, Value error, Key key, String *fallback,
                    Value *text) {
  if (!vm_get(vm, error, key, text)) return false;
  if (value_is_undefined(*text)) {
    *text = value_from_cell(fallback);
    return true;
  }
  String *string = vm_to_string(vm, *text);
  if (!string) return false;
  *text = value_from_cell(string);
  return true;
}

static bool error_to_string(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  Value error = call->this_value;
  if (!value_is_object(error))
    return library_throw_receiver(vm, "Error.prototype.toString", error);
  KEEP(vm, name, VALUE_UNDEFINED);
  KEEP(vm, message, VALUE_UNDEFINED);
  if (!text_of(vm, error, ATOM_KEY(isolate, name), ATOM(isolate, Error),
               &name) ||
      !text_of(vm, error, ATOM_KEY(isolate, message), isolate->empty_string,
               &message))
    return false;
  if (!string_length(name)) return call_return(call, message);
  if (!string_length(message)) return call_return(call, name);
  StringBuilder text = {};
  builder_string(&text, (String *)value_to_cell(name));
  builder_c(&text, ": ");
  builder_string(&text, (String *)value_to_cell(message));
  return library_string(vm, builder_finish(isolate, &text), &call->result);
}

static bool error_is_error(VM *vm, Call *call) {
  bool is_error = value_is_kind(call_argument(call, 0), KIND_ERROR);
  return call_return(call, value_from_boolean(is_error));
}

/* ---- Opening ------------------------------------------------------------ */

static void fill_prototype(VM *vm, Object *prototype, const char *name) {
  Isolate *isolate = &vm->isolate;
  object_define(isolate, prototype, ATOM_KEY(isolate, name),
                value_from_cell(string_intern_c(isolate, name)),
                ATTRIBUTES_HIDDEN);
  object_define(isolate, prototype, ATOM_KEY(isolate, message),
                value_from_cell(isolate->empty_string), ATTRIBUTES_HIDDEN);
}

static Object *open_error(VM *vm) {
  static const NativeEntry functions[] = {
      {"captureStackTrace", error_capture_stack, 2},
      {"isError", error_is_error, 1},
  };
  static const NativeEntry methods[] = {{"toString", error_to_string, 0}};
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_error_prototype, INTRINSIC(&vm->isolate, object_prototype));
  Object *error =
      &library_add_constructor(vm, "Error", error_construct, 1, prototype)
           ->object;
  library_add_functions(vm, error, functions, ARRAY_COUNT(functions));
  object_set_c(&vm->isolate, error, "stackTraceLimit", value_from_int(10),
               ATTRIBUTES_DEFAULT);
  fill_prototype(vm, prototype, "Error");
  library_add_functions(vm, prototype, methods, 1);
  return error;
}

/* A kind of error: its constructor inherits from Error's. */
static NativeFunction *open_kind(VM *vm, Object *error, const char *name,
                                 NativeCode *code, u32 length,
                                 Intrinsic intrinsic) {
  Isolate *isolate = &vm->isolate;
  Object *prototype =
      library_new_prototype(vm, intrinsic, INTRINSIC(isolate, error_prototype));
  NativeFunction *constructor =
      library_add_constructor(vm, name, code, length, prototype);
  object_set_prototype(isolate, &constructor->object, value_from_cell(error));
  fill_prototype(vm, prototype, name);
  return constructor;
}

void library_open_error(VM *vm) {
  call_site_open(vm);
  Object *error = open_error(vm);
  for (u32 kind = ERROR_TYPE; kind <= ERROR_URI; kind++)
    open_kind(vm, error, error_families[kind].name, error_construct, 1,
              error_families[kind].prototype)
        ->magic = kind;
  open_kind(vm, error, "AggregateError", aggregate_construct, 2,
            INTRINSIC_aggregate_error_prototype);
  open_kind(vm, error, "SuppressedError", suppressed_construct, 3,
            INTRINSIC_suppressed_error_prototype);
}
