/* cache.c - inline caches: see cache.h. */
#include "vm/cache.h"

#include "vm/exotic.h"

#include <stdlib.h>

constexpr u32 CACHE_POLYMORPHIC_MAX = 4;

/* Where a property was found, as a cache entry; false when it must not be
 * cached. */
static bool entry_for_get(VM *vm, Cell *cell, const Property *property,
                          CacheEntry *entry) {
  Isolate *isolate = &vm->isolate;
  Shape *shape = heap_expand(&isolate->heap, cell->shape);
  bool is_own = property->place != PLACE_NONE && cell_is_object(cell) &&
                property->holder == (Object *)cell;
  *entry =
      (CacheEntry){.shape = cell->shape, .epoch = isolate->prototype_epoch};
  if (property->place != PLACE_NONE && property->place != PLACE_SLOT)
    return false;
  /* a dictionary object may get a key without changing its Shape */
  if (!is_own && shape->cell.flags & SHAPE_DICTIONARY &&
      !(cell->flags & OBJECT_IS_PROTOTYPE))
    return false;
  if (property->place == PLACE_NONE) {
    entry->place = CACHE_ABSENT;
    return true;
  }
  if (property->offset > UINT16_MAX - 16) return false;
  u32 capacity = property->holder->cell.info;
  entry->offset = (u16)property->offset;
  if (property->attributes & ATTRIBUTE_ACCESSOR) {
    entry->place = CACHE_GETTER;
    entry->holder = is_own ? NULL : &property->holder->cell;
  } else if (!is_own) {
    entry->place = CACHE_HOLDER;
    entry->holder = &property->holder->cell;
  } else if (property->offset < capacity) {
    entry->place = CACHE_INLINE;
    entry->offset += offsetof(Object, inline_slots) / sizeof(Value);
  } else {
    entry->place = CACHE_SLOTS;
    entry->offset -= (u16)capacity;
  }
  return true;
}

static void report_change(VM *vm, InlineCache *cache) {
  vm->cache_changes++;
  Value *r = vm->registers;
  if (!r || frame_of(r)->flags & FRAME_NATIVE) return;
  CodeBlock *code = frame_code(r);
  heap_probe(&vm->isolate.heap, CACHE, code,
             value_from_int((i32)(cache - code->caches)),
             value_from_int(cache->state));
}

/* A site of the function that runs has learned of cells, which it holds
 * weakly. */
static void note_learned(VM *vm, const InlineCache *cache) {
  CodeBlock *code = frame_code(vm->registers);
  assert(cache >= code->caches && cache < code->caches + code->cache_count);
  cell_note_weak(&vm->isolate.heap, code);
}

static MegamorphicEntry *shared_entry(VM *vm, u32 shape, Key key) {
  u32 hash = (shape ^ (shape >> 9)) * 31 + key_hash(key);
  return &vm->megamorphic[hash & (MEGAMORPHIC_ENTRIES - 1)];
}

/* Writes and reads have different answers for one Shape and key: the shared
 * table keeps them apart by the lowest bit of the key. */
static Key shared_key(Key key, bool is_write) {
  return (Key){key.bits | is_write};
}

static void cache_learn(VM *vm, InlineCache *cache, const CacheEntry *entry,
                        Key shared) {
  if (cache->state == CACHE_MEGAMORPHIC) {
    Key key = {shared.bits & ~(u64)1};
    MegamorphicEntry *slot = shared_entry(vm, entry->shape, key);
    *slot = (MegamorphicEntry){shared, *entry};
    return;
  }
  note_learned(vm, cache);
  /* the same Shape again: what was known is out of date */
  if (cache->first.shape == entry->shape) {
    cache->first = *entry;
    if (cache->state == CACHE_UNINITIALISED) {
      cache->state = CACHE_MONOMORPHIC;
      cache->count = 1;
    }
    report_change(vm, cache);
    return;
  }
  for (u32 i = 1; i < cache->count; i++) {
    if (cache->more[i - 1].shape == entry->shape) {
      cache->more[i - 1] = *entry;
      report_change(vm, cache);
      return;
    }
  }
  if (cache->count == 0) {
    cache->first = *entry;
    cache->count = 1;
    cache->state = CACHE_MONOMORPHIC;
  } else if (cache->count < CACHE_POLYMORPHIC_MAX) {
    if (!cache->more) inline_cache_grow(&vm->isolate.heap, cache);
    cache->more[cache->count++ - 1] = *entry;
    cache->state = CACHE_POLYMORPHIC;
  } else {
    if (cache->more)
      heap_external(&vm->isolate.heap,
                    -(i64)((CACHE_POLYMORPHIC_MAX - 1) * sizeof(CacheEntry)));
    free(cache->more);
    *cache = (InlineCache){.state = CACHE_MEGAMORPHIC};
  }
  report_change(vm, cache);
}

