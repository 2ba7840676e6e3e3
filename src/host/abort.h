/* abort.h - AbortSignal and AbortController (DOM Standard, "Aborting ongoing
 * activities"), with what each keeps alive.
 *
 *   AbortSignal +-------------+--------+------------+---------+-------+
 *               | EventTarget | reason | dependants | sources | timer |
 *               +-------------+--------+------------+---------+-------+
 *
 * A signal often lives as long as the program, and what is tied to it does
 * not. So its links are weak:
 *
 *   dependants   of a listener added with {signal}: the target, weakly, and
 *                the listener, which holds the signal. Of a signal made by
 *                AbortSignal.any: that signal, weakly, unless somebody listens
 *                to it: then strongly (`held`), since it must be there to tell
 *                them.
 *   sources      of AbortSignal.any: the signals it follows, weakly
 *   timer        of AbortSignal.timeout: the link by which its timer finds it;
 *                weak, or held as above
 *
 * Links whose cells died are taken out by the collector.
 */
#ifndef GLASSHEAP_HOST_ABORT_H
#define GLASSHEAP_HOST_ABORT_H

#include "host/events.h"

typedef struct SignalLink {
  Cell *to;           /* weak: a target whose listener is to be removed, or a
                         signal */
  Listener *listener; /* weak; NULL when `to` is a signal */
  Value held;         /* the same as `to` while it must stay, or undefined */
} SignalLink;

typedef struct SignalLinks {
  Cell cell;
  u32 count, capacity;
  SignalLink items[];
} SignalLinks;

typedef struct AbortSignal {
  EventTarget target;
  Value reason;
  SignalLinks *dependants, *sources, *timer; /* or NULL */
  u32 listener_count;                        /* for "abort" */
  bool is_aborted, is_dependent;
} AbortSignal;

typedef struct AbortController {
  Object object;
  AbortSignal *signal;
} AbortController;

/* abort_signal_new - one that is not aborted. */
AbortSignal *abort_signal_new(VM *vm);
/* abort_signal - signals it and those that follow it; nothing when it was
 * aborted already. `reason` undefined: a DOMException named AbortError. False:
 * the run must stop. */
bool abort_signal(VM *vm, AbortSignal *signal, Value reason);
/* abort_is_aborted - whether a value is a signal that was aborted. */
bool abort_is_aborted(Value signal);

/* abort_listener_added, abort_listener_removed - what a change of a target's
 * listeners means for signals: one that removes it, and the target itself if
 * it is one. */
bool abort_listener_added(VM *vm, EventTarget *target, Listener *listener);
void abort_listener_removed(VM *vm, EventTarget *target, Listener *listener);

#endif
