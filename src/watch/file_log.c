/* file_log.c - see file_log.h. */
#include "watch/file_log.h"

#include "base/unicode.h"

#include <errno.h>
#include <stdlib.h>

/* ---- What may be read ---------------------------------------------------- */

static void add_root(FileLog *log, const char *path, size_t length,
                     const char *more) {
  Buffer root = {};
  buffer_append(&root, path, length);
  buffer_text(&root, more);
  vector_push(&log->roots, buffer_take(&root));
}

static bool has_package(const char *path, size_t length) {
  Buffer name = {}, answer = {};
  buffer_append(&name, path, length);
  buffer_text(&name, "/package.json");
  FileRequest request = {.question = FILE_STAT, .path = name.bytes};
  bool has = !files_answer_system(NULL, &request, &answer);
  buffer_free(&name);
  buffer_free(&answer);
  return has;
}

void file_log_grant(FileLog *log, const char *program) {
  size_t folder = path_directory_length(program);
  size_t package = 0;
  for (size_t end = folder; end > 1;) {
    if (!package && has_package(program, end)) package = end;
    add_root(log, program, end, "/node_modules");
    while (end > 1 && program[end - 1] != '/')
      end--;
    if (end > 1) end--;
  }
  add_root(log, program, package ? package : folder, "");
}

static bool is_inside(const FileLog *log, const char *path) {
  for (u32 i = 0; i < log->roots.count; i++) {
    const char *root = log->roots.items[i];
    size_t length = strlen(root);
    if (!strncmp(path, root, length) && (!path[length] || path[length] == '/'))
      return true;
  }
  return false;
}

/* Links do not lead outside. */
static bool may_read(const FileLog *log, const char *path) {
  Buffer whole = {}, real = {};
  if (path[0] != '/') return false;
  path_resolve("/", path, &whole);
  bool may = is_inside(log, whole.bytes);
  FileRequest request = {.question = FILE_REAL, .path = whole.bytes};
  if (may && !files_answer_system(NULL, &request, &real))
    may = is_inside(log, real.bytes);
  buffer_free(&whole);
  buffer_free(&real);
  return may;
}

static int ask_system(FileLog *log, const FileRequest *request,
                      Buffer *answer) {
  if (files_is_change(request->question)) return EACCES;
  if (request->question == FILE_ENVIRONMENT) return 0;
  if (request->question == FILE_DIRECTORY)
    return files_answer_system(NULL, request, answer);
  /* what it may not see is not there */
  if (!may_read(log, request->path)) return ENOENT;
  return files_answer_system(NULL, request, answer);
}

/* ---- Answers ------------------------------------------------------------- */

static bool is_same(const LoggedAnswer *item, const FileRequest *request) {
  return item->question == request->question &&
         !strcmp(item->path, request->path);
}

static int give(const LoggedAnswer *item, Buffer *answer) {
  if (item->length) buffer_append(answer, item->bytes, item->length);
  return item->code;
}

static void note(FileLog *log, const FileRequest *request, int code,
                 const Buffer *answer) {
  LoggedAnswer item = {
      .question = request->question,
      .path = base_copy(request->path, strlen(request->path) + 1),
      .code = code,
      .bytes =
          base_copy(answer->bytes ? answer->bytes : "", answer->length + 1),
      .length = answer->length,
  };
  vector_push(&log->items, item);
}

int file_log_answer(FileLog *log, u64 at, const FileRequest *request,
                    Buffer *answer) {
  if (at < log->items.count && is_same(&log->items.items[at], request))
    return give(&log->items.items[at], answer);
  for (u32 i = log->items.count; i-- > 0;) {
    bool is_new = at >= log->items.count && !log->is_closed;
    if (!is_new && is_same(&log->items.items[i], request))
      return give(&log->items.items[i], answer);
  }
  if (log->is_closed) return ENOENT;
  Buffer fresh = {};
  int code = ask_system(log, request, &fresh);
  if (at == log->items.count) note(log, request, code, &fresh);
  if (fresh.length) buffer_append(answer, fresh.bytes, fresh.length);
  buffer_free(&fresh);
  return code;
}

