/* describe_cell.c - everything about one cell. */
#include "heap/collector.h"
#include "host/dom/dom.h"
#include "library/collection.h"
#include "object/array_buffer.h"
#include "vm/async.h"
#include "watch/describe_internal.h"

constexpr u32 ITEMS_MAX = 100;
constexpr u32 EDGES_MAX = 100;

/* ---- Properties --------------------------------------------------------- */

typedef struct Properties {
  VM *vm;
  Object *object;
  json_t *list;
} Properties;

static void add_value(VM *vm, json_t *property, Value value, u8 attributes) {
  if (attributes & ATTRIBUTE_ACCESSOR && value_is_kind(value, KIND_ACCESSOR)) {
    Accessor *accessor = (Accessor *)value_to_cell(value);
    json_object_set_new(property, "getter",
                        describe_value(vm, accessor->getter));
    json_object_set_new(property, "setter",
                        describe_value(vm, accessor->setter));
  } else {
    json_object_set_new(property, "value", describe_value(vm, value));
  }
}

static bool add_property(void *context, Key key, u32 offset, u8 attributes) {
  Properties *properties = context;
  Object *object = properties->object;
  bool is_inline = offset < object->cell.info;
  json_t *property =
      json_pack("{s:o, s:b, s:i, s:s, s:o}", "key", json_key(key), "symbol",
                key_is_symbol(key), "offset", (int)offset, "place",
                is_inline ? "inline" : "slots", "attributes",
                json_attributes(attributes));
  add_value(properties->vm, property, *object_slot(object, offset), attributes);
  json_array_append_new(properties->list, property);
  return true;
}

static json_t *describe_shape_of(VM *vm, Shape *shape) {
  u8 flags = shape->cell.flags;
  return json_pack(
      "{s:o, s:o, s:b, s:b, s:b, s:o, s:i, s:i, s:o}", "address",
      json_address(vm, shape), "text", json_text_of_shape(vm, shape), "literal",
      (flags & SHAPE_LITERAL) != 0, "dictionary",
      (flags & SHAPE_DICTIONARY) != 0, "lazy", (flags & SHAPE_LAZY) != 0,
      "table", json_address(vm, shape->table), "inlineCapacity",
      (int)shape->cell.info, "count", (int)shape->count, "parent",
      json_address(vm, shape->parent));
}

/* ---- Elements ----------------------------------------------------------- */

static json_t *describe_items(VM *vm, const Elements *elements) {
  json_t *items = json_array();
  for (u32 i = 0; i < elements->length && json_array_size(items) < ITEMS_MAX;
       i++)
    json_array_append_new(items,
                          json_pack("{s:i, s:o}", "index", (int)i, "value",
                                    describe_value(vm, elements->values[i])));
  return items;
}

static json_t *describe_dictionary(VM *vm, const Dictionary *dictionary) {
  json_t *items = json_array();
  for (u32 i = 0; i < dictionary->capacity; i++) {
    const DictionaryEntry *entry = &dictionary->entries[i];
    if (!dictionary_entry_is_live(entry) || json_array_size(items) >= ITEMS_MAX)
      continue;
    json_t *item =
        json_pack("{s:I, s:o}", "index", (json_int_t)entry->index, "attributes",
                  json_attributes((u8)entry->attributes));
    add_value(vm, item, dictionary_entry_value(entry), (u8)entry->attributes);
    json_array_append_new(items, item);
  }
  return items;
}

const char *describe_elements_kind(VM *vm, const Object *object) {
  static const char *const names[] = {
      [ELEMENTS_PACKED_INT] = "packed int",
      [ELEMENTS_PACKED_DOUBLE] = "packed double",
      [ELEMENTS_PACKED] = "packed",
      [ELEMENTS_HOLEY_INT] = "holey int",
      [ELEMENTS_HOLEY_DOUBLE] = "holey double",
      [ELEMENTS_HOLEY] = "holey",
  };
  const Elements *elements = object->elements;
  if (elements == vm->isolate.empty_elements) return "none";
  if (elements->cell.kind == KIND_DICTIONARY) return "dictionary";
  return names[elements->cell.flags];
}

