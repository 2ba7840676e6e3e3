/* node_binding.c - the native functions under Node's layer. */
#include "base/version.h"
#include "host/async_context.h"
#include "host/console.h"
#include "host/errors.h"
#include "host/modules.h"
#include "host/node.h"
#include "host/resolve.h"
#include "host/timers.h"
#include "object/array_buffer.h"

#include <errno.h>

/* ---- Texts -------------------------------------------------------------- */

/* An argument as UTF-8. False: threw. */
static bool read_text(VM *vm, Call *call, u32 index, Buffer *out) {
  String *string = vm_to_string(vm, call_argument(call, index));
  if (!string) return false;
  string_append_text(string, out);
  buffer_append(out, "", 0);
  return true;
}

/* An argument whose units are bytes. */
static bool read_bytes(VM *vm, Call *call, u32 index, Buffer *out) {
  String *string = vm_to_string(vm, call_argument(call, index));
  if (!string) return false;
  for (u32 i = 0; i < string->length; i++)
    buffer_byte(out, (char)string_unit(string, i));
  return true;
}

static bool return_text(VM *vm, Call *call, const Buffer *text) {
  return library_string(vm,
                        string_from_text(&vm->isolate,
                                         text->bytes ? text->bytes : "",
                                         text->length),
                        &call->result);
}

/* ---- Files -------------------------------------------------------------- */

/* Whether the program was granted what it asks of the files; its working
 * directory and its input it may know. False: threw, in Node's words. */
static bool check_granted(VM *vm, FileQuestion question, const char *path) {
  const HostOptions *options = &host_of(vm)->options;
  bool is_change = files_is_change(question);
  if (question == FILE_DIRECTORY || question == FILE_INPUT ||
      (is_change ? options->writes_files : options->reads_files))
    return true;
  host_throw_coded(vm, ERROR_ERROR, "ERR_ACCESS_DENIED",
                   "Access to this API has been restricted. Use %s to manage "
                   "permissions.",
                   is_change ? "--allow-fs-write" : "--allow-fs-read");
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, error, value_to_object(vm->exception));
  KEEP_CELL(
      vm, String, permission,
      string_from_c(isolate, is_change ? "FileSystemWrite" : "FileSystemRead"));
  KEEP_CELL(vm, String, resource,
            string_from_text(isolate, path, strlen(path)));
  object_set_c(isolate, error, "permission", value_from_cell(permission),
               ATTRIBUTES_DEFAULT);
  if (resource)
    object_set_c(isolate, error, "resource", value_from_cell(resource),
                 ATTRIBUTES_DEFAULT);
  return false;
}

/* ask(word, path, data, dataIsBytes) -> the answer as a string of bytes, or
 * the error's number. */
static bool binding_ask(VM *vm, Call *call) {
  Buffer word = {}, path = {}, data = {}, answer = {};
  bool is_bytes = vm_to_boolean(call_argument(call, 3));
  bool has_data = !value_is_undefined(call_argument(call, 2));
  bool ok = read_text(vm, call, 0, &word) && read_text(vm, call, 1, &path) &&
            (!has_data || (is_bytes ? read_bytes(vm, call, 2, &data)
                                    : read_text(vm, call, 2, &data)));
  FileRequest request = {.path = path.bytes,
                         .data = has_data && !data.bytes ? "" : data.bytes,
                         .length = data.length};
  if (ok) {
    request.question = files_question(word.bytes);
    bool is_known = request.question < FILE_QUESTION_COUNT;
    ok = !is_known || check_granted(vm, request.question, request.path);
    int code = !ok ? 0 : is_known ? files_ask(vm, &request, &answer) : EINVAL;
    if (code)
      call->result = value_from_int(code);
    else if (ok)
      ok = library_string(vm,
                          string_from_latin1(&vm->isolate,
                                             (const u8 *)answer.bytes,
                                             (u32)answer.length),
                          &call->result);
  }
  buffer_free(&word);
  buffer_free(&path);
  buffer_free(&data);
  buffer_free(&answer);
  return ok;
}

