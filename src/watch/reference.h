/* reference.h - expressions that name a place in a stopped run's memory.
 *
 *   cache.items[3].owner     a variable that the innermost frame can see, a
 *                            variable of the script or a global; then
 *                            properties, items, and what else a cell has
 *   @1a40.environment        the cell at an address
 *   registry<2>.value        the third entry of a Map or Set
 *   timer 3                  what waits for the event loop, by its number
 *
 * Reading one runs nothing of the program's (a getter is not called: its
 * Accessor is what lies there) and allocates nothing in the heap, so that the
 * state that is looked at stays what it was.
 */
#ifndef GLASSHEAP_WATCH_REFERENCE_H
#define GLASSHEAP_WATCH_REFERENCE_H

#include "vm/vm.h"

/* A value and, when something holds it there, the edge that leads to it. */
typedef struct Reference {
  Value value;
  Cell *owner;   /* NULL: a root holds it, or it is only an address */
  EdgeName name; /* of the edge; ROOT of a root's */
  Value *slot;   /* where a Value lies that may be replaced; or NULL */
  u32 frame;     /* of a register: its frame, innermost 0 */
  bool is_edge;  /* there is such an edge */
} Reference;

/* reference_find - what the expression names at this moment; false with one
 * line in `error`. */
bool reference_find(VM *vm, const char *text, Reference *reference,
                    Buffer *error);
/* reference_cut - takes the edge away: null is stored in its place, and a
 * queue of the event loop forgets its item. The run must not go on after that;
 * it can only be collected and looked at. False with a line in `error` when
 * nothing holds the value there. */
bool reference_cut(VM *vm, const Reference *reference, Buffer *error);

#endif
