/* promise_library.h - what the two files of Promise share. */
#ifndef GLASSHEAP_LIBRARY_PROMISE_LIBRARY_H
#define GLASSHEAP_LIBRARY_PROMISE_LIBRARY_H

#include "library/support.h"
#include "vm/promise.h"

/* promise_check_constructor - whether `this` is an object; else the TypeError
 * of Promise.`name`, or of PromiseResolve for NULL. */
bool promise_check_constructor(VM *vm, Call *call, const char *name);
/* promise_invoke_then - promise.then(on_fulfilled, on_rejected). A hole is no
 * argument. */
bool promise_invoke_then(VM *vm, Value promise, Value on_fulfilled,
                         Value on_rejected, Value *result);

NativeCode promise_all, promise_all_settled, promise_any, promise_race;

#endif
