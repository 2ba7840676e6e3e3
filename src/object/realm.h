/* realm.h - worlds of globals and intrinsics that share one heap.
 *
 * A realm has a global object and intrinsics of its own: its `Array` is not
 * another realm's `Array`. Symbols, strings and everything else are shared. A
 * function belongs to the realm whose code it is (its code block says which; a
 * native function says it itself), and runs there.
 *
 * What differs lies in the Isolate itself, as if there were but one realm; the
 * other realms wait aside. Where a call goes from one realm to another, the
 * two are exchanged (isolate_enter_realm), and exchanged back when it returns.
 * So code that stays in its realm, which is all code of nearly every program,
 * does not know that there is more than one.
 *
 *   Isolate  +---------------------+--------------------------------+
 *            | heap, atoms, ...    | the realm that runs            |
 *            +---------------------+--------------------------------+
 *                                             ^ exchanged
 *   realms   [0] saved  [1] (runs)  [2] saved ...
 */
#ifndef GLASSHEAP_OBJECT_REALM_H
#define GLASSHEAP_OBJECT_REALM_H

#include "object/function.h"

/* A lexical binding of scripts, found by its name. */
typedef struct ScriptBinding {
  Value name;
  Environment *environment;
  u32 slot;
  bool constant;
} ScriptBinding;

/* What each realm has of its own (struct Realm of isolate.h). */
#define REALM_FIELDS                                                           \
  Object *intrinsics[INTRINSIC_COUNT];                                         \
  Object *global; /* globalThis */                                             \
  /* Root Shapes. */                                                           \
  Shape *plain_shape;    /* `{}` */                                            \
  Shape *array_shape;    /* {length} */                                        \
  Shape *function_shape; /* lazy: length, name, prototype */                   \
  Shape *method_shape;   /* lazy: length, name (arrows, methods) */            \
  Shape *class_shape;    /* lazy: length, name, prototype (read-only) */       \
  Shape *native_shape;   /* lazy: length, name */                              \
  Shape *iterator_result_shape; /* {value, done} */                            \
  /* of arguments objects {length, Symbol.iterator, callee}; [1]: of those     \
   * that hide their callee */                                                 \
  Shape *arguments_shapes[2];                                                  \
  Shape *regexp_shape; /* {lastIndex}; the library's */                        \
  Shape *match_shape;  /* arrays {length, index, input, groups} */             \
  ScriptBinding *script_bindings;                                              \
  u32 script_binding_count, script_binding_capacity;                           \
  /* Array iteration is as the specification made it (nobody replaced          \
   * Array.prototype[Symbol.iterator] or %ArrayIteratorPrototype%.next), so    \
   * that loops over arrays may go straight. Kept by object_* functions; false \
   * for ever once there is a second realm, which might do it. */              \
  bool array_iteration_pristine;                                               \
  /* Nobody changed what RegExp.prototype or RegExp itself had from the start, \
   * so that methods over regular expressions may match directly. Kept in the  \
   * same way. */                                                              \
  bool regexp_pristine;

typedef struct Realm Realm;

/* isolate_add_realm - makes a realm with the bare objects that isolate_open
 * makes, and enters it. The library makes the rest. */
u32 isolate_add_realm(Isolate *isolate);
/* isolate_enter_realm - that realm is the one that runs. */
void isolate_enter_realm(Isolate *isolate, u32 realm);
/* isolate_realm - what any realm has of its own; the one that runs has it in
 * the isolate. */
const Realm *isolate_realm(const Isolate *isolate, u32 realm);

#endif
