/* room_channel.h - messages between processes: JSON texts with their length
 * before them, and now and then a descriptor, over a stream socket.
 *
 *   +------------+--------------------+------------+----- ...
 *   | length u32 | {"do": "fork"} ... | length u32 |
 *   +------------+--------------------+------------+----- ...
 *
 * A descriptor travels with the first byte of its message, which says so by
 * `"carries": true`; descriptors arrive in the order of those messages.
 *
 * Nothing here blocks but room_channel_wait: a process that serves many
 * channels flushes and fills each when the system says that it can.
 */
#ifndef GLASSHEAP_WATCH_ROOM_CHANNEL_H
#define GLASSHEAP_WATCH_ROOM_CHANNEL_H

#include "base/buffer.h"
#include "base/vector.h"

#include <jansson.h>

typedef struct RoomMessage {
  char *bytes; /* the length and the text */
  size_t length;
  int descriptor; /* to be closed when sent, or -1 */
} RoomMessage;

typedef struct RoomChannel {
  int file;
  bool is_broken; /* the other end is gone, or talks nonsense */
  Buffer in;
  size_t in_start;         /* of the first message not yet taken */
  VECTOR(int) descriptors; /* arrived and not yet taken */
  VECTOR(RoomMessage) out;
  size_t out_sent; /* bytes of the first message */
} RoomChannel;

/* room_channel_open - takes over the descriptor. */
void room_channel_open(RoomChannel *channel, int file);
/* room_channel_close - closes it and every descriptor still held. */
void room_channel_close(RoomChannel *channel);
/* room_channel_send - queues a message, which it consumes, and with it the
 * descriptor unless that is -1. */
void room_channel_send(RoomChannel *channel, json_t *message, int descriptor);
/* room_channel_flush - sends what the system takes now. */
void room_channel_flush(RoomChannel *channel);
/* room_channel_fill - reads what is there now. */
void room_channel_fill(RoomChannel *channel);
/* room_channel_take - the next whole message, the caller's to decref, or NULL;
 * `*descriptor` is the caller's too, or -1. */
json_t *room_channel_take(RoomChannel *channel, int *descriptor);
/* room_channel_wait - blocks until everything is sent and, with `for_message`,
 * a whole message has come. False when the channel is broken. */
bool room_channel_wait(RoomChannel *channel, bool for_message);
/* room_channel_pair - both ends of a new one; false with errno set. */
bool room_channel_pair(int ends[2]);

#endif
