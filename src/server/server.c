/* server.c - from the start of a watched program to the end of the server. */
#define _GNU_SOURCE /* for uv.h */
#include "server/server.h"

#include "server/program.h"
#include "server/server_loop.h"
#include "server/socket.h"
#include "server/stdio.h"
#include "server/viewer.h"

constexpr u32 CHILDREN_PATIENCE_MS = 500;
constexpr u64 PATIENCE_MS = 1'000;

typedef struct Server {
  ServerLoop loop;
  uv_timer_t timer;
  Program program;
  Socket *socket;
  const ServerOptions *options;
  Buffer *error;
  bool is_open, is_ready;
  ServerResult result;
} Server;

/* ---- What happens ------------------------------------------------------- */

static void on_open(void *context, const char *error) {
  Server *server = context;
  server->is_open = true;
  if (!error) return;
  server->result = SERVER_NO_PROGRAM;
  buffer_text(server->error, error);
}

static void tell_ready(Server *server, bool is_running) {
  if (server->is_ready || !server->socket) return;
  server->is_ready = true;
  uv_timer_stop(&server->timer);
  server->options->ready(socket_address(server->socket), is_running);
}

static void on_end(void *context) {
  tell_ready(context, false);
}

static void on_patience(uv_timer_t *timer) {
  tell_ready(timer->data, true);
}

/* ---- Start and end ------------------------------------------------------ */

static bool start_program(Server *server, const Recording *recording) {
  const ServerOptions *options = server->options;
  Program *program = &server->program;
  program->on_open = on_open;
  program->on_end = on_end;
  program->context = server;
  if (!program_open(program, &server->loop.loop, recording,
                    options->is_quiet || options->is_stdio, server->error)) {
    server->result = SERVER_FAILED;
    return false;
  }
  server_loop_handle_signals(&server->loop);
  while (!server->is_open && !server->loop.was_asked)
    uv_run(&server->loop.loop, UV_RUN_ONCE);
  return server->is_open && server->result == SERVER_STOPPED;
}

static bool open_transport(Server *server) {
  if (server->options->is_stdio) {
    stdio_open(&server->program);
    return true;
  }
  switch (socket_open(viewer_service(&server->program), server->options->port,
                      &server->socket, server->error)) {
  case SOCKET_OPEN: break;
  case SOCKET_PORT_TAKEN: server->result = SERVER_PORT_TAKEN; return false;
  case SOCKET_REFUSED: server->result = SERVER_FAILED; return false;
  }
  uv_timer_init(&server->loop.loop, &server->timer);
  server->timer.data = server;
  uv_timer_start(&server->timer, on_patience, PATIENCE_MS, 0);
  return true;
}

/* Ends every process of the program, so that none outlives the server even for
 * a moment. */
static void end_processes(Server *server) {
  for (u32 i = 0; i < server->program.viewers.count; i++)
    viewer_end_rooms(server->program.viewers.items[i]);
  program_close(&server->program);
  server_loop_reap(CHILDREN_PATIENCE_MS);
}

ServerResult server_run(const Recording *recording,
                        const ServerOptions *options, Buffer *error) {
  /* the process ends soon after this: what is left is given back with it */
  static Server server;
  server = (Server){.options = options, .error = error};
  if (!server_loop_open(&server.loop, error)) return SERVER_FAILED;
  if (start_program(&server, recording) && open_transport(&server)) {
    program_start(&server.program);
    uv_run(&server.loop.loop, UV_RUN_DEFAULT);
  }
  end_processes(&server);
  return server.result;
}
