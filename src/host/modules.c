/* modules.c - loading ES modules.
 *
 * A module's name is the path of its file, or "node:NAME". Every module is
 * made once and found again in vm->modules. What `import` asks for that is no
 * ES module becomes a synthetic one:
 *
 *   JSON        default
 *   CommonJS    default is module.exports; the names that its text seems to
 *               export are copied when it has run, and "module.exports"
 *   node:NAME   default, and every property
 */
#include "host/modules.h"

#include "host/errors.h"
#include "host/host.h"
#include "host/node.h"
#include "library/support.h"

#include <stdlib.h>

/* ---- Modules by name ----------------------------------------------------- */

static bool name_is(Value name, const char *text) {
  Buffer own = {};
  string_append_text((String *)value_to_cell(name), &own);
  bool same = own.bytes && !strcmp(own.bytes, text);
  buffer_free(&own);
  return same;
}

/* The atom of a text: names of modules are atoms, compared by identity. */
static Value text_value(VM *vm, const char *text) {
  return value_from_cell(string_intern_text(&vm->isolate, text, strlen(text)));
}

static Module *find(VM *vm, const char *name) {
  Value wanted = text_value(vm, name);
  for (u32 i = 0; i < vm->modules.count; i++)
    if (value_same_bits(vm->modules.items[i]->name, wanted))
      return vm->modules.items[i];
  return NULL;
}

static char *copy_text(const char *text) {
  return base_copy(text, strlen(text) + 1);
}

Module *modules_add(VM *vm, Source *source, const char *path) {
  source->path = copy_text(path);
  KEEP(vm, name, text_value(vm, path));
  return module_new(vm, source, name);
}

/* ---- Files --------------------------------------------------------------- */

static bool read_source(VM *vm, const char *path, Buffer *text) {
  int code = node_read_source(vm, path, text);
  return !code || host_throw_coded(vm, ERROR_ERROR, files_error_name(code),
                                   "%s: %s, open '%s'", files_error_name(code),
                                   files_error_text(code), path);
}

static Module *load_text(VM *vm, const char *path, const Buffer *text) {
  Buffer name = {};
  node_display_name(vm, path, &name);
  Source *source = vm_add_source(vm, name.bytes, text->bytes, text->length);
  buffer_free(&name);
  return modules_add(vm, source, path);
}

/* ---- Synthetic modules ----------------------------------------------------
 */

static bool add_name(VM *vm, Object *names, const char *text) {
  Isolate *isolate = &vm->isolate;
  String *atom = string_intern_text(isolate, text, strlen(text));
  for (u32 i = 0; i < names->elements->length; i++)
    if (names->elements->values[i].bits == value_from_cell(atom).bits)
      return true;
  return array_push(isolate, names, value_from_cell(atom)) ||
         vm_throw_memory(vm);
}

static bool run_json(VM *vm, Module *module) {
  module_set_export(vm, module, ATOM_KEY(&vm->isolate, default), module->data);
  return true;
}

/* JSON.parse(text). */
static bool parse_json(VM *vm, const Buffer *text, Value *value) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, json, VALUE_UNDEFINED);
  KEEP_CELL(vm, String, string,
            string_from_text(isolate, text->bytes, text->length));
  if (!string) return vm_throw_memory(vm);
  Value argument = value_from_cell(string);
  return vm_get(vm, value_from_cell(isolate->global), ATOM_KEY(isolate, JSON),
                &json) &&
         vm_invoke(vm, json, key_from_c(isolate, "parse"), &argument, 1, value);
}

static Module *load_json(VM *vm, const char *path, const Buffer *text) {
  KEEP(vm, value, VALUE_UNDEFINED);
  KEEP(vm, name, text_value(vm, path));
  KEEP_CELL(vm, Object, names, array_new(&vm->isolate, 1));
  if (!parse_json(vm, text, &value) || !add_name(vm, names, "default"))
    return NULL;
  return module_new_synthetic(vm, name, names, run_json, value);
}

