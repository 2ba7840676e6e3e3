/* typed_array.c - the constructors of typed arrays, and what a view is.
 * ECMA-262, chapter 23.2.
 */
#include "library/typed_array.h"

#include "library/array.h"
#include "library/iteration.h"

/* ---- Checks -----------------------------------------------------------------
 */

bool typed_array_check(VM *vm, Value value, const char *method) {
  if (!value_is_typed_array(value))
    return vm_throw_type(vm, "this is not a typed array.");
  return !view_is_out_of_bounds((View *)value_to_cell(value)) ||
         binary_throw_detached(vm, method);
}

bool typed_array_this(VM *vm, Call *call, const char *method, View **view,
                      u64 *length) {
  if (!typed_array_check(vm, call->this_value, method)) return false;
  *view = (View *)value_to_cell(call->this_value);
  *length = view_length(*view);
  return true;
}

bool typed_array_index(VM *vm, Value argument, u64 length, u64 absent,
                       u64 *index) {
  double result;
  if (!library_relative_index(vm, argument, (double)length, (double)absent,
                              &result))
    return false;
  *index = (u64)result;
  return true;
}

static bool check_content(VM *vm, const View *a, const View *b) {
  return type_is_bigint(a->type) == type_is_bigint(b->type) ||
         vm_throw_type(vm, "Cannot mix BigInt and other types, use explicit "
                           "conversions");
}

/* ---- Making views
 * ------------------------------------------------------------ */

View *binary_new_view(VM *vm, Call *call, CellKind kind, Intrinsic prototype,
                      ElementType type) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, parent, value_from_cell(isolate->intrinsics[prototype]));
  if (call && !vm_prototype_for(vm, call->new_target, prototype, &parent))
    return NULL;
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, parent, 0));
  View *view = (View *)object_new_kind(isolate, kind, shape, sizeof *view);
  view->buffer = NULL;
  view->data = NULL;
  view->length = view->fast_length = 0;
  view->type = type;
  if (kind == KIND_TYPED_ARRAY)
    view->object.cell.flags |= OBJECT_EXOTIC_NUMERIC;
  return view;
}

void binary_set_view(VM *vm, View *view, ArrayBuffer *buffer, u64 offset,
                     u64 length) {
  cell_write_pointer(&vm->isolate.heap, view, view->buffer, buffer);
  view->byte_offset = offset;
  view->fixed_length = length;
  view_look(view);
}

static View *new_view(VM *vm, Call *call, ElementType type) {
  return binary_new_view(vm, call, KIND_TYPED_ARRAY,
                         (Intrinsic)(INTRINSIC_int8_array_prototype + type),
                         type);
}

static bool throw_length(VM *vm, double length) {
  Buffer text = {};
  vm_describe_for_message(vm, value_from_number(length), &text);
  vm_throw_range(vm, "Invalid typed array length: %s", text.bytes);
  buffer_free(&text);
  return false;
}

/* Gives a view a buffer of its own. It is rooted by the caller. */
static bool allocate(VM *vm, View *view, double length) {
  if (length > LENGTH_MAX / 8) return throw_length(vm, length);
  double bytes = length * type_bytes(view->type);
  ArrayBuffer *buffer =
      binary_new_buffer(vm, NULL, KIND_ARRAY_BUFFER, bytes, BINARY_FIXED);
  if (!buffer) return false;
  binary_set_view(vm, view, buffer, 0, (u64)length);
  return true;
}

View *typed_array_new(VM *vm, ElementType type, double length) {
  KEEP_CELL(vm, View, view, new_view(vm, NULL, type));
  return allocate(vm, view, length) ? view : NULL;
}

View *typed_array_construct(VM *vm, Value constructor, const Value *arguments,
                            u32 count) {
  Value made;
  if (!vm_construct(vm, constructor, constructor, arguments, count, &made) ||
      !typed_array_check(vm, made, "Construct"))
    return NULL;
  View *view = (View *)value_to_cell(made);
  bool has_length = count == 1 && value_is_number(arguments[0]);
  if (!has_length || (double)view_length(view) >= value_to_number(arguments[0]))
    return view;
  vm_throw_type(vm, "Derived TypedArray constructor created an array which was "
                    "too small");
  return NULL;
}

