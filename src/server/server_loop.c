/* server_loop.c - signals, and what becomes of children. */
#define _GNU_SOURCE
#include "server/server_loop.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

bool server_loop_open(ServerLoop *loop, Buffer *error) {
  *loop = (ServerLoop){};
  if (!uv_loop_init(&loop->loop)) return true;
  buffer_text(error, "the system allows no event loop");
  return false;
}

static void on_child(uv_signal_t *handle, int number) {
  server_loop_reap(0);
}

static void on_stop(uv_signal_t *handle, int number) {
  ServerLoop *loop = handle->data;
  if (loop->was_asked) _exit(128 + number);
  loop->was_asked = true;
  uv_stop(&loop->loop);
}

void server_loop_handle_signals(ServerLoop *loop) {
  static const int numbers[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP};
  static_assert(ARRAY_COUNT(numbers) == ARRAY_COUNT(loop->signals));
  signal(SIGPIPE, SIG_IGN);
  for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
    uv_signal_t *handle = &loop->signals[i];
    uv_signal_init(&loop->loop, handle);
    handle->data = loop;
    uv_signal_start(handle, numbers[i] == SIGCHLD ? on_child : on_stop,
                    numbers[i]);
  }
}

void server_loop_kill(pid_t child) {
  siginfo_t unused;
  if (child > 0 &&
      !waitid(P_PID, (id_t)child, &unused, WEXITED | WNOHANG | WNOWAIT))
    kill(child, SIGKILL);
}

void server_loop_reap(u32 patience) {
  for (;;) {
    pid_t child = waitpid(-1, NULL, WNOHANG);
    if (child < 0 || (!child && !patience)) return;
    if (child) continue;
    usleep(1'000);
    patience--;
  }
}