/* Copies what the object has under the names of the module. */
static bool copy_exports(VM *vm, Module *module, Value exports) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept, exports);
  KEEP(vm, value, VALUE_UNDEFINED);
  u32 count = module_list_count(module->exports, EXPORT_ITEMS);
  for (u32 i = 0; i < count; i++) {
    Value name = module_list_at(module->exports, i * EXPORT_ITEMS);
    Key key;
    if (!key_from_string(isolate, name, &key)) return vm_throw_memory(vm);
    value = VALUE_UNDEFINED;
    if (value_is_object(kept) && !vm_get(vm, kept, key, &value)) return false;
    module_set_export(vm, module, (Key){name.bits}, value);
  }
  return true;
}

static bool run_commonjs(VM *vm, Module *module) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, exports, VALUE_UNDEFINED);
  Value name = module->name;
  if (!node_call(vm, "load", &name, 1, &exports) ||
      !copy_exports(vm, module, exports))
    return false;
  module_set_export(vm, module, ATOM_KEY(isolate, default), exports);
  module_set_export(vm, module,
                    key_from_atom(string_intern_c(isolate, "module.exports")),
                    exports);
  return true;
}

static bool add_names_of_file(VM *vm, const char *path, Object *names,
                              u32 depth);

/* The names of a module whose exports are passed on. */
static bool add_reexported(VM *vm, const char *specifier, const char *from,
                           Object *names, u32 depth) {
  Buffer path = {};
  bool ok = true, is_certain;
  if (resolve_module(vm, RESOLVE_REQUIRE, specifier, from, &path)) {
    if (resolve_format(vm, path.bytes, &is_certain) == FORMAT_COMMONJS)
      ok = add_names_of_file(vm, path.bytes, names, depth + 1);
  } else if (vm->is_terminating) {
    ok = false;
  } else {
    vm_take_exception(vm); /* running it will say so */
  }
  buffer_free(&path);
  return ok;
}

/* The names that a text seems to export. */
static bool add_commonjs_names(VM *vm, const char *path, const Buffer *text,
                               Object *names, u32 depth) {
  constexpr u32 depth_most = 32;
  CommonJSNames found = {};
  bool ok = true;
  commonjs_find_names(text->bytes, text->length, &found);
  for (u32 i = 0; ok && i < found.names.count; i++)
    if (strcmp(found.names.items[i], "default") != 0)
      ok = add_name(vm, names, found.names.items[i]);
  for (u32 i = 0; ok && depth < depth_most && i < found.reexports.count; i++)
    ok = add_reexported(vm, found.reexports.items[i], path, names, depth);
  commonjs_free_names(&found);
  return ok;
}

static bool add_names_of_file(VM *vm, const char *path, Object *names,
                              u32 depth) {
  Buffer text = {};
  bool ok = read_source(vm, path, &text) &&
            add_commonjs_names(vm, path, &text, names, depth);
  buffer_free(&text);
  return ok;
}

static Module *load_commonjs(VM *vm, const char *path, const Buffer *text) {
  KEEP(vm, name, text_value(vm, path));
  KEEP_CELL(vm, Object, names, array_new(&vm->isolate, 4));
  if (!add_name(vm, names, "default") ||
      !add_name(vm, names, "module.exports") ||
      !add_commonjs_names(vm, path, text, names, 0))
    return NULL;
  Module *module =
      module_new_synthetic(vm, name, names, run_commonjs, VALUE_UNDEFINED);
  if (module) module->is_commonjs = true;
  return module;
}