/* readText(path) -> the file as a string, or the error's number. */
static bool binding_read_text(VM *vm, Call *call) {
  Buffer path = {}, text = {};
  bool ok = read_text(vm, call, 0, &path);
  if (ok) {
    int code = node_read_source(vm, path.bytes, &text);
    if (code)
      call->result = value_from_int(code);
    else
      ok = return_text(vm, call, &text);
  }
  buffer_free(&path);
  buffer_free(&text);
  return ok;
}

/* errorName(number) -> [name, text] */
static bool binding_error_name(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  Value argument = call_argument(call, 0);
  int code = value_is_int(argument) ? value_to_int(argument) : EIO;
  KEEP_CELL(vm, Object, pair, array_new(isolate, 2));
  array_push(isolate, pair,
             value_from_cell(string_from_c(isolate, files_error_name(code))));
  array_push(isolate, pair,
             value_from_cell(string_from_c(isolate, files_error_text(code))));
  return call_return(call, value_from_cell(pair));
}

/* ---- Modules ------------------------------------------------------------ */

/* resolve(specifier, from, isImport) as require or import does it -> path */
static bool binding_resolve(VM *vm, Call *call) {
  Buffer specifier = {}, from = {}, path = {};
  ResolveKind kind =
      vm_to_boolean(call_argument(call, 2)) ? RESOLVE_IMPORT : RESOLVE_REQUIRE;
  bool ok = read_text(vm, call, 0, &specifier) &&
            read_text(vm, call, 1, &from) &&
            resolve_module(vm, kind, specifier.bytes, from.bytes, &path) &&
            return_text(vm, call, &path);
  buffer_free(&specifier);
  buffer_free(&from);
  buffer_free(&path);
  return ok;
}

/* format(path) -> 0 CommonJS, 1 module, 2 JSON, 3 builtin; as ModuleFormat */
static bool binding_format(VM *vm, Call *call) {
  Buffer path = {};
  bool is_certain, ok = read_text(vm, call, 0, &path);
  if (ok)
    call->result = value_from_int(resolve_format(vm, path.bytes, &is_certain));
  buffer_free(&path);
  return ok;
}

static bool compile_text(VM *vm, Call *call, const char *name, const char *text,
                         size_t length) {
  Source *source = vm_add_source(vm, name, text, length);
  Function *function = vm_compile_commonjs(vm, source);
  if (!function) return false;
  return call_return(call, value_from_cell(function));
}

/* compile(path, text) -> the function that the text of a CommonJS module is */
static bool binding_compile(VM *vm, Call *call) {
  Buffer path = {}, name = {}, text = {};
  bool ok = read_text(vm, call, 0, &path) && read_text(vm, call, 1, &text);
  if (ok) {
    node_display_name(vm, path.bytes, &name);
    ok = compile_text(vm, call, name.bytes, text.bytes, text.length);
  }
  buffer_free(&path);
  buffer_free(&name);
  buffer_free(&text);
  return ok;
}

/* requireModule(path) -> the namespace of an ES module, which has run */
static bool binding_require_module(VM *vm, Call *call) {
  Buffer path = {};
  bool ok = read_text(vm, call, 0, &path) &&
            modules_require(vm, path.bytes, &call->result);
  buffer_free(&path);
  return ok;
}

/* builtin(name) -> the function of a core module, or undefined */
static bool binding_builtin(VM *vm, Call *call) {
  Buffer name = {}, shown = {};
  bool ok = read_text(vm, call, 0, &name);
  const NodeSource *file = ok ? node_find(name.bytes) : NULL;
  if (file) {
    buffer_format(&shown, "node:%s", name.bytes);
    ok = compile_text(vm, call, shown.bytes, file->text, file->length);
  }
  buffer_free(&name);
  buffer_free(&shown);
  return ok;
}

/* builtins() -> the names of those that programs may have */
static bool binding_builtins(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, names, array_new(isolate, node_source_count));
  for (u32 i = 0; i < node_source_count; i++) {
    if (!node_find_builtin(node_sources[i].name)) continue;
    String *name = string_from_c(isolate, node_sources[i].name);
    array_push(isolate, names, value_from_cell(name));
  }
  return call_return(call, value_from_cell(names));
}

