/* viewer.h - one who looks: a connection with its own current moment.
 *
 * Requests are answered in their order, except those that make sense while
 * another takes long (Time.describe, pause, resume, stop, Protocol.describe):
 * these are answered at once. What describes the current moment is passed to
 * the room where the viewer stands.
 */
#ifndef GLASSHEAP_SERVER_VIEWER_H
#define GLASSHEAP_SERVER_VIEWER_H

#include "protocol/protocol.h"
#include "server/service.h"
#include "server/travel.h"

typedef struct Viewer Viewer;

/* viewer_open - `context` is the transport's. */
Viewer *viewer_open(Program *program, ServiceSend *send, void *context);
/* viewer_receive - the text of one message. */
void viewer_receive(Viewer *viewer, const char *text, size_t length);
/* viewer_take - a request that was read already; it is consumed. */
void viewer_take(Viewer *viewer, Request request);
/* viewer_moment - where it stands. */
Moment viewer_moment(Viewer *viewer);
/* viewer_go - makes it stand there, before it has asked anything. */
void viewer_go(Viewer *viewer, Moment moment);
/* viewer_program - the run that it looks at: the program, or a branch of it. */
const Program *viewer_program(const Viewer *viewer);
/* viewer_send - a message that is not an answer; not consumed. */
void viewer_send(Viewer *viewer, json_t *message);
/* viewer_program_stopped - the program has paused or ended. */
void viewer_program_stopped(Viewer *viewer);
/* viewer_is_idle - every request has been answered. */
bool viewer_is_idle(const Viewer *viewer);
/* viewer_end_rooms - ends its processes; it can only be closed then. */
void viewer_end_rooms(Viewer *viewer);
/* viewer_refuse - answers all that is still to be answered with an error; the
 * viewer can only be closed then. */
void viewer_refuse(Viewer *viewer, const char *why);
/* viewer_close - the viewer is gone, and its rooms with it. */
void viewer_close(Viewer *viewer);
/* viewer_service - viewers of `program`, for a transport. */
Service viewer_service(Program *program);

#endif
