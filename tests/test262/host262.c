/* host262.c - print and $262. */
#include "host262.h"

#include "agents.h"
#include "library/collection.h"
#include "object/array_buffer.h"
#include "vm/module.h"

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

static bool detach(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_kind(value, KIND_ARRAY_BUFFER))
    return vm_throw_type(vm, "not an ArrayBuffer");
  ArrayBuffer *buffer = (ArrayBuffer *)value_to_cell(value);
  if (!buffer->is_detached) array_buffer_detach(&vm->isolate, buffer);
  return call_return(call, VALUE_NULL);
}

static Object *open_262(VM *vm);

/* The host object of a new realm. */
static bool create_realm(VM *vm, Call *call) {
  u32 before = vm->isolate.realm_index;
  vm_add_realm(vm);
  library_open(vm);
  KEEP_CELL(vm, Object, host, open_262(vm));
  vm_enter_realm(vm, before);
  return call_return(call, value_from_cell(host));
}

static Object *open_262(VM *vm) {
  static const NativeEntry functions[] = {
      {"createRealm", create_realm, 0},
      {"gc", collect, 0},
      {"evalScript", evaluate_script, 1},
      {"detachArrayBuffer", detach, 1},
  };
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, host, object_new_plain(isolate));
  library_add_functions(vm, host, functions, ARRAY_COUNT(functions));
  object_set_c(isolate, host, "global", value_from_cell(isolate->global),
               ATTRIBUTES_HIDDEN);
  object_set_c(isolate, isolate->global, "$262", value_from_cell(host),
               ATTRIBUTES_HIDDEN);
  return host;
}

static Module *load_module(VM *vm, const Source *referrer, Value specifier,
                           Value attributes);

static void discard(VM *vm, Stream stream, const char *text, size_t length) {
}

bool host262_open(VM *vm, HeapOptions heap) {
  static const NativeEntry functions[] = {{"print", print, 1}};
  if (!vm_open(vm, (VMOptions){.heap = heap, .seed = 1})) return false;
  vm->write = discard;
  library_register_cells(&vm->isolate);
  library_open(vm);
  library_add_functions(vm, vm->isolate.global, functions,
                        ARRAY_COUNT(functions));
  open_262(vm);
  vm->load_module = load_module;
  return true;
}

/* ---- Modules ---------------------------------------------------------------
 */

/* Names are paths: a specifier is seen from the folder of the file it is in. */
static void path_of(const Source *referrer, Value specifier, Buffer *path) {
  const char *from = referrer->path ? referrer->path : referrer->name;
  const char *slash = strrchr(from, '/');
  buffer_append(path, from, slash ? (size_t)(slash + 1 - from) : 0);
  buffer_append(path, "", 0);
  size_t start = path->length;
  string_append_text((String *)value_to_cell(specifier), path);
  if (path->length >= start + 2 && !memcmp(path->bytes + start, "./", 2)) {
    memmove(path->bytes + start, path->bytes + start + 2,
            path->length - start - 1);
    path->length -= 2;
  }
}

static Module *find_module(VM *vm, const char *path, bool is_json) {
  for (u32 i = 0; i < vm->modules.count; i++) {
    Module *module = vm->modules.items[i];
    Buffer name = {};
    string_append_text((String *)value_to_cell(module->name), &name);
    bool same = !strcmp(name.bytes, path) && is_json == !module->source;
    buffer_free(&name);
    if (same) return module;
  }
  return NULL;
}

static bool set_json(VM *vm, Module *module) {
  module_set_export(vm, module, ATOM_KEY(&vm->isolate, default), module->data);
  return true;
}

static Module *load_json(VM *vm, Value name, const Buffer *text) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, json, VALUE_UNDEFINED);
  KEEP(vm, value, VALUE_UNDEFINED);
  KEEP(vm, kept, name);
  KEEP_CELL(vm, String, string,
            string_from_text(isolate, text->bytes, text->length));
  Value argument = value_from_cell(string);
  Value names[] = {value_from_cell(ATOM(isolate, default))};
  KEEP_CELL(vm, Object, list, array_from_values(isolate, names, 1));
  if (!vm_get(vm, value_from_cell(isolate->global), ATOM_KEY(isolate, JSON),
              &json) ||
      !vm_invoke(vm, json, key_from_c(isolate, "parse"), &argument, 1, &value))
    return NULL;
  return module_new_synthetic(vm, kept, list, set_json, value);
}

static Module *read_module(VM *vm, const char *path, bool is_json) {
  Buffer text = {};
  Module *module = NULL;
  KEEP(vm, name, value_from_cell(string_from_c(&vm->isolate, path)));
  if (!host262_read(path, &text))
    vm_throw_type(vm, "%s cannot be read", path);
  else if (is_json)
    module = load_json(vm, name, &text);
  else
    module =
        module_new(vm, vm_add_source(vm, path, text.bytes, text.length), name);
  buffer_free(&text);
  return module;
}

static Module *load_module(VM *vm, const Source *referrer, Value specifier,
                           Value attributes) {
  Buffer path = {};
  bool is_json = module_list_count(attributes, 2) > 0;
  path_of(referrer, specifier, &path);
  Module *module = find_module(vm, path.bytes, is_json);
  if (!module) module = read_module(vm, path.bytes, is_json);
  buffer_free(&path);
  return module;
}

static Promise *main_promise;

bool host262_run_module(VM *vm, Source *source, const char **phase) {
  KEEP(vm, name, value_from_cell(string_from_c(&vm->isolate, source->name)));
  *phase = "parse";
  Module *module = module_new(vm, source, name);
  if (!module) return false;
  *phase = "resolution";
  if (!module_prepare(vm, module)) return false;
  *phase = "runtime";
  return module_run(vm, module, &main_promise);
}

bool host262_run_jobs(VM *vm) {
  if (!agents_run_jobs(vm)) return false;
  if (main_promise && main_promise->state == PROMISE_REJECTED)
    return vm_throw(vm, main_promise->result);
  return true;
}