/* Any entry that matches the Shape. */
static const CacheEntry *find_entry(VM *vm, const InlineCache *cache, u32 shape,
                                    Key shared) {
  const CacheEntry *entry = NULL;
  if (cache && cache->state != CACHE_MEGAMORPHIC) {
    if (cache->count && cache->first.shape == shape) entry = &cache->first;
    for (u32 i = 1; i < cache->count && !entry; i++)
      if (cache->more[i - 1].shape == shape) entry = &cache->more[i - 1];
  } else {
    Key key = {shared.bits & ~(u64)1};
    MegamorphicEntry *slot = shared_entry(vm, shape, key);
    if (slot->entry.shape == shape && key_equals(slot->key, shared))
      entry = &slot->entry;
  }
  return entry;
}

/* Whether what an entry says of prototypes still holds. */
static bool entry_is_good(const VM *vm, const CacheEntry *entry) {
  bool is_own = entry->place == CACHE_INLINE || entry->place == CACHE_SLOTS;
  return is_own || entry->epoch == vm->isolate.prototype_epoch;
}

static const CacheEntry *cache_lookup(VM *vm, const InlineCache *cache,
                                      u32 shape, Key shared) {
  const CacheEntry *entry = find_entry(vm, cache, shape, shared);
  return entry && entry_is_good(vm, entry) ? entry : NULL;
}

static bool call_getter(VM *vm, Value getter, Value receiver, Value *result) {
  if (value_is_undefined(getter)) {
    *result = VALUE_UNDEFINED;
    return true;
  }
  return vm_call(vm, getter, receiver, NULL, 0, result);
}

static bool entry_read(VM *vm, const CacheEntry *entry, Cell *cell,
                       Value *result) {
  Object *object = (Object *)cell;
  switch (entry->place) {
  case CACHE_INLINE: *result = ((Value *)cell)[entry->offset]; return true;
  case CACHE_SLOTS: *result = object->slots->values[entry->offset]; return true;
  case CACHE_HOLDER:
    *result = *object_slot((Object *)entry->holder, entry->offset);
    return true;
  case CACHE_GETTER: {
    Object *holder = entry->holder ? (Object *)entry->holder : object;
    Accessor *accessor =
        (Accessor *)value_to_cell(*object_slot(holder, entry->offset));
    return call_getter(vm, accessor->getter, value_from_cell(cell), result);
  }
  default: *result = VALUE_UNDEFINED; return true;
  }
}

/* The object at which the search for a property of `cell` begins. */
static Object *search_start(VM *vm, Cell *cell) {
  if (cell_is_object(cell)) return (Object *)cell;
  return cell->kind == KIND_SYMBOL ? INTRINSIC(&vm->isolate, symbol_prototype)
         : cell->kind == KIND_BIGINT
             ? INTRINSIC(&vm->isolate, bigint_prototype)
             : INTRINSIC(&vm->isolate, string_prototype);
}

