/* cut.h - what would be let go of the growth if some references were not there.
 *
 * The question of somebody who points at a line: "is it this one?" A reference
 * is named as it is in the program, and means all of that name:
 *
 *   content      every variable or property `content`, whoever has it
 *   rendered[*]  the entries of what such a reference leads to: of a Map, an
 *                Array, a Set, the listeners of a target, the reactions of a
 *                promise
 *
 * A node that stands for some of the roots ("timers that wait") has a name as
 * well, and entries.
 *
 * The answer is found by walking the last heap without those edges: what is
 * not reached any more would be freed. Of that, what the first heap did not
 * have yet is growth; the rest was there before, and would be lost with it.
 *
 *     root -> rendered -x-> entries    17,920 of 18,560 bytes of the growth
 *          -> products ---> ...        are freed, and 0 that were there before
 *
 * Both halves of a WeakMap's entry, and whatever else does not count for
 * dominators, do not hold anything here either.
 */
#ifndef GLASSHEAP_GRAPH_CUT_H
#define GLASSHEAP_GRAPH_CUT_H

#include "graph/graph.h"

#include <jansson.h>

/* cuts_json - of each reference in `names` (with commas in between) on its own:
 *
 *   [{cut, references, frees, growth, others}]
 *
 * how many references are cut (0: there is none of that name), how many bytes
 * of the growth that frees, how many there are, and how many bytes it frees
 * that were there before. `graphs` are heaps of one run, at least two; the
 * first and the last count. The caller's to decref. */
json_t *cuts_json(const HeapGraph *graphs, u32 count, const char *names);

#endif
