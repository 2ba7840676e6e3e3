/* heap_snapshot_cells.c - cells as nodes: their types, names and places. */
#include "graph/graph.h"
#include "host/dom/dom.h"
#include "library/collection.h"
#include "watch/heap_snapshot_parts.h"
#include "watch/text.h"

/* V8 cuts strings here. */
constexpr u32 STRING_UNITS_MAX = 1'024;
constexpr u32 NAME_UNITS_MAX = 200;

typedef struct KindForm {
  const char *kind;
  NodeType type;
  const char *name;
} KindForm;

static const KindForm forms[] = {
#define SNAPSHOT_KIND(kind, type, name) {kind, type, name},
#include "watch/heap_snapshot.def"
};

static KindForm form_of(const Cell *cell) {
  const char *kind = kind_name(cell->kind);
  for (u32 i = 0; i < ARRAY_COUNT(forms); i++)
    if (!strcmp(forms[i].kind, kind)) return forms[i];
  return (KindForm){kind, cell_is_object(cell) ? NODE_OBJECT : NODE_HIDDEN,
                    NULL};
}

/* ---- Names --------------------------------------------------------------- */

/* Without the mark of what was cut off: V8 has none. */
static void append_units(Value string, u32 most, Buffer *out) {
  static const char MARK[] = "\u2026";
  text_of_string(string, most, out);
  if (string_length(string) > most) out->length -= sizeof MARK - 1;
}

static void append_function(VM *vm, const Object *function, Buffer *out) {
  static const char NO_NAME[] = "(anonymous)";
  size_t start = out->length;
  text_of_function(vm, function, out);
  if (!strcmp(out->bytes + start, NO_NAME)) out->length = start;
}

static void append_code(const CodeBlock *code, Buffer *out) {
  if (code->flags & CODE_SCRIPT)
    buffer_text(out, "(script)");
  else if (value_is_string(code->name))
    append_units(code->name, NAME_UNITS_MAX, out);
}

static void append_object(VM *vm, const Cell *cell, Buffer *out) {
  if ((const Object *)cell == vm->isolate.global)
    buffer_text(out, "globalThis");
  else
    text_of_class(vm, cell, out);
}

/* What the analyser asks of a table, its name tells: collections.c. */
static void append_table(const Table *table, Buffer *out) {
  buffer_format(out, "(table: %u of %u entries)", table->count,
                table->capacity);
}

static void append_name(VM *vm, const Cell *cell, const KindForm *form,
                        Buffer *out) {
  buffer_append(out, "", 0);
  if (form->name) {
    buffer_text(out, form->name);
    return;
  }
  switch (form->type) {
  case NODE_STRING:
  case NODE_SLICED:
    append_units(value_from_cell(cell), STRING_UNITS_MAX, out);
    return;
  case NODE_CLOSURE: append_function(vm, (const Object *)cell, out); return;
  case NODE_CODE: append_code((const CodeBlock *)cell, out); return;
  case NODE_ARRAY: append_table((const Table *)cell, out); return;
  case NODE_OBJECT: append_object(vm, cell, out); return;
  case NODE_NATIVE: /* as Chromium names nodes: `<div>` */
    dom_describe_short((const DomNode *)cell, out);
    return;
  case NODE_HIDDEN:
    buffer_format(out, "system / %s", kind_label(cell->kind));
    return;
  default: text_of_cell(vm, cell, out); return;
  }
}

/* ---- Places -------------------------------------------------------------- */

static const CodeBlock *code_of(const Cell *cell) {
  if (cell->kind == KIND_CODE_BLOCK) return (const CodeBlock *)cell;
  return cell->kind == KIND_FUNCTION ? ((const Function *)cell)->code : NULL;
}

/* The function of the program that an object was made by, as V8 has it. */
static const CodeBlock *constructor_of(VM *vm, const Cell *cell) {
  Value at = object_prototype(&vm->isolate, (const Object *)cell);
  ShapeProperty found;
  if (!value_is_object(at)) return NULL;
  Object *prototype = value_to_object(at);
  Shape *shape = object_shape(&vm->isolate, prototype);
  if (!shape_peek(shape, ATOM_KEY(&vm->isolate, constructor), &found) ||
      found.attributes & ATTRIBUTE_ACCESSOR)
    return NULL;
  Value constructor = *object_slot(prototype, found.offset);
  return value_is_cell(constructor) ? code_of(value_to_cell(constructor))
                                    : NULL;
}

static void locate(Export *export, u32 node, const Cell *cell) {
  const CodeBlock *code = code_of(cell);
  if (!code && cell_is_object(cell)) code = constructor_of(export->vm, cell);
  if (code && code->source)
    export_locate(export, node, code->source, code->source_start);
}

/* ---- What cells own outside of the heap ---------------------------------- */

typedef struct OutsideForm {
  const char *kind;
  NodeType type;
  const char *name, *edge;
} OutsideForm;

static const OutsideForm outside_forms[] = {
#define SNAPSHOT_OUTSIDE(kind, type, name, edge) {kind, type, name, edge},
#include "watch/heap_snapshot.def"
    {NULL, NODE_NATIVE, "(outside of the heap)", "outside"},
};

static const OutsideForm *outside_form_of(const Cell *cell) {
  const OutsideForm *form = outside_forms;
  while (form->kind && strcmp(form->kind, kind_name(cell->kind)))
    form++;
  return form;
}

static void add_outside(Export *export, u32 node, const Cell *cell) {
  u64 bytes = heap_cell_external(&export->vm->isolate.heap, cell);
  if (!bytes) return;
  const OutsideForm *form = outside_form_of(cell);
  u32 part =
      export_add_node(export, form->type, export_string(export, form->name),
                      export->nodes.items[node].id + 1, bytes);
  export->nodes.items[part].trace = export->nodes.items[node].trace;
  export_add_edge(export, node, EDGE_INTERNAL,
                  export_string(export, form->edge), part);
  export->bytes_outside += bytes;
}

/* ---- All of them --------------------------------------------------------- */

static void add_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Export *export = context;
  Heap *heap = &export->vm->isolate.heap;
  if (kind == KIND_FREE) return;
  KindForm form = form_of(cell);
  Buffer name = {};
  append_name(export->vm, cell, &form, &name);
  u32 id = cell_id(export->ids, heap, cell);
  if (!id) export->has_lasting_ids = false;
  u32 node =
      export_add_node(export, form.type, export_text(export, &name), id, bytes);
  Birth birth;
  if (export->sites && allocation_birth(export->sites, cell, &birth))
    export->nodes.items[node].trace = ALLOCATION_TRACE_FIRST + birth.site;
  export->numbers[heap_offset(heap, cell) / CELL_ID_BYTES] = node + 1;
  if (cell_is_node(cell))
    export->nodes.items[node].detachedness =
        dom_is_attached(export->vm, (const DomNode *)cell) ? DETACHED_NO
                                                           : DETACHED_YES;
  locate(export, node, cell);
  add_outside(export, node, cell);
}

void export_cells(Export *export) {
  heap_walk(&export->vm->isolate.heap, add_cell, export);
}
