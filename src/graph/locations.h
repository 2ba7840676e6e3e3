/* locations.h - where in the source closures and constructors are. */
#ifndef GLASSHEAP_GRAPH_LOCATIONS_H
#define GLASSHEAP_GRAPH_LOCATIONS_H

#include "graph/graph.h"
#include "graph/table.h"

typedef struct Location {
  u64 script, line, column; /* line and column count from 0 */
} Location;

/* location_find - whether the file has a location for `node`; of functions it
 * is theirs, of objects their constructor's. That of a plain object is looked
 * for in the whole section, on every core: for a question about one node. */
bool location_find(const HeapGraph *graph, Node node, Location *location);

typedef VECTOR(Location) LocationList;

/* locations_number - for each node the number of its location in `list`, which
 * begins with one for nodes that have none. The caller frees the column, of
 * node_count items, and the list. */
u32 *locations_number(const HeapGraph *graph, LocationList *list);

/* locations_take - what opening takes of the section, in one pass: the numbers
 * of objects' locations, into a zeroed column; but those of plain objects,
 * which few have, into a table; graph->scripts and closure_places. */
void locations_take(HeapGraph *graph, LocationList *list, u32 *column,
                    NumberTable *of_plain);

/* locations_list_others - fills graph->lists.other_places: the records of
 * nodes that are no closures and whose class does not tell their place. */
void locations_list_others(const HeapGraph *graph);

#endif
