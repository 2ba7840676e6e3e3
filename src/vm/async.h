/* async.h - async functions and async generators: what an await, a yield and
 * the end of one do.
 *
 * `registers` are those of the running frame. async_await, async_return and
 * async_throw end its run for now, and give in `*returned` what the frame
 * returns: to its caller the function's promise, to the job that resumed it
 * nothing that matters.
 *
 * An async generator has a queue: each call of its methods is a request, which
 * is answered by a promise, and requests are served one after the other.
 *
 *   AsyncGenerator +--------+--------------+-------+----------+
 *                  | Object | parked frame | state | requests |--> Request ->
 *                  +--------+--------------+-------+----------+
 */
#ifndef GLASSHEAP_VM_ASYNC_H
#define GLASSHEAP_VM_ASYNC_H

#include "vm/coroutine.h"
#include "vm/promise.h"

bool async_await(VM *vm, Value *registers, const Unit *pc, Value value,
                 Value *returned);
/* async_return, async_throw - the function has ended: its promise is resolved
 * or rejected, or the generator's request is answered. */
bool async_return(VM *vm, Value *registers, Value value, Value *returned);
bool async_throw(VM *vm, Value *registers, Value reason, Value *returned);

/* async_waiter - the function that awaits what the coroutine, or the job that
 * runs (NULL), will come to: for stack traces. NULL when nobody does, or
 * several. */
const Coroutine *async_waiter(VM *vm, const Coroutine *coroutine);

/* ---- Async generators --------------------------------------------------- */

typedef enum AsyncGeneratorState : u8 {
  ASYNC_GENERATOR_START,
  ASYNC_GENERATOR_YIELDED,
  ASYNC_GENERATOR_EXECUTING, /* its body runs, or waits at an await */
  ASYNC_GENERATOR_DRAINING,  /* it has ended, and awaits what return() got */
  ASYNC_GENERATOR_DONE,
} AsyncGeneratorState;

typedef struct Request {
  Cell cell;
  struct Request *next;
  Promise *promise; /* the answer */
  Value value;
  ResumeMode mode;
} Request;

typedef struct AsyncGenerator {
  Object object;
  Coroutine *coroutine; /* NULL once its body has ended */
  AsyncGeneratorState state;
  Request *first, *last;
} AsyncGenerator;

/* async_generator_request - next, throw or return; `*promise` is the answer.
 */
bool async_generator_request(VM *vm, AsyncGenerator *generator, ResumeMode mode,
                             Value value, Value *promise);
/* async_generator_yield - AsyncGeneratorYield: `*parks` when nobody waits;
 * else it goes on at once with the next request (vm->resumption). */
bool async_generator_yield(VM *vm, Value *registers, const Unit *pc,
                           Value value, bool *parks);
/* async_generator_end - the body has returned or thrown. */
bool async_generator_end(VM *vm, AsyncGenerator *generator, ResumeMode mode,
                         Value value);

/* ---- Iterators made asynchronous ---------------------------------------- */

typedef struct AsyncFromSync {
  Object object;
  Value iterator, next; /* the synchronous one, and its method */
} AsyncFromSync;

/* async_from_sync - CreateAsyncFromSyncIterator. */
AsyncFromSync *async_from_sync(VM *vm, Value iterator, Value next);

/* async_register_classes - tells the heap about these kinds. */
void async_register_classes(Isolate *isolate);

#endif
