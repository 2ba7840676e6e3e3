/* room.c - the processes that hold moments: serving a channel, going on,
 * forking, and the first room's start. */
#define _GNU_SOURCE
#include "watch/room.h"

#include "watch/cache_counts.h"
#include "watch/change.h"
#include "watch/room_recorder.h"
#include "watch/sandbox.h"
#include "watch/written.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

constexpr u64 POLL_NS_MIN = 2'000'000, POLL_NS_MAX = 8'000'000;
constexpr u64 PROGRESS_NS = 200'000'000;
constexpr u64 POLL_TICKS_FIRST = 1 << 14, POLL_TICKS_MAX = 1 << 22;

typedef struct Room {
  Session *session;
  const RoomOptions *options;
  RoomChannel channel;
  Recorder recorder;
  WriteTimes times;
  Tracer tracer;      /* while it runs with GOAL_TRACE */
  CacheCounts counts; /* GOAL_COUNT */
  json_int_t request; /* the one that made it run, to be answered; 0: none */
  pid_t server;
  u64 polled_ns, progress_ns;
  bool is_pause_wanted; /* came while it waited for an answer */
  u64 outlived;         /* the address of a cell that is waited for to die */
  bool has_died;
} Room;

static u64 now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (u64)time.tv_sec * 1'000'000'000 + (u64)time.tv_nsec;
}

static void send_message(Room *room, json_t *message, int descriptor) {
  room_channel_send(&room->channel, message, descriptor);
  room_channel_flush(&room->channel);
}

/* ---- Processes ---------------------------------------------------------- */

/* The room ends with the server, whoever forked it. */
static void end_with_server(pid_t server) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != server) _exit(0);
}

/* What was written since the last fork; before the next. */
static void note_times(Room *room, bool is_checkpoint) {
  Heap *heap = &room->session->vm.isolate.heap;
  page_times_note(&room->times.pages, heap, is_checkpoint);
  if (is_checkpoint) slot_times_note(&room->times.slots, heap);
}

/* A copy of this process as its sibling: a child of the server. The channel
 * of the copy is `file`; this process closes its own. 0 in the copy; -1 when
 * the system refuses. */
