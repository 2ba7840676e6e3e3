/* Messages and descriptors through a channel, whole and in pieces. */
#define _GNU_SOURCE
#include "tests/check.h"

#include "watch/room_channel.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static RoomChannel one, two;

static void open_both(void) {
  int ends[2];
  REQUIRE(room_channel_pair(ends));
  room_channel_open(&one, ends[0]);
  room_channel_open(&two, ends[1]);
}

static void close_both(void) {
  room_channel_close(&one);
  room_channel_close(&two);
}

static json_t *take(RoomChannel *channel, int *descriptor) {
  return room_channel_wait(channel, true)
             ? room_channel_take(channel, descriptor)
             : NULL;
}

static void test_messages(void) {
  int descriptor;
  open_both();
  for (int i = 0; i < 100; i++)
    room_channel_send(&one, json_pack("{s:i}", "n", i), -1);
  room_channel_flush(&one);
  for (int i = 0; i < 100; i++) {
    json_t *message = take(&two, &descriptor);
    CHECK_INTEGER(json_integer_value(json_object_get(message, "n")), i);
    CHECK_INTEGER(descriptor, -1);
    json_decref(message);
  }
  CHECK(!room_channel_take(&two, &descriptor));
  close_both();
}

/* More than the socket's buffer holds. */
static void test_large_message(void) {
  constexpr size_t LENGTH = 3 << 20;
  int descriptor;
  char *text = malloc(LENGTH + 1);
  memset(text, 'x', LENGTH);
  text[LENGTH] = 0;
  open_both();
  room_channel_send(&one, json_pack("{s:s}", "text", text), -1);
  json_t *message = NULL;
  while (!message && !one.is_broken && !two.is_broken) {
    room_channel_flush(&one);
    room_channel_fill(&two);
    message = room_channel_take(&two, &descriptor);
  }
  CHECK_INTEGER(json_string_length(json_object_get(message, "text")), LENGTH);
  json_decref(message);
  free(text);
  close_both();
}

static void test_descriptors(void) {
  int ends[2], descriptor;
  open_both();
  REQUIRE(!pipe(ends));
  room_channel_send(&one, json_pack("{s:i}", "n", 1), -1);
  room_channel_send(&one, json_pack("{s:i}", "n", 2), ends[1]);
  room_channel_send(&one, json_pack("{s:i}", "n", 3), -1);
  room_channel_flush(&one);
  json_decref(take(&two, &descriptor));
  CHECK_INTEGER(descriptor, -1);
  json_decref(take(&two, &descriptor));
  CHECK(descriptor >= 0);
  char byte = 0;
  CHECK_INTEGER(write(descriptor, "y", 1), 1);
  CHECK_INTEGER(read(ends[0], &byte, 1), 1);
  CHECK_INTEGER(byte, 'y');
  /* the sender has let go of it */
  close(descriptor);
  CHECK_INTEGER(read(ends[0], &byte, 1), 0);
  json_decref(take(&two, &descriptor));
  CHECK_INTEGER(descriptor, -1);
  close(ends[0]);
  close_both();
}

static void test_end(void) {
  int descriptor;
  open_both();
  room_channel_send(&one, json_pack("{s:i}", "last", 1), -1);
  room_channel_flush(&one);
  room_channel_close(&one);
  json_t *message = take(&two, &descriptor);
  CHECK(json_object_get(message, "last"));
  json_decref(message);
  CHECK(!room_channel_wait(&two, true));
  CHECK(two.is_broken);
  room_channel_close(&two);
}

static void check_nonsense(const void *bytes, size_t length) {
  int descriptor;
  open_both();
  CHECK(send(one.file, bytes, length, 0) == (ssize_t)length);
  room_channel_fill(&two);
  CHECK(!room_channel_take(&two, &descriptor));
  CHECK(two.is_broken);
  close_both();
}

static void test_nonsense(void) {
  check_nonsense("\x03\0\0\0abc", 7);
  check_nonsense("\x02\0\0\0[]", 6);
  check_nonsense("\xFF\xFF\xFF\xFF{}", 6);
}

int main(void) {
  RUN(test_messages);
  RUN(test_large_message);
  RUN(test_descriptors);
  RUN(test_end);
  RUN(test_nonsense);
  return check_finish();
}
