/* commands.c - what each command does. */
#define _GNU_SOURCE
#include "cli/cli.h"

#include "bytecode/code_block.h"
#include "cli/picture.h"
#include "cli/serve.h"
#include "cli/view.h"
#include "heap/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

constexpr u64 PORT_DEFAULT = 8765;
constexpr u64 HEAP_LIMIT_LEAST = 4u << 20, HEAP_LIMIT_MOST = 24ull << 30;

/* ---- The recording that a command is about ------------------------------ */

/* "512K", "64M", "2G", or bytes. */
static bool parse_size(const char *text, u64 *bytes) {
  char digits[24] = {};
  size_t length = strlen(text);
  if (!length || length >= sizeof digits) return false;
  static const char letters[] = "kKmMgG";
  const char *letter = strchr(letters, text[length - 1]);
  memcpy(digits, text, letter ? length - 1 : length);
  u32 shift = letter ? 10 + 10 * (u32)((letter - letters) / 2) : 0;
  if (!cli_number(digits, HEAP_LIMIT_MOST >> shift, bytes)) return false;
  *bytes <<= shift;
  return *bytes >= HEAP_LIMIT_LEAST;
}

static bool look_for_cycles(HeapOptions *heap) {
  if (heap->collector != COLLECTOR_COUNTING) return false;
  heap->collector = COLLECTOR_COUNTING_CYCLES;
  return true;
}

/* Which host, and what it grants. A recording has its own; more may be granted
 * to it only by recording it again. */
static int apply_host(const Invocation *invocation, Recording *recording) {
  const char *const *options = invocation->options;
  const char *host = options[OPTION_host];
  HostOptions *of = &recording->host;
  if (recording->is_recorded) return EXIT_STATUS_OK;
  if (host && strcmp(host, "node") != 0 && strcmp(host, "browser") != 0)
    return cli_fail(EXIT_STATUS_USAGE,
                    "there is no host %s; --host wants node or browser", host);
  of->is_browser = host && !strcmp(host, "browser");
  of->reads_files = options[OPTION_allow_fs_read];
  of->writes_files = options[OPTION_allow_fs_write];
  recording->files->can_change = of->writes_files;
  if (options[OPTION_allow_env])
    host_options_grant_environment(of, options[OPTION_allow_env]);
  if (!options[OPTION_fetch_table]) return EXIT_STATUS_OK;
  Buffer error = {};
  int status = EXIT_STATUS_OK;
  if (!host_options_read_fetch_table(of, options[OPTION_fetch_table], &error))
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  buffer_free(&error);
  return status;
}

/* ---- Standard input ------------------------------------------------------ */

/* All of a file, or of our own standard input. */
static int read_input(FileLog *files, const char *path) {
  Buffer all = {};
  FileRequest request = {.question = path ? FILE_READ : FILE_INPUT,
                         .path = path ? path : ""};
  size_t before;
  int code;
  do {
    before = all.length;
    code = files_answer_system(NULL, &request, &all);
  } while (!code && !path && all.length > before);
  if (all.length) file_log_set_input(files, all.bytes, all.length);
  buffer_free(&all);
  return code;
}

/* A file in the place of ours. */
static int open_input(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  int code = dup2(file, STDIN_FILENO) < 0 ? errno : 0;
  close(file);
  return code;
}

static bool is_file(int descriptor) {
  struct stat status;
  return !fstat(descriptor, &status) && S_ISREG(status.st_mode);
}

/* A pipe that nobody has named may never end: only a program that asks for what
 * comes through it waits for that. */
