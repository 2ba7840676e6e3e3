/* dispose.h - explicit resource management: lists of what is to be disposed of.
 *
 * Such a list is an array that no program sees: first a number with its state
 * (DISPOSE_*), then three values for each resource: the value, its method, and
 * a hint (DisposeHint). It belongs to a scope with `using`, or to a
 * DisposableStack. Its resources go away from the last to the first.
 *
 * An exception that meets another one that is already on its way becomes a
 * SuppressedError with both.
 */
#ifndef GLASSHEAP_VM_DISPOSE_H
#define GLASSHEAP_VM_DISPOSE_H

#include "vm/vm.h"

typedef enum DisposeHint : u8 {
  DISPOSE_SYNC,
  DISPOSE_ASYNC,
  DISPOSE_SYNC_AS_ASYNC, /* Symbol.dispose where Symbol.asyncDispose is asked
                            for: what it returns is not awaited */
} DisposeHint;

/* dispose_new_list - an empty list; NULL: no memory (thrown). */
Object *dispose_new_list(VM *vm);
/* dispose_add - CreateDisposableResource and AddDisposableResource: finds the
 * value's method. `*list` is made when it is undefined. Null and undefined are
 * left out, but count for an await. */
bool dispose_add(VM *vm, Value *list, Value value, bool is_async);
/* dispose_add_method - a resource with that method, which is callable. */
bool dispose_add_method(VM *vm, Value list, Value value, Value method,
                        DisposeHint hint);
/* dispose_all - DisposeResources where nothing is asynchronous. `*is_throw` and
 * `*value` are a completion, before and after. False: the run must stop. */
bool dispose_all(VM *vm, Value list, bool *is_throw, Value *value);
/* dispose_next - one step of it otherwise: `*result` is to be awaited, or
 * `*done`. */
bool dispose_next(VM *vm, Value list, bool *is_throw, Value *value,
                  Value *result, bool *done);
/* dispose_failed - an exception of a disposer joins the completion. */
void dispose_failed(VM *vm, Value exception, bool *is_throw, Value *value);

#endif