/* folders(directory) -> where packages are looked for */
static bool binding_folders(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  Buffer directory = {}, folders = {};
  if (!read_text(vm, call, 0, &directory)) return false;
  resolve_folders(directory.bytes, &folders);
  KEEP_CELL(vm, Object, list, array_new(isolate, 8));
  for (const char *at = folders.bytes; at < folders.bytes + folders.length;
       at += strlen(at) + 1) {
    String *folder = string_from_text(isolate, at, strlen(at));
    array_push(isolate, list, value_from_cell(folder));
  }
  buffer_free(&directory);
  buffer_free(&folders);
  return call_return(call, value_from_cell(list));
}

/* ---- Values as text ----------------------------------------------------- */

static bool binding_inspect(VM *vm, Call *call) {
  InspectOptions options = INSPECT_DEFAULTS;
  Buffer text = {};
  Value given = call_argument(call, 1);
  bool ok =
      (!value_is_object(given) || inspect_read_options(vm, given, &options)) &&
      inspect(vm, call_argument(call, 0), &options, &text) &&
      return_text(vm, call, &text);
  buffer_free(&text);
  return ok;
}

static bool binding_format_text(VM *vm, Call *call) {
  Buffer text = {};
  bool ok = console_format(vm, call->arguments, call->count, &text) &&
            return_text(vm, call, &text);
  buffer_free(&text);
  return ok;
}

/* describeReceived(value) -> "type number (5)" */
static bool binding_describe_received(VM *vm, Call *call) {
  Buffer text = {};
  bool ok = host_describe_received(vm, call_argument(call, 0), &text) &&
            return_text(vm, call, &text);
  buffer_free(&text);
  return ok;
}

/* ---- The process -------------------------------------------------------- */

/* write(isError, text) - as it is, without a newline */
static bool binding_write(VM *vm, Call *call) {
  Buffer text = {};
  Stream stream =
      vm_to_boolean(call_argument(call, 0)) ? STREAM_ERROR : STREAM_OUT;
  bool ok = read_text(vm, call, 1, &text);
  if (ok && text.length) console_write_raw(vm, stream, text.bytes, text.length);
  buffer_free(&text);
  return ok;
}

/* exit(status) - ends the run */
static bool binding_exit(VM *vm, Call *call) {
  i32 status;
  if (!vm_to_int32(vm, call_argument(call, 0), &status)) return false;
  host_of(vm)->is_exiting = true;
  host_of(vm)->exit_status = status & 0xFF;
  vm_throw(vm, VALUE_UNDEFINED);
  vm->is_terminating = true;
  return false;
}

static bool binding_set_exit_code(VM *vm, Call *call) {
  i32 status;
  if (!vm_to_int32(vm, call_argument(call, 0), &status)) return false;
  host_of(vm)->exit_status = status & 0xFF;
  return true;
}

static bool binding_next_tick(VM *vm, Call *call) {
  queues_add_tick(vm, call_argument(call, 0), call_argument(call, 1));
  return true;
}

/* queueFile(turns, callback) - an answer of the system, in so many turns of the
 * loop */
static bool binding_queue_file(VM *vm, Call *call) {
  u32 turns;
  if (!vm_to_uint32(vm, call_argument(call, 0), &turns)) return false;
  queues_add_file(vm, turns, call_argument(call, 1));
  return true;
}

/* queueTask(kind, delay in ms, callback) - an answer that comes from outside of
 * the program, then */
static bool binding_queue_task(VM *vm, Call *call) {
  static const WaitingKind kinds[] = {WAITING_FETCH, WAITING_EVENT,
                                      WAITING_MESSAGE};
  Buffer word = {};
  double delay;
  bool ok = read_text(vm, call, 0, &word) &&
            vm_to_number(vm, call_argument(call, 1), &delay);
  /* a message does not carry the async context of who posted it */
  KEEP(vm, context, vm->async_context);
  if (ok && !strcmp(word.bytes, waiting_text(WAITING_MESSAGE)))
    vm->async_context = VALUE_UNDEFINED;
  for (u32 i = 0; ok && i < ARRAY_COUNT(kinds); i++)
    if (!strcmp(word.bytes, waiting_text(kinds[i])))
      queues_add_task(vm, kinds[i],
                      vm_now_ns(vm) +
                          (u64)(delay > 0 && delay < 1e9 ? delay * 1e6 : 0),
                      call_argument(call, 2), VALUE_UNDEFINED);
  vm->async_context = context;
  buffer_free(&word);
  return ok;
}

