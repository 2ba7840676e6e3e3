/* frames.c - requestAnimationFrame on a display that nobody sees, and
 * requestIdleCallback.
 *
 * The display shows 60 frames a second of the run's clock, whenever somebody
 * waits for one: at multiples of a sixtieth. */
#include "host/errors.h"
#include "host/timers.h"

#include <math.h>

constexpr u64 FRAMES_PER_SECOND = 60;
constexpr u64 NS_PER_SECOND = 1'000'000'000;

static Queues *queues_of(VM *vm) {
  return &host_of(vm)->queues;
}

/* ---- requestAnimationFrame ---------------------------------------------- */

/* The first frame behind a time: the display's clock has no jumps. */
static u64 frame_after(u64 ns) {
  u64 number = ns * FRAMES_PER_SECOND / NS_PER_SECOND + 1;
  return (number * NS_PER_SECOND + FRAMES_PER_SECOND - 1) / FRAMES_PER_SECOND;
}

static bool request_frame(VM *vm, Call *call) {
  if (!host_check_callback(vm, call)) return false;
  Waiting frame =
      queues_new(vm, WAITING_FRAME, call_argument(call, 0), VALUE_UNDEFINED);
  frame.due = frame_after(vm_now_ns(vm));
  vector_push(&queues_of(vm)->frames, frame);
  return call_return(call, value_from_u32(frame.id));
}

static void cancel(WaitingList *list, double number) {
  if (!(number >= 1 && number <= UINT32_MAX)) return;
  u32 at = waiting_find_id(list, (u32)number);
  if (at < list->count) waiting_remove_plain(list, at);
}

/* cancelAnimationFrame and cancelIdleCallback: the magic is the kind. */
static bool cancel_request(VM *vm, Call *call) {
  double number;
  if (!vm_to_number(vm, call_argument(call, 0), &number)) return false;
  bool is_frame = library_native(call)->magic == WAITING_FRAME;
  cancel(is_frame ? &queues_of(vm)->frames : &queues_of(vm)->idles, number);
  return true;
}

u64 frames_due_at(VM *vm) {
  const WaitingList *frames = &queues_of(vm)->frames;
  return frames->count ? frames->items[0].due : UINT64_MAX;
}

bool frames_call(VM *vm, const Waiting *waiting, u64 frame_ns) {
  Value time = value_from_number((double)frame_ns / 1e6), ignored;
  return vm_call(vm, waiting->callback, VALUE_UNDEFINED, &time, 1, &ignored);
}

/* ---- requestIdleCallback ------------------------------------------------ */

/* requestIdleCallback(callback, {timeout}): when that is over, the callback is
 * due even if there is other work. */
static bool request_idle(VM *vm, Call *call) {
  if (!host_check_callback(vm, call)) return false;
  Value options = call_argument(call, 1), timeout = VALUE_UNDEFINED;
  double ms = 0;
  if (value_is_object(options) &&
      (!vm_get(vm, options, key_from_c(&vm->isolate, "timeout"), &timeout) ||
       (!value_is_undefined(timeout) && !vm_to_number(vm, timeout, &ms))))
    return false;
  Waiting idle =
      queues_new(vm, WAITING_IDLE, call_argument(call, 0), VALUE_UNDEFINED);
  idle.due = ms > 0 && ms < 1e9 ? vm_now_ns(vm) + (u64)(ms * 1e6) : UINT64_MAX;
  vector_push(&queues_of(vm)->idles, idle);
  return call_return(call, value_from_u32(idle.id));
}

/* The data of deadline.timeRemaining is the deadline in ms. */
static bool time_remaining(VM *vm, Call *call) {
  double deadline = value_to_number(library_native(call)->data);
  double left = deadline - (double)vm_now_ns(vm) / 1e6;
  return call_return(call, value_from_number(left > 0 ? left : 0));
}

bool frames_call_idle(VM *vm, const Waiting *waiting, u64 deadline_ns) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, callback, waiting->callback);
  KEEP_CELL(vm, Object, deadline, object_new_plain(isolate));
  KEEP_CELL(vm, NativeFunction, remaining,
            native_new(isolate, "timeRemaining", time_remaining, 0));
  remaining->data = value_from_number((double)deadline_ns / 1e6);
  object_set_c(isolate, deadline, "didTimeout",
               value_from_boolean(waiting->due <= vm_now_ns(vm)),
               ATTRIBUTES_DEFAULT);
  object_set_c(isolate, deadline, "timeRemaining", value_from_cell(remaining),
               ATTRIBUTES_HIDDEN);
  Value argument = value_from_cell(deadline), ignored;
  return vm_call(vm, callback, VALUE_UNDEFINED, &argument, 1, &ignored);
}

void frames_open(VM *vm) {
  static const NativeEntry globals[] = {
      {"requestAnimationFrame", request_frame, 1},
      {"cancelAnimationFrame", cancel_request, 1, NATIVE_METHOD, WAITING_FRAME},
      {"requestIdleCallback", request_idle, 1},
      {"cancelIdleCallback", cancel_request, 1, NATIVE_METHOD, WAITING_IDLE},
  };
  library_add_functions(vm, vm->isolate.global, globals, ARRAY_COUNT(globals));
}
