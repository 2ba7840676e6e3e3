/* waiters.c - see waiters.h. */
#define _GNU_SOURCE
#include "vm/waiters.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "vm/jobs.h"

typedef struct Waiter {
  struct Waiter *next;
  VM *vm;
  const u8 *at;
  u64 due;          /* by the machine's clock; UINT64_MAX: never */
  Promise *promise; /* NULL: a thread sleeps */
  bool is_notified;
} Waiter;

static struct {
  pthread_mutex_t lock;
  pthread_cond_t notified;
  Waiter *first;
} waiters = {.lock = PTHREAD_MUTEX_INITIALIZER,
             .notified = PTHREAD_COND_INITIALIZER};

/* ---- The list; the lock is held --------------------------------------------
 */

static void append(Waiter *waiter) {
  Waiter **link = &waiters.first;
  while (*link)
    link = &(*link)->next;
  *link = waiter;
  waiter->next = NULL;
}

static void take_out(Waiter *waiter) {
  Waiter **link = &waiters.first;
  while (*link && *link != waiter)
    link = &(*link)->next;
  if (*link) *link = waiter->next;
}

static u64 load(const u8 *at, u32 size) {
  return size == 4 ? __atomic_load_n((const u32 *)at, __ATOMIC_SEQ_CST)
                   : __atomic_load_n((const u64 *)at, __ATOMIC_SEQ_CST);
}

/* When a wait is over; at most some centuries from now. */
static u64 due_after(VM *vm, double milliseconds) {
  constexpr double most = 1e19 / 2;
  if (milliseconds == INFINITY) return UINT64_MAX;
  double ns = milliseconds * 1e6;
  return vm_now_ns(vm) + (u64)(ns < most ? ns : most);
}

/* ---- Sleeping
 * ----------------------------------------------------------------- */

/* Sleeps until notified, or for a short while: then the run's requests are
 * looked at. The lock is held, but not meanwhile. */
