/* snapshot_meta.h - the member "snapshot" of a file: how the rest is
 * written. */
#ifndef GLASSHEAP_GRAPH_SNAPSHOT_META_H
#define GLASSHEAP_GRAPH_SNAPSHOT_META_H

#include "graph/snapshot_file.h"

/* snapshot_meta_read - reads the JSON value at `text`. False, with what is
 * wrong in `error` and its place in `*at`, when it is not a description that
 * can be worked with. */
bool snapshot_meta_read(const char *text, size_t limit, SnapshotMeta *meta,
                        size_t *at, Buffer *error);
void snapshot_meta_free(SnapshotMeta *meta);

#endif
