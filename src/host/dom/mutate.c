/* mutate.c - insertion, replacement and removal as the DOM standard has them
 * (4.2.3, "Mutation algorithms").
 *
 * Nothing here runs code of the program but scripts that were inserted, and
 * those when the tree is whole again; observers hear of it later (observer.c).
 */
#include "host/dom/dispatch.h"
#include "host/dom/observer.h"
#include "host/dom/parts.h"
#include "host/dom/script.h"

/* ---- What is refused
 * --------------------------------------------------------- */

/* Above the contents of a template is the template. */
static DomNode *host_of_fragment(const DomNode *fragment) {
  Value host = fragment->type == DOM_FRAGMENT
                   ? node_extra(fragment, EXTRA_content)
                   : VALUE_UNDEFINED;
  return value_is_node(host) ? value_to_node(host) : NULL;
}

static bool is_above(const DomNode *node, DomNode *parent) {
  if (!node->first && node != parent &&
      !(node_is_element(node) && ((const Element *)node)->tag == TAG_template))
    return false;
  for (DomNode *at = parent; at;) {
    if (at == node) return true;
    at = at->parent ? at->parent : host_of_fragment(at);
  }
  return false;
}

static void append_name(const DomNode *node, Buffer *out) {
  static const char *const names[] = {
      [DOM_TEXT] = "#text",
      [DOM_CDATA] = "#cdata-section",
      [DOM_COMMENT] = "#comment",
      [DOM_INSTRUCTION] = "#processing-instruction",
      [DOM_DOCUMENT] = "#document",
      [DOM_DOCTYPE] = "html",
      [DOM_FRAGMENT] = "#document-fragment",
      [DOM_ATTRIBUTE] = "#attribute",
  };
  if (!node_is_element(node)) {
    buffer_text(out, names[node->type]);
    return;
  }
  size_t start = out->length;
  dom_text(((const Element *)node)->name, out);
  if (((const Element *)node)->space == SPACE_HTML)
    for (size_t i = start; i < out->length; i++)
      if (out->bytes[i] >= 'a' && out->bytes[i] <= 'z') out->bytes[i] ^= 0x20;
}

static bool refuse_type(VM *vm, const Call *call, const DomNode *parent,
                        const DomNode *node) {
  Buffer inner = {}, outer = {};
  append_name(node, &inner);
  append_name(parent, &outer);
  dom_refuse(vm, call, "HierarchyRequestError",
             "Nodes of type '%s' may not be inserted inside nodes of type "
             "'%s'.",
             inner.bytes, outer.bytes);
  buffer_free(&inner);
  buffer_free(&outer);
  return false;
}

static u32 count_elements(const DomNode *parent, const DomNode *except) {
  u32 count = 0;
  for (const DomNode *at = parent->first; at; at = at->next)
    count += node_is_element(at) && at != except;
  return count;
}

static bool has_text(const DomNode *parent) {
  for (const DomNode *at = parent->first; at; at = at->next)
    if (node_is_text(at)) return true;
  return false;
}

static bool is_before(const DomNode *at, DomType type, const DomNode *except) {
  for (; at; at = at->next)
    if (at->type == type && at != except) return true;
  return false;
}

/* What a document has: at most one document type, then at most one element,
 * and no text. `place`: what comes behind the new node. */
static bool check_document(VM *vm, const Call *call, DomNode *parent,
                           DomNode *node, DomNode *place, DomNode *except) {
  u32 added = node->type == DOM_FRAGMENT ? count_elements(node, NULL)
                                         : node_is_element(node);
  if (node->type == DOM_FRAGMENT && has_text(node))
    return refuse_type(vm, call, parent, node);
  if (added > 1 || (added && count_elements(parent, except)))
    return dom_refuse(vm, call, "HierarchyRequestError",
                      "Only one element on document allowed.");
  if (added && is_before(place, DOM_DOCTYPE, except))
    return dom_refuse(vm, call, "HierarchyRequestError",
                      "Can't insert an element before a doctype.");
  if (node->type != DOM_DOCTYPE) return true;
  if (is_before(parent->first, DOM_DOCTYPE, except))
    return dom_refuse(vm, call, "HierarchyRequestError",
                      "Only one doctype on document allowed.");
  bool is_behind = false;
  for (DomNode *at = parent->first; at && at != place; at = at->next)
    is_behind |= node_is_element(at) && at != except;
  return !is_behind || dom_refuse(vm, call, "HierarchyRequestError",
                                  "Can't insert a doctype before an element.");
}

static bool check_types(VM *vm, const Call *call, DomNode *parent,
                        DomNode *node) {
  bool in_document = parent->type == DOM_DOCUMENT;
  switch (node->type) {
  case DOM_ELEMENT:
  case DOM_FRAGMENT:
  case DOM_COMMENT:
  case DOM_INSTRUCTION: return true;
  case DOM_TEXT:
  case DOM_CDATA: return !in_document || refuse_type(vm, call, parent, node);
  case DOM_DOCTYPE: return in_document || refuse_type(vm, call, parent, node);
  default: return refuse_type(vm, call, parent, node);
  }
}

