/* queues.c - see queues.h. */
#include "host/queues.h"

#include "base/vector.h"
#include "host/host.h"

#include <string.h>

static Queues *queues_of(VM *vm) {
  return &host_of(vm)->queues;
}

/* ---- Words -------------------------------------------------------------- */

const char *waiting_text(WaitingKind kind) {
  static const char *const texts[] = {
#define WAITING(name, text, root) text,
#include "host/waiting_kinds.def"
#undef WAITING
  };
  return texts[kind];
}

const char *waiting_root(WaitingKind kind) {
  static const char *const roots[] = {
#define WAITING(name, text, root) root,
#include "host/waiting_kinds.def"
#undef WAITING
  };
  return roots[kind];
}

/* ---- Heaps -------------------------------------------------------------- */

static bool comes_before(const Waiting *a, const Waiting *b) {
  return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void swap(Waiting *a, Waiting *b) {
  Waiting other = *a;
  *a = *b;
  *b = other;
}

static void sift_up(WaitingList *heap, u32 at) {
  Waiting *items = heap->items;
  while (at && comes_before(&items[at], &items[(at - 1) / 2])) {
    swap(&items[at], &items[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
}

static void sift_down(WaitingList *heap, u32 at) {
  Waiting *items = heap->items;
  u32 count = heap->count;
  for (;;) {
    u32 first = at, left = 2 * at + 1;
    if (left < count && comes_before(&items[left], &items[first])) first = left;
    if (left + 1 < count && comes_before(&items[left + 1], &items[first]))
      first = left + 1;
    if (first == at) return;
    swap(&items[at], &items[first]);
    at = first;
  }
}

void waiting_push(WaitingList *heap, Waiting waiting) {
  vector_push(heap, waiting);
  sift_up(heap, heap->count - 1);
}

Waiting waiting_remove(WaitingList *heap, u32 at) {
  Waiting removed = heap->items[at];
  Waiting last = vector_pop(heap);
  if (at < heap->count) {
    heap->items[at] = last;
    sift_up(heap, at);
    sift_down(heap, at);
  }
  return removed;
}

/* ---- Lists -------------------------------------------------------------- */

Waiting waiting_remove_plain(WaitingList *list, u32 at) {
  Waiting removed = list->items[at];
  vector_remove(list, at);
  return removed;
}

u32 waiting_find(const WaitingList *list, Value callback) {
  u32 at = 0;
  while (at < list->count &&
         !value_same_bits(list->items[at].callback, callback))
    at++;
  return at;
}

u32 waiting_find_id(const WaitingList *list, u32 id) {
  u32 at = 0;
  while (at < list->count && list->items[at].id != id)
    at++;
  return at;
}

/* ---- Queueing ----------------------------------------------------------- */

Waiting queues_new(VM *vm, WaitingKind kind, Value callback, Value data) {
  Queues *queues = queues_of(vm);
  /* clearTimeout clears intervals, too */
  WaitingKind counted = kind == WAITING_INTERVAL ? WAITING_TIMEOUT : kind;
  heap_probe(&vm->isolate.heap, TASK_QUEUED, waiting_cell(callback),
             VALUE_UNDEFINED, VALUE_UNDEFINED);
  return (Waiting){.order = ++queues->next_order,
                   .id = ++queues->next_ids[counted],
                   .callback = callback,
                   .data = data,
                   .context = vm->async_context,
                   .origin = origin_now(vm),
                   .kind = kind};
}

void queues_add_tick(VM *vm, Value callback, Value data) {
  vector_push(&queues_of(vm)->ticks,
              queues_new(vm, WAITING_TICK, callback, data));
}

void queues_add_task(VM *vm, WaitingKind kind, u64 due, Value callback,
                     Value data) {
  Waiting task = queues_new(vm, kind, callback, data);
  task.due = due;
  waiting_push(&queues_of(vm)->tasks, task);
}

static bool forget(WaitingList *list, const char *root, u32 id,
                   Waiting (*removed)(WaitingList *list, u32 at)) {
  for (u32 i = 0; i < list->count; i++) {
    const Waiting *waiting = &list->items[i];
    if (waiting->id != id || strcmp(waiting_root(waiting->kind), root) != 0)
      continue;
    removed(list, i);
    return true;
  }
  return false;
}

bool queues_forget(Queues *queues, const char *root, u32 id) {
  return forget(&queues->timers, root, id, waiting_remove) ||
         forget(&queues->tasks, root, id, waiting_remove) ||
         forget(&queues->immediates, root, id, waiting_remove_plain) ||
         forget(&queues->ticks, root, id, waiting_remove_plain) ||
         forget(&queues->frames, root, id, waiting_remove_plain) ||
         forget(&queues->idles, root, id, waiting_remove_plain);
}

void queues_add_file(VM *vm, u32 turns, Value callback) {
  Queues *queues = queues_of(vm);
  Waiting answer = queues_new(vm, WAITING_FILE, callback, VALUE_UNDEFINED);
  answer.turn = queues->turns + turns;
  vector_push(&queues->files, answer);
}

/* ---- Looking ------------------------------------------------------------ */

static void each_of(const WaitingList *list, u32 first,
                    void (*each)(void *context, const Waiting *waiting),
                    void *context) {
  for (u32 i = first; i < list->count; i++)
    each(context, &list->items[i]);
}

void queues_each(const Queues *queues,
                 void (*each)(void *context, const Waiting *waiting),
                 void *context) {
  if (queues->has_running) each(context, &queues->running);
  each_of(&queues->timers, 0, each, context);
  each_of(&queues->tasks, 0, each, context);
  each_of(&queues->files, 0, each, context);
  each_of(&queues->immediates, 0, each, context);
  each_of(&queues->ticks, queues->first_tick, each, context);
  each_of(&queues->frames, 0, each, context);
  each_of(&queues->idles, 0, each, context);
}

typedef struct Visit {
  EdgeFunction *edge;
  void *context;
} Visit;

static void visit_value(const Visit *visit, u32 index, const char *label,
                        Value value) {
  if (value_is_cell(value) && value_to_cell(value))
    visit->edge(visit->context, NULL, (EdgeName){CELL_EDGE_ROOT, index, label},
                value_to_cell(value));
}

static void visit_waiting(void *context, const Waiting *waiting) {
  const Visit *visit = context;
  u32 number = waiting->id;
  visit_value(visit, number, waiting_root(waiting->kind), waiting->callback);
  visit_value(visit, number, "callback arguments", waiting->data);
  visit_value(visit, number, "async context", waiting->context);
  origin_visit(&waiting->origin, number, visit->edge, visit->context);
}

void queues_visit(const Queues *queues, EdgeFunction *edge, void *context) {
  queues_each(queues, visit_waiting, &(Visit){edge, context});
}

void queues_free(Queues *queues) {
  vector_free(&queues->timers);
  vector_free(&queues->tasks);
  vector_free(&queues->files);
  vector_free(&queues->immediates);
  vector_free(&queues->ticks);
  vector_free(&queues->frames);
  vector_free(&queues->idles);
}