/* A core module is there before it is imported: its names are known. */
static Module *load_builtin(VM *vm, const char *path) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, exports, VALUE_UNDEFINED);
  KEEP(vm, name, text_value(vm, path));
  KEEP_CELL(vm, Object, names, array_new(isolate, 16));
  if (!node_call(vm, "load", &name, 1, &exports) ||
      !add_name(vm, names, "default"))
    return NULL;
  if (value_is_object(exports)) {
    KEEP_CELL(vm, Object, keys, vm_own_keys(vm, value_to_object(exports)));
    if (!keys) return NULL;
    for (u32 i = 0; i < keys->elements->length; i++) {
      Key key = {keys->elements->values[i].bits};
      if (key_is_index(key) || key_is_symbol(key)) continue;
      if (key_equals(key, ATOM_KEY(isolate, default))) continue;
      if (!array_push(isolate, names, (Value){key.bits})) {
        vm_throw_memory(vm);
        return NULL;
      }
    }
  }
  return module_new_synthetic(vm, name, names, run_commonjs, VALUE_UNDEFINED);
}

/* ---- Loading --------------------------------------------------------------
 */

/* What the text of a file becomes. One of no certain kind is an ES module when
 * it can be nothing else. */
static Module *load_as(VM *vm, const char *path, ModuleFormat format,
                       bool is_certain, const Buffer *text) {
  if (!is_certain &&
      program_kind_of_text(text->bytes, text->length) == PROGRAM_MODULE)
    format = FORMAT_MODULE;
  switch (format) {
  case FORMAT_MODULE: return load_text(vm, path, text);
  case FORMAT_JSON: return load_json(vm, path, text);
  default: return load_commonjs(vm, path, text);
  }
}

/* The module of that name: the one that there is, or its file is read. */
static Module *load(VM *vm, const char *path, ModuleFormat format,
                    bool is_certain) {
  Module *module = find(vm, path);
  if (module) return module;
  if (format == FORMAT_BUILTIN) return load_builtin(vm, path);
  Buffer text = {};
  if (read_source(vm, path, &text))
    module = load_as(vm, path, format, is_certain, &text);
  buffer_free(&text);
  return module;
}

/* The one attribute that there is: type. False: threw. */
static bool check_attributes(VM *vm, Value attributes, ModuleFormat format,
                             const char *path) {
  bool wants_json = false;
  u32 count = module_list_count(attributes, 2);
  for (u32 i = 0; i < count; i++) {
    Value key = module_list_at(attributes, 2 * i);
    Value value = module_list_at(attributes, 2 * i + 1);
    Buffer text = {};
    if (!name_is(key, "type")) {
      string_append_text((String *)value_to_cell(key), &text);
      host_throw_coded(vm, ERROR_TYPE, "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
                       "Import attribute \"%s\" is not supported",
                       text.bytes ? text.bytes : "");
      buffer_free(&text);
      return false;
    }
    if (name_is(value, "json")) {
      wants_json = true;
      continue;
    }
    string_append_text((String *)value_to_cell(value), &text);
    host_throw_coded(
        vm, ERROR_TYPE, "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
        "Import attribute \"type\" with value \"%s\" is not supported",
        text.bytes ? text.bytes : "");
    buffer_free(&text);
    return false;
  }
  if (wants_json == (format == FORMAT_JSON)) return true;
  if (wants_json)
    return host_throw_coded(vm, ERROR_TYPE,
                            "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
                            "Module \"%s\" is not of type \"json\"", path);
  return host_throw_coded(vm, ERROR_TYPE, "ERR_IMPORT_ATTRIBUTE_MISSING",
                          "Module \"file://%s\" needs an import attribute of "
                          "\"type: json\"",
                          path);
}

/* The file in which an import stands: of a script, by the name that people
 * gave. */
static void append_from(VM *vm, const Source *referrer, Buffer *from) {
  Buffer directory = {};
  const char *path = referrer->path ? referrer->path : referrer->name;
  if (path[0] != '/')
    files_ask(vm, &(FileRequest){.question = FILE_DIRECTORY, .path = ""},
              &directory);
  path_resolve(directory.bytes ? directory.bytes : "/", path, from);
  buffer_free(&directory);
}