static bool get_cell(VM *vm, InlineCache *cache, Cell *cell, Key key,
                     Value *result) {
  Key shared = shared_key(key, false);
  const CacheEntry *known = cache_lookup(vm, cache, cell->shape, shared);
  if (known) return entry_read(vm, known, cell, result);
  if (cell_is_string(cell) && key_equals(key, ATOM_KEY(&vm->isolate, length))) {
    *result = value_from_int((i32)((String *)cell)->length);
    return true;
  }
  Property property = {};
  object_find(&vm->isolate, search_start(vm, cell), key, &property);
  if (unlikely(property.place == PLACE_EXOTIC))
    return exotic_get(vm, property.holder, key, value_from_cell(cell), result);
  CacheEntry entry;
  if (entry_for_get(vm, cell, &property, &entry)) {
    if (cache)
      cache_learn(vm, cache, &entry, shared);
    else
      *shared_entry(vm, entry.shape, key) = (MegamorphicEntry){shared, entry};
  }
  if (property.place == PLACE_NONE) {
    *result = VALUE_UNDEFINED;
    return true;
  }
  if (property.attributes & ATTRIBUTE_ACCESSOR)
    return call_getter(vm, ((Accessor *)value_to_cell(property.value))->getter,
                       value_from_cell(cell), result);
  *result = property.value;
  return true;
}

bool cache_get(VM *vm, InlineCache *cache, Value object, Key key,
               Value *result) {
  if (likely(value_is_cell(object)))
    return get_cell(vm, cache, value_to_cell(object), key, result);
  return vm_get(vm, object, key, result);
}

bool cache_get_keyed(VM *vm, Value object, Key key, Value *result) {
  return get_cell(vm, NULL, value_to_cell(object), key, result);
}

/* ---- Writing ---------------------------------------------------------------
 */

/* Whether a property can be added as an entry says: the slots must be there
 * already. */
static bool can_add(const CacheEntry *entry, const Object *object) {
  u32 capacity = object->cell.info;
  if (object->cell.flags & (OBJECT_NOT_EXTENSIBLE | OBJECT_IS_PROTOTYPE))
    return false;
  return entry->offset < capacity ||
         (object->slots && entry->offset - capacity < object->slots->capacity);
}

static bool entry_write(VM *vm, const CacheEntry *entry, Object *object,
                        Key key, Value value) {
  Isolate *isolate = &vm->isolate;
  Heap *heap = &isolate->heap;
  switch (entry->place) {
  case CACHE_INLINE:
    cell_write_slot(heap, object, &((Value *)object)[entry->offset], value);
    break;
  case CACHE_SLOTS:
    cell_write_slot(heap, object->slots, &object->slots->values[entry->offset],
                    value);
    break;
  case CACHE_ADD:
    if (!can_add(entry, object)) return false;
    cell_write_compressed(heap, object, &object->cell.shape, entry->new_shape);
    object_write_slot(heap, object, entry->offset, value);
    heap_probe(heap, TRANSITION, object,
               value_from_cell(heap_expand(heap, entry->new_shape)),
               VALUE_UNDEFINED);
    break;
  default: return false;
  }
  heap_probe(heap, WRITE, object, ((Value){key.bits}), value);
  return true;
}

/* The entry for a write that just went the long way: the object had `before`
 * as its Shape. */
static bool entry_for_set(VM *vm, Object *object, u32 before, Key key,
                          CacheEntry *entry) {
  Isolate *isolate = &vm->isolate;
  Shape *old = heap_expand(&isolate->heap, before);
  Property property;
  if (!object_get_own(isolate, object, key, &property)) return false;
  if (property.place != PLACE_SLOT ||
      property.attributes & (ATTRIBUTE_ACCESSOR | ATTRIBUTE_WATCHED) ||
      !(property.attributes & ATTRIBUTE_WRITABLE) ||
      property.offset > UINT16_MAX - 16)
    return false;
  *entry = (CacheEntry){.shape = before,
                        .epoch = isolate->prototype_epoch,
                        .offset = (u16)property.offset};
  u32 capacity = object->cell.info;
  if (before != object->cell.shape) {
    Shape *now = object_shape(isolate, object);
    if ((old->cell.flags | now->cell.flags) & (SHAPE_DICTIONARY | SHAPE_LAZY) ||
        now->parent != old || now->attributes != ATTRIBUTES_DEFAULT ||
        object->cell.flags & OBJECT_IS_PROTOTYPE)
      return false;
    entry->place = CACHE_ADD;
    entry->new_shape = object->cell.shape;
  } else if (property.offset < capacity) {
    entry->place = CACHE_INLINE;
    entry->offset += offsetof(Object, inline_slots) / sizeof(Value);
  } else {
    entry->place = CACHE_SLOTS;
    entry->offset -= (u16)capacity;
  }
  return true;
}

