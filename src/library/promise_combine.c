/* promise_combine.c - Promise.all, allSettled, any and race.
 *
 * Each walks an iterable, makes a promise of every item with the constructor's
 * `resolve`, and listens to it. What all listeners of one call share is a
 * record, an array:
 *
 *   record  | results | remaining | promise | resolve | reject |
 *
 * A listener is a native function whose data is the record until it has been
 * called, and whose magic says which item it is for. Of the two that
 * allSettled makes for one item, the data of the second is the first, so that
 * only one of them counts.
 */
#include "library/iteration.h"
#include "library/promise_library.h"

typedef enum RecordPart : u8 {
  RECORD_RESULTS,
  RECORD_REMAINING,
  RECORD_PROMISE,
  RECORD_RESOLVE,
  RECORD_REJECT,
  RECORD_PARTS,
} RecordPart;

typedef enum Combination : u8 {
  COMBINE_ALL,
  COMBINE_ALL_SETTLED,
  COMBINE_ANY,
  COMBINE_RACE,
} Combination;

/* ---- Records ------------------------------------------------------------ */

static Value *record_part(const Object *record, RecordPart part) {
  return &record->elements->values[part];
}

static Object *record_new(VM *vm, const Capability *capability) {
  KEEP_CELL(vm, Object, results, array_new(&vm->isolate, 0));
  Value parts[RECORD_PARTS] = {
      [RECORD_RESULTS] = value_from_cell(results),
      [RECORD_REMAINING] = value_from_int(1),
      [RECORD_PROMISE] = capability->promise,
      [RECORD_RESOLVE] = capability->resolve,
      [RECORD_REJECT] = capability->reject,
  };
  Object *record =
      results ? array_from_values(&vm->isolate, parts, RECORD_PARTS) : NULL;
  if (!record) vm_throw_memory(vm);
  return record;
}

static Capability record_capability(const Object *record) {
  return (Capability){*record_part(record, RECORD_PROMISE),
                      *record_part(record, RECORD_RESOLVE),
                      *record_part(record, RECORD_REJECT)};
}

static i32 record_count(Object *record, i32 change) {
  Value *remaining = record_part(record, RECORD_REMAINING);
  *remaining = value_from_int(value_to_int(*remaining) + change);
  return value_to_int(*remaining);
}

/* All items have reported: the array of results goes out, for `any` as the
 * errors of an AggregateError. */
static bool finish(VM *vm, Object *record, Combination combination) {
  Isolate *isolate = &vm->isolate;
  Capability capability = record_capability(record);
  Value results = *record_part(record, RECORD_RESULTS);
  if (combination != COMBINE_ANY)
    return capability_resolve(vm, &capability, results);
  KEEP_CELL(vm, Object, kept, record);
  KEEP_CELL(vm, Object, error,
            vm_new_error(vm, ERROR_AGGREGATE,
                         value_from_cell(string_intern_c(
                             isolate, "All promises were rejected"))));
  object_define(isolate, error, ATOM_KEY(isolate, errors), results,
                ATTRIBUTES_HIDDEN);
  return capability_reject(vm, &capability, value_from_cell(error));
}

/* ---- Listeners ---------------------------------------------------------- */

/* The record of a listener that is called for the first time, else NULL. */
static Object *take_record(VM *vm, NativeFunction *listener) {
  if (value_is_kind(listener->data, KIND_NATIVE))
    listener = (NativeFunction *)value_to_cell(listener->data);
  Value record = listener->data;
  cell_write(&vm->isolate.heap, listener, &listener->data, VALUE_UNDEFINED);
  return value_is_undefined(record) ? NULL : value_to_object(record);
}

static bool report(VM *vm, Object *record, u32 index, Value result,
                   Combination combination) {
  KEEP_CELL(vm, Object, kept, record);
  Object *results = value_to_object(*record_part(kept, RECORD_RESULTS));
  if (!elements_set(&vm->isolate, results, index, result))
    return vm_throw_memory(vm);
  return record_count(kept, -1) || finish(vm, kept, combination);
}

static bool take_value(VM *vm, Call *call, Combination combination) {
  NativeFunction *listener = library_native(call);
  Object *record = take_record(vm, listener);
  return !record || report(vm, record, listener->magic, call_argument(call, 0),
                           combination);
}

static bool all_fulfilled(VM *vm, Call *call) {
  return take_value(vm, call, COMBINE_ALL);
}

static bool any_rejected(VM *vm, Call *call) {
  return take_value(vm, call, COMBINE_ANY);
}

