/* program.c - loading and running the program. */
#define _GNU_SOURCE /* memmem */
#include "host/program.h"

#include "host/console.h"
#include "host/modules.h"
#include "host/node.h"
#include "library/support.h"
#include "syntax/parser.h"

#include <stdlib.h>

/* ---- Which kind ---------------------------------------------------------- */

static const char *const commonjs_names[] = {"require", "module", "exports",
                                             "__filename", "__dirname"};

static bool mentions(const char *text, size_t length, const char *word) {
  return memmem(text, length, word, strlen(word)) != NULL;
}

/* Whether one of the words stands there at all: nearly all scripts have none,
 * and need no second parse. */
static bool mentions_modules(const char *text, size_t length) {
  for (u32 i = 0; i < ARRAY_COUNT(commonjs_names); i++)
    if (mentions(text, length, commonjs_names[i])) return true;
  return mentions(text, length, "import") || mentions(text, length, "export") ||
         mentions(text, length, "await");
}

static bool parses_as(const char *text, size_t length, ParseOptions options,
                      bool *is_commonjs) {
  Tree tree;
  SyntaxError error;
  bool good = parse_script(&tree, text, length, options, &error);
  for (u32 i = 0; good && i < ARRAY_COUNT(commonjs_names); i++) {
    const char *name = commonjs_names[i];
    if (tree_name(&tree, name, strlen(name))->is_free) *is_commonjs = true;
  }
  tree_free(&tree);
  return good;
}

ProgramKind program_kind_of_text(const char *text, size_t length) {
  bool is_commonjs = false, ignored;
  if (!mentions_modules(text, length)) return PROGRAM_SCRIPT;
  if (parses_as(text, length, (ParseOptions){}, &is_commonjs))
    return is_commonjs ? PROGRAM_COMMONJS : PROGRAM_SCRIPT;
  if (parses_as(text, length, (ParseOptions){.is_module = true}, &ignored))
    return PROGRAM_MODULE;
  /* `return` at the top level; and if nothing fits, the error of a script */
  bool is_function = parses_as(
      text, length, (ParseOptions){.is_commonjs = true}, &is_commonjs);
  return is_function ? PROGRAM_COMMONJS : PROGRAM_SCRIPT;
}

/* ---- Loading --------------------------------------------------------------
 */

static char *copy_text(const char *text, size_t length) {
  char *copy = base_allocate(length + 1);
  memcpy(copy, text, length);
  copy[length] = 0;
  return copy;
}

/* Modules are shown under names like the program's own: when that was given
 * as a relative one, so are they. */
static void note_main(VM *vm, const MainProgram *program) {
  Host *host = host_of(vm);
  if (!program->path) return;
  host->main = copy_text(program->path, strlen(program->path));
  if (program->name[0] != '/')
    host->shown_directory =
        copy_text(program->name, path_directory_length(program->name));
}

static Function *load_commonjs(VM *vm, Source *source) {
  Host *host = host_of(vm);
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Function, function, vm_compile_commonjs(vm, source));
  if (!function) return NULL;
  KEEP(vm, path,
       value_from_cell(
           string_from_text(isolate, host->main, strlen(host->main))));
  Value arguments;
  if (!node_call(vm, "makeMain", &path, 1, &arguments)) return NULL;
  host->arguments = arguments;
  return function;
}

static Function *load_module(VM *vm, Source *source) {
  Host *host = host_of(vm);
  host->module = modules_add(vm, source, host->main);
  if (!host->module || !module_prepare(vm, host->module)) return NULL;
  return (Function *)value_to_cell(host->module->body);
}

Function *program_load(VM *vm, const MainProgram *program) {
  note_main(vm, program);
  host_set_arguments(vm, program->path ? program->path : program->name);
  Source *source =
      vm_add_source(vm, program->name, program->text, program->length);
  if (program->kind == PROGRAM_COMMONJS && program->path)
    return load_commonjs(vm, source);
  if (program->kind == PROGRAM_MODULE && program->path)
    return load_module(vm, source);
  return vm_compile(vm, source, true);
}

/* ---- Running --------------------------------------------------------------
 */

/* The modules that it imports run first. The frame of one that has not
 * awaited is held. */
static bool run_module(VM *vm, Module *module) {
  Promise *promise;
  if (!module_run(vm, module, &promise)) return false;
  if (!module->is_async) vm_hold_main(vm);
  return true;
}

bool program_run(VM *vm, Function *function) {
  Host *host = host_of(vm);
  if (host->module) return run_module(vm, host->module);
  if (value_is_undefined(host->arguments))
    return vm_run_main(vm, function, value_from_cell(vm->isolate.global), NULL,
                       0);
  KEEP(vm, list, host->arguments);
  Elements *items = value_to_object(list)->elements;
  Value ignored;
  return vm_run_main(vm, function, items->values[0], items->values,
                     items->length) &&
         node_call(vm, "finishMain", NULL, 0, &ignored);
}

void program_check_end(VM *vm) {
  Host *host = host_of(vm);
  if (!host->module || !value_is_object(host->module->promise)) return;
  const Promise *promise =
      (const Promise *)value_to_cell(host->module->promise);
  if (promise->state != PROMISE_PENDING) return;
  static const char text[] = "Warning: Detected unsettled top-level await";
  console_write(vm, STREAM_ERROR, text, sizeof text - 1);
  host->exit_status = 13;
}
