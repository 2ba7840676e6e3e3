/* observer.h - MutationObserver: who hears of changes of the tree.
 *
 * A registration is kept by the node that is observed (an extra of it), so
 * observing keeps no node alive, and a node that is observed keeps its
 * observer, as in browsers. Records are queued for the observers concerned,
 * and one microtask gives each of them its own.
 *
 * While nobody has ever observed anything, none of this costs more than a
 * look at a counter.
 */
#ifndef GLASSHEAP_HOST_DOM_OBSERVER_H
#define GLASSHEAP_HOST_DOM_OBSERVER_H

#include "host/dom/parts.h"

constexpr u8 OBSERVE_CHILDREN = 1;
constexpr u8 OBSERVE_ATTRIBUTES = 2;
constexpr u8 OBSERVE_TEXT = 4;
constexpr u8 OBSERVE_SUBTREE = 8;
constexpr u8 OBSERVE_OLD_ATTRIBUTES = 16;
constexpr u8 OBSERVE_OLD_TEXT = 32;
constexpr u8 OBSERVE_TRANSIENT = 64; /* of a node that was taken out of a tree
                                        that is observed, until the records of
                                        this turn are given */

/* DOM_OBSERVER: a MutationObserver. */
typedef struct Observer {
  Object object;
  Value callback;
  Object *records; /* an array: those that wait */
  Object *nodes;   /* an array of WeakRefs: what it observes */
  u32 number;      /* in the order in which they were made */
  bool is_queued;
  bool has_transients; /* perhaps: registrations of that kind */
} Observer;

/* DOM_OBSERVATION: that a node is observed; a list, from the node's extra. */
typedef struct Observation {
  Cell cell; /* flags: OBSERVE_... */
  Observer *observer;
  struct Observation *next; /* or NULL */
  Value filter;             /* an array of names, or undefined */
} Observation;

/* observer_hears - whether an insertion or removal below `target` would make a
 * record: only then need observer_children be called. */
bool observer_hears(VM *vm, const DomNode *target);
/* observer_leave - a node is about to be taken out of its tree: who observes
 * the tree hears of what is done to the node for the rest of this turn. */
void observer_leave(VM *vm, DomNode *node);
/* observer_list - nodes for a record: a NodeList that stays as it is. */
Value observer_list(VM *vm, DomNode *const *nodes, u32 count);
/* observer_children - what was added to and removed from `target`, lists or
 * undefined, between two siblings. */
void observer_children(VM *vm, DomNode *target, Value added, Value removed,
                       DomNode *previous, DomNode *next);
/* observer_attribute, observer_text - a change; `old` is the value before, a
 * string or null. */
void observer_attribute(VM *vm, Element *element, String *local, String *space,
                        Value old);
void observer_text(VM *vm, DomNode *node, Value old);

#endif
