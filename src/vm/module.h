/* module.h - modules: their variables, how they are joined, and their running.
 *
 *   Module a                       Module b
 *   | requests  "./b.js"           | exports  x -> slot 0
 *   | loaded    [b] -------------> | environment --> | 41 | ...
 *   | environment --> | import |                       ^
 *                        |                             |
 *                        +-- Import {environment, 0} --+
 *
 * A module of source text has an environment with the variables that other
 * code can see; it is made when the module is linked, with the functions among
 * them. An imported variable is a slot that holds an Import: the place in the
 * other module's environment where the variable lies. So a binding is live,
 * costs one more step, and can be seen. A slot for a whole namespace holds that
 * object.
 *
 * A synthetic module (JSON, a module of CommonJS, one of the host's own) has
 * the same environment, and native code in place of a body, which sets the
 * variables.
 *
 * The algorithms are those of ECMAScript, "Cyclic Module Records", under their
 * names there. Loading is the host's (vm->load_module) and synchronous.
 */
#ifndef GLASSHEAP_VM_MODULE_H
#define GLASSHEAP_VM_MODULE_H

#include "bytecode/compiler.h"
#include "vm/promise.h"

typedef enum ModuleStatus : u8 {
  MODULE_UNLINKED,
  MODULE_LINKING,
  MODULE_LINKED,
  MODULE_EVALUATING,
  MODULE_EVALUATING_ASYNC, /* it or one it needs awaits at its top level */
  MODULE_EVALUATED,        /* or it failed: has_error */
} ModuleStatus;

typedef struct Module Module;

/* Runs a synthetic module: sets its variables. False: threw. */
typedef bool ModuleCode(VM *vm, Module *module);

struct Module {
  Cell cell;
  ModuleStatus status;
  bool is_async; /* awaits at its top level */
  bool has_error;
  bool is_commonjs;                 /* synthetic, from a module of CommonJS */
  bool is_loaded;                   /* all it needs is there */
  u32 dfs_index, dfs_least;         /* of the walks over cycles */
  u32 pending;                      /* modules that it waits for */
  u32 async_order;                  /* when it began to wait; 0: it did not */
  Source *source;                   /* NULL: synthetic */
  ModuleCode *run;                  /* synthetic */
  Value data;                       /* its own */
  Value name;                       /* a string: what the host calls it */
  Value requests, imports, exports; /* as in bytecode/compiler.h */
  Value loaded;                     /* the modules of the requests, an array */
  CodeBlock *code;                  /* makes environment and body */
  Environment *environment;         /* or NULL */
  Value body;                       /* a function */
  Value namespace;                  /* made when first asked for */
  Value meta;                       /* import.meta, the same */
  Value error;
  Module *cycle_root;
  Value parents; /* modules that wait for this one, an array */
  Value promise; /* of module_evaluate */
};

/* Where the variable of another module lies. */
typedef struct Import {
  Cell cell;
  Environment *environment;
  u32 slot;
} Import;

/* A module namespace object. */
typedef struct Namespace {
  Object object;
  Module *module;
  Value names;    /* an array of the keys, sorted */
  Value bindings; /* an object: key -> Import, or a namespace */
} Namespace;

/* module_new - the module of a source; a syntax error is thrown. NULL: threw.
 */
Module *module_new(VM *vm, Source *source, Value name);
/* module_new_synthetic - a module that exports the names (an array of atoms).
 * NULL: threw. */
Module *module_new_synthetic(VM *vm, Value name, Object *names, ModuleCode *run,
                             Value data);
/* module_set_export - of a synthetic module; names that it does not export
 * are ignored. */
void module_set_export(VM *vm, Module *module, Key name, Value value);

/* module_prepare - LoadRequestedModules and Link: false threw. */
bool module_prepare(VM *vm, Module *module);
/* module_evaluate - Evaluate: the promise of its end. NULL: the run must
 * stop. */
Promise *module_evaluate(VM *vm, Module *module);
/* module_run - the same, for who cannot wait: runs what is synchronous, and
 * throws what it threw. `*promise` is still pending when it awaits. */
bool module_run(VM *vm, Module *module, Promise **promise);
/* module_namespace_copy - an ordinary object without a prototype that shows
 * what a namespace has now; what has no value yet is `missing`. NULL: no
 * memory (thrown). */
Object *module_namespace_copy(VM *vm, Namespace *namespace, Value missing);
/* module_namespace - GetModuleNamespace. NULL: threw. */
Object *module_namespace(VM *vm, Module *module);

/* What ResolveExport finds. */
typedef enum ResolutionKind : u8 {
  RESOLUTION_NONE,
  RESOLUTION_AMBIGUOUS,
  RESOLUTION_VARIABLE, /* `slot` of the module's environment */
  RESOLUTION_NAMESPACE /* the module's namespace */
} ResolutionKind;

typedef struct Resolution {
  ResolutionKind kind;
  u32 slot;
  Module *module;
} Resolution;

/* module_resolve - ResolveExport of a name (an atom). False: threw. */
bool module_resolve(VM *vm, Module *module, Value name, Resolution *result);
/* module_export_names - GetExportedNames: an array of atoms. NULL: threw. */
Object *module_export_names(VM *vm, Module *module);

/* module_import - import(): a promise. */
bool module_import(VM *vm, const Source *referrer, Value specifier,
                   Value options, Value *promise);
/* module_meta - import.meta of the code. */
bool module_meta(VM *vm, Module *module, Value *meta);

void module_register_classes(VM *vm);
void modules_visit(VM *vm, EdgeFunction *edge, void *context);

/* ---- What the module_*.c files share ------------------------------------ */

ALWAYS_INLINE u32 module_list_count(Value list, u32 items) {
  return value_is_object(list) ? value_to_object(list)->elements->length / items
                               : 0;
}
ALWAYS_INLINE Value module_list_at(Value list, u32 index) {
  return value_to_object(list)->elements->values[index];
}
/* module_binding - an Import of a variable, or a namespace. False: threw. */
bool module_binding(VM *vm, const Resolution *resolution, Value *binding);
bool module_link(VM *vm, Module *module);
/* module_open_namespaces - the internal methods of namespaces. */
void module_open_namespaces(VM *vm);
/* module_loaded - the module of a request. */
ALWAYS_INLINE Module *module_loaded(const Module *module, u32 request) {
  return (Module *)value_to_cell(module_list_at(module->loaded, request));
}

#endif
