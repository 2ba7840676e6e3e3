/* wrapper.h - the objects around primitives: new Number(1), Object("x").
 *
 * A Wrapper cell holds its primitive behind the Object part, so `this` of a
 * method may be the primitive itself or such a cell.
 */
#ifndef GLASSHEAP_LIBRARY_WRAPPER_H
#define GLASSHEAP_LIBRARY_WRAPPER_H

#include "library/support.h"

/* wrapper_open - the primitive in a wrapper; any other value as it is. */
ALWAYS_INLINE Value wrapper_open(Value value) {
  return value_is_kind(value, KIND_WRAPPER)
             ? ((Wrapper *)value_to_cell(value))->primitive
             : value;
}
/* wrapper_construct - a wrapper with the prototype that a constructor call
 * asks for. NULL when it threw. */
Object *wrapper_construct(VM *vm, Call *call, Intrinsic fallback,
                          Value primitive);
/* wrapper_new_prototype - a prototype object that is itself a wrapper, and
 * becomes the intrinsic. */
Object *wrapper_new_prototype(VM *vm, Intrinsic intrinsic, Value primitive);

#endif
