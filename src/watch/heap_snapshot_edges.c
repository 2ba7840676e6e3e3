/* heap_snapshot_edges.c - references as edges, by the names that people know.
 *
 * Slots and elements are nodes, so that their bytes are there, but what they
 * refer to is shown as their object's own: `user.name` and `list[3]`. Tables
 * keep their entries, key before value, in numbered slots, as V8's do. Both
 * halves of a weak table's entry have the name by which DevTools knows them.
 * Numbers, booleans, null and undefined are no cells, but where a property or
 * variable is one it is shown, as a node without bytes.
 */
#include "host/dom/dom.h"
#include "library/collection.h"
#include "watch/describe_internal.h"
#include "watch/heap_snapshot_parts.h"

/* Slots of V8's tables before the first entry, and of an entry. */
constexpr u32 TABLE_FIRST = 3, TABLE_WIDTH = 3;

typedef struct Describing {
  Export *export;
  Cell *owner;
  u32 node;
} Describing;

static const struct {
  const char *kind, *label, *name;
} labels[] = {
#define SNAPSHOT_LABEL(kind, label, name) {kind, label, name},
#include "watch/heap_snapshot.def"
};

/* ---- Names --------------------------------------------------------------- */

static const char *name_of_label(const Cell *from, const char *label) {
  const char *kind = kind_name(from->kind);
  for (u32 i = 0; i < ARRAY_COUNT(labels); i++)
    if (!strcmp(labels[i].label, label) &&
        (!labels[i].kind || !strcmp(labels[i].kind, kind)))
      return labels[i].name;
  return label;
}

static void append_key(Key key, Buffer *out) {
  if (!key_is_symbol(key) || key_is_private(key)) {
    key_append_text(key, out);
    return;
  }
  Value description = ((const Symbol *)key_cell(key))->description;
  buffer_text(out, "<symbol ");
  if (value_is_string(description)) text_of_string(description, 200, out);
  buffer_byte(out, '>');
}

/* ---- Edges of objects ---------------------------------------------------- */

static void add(const Describing *describing, EdgeType type, u32 name,
                const Cell *to) {
  export_add_edge(describing->export, describing->node, type, name,
                  export_node_of(describing->export, to));
}

static void add_named(const Describing *describing, EdgeType type,
                      const char *name, const Cell *to) {
  add(describing, type, export_string(describing->export, name), to);
}

static void add_half(const Describing *describing, const char *half, Key key,
                     Value function) {
  Buffer name = {};
  if (!value_is_cell(function)) return;
  buffer_text(&name, half);
  append_key(key, &name);
  add(describing, EDGE_PROPERTY, export_text(describing->export, &name),
      value_to_cell(function));
}

static void add_property(const Describing *describing, Key key, Cell *to) {
  Export *export = describing->export;
  Buffer name = {};
  append_key(key, &name);
  if (to->kind == KIND_ACCESSOR) {
    const Accessor *accessor = (const Accessor *)to;
    add_half(describing, "get ", key, accessor->getter);
    add_half(describing, "set ", key, accessor->setter);
  }
  add(describing, EDGE_PROPERTY, export_text(export, &name), to);
}

/* The edges from `start` on are of the property at that offset. */
static void place_edges(Export *export, u32 start, u32 offset) {
  for (u32 i = start; i < export->edges.count; i++)
    export->edges.items[i].place = offset;
}

static void add_slot(const Describing *describing, u32 offset, Cell *to) {
  u32 start = describing->export->edges.count;
  Object *object = (Object *)describing->owner;
  Shape *shape = object_shape(&describing->export->vm->isolate, object);
  Key key;
  u8 attributes;
  if (shape_key_at(shape, offset, &key, &attributes))
    add_property(describing, key, to);
  else
    add(describing, EDGE_HIDDEN, offset, to);
  place_edges(describing->export, start, offset);
}

/* Numbers and their like lie in the slot itself: an edge to their value, so
 * that people see it. */
static bool add_word(void *context, Key key, u32 offset, u8 attributes) {
  const Describing *describing = context;
  Export *export = describing->export;
  Value value = *object_slot((Object *)describing->owner, offset);
  Buffer name = {};
  if (value_is_cell(value) || value_is_hole(value)) return true;
  append_key(key, &name);
  u32 string = export_text(export, &name);
  export_add_edge(export, describing->node, EDGE_PROPERTY, string,
                  export_value(export, value));
  vector_last(&export->edges)->place = offset;
  return true;
}

