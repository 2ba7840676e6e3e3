/* index.h - what was computed about a snapshot, kept for the next opening.
 *
 * An index is a file of the columns of a graph as they lie in memory, so that
 * opening it is mapping it. It lies in the user's cache folder
 * ($GLASSHEAP_CACHE, $XDG_CACHE_HOME/glassheap or ~/.cache/glassheap), which is
 * the user's alone, and is thrown away unless everything fits: the snapshot's
 * size, time and samples of its content, the version of the format, and a
 * checksum over every block. What is wrong is computed again, never believed.
 * An empty GLASSHEAP_CACHE keeps none.
 */
#ifndef GLASSHEAP_GRAPH_INDEX_H
#define GLASSHEAP_GRAPH_INDEX_H

#include "graph/graph.h"

/* index_load - fills a graph whose file was mapped and whose meta was read,
 * from the index of that file. False, with the graph as it was, when there is
 * none that fits. Blocks are compared with their checksums, of a brief graph
 * when they are looked at first (index_guard.h). */
bool index_load(HeapGraph *graph, bool is_brief);
/* index_unload - gives back what index_load mapped. */
void index_unload(HeapGraph *graph);

/* index_is_wanted - whether a graph could have an index, and has none or one of
 * columns alone. Small snapshots, streams and cut files have none. */
bool index_is_wanted(const HeapGraph *graph);
/* index_save - makes the lists by which pages of tables are found at once
 * (lists.h, orders.h, references.h, kept.h) and writes the index of an analysed
 * graph, to a name of its own first; false when it is not wanted, or whatever
 * goes wrong (no folder, no room): nothing is left behind then. */
bool index_save(const HeapGraph *graph);
/* index_save_columns - the same without lists: little work and no memory. Of a
 * graph with such an index answers take longer. */
bool index_save_columns(const HeapGraph *graph);

/* index_seal - for tests: new checksums for an index that was changed, as
 * whoever forges one would write them. */
void index_seal(u8 *index, u64 length, const Mapping *mapping);

#endif
