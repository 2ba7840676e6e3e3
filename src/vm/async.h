/* async.h - async functions: what an await and the end of one do.
 *
 * `registers` are those of the running frame. Each function here ends its run
 * for now, and gives in `*promise` what the frame returns: to the caller the
 * function's promise, to the job that resumed it nothing that matters.
 */
#ifndef GLASSHEAP_VM_ASYNC_H
#define GLASSHEAP_VM_ASYNC_H

#include "vm/coroutine.h"

/* async_await - Await: parks the frame; it goes on at `pc` in a job, once what
 * was awaited has settled. */
bool async_await(VM *vm, Value *registers, const Unit *pc, Value value,
                 Value *promise);
/* async_return, async_throw - the function has ended: its promise is resolved
 * or rejected. */
bool async_return(VM *vm, Value *registers, Value value, Value *promise);
bool async_throw(VM *vm, Value *registers, Value reason, Value *promise);

#endif