static bool set_object(VM *vm, InlineCache *cache, Object *object, Key key,
                       Value value, bool strict) {
  Isolate *isolate = &vm->isolate;
  Key shared = shared_key(key, true);
  u32 before = object->cell.shape;
  const CacheEntry *known = cache_lookup(vm, cache, before, shared);
  if (known && entry_write(vm, known, object, key, value)) return true;
  /* what is written must have been the object's own, or absent, for the entry
   * to say anything: setters and read-only properties are never cached */
  Property property = {};
  bool found = object_find(isolate, object, key, &property);
  bool had_key = found && property.holder == object;
  if (unlikely(property.place == PLACE_EXOTIC))
    return vm_set(vm, value_from_cell(object), key, value, strict);
  u32 start = object->cell.shape;
  Shape *shape = object_shape(isolate, object);
  if (!vm_set(vm, value_from_cell(object), key, value, strict)) return false;
  if (!had_key && object->cell.shape == start &&
      !(shape->cell.flags & SHAPE_DICTIONARY))
    return true; /* a setter took it, or it was refused */
  CacheEntry entry;
  if (!entry_for_set(vm, object, start, key, &entry)) return true;
  if (!had_key && entry.place != CACHE_ADD) return true;
  if (cache)
    cache_learn(vm, cache, &entry, shared);
  else
    *shared_entry(vm, entry.shape, key) = (MegamorphicEntry){shared, entry};
  return true;
}

bool cache_set(VM *vm, InlineCache *cache, Value object, Key key, Value value,
               bool strict) {
  if (likely(value_is_object(object))) {
    ROOT(&vm->isolate.heap, kept, object);
    return set_object(vm, cache, value_to_object(kept), key, value, strict);
  }
  return vm_set(vm, object, key, value, strict);
}

bool cache_set_keyed(VM *vm, Value object, Key key, Value value, bool strict) {
  return set_object(vm, NULL, value_to_object(object), key, value, strict);
}

/* ---- Globals ----------------------------------------------------------------
 */

static ScriptBinding *find_binding(VM *vm, Key key) {
  for (u32 i = 0; i < vm->isolate.script_binding_count; i++)
    if (vm->isolate.script_bindings[i].name.bits == key.bits)
      return &vm->isolate.script_bindings[i];
  return NULL;
}

static void learn_global(VM *vm, InlineCache *cache, CacheEntry entry) {
  if (cache->state == CACHE_MEGAMORPHIC) return; /* shared by many names */
  bool is_new =
      cache->state != CACHE_MONOMORPHIC || cache->first.shape != entry.shape;
  cache->first = entry;
  cache->count = 1;
  cache->state = CACHE_MONOMORPHIC;
  note_learned(vm, cache);
  if (is_new) report_change(vm, cache);
}

static void learn_binding(VM *vm, InlineCache *cache,
                          const ScriptBinding *binding) {
  learn_global(vm, cache,
               (CacheEntry){.shape = vm->isolate.global->cell.shape,
                            .place = CACHE_VARIABLE,
                            .offset = (u16)binding->slot,
                            .holder = &binding->environment->cell});
}

static void learn_global_slot(VM *vm, InlineCache *cache,
                              const Property *property) {
  Object *global = vm->isolate.global;
  if (property->place != PLACE_SLOT || property->holder != global ||
      property->attributes & (ATTRIBUTE_ACCESSOR | ATTRIBUTE_WATCHED) ||
      property->offset < global->cell.info || property->offset > UINT16_MAX)
    return;
  learn_global(
      vm, cache,
      (CacheEntry){.shape = global->cell.shape,
                   .place = CACHE_SLOTS,
                   .offset = (u16)(property->offset - global->cell.info)});
}

static bool throw_not_defined(VM *vm, Key key) {
  Buffer name = {};
  key_append_text(key, &name);
  vm_throw_error(vm, ERROR_REFERENCE, "%s is not defined", name.bytes);
  buffer_free(&name);
  return false;
}

