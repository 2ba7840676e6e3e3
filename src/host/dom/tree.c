/* tree.c - nodes, the links between them, and the way from one to the next. */
#include "host/dom/parts.h"

#include <stdlib.h>

/* ---- Elements of HTML -----------------------------------------------------
 */

#define VOID TAG_IS_VOID
#define RAW TAG_IS_RAW
#define IMPLIED TAG_IS_IMPLIED
#define STYLE TAG_IS_STYLE
static const struct TagRow {
  const char *name;
  Interface interface;
  u8 flags;
} tags[TAG_COUNT] = {
    [TAG_UNKNOWN] = {"", INTERFACE_HTMLUnknownElement, 0},
#define TAG(name, interface, flags) {#name, INTERFACE_##interface, flags},
#include "host/dom/tags.def"
#undef TAG
};
#undef VOID
#undef RAW
#undef IMPLIED
#undef STYLE

constexpr size_t TAG_NAME_MAX = 10;

static int by_name(const void *name, const void *row) {
  return strcmp(name, ((const struct TagRow *)row)->name);
}

Tag tag_of_text(const char *name, size_t length) {
  char text[TAG_NAME_MAX + 1];
  if (length > TAG_NAME_MAX) return TAG_UNKNOWN;
  memcpy(text, name, length);
  text[length] = 0;
  const struct TagRow *row =
      bsearch(text, tags + 1, TAG_COUNT - 1, sizeof *tags, by_name);
  return row ? (Tag)(row - tags) : TAG_UNKNOWN;
}

Tag tag_of_name(const String *local) {
  return string_is_latin1(local)
             ? tag_of_text((const char *)local->latin1, local->length)
             : TAG_UNKNOWN;
}

TagFlags tag_flags(Tag tag) {
  return tags[tag].flags;
}

Space space_of_uri(VM *vm, const String *uri) {
  if (!uri) return SPACE_NONE;
  if (uri == DOM_WORD(vm, html)) return SPACE_HTML;
  if (uri == DOM_WORD(vm, svg)) return SPACE_SVG;
  return uri == DOM_WORD(vm, mathml) ? SPACE_MATHML : SPACE_OTHER;
}

/* A name with a dash is a custom element's: HTMLElement until it is defined. */
static Interface interface_of_html(const String *local, Tag tag) {
  if (tag != TAG_UNKNOWN) return tags[tag].interface;
  for (u32 i = 1; i < local->length; i++)
    if (string_unit(local, i) == '-') return INTERFACE_HTMLElement;
  return INTERFACE_HTMLUnknownElement;
}

static Interface interface_of(const String *local, Space space, Tag tag) {
  switch (space) {
  case SPACE_HTML: return interface_of_html(local, tag);
  case SPACE_SVG:
    return string_is_c(local, "svg") ? INTERFACE_SVGSVGElement
                                     : INTERFACE_SVGGraphicsElement;
  case SPACE_MATHML: return INTERFACE_MathMLElement;
  default: return INTERFACE_Element;
  }
}

/* ---- Making nodes ----------------------------------------------------------
 */

static DomNode *new_node(VM *vm, Interface interface, CellKind kind,
                         DomType type, size_t bytes, Document *document) {
  KEEP_CELL(vm, Document, kept, document);
  DomNode *node = (DomNode *)dom_new(vm, interface, kind, bytes);
  memset(&node->target + 1, 0, bytes - sizeof node->target);
  event_target_init(&node->target);
  node->type = type;
  node->document = kept;
  node->is_connected = type == DOM_DOCUMENT;
  return node;
}

Element *tree_new_element(VM *vm, Document *document, String *local,
                          Space space, String *uri, String *name) {
  KEEP_CELL(vm, String, kept_local, local);
  KEEP_CELL(vm, String, kept_uri, uri);
  KEEP_CELL(vm, String, kept_name, name);
  Tag tag = space == SPACE_HTML ? tag_of_name(local) : TAG_UNKNOWN;
  Element *element =
      (Element *)new_node(vm, interface_of(local, space, tag), KIND_DOM_ELEMENT,
                          DOM_ELEMENT, sizeof *element, document);
  element->tag = tag;
  if (tag == TAG_script) dom_of(vm)->has_scripts = true;
  element->space = space;
  element->local = kept_local;
  element->name = kept_name;
  element->uri = kept_uri;
  return element;
}

