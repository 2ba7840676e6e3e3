/* judge.c - cases: a file, a process, its output. */
#define _GNU_SOURCE /* posix_spawn's closefrom */
#include "server/judge.h"

#include "base/buffer.h"
#include "host/files.h"
#include "server/server_loop.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

constexpr u32 RUNNING_MAX = 2;
constexpr u32 WAITING_MAX = 64;
constexpr u64 CASE_MS_MAX = 20'000;
constexpr size_t OUTPUT_BYTES_MAX = 16u << 20;

typedef struct JudgeCase {
  Judge *judge;
  JudgeReply *reply; /* NULL: nobody waits */
  void *context;
  char *name, *source, *call;
  size_t length;
  u32 rounds, iterations;
  /* while it is measured */
  char folder[64];
  pid_t process; /* 0: none */
  uv_pipe_t output, errors;
  uv_timer_t timer;
  u32 handles; /* open ones */
  Buffer said, complaint;
  bool is_late;
} JudgeCase;

static void begin_cases(Judge *judge);

/* ---- Cases -------------------------------------------------------------- */

static void case_free(JudgeCase *item) {
  free(item->name);
  free(item->source);
  free(item->call);
  buffer_free(&item->said);
  buffer_free(&item->complaint);
  free(item);
}

static void answer(JudgeCase *item, json_t *report, const char *error) {
  JudgeReply *reply = item->reply;
  item->reply = NULL;
  if (reply)
    reply(item->context, report, error);
  else
    json_decref(report);
}

static void remove_case(JudgeCase *item) {
  Judge *judge = item->judge;
  u32 kept = 0;
  for (u32 i = 0; i < judge->running.count; i++)
    if (judge->running.items[i] != item)
      judge->running.items[kept++] = judge->running.items[i];
  judge->running.count = kept;
}

static void file_path(const JudgeCase *item, Buffer *path) {
  buffer_format(path, "%s/%s", item->folder, item->name);
}

