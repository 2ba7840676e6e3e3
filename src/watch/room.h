/* room.h - a room is a process in which a run stands still at one moment.
 *
 * A run cannot be copied while it runs, but a process can: a room is a process
 * stopped in its session's handler, inside the run, that waits on its channel
 * for what to do. Forking it gives a second room at the same moment for the
 * price of a page table; going on takes a room to a later moment. So any
 * moment is reached by forking the nearest room before it and going on.
 *
 *   server ---- room 0.0, where the run began
 *        |----- room 5210.0      } checkpoints, left behind by the recorder
 *        |----- room 10406.0     } as the run went on
 *        |----- the recorder, at the end of the run
 *        `----- rooms of viewers, each at the moment that is looked at
 *
 * All rooms are children of the server: they are cloned as siblings, so that
 * none dies with the one that it was forked from and the server reaps them
 * all. A room ends when its channel does, and with the server.
 *
 * Requests (by the server; `id` is repeated in the reply):
 *
 *   {id, do: "fork"} + descriptor   the new room's channel -> {id}
 *   {id, do: "go", goal}            runs on -> {id, state, found, hits}
 *   {id, do: "record"}              runs to the end, leaving checkpoints and
 *                                   telling of samples -> {id, state}
 *   {do: "pause"}                   a room that runs stops soon
 *   {id, do: "trace", traces, bound, exact}   runs on to the bound, noting who
 *                                   made what (tracer.h) -> {id, state, traces}
 *   {id, do: "count", code, bound}  the same, counting what the caches of a
 *                                   function do (cache_counts.h)
 *                                   -> {id, state, sites}
 *   {id, do: "outlive", address, bound}   runs on until a collection finds the
 *                                   cell dead -> {id, state, died}
 *   {id, do: "written", traces}     -> {id, written, ...} (written.h)
 *   {id, do: "answer", method, params}  -> {id, result} or {id, error}
 *   {id, do: "change", change}      (change.h) -> {id, state} or {id, error}
 *
 * Events (by the room):
 *
 *   {event: "open", state}          the first room: it stands at 0.0
 *   {event: "failed", error}        the first room: the program has no run
 *   {event: "born", pid}            the first thing that any other room says
 *   {event: "ask", at, ask, path}   a question about files (file_log.h), to be
 *                                   answered by {do: "answered", code, ...}
 *   {event: "progress", tick}       now and then while it goes
 *   {event: "samples", samples, collections, tick, nanoseconds}
 *   {event: "checkpoint", state, thin, interval} + descriptor   the interval
 *                                   that it ends; `thin`: how often the server
 *                                   drops every second one first
 *
 * A state is that of docs/protocol.md.
 */
#ifndef GLASSHEAP_WATCH_ROOM_H
#define GLASSHEAP_WATCH_ROOM_H

#include "watch/room_channel.h"
#include "watch/session.h"

#include <sys/types.h>

/* Answers a describing method; NULL with one line in `error`. Given by the
 * floor above. */
typedef json_t *RoomAnswer(Session *session, const char *method, json_t *params,
                           Buffer *error);

typedef struct RoomOptions {
  RoomAnswer *answer;
  bool is_quiet;        /* the program's output is only kept, not printed */
  u64 checkpoint_bytes; /* memory that checkpoints may take, about */
} RoomOptions;

/* room_spawn - starts the process of the first room, in its sandbox; `*channel`
 * is the caller's end. The process, or -1 with a line in `error`. What the
 * first room has to say comes as its first message. Call it before the process
 * has threads, and with nothing open that the program should not have. */
pid_t room_spawn(const Recording *recording, const RoomOptions *options,
                 int *channel, Buffer *error);

/* room_goal_to_json, room_goal_from_json - goals as messages carry them. */
json_t *room_goal_to_json(const Goal *goal);
bool room_goal_from_json(json_t *json, Goal *goal);
/* room_state - what is told of a stop: moment, reason, depth, place in the
 * source, error, events. */
json_t *room_state(Session *session);

#endif
