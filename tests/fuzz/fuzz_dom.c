/* fuzz_dom.c - any text as HTML and any text as a selector: a tree in which all
 * links are right, or a refusal.
 *
 * The first byte says where, the text up to the first zero byte is HTML, the
 * rest a selector (fixtures/dom.js). */
#include "machine.h"

#include "host/host.h"
#include "library/support.h"

#include <stdio.h>
#include <stdlib.h>

constexpr u64 HEAP_LIMIT = 256 << 20;
constexpr u32 STOP_AFTER_US = 500'000;

static VM machine; /* large */

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
  const u8 *end = memchr(data + 1, 0, length - 1);
  size_t html = end ? (size_t)(end - data) - 1 : length - 1;
  size_t rest = end ? length - html - 2 : 0;
  KEEP(vm, function, machine_run_fixture(vm, "dom.js"));
  KEEP(vm, text,
       value_from_cell(string_from_latin1(isolate, data + 1, (u32)html)));
  KEEP(vm, selector,
       value_from_cell(
           string_from_latin1(isolate, end ? end + 1 : data, (u32)rest)));
  Value arguments[] = {value_from_int(data[0]), text, selector};
  if (!machine_call(vm, STOP_AFTER_US, function, arguments, 3))
    check_exception(vm);
  heap_collect(&isolate->heap, "forced");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (!length || length > 4096) return 0;
  machine_open(&machine, HEAP_LIMIT);
  host_open(&machine, &(HostOptions){.is_browser = true});
  call_fuzz(&machine, data, length);
  host_close(&machine);
  vm_close(&machine);
  return 0;
}
