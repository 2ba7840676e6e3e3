/* array_buffer.h - binary data: buffers, and the views through which programs
 * read and write them.
 *
 *   Uint8Array  +--------+--------+--------+--------+
 *               | buffer | data   | length | ...    |
 *               +--------+--------+--------+--------+
 *                   |        |
 *   ArrayBuffer <---+        |
 *   | bytes ------+          |
 *   +--------     v          v
 *                 [ ...... memory outside the heap ...... ]
 *
 * The memory lies outside the heap: the buffer's finalizer frees it, and
 * heap_external counts it. Memory of a SharedArrayBuffer may belong to several
 * buffers, of different agents, and is counted by references; where it can
 * grow, all of it is reserved at once, for it cannot move.
 *
 * A view remembers where its items begin and how many there are, so that
 * reading one is a comparison and a load. When a buffer is resized or detached
 * its `version` grows; a view whose `version` is another's looks again. Views
 * of shared memory that may grow under their feet always look.
 */
#ifndef GLASSHEAP_OBJECT_ARRAY_BUFFER_H
#define GLASSHEAP_OBJECT_ARRAY_BUFFER_H

#include "base/arithmetic.h"
#include "base/number.h"
#include "object/isolate.h"

/* ---- Types of items ------------------------------------------------------ */

typedef enum ElementType : u8 {
#define ELEMENT_TYPE(name, text, type) TYPE_##name,
#include "object/element_types.def"
#undef ELEMENT_TYPE
  ELEMENT_TYPE_COUNT,
} ElementType;

ALWAYS_INLINE bool type_is_bigint(ElementType type) {
  return type >= TYPE_BIGINT64;
}
ALWAYS_INLINE bool type_is_float(ElementType type) {
  return type >= TYPE_FLOAT16 && type <= TYPE_FLOAT64;
}
/* type_shift - the logarithm of an item's size. */
ALWAYS_INLINE u32 type_shift(ElementType type) {
  constexpr u64 shifts =
      0x3'3'3'2'1'2'2'1'1'0'0'0; /* from the last to the first */
  return shifts >> (4 * type) & 15;
}
ALWAYS_INLINE u32 type_bytes(ElementType type) {
  return 1u << type_shift(type);
}
/* type_name - "Uint8". */
const char *type_name(ElementType type);

/* type_load - the number in memory of that type; not for BigInts. */
ALWAYS_INLINE Value type_load(ElementType type, const u8 *at) {
#define LOAD(c_type, from)                                                     \
  {                                                                            \
    c_type item;                                                               \
    memcpy(&item, at, sizeof item);                                            \
    return from(item);                                                         \
  }
  switch (type) {
  case TYPE_INT8: LOAD(i8, value_from_int)
  case TYPE_UINT8:
  case TYPE_UINT8_CLAMPED: LOAD(u8, value_from_int)
  case TYPE_INT16: LOAD(i16, value_from_int)
  case TYPE_UINT16: LOAD(u16, value_from_int)
  case TYPE_INT32: LOAD(i32, value_from_int)
  case TYPE_UINT32: LOAD(u32, value_from_u32)
  case TYPE_FLOAT32: LOAD(float, value_from_number)
  case TYPE_FLOAT64: LOAD(double, value_from_number)
  case TYPE_FLOAT16: {
    u16 item;
    memcpy(&item, at, sizeof item);
    return value_from_number(number_from_half(item));
  }
  default: return VALUE_UNDEFINED;
  }
#undef LOAD
}
/* type_load_any - the same for all types: BigInts are made. */
Value type_load_any(Isolate *isolate, ElementType type, const u8 *at);

/* type_clamp - to a byte, ties to even. */
ALWAYS_INLINE u8 type_clamp(double number) {
  if (!(number > 0)) return 0;
  return number >= 255 ? 255 : (u8)__builtin_rint(number);
}
/* type_encode - a number as the bits of an item, in the lowest bytes; not for
 * BigInts. */
u64 type_encode_double(ElementType type, double number);
ALWAYS_INLINE u64 type_encode(ElementType type, Value number) {
  if (likely(value_is_int(number)) && likely(type < TYPE_FLOAT16)) {
    i32 i = value_to_int(number);
    return type != TYPE_UINT8_CLAMPED ? (u32)i
           : i < 0                    ? 0
           : i > 255                  ? 255
                                      : (u32)i;
  }
  return type_encode_double(type, value_to_number(number));
}
/* type_store - writes the bits of an item. */
ALWAYS_INLINE void type_store(ElementType type, u8 *at, u64 bits) {
  switch (type_shift(type)) { /* the lowest bytes come first */
  case 0: memcpy(at, &bits, 1); return;
  case 1: memcpy(at, &bits, 2); return;
  case 2: memcpy(at, &bits, 4); return;
  default: memcpy(at, &bits, 8); return;
  }
}
/* type_store_number - encodes and stores; not for BigInts. */
ALWAYS_INLINE void type_store_number(ElementType type, u8 *at, Value number) {
  double real;
  float single;
  switch (type) {
  case TYPE_FLOAT64:
    real = value_to_number(number);
    memcpy(at, &real, sizeof real);
    return;
  case TYPE_FLOAT32:
    single = (float)value_to_number(number);
    memcpy(at, &single, sizeof single);
    return;
  default: type_store(type, at, type_encode(type, number));
  }
}

