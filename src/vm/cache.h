/* cache.h - inline caches: what a site in the bytecode has learned.
 *
 * A GetField or SetField site remembers, for the Shapes it has met, where the
 * property lies. The interpreter tries `first` by itself; everything else is
 * here.
 *
 *   uninitialised -> monomorphic -> polymorphic (2 to 4 Shapes) -> megamorphic
 *
 * An entry about the object's own property holds as long as the Shape matches.
 * One that depends on prototypes also compares isolate.prototype_epoch. A
 * megamorphic site asks one table that all such sites of the VM share.
 */
#ifndef GLASSHEAP_VM_CACHE_H
#define GLASSHEAP_VM_CACHE_H

#include "vm/vm.h"

/* cache_get - object.key for any receiver, by the cache or the long way, which
 * teaches the cache. Runs getters. False: threw. */
bool cache_get(VM *vm, InlineCache *cache, Value object, Key key,
               Value *result);
/* cache_set - object.key = value likewise; `strict` as in vm_set. */
bool cache_set(VM *vm, InlineCache *cache, Value object, Key key, Value value,
               bool strict);
/* cache_get_global, cache_set_global - a global variable: of a script, or a
 * property of the global object. `optional`: undefined when missing (typeof),
 * else ReferenceError. */
bool cache_get_global(VM *vm, InlineCache *cache, Key key, bool optional,
                      Value *result);
bool cache_set_global(VM *vm, InlineCache *cache, Key key, Value value,
                      bool strict);
/* cache_get_keyed, cache_set_keyed - object[key] for an atom or symbol known
 * only at run time, through the shared table. */
bool cache_get_keyed(VM *vm, Value object, Key key, Value *result);
bool cache_set_keyed(VM *vm, Value object, Key key, Value value, bool strict);
/* cache_get_private, cache_set_private - object.#name; the entry's holder is
 * the private name it was learned for. */
bool cache_get_private(VM *vm, InlineCache *cache, Value object, Value name,
                       Value *result);
bool cache_set_private(VM *vm, InlineCache *cache, Value object, Value name,
                       Value value);
/* cache_clear_shared - forgets the shared table (at each collection). */
void cache_clear_shared(VM *vm);

#endif
