/* disposable_stack.h - the cells of DisposableStack and AsyncDisposableStack.
 */
#ifndef GLASSHEAP_LIBRARY_DISPOSABLE_STACK_H
#define GLASSHEAP_LIBRARY_DISPOSABLE_STACK_H

#include "object/isolate.h"

typedef struct DisposableStack {
  Object object;
  Value list; /* as vm/dispose.h has it */
  bool is_async, is_disposed;
} DisposableStack;

/* disposable_stack_register_class - tells the heap about the kind. */
void disposable_stack_register_class(Isolate *isolate);

#endif
