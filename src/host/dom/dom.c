/* dom.c - classes and their prototypes, opening, and what the collector asks.
 */
#include "host/dom/dispatch.h"
#include "host/dom/observer.h"
#include "host/dom/parts.h"
#include "host/dom/selector.h"
#include "host/dom/traverse.h"
#include "host/dom/view.h"
#include "vm/exotic.h"
#include "vm/lazy_value.h"

#include <stdlib.h>

/* ---- Classes ----------------------------------------------------------------
 */

static const struct InterfaceRow {
  const char *name;
  Interface parent;
  void (*open)(VM *vm, Object *prototype);
} interfaces[INTERFACE_COUNT] = {
    [INTERFACE_Nothing] = {"Object", INTERFACE_Nothing, NULL},
    [INTERFACE_EventTarget] = {"EventTarget", INTERFACE_Nothing, NULL},
#define INTERFACE(name, parent)                                                \
  [INTERFACE_##name] = {#name, INTERFACE_##parent, interface_open_##name},
#define PLAIN(name, parent)                                                    \
  [INTERFACE_##name] = {#name, INTERFACE_##parent, NULL},
#include "host/dom/interfaces.def"
#undef INTERFACE
#undef PLAIN
};

const char *interface_name(Interface interface) {
  return interfaces[interface].name;
}

void dom_add_members(VM *vm, Object *target, Interface interface,
                     const NativeEntry *entries, u32 count) {
  Isolate *isolate = &vm->isolate;
  library_add_functions(vm, target, entries, count);
  for (u32 i = 0; i < count; i++) {
    Property property;
    if (!object_get_own(isolate, target, library_key(vm, entries[i].name),
                        &property))
      continue;
    Value function = property.value;
    if (property.attributes & ATTRIBUTE_ACCESSOR) {
      const Accessor *accessor = (const Accessor *)value_to_cell(function);
      function = entries[i].kind == NATIVE_GETTER ? accessor->getter
                                                  : accessor->setter;
    }
    ((NativeFunction *)value_to_cell(function))->data =
        value_from_int(interface);
  }
}

static bool refuse_construct(VM *vm, Call *call) {
  NativeFunction *native = library_native(call);
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm,
                         "Class constructor %s cannot be invoked without 'new'",
                         interface_name((Interface)value_to_int(native->data)));
  return vm_throw_type(vm, "Failed to construct '%s': Illegal constructor",
                       interface_name((Interface)value_to_int(native->data)));
}

static NativeFunction *constructor_of(VM *vm, Object *prototype) {
  Property property;
  object_get_own(&vm->isolate, prototype, ATOM_KEY(&vm->isolate, constructor),
                 &property);
  return (NativeFunction *)value_to_cell(property.value);
}

void dom_set_constructor(VM *vm, Object *prototype, NativeCode *code,
                         u32 length) {
  NativeFunction *constructor = constructor_of(vm, prototype);
  constructor->code = code;
  constructor->length = (u16)length;
}

static Object *prototype_of_parent(VM *vm, Interface interface) {
  Interface parent = interfaces[interface].parent;
  return parent == INTERFACE_Nothing ? INTRINSIC(&vm->isolate, object_prototype)
                                     : dom_prototype(vm, parent);
}

/* A class whose constructor inherits from that of its parent. */
static void make_class(VM *vm, Interface interface) {
  Isolate *isolate = &vm->isolate;
  const struct InterfaceRow *row = &interfaces[interface];
  Object *parent = prototype_of_parent(vm, interface);
  Object *prototype =
      object_new_with_prototype(isolate, value_from_cell(parent));
  dom_of(vm)->prototypes[interface] = value_from_cell(prototype);
  NativeFunction *constructor =
      native_new(isolate, row->name, refuse_construct, 0);
  constructor->data = value_from_int(interface);
  constructor->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
  object_define(isolate, &constructor->object, ATOM_KEY(isolate, prototype),
                value_from_cell(prototype), ATTRIBUTES_NONE);
  object_define(isolate, prototype, ATOM_KEY(isolate, constructor),
                value_from_cell(constructor), ATTRIBUTES_HIDDEN);
  if (row->parent != INTERFACE_Nothing)
    object_set_prototype(isolate, &constructor->object,
                         value_from_cell(constructor_of(vm, parent)));
  library_add_tag(vm, prototype, row->name);
  if (row->open) row->open(vm, prototype);
  reflect_add(vm, prototype, interface);
}

/* Collections wait meanwhile, as in library_open: all of it stays. */
Object *dom_prototype(VM *vm, Interface interface) {
  if (interface == INTERFACE_EventTarget) return event_prototype_of_targets(vm);
  Value *prototype = &dom_of(vm)->prototypes[interface];
  if (likely(value_is_cell(*prototype))) return value_to_object(*prototype);
  vm->isolate.heap.no_collect++;
  make_class(vm, interface);
  vm->isolate.heap.no_collect--;
  return value_to_object(*prototype);
}

Object *dom_new(VM *vm, Interface interface, CellKind kind, size_t bytes) {
  Object *prototype = dom_prototype(vm, interface);
  KEEP_CELL(vm, Shape, shape,
            shape_empty(&vm->isolate, value_from_cell(prototype), 0));
  return object_new_kind(&vm->isolate, kind, shape, bytes);
}

/* The constructors are globals that come into being when they are named. */
#define INTERFACE(name, parent)                                                \
  static bool make_##name(VM *vm, Value *value) {                              \
    Object *prototype = dom_prototype(vm, INTERFACE_##name);                   \
    *value = value_from_cell(constructor_of(vm, prototype));                   \
    return true;                                                               \
  }
#define PLAIN(name, parent) INTERFACE(name, parent)
#include "host/dom/interfaces.def"
#undef INTERFACE
#undef PLAIN

static void open_globals(VM *vm) {
  static const struct {
    const char *name;
    LazyMake *make;
  } globals[] = {
#define INTERFACE(name, parent) {#name, make_##name},
#define PLAIN(name, parent) {#name, make_##name},
#include "host/dom/interfaces.def"
#undef INTERFACE
#undef PLAIN
  };
  Isolate *isolate = &vm->isolate;
  for (u32 i = 0; i < ARRAY_COUNT(globals); i++)
    lazy_value_define(vm, isolate->global, key_from_c(isolate, globals[i].name),
                      globals[i].make);
}

/* ---- What the collector asks
 * -------------------------------------------------
 */

static inline void node_edges(DomNode *self, EdgeFunction *edge,
                              void *context) {
  event_target_edges(&self->target, edge, context);
  EDGE(INTERNAL, 0, "ownerDocument", self->document);
  EDGE(INTERNAL, 0, "parentNode", self->parent);
  EDGE(INTERNAL, 0, "firstChild", self->first);
  EDGE(INTERNAL, 0, "lastChild", self->last);
  EDGE(INTERNAL, 0, "previousSibling", self->previous);
  EDGE(INTERNAL, 0, "nextSibling", self->next);
  EDGE(INTERNAL, 0, "extras", self->extras);
}

DEFINE_VISIT(plain_node, DomNode) {
  node_edges(self, edge, context);
}

DEFINE_VISIT(element, Element) {
  node_edges(&self->node, edge, context);
  EDGE(INTERNAL, 0, "localName", self->local);
  if (self->name != self->local) EDGE(INTERNAL, 0, "tagName", self->name);
  EDGE(INTERNAL, 0, "namespaceURI", self->uri);
  EDGE(INTERNAL, 0, "attributes", self->attributes);
}

DEFINE_VISIT(character, CharacterData) {
  node_edges(&self->node, edge, context);
  EDGE_VALUE(INTERNAL, 0, "data", self->data);
  EDGE_VALUE(INTERNAL, 0, "target", self->target);
}

DEFINE_VISIT(attr, Attr) {
  node_edges(&self->node, edge, context);
  EDGE(INTERNAL, 0, "ownerElement", self->owner);
  EDGE(INTERNAL, 0, "name", self->name);
  if (self->local != self->name) EDGE(INTERNAL, 0, "localName", self->local);
  EDGE(INTERNAL, 0, "namespaceURI", self->space);
  EDGE_VALUE(INTERNAL, 0, "value", self->value);
}

DEFINE_VISIT(document, Document) {
  node_edges(&self->node, edge, context);
  EDGE(INTERNAL, 0, "activeElement", self->active);
  EDGE_VALUE(INTERNAL, 0, "template document", self->template_document);
  EDGE_VALUE(INTERNAL, 0, "implementation", self->implementation);
}

static const char *const extra_labels[] = {
#define EXTRA(name, edge) edge,
    NODE_EXTRAS(EXTRA)
#undef EXTRA
};

DEFINE_VISIT(observer, Observer) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "callback", self->callback);
  EDGE(INTERNAL, 0, "records", self->records);
  EDGE(INTERNAL, 0, "nodes", self->nodes);
}

