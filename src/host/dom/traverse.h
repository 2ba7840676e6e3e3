/* traverse.h - objects that walk over a tree: TreeWalker and NodeIterator. */
#ifndef GLASSHEAP_HOST_DOM_TRAVERSE_H
#define GLASSHEAP_HOST_DOM_TRAVERSE_H

#include "host/dom/parts.h"

/* DOM_WALKER */
typedef struct Walker {
  Object object;
  DomNode *root, *current;
  Value filter; /* a function, an object with acceptNode, or null */
  u32 shown;    /* a bit for each type of node */
  bool is_iterator;
  bool is_before; /* an iterator: stands before `current` */
  bool is_active; /* its filter runs */
} Walker;

/* traverse_create - createTreeWalker and createNodeIterator. */
bool traverse_create(VM *vm, Call *call, bool is_iterator);

#endif
