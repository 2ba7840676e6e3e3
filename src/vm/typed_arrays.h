/* typed_arrays.h - typed arrays as objects: items by any key.
 *
 * The interpreter reads and writes items of numbers by itself
 * (object/array_buffer.h); everything else is here: BigInts, conversions of
 * what is written, keys that are no index, and the internal methods
 * (ECMA-262, chapter 10.4.5).
 */
#ifndef GLASSHEAP_VM_TYPED_ARRAYS_H
#define GLASSHEAP_VM_TYPED_ARRAYS_H

#include "object/array_buffer.h"
#include "vm/vm.h"

/* typed_array_open - registers the internal methods. */
void typed_array_open(VM *vm);
/* type_convert - a value of the program as the bits of an item: ToBigInt or
 * ToNumber, which may run code. */
bool type_convert(VM *vm, ElementType type, Value value, u64 *bits);
/* typed_array_get - item `index`, or undefined when there is none. */
Value typed_array_get(VM *vm, View *array, double index);
/* typed_array_set - converts the value, and stores it when there is such an
 * item then. */
bool typed_array_set(VM *vm, View *array, double index, Value value);

#endif
