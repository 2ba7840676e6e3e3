/* node.c - opening Node's layer. */
#include "host/node.h"

#include "base/unicode.h"
#include "library/support.h"

#include <stdlib.h>

/* ---- Sources ------------------------------------------------------------ */

const NodeSource *node_find(const char *name) {
  for (u32 i = 0; i < node_source_count; i++)
    if (!strcmp(node_sources[i].name, name)) return &node_sources[i];
  return NULL;
}

const NodeSource *node_find_builtin(const char *name) {
  return strncmp(name, "internal/", 9) == 0 ? NULL : node_find(name);
}

/* Bytes that are not UTF-8 become U+FFFD, one for one. */
static void make_valid(Buffer *text) {
  size_t at = unicode_check_utf8(text->bytes, text->length);
  if (at == text->length) return;
  Buffer valid = {};
  const char *from = text->bytes;
  size_t left = text->length;
  for (;;) {
    buffer_append(&valid, from, at);
    if (at == left) break;
    buffer_code_point(&valid, 0xFFFD);
    from += at + 1;
    left -= at + 1;
    at = unicode_check_utf8(from, left);
  }
  buffer_free(text);
  *text = valid;
}

int node_read_source(VM *vm, const char *path, Buffer *text) {
  int code =
      files_ask(vm, &(FileRequest){.question = FILE_READ, .path = path}, text);
  if (code) return code;
  if (!text->bytes) buffer_text(text, "");
  make_valid(text);
  if (text->length >= 3 && !memcmp(text->bytes, "\xEF\xBB\xBF", 3)) {
    text->length -= 3;
    memmove(text->bytes, text->bytes + 3, text->length + 1);
  }
  return 0;
}

void node_display_name(VM *vm, const char *path, Buffer *name) {
  Host *host = host_of(vm);
  size_t length = host->main ? path_directory_length(host->main) : 0;
  if (host->shown_directory && length > 1 &&
      !strncmp(path, host->main, length) && path[length] == '/') {
    buffer_text(name, host->shown_directory);
    buffer_text(name, path + length + (*host->shown_directory ? 0 : 1));
  } else {
    buffer_text(name, path);
  }
}

/* ---- Opening ------------------------------------------------------------ */

/* The loader is a function of the binding; its exports are the layer. */
static bool run_loader(VM *vm, Value *loader) {
  Isolate *isolate = &vm->isolate;
  const NodeSource *file = node_find("internal/loader");
  Source *source =
      vm_add_source(vm, "node:internal/loader", file->text, file->length);
  KEEP_CELL(vm, Function, function, vm_compile_commonjs(vm, source));
  if (!function) return false;
  KEEP_CELL(vm, Object, exports, object_new_plain(isolate));
  KEEP_CELL(vm, Object, binding, node_binding(vm));
  Value arguments[] = {value_from_cell(exports), value_from_cell(binding)};
  Value ignored;
  *loader = arguments[0];
  return vm_call(vm, value_from_cell(function), VALUE_UNDEFINED, arguments, 2,
                 &ignored);
}

/* The clock of a replay stands still meanwhile: what the layer costs is not the
 * program's doing. (Unsigned: what waiting adds may be less than nothing.) */
bool node_open(VM *vm) {
  Host *host = host_of(vm);
  if (!value_is_undefined(host->loader)) return true;
  host->loader = VALUE_NULL; /* being opened */
  KEEP(vm, loader, VALUE_UNDEFINED);
  u64 begun = vm_now_ns(vm);
  bool ok = run_loader(vm, &loader);
  if (vm->inputs.virtual_clock) vm->inputs.waited_ns -= vm_now_ns(vm) - begun;
  host->loader = ok ? loader : VALUE_UNDEFINED;
  return ok;
}

bool node_call(VM *vm, const char *name, const Value *arguments, u32 count,
               Value *result) {
  if (!node_open(vm)) return false;
  return vm_invoke(vm, host_of(vm)->loader, key_from_c(&vm->isolate, name),
                   arguments, count, result);
}

bool node_is_open(VM *vm) {
  return value_is_object(host_of(vm)->loader);
}

bool node_handle(VM *vm, const char *name, Value error, Value more,
                 bool *is_handled) {
  Value arguments[] = {error, more}, result;
  *is_handled = false;
  if (!node_is_open(vm)) return true;
  if (!node_call(vm, name, arguments, 2, &result)) return false;
  *is_handled = value_is_true(result);
  return true;
}

