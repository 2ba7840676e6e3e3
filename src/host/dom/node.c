/* node.c - the members of Node, which all nodes have. */
#include "host/dom/parts.h"
#include "host/dom/view.h"

/* ---- Names and values
 * ----------------------------------------------------------- */

static Value word(VM *vm, const char *text) {
  return value_from_cell(string_intern_c(&vm->isolate, text));
}

/* Elements of HTML are called by their names in capital letters. */
Value element_tag_name(VM *vm, const Element *element) {
  if (element->space != SPACE_HTML || !node_document(&element->node)->is_html)
    return value_from_cell(element->name);
  String *upper = dom_upper_atom(vm, element->name);
  return upper ? value_from_cell(upper) : VALUE_NULL;
}

static bool get_name(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  switch (node->type) {
  case DOM_ELEMENT:
    return call_return(call, element_tag_name(vm, (Element *)node));
  case DOM_ATTRIBUTE:
    return call_return(call, value_from_cell(((Attr *)node)->name));
  case DOM_TEXT: return call_return(call, word(vm, "#text"));
  case DOM_CDATA: return call_return(call, word(vm, "#cdata-section"));
  case DOM_COMMENT: return call_return(call, word(vm, "#comment"));
  case DOM_DOCUMENT: return call_return(call, word(vm, "#document"));
  case DOM_FRAGMENT: return call_return(call, word(vm, "#document-fragment"));
  case DOM_DOCTYPE: return call_return(call, node_extra(node, EXTRA_value));
  default: return call_return(call, ((CharacterData *)node)->target);
  }
}

static bool get_value(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  call->result = VALUE_NULL;
  if (node->target.object.cell.kind == KIND_DOM_TEXT)
    call->result = ((CharacterData *)node)->data;
  else if (node->type == DOM_ATTRIBUTE)
    call->result = attr_value((Attr *)node);
  return true;
}

static bool set_attr_value(VM *vm, Attr *attr, String *value) {
  if (attr->owner)
    return attribute_set_in(vm, attr->owner, attr->space, attr->name,
                            attr->local, value);
  cell_write(&vm->isolate.heap, attr, &attr->value, value_from_cell(value));
  return true;
}

static bool set_own_text(VM *vm, Call *call, DomNode *node, String *text) {
  if (node->type == DOM_ATTRIBUTE)
    return set_attr_value(vm, (Attr *)node, text);
  CharacterData *character = (CharacterData *)node;
  return mutate_replace_data(vm, call, character, 0,
                             string_length(character->data), text);
}

static bool set_value(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  String *text = node ? dom_argument_text(vm, call, 0) : NULL;
  if (!text) return false;
  if (node->target.object.cell.kind != KIND_DOM_TEXT &&
      node->type != DOM_ATTRIBUTE)
    return true;
  return set_own_text(vm, call, node, text);
}

String *node_text(VM *vm, const DomNode *root) {
  StringBuilder builder = {};
  /* one text alone is the usual case */
  if (root->first && root->first == root->last && node_is_text(root->first))
    return (String *)value_to_cell(((CharacterData *)root->first)->data);
  for (const DomNode *at = root->first; at; at = tree_next(at, root))
    if (node_is_text(at))
      builder_string(
          &builder, (String *)value_to_cell(((const CharacterData *)at)->data));
  String *text = builder_finish(&vm->isolate, &builder);
  if (!text) vm_throw_memory(vm);
  return text;
}

static bool get_text(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  if (node->type == DOM_DOCUMENT || node->type == DOM_DOCTYPE)
    return call_return(call, VALUE_NULL);
  if (!node_is_element(node) && node->type != DOM_FRAGMENT)
    return get_value(vm, call);
  String *text = node_text(vm, node);
  return text && call_return(call, value_from_cell(text));
}

static bool set_text(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  if (node->type == DOM_DOCUMENT || node->type == DOM_DOCTYPE) return true;
  String *text = value_is_undefined(call_argument(call, 0))
                     ? vm->isolate.empty_string
                     : dom_argument_text(vm, call, 0);
  if (!text) return false;
  if (!node_is_element(node) && node->type != DOM_FRAGMENT)
    return set_own_text(vm, call, node, text);
  return mutate_set_text(vm, node, text);
}

/* ---- Neighbours
 * ------------------------------------------------------------------- */

