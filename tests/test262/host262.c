/* host262.c - print and $262. */
#include "host262.h"

#include "library/collection.h"

#include <stdlib.h>

/* What the running test printed: one test a process. */
static struct {
  Buffer last;
  bool is_complete;
} said;

static bool print(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  buffer_clear(&said.last);
  string_append_text(text, &said.last);
  if (!strcmp(said.last.bytes, "Test262:AsyncTestComplete"))
    said.is_complete = true;
  return true;
}

bool host262_is_complete(VM *vm) {
  return said.is_complete;
}

const char *host262_said(VM *vm) {
  return said.last.length ? said.last.bytes : "nothing";
}

/* ---- $262 -----------------------------------------------------------------
 */

static bool collect(VM *vm, Call *call) {
  heap_collect(&vm->isolate.heap, "forced");
  return true;
}

static bool evaluate_script(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  Buffer bytes = {};
  buffer_text(&bytes, "");
  string_append_text(text, &bytes);
  Source *source = vm_add_source(vm, "evalScript", bytes.bytes, bytes.length);
  buffer_free(&bytes);
  return vm_run_script(vm, source, false, &call->result);
}

static void open_262(VM *vm) {
  static const NativeEntry functions[] = {
      {"gc", collect, 0},
      {"evalScript", evaluate_script, 1},
  };
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, host, object_new_plain(isolate));
  library_add_functions(vm, host, functions, ARRAY_COUNT(functions));
  object_set_c(isolate, host, "global", value_from_cell(isolate->global),
               ATTRIBUTES_HIDDEN);
  object_set_c(isolate, isolate->global, "$262", value_from_cell(host),
               ATTRIBUTES_HIDDEN);
}

static void discard(VM *vm, Stream stream, const char *text, size_t length) {
}

bool host262_open(VM *vm, u64 heap_limit) {
  static const NativeEntry functions[] = {{"print", print, 1}};
  if (!vm_open(vm, (VMOptions){.heap_limit = heap_limit, .seed = 1}))
    return false;
  vm->write = discard;
  library_register_cells(&vm->isolate);
  library_open(vm);
  library_add_functions(vm, vm->isolate.global, functions,
                        ARRAY_COUNT(functions));
  open_262(vm);
  return true;
}

/* ---- Modules and jobs -------------------------------------------------------
 */

bool host262_run_module(VM *vm, Source *source, const char **phase) {
  *phase = "parse";
  return vm_compile(vm, source, false) != NULL;
}

bool host262_run_jobs(VM *vm) {
  return vm_run_jobs(vm);
}
