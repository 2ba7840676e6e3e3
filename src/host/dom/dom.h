/* dom.h - the Document Object Model: a page without a screen.
 *
 * Every node is a cell, and that cell is the object that the program sees:
 * there are no wrappers beside the tree, and no second heap that must be kept
 * in step with the first. A node knows its neighbours,
 *
 *                    parent
 *                      ^
 *       previous  <-- node --> next          all of them ordinary edges, so
 *                    /    \                  whoever holds one node of a tree
 *                first    last               holds all of it
 *
 * so a tree that has left the page is one thing: the collector frees it when
 * nothing names any of its nodes, and a picture, a retainer path or a leak
 * finder walks it by the same edges. Properties that a program adds are those
 * of any object. What few nodes have (live lists, a style, what a control's
 * user has typed, listeners) lies in a cell of its own, NodeExtras, which most
 * nodes do without.
 *
 * A program pays for this only when it asks: nothing is made before dom_open,
 * and a class (its constructor, its prototype and the functions in it) only
 * when a node of it is made or its name is read (interfaces.def).
 *
 * The tree's algorithms are those of the DOM standard (dom.spec.whatwg.org)
 * and of HTML (html.spec.whatwg.org); messages are Chromium's. None of them
 * calls itself over the depth of a tree: a page may be as deep as memory
 * allows.
 *
 * What is not there, since nothing could be true of it: layout and painting
 * (sizes are 0), navigation, frames, shadow trees and custom elements.
 */
#ifndef GLASSHEAP_HOST_DOM_DOM_H
#define GLASSHEAP_HOST_DOM_DOM_H

#include "host/events.h"

/* Node.nodeType */
typedef enum DomType : u8 {
  DOM_ELEMENT = 1,
  DOM_ATTRIBUTE = 2,
  DOM_TEXT = 3,
  DOM_CDATA = 4,
  DOM_INSTRUCTION = 7,
  DOM_COMMENT = 8,
  DOM_DOCUMENT = 9,
  DOM_DOCTYPE = 10,
  DOM_FRAGMENT = 11,
} DomType;

/* What few nodes have: EXTRA(name in C, edge). */
#define NODE_EXTRAS(EXTRA)                                                     \
  EXTRA(child_nodes, "childNodes")                                             \
  EXTRA(children, "children")                                                  \
  EXTRA(attributes, "attributes")                                              \
  EXTRA(class_list, "classList")                                               \
  EXTRA(dataset, "dataset")                                                    \
  EXTRA(style, "style")                                                        \
  EXTRA(content, "content")                                                    \
  EXTRA(value, "value")                                                        \
  EXTRA(elements, "elements")                                                  \
  EXTRA(observers, "observers")

typedef enum NodeExtra : u8 {
#define EXTRA(name, edge) EXTRA_##name,
  NODE_EXTRAS(EXTRA)
#undef EXTRA
      EXTRA_COUNT,
} NodeExtra;

typedef struct NodeExtras {
  Cell cell;
  Value values[EXTRA_COUNT]; /* undefined: not there */
} NodeExtras;

typedef struct Document Document;

/* DOM_NODE: a fragment or a document type; and the beginning of the others. */
typedef struct DomNode {
  EventTarget target;
  DomType type;
  bool is_connected; /* its root is a document */
  u16 unused;
  u32 unused_too;
  Document *document; /* the node document; NULL in a document itself */
  struct DomNode *parent, *first, *last, *previous, *next;
  NodeExtras *extras; /* or NULL */
} DomNode;

/* One attribute. The qualified name is an atom; so is the local name, which is
 * the same one where there is no prefix. */
typedef struct Attribute {
  String *name, *local;
  String *space; /* the namespace's URI, or NULL */
  Value value;   /* a flat string */
  Value node;    /* its Attr, once somebody asked for it, or undefined */
} Attribute;

/* DOM_ATTRIBUTES */
typedef struct AttributeList {
  Cell cell;
  u32 count, capacity;
  Attribute items[];
} AttributeList;

typedef enum Space : u8 {
  SPACE_HTML,
  SPACE_SVG,
  SPACE_MATHML,
  SPACE_NONE,
  SPACE_OTHER,
} Space;

typedef enum Tag : u16 {
  TAG_UNKNOWN, /* no element of HTML, or of another namespace */
#define TAG(name, interface, flags) TAG_##name,
#include "host/dom/tags.def"
#undef TAG
  TAG_COUNT,
} Tag;

/* State of form controls that is no attribute. */
constexpr u8 ELEMENT_CHECKED = 1; /* checkedness, or selectedness */
constexpr u8 ELEMENT_CHECKED_DIRTY = 2;
constexpr u8 ELEMENT_INDETERMINATE = 4;
constexpr u8 ELEMENT_SCRIPT_DONE = 8;  /* a script that must not run (again) */
constexpr u8 ELEMENT_NONE_CHOSEN = 16; /* a select: set to what it has not */

/* DOM_ELEMENT */
typedef struct Element {
  DomNode node;
  Tag tag;
  Space space;
  u8 state;
  u32 unused;
  String *local;             /* an atom */
  String *name;              /* the qualified name, an atom */
  String *uri;               /* of its namespace, or NULL */
  AttributeList *attributes; /* or NULL */
} Element;

/* DOM_TEXT: text, a comment, a CDATA section, a processing instruction. */
typedef struct CharacterData {
  DomNode node;
  Value data;   /* a flat string */
  Value target; /* of a processing instruction; else undefined */
} CharacterData;

/* DOM_ATTRIBUTE: an Attr. Its value lies in the element that has it, if one
 * has. */
typedef struct Attr {
  DomNode node;
  Element *owner; /* or NULL */
  String *name, *local, *space;
  Value value;
} Attr;

/* DOM_DOCUMENT */
struct Document {
  DomNode node;
  u64 version;     /* differs after every change of tree or attributes */
  Element *active; /* that has the focus, or NULL: the body */
  bool is_html;
  bool is_template; /* of the contents of templates */
  Value template_document;
  Value implementation;
};

ALWAYS_INLINE bool cell_is_node(const Cell *cell) {
  return cell->kind >= KIND_DOM_NODE && cell->kind <= KIND_DOM_DOCUMENT;
}

/* dom_open - gives the global object of a machine a document and all that
 * comes with it: it is then a window. After host_open. */
void dom_open(VM *vm);
/* dom_is_open - whether there is a document. */
bool dom_is_open(VM *vm);
/* dom_close - frees what the DOM holds outside the heap. */
void dom_close(VM *vm);

/* dom_dispatch_by_user - dispatches an event that a user has caused, with what
 * he has done besides: text that is typed stands in its control before `input`
 * says so, and an element that hears of `focus` has it. */
bool dom_dispatch_by_user(VM *vm, EventTarget *target, Event *event);

/* dom_describe - how a node is shown, as Chrome's console does: `<div
 * class="x">`, `#text "abc"`. Reads the heap only. */
void dom_describe(const DomNode *node, Buffer *out);
/* dom_describe_short - its name alone: `<div>`, `#text`. */
void dom_describe_short(const DomNode *node, Buffer *out);
/* dom_describe_view - a list of nodes, or another view (DOM_VIEW). Reads the
 * heap only. */
void dom_describe_view(VM *vm, Object *object, Buffer *out);
/* dom_is_attached - whether it belongs to the page. */
bool dom_is_attached(VM *vm, const DomNode *node);

#endif
