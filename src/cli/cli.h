/* cli.h - the command line: what was asked for, and the commands.
 *
 * Commands and options are in commands.def and options.def; reading them, and
 * the help, come from there.
 */
#ifndef GLASSHEAP_CLI_CLI_H
#define GLASSHEAP_CLI_CLI_H

#include "watch/session.h"

typedef enum CommandName : u8 {
#define COMMAND(name, takes, has_file, help) COMMAND_##name,
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

/* The commands, each giving an exit status. */
#define COMMAND(name, takes, has_file, help)                                   \
  int command_##name(const Invocation *invocation);
#include "cli/commands.def"
#undef COMMAND

/* cli_load - the recording that a command is about, with the options applied.
 * EXIT_STATUS_OK, or another status after saying what is wrong. */
int cli_load(const Invocation *invocation, Recording *recording);
/* cli_number - a whole number from 0 to `most`; false for anything else. */
bool cli_number(const char *text, u64 most, u64 *number);

#endif