Element *tree_new_html_element(VM *vm, Document *document, String *local) {
  return tree_new_element(vm, document, local, SPACE_HTML, DOM_WORD(vm, html),
                          local);
}

CharacterData *tree_new_character(VM *vm, Document *document, DomType type,
                                  String *data) {
  static const Interface interfaces[] = {
      [DOM_TEXT] = INTERFACE_Text,
      [DOM_CDATA] = INTERFACE_CDATASection,
      [DOM_COMMENT] = INTERFACE_Comment,
      [DOM_INSTRUCTION] = INTERFACE_ProcessingInstruction,
  };
  KEEP_CELL(vm, String, kept, data);
  CharacterData *character = (CharacterData *)new_node(
      vm, interfaces[type], KIND_DOM_TEXT, type, sizeof *character, document);
  character->data = value_from_cell(kept);
  character->target = VALUE_UNDEFINED;
  return character;
}

DomNode *tree_new_fragment(VM *vm, Document *document) {
  return new_node(vm, INTERFACE_DocumentFragment, KIND_DOM_NODE, DOM_FRAGMENT,
                  sizeof(DomNode), document);
}

/* Its name is kept as what other nodes have as their value. */
DomNode *tree_new_doctype(VM *vm, Document *document, String *name) {
  KEEP_CELL(vm, String, kept, name);
  KEEP_CELL(vm, DomNode, node,
            new_node(vm, INTERFACE_DocumentType, KIND_DOM_NODE, DOM_DOCTYPE,
                     sizeof(DomNode), document));
  node_set_extra(vm, node, EXTRA_value, value_from_cell(kept));
  return node;
}

Document *tree_new_document(VM *vm, bool is_html) {
  Document *document = (Document *)new_node(
      vm, is_html ? INTERFACE_HTMLDocument : INTERFACE_Document,
      KIND_DOM_DOCUMENT, DOM_DOCUMENT, sizeof *document, NULL);
  document->is_html = is_html;
  document->template_document = VALUE_UNDEFINED;
  document->implementation = VALUE_UNDEFINED;
  return document;
}

/* ---- What few nodes have
 * ----------------------------------------------------- */

Value node_extra(const DomNode *node, NodeExtra extra) {
  return node->extras ? node->extras->values[extra] : VALUE_UNDEFINED;
}

void node_set_extra(VM *vm, DomNode *node, NodeExtra extra, Value value) {
  Heap *heap = &vm->isolate.heap;
  if (!node->extras) {
    KEEP_CELL(vm, DomNode, kept, node);
    KEEP(vm, kept_value, value);
    NodeExtras *extras =
        (NodeExtras *)heap_allocate(heap, KIND_DOM_EXTRAS, sizeof *extras);
    for (u32 i = 0; i < EXTRA_COUNT; i++)
      extras->values[i] = VALUE_UNDEFINED;
    cell_write_pointer(heap, kept, kept->extras, extras);
  }
  cell_write(heap, node->extras, &node->extras->values[extra], value);
}

/* ---- The way
 * ------------------------------------------------------------------ */

DomNode *tree_next_skipping(const DomNode *node, const DomNode *root) {
  while (node != root) {
    if (node->next) return node->next;
    node = node->parent;
    if (!node) return NULL;
  }
  return NULL;
}

DomNode *tree_next(const DomNode *node, const DomNode *root) {
  return node->first ? node->first : tree_next_skipping(node, root);
}

DomNode *tree_previous(const DomNode *node, const DomNode *root) {
  if (node == root) return NULL;
  DomNode *at = node->previous;
  if (!at) return node->parent;
  while (at->last)
    at = at->last;
  return at;
}

