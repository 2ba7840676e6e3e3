/* node.h - what programs written for Node expect: require, core modules, the
 * rest of `process`, Buffer and their kin.
 *
 * Most of it is JavaScript (node/), embedded at build time, over one object of
 * native functions (node_binding.c). The layer is opened when something asks
 * for it: a CommonJS module, an import of "node:...", the first touch of one
 * of its globals. A program that does not want it does not have it in its
 * heap.
 */
#ifndef GLASSHEAP_HOST_NODE_H
#define GLASSHEAP_HOST_NODE_H

#include "host/host.h"

/* One file of the layer: "path", "fs", "internal/loader". */
typedef struct NodeSource {
  const char *name;
  const char *text;
  size_t length;
} NodeSource;

/* Generated from node/ by tools/embed-node.mjs. */
extern const NodeSource node_sources[];
extern const u32 node_source_count;

/* node_find - a file of the layer, or NULL. */
const NodeSource *node_find(const char *name);
/* node_find_builtin - the same for those that programs may have. */
const NodeSource *node_find_builtin(const char *name);
/* node_open_globals - the globals that open the layer when touched. */
void node_open_globals(VM *vm);
/* node_open - opens the layer, if it is not open. False: threw. */
bool node_open(VM *vm);
/* node_binding - the object of native functions that the layer stands on. */
Object *node_binding(VM *vm);
/* node_call - calls a function that the loader exports. The arguments are the
 * caller's to keep. */
bool node_call(VM *vm, const char *name, const Value *arguments, u32 count,
               Value *result);
/* node_is_open - whether the layer is open. */
bool node_is_open(VM *vm);
/* node_handle - lets a function of the loader have an error; `*is_handled` is
 * what it returns, false while the layer is not open. False: threw. */
bool node_handle(VM *vm, const char *name, Value error, Value more,
                 bool *is_handled);
/* node_emit_exit - lets the program hear that it ends, if it listens. */
bool node_emit_exit(VM *vm);
/* node_display_name - the name under which a file's code is shown: as the
 * program's own file was given. */
void node_display_name(VM *vm, const char *path, Buffer *name);
/* node_read_source - the text of a file, valid UTF-8 without a byte order
 * mark; the error's number. */
int node_read_source(VM *vm, const char *path, Buffer *text);

#endif