View *typed_array_species(VM *vm, View *exemplar, const Value *arguments,
                          u32 count) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, View, kept, exemplar);
  KEEP(vm, constructor, VALUE_UNDEFINED);
  Value usual = value_from_cell(
      isolate->intrinsics[INTRINSIC_int8_array + exemplar->type]);
  if (!vm_species(vm, &kept->object, usual, &constructor)) return NULL;
  View *made = typed_array_construct(vm, constructor, arguments, count);
  return made && check_content(vm, made, kept) ? made : NULL;
}

/* ---- From other things
 * -------------------------------------------------------- */

static bool from_typed_array(VM *vm, View *view, View *source) {
  if (view_is_out_of_bounds(source))
    return binary_throw_detached(vm, "Construct");
  u64 length = view_length(source);
  KEEP_CELL(vm, View, kept, source);
  return allocate(vm, view, (double)length) && check_content(vm, view, kept) &&
         (typed_array_copy(view, 0, kept, 0, length) || vm_throw_memory(vm));
}

/* A byte offset or length that is no whole number of items. */
static bool throw_misaligned(VM *vm, const char *what, ElementType type) {
  return vm_throw_range(vm, "%s of %sArray should be a multiple of %u", what,
                        type_name(type), type_bytes(type));
}

static bool throw_offset(VM *vm, double offset) {
  return vm_throw_range(vm,
                        "Start offset %.0f is outside the bounds of the "
                        "buffer",
                        offset);
}

/* The last part of InitializeTypedArrayFromArrayBuffer, after conversions. */
static bool view_buffer(VM *vm, View *view, ArrayBuffer *buffer, double offset,
                        bool has_length, double items) {
  u32 size = type_bytes(view->type);
  if (buffer->is_detached) return binary_throw_detached(vm, "Construct");
  u64 bytes = array_buffer_length(buffer);
  if (!has_length && buffer->is_resizable) {
    if (offset > (double)bytes) return throw_offset(vm, offset);
    binary_set_view(vm, view, buffer, (u64)offset, VIEW_TRACKS_LENGTH);
    return true;
  }
  if (!has_length) {
    if (bytes % size) return throw_misaligned(vm, "byte length", view->type);
    if (offset > (double)bytes) return throw_offset(vm, offset);
    u64 left = (bytes - (u64)offset) / size;
    items = (double)left;
  }
  if (offset + items * size > (double)bytes) return throw_length(vm, items);
  binary_set_view(vm, view, buffer, (u64)offset, (u64)items);
  return true;
}

static bool from_buffer(VM *vm, Call *call, View *view, ArrayBuffer *buffer) {
  Value wanted = call_argument(call, 2);
  double offset, items = 0;
  bool has_length = !value_is_undefined(wanted);
  if (!binary_index(vm, call_argument(call, 1),
                    "Start offset is outside the bounds of the buffer",
                    &offset))
    return false;
  if ((u64)offset % type_bytes(view->type))
    return throw_misaligned(vm, "start offset", view->type);
  if (has_length &&
      !binary_index(vm, wanted, "Invalid typed array length", &items))
    return false;
  return view_buffer(vm, view, buffer, offset, has_length, items);
}

/* From a list of values that the engine holds. */
static bool from_list(VM *vm, View *view, Object *list) {
  u32 length = array_length(list);
  if (!allocate(vm, view, length)) return false;
  for (u32 i = 0; i < length; i++)
    if (!typed_array_set(vm, view, i, list->elements->values[i])) return false;
  return true;
}

static bool push_item(VM *vm, void *list, Value item, bool *stop) {
  return array_push(&vm->isolate, list, item) || vm_throw_memory(vm);
}

/* IteratorToList with a method that has been looked up. NULL: threw. */
static Object *list_of(VM *vm, Value iterable, Value method) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  if (array_iterates_directly(vm, iterable, method))
    return vm_iterate(vm, iterable, push_item, list) ? list : NULL;
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  KEEP(vm, item, VALUE_UNDEFINED);
  bool done = false;
  if (!iteration_open(vm, iterable, method, &iterator, &next)) return NULL;
  for (;;) {
    if (!iteration_step(vm, iterator, next, &item, &done)) return NULL;
    if (done) return list;
    if (!array_push(&vm->isolate, list, item)) return vm_throw_memory(vm), NULL;
  }
}

static bool from_array_like(VM *vm, View *view, Value source) {
  double length;
  if (!vm_length(vm, source, &length) || !allocate(vm, view, length))
    return false;
  for (double i = 0; i < length; i++) {
    Value item;
    if (!vm_check(vm) || !vm_get_index(vm, source, i, &item) ||
        !typed_array_set(vm, view, i, item))
      return false;
  }
  return true;
}

