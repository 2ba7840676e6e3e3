/* support.h - what the files of the library share.
 *
 * KEEP, KEEP_CELL and KEEP_KEY are ROOT of heap/heap.h said from a VM: a
 * declaration of a variable whose content the collector keeps.
 */
#ifndef GLASSHEAP_LIBRARY_SUPPORT_H
#define GLASSHEAP_LIBRARY_SUPPORT_H

#include "library/library.h"

#define KEEP(vm, name, initial) ROOT(&(vm)->isolate.heap, name, initial)
#define KEEP_CELL(vm, Type, name, pointer)                                     \
  ROOT_CELL(&(vm)->isolate.heap, Type, name, pointer)
/* A Key is the word of a cell or of a number, so a root can hold one. */
#define KEEP_KEY(vm, name, initial)                                            \
  Key name = (initial);                                                        \
  __attribute__((cleanup(root_pop_))) Root name##_root_ = {                    \
      (vm)->isolate.heap.roots, (Value *)&name, &(vm)->isolate.heap};          \
  (vm)->isolate.heap.roots = &name##_root_

/* KEEP_FIELD - ROOT_FIELD; the field may be a Key, too. */
#define KEEP_FIELD(vm, name, field) ROOT_FIELD(&(vm)->isolate.heap, name, field)

static_assert(sizeof(Key) == sizeof(Value));

constexpr double LENGTH_MAX = 9007199254740991.0; /* 2^53 - 1 */

/* key_bits_value - a key as a word for storage inside the engine (never shown
 * to programs); value_bits_key is the way back. */
ALWAYS_INLINE Value key_bits_value(Key key) {
  return (Value){key.bits};
}
ALWAYS_INLINE Key value_bits_key(Value value) {
  return (Key){value.bits};
}

/* library_describe - a value as messages of built-ins name it. */
void library_describe(VM *vm, Value value, Buffer *out);
/* library_throw_uncallable - "x is not a function". Always false. */
bool library_throw_uncallable(VM *vm, Value value);
/* library_throw_about - throws a TypeError: `format` has one %s, the
 * description of `value`. Always false. */
bool library_throw_about(VM *vm, const char *format, Value value);
/* library_throw_receiver - "Method M called on incompatible receiver r". */
bool library_throw_receiver(VM *vm, const char *method, Value receiver);

ALWAYS_INLINE bool library_check_callable(VM *vm, Value value) {
  return likely(value_is_callable(value)) ||
         library_throw_uncallable(vm, value);
}

/* The array that vm_own_keys gives. */
ALWAYS_INLINE u32 library_key_count(const Object *keys) {
  return keys->elements->length;
}
ALWAYS_INLINE Key library_key_at(const Object *keys, u32 index) {
  return value_bits_key(keys->elements->values[index]);
}

/* library_put_key - in the place of another. */
ALWAYS_INLINE void library_put_key(VM *vm, Object *keys, u32 index, Key key) {
  Elements *elements = keys->elements;
  Value value = key_bits_value(key);
  elements->cell.flags = elements_kind_for(elements->cell.flags, value);
  cell_write(&vm->isolate.heap, elements, &elements->values[index], value);
}

/* library_keep_enumerable - moves those of the keys that are names of
 * enumerable properties to the front, and counts them. */
bool library_keep_enumerable(VM *vm, Object *object, Object *keys, u32 *count);

/* library_key_values - the own keys as the program sees them (strings and
 * symbols) in a fresh array. NULL when it threw. */
typedef enum KeyChoice : u8 {
  LIBRARY_ALL_KEYS,
  LIBRARY_STRING_KEYS,
  LIBRARY_SYMBOL_KEYS,
} KeyChoice;
Object *library_key_values(VM *vm, Object *object, KeyChoice choice);

/* library_is_packed - a real array without holes, whose items can be read
 * from its elements. */
ALWAYS_INLINE bool library_is_packed(const Object *object) {
  return array_is_plain(object) &&
         object->elements->cell.flags <= ELEMENTS_PACKED;
}

/* library_list_from - CreateListFromArrayLike: the items as a plain array
 * without holes, a fresh one. NULL when it threw. */
Object *library_list_from(VM *vm, Value array_like);

/* function_apply - target.apply(this_value, list) for any array-like. */
bool function_apply(VM *vm, Value target, Value this_value, Value list,
                    Value *result);

/* function_from_text - what the constructors Function, GeneratorFunction and
 * the like do: the last argument is the body, those before it parameters.
 * `words` as vm_new_function has them. */
bool function_from_text(VM *vm, Call *call, const char *words,
                        Intrinsic fallback);

/* library_relative_index - the way slice, at, fill and the others read an
 * index: negative ones count from the end, all are clamped to 0..length.
 * `absent` is what undefined means. */
bool library_relative_index(VM *vm, Value argument, double length,
                            double absent, double *index);

/* library_string - the value of a fresh string, or false (thrown) for NULL. */
bool library_string(VM *vm, String *string, Value *result);

/* library_add_species - C[Symbol.species], which returns `this`. */
void library_add_species(VM *vm, Object *constructor);
/* library_add_alias - `target[alias]` is the same hidden function as
 * `target[name]`. Names as in NativeEntry. */
void library_add_alias(VM *vm, Object *target, const char *alias,
                       const char *name);
/* library_key - the key of a table's name: "@@x" is Symbol.x. */
Key library_key(VM *vm, const char *name);
/* library_is_species - whether `constructor[Symbol.species]` is still what
 * library_add_species made it. */
bool library_is_species(VM *vm, Object *constructor);

/* library_new_from - an object of a kind with `bytes` for a constructor call:
 * its prototype comes from new.target. NULL when it threw. Fields behind
 * Object are the caller's to set at once. */
Object *library_new_from(VM *vm, Call *call, Intrinsic fallback, CellKind kind,
                         size_t bytes);

#endif
