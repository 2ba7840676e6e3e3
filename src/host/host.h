/* host.h - what a program finds beside the language: console, gc,
 * performance, process, modules and files.
 *
 * The host keeps one Console for each machine: the lines written so far (for
 * whoever shows the run), how deep groups are nested, counters and timers.
 * Everything that a program prints goes out through vm->write, one call for
 * each message with its newline, so that a watcher, a server or a test can
 * stand in the way; nothing here writes to a file.
 */
#ifndef GLASSHEAP_HOST_HOST_H
#define GLASSHEAP_HOST_HOST_H

#include "host/files.h"
#include "host/options.h"
#include "host/queues.h"
#include "vm/vm.h"

/* One message: a line, or several when the message had newlines. */
typedef struct ConsoleLine {
  Stream stream;
  char *text; /* UTF-8, without the closing newline; zero-terminated */
  size_t length;
  Place written;   /* when, and by whom */
  char method[16]; /* of console, that wrote it: "log", "table"; or "" */
  bool is_partial; /* it had no newline yet: what comes next joins it */
} ConsoleLine;

/* A counter or a timer, found by its label. */
typedef struct ConsoleLabel {
  char *text; /* WTF-8 */
  u64 value;  /* the count, or when the timer began in ns */
} ConsoleLabel;

typedef VECTOR(ConsoleLabel) ConsoleLabels;

typedef struct Console {
  VECTOR(ConsoleLine) lines; /* oldest first */
  u64 dropped;               /* older lines that are not kept any more */
  u64 kept_bytes;            /* text of all `lines` */
  u32 indentation;           /* spaces in front of each line: console.group */
  ConsoleLabels counters, timers;
} Console;

/* Waits until the run's clock shows that; false: the run must stop (thrown). */
typedef bool HostWait(VM *vm, u64 due);

/* What the host floor keeps for a machine. */
typedef struct Host {
  Console console;
  /* the world outside: see files.h */
  FileAnswer *answer;
  void *answer_context;
  HostWait *wait;                    /* NULL: vm_wait_until */
  VECTOR(struct Package *) packages; /* every package.json asked for */
  Queues queues;
  Value timeout_prototype, immediate_prototype; /* of Node's timers */
  struct EventState *events;                    /* event_parts.h */
  struct Dom *dom; /* NULL: there is no document (dom/dom.h) */
  Value loader;    /* Node's layer (node.h): what its loader exports; or
                      undefined while nobody needed it */
  Value process;   /* Node's `process`; a browser's programs do not see it */
  Value arguments; /* what a CommonJS program is called with: an array, its
                      first item `this` too; or undefined */
  struct Module *module; /* of a program that is one; in vm->modules */
  char *main;            /* the program's file, an absolute path, or NULL */
  char *shown_directory; /* its folder as people gave it; or NULL when the
                            absolute one is to be shown */
  HostOptions options;
  bool is_exiting; /* process.exit was called: no error */
  int exit_status; /* of process.exit and process.exitCode */
} Host;

/* host_of - the host of a machine. */
ALWAYS_INLINE Host *host_of(VM *vm) {
  return vm->host;
}

/* host_open - gives the global object what this floor has. After library_open.
 * What the options refer to must outlive the machine. */
void host_open(VM *vm, const HostOptions *options);
/* host_set_arguments - process.argv, of a program by that name. */
void host_set_arguments(VM *vm, const char *program);
/* host_close - frees what the host holds; before vm_close. */
void host_close(VM *vm);
/* host_console - what the program printed. */
Console *host_console(VM *vm);

/* host_run - runs the program (program.h) and then the event loop, until
 * nothing waits any more; a rejection that nobody has handled is thrown, as
 * Node.js does. False when something was thrown that nobody caught. The
 * program's frame is held as vm_run_main says. */
bool host_run(VM *vm, Function *script);
/* host_settle - lets the program go on by itself, with nothing on the stack,
 * until the run's clock shows `until`: jobs, timers that are due by then,
 * immediates, finalisers; of what never waits some. False when something was
 * thrown that nobody caught.
 */
bool host_settle(VM *vm, u64 until);
/* host_due_at - when the next timer or the like is due, in the run's
 * nanoseconds; UINT64_MAX when none keeps the program running. */
u64 host_due_at(VM *vm);
/* host_run_jobs - what follows each callback: ticks, jobs, and the complaint
 * about a rejection. */
bool host_run_jobs(VM *vm);
/* host_call_waiting - calls its function with its data. */
bool host_call_waiting(VM *vm, const Waiting *waiting);
/* host_has_work - whether anything waits to be called. */
bool host_has_work(VM *vm);

#endif
