/* object_library.h - what the files of the Object family share. */
#ifndef GLASSHEAP_LIBRARY_OBJECT_LIBRARY_H
#define GLASSHEAP_LIBRARY_OBJECT_LIBRARY_H

#include "library/support.h"

/* object_set_prototype_or_throw - [[SetPrototypeOf]] of an object or null; a
 * refusal is a TypeError that says why. */
bool object_set_prototype_or_throw(VM *vm, Object *object, Value prototype);
/* object_builtin_tag - the X of "[object X]" without Symbol.toStringTag. */
const char *object_builtin_tag(const Object *object);
/* object_inherits_to_string - whether its toString is Object.prototype's. */
bool object_inherits_to_string(VM *vm, Object *object);
/* object_to_text - what Object.prototype.toString says of a value. */
bool object_to_text(VM *vm, Value value, Value *result);
/* object_integrity.c: what nobody may change any more. */
NativeCode object_prevent_extensions_of, object_seal_or_freeze,
    object_is_extensible, object_is_sealed_or_frozen;
/* object_open_prototype - fills Object.prototype. */
void object_open_prototype(VM *vm, Object *prototype);

#endif
