/* machine.c - see machine.h. */
#include "machine.h"

#include "library/library.h"

#include <stdlib.h>

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
