/* paths.h - why an object is alive: the ways from the roots to it.
 *
 * A path is found backwards, from the object to whatever refers to it and is
 * one nearer to the roots. It is then told as a person would: the arrays and
 * tables that a Map or an object consists of are left out, and what is found
 * in them is an entry of the whole. Steps that go round and round, as along a
 * linked list, are told once, with how often.
 *
 * The edge to cut is the last one on the path without which the object would
 * be freed: nothing else refers to what it leads to, and that dominates the
 * object. There is none when several owners hold the object together.
 */
#ifndef GLASSHEAP_GRAPH_PATHS_H
#define GLASSHEAP_GRAPH_PATHS_H

#include "graph/children.h"
#include "graph/graph.h"
#include "graph/sources.h"

/* Nodes from the one under the root to the object. */
typedef NodeList Path;

/* path_find - the shortest path to `node`, by way of the retainer `source`
 * unless that is NO_NODE. Empty when nothing but weak references leads to it.
 * The caller frees it with vector_free. */
void path_find(const HeapGraph *graph, Node node, Node source, Path *path);

/* path_cut - the step of the path whose edge is the one to cut, or path->count:
 * the edge from the step before (for step 0 the root's) to it. */
u32 path_cut(const HeapGraph *graph, const Path *path);

/* A step that is told. */
typedef struct PathStep {
  Node owner, node; /* NO_NODE: the owner is the root */
  u32 first, last;  /* of the path: what the step covers */
  u32 left_out;     /* steps before this one that are not told */
  u32 loop, again;  /* this and the steps before it, `loop` of them, come so
                       many times more */
  char *access;     /* ".cache", "[3]", "entry \"user:42\"", "variable x" */
} PathStep;

typedef VECTOR(PathStep) PathSteps;

/* path_tell - the steps as a person would say them, at most `most` of them:
 * from the middle of a longer path some are left out. */
void path_tell(const HeapGraph *graph, const Path *path, u32 most,
               PathSteps *steps);
/* path_tell_one - the step of the path that leads to its item `index`. */
PathStep path_tell_one(const HeapGraph *graph, const Path *path, u32 index);
void path_steps_free(PathSteps *steps);
/* path_append_text - `Window → cache (Map) → entry "user:42" (Session)`, with
 * functions by their place, `f() in server.js:12`, when `sources` is not
 * NULL. */
void path_append_text(const HeapGraph *graph, const PathSteps *steps,
                      Sources *sources, Buffer *out);
/* path_append_kind - a text that paths have in common when they differ in
 * numbers and keys alone. Much quicker than telling them: for thousands. */
void path_append_kind(const HeapGraph *graph, const Path *path, u32 most,
                      Buffer *out);

#endif
