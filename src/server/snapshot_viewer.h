/* snapshot_viewer.h - one who looks at heap snapshots.
 *
 * It has no state of its own but what it has asked: HeapSnapshot.describe is
 * answered at once, everything else by the snapshots (snapshots.h).
 */
#ifndef GLASSHEAP_SERVER_SNAPSHOT_VIEWER_H
#define GLASSHEAP_SERVER_SNAPSHOT_VIEWER_H

#include "server/service.h"
#include "server/snapshots.h"

typedef struct SnapshotViewer SnapshotViewer;

typedef struct SnapshotViewers {
  Snapshots *snapshots;
  VECTOR(SnapshotViewer *) items;
} SnapshotViewers;

/* snapshot_viewers_service - for a transport. */
Service snapshot_viewers_service(SnapshotViewers *viewers, uv_loop_t *loop);
/* snapshot_viewers_tell - tells all how far the snapshots are. */
void snapshot_viewers_tell(SnapshotViewers *viewers);

#endif
