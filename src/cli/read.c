/* read.c - the command line and its help, from the tables. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Command {
  const char *name, *takes, *help;
  CommandFile file;
} Command;

static const Command commands[] = {
#define COMMAND(name, takes, file, help) {#name, takes, help, FILE_##file},
#define COMMAND_AS(name, text, takes, file, help)                              \
  {text, takes, help, FILE_##file},
#include "cli/commands.def"
#undef COMMAND
};

/* Sets of commands, as options.def names them. */
constexpr u32 RUN = 1 << COMMAND_run, WATCH = 1 << COMMAND_watch,
              SHOW = 1 << COMMAND_show, RECORD = 1 << COMMAND_record,
              TAKE = 1 << COMMAND_snapshot, WHY = 1 << COMMAND_why,
              TOUR = 1 << COMMAND_tour, LAB = 1 << COMMAND_lab,
              GROW = 1 << COMMAND_grow,
              COMPARE = 1 << COMMAND_compare_collectors,
              RUNS = RUN | WATCH | SHOW | RECORD | TAKE | GROW | WHY,
              ALL = UINT32_MAX;
constexpr u32 VIEW = 1 << COMMAND_view, REPORT = 1 << COMMAND_report,
              QUERY = 1 << COMMAND_query, REDACT = 1 << COMMAND_redact,
              SUMMARY = 1 << COMMAND_summary,
              DOMINATORS = 1 << COMMAND_dominators,
              LISTS = SUMMARY | DOMINATORS | 1 << COMMAND_object |
                      1 << COMMAND_retainers | 1 << COMMAND_why |
                      1 << COMMAND_strings | 1 << COMMAND_closures |
                      1 << COMMAND_listeners | 1 << COMMAND_detached |
                      1 << COMMAND_timers | 1 << COMMAND_globals |
                      1 << COMMAND_collections | 1 << COMMAND_objects |
                      1 << COMMAND_diff | 1 << COMMAND_leaks,
              SORTED = SUMMARY | 1 << COMMAND_collections;
/* Every command about snapshots. */
constexpr u32 HEAP = 0
#define FILE_BIT_NOTHING 0
#define FILE_BIT_SCRIPT 0
#define FILE_BIT_SNAPSHOT 1u
#define COMMAND(name, takes, file, help) | FILE_BIT_##file << COMMAND_##name
#include "cli/commands.def"
#undef COMMAND
    ;

typedef struct Option {
  const char *name, *letter, *value, *help;
  u32 commands;
} Option;

static const Option options[] = {
#define OPTION(name, text, letter, value, commands, help)                      \
  {text, letter, value, help, commands},
#include "cli/options.def"
#undef OPTION
};

static void print_complaint(const char *format, va_list arguments) {
  fflush(stdout);
  fputs("glassheap: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
}

int cli_fail(int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_complaint(format, arguments);
  va_end(arguments);
  return status;
}

PRINTF_LIKE(1, 2) static Reading complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_complaint(format, arguments);
  va_end(arguments);
  return READING_WRONG;
}

bool cli_number(const char *text, u64 most, u64 *number) {
  u64 value = 0;
  if (!*text) return false;
  for (; *text >= '0' && *text <= '9'; text++)
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, (u64)(*text - '0'), &value))
      return false;
  *number = value;
  return !*text && value <= most;
}

/* ---- Suggestions -------------------------------------------------------- */

/* Insertions, deletions and replacements from one word to the other. */
static u32 word_distance(const char *from, const char *to) {
  constexpr size_t LONGEST = 32;
  u32 row[LONGEST + 1];
  size_t width = strlen(to);
  if (width > LONGEST || strlen(from) > LONGEST) return UINT32_MAX;
  for (size_t i = 0; i <= width; i++)
    row[i] = (u32)i;
  for (; *from; from++) {
    u32 corner = row[0]++;
    for (size_t i = 1; i <= width; i++) {
      u32 best = corner + (*from != to[i - 1]);
      if (row[i] + 1 < best) best = row[i] + 1;
      if (row[i - 1] + 1 < best) best = row[i - 1] + 1;
      corner = row[i];
      row[i] = best;
    }
  }
  return row[width];
}

typedef struct Guess {
  const char *word;
  u32 distance;
} Guess;

static void guess(Guess *best, const char *word, const char *candidate) {
  u32 distance = word_distance(word, candidate);
  if (distance < best->distance) *best = (Guess){candidate, distance};
}

static const char *guess_command(const char *word) {
  Guess best = {NULL, 4};
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    guess(&best, word, commands[i].name);
  return best.word;
}