/* ---- Buffers ------------------------------------------------------------- */

/* What the buffers of a piece of shared memory have in common. */
typedef struct SharedMemory {
  u32 references; /* atomic */
  u64 length;     /* atomic; it only grows */
  u64 maximum;
  u8 *bytes;
} SharedMemory;

/* ArrayBuffer, and SharedArrayBuffer (of another kind). */
typedef struct ArrayBuffer {
  Object object;
  u8 *bytes;            /* NULL when there are none */
  u64 length;           /* see array_buffer_length */
  u64 maximum;          /* of a resizable one; else its length */
  SharedMemory *shared; /* or NULL */
  u32 version;          /* grows when views must look again */
  bool is_resizable;    /* or growable */
  bool is_detached;
} ArrayBuffer;

ALWAYS_INLINE bool cell_is_buffer(const Cell *cell) {
  return cell->kind == KIND_ARRAY_BUFFER ||
         cell->kind == KIND_SHARED_ARRAY_BUFFER;
}
ALWAYS_INLINE bool value_is_buffer(Value v) {
  return value_is_cell(v) && cell_is_buffer(value_to_cell(v));
}
ALWAYS_INLINE bool array_buffer_is_shared(const ArrayBuffer *buffer) {
  return buffer->object.cell.kind == KIND_SHARED_ARRAY_BUFFER;
}
/* array_buffer_length - in bytes; 0 when detached. */
ALWAYS_INLINE u64 array_buffer_length(const ArrayBuffer *buffer) {
  return unlikely(buffer->shared != NULL)
             ? __atomic_load_n(&buffer->shared->length, __ATOMIC_SEQ_CST)
             : buffer->length;
}
/* array_buffer_init - gives a fresh cell (of object_new_kind, nothing behind
 * Object set) its memory, all zero. A `maximum` of UINT64_MAX: not resizable.
 * False: no memory, and the buffer is an empty one. The buffer is rooted by
 * the caller. */
bool array_buffer_init(Isolate *isolate, ArrayBuffer *buffer, u64 length,
                       u64 maximum);
/* array_buffer_share - the same, with memory that exists (and is retained). */
void array_buffer_share(Isolate *isolate, ArrayBuffer *buffer,
                        SharedMemory *memory);
/* array_buffer_resize - to at most its maximum; new bytes are zero. False: no
 * memory. A shared one only grows; false, too, when it had grown past. */
bool array_buffer_resize(Isolate *isolate, ArrayBuffer *buffer, u64 length);
/* array_buffer_detach - frees the memory. */
void array_buffer_detach(Isolate *isolate, ArrayBuffer *buffer);
/* array_buffer_move - `target`, fresh, takes the memory of `source`, which is
 * detached, at another length or the same; maximum as above. False: no memory,
 * and the source is as it was. */
bool array_buffer_move(Isolate *isolate, ArrayBuffer *source,
                       ArrayBuffer *target, u64 length, u64 maximum);
/* array_buffer_register - the kinds of cells of this file. */
void array_buffer_register(Heap *heap);

/* ---- Views ----------------------------------------------------------------
 */

/* A typed array or a DataView: `length` counts items or bytes. */
typedef struct View {
  Object object;
  ArrayBuffer *buffer;
  u8 *data;         /* the first item */
  u64 length;       /* as of `version`; 0 when out of bounds */
  u32 fast_length;  /* the same, for indices that are small integers */
  u32 version;      /* of the buffer when it last looked */
  u64 byte_offset;  /* as it was made; */
  u64 fixed_length; /* UINT64_MAX: to the end of the buffer, wherever that is */
  ElementType type; /* of a DataView, UINT8 */
  bool is_out_of_bounds; /* or its buffer is detached */
} View;

constexpr u64 VIEW_TRACKS_LENGTH = UINT64_MAX;

ALWAYS_INLINE bool value_is_typed_array(Value v) {
  return value_is_kind(v, KIND_TYPED_ARRAY);
}
/* view_look - brings `data`, `length` and `is_out_of_bounds` up to date. */
void view_look(View *view);
ALWAYS_INLINE void view_update(View *view) {
  if (unlikely(view->version != view->buffer->version)) view_look(view);
}
/* view_peek_length - the same for those who only look at the heap: the view
 * stays as it is. */
ALWAYS_INLINE u64 view_peek_length(const View *view) {
  View copy = *view;
  if (view->buffer) view_look(&copy);
  return copy.length;
}
ALWAYS_INLINE u64 view_length(View *view) {
  view_update(view);
  return view->length;
}
ALWAYS_INLINE bool view_is_out_of_bounds(View *view) {
  view_update(view);
  return view->is_out_of_bounds;
}
/* view_is_direct - whether item `index` (a small integer as u32) is there and
 * nothing must be looked at again. */
ALWAYS_INLINE bool view_is_direct(const View *view, u32 index) {
  return index < view->fast_length && view->version == view->buffer->version;
}
ALWAYS_INLINE u8 *view_at(const View *view, u64 index) {
  return view->data + (index << type_shift(view->type));
}

#endif
