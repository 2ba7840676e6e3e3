/* suspects.h - where memory gathers, in one snapshot.
 *
 * Down the dominator tree from the root the retained size shrinks slowly, as
 * long as one child has nearly all of it, and at once where it is spread over
 * many: there something gathers. Those places, of those that retain a good
 * part of the heap, are the suspects; the method is that of Eclipse MAT's
 * accumulation points.
 */
#ifndef GLASSHEAP_GRAPH_SUSPECTS_H
#define GLASSHEAP_GRAPH_SUSPECTS_H

#include "graph/children.h"
#include "graph/graph.h"

typedef struct Suspect {
  Node node;    /* where it gathers */
  Node owner;   /* what a person would call it */
  u64 retained; /* by `node` */
  u32 class;    /* of most of what it holds */
  u64 count;    /* how many of them it holds directly */
  u64 gathered; /* what those retain */
  u32 children; /* all that it holds directly */
} Suspect;

typedef VECTOR(Suspect) Suspects;

/* suspects_find - by falling retained size, at most `most`; the caller frees
 * the list with vector_free. */
void suspects_find(const HeapGraph *graph, u32 most, Suspects *list);

#endif
