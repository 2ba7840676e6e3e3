/* visit.c - what each kind of cell of this floor refers to.
 *
 * One function a kind; the marker's copy is made from the same text. The
 * kinds above this floor register their own.
 */
#include "object/array_buffer.h"
#include "object/bigint.h"
#include "object/internal.h"

/* ---- Primitives ------------------------------------------------- */

DEFINE_VISIT(string, String) {
  EDGE(INTERNAL, 0, "shape", cell_expand(self, self->cell.shape));
}

DEFINE_VISIT(rope, Rope) {
  EDGE(INTERNAL, 0, "shape", cell_expand(self, self->cell.shape));
  EDGE_VALUE(INTERNAL, 0, "left", self->left);
  EDGE_VALUE(INTERNAL, 0, "right", self->right);
}

DEFINE_VISIT(symbol, Symbol) {
  EDGE(INTERNAL, 0, "shape", cell_expand(self, self->cell.shape));
  EDGE_VALUE(INTERNAL, 0, "description", self->description);
}

DEFINE_VISIT(bigint, BigInt) {
  EDGE(INTERNAL, 0, "shape", cell_expand(self, self->cell.shape));
}

/* ---- Shapes -------------------------------------------------------------- */

/* An index key and the marks of tables are no references. */
#define REFERENCE_KEY(type_, index_, label_, key_)                             \
  do {                                                                         \
    Key edge_key_ = (key_);                                                    \
    if (edge_key_.bits > SHAPE_KEY_DELETED && !key_is_index(edge_key_))        \
      EDGE(type_, index_, label_, key_cell(edge_key_));                        \
  } while (0)

DEFINE_VISIT(shape, Shape) {
  heap_note_weak(edge, context, &self->cell);
  EDGE(INTERNAL, 0, "parent", self->parent);
  EDGE_VALUE(INTERNAL, 0, "prototype", self->prototype);
  REFERENCE_KEY(INTERNAL, 0, "key", self->key);
  EDGE(INTERNAL, 0, "table", self->table);
  if (!self->transitions) return;
  if (self->transitions->kind == KIND_SHAPE)
    EDGE(WEAK, 0, "transition", self->transitions);
  else
    EDGE(INTERNAL, 0, "transitions", self->transitions);
}

DEFINE_VISIT(shape_table, ShapeTable) {
  EDGE_EACH(i, self->used)
  REFERENCE_KEY(ENTRY, i, "key", self->entries[i].key);
}

DEFINE_VISIT(transitions, Transitions) {
  for (u32 i = 0; i < self->capacity; i++)
    EDGE(WEAK, i, "transition", self->children[i]);
  heap_note_weak(edge, context, &self->cell);
}

/* ---- Objects and what they hold ------------------------------------------ */

/* Indices count from the first value that is not inline. */
DEFINE_VISIT(slots, Slots) {
  EDGE_EACH(i, self->capacity)
  EDGE_VALUE(SLOT, i, NULL, self->values[i]);
}

DEFINE_VISIT(elements, Elements) {
  if (self->cell.flags % 3 != ELEMENTS_PACKED) return; /* numbers only */
  EDGE_EACH(i, self->length)
  EDGE_VALUE(ELEMENT, i, NULL, self->values[i]);
}

DEFINE_VISIT(dictionary, Dictionary) {
  EDGE_EACH(i, self->capacity) {
    const DictionaryEntry *entry = &self->entries[i];
    if (entry->attributes & ENTRY_VARIABLE)
      EDGE_VALUE(INTERNAL, entry->index, "environment of a parameter",
                 entry->value);
    else
      EDGE_VALUE(ELEMENT, entry->index, NULL, entry->value);
  }
}

DEFINE_VISIT(accessor, Accessor) {
  EDGE_VALUE(INTERNAL, 0, "getter", self->getter);
  EDGE_VALUE(INTERNAL, 0, "setter", self->setter);
}

DEFINE_VISIT(plain, Object) {
  object_edges(self, edge, context);
}