/* vm->load_module. */
static Module *load_module(VM *vm, const Source *referrer, Value specifier,
                           Value attributes) {
  Buffer text = {}, from = {}, path = {};
  Module *module = NULL;
  bool is_certain;
  string_append_text((String *)value_to_cell(specifier), &text);
  append_from(vm, referrer, &from);
  if (resolve_module(vm, RESOLVE_IMPORT, text.bytes ? text.bytes : "",
                     from.bytes, &path)) {
    ModuleFormat format = resolve_format(vm, path.bytes, &is_certain);
    if (check_attributes(vm, attributes, format, path.bytes))
      module = load(vm, path.bytes, format, is_certain);
  }
  buffer_free(&text);
  buffer_free(&from);
  buffer_free(&path);
  return module;
}

bool modules_require(VM *vm, const char *path, Value *namespace) {
  Module *module = load(vm, path, FORMAT_MODULE, true);
  Promise *promise;
  if (!module || !module_prepare(vm, module) ||
      !module_run(vm, module, &promise))
    return false;
  if (promise->state == PROMISE_PENDING)
    return host_throw_coded(vm, ERROR_ERROR, "ERR_REQUIRE_ASYNC_MODULE",
                            "require() cannot be used on an ESM graph with "
                            "top-level await. Use import() instead.");
  Object *object = module_namespace(vm, module);
  *namespace = value_from_cell(object);
  return object;
}

/* ---- import.meta -----------------------------------------------------------
 */

/* A path as a file: URL. */
static void append_url(const char *path, Buffer *url) {
  static const char plain[] = "/-._~!$&'()*+,;=:@";
  buffer_text(url, "file://");
  for (; *path; path++) {
    char c = *path;
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') || strchr(plain, c);
    if (is_plain)
      buffer_byte(url, c);
    else
      buffer_format(url, "%%%02X", (u8)c);
  }
}

static bool set_text(VM *vm, Object *object, const char *name, const char *text,
                     size_t length) {
  KEEP_CELL(vm, String, string, string_from_text(&vm->isolate, text, length));
  if (!string) return vm_throw_memory(vm);
  object_set_c(&vm->isolate, object, name, value_from_cell(string),
               ATTRIBUTES_DEFAULT);
  return true;
}

/* import.meta.resolve(specifier): `data` is the path of the module's file. */
static bool meta_resolve(VM *vm, Call *call) {
  Buffer from = {}, specifier = {}, path = {}, url = {};
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  string_append_text(text, &specifier);
  string_append_text((String *)value_to_cell(library_native(call)->data),
                     &from);
  bool ok =
      resolve_module(vm, RESOLVE_IMPORT, specifier.bytes ? specifier.bytes : "",
                     from.bytes, &path);
  if (ok) {
    if (!strncmp(path.bytes, "node:", 5))
      buffer_text(&url, path.bytes);
    else
      append_url(path.bytes, &url);
    ok = library_string(vm,
                        string_from_text(&vm->isolate, url.bytes, url.length),
                        &call->result);
  }
  buffer_free(&from);
  buffer_free(&specifier);
  buffer_free(&path);
  buffer_free(&url);
  return ok;
}

static bool fill_meta(VM *vm, Module *module, Object *meta) {
  Isolate *isolate = &vm->isolate;
  const char *path = module->source ? module->source->path : NULL;
  KEEP_CELL(vm, Object, kept, meta);
  if (!path) return true;
  Buffer url = {};
  append_url(path, &url);
  bool ok = set_text(vm, kept, "dirname", path, path_directory_length(path)) &&
            set_text(vm, kept, "filename", path, strlen(path));
  KEEP_CELL(vm, NativeFunction, resolve,
            native_new(isolate, "resolve", meta_resolve, 1));
  cell_write(&isolate->heap, resolve, &resolve->data, module->name);
  object_set_c(isolate, kept, "resolve", value_from_cell(resolve),
               ATTRIBUTES_DEFAULT);
  ok = ok && set_text(vm, kept, "url", url.bytes, url.length);
  buffer_free(&url);
  return ok;
}

void modules_open(VM *vm) {
  vm->load_module = load_module;
  vm->fill_meta = fill_meta;
}