DomNode *tree_root(DomNode *node) {
  while (node->parent)
    node = node->parent;
  return node;
}

bool tree_contains(const DomNode *ancestor, const DomNode *node) {
  if (!ancestor->first) return ancestor == node;
  while (node && node != ancestor)
    node = node->parent;
  return node;
}

Element *tree_next_element(const DomNode *node, const DomNode *root) {
  DomNode *at = tree_next(node, root);
  while (at && !node_is_element(at))
    at = tree_next(at, root);
  return (Element *)at;
}

Element *tree_parent_element(const DomNode *node) {
  return node->parent && node_is_element(node->parent) ? (Element *)node->parent
                                                       : NULL;
}

static Element *forward(DomNode *node) {
  while (node && !node_is_element(node))
    node = node->next;
  return (Element *)node;
}

static Element *backward(DomNode *node) {
  while (node && !node_is_element(node))
    node = node->previous;
  return (Element *)node;
}

Element *tree_first_element(const DomNode *node) {
  return forward(node->first);
}

Element *tree_last_element(const DomNode *node) {
  return backward(node->last);
}

Element *tree_sibling_after(const DomNode *node) {
  return forward(node->next);
}

Element *tree_sibling_before(const DomNode *node) {
  return backward(node->previous);
}

/* ---- Links
 * ---------------------------------------------------------------------- */

static void set_connected(DomNode *root, bool is_connected) {
  if (root->is_connected == is_connected) return;
  for (DomNode *node = root; node; node = tree_next(node, root))
    node->is_connected = is_connected;
}

void tree_link(VM *vm, DomNode *parent, DomNode *node, DomNode *before) {
  Heap *heap = &vm->isolate.heap;
  assert(!node->parent && !node->previous && !node->next);
  assert(!before || before->parent == parent);
  DomNode *after = before ? before->previous : parent->last;
  cell_write_pointer(heap, node, node->parent, parent);
  cell_write_pointer(heap, node, node->previous, after);
  cell_write_pointer(heap, node, node->next, before);
  if (after)
    cell_write_pointer(heap, after, after->next, node);
  else
    cell_write_pointer(heap, parent, parent->first, node);
  if (before)
    cell_write_pointer(heap, before, before->previous, node);
  else
    cell_write_pointer(heap, parent, parent->last, node);
  set_connected(node, parent->is_connected);
  tree_changed(vm, parent);
}

void tree_unlink(VM *vm, DomNode *node) {
  Heap *heap = &vm->isolate.heap;
  DomNode *parent = node->parent, *previous = node->previous,
          *next = node->next;
  if (previous)
    cell_write_pointer(heap, previous, previous->next, next);
  else
    cell_write_pointer(heap, parent, parent->first, next);
  if (next)
    cell_write_pointer(heap, next, next->previous, previous);
  else
    cell_write_pointer(heap, parent, parent->last, previous);
  DomNode *none = NULL;
  cell_write_pointer(heap, node, node->parent, none);
  cell_write_pointer(heap, node, node->previous, none);
  cell_write_pointer(heap, node, node->next, none);
  set_connected(node, false);
  tree_changed(vm, parent);
}

/* The Attrs of elements go with them; the contents of templates have a
 * document of their own, which goes with the new one. */
void tree_adopt(VM *vm, DomNode *root, Document *document) {
  Heap *heap = &vm->isolate.heap;
  if (node_document(root) == document) return;
  for (DomNode *node = root; node; node = tree_next(node, root)) {
    cell_write_pointer(heap, node, node->document, document);
    AttributeList *list =
        node_is_element(node) ? ((Element *)node)->attributes : NULL;
    for (u32 i = 0; list && i < list->count; i++)
      if (value_is_cell(list->items[i].node)) {
        Attr *attr = (Attr *)value_to_cell(list->items[i].node);
        cell_write_pointer(heap, attr, attr->node.document, document);
      }
  }
}