/* ---- Functions ----------------------------------------------------------- */

static void *construct_shape(Function *function) {
  return function->construct_shape
             ? cell_expand(function, function->construct_shape)
             : NULL;
}

DEFINE_VISIT(function, Function) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "code", self->code);
  EDGE(INTERNAL, 0, "environment", self->environment);
  EDGE_VALUE(INTERNAL, 0, "home", self->home);
  EDGE_VALUE(INTERNAL, 0, "fields", self->fields);
  EDGE(INTERNAL, 0, "construct shape", construct_shape(self));
}

DEFINE_VISIT(native, NativeFunction) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "data", self->data);
  EDGE_VALUE(INTERNAL, 0, "name", self->name);
}

DEFINE_VISIT(bound, BoundFunction) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "target", self->target);
  EDGE_VALUE(INTERNAL, 0, "this", self->this_value);
  EDGE_VALUE(INTERNAL, 0, "arguments", self->arguments);
}

DEFINE_VISIT(regexp_code, RegexpCode) {
  EDGE(INTERNAL, 0, "source", self->source);
  EDGE_VALUE(INTERNAL, 0, "group names", self->names);
  EDGE(INTERNAL, 0, "groups shape", self->groups_shape);
}

DEFINE_VISIT(regexp, RegexpObject) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "code", self->code);
}

DEFINE_VISIT(environment, Environment) {
  EDGE(INTERNAL, 0, "parent", self->parent);
  EDGE(INTERNAL, 0, "scope", self->scope);
  for (u32 i = 0; i < self->cell.info; i++)
    EDGE_VALUE(VARIABLE, i, NULL, self->slots[i]);
}

DEFINE_VISIT(scope_info, ScopeInfo) {
  EDGE_VALUE(INTERNAL, 0, "function name", self->function_name);
  for (u32 i = 0; i < self->cell.info; i++)
    EDGE_VALUE(INTERNAL, i, "name", self->names[i]);
}

/* ---- Registering --------------------------------------------------------- */

#define KINDS(KIND)                                                            \
  KIND(STRING, string, NULL)                                                   \
  KIND(ROPE, rope, NULL)                                                       \
  KIND(SYMBOL, symbol, NULL)                                                   \
  KIND(BIGINT, bigint, NULL)                                                   \
  KIND(SHAPE, shape, shape_clear_weak)                                         \
  KIND(SHAPE_TABLE, shape_table, NULL)                                         \
  KIND(TRANSITIONS, transitions, transitions_clear_weak)                       \
  KIND(SLOTS, slots, NULL)                                                     \
  KIND(ELEMENTS, elements, NULL)                                               \
  KIND(DICTIONARY, dictionary, NULL)                                           \
  KIND(ACCESSOR, accessor, NULL)                                               \
  KIND(ENVIRONMENT, environment, NULL)                                         \
  KIND(SCOPE_INFO, scope_info, NULL)                                           \
  KIND(OBJECT, plain, NULL)                                                    \
  KIND(ARRAY, plain, NULL)                                                     \
  KIND(ARGUMENTS, plain, NULL)                                                 \
  KIND(FUNCTION, function, NULL)                                               \
  KIND(NATIVE, native, NULL)                                                   \
  KIND(BOUND, bound, NULL)                                                     \
  KIND(REGEXP, regexp, NULL)

void object_register_classes(Heap *heap) {
  array_buffer_register(heap);
#define KIND(kind, name_, clear)                                               \
  heap_set_class(heap, KIND_##kind,                                            \
                 (CellClass){.name = #name_,                                   \
                             .visit = name_##_visit,                           \
                             .mark = name_##_mark,                             \
                             .clear_weak = (clear)});
  KINDS(KIND)
#undef KIND
  heap_set_class(heap, KIND_REGEXP_CODE,
                 (CellClass){.name = "regexp_code",
                             .visit = regexp_code_visit,
                             .mark = regexp_code_mark,
                             .finalize = regexp_code_finalize,
                             .external = regexp_code_external});
}
