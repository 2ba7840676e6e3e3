/* function.c - functions, their lazy properties, and environments. */
#include "object/internal.h"

/* ---- Making functions ---------------------------------------------------- */

Shape *function_lazy_shape(Isolate *isolate, Value prototype,
                           LazyVariant variant) {
  return shape_empty_variant(isolate, prototype, 0, SHAPE_LAZY, variant);
}

/* The Shape that a new function starts with. */
static Shape *first_shape(Isolate *isolate, const FunctionFacts *facts,
                          Value prototype) {
  Object *usual = INTRINSIC(isolate, function_prototype);
  if (!value_same_bits(prototype, value_from_cell(usual)))
    return function_lazy_shape(isolate, prototype,
                               facts->is_class    ? VARIANT_CLASS
                               : facts->is_method ? VARIANT_METHOD
                                                  : VARIANT_FUNCTION);
  return facts->is_class    ? isolate->class_shape
         : facts->is_method ? isolate->method_shape
                            : isolate->function_shape;
}

static FunctionFacts describe(Isolate *isolate, const CodeBlock *code) {
  FunctionFacts facts = {.name = value_from_cell(isolate->empty_string)};
  assert(isolate->describe_code);
  isolate->describe_code(code, &facts);
  return facts;
}

Function *function_new(Isolate *isolate, CodeBlock *code,
                       Environment *environment, Value prototype) {
  FunctionFacts facts = describe(isolate, code);
  ROOT_CELL(&isolate->heap, CodeBlock, kept_code, code);
  ROOT_CELL(&isolate->heap, Environment, kept_environment, environment);
  Shape *shape = first_shape(isolate, &facts, prototype);
  Function *function = (Function *)object_new_kind(isolate, KIND_FUNCTION,
                                                   shape, sizeof *function);
  if (facts.is_class) function->object.cell.flags |= OBJECT_IS_CLASS;
  if (facts.is_constructor)
    function->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
  function->code = kept_code;
  function->environment = kept_environment;
  function->home = VALUE_UNDEFINED;
  function->fields = VALUE_UNDEFINED;
  function->construct_shape = function->unused = 0;
  return function;
}

static NativeFunction *native_allocate(Isolate *isolate, Value name,
                                       NativeCode *code, u32 length) {
  ROOT(&isolate->heap, kept_name, name);
  NativeFunction *native = (NativeFunction *)object_new_kind(
      isolate, KIND_NATIVE, isolate->native_shape, sizeof *native);
  native->code = code;
  native->data = VALUE_UNDEFINED;
  native->magic = 0;
  native->length = (u16)length;
  native->realm = (u16)isolate->realm_index;
  native->name = kept_name;
  return native;
}

NativeFunction *native_new(Isolate *isolate, const char *name, NativeCode *code,
                           u32 length) {
  String *atom = string_intern_c(isolate, name);
  return native_allocate(isolate, value_from_cell(atom), code, length);
}

/* `get [Symbol.x]`, as SetFunctionName makes it. */
static void append_name(Isolate *isolate, Key key, StringBuilder *builder) {
  if (!key_is_symbol(key)) {
    Value text = key_to_value(isolate, key);
    builder_string(builder, (String *)value_to_cell(text));
    return;
  }
  Symbol *symbol = (Symbol *)key_cell(key);
  if (value_is_undefined(symbol->description)) return;
  String *text = string_flatten(isolate, symbol->description);
  bool is_private = key_is_private(key);
  if (!is_private) builder_c(builder, "[");
  if (text) builder_string(builder, text);
  if (!is_private) builder_c(builder, "]");
}

NativeFunction *native_new_named(Isolate *isolate, Key name, const char *prefix,
                                 NativeCode *code, u32 length) {
  ROOT(&isolate->heap, kept, (Value){name.bits});
  StringBuilder builder = {};
  if (prefix) {
    builder_c(&builder, prefix);
    builder_c(&builder, " ");
  }
  append_name(isolate, name, &builder);
  String *text = builder_finish(isolate, &builder);
  return native_allocate(isolate, value_from_cell(text), code, length);
}

/* ---- Lazy properties ----------------------------------------------------- */

