/* wait.c - waiting in `glassheap run`, where time is real: with libuv, whose
 * loop sleeps until a timer is due or a signal comes. Everywhere else time is
 * virtual, and waiting moves the clock. */
#define _GNU_SOURCE /* what uv.h wants */
#include "cli/cli.h"

#include <uv.h>

constexpr u64 NS_PER_MS = 1'000'000;
/* Between two looks at a request to stop. */
constexpr u64 WAIT_MS_MOST = 100;

static uv_loop_t *loop(void) {
  static uv_loop_t own;
  static bool is_open;
  if (!is_open) is_open = !uv_loop_init(&own);
  return is_open ? &own : NULL;
}

static void do_nothing(uv_timer_t *timer) {
}

/* Sleeps for at most so many milliseconds. */
static void sleep_for(u64 ms) {
  static uv_timer_t timer;
  uv_loop_t *own = loop();
  uv_update_time(own);
  if (!timer.loop) uv_timer_init(own, &timer);
  uv_timer_start(&timer, do_nothing, ms, 0);
  uv_run(own, UV_RUN_ONCE);
}

/* Whole milliseconds by libuv, the last one by the machine. */
bool cli_wait(VM *vm, u64 due) {
  for (u64 now; (now = vm_now_ns(vm)) < due;) {
    u64 ms = (due - now) / NS_PER_MS;
    if (ms && loop())
      sleep_for(ms < WAIT_MS_MOST ? ms : WAIT_MS_MOST);
    else
      return vm_wait_until(vm, due);
    if (!vm_interrupt(vm)) return false;
  }
  return true;
}
