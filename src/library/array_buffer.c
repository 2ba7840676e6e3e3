/* array_buffer.c - the globals ArrayBuffer and SharedArrayBuffer. */
#include "library/binary.h"

/* ---- Shared with the others ------------------------------------------------
 */

bool binary_index(VM *vm, Value value, const char *message, double *index) {
  if (!vm_to_integer(vm, value, index)) return false;
  return (*index >= 0 && *index <= LENGTH_MAX) ||
         vm_throw_range(vm, "%s", message);
}

bool binary_throw_detached(VM *vm, const char *method) {
  return vm_throw_type(vm, "Cannot perform %s on a detached ArrayBuffer",
                       method);
}

static Intrinsic prototype_of(CellKind kind) {
  return kind == KIND_ARRAY_BUFFER ? INTRINSIC_array_buffer_prototype
                                   : INTRINSIC_shared_array_buffer_prototype;
}

static ArrayBuffer *new_cell(VM *vm, Call *call, CellKind kind) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, prototype, value_from_cell(isolate->intrinsics[prototype_of(kind)]));
  if (call &&
      !vm_prototype_for(vm, call->new_target, prototype_of(kind), &prototype))
    return NULL;
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, prototype, 0));
  ArrayBuffer *buffer =
      (ArrayBuffer *)object_new_kind(isolate, kind, shape, sizeof *buffer);
  buffer->shared = NULL;
  buffer->bytes = NULL;
  buffer->length = 0;
  return buffer;
}

ArrayBuffer *binary_new_buffer(VM *vm, Call *call, CellKind kind, double length,
                               double maximum) {
  bool is_fixed = maximum == BINARY_FIXED;
  if (!is_fixed && length > maximum) {
    vm_throw_range(vm, "Invalid array buffer max length");
    return NULL;
  }
  KEEP_CELL(vm, ArrayBuffer, buffer, new_cell(vm, call, kind));
  if (!buffer) return NULL;
  /* what could never be had is not promised either */
  u64 limit = vm->isolate.heap.limit;
  bool is_possible = length <= (double)limit && maximum <= (double)limit;
  if (is_possible && array_buffer_init(&vm->isolate, buffer, (u64)length,
                                       is_fixed ? UINT64_MAX : (u64)maximum))
    return buffer;
  vm_throw_range(vm, "Array buffer allocation failed");
  return NULL;
}

/* ---- The constructors ------------------------------------------------------
 */

/* GetArrayBufferMaxByteLengthOption */
static bool read_maximum(VM *vm, Value options, double *maximum) {
  *maximum = BINARY_FIXED;
  if (!value_is_object(options)) return true;
  Value value;
  if (!vm_get(vm, options, key_from_c(&vm->isolate, "maxByteLength"), &value))
    return false;
  return value_is_undefined(value) ||
         binary_index(vm, value, "Invalid array buffer max length", maximum);
}

static bool construct(VM *vm, Call *call, CellKind kind, const char *name) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor %s requires 'new'", name);
  double length, maximum;
  if (!binary_index(vm, call_argument(call, 0), "Invalid array buffer length",
                    &length) ||
      !read_maximum(vm, call_argument(call, 1), &maximum))
    return false;
  ArrayBuffer *buffer = binary_new_buffer(vm, call, kind, length, maximum);
  return buffer && call_return(call, value_from_cell(buffer));
}

static bool array_buffer_construct(VM *vm, Call *call) {
  return construct(vm, call, KIND_ARRAY_BUFFER, "ArrayBuffer");
}

static bool shared_construct(VM *vm, Call *call) {
  return construct(vm, call, KIND_SHARED_ARRAY_BUFFER, "SharedArrayBuffer");
}

static bool array_buffer_is_view(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  return call_return(call,
                     value_from_boolean(value_is_typed_array(value) ||
                                        value_is_kind(value, KIND_DATA_VIEW)));
}

/* ---- Receivers -------------------------------------------------------------
 */

/* `name` is the method's, without its class. */
static bool throw_receiver(VM *vm, CellKind kind, const char *name,
                           Value receiver) {
  Buffer method = {};
  buffer_format(&method, "%s.prototype.%s",
                kind == KIND_ARRAY_BUFFER ? "ArrayBuffer" : "SharedArrayBuffer",
                name);
  library_throw_receiver(vm, method.bytes, receiver);
  buffer_free(&method);
  return false;
}

static ArrayBuffer *this_buffer(VM *vm, Call *call, CellKind kind,
                                const char *name) {
  if (value_is_kind(call->this_value, kind))
    return (ArrayBuffer *)value_to_cell(call->this_value);
  throw_receiver(vm, kind, name, call->this_value);
  return NULL;
}

/* ---- What a buffer is ------------------------------------------------------
 */

typedef enum BufferFact : u8 {
  FACT_LENGTH,
  FACT_MAXIMUM,
  FACT_RESIZABLE,
  FACT_DETACHED,
} BufferFact;

