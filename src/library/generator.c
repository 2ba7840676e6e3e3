/* generator.c - generator objects, and what generator and async functions
 * inherit from. Running them is vm/coroutine.h's. */
#include "library/support.h"
#include "vm/coroutine.h"

/* ---- Generator objects -------------------------------------------------- */

static bool resume(VM *vm, Call *call, ResumeMode mode, const char *method) {
  if (!value_is_kind(call->this_value, KIND_GENERATOR)) {
    Buffer text = {};
    library_describe(vm, call->this_value, &text);
    vm_throw_type(vm, "%s method called on incompatible receiver %s", method,
                  text.bytes);
    buffer_free(&text);
    return false;
  }
  KEEP(vm, item, VALUE_UNDEFINED);
  bool done, is_result;
  if (!generator_resume(vm, (Generator *)value_to_cell(call->this_value), mode,
                        call_argument(call, 0), &item, &done, &is_result))
    return false;
  return call_return(
      call,
      is_result ? item : value_from_cell(vm_iterator_result(vm, item, done)));
}

static bool generator_next(VM *vm, Call *call) {
  return resume(vm, call, RESUME_NEXT, "next");
}

static bool generator_return(VM *vm, Call *call) {
  return resume(vm, call, RESUME_RETURN, "return");
}

static bool generator_throw(VM *vm, Call *call) {
  return resume(vm, call, RESUME_THROW, "throw");
}

/* ---- Opening ------------------------------------------------------------ */

/* Two prototypes refer to each other as `prototype` and `constructor`: that of
 * the functions, and that of what they make. */
static void link_prototypes(VM *vm, Object *functions, Object *made) {
  Isolate *isolate = &vm->isolate;
  object_define(isolate, functions, ATOM_KEY(isolate, prototype),
                value_from_cell(made), ATTRIBUTE_CONFIGURABLE);
  object_define(isolate, made, ATOM_KEY(isolate, constructor),
                value_from_cell(functions), ATTRIBUTE_CONFIGURABLE);
}

static Object *open_functions(VM *vm, Intrinsic intrinsic, const char *tag) {
  Object *prototype = library_new_prototype(
      vm, intrinsic, INTRINSIC(&vm->isolate, function_prototype));
  library_add_tag(vm, prototype, tag);
  return prototype;
}

void library_open_generator(VM *vm) {
  static const NativeEntry methods[] = {
      {"next", generator_next, 1},
      {"return", generator_return, 1},
      {"throw", generator_throw, 1},
  };
  Isolate *isolate = &vm->isolate;
  Object *functions = open_functions(vm, INTRINSIC_generator_function_prototype,
                                     "GeneratorFunction");
  Object *prototype =
      library_new_prototype(vm, INTRINSIC_generator_prototype,
                            INTRINSIC(isolate, iterator_prototype));
  link_prototypes(vm, functions, prototype);
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "Generator");
  Property next;
  object_get_own(isolate, prototype, ATOM_KEY(isolate, next), &next);
  INTRINSIC(isolate, generator_next) = value_to_object(next.value);
  open_functions(vm, INTRINSIC_async_function_prototype, "AsyncFunction");
  open_functions(vm, INTRINSIC_async_generator_function_prototype,
                 "AsyncGeneratorFunction");
  library_new_prototype(vm, INTRINSIC_async_generator_prototype,
                        INTRINSIC(isolate, object_prototype));
}
