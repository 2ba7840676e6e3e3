/* diff.h - what changed between two snapshots, or three.
 *
 * Objects are compared by identity: an object is its id (diff_identity.h), so
 * "new" is what the later snapshot alone has, "freed" what the earlier alone
 * has, and "grown" what both have with another size. Counts and sizes are
 * therefore exact, and an object that was freed and made anew is both.
 *
 *   glassheap diff A B       what B has that A has not, and the other way
 *   glassheap diff A B C     what was allocated after A, was there at B and
 *                            is still at C: those who outlive the work between
 *                            the snapshots
 *
 * answer_diff's JSON (sizes in bytes; params: offset, limit, "sort": "bytes"
 * (the default, by change of size), "count" or "name"):
 *
 *   snapshots: [{path, nodes, edges, total}]   one for each, in order
 *   totals: {new: {count, bytes}, freed: {count, bytes},
 *            grown: {count, bytes},   bytes: signed change of those in both
 *            delta: {count, bytes},
 *            kept: {count, bytes}}    new, and dominated by nothing new: with
 *                                     all that they retain
 *   born: [{count, bytes}]            the new ones by the interval that they
 *                                     came in (as many as snapshots less one)
 *   total: how many classes changed   (for paging)
 *   classes: [{class, script, line,   line counts from 1; without a place 0
 *              new: {count, bytes}, freed: {count, bytes},
 *              grown: {count, bytes}, delta: {count, bytes},
 *              retained,              by the new ones, no byte counted twice
 *              persistent: {count, bytes},   with three snapshots: allocated
 *                                     between the first and the second, and
 *                                     still there in the last
 *              examples: [id, ...]}]  of the new ones, largest first
 *   noise: [the same]                 what the tools and the engine make
 *                                     themselves: code, caches, feedback
 *   title: a sentence
 *
 * Classes are those of the snapshot where the object was last seen, and
 * objects of a class in two snapshots are the same class when name and place
 * are.
 */
#ifndef GLASSHEAP_GRAPH_DIFF_H
#define GLASSHEAP_GRAPH_DIFF_H

#include "graph/answer.h"
#include "graph/diff_identity.h"

/* class_is_noise - whether the engine makes such things for itself: compiled
 * code, feedback, shapes, handles. */
bool class_is_noise(const char *name);

#endif