bool mutate_check(VM *vm, const Call *call, DomNode *parent, DomNode *node,
                  DomNode *before, bool replaces) {
  assert(before || !replaces);
  if (!node_is_element(parent) && parent->type != DOM_DOCUMENT &&
      parent->type != DOM_FRAGMENT)
    return dom_refuse(vm, call, "HierarchyRequestError",
                      "This node type does not support this method.");
  if (is_above(node, parent))
    return dom_refuse(vm, call, "HierarchyRequestError",
                      "The new child element contains the parent.");
  if (before && before->parent != parent)
    return dom_refuse(
        vm, call, "NotFoundError",
        replaces ? "The node to be replaced is not a child of this node."
                 : "The node before which the new node is to be inserted is "
                   "not a child of this node.");
  if (!check_types(vm, call, parent, node)) return false;
  return parent->type != DOM_DOCUMENT ||
         check_document(vm, call, parent, node,
                        replaces ? before->next : before,
                        replaces ? before : NULL);
}

/* ---- Removal
 * ------------------------------------------------------------------ */

/* The focus is lost with the element that had it. */
static void before_removal(VM *vm, DomNode *node) {
  Document *document = node_document(node);
  if (node->is_connected && document->active &&
      tree_contains(node, &document->active->node)) {
    Element *none = NULL;
    cell_write_pointer(&vm->isolate.heap, document, document->active, none);
  }
}

static void take_out(VM *vm, DomNode *node) {
  before_removal(vm, node);
  observer_leave(vm, node);
  tree_unlink(vm, node);
}

void mutate_remove(VM *vm, DomNode *node) {
  KEEP_CELL(vm, DomNode, kept, node);
  KEEP_CELL(vm, DomNode, parent, node->parent);
  KEEP_CELL(vm, DomNode, previous, node->previous);
  KEEP_CELL(vm, DomNode, next, node->next);
  take_out(vm, kept);
  if (!observer_hears(vm, parent)) return;
  KEEP(vm, removed, observer_list(vm, &kept, 1));
  observer_children(vm, parent, VALUE_UNDEFINED, removed, previous, next);
}

/* ---- Insertion
 * ------------------------------------------------------------------ */

/* The nodes that an insertion is about: a fragment's children, or the node. */
typedef VECTOR(DomNode *) NodeVector;

static void collect(DomNode *node, NodeVector *nodes) {
  if (node->type != DOM_FRAGMENT) {
    vector_push(nodes, node);
    return;
  }
  for (DomNode *at = node->first; at; at = at->next)
    vector_push(nodes, at);
}

static void place(VM *vm, DomNode *parent, const NodeVector *nodes,
                  DomNode *before) {
  for (u32 i = 0; i < nodes->count; i++) {
    DomNode *node = nodes->items[i];
    if (node->parent) take_out(vm, node);
    tree_adopt(vm, node, node_document(parent));
    tree_link(vm, parent, node, before);
  }
}

/* Where a node that moves was. */
typedef struct OldPlace {
  DomNode *parent, *previous, *next;
} OldPlace;

static void tell_origin(VM *vm, const OldPlace *origin, Value list) {
  if (origin->parent && observer_hears(vm, origin->parent))
    observer_children(vm, origin->parent, VALUE_UNDEFINED, list,
                      origin->previous, origin->next);
}

/* The records of an insertion, when somebody hears them: what left its old
 * place, and what came. All nodes are in the tree, or on the way from it, so
 * they live. */
static void tell(VM *vm, DomNode *parent, DomNode *node,
                 const NodeVector *nodes, const OldPlace *origin,
                 DomNode *previous, DomNode *before, Value replaced) {
  bool is_heard = observer_hears(vm, parent);
  bool left = origin->parent && observer_hears(vm, origin->parent);
  bool emptied = node->type == DOM_FRAGMENT && observer_hears(vm, node);
  if ((!is_heard && !left && !emptied) ||
      (!nodes->count && value_is_undefined(replaced)))
    return;
  KEEP(vm, list, observer_list(vm, nodes->items, nodes->count));
  if (left) tell_origin(vm, origin, list);
  if (emptied) observer_children(vm, node, VALUE_UNDEFINED, list, NULL, NULL);
  if (is_heard) observer_children(vm, parent, list, replaced, previous, before);
}

static void insert(VM *vm, DomNode *parent, DomNode *node, DomNode *before) {
  KEEP_CELL(vm, DomNode, kept_parent, parent);
  KEEP_CELL(vm, DomNode, kept_node, node);
  KEEP_CELL(vm, DomNode, kept_before, before);
  OldPlace origin = {node->parent, node->previous, node->next};
  KEEP_FIELD(vm, from, origin.parent);
  KEEP_FIELD(vm, from_previous, origin.previous);
  KEEP_FIELD(vm, from_next, origin.next);
  NodeVector nodes = {};
  collect(node, &nodes);
  KEEP_CELL(vm, DomNode, previous, before ? before->previous : parent->last);
  if (previous == node) previous = node->previous;
  place(vm, parent, &nodes, before);
  if (dom_of(vm)->observer_count)
    tell(vm, kept_parent, kept_node, &nodes, &origin, previous, kept_before,
         VALUE_UNDEFINED);
  script_run_below(vm, kept_parent, nodes.items, nodes.count);
  vector_free(&nodes);
}