/* ---- JSON ---------------------------------------------------------------- */

/* Text as it is; other bytes as code points from 1 to 256, which stands for
 * zero: readers of JSON do not like that in a string. */
static void set_bytes(json_t *object, const char *bytes, size_t length) {
  bool is_text =
      unicode_check_utf8(bytes, length) == length && !memchr(bytes, 0, length);
  if (is_text) {
    json_object_set_new(object, "text", json_stringn(bytes, length));
    return;
  }
  Buffer wide = {};
  for (size_t i = 0; i < length; i++)
    buffer_code_point(&wide, bytes[i] ? (u8)bytes[i] : 256);
  json_object_set_new(object, "bytes", json_stringn(wide.bytes, wide.length));
  buffer_free(&wide);
}

static void get_bytes(json_t *object, Buffer *out) {
  json_t *text = json_object_get(object, "text");
  json_t *wide = json_object_get(object, "bytes");
  if (text) {
    buffer_append(out, json_string_value(text), json_string_length(text));
    return;
  }
  const char *at = json_string_value(wide);
  const char *end = at ? at + json_string_length(wide) : at;
  while (at < end)
    buffer_byte(out, (char)unicode_decode(&at, end));
}

json_t *file_log_to_json(const FileLog *log) {
  json_t *list = json_array();
  for (u32 i = 0; i < log->items.count; i++) {
    const LoggedAnswer *item = &log->items.items[i];
    json_t *json =
        json_pack("{s:s, s:s, s:i}", "ask", files_word(item->question), "path",
                  item->path, "code", item->code);
    if (json) set_bytes(json, item->bytes, item->length);
    json_array_append_new(list, json ? json : json_object());
  }
  return list;
}

bool file_log_from_json(FileLog *log, json_t *list) {
  size_t index;
  json_t *json;
  json_array_foreach(list, index, json) {
    const char *word = json_string_value(json_object_get(json, "ask"));
    const char *path = json_string_value(json_object_get(json, "path"));
    if (!word || !path) return false;
    FileRequest request = {.question = files_question(word), .path = path};
    if (request.question == FILE_QUESTION_COUNT) return false;
    Buffer bytes = {};
    get_bytes(json, &bytes);
    note(log, &request, (int)json_integer_value(json_object_get(json, "code")),
         &bytes);
    buffer_free(&bytes);
  }
  return true;
}

json_t *file_request_to_json(u64 at, const FileRequest *request) {
  json_t *json =
      json_pack("{s:s, s:I, s:s, s:s}", "event", "ask", "at", (json_int_t)at,
                "ask", files_word(request->question), "path", request->path);
  /* a path that is no text is no file */
  return json ? json
              : json_pack("{s:s, s:I, s:s, s:s}", "event", "ask", "at",
                          (json_int_t)at, "ask", "read", "path", "");
}

json_t *file_request_answer(FileLog *log, json_t *message) {
  const char *word = json_string_value(json_object_get(message, "ask"));
  const char *path = json_string_value(json_object_get(message, "path"));
  json_int_t at = json_integer_value(json_object_get(message, "at"));
  Buffer answer = {};
  int code = EINVAL;
  FileRequest request = {.path = path ? path : ""};
  request.question = word ? files_question(word) : FILE_QUESTION_COUNT;
  if (request.question != FILE_QUESTION_COUNT && at >= 0)
    code = file_log_answer(log, (u64)at, &request, &answer);
  json_t *json = json_pack("{s:s, s:i}", "do", "answered", "code", code);
  set_bytes(json, answer.bytes ? answer.bytes : "", answer.length);
  buffer_free(&answer);
  return json;
}

int file_answer_from_json(json_t *message, Buffer *answer) {
  get_bytes(message, answer);
  return (int)json_integer_value(json_object_get(message, "code"));
}

void file_log_free(FileLog *log) {
  for (u32 i = 0; i < log->items.count; i++) {
    free(log->items.items[i].path);
    free(log->items.items[i].bytes);
  }
  for (u32 i = 0; i < log->roots.count; i++)
    free(log->roots.items[i]);
  vector_free(&log->items);
  vector_free(&log->roots);
}
