/* growth_child.c - the process in which a program's growth is measured.
 *
 *   parent                                    child, in the sandbox
 *     | --- fork ------------------------------> |
 *     | <-- {event: ask, ...}  about a file ---- |
 *     | --- {do: answered, code, ...} ---------> |
 *     | <-- {report} or {error} ---------------- |
 *
 * The snapshots are written to memory that both see, made before the fork.
 */
#define _GNU_SOURCE /* memfd_create, close_range */
#include "watch/growth.h"

#include "watch/growth_parts.h"
#include "watch/room_channel.h"
#include "watch/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- The child ----------------------------------------------------------- */

/* Its descriptors: standard ones that lead nowhere, the channel, the memory. */
constexpr int CHANNEL = STDERR_FILENO + 1, MEMORY = CHANNEL + 1;

static int ask_parent(void *context, u64 at, const FileRequest *request,
                      Buffer *answer) {
  RoomChannel *channel = context;
  int descriptor;
  room_channel_send(channel, file_request_to_json(at, request), -1);
  if (!room_channel_wait(channel, true)) _exit(1);
  json_t *message = room_channel_take(channel, &descriptor);
  int code = file_answer_from_json(message, answer);
  json_decref(message);
  return code;
}

static json_t *error_json(const Buffer *error) {
  json_t *text = json_string(error->bytes ? error->bytes : "");
  return json_pack("{s:o}", "error",
                   text ? text : json_string("(an error that is no text)"));
}

static void run_child(const Recording *recording,
                      const GrowthOptions *options) {
  static Session session; /* large; one run a process */
  static RoomChannel channel;
  int files[GROWTH_SNAPSHOTS];
  Buffer error = {};
  json_t *report = NULL;
  for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
    files[i] = MEMORY + (int)i;
  room_channel_open(&channel, CHANNEL);
  if (sandbox_enter(recording->heap.limit, &error) &&
      session_open(&session, recording, &(SessionFiles){ask_parent, &channel},
                   &error)) {
    session.is_quiet = true;
    report = growth_run(&session, options, files, &error);
  }
  room_channel_send(
      &channel,
      report ? json_pack("{s:o}", "report", report) : error_json(&error), -1);
  room_channel_wait(&channel, false);
}

/* First out of the way of the places that they are to have. */
static void keep_descriptors(int channel, const int files[GROWTH_SNAPSHOTS]) {
  constexpr int AWAY = MEMORY + GROWTH_SNAPSHOTS;
  int kept[GROWTH_SNAPSHOTS + 1];
  int nothing = open("/dev/null", O_RDWR);
  kept[0] = fcntl(channel, F_DUPFD, AWAY);
  for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
    kept[i + 1] = fcntl(files[i], F_DUPFD, AWAY);
  for (int file = 0; nothing >= 0 && file <= STDOUT_FILENO; file++)
    dup2(nothing, file);
  for (u32 i = 0; i < ARRAY_COUNT(kept); i++)
    dup2(kept[i], CHANNEL + (int)i);
  close_range((unsigned)AWAY, ~0u, 0);
}

static void start_child(const Recording *recording,
                        const GrowthOptions *options, int channel,
                        const int files[GROWTH_SNAPSHOTS], pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  keep_descriptors(channel, files);
  run_child(recording, options);
  _exit(0);
}

/* ---- The parent ---------------------------------------------------------- */

/* Answers questions until the last message, the caller's; NULL: the child is
 * gone. */
static json_t *serve(const Recording *recording, RoomChannel *channel) {
  while (room_channel_wait(channel, true)) {
    int descriptor;
    json_t *message = room_channel_take(channel, &descriptor);
    if (!message) continue;
    if (!json_object_get(message, "event")) return message;
    json_t *answer = file_request_answer(recording->files, message, true);
    room_channel_send(channel, answer, -1);
    json_decref(message);
  }
  return NULL;
}

static void say_gone(int status, Buffer *error) {
  buffer_text(error, "the program's process ended before it was measured");
  if (WIFSIGNALED(status))
    buffer_format(error, " (%s)", strsignal(WTERMSIG(status)));
}

static json_t *take_report(json_t *message, int status, Buffer *error) {
  json_t *report = json_incref(json_object_get(message, "report"));
  const char *text = json_string_value(json_object_get(message, "error"));
  if (!message)
    say_gone(status, error);
  else if (!report)
    buffer_text(error, text && *text ? text : "it was not measured");
  json_decref(message);
  return report;
}

static bool make_files(int files[GROWTH_SNAPSHOTS]) {
  for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
    files[i] = -1;
  for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
    if ((files[i] = memfd_create("heap", MFD_CLOEXEC)) < 0) return false;
  return true;
}

static void close_files(int files[GROWTH_SNAPSHOTS]) {
  for (u32 i = 0; i < GROWTH_SNAPSHOTS; i++)
    if (files[i] >= 0) close(files[i]);
}

json_t *growth_measure(const Recording *recording, const GrowthOptions *options,
                       int files[GROWTH_SNAPSHOTS], Buffer *error) {
  int ends[2], status = 0;
  pid_t parent = getpid(), child = -1;
  RoomChannel channel;
  fflush(NULL);
  if (make_files(files) && room_channel_pair(ends)) child = fork();
  if (child < 0) {
    buffer_format(error, "no process for the program: %s", strerror(errno));
    close_files(files);
    return NULL;
  }
  if (!child) start_child(recording, options, ends[1], files, parent);
  close(ends[1]);
  room_channel_open(&channel, ends[0]);
  json_t *message = serve(recording, &channel);
  room_channel_close(&channel);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  json_t *report = take_report(message, status, error);
  if (!report) close_files(files);
  return report;
}
