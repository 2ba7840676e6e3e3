/* bigint_operations.h - operators when an operand is a BigInt: what may be
 * mixed, what is an error, and the long computations. Values here are
 * primitives already; all return false when they threw.
 */
#ifndef GLASSHEAP_VM_BIGINT_OPERATIONS_H
#define GLASSHEAP_VM_BIGINT_OPERATIONS_H

#include "object/bigint.h"
#include "vm/vm.h"

/* bigint_operate - any binary operator on numeric values of which at least one
 * is a BigInt; the other must be one, too, or it is a TypeError. */
bool bigint_operate(VM *vm, Opcode op, Value a, Value b, Value *result);
bool bigint_operate_negate(VM *vm, Value a, Value *result);
bool bigint_operate_not(VM *vm, Value a, Value *result);
/* bigint_operate_step - a plus or minus one. */
bool bigint_operate_step(VM *vm, Value a, int change, Value *result);

/* bigint_order - compares primitives of which at least one is a BigInt and not
 * both are strings: <0, 0, >0, or BIGINT_UNORDERED when one of them is not a
 * number. Numbers and texts are compared exactly. */
constexpr int BIGINT_UNORDERED = 2;
bool bigint_order(VM *vm, Value a, Value b, int *order);
/* bigint_loose_equal - a BigInt == a primitive that is not a BigInt. */
bool bigint_loose_equal(VM *vm, Value bigint, Value other, bool *result);

/* bigint_digits - the digits of any radix from 2 to 36, with a sign. Long ones
 * are found piece by piece, so that a program which waits for millions of them
 * can be stopped. NULL: threw. */
String *bigint_digits(VM *vm, BigInt *bigint, u32 radix);

/* bigint_result - the value of a fresh BigInt; a RangeError for NULL. */
ALWAYS_INLINE bool bigint_result(VM *vm, BigInt *bigint, Value *result) {
  if (unlikely(!bigint))
    return vm_throw_range(vm, "Maximum BigInt size exceeded");
  *result = value_from_cell(bigint);
  return true;
}

#endif
