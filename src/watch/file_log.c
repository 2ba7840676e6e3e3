/* file_log.c - see file_log.h. */
#include "watch/file_log.h"

#include "base/unicode.h"
#include "host/package.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A recording that holds more is no longer one that plays anywhere, and the
 * server keeps it in memory. */
constexpr size_t LOG_BYTES_MAX = 256u << 20;
/* As much of standard input is given at a time: a pipe's worth. */
constexpr size_t INPUT_PIECE = 64u << 10;
/* Shorter answers are not worth a reference to an earlier one. */
constexpr size_t SAME_BYTES_MIN = 32;

/* ---- What may be read ---------------------------------------------------- */

static void add_root(FileLog *log, const char *path, size_t length,
                     const char *more) {
  Buffer root = {};
  buffer_append(&root, path, length);
  buffer_text(&root, more);
  vector_push(&log->roots, buffer_take(&root));
}

void file_log_grant(FileLog *log, const char *program) {
  size_t folder = path_directory_length(program), package = folder;
  for (size_t end = folder; end > 1;) {
    add_root(log, program, end, "/node_modules");
    while (end > 1 && program[end - 1] != '/')
      end--;
    if (end > 1) end--;
  }
  json_t *json = package_nearest(files_answer_system, NULL, program, &package);
  add_root(log, program, json && package > 1 ? package : folder, "");
  json_decref(json);
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

/* Where a path that is allowed really leads: links do not lead outside. The
 * system is asked about what was checked and about nothing else: a `..` behind
 * a link is not where the path's own text says. */
static bool may_read(const FileLog *log, const char *path) {
  Buffer real = {};
  if (!is_inside(log, path)) return false;
  FileRequest request = {.question = FILE_REAL, .path = path};
  bool may =
      files_answer_system(NULL, &request, &real) || is_inside(log, real.bytes);
  buffer_free(&real);
  return may;
}

/* A pipe or a device would hold up whoever reads it, and has no end. */
static int check_kind(const char *path) {
  struct stat status;
  if (stat(path, &status)) return errno;
  if (S_ISREG(status.st_mode)) return 0;
  return S_ISDIR(status.st_mode) ? EISDIR : EACCES;
}

/* A link to what is not there: to write to it would make that. */
static bool is_dangling(const char *path) {
  Buffer ignored = {};
  FileRequest link = {.question = FILE_LINK, .path = path},
              real = {.question = FILE_REAL, .path = path};
  bool is = !files_answer_system(NULL, &link, &ignored) &&
            files_answer_system(NULL, &real, &ignored);
  buffer_free(&ignored);
  return is;
}

/* Why a path must not be changed, or 0. Its own only, not what it depends on;
 * links do not lead outside. */
static int check_change(const FileLog *log, const char *path) {
  Buffer folder = {}, real = {};
  if (!is_inside(log, path) || strstr(path, "/node_modules")) return EACCES;
  buffer_append(&folder, path, path_directory_length(path));
  FileRequest request = {.question = FILE_REAL, .path = folder.bytes};
  int code = files_answer_system(NULL, &request, &real);
  bool may = code || (is_inside(log, real.bytes) && may_read(log, path) &&
                      !is_dangling(path));
  buffer_free(&folder);
  buffer_free(&real);
  return may ? code : EACCES;
}

static int make_change(FileLog *log, const FileRequest *request) {
  Buffer ignored = {}, to = {};
  FileRequest change = *request;
  int code = log->can_change ? check_change(log, request->path) : EACCES;
  if (request->question == FILE_RENAME) { /* `data` is a path, too */
    path_resolve("/", request->data, &to);
    change.data = to.bytes;
    if (!code)
      code = request->data[0] == '/' ? check_change(log, to.bytes) : EACCES;
  }
  if (!code) code = files_answer_system(NULL, &change, &ignored);
  buffer_free(&ignored);
  buffer_free(&to);
  return code;
}

static int ask_about(FileLog *log, const FileRequest *request, Buffer *answer) {
  int code = 0;
  if (files_is_change(request->question)) return make_change(log, request);
  /* what it may not see is not there */
  if (!may_read(log, request->path)) return ENOENT;
  if (request->question == FILE_READ) code = check_kind(request->path);
  return code ? code : files_answer_system(NULL, request, answer);
}

void file_log_set_input(FileLog *log, const char *bytes, size_t length) {
  buffer_clear(&log->input);
  buffer_append(&log->input, bytes, length);
  log->input_at = 0;
}

static int ask_input(FileLog *log, const FileRequest *request, Buffer *answer) {
  if (log->reads_input) return files_answer_system(NULL, request, answer);
  size_t left = log->input.length - log->input_at;
  size_t length = left < INPUT_PIECE ? left : INPUT_PIECE;
  if (length) buffer_append(answer, log->input.bytes + log->input_at, length);
  log->input_at += length;
  return 0;
}

static int ask_system(FileLog *log, const FileRequest *request,
                      Buffer *answer) {
  if (request->question == FILE_DIRECTORY)
    return files_answer_system(NULL, request, answer);
  if (request->question == FILE_INPUT) return ask_input(log, request, answer);
  if (request->path[0] != '/') return ENOENT;
  Buffer path = {};
  path_resolve("/", request->path, &path);
  FileRequest checked = *request;
  checked.path = path.bytes;
  int code = ask_about(log, &checked, answer);
  buffer_free(&path);
  return code;
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
  log->bytes += answer->length;
  vector_push(&log->items, item);
}

/* Asks the system; what would be too much for the log is too large. */
static int learn(FileLog *log, const FileRequest *request, Buffer *answer) {
  int code = ask_system(log, request, answer);
  if (answer->length <= LOG_BYTES_MAX - log->bytes) return code;
  buffer_clear(answer);
  return EFBIG;
}

/* What was last answered to the same question, or NULL. */
static const LoggedAnswer *find_same(const FileLog *log,
                                     const FileRequest *request) {
  for (u32 i = log->items.count; i-- > 0;)
    if (is_same(&log->items.items[i], request)) return &log->items.items[i];
  return NULL;
}

int file_log_answer(FileLog *log, u64 at, const FileRequest *request,
                    bool is_first, Buffer *answer) {
  if (at < log->items.count && is_same(&log->items.items[at], request))
    return give(&log->items.items[at], answer);
  bool is_new = at >= log->items.count && !log->is_closed;
  is_first = is_first && at == log->items.count;
  if (request->question == FILE_INPUT && !(is_new && is_first)) return 0;
  const LoggedAnswer *same = is_new ? NULL : find_same(log, request);
  if (same) return give(same, answer);
  if (log->is_closed) return ENOENT;
  if (!is_first && files_is_change(request->question)) return EROFS;
  Buffer fresh = {};
  int code = learn(log, request, &fresh);
  if (at == log->items.count) note(log, request, code, &fresh);
  if (fresh.length) buffer_append(answer, fresh.bytes, fresh.length);
  buffer_free(&fresh);
  return code;
}

static void put_answer(FileLog *log, FileQuestion question, const char *path,
                       const char *text, size_t length) {
  FileRequest request = {.question = question, .path = path};
  Buffer answer = {};
  buffer_append(&answer, text, length);
  note(log, &request, 0, &answer);
  buffer_free(&answer);
}

void file_log_put(FileLog *log, const char *path, const char *text,
                  size_t length) {
  Buffer status = {};
  files_write_status(&(FileStatus){.kind = 'f', .size = length, .mode = 0444},
                     &status);
  put_answer(log, FILE_READ, path, text, length);
  put_answer(log, FILE_STAT, path, status.bytes, status.length);
  put_answer(log, FILE_REAL, path, path, strlen(path));
  buffer_free(&status);
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

/* The number of an earlier answer with the same bytes, or `at`: files that are
 * asked for twice, or have the same text, are written once. */
static u32 first_with_bytes(const FileLog *log, u32 at) {
  const LoggedAnswer *item = &log->items.items[at];
  for (u32 i = 0; item->length > SAME_BYTES_MIN && i < at; i++) {
    const LoggedAnswer *other = &log->items.items[i];
    if (other->length == item->length &&
        !memcmp(other->bytes, item->bytes, item->length))
      return i;
  }
  return at;
}

json_t *file_log_to_json(const FileLog *log) {
  json_t *list = json_array();
  for (u32 i = 0; i < log->items.count; i++) {
    const LoggedAnswer *item = &log->items.items[i];
    u32 first = first_with_bytes(log, i);
    json_t *json =
        json_pack("{s:s, s:s, s:i}", "ask", files_word(item->question), "path",
                  item->path, "code", item->code);
    if (first < i)
      json_object_set_new(json, "same", json_integer(first));
    else
      set_bytes(json, item->bytes, item->length);
    json_array_append_new(list, json);
  }
  return list;
}

/* The bytes of an answer, perhaps those of an earlier one. */
static bool read_bytes(const FileLog *log, json_t *json, Buffer *bytes) {
  json_t *same = json_object_get(json, "same");
  if (!same) {
    get_bytes(json, bytes);
    return true;
  }
  json_int_t at = json_is_integer(same) ? json_integer_value(same) : -1;
  if (at < 0 || at >= log->items.count) return false;
  const LoggedAnswer *item = &log->items.items[at];
  if (item->length) buffer_append(bytes, item->bytes, item->length);
  return true;
}

static bool add_from_json(FileLog *log, json_t *json) {
  const char *word = json_string_value(json_object_get(json, "ask"));
  const char *path = json_string_value(json_object_get(json, "path"));
  if (!word || !path) return false;
  FileRequest request = {.question = files_question(word), .path = path};
  if (request.question == FILE_QUESTION_COUNT) return false;
  Buffer bytes = {};
  bool ok = read_bytes(log, json, &bytes) &&
            bytes.length <= LOG_BYTES_MAX - log->bytes;
  if (ok)
    note(log, &request, (int)json_integer_value(json_object_get(json, "code")),
         &bytes);
  buffer_free(&bytes);
  return ok;
}

bool file_log_from_json(FileLog *log, json_t *list) {
  size_t index;
  json_t *json;
  json_array_foreach(list, index, json) {
    if (!add_from_json(log, json)) return false;
  }
  return true;
}

void file_log_input_to_json(const FileLog *log, json_t *recording) {
  if (!log->input.length) return;
  json_t *json = json_object();
  set_bytes(json, log->input.bytes, log->input.length);
  json_object_set_new(recording, "input", json);
}

void file_log_input_from_json(FileLog *log, json_t *recording) {
  json_t *json = json_object_get(recording, "input");
  if (json) get_bytes(json, &log->input);
}

json_t *file_request_to_json(u64 at, const FileRequest *request) {
  json_t *json =
      json_pack("{s:s, s:I, s:s, s:s}", "event", "ask", "at", (json_int_t)at,
                "ask", files_word(request->question), "path", request->path);
  if (request->data) set_bytes(json, request->data, request->length);
  return json;
}

json_t *file_request_answer(FileLog *log, json_t *message, bool is_first) {
  const char *word = json_string_value(json_object_get(message, "ask"));
  const char *path = json_string_value(json_object_get(message, "path"));
  json_int_t at = json_integer_value(json_object_get(message, "at"));
  Buffer answer = {}, data = {};
  int code = EINVAL;
  get_bytes(message, &data);
  FileRequest request = {.path = path ? path : "",
                         .data = data.bytes ? data.bytes : "",
                         .length = data.length};
  request.question = word ? files_question(word) : FILE_QUESTION_COUNT;
  if (request.question != FILE_QUESTION_COUNT && at >= 0)
    code = file_log_answer(log, (u64)at, &request, is_first, &answer);
  json_t *json = json_pack("{s:s, s:i}", "do", "answered", "code", code);
  set_bytes(json, answer.bytes ? answer.bytes : "", answer.length);
  buffer_free(&answer);
  buffer_free(&data);
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
  buffer_free(&log->input);
  vector_free(&log->items);
  vector_free(&log->roots);
}
