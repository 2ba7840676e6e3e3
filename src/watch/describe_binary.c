/* describe_binary.c - buffers and their views: what lies in memory outside the
 * heap, as the viewer and `show` tell it.
 */
#include <stdio.h>

#include "object/array_buffer.h"
#include "watch/describe_internal.h"

constexpr u32 ITEMS_MAX = 100;

/* ---- Items ------------------------------------------------------------------
 */

/* One item of binary data. A BigInt is only told: making one would change the
 * heap. */
static json_t *describe_binary_item(VM *vm, ElementType type, const u8 *at) {
  if (!type_is_bigint(type)) return describe_value(vm, type_load(type, at));
  char text[32];
  i64 item;
  memcpy(&item, at, sizeof item);
  if (type == TYPE_BIGINT64)
    snprintf(text, sizeof text, "%lldn", (long long)item);
  else
    snprintf(text, sizeof text, "%llun", (unsigned long long)item);
  return json_pack("{s:s, s:s, s:s}", "type", "bigint", "text", text, "in",
                   "word");
}

bool describe_is_binary(const Object *object) {
  CellKind kind = object->cell.kind;
  return cell_is_buffer(&object->cell) ||
         ((kind == KIND_TYPED_ARRAY || kind == KIND_DATA_VIEW) &&
          ((const View *)object)->buffer);
}

/* Where the items of a buffer or a view begin, and how many there are. */
static const u8 *first_item(const Object *object, ElementType *type,
                            u64 *length) {
  if (cell_is_buffer(&object->cell)) {
    const ArrayBuffer *buffer = (const ArrayBuffer *)object;
    *type = TYPE_UINT8;
    *length = array_buffer_length(buffer);
    return buffer->bytes;
  }
  const View *view = (const View *)object;
  *type = view->type;
  *length = view_peek_length(view);
  return *length ? view->buffer->bytes + view->byte_offset : NULL;
}

u64 describe_binary_each(VM *vm, const Object *object, u32 limit,
                         void (*each)(void *context, u32 index, json_t *value),
                         void *context) {
  ElementType type;
  u64 length;
  const u8 *at = first_item(object, &type, &length);
  for (u32 i = 0; i < length && i < limit; i++, at += type_bytes(type))
    each(context, i, describe_binary_item(vm, type, at));
  return length;
}

static void add_item(void *items, u32 index, json_t *value) {
  json_array_append_new(
      items, json_pack("{s:i, s:o}", "index", (int)index, "value", value));
}

/* In the form of elements. */
json_t *describe_binary(VM *vm, const Object *object) {
  bool is_array = object->cell.kind == KIND_TYPED_ARRAY;
  json_t *items = json_array();
  u64 length = describe_binary_each(vm, object, ITEMS_MAX, add_item, items);
  Buffer kind = {};
  buffer_format(&kind, "%s outside the heap",
                is_array ? type_name(((const View *)object)->type) : "bytes");
  return json_pack("{s:n, s:o, s:I, s:I, s:o, s:I, s:o}", "address", "kind",
                   json_take(&kind), "length", (json_int_t)length, "capacity",
                   (json_int_t)length, "items", items, "more",
                   (json_int_t)(length - json_array_size(items)), "attributes",
                   json_attributes(ATTRIBUTES_DEFAULT));
}

/* ---- What a buffer and a view are -------------------------------------------
 */

json_t *describe_view(VM *vm, const View *view) {
  return json_pack(
      "{s:s, s:o, s:I, s:I}", "type", type_name(view->type), "buffer",
      view->buffer ? describe_value(vm, value_from_cell(view->buffer))
                   : json_null(),
      "byteOffset", (json_int_t)view->byte_offset, "length",
      (json_int_t)view_peek_length(view));
}

json_t *describe_buffer(VM *vm, const ArrayBuffer *buffer) {
  return json_pack("{s:I, s:I, s:b, s:b, s:b}", "bytes",
                   (json_int_t)array_buffer_length(buffer), "maximum",
                   (json_int_t)buffer->maximum, "resizable",
                   buffer->is_resizable, "detached", buffer->is_detached,
                   "shared", array_buffer_is_shared(buffer));
}
