/* machine.h - the machine that the fuzzers of the language run in. */
#ifndef GLASSHEAP_TESTS_FUZZ_MACHINE_H
#define GLASSHEAP_TESTS_FUZZ_MACHINE_H

#include "vm/vm.h"

/* machine_open - with the library, the same at every opening; what is printed
 * is thrown away. `heap_limit` in bytes. */
void machine_open(VM *vm, u64 heap_limit);
/* machine_run_fixture - runs a program of tests/fuzz/fixtures; the function
 * `fuzz` that it declares. */
Value machine_run_fixture(VM *vm, const char *name);
/* machine_call - calls that function. What runs for longer than some
 * microseconds is stopped as a user would stop it, by a signal; the fuzzer's
 * own time limit then finds loops that do not listen. */
bool machine_call(VM *vm, u32 microseconds, Value function,
                  const Value *arguments, u32 count);

#endif