static int apply_input(const Invocation *invocation, Recording *recording) {
  const char *path = invocation->options[OPTION_stdin];
  const char *file = path && strcmp(path, "-") != 0 ? path : NULL;
  bool is_passed_on = invocation->command == COMMAND_run ||
                      invocation->command == COMMAND_record;
  bool is_taken = invocation->options[OPTION_stdio];
  int code = 0;
  if (recording->is_recorded) return EXIT_STATUS_OK;
  if (path && !file && is_taken)
    return cli_fail(EXIT_STATUS_USAGE, "--stdin - does not go with --stdio: "
                                       "the protocol comes from there");
  recording->files->reads_input = is_passed_on;
  if (is_passed_on && file)
    code = open_input(file);
  else if (!is_passed_on && (path || (!is_taken && is_file(STDIN_FILENO))))
    code = read_input(recording->files, file);
  if (!code) return EXIT_STATUS_OK;
  return cli_fail(EXIT_STATUS_INPUT, "%s: %s", path ? path : "standard input",
                  strerror(code));
}

static int apply_tier(const Invocation *invocation, Recording *recording) {
  bool is_never = invocation->options[OPTION_no_optimise];
  const char *named = getenv("GLASSHEAP_OPTIMISE");
  bool is_stress = invocation->options[OPTION_optimise_stress];
  if (is_never && is_stress)
    return cli_fail(EXIT_STATUS_USAGE,
                    "--no-optimise and --optimise-stress exclude each other");
  if (named && !strcmp(named, "stress") && !is_never) is_stress = true;
  if (is_never) recording->optimise = OPTIMISE_NEVER;
  if (is_stress) recording->optimise = OPTIMISE_STRESS;
  return EXIT_STATUS_OK;
}

static int apply_options(const Invocation *invocation, Recording *recording) {
  const char *seed = invocation->options[OPTION_seed];
  const char *limit = invocation->options[OPTION_heap_limit];
  const char *collector = invocation->options[OPTION_collector];
  const char *stress = getenv("GLASSHEAP_STRESS");
  if (seed && !cli_number(seed, UINT64_MAX, &recording->seed))
    return cli_fail(EXIT_STATUS_USAGE, "--seed wants a whole number, not %s",
                    seed);
  if (limit && !parse_size(limit, &recording->heap.limit))
    return cli_fail(EXIT_STATUS_USAGE,
                    "--heap-limit wants a size from 4M to 24G, not %s", limit);
  if (collector) recording->heap.collector = collector_find(collector);
  if (recording->heap.collector == COLLECTOR_COUNT)
    return cli_fail(EXIT_STATUS_USAGE,
                    "there is no collector %s; --collector wants marking (the "
                    "default), marking-whole or counting",
                    collector);
  if (invocation->options[OPTION_cycles] &&
      invocation->command != COMMAND_compare_collectors &&
      !look_for_cycles(&recording->heap))
    return cli_fail(EXIT_STATUS_USAGE,
                    "--cycles goes with --collector counting: marking frees "
                    "all cycles");
  if (invocation->options[OPTION_gc_stress] || (stress && !strcmp(stress, "1")))
    recording->heap.stress = STRESS_COLLECT;
  else if (stress && !strcmp(stress, "barrier"))
    recording->heap.stress = STRESS_BARRIER;
  return apply_tier(invocation, recording);
}

static void apply_arguments(const Invocation *invocation,
                            Recording *recording) {
  u32 count = invocation->argument_count;
  if (!count) return;
  for (u32 i = 0; i < recording->argument_count; i++)
    free(recording->arguments[i]);
  free(recording->arguments);
  recording->arguments = base_allocate_zeroed((count + 1) * sizeof(char *));
  for (u32 i = 0; i < count; i++)
    recording->arguments[i] = base_copy(invocation->arguments[i],
                                        strlen(invocation->arguments[i]) + 1);
  recording->argument_count = count;
}

int cli_load(const Invocation *invocation, Recording *recording) {
  Buffer error = {};
  int status = EXIT_STATUS_OK;
  if (!recording_load(recording, invocation->file, &error))
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  buffer_free(&error);
  if (status) return status;
  apply_arguments(invocation, recording);
  status = apply_options(invocation, recording);
  if (!status) status = apply_host(invocation, recording);
  if (!status) status = apply_input(invocation, recording);
  if (status) recording_free(recording);
  return status;
}