static json_t *describe_elements(VM *vm, const Object *object) {
  if (describe_is_binary(object)) return describe_binary(vm, object);
  const Elements *elements = object->elements;
  bool is_dictionary = elements->cell.kind == KIND_DICTIONARY;
  bool is_none = elements == vm->isolate.empty_elements;
  u32 count =
      is_dictionary ? ((const Dictionary *)elements)->count : elements->length;
  json_t *items = is_dictionary
                      ? describe_dictionary(vm, (const Dictionary *)elements)
                      : describe_items(vm, elements);
  u32 shown = (u32)json_array_size(items);
  json_t *result =
      json_pack("{s:o, s:s, s:I, s:I, s:o, s:i}", "address",
                is_none ? json_null() : json_address(vm, elements), "kind",
                describe_elements_kind(vm, object), "length", (json_int_t)count,
                "capacity", (json_int_t)elements->capacity, "items", items,
                "more", (int)(count - shown));
  if (!is_dictionary)
    json_object_set_new(result, "attributes",
                        json_attributes(ATTRIBUTES_DEFAULT));
  return result;
}

/* ---- Kinds with more to say --------------------------------------------- */

static json_t *describe_environment(VM *vm, const Environment *environment) {
  json_t *variables = json_array();
  for (u32 i = 0; i < environment->cell.info; i++)
    json_array_append_new(
        variables,
        json_pack("{s:o, s:o}", "name",
                  json_key((Key){environment->scope->names[i].bits}), "value",
                  describe_value(vm, environment->slots[i])));
  return json_pack("{s:o, s:o}", "parent",
                   json_address(vm, environment->parent), "variables",
                   variables);
}

static json_t *describe_function(VM *vm, const Function *function) {
  Buffer name = {};
  text_of_function(vm, &function->object, &name);
  return json_pack("{s:o, s:o, s:o, s:i, s:i}", "name", json_take(&name),
                   "code", json_address(vm, function->code), "environment",
                   json_address(vm, function->environment), "start",
                   (int)function->code->source_start, "end",
                   (int)function->code->source_end);
}

static json_t *describe_entries(VM *vm, const Table *table) {
  json_t *entries = json_array();
  for (u32 i = 0; table && i < table->used; i++) {
    const TableEntry *entry = &table->entries[i];
    if (value_is_hole(entry->key) || json_array_size(entries) >= ITEMS_MAX)
      continue;
    json_array_append_new(
        entries, json_pack("{s:o, s:o}", "key", describe_value(vm, entry->key),
                           "value", describe_value(vm, entry->value)));
  }
  return entries;
}

static json_t *describe_proxy(VM *vm, const Proxy *proxy) {
  return json_pack("{s:b, s:o, s:o}", "revoked", value_is_null(proxy->target),
                   "target", describe_value(vm, proxy->target), "handler",
                   describe_value(vm, proxy->handler));
}

static json_t *describe_string(VM *vm, const Cell *cell) {
  const String *string = (const String *)cell;
  json_t *result = json_pack(
      "{s:I, s:s, s:b, s:b}", "length", (json_int_t)string->length, "encoding",
      cell->flags & STRING_LATIN1 ? "Latin-1" : "UTF-16", "atom",
      (cell->flags & STRING_ATOM) != 0, "flat", cell->kind == KIND_STRING);
  if (cell->kind == KIND_ROPE) {
    const Rope *rope = (const Rope *)cell;
    json_object_set_new(result, "left", describe_value(vm, rope->left));
    json_object_set_new(result, "right", describe_value(vm, rope->right));
  }
  return result;
}

/* Its program is shown when it has one: that is made by the first match. */
static json_t *describe_regexp(const RegexpCode *code) {
  Buffer flags = {}, program = {};
  buffer_append(&flags, "", 0);
  regexp_append_flags(code->cell.flags, &flags);
  if (code->program) regexp_disassemble(code->program, &program);
  return json_pack("{s:o, s:o}", "flags", json_take(&flags), "program",
                   code->program ? json_take(&program) : json_null());
}