static void add_words(Describing *describing) {
  Object *object = (Object *)describing->owner;
  Shape *shape = object_shape(&describing->export->vm->isolate, object);
  if (!(shape->cell.flags & SHAPE_LAZY))
    shape_each(shape, add_word, describing);
}

static void add_variable_words(const Describing *describing) {
  Export *export = describing->export;
  const Environment *environment = (const Environment *)describing->owner;
  for (u32 i = 0; environment->scope && i < environment->cell.info; i++) {
    Value value = environment->slots[i];
    Buffer name = {};
    if (value_is_cell(value) || value_is_hole(value)) continue;
    append_key((Key){environment->scope->names[i].bits}, &name);
    u32 string = export_text(export, &name);
    export_add_edge(export, describing->node, EDGE_CONTEXT, string,
                    export_value(export, value));
  }
}

/* The prototype lies in the Shape; people look for it in the object. */
static void add_prototype(const Describing *describing) {
  Value prototype = object_prototype(&describing->export->vm->isolate,
                                     (Object *)describing->owner);
  if (value_is_cell(prototype))
    add_named(describing, EDGE_PROPERTY, "__proto__", value_to_cell(prototype));
}

/* ---- Edges of tables ----------------------------------------------------- */

static void add_table_slot(const Describing *describing, EdgeType type,
                           u32 entry, bool is_value, const Cell *to) {
  Buffer name = {};
  buffer_format(&name, "%u", TABLE_FIRST + entry * TABLE_WIDTH + is_value);
  add(describing, type, export_text(describing->export, &name), to);
}

static void append_half(const Export *export, u32 node, Buffer *out) {
  const ExportNode *half = &export->nodes.items[node];
  buffer_format(out, "%s @%u", export->strings.texts[half->name], half->id);
}

/* A WeakMap's value lives while both its key and the table do. */
static void add_ephemeron(const Describing *describing, u32 entry, Cell *key,
                          Cell *value) {
  Export *export = describing->export;
  u32 from = export_node_of(export, key), to = export_node_of(export, value);
  Buffer name = {};
  buffer_format(&name, "%u / part of key (", entry + 1);
  append_half(export, from, &name);
  buffer_text(&name, ") -> value (");
  append_half(export, to, &name);
  buffer_format(&name, ") pair in WeakMap (table @%u)",
                export->nodes.items[describing->node].id);
  u32 string = export_text(export, &name);
  export_add_edge(export, from, EDGE_INTERNAL, string, to);
  export_add_edge(export, describing->node, EDGE_INTERNAL, string, to);
}

static void add_entry(const Describing *describing, EdgeName name, Cell *to) {
  bool is_value = name.label && !strcmp(name.label, "value");
  if (describing->owner->kind == KIND_LISTENERS) {
    Buffer text = {};
    text_of_edge(describing->export->vm, describing->owner, name, &text);
    add(describing, EDGE_INTERNAL, export_text(describing->export, &text), to);
  } else if (describing->owner->kind == KIND_DOM_ATTRIBUTES && is_value) {
    const AttributeList *list = (const AttributeList *)describing->owner;
    Buffer text = {};
    string_append_text(list->items[name.index].name, &text);
    add(describing, EDGE_INTERNAL, export_text(describing->export, &text), to);
  } else if (describing->owner->kind != KIND_TABLE) {
    add(describing, EDGE_HIDDEN, name.index, to);
  } else if (is_value && describing->owner->flags & TABLE_WEAK) {
    Value key = ((const Table *)describing->owner)->entries[name.index].key;
    add_ephemeron(describing, name.index, value_to_cell(key), to);
  } else {
    add_table_slot(describing, EDGE_INTERNAL, name.index, is_value, to);
  }
}

static void add_weak(const Describing *describing, EdgeName name, Cell *to) {
  if (describing->owner->kind == KIND_TABLE)
    add_table_slot(describing, EDGE_WEAK, name.index, false, to);
  else
    add_named(describing, EDGE_WEAK, name.label ? name.label : "weak", to);
}

/* ---- Any edge ------------------------------------------------------------ */