/* A run that nobody has named moments of may have real randomness and time. */
static void draw_inputs(const Invocation *invocation, Recording *recording) {
  if (recording->is_recorded || invocation->options[OPTION_seed]) return;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  recording->start_ns = (u64)now.tv_sec * 1'000'000'000 + (u64)now.tv_nsec;
  if (getrandom(&recording->seed, sizeof recording->seed, 0) < 0)
    recording->seed = recording->start_ns;
}

/* ---- run ---------------------------------------------------------------- */

int command_run(const Invocation *invocation) {
  Recording recording;
  int status = cli_load(invocation, &recording);
  if (status) return status;
  draw_inputs(invocation, &recording);
  status = session_run_plain(&recording, cli_wait,
                             invocation->options[OPTION_gc_stats]);
  recording_free(&recording);
  return status;
}

/* ---- watch -------------------------------------------------------------- */

int cli_port(const Invocation *invocation, int *port) {
  const char *text = invocation->options[OPTION_port];
  u64 number = PORT_DEFAULT;
  if (text && !cli_number(text, 65535, &number))
    return cli_fail(EXIT_STATUS_USAGE,
                    "--port wants a number from 0 to 65535, not %s", text);
  *port = (int)number;
  return EXIT_STATUS_OK;
}

int command_watch(const Invocation *invocation) {
  Recording recording;
  Serving serving = {.is_stdio = invocation->options[OPTION_stdio]};
  int status = cli_port(invocation, &serving.port);
  if (!status) status = cli_load(invocation, &recording);
  if (status) return status;
  status = serve(&recording, serving);
  recording_free(&recording);
  return status;
}

/* ---- show --------------------------------------------------------------- */

static void print_view(json_t *view, bool as_json) {
  Buffer text = {};
  if (as_json) {
    char *json = json_dumps(view, JSON_INDENT(1));
    buffer_text(&text, json);
    buffer_byte(&text, '\n');
    free(json);
  } else {
    picture_print(view, picture_style(STDOUT_FILENO), &text);
  }
  fwrite(text.bytes, 1, text.length, stdout);
  fflush(stdout);
  buffer_free(&text);
}

/* What an error of taking a view is: the program's own text, or ours. */
static int say_view_error(int status, const Buffer *error) {
  if (status == EXIT_STATUS_MOMENT) return cli_fail(status, "%s", error->bytes);
  fprintf(stderr, "%s\n", error->bytes ? error->bytes : "");
  return status;
}

int command_show(const Invocation *invocation) {
  Target target;
  int status = target_read(invocation, &target);
  if (status) return status;
  Recording recording;
  status = cli_load(invocation, &recording);
  if (status) return status;
  Buffer error = {};
  json_t *view = view_take(&recording, target, false, &error, &status);
  if (view && invocation->options[OPTION_hits]) view_add_hits(&recording, view);
  if (view)
    print_view(view, invocation->options[OPTION_json]);
  else
    say_view_error(status, &error);
  json_decref(view);
  buffer_free(&error);
  recording_free(&recording);
  return status;
}

/* ---- record ------------------------------------------------------------- */

/* Only to run on to the end. */
static void on_stop(Session *session, void *context) {
  fflush(stdout);
}

/* The recording is written before the program runs, so that a program that is
 * interrupted has one too, and again when it has read files since. */