static json_t *describe_attributes(VM *vm, const AttributeList *list) {
  json_t *attributes = json_array();
  for (u32 i = 0; list && i < list->count && i < ITEMS_MAX; i++)
    json_array_append_new(
        attributes,
        json_pack("{s:o, s:o}", "name",
                  json_key(key_from_atom(list->items[i].name)), "value",
                  describe_value(vm, list->items[i].value)));
  return attributes;
}

static json_t *describe_node(VM *vm, const DomNode *node) {
  bool is_element = node->type == DOM_ELEMENT;
  u32 children = 0;
  for (const DomNode *at = node->first; at; at = at->next)
    children++;
  return json_pack(
      "{s:i, s:b, s:i, s:o, s:o, s:o}", "type", (int)node->type, "attached",
      dom_is_attached(vm, node), "children", (int)children, "parent",
      json_address(vm, node->parent), "firstChild",
      json_address(vm, node->first), "attributes",
      describe_attributes(vm, is_element ? ((const Element *)node)->attributes
                                         : NULL));
}

static void add_kind(VM *vm, json_t *result, Cell *cell) {
  if (cell_is_node(cell))
    json_object_set_new(result, "node", describe_node(vm, (DomNode *)cell));
  switch (cell->kind) {
  case KIND_STRING:
  case KIND_ROPE:
    json_object_set_new(result, "string", describe_string(vm, cell));
    return;
  case KIND_ENVIRONMENT:
    json_object_set_new(result, "environment",
                        describe_environment(vm, (Environment *)cell));
    return;
  case KIND_FUNCTION:
    json_object_set_new(result, "function",
                        describe_function(vm, (Function *)cell));
    return;
  case KIND_MAP:
  case KIND_SET:
  case KIND_WEAK_MAP:
  case KIND_WEAK_SET:
    json_object_set_new(result, "entries",
                        describe_entries(vm, ((KeyedCollection *)cell)->table));
    return;
  case KIND_ARRAY_BUFFER:
  case KIND_SHARED_ARRAY_BUFFER:
    json_object_set_new(result, "buffer",
                        describe_buffer(vm, (ArrayBuffer *)cell));
    return;
  case KIND_TYPED_ARRAY:
  case KIND_DATA_VIEW:
    json_object_set_new(result, "view", describe_view(vm, (View *)cell));
    return;
  case KIND_PROXY:
  case KIND_CALLABLE_PROXY:
    json_object_set_new(result, "proxy", describe_proxy(vm, (Proxy *)cell));
    return;
  case KIND_PROMISE:
    json_object_set_new(result, "promise",
                        describe_promise(vm, (Promise *)cell));
    return;
  case KIND_GENERATOR:
  case KIND_ASYNC_GENERATOR:
    json_object_set_new(result, "parked", describe_generator(vm, cell));
    return;
  case KIND_COROUTINE:
    json_object_set_new(result, "parked",
                        describe_coroutine(vm, (Coroutine *)cell));
    return;
  case KIND_REGEXP_CODE:
    json_object_set_new(result, "regexp", describe_regexp((RegexpCode *)cell));
    return;
  case KIND_SHAPE:
    json_object_set_new(result, "shape", describe_shape_of(vm, (Shape *)cell));
    return;
  default: return;
  }
}

static void add_object(VM *vm, json_t *result, Object *object) {
  Shape *shape = object_shape(&vm->isolate, object);
  json_object_set_new(result, "shape", describe_shape_of(vm, shape));
  json_object_set_new(result, "prototype",
                      describe_value(vm, shape->prototype));
  Properties properties = {vm, object, json_array()};
  if (!(shape->cell.flags & SHAPE_LAZY))
    shape_each(shape, add_property, &properties);
  json_object_set_new(result, "properties", properties.list);
  json_object_set_new(result, "elements", describe_elements(vm, object));
}

/* ---- Edges out and in --------------------------------------------------- */

typedef struct Edges {
  VM *vm;
  Cell *target; /* in: only edges to it */
  json_t *list;
  u64 more;
} Edges;

