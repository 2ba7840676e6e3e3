/* fuzz_dom.c - any text as HTML and any text as a selector: a tree in which all
 * links are right, or a refusal.
 *
 * The first byte says where, the text up to the first zero byte is HTML, the
 * rest a selector (fixtures/dom.js). */
#include "machine.h"

#include "host/host.h"
#include "library/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

constexpr u64 HEAP_LIMIT = 256 << 20;
constexpr suseconds_t STOP_AFTER_US = 500'000;

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
  FILE *file = fopen(GLASSHEAP_ROOT "/tests/fuzz/fixtures/dom.js", "rb");
  char piece[4096];
  size_t length;
  /* NOLINTNEXTLINE(clang-analyzer-unix.Stream) */
  while (file && (length = fread(piece, 1, sizeof piece, file)) > 0)
    buffer_append(&text, piece, length);
  if (!file || fclose(file) || !text.length) abort();
  return &text;
}

/* Of the program's own complaints none is expected. */
static void check_exception(VM *vm) {
  KEEP(vm, error, vm_take_exception(vm));
  Buffer text = {};
  vm_describe_for_message(vm, error, &text);
  if (text.bytes && strstr(text.bytes, "fuzz:")) {
    fprintf(stderr, "%s\n", text.bytes);
    abort();
  }
  buffer_free(&text);
}

static void call_fuzz(VM *vm, const u8 *data, size_t length) {
  Isolate *isolate = &vm->isolate;
  const Buffer *program = program_text();
  Source *source = vm_add_source(vm, "dom.js", program->bytes, program->length);
  Value result;
  if (!vm_run_script(vm, source, true, &result)) abort();
  const u8 *end = memchr(data + 1, 0, length - 1);
  size_t html = end ? (size_t)(end - data) - 1 : length - 1;
  size_t rest = end ? length - html - 2 : 0;
  KEEP(vm, text,
       value_from_cell(string_from_latin1(isolate, data + 1, (u32)html)));
  KEEP(vm, selector,
       value_from_cell(
           string_from_latin1(isolate, end ? end + 1 : data, (u32)rest)));
  KEEP(vm, function, VALUE_UNDEFINED);
  if (!vm_get(vm, value_from_cell(isolate->global), key_from_c(isolate, "fuzz"),
              &function))
    abort();
  Value arguments[] = {value_from_int(data[0]), text, selector};
  set_timer(STOP_AFTER_US);
  if (!vm_call(vm, function, VALUE_UNDEFINED, arguments, 3, &result))
    check_exception(vm);
  set_timer(0);
  heap_collect(&isolate->heap, "forced");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (!length || length > 4096) return 0;
  signal(SIGALRM, stop);
  machine_open(&machine, HEAP_LIMIT);
  host_open(&machine, &(HostOptions){.is_browser = true});
  call_fuzz(&machine, data, length);
  host_close(&machine);
  vm_close(&machine);
  return 0;
}
