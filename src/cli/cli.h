/* cli.h - the command line: what was asked for, and the commands.
 *
 * Commands and options are in commands.def and options.def; reading them, and
 * the help, come from there.
 */
#ifndef GLASSHEAP_CLI_CLI_H
#define GLASSHEAP_CLI_CLI_H

#include "watch/session.h"

typedef enum CommandName : u8 {
#define COMMAND(name, takes, file, help) COMMAND_##name,
#include "cli/commands.def"
#undef COMMAND
  COMMAND_COUNT,
} CommandName;

typedef enum OptionName : u8 {
#define OPTION(name, text, letter, value, commands, help) OPTION_##name,
#include "cli/options.def"
#undef OPTION
  OPTION_COUNT,
} OptionName;

typedef struct Invocation {
  CommandName command;
  const char *options[OPTION_COUNT]; /* NULL: not given; "" without a value */
  const char *file;
  char **arguments; /* the program's own, from argv */
  u32 argument_count;
} Invocation;

/* What is to be done after the command line was read. */
typedef enum Reading : u8 {
  READING_COMMAND, /* run the command */
  READING_DONE,    /* help or version were printed */
  READING_WRONG,   /* one line on standard error said what is wrong */
} Reading;

/* cli_read - reads the command line. */
Reading cli_read(int count, char **words, Invocation *invocation);
/* cli_fail - prints "glassheap: ..." on standard error; gives `status`. */
int cli_fail(int status, const char *format, ...) PRINTF_LIKE(2, 3);
/* cli_main - the exit status of the whole program. */
int cli_main(int count, char **words);

/* What a command's file is. */
typedef enum CommandFile : u8 {
  FILE_NOTHING,
  FILE_SCRIPT,
  FILE_SNAPSHOT,
} CommandFile;

/* The commands, each giving an exit status. */
int command_run(const Invocation *invocation);
int command_watch(const Invocation *invocation);
int command_show(const Invocation *invocation);
int command_record(const Invocation *invocation);
/* command_grow - what rounds of calls leave behind (grow.c). */
int command_grow(const Invocation *invocation);
/* command_compare_collectors - one program under each (compare.c). */
int command_compare_collectors(const Invocation *invocation);
/* command_snapshot - the heap at a moment, for the analyser (snapshot.c). */
int command_snapshot(const Invocation *invocation);
int command_disassemble(const Invocation *invocation);
int command_tour(const Invocation *invocation);
int command_lab(const Invocation *invocation);
/* command_heap - all commands about heap snapshots (heap.c). */
int command_heap(const Invocation *invocation);
/* command_why - about a program, or a snapshot (why.c). */
int command_why(const Invocation *invocation);
/* command_view - the one that serves them (heap_view.c). */
int command_view(const Invocation *invocation);
/* command_report - the one that writes a page (heap_report.c). */
int command_report(const Invocation *invocation);

/* command_query, command_redact - SQL; a heap without secrets. */
int command_query(const Invocation *invocation);
int command_redact(const Invocation *invocation);

/* cli_load - the recording that a command is about, with the options applied.
 * EXIT_STATUS_OK, or another status after saying what is wrong. */
int cli_load(const Invocation *invocation, Recording *recording);
/* cli_port - the value of --port, or its default; an exit status. */
int cli_port(const Invocation *invocation, int *port);
/* cli_wait - the HostWait of a run whose time is real (wait.c). */
bool cli_wait(VM *vm, u64 due);
/* cli_number - a whole number from 0 to `most`; false for anything else. */
bool cli_number(const char *text, u64 most, u64 *number);

#endif