static bool write_program(JudgeCase *item) {
  snprintf(item->folder, sizeof item->folder, "/tmp/glassheap-judge-XXXXXX");
  if (!mkdtemp(item->folder)) {
    *item->folder = 0;
    return false;
  }
  Buffer path = {};
  file_path(item, &path);
  int file = open(path.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool ok = file >= 0 && !files_write_all(file, item->source, item->length);
  if (file >= 0) close(file);
  buffer_free(&path);
  return ok;
}

static void remove_program(JudgeCase *item) {
  if (!*item->folder) return;
  Buffer path = {};
  file_path(item, &path);
  unlink(path.bytes);
  rmdir(item->folder);
  buffer_free(&path);
}

/* ---- The end ------------------------------------------------------------ */

/* `grow` says what is wrong as one line, with the path of the file: people
 * know it by its name. */
static void tell_complaint(JudgeCase *item) {
  Buffer text = {};
  const char *said = item->complaint.bytes ? item->complaint.bytes : "";
  static const char prefix[] = "glassheap: ";
  if (!strncmp(said, prefix, sizeof prefix - 1)) said += sizeof prefix - 1;
  size_t folder = strlen(item->folder);
  for (const char *at; (at = strstr(said, item->folder));
       said = at + folder + 1)
    buffer_append(&text, said, (size_t)(at - said));
  buffer_text(&text, said);
  answer(item, NULL,
         item->is_late ? "the program takes longer than 20 seconds"
         : text.length ? text.bytes
                       : "the judge ended unexpectedly");
  buffer_free(&text);
}

static void finish(JudgeCase *item) {
  Judge *judge = item->judge;
  json_t *report = NULL;
  if (item->said.length && !item->is_late)
    report = json_loadb(item->said.bytes, item->said.length, 0, NULL);
  if (report)
    answer(item, report, NULL);
  else
    tell_complaint(item);
  remove_program(item);
  remove_case(item);
  case_free(item);
  begin_cases(judge);
}

static void on_closed(uv_handle_t *handle) {
  JudgeCase *item = handle->data;
  if (!--item->handles) finish(item);
}

static void close_handle(uv_handle_t *handle) {
  if (!uv_is_closing(handle)) uv_close(handle, on_closed);
}

/* ---- The process -------------------------------------------------------- */

static void on_late(uv_timer_t *timer) {
  JudgeCase *item = timer->data;
  item->is_late = true;
  server_loop_kill(item->process);
}

static void give_memory(uv_handle_t *handle, size_t wanted, uv_buf_t *memory) {
  *memory = uv_buf_init(base_allocate(wanted), (unsigned)wanted);
}

static void on_output(uv_stream_t *stream, ssize_t count,
                      const uv_buf_t *memory) {
  JudgeCase *item = stream->data;
  bool is_output = stream == (uv_stream_t *)&item->output;
  Buffer *text = is_output ? &item->said : &item->complaint;
  if (count > 0 && text->length + (size_t)count <= OUTPUT_BYTES_MAX)
    buffer_append(text, memory->base, (size_t)count);
  free(memory->base);
  if (count < 0) close_handle((uv_handle_t *)stream);
  if (uv_is_closing((uv_handle_t *)&item->output) &&
      uv_is_closing((uv_handle_t *)&item->errors))
    close_handle((uv_handle_t *)&item->timer);
}

/* Our end of a pipe; -1 when the system refuses, and else the other end. */
static int open_pipe(JudgeCase *item, uv_pipe_t *pipe) {
  int ends[2];
  uv_pipe_init(item->judge->loop, pipe, 0);
  pipe->data = item;
  item->handles++;
  if (uv_pipe(ends, UV_NONBLOCK_PIPE, 0)) return -1;
  uv_pipe_open(pipe, ends[0]);
  return ends[1];
}

static void set_number(char text[16], u32 number, u32 otherwise) {
  snprintf(text, 16, "%u", number ? number : otherwise);
}

/* The program `glassheap` lies beside this one. */
static bool find_program(char *path, size_t size) {
  ssize_t length = readlink("/proc/self/exe", path, size - 1);
  static const char suffix[] = "-server";
  if (length < (ssize_t)sizeof suffix) return false;
  path[length - (ssize_t)(sizeof suffix - 1)] = 0;
  return true;
}

/* The process has its two ends and no other file of ours. */
static bool spawn(JudgeCase *item, const char *file, int output, int errors) {
  char program[4096], rounds[16], iterations[16];
  if (!find_program(program, sizeof program)) return false;
  set_number(rounds, item->rounds, 8);
  set_number(iterations, item->iterations, 10);
  char *arguments[] = {program,    "grow",       "--json",
                       "--rounds", rounds,       "--iterations",
                       iterations, (char *)file, item->call ? "--call" : NULL,
                       item->call, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                   O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  bool ok =
      !posix_spawn(&item->process, program, &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  return ok;
}

static void close_end(int file) {
  if (file >= 0) close(file);
}

static void begin_case(JudgeCase *item) {
  Buffer path = {};
  vector_push(&item->judge->running, item);
  bool is_written = write_program(item);
  file_path(item, &path);
  uv_timer_init(item->judge->loop, &item->timer);
  item->timer.data = item;
  item->handles++;
  uv_timer_start(&item->timer, on_late, CASE_MS_MAX, 0);
  int output = open_pipe(item, &item->output);
  int errors = open_pipe(item, &item->errors);
  if (is_written && output >= 0 && errors >= 0 &&
      spawn(item, path.bytes, output, errors)) {
    uv_read_start((uv_stream_t *)&item->output, give_memory, on_output);
    uv_read_start((uv_stream_t *)&item->errors, give_memory, on_output);
  } else {
    buffer_text(&item->complaint, "the judge does not start");
    close_handle((uv_handle_t *)&item->output);
    close_handle((uv_handle_t *)&item->errors);
    close_handle((uv_handle_t *)&item->timer);
  }
  close_end(output);
  close_end(errors);
  buffer_free(&path);
}

static void begin_cases(Judge *judge) {
  while (judge->waiting.count && judge->running.count < RUNNING_MAX) {
    JudgeCase *item = judge->waiting.items[0];
    judge->waiting.count--;
    memmove(judge->waiting.items, judge->waiting.items + 1,
            judge->waiting.count * sizeof item);
    begin_case(item);
  }
}

/* ---- Asking ------------------------------------------------------------- */

static char *copy_text(const char *text) {
  return text ? base_copy(text, strlen(text) + 1) : NULL;
}

void judge_ask(Judge *judge, const JudgeAsked *asked, JudgeReply *reply,
               void *context) {
  if (judge->waiting.count == WAITING_MAX) {
    reply(context, NULL, "too many programs wait to be judged: try again soon");
    return;
  }
  JudgeCase *item = base_allocate_zeroed(sizeof *item);
  *item = (JudgeCase){
      .judge = judge,
      .reply = reply,
      .context = context,
      .name = copy_text(asked->name),
      .source = base_copy(asked->source, asked->length + 1),
      .call = copy_text(asked->call),
      .length = asked->length,
      .rounds = asked->rounds,
      .iterations = asked->iterations,
  };
  vector_push(&judge->waiting, item);
  begin_cases(judge);
}

void judge_forget(Judge *judge, void *context) {
  u32 kept = 0;
  for (u32 i = 0; i < judge->waiting.count; i++) {
    JudgeCase *item = judge->waiting.items[i];
    if (item->context == context)
      case_free(item);
    else
      judge->waiting.items[kept++] = item;
  }
  judge->waiting.count = kept;
  for (u32 i = 0; i < judge->running.count; i++) {
    JudgeCase *item = judge->running.items[i];
    if (item->context != context) continue;
    item->reply = NULL;
    server_loop_kill(item->process);
  }
}
