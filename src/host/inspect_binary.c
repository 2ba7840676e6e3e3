/* inspect_binary.c - buffers, typed arrays and DataViews: their bytes, items
 * and sizes.
 */
#include "host/inspect_parts.h"
#include "vm/typed_arrays.h"

/* ---- What stands before the entries
 * ------------------------------------------ */

bool inspect_typed_array(Inspector *inspector, Subject *subject) {
  View *view = (View *)subject->object;
  Buffer size = {}, name = {};
  buffer_format(&size, "(%llu)", (unsigned long long)view_length(view));
  buffer_format(&name, "%sArray", type_name(view->type));
  inspect_prefix(subject, name.bytes, size.bytes, &subject->brace);
  buffer_free(&size);
  buffer_free(&name);
  buffer_byte(&subject->brace, '[');
  subject->closing = ']';
  subject->is_list = true;
  subject->contents = CONTENTS_TYPED_ARRAY;
  if (!inspect_keys(inspector, subject, false)) return false;
  bool is_empty = !view_length(view) && !subject->key_count;
  if (is_empty && !inspector->options.show_hidden) {
    subject->is_complete = true;
    buffer_append(&subject->base, subject->brace.bytes, subject->brace.length);
    buffer_byte(&subject->base, ']');
    buffer_clear(&subject->brace);
  }
  return true;
}

bool inspect_buffer(Subject *subject) {
  bool is_shared = subject->object->cell.kind == KIND_SHARED_ARRAY_BUFFER;
  const char *name = is_shared ? "SharedArrayBuffer" : "ArrayBuffer";
  inspect_prefix(subject, name, "", &subject->brace);
  buffer_byte(&subject->brace, '{');
  subject->contents = CONTENTS_BUFFER;
  return true;
}

bool inspect_data_view(Subject *subject) {
  inspect_prefix(subject, "DataView", "", &subject->brace);
  buffer_byte(&subject->brace, '{');
  subject->contents = CONTENTS_DATA_VIEW;
  return true;
}

/* ---- Entries
 * ------------------------------------------------------------------ */

/* `name: value`, where the value is what an accessor would give. */
static bool put_fact(Inspector *inspector, const Subject *subject,
                     const char *format, const char *name, Value value,
                     Entries *entries) {
  KEEP(inspector->vm, kept, value);
  Buffer text = {};
  buffer_format(&text, format, name);
  inspector->indentation += 2;
  bool ok = inspect_value(inspector, kept, subject->level + 1, &text);
  inspector->indentation -= 2;
  vector_push(entries, text);
  return ok;
}

/* What is shown of a typed array that hides nothing. */
static bool put_hidden(Inspector *inspector, const Subject *subject, View *view,
                       Entries *entries) {
  double size = type_bytes(view->type), length = (double)view_length(view);
  const struct {
    const char *name;
    Value value;
  } facts[] = {
      {"BYTES_PER_ELEMENT", value_from_number(size)},
      {"length", value_from_number(length)},
      {"byteLength", value_from_number(size * length)},
      {"byteOffset", value_from_number((double)view->byte_offset)},
      {"buffer", value_from_cell(view->buffer)},
  };
  for (u32 i = 0; i < ARRAY_COUNT(facts); i++)
    if (!put_fact(inspector, subject, "[%s]: ", facts[i].name, facts[i].value,
                  entries))
      return false;
  return true;
}

static bool put_typed_array(Inspector *inspector, const Subject *subject,
                            Entries *entries) {
  View *view = (View *)subject->object;
  u64 length = view_length(view), limit = inspector->options.array_items;
  if (limit > length) limit = length;
  for (u64 i = 0; i < limit; i++)
    inspect_primitive(inspector,
                      typed_array_get(inspector->vm, view, (double)i),
                      entries_add(entries));
  if (length > limit)
    buffer_format(entries_add(entries), "... %llu more item%s",
                  (unsigned long long)(length - limit),
                  length - limit > 1 ? "s" : "");
  return !inspector->options.show_hidden ||
         put_hidden(inspector, subject, view, entries);
}

static void put_bytes(Inspector *inspector, const ArrayBuffer *buffer,
                      Buffer *out) {
  u64 length = array_buffer_length(buffer);
  u64 limit = inspector->options.array_items;
  if (limit > length) limit = length;
  buffer_text(out, "[Uint8Contents]: <");
  for (u64 i = 0; i < limit; i++)
    buffer_format(out, i ? " %02x" : "%02x", buffer->bytes[i]);
  if (length > limit)
    buffer_format(out, " ... %llu more byte%s",
                  (unsigned long long)(length - limit),
                  length - limit > 1 ? "s" : "");
  buffer_byte(out, '>');
}

static bool put_buffer(Inspector *inspector, const Subject *subject,
                       Entries *entries) {
  const ArrayBuffer *buffer = (const ArrayBuffer *)subject->object;
  if (buffer->is_detached)
    buffer_text(entries_add(entries), "(detached)");
  else
    put_bytes(inspector, buffer, entries_add(entries));
  return put_fact(inspector, subject, "%s: ", "byteLength",
                  value_from_number((double)array_buffer_length(buffer)),
                  entries);
}

static bool put_data_view(Inspector *inspector, const Subject *subject,
                          Entries *entries) {
  View *view = (View *)subject->object;
  return put_fact(inspector, subject, "%s: ", "byteLength",
                  value_from_number((double)view_length(view)), entries) &&
         put_fact(inspector, subject, "%s: ", "byteOffset",
                  value_from_number((double)view->byte_offset), entries) &&
         put_fact(inspector, subject, "%s: ", "buffer",
                  value_from_cell(view->buffer), entries);
}

bool inspect_binary(Inspector *inspector, const Subject *subject,
                    Entries *entries) {
  switch (subject->contents) {
  case CONTENTS_TYPED_ARRAY:
    return put_typed_array(inspector, subject, entries);
  case CONTENTS_BUFFER: return put_buffer(inspector, subject, entries);
  default: return put_data_view(inspector, subject, entries);
  }
}