static bool from_object(VM *vm, View *view, Value source) {
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!vm_get_method(vm, source, SYMBOL_KEY(&vm->isolate, iterator), &method))
    return false;
  if (value_is_undefined(method)) return from_array_like(vm, view, source);
  KEEP_CELL(vm, Object, list, list_of(vm, source, method));
  return list && from_list(vm, view, list);
}

static bool construct(VM *vm, Call *call) {
  ElementType type = (ElementType)library_native(call)->magic;
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor %sArray requires 'new'",
                         type_name(type));
  Value first = call_argument(call, 0);
  double length;
  if (!value_is_object(first)) {
    if (!vm_to_integer(vm, first, &length)) return false;
    if (length < 0 || length > LENGTH_MAX) return throw_length(vm, length);
  }
  KEEP_CELL(vm, View, view, new_view(vm, call, type));
  if (!view) return false;
  bool ok;
  if (!value_is_object(first))
    ok = allocate(vm, view, length);
  else if (value_is_typed_array(first))
    ok = from_typed_array(vm, view, (View *)value_to_cell(first));
  else if (value_is_buffer(first))
    ok = from_buffer(vm, call, view, (ArrayBuffer *)value_to_cell(first));
  else
    ok = from_object(vm, view, first);
  return ok && typed_array_return(call, view);
}

/* ---- %TypedArray% itself
 * ------------------------------------------------------ */

static bool abstract_construct(VM *vm, Call *call) {
  return vm_throw_type(vm, "Abstract class TypedArray not directly "
                           "constructable");
}

static bool check_constructor(VM *vm, Value value) {
  return value_is_constructor(value) ||
         library_throw_about(vm, "%s is not a constructor", value);
}

static View *construct_length(VM *vm, Value constructor, double length) {
  Value argument = value_from_number(length);
  return typed_array_construct(vm, constructor, &argument, 1);
}

static bool typed_array_of(VM *vm, Call *call) {
  if (!check_constructor(vm, call->this_value)) return false;
  KEEP_CELL(vm, View, view,
            construct_length(vm, call->this_value, call->count));
  if (!view) return false;
  for (u32 i = 0; i < call->count; i++)
    if (!typed_array_set(vm, view, i, call->arguments[i])) return false;
  return typed_array_return(call, view);
}

/* `source` is a list, or any array-like. */
static bool from_items(VM *vm, Call *call, Value source) {
  double length;
  Value map = call_argument(call, 1);
  if (!vm_length(vm, source, &length)) return false;
  KEEP_CELL(vm, View, view, construct_length(vm, call->this_value, length));
  if (!view) return false;
  for (double i = 0; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !vm_get_index(vm, source, i, &item)) return false;
    Value arguments[] = {item, value_from_number(i)};
    if (!value_is_undefined(map) &&
        !vm_call(vm, map, call_argument(call, 2), arguments, 2, &item))
      return false;
    if (!typed_array_set(vm, view, i, item)) return false;
  }
  return typed_array_return(call, view);
}

static bool typed_array_from(VM *vm, Call *call) {
  Value source = call_argument(call, 0), map = call_argument(call, 1);
  if (!check_constructor(vm, call->this_value) ||
      (!value_is_undefined(map) && !library_check_callable(vm, map)))
    return false;
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!vm_get_method(vm, source, SYMBOL_KEY(&vm->isolate, iterator), &method))
    return false;
  if (value_is_undefined(method)) {
    KEEP_CELL(vm, Object, object, vm_to_object(vm, source));
    return object && from_items(vm, call, value_from_cell(object));
  }
  KEEP_CELL(vm, Object, list, list_of(vm, source, method));
  return list && from_items(vm, call, value_from_cell(list));
}

/* ---- What a view is
 * ----------------------------------------------------------- */

static View *this_view(VM *vm, Call *call, const char *name) {
  if (value_is_typed_array(call->this_value))
    return (View *)value_to_cell(call->this_value);
  Buffer method = {};
  buffer_format(&method, "get TypedArray.prototype.%s", name);
  library_throw_receiver(vm, method.bytes, call->this_value);
  buffer_free(&method);
  return NULL;
}

static bool get_buffer(VM *vm, Call *call) {
  View *view = this_view(vm, call, "buffer");
  return view && call_return(call, value_from_cell(view->buffer));
}

