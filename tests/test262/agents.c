/* agents.c - $262.agent: threads with a machine each, which share memory.
 *
 * The main machine starts agents and broadcasts a SharedArrayBuffer to them;
 * they report texts. One lock guards what passes between them. A process runs
 * one test and ends with it, so threads are never joined.
 */
#define _GNU_SOURCE

#include "agents.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "library/finalization.h"
#include "object/array_buffer.h"
#include "vm/waiters.h"

/* Agents have the default collector. */
static constexpr HeapOptions AGENT_HEAP = {.limit = 256ull << 20};
constexpr size_t AGENT_STACK = 16u << 20;

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  u32 agents, ready, received; /* started; running; of the last broadcast */
  u64 broadcasts;
  SharedMemory *memory; /* of the last broadcast */
  VECTOR(char *) reports;
  u32 next_report;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER,
            .changed = PTHREAD_COND_INITIALIZER};

/* How many this agent knows of. */
static _Thread_local u64 broadcasts_seen;

static void lock(void) {
  pthread_mutex_lock(&shared.lock);
}
static void unlock(void) {
  pthread_cond_broadcast(&shared.changed);
  pthread_mutex_unlock(&shared.lock);
}
static void wait_for_change(void) {
  pthread_cond_wait(&shared.changed, &shared.lock);
}

static char *copy_text(String *text) {
  Buffer bytes = {};
  buffer_text(&bytes, "");
  string_append_text(text, &bytes);
  return bytes.bytes;
}

/* ---- What both sides have
 * ------------------------------------------------------ */

static bool agent_sleep(VM *vm, Call *call) {
  double ms;
  if (!vm_to_number(vm, call_argument(call, 0), &ms)) return false;
  if (ms > 0) usleep((useconds_t)(ms * 1000));
  return true;
}

static bool monotonic_now(VM *vm, Call *call) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  double ms = (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
  return call_return(call, value_from_number(ms));
}

bool agents_run_jobs(VM *vm) {
  for (;;) {
    if (!vm_run_jobs(vm)) return false;
    while (finalization_is_due(vm))
      if (!finalization_run(vm) || !vm_run_jobs(vm)) return false;
    if (host262_is_complete(vm) || !waiters_exist(vm)) return true;
    usleep(1000);
    if (!waiters_settle(vm)) return false;
  }
}

/* ---- An agent
 * -------------------------------------------------------------------- */

/* Waits for the next broadcast, and calls the function with its memory. */
static bool receive_broadcast(VM *vm, Call *call) {
  KEEP_CELL(vm, Shape, shape,
            shape_empty(&vm->isolate,
                        value_from_cell(INTRINSIC(
                            &vm->isolate, shared_array_buffer_prototype)),
                        0));
  KEEP_CELL(vm, ArrayBuffer, buffer,
            (ArrayBuffer *)object_new_kind(&vm->isolate,
                                           KIND_SHARED_ARRAY_BUFFER, shape,
                                           sizeof(ArrayBuffer)));
  lock();
  while (shared.broadcasts == broadcasts_seen)
    wait_for_change();
  broadcasts_seen = shared.broadcasts;
  array_buffer_share(&vm->isolate, buffer, shared.memory);
  shared.received++;
  unlock();
  Value argument = value_from_cell(buffer), ignored;
  return vm_call(vm, call_argument(call, 0), VALUE_UNDEFINED, &argument, 1,
                 &ignored);
}

static bool report(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  lock();
  vector_push(&shared.reports, copy_text(text));
  unlock();
  return true;
}

static bool leaving(VM *vm, Call *call) {
  return true;
}

static void add_agent(VM *vm, const NativeEntry *entries, u32 count) {
  static const NativeEntry common[] = {{"sleep", agent_sleep, 1},
                                       {"monotonicNow", monotonic_now, 0}};
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, agent, object_new_plain(isolate));
  library_add_functions(vm, agent, common, ARRAY_COUNT(common));
  library_add_functions(vm, agent, entries, count);
  Property host;
  object_get_own(isolate, isolate->global, key_from_c(isolate, "$262"), &host);
  object_set_c(isolate, value_to_object(host.value), "agent",
               value_from_cell(agent), ATTRIBUTES_HIDDEN);
}

static void *run_agent(void *text) {
  static const NativeEntry entries[] = {
      {"receiveBroadcast", receive_broadcast, 1},
      {"report", report, 1},
      {"leaving", leaving, 0},
  };
  VM *vm = base_allocate_zeroed(sizeof *vm);
  if (!host262_open(vm, AGENT_HEAP)) abort();
  vm->c_stack_limit =
      (char *)__builtin_frame_address(0) - (AGENT_STACK - (1u << 20));
  add_agent(vm, entries, ARRAY_COUNT(entries));
  Source *source = vm_add_source(vm, "agent", text, strlen(text));
  free(text);
  lock();
  broadcasts_seen = shared.broadcasts;
  shared.ready++;
  unlock();
  Value result;
  if (vm_run_script(vm, source, false, &result)) agents_run_jobs(vm);
  return NULL; /* whatever it threw: the test will miss its report */
}

/* ---- The main machine
 * --------------------------------------------------------------- */

static bool start(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, AGENT_STACK);
  if (pthread_create(&thread, &attributes, run_agent, copy_text(text)))
    return vm_throw_type(vm, "no thread can be started");
  lock();
  shared.agents++;
  while (shared.ready < shared.agents)
    wait_for_change();
  unlock();
  return true;
}

static bool broadcast(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_kind(value, KIND_SHARED_ARRAY_BUFFER))
    return vm_throw_type(vm, "not a SharedArrayBuffer");
  lock();
  shared.memory = ((ArrayBuffer *)value_to_cell(value))->shared;
  shared.broadcasts++;
  shared.received = 0;
  pthread_cond_broadcast(&shared.changed);
  while (shared.received < shared.agents)
    wait_for_change();
  shared.memory = NULL;
  unlock();
  return true;
}

static bool get_report(VM *vm, Call *call) {
  lock();
  const char *text = shared.next_report < shared.reports.count
                         ? shared.reports.items[shared.next_report++]
                         : NULL;
  unlock();
  call->result = VALUE_NULL;
  return !text ||
         library_string(vm, string_from_text(&vm->isolate, text, strlen(text)),
                        &call->result);
}

void agents_open(VM *vm) {
  static const NativeEntry entries[] = {{"start", start, 1},
                                        {"broadcast", broadcast, 1},
                                        {"getReport", get_report, 0}};
  add_agent(vm, entries, ARRAY_COUNT(entries));
}
