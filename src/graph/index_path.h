/* index_path.h - where the index of a snapshot is kept. */
#ifndef GLASSHEAP_GRAPH_INDEX_PATH_H
#define GLASSHEAP_GRAPH_INDEX_PATH_H

#include "graph/mapping.h"

/* index_path - the name of the index of that file, its folder made; false when
 * there is to be none. */
bool index_path(const Mapping *mapping, Buffer *path);
/* index_path_prune - removes the oldest indexes of the folder of `path`. */
void index_path_prune(const char *path);

#endif
