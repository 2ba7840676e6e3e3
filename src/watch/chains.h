/* chains.h - why a cell is alive: the shortest chains of references from the
 * roots to it, one for each of the cells that refer to it.
 *
 * The search goes breadth first from the roots over the edges that keep their
 * targets alive, with the parts of an object (slots, elements, tables) as the
 * object itself. What the program itself has comes before what the engine has:
 * variables of frames, innermost first, the global object and the variables of
 * scripts, what waits in queues, and then the rest.
 */
#ifndef GLASSHEAP_WATCH_CHAINS_H
#define GLASSHEAP_WATCH_CHAINS_H

#include "vm/vm.h"

#include <jansson.h>

/* chains_describe - {target: {address, text, class, bytes}, alive, chains:
 * [[hop, ...], ...]}: at most `limit` chains, the shortest first. A hop is
 * {from, fromText, name, type, index, to, text}; the first one's `from` is
 * null, and it has the `root` that holds it: {kind, frame, function}. Reads the
 * heap only. */
json_t *chains_describe(VM *vm, Cell *target, u32 limit);
/* chains_is_alive - whether the roots reach the cell. */
bool chains_is_alive(VM *vm, const Cell *target);

#endif
