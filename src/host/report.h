/* report.h - what becomes of errors that the program does not catch.
 *
 * In Node such an error ends the program, unless a listener of `process` takes
 * it (uncaughtException, unhandledRejection). In a browser it becomes an event
 * at the window (error, unhandledrejection) and a line of the console, and the
 * program goes on; its exit status is then 1.
 */
#ifndef GLASSHEAP_HOST_REPORT_H
#define GLASSHEAP_HOST_REPORT_H

#include "host/host.h"
#include "vm/promise.h"

/* host_report_uncaught - takes the pending exception that nobody caught; false
 * when it ends the program: then it is pending again. */
bool host_report_uncaught(VM *vm);
/* host_report_rejection - of a promise whose rejection nobody has handled;
 * false: an exception is pending that nobody has caught. */
bool host_report_rejection(VM *vm, Promise *promise);
/* host_report_handled - somebody has handled it since. */
bool host_report_handled(VM *vm, Promise *promise);

#endif
