/* cells.c - what the collector must know of the library's kinds of cells.
 *
 * All of these are objects: a Shape, slots and elements, and then fields of
 * their own. None has inline slots.
 */
#include "library/call_site.h"
#include "library/collection.h"
#include "library/date.h"
#include "library/disposable_stack.h"
#include "library/finalization.h"
#include "library/intl.h"
#include "library/iterator_helper.h"

DEFINE_VISIT(error, ErrorObject) {
  object_edges(&self->object, edge, context);
}

DEFINE_VISIT(wrapper, Wrapper) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "primitive", self->primitive);
}

DEFINE_VISIT(proxy, Proxy) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "target", self->target);
  EDGE_VALUE(INTERNAL, 0, "handler", self->handler);
}

DEFINE_VISIT(date, DateObject) {
  object_edges(&self->object, edge, context);
}

DEFINE_VISIT(call_site, CallSite) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "receiver", self->frame.receiver);
  EDGE(INTERNAL, 0, "function", self->frame.callee);
  EDGE(INTERNAL, 0, "code", self->frame.code);
}

DEFINE_VISIT(intl, IntlObject) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "resolved options", self->resolved);
  EDGE_VALUE(INTERNAL, 0, "bound function", self->bound);
  EDGE_VALUE(INTERNAL, 0, "text", self->text);
}

static void intl_finalize(Heap *heap, Cell *cell) {
  IntlObject *self = (IntlObject *)cell;
  if (self->close) self->close(self);
}

DEFINE_VISIT(collection, KeyedCollection) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "table", self->table);
}

DEFINE_VISIT(weak_ref, WeakRef) {
  object_edges(&self->object, edge, context);
  heap_note_weak(edge, context, &self->object.cell);
  EDGE(WEAK, 0, "target", self->target);
}

static void weak_ref_clear(Heap *heap, Cell *cell) {
  WeakRef *reference = (WeakRef *)cell;
  if (reference->target && !heap_is_marked(heap, reference->target))
    reference->target = NULL;
}

DEFINE_VISIT(iterator, Iterator) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "target", self->target);
  EDGE(INTERNAL, 0, "table", self->table);
}

#define SET_CLASS(kind, class_name, visitor, ...)                              \
  heap_set_class(&isolate->heap, KIND_##kind,                                  \
                 (CellClass){.name = class_name,                               \
                             .visit = visitor##_visit,                         \
                             .mark = visitor##_mark,                           \
                             __VA_ARGS__})

void library_register_cells(Isolate *isolate) {
  table_register_class(isolate);
  SET_CLASS(ERROR, "error", error);
  SET_CLASS(WRAPPER, "wrapper", wrapper);
  SET_CLASS(PROXY, "Proxy", proxy);
  SET_CLASS(CALLABLE_PROXY, "Proxy", proxy);
  SET_CLASS(DATE, "Date", date);
  SET_CLASS(INTL, "Intl object", intl, .finalize = intl_finalize);
  SET_CLASS(CALL_SITE, "CallSite", call_site);
  SET_CLASS(MAP, "Map", collection);
  SET_CLASS(SET, "Set", collection);
  SET_CLASS(WEAK_MAP, "WeakMap", collection);
  SET_CLASS(WEAK_SET, "WeakSet", collection);
  SET_CLASS(WEAK_REF, "WeakRef", weak_ref, .clear_weak = weak_ref_clear);
  SET_CLASS(ITERATOR, "iterator", iterator);
  helper_register_class(isolate);
  disposable_stack_register_class(isolate);
  finalization_register_classes(isolate);
}
