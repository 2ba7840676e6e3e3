/* resolve.h - from what a program calls a module to the file that it is.
 *
 * The algorithms are those of Node's documentation ("Modules: CommonJS
 * modules", "Modules: ECMAScript modules" and "Modules: Packages"): relative
 * names, node_modules around the file, `exports` and `imports` of
 * package.json with their conditions and patterns. `require` tries extensions
 * and folders, `import` does not.
 */
#ifndef GLASSHEAP_HOST_RESOLVE_H
#define GLASSHEAP_HOST_RESOLVE_H

#include "host/package.h"

typedef enum ModuleFormat : u8 {
  FORMAT_COMMONJS,
  FORMAT_MODULE,
  FORMAT_JSON,
  FORMAT_BUILTIN, /* one of the host's own, by name */
} ModuleFormat;

/* How a module is asked for: which conditions of `exports` hold, and whether
 * extensions are tried. */
typedef enum ResolveKind : u8 {
  RESOLVE_REQUIRE,
  RESOLVE_IMPORT,
} ResolveKind;

/* resolve_module - appends the path without links of the module that the file
 * `from` (an absolute path) calls `specifier`, or "node:NAME". False: threw,
 * in Node's words. */
bool resolve_module(VM *vm, ResolveKind kind, const char *specifier,
                    const char *from, Buffer *path);
/* resolve_folders - the node_modules folders that are searched from a
 * directory, one after the other, each ended by a zero byte. */
void resolve_folders(const char *directory, Buffer *folders);
/* resolve_format - what kind of module a file is, by its ending and by the
 * package around it. `is_certain`: nothing more can be learned from its text.
 */
ModuleFormat resolve_format(VM *vm, const char *path, bool *is_certain);

#endif