static const char *guess_option(CommandName command, const char *word) {
  Guess best = {NULL, 4};
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (options[i].commands >> command & 1) guess(&best, word, options[i].name);
  return best.word;
}

/* ---- Help --------------------------------------------------------------- */

static const char exit_statuses[] =
    "Exit statuses: 0 it worked; 1 the program threw; 2 wrong usage; 3 a file\n"
    "that is missing, no script, or has a syntax error; 4 out of memory; 5 no\n"
    "such moment; 6 the port is in use; 130 interrupted.\n";

/* Words from `column` on, broken at the width of old terminals. */
static void print_wrapped(const char *text, int column) {
  constexpr int WIDTH = 79;
  int at = column;
  for (size_t length; *text; text += length) {
    text += strspn(text, " ");
    length = strcspn(text, " ");
    if (at + 1 + (int)length > WIDTH) at = printf("\n%*s", column, "") - 1;
    at += printf("%s%.*s", at > column ? " " : "", (int)length, text);
  }
  putchar('\n');
}

static const char grow_statuses[] = "Exit statuses: 0 it does not grow by more "
                                    "than the limit; 1 it does; 2 the\n"
                                    "program cannot be run.\n";

static void print_help(void) {
  fputs("Glassheap runs JavaScript and shows its memory at any moment, and\n"
        "reads the heap snapshots of Node.js and Chrome.\n\n"
        "usage: glassheap COMMAND [OPTIONS] [FILE] [ARGUMENTS]\n"
        "       glassheap FILE.heapsnapshot\n\n",
        stdout);
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    bool is_long = strlen(commands[i].name) > 12;
    printf(is_long ? "  %s\n%15s" : "  %-12s ", commands[i].name, "");
    print_wrapped(commands[i].help, 15);
  }
  printf("\nFILE is a script, or a recording (.glass) that `record` wrote.\n"
         "`glassheap COMMAND --help` tells of one; --version of this.\n\n%s",
         exit_statuses);
}

static void print_option(const Option *option) {
  constexpr int COLUMN = 26;
  const char *value = option->value;
  int used = option->letter ? printf("  %s, %s", option->letter, option->name)
                            : printf("  %s", option->name);
  if (value) used += printf(*value == '[' ? "%s" : " %s", value);
  printf("%*s", used < COLUMN ? COLUMN - used : 1, "");
  print_wrapped(option->help, COLUMN);
}

static void print_command_help(CommandName name) {
  const Command *command = &commands[name];
  printf("glassheap %s: %s\n\nusage: glassheap %s [OPTIONS]%s%s\n\n",
         command->name, command->help, command->name,
         *command->takes ? " " : "", command->takes);
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (options[i].commands >> name & 1) print_option(&options[i]);
  if (command->file == FILE_SNAPSHOT)
    fputs("\nSNAPSHOT is a .heapsnapshot or .heaptimeline file of Node.js or "
          "Chrome, as it\nis or compressed (gzip, zstd), or - for standard "
          "input.\n",
          stdout);
  if (command->file == FILE_SCRIPT)
    printf("\nFILE is a script, or a recording (.glass). %s\n",
           name == COMMAND_run
               ? "What follows FILE is the program's own."
               : "Options may follow FILE;\nwhat comes after -- is the "
                 "program's own.");
  printf("\n%s", name == COMMAND_grow ? grow_statuses : exit_statuses);
}

/* ---- Reading ------------------------------------------------------------ */

typedef struct Reader {
  int count;
  char **words;
  Invocation *invocation;
} Reader;

static const Option *find_option(CommandName command, const char *word,
                                 size_t length) {
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    const Option *option = &options[i];
    if (!(option->commands >> command & 1)) continue;
    if (strlen(option->name) == length && !memcmp(option->name, word, length))
      return option;
    if (option->letter && strlen(option->letter) == length &&
        !memcmp(option->letter, word, length))
      return option;
  }
  return NULL;
}

static Reading unknown_option(const Reader *reader, const char *word,
                              size_t length) {
  CommandName command = reader->invocation->command;
  const char *name = commands[command].name;
  char bare[64];
  snprintf(bare, sizeof bare, "%.*s", (int)length, word);
  const char *better = guess_option(command, bare);
  if (better)
    return complain("`%s` has no option %s; did you mean %s?", name, bare,
                    better);
  return complain("`%s` has no option %s; `glassheap %s --help` "
                  "lists them",
                  name, bare, name);
}