static pid_t copy_room(Room *room, int file, bool is_checkpoint) {
  /* what was written before the run began is no part of it */
  if (room->recorder.begun_ns) note_times(room, is_checkpoint);
  pid_t copy =
      (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
  if (copy) return copy;
  end_with_server(room->server);
  room_channel_close(&room->channel);
  room_channel_open(&room->channel, file);
  room->session->is_quiet = true;
  room->recorder.is_active = false;
  room->request = 0;
  page_times_leave(&room->times.pages);
  send_message(
      room, json_pack("{s:s, s:i}", "event", "born", "pid", (int)getpid()), -1);
  return 0;
}

/* Leaves a room at this moment; 0 in it. */
static pid_t leave_checkpoint(Room *room, u32 thin) {
  int ends[2];
  if (!room_channel_pair(ends)) return -1;
  u64 begun = recorder_clock();
  pid_t copy = copy_room(room, ends[1], true);
  if (!copy) {
    close(ends[0]);
    return 0;
  }
  recorder_made_checkpoint(&room->recorder, recorder_clock() - begun);
  close(ends[1]);
  if (copy < 0) {
    close(ends[0]);
    return -1;
  }
  send_message(room,
               json_pack("{s:s, s:o, s:i, s:i}", "event", "checkpoint", "state",
                         room_state(room->session), "thin", (int)thin,
                         "interval", (int)room->times.slots.interval),
               ends[0]);
  return copy;
}

/* ---- While it runs ------------------------------------------------------ */

/* The program asks about files, which only the server can see. */
static int ask_server(void *context, u64 at, const FileRequest *request,
                      Buffer *answer) {
  Room *room = context;
  room_channel_send(&room->channel, file_request_to_json(at, request), -1);
  for (;;) {
    int descriptor;
    if (!room_channel_wait(&room->channel, true)) _exit(0);
    json_t *message = room_channel_take(&room->channel, &descriptor);
    if (!message) continue;
    if (descriptor >= 0) close(descriptor);
    const char *name = json_string_value(json_object_get(message, "do"));
    bool is_answer = name && !strcmp(name, "answered");
    int code = is_answer ? file_answer_from_json(message, answer) : 0;
    json_decref(message);
    if (is_answer) return code;
    room->is_pause_wanted = true; /* nothing else is sent to it now */
  }
}

/* Whether the server wants the run to stop. Without a server it ends here. */
static bool is_asked_to_pause(Room *room) {
  int descriptor;
  bool pause = room->is_pause_wanted;
  room->is_pause_wanted = false;
  json_t *message;
  room_channel_flush(&room->channel);
  room_channel_fill(&room->channel);
  while ((message = room_channel_take(&room->channel, &descriptor))) {
    /* nothing else is sent to a room that runs */
    pause = true;
    if (descriptor >= 0) close(descriptor);
    json_decref(message);
  }
  if (room->channel.is_broken) _exit(0);
  return pause;
}

/* Called by the session every `sample_ticks`. */
static void poll_channel(Session *session, const Sample *sample,
                         void *context) {
  Room *room = context;
  u64 now = now_ns(), passed = now - room->polled_ns;
  if (passed < POLL_NS_MIN && session->sample_ticks < POLL_TICKS_MAX)
    session->sample_ticks *= 2;
  else if (passed > POLL_NS_MAX && session->sample_ticks > 1)
    session->sample_ticks /= 2;
  room->polled_ns = now;
  if (is_asked_to_pause(room)) session_pause(session);
  if (now - room->progress_ns < PROGRESS_NS) return;
  room->progress_ns = now;
  send_message(room,
               json_pack("{s:s, s:I}", "event", "progress", "tick",
                         (json_int_t)sample->tick),
               -1);
}

static void send_news(Room *room, bool now) {
  json_t *news = recorder_take_news(&room->recorder, now);
  if (!news) return;
  fflush(stdout);
  send_message(room, news, -1);
}

/* Slices are short while samples are dense: not each needs a look. */
static bool is_time_to_poll(Room *room) {
  u64 now = room->recorder.slice_ns;
  if (now - room->polled_ns < POLL_NS_MIN) return false;
  room->polled_ns = now;
  return true;
}

/* At the end of a slice of the recording: true when it just goes on. In the
 * room that is left behind, and at the end of it all, false. */
static bool record_on(Room *room) {
  Session *session = room->session;
  Recorder *recorder = &room->recorder;
  u32 thin;
  recorder_look(recorder);
  bool goes_on = session->stop.reason == STOP_GOAL;
  if (goes_on && recorder_wants_checkpoint(recorder, &thin) &&
      !leave_checkpoint(room, thin))
    return false;
  if (goes_on && is_time_to_poll(room) && is_asked_to_pause(room)) {
    session->stop.reason = STOP_PAUSED;
    goes_on = false;
  }
  send_news(room, !goes_on);
  recorder->is_active = goes_on;
  if (goes_on) session->goal = recorder_goal(recorder);
  return goes_on;
}

/* ---- What it is asked to do --------------------------------------------- */

/* A command: true when the run is to go on, with the session's goal set. */
typedef bool Command(Room *room, json_t *message, int descriptor);

static void reply_error(Room *room, json_t *message, const char *text) {
  json_t *json = json_string(text);
  send_message(room,
               json_pack("{s:O?, s:o}", "id", json_object_get(message, "id"),
                         "error", json ? json : json_string("(not printable)")),
               -1);
}

static bool do_fork(Room *room, json_t *message, int descriptor) {
  if (descriptor < 0) {
    reply_error(room, message, "fork: no channel came with it");
    return false;
  }
  pid_t copy = copy_room(room, descriptor, false);
  if (!copy) return false;
  close(descriptor);
  if (copy < 0)
    reply_error(room, message, strerror(errno));
  else
    send_message(room,
                 json_pack("{s:O?}", "id", json_object_get(message, "id")), -1);
  return false;
}

static bool begin(Room *room, json_t *message) {
  if (room->session->is_over) {
    reply_error(room, message, "the run has ended");
    return false;
  }
  room->request = json_integer_value(json_object_get(message, "id"));
  room->polled_ns = room->progress_ns = now_ns();
  page_times_run_on(&room->times.pages);
  return true;
}

static bool do_go(Room *room, json_t *message, int descriptor) {
  Goal goal;
  if (!room_goal_from_json(json_object_get(message, "goal"), &goal)) {
    reply_error(room, message, "go: this is no goal");
    return false;
  }
  if (!begin(room, message)) return false;
  room->session->goal = goal;
  room->session->sample_ticks = POLL_TICKS_FIRST;
  return true;
}

/* Runs to the bound with a tracer that listens; its report comes with the
 * state. */
static bool do_trace(Room *room, json_t *message, int descriptor) {
  Tracer *tracer = &room->tracer;
  Goal goal = {.kind = GOAL_TRACE};
  const char *bound = json_string_value(json_object_get(message, "bound"));
  goal.exact = json_is_true(json_object_get(message, "exact"));
  if (!bound || !moment_parse(bound, &goal.bound) ||
      !tracer_open(tracer, &room->session->vm,
                   json_object_get(message, "traces"))) {
    reply_error(room, message, "trace: a bound and traces are wanted");
    return false;
  }
  if (!begin(room, message)) return false;
  tracer_start(tracer, goal.exact ? session_now(room->session) : NULL);
  room->session->tracer = tracer;
  room->session->goal = goal;
  room->session->sample_ticks = POLL_TICKS_FIRST;
  return true;
}

/* Runs to the bound, counting. */
static bool do_count(Room *room, json_t *message, int descriptor) {
  Session *session = room->session;
  Goal goal = {.kind = GOAL_COUNT};
  const char *bound = json_string_value(json_object_get(message, "bound"));
  if (!bound || !moment_parse(bound, &goal.bound) ||
      !cache_counts_open(&room->counts, &session->vm,
                         json_object_get(message, "code"))) {
    reply_error(room, message, "count: a bound and a function are wanted");
    return false;
  }
  if (!begin(room, message)) return false;
  session->counts = &room->counts;
  session->goal = goal;
  session->sample_ticks = POLL_TICKS_FIRST;
  return true;
}

/* When what the traces look for was made at the latest. */
static bool do_written(Room *room, json_t *message, int descriptor) {
  Tracer tracer;
  if (!tracer_open(&tracer, &room->session->vm,
                   json_object_get(message, "traces"))) {
    reply_error(room, message, "written: traces are wanted");
    return false;
  }
  json_t *reply = written_describe(&tracer, &room->times);
  json_object_set(reply, "id", json_object_get(message, "id"));
  send_message(room, reply, -1);
  tracer_free(&tracer);
  return false;
}

/* A collection that finds the cell dead ends the run at the next tick. */
static void look_for_death(void *owner, Heap *heap) {
  Room *room = owner;
  if (!room->outlived || room->has_died) return;
  Cell *cell = heap_find(heap, room->outlived);
  if (cell && heap_is_marked(heap, cell)) return;
  room->has_died = true;
  room->session->goal.moment = MOMENT_START;
  vm_pull_interrupt(&room->session->vm);
}

/* Runs until a collection finds the cell dead, at most to the bound. */
static bool do_outlive(Room *room, json_t *message, int descriptor) {
  static bool is_looking;
  Goal goal = {.kind = GOAL_TICK, .bound = MOMENT_NEVER};
  const char *bound = json_string_value(json_object_get(message, "bound"));
  if (!bound || !moment_parse(bound, &goal.moment)) {
    reply_error(room, message, "outlive: a bound is wanted");
    return false;
  }
  if (goal.moment.step) goal.kind = GOAL_MOMENT;
  if (!begin(room, message)) return false;
  Heap *heap = &room->session->vm.isolate.heap;
  if (!is_looking) heap_add_after_mark(heap, look_for_death, room);
  is_looking = true;
  room->outlived = (u64)json_integer_value(json_object_get(message, "address"));
  room->has_died = false;
  room->session->goal = goal;
  room->session->sample_ticks = POLL_TICKS_FIRST;
  return true;
}

static bool do_record(Room *room, json_t *message, int descriptor) {
  if (!begin(room, message)) return false;
  /* copies are quiet: what a branch of time prints is only kept */
  room->session->is_quiet |= room->options->is_quiet;
  room->session->sample_ticks = 0; /* its slices look after the channel */
  recorder_start(&room->recorder);
  room->polled_ns = room->recorder.slice_ns;
  room->session->goal = recorder_goal(&room->recorder);
  return true;
}

static bool do_answer(Room *room, json_t *message, int descriptor) {
  Buffer error = {};
  const char *method = json_string_value(json_object_get(message, "method"));
  json_t *result =
      room->options->answer(room->session, method ? method : "",
                            json_object_get(message, "params"), &error);
  if (result)
    send_message(room,
                 json_pack("{s:O?, s:o}", "id", json_object_get(message, "id"),
                           "result", result),
                 -1);
  else
    reply_error(room, message, error.bytes ? error.bytes : "no answer");
  buffer_free(&error);
  return false;
}

/* Changes this room: a branch of time begins in it. */
static bool do_change(Room *room, json_t *message, int descriptor) {
  Buffer error = {};
  if (change_apply(room->session, json_object_get(message, "change"), &error))
    send_message(room,
                 json_pack("{s:O?, s:o}", "id", json_object_get(message, "id"),
                           "state", room_state(room->session)),
                 -1);
  else
    reply_error(room, message, error.bytes ? error.bytes : "it is refused");
  buffer_free(&error);
  return false;
}

static bool do_pause(Room *room, json_t *message, int descriptor) {
  return false; /* it came when the run had stopped by itself */
}

static const struct {
  const char *name;
  Command *command;
} commands[] = {
    {"fork", do_fork},     {"go", do_go},           {"record", do_record},
    {"answer", do_answer}, {"pause", do_pause},     {"change", do_change},
    {"trace", do_trace},   {"written", do_written}, {"outlive", do_outlive},
    {"count", do_count},
};

static bool obey(Room *room, json_t *message, int descriptor) {
  const char *name = json_string_value(json_object_get(message, "do"));
  for (size_t i = 0; name && i < ARRAY_COUNT(commands); i++)
    if (!strcmp(commands[i].name, name))
      return commands[i].command(room, message, descriptor);
  reply_error(room, message, "a room knows no such command");
  return false;
}

/* Waits for commands until one makes the run go on. */
static void serve(Room *room) {
  for (bool goes_on = false; !goes_on;) {
    int descriptor;
    if (!room_channel_wait(&room->channel, true)) _exit(0);
    json_t *message = room_channel_take(&room->channel, &descriptor);
    if (!message) continue;
    goes_on = obey(room, message, descriptor);
    json_decref(message);
  }
}

/* ---- Stops -------------------------------------------------------------- */

static void add_report(Room *room, json_t *message) {
  tracer_stop(&room->tracer);
  json_object_set_new(message, "traces", tracer_report(&room->tracer));
  tracer_free(&room->tracer);
  room->session->tracer = NULL;
}

static void add_counts(Room *room, json_t *message) {
  json_object_set_new(message, "sites", cache_counts_report(&room->counts));
  cache_counts_free(&room->counts);
  room->session->counts = NULL;
}

/* Tells the server where the run has stopped. */
static void report(Room *room) {
  Session *session = room->session;
  json_t *message = json_pack("{s:o}", "state", room_state(session));
  if (room->request) {
    json_object_set_new(message, "id", json_integer(room->request));
  } else {
    json_object_set_new(message, "event", json_string("open"));
  }
  if (session->stop.has_found)
    json_object_set_new(message, "found", moment_json(session->stop.found));
  if (session->stop.hits)
    json_object_set_new(message, "hits", json_integer(session->stop.hits));
  if (session->tracer) add_report(room, message);
  if (session->counts) add_counts(room, message);
  if (room->outlived)
    json_object_set_new(message, "died", json_boolean(room->has_died));
  room->outlived = 0;
  room->request = 0;
  send_message(room, message, -1);
}

static void on_stop(Session *session, void *context) {
  Room *room = context;
  if (room->recorder.is_active) {
    if (record_on(room)) return;
    /* a checkpoint that was left here has nothing to report */
    if (!room->request) {
      serve(room);
      return;
    }
  }
  report(room);
  serve(room);
}

/* ---- The first room ----------------------------------------------------- */

/* Only standard output, standard error and the channel stay open. */
static void keep_descriptors(int channel, bool is_quiet) {
  int nothing = open("/dev/null", O_RDWR);
  if (nothing >= 0) {
    dup2(nothing, STDIN_FILENO);
    if (is_quiet) dup2(nothing, STDOUT_FILENO);
  }
  dup2(channel, STDERR_FILENO + 1);
  close_range(STDERR_FILENO + 2, ~0u, 0);
}

/* Signals of the terminal are the server's business. */
static void set_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGTERM, SIG_DFL);
  signal(SIGCHLD, SIG_DFL);
}

