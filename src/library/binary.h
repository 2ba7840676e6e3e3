/* binary.h - what the files about binary data share: ArrayBuffer, typed
 * arrays, DataView and Atomics.
 *
 * Every conversion of an argument may run code of the program, and that may
 * detach or shrink a buffer: so a method converts first, looks at the buffer
 * then, and touches memory last.
 */
#ifndef GLASSHEAP_LIBRARY_BINARY_H
#define GLASSHEAP_LIBRARY_BINARY_H

#include "library/support.h"
#include "vm/typed_arrays.h"

/* binary_index - ToIndex: an integer from 0 to 2^53 - 1, or a RangeError with
 * that message. */
bool binary_index(VM *vm, Value value, const char *message, double *index);
/* binary_throw_detached - "Cannot perform M on a detached ArrayBuffer". Always
 * false. */
bool binary_throw_detached(VM *vm, const char *method);

/* binary_new_buffer - AllocateArrayBuffer for a constructor call, or with
 * `call` NULL an ArrayBuffer of the usual class. NULL when it threw. */
ArrayBuffer *binary_new_buffer(VM *vm, Call *call, CellKind kind, double length,
                               double maximum);
constexpr double BINARY_FIXED = -1; /* a maximum: not resizable */

/* binary_new_view - a view of an intrinsic prototype or (when `call` is given)
 * of new.target's; over a buffer. NULL when it threw. */
View *binary_new_view(VM *vm, Call *call, CellKind kind, Intrinsic prototype,
                      ElementType type);
/* binary_set_view - gives it its buffer; `length` in items, or
 * VIEW_TRACKS_LENGTH. */
void binary_set_view(VM *vm, View *view, ArrayBuffer *buffer, u64 offset,
                     u64 length);

#endif