/* From the lazy Shape to the empty one, where properties can be added. */
static void leave_lazy_shape(Isolate *isolate, Object *function) {
  Value prototype = object_prototype(isolate, function);
  object_take_shape(isolate, function, shape_empty(isolate, prototype, 0));
}

static void define_length_and_name(Isolate *isolate, Object *function,
                                   u32 length, Value name) {
  object_define_unseen(isolate, function, ATOM_KEY(isolate, length),
                       value_from_u32(length), ATTRIBUTE_CONFIGURABLE);
  object_define_unseen(isolate, function, ATOM_KEY(isolate, name), name,
                       ATTRIBUTE_CONFIGURABLE);
}

/* The object that `new` gives its objects as prototype. */
static void define_prototype(Isolate *isolate, Object *function,
                             const FunctionFacts *facts) {
  Intrinsic kind = !facts->is_generator ? INTRINSIC_object_prototype
                   : facts->is_async    ? INTRINSIC_async_generator_prototype
                                        : INTRINSIC_generator_prototype;
  /* another realm may be the one that asks */
  Object *parent = isolate_realm(isolate, facts->realm)->intrinsics[kind];
  ROOT_CELL(&isolate->heap, Object, prototype,
            object_new_with_prototype(isolate, value_from_cell(parent)));
  if (!facts->is_generator)
    object_define_unseen(isolate, prototype, ATOM_KEY(isolate, constructor),
                         value_from_cell(function), ATTRIBUTES_HIDDEN);
  u8 attributes = ATTRIBUTE_WATCHED;
  if (!facts->is_class) attributes |= ATTRIBUTE_WRITABLE;
  object_define_unseen(isolate, function, ATOM_KEY(isolate, prototype),
                       value_from_cell(prototype), attributes);
}

void function_materialize(Isolate *isolate, Function *function) {
  ROOT_CELL(&isolate->heap, Object, kept, &function->object);
  FunctionFacts facts = describe(isolate, function->code);
  ROOT(&isolate->heap, name, facts.name);
  leave_lazy_shape(isolate, kept);
  define_length_and_name(isolate, kept, facts.length, name);
  if (facts.has_prototype) define_prototype(isolate, kept, &facts);
}

static void native_materialize(Isolate *isolate, NativeFunction *native) {
  leave_lazy_shape(isolate, &native->object);
  define_length_and_name(isolate, &native->object, native->length,
                         native->name);
}

void object_materialize(Isolate *isolate, Object *object) {
  if (!(object_shape(isolate, object)->cell.flags & SHAPE_LAZY)) return;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  if (kept->cell.kind == KIND_FUNCTION)
    function_materialize(isolate, (Function *)kept);
  else
    native_materialize(isolate, (NativeFunction *)kept);
}

/* ---- Environments -------------------------------------------------------- */

Environment *environment_new(Isolate *isolate, Environment *parent,
                             ScopeInfo *scope) {
  u32 count = scope->cell.info;
  Environment *environment = (Environment *)heap_allocate_keeping(
      &isolate->heap, KIND_ENVIRONMENT,
      sizeof *environment + count * sizeof(Value), value_from_cell(parent),
      value_from_cell(scope), (Value){});
  environment->cell.info = (u16)count;
  environment->parent = parent;
  environment->scope = scope;
  for (u32 i = 0; i < count; i++)
    environment->slots[i] = VALUE_HOLE;
  return environment;
}

ScopeInfo *scope_info_new(Isolate *isolate, const Value *names, const u8 *kinds,
                          u32 count, Value function_name, u32 start, u32 end) {
  assert(count <= UINT16_MAX);
  ROOT(&isolate->heap, kept_name, function_name);
  ScopeInfo *scope = (ScopeInfo *)heap_allocate(
      &isolate->heap, KIND_SCOPE_INFO,
      sizeof *scope + count * (sizeof(Value) + sizeof(u8)));
  scope->cell.info = (u16)count;
  scope->source_start = start;
  scope->source_end = end;
  scope->dynamic = SCOPE_INFO_NONE;
  scope->kind = 0;
  scope->is_with = scope->is_derived = false;
  scope->function_name = kept_name;
  for (u32 i = 0; i < count; i++)
    scope->names[i] = names[i];
  for (u32 i = 0; i < count; i++)
    scope_info_kinds(scope)[i] = kinds ? kinds[i] : 0;
  return scope;
}
