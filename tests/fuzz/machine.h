/* machine.h - the machine that the fuzzers of the language run in. */
#ifndef GLASSHEAP_TESTS_FUZZ_MACHINE_H
#define GLASSHEAP_TESTS_FUZZ_MACHINE_H

#include "vm/vm.h"

/* machine_open - with the library, the same at every opening; what is printed
 * is thrown away. `heap_limit` in bytes. */
void machine_open(VM *vm, u64 heap_limit);

#endif
