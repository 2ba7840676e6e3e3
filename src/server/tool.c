/* tool.c - spawning, two pipes and a clock. */
#define _GNU_SOURCE /* posix_spawn's closefrom */
#include "server/tool.h"

#include "server/server_loop.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

constexpr size_t OUTPUT_BYTES_MAX = 16u << 20;
constexpr u32 WORDS_MAX = 16;

/* ---- The end ------------------------------------------------------------ */

static void on_closed(uv_handle_t *handle) {
  Tool *tool = handle->data;
  if (--tool->handles) return;
  tool->options.done(tool->options.context, tool);
  buffer_free(&tool->output);
  buffer_free(&tool->errors);
  free(tool);
}

static void close_handle(void *handle) {
  if (!uv_is_closing(handle)) uv_close(handle, on_closed);
}

static void close_all(Tool *tool) {
  close_handle(&tool->pipes[0]);
  close_handle(&tool->pipes[1]);
  close_handle(&tool->timer);
}

void tool_end(Tool *tool) {
  server_loop_kill(tool->process);
}

static void on_late(uv_timer_t *timer) {
  Tool *tool = timer->data;
  tool->is_late = true;
  tool_end(tool);
}

/* ---- What it says ------------------------------------------------------- */

static void give_memory(uv_handle_t *handle, size_t wanted, uv_buf_t *memory) {
  *memory = uv_buf_init(base_allocate(wanted), (unsigned)wanted);
}

static void on_output(uv_stream_t *stream, ssize_t count,
                      const uv_buf_t *memory) {
  Tool *tool = stream->data;
  bool is_output = stream == (uv_stream_t *)&tool->pipes[0];
  Buffer *text = is_output ? &tool->output : &tool->errors;
  if (count > 0 && text->length + (size_t)count <= OUTPUT_BYTES_MAX)
    buffer_append(text, memory->base, (size_t)count);
  free(memory->base);
  if (count < 0) close_handle(stream);
  if (uv_is_closing((uv_handle_t *)&tool->pipes[0]) &&
      uv_is_closing((uv_handle_t *)&tool->pipes[1]))
    close_handle(&tool->timer);
  else if (count > 0 && is_output && tool->options.said)
    tool->options.said(tool->options.context, tool);
}

void tool_complaint(const Tool *tool, const char *folder, Buffer *out) {
  static const char prefix[] = "glassheap: ";
  const char *said = tool->errors.bytes ? tool->errors.bytes : "";
  size_t length = folder ? strlen(folder) : 0;
  if (!strncmp(said, prefix, sizeof prefix - 1)) said += sizeof prefix - 1;
  for (const char *at; length && (at = strstr(said, folder));
       said = at + length + (at[length] == '/'))
    buffer_append(out, said, (size_t)(at - said));
  buffer_text(out, said);
  while (out->length && out->bytes[out->length - 1] == '\n')
    out->bytes[--out->length] = 0;
}

/* ---- Starting ----------------------------------------------------------- */

/* Our end of a pipe is opened; the other end, or -1 when the system refuses. */
static int open_pipe(Tool *tool, uv_loop_t *loop, uv_pipe_t *pipe) {
  int ends[2];
  uv_pipe_init(loop, pipe, 0);
  pipe->data = tool;
  tool->handles++;
  if (uv_pipe(ends, UV_NONBLOCK_PIPE, 0)) return -1;
  uv_pipe_open(pipe, ends[0]);
  return ends[1];
}

static bool find_program(ToolProgram program, char *path, size_t size) {
  static const char suffix[] = "-server";
  ssize_t length = readlink("/proc/self/exe", path, size - 1);
  if (length < (ssize_t)sizeof suffix) return false;
  path[program == TOOL_SERVER ? length : length - (ssize_t)sizeof suffix + 1] =
      0;
  return true;
}

static bool spawn(Tool *tool, const int ends[2]) {
  char program[4096];
  char *words[WORDS_MAX + 2] = {program};
  u32 count = 1;
  if (!find_program(tool->options.program, program, sizeof program))
    return false;
  for (const char *const *word = tool->options.words; *word; word++) {
    assert(count <= WORDS_MAX);
    words[count++] = (char *)*word;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                   O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  bool ok =
      !posix_spawn(&tool->process, program, &actions, NULL, words, environ);
  posix_spawn_file_actions_destroy(&actions);
  return ok;
}

Tool *tool_start(uv_loop_t *loop, const ToolOptions *options) {
  Tool *tool = base_allocate_zeroed(sizeof *tool);
  tool->options = *options;
  uv_timer_init(loop, &tool->timer);
  tool->timer.data = tool;
  tool->handles++;
  if (options->ms_max)
    uv_timer_start(&tool->timer, on_late, options->ms_max, 0);
  int ends[2] = {open_pipe(tool, loop, &tool->pipes[0]),
                 open_pipe(tool, loop, &tool->pipes[1])};
  if (ends[0] >= 0 && ends[1] >= 0 && spawn(tool, ends)) {
    uv_read_start((uv_stream_t *)&tool->pipes[0], give_memory, on_output);
    uv_read_start((uv_stream_t *)&tool->pipes[1], give_memory, on_output);
  } else {
    buffer_text(&tool->errors, "the system allows no more processes");
    close_all(tool);
  }
  for (u32 i = 0; i < 2; i++)
    if (ends[i] >= 0) close(ends[i]);
  tool->options.words = NULL; /* they were the caller's */
  return tool;
}
