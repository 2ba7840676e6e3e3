/* machine.c - see machine.h. */
#include "machine.h"

#include "library/library.h"
#include "vm/jobs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

static void discard(VM *vm, Stream stream, const char *text, size_t length) {
}

void machine_open(VM *vm, u64 heap_limit) {
  if (!vm_open(vm, (VMOptions){.heap.limit = heap_limit,
                               .seed = 1,
                               .virtual_clock = true}))
    abort();
  vm->write = discard;
  library_open(vm);
}

/* ---- Programs ----------------------------------------------------------- */

/* Of one fixture, read once: a fuzzer has but one. */
static const Buffer *fixture_text(const char *name) {
  static Buffer text;
  if (text.length) return &text;
  char path[256], piece[4096];
  snprintf(path, sizeof path, GLASSHEAP_ROOT "/tests/fuzz/fixtures/%s", name);
  FILE *file = fopen(path, "rb");
  size_t length;
  /* NOLINTNEXTLINE(clang-analyzer-unix.Stream) */
  while (file && (length = fread(piece, 1, sizeof piece, file)) > 0)
    buffer_append(&text, piece, length);
  if (!file || fclose(file) || !text.length) abort();
  return &text;
}

Value machine_run_fixture(VM *vm, const char *name) {
  Isolate *isolate = &vm->isolate;
  const Buffer *text = fixture_text(name);
  Source *source = vm_add_source(vm, name, text->bytes, text->length);
  Value result;
  if (!vm_run_script(vm, source, true, &result) ||
      !vm_get(vm, value_from_cell(isolate->global), key_from_c(isolate, "fuzz"),
              &result))
    abort();
  return result;
}

/* ---- Time --------------------------------------------------------------- */

static VM *stoppable;

static void stop(int signal) {
  stoppable->stop_requested = true;
  stoppable->fuel = 0;
}

static void set_timer(u32 microseconds) {
  struct itimerval timer = {.it_value.tv_usec = microseconds};
  setitimer(ITIMER_REAL, &timer, NULL);
}

bool machine_call(VM *vm, u32 microseconds, Value function,
                  const Value *arguments, u32 count) {
  Value result;
  stoppable = vm;
  signal(SIGALRM, stop);
  set_timer(microseconds);
  bool ok = vm_call(vm, function, VALUE_UNDEFINED, arguments, count, &result) &&
            vm_run_jobs(vm);
  set_timer(0);
  return ok;
}
