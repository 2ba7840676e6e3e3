/* what_if.h - what would fall out of memory if a reference were not there.
 *
 * A branch of time: it takes place in a room of its own, a copy of the one that
 * is looked at, and only there. The edge is cut, the heap is collected, and
 * what the collector finds dead is told; that room never runs on, and going
 * back is forgetting it.
 */
#ifndef GLASSHEAP_WATCH_WHAT_IF_H
#define GLASSHEAP_WATCH_WHAT_IF_H

#include "vm/vm.h"

#include <jansson.h>

/* what_if_cut - before the first cut frees what is dead already, then cuts the
 * edge that the expression (reference.h) names: {edge, value}; NULL with a line
 * in `error`.
 */
json_t *what_if_cut(VM *vm, const char *edge, Buffer *error);
/* what_if_collect - collects: {objects, cells, bytes, classes: [{class, count,
 * bytes, addresses}], dead}, the classes with most bytes first. Slots, elements
 * and tables count with the class "(parts of objects)"; `dead` has the
 * addresses of the objects and environments, at most 1,000. */
json_t *what_if_collect(VM *vm);

#endif
