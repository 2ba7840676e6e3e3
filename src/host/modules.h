/* modules.h - ES modules as Node has them: files, packages, core modules, JSON
 * and modules of CommonJS; import.meta. */
#ifndef GLASSHEAP_HOST_MODULES_H
#define GLASSHEAP_HOST_MODULES_H

#include "host/program.h"
#include "host/resolve.h"
#include "vm/module.h"

/* modules_open - the machine's hooks for loading. */
void modules_open(VM *vm);
/* modules_add - a module from a source that was read already; its file is
 * `path`. NULL: threw. */
Module *modules_add(VM *vm, Source *source, const char *path);
/* modules_require - require() of an ES module: loads, links and runs it; its
 * namespace. False: threw, as when it awaits. */
bool modules_require(VM *vm, const char *path, Value *namespace);

/* commonjs_exports - the names that a module of CommonJS seems to export, by
 * its text: exports.x = ..., module.exports = {x, ...}, and the like. An array
 * of atoms; `*reexports` gets the texts of require() in `module.exports =
 * require(...)` and its kin. */
typedef struct CommonJSNames {
  VECTOR(char *) names, reexports;
} CommonJSNames;
void commonjs_find_names(const char *text, size_t length, CommonJSNames *found);
void commonjs_free_names(CommonJSNames *found);

#endif