static void add_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Edges *edges = context;
  if (edges->target && to != edges->target) return;
  if (json_array_size(edges->list) >= EDGES_MAX) {
    edges->more++;
    return;
  }
  json_t *edge = json_edge(edges->vm, from, name, to);
  Buffer text = {};
  Cell *other = edges->target ? from : to;
  if (other) {
    text_of_cell(edges->vm, other, &text);
    json_object_set_new(edge, "text", json_take(&text));
  }
  json_array_append_new(edges->list, edge);
}

static void visit_retainer(void *context, Cell *cell, CellKind kind,
                           size_t bytes) {
  Edges *edges = context;
  if (kind != KIND_FREE && !describe_is_part(cell))
    describe_owned_edges(edges->vm, cell, add_edge, edges);
}

static void add_frame_root(void *context, u32 frame, Value *registers,
                           const char *name, Cell *to) {
  Edges *edges = context;
  if (to != edges->target) return;
  Buffer text = {};
  text_of_function(edges->vm, frame_of(registers)->callee, &text);
  json_array_append_new(edges->list,
                        json_pack("{s:n, s:o, s:s, s:s, s:i, s:o}", "from",
                                  "to", json_address(edges->vm, to), "name",
                                  name, "type", "root", "frame", (int)frame,
                                  "text", json_take(&text)));
}

static void add_edges(VM *vm, json_t *result, Cell *cell) {
  Edges out = {.vm = vm, .list = json_array()};
  describe_owned_edges(vm, cell, add_edge, &out);
  Edges in = {.vm = vm, .target = cell, .list = json_array()};
  describe_frame_roots(vm, add_frame_root, &in);
  heap_walk(&vm->isolate.heap, visit_retainer, &in);
  json_object_set_new(result, "out", out.list);
  json_object_set_new(result, "in", in.list);
  json_object_set_new(result, "more",
                      json_pack("{s:I, s:I}", "out", (json_int_t)out.more, "in",
                                (json_int_t)in.more));
}

static json_t *describe_flags(const Cell *cell) {
  static const struct {
    u8 flag;
    const char *name;
  } names[] = {
      {OBJECT_NOT_EXTENSIBLE, "not extensible"},
      {OBJECT_IS_PROTOTYPE, "prototype"},
      {OBJECT_IS_CLASS, "class"},
      {OBJECT_IS_CONSTRUCTOR, "constructor"},
      {OBJECT_FROZEN_ELEMENTS, "frozen elements"},
  };
  json_t *flags = json_array();
  for (u32 i = 0; cell_is_object(cell) && i < ARRAY_COUNT(names); i++)
    if (cell->flags & names[i].flag)
      json_array_append_new(flags, json_string(names[i].name));
  return flags;
}

/* What reference counting knows of the cell. */
static void add_count(VM *vm, json_t *result, const Cell *cell) {
  const Heap *heap = &vm->isolate.heap;
  if (!heap->counting) return;
  json_object_set_new(result, "counted",
                      json_pack("{s:I, s:b}", "references",
                                (json_int_t)heap_cell_count(heap, cell),
                                "candidate", heap_is_candidate(heap, cell)));
}

json_t *describe_cell(VM *vm, u64 address) {
  Cell *cell = heap_find(&vm->isolate.heap, address);
  if (!cell) return NULL;
  Buffer class = {}, text = {};
  text_of_class(vm, cell, &class);
  text_of_cell(vm, cell, &text);
  json_t *result = json_pack(
      "{s:o, s:s, s:s, s:o, s:o, s:I, s:o}", "address", json_address(vm, cell),
      "kind", kind_name(cell->kind), "label", kind_label(cell->kind), "class",
      json_take(&class), "text", json_take(&text), "bytes",
      (json_int_t)heap_cell_bytes(&vm->isolate.heap, cell), "flags",
      describe_flags(cell));
  if (cell_is_object(cell)) add_object(vm, result, (Object *)cell);
  add_kind(vm, result, cell);
  add_count(vm, result, cell);
  add_edges(vm, result, cell);
  return result;
}
