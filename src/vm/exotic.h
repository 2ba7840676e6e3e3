/* exotic.h - the internal methods of objects that are not ordinary.
 *
 * ECMAScript describes every object by eleven internal methods, [[Get]],
 * [[Set]] and the others. Ordinary objects answer them from their Shape, slots
 * and elements; that is what the object floor knows, and what inline caches
 * remember. A kind of object with answers of its own has one table of
 * functions here:
 *
 *   OBJECT_EXOTIC          in the cell's flags: every key goes to the table
 *                          (proxies, namespaces of modules)
 *   OBJECT_EXOTIC_NUMERIC  only keys that are numbers do (typed arrays), all
 *                          others are ordinary, and cached as such
 *
 * object_find stops at such an object, in the chain too, and says PLACE_EXOTIC:
 * so nothing that lies at or behind one is ever in an inline cache, and
 * ordinary objects pay nothing but the look at their flags on the long way.
 * Private names are no properties: they lie in the object's own slots and never
 * come here.
 *
 * vm_get, vm_set and the other vm_ functions ask the table by themselves.
 * Whoever uses object_get_own and the like directly must know that the object
 * is ordinary, or want only what lies in it.
 */
#ifndef GLASSHEAP_VM_EXOTIC_H
#define GLASSHEAP_VM_EXOTIC_H

#include "vm/vm.h"

/* The internal methods of a kind; NULL: as ordinary objects do. All return
 * false when they threw. `self` and the other arguments are kept alive by the
 * caller, what a method gives back by whoever called. With
 * OBJECT_EXOTIC_NUMERIC, those with a key see only numbers (indices, and atoms
 * like "-0" and "1.5"). */
typedef struct ExoticMethods {
  bool (*get_prototype)(VM *vm, Object *self, Value *prototype);
  bool (*set_prototype)(VM *vm, Object *self, Value prototype, bool *done);
  bool (*is_extensible)(VM *vm, Object *self, bool *result);
  bool (*prevent_extensions)(VM *vm, Object *self, bool *done);
  bool (*get_own)(VM *vm, Object *self, Key key, Property *property,
                  bool *found);
  bool (*define)(VM *vm, Object *self, Key key, const Descriptor *descriptor,
                 bool *done);
  bool (*has)(VM *vm, Object *self, Key key, bool *result);
  bool (*get)(VM *vm, Object *self, Key key, Value receiver, Value *result);
  bool (*set)(VM *vm, Object *self, Key key, Value value, Value receiver,
              bool *done);
  bool (*delete)(VM *vm, Object *self, Key key, bool *done);
  /* the keys as vm_own_keys gives them; NULL: threw */
  Object *(*own_keys)(VM *vm, Object *self);
  /* [[Call]] and, when new_target says so, [[Construct]], of kinds in the
   * range of value_is_callable: a call of native code whose callee is self */
  NativeCode *call;
  /* says why "set", "deleteProperty" or "defineProperty" was just refused:
   * throws, or returns true when the words for an ordinary object fit, which
   * `*self` may be set to. NULL: they fit. */
  bool (*throw_refused)(VM *vm, Object **self, const char *method, Key key);
} ExoticMethods;

/* exotic_register - the table (static) of a kind, when the library opens. */
void exotic_register(VM *vm, CellKind kind, const ExoticMethods *methods);

/* exotic_of - the table of an exotic object, NULL of others. */
ALWAYS_INLINE const ExoticMethods *exotic_of(const VM *vm,
                                             const Object *object) {
  constexpr u8 exotic = OBJECT_EXOTIC | OBJECT_EXOTIC_NUMERIC;
  return likely(!(object->cell.flags & exotic))
             ? NULL
             : vm->exotics[object->cell.kind];
}

/* exotic_get, exotic_set, exotic_has - the internal methods of an object where
 * object_find stopped. */
bool exotic_get(VM *vm, Object *object, Key key, Value receiver, Value *result);
bool exotic_set(VM *vm, Object *object, Key key, Value value, Value receiver,
                bool *done);
bool exotic_has(VM *vm, Object *object, Key key, bool *result);

/* exotic_throw_refused - throw_refused of any object, down to one whose words
 * are the ordinary ones. */
bool exotic_throw_refused(VM *vm, Object **object, const char *method, Key key);

/* ordinary_... - the ordinary methods, for tables that fall back on them. They
 * ask `self` for its own property and its prototype by its internal methods,
 * and find ordinary properties in its slots and elements. */
bool ordinary_get(VM *vm, Object *self, Key key, Value receiver, Value *result);
bool ordinary_set(VM *vm, Object *self, Key key, Value value, Value receiver,
                  bool *done);
bool ordinary_has(VM *vm, Object *self, Key key, bool *result);
bool ordinary_delete(VM *vm, Object *self, Key key, bool *done);
bool ordinary_define(VM *vm, Object *self, Key key,
                     const Descriptor *descriptor, bool *done);
/* ordinary_settle - makes what is not made yet of the object's properties
 * (stack_trace.h, lazy_value.h): for whoever then goes to them directly. */
bool ordinary_settle(VM *vm, Object *self);
bool ordinary_get_own(VM *vm, Object *self, Key key, Property *property,
                      bool *found);
/* ordinary_own_keys - what lies in slots and elements. */
Object *ordinary_own_keys(VM *vm, Object *self);
/* ordinary_set_with_own - the end of OrdinarySet: `own` is the property that
 * was found, or NULL. */
bool ordinary_set_with_own(VM *vm, const Property *own, Key key, Value value,
                           Value receiver, bool *done);

#endif
