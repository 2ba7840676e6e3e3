/* driver.c - runs test262's tests for tools/test262.mjs, one after another.
 *
 * A machine with the harness's first scripts is made once; each test is a fork
 * of it, so that a realm costs a fraction of a millisecond and a crash or an
 * endless loop is that one test's outcome. `raw` tests want no harness: they
 * are forks of a second machine.
 *
 *   driver HARNESS-FOLDER SECONDS        then lines on standard input:
 *
 *   ID <tab> MODE <tab> INCLUDES <tab> PATH
 *
 * MODE has letters: s strict, m module, r raw, a asynchronous. INCLUDES are
 * files of the harness, with commas between. For each a line is printed:
 *
 *   ID <tab> OUTCOME <tab> TEXT
 *
 * OUTCOME is pass; parse, resolution or runtime (thrown in that phase: TEXT is
 * the name of the constructor, a blank, and what was thrown); async (the test
 * did not say that it is complete: TEXT is what it said); timeout; crash.
 */
#define _GNU_SOURCE /* strsep, getline */

#include "agents.h"
#include "heap/collector.h"
#include "host262.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

constexpr u64 HEAP_LIMIT = 1ull << 30;
constexpr size_t TEXT_MAX = 2000;

typedef struct Driver {
  VM bare, prepared; /* without and with the harness */
  const char *harness;
  unsigned seconds;
} Driver;

typedef struct Job {
  const char *id, *mode, *includes, *path;
} Job;

static bool job_is(const Job *job, char letter) {
  return strchr(job->mode, letter) != NULL;
}

/* ---- Outcomes ----------------------------------------------------------- */

