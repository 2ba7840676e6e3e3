/* heap_snapshot.h - our heap, at a moment of a run, as a `.heapsnapshot`.
 *
 * What src/graph reads from V8 it can be given from here: the same format,
 * with V8's words where there is a word, so that our analyser, Chrome DevTools
 * and every other tool for such files open it.
 *
 *   cell of ours             node             edges
 *   object                   object, named    properties and elements,
 *                            by constructor   by name
 *   function                 closure          shared, context
 *   environment              system/Context   variables, by name
 *   Shape                    object shape     from its objects: map
 *   slots, elements, tables  array, hidden    their object has them
 *   frame of the stack       native           variables, by name
 *   number, true, null, ...  number, hidden   none; without bytes, and only
 *                                             of properties and variables
 *
 * Every cell is one node and each of its references an edge: they come from the
 * visit function of its kind. How a kind is shown says heap_snapshot.def; a
 * kind that is not there is an object of its constructor's name, or hidden.
 *
 * V8 collects garbage before it writes a snapshot, and so do we: the sizes add
 * up to the bytes that live and those that cells own outside the heap.
 */
#ifndef GLASSHEAP_WATCH_HEAP_SNAPSHOT_H
#define GLASSHEAP_WATCH_HEAP_SNAPSHOT_H

#include "vm/vm.h"
#include "watch/allocation_sites.h"
#include "watch/cell_ids.h"

typedef struct HeapSnapshotTotals {
  u64 nodes, edges, bytes;
  bool has_lasting_ids; /* false: too many for 32 bits, ids are this file's */
} HeapSnapshotTotals;

/* Where a snapshot goes, and what is known of its cells. */
typedef struct HeapSnapshotTarget {
  const char *path;   /* "-" is standard output */
  int file;           /* an open one, which is left open; 0: by its path */
  const CellIds *ids; /* attached before the run */
  const AllocationSites *sites; /* who allocated them; or NULL */
} HeapSnapshotTarget;

/* heap_snapshot_write - collects garbage and writes what is left. False, with
 * one clear line in `error`, when the file cannot be written. */
bool heap_snapshot_write(VM *vm, const HeapSnapshotTarget *target,
                         HeapSnapshotTotals *totals, Buffer *error);

#endif