typedef enum Neighbour : u8 {
  PARENT,
  PARENT_ELEMENT,
  FIRST,
  LAST,
  NEXT,
  PREVIOUS,
  OWNER,
  TYPE,
  CONNECTED,
} Neighbour;

static bool get_neighbour(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  switch ((Neighbour)library_native(call)->magic) {
  case PARENT: return call_return(call, value_from_node(node->parent));
  case PARENT_ELEMENT:
    return call_return(call, value_from_node(tree_parent_element(node)));
  case FIRST: return call_return(call, value_from_node(node->first));
  case LAST: return call_return(call, value_from_node(node->last));
  case NEXT: return call_return(call, value_from_node(node->next));
  case PREVIOUS: return call_return(call, value_from_node(node->previous));
  case OWNER: return call_return(call, value_from_node(node->document));
  case TYPE: return call_return(call, value_from_int(node->type));
  default: return call_return(call, value_from_boolean(node->is_connected));
  }
}

static bool get_child_nodes(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  return node && call_return(call, view_of(vm, node, EXTRA_child_nodes,
                                           INTERFACE_NodeList, VIEW_CHILD_NODES,
                                           VALUE_UNDEFINED));
}

static bool has_children(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  return node && call_return(call, value_from_boolean(node->first != NULL));
}

static bool get_root(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  return node && call_return(call, value_from_cell(tree_root(node)));
}

static bool contains(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call), *other;
  if (!node || !dom_argument_nullable(vm, call, 0, &other)) return false;
  return call_return(call,
                     value_from_boolean(other && tree_contains(node, other)));
}

/* ---- Order
 * ------------------------------------------------------------------------- */

constexpr i32 POSITION_DISCONNECTED = 1, POSITION_PRECEDING = 2,
              POSITION_FOLLOWING = 4, POSITION_CONTAINS = 8,
              POSITION_CONTAINED = 16, POSITION_IMPLEMENTATION = 32;

static u32 depth_of(const DomNode *node) {
  u32 depth = 0;
  for (; node->parent; node = node->parent)
    depth++;
  return depth;
}

int node_compare(const DomNode *a, const DomNode *b) {
  u32 depth_a = depth_of(a), depth_b = depth_of(b);
  const DomNode *x = a, *y = b;
  if (a == b) return 0;
  for (; depth_a > depth_b; depth_a--)
    x = x->parent;
  for (; depth_b > depth_a; depth_b--)
    y = y->parent;
  if (x == y) return x == a ? -1 : 1; /* one is above the other */
  while (x->parent != y->parent) {
    x = x->parent;
    y = y->parent;
  }
  /* both ways at once: the nearer the sibling, the sooner it is found */
  for (const DomNode *next = x->next, *previous = x->previous;
       next || previous;) {
    if (next == y && next) return -1;
    if (previous == y && previous) return 1;
    if (next) next = next->next;
    if (previous) previous = previous->previous;
  }
  return 1;
}

static i32 position_of(VM *vm, DomNode *other, DomNode *self) {
  if (other == self) return 0;
  if (tree_root(other) != tree_root(self)) {
    bool precedes = heap_offset(&vm->isolate.heap, other) <
                    heap_offset(&vm->isolate.heap, self);
    return POSITION_DISCONNECTED | POSITION_IMPLEMENTATION |
           (precedes ? POSITION_PRECEDING : POSITION_FOLLOWING);
  }
  if (tree_contains(other, self)) return POSITION_CONTAINS | POSITION_PRECEDING;
  if (tree_contains(self, other))
    return POSITION_CONTAINED | POSITION_FOLLOWING;
  return node_compare(other, self) < 0 ? POSITION_PRECEDING
                                       : POSITION_FOLLOWING;
}

static bool compare_position(VM *vm, Call *call) {
  DomNode *self = dom_this_node(vm, call);
  DomNode *other = self ? dom_argument_node(vm, call, 0) : NULL;
  return other &&
         call_return(call, value_from_int(position_of(vm, other, self)));
}

/* ---- Equality
 * ----------------------------------------------------------------------- */

static bool same_text(Value a, Value b) {
  if (value_is_undefined(a) || value_is_undefined(b))
    return value_same_bits(a, b);
  return string_equals((String *)value_to_cell(a), (String *)value_to_cell(b));
}