static bool binding_is_proxy(VM *vm, Call *call) {
  return call_return(
      call, value_from_boolean(value_is_proxy(call_argument(call, 0))));
}

/* share(buffer) -> another SharedArrayBuffer of the same memory */
static bool binding_share(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_kind(value, KIND_SHARED_ARRAY_BUFFER)) return true;
  Isolate *isolate = &vm->isolate;
  Object *prototype = INTRINSIC(isolate, shared_array_buffer_prototype);
  KEEP_CELL(vm, Shape, shape,
            shape_empty(isolate, value_from_cell(prototype), 0));
  ArrayBuffer *buffer = (ArrayBuffer *)object_new_kind(
      isolate, KIND_SHARED_ARRAY_BUFFER, shape, sizeof *buffer);
  array_buffer_share(isolate, buffer,
                     ((ArrayBuffer *)value_to_cell(value))->shared);
  return call_return(call, value_from_cell(buffer));
}

/* now() -> nanoseconds of the run's clock, start() -> when it began */
static bool binding_now(VM *vm, Call *call) {
  return call_return(call, value_from_number((double)vm_now_ns(vm)));
}

static bool binding_start(VM *vm, Call *call) {
  return call_return(call,
                     value_from_number((double)vm->inputs.start_ns / 1e6));
}

/* environment() -> NAME=VALUE\0 of all variables that were granted, as a string
 * of bytes */
static bool binding_environment(VM *vm, Call *call) {
  const HostOptions *options = &host_of(vm)->options;
  return library_string(
      vm,
      string_from_latin1(
          &vm->isolate,
          (const u8 *)(options->environment ? options->environment : ""),
          (u32)options->environment_length),
      &call->result);
}

/* fetchTable() -> the text of the canned answers, or undefined */
static bool binding_fetch_table(VM *vm, Call *call) {
  const char *table = host_of(vm)->options.fetch_table;
  if (!table) return true;
  return library_string(
      vm, string_from_text(&vm->isolate, table, strlen(table)), &call->result);
}

/* main() -> the program's file, or undefined */
static bool binding_main(VM *vm, Call *call) {
  const char *main = host_of(vm)->main;
  if (!main) return true;
  return library_string(vm, string_from_text(&vm->isolate, main, strlen(main)),
                        &call->result);
}

Object *node_binding(VM *vm) {
  static const NativeEntry functions[] = {
      {"ask", binding_ask, 4},
      {"readText", binding_read_text, 1},
      {"errorName", binding_error_name, 1},
      {"resolve", binding_resolve, 3},
      {"format", binding_format, 1},
      {"compile", binding_compile, 2},
      {"builtin", binding_builtin, 1},
      {"builtins", binding_builtins, 0},
      {"folders", binding_folders, 1},
      {"inspect", binding_inspect, 2},
      {"describeReceived", binding_describe_received, 1},
      {"formatText", binding_format_text, 1},
      {"write", binding_write, 2},
      {"exit", binding_exit, 1},
      {"requireModule", binding_require_module, 1},
      {"nextTick", binding_next_tick, 2},
      {"queueTask", binding_queue_task, 3},
      {"queueFile", binding_queue_file, 2},
      {"setExitCode", binding_set_exit_code, 1},
      {"now", binding_now, 0},
      {"isProxy", binding_is_proxy, 1},
      {"share", binding_share, 1},
      {"start", binding_start, 0},
      {"environment", binding_environment, 0},
      {"fetchTable", binding_fetch_table, 0},
      {"main", binding_main, 0},
  };
  KEEP_CELL(vm, Object, binding, object_new_plain(&vm->isolate));
  library_add_functions(vm, binding, functions, ARRAY_COUNT(functions));
  async_context_binding(vm, binding);
  object_set_c(&vm->isolate, binding, "process", host_of(vm)->process,
               ATTRIBUTES_DEFAULT);
  object_set_c(&vm->isolate, binding, "isBrowser",
               value_from_boolean(host_of(vm)->options.is_browser),
               ATTRIBUTES_DEFAULT);
  KEEP(vm, version,
       value_from_cell(string_intern_c(&vm->isolate, ENGINE_VERSION)));
  object_set_c(&vm->isolate, binding, "version", version, ATTRIBUTES_DEFAULT);
  return binding;
}
