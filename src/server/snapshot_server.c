/* snapshot_server.c - one loop for the files, the page and its viewers. */
#define _GNU_SOURCE /* for uv.h */
#include "server/snapshot_server.h"

#include "server/server_loop.h"
#include "server/snapshot_viewer.h"
#include "server/socket.h"

constexpr u64 PATIENCE_MS = 1'000;

typedef struct SnapshotServer {
  ServerLoop loop;
  uv_timer_t timer;
  SnapshotViewers viewers;
  Socket *socket;
  const SnapshotServerOptions *options;
  bool is_waiting, has_failed;
} SnapshotServer;

/* ---- What happens ------------------------------------------------------- */

static void on_changed(void *context) {
  SnapshotServer *server = context;
  const char *failure = snapshots_failure(server->viewers.snapshots);
  bool is_settled = failure || snapshots_are_open(server->viewers.snapshots);
  if (is_settled) server->is_waiting = false;
  snapshot_viewers_tell(&server->viewers);
  if (!failure || !server->socket || server->has_failed) return;
  server->has_failed = true;
  server->options->failed(failure);
}

static void on_patience(uv_timer_t *timer) {
  SnapshotServer *server = timer->data;
  server->is_waiting = false;
}

/* ---- Start and end ------------------------------------------------------ */

static void begin_opening(SnapshotServer *server) {
  const SnapshotServerOptions *options = server->options;
  server->is_waiting = true;
  server->viewers.snapshots = snapshots_open(
      &server->loop.loop, (SnapshotsOptions){
                              .paths = options->paths,
                              .count = options->count,
                              .is_salvaging = options->is_salvaging,
                              .changed = on_changed,
                              .context = server,
                          });
  uv_timer_init(&server->loop.loop, &server->timer);
  server->timer.data = server;
  uv_timer_start(&server->timer, on_patience, PATIENCE_MS, 0);
  while (server->is_waiting && !server->loop.was_asked)
    uv_run(&server->loop.loop, UV_RUN_ONCE);
}

static ServerResult serve(SnapshotServer *server, Buffer *error) {
  static const ServerResult results[] = {
      [SOCKET_OPEN] = SERVER_STOPPED,
      [SOCKET_PORT_TAKEN] = SERVER_PORT_TAKEN,
      [SOCKET_REFUSED] = SERVER_FAILED,
  };
  const SnapshotServerOptions *options = server->options;
  const char *failure = snapshots_failure(server->viewers.snapshots);
  if (failure) {
    buffer_text(error, failure);
    return SERVER_NO_PROGRAM;
  }
  if (server->loop.was_asked) return SERVER_STOPPED;
  Service service =
      snapshot_viewers_service(&server->viewers, &server->loop.loop);
  SocketResult result =
      socket_open(service, options->port, &server->socket, error);
  if (result != SOCKET_OPEN) return results[result];
  options->ready(socket_address(server->socket),
                 !snapshots_are_open(server->viewers.snapshots));
  uv_run(&server->loop.loop, UV_RUN_DEFAULT);
  return SERVER_STOPPED;
}

ServerResult snapshot_server_run(const SnapshotServerOptions *options,
                                 Buffer *error) {
  /* the process ends soon after this: what is left is given back with it */
  static SnapshotServer server;
  server = (SnapshotServer){.options = options};
  if (!server_loop_open(&server.loop, error)) return SERVER_FAILED;
  server_loop_handle_signals(&server.loop);
  begin_opening(&server);
  ServerResult result = serve(&server, error);
  snapshots_close(server.viewers.snapshots);
  return result;
}
