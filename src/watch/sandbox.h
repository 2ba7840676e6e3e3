/* sandbox.h - what the process that runs a program may do: compute.
 *
 * After sandbox_enter the process, and all that it forks, can ask the system
 * for memory, time, and to read and write the descriptors that it has. It
 * cannot open files, connect, run programs, signal others or look at them:
 * such calls fail with EPERM, and the few that only an attacker wants end the
 * process. Memory is limited a little above the heap's own limit, so that the
 * heap's clean error comes first.
 */
#ifndef GLASSHEAP_WATCH_SANDBOX_H
#define GLASSHEAP_WATCH_SANDBOX_H

#include "base/buffer.h"

/* sandbox_enter - for good. `heap_limit` in bytes, 0 for the default. False
 * with one line in `error` when the system has no such thing. */
bool sandbox_enter(u64 heap_limit, Buffer *error);

#endif