void mutate_insert_unchecked(VM *vm, DomNode *parent, DomNode *node,
                             DomNode *before) {
  assert(node);
  insert(vm, parent, node, before == node ? node->next : before);
}

bool mutate_insert(VM *vm, const Call *call, DomNode *parent, DomNode *node,
                   DomNode *before) {
  if (!mutate_check(vm, call, parent, node, before, false)) return false;
  mutate_insert_unchecked(vm, parent, node, before);
  return true;
}

bool mutate_replace(VM *vm, const Call *call, DomNode *parent, DomNode *node,
                    DomNode *child) {
  if (!mutate_check(vm, call, parent, node, child, true)) return false;
  KEEP_CELL(vm, DomNode, kept, child);
  KEEP_CELL(vm, DomNode, kept_node, node);
  DomNode *before = child->next == node ? node->next : child->next;
  KEEP_CELL(vm, DomNode, kept_before, before);
  if (node == child) return true;
  mutate_remove(vm, kept);
  insert(vm, parent, kept_node, kept_before);
  return true;
}

void mutate_replace_all(VM *vm, DomNode *parent, DomNode *node) {
  KEEP_CELL(vm, DomNode, kept_parent, parent);
  KEEP_CELL(vm, DomNode, kept_node, node);
  NodeVector old = {}, added = {};
  bool is_heard = observer_hears(vm, parent);
  for (DomNode *at = parent->first; at; at = at->next)
    vector_push(&old, at);
  if (node) collect(node, &added);
  KEEP(vm, removed, VALUE_UNDEFINED);
  KEEP(vm, list, VALUE_UNDEFINED);
  if (is_heard && old.count) removed = observer_list(vm, old.items, old.count);
  if (is_heard && added.count)
    list = observer_list(vm, added.items, added.count);
  for (u32 i = 0; i < old.count; i++)
    take_out(vm, old.items[i]);
  place(vm, kept_parent, &added, NULL);
  if (is_heard && (old.count || added.count))
    observer_children(vm, kept_parent, list, removed, NULL, NULL);
  script_run_below(vm, kept_parent, added.items, added.count);
  vector_free(&old);
  vector_free(&added);
}

bool mutate_set_text(VM *vm, DomNode *node, String *text) {
  KEEP_CELL(vm, DomNode, kept, node);
  KEEP_CELL(vm, DomNode, child, NULL);
  if (text->length)
    child = &tree_new_character(vm, node_document(node), DOM_TEXT, text)->node;
  mutate_replace_all(vm, kept, child);
  return true;
}

/* ---- Text
 * --------------------------------------------------------------------------
 */

static String *splice(VM *vm, String *old, u32 start, u32 end, String *text) {
  if (!start && end == old->length) return text;
  StringBuilder builder = {};
  builder_slice(&builder, old, 0, start);
  builder_string(&builder, text);
  builder_slice(&builder, old, end, old->length);
  return builder_finish(&vm->isolate, &builder);
}

bool mutate_replace_data(VM *vm, const Call *call, CharacterData *character,
                         double start, double count, String *text) {
  KEEP_CELL(vm, CharacterData, kept, character);
  KEEP(vm, old, character->data);
  String *before = (String *)value_to_cell(old);
  if (start > before->length)
    return dom_refuse(vm, call, "IndexSizeError",
                      "The offset %.0f is larger than the node's length "
                      "(%u).",
                      start, before->length);
  double end = start + count < before->length ? start + count : before->length;
  String *data = splice(vm, before, (u32)start, (u32)end, text);
  if (!data) return vm_throw_memory(vm);
  cell_write(&vm->isolate.heap, kept, &kept->data, value_from_cell(data));
  tree_changed(vm, &kept->node);
  observer_text(vm, &kept->node, old);
  return true;
}

/* ---- Attributes
 * ---------------------------------------------------------------------
 */

/* Until its user touches a control, its state is what its attributes say. */
static void follow(Element *element, const char *name, bool is_there) {
  if (element->state & ELEMENT_CHECKED_DIRTY) return;
  bool matters = element->tag == TAG_input    ? !strcmp(name, "checked")
                 : element->tag == TAG_option ? !strcmp(name, "selected")
                                              : false;
  if (!matters) return;
  element->state = (u8)(is_there ? element->state | ELEMENT_CHECKED
                                 : element->state & ~ELEMENT_CHECKED);
}

void attribute_changed(VM *vm, Element *element, String *local, String *space,
                       Value old, Value value) {
  tree_changed(vm, &element->node);
  if (!space && local == DOM_WORD(vm, checked))
    follow(element, "checked", !value_is_null(value));
  if (!space && local == DOM_WORD(vm, selected))
    follow(element, "selected", !value_is_null(value));
  KEEP_CELL(vm, Element, kept, element);
  observer_attribute(vm, element, local, space, old);
  if (!space)
    handlers_attribute(vm, kept, local,
                       value_is_string(value) ? (String *)value_to_cell(value)
                                              : NULL);
}