static void report_failure(Room *room, Buffer *error) {
  json_t *text = json_string(error->bytes ? error->bytes : "");
  room_channel_send(&room->channel,
                    json_pack("{s:s, s:o?}", "event", "failed", "error", text),
                    -1);
  room_channel_wait(&room->channel, false);
}

static void run_first_room(const Recording *recording,
                           const RoomOptions *options, pid_t server) {
  static Session session;
  static Room room;
  Buffer error = {};
  room = (Room){.session = &session, .options = options, .server = server};
  room_channel_open(&room.channel, STDERR_FILENO + 1);
  page_times_open(&room.times.pages);
  if (!sandbox_enter(recording->heap.limit, &error) ||
      !session_open(&session, recording, &(SessionFiles){ask_server, &room},
                    &error)) {
    report_failure(&room, &error);
    return;
  }
  session.sampled = poll_channel;
  slot_times_open(&room.times.slots, &session.vm.isolate.heap);
  session.times = &room.times;
  recorder_open(&room.recorder, &session, options->checkpoint_bytes);
  session_run(&session, on_stop, &room, &error);
}

pid_t room_spawn(const Recording *recording, const RoomOptions *options,
                 int *channel, Buffer *error) {
  int ends[2];
  pid_t server = getpid(), room = -1;
  fflush(NULL);
  if (room_channel_pair(ends)) room = fork();
  if (room < 0) {
    buffer_format(error, "no process for the program: %s", strerror(errno));
    return -1;
  }
  if (room) {
    close(ends[1]);
    *channel = ends[0];
    return room;
  }
  set_signals();
  end_with_server(server);
  keep_descriptors(ends[1], options->is_quiet);
  run_first_room(recording, options, server);
  _exit(0);
}
