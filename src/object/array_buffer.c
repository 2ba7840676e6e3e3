/* array_buffer.c - the memory of buffers, and what views know of it. */
#include "object/array_buffer.h"

#include <stdlib.h>

#include "object/bigint.h"

/* ---- Items ----------------------------------------------------------------
 */

const char *type_name(ElementType type) {
  static const char *const names[] = {
#define ELEMENT_TYPE(name, text, type) #text,
#include "object/element_types.def"
#undef ELEMENT_TYPE
  };
  return names[type];
}

Value type_load_any(Isolate *isolate, ElementType type, const u8 *at) {
  if (!type_is_bigint(type)) return type_load(type, at);
  u64 bits;
  memcpy(&bits, at, sizeof bits);
  return value_from_cell(type == TYPE_BIGINT64
                             ? bigint_from_i64(isolate, (i64)bits)
                             : bigint_from_u64(isolate, bits));
}

u64 type_encode_double(ElementType type, double number) {
  u64 bits = 0;
  float single = (float)number;
  switch (type) {
  case TYPE_UINT8_CLAMPED: return type_clamp(number);
  case TYPE_FLOAT16: return number_to_half(number);
  case TYPE_FLOAT32: memcpy(&bits, &single, sizeof single); return bits;
  case TYPE_FLOAT64:
    if (number != number) number = __builtin_nan("");
    memcpy(&bits, &number, sizeof number);
    return bits;
  default: return (u32)number_to_int32(number);
  }
}

/* ---- Shared memory ---------------------------------------------------------
 */

static SharedMemory *shared_new(u64 length, u64 maximum) {
  SharedMemory *memory = malloc(sizeof *memory);
  u8 *bytes = calloc(maximum ? maximum : 1, 1);
  if (memory && bytes) {
    *memory = (SharedMemory){1, length, maximum, bytes};
    return memory;
  }
  free(memory);
  free(bytes);
  return NULL;
}

static void shared_release(SharedMemory *memory) {
  if (__atomic_sub_fetch(&memory->references, 1, __ATOMIC_SEQ_CST)) return;
  free(memory->bytes);
  free(memory);
}

/* ---- Making and freeing -----------------------------------------------------
 */

static void make_empty(ArrayBuffer *buffer) {
  buffer->bytes = NULL;
  buffer->length = buffer->maximum = 0;
  buffer->shared = NULL;
  buffer->version = 0;
  buffer->is_resizable = buffer->is_detached = false;
}

/* What the collector is told that the buffer owns. */
static u64 owned_bytes(const ArrayBuffer *buffer) {
  return buffer->shared ? buffer->shared->maximum : buffer->length;
}

bool array_buffer_init(Isolate *isolate, ArrayBuffer *buffer, u64 length,
                       u64 maximum) {
  make_empty(buffer);
  bool is_resizable = maximum != UINT64_MAX;
  if (!is_resizable) maximum = length;
  u64 owned = array_buffer_is_shared(buffer) ? maximum : length;
  if (!heap_can_allocate(&isolate->heap, owned)) return false;
  heap_make_room(&isolate->heap, owned);
  if (array_buffer_is_shared(buffer)) {
    buffer->shared = shared_new(length, maximum);
    if (!buffer->shared) return false;
    buffer->bytes = buffer->shared->bytes;
  } else if (length) {
    buffer->bytes = calloc(length, 1);
    if (!buffer->bytes) return false;
  }
  buffer->length = length;
  buffer->maximum = maximum;
  buffer->is_resizable = is_resizable;
  heap_external(&isolate->heap, (i64)owned);
  return true;
}

void array_buffer_share(Isolate *isolate, ArrayBuffer *buffer,
                        SharedMemory *memory) {
  make_empty(buffer);
  __atomic_add_fetch(&memory->references, 1, __ATOMIC_SEQ_CST);
  buffer->shared = memory;
  buffer->bytes = memory->bytes;
  buffer->maximum = memory->maximum;
  buffer->length = __atomic_load_n(&memory->length, __ATOMIC_SEQ_CST);
  buffer->is_resizable = buffer->length < memory->maximum;
  heap_external(&isolate->heap, (i64)owned_bytes(buffer));
}

static void release(Heap *heap, ArrayBuffer *buffer) {
  heap_external(heap, -(i64)owned_bytes(buffer));
  if (buffer->shared)
    shared_release(buffer->shared);
  else
    free(buffer->bytes);
  buffer->bytes = NULL;
  buffer->shared = NULL;
  buffer->length = 0;
}

static u64 array_buffer_external(const Cell *cell) {
  return owned_bytes((const ArrayBuffer *)cell);
}

