/* errors.h - errors as Node makes them: with a `code` that programs ask for,
 * and in its words.
 *
 * A code that begins with ERR_ stands in the error's stack behind its name
 * ("TypeError [ERR_INVALID_ARG_TYPE]: ..."), but not in `name` itself.
 */
#ifndef GLASSHEAP_HOST_ERRORS_H
#define GLASSHEAP_HOST_ERRORS_H

#include "library/support.h"

/* host_throw_coded - an error of that kind with a `code`. Always false. */
bool host_throw_coded(VM *vm, ErrorKind kind, const char *code,
                      const char *format, ...) PRINTF_LIKE(4, 5);
/* host_throw_named - the same for an Error whose `name` is another; the
 * message is UTF-8. Always false. */
bool host_throw_named(VM *vm, const char *name, const char *code,
                      const Buffer *message);
/* host_throw_type - ERR_INVALID_ARG_TYPE: `The "NAME" argument must be
 * EXPECTED. Received type number (5)`. Always false. */
bool host_throw_type(VM *vm, const char *name, const char *expected,
                     Value received);
/* host_describe_received - appends what was given in place of what was
 * expected: "undefined", "function f", "an instance of Map", "type number (5)".
 * False: threw. */
bool host_describe_received(VM *vm, Value value, Buffer *out);
/* host_throw_missing - ERR_MISSING_ARGS: `The "NAME" argument must be
 * specified`. Always false. */
bool host_throw_missing(VM *vm, const char *name);
/* host_check_callback - whether the first argument of a call is a function;
 * otherwise host_throw_type about "callback". */
bool host_check_callback(VM *vm, Call *call);

#endif
