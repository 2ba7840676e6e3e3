/* host262.h - the host that test262 asks for (its INTERPRETING.md): `print`,
 * and `$262` with what a program cannot do by itself.
 */
#ifndef GLASSHEAP_TESTS_HOST262_H
#define GLASSHEAP_TESTS_HOST262_H

#include "library/support.h"

/* host262_open - a machine with the language, print and $262. False when the
 * system refuses memory. */
bool host262_open(VM *vm, HeapOptions heap);
/* host262_run_module - links and runs a module; false: threw, and `*phase` is
 * "parse", "resolution" or "runtime". */
bool host262_run_module(VM *vm, Source *source, const char **phase);
/* host262_read - appends a whole file; false when it cannot be read. */
bool host262_read(const char *path, Buffer *text);
/* host262_run_jobs - runs jobs until none waits; false: threw. */
bool host262_run_jobs(VM *vm);
/* host262_is_complete - whether the test printed that it is complete. */
bool host262_is_complete(VM *vm);
/* host262_said - what the test printed last, or "nothing". */
const char *host262_said(VM *vm);

#endif
