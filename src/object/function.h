/* function.h - functions and the environments they close over.
 *
 * A function of the program is a code block (shared by all closures made from
 * one place in the source) and the environment it was made in. `length`,
 * `name` and `prototype` are made when first asked for (SHAPE_LAZY).
 *
 *   Function +--------+-------+----------+------+-------------+------+
 *            | header | slots | elements | code | environment | home |
 *            +--------+-------+----------+------+-------------+------+
 *
 * An Environment holds only variables that closures use; all others are
 * registers of the frame.
 *
 *   Environment +--------+--------+------+--------+--------+---
 *               | header | parent | info | slot 0 | slot 1 | ...
 *               +--------+--------+------+--------+--------+---
 */
#ifndef GLASSHEAP_OBJECT_FUNCTION_H
#define GLASSHEAP_OBJECT_FUNCTION_H

#include "object/object.h"

typedef struct VM VM;
typedef struct CodeBlock CodeBlock;

/* The names in an environment, shared by all environments of one scope. What a
 * direct eval must know to resolve the names of its text against it is here,
 * too: the kind of each variable (scope_info_kinds) and of the scope itself.
 */
typedef struct ScopeInfo {
  Cell cell;        /* info: number of variables */
  u32 source_start; /* where the scope begins in its source */
  u32 source_end;
  u16 dynamic;     /* slot for names that only run time knows: the object of a
                      `with`, or the object whose properties are the variables
                      that evals made (a hole before the first); else NONE */
  u8 kind;         /* ScopeKind of syntax/tree.h */
  bool is_with;    /* `dynamic` holds the object of a `with` */
  bool is_derived; /* of a derived constructor */
  Value function_name; /* the function it belongs to, or undefined */
  Value names[];       /* atoms or private symbols; then a byte each: kind */
} ScopeInfo;

constexpr u16 SCOPE_INFO_NONE = UINT16_MAX;

/* scope_info_kinds - of its variables: VariableKind of syntax/tree.h. */
ALWAYS_INLINE u8 *scope_info_kinds(ScopeInfo *scope) {
  return (u8 *)&scope->names[scope->cell.info];
}

struct Environment {
  Cell cell;           /* info: number of slots */
  Environment *parent; /* or NULL */
  ScopeInfo *scope;
  Value slots[]; /* holes before initialisation */
};

typedef struct Function {
  Object object;
  CodeBlock *code;
  Environment *environment; /* or NULL */
  Value home;               /* home object for super, or undefined */
  Value fields;             /* class: its field initializer, or undefined */
  u32 construct_shape;      /* compressed Shape of what `new` makes; 0: ask */
  u32 unused;
} Function;

/* What the properties of a new function follow from. */
typedef struct FunctionFacts {
  Value name; /* a string */
  u32 length;
  u32 realm;
  bool has_prototype; /* `new` works on it, or it is a generator */
  bool is_class;      /* `prototype` is read-only */
  bool is_generator;  /* `prototype` has no `constructor` */
  bool is_async;
  bool is_constructor; /* OBJECT_IS_CONSTRUCTOR */
  bool is_method;      /* an arrow, a method, an accessor */
} FunctionFacts;

/* A call as native code sees it. */
typedef struct Call {
  Value *arguments; /* `count` values, kept alive for the call */
  u32 count;
  Value this_value;
  Value new_target; /* undefined for a plain call */
  Object *callee;
  Value result; /* what the function returns; undefined at first */
} Call;

/* Returns false when it threw (the exception is in the VM). */
typedef bool NativeCode(VM *vm, Call *call);

typedef struct NativeFunction {
  Object object;
  NativeCode *code;
  Value data; /* the function's own, or undefined */
  u32 magic;  /* tells apart functions that share their code */
  u16 length; /* `length` and `name` as they were made; the properties */
  u16 realm;  /* index of its realm (realm.h) */
  Value name; /* come into being when first asked for (SHAPE_LAZY) */
} NativeFunction;

typedef struct BoundFunction {
  Object object;
  Value target, this_value;
  Value arguments; /* an array of the bound arguments, or undefined */
} BoundFunction;

ALWAYS_INLINE Value call_argument(const Call *call, u32 index) {
  return index < call->count ? call->arguments[index] : VALUE_UNDEFINED;
}
/* call_return - the usual last line of native code. */
ALWAYS_INLINE bool call_return(Call *call, Value result) {
  call->result = result;
  return true;
}

/* function_new - a closure; `home` as above. Kind of function and prototype
 * chain follow from the code block's flags. */
Function *function_new(Isolate *isolate, CodeBlock *code,
                       Environment *environment, Value prototype);
/* function_materialize - makes the lazy properties of a FUNCTION. */
void function_materialize(Isolate *isolate, Function *function);
/* object_materialize - the same for any object: only functions of Shapes that
 * are SHAPE_LAZY have anything to do. */
void object_materialize(Isolate *isolate, Object *object);
/* native_new - a native function with its name and length as properties.
 * `name` may be "[Symbol.iterator]" style text. */
NativeFunction *native_new(Isolate *isolate, const char *name, NativeCode *code,
                           u32 length);
/* native_new_named - the same with any key as its name, after `prefix`
 * ("get", "set" or NULL). */
NativeFunction *native_new_named(Isolate *isolate, Key name, const char *prefix,
                                 NativeCode *code, u32 length);
/* environment_new - `scope->cell.info` slots, all holes. */
Environment *environment_new(Isolate *isolate, Environment *parent,
                             ScopeInfo *scope);
/* scope_info_new - `kinds` NULL: all 0. The fields that only eval reads say
 * that there is nothing dynamic. */
ScopeInfo *scope_info_new(Isolate *isolate, const Value *names, const u8 *kinds,
                          u32 count, Value function_name, u32 start, u32 end);

#endif