static void array_buffer_finalize(Heap *heap, Cell *cell) {
  release(heap, (ArrayBuffer *)cell);
}

void array_buffer_detach(Isolate *isolate, ArrayBuffer *buffer) {
  release(&isolate->heap, buffer);
  buffer->maximum = 0;
  buffer->is_detached = true;
  buffer->version++;
}

/* ---- Other lengths
 * ----------------------------------------------------------- */

static bool grow_shared(SharedMemory *memory, u64 length) {
  u64 old = __atomic_load_n(&memory->length, __ATOMIC_SEQ_CST);
  do
    if (length < old) return false;
  while (!__atomic_compare_exchange_n(&memory->length, &old, length, false,
                                      __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  return true;
}

/* The bytes of a buffer at another length; `*bytes` stays valid when false. */
static bool resize_bytes(Isolate *isolate, u8 **bytes, u64 old, u64 length) {
  if (length == old) return true;
  if (length > old && !heap_can_allocate(&isolate->heap, length - old))
    return false;
  u8 *moved = NULL;
  if (length) {
    moved = realloc(*bytes, length);
    if (!moved) return false;
    if (length > old) memset(moved + old, 0, length - old);
  } else {
    free(*bytes);
  }
  *bytes = moved;
  heap_external(&isolate->heap, (i64)length - (i64)old);
  return true;
}

bool array_buffer_resize(Isolate *isolate, ArrayBuffer *buffer, u64 length) {
  assert(length <= buffer->maximum);
  if (buffer->shared) return grow_shared(buffer->shared, length);
  if (!resize_bytes(isolate, &buffer->bytes, buffer->length, length))
    return false;
  buffer->length = length;
  buffer->version++;
  return true;
}

bool array_buffer_move(Isolate *isolate, ArrayBuffer *source,
                       ArrayBuffer *target, u64 length, u64 maximum) {
  make_empty(target);
  assert(!source->shared && !source->is_detached);
  if (!resize_bytes(isolate, &source->bytes, source->length, length))
    return false;
  target->bytes = source->bytes;
  target->length = length;
  target->is_resizable = maximum != UINT64_MAX;
  target->maximum = target->is_resizable ? maximum : length;
  source->bytes = NULL;
  source->length = source->maximum = 0;
  source->is_detached = true;
  source->version++;
  return true;
}

/* ---- Views ----------------------------------------------------------------
 */

void view_look(View *view) {
  const ArrayBuffer *buffer = view->buffer;
  u64 bytes = array_buffer_length(buffer), start = view->byte_offset;
  u32 shift = type_shift(view->type);
  bool tracks = view->fixed_length == VIEW_TRACKS_LENGTH;
  u64 length = view->fixed_length;
  view->is_out_of_bounds =
      buffer->is_detached || start > bytes ||
      (!tracks && view->fixed_length > (bytes - start) >> shift);
  if (tracks) length = (bytes - start) >> shift;
  if (view->is_out_of_bounds) length = 0;
  view->length = length;
  view->fast_length = length < INT32_MAX ? (u32)length : INT32_MAX;
  view->data = length ? buffer->bytes + start : NULL;
  bool may_grow = tracks && buffer->shared && buffer->is_resizable;
  view->version = may_grow ? UINT32_MAX : buffer->version;
}

/* ---- Cells ----------------------------------------------------------------
 */

DEFINE_VISIT(array_buffer, ArrayBuffer) {
  object_edges(&self->object, edge, context);
}

DEFINE_VISIT(view, View) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "buffer", self->buffer);
}

void array_buffer_register(Heap *heap) {
  static const struct {
    CellKind kind;
    const char *name;
  } buffers[] = {{KIND_ARRAY_BUFFER, "ArrayBuffer"},
                 {KIND_SHARED_ARRAY_BUFFER, "SharedArrayBuffer"}},
    views[] = {{KIND_TYPED_ARRAY, "typed array"}, {KIND_DATA_VIEW, "DataView"}};
  for (u32 i = 0; i < ARRAY_COUNT(buffers); i++)
    heap_set_class(heap, buffers[i].kind,
                   (CellClass){.name = buffers[i].name,
                               .visit = array_buffer_visit,
                               .mark = array_buffer_mark,
                               .finalize = array_buffer_finalize,
                               .external = array_buffer_external});
  for (u32 i = 0; i < ARRAY_COUNT(views); i++)
    heap_set_class(heap, views[i].kind,
                   (CellClass){.name = views[i].name,
                               .visit = view_visit,
                               .mark = view_mark});
}
