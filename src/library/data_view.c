/* data_view.c - the global DataView: numbers of any type at any byte, in
 * either order of bytes.
 */
#include "library/binary.h"

/* ---- The constructor
 * --------------------------------------------------------- */

static bool throw_offset(VM *vm, double offset) {
  return vm_throw_range(
      vm, "Start offset %.0f is outside the bounds of the buffer", offset);
}

static bool throw_length(VM *vm, double length) {
  return vm_throw_range(vm, "Invalid DataView length %.0f", length);
}

/* Whether [offset, offset + length) lies in the buffer as it is now. */
static bool check_range(VM *vm, const ArrayBuffer *buffer, double offset,
                        bool has_length, double length) {
  if (buffer->is_detached)
    return binary_throw_detached(vm, "DataView constructor");
  double bytes = (double)array_buffer_length(buffer);
  if (offset > bytes) return throw_offset(vm, offset);
  return !has_length || offset + length <= bytes || throw_length(vm, length);
}

static bool data_view_construct(VM *vm, Call *call) {
  Value first = call_argument(call, 0), wanted = call_argument(call, 2);
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor DataView requires 'new'");
  if (!value_is_buffer(first))
    return vm_throw_type(vm, "First argument to DataView constructor must be "
                             "an ArrayBuffer");
  ArrayBuffer *buffer = (ArrayBuffer *)value_to_cell(first);
  bool has_length = !value_is_undefined(wanted);
  double offset, length = 0;
  if (!binary_index(vm, call_argument(call, 1),
                    "Start offset is outside the bounds of the buffer",
                    &offset) ||
      !check_range(vm, buffer, offset, false, 0) ||
      (has_length &&
       !binary_index(vm, wanted, "Invalid DataView length", &length)))
    return false;
  if (!has_length && !buffer->is_resizable) {
    length = (double)array_buffer_length(buffer) - offset;
    has_length = true;
  }
  if (!check_range(vm, buffer, offset, has_length, length)) return false;
  KEEP_CELL(vm, View, view,
            binary_new_view(vm, call, KIND_DATA_VIEW,
                            INTRINSIC_data_view_prototype, TYPE_UINT8));
  if (!view || !check_range(vm, buffer, offset, has_length, length))
    return false;
  binary_set_view(vm, view, buffer, (u64)offset,
                  has_length ? (u64)length : VIEW_TRACKS_LENGTH);
  return call_return(call, value_from_cell(view));
}

/* ---- What a view is
 * ------------------------------------------------------------ */

static View *this_view(VM *vm, Call *call, const char *method) {
  if (value_is_kind(call->this_value, KIND_DATA_VIEW))
    return (View *)value_to_cell(call->this_value);
  Buffer name = {};
  buffer_format(&name, "DataView.prototype.%s", method);
  library_throw_receiver(vm, name.bytes, call->this_value);
  buffer_free(&name);
  return NULL;
}

static bool throw_out_of_bounds(VM *vm, const View *view, const char *method) {
  if (view->buffer->is_detached) {
    Buffer name = {};
    buffer_format(&name, "DataView.prototype.%s", method);
    binary_throw_detached(vm, name.bytes);
    buffer_free(&name);
    return false;
  }
  return vm_throw_type(vm, "Invalid DataView accessor %s: out of bounds",
                       method);
}

static bool get_buffer(VM *vm, Call *call) {
  View *view = this_view(vm, call, "buffer");
  return view && call_return(call, value_from_cell(view->buffer));
}

static bool get_byte_length(VM *vm, Call *call) {
  View *view = this_view(vm, call, "byteLength");
  if (!view) return false;
  if (view_is_out_of_bounds(view))
    return throw_out_of_bounds(vm, view, "byteLength");
  return call_return(call, value_from_number((double)view_length(view)));
}