DEFINE_VISIT(observation, Observation) {
  EDGE(INTERNAL, 0, "observer", self->observer);
  EDGE(INTERNAL, 0, "next", self->next);
  EDGE_VALUE(INTERNAL, 0, "filter", self->filter);
}

DEFINE_VISIT(walker, Walker) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "root", self->root);
  EDGE(INTERNAL, 0, "currentNode", self->current);
  EDGE_VALUE(INTERNAL, 0, "filter", self->filter);
}

DEFINE_VISIT(view, DomView) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "node", self->root);
  EDGE_VALUE(INTERNAL, 0, "filter", self->filter);
}

DEFINE_VISIT(extras, NodeExtras) {
  for (u32 i = 0; i < EXTRA_COUNT; i++)
    EDGE_VALUE(INTERNAL, 0, extra_labels[i], self->values[i]);
}

DEFINE_VISIT(attribute_list, AttributeList) {
  for (u32 i = 0; i < self->count; i++) {
    const Attribute *item = &self->items[i];
    EDGE(ENTRY, i, "key", item->name);
    if (item->local != item->name) EDGE(ENTRY, i, "local name", item->local);
    EDGE(ENTRY, i, "namespace", item->space);
    EDGE_VALUE(ENTRY, i, "value", item->value);
    EDGE_VALUE(ENTRY, i, "node", item->node);
  }
}