bool node_emit_exit(VM *vm) {
  Value ignored;
  if (!node_is_open(vm)) return true;
  return node_call(vm, "emitExit", NULL, 0, &ignored);
}

/* ---- Globals that open it ----------------------------------------------- */

static const char *const lazy_globals[] = {
    "URL",
    "URLSearchParams",
    "TextEncoder",
    "TextDecoder",
    "atob",
    "btoa",
    "structuredClone",
    "DOMException",
    "fetch",
    "Response",
    "Request",
    "Headers",
    "glassheap",
    "BroadcastChannel",
    "ReadableStream",
    "ReadableStreamDefaultReader",
    "ReadableStreamDefaultController",
};

/* In Node alone. */
static const char *const lazy_node[] = {"Buffer", "global"};

static const char *const lazy_process[] = {
    "stdout",   "stderr",   "stdin",         "env",         "exit",
    "cwd",      "hrtime",   "nextTick",      "platform",    "version",
    "versions", "on",       "once",          "off",         "emit",
    "exitCode", "execPath", "execArgv",      "emitWarning", "uptime",
    "arch",     "pid",      "umask",         "release",     "title",
    "features", "config",   "abort",         "kill",        "binding",
    "chdir",    "argv0",    "listeners",     "addListener", "removeListener",
    "getuid",   "cpuUsage", "listenerCount",
};

/* The value that the layer gives in place of this accessor. */
static bool get_lazy(VM *vm, Call *call) {
  NativeFunction *self = library_native(call);
  KEEP(vm, holder, call->this_value);
  KEEP(vm, name, self->data);
  if (!node_open(vm)) return false;
  Key key;
  Property property;
  Isolate *isolate = &vm->isolate;
  if (!value_is_object(holder)) return true;
  if (!key_from_string(isolate, name, &key)) return vm_throw_memory(vm);
  /* while the layer is being opened there is nothing yet */
  if (object_get_own(isolate, value_to_object(holder), key, &property) &&
      property.attributes & ATTRIBUTE_ACCESSOR &&
      ((Accessor *)value_to_cell(property.value))->getter.bits ==
          value_from_cell(self).bits)
    return true;
  return vm_get(vm, holder, key, &call->result);
}

/* An assignment is a plain one. */
static bool set_lazy(VM *vm, Call *call) {
  NativeFunction *self = library_native(call);
  Key key;
  if (!value_is_object(call->this_value)) return true;
  if (!key_from_string(&vm->isolate, self->data, &key))
    return vm_throw_memory(vm);
  return object_define(&vm->isolate, value_to_object(call->this_value), key,
                       call_argument(call, 0), ATTRIBUTES_HIDDEN) ||
         vm_throw_memory(vm);
}

static void add_lazy(VM *vm, Object *holder, const char *name) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, String, text, string_intern_c(isolate, name));
  KEEP_CELL(vm, NativeFunction, getter, native_new(isolate, name, get_lazy, 0));
  KEEP_CELL(vm, NativeFunction, setter, native_new(isolate, name, set_lazy, 1));
  cell_write(&isolate->heap, getter, &getter->data, value_from_cell(text));
  cell_write(&isolate->heap, setter, &setter->data, value_from_cell(text));
  Accessor *accessor =
      accessor_new(isolate, value_from_cell(getter), value_from_cell(setter));
  KEEP_CELL(vm, Accessor, kept, accessor);
  object_set_c(isolate, holder, name, value_from_cell(kept),
               ATTRIBUTE_ACCESSOR | ATTRIBUTE_CONFIGURABLE);
}

void node_open_globals(VM *vm) {
  Object *global = vm->isolate.global;
  for (u32 i = 0; i < ARRAY_COUNT(lazy_globals); i++)
    add_lazy(vm, global, lazy_globals[i]);
  for (u32 i = 0;
       !host_of(vm)->options.is_browser && i < ARRAY_COUNT(lazy_node); i++)
    add_lazy(vm, global, lazy_node[i]);
  KEEP(vm, holder, host_of(vm)->process);
  for (u32 i = 0; i < ARRAY_COUNT(lazy_process); i++)
    add_lazy(vm, value_to_object(holder), lazy_process[i]);
}