static bool same_attributes(const Element *a, const Element *b) {
  const AttributeList *list = a->attributes;
  u32 count = list ? list->count : 0;
  if (count != (b->attributes ? b->attributes->count : 0)) return false;
  for (u32 i = 0; i < count; i++) {
    const Attribute *other =
        attribute_find_in(b, list->items[i].space, list->items[i].local);
    if (!other || !same_text(list->items[i].value, other->value)) return false;
  }
  return true;
}

static bool is_equal_alone(const DomNode *a, const DomNode *b) {
  if (a->type != b->type) return false;
  if (node_is_element(a)) {
    const Element *x = (const Element *)a, *y = (const Element *)b;
    return x->name == y->name && x->uri == y->uri && same_attributes(x, y);
  }
  if (a->target.object.cell.kind == KIND_DOM_TEXT)
    return same_text(((const CharacterData *)a)->data,
                     ((const CharacterData *)b)->data) &&
           same_text(((const CharacterData *)a)->target,
                     ((const CharacterData *)b)->target);
  if (a->type == DOM_ATTRIBUTE)
    return ((const Attr *)a)->name == ((const Attr *)b)->name &&
           same_text(attr_value((const Attr *)a), attr_value((const Attr *)b));
  return a->type != DOM_DOCTYPE ||
         same_text(node_extra(a, EXTRA_value), node_extra(b, EXTRA_value));
}

/* Both trees are walked in step, as long as they have the same form. */
static bool is_equal(const DomNode *a, const DomNode *b) {
  const DomNode *x = a, *y = b;
  while (x && y) {
    if (!is_equal_alone(x, y) || !x->first != !y->first) return false;
    if (x->first) {
      x = x->first;
      y = y->first;
      continue;
    }
    while (x != a && y != b && !x->next && !y->next) {
      x = x->parent;
      y = y->parent;
    }
    if (x == a || y == b) return x == a && y == b;
    x = x->next;
    y = y->next;
  }
  return x == y;
}

static bool is_equal_node(VM *vm, Call *call) {
  DomNode *self = dom_this_node(vm, call), *other;
  if (!self || !dom_argument_nullable(vm, call, 0, &other)) return false;
  return call_return(call, value_from_boolean(other && is_equal(self, other)));
}

static bool is_same_node(VM *vm, Call *call) {
  DomNode *self = dom_this_node(vm, call), *other;
  if (!self || !dom_argument_nullable(vm, call, 0, &other)) return false;
  return call_return(call, value_from_boolean(other == self));
}

/* ---- Children
 * ------------------------------------------------------------------------ */

static bool append_child(VM *vm, Call *call) {
  DomNode *parent = dom_this_node(vm, call);
  DomNode *node = parent ? dom_argument_node(vm, call, 0) : NULL;
  return node && mutate_insert(vm, call, parent, node, NULL) &&
         call_return(call, call->arguments[0]);
}

static bool insert_before(VM *vm, Call *call) {
  DomNode *parent = dom_this_node(vm, call), *before;
  if (!parent || !dom_check_count(vm, call, 2)) return false;
  DomNode *node = dom_argument_node(vm, call, 0);
  return node && dom_argument_nullable(vm, call, 1, &before) &&
         mutate_insert(vm, call, parent, node, before) &&
         call_return(call, call->arguments[0]);
}

static bool replace_child(VM *vm, Call *call) {
  DomNode *parent = dom_this_node(vm, call);
  if (!parent || !dom_check_count(vm, call, 2)) return false;
  DomNode *node = dom_argument_node(vm, call, 0);
  DomNode *child = node ? dom_argument_node(vm, call, 1) : NULL;
  return child && mutate_replace(vm, call, parent, node, child) &&
         call_return(call, call->arguments[1]);
}

static bool remove_child(VM *vm, Call *call) {
  DomNode *parent = dom_this_node(vm, call);
  DomNode *node = parent ? dom_argument_node(vm, call, 0) : NULL;
  if (!node) return false;
  if (node->parent != parent)
    return dom_refuse(vm, call, "NotFoundError",
                      "The node to be removed is not a child of this node.");
  mutate_remove(vm, node);
  return call_return(call, call->arguments[0]);
}