static bool throw_uninitialised(VM *vm, Key key) {
  Buffer name = {};
  key_append_text(key, &name);
  vm_throw_error(vm, ERROR_REFERENCE,
                 "Cannot access '%s' before initialization", name.bytes);
  buffer_free(&name);
  return false;
}

bool cache_get_global(VM *vm, InlineCache *cache, Key key, bool optional,
                      Value *result) {
  ScriptBinding *binding = find_binding(vm, key);
  if (binding) {
    *result = binding->environment->slots[binding->slot];
    if (value_is_hole(*result)) return throw_uninitialised(vm, key);
    learn_binding(vm, cache, binding);
    return true;
  }
  Object *global = vm->isolate.global;
  Property property = {};
  if (!object_find(&vm->isolate, global, key, &property)) {
    *result = VALUE_UNDEFINED;
    return optional || throw_not_defined(vm, key);
  }
  if (unlikely(property.place == PLACE_EXOTIC)) {
    bool exists;
    if (!vm_has(vm, global, key, &exists)) return false;
    if (!exists) {
      *result = VALUE_UNDEFINED;
      return optional || throw_not_defined(vm, key);
    }
  }
  learn_global_slot(vm, cache, &property);
  return vm_get(vm, value_from_cell(global), key, result);
}

bool cache_set_global(VM *vm, InlineCache *cache, Key key, Value value,
                      bool strict) {
  ScriptBinding *binding = find_binding(vm, key);
  Heap *heap = &vm->isolate.heap;
  if (binding) {
    Value *slot = &binding->environment->slots[binding->slot];
    if (value_is_hole(*slot)) return throw_uninitialised(vm, key);
    if (binding->constant)
      return vm_throw_type(vm, "Assignment to constant variable.");
    cell_write_slot(heap, binding->environment, slot, value);
    heap_probe(heap, WRITE, binding->environment, ((Value){key.bits}), value);
    learn_binding(vm, cache, binding);
    return true;
  }
  Value global = value_from_cell(vm->isolate.global);
  Property property = {};
  bool exists = true;
  if (strict && !vm_has(vm, vm->isolate.global, key, &exists)) return false;
  if (!exists) return throw_not_defined(vm, key);
  if (!vm_set(vm, global, key, value, strict)) return false;
  if (object_get_own(&vm->isolate, vm->isolate.global, key, &property) &&
      property.attributes & ATTRIBUTE_WRITABLE)
    learn_global_slot(vm, cache, &property);
  return true;
}

/* ---- Private names
 * ------------------------------------------------------------ */

static bool throw_private(VM *vm, const char *action, Value name) {
  Buffer text = {};
  key_append_text((Key){name.bits}, &text);
  vm_throw_type(vm,
                "Cannot %s private member %s %s an object whose class did "
                "not declare it",
                action, text.bytes, *action == 'r' ? "from" : "to");
  buffer_free(&text);
  return false;
}

static bool find_private(VM *vm, Value object, Value name, const char *action,
                         Property *property) {
  if (value_is_object(object) &&
      object_get_own(&vm->isolate, value_to_object(object), (Key){name.bits},
                     property))
    return true;
  return throw_private(vm, action, name);
}

static void learn_private(VM *vm, InlineCache *cache, Value object, Value name,
                          const Property *property, u8 need) {
  if (property->place != PLACE_SLOT || property->offset > UINT16_MAX ||
      property->attributes & ATTRIBUTE_ACCESSOR ||
      !(property->attributes & need))
    return;
  learn_global(vm, cache,
               (CacheEntry){.shape = value_to_cell(object)->shape,
                            .offset = (u16)property->offset,
                            .place = CACHE_INLINE,
                            .holder = value_to_cell(name)});
}

bool cache_get_private(VM *vm, InlineCache *cache, Value object, Value name,
                       Value *result) {
  Property property;
  if (!find_private(vm, object, name, "read", &property)) return false;
  learn_private(vm, cache, object, name, &property, 0xFF);
  if (!(property.attributes & ATTRIBUTE_ACCESSOR)) {
    *result = property.value;
    return true;
  }
  Value getter = ((Accessor *)value_to_cell(property.value))->getter;
  if (value_is_undefined(getter)) {
    Buffer text = {};
    key_append_text((Key){name.bits}, &text);
    vm_throw_type(vm, "'%s' was defined without a getter", text.bytes);
    buffer_free(&text);
    return false;
  }
  return vm_call(vm, getter, object, NULL, 0, result);
}

