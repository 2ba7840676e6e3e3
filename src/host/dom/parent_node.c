/* parent_node.c - the members of ParentNode (append, children, querySelector)
 * and of ChildNode (before, after, remove), which several classes share.
 */
#include "host/dom/parts.h"
#include "host/dom/selector.h"
#include "host/dom/view.h"

/* ---- Nodes and strings as arguments
 * ------------------------------------------- */

/* What is given becomes one node: itself, a text, or a fragment of several. */
static bool to_node(VM *vm, Document *document, Value value, DomNode **node) {
  if (value_is_node(value)) {
    *node = value_to_node(value);
    return true;
  }
  String *text = vm_to_string(vm, value);
  if (!text) return false;
  *node = &tree_new_character(vm, document, DOM_TEXT, text)->node;
  return true;
}

static bool gather(VM *vm, Call *call, Document *document, DomNode **result) {
  if (call->count == 1)
    return to_node(vm, document, call->arguments[0], result);
  KEEP_CELL(vm, DomNode, fragment, tree_new_fragment(vm, document));
  for (u32 i = 0; i < call->count; i++) {
    KEEP_CELL(vm, DomNode, node, NULL);
    if (!to_node(vm, document, call->arguments[i], &node) ||
        !mutate_insert(vm, call, fragment, node, NULL))
      return false;
  }
  *result = fragment;
  return true;
}

/* ---- ParentNode
 * ----------------------------------------------------------------- */

static bool append(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  KEEP_CELL(vm, DomNode, node, NULL);
  return parent && gather(vm, call, node_document(parent), &node) &&
         mutate_insert(vm, call, parent, node, NULL);
}

static bool prepend(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  KEEP_CELL(vm, DomNode, node, NULL);
  return parent && gather(vm, call, node_document(parent), &node) &&
         mutate_insert(vm, call, parent, node, parent->first);
}

static bool replace_children(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  KEEP_CELL(vm, DomNode, node, NULL);
  if (!parent) return false;
  if (!call->count) {
    mutate_replace_all(vm, parent, NULL);
    return true;
  }
  if (!gather(vm, call, node_document(parent), &node) ||
      !mutate_check(vm, call, parent, node, NULL, false))
    return false;
  if (node->parent) mutate_remove(vm, node);
  mutate_replace_all(vm, parent, node);
  return true;
}

typedef enum ChildQuestion : u8 {
  FIRST_ELEMENT,
  LAST_ELEMENT,
  NEXT_ELEMENT,
  PREVIOUS_ELEMENT,
} ChildQuestion;

static bool get_element(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  switch ((ChildQuestion)library_native(call)->magic) {
  case FIRST_ELEMENT:
    return call_return(call, value_from_node(tree_first_element(node)));
  case LAST_ELEMENT:
    return call_return(call, value_from_node(tree_last_element(node)));
  case NEXT_ELEMENT:
    return call_return(call, value_from_node(tree_sibling_after(node)));
  default: return call_return(call, value_from_node(tree_sibling_before(node)));
  }
}

static bool count_children(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  u32 count = 0;
  if (!parent) return false;
  for (const DomNode *at = parent->first; at; at = at->next)
    count += node_is_element(at);
  return call_return(call, value_from_u32(count));
}

static bool get_children(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  return parent && call_return(call, view_of(vm, parent, EXTRA_children,
                                             INTERFACE_HTMLCollection,
                                             VIEW_CHILDREN, VALUE_UNDEFINED));
}

static bool query(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  Element *found = NULL;
  if (!parent) return false;
  const Selector *selector = selector_argument(vm, call);
  if (!selector || !selector_find(vm, selector, parent, &found)) return false;
  return call_return(call, value_from_node(found));
}

static bool query_all(VM *vm, Call *call) {
  DomNode *parent = dom_this_parent(vm, call);
  if (!parent) return false;
  const Selector *selector = selector_argument(vm, call);
  if (!selector) return false;
  KEEP_CELL(vm, Object, found, array_new(&vm->isolate, 0));
  if (!found) return vm_throw_memory(vm);
  if (!selector_find_all(vm, selector, parent, found)) return false;
  return call_return(call, view_static(vm, found));
}

void dom_add_parent_members(VM *vm, Object *prototype, Interface interface) {
  static const NativeEntry entries[] = {
      {"children", get_children, 0, NATIVE_GETTER},
      {"childElementCount", count_children, 0, NATIVE_GETTER},
      {"firstElementChild", get_element, 0, NATIVE_GETTER, FIRST_ELEMENT},
      {"lastElementChild", get_element, 0, NATIVE_GETTER, LAST_ELEMENT},
      {"append", append, 0},
      {"prepend", prepend, 0},
      {"replaceChildren", replace_children, 0},
      {"querySelector", query, 1},
      {"querySelectorAll", query_all, 1},
  };
  dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
}

/* ---- ChildNode
 * --------------------------------------------------------------------- */

static bool is_argument(const Call *call, const DomNode *node) {
  for (u32 i = 0; i < call->count; i++)
    if (value_is_node(call->arguments[i]) &&
        value_to_node(call->arguments[i]) == node)
      return true;
  return false;
}

/* The nearest sibling that is none of the arguments. */
static DomNode *viable_before(const Call *call, const DomNode *node) {
  DomNode *at = node->previous;
  while (at && is_argument(call, at))
    at = at->previous;
  return at;
}

static DomNode *viable_after(const Call *call, const DomNode *node) {
  DomNode *at = node->next;
  while (at && is_argument(call, at))
    at = at->next;
  return at;
}

/* Where the arguments go: the magic of before, after and replaceWith. */
typedef enum Beside : u8 { BESIDE_BEFORE, BESIDE_AFTER, BESIDE_INSTEAD } Beside;

static bool put_beside(VM *vm, Call *call) {
  Beside where = (Beside)library_native(call)->magic;
  bool is_before = where == BESIDE_BEFORE;
  DomNode *self = dom_this_node(vm, call);
  if (!self) return false;
  KEEP_CELL(vm, DomNode, node, NULL);
  KEEP_CELL(vm, DomNode, parent, self->parent);
  if (!parent) return true;
  KEEP_CELL(vm, DomNode, viable,
            is_before ? viable_before(call, self) : viable_after(call, self));
  if (!gather(vm, call, node_document(self), &node)) return false;
  /* it may have been among the arguments */
  if (where == BESIDE_INSTEAD && self->parent == parent)
    return mutate_replace(vm, call, parent, node, self);
  if (is_before) viable = viable ? viable->next : parent->first;
  return mutate_insert(vm, call, parent, node, viable);
}

static bool remove_self(VM *vm, Call *call) {
  DomNode *self = dom_this_node(vm, call);
  if (self && self->parent) mutate_remove(vm, self);
  return self;
}

void dom_add_child_members(VM *vm, Object *prototype, Interface interface) {
  static const NativeEntry entries[] = {
      {"before", put_beside, 0, NATIVE_METHOD, BESIDE_BEFORE},
      {"after", put_beside, 0, NATIVE_METHOD, BESIDE_AFTER},
      {"replaceWith", put_beside, 0, NATIVE_METHOD, BESIDE_INSTEAD},
      {"remove", remove_self, 0},
      {"nextElementSibling", get_element, 0, NATIVE_GETTER, NEXT_ELEMENT},
      {"previousElementSibling", get_element, 0, NATIVE_GETTER,
       PREVIOUS_ELEMENT},
  };
  dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
}
