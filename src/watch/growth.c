/* growth.c - running an action again and again: see growth.h. */
#include "watch/growth.h"

#include "host/program.h"
#include "host/timers.h"
#include "library/finalization.h"
#include "library/support.h"
#include "vm/interpreter.h"
#include "vm/module.h"
#include "watch/cell_ids.h"
#include "watch/growth_action.h"
#include "watch/growth_parts.h"
#include "watch/heap_snapshot.h"
#include "watch/text.h"

#include <stdlib.h>

/* How long timers may still fire after each round, in the run's time. */
constexpr u64 SETTLE_NS = 60'000'000'000;
/* Finalisers may make garbage, whose finalisers may make more. */
constexpr u32 CLEANUPS_MOST = 100;

typedef struct Growing {
  Session *session;
  VM *vm;
  const GrowthOptions *options;
  const int *files;
  GrowthAction action;
  u64 iterations; /* so far */
  CellIds ids;
  AllocationSites sites;
  StoreSites stores;
  GrowthPoint points[GROWTH_ROUNDS_MOST + 1];
  Buffer *error;
} Growing;

/* ---- Errors -------------------------------------------------------------- */

/* The pending exception, and during what it was thrown. Always false. */
static bool say_thrown(Growing *growing, const char *when) {
  VM *vm = growing->vm;
  if (host_of(vm)->is_exiting) {
    buffer_format(growing->error, "the program called process.exit %s", when);
    return false;
  }
  KEEP(vm, exception, vm_take_exception(vm));
  buffer_format(growing->error, "thrown %s:\n", when);
  text_of_exception(vm, exception, growing->error);
  return false;
}

static bool say_thrown_in_call(Growing *growing) {
  char when[64];
  snprintf(when, sizeof when, "in iteration %llu",
           (unsigned long long)growing->iterations);
  return say_thrown(growing, when);
}

/* ---- One call ------------------------------------------------------------ */

/* Lets the program go on until the promise is settled. */
static bool await_promise(Growing *growing, Promise *promise) {
  VM *vm = growing->vm;
  KEEP_CELL(vm, Promise, kept, promise);
  promise_handle(vm, kept);
  if (!host_run_jobs(vm)) return say_thrown_in_call(growing);
  u64 end = vm_now_ns(vm) + SETTLE_NS;
  while (kept->state == PROMISE_PENDING) {
    u64 due = host_due_at(vm);
    if (due > end) {
      buffer_format(growing->error,
                    "iteration %llu returned a promise that is not settled "
                    "after a minute: nothing can be said of what it leaves",
                    (unsigned long long)growing->iterations);
      return false;
    }
    if (!host_settle(vm, due)) return say_thrown_in_call(growing);
  }
  if (kept->state == PROMISE_FULFILLED) return true;
  vm_throw(vm, kept->result);
  return say_thrown_in_call(growing);
}

static bool is_thenable(VM *vm, Value value) {
  Value then;
  if (!value_is_object(value)) return false;
  if (vm_get(vm, value, ATOM_KEY(&vm->isolate, then), &then))
    return value_is_callable(then);
  if (!vm->is_terminating) vm_take_exception(vm);
  return false;
}

static bool call_once(Growing *growing) {
  VM *vm = growing->vm;
  KEEP(vm, result, VALUE_UNDEFINED);
  vm->thrown_registers = NULL;
  if (!growth_action_call(vm, &growing->action, growing->iterations, &result))
    return say_thrown_in_call(growing);
  if (is_thenable(vm, result)) {
    Promise *promise = promise_from(vm, result);
    if (!promise) return say_thrown_in_call(growing);
    if (!await_promise(growing, promise)) return false;
  }
  if (!host_run_jobs(vm)) return say_thrown_in_call(growing);
  growing->iterations++;
  return true;
}

/* ---- To a fixed point ---------------------------------------------------- */

/* The engine's own memory of the last match is no leak of the program's, but
 * its input may be longer or shorter. */
static void forget_match(VM *vm) {
  vm->last_match.input = NULL;
  vm->last_match.count = 0;
}

static u64 held_bytes(VM *vm) {
  const Heap *heap = &vm->isolate.heap;
  return heap_live_bytes(heap) + heap->external_bytes;
}

/* Until a collection frees nothing. */
static void collect_all(VM *vm) {
  u64 before;
  forget_match(vm);
  do {
    before = held_bytes(vm);
    heap_collect(&vm->isolate.heap, "growth");
  } while (held_bytes(vm) != before);
}

/* And nothing waits that may run. */
static bool settle(Growing *growing, const char *when) {
  VM *vm = growing->vm;
  u64 until = vm_now_ns(vm) + SETTLE_NS;
  u32 left = CLEANUPS_MOST;
  do {
    if (!host_settle(vm, until)) return say_thrown(growing, when);
    until = vm_now_ns(vm);
    collect_all(vm);
  } while (finalization_is_due(vm) && --left);
  return true;
}

