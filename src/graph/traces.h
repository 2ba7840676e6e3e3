/* traces.h - who allocated what, where a snapshot says so.
 *
 * A recording of allocations (DevTools' timeline with stacks, or any client's
 * HeapProfiler.startTrackingHeapObjects with trackAllocations) writes a tree of
 * calls: every node is a function called by its parent's, with how much was
 * allocated there in all; every object of the heap has the number of the tree
 * node that it was allocated in.
 */
#ifndef GLASSHEAP_GRAPH_TRACES_H
#define GLASSHEAP_GRAPH_TRACES_H

#include "base/vector.h"
#include "graph/locations.h"
#include "graph/table.h"

#include <jansson.h>

/* V8's numbers for a function of the tree; no version has others. */
constexpr u32 TRACE_FUNCTION_FIELDS = 6;

/* A function of the tree. */
typedef struct TraceFunction {
  u32 name, script_name; /* strings of the file */
  Location place;        /* script 0: none */
} TraceFunction;

/* A function as called by those above. */
typedef struct TraceNode {
  u64 id;           /* the file's number for it */
  u32 function;     /* in `functions` */
  u32 parent;       /* in `nodes`; the first is its own */
  u64 count, bytes; /* allocated there, gone or not */
} TraceNode;

typedef struct Traces {
  VECTOR(TraceFunction) functions;
  VECTOR(TraceNode) nodes;
  NumberTable by_id; /* numbers of the file to places in `nodes` */
} Traces;

/* traces_read - false when the file has none, or no sound ones; then nothing is
 * to be freed. */
bool traces_read(const HeapGraph *graph, Traces *traces);
/* traces_find - the place of the node with that number; TABLE_NONE for the
 * number of objects that are older than the recording. */
u32 traces_find(const Traces *traces, u64 id);
/* trace_function_json - {name, location}; the location where it has one. */
json_t *trace_function_json(const HeapGraph *graph,
                            const TraceFunction *function);
void traces_free(Traces *traces);

#endif