static bool return_fact(VM *vm, Call *call, CellKind kind) {
  static const char *const names[] = {"byteLength", "maxByteLength",
                                      "resizable", "detached"};
  BufferFact fact = (BufferFact)library_native(call)->magic;
  ArrayBuffer *buffer = this_buffer(vm, call, kind, names[fact]);
  if (!buffer) return false;
  u64 length = array_buffer_length(buffer);
  switch (fact) {
  case FACT_LENGTH: return call_return(call, value_from_number((double)length));
  case FACT_MAXIMUM:
    if (buffer->is_resizable) length = buffer->maximum;
    return call_return(call, value_from_number((double)length));
  case FACT_RESIZABLE:
    return call_return(call, value_from_boolean(buffer->is_resizable));
  case FACT_DETACHED:
    return call_return(call, value_from_boolean(buffer->is_detached));
  }
  return true;
}

static bool array_buffer_fact(VM *vm, Call *call) {
  return return_fact(vm, call, KIND_ARRAY_BUFFER);
}

static bool shared_fact(VM *vm, Call *call) {
  return return_fact(vm, call, KIND_SHARED_ARRAY_BUFFER);
}

/* ---- resize, grow ----------------------------------------------------------
 */

static bool throw_length(VM *vm, const char *method) {
  return vm_throw_range(vm, "%s: Invalid length parameter", method);
}

static bool array_buffer_resize_method(VM *vm, Call *call) {
  constexpr char method[] = "ArrayBuffer.prototype.resize";
  ArrayBuffer *buffer = this_buffer(vm, call, KIND_ARRAY_BUFFER, "resize");
  if (!buffer) return false;
  if (!buffer->is_resizable)
    return library_throw_receiver(vm, method, call->this_value);
  double length;
  if (!binary_index(vm, call_argument(call, 0),
                    "ArrayBuffer.prototype.resize: Invalid length parameter",
                    &length))
    return false;
  if (buffer->is_detached) return binary_throw_detached(vm, method);
  if (length > (double)buffer->maximum) return throw_length(vm, method);
  return array_buffer_resize(&vm->isolate, buffer, (u64)length) ||
         vm_throw_range(vm, "Array buffer allocation failed");
}

static bool shared_grow(VM *vm, Call *call) {
  constexpr char method[] = "SharedArrayBuffer.prototype.grow";
  ArrayBuffer *buffer = this_buffer(vm, call, KIND_SHARED_ARRAY_BUFFER, "grow");
  if (!buffer) return false;
  if (!buffer->is_resizable)
    return library_throw_receiver(vm, method, call->this_value);
  double length;
  if (!binary_index(vm, call_argument(call, 0),
                    "SharedArrayBuffer.prototype.grow: Invalid length "
                    "parameter",
                    &length))
    return false;
  return (length <= (double)buffer->maximum &&
          array_buffer_resize(&vm->isolate, buffer, (u64)length)) ||
         throw_length(vm, method);
}

/* ---- slice ------------------------------------------------------------------
 */

/* What the species constructor made must be another buffer of the kind, with
 * room. */
static bool check_copy(VM *vm, CellKind kind, const ArrayBuffer *source,
                       Value made, u64 count) {
  if (!value_is_kind(made, kind))
    return throw_receiver(vm, kind, "slice", made);
  const ArrayBuffer *copy = (const ArrayBuffer *)value_to_cell(made);
  if (copy->is_detached)
    return binary_throw_detached(vm, "ArrayBuffer.prototype.slice");
  if (copy == source || (copy->shared && copy->shared == source->shared))
    return vm_throw_type(vm, "ArrayBuffer subclass returned this from species "
                             "constructor");
  return array_buffer_length(copy) >= count ||
         vm_throw_type(vm, "Derived ArrayBuffer constructor created a buffer "
                           "which was too small");
}

static bool slice(VM *vm, Call *call, CellKind kind, Intrinsic usual) {
  KEEP_CELL(vm, ArrayBuffer, buffer, this_buffer(vm, call, kind, "slice"));
  if (!buffer) return false;
  if (buffer->is_detached)
    return binary_throw_detached(vm, "ArrayBuffer.prototype.slice");
  double length = (double)array_buffer_length(buffer), start, end;
  if (!library_relative_index(vm, call_argument(call, 0), length, 0, &start) ||
      !library_relative_index(vm, call_argument(call, 1), length, length, &end))
    return false;
  double count = end > start ? end - start : 0;
  KEEP(vm, constructor, VALUE_UNDEFINED);
  KEEP(vm, made, VALUE_UNDEFINED);
  Value argument = value_from_number(count);
  if (!vm_species(vm, &buffer->object,
                  value_from_cell(vm->isolate.intrinsics[usual]),
                  &constructor) ||
      !vm_construct(vm, constructor, constructor, &argument, 1, &made) ||
      !check_copy(vm, kind, buffer, made, (u64)count))
    return false;
  if (buffer->is_detached)
    return binary_throw_detached(vm, "ArrayBuffer.prototype.slice");
  double left = (double)array_buffer_length(buffer) - start;
  if (count > left) count = left;
  if (count > 0)
    memmove(((ArrayBuffer *)value_to_cell(made))->bytes,
            buffer->bytes + (u64)start, (u64)count);
  return call_return(call, made);
}