/* ---- Rounds -------------------------------------------------------------- */

static bool run_round(Growing *growing) {
  for (u32 i = 0; i < growing->options->iterations; i++)
    if (!call_once(growing)) return false;
  return settle(growing, "after a round, by what was waiting");
}

static bool write_snapshot(Growing *growing, u32 index) {
  HeapSnapshotTotals totals;
  HeapSnapshotTarget target = {
      .path = "the heap",
      .file = growing->files[index],
      .ids = &growing->ids,
      .sites = index == GROWTH_SNAPSHOTS - 1 ? &growing->sites : NULL};
  return heap_snapshot_write(growing->vm, &target, &totals, growing->error);
}

static bool warm_up(Growing *growing) {
  for (u32 i = 0; i < growing->options->warm_up; i++)
    if (!run_round(growing)) return false;
  growing->points[0] = growth_point(growing->vm);
  return write_snapshot(growing, 0);
}

static bool on_step(VM *vm, void *context) {
  return true;
}

/* The last round runs in the instance that knows the place of every store. */
static void watch_stores(Growing *growing) {
  growing->vm->table = &interpreter_watched;
  growing->vm->on_step = on_step;
  store_sites_start(&growing->stores, &growing->sites);
}

static bool run_rounds(Growing *growing) {
  u32 rounds = growing->options->rounds;
  if (!warm_up(growing)) return false;
  allocation_sites_attach(&growing->sites, growing->vm);
  for (u32 i = 0; i < rounds; i++) {
    growing->sites.stretch = i;
    if (i + 1 == rounds) watch_stores(growing);
    if (!run_round(growing)) return false;
    growing->points[i + 1] = growth_point(growing->vm);
    if (i + 1 == rounds / 2 && !write_snapshot(growing, 1)) return false;
  }
  store_sites_stop(&growing->stores);
  allocation_sites_detach(&growing->sites);
  return write_snapshot(growing, GROWTH_SNAPSHOTS - 1);
}

/* ---- The report ---------------------------------------------------------- */

static json_t *points_json(const GrowthPoint *points, u32 count) {
  json_t *list = json_array();
  for (u32 i = 0; i < count; i++)
    json_array_append_new(list, json_pack("{s:I, s:I, s:I}", "bytes",
                                          (json_int_t)points[i].bytes, "used",
                                          (json_int_t)points[i].used, "cells",
                                          (json_int_t)points[i].cells));
  return list;
}

static json_t *report(const Growing *growing) {
  const GrowthOptions *options = growing->options;
  GrowthResult result = growth_judge(growing->points, options->rounds);
  json_t *action = json_string(growing->action.name);
  return json_pack(
      "{s:o, s:i, s:i, s:o, s:s, s:I, s:o, s:o}", "action",
      action ? action : json_string("(not printable)"), "iterations",
      (int)options->iterations, "warmUp", (int)options->warm_up, "rounds",
      points_json(growing->points, options->rounds + 1), "verdict",
      growth_word(result.verdict), "growth", (json_int_t)result.growth, "sites",
      growth_sites(&growing->sites, options->rounds), "stores",
      growth_stores(&growing->stores, &growing->ids));
}

/* ---- All ----------------------------------------------------------------- */

static bool load(Growing *growing) {
  VM *vm = growing->vm;
  Function *script = session_script(growing->session);
  if (!program_run(vm, script)) return say_thrown(growing, "by the program");
  if (!host_run_jobs(vm)) return say_thrown(growing, "by the program");
  const Module *module = host_of(vm)->module;
  if (module && value_is_object(module->promise)) {
    Promise *promise = (Promise *)value_to_cell(module->promise);
    if (!await_promise(growing, promise)) return false;
  }
  return settle(growing, "by what the program had set going") &&
         growth_action_find(vm, script, growing->options->call,
                            &growing->action, growing->error);
}

json_t *growth_run(Session *session, const GrowthOptions *options,
                   const int files[GROWTH_SNAPSHOTS], Buffer *error) {
  VM *vm = &session->vm;
  Growing growing = {.session = session,
                     .vm = vm,
                     .options = options,
                     .files = files,
                     .action = {.function = VALUE_UNDEFINED},
                     .error = error};
  json_t *json = NULL;
  ROOT_FIELD(&vm->isolate.heap, function, growing.action.function);
  cell_ids_attach(&growing.ids, &vm->isolate.heap);
  if (load(&growing) && run_rounds(&growing)) json = report(&growing);
  cell_ids_free(&growing.ids);
  store_sites_free(&growing.stores);
  allocation_sites_free(&growing.sites);
  growth_action_free(&growing.action);
  return json;
}
