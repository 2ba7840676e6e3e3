/* change.c - see change.h. */
#include "watch/change_parts.h"

#include "host/host.h"
#include "library/json.h"
#include "vm/promise.h"
#include "watch/text.h"

#include <math.h>

constexpr double NS_PER_MS = 1e6;
constexpr double DUE_MS_MAX = 9e12; /* some three centuries */

static bool refuse(Buffer *error, const char *text) {
  buffer_text(error, text);
  return false;
}

/* The cell that the change is about, or NULL. */
static Cell *subject(VM *vm, json_t *change) {
  json_int_t address = json_integer_value(json_object_get(change, "address"));
  return address > 0 ? heap_find(&vm->isolate.heap, (u64)address) : NULL;
}

/* ---- What waits for the event loop -------------------------------------- */

/* Takes out of its queue what waits with that callback. */
static bool take(WaitingList *list, Cell *callback, bool is_heap,
                 Waiting *waiting) {
  u32 at = callback ? waiting_find(list, value_from_cell(callback)) : 0;
  if (!callback || at == list->count) return false;
  *waiting =
      is_heap ? waiting_remove(list, at) : waiting_remove_plain(list, at);
  return true;
}

static bool change_due(VM *vm, json_t *change, Buffer *error) {
  Queues *queues = &host_of(vm)->queues;
  Cell *callback = subject(vm, change);
  Waiting waiting;
  double due = json_number_value(json_object_get(change, "due"));
  if (!json_is_number(json_object_get(change, "due")) || !isfinite(due) ||
      due < 0 || due > DUE_MS_MAX)
    return refuse(error, "`due` is to be milliseconds of the run's clock");
  WaitingList *list = &queues->timers;
  if (!take(list, callback, true, &waiting)) list = &queues->tasks;
  if (list == &queues->tasks && !take(list, callback, true, &waiting))
    return refuse(error, "nothing waits there that is due at a time");
  waiting.due = (u64)(due * NS_PER_MS);
  waiting_push(list, waiting);
  return true;
}

static bool change_clear(VM *vm, json_t *change, Buffer *error) {
  Queues *queues = &host_of(vm)->queues;
  Cell *callback = subject(vm, change);
  Waiting waiting;
  return take(&queues->timers, callback, true, &waiting) ||
         take(&queues->tasks, callback, true, &waiting) ||
         take(&queues->immediates, callback, false, &waiting) ||
         take(&queues->frames, callback, false, &waiting) ||
         take(&queues->idles, callback, false, &waiting) ||
         refuse(error, "nothing waits there for the event loop");
}

/* ---- Events and promises ------------------------------------------------ */

static bool change_fire(VM *vm, json_t *change, Buffer *error) {
  Cell *cell = subject(vm, change);
  if (!cell || !value_is_event_target(value_from_cell(cell)))
    return refuse(error, "no event target is there");
  return change_fire_event(vm, (EventTarget *)cell, change, error);
}

bool change_read_value(VM *vm, const char *text, Value *value, Buffer *error) {
  *value = VALUE_UNDEFINED;
  if (!text || !*text || !strcmp(text, "undefined")) return true;
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, String, string,
            string_from_text(&vm->isolate, text, strlen(text)));
  if (!string) return refuse(error, "there is no memory for that value");
  if (json_parse_text(vm, string, value)) return true;
  text_of_exception(vm, vm_take_exception(vm), error);
  char *line_end = memchr(error->bytes, '\n', error->length);
  if (line_end) error->length = (size_t)(line_end - error->bytes);
  return false;
}

/* An object that is no promise is no thenable either: it came out of JSON. */
static bool change_settle(VM *vm, json_t *change, Buffer *error) {
  Cell *cell = subject(vm, change);
  const char *state = json_string_value(json_object_get(change, "state"));
  bool is_rejected = state && !strcmp(state, "rejected");
  Value value;
  Promise *promise = (Promise *)cell;
  if (!cell || cell->kind != KIND_PROMISE || promise->state != PROMISE_PENDING)
    return refuse(error, "no pending promise is there");
  if (state && !is_rejected && strcmp(state, "fulfilled"))
    return refuse(error, "`state` is wrong: fulfilled or rejected");
  const char *text = json_string_value(json_object_get(change, "value"));
  if (!change_read_value(vm, text, &value, error)) return false;
  if (is_rejected)
    promise_reject(vm, promise, value);
  else
    promise_fulfill(vm, promise, value);
  promise->is_forced = true;
  return true;
}

/* ---- All ---------------------------------------------------------------- */

typedef bool Change(VM *vm, json_t *change, Buffer *error);

static const struct {
  const char *name;
  Change *apply;
} changes[] = {
    {"due", change_due},
    {"clear", change_clear},
    {"fire", change_fire},
    {"settle", change_settle},
};

bool change_apply(Session *session, json_t *change, Buffer *error) {
  const char *kind = json_string_value(json_object_get(change, "kind"));
  VM *vm = &session->vm;
  if (session->is_over) return refuse(error, "the run has ended here");
  if (session_is_inside(session))
    return refuse(error, "nothing can be changed inside the collector");
  for (size_t i = 0; kind && i < ARRAY_COUNT(changes); i++) {
    if (strcmp(changes[i].name, kind)) continue;
    /* the run may stand still inside native code that keeps nothing rooted */
    vm->isolate.heap.no_collect++;
    bool ok = changes[i].apply(vm, change, error);
    vm->isolate.heap.no_collect--;
    return ok;
  }
  return refuse(error, "`kind` is wrong: due, clear, fire or settle");
}