/* Texts beside each other become one; empty ones go. */
static bool normalize(VM *vm, Call *call) {
  DomNode *root = dom_this_node(vm, call);
  if (!root) return false;
  for (DomNode *at = tree_next(root, root), *next; at; at = next) {
    next = tree_next_skipping(at, root);
    if (at->first) next = at->first;
    if (at->type != DOM_TEXT) continue;
    CharacterData *text = (CharacterData *)at;
    if (!string_length(text->data)) {
      mutate_remove(vm, at);
      continue;
    }
    while (at->next && at->next->type == DOM_TEXT) {
      KEEP_CELL(vm, CharacterData, more, (CharacterData *)at->next);
      if (!mutate_replace_data(vm, call, text, string_length(text->data), 0,
                               (String *)value_to_cell(more->data)))
        return false;
      mutate_remove(vm, &more->node);
    }
    next = tree_next_skipping(at, root);
  }
  return true;
}

/* ---- Copies
 * ----------------------------------------------------------------------------
 */

static DomNode *copy_element(VM *vm, const Element *from, Document *document) {
  KEEP_CELL(vm, const Element, source, from);
  KEEP_CELL(vm, Element, copy,
            tree_new_element(vm, document, source->local, source->space,
                             source->uri, source->name));
  if (!attribute_copy_all(vm, copy, source)) return NULL;
  element_copied(vm, copy);
  copy->state = source->state;
  Value value = node_extra(&source->node, EXTRA_value);
  if (!value_is_undefined(value) && source->tag != TAG_template)
    node_set_extra(vm, &copy->node, EXTRA_value, value);
  return &copy->node;
}

/* The node without its children. */
static DomNode *copy_alone(VM *vm, const DomNode *from, Document *document) {
  switch (from->type) {
  case DOM_ELEMENT: return copy_element(vm, (const Element *)from, document);
  case DOM_FRAGMENT: return tree_new_fragment(vm, document);
  case DOM_DOCTYPE:
    return tree_new_doctype(
        vm, document, (String *)value_to_cell(node_extra(from, EXTRA_value)));
  case DOM_DOCUMENT:
    return &tree_new_document(vm, ((const Document *)from)->is_html)->node;
  case DOM_ATTRIBUTE: {
    const Attr *attr = (const Attr *)from;
    KEEP(vm, value, attr_value(attr));
    Attr *copy = attribute_new(vm, document, attr->name);
    copy->value = value;
    copy->local = attr->local;
    copy->space = attr->space;
    return &copy->node;
  }
  default: {
    const CharacterData *text = (const CharacterData *)from;
    KEEP(vm, target, text->target);
    CharacterData *copy = tree_new_character(
        vm, document, from->type, (String *)value_to_cell(text->data));
    copy->target = target;
    return &copy->node;
  }
  }
}

/* One step of a copy: what is behind `at` in `source`, and the copy's node
 * below which its own copy belongs. Contents of templates are copied by a walk
 * of their own. */
typedef struct CopyTask {
  DomNode *source, *copy; /* rooted: sources by their tree, copies by theirs */
} CopyTask;

typedef VECTOR(CopyTask) CopyTasks;

static bool copy_contents(VM *vm, DomNode *source, DomNode *copy,
                          CopyTasks *templates) {
  if (!node_is_element(source) || ((Element *)source)->tag != TAG_template)
    return true;
  Value contents = node_extra(source, EXTRA_content);
  if (!value_is_node(contents)) return true;
  DomNode *fragment = template_content(vm, (Element *)copy);
  vector_push(templates, ((CopyTask){value_to_node(contents), fragment}));
  return true;
}

/* The nodes below `source`, as nodes below `copy`. */
static bool copy_below(VM *vm, DomNode *source, DomNode *copy,
                       CopyTasks *templates) {
  Document *document = node_document(copy);
  DomNode *parent = copy;
  for (DomNode *at = source->first; at;) {
    if (!vm_check(vm)) return false;
    DomNode *made = copy_alone(vm, at, document);
    if (!made) return false;
    tree_link(vm, parent, made, NULL);
    if (!copy_contents(vm, at, made, templates)) return false;
    if (at->first) {
      parent = made;
      at = at->first;
      continue;
    }
    while (at != source && !at->next) {
      at = at->parent;
      if (at != source) parent = parent->parent;
    }
    at = at == source ? NULL : at->next;
  }
  return true;
}

