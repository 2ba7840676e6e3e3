/* room_channel.c - framed JSON and descriptors over a stream socket. */
#define _GNU_SOURCE /* SOCK_CLOEXEC, MSG_CMSG_CLOEXEC */
#include "watch/room_channel.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

constexpr u32 MESSAGE_BYTES_MAX = 512u << 20;
constexpr u32 DESCRIPTORS_MAX = 16; /* waiting at once */

void room_channel_open(RoomChannel *channel, int file) {
  *channel = (RoomChannel){.file = file};
}

static void message_free(RoomMessage *message) {
  free(message->bytes);
  if (message->descriptor >= 0) close(message->descriptor);
}

void room_channel_close(RoomChannel *channel) {
  if (channel->file >= 0) close(channel->file);
  for (u32 i = 0; i < channel->out.count; i++)
    message_free(&channel->out.items[i]);
  for (u32 i = 0; i < channel->descriptors.count; i++)
    close(channel->descriptors.items[i]);
  vector_free(&channel->out);
  vector_free(&channel->descriptors);
  buffer_free(&channel->in);
  *channel = (RoomChannel){.file = -1, .is_broken = true};
}

bool room_channel_pair(int ends[2]) {
  return !socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

/* ---- Sending ------------------------------------------------------------ */

void room_channel_send(RoomChannel *channel, json_t *message, int descriptor) {
  if (descriptor >= 0) json_object_set_new(message, "carries", json_true());
  char *text = json_dumps(message, JSON_COMPACT);
  json_decref(message);
  assert(text);
  u32 length = (u32)strlen(text);
  RoomMessage out = {.bytes = base_allocate(sizeof length + length),
                     .length = sizeof length + length,
                     .descriptor = descriptor};
  memcpy(out.bytes, &length, sizeof length);
  memcpy(out.bytes + sizeof length, text, length);
  free(text);
  vector_push(&channel->out, out);
}

/* Sends a piece of a message, with its descriptor if it has one still. */
static ssize_t send_piece(int file, RoomMessage *message, size_t sent) {
  struct iovec piece = {message->bytes + sent, message->length - sent};
  alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  struct msghdr header = {.msg_iov = &piece, .msg_iovlen = 1};
  if (message->descriptor >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    struct cmsghdr *first = CMSG_FIRSTHDR(&header);
    first->cmsg_level = SOL_SOCKET;
    first->cmsg_type = SCM_RIGHTS;
    first->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(first), &message->descriptor, sizeof(int));
  }
  ssize_t count;
  do
    count = sendmsg(file, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  if (count > 0 && message->descriptor >= 0) {
    close(message->descriptor);
    message->descriptor = -1;
  }
  return count;
}

static void drop_first(RoomChannel *channel) {
  message_free(&channel->out.items[0]);
  vector_remove(&channel->out, 0);
  channel->out_sent = 0;
}

void room_channel_flush(RoomChannel *channel) {
  while (channel->out.count && !channel->is_broken) {
    RoomMessage *first = &channel->out.items[0];
    ssize_t count = send_piece(channel->file, first, channel->out_sent);
    if (count < 0) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) channel->is_broken = true;
      return;
    }
    channel->out_sent += (size_t)count;
    if (channel->out_sent == first->length) drop_first(channel);
  }
}

/* ---- Receiving ---------------------------------------------------------- */

static void keep_descriptors(RoomChannel *channel, struct msghdr *header) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part;
       part = CMSG_NXTHDR(header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
      continue;
    size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
      int file;
      memcpy(&file, CMSG_DATA(part) + i * sizeof file, sizeof file);
      if (channel->descriptors.count < DESCRIPTORS_MAX)
        vector_push(&channel->descriptors, file);
      else
        close(file);
    }
  }
}

/* Bytes read, 0 at the end, -1 with errno set. */
static ssize_t receive_piece(RoomChannel *channel, char *bytes, size_t size) {
  struct iovec piece = {bytes, size};
  alignas(struct cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))];
  struct msghdr header = {.msg_iov = &piece,
                          .msg_iovlen = 1,
                          .msg_control = control,
                          .msg_controllen = sizeof control};
  ssize_t count;
  do
    count = recvmsg(channel->file, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count > 0) keep_descriptors(channel, &header);
  return count;
}

/* Forgets what was taken, so that the buffer does not grow for ever. */
static void compact(RoomChannel *channel) {
  Buffer *in = &channel->in;
  if (!channel->in_start) return;
  size_t left = in->length - channel->in_start;
  memmove(in->bytes, in->bytes + channel->in_start, left);
  in->length = left;
  channel->in_start = 0;
}

void room_channel_fill(RoomChannel *channel) {
  char piece[64 << 10];
  compact(channel);
  while (!channel->is_broken) {
    ssize_t count = receive_piece(channel, piece, sizeof piece);
    if (count < 0) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) channel->is_broken = true;
      return;
    }
    if (count == 0) channel->is_broken = true;
    buffer_append(&channel->in, piece, (size_t)count);
    if (count < (ssize_t)sizeof piece) return;
  }
}

/* The text of the first whole message, or NULL. */
static const char *first_text(const RoomChannel *channel, u32 *length) {
  size_t there = channel->in.length - channel->in_start;
  if (there < sizeof *length) return NULL;
  const char *start = channel->in.bytes + channel->in_start;
  memcpy(length, start, sizeof *length);
  if (there - sizeof *length < *length && *length <= MESSAGE_BYTES_MAX)
    return NULL;
  return start + sizeof *length;
}

static int take_descriptor(RoomChannel *channel) {
  if (!channel->descriptors.count) return -1;
  int file = channel->descriptors.items[0];
  vector_remove(&channel->descriptors, 0);
  return file;
}

json_t *room_channel_take(RoomChannel *channel, int *descriptor) {
  u32 length;
  *descriptor = -1;
  const char *text = first_text(channel, &length);
  if (!text) return NULL;
  json_t *message = length <= MESSAGE_BYTES_MAX
                        ? json_loadb(text, length, JSON_ALLOW_NUL, NULL)
                        : NULL;
  if (!json_is_object(message)) {
    json_decref(message);
    channel->is_broken = true;
    return NULL;
  }
  channel->in_start += sizeof length + length;
  if (json_object_get(message, "carries"))
    *descriptor = take_descriptor(channel);
  return message;
}

bool room_channel_wait(RoomChannel *channel, bool for_message) {
  u32 length;
  for (;;) {
    room_channel_flush(channel);
    if (first_text(channel, &length)) for_message = false;
    if (channel->is_broken) return false;
    if (!channel->out.count && !for_message) return true;
    short events = (short)(POLLIN | (channel->out.count ? POLLOUT : 0));
    if (!for_message) events = POLLOUT;
    struct pollfd wait = {.fd = channel->file, .events = events};
    if (poll(&wait, 1, -1) < 0 && errno != EINTR) return false;
    if (wait.revents & (POLLIN | POLLHUP | POLLERR)) room_channel_fill(channel);
  }
}