static bool array_buffer_slice(VM *vm, Call *call) {
  return slice(vm, call, KIND_ARRAY_BUFFER, INTRINSIC_array_buffer);
}

static bool shared_slice(VM *vm, Call *call) {
  return slice(vm, call, KIND_SHARED_ARRAY_BUFFER,
               INTRINSIC_shared_array_buffer);
}

/* ---- transfer ---------------------------------------------------------------
 */

/* ArrayBufferCopyAndDetach, which moves the memory. */
static bool transfer(VM *vm, Call *call, const char *method,
                     bool keeps_resizable) {
  KEEP_CELL(vm, ArrayBuffer, buffer,
            this_buffer(vm, call, KIND_ARRAY_BUFFER, method));
  if (!buffer) return false;
  double length = (double)buffer->length;
  Value wanted = call_argument(call, 0);
  if (!value_is_undefined(wanted) &&
      !binary_index(vm, wanted, "Invalid array buffer length", &length))
    return false;
  Buffer name = {};
  buffer_format(&name, "ArrayBuffer.prototype.%s", method);
  bool ok = !buffer->is_detached || binary_throw_detached(vm, name.bytes);
  buffer_free(&name);
  if (!ok) return false;
  u64 maximum =
      keeps_resizable && buffer->is_resizable ? buffer->maximum : UINT64_MAX;
  if (maximum != UINT64_MAX && length > (double)maximum)
    return vm_throw_range(vm, "Invalid array buffer length");
  KEEP_CELL(vm, ArrayBuffer, target, new_cell(vm, NULL, KIND_ARRAY_BUFFER));
  return (length <= (double)vm->isolate.heap.limit &&
          array_buffer_move(&vm->isolate, buffer, target, (u64)length,
                            maximum) &&
          call_return(call, value_from_cell(target))) ||
         vm_throw_range(vm, "Array buffer allocation failed");
}

static bool array_buffer_transfer(VM *vm, Call *call) {
  return transfer(vm, call, "transfer", true);
}

static bool array_buffer_transfer_fixed(VM *vm, Call *call) {
  return transfer(vm, call, "transferToFixedLength", false);
}

/* ---- Opening ----------------------------------------------------------------
 */

static const NativeEntry array_buffer_methods[] = {
    {"byteLength", array_buffer_fact, 0, NATIVE_GETTER, FACT_LENGTH},
    {"slice", array_buffer_slice, 2},
    {"maxByteLength", array_buffer_fact, 0, NATIVE_GETTER, FACT_MAXIMUM},
    {"resizable", array_buffer_fact, 0, NATIVE_GETTER, FACT_RESIZABLE},
    {"resize", array_buffer_resize_method, 1},
    {"transfer", array_buffer_transfer, 0},
    {"transferToFixedLength", array_buffer_transfer_fixed, 0},
    {"detached", array_buffer_fact, 0, NATIVE_GETTER, FACT_DETACHED},
};

static const NativeEntry shared_methods[] = {
    {"byteLength", shared_fact, 0, NATIVE_GETTER, FACT_LENGTH},
    {"slice", shared_slice, 2},
    {"maxByteLength", shared_fact, 0, NATIVE_GETTER, FACT_MAXIMUM},
    {"growable", shared_fact, 0, NATIVE_GETTER, FACT_RESIZABLE},
    {"grow", shared_grow, 1},
};

static Object *open_class(VM *vm, const char *name, Intrinsic intrinsic,
                          Intrinsic itself, NativeCode *code,
                          const NativeEntry *methods, u32 count) {
  Object *prototype = library_new_prototype(
      vm, intrinsic, INTRINSIC(&vm->isolate, object_prototype));
  Object *constructor =
      &library_add_constructor(vm, name, code, 1, prototype)->object;
  vm->isolate.intrinsics[itself] = constructor;
  library_add_species(vm, constructor);
  library_add_functions(vm, prototype, methods, count);
  library_add_tag(vm, prototype, name);
  return constructor;
}

void library_open_array_buffer(VM *vm) {
  static const NativeEntry functions[] = {{"isView", array_buffer_is_view, 1}};
  Object *constructor =
      open_class(vm, "ArrayBuffer", INTRINSIC_array_buffer_prototype,
                 INTRINSIC_array_buffer, array_buffer_construct,
                 array_buffer_methods, ARRAY_COUNT(array_buffer_methods));
  library_add_functions(vm, constructor, functions, 1);
  open_class(vm, "SharedArrayBuffer", INTRINSIC_shared_array_buffer_prototype,
             INTRINSIC_shared_array_buffer, shared_construct, shared_methods,
             ARRAY_COUNT(shared_methods));
}
