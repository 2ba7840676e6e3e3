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

/* ---- Constructors ------------------------------------------------------- */

/* The functions that text can make: words before the parameters, and what they
 * inherit from. */
static const struct FunctionFamily {
  const char *name, *words;
  Intrinsic prototype;
} function_families[] = {
    {"GeneratorFunction", "function*", INTRINSIC_generator_function_prototype},
    {"AsyncFunction", "async function", INTRINSIC_async_function_prototype},
    {"AsyncGeneratorFunction", "async function*",
     INTRINSIC_async_generator_function_prototype},
};

static bool construct_function(VM *vm, Call *call) {
  const struct FunctionFamily *family =
      &function_families[library_native(call)->magic];
  return function_from_text(vm, call, family->words, family->prototype);
}

/* ---- Opening ------------------------------------------------------------ */

/* A constructor and its prototype, which inherit from Function and from what
 * functions inherit from. */
static Object *open_functions(VM *vm, u32 index) {
  Isolate *isolate = &vm->isolate;
  const struct FunctionFamily *family = &function_families[index];
  Object *parent = INTRINSIC(isolate, function_prototype);
  Object *prototype = library_new_prototype(vm, family->prototype, parent);
  NativeFunction *constructor =
      native_new(isolate, family->name, construct_function, 1);
  constructor->magic = index;
  constructor->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
  Property function;
  object_get_own(isolate, parent, ATOM_KEY(isolate, constructor), &function);
  object_set_prototype(isolate, &constructor->object, function.value);
  object_define(isolate, &constructor->object, ATOM_KEY(isolate, prototype),
                value_from_cell(prototype), ATTRIBUTES_NONE);
  object_define(isolate, prototype, ATOM_KEY(isolate, constructor),
                value_from_cell(constructor), ATTRIBUTE_CONFIGURABLE);
  library_add_tag(vm, prototype, family->name);
  return prototype;
}

/* What functions of a kind inherit from, and what the objects inherit from
 * that they make, refer to each other. */
static void link_prototypes(VM *vm, Object *functions, Object *made) {
  Isolate *isolate = &vm->isolate;
  object_define(isolate, functions, ATOM_KEY(isolate, prototype),
                value_from_cell(made), ATTRIBUTE_CONFIGURABLE);
  object_define(isolate, made, ATOM_KEY(isolate, constructor),
                value_from_cell(functions), ATTRIBUTE_CONFIGURABLE);
}

/* The prototype of generator objects. */
static Object *open_generators(VM *vm) {
  static const NativeEntry methods[] = {
      {"next", generator_next, 1},
      {"return", generator_return, 1},
      {"throw", generator_throw, 1},
  };
  Isolate *isolate = &vm->isolate;
  Object *prototype =
      library_new_prototype(vm, INTRINSIC_generator_prototype,
                            INTRINSIC(isolate, iterator_prototype));
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "Generator");
  Property next;
  object_get_own(isolate, prototype, ATOM_KEY(isolate, next), &next);
  INTRINSIC(isolate, generator_next) = value_to_object(next.value);
  return prototype;
}

/* After async_iterator, which makes the prototype of async generators. */
void library_open_generator(VM *vm) {
  link_prototypes(vm, open_functions(vm, 0), open_generators(vm));
  open_functions(vm, 1);
  link_prototypes(vm, open_functions(vm, 2),
                  INTRINSIC(&vm->isolate, async_generator_prototype));
}
