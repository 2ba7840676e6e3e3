/* call_site.h - frames as objects, for Error.prepareStackTrace: V8's API for
 * programs that read stacks (depd, source-map-support and their like). */
#ifndef GLASSHEAP_LIBRARY_CALL_SITE_H
#define GLASSHEAP_LIBRARY_CALL_SITE_H

#include "vm/stack_trace.h"

typedef struct CallSite {
  Object object;
  TraceFrame frame;
} CallSite;

/* call_site_prepare - vm->prepare_stack. */
bool call_site_prepare(VM *vm, Object *error, StackTrace *trace, Value *stack);
/* call_site_open - tells the VM about it. */
void call_site_open(VM *vm);

#endif
