/* queues.h - what waits for the event loop.
 *
 *   timers  tasks       binary heaps: the first to be due on top, and among
 *                       equals the first that was set
 *   files               answers of the system, by the turn they come in
 *   immediates  frames  idles      in the order they were set
 *   ticks               process.nextTick
 *
 * Everything that waits is a Waiting: what is to be called, when it is due, in
 * which async context, and who queued it. All are roots by the names of
 * waiting_kinds.def and their numbers ("timer 3"). Jobs have a queue of their
 * own (vm/jobs.h).
 *
 * Time is the run's clock (vm_now_ns): where that is virtual, waiting for a
 * timer moves the clock and takes no time. Orders depend on that clock and on
 * the order of calls alone, so they are the same in every replay.
 */
#ifndef GLASSHEAP_HOST_QUEUES_H
#define GLASSHEAP_HOST_QUEUES_H

#include "base/vector.h"
#include "vm/vm.h"

typedef enum WaitingKind : u8 {
#define WAITING(name, text, root) WAITING_##name,
#include "host/waiting_kinds.def"
#undef WAITING
  WAITING_KIND_COUNT,
} WaitingKind;

/* What the event loop is at. */
typedef enum LoopPhase : u8 {
#define PHASE(NAME, name, help) LOOP_##NAME,
#include "host/loop_phases.def"
#undef PHASE
  LOOP_PHASES,
} LoopPhase;

/* What runs behind a callback. */
typedef enum Drain : u8 { DRAIN_NONE, DRAIN_TICKS, DRAIN_JOBS } Drain;

typedef struct Waiting {
  u64 due;        /* in the run's nanoseconds; of timers and tasks */
  u64 order;      /* of queueing */
  u32 id;         /* its number among those of its kind, for the program */
  Value callback; /* a function; or what Node's setTimeout or setImmediate
                     returned, which has it as a property */
  Value data;     /* an array of arguments, or undefined */
  Value context;  /* the async context */
  Origin origin;
  double period_ms; /* of an INTERVAL */
  u64 turn;         /* of a FILE: the turn of the loop in which it comes */
  WaitingKind kind;
  u8 nesting;   /* how deep timers set timers (a browser's clamp) */
  bool is_weak; /* unref: does not keep the program running */
} Waiting;

typedef VECTOR(Waiting) WaitingList;

typedef struct Queues {
  WaitingList timers, tasks; /* binary heaps */
  WaitingList files, immediates, ticks, frames, idles;
  u32 first_tick; /* those before were called */
  u64 next_order;
  u32 next_ids[WAITING_KIND_COUNT];
  LoopPhase phase;
  Drain drain;
  u64 turns;        /* of the event loop, so far, and */
  u64 turns_most;   /* up to which host_settle lets it go on */
  bool has_running; /* a callback of the loop runs */
  Waiting running;
} Queues;

/* queues_new - a Waiting that is queued now by the code that runs. */
Waiting queues_new(VM *vm, WaitingKind kind, Value callback, Value data);

/* waiting_push, waiting_take, waiting_remove - of a binary heap. */
void waiting_push(WaitingList *heap, Waiting waiting);
Waiting waiting_remove(WaitingList *heap, u32 at);
/* waiting_remove_plain - of a list in order. */
Waiting waiting_remove_plain(WaitingList *list, u32 at);
/* waiting_find - by callback; waiting_find_id - by number: the place, or the
 * list's count. */
u32 waiting_find(const WaitingList *list, Value callback);
u32 waiting_find_id(const WaitingList *list, u32 id);
/* waiting_cell - what events are about of something that waits. */
ALWAYS_INLINE Cell *waiting_cell(Value callback) {
  return value_is_cell(callback) ? value_to_cell(callback) : NULL;
}
/* waiting_text - the kind's word; waiting_root - the name of its root. */
const char *waiting_root(WaitingKind kind);
const char *waiting_text(WaitingKind kind);

/* queues_have_ticks - whether process.nextTick has something to do. */
ALWAYS_INLINE bool queues_have_ticks(const Queues *queues) {
  return queues->first_tick < queues->ticks.count;
}
/* queues_add_tick - queues a function for the moment when the running callback
 * has ended, before all jobs. `data`: its arguments, an array, or undefined. */
void queues_add_tick(VM *vm, Value callback, Value data);
/* queues_add_task - queues a call for when it is due: an answer or a message
 * that comes from outside. */
void queues_add_task(VM *vm, WaitingKind kind, u64 due, Value callback,
                     Value data);

/* queues_add_file - the same for an answer of the system, which takes so many
 * turns of the loop: what a program does with files is ordered by that and not
 * by how fast a disk is. */
void queues_add_file(VM *vm, u32 turns, Value callback);

/* queues_visit - the roots; queues_free - when the machine closes. */
void queues_visit(const Queues *queues, EdgeFunction *edge, void *context);
void queues_free(Queues *queues);
/* queues_forget - takes what is found by that root and number out of its queue;
 * false when nothing is. */
bool queues_forget(Queues *queues, const char *root, u32 id);
/* queues_each - every Waiting, those of timers and tasks in no order. */
void queues_each(const Queues *queues,
                 void (*each)(void *context, const Waiting *waiting),
                 void *context);

#endif
