/* jobs.h - queueMicrotask, for host.c. */
#ifndef GLASSHEAP_HOST_JOBS_H
#define GLASSHEAP_HOST_JOBS_H

#include "library/support.h"

/* jobs_open - gives the global object queueMicrotask. */
void jobs_open(VM *vm);

#endif
