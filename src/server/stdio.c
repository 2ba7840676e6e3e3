/* stdio.c - the transport of pipes.
 *
 * Input is read by libuv's threads, since it may be a file, a pipe or a
 * terminal; the first process of the program was forked before these began.
 */
#define _GNU_SOURCE
#include "server/stdio.h"

#include "server/viewer.h"

#include <errno.h>
#include <unistd.h>

constexpr size_t LINE_BYTES_MAX = 4u << 20;

typedef struct Stdio {
  Program *program;
  Viewer *viewer;
  uv_fs_t read;
  uv_check_t check;
  char piece[64 << 10];
  Buffer line;
  bool has_ended;
} Stdio;

static void read_more(Stdio *stdio);

static bool write_all(const char *bytes, size_t length) {
  while (length) {
    ssize_t count = write(STDOUT_FILENO, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes += count;
    length -= (size_t)count;
  }
  return true;
}

static void send_line(void *context, char *text) {
  Stdio *stdio = context;
  bool ok = write_all(text, strlen(text)) && write_all("\n", 1);
  free(text);
  if (!ok) uv_stop(stdio->program->loop);
}

static void receive_line(Stdio *stdio) {
  Buffer *line = &stdio->line;
  if (line->length && line->bytes[line->length - 1] == '\r') line->length--;
  if (line->length) viewer_receive(stdio->viewer, line->bytes, line->length);
  buffer_clear(line);
}

static void receive(Stdio *stdio, const char *bytes, size_t length) {
  while (length) {
    const char *end = memchr(bytes, '\n', length);
    size_t count = end ? (size_t)(end - bytes) : length;
    if (stdio->line.length + count > LINE_BYTES_MAX) {
      stdio->has_ended = true; /* nobody sends such a request */
      return;
    }
    buffer_append(&stdio->line, bytes, count);
    if (end) receive_line(stdio);
    count += end ? 1 : 0;
    bytes += count;
    length -= count;
  }
}

static void on_read(uv_fs_t *read) {
  Stdio *stdio = read->data;
  ssize_t count = read->result;
  uv_fs_req_cleanup(read);
  if (count > 0) {
    receive(stdio, stdio->piece, (size_t)count);
  } else {
    receive_line(stdio);
    stdio->has_ended = true;
  }
  if (!stdio->has_ended) read_more(stdio);
}

static void read_more(Stdio *stdio) {
  uv_buf_t buffer = uv_buf_init(stdio->piece, sizeof stdio->piece);
  stdio->read.data = stdio;
  uv_fs_read(stdio->program->loop, &stdio->read, STDIN_FILENO, &buffer, 1, -1,
             on_read);
}

/* After each round of the loop: whether there is anything left to do. */
static void on_check(uv_check_t *check) {
  Stdio *stdio = check->data;
  if (stdio->has_ended && viewer_is_idle(stdio->viewer))
    uv_stop(stdio->program->loop);
}

void stdio_open(Program *program) {
  Stdio *stdio = base_allocate_zeroed(sizeof *stdio);
  stdio->program = program;
  stdio->viewer = viewer_open(program, send_line, stdio);
  uv_check_init(program->loop, &stdio->check);
  stdio->check.data = stdio;
  uv_check_start(&stdio->check, on_check);
  read_more(stdio);
}
