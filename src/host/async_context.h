/* async_context.h - what AsyncLocalStorage keeps, and how it follows what the
 * program has begun.
 *
 *   AsyncContext +------+-------+---------------+---------------+---
 *                | Cell | count | storage value | storage value | ...
 *                +------+-------+---------------+---------------+---
 *
 * A context is a cell that never changes: for each AsyncLocalStorage that has a
 * value, that value. The running one is vm->async_context (undefined: none has
 * a value). Whoever queues something keeps the running context beside it, and
 * runs it there: jobs, timers, ticks, tasks; and reactions to promises, whose
 * edge "async context" is how a promise that is kept keeps a request's data.
 */
#ifndef GLASSHEAP_HOST_ASYNC_CONTEXT_H
#define GLASSHEAP_HOST_ASYNC_CONTEXT_H

#include "vm/vm.h"

typedef struct AsyncContext {
  Cell cell;
  u32 count;
  u32 unused;
  struct AsyncContextItem {
    Value storage, value;
  } items[];
} AsyncContext;

/* async_context_register_class - tells the heap about the kind. */
void async_context_register_class(Isolate *isolate);
/* async_context_get - what a storage has in the running context. */
Value async_context_get(const VM *vm, Value storage);
/* async_context_with - the running context, but for one value; undefined takes
 * it out. */
Value async_context_with(VM *vm, Value storage, Value value);
/* async_context_binding - gives Node's layer the functions that stand on it. */
void async_context_binding(VM *vm, Object *binding);

#endif
