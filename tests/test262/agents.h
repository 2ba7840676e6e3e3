/* agents.h - $262.agent: other machines, on threads, that share memory. */
#ifndef GLASSHEAP_TESTS_AGENTS_H
#define GLASSHEAP_TESTS_AGENTS_H

#include "host262.h"

/* agents_open - $262.agent of the main machine. */
void agents_open(VM *vm);
/* agents_run_jobs - runs jobs until none is left, and no promise of the machine
 * waits for a notification, or the test is complete. False: threw. */
bool agents_run_jobs(VM *vm);

#endif
