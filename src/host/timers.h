/* timers.h - setTimeout, setInterval, setImmediate and process.nextTick: the
 * queues of the event loop that hold functions of the program.
 *
 * The loop itself is loop.c. Timers wait in a binary heap by the time at which
 * they are due and, among equals, by the order in which they were set; so the
 * order of callbacks is the same in every replay. Time is the run's clock
 * (vm_now_ns): where that is virtual, waiting for a timer moves the clock and
 * takes no time.
 *
 * Everything that waits is a root, by the names "timer", "immediate" and
 * "next tick".
 */
#ifndef GLASSHEAP_HOST_TIMERS_H
#define GLASSHEAP_HOST_TIMERS_H

#include "host/host.h"

/* timers_open - the globals. */
void timers_open(VM *vm);
void timers_visit(const TimerQueues *queues, EdgeFunction *edge, void *context);
void timers_free(TimerQueues *queues);
/* timers_next_tick - queues a function for the moment when the running
 * callback has ended, before all promises' jobs. */
void timers_next_tick(VM *vm, Value callback);

/* timers_set_native - sets a timer whose callback is the engine's own: it does
 * not keep the program running. False: threw. */
bool timers_set_native(VM *vm, double delay, NativeFunction *callback);

bool timers_have_ticks(VM *vm);
/* timers_run_ticks - calls what nextTick was given, until none is left. False:
 * one threw. */
bool timers_run_ticks(VM *vm);
/* timers_take_due - the timer that is due first, if one is due; it is set anew
 * behind its call when it repeats. */
bool timers_take_due(VM *vm, u64 now, Value *timer);
/* timers_take_immediate - the oldest of the first `*left` immediates. */
bool timers_take_immediate(VM *vm, u32 *left, Value *timer);
/* timers_call - calls a timer that was taken. */
bool timers_call(VM *vm, Value timer);
/* timers_due_at - when the first timer is due; UINT64_MAX when none is left
 * that keeps the program running. */
u64 timers_due_at(VM *vm);

#endif
