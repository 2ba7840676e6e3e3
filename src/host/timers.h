/* timers.h - setTimeout, setInterval, setImmediate, requestAnimationFrame and
 * requestIdleCallback: how programs get into the queues (queues.h), and how
 * what waited is called.
 *
 * Node's timers are objects with methods and with the properties that tools
 * look for; a browser's are numbers. Their clocks differ, too: Node's counts
 * whole milliseconds, so that timers of the same millisecond run together,
 * with at least 1 ms each; a browser's timers may be due at once, but those
 * that timers have set five deep wait at least 4 ms.
 */
#ifndef GLASSHEAP_HOST_TIMERS_H
#define GLASSHEAP_HOST_TIMERS_H

#include "host/host.h"

/* timers_open - the globals. */
void timers_open(VM *vm);
/* timers_visit - the prototypes of Node's timers. */
void timers_visit(const Host *host, EdgeFunction *edge, void *context);
/* timers_set_native - sets a timer whose callback is the engine's own: it does
 * not keep the program running. */
void timers_set_native(VM *vm, double delay, NativeFunction *callback);
/* timers_call - calls a timer or an immediate that was taken out of its queue;
 * one that repeats is set anew. */
bool timers_call(VM *vm, const Waiting *waiting);
/* timers_due_at - when the first timer or task is due that keeps the program
 * running; UINT64_MAX for none. */
u64 timers_due_at(VM *vm);

/* frames_open - requestAnimationFrame and its kin (frames.c). */
void frames_open(VM *vm);
/* frames_due_at - when the display shows its next frame, if anybody waits for
 * it; UINT64_MAX for nobody. */
u64 frames_due_at(VM *vm);
/* frames_call - calls one callback, whose frame began at that time. */
bool frames_call(VM *vm, const Waiting *waiting, u64 frame_ns);
/* frames_call_idle - calls an idle callback, which may take until then. */
bool frames_call_idle(VM *vm, const Waiting *waiting, u64 deadline_ns);

#endif
