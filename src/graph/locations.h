/* locations.h - where in the source closures and constructors are. */
#ifndef GLASSHEAP_GRAPH_LOCATIONS_H
#define GLASSHEAP_GRAPH_LOCATIONS_H

#include "graph/graph.h"

typedef struct Location {
  u64 script, line, column; /* line and column count from 0 */
} Location;

/* The file's locations, by node. */
typedef struct Locations {
  const HeapGraph *graph;
  u32 count;
  Node *nodes;  /* in rising order */
  u32 *records; /* of the file */
} Locations;

/* locations_read - the nodes that have one. */
Locations locations_read(const HeapGraph *graph);
void locations_free(Locations *locations);
/* locations_find - the place of `node` in the lists, or their count. */
u32 locations_find(const Locations *locations, Node node);
/* locations_get - what the file says at that place. */
Location locations_get(const Locations *locations, u32 place);

/* Goes through locations in the order of their nodes. */
typedef struct LocationReader {
  const Locations *locations;
  NumberReader numbers;
  u32 place, record; /* the next of each list */
} LocationReader;

LocationReader locations_reader(const Locations *locations);
/* location_reader_find - whether `node` has one; each call is about a later
 * node than the one before. */
bool location_reader_find(LocationReader *reader, Node node,
                          Location *location);

#endif