static void add_variable(const Describing *describing, u32 slot, Cell *to) {
  const Environment *environment = (const Environment *)describing->owner;
  Buffer name = {};
  append_key((Key){environment->scope->names[slot].bits}, &name);
  add(describing, EDGE_CONTEXT, export_text(describing->export, &name), to);
}

/* A variable of a parked frame. */
static void add_register(const Describing *describing, EdgeName name,
                         Cell *to) {
  Buffer text = {};
  text_of_edge(describing->export->vm, describing->owner, name, &text);
  add(describing, EDGE_CONTEXT, export_text(describing->export, &text), to);
}

static void take_edge(void *context, Cell *from, EdgeName name, Cell *to);

/* What slots, elements and dictionaries refer to is their object's. */
static void add_internal(Describing *describing, Cell *from, EdgeName name,
                         Cell *to) {
  VM *vm = describing->export->vm;
  const char *label = name.label ? name.label : "internal";
  add_named(describing, EDGE_INTERNAL, name_of_label(from, label), to);
  bool is_part = describe_is_part(to) && to->kind != KIND_TABLE &&
                 to->kind != KIND_ACCESSOR && cell_is_object(from);
  if (is_part && (Elements *)to != vm->isolate.empty_elements)
    heap_visit(&vm->isolate.heap, to, take_edge, describing);
}

static void take_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Describing *describing = context;
  switch (name.type) {
  case CELL_EDGE_SLOT:
    if (from->kind == KIND_SLOTS) name.index += describing->owner->info;
    add_slot(describing, name.index, to);
    return;
  case CELL_EDGE_ELEMENT:
    if (to->kind == KIND_ACCESSOR)
      add_property(describing, key_from_index(name.index), to);
    else
      add(describing, EDGE_ELEMENT, name.index, to);
    return;
  case CELL_EDGE_VARIABLE: add_variable(describing, name.index, to); return;
  case CELL_EDGE_REGISTER: add_register(describing, name, to); return;
  case CELL_EDGE_ENTRY: add_entry(describing, name, to); return;
  case CELL_EDGE_WEAK: add_weak(describing, name, to); return;
  case CELL_EDGE_CONSTANT: add(describing, EDGE_HIDDEN, name.index, to); return;
  default: add_internal(describing, from, name, to); return;
  }
}

static void add_script(const Describing *describing) {
  Export *export = describing->export;
  const Source *source = ((const CodeBlock *)describing->owner)->source;
  if (source)
    export_add_edge(export, describing->node, EDGE_INTERNAL,
                    export_string(export, "script"),
                    export->source_nodes[source->id - 1]);
}

static int by_place(const void *a, const void *b) {
  const ExportEdge *x = a, *y = b;
  return (x->place > y->place) - (x->place < y->place);
}

/* Properties in the order in which they were added. */
static void sort_properties(Export *export, u32 start) {
  u32 sorted = start; /* up to here they are the properties */
  for (u32 i = start; i < export->edges.count; i++) {
    ExportEdge edge = export->edges.items[i];
    if (edge.place == PLACE_LAST) continue;
    memmove(&export->edges.items[sorted + 1], &export->edges.items[sorted],
            (i - sorted) * sizeof edge);
    export->edges.items[sorted++] = edge;
  }
  qsort(&export->edges.items[start], sorted - start, sizeof(ExportEdge),
        by_place);
}

/* The edges of slots and elements are not theirs. */
static void describe_cell_edges(void *context, Cell *cell, CellKind kind,
                                size_t bytes) {
  Export *export = context;
  if (kind == KIND_FREE) return;
  if (describe_is_part(cell) && cell->kind != KIND_TABLE) return;
  Describing describing = {export, cell, export_node_of(export, cell)};
  u32 start = export->edges.count;
  if (cell_is_object(cell)) add_words(&describing);
  if (cell_is_object(cell)) add_prototype(&describing);
  if (cell->kind == KIND_ENVIRONMENT) add_variable_words(&describing);
  if (cell->kind == KIND_CODE_BLOCK) add_script(&describing);
  heap_visit(&export->vm->isolate.heap, cell, take_edge, &describing);
  if (cell_is_object(cell)) sort_properties(export, start);
}

void export_edges(Export *export) {
  heap_walk(&export->vm->isolate.heap, describe_cell_edges, export);
}
