/* waiters.h - who waits at an address of shared memory (Atomics.wait and
 * waitAsync), and waking them.
 *
 * Machines of several threads may share memory, so there is one list for the
 * whole process, in the order in which they began to wait, behind one lock
 * (ECMA-262, chapter 25.4.1). Looking at the memory and joining the list is
 * one step, so that no notification is lost between them.
 *
 * A thread that waits sleeps; a promise that waits is settled by its own
 * machine, in its event loop when it timed out or another machine notified it.
 * Timeouts are by the clock of the machine that waits.
 */
#ifndef GLASSHEAP_VM_WAITERS_H
#define GLASSHEAP_VM_WAITERS_H

#include "vm/promise.h"

typedef enum WaitResult : u8 {
  WAIT_OK, /* notified */
  WAIT_NOT_EQUAL,
  WAIT_TIMED_OUT,
} WaitResult;

/* What is waited for: that `size` bytes at an address are `expected` no
 * longer. The timeout is in milliseconds, INFINITY for none. */
typedef struct WaitFor {
  const u8 *at;
  u32 size;
  u64 expected;
  double timeout;
} WaitFor;

/* waiters_sleep - until somebody notifies, or the time is over. False: the run
 * must stop. */
bool waiters_sleep(VM *vm, const WaitFor *wait, WaitResult *result);
/* waiters_add - lets a fresh promise wait, to be resolved with "ok" or
 * "timed-out"; or says at once (is not WAIT_OK then) why not. */
WaitResult waiters_add(VM *vm, const WaitFor *wait, Promise *promise);
/* waiters_notify - wakes at most `count` of those who wait at an address, the
 * longest waiting first; how many it were. */
u64 waiters_notify(VM *vm, const u8 *at, double count);

/* For event loops: when the first promise that waits times out, UINT64_MAX for
 * never; and settling those that did, or were notified by others. */
u64 waiters_due_at(VM *vm);
bool waiters_settle(VM *vm);
/* waiters_exist - whether a promise of the machine waits. */
bool waiters_exist(VM *vm);

/* For vm.c: the roots ("waitAsync"), and forgetting a machine. */
void waiters_visit(VM *vm, EdgeFunction *edge, void *context);
void waiters_free(VM *vm);

#endif
