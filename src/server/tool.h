/* tool.h - a program of ours as a process: `glassheap` with other words, or
 * this server itself with a heap snapshot.
 *
 * It has nothing of ours but the two pipes that it writes to. What it says is
 * kept (16 MiB at most); when both pipes have ended, it is done.
 */
#ifndef GLASSHEAP_SERVER_TOOL_H
#define GLASSHEAP_SERVER_TOOL_H

#include "base/buffer.h"

#include <uv.h>

typedef struct Tool Tool;

/* It has ended; `tool` is gone behind it. */
typedef void ToolDone(void *context, Tool *tool);
/* It has written to standard output. */
typedef void ToolSaid(void *context, Tool *tool);

typedef enum ToolProgram : u8 {
  TOOL_COMMANDS, /* glassheap, beside this program */
  TOOL_SERVER,   /* this program */
} ToolProgram;

typedef struct ToolOptions {
  ToolProgram program;
  const char *const *words; /* behind the program's name; NULL ends them */
  u64 ms_max;               /* 0: as long as it likes */
  ToolDone *done;
  ToolSaid *said; /* may be NULL */
  void *context;
} ToolOptions;

struct Tool {
  ToolOptions options;
  pid_t process; /* 0: it did not start */
  uv_pipe_t pipes[2];
  uv_timer_t timer;
  u32 handles; /* open ones */
  Buffer output, errors;
  bool is_late; /* it was ended because it took too long */
};

/* tool_start - always comes to `done`, also when it does not start. */
Tool *tool_start(uv_loop_t *loop, const ToolOptions *options);
/* tool_end - ends the process; `done` comes as always. */
void tool_end(Tool *tool);
/* tool_complaint - appends what it says is wrong: its first error without the
 * program's name, and without the name of a folder of ours. */
void tool_complaint(const Tool *tool, const char *folder, Buffer *out);

#endif
