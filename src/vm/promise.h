/* promise.h - promises, as the machine and native code use them.
 *
 *   Promise  +--------+-------+--------+-----------+
 *            | Object | state | result | reactions |--> Reaction --> Reaction
 *            +--------+-------+--------+-----------+    (in their order)
 *
 * A Reaction is what follows when the promise settles: handlers of the program
 * (then), or native code with one value of its own (an await, a step of
 * Promise.all or of an async generator). When the promise settles, each
 * becomes a job; until then the promise is all that keeps it alive.
 *
 * A promise of the intrinsic Promise needs no functions that resolve it, since
 * nobody could see them: a Capability of such a promise has no functions, and
 * is settled directly.
 *
 * A promise that is rejected while nobody handles that is noted in
 * vm->rejections, and forgotten when somebody does; what is left when all jobs
 * have run is for the host to complain about (promise_take_rejection).
 *
 * Functions here that return bool return false when they threw. Settling
 * never throws: where the language calls the program (the `then` of what a
 * promise is resolved with), an exception rejects the promise. So their false
 * means that the run must stop (vm->is_terminating).
 *
 * The algorithms are those of ECMAScript, chapter "Promise Objects"; names of
 * its abstract operations are given at each function.
 */
#ifndef GLASSHEAP_VM_PROMISE_H
#define GLASSHEAP_VM_PROMISE_H

#include "vm/vm.h"

typedef enum PromiseState : u8 {
  PROMISE_PENDING,
  PROMISE_FULFILLED,
  PROMISE_REJECTED,
} PromiseState;

typedef struct Promise {
  Object object;
  PromiseState state;
  bool is_handled;  /* somebody has asked for its result */
  bool is_noted;    /* in vm->rejections */
  bool is_reported; /* it was, and the host has complained about it */
  bool is_forced;   /* settled by hand, in a branch of time: what the program
                       settles it with afterwards comes too late */
  Value result;     /* the value or the reason; undefined while pending */
  struct Reaction *first, *last; /* NULL once it is settled */
} Promise;

/* Who is told of an outcome: a promise, and the functions that resolve and
 * reject it, or undefined for a promise of the intrinsic Promise. A Capability
 * whose promise is undefined is nobody. */
typedef struct Capability {
  Value promise, resolve, reject;
} Capability;

constexpr Capability CAPABILITY_NONE = {{0x0a}, {0x0a}, {0x0a}};

/* KEEP_CAPABILITY - keeps what a Capability on the C stack holds. */
#define KEEP_CAPABILITY(vm, name)                                              \
  ROOT_FIELD(&(vm)->isolate.heap, name##_promise, (name).promise);             \
  ROOT_FIELD(&(vm)->isolate.heap, name##_resolve, (name).resolve);             \
  ROOT_FIELD(&(vm)->isolate.heap, name##_reject, (name).reject)

/* Native code that runs when a promise has settled; `*result` goes to the
 * reaction's capability, if there is one, and so does what it throws. */
typedef bool ReactionCode(VM *vm, Value data, PromiseState state, Value value,
                          Value *result);

typedef struct Reaction {
  Cell cell;
  struct Reaction *next;
  ReactionCode *code;              /* or NULL: handlers of the program */
  Value on_fulfilled, on_rejected; /* callable or undefined; with code,
                                      on_fulfilled is its data */
  Capability capability;
  Value context; /* the async context of the then(): see vm.h */
} Reaction;

/* promise_new - pending, of the intrinsic Promise. */
Promise *promise_new(VM *vm);
/* promise_new_of - the same with another prototype. */
Promise *promise_new_of(VM *vm, Value prototype);
/* promise_fulfill, promise_reject - of a pending promise: FulfillPromise and
 * RejectPromise. */
void promise_fulfill(VM *vm, Promise *promise, Value value);
void promise_reject(VM *vm, Promise *promise, Value reason);
/* promise_resolve - what a promise's resolve function does: the promise takes
 * the state of a thenable, at the earliest in the next job. */
bool promise_resolve(VM *vm, Promise *promise, Value resolution);
/* promise_reject_pending - rejects with the exception that is pending, and
 * takes it; false when the run must stop. */
bool promise_reject_pending(VM *vm, Promise *promise);

/* promise_resolving_functions - CreateResolvingFunctions: both do nothing
 * after the first call of one of them. */
void promise_resolving_functions(VM *vm, Promise *promise, Value *resolve,
                                 Value *reject);

/* capability_new - NewPromiseCapability(constructor). */
bool capability_new(VM *vm, Value constructor, Capability *capability);
/* capability_complete - makes the functions of one that has none. */
void capability_complete(VM *vm, Capability *capability);
/* capability_resolve, capability_reject - tell the outcome. */
bool capability_resolve(VM *vm, const Capability *capability, Value value);
bool capability_reject(VM *vm, const Capability *capability, Value reason);
/* capability_reject_pending - with the pending exception, which it takes;
 * false when the run must stop or the reject function threw. */
bool capability_reject_pending(VM *vm, const Capability *capability);

/* promise_from - PromiseResolve(%Promise%, value): the value itself when it is
 * such a promise, else a new one resolved with it. NULL: threw. */
Promise *promise_from(VM *vm, Value value);
/* promise_from_constructor - PromiseResolve(constructor, value). */
bool promise_from_constructor(VM *vm, Value constructor, Value value,
                              Value *promise);

/* promise_then - PerformPromiseThen. Handlers that are not callable are passed
 * by. `capability` is of the promise that then() returns, or
 * CAPABILITY_NONE. */
void promise_then(VM *vm, Promise *promise, Value on_fulfilled,
                  Value on_rejected, const Capability *capability);
/* promise_react - the same with native code: it runs in a job once the promise
 * has settled, either way. */
void promise_react(VM *vm, Promise *promise, ReactionCode *code, Value data,
                   const Capability *capability);

/* promise_handle - somebody has asked for its result by other means than a
 * reaction. */
void promise_handle(VM *vm, Promise *promise);
/* promise_take_rejection - the oldest promise whose rejection nobody handles,
 * which is then no longer noted; NULL when there is none. */
Promise *promise_take_rejection(VM *vm);
/* promise_take_late - the oldest promise whose rejection was taken that way and
 * has been handled since; NULL when there is none. */
Promise *promise_take_late(VM *vm);

/* For vm.c: the kinds of cells, and the roots. */
void promise_register_classes(Isolate *isolate);
void promise_visit_rejections(VM *vm, EdgeFunction *edge, void *context);

#endif
