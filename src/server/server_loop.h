/* server_loop.h - the event loop of a server, until a signal asks it to stop.
 *
 * SIGINT, SIGTERM and SIGHUP stop the loop; a second one does not wait for
 * anything. Children (rooms, watch/room.h) are taken note of as they end.
 */
#ifndef GLASSHEAP_SERVER_SERVER_LOOP_H
#define GLASSHEAP_SERVER_SERVER_LOOP_H

#include "base/buffer.h"

#include <uv.h>

typedef struct ServerLoop {
  uv_loop_t loop;
  uv_signal_t signals[4];
  bool was_asked; /* to stop */
} ServerLoop;

/* server_loop_open - false with a line in `error`. The loop is given back with
 * the process. */
bool server_loop_open(ServerLoop *loop, Buffer *error);
/* server_loop_handle_signals - from here on signals stop the loop. */
void server_loop_handle_signals(ServerLoop *loop);
/* server_loop_reap - takes note of children that have ended; when `patience`
 * is not 0, waits so many milliseconds for all of them to end. */
void server_loop_reap(u32 patience);
/* server_loop_kill - ends a process, if it is a child that is still there:
 * numbers are given anew, and some were told by a program. */
void server_loop_kill(pid_t child);

#endif