static int record(const Recording *recording, const char *path) {
  static Session session; /* large; one run a process */
  Buffer error = {};
  int status = EXIT_STATUS_OK;
  if (!session_open(&session, recording, NULL, &error)) {
    fprintf(stderr, "%s\n", error.bytes);
    buffer_free(&error);
    return EXIT_STATUS_INPUT;
  }
  if (!recording_save(recording, path, &error)) {
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  } else if (!session_run(&session, on_stop, NULL, &error)) {
    fprintf(stderr, "%s\n", error.bytes);
    status = session.is_out_of_memory ? EXIT_STATUS_MEMORY : EXIT_STATUS_THROWN;
  } else {
    status = host_of(&session.vm)->exit_status;
  }
  buffer_clear(&error);
  if (recording->files->items.count && !recording_save(recording, path, &error))
    status = cli_fail(EXIT_STATUS_INPUT, "%s", error.bytes);
  buffer_free(&error);
  session_close(&session);
  return status;
}

int command_record(const Invocation *invocation) {
  const char *path = invocation->options[OPTION_output];
  if (!path)
    return cli_fail(EXIT_STATUS_USAGE,
                    "`record` wants -o RUN.glass: where to write");
  Recording recording;
  int status = cli_load(invocation, &recording);
  if (status) return status;
  draw_inputs(invocation, &recording);
  status = record(&recording, path);
  recording_free(&recording);
  return status;
}

/* ---- disassemble -------------------------------------------------------- */

static void print_code(VM *vm, const CodeBlock *code) {
  Buffer text = {};
  u32 line, column, last_line = 0;
  source_locate(code->source, code->source_start, &line, &column);
  buffer_text(&text, code->flags & CODE_SCRIPT ? "(script)" : "");
  if (!(code->flags & CODE_SCRIPT))
    key_append_text((Key){code->name.bits}, &text);
  buffer_format(&text, "  %s:%u  %u registers, %u parameters, %u caches\n",
                code->source->name, line, code->register_count,
                code->parameter_count, code->cache_count);
  for (u32 unit = 0; unit < code->unit_count;) {
    const Position *position = code_block_position(code, unit);
    if (position)
      source_locate(code->source, position->source_start, &line, &column);
    buffer_format(&text, line == last_line ? "       " : "%5u  ", line);
    buffer_format(&text, "%5u  ", unit);
    unit = code_block_disassemble(&vm->isolate, code, unit, &text);
    buffer_byte(&text, '\n');
    last_line = line;
  }
  fwrite(text.bytes, 1, text.length, stdout);
  buffer_free(&text);
}

/* What a regular expression of the function becomes when it runs. */
static void print_regexp(VM *vm, RegexpCode *code) {
  Buffer text = {};
  regexp_append_text(code, &text);
  buffer_byte(&text, '\n');
  regexp_disassemble(regexp_code_program(&vm->isolate, code), &text);
  fwrite(text.bytes, 1, text.length, stdout);
  buffer_free(&text);
}

/* A function's code, then that of the expressions and functions inside it. */
static void print_all(VM *vm, const CodeBlock *code) {
  print_code(vm, code);
  for (u32 i = 0; i < code->constant_count; i++) {
    Value constant = code->constants[i];
    if (value_is_kind(constant, KIND_REGEXP_CODE)) {
      putchar('\n');
      print_regexp(vm, (RegexpCode *)value_to_cell(constant));
    }
    if (!value_is_kind(constant, KIND_CODE_BLOCK)) continue;
    putchar('\n');
    print_all(vm, (const CodeBlock *)value_to_cell(constant));
  }
}

static void disassemble(Session *session, void *context) {
  if (session->stop.reason != STOP_START) return;
  print_all(&session->vm, session_code(session));
  session->is_quiet = true;
  session->vm.stop_requested = true;
}

int command_disassemble(const Invocation *invocation) {
  static Session session; /* large; one run a process */
  Recording recording;
  int status = cli_load(invocation, &recording);
  if (status) return status;
  Buffer error = {};
  if (session_open(&session, &recording, NULL, &error)) {
    session_run(&session, disassemble, NULL, &error);
    session_close(&session);
  } else {
    fprintf(stderr, "%s\n", error.bytes);
    status = EXIT_STATUS_INPUT;
  }
  buffer_free(&error);
  recording_free(&recording);
  return status;
}