bool cache_set_private(VM *vm, InlineCache *cache, Value object, Value name,
                       Value value) {
  Property property;
  if (!find_private(vm, object, name, "write", &property)) return false;
  if (property.attributes & ATTRIBUTE_ACCESSOR) {
    Value setter = ((Accessor *)value_to_cell(property.value))->setter;
    Value ignored;
    if (!value_is_undefined(setter))
      return vm_call(vm, setter, object, &value, 1, &ignored);
  } else if (property.attributes & ATTRIBUTE_WRITABLE) {
    object_set_value(&vm->isolate, value_to_object(object), (Key){name.bits},
                     &property, value);
    learn_private(vm, cache, object, name, &property, ATTRIBUTE_WRITABLE);
    return true;
  }
  Buffer text = {};
  key_append_text((Key){name.bits}, &text);
  if (property.attributes & ATTRIBUTE_ACCESSOR)
    vm_throw_type(vm, "'%s' was defined without a setter", text.bytes);
  else
    vm_throw_type(vm, "Private method '%s' is not writable", text.bytes);
  buffer_free(&text);
  return false;
}

/* ---- What a cache is about to say -------------------------------------------
 */

static CacheOutcome outcome_of_entry(const VM *vm, const InlineCache *cache,
                                     const CacheEntry *entry) {
  bool is_shared = cache->state == CACHE_MEGAMORPHIC;
  if (!entry) return is_shared ? CACHE_MISS_SHARED : CACHE_MISS_SHAPE;
  if (!entry_is_good(vm, entry)) return CACHE_MISS_STALE;
  return is_shared ? CACHE_HIT_SHARED : CACHE_HIT;
}

CacheOutcome cache_foretell_get(VM *vm, const InlineCache *cache, Value object,
                                Key key) {
  if (!value_is_cell(object)) return CACHE_NOT_ASKED;
  Cell *cell = value_to_cell(object);
  const CacheEntry *entry =
      find_entry(vm, cache, cell->shape, shared_key(key, false));
  CacheOutcome outcome = outcome_of_entry(vm, cache, entry);
  bool is_length =
      cell_is_string(cell) && key_equals(key, ATOM_KEY(&vm->isolate, length));
  return cache_is_miss(outcome) && is_length ? CACHE_NOT_ASKED : outcome;
}

CacheOutcome cache_foretell_set(VM *vm, const InlineCache *cache, Value object,
                                Key key) {
  if (!value_is_object(object)) return CACHE_NOT_ASKED;
  Object *target = value_to_object(object);
  const CacheEntry *entry =
      find_entry(vm, cache, target->cell.shape, shared_key(key, true));
  CacheOutcome outcome = outcome_of_entry(vm, cache, entry);
  bool is_full = !cache_is_miss(outcome) && entry->place == CACHE_ADD &&
                 !can_add(entry, target);
  return is_full ? CACHE_MISS_FULL : outcome;
}

CacheOutcome cache_foretell_global(VM *vm, const InlineCache *cache) {
  const Value *slot = cache_global_slot(vm, cache);
  return slot && !value_is_hole(*slot) ? CACHE_HIT : CACHE_MISS_SHAPE;
}

CacheOutcome cache_foretell_private(const InlineCache *cache, Value object,
                                    Value name) {
  if (!value_is_cell(object)) return CACHE_NOT_ASKED;
  const CacheEntry *entry = &cache->first;
  bool is_known = value_to_cell(object)->shape == entry->shape &&
                  entry->holder == value_to_cell(name);
  return is_known ? CACHE_HIT : CACHE_MISS_SHAPE;
}

void cache_clear_shared(VM *vm) {
  memset(vm->megamorphic, 0, MEGAMORPHIC_ENTRIES * sizeof *vm->megamorphic);
}
