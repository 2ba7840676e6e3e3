/* snapshots.h - the heap snapshots that are looked at: opened, then asked.
 *
 * Opening may take seconds and a question a good part of one, so both are done
 * on a thread; the loop goes on. One thing is done at a time, in the order in
 * which it was asked for, whoever asks:
 *
 *   file, file, | question, question, ...
 *     opening     answers (graph/answer.h), written as replies
 *
 * Questions may be asked before the files are open; they wait.
 */
#ifndef GLASSHEAP_SERVER_SNAPSHOTS_H
#define GLASSHEAP_SERVER_SNAPSHOTS_H

#include "protocol/protocol.h"
#include "server/snapshot_server.h"

#include <uv.h>

typedef struct Snapshots Snapshots;

/* The reply to a question, for the callee to free. */
typedef void SnapshotsReply(void *context, char *text);
/* The files are one stage further, open, or not to be opened. */
typedef void SnapshotsChanged(void *context);

typedef struct SnapshotsOptions {
  char *const *paths; /* must outlive the snapshots */
  u32 count;
  bool is_salvaging; /* what there is of files that were cut off */
  SnapshotsChanged *changed;
  void *context;
} SnapshotsOptions;

/* snapshots_open - begins to open the files, at most SERVED_SNAPSHOTS_MAX. */
Snapshots *snapshots_open(uv_loop_t *loop, SnapshotsOptions options);
/* snapshots_are_open - all of them. */
bool snapshots_are_open(const Snapshots *snapshots);
/* snapshots_failure - why one cannot be opened, or NULL. */
const char *snapshots_failure(const Snapshots *snapshots);
/* snapshots_describe - the result of HeapSnapshot.describe. */
json_t *snapshots_describe(Snapshots *snapshots);
/* snapshots_ask - the answer to a request comes later, as a reply or an error;
 * consumes the request. */
void snapshots_ask(Snapshots *snapshots, Request request, SnapshotsReply *reply,
                   void *context);
/* snapshots_close - at the end of the process: nothing is answered any more. A
 * thread that still works keeps what it works on. */
void snapshots_close(Snapshots *snapshots);

#endif
