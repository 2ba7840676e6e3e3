/* retained.h - what would go if a cell were not there.
 *
 * The roots reach so many cells; without the cell in question they reach fewer.
 * The difference, the cell itself included, is its retained size, as heap
 * snapshots have it (graph/, by dominators, for all cells at once); here for
 * one cell, at a moment, by two searches. Weak references reach nothing, and a
 * WeakMap its values only while their keys are reached.
 */
#ifndef GLASSHEAP_WATCH_RETAINED_H
#define GLASSHEAP_WATCH_RETAINED_H

#include "vm/vm.h"

#include <jansson.h>

/* retained_describe - {bytes (with what cells own outside of the heap), cells};
 * both 0 when the roots do not reach it. Reads the heap only. */
json_t *retained_describe(VM *vm, Cell *cell);
/* dominators_describe - the same with {distance (references from the roots, 1
 * for what a root refers to; null when they do not reach it), dominators: the
 * cells that lie on every way from the roots to it, the nearest first, each
 * {address, text, bytes, cells}}. A cell without dominators is held by roots
 * alone, or by several ways that have nothing in common. */
json_t *dominators_describe(VM *vm, Cell *cell);

#endif
