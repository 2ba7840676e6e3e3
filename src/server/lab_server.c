/* lab_server.c - one loop for the lab, its pages and its learners. */
#define _GNU_SOURCE /* for uv.h */
#include "server/lab_server.h"

#include "server/lab.h"
#include "server/server_loop.h"
#include "server/socket.h"

constexpr u32 CHILDREN_PATIENCE_MS = 500;

typedef struct LabServer {
  ServerLoop loop;
  Lab lab;
  Socket *socket;
} LabServer;

static ServerResult serve(LabServer *server, const LabServerOptions *options,
                          Buffer *error) {
  static const ServerResult results[] = {
      [SOCKET_OPEN] = SERVER_STOPPED,
      [SOCKET_PORT_TAKEN] = SERVER_PORT_TAKEN,
      [SOCKET_REFUSED] = SERVER_FAILED,
  };
  server->lab = (Lab){.loop = &server->loop.loop, .idle_ms = options->idle_ms};
  SocketResult result = socket_open(lab_service(&server->lab), options->port,
                                    &server->socket, error);
  if (result != SOCKET_OPEN) return results[result];
  lab_open(&server->lab);
  options->ready(socket_address(server->socket));
  uv_run(&server->loop.loop, UV_RUN_DEFAULT);
  return SERVER_STOPPED;
}

ServerResult lab_server_run(const LabServerOptions *options, Buffer *error) {
  /* the process ends soon after this: what is left is given back with it */
  static LabServer server;
  if (!server_loop_open(&server.loop, error)) return SERVER_FAILED;
  server_loop_handle_signals(&server.loop);
  ServerResult result = serve(&server, options, error);
  lab_end(&server.lab);
  server_loop_reap(CHILDREN_PATIENCE_MS);
  return result;
}
