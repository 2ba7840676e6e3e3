/* link.h - the server's end of a room (watch/room.h): requests with replies,
 * events, forks, all on the event loop.
 *
 * A link knows the moment and the state of its room, as the room last told.
 * Requests to one room are answered in their order. When a room dies its
 * requests get an error, then `died` is called; when its owner closes it,
 * nobody hears of it any more.
 */
#ifndef GLASSHEAP_SERVER_LINK_H
#define GLASSHEAP_SERVER_LINK_H

#include "watch/room.h"

#include <uv.h>

typedef struct Link Link;

/* `reply` is the room's message (borrowed), or NULL with `error`. */
typedef void LinkReply(void *context, Link *link, json_t *reply,
                       const char *error);
/* An event of the room; `descriptor` is the callee's to keep or close. */
typedef void LinkEvent(void *context, Link *link, const char *name,
                       json_t *message, int descriptor);
typedef void LinkDied(void *context, Link *link);

typedef struct LinkPending {
  json_int_t id;
  LinkReply *reply;
  void *context;
  bool is_fork;
} LinkPending;

struct Link {
  uv_poll_t poll; /* must be first */
  RoomChannel channel;
  pid_t pid;      /* 0: not yet known */
  FileLog *files; /* what its program may ask; shared by all its rooms */
  bool is_first;  /* the run that is recorded: it may change files */
  Moment moment;
  json_t *state;
  json_int_t interval; /* of a checkpoint: the one that it ended */
  bool is_running, is_closed;
  json_int_t next_id;
  VECTOR(LinkPending) pending;
  LinkEvent *on_event;
  LinkDied *on_died;
  void *context; /* of both */
  u64 used;      /* the owner's: when it was last of use */
};

/* link_open - takes over the descriptor of a channel. */
Link *link_open(uv_loop_t *loop, int file, pid_t pid);
/* link_listen - who hears of events and of its death. */
void link_listen(Link *link, LinkEvent *event, LinkDied *died, void *context);
/* link_request - consumes `message`; `reply` may be NULL. */
void link_request(Link *link, json_t *message, LinkReply *reply, void *context);
/* link_go - the room runs to the goal; its moment and state are set before
 * `reply` is called. */
void link_go(Link *link, const Goal *goal, LinkReply *reply, void *context);
/* link_record - the first room runs to the end. */
void link_record(Link *link, LinkReply *reply, void *context);
/* link_pause - a running room stops soon, which its pending reply tells. */
void link_pause(Link *link);
/* link_fork - a room at the same moment, which can be used at once. NULL when
 * the system refuses. */
Link *link_fork(Link *link);
/* link_set_state - what a room has said of itself. */
void link_set_state(Link *link, json_t *state);
/* link_close - ends the room; the link is gone. NULL is fine. */
void link_close(Link *link);

#endif
