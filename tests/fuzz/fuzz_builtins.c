/* fuzz_builtins.c - any calls of the built-ins on any values: a result or an
 * exception, and an end when the run is asked to stop.
 *
 * The bytes are read by a program (fixtures/builtins.js) in a fresh machine. */
#include "machine.h"

#include "host/host.h"
#include "library/support.h"

#include <stdlib.h>

constexpr u64 HEAP_LIMIT = 256 << 20;
constexpr u32 STOP_AFTER_US = 300'000;

static VM machine; /* large */

/* fuzz([...bytes]) */
static void call_fuzz(VM *vm, const u8 *data, size_t length) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, function, machine_run_fixture(vm, "builtins.js"));
  KEEP_CELL(vm, Object, bytes, array_new(isolate, (u32)length));
  for (size_t i = 0; i < length; i++)
    if (!array_push(isolate, bytes, value_from_int(data[i]))) abort();
  Value argument = value_from_cell(bytes);
  if (!machine_call(vm, STOP_AFTER_US, function, &argument, 1))
    vm_take_exception(vm);
  heap_collect(&isolate->heap, "forced");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (length > 4096) return 0;
  machine_open(&machine, HEAP_LIMIT);
  host_open(&machine, &(HostOptions){});
  call_fuzz(&machine, data, length);
  host_close(&machine);
  vm_close(&machine);
  return 0;
}