/* {status: "fulfilled", value} or {status: "rejected", reason}. */
static bool take_outcome(VM *vm, Call *call, const char *status,
                         const char *name) {
  Isolate *isolate = &vm->isolate;
  NativeFunction *listener = library_native(call);
  KEEP_CELL(vm, Object, record, take_record(vm, listener));
  if (!record) return true;
  KEEP_CELL(vm, Object, outcome, object_new_plain(isolate));
  KEEP(vm, text, value_from_cell(string_intern_c(isolate, status)));
  object_set_c(isolate, outcome, "status", text, ATTRIBUTES_DEFAULT);
  object_set_c(isolate, outcome, name, call_argument(call, 0),
               ATTRIBUTES_DEFAULT);
  return report(vm, record, listener->magic, value_from_cell(outcome),
                COMBINE_ALL_SETTLED);
}

static bool settled_fulfilled(VM *vm, Call *call) {
  return take_outcome(vm, call, "fulfilled", "value");
}

static bool settled_rejected(VM *vm, Call *call) {
  return take_outcome(vm, call, "rejected", "reason");
}

static Value listener_new(VM *vm, NativeCode *code, u32 index, Value data) {
  KEEP(vm, kept, data);
  NativeFunction *listener = native_new(&vm->isolate, "", code, 1);
  listener->magic = index;
  cell_write(&vm->isolate.heap, listener, &listener->data, kept);
  return value_from_cell(listener);
}

/* ---- Walking the iterable ----------------------------------------------- */

typedef struct Combining {
  Combination combination;
  Value constructor, resolve; /* the function that makes a promise of an item */
  Object *record;
  u32 index;
} Combining;

static bool listen_with(VM *vm, Combining *combining, Value promise) {
  Capability capability = record_capability(combining->record);
  Value record = value_from_cell(combining->record), ignored;
  u32 index = combining->index;
  KEEP(vm, fulfilled, capability.resolve);
  KEEP(vm, rejected, capability.reject);
  switch (combining->combination) {
  case COMBINE_ALL:
    fulfilled = listener_new(vm, all_fulfilled, index, record);
    break;
  case COMBINE_ANY:
    rejected = listener_new(vm, any_rejected, index, record);
    break;
  case COMBINE_ALL_SETTLED:
    fulfilled = listener_new(vm, settled_fulfilled, index, record);
    rejected = listener_new(vm, settled_rejected, index, fulfilled);
    break;
  case COMBINE_RACE: break;
  }
  return promise_invoke_then(vm, promise, fulfilled, rejected, &ignored);
}

static bool combine_item(VM *vm, void *context, Value item, bool *stop) {
  Combining *combining = context;
  KEEP(vm, promise, VALUE_UNDEFINED);
  KEEP(vm, kept, item);
  if (combining->combination != COMBINE_RACE) {
    Object *results =
        value_to_object(*record_part(combining->record, RECORD_RESULTS));
    if (!array_push(&vm->isolate, results, VALUE_UNDEFINED))
      return vm_throw_memory(vm);
    record_count(combining->record, 1);
  }
  if (!vm_call(vm, combining->resolve, combining->constructor, &kept, 1,
               &promise) ||
      !listen_with(vm, combining, promise))
    return false;
  combining->index++;
  return true;
}

static bool combine_all(VM *vm, Combining *combining, Value iterable) {
  if (!vm_get(vm, combining->constructor, ATOM_KEY(&vm->isolate, resolve),
              &combining->resolve))
    return false;
  if (!value_is_callable(combining->resolve))
    return vm_throw_type(vm, "Promise resolve or reject function is not "
                             "callable");
  if (!vm_iterate(vm, iterable, combine_item, combining)) return false;
  return combining->combination == COMBINE_RACE ||
         record_count(combining->record, -1) ||
         finish(vm, combining->record, combining->combination);
}

static bool combine(VM *vm, Call *call, Combination combination,
                    const char *name) {
  if (!promise_check_constructor(vm, call, name)) return false;
  Combining combining = {combination, call->this_value, VALUE_UNDEFINED};
  KEEP_FIELD(vm, resolve, combining.resolve);
  KEEP_FIELD(vm, record, combining.record);
  Capability capability = CAPABILITY_NONE;
  KEEP_CAPABILITY(vm, capability);
  if (!capability_new(vm, combining.constructor, &capability)) return false;
  capability_complete(vm, &capability); /* the listeners are given them */
  combining.record = record_new(vm, &capability);
  if (!combining.record) return false;
  return (combine_all(vm, &combining, call_argument(call, 0)) ||
          capability_reject_pending(vm, &capability)) &&
         call_return(call, capability.promise);
}

bool promise_all(VM *vm, Call *call) {
  return combine(vm, call, COMBINE_ALL, "all");
}

bool promise_all_settled(VM *vm, Call *call) {
  return combine(vm, call, COMBINE_ALL_SETTLED, "allSettled");
}

bool promise_any(VM *vm, Call *call) {
  return combine(vm, call, COMBINE_ANY, "any");
}

bool promise_race(VM *vm, Call *call) {
  return combine(vm, call, COMBINE_RACE, "race");
}
