/* host.h - what a program finds beside the language: console, gc,
 * performance, process.
 *
 * The host keeps one Console for each machine: the lines written so far (for
 * whoever shows the run), how deep groups are nested, counters and timers.
 * Everything that a program prints goes out through vm->write, one call for
 * each message with its newline, so that a watcher, a server or a test can
 * stand in the way; nothing here writes to a file.
 */
#ifndef GLASSHEAP_HOST_HOST_H
#define GLASSHEAP_HOST_HOST_H

#include "vm/vm.h"

/* One message: a line, or several when the message had newlines. */
typedef struct ConsoleLine {
  Stream stream;
  char *text; /* UTF-8, without the closing newline; zero-terminated */
  size_t length;
  u64 tick; /* when it was written */
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

/* host_open - gives the global object what this floor has. After
 * library_open. */
void host_open(VM *vm);
/* host_close - frees what the host holds; before vm_close. */
void host_close(VM *vm);
/* host_console - what the program printed. */
Console *host_console(VM *vm);

#endif
