/* dispatch.h - events in a tree: who is above whom, what a click does by
 * itself, focus, and the properties onclick and their kin.
 */
#ifndef GLASSHEAP_HOST_DOM_DISPATCH_H
#define GLASSHEAP_HOST_DOM_DISPATCH_H

#include "host/dom/parts.h"

/* dispatch_open - the hooks of the event floor (events.h). */
void dispatch_open(VM *vm);
/* dispatch_fire - a plain event of the DOM's own. False: the run must stop. */
bool dispatch_fire(VM *vm, DomNode *target, EventClass class, const char *type,
                   EventInit init, bool *was_canceled);
/* dispatch_focus - gives the focus to an element (NULL: to none), with blur,
 * focusout, focus and focusin. */
bool dispatch_focus(VM *vm, Document *document, Element *element);
/* dispatch_add_members - click, focus, blur, of HTMLElement and SVGElement. */
void dispatch_add_members(VM *vm, Object *prototype, Interface interface);
/* dispatch_add_form_members - submit, requestSubmit, reset. */
void dispatch_add_form_members(VM *vm, Object *prototype);

/* handlers_add - the properties onclick and so on, of elements, documents and
 * the window. */
void handlers_add(VM *vm, Object *target, Interface interface);
/* handlers_attribute - the attribute of that name was set or removed (`text`
 * NULL): if it is onclick or the like, its text is the handler. */
bool handlers_attribute(VM *vm, Element *element, const String *name,
                        String *text);

#endif
