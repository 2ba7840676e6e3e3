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

/* cache_global_slot - where a cached global lies, or NULL when the cache does
 * not know. Script variables hold a hole before their declaration ran. */
ALWAYS_INLINE Value *cache_global_slot(VM *vm, const InlineCache *cache) {
  Object *global = vm->isolate.global;
  const CacheEntry *entry = &cache->first;
  if (likely(entry->shape == global->cell.shape)) {
    if (likely(entry->place == CACHE_SLOTS))
      return &global->slots->values[entry->offset];
    if (entry->place == CACHE_VARIABLE)
      return &((Environment *)entry->holder)->slots[entry->offset];
  }
  return NULL;
}

/* ---- What a cache is about to say --------------------------------------- */

/* What becomes of an instruction that has a cache. A miss goes the long way;
 * whether the cache learns from it is another matter. */
typedef enum CacheOutcome : u8 {
  CACHE_NOT_ASKED,   /* no Shape to look for: a number, a string's length */
  CACHE_HIT,         /* an entry of its own holds */
  CACHE_HIT_SHARED,  /* megamorphic: the entry in the shared table does */
  CACHE_MISS_SHAPE,  /* no entry has that Shape */
  CACHE_MISS_STALE,  /* one has, from before a prototype was changed */
  CACHE_MISS_SHARED, /* megamorphic: the shared table has no entry */
  CACHE_MISS_FULL,   /* a property to be added finds no free slot */
} CacheOutcome;

ALWAYS_INLINE bool cache_is_miss(CacheOutcome outcome) {
  return outcome >= CACHE_MISS_SHAPE;
}

/* cache_foretell_... - what the functions above and the interpreter's fast
 * paths will do, in the same state, of the same operands. They change nothing:
 * for whoever watches. */
CacheOutcome cache_foretell_get(VM *vm, const InlineCache *cache, Value object,
                                Key key);
CacheOutcome cache_foretell_set(VM *vm, const InlineCache *cache, Value object,
                                Key key);
CacheOutcome cache_foretell_global(VM *vm, const InlineCache *cache);
CacheOutcome cache_foretell_private(const InlineCache *cache, Value object,
                                    Value name);

/* cache_clear_shared - forgets the shared table (at each collection). */
void cache_clear_shared(VM *vm);

#endif