#define SET_CLASS(kind, class_name, visitor)                                   \
  heap_set_class(&isolate->heap, KIND_##kind,                                  \
                 (CellClass){.name = class_name,                               \
                             .visit = visitor##_visit,                         \
                             .mark = visitor##_mark})

static void register_cells(Isolate *isolate) {
  SET_CLASS(DOM_NODE, "node", plain_node);
  SET_CLASS(DOM_ELEMENT, "element", element);
  SET_CLASS(DOM_TEXT, "text", character);
  SET_CLASS(DOM_ATTRIBUTE, "attribute", attr);
  SET_CLASS(DOM_DOCUMENT, "document", document);
  SET_CLASS(DOM_VIEW, "view", view);
  SET_CLASS(DOM_OBSERVER, "MutationObserver", observer);
  SET_CLASS(DOM_OBSERVATION, "observation", observation);
  SET_CLASS(DOM_WALKER, "walker", walker);
  SET_CLASS(DOM_EXTRAS, "node extras", extras);
  SET_CLASS(DOM_ATTRIBUTES, "attributes", attribute_list);
}

static void visit_roots(void *owner, EdgeFunction *edge, void *context) {
  const Dom *dom = host_of(owner) ? dom_of(owner) : NULL;
  if (!dom) return;
  for (u32 i = 0; i < INTERFACE_COUNT; i++)
    if (value_is_cell(dom->prototypes[i]))
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "DOM class"},
           value_to_cell(dom->prototypes[i]));
  for (u32 i = 0; i < WORD_COUNT; i++)
    if (dom->words[i])
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "DOM name"},
           &dom->words[i]->cell);
  if (dom->pending)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, 0, "mutation observers"},
         &dom->pending->cell);
  if (dom->current_script)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, 0, "running script"},
         &dom->current_script->node.target.object.cell);
  selector_visit(dom->selectors, edge, context);
  if (dom->document)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, 0, "document"},
         &dom->document->node.target.object.cell);
}

/* ---- Opening
 * -------------------------------------------------------------------
 */

/* An empty page: <!DOCTYPE html><html><head></head><body></body></html>. */
static void make_page(VM *vm) {
  Document *document = tree_new_document(vm, true);
  dom_of(vm)->document = document;
  document_add_page(vm, document);
}

static void make_words(VM *vm) {
  static const char *const texts[] = {
#define WORD(name, text) text,
      DOM_WORDS(WORD)
#undef WORD
  };
  for (u32 i = 0; i < WORD_COUNT; i++)
    dom_of(vm)->words[i] = string_intern_c(&vm->isolate, texts[i]);
}

void dom_open(VM *vm) {
  Isolate *isolate = &vm->isolate;
  if (dom_is_open(vm)) return;
  Dom *dom = host_of(vm)->dom = base_allocate_zeroed(sizeof(Dom));
  for (u32 i = 0; i < INTERFACE_COUNT; i++)
    dom->prototypes[i] = VALUE_UNDEFINED;
  register_cells(isolate);
  view_register(vm);
  heap_add_roots(&isolate->heap, visit_roots, vm);
  isolate->heap.no_collect++;
  make_words(vm);
  open_globals(vm);
  make_page(vm);
  event_open_window(vm);
  dispatch_open(vm);
  window_open(vm);
  isolate->heap.no_collect--;
}

bool dom_is_open(VM *vm) {
  return dom_of(vm);
}

void dom_close(VM *vm) {
  Dom *dom = dom_of(vm);
  if (!dom) return;
  selector_cache_free(dom->selectors);
  free(dom);
  host_of(vm)->dom = NULL;
}
