/* library.h - the ECMAScript built-ins: one file for each global family.
 *
 * A family is described by tables: what a constructor, its prototype and its
 * namespace hold. library_open makes them all.
 */
#ifndef GLASSHEAP_LIBRARY_LIBRARY_H
#define GLASSHEAP_LIBRARY_LIBRARY_H

#include "vm/vm.h"

/* Entries of the tables leave out what is zero. */
#pragma clang diagnostic ignored "-Wmissing-field-initializers"

typedef enum NativeKind : u8 {
  NATIVE_METHOD, /* hidden: writable and configurable */
  NATIVE_GETTER,
  NATIVE_SETTER,
} NativeKind;

/* One function of a table. `name` may be "@@iterator" for a well-known
 * symbol. */
typedef struct NativeEntry {
  const char *name;
  NativeCode *code;
  u8 length;
  NativeKind kind;
  u16 magic;
} NativeEntry;

/* One constant of a table. */
typedef struct ConstantEntry {
  const char *name;
  double value;
} ConstantEntry;

/* library_add_functions - defines every function of a table on `target`. */
void library_add_functions(VM *vm, Object *target, const NativeEntry *entries,
                           u32 count);
/* library_add_constants - numbers that cannot be changed. */
void library_add_constants(VM *vm, Object *target, const ConstantEntry *entries,
                           u32 count);
/* library_add_constructor - a global constructor with its prototype object (or
 * NULL) linked both ways; `code` sees new_target undefined when called without
 * new.
 */
NativeFunction *library_add_constructor(VM *vm, const char *name,
                                        NativeCode *code, u32 length,
                                        Object *prototype);
/* library_add_tag - prototype[Symbol.toStringTag]. */
void library_add_tag(VM *vm, Object *prototype, const char *tag);
/* library_new_prototype - an ordinary object that inherits from `parent`, and
 * becomes the intrinsic. */
Object *library_new_prototype(VM *vm, Intrinsic intrinsic, Object *parent);
/* library_native - the NativeFunction that is running (its data and magic). */
ALWAYS_INLINE NativeFunction *library_native(Call *call) {
  return (NativeFunction *)call->callee;
}

/* library_open - makes every global of the language, in the realm that runs. */
void library_open(VM *vm);

/* Each family: FAMILY(name). */
#define LIBRARY_FAMILIES(FAMILY)                                               \
  FAMILY(object)                                                               \
  FAMILY(function)                                                             \
  FAMILY(symbol)                                                               \
  FAMILY(error)                                                                \
  FAMILY(promise)                                                              \
  FAMILY(iterator)                                                             \
  FAMILY(disposable_stack)                                                     \
  FAMILY(async_iterator)                                                       \
  FAMILY(generator)                                                            \
  FAMILY(array)                                                                \
  FAMILY(string)                                                               \
  FAMILY(number)                                                               \
  FAMILY(bigint)                                                               \
  FAMILY(boolean)                                                              \
  FAMILY(regexp)                                                               \
  FAMILY(math)                                                                 \
  FAMILY(date)                                                                 \
  FAMILY(intl)                                                                 \
  FAMILY(json)                                                                 \
  FAMILY(reflect)                                                              \
  FAMILY(proxy)                                                                \
  FAMILY(map)                                                                  \
  FAMILY(set)                                                                  \
  FAMILY(weak)                                                                 \
  FAMILY(array_buffer)                                                         \
  FAMILY(typed_array)                                                          \
  FAMILY(data_view)                                                            \
  FAMILY(atomics)                                                              \
  FAMILY(finalization)                                                         \
  FAMILY(global)

#define FAMILY(name) void library_open_##name(VM *vm);
LIBRARY_FAMILIES(FAMILY)
#undef FAMILY

#endif