/* ---- tour --------------------------------------------------------------- */

/* The tour's program is found from here, or from where the program lies. */
static bool find_tour(Buffer *path) {
  static const char name[] = "examples/tour.js";
  char program[4096];
  if (!access(name, R_OK)) {
    buffer_text(path, name);
    return true;
  }
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  for (int up = 0; length > 0 && up < 3; up++) {
    while (length > 0 && program[length - 1] != '/')
      length--;
    buffer_clear(path);
    buffer_append(path, program, (size_t)length);
    buffer_text(path, name);
    if (!access(path->bytes, R_OK)) return true;
    length--;
  }
  return false;
}

static bool wants_server(void) {
  const char *serve = getenv("SERVE");
  return isatty(STDOUT_FILENO) && !(serve && !strcmp(serve, "0"));
}

static int show_tour(const Recording *recording) {
  Buffer error = {};
  int status;
  json_t *view =
      view_take(recording, (Target){.kind = TARGET_END}, true, &error, &status);
  if (view) {
    putchar('\n');
    print_view(view, false);
  } else {
    say_view_error(status, &error);
  }
  json_decref(view);
  buffer_free(&error);
  return status;
}

/* The picture, and then the lab: at a terminal only, for it does not end. */
int command_tour(const Invocation *invocation) {
  Buffer path = {};
  int port = 0, status = cli_port(invocation, &port);
  if (status) return status;
  if (!find_tour(&path)) {
    buffer_free(&path);
    return cli_fail(EXIT_STATUS_INPUT, "examples/tour.js is not there: run "
                                       "this in Glassheap's folder");
  }
  Recording recording;
  Invocation tour = *invocation;
  tour.file = path.bytes;
  status = cli_load(&tour, &recording);
  if (!status) status = show_tour(&recording);
  if (!status && wants_server()) {
    putchar('\n');
    status = serve_lab(port);
  }
  recording_free(&recording);
  buffer_free(&path);
  return status;
}

/* ---- lab ---------------------------------------------------------------- */

int command_lab(const Invocation *invocation) {
  int port = 0, status = cli_port(invocation, &port);
  return status ? status : serve_lab(port);
}

/* ---- All ---------------------------------------------------------------- */

/* A descriptor that the shell closed would be given to the next file that is
 * opened, and the program's output would land there. */
static void hold_descriptors(void) {
  int file;
  do
    file = open("/dev/null", O_RDWR);
  while (file >= 0 && file <= STDERR_FILENO);
  if (file >= 0) close(file);
}

int cli_main(int count, char **words) {
  static int (*const commands[COMMAND_COUNT])(const Invocation *) = {
      [COMMAND_run] = command_run,
      [COMMAND_watch] = command_watch,
      [COMMAND_show] = command_show,
      [COMMAND_snapshot] = command_snapshot,
      [COMMAND_grow] = command_grow,
      [COMMAND_compare_collectors] = command_compare_collectors,
      [COMMAND_record] = command_record,
      [COMMAND_disassemble] = command_disassemble,
      [COMMAND_tour] = command_tour,
      [COMMAND_lab] = command_lab,
      [COMMAND_why] = command_why,
      [COMMAND_view] = command_view,
      [COMMAND_report] = command_report,
      [COMMAND_query] = command_query,
      [COMMAND_redact] = command_redact,
  };
  Invocation invocation;
  hold_descriptors();
  int status = EXIT_STATUS_USAGE;
  switch (cli_read(count, words, &invocation)) {
  case READING_COMMAND: {
    int (*command)(const Invocation *) = commands[invocation.command];
    status = command ? command(&invocation) : command_heap(&invocation);
    break;
  }
  case READING_DONE: status = EXIT_STATUS_OK; break;
  case READING_WRONG: break;
  }
  free(invocation.arguments);
  fflush(stdout);
  return status;
}