static bool get_byte_length(VM *vm, Call *call) {
  View *view = this_view(vm, call, "byteLength");
  if (!view) return false;
  double bytes = (double)view_length(view) * type_bytes(view->type);
  return call_return(call, value_from_number(bytes));
}

static bool get_byte_offset(VM *vm, Call *call) {
  View *view = this_view(vm, call, "byteOffset");
  if (!view) return false;
  double offset = view_is_out_of_bounds(view) ? 0 : (double)view->byte_offset;
  return call_return(call, value_from_number(offset));
}

static bool get_length(VM *vm, Call *call) {
  View *view = this_view(vm, call, "length");
  return view &&
         call_return(call, value_from_number((double)view_length(view)));
}

static bool get_tag(VM *vm, Call *call) {
  if (!value_is_typed_array(call->this_value)) return true;
  const View *view = (const View *)value_to_cell(call->this_value);
  Buffer text = {};
  buffer_format(&text, "%sArray", type_name(view->type));
  call->result = value_from_cell(string_intern_c(&vm->isolate, text.bytes));
  buffer_free(&text);
  return true;
}

/* ---- Opening
 * ------------------------------------------------------------------- */

static const NativeEntry typed_array_functions[] = {
    {"of", typed_array_of, 0},
    {"from", typed_array_from, 1},
};

static const NativeEntry typed_array_methods[] = {
    {"buffer", get_buffer, 0, NATIVE_GETTER},
    {"byteLength", get_byte_length, 0, NATIVE_GETTER},
    {"byteOffset", get_byte_offset, 0, NATIVE_GETTER},
    {"length", get_length, 0, NATIVE_GETTER},
#define METHOD(name, length) {#name, typed_array_method_##name, length},
    TYPED_ARRAY_METHODS(METHOD)
#undef METHOD
        {"@@toStringTag", get_tag, 0, NATIVE_GETTER},
};

/* %TypedArray%, which is no global. */
static Object *open_abstract(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype =
      library_new_prototype(vm, INTRINSIC_typed_array_prototype,
                            INTRINSIC(isolate, object_prototype));
  Object *constructor =
      &native_new(isolate, "TypedArray", abstract_construct, 0)->object;
  constructor->cell.flags |= OBJECT_IS_CONSTRUCTOR;
  object_define(isolate, constructor, ATOM_KEY(isolate, prototype),
                value_from_cell(prototype), ATTRIBUTES_NONE);
  object_define(isolate, prototype, ATOM_KEY(isolate, constructor),
                value_from_cell(constructor), ATTRIBUTES_HIDDEN);
  library_add_species(vm, constructor);
  library_add_functions(vm, constructor, typed_array_functions,
                        ARRAY_COUNT(typed_array_functions));
  library_add_functions(vm, prototype, typed_array_methods,
                        ARRAY_COUNT(typed_array_methods));
  library_add_alias(vm, prototype, "@@iterator", "values");
  Property text;
  object_get_own(isolate, INTRINSIC(isolate, array_prototype),
                 ATOM_KEY(isolate, toString), &text);
  object_define(isolate, prototype, ATOM_KEY(isolate, toString), text.value,
                ATTRIBUTES_HIDDEN);
  return constructor;
}

static void open_type(VM *vm, ElementType type, Object *abstract) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = library_new_prototype(
      vm, (Intrinsic)(INTRINSIC_int8_array_prototype + type),
      INTRINSIC(isolate, typed_array_prototype));
  Buffer name = {};
  buffer_format(&name, "%sArray", type_name(type));
  NativeFunction *constructor =
      library_add_constructor(vm, name.bytes, construct, 3, prototype);
  buffer_free(&name);
  constructor->magic = type;
  isolate->intrinsics[INTRINSIC_int8_array + type] = &constructor->object;
  object_set_prototype(isolate, &constructor->object,
                       value_from_cell(abstract));
  Value size = value_from_u32(type_bytes(type));
  object_set_c(isolate, &constructor->object, "BYTES_PER_ELEMENT", size,
               ATTRIBUTES_NONE);
  object_set_c(isolate, prototype, "BYTES_PER_ELEMENT", size, ATTRIBUTES_NONE);
  if (type == TYPE_UINT8) uint8_array_open(vm, &constructor->object, prototype);
}

void library_open_typed_array(VM *vm) {
  typed_array_open(vm);
  Object *abstract = open_abstract(vm);
  for (u32 type = 0; type < ELEMENT_TYPE_COUNT; type++)
    open_type(vm, (ElementType)type, abstract);
}