/* The text on one line, cut to what people read. */
static void write_line(int file, const char *outcome, const char *text) {
  Buffer line = {};
  buffer_text(&line, outcome);
  buffer_byte(&line, '\t');
  for (size_t i = 0; text[i] && i < TEXT_MAX; i++)
    buffer_byte(&line, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
  if (write(file, line.bytes, line.length) < 0) _exit(1);
  buffer_free(&line);
}

static void describe_exception(VM *vm, Value exception, Buffer *text) {
  KEEP(vm, kept, exception);
  Value constructor = VALUE_UNDEFINED, name = VALUE_UNDEFINED;
  Isolate *isolate = &vm->isolate;
  bool found = value_is_object(kept) &&
               vm_get(vm, kept, ATOM_KEY(isolate, constructor), &constructor) &&
               value_is_object(constructor) &&
               vm_get(vm, constructor, ATOM_KEY(isolate, name), &name) &&
               value_is_string(name);
  String *flat = found ? string_flatten(isolate, name) : NULL;
  if (flat)
    string_append_text(flat, text);
  else
    buffer_text(text, "(none)");
  buffer_byte(text, ' ');
  vm->exception = VALUE_UNDEFINED;
  String *message = vm_to_string(vm, kept);
  if (message) string_append_text(message, text);
}

static void report_exception(VM *vm, int file, const char *phase) {
  Buffer text = {};
  describe_exception(vm, vm_take_exception(vm), &text);
  write_line(file, phase, text.bytes);
  buffer_free(&text);
}

/* ---- One test, in a process of its own ----------------------------------- */

bool host262_read(const char *path, Buffer *text) {
  FILE *file = fopen(path, "rb");
  char piece[1 << 14];
  size_t length;
  if (!file) return false;
  /* NOLINTNEXTLINE(clang-analyzer-unix.Stream) */
  while ((length = fread(piece, 1, sizeof piece, file)) > 0)
    buffer_append(text, piece, length);
  fclose(file);
  if (!text->bytes) buffer_text(text, "");
  return true;
}

static bool run_include(Driver *driver, VM *vm, const char *name) {
  Buffer path = {}, text = {};
  buffer_format(&path, "%s/%s", driver->harness, name);
  Value result;
  bool ok = host262_read(path.bytes, &text);
  if (ok) {
    Source *source = vm_add_source(vm, name, text.bytes, text.length);
    ok = vm_run_script(vm, source, false, &result);
  }
  buffer_free(&path);
  buffer_free(&text);
  return ok;
}

static bool run_includes(Driver *driver, VM *vm, const char *includes) {
  Buffer list = {};
  char *rest = NULL;
  bool ok = true;
  buffer_text(&list, includes);
  for (char *name = strtok_r(list.bytes, ",", &rest); name && ok;
       name = strtok_r(NULL, ",", &rest))
    ok = run_include(driver, vm, name);
  buffer_free(&list);
  return ok;
}

static Source *load_test(VM *vm, const Job *job) {
  Buffer text = {};
  if (job_is(job, 's')) buffer_text(&text, "\"use strict\";\n");
  Source *source = NULL;
  if (host262_read(job->path, &text))
    source = vm_add_source(vm, job->path, text.bytes, text.length);
  buffer_free(&text);
  return source;
}

/* Parses and runs the test itself; false when it threw, and `*phase` says
 * when. */
static bool run_test(VM *vm, const Job *job, const char **phase) {
  Source *source = load_test(vm, job);
  *phase = "parse";
  if (!source) return vm_throw_type(vm, "%s cannot be read", job->path);
  if (job_is(job, 'm')) return host262_run_module(vm, source, phase);
  Function *script = vm_compile(vm, source, false);
  if (!script) return false;
  *phase = "runtime";
  Value result;
  return vm_call(vm, value_from_cell(script),
                 value_from_cell(vm->isolate.global), NULL, 0, &result);
}

/* What becomes of a test in this process; written to `file`. */
static void judge(Driver *driver, const Job *job, int file) {
  VM *vm = job_is(job, 'r') ? &driver->bare : &driver->prepared;
  const char *phase = "include";
  agents_open(vm);
  if (!run_includes(driver, vm, job->includes) || !run_test(vm, job, &phase) ||
      !host262_run_jobs(vm)) {
    report_exception(vm, file, phase);
  } else if (job_is(job, 'a') && !host262_is_complete(vm)) {
    write_line(file, "async", host262_said(vm));
  } else {
    write_line(file, "pass", "");
  }
}

[[noreturn]] static void be_child(Driver *driver, const Job *job, int file) {
  /* processor time, so that a busy machine fails no test */
  struct rlimit time = {driver->seconds, driver->seconds + 1};
  setrlimit(RLIMIT_CPU, &time);
  alarm(driver->seconds * 10);
  judge(driver, job, file);
  _exit(0);
}

/* ---- The loop -------------------------------------------------------------
 */

static const char *ending_of(int status) {
  if (!WIFSIGNALED(status)) return "crash";
  int signal = WTERMSIG(status);
  return signal == SIGALRM || signal == SIGXCPU ? "timeout" : "crash";
}

static void run_job(Driver *driver, const Job *job) {
  int ends[2];
  if (pipe(ends)) exit(1);
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) exit(1);
  if (child == 0) {
    close(ends[0]);
    be_child(driver, job, ends[1]);
  }
  close(ends[1]);
  char text[TEXT_MAX + 100];
  size_t length = 0;
  ssize_t got;
  while ((got = read(ends[0], text + length, sizeof text - 1 - length)) > 0)
    length += (size_t)got;
  close(ends[0]);
  text[length] = 0;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (length && WIFEXITED(status) && !WEXITSTATUS(status))
    printf("%s\t%s\n", job->id, text);
  else
    printf("%s\t%s\t%s %d\n", job->id, ending_of(status),
           WIFSIGNALED(status) ? "signal" : "status",
           WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  fflush(stdout);
}

static bool parse_job(char *line, Job *job) {
  char *rest = line;
  line[strcspn(line, "\n")] = 0;
  job->id = strsep(&rest, "\t");
  job->mode = strsep(&rest, "\t");
  job->includes = strsep(&rest, "\t");
  job->path = rest;
  return rest != NULL;
}

/* The collector's name, and what it is put to (HeapStress). */
static bool read_collector(HeapOptions *heap, const char *name,
                           const char *stress) {
  static const char *const STRESSES[] = {[STRESS_NONE] = "none",
                                         [STRESS_COLLECT] = "collect",
                                         [STRESS_BARRIER] = "barrier"};
  heap->collector = collector_find(name);
  for (u32 i = 0; i < ARRAY_COUNT(STRESSES); i++) {
    if (strcmp(stress, STRESSES[i]) != 0) continue;
    heap->stress = (HeapStress)i;
    return heap->collector != COLLECTOR_COUNT;
  }
  return false;
}

int main(int count, char **arguments) {
  static Driver driver; /* machines are large */
  HeapOptions heap = {.limit = HEAP_LIMIT};
  if (count != 5 || !read_collector(&heap, arguments[3], arguments[4])) {
    fprintf(stderr, "usage: driver HARNESS-FOLDER SECONDS COLLECTOR "
                    "none|collect|barrier < JOBS\n");
    return 2;
  }
  driver.harness = arguments[1];
  driver.seconds = (unsigned)atoi(arguments[2]);
  if (!host262_open(&driver.bare, heap) ||
      !host262_open(&driver.prepared, heap))
    return 1;
  if (!run_includes(&driver, &driver.prepared, "assert.js,sta.js")) {
    fprintf(stderr, "driver: the harness in %s cannot be run\n",
            driver.harness);
    return 1;
  }
  char *line = NULL;
  size_t capacity = 0;
  while (getline(&line, &capacity, stdin) > 0) {
    Job job;
    if (parse_job(line, &job)) run_job(&driver, &job);
  }
  free(line);
  return 0;
}
