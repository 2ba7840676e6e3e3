/* leaks.h - what grows, why, and what to cut.
 *
 * Given snapshots taken one after another, whatever the last has that the
 * first had not (by id, exactly) came in between and was never let go. Those
 * survivors are put in order by three ideas:
 *
 *   - the dominator tree says what hangs on what: only survivors that no
 *     survivor dominates, the tops, have to be explained; collections that are
 *     new themselves are opened, so that their entries are the tops
 *   - each top is held by paths from the root; told with indices and keys as
 *     [*], tables left out and the steps of lists and trees folded, those of
 *     one leak are the same
 *   - a group of tops with the same paths grew in each interval, or once, or
 *     what came replaced what went
 *
 *      root -> ... -> cache -> [*] -> Session   10,000 tops in one group
 *                                               cut: the entries of `cache`
 *
 * A top held from two sides has both paths, and cutting one frees nothing:
 * that is said. Counts and sizes are sums over all objects of the group. A
 * finder (leaks_finders.def) then says what kind of thing it is.
 *
 * With one snapshot there is no growth; the dominator tree is opened from the
 * root down to where much hangs together, and the same words tell about that.
 *
 * answer_leaks' JSON (sizes in bytes; params: offset, limit of the suspects,
 * 20):
 *
 *   title:     a sentence: the whole
 *   snapshots: how many
 *   growth:    {bytes, count}  of all survivors; of one snapshot, all there is
 *   total:     how many suspects
 *   suspects:  [leak]  the largest and surest first, from 1% of growth on
 *   ordinary:  [leak]  grew, but looks like no leak: filled once, replaced
 *   noise:     [leak]  made by the tools and the engine
 *   stores:    [{node, path, bytes, series}]  without suspects, of several: the
 *              objects that were there and are larger now, by how much, and
 *              their sizes in each snapshot
 *   rest:      {groups, bytes}  what is too small to be told
 *
 * and a leak is
 *
 *   title:     "4,000 Session in the Map `sessions` (server.js)"
 *   finder:    who recognised it: collection, listeners, timers, ...
 *   framework: "React" and the like, where its objects are those
 *   verdict:   growing, grew, recent, once, steady, present
 *   sure:      certain, likely, possible, unlikely
 *   class, count:  what most of the tops are, and how many those are
 *   tops, objects: how many on top, how many in all
 *   bytes:     of all objects of the group, exactly
 *   retained:  by the tops: what is freed when they are let go, older objects
 *              included that hang on them
 *   container: bytes of the new collections that were opened
 *   path:      the (first) path as a person would say it
 *   paths:     [text] all
 *   steps:     [[{access, class, id}]] all, from the root (of more than 64 the
 *              last), for programs
 *   joint:     whether there are several, and all must be cut
 *   cut:       a sentence: the edge to cut, and what that frees
 *   edges:     [{id, class, access, repeats}] the same for programs: the
 *              object that refers to the tops, and how; `repeats` in a list
 *              or a tree, where others of the class do so as well
 *   frees:     bytes
 *   owner:     the object that dominates them all, or null
 *   evidence:  [sentence] how sure, and why
 *   advice:    what to change
 *   born:      [bytes] by the interval in which they came
 *   series:    {of: "owner" or "class", values: [number]} one a snapshot: what
 *              the owner retained, or how many of the class there were
 *   silhouette: [{class, count, bytes, id}] the classes of all, by bytes, the
 *              first sixteen; id is an example
 *   classes:   how many classes
 *   inside:    {path, node, bytes, of} where most of the largest top lies in
 *              something that it leads to: by which path, and how much
 *   sites:     [{name, location, trace, class, count, bytes, retained}] who
 *              allocated them, where the last snapshot says so: the bytes of
 *              all, the class that retains most, and how many of that
 *   example:   the largest top
 *   newest:    the one with the largest id
 */
#ifndef GLASSHEAP_GRAPH_LEAKS_H
#define GLASSHEAP_GRAPH_LEAKS_H

#include "graph/answer.h"

/* A group below this part of the growth is not told: one in so many. */
constexpr u64 LEAKS_PART = 100;

#endif
