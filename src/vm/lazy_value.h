/* lazy_value.h - properties whose value is made when somebody first wants it.
 *
 * Large parts of the library (Intl) would cost every program time and memory at
 * its start. Their place in the global object is taken by an accessor that
 * makes them, and then is an ordinary property; programs cannot tell:
 * vm_get_own and vm_define make the value, too. The cell begins like an
 * Accessor (stack_trace.h does the same for errors).
 */
#ifndef GLASSHEAP_VM_LAZY_VALUE_H
#define GLASSHEAP_VM_LAZY_VALUE_H

#include "vm/vm.h"

/* Makes the value; false when it threw. */
typedef bool LazyMake(VM *vm, Value *value);

typedef struct LazyValue {
  Cell cell;
  Value getter, setter; /* as in Accessor; their data is the key */
  LazyMake *make;
} LazyValue;

/* lazy_value_define - a hidden property that `make` gives its value. */
void lazy_value_define(VM *vm, Object *object, Key key, LazyMake *make);
/* lazy_value_settle - makes the value of such a property, if it is one. */
bool lazy_value_settle(VM *vm, Object *object, Key key);
/* lazy_value_settle_all - all of an object's. */
bool lazy_value_settle_all(VM *vm, Object *object);
void lazy_value_register_class(Isolate *isolate);

#endif
