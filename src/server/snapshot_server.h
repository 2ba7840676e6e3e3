/* snapshot_server.h - serving heap snapshots to viewers, until a signal.
 *
 * Files that are open within a second are open before anybody is told where
 * to look, and one that cannot be opened is an error without a page. What takes
 * longer shows how far it is, in the page.
 */
#ifndef GLASSHEAP_SERVER_SNAPSHOT_SERVER_H
#define GLASSHEAP_SERVER_SNAPSHOT_SERVER_H

#include "server/server.h"

constexpr u32 SERVED_SNAPSHOTS_MAX = 8;

typedef struct SnapshotServerOptions {
  int port; /* 0: any free one */
  bool is_salvaging;
  char *const *paths;
  u32 count;
  /* called once, with the address */
  void (*ready)(const char *address, bool is_opening);
  /* called when a file turns out to be unreadable after that */
  void (*failed)(const char *error);
} SnapshotServerOptions;

/* snapshot_server_run - with anything but SERVER_STOPPED there is text in
 * `error`. SERVER_NO_PROGRAM: a file cannot be opened. */
ServerResult snapshot_server_run(const SnapshotServerOptions *options,
                                 Buffer *error);

#endif