static void sleep_shortly(u64 left) {
  constexpr u64 most = 10'000'000;
  if (left > most) left = most;
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  u64 ns = (u64)until.tv_nsec + left;
  until.tv_sec += (time_t)(ns / 1'000'000'000);
  until.tv_nsec = (long)(ns % 1'000'000'000);
  pthread_cond_timedwait(&waiters.notified, &waiters.lock, &until);
}

/* Where time is virtual, nobody else is there to notify: it only passes. */
static bool sleep_in_list(VM *vm, Waiter *waiter) {
  while (!waiter->is_notified) {
    u64 now = vm_now_ns(vm);
    if (now >= waiter->due) break;
    bool passes = vm->inputs.virtual_clock && waiter->due != UINT64_MAX;
    if (!passes) sleep_shortly(waiter->due - now);
    pthread_mutex_unlock(&waiters.lock);
    bool ok = passes ? vm_wait_until(vm, waiter->due) : vm_interrupt(vm);
    pthread_mutex_lock(&waiters.lock);
    if (!ok) return false;
  }
  return true;
}

bool waiters_sleep(VM *vm, const WaitFor *wait, WaitResult *result) {
  Waiter waiter = {
      .vm = vm, .at = wait->at, .due = due_after(vm, wait->timeout)};
  bool ok = true;
  pthread_mutex_lock(&waiters.lock);
  if (load(wait->at, wait->size) != wait->expected) {
    *result = WAIT_NOT_EQUAL;
  } else {
    append(&waiter);
    ok = sleep_in_list(vm, &waiter);
    take_out(&waiter);
    *result = waiter.is_notified ? WAIT_OK : WAIT_TIMED_OUT;
  }
  pthread_mutex_unlock(&waiters.lock);
  return ok;
}

/* ---- Promises
 * ------------------------------------------------------------------- */

WaitResult waiters_add(VM *vm, const WaitFor *wait, Promise *promise) {
  WaitResult result = WAIT_OK;
  pthread_mutex_lock(&waiters.lock);
  if (load(wait->at, wait->size) != wait->expected) {
    result = WAIT_NOT_EQUAL;
  } else if (wait->timeout <= 0) {
    result = WAIT_TIMED_OUT;
  } else {
    Waiter *waiter = base_allocate_zeroed(sizeof *waiter);
    waiter->vm = vm;
    waiter->at = wait->at;
    waiter->due = due_after(vm, wait->timeout);
    waiter->promise = promise;
    append(waiter);
    vm->has_waiters = true;
  }
  pthread_mutex_unlock(&waiters.lock);
  return result;
}

/* The first promise of the machine that waits no longer, out of the list. */
static Waiter *take_finished(VM *vm) {
  u64 now = vm_now_ns(vm);
  pthread_mutex_lock(&waiters.lock);
  Waiter *waiter = waiters.first;
  while (waiter && !(waiter->vm == vm && waiter->promise &&
                     (waiter->is_notified || waiter->due <= now)))
    waiter = waiter->next;
  if (waiter) take_out(waiter);
  pthread_mutex_unlock(&waiters.lock);
  return waiter;
}

bool waiters_settle(VM *vm) {
  for (Waiter *waiter; (waiter = take_finished(vm));) {
    bool is_notified = waiter->is_notified;
    ROOT_CELL(&vm->isolate.heap, Promise, promise, waiter->promise);
    free(waiter);
    String *text =
        string_intern_c(&vm->isolate, is_notified ? "ok" : "timed-out");
    if (!promise_resolve(vm, promise, value_from_cell(text))) return false;
  }
  vm->has_waiters = waiters_exist(vm);
  return true;
}

u64 waiters_due_at(VM *vm) {
  u64 due = UINT64_MAX;
  pthread_mutex_lock(&waiters.lock);
  for (const Waiter *waiter = waiters.first; waiter; waiter = waiter->next)
    if (waiter->vm == vm && waiter->promise && waiter->due < due)
      due = waiter->due;
  pthread_mutex_unlock(&waiters.lock);
  return due;
}

bool waiters_exist(VM *vm) {
  pthread_mutex_lock(&waiters.lock);
  const Waiter *waiter = waiters.first;
  while (waiter && !(waiter->vm == vm && waiter->promise))
    waiter = waiter->next;
  pthread_mutex_unlock(&waiters.lock);
  return waiter != NULL;
}

/* ---- Waking
 * ---------------------------------------------------------------------- */

/* A job that settles what was notified: so waitAsync never settles while the
 * code that notified is running. */
static bool run_settle(VM *vm, const Value *values) {
  return waiters_settle(vm);
}

u64 waiters_notify(VM *vm, const u8 *at, double count) {
  static const JobType settle = {"waitAsync", run_settle};
  u64 woken = 0;
  bool has_own = false;
  pthread_mutex_lock(&waiters.lock);
  for (Waiter *waiter = waiters.first; waiter && (double)woken < count;
       waiter = waiter->next) {
    if (waiter->at != at || waiter->is_notified) continue;
    waiter->is_notified = true;
    has_own |= waiter->promise && waiter->vm == vm;
    woken++;
  }
  if (woken) pthread_cond_broadcast(&waiters.notified);
  pthread_mutex_unlock(&waiters.lock);
  if (has_own)
    vm_enqueue_job(vm, &settle, VALUE_UNDEFINED, VALUE_UNDEFINED,
                   VALUE_UNDEFINED);
  return woken;
}

/* ---- Of a machine
 * ------------------------------------------------------------------ */

void waiters_visit(VM *vm, EdgeFunction *edge, void *context) {
  pthread_mutex_lock(&waiters.lock);
  for (const Waiter *waiter = waiters.first; waiter; waiter = waiter->next)
    if (waiter->vm == vm && waiter->promise)
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, 0, "waitAsync"},
           &waiter->promise->object.cell);
  pthread_mutex_unlock(&waiters.lock);
}

void waiters_free(VM *vm) {
  pthread_mutex_lock(&waiters.lock);
  for (Waiter **link = &waiters.first; *link;) {
    Waiter *waiter = *link;
    if (waiter->vm != vm || !waiter->promise) {
      link = &waiter->next;
      continue;
    }
    *link = waiter->next;
    free(waiter);
  }
  pthread_mutex_unlock(&waiters.lock);
}
