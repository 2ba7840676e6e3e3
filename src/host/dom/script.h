/* script.h - scripts that a program puts into the page.
 *
 * A script runs once, when it is in the page, has a text and is not told by its
 * type to be something else; scripts that HTML was parsed into never run (as
 * with innerHTML). Files (`src`) are not fetched. What a script throws is
 * reported and stops nobody.
 */
#ifndef GLASSHEAP_HOST_DOM_SCRIPT_H
#define GLASSHEAP_HOST_DOM_SCRIPT_H

#include "host/dom/parts.h"

/* script_run_below - runs those among nodes that have just come into the page
 * below `parent`: the roots of what came, rooted by their tree. */
void script_run_below(VM *vm, DomNode *parent, DomNode *const *nodes,
                      u32 count);

#endif
