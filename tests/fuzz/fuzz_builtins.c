/* fuzz_builtins.c - any calls of the built-ins on any values: a result or an
 * exception, and an end when the run is asked to stop.
 *
 * The bytes are read by a program (fixtures/builtins.js) in a fresh machine.
 * What runs for too long is stopped as a user would stop it, by a signal; the
 * fuzzer's own time limit then finds loops that do not listen. */
#include "machine.h"

#include "host/host.h"
#include "library/support.h"
#include "vm/jobs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

constexpr u64 HEAP_LIMIT = 256 << 20;
constexpr suseconds_t STOP_AFTER_US = 300'000;

static VM machine; /* large */

static void stop(int signal) {
  machine.stop_requested = true;
  machine.fuel = 0;
}

static void set_timer(suseconds_t microseconds) {
  struct itimerval timer = {.it_value.tv_usec = microseconds};
  setitimer(ITIMER_REAL, &timer, NULL);
}

/* The program's text, read once. */
static const Buffer *program_text(void) {
  static Buffer text;
  if (text.length) return &text;
  FILE *file = fopen(GLASSHEAP_ROOT "/tests/fuzz/fixtures/builtins.js", "rb");
  char piece[4096];
  size_t length;
  /* NOLINTNEXTLINE(clang-analyzer-unix.Stream) */
  while (file && (length = fread(piece, 1, sizeof piece, file)) > 0)
    buffer_append(&text, piece, length);
  if (!file || fclose(file) || !text.length) abort();
  return &text;
}

/* fuzz([...bytes]) */
static void call_fuzz(VM *vm, const u8 *data, size_t length) {
  Isolate *isolate = &vm->isolate;
  const Buffer *text = program_text();
  Source *source = vm_add_source(vm, "builtins.js", text->bytes, text->length);
  Value result;
  if (!vm_run_script(vm, source, true, &result)) abort();
  KEEP_CELL(vm, Object, bytes, array_new(isolate, (u32)length));
  for (size_t i = 0; i < length; i++)
    if (!array_push(isolate, bytes, value_from_int(data[i]))) abort();
  KEEP(vm, function, VALUE_UNDEFINED);
  if (!vm_get(vm, value_from_cell(isolate->global), key_from_c(isolate, "fuzz"),
              &function))
    abort();
  Value argument = value_from_cell(bytes);
  set_timer(STOP_AFTER_US);
  if (!vm_call(vm, function, VALUE_UNDEFINED, &argument, 1, &result))
    vm_take_exception(vm);
  else
    vm_run_jobs(vm);
  set_timer(0);
  heap_collect(&isolate->heap, "forced");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (length > 4096) return 0;
  signal(SIGALRM, stop);
  machine_open(&machine, HEAP_LIMIT);
  host_open(&machine, &(HostOptions){});
  call_fuzz(&machine, data, length);
  host_close(&machine);
  vm_close(&machine);
  return 0;
}