DomNode *node_clone(VM *vm, DomNode *source, Document *document, bool is_deep) {
  KEEP_CELL(vm, DomNode, kept, source);
  KEEP_CELL(vm, DomNode, copy, copy_alone(vm, source, document));
  CopyTasks templates = {};
  bool ok = copy;
  if (ok && is_deep) {
    ok = copy_contents(vm, kept, copy, &templates) &&
         copy_below(vm, kept, copy, &templates);
    while (ok && templates.count) {
      CopyTask task = vector_pop(&templates);
      ok = copy_below(vm, task.source, task.copy, &templates);
    }
  }
  vector_free(&templates);
  return ok ? copy : NULL;
}

static bool clone_node(VM *vm, Call *call) {
  DomNode *self = dom_this_node(vm, call);
  if (!self) return false;
  DomNode *copy = node_clone(vm, self, self->document,
                             vm_to_boolean(call_argument(call, 0)));
  return copy && call_return(call, value_from_cell(copy));
}

/* ---- Opening
 * -----------------------------------------------------------------------------
 */

void interface_open_Node(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"nodeType", get_neighbour, 0, NATIVE_GETTER, TYPE},
      {"nodeName", get_name, 0, NATIVE_GETTER},
      {"nodeValue", get_value, 0, NATIVE_GETTER},
      {"nodeValue", set_value, 1, NATIVE_SETTER},
      {"textContent", get_text, 0, NATIVE_GETTER},
      {"textContent", set_text, 1, NATIVE_SETTER},
      {"isConnected", get_neighbour, 0, NATIVE_GETTER, CONNECTED},
      {"ownerDocument", get_neighbour, 0, NATIVE_GETTER, OWNER},
      {"parentNode", get_neighbour, 0, NATIVE_GETTER, PARENT},
      {"parentElement", get_neighbour, 0, NATIVE_GETTER, PARENT_ELEMENT},
      {"childNodes", get_child_nodes, 0, NATIVE_GETTER},
      {"firstChild", get_neighbour, 0, NATIVE_GETTER, FIRST},
      {"lastChild", get_neighbour, 0, NATIVE_GETTER, LAST},
      {"previousSibling", get_neighbour, 0, NATIVE_GETTER, PREVIOUS},
      {"nextSibling", get_neighbour, 0, NATIVE_GETTER, NEXT},
      {"hasChildNodes", has_children, 0},
      {"getRootNode", get_root, 0},
      {"contains", contains, 1},
      {"compareDocumentPosition", compare_position, 1},
      {"isEqualNode", is_equal_node, 1},
      {"isSameNode", is_same_node, 1},
      {"appendChild", append_child, 1},
      {"insertBefore", insert_before, 2},
      {"replaceChild", replace_child, 2},
      {"removeChild", remove_child, 1},
      {"normalize", normalize, 0},
      {"cloneNode", clone_node, 0},
  };
  static const ConstantEntry constants[] = {
      {"ELEMENT_NODE", DOM_ELEMENT},
      {"ATTRIBUTE_NODE", DOM_ATTRIBUTE},
      {"TEXT_NODE", DOM_TEXT},
      {"CDATA_SECTION_NODE", DOM_CDATA},
      {"ENTITY_REFERENCE_NODE", 5},
      {"ENTITY_NODE", 6},
      {"PROCESSING_INSTRUCTION_NODE", DOM_INSTRUCTION},
      {"COMMENT_NODE", DOM_COMMENT},
      {"DOCUMENT_NODE", DOM_DOCUMENT},
      {"DOCUMENT_TYPE_NODE", DOM_DOCTYPE},
      {"DOCUMENT_FRAGMENT_NODE", DOM_FRAGMENT},
      {"NOTATION_NODE", 12},
      {"DOCUMENT_POSITION_DISCONNECTED", POSITION_DISCONNECTED},
      {"DOCUMENT_POSITION_PRECEDING", POSITION_PRECEDING},
      {"DOCUMENT_POSITION_FOLLOWING", POSITION_FOLLOWING},
      {"DOCUMENT_POSITION_CONTAINS", POSITION_CONTAINS},
      {"DOCUMENT_POSITION_CONTAINED_BY", POSITION_CONTAINED},
      {"DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC", POSITION_IMPLEMENTATION},
  };
  Property constructor;
  Isolate *isolate = &vm->isolate;
  dom_add(vm, prototype, Node, entries);
  library_add_constants(vm, prototype, constants, ARRAY_COUNT(constants));
  object_get_own(isolate, prototype, ATOM_KEY(isolate, constructor),
                 &constructor);
  library_add_constants(vm, value_to_object(constructor.value), constants,
                        ARRAY_COUNT(constants));
}