static bool get_byte_offset(VM *vm, Call *call) {
  View *view = this_view(vm, call, "byteOffset");
  if (!view) return false;
  if (view_is_out_of_bounds(view))
    return throw_out_of_bounds(vm, view, "byteOffset");
  return call_return(call, value_from_number((double)view->byte_offset));
}

/* ---- Numbers
 * --------------------------------------------------------------------- */

/* Where `size` bytes at an index begin; NULL when it threw. */
static u8 *place(VM *vm, View *view, double index, u32 size,
                 const char *method) {
  if (view_is_out_of_bounds(view)) {
    throw_out_of_bounds(vm, view, method);
    return NULL;
  }
  if (index + size <= (double)view_length(view)) return view->data + (u64)index;
  vm_throw_range(vm, "Offset is outside the bounds of the DataView");
  return NULL;
}

static void reverse(u8 *bytes, u32 size) {
  for (u32 i = 0; i < size / 2; i++) {
    u8 saved = bytes[i];
    bytes[i] = bytes[size - 1 - i];
    bytes[size - 1 - i] = saved;
  }
}

static bool get_index(VM *vm, Call *call, double *index) {
  return binary_index(vm, call_argument(call, 0),
                      "Offset is outside the bounds of the DataView", index);
}

static bool get_number(VM *vm, Call *call, ElementType type,
                       const char *method) {
  View *view = this_view(vm, call, method);
  double index;
  if (!view || !get_index(vm, call, &index)) return false;
  u32 size = type_bytes(type);
  const u8 *at = place(vm, view, index, size, method);
  if (!at) return false;
  u8 bytes[8];
  memcpy(bytes, at, size);
  if (!vm_to_boolean(call_argument(call, 1))) reverse(bytes, size);
  return call_return(call, type_load_any(&vm->isolate, type, bytes));
}

static bool set_number(VM *vm, Call *call, ElementType type,
                       const char *method) {
  View *view = this_view(vm, call, method);
  double index;
  u64 bits;
  if (!view || !get_index(vm, call, &index) ||
      !type_convert(vm, type, call_argument(call, 1), &bits))
    return false;
  u32 size = type_bytes(type);
  u8 *at = place(vm, view, index, size, method), bytes[8];
  if (!at) return false;
  type_store(type, bytes, bits);
  if (!vm_to_boolean(call_argument(call, 2))) reverse(bytes, size);
  memcpy(at, bytes, size);
  return true;
}

/* ---- Opening
 * ----------------------------------------------------------------------- */

#define ELEMENT_TYPE(name, text, type)                                         \
  static bool get_##name(VM *vm, Call *call) {                                 \
    return get_number(vm, call, TYPE_##name, "get" #text);                     \
  }                                                                            \
  static bool set_##name(VM *vm, Call *call) {                                 \
    return set_number(vm, call, TYPE_##name, "set" #text);                     \
  }
#include "object/element_types.def"
#undef ELEMENT_TYPE

static const NativeEntry data_view_methods[] = {
    {"buffer", get_buffer, 0, NATIVE_GETTER},
    {"byteLength", get_byte_length, 0, NATIVE_GETTER},
    {"byteOffset", get_byte_offset, 0, NATIVE_GETTER},
#define ELEMENT_TYPE(name, text, type)                                         \
  {"get" #text, get_##name, 1}, {"set" #text, set_##name, 2},
#include "object/element_types.def"
#undef ELEMENT_TYPE
};

void library_open_data_view(VM *vm) {
  Object *prototype =
      library_new_prototype(vm, INTRINSIC_data_view_prototype,
                            INTRINSIC(&vm->isolate, object_prototype));
  library_add_constructor(vm, "DataView", data_view_construct, 1, prototype);
  for (u32 i = 0; i < ARRAY_COUNT(data_view_methods); i++)
    if (!strstr(data_view_methods[i].name, "Clamped"))
      library_add_functions(vm, prototype, &data_view_methods[i], 1);
  library_add_tag(vm, prototype, "DataView");
}
