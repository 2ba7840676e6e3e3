/* read.h - from the numbers of a file to the arrays of a graph. */
#ifndef GLASSHEAP_GRAPH_READ_H
#define GLASSHEAP_GRAPH_READ_H

#include "graph/ephemerons.h"

/* graph_read - fills the columns that come from the file itself, from
 * graph->file; on every core. `ephemerons` gets names and edges; the caller
 * frees it. False, with a line in `error` that names the byte, when the
 * numbers contradict each other. */
bool graph_read(HeapGraph *graph, Ephemerons *ephemerons, Buffer *error);

#endif
