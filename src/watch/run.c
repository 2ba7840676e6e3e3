/* run.c - `glassheap run`: the plain interpreter, nothing watched. */
#include "watch/session.h"

#include "host/host.h"
#include "host/inspect.h"
#include "library/collection.h"
#include "library/library.h"
#include "watch/text.h"

#include <stdio.h>
#include <stdlib.h>

void session_print(VM *vm, Stream stream, const char *text, size_t length) {
  FILE *file = stream == STREAM_ERROR ? stderr : stdout;
  fwrite(text, 1, length, file);
  /* who reads a pipe wants to see what a program says while it runs */
  fflush(file);
}

static void print_exception(VM *vm, Value exception) {
  ROOT(&vm->isolate.heap, kept, exception);
  Buffer text = {};
  text_of_exception(vm, kept, &text);
  fflush(stdout);
  fprintf(stderr, "%s\n", text.bytes ? text.bytes : "");
  buffer_free(&text);
}

/* Where the exception that nobody caught was thrown: the frame is left, but
 * nothing has run since. */
static void append_place(VM *vm, Buffer *out) {
  if (!vm->thrown_registers) return;
  CodeBlock *code = frame_code(vm->thrown_registers);
  const Position *position =
      code_block_position(code, (u32)(vm->thrown_pc - code->instructions));
  buffer_text(out, "\n    at ");
  source_append_place(code->source,
                      position ? position->source_start : code->source_start,
                      out);
}

/* What the program threw, as console.log would show it: an error with its
 * stack, causes and properties; any other value with the place of the
 * throw. */
static void print_uncaught(VM *vm, Value exception) {
  Buffer place = {}, text = {};
  if (!value_is_kind(exception, KIND_ERROR)) {
    append_place(vm, &place);
    buffer_text(&text, "Uncaught ");
  }
  ROOT(&vm->isolate.heap, kept, exception);
  if (vm->is_terminating || vm_is_memory_error(kept) ||
      !inspect(vm, kept, &INSPECT_DEFAULTS, &text)) {
    print_exception(vm, kept);
  } else {
    fflush(stdout);
    if (value_same_bits(kept, vm->syntax_error))
      fprintf(stderr, "%s\n", vm->syntax_excerpt.bytes);
    fprintf(stderr, "%s%s\n", text.bytes, place.bytes ? place.bytes : "");
  }
  buffer_free(&place);
  buffer_free(&text);
}

/* A script that does not compile, one that throws, one that runs out of
 * memory or is stopped: each has an exit status of its own. */
static int run_script(VM *vm, const Recording *recording) {
  MainProgram program = recording_program(recording);
  ROOT_CELL(&vm->isolate.heap, Function, script, program_load(vm, &program));
  if (!script) {
    print_exception(vm, vm_take_exception(vm));
    return EXIT_STATUS_INPUT;
  }
  if (host_run(vm, script) || host_of(vm)->is_exiting)
    return host_of(vm)->exit_status;
  bool is_memory = vm_is_memory_error(vm->exception);
  print_uncaught(vm, vm_take_exception(vm));
  return is_memory ? EXIT_STATUS_MEMORY : EXIT_STATUS_THROWN;
}

/* One run a process: its questions are counted here. */
static int answer_recorded(void *context, const FileRequest *request,
                           Buffer *answer) {
  static u64 questions;
  const Recording *recording = context;
  return file_log_answer(recording->files, questions++, request, true, answer);
}

int session_run_plain(const Recording *recording, HostWait *wait,
                      bool gc_stats) {
  static VM vm; /* large; one run a process */
  VMOptions options = {
      .heap = recording->heap,
      .optimise = recording->optimise,
      .seed = recording->seed,
      .start_ns = recording->start_ns,
      .time_zone = recording->time_zone,
      .locale = recording->locale,
  };
  if (!vm_open(&vm, options)) {
    fprintf(stderr, "glassheap: the system refuses the memory that the heap "
                    "reserves\n");
    return EXIT_STATUS_MEMORY;
  }
  vm.write = session_print;
  vm.arguments = recording->arguments;
  vm.argument_count = recording->argument_count;
  library_register_cells(&vm.isolate);
  library_open(&vm);
  host_open(&vm, &recording->host);
  host_of(&vm)->wait = wait;
  host_of(&vm)->answer =
      recording->is_recorded ? answer_recorded : files_answer_system;
  host_of(&vm)->answer_context = (void *)recording;
  int status = run_script(&vm, recording);
  if (gc_stats) session_print_gc_stats(&vm);
  fflush(stdout);
  host_close(&vm);
  vm_close(&vm);
  return status;
}
