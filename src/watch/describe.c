/* describe.c - values, and the small pieces that all descriptions use. */
#include "host/host.h"
#include "object/bigint.h"
#include "watch/describe_internal.h"

#include <stdlib.h>

json_t *json_take(Buffer *buffer) {
  json_t *text =
      json_stringn(buffer->bytes ? buffer->bytes : "", buffer->length);
  if (!text) text = json_string("(not printable)");
  buffer_free(buffer);
  return text;
}

json_t *json_address(VM *vm, const void *cell) {
  if (!cell) return json_null();
  return json_integer((json_int_t)heap_offset(&vm->isolate.heap, cell));
}

json_t *json_attributes(u8 attributes) {
  return json_pack("{s:b, s:b, s:b, s:b}", "writable",
                   (attributes & ATTRIBUTE_WRITABLE) != 0, "enumerable",
                   (attributes & ATTRIBUTE_ENUMERABLE) != 0, "configurable",
                   (attributes & ATTRIBUTE_CONFIGURABLE) != 0, "accessor",
                   (attributes & ATTRIBUTE_ACCESSOR) != 0);
}

json_t *json_key(Key key) {
  Buffer text = {};
  key_append_text(key, &text);
  return json_take(&text);
}

json_t *json_text_of_shape(VM *vm, Shape *shape) {
  Buffer text = {};
  text_of_shape(vm, shape, &text);
  return json_take(&text);
}

static const char *value_type(Value value) {
  if (value_is_number(value)) return "number";
  if (value_is_boolean(value)) return "boolean";
  if (value_is_null(value)) return "null";
  if (value_is_undefined(value)) return "undefined";
  if (value_is_hole(value)) return "hole";
  if (value_is_string(value)) return "string";
  if (value_is_symbol(value)) return "symbol";
  if (value_is_bigint(value)) return "bigint";
  if (value_is_callable(value)) return "function";
  return "object";
}

json_t *describe_value(VM *vm, Value value) {
  Buffer text = {};
  text_of_value(vm, value, &text);
  bool is_cell = value_is_cell(value);
  json_t *result =
      json_pack("{s:s, s:o, s:s}", "type", value_type(value), "text",
                json_take(&text), "in", is_cell ? "cell" : "word");
  if (!is_cell) return result;
  Cell *cell = value_to_cell(value);
  json_object_set_new(result, "address", json_address(vm, cell));
  if (cell_is_object(cell)) {
    Buffer class = {};
    text_of_class(vm, cell, &class);
    json_object_set_new(result, "class", json_take(&class));
  }
  return result;
}

static const char *const edge_types[] = {
    [CELL_EDGE_INTERNAL] = "internal", [CELL_EDGE_SLOT] = "slot",
    [CELL_EDGE_ELEMENT] = "element",   [CELL_EDGE_VARIABLE] = "variable",
    [CELL_EDGE_REGISTER] = "register", [CELL_EDGE_ENTRY] = "entry",
    [CELL_EDGE_CONSTANT] = "constant", [CELL_EDGE_WEAK] = "weak",
    [CELL_EDGE_ROOT] = "root",
};

json_t *json_edge(VM *vm, Cell *from, EdgeName name, Cell *to) {
  Buffer text = {};
  text_of_edge(vm, from, name, &text);
  return json_pack("{s:o, s:o, s:o, s:s}", "from", json_address(vm, from), "to",
                   json_address(vm, to), "name", json_take(&text), "type",
                   edge_types[name.type]);
}

/* ---- Sets of cells ------------------------------------------------------ */

static u32 *cell_set_place(const CellSet *set, const Cell *cell) {
  u64 hash = (u64)(uintptr_t)cell / HEAP_GRANULE * 0x9E3779B97F4A7C15ull;
  u32 mask = set->capacity - 1, at = (u32)(hash >> 32) & mask;
  while (set->index[at] && set->order.items[set->index[at] - 1] != cell)
    at = (at + 1) & mask;
  return &set->index[at];
}

static void cell_set_grow(CellSet *set) {
  free(set->index);
  set->capacity = set->capacity ? set->capacity * 2 : 256;
  set->index = base_allocate_zeroed(set->capacity * sizeof(u32));
  for (u32 i = 0; i < set->order.count; i++)
    *cell_set_place(set, set->order.items[i]) = i + 1;
}

bool cell_set_add(CellSet *set, Cell *cell) {
  if (set->order.count * 2 >= set->capacity) cell_set_grow(set);
  u32 *place = cell_set_place(set, cell);
  if (*place) return false;
  vector_push(&set->order, cell);
  *place = set->order.count;
  return true;
}

bool cell_set_has(const CellSet *set, const Cell *cell) {
  return set->capacity && *cell_set_place(set, cell);
}

void cell_set_free(CellSet *set) {
  vector_free(&set->order);
  free(set->index);
  *set = (CellSet){};
}

/* ---- Console and sources ------------------------------------------------ */

/* The place in the program that wrote a line; an eval's text may be gone. */
static void add_place(VM *vm, json_t *json, Place place) {
  if (!place.source || place.source > vm->sources.count) return;
  const Source *source = vm->sources.items[place.source - 1];
  if (!source) return;
  u32 line, column;
  source_locate(source, place.start, &line, &column);
  json_object_set_new(json, "source", json_integer((json_int_t)source->id));
  json_object_set_new(json, "line", json_integer(line));
  json_object_set_new(json, "column", json_integer(column));
}

json_t *describe_console(VM *vm, u32 from) {
  const Console *console = host_console(vm);
  json_t *lines = json_array();
  for (u32 i = from; i < console->lines.count; i++) {
    const ConsoleLine *line = &console->lines.items[i];
    Buffer text = {};
    buffer_append(&text, line->text, line->length);
    json_t *json = json_pack("{s:s, s:o, s:s, s:I}", "stream",
                             line->stream == STREAM_ERROR ? "error" : "out",
                             "text", json_take(&text), "method", line->method,
                             "tick", (json_int_t)line->written.tick);
    add_place(vm, json, line->written);
    json_array_append_new(lines, json);
  }
  return json_pack("{s:o, s:I}", "lines", lines, "count",
                   (json_int_t)console->lines.count);
}

json_t *describe_sources(VM *vm) {
  json_t *sources = json_array();
  for (u32 i = 0; i < vm->sources.count; i++) {
    const Source *source = vm->sources.items[i];
    if (!source) continue;
    json_array_append_new(sources, json_pack("{s:I, s:s, s:s%}", "id",
                                             (json_int_t)source->id, "name",
                                             source->name, "text", source->text,
                                             (size_t)source->length));
  }
  return sources;
}
