/* proxy.h - what the two files of Proxy share.
 *
 * A proxy is a cell with two references, target and handler; both are null
 * once it is revoked. Each internal method looks for the trap of its name in
 * the handler. Without one it does the same thing to the target; with one it
 * calls it, and then checks that the answer contradicts nothing that the
 * target can no longer change: "the invariants" of ECMA-262, chapter 10.5.
 *
 * A proxy of something callable is of another kind of cell, CALLABLE_PROXY,
 * within the range of kinds that value_is_callable tests.
 */
#ifndef GLASSHEAP_LIBRARY_PROXY_H
#define GLASSHEAP_LIBRARY_PROXY_H

#include "library/support.h"
#include "vm/exotic.h"

/* The three things a method works with; rooted by TRAP. `function` is
 * undefined when the handler has none. */
typedef struct Trap {
  Value target, handler, function;
} Trap;

/* proxy_open_trap - the trap `name`, `text` in words: TypeError for a revoked
 * proxy or a trap that is not a function. */
bool proxy_open_trap(VM *vm, Object *proxy, String *name, const char *text,
                     Trap *trap);

/* TRAP(vm, self, name) - declares `trap` for the method of that name. */
#define TRAP(vm, self, name)                                                   \
  Trap trap = {VALUE_UNDEFINED, VALUE_UNDEFINED, VALUE_UNDEFINED};             \
  KEEP_FIELD(vm, trap_target, trap.target);                                    \
  KEEP_FIELD(vm, trap_handler, trap.handler);                                  \
  KEEP_FIELD(vm, trap_function, trap.function);                                \
  bool trap_is_open =                                                          \
      proxy_open_trap(vm, self, ATOM(&(vm)->isolate, name), #name, &trap)

ALWAYS_INLINE bool trap_is_missing(const Trap *trap) {
  return value_is_undefined(trap->function);
}
ALWAYS_INLINE Object *trap_target(const Trap *trap) {
  return value_to_object(trap->target);
}
/* trap_call - calls it with the target and up to three more arguments. */
bool trap_call(VM *vm, const Trap *trap, const Value *more, u32 count,
               Value *result);
/* trap_ask - the same for a trap that answers yes or no; a "no" is noted for
 * the TypeError that may follow (proxy_throw_refused). */
bool trap_ask(VM *vm, const Trap *trap, const char *name, const Value *more,
              u32 count, bool *result);
/* trap_forward - notes that the target answers. */
ALWAYS_INLINE void trap_forward(VM *vm) {
  vm->refused_trap = NULL;
}

/* proxy_throw_key - a TypeError whose format has one %s, the key. Always
 * false. */
bool proxy_throw_key(VM *vm, const char *format, Key key);

/* The methods about properties (proxy_properties.c). */
bool proxy_get_own(VM *vm, Object *self, Key key, Property *property,
                   bool *found);
bool proxy_define(VM *vm, Object *self, Key key, const Descriptor *descriptor,
                  bool *done);
bool proxy_has(VM *vm, Object *self, Key key, bool *result);
bool proxy_get(VM *vm, Object *self, Key key, Value receiver, Value *result);
bool proxy_set(VM *vm, Object *self, Key key, Value value, Value receiver,
               bool *done);
bool proxy_delete(VM *vm, Object *self, Key key, bool *done);
Object *proxy_own_keys(VM *vm, Object *self);

#endif
