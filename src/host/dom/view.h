/* view.h - objects that show a part of the tree: lists of nodes, live or not,
 * attributes, tokens, data and style of an element.
 *
 * A view holds its node, and (when it must always be the same object) the node
 * holds the view. A live list counts nothing in advance: it remembers where it
 * last was, and forgets that when its document has changed, so that a loop
 * over it takes one step an item.
 */
#ifndef GLASSHEAP_HOST_DOM_VIEW_H
#define GLASSHEAP_HOST_DOM_VIEW_H

#include "host/dom/parts.h"

typedef enum ViewKind : u8 {
  VIEW_CHILD_NODES, /* NodeList */
  VIEW_NAME,        /* getElementsByName */
  VIEW_STATIC,      /* querySelectorAll: `filter` is an array of nodes */
  VIEW_CHILDREN,    /* HTMLCollection from here on */
  VIEW_TAG,         /* `filter` is a name, or "*" */
  VIEW_CLASS,       /* `filter` is an array of atoms */
  VIEW_FORM,        /* the controls of a form or fieldset */
  VIEW_OPTIONS,     /* of a select or datalist */
  VIEW_SELECTED,    /* those that are selected */
  VIEW_LINKS,       /* document.links and the like: `filter` is a tag */
  VIEW_ATTRIBUTES,  /* NamedNodeMap */
  VIEW_TOKENS,      /* DOMTokenList: `filter` is the attribute's name */
  VIEW_DATA,        /* DOMStringMap */
  VIEW_STYLE,       /* CSSStyleDeclaration: `filter` is an array of names and
                       values by turns */
} ViewKind;

typedef struct DomView {
  Object object;
  ViewKind kind;
  u32 length;    /* of a list, or UINT32_MAX: not counted since */
  DomNode *root; /* whose view it is; NULL: nobody's */
  Value filter;  /* see ViewKind; else undefined */
  u64 version;   /* of the document, for which the following holds */
  u32 index;     /* of `at` */
  u32 unused;
  DomNode *at; /* an item, or NULL; no edge: it lies below `root` */
} DomView;

/* view_new - a view. */
DomView *view_new(VM *vm, Interface interface, ViewKind kind, DomNode *root,
                  Value filter);
/* view_of - the view that a node keeps, made when first asked for. */
Value view_of(VM *vm, DomNode *node, NodeExtra extra, Interface interface,
              ViewKind kind, Value filter);
/* view_this - `this`, of one of these kinds; NULL: threw. */
DomView *view_this(VM *vm, const Call *call, ViewKind first, ViewKind last);
/* view_count, view_item - of a list of nodes; NULL behind the end. */
u32 view_count(VM *vm, DomView *view);
DomNode *view_item(VM *vm, DomView *view, u32 index);
/* view_array - a list of nodes that does not change: `nodes` is an array, which
 * becomes the list's. */
Value view_static(VM *vm, Object *nodes);
/* view_register - the internal methods of views. */
void view_register(VM *vm);
/* view_add_iteration - length's companions: forEach, entries, keys, values and
 * Symbol.iterator, which are those of arrays. */
void view_add_iteration(VM *vm, Object *prototype, bool is_iterable);

/* ---- By kind ----------------------------------------------------------------
 */

/* An item of attributes or tokens; undefined behind the end. False: threw. */
bool attributes_item(VM *vm, DomView *view, u32 index, Value *item);
bool tokens_item(VM *vm, DomView *view, u32 index, Value *item);
u32 tokens_count(VM *vm, const DomView *view);

/* A named property of data or style: `*found` false when there is none. The
 * key is an atom. */
bool data_get(VM *vm, DomView *view, String *name, Value *value, bool *found);
bool data_set(VM *vm, DomView *view, String *name, Value value, bool *done);
bool data_delete(VM *vm, DomView *view, String *name);
bool data_keys(VM *vm, DomView *view, KeyList *keys);
bool style_get(VM *vm, DomView *view, String *name, Value *value, bool *found);
bool style_set(VM *vm, DomView *view, String *name, Value value, bool *done);
bool style_item(VM *vm, DomView *view, u32 index, Value *item);
/* style_add_text - declarations of a text, to a style that is no element's. */
bool style_add_text(VM *vm, DomView *view, String *text);

#endif