/* The option in the first word, with its value there or in the next. */
static Reading read_option(Reader *reader) {
  Invocation *invocation = reader->invocation;
  const char *word = *reader->words;
  const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
  size_t length = equals ? (size_t)(equals - word) : strlen(word);
  const Option *option = find_option(invocation->command, word, length);
  if (!option) return unknown_option(reader, word, length);
  const char *value = equals ? equals + 1 : NULL;
  if (!option->value && value)
    return complain("%s takes no value", option->name);
  bool may_miss = option->value && *option->value == '[';
  if (option->value && !value && !may_miss) {
    if (reader->count < 2)
      return complain("%s wants a value: %s %s", option->name, option->name,
                      option->value);
    value = *++reader->words;
    reader->count--;
  }
  invocation->options[option - options] = value ? value : "";
  return READING_COMMAND;
}

static void take_argument(Reader *reader) {
  Invocation *invocation = reader->invocation;
  if (!invocation->arguments)
    invocation->arguments =
        base_allocate((size_t)reader->count * sizeof(char *));
  invocation->arguments[invocation->argument_count++] = *reader->words;
}

/* Options, the file, and the program's arguments, in any order that says
 * which is which. */
static Reading read_words(Reader *reader) {
  Invocation *invocation = reader->invocation;
  bool has_file = commands[invocation->command].file, is_rest = false;
  for (; reader->count > 0; reader->words++, reader->count--) {
    const char *word = *reader->words;
    if (!is_rest && !strcmp(word, "--")) {
      is_rest = true;
    } else if (!is_rest && word[0] == '-' && word[1]) {
      Reading reading = read_option(reader);
      if (reading != READING_COMMAND) return reading;
    } else if (has_file && !invocation->file) {
      invocation->file = word;
      is_rest = is_rest || invocation->command == COMMAND_run;
    } else if (has_file) {
      take_argument(reader);
    } else {
      return complain("`%s` takes no file: what is \"%s\"?",
                      commands[invocation->command].name, word);
    }
  }
  return READING_COMMAND;
}

static Reading unknown_command(const char *word) {
  const char *better = guess_command(word);
  size_t length = strlen(word);
  if (length > 3 && !strcmp(word + length - 3, ".js"))
    return complain("no command was given; did you mean `glassheap "
                    "run %s`?",
                    word);
  if (better)
    return complain("there is no command \"%s\"; did you mean `%s`?", word,
                    better);
  return complain("there is no command \"%s\"; `glassheap --help` "
                  "lists them",
                  word);
}

/* The endings of files that need no command. */
static bool is_snapshot_name(const char *word) {
  static const char *const endings[] = {".heapsnapshot", ".heaptimeline",
                                        ".heapsnapshot.gz",
                                        ".heapsnapshot.zst"};
  for (size_t i = 0; i < ARRAY_COUNT(endings); i++) {
    size_t length = strlen(word), ending = strlen(endings[i]);
    if (length > ending && !strcmp(word + length - ending, endings[i]))
      return true;
  }
  return false;
}

static Reading read_command(const char *word, CommandName *command) {
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    if (strcmp(commands[i].name, word)) continue;
    *command = (CommandName)i;
    return READING_COMMAND;
  }
  return unknown_command(word);
}

/* --help, --version, `help COMMAND`. */
static bool is_general(const char *word) {
  if (!strcmp(word, "--version") || !strcmp(word, "-V")) {
    puts("glassheap " ENGINE_VERSION);
    return true;
  }
  if (strcmp(word, "--help") && strcmp(word, "-h") && strcmp(word, "help"))
    return false;
  print_help();
  return true;
}

Reading cli_read(int count, char **words, Invocation *invocation) {
  *invocation = (Invocation){};
  if (count < 2)
    return complain("no command was given; `glassheap --help` lists "
                    "them");
  if (is_general(words[1])) return READING_DONE;
  Reader reader = {count - 2, words + 2, invocation};
  Reading reading = READING_COMMAND;
  if (is_snapshot_name(words[1])) {
    invocation->command = COMMAND_open;
    reader = (Reader){count - 1, words + 1, invocation};
  } else {
    reading = read_command(words[1], &invocation->command);
  }
  if (reading != READING_COMMAND) return reading;
  reading = read_words(&reader);
  if (reading != READING_COMMAND) return reading;
  if (invocation->options[OPTION_help]) {
    print_command_help(invocation->command);
    return READING_DONE;
  }
  const Command *command = &commands[invocation->command];
  if (command->file && !invocation->file)
    return complain("`%s` wants a file: glassheap %s %s", command->name,
                    command->name, command->takes);
  return READING_COMMAND;
}
