/* recording.c - reading scripts, and reading and writing recordings.
 *
 * A recording on disk is one JSON object:
 *
 *   {"glassheap": 1, "engine": "0.3.0", "name": "a.js", "arguments": [],
 *    "seed": "1", "start": "0", "timeZone": "UTC", "locale": "en-US",
 *    "heapLimit": "0", "stress": false, "collector": "marking",
 *    "optimise": "hot",
 *    "check": "16 hex digits", "source": "..."}
 *
 * A module has its "kind" ("commonjs" or "module") and "path" too, and a
 * program that read files what they said ("files", see file_log.h).
 *
 * Numbers of 64 bits are texts, since many readers of JSON cut them. `check`
 * is a hash of the source, so that a damaged file is not played as a
 * different program.
 */
#define _GNU_SOURCE /* O_CLOEXEC */
#include "watch/recording.h"

#include "base/unicode.h"
#include "heap/collector.h"
#include "host/package.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

constexpr int RECORDING_FORMAT = 1;
constexpr size_t FILE_BYTES_MAX = 256u << 20;
/* A plain script has the same seed whenever it is looked at, so that a moment
 * named yesterday is there today. */
constexpr u64 SEED_DEFAULT = 1;

/* ---- Files -------------------------------------------------------------- */

static bool fail(Buffer *error, const char *path, const char *what) {
  buffer_format(error, "%s: %s", path, what);
  return false;
}

static bool read_all(int file, const char *path, Buffer *text, Buffer *error) {
  char piece[64 << 10];
  for (;;) {
    ssize_t count = read(file, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(error, path, strerror(errno));
    if (count == 0) return true;
    if (text->length + (size_t)count > FILE_BYTES_MAX)
      return fail(error, path, "is larger than 256 MiB");
    buffer_append(text, piece, (size_t)count);
  }
}

static const char *reason_of_open(int code) {
  return code == ENOENT ? "there is no such file" : strerror(code);
}

static bool read_file(const char *path, Buffer *text, Buffer *error) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(error, path, reason_of_open(errno));
  struct stat status;
  bool ok = !fstat(file, &status);
  if (ok && S_ISDIR(status.st_mode))
    ok = fail(error, path, "is a directory, not a script");
  else if (ok)
    ok = read_all(file, path, text, error);
  else
    fail(error, path, strerror(errno));
  close(file);
  return ok;
}

/* ---- Text --------------------------------------------------------------- */

static u64 line_at(const Buffer *text, size_t offset) {
  u64 line = 1;
  for (size_t i = 0; i < offset; i++)
    line += text->bytes[i] == '\n';
  return line;
}

static bool check_text(const char *path, const Buffer *text, Buffer *error) {
  if (!text->length) return true;
  const char *zero = memchr(text->bytes, 0, text->length);
  if (zero) return fail(error, path, "is a binary file, not a script");
  size_t bad = unicode_check_utf8(text->bytes, text->length);
  if (bad == text->length) return true;
  buffer_format(error,
                "%s:%" PRIu64 ": byte 0x%02x at offset %zu is not UTF-8; save "
                "the file as UTF-8",
                path, line_at(text, bad), (u8)text->bytes[bad], bad);
  return false;
}

/* A copy of a name that is surely UTF-8. */
static char *copy_name(const char *name) {
  size_t length = strlen(name), bad;
  char *copy = base_copy(name, length + 1);
  while ((bad = unicode_check_utf8(copy, length)) < length)
    copy[bad] = '?';
  return copy;
}

/* FNV-1a. */
static u64 hash_of_text(const char *text, size_t length) {
  u64 hash = 0xCBF29CE484222325ull;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (u8)text[i]) * 0x100000001B3ull;
  return hash;
}

/* ---- Recordings --------------------------------------------------------- */

static bool is_recording(const char *path, const Buffer *text) {
  static const char first[] = "\"glassheap\"";
  size_t length = strlen(path), at = 1;
  if (length > 6 && !strcmp(path + length - 6, ".glass")) return true;
  if (!text->length || text->bytes[0] != '{') return false;
  while (at < text->length && strchr(" \r\n\t", text->bytes[at]))
    at++;
  return text->length - at >= sizeof first - 1 &&
         !memcmp(text->bytes + at, first, sizeof first - 1);
}

/* A 64-bit number that was written as text. */
static bool read_u64(json_t *object, const char *key, u64 *value) {
  const char *text = json_string_value(json_object_get(object, key));
  char *end;
  if (!text || *text < '0' || *text > '9') return false;
  errno = 0;
  *value = strtoull(text, &end, 10);
  return !errno && !*end;
}

static bool read_arguments(Recording *recording, json_t *list) {
  if (!json_is_array(list)) return false;
  size_t count = json_array_size(list);
  recording->arguments = base_allocate_zeroed((count + 1) * sizeof(char *));
  for (size_t i = 0; i < count; i++) {
    const char *text = json_string_value(json_array_get(list, i));
    if (!text) return false;
    recording->arguments[i] = base_copy(text, strlen(text) + 1);
    recording->argument_count++;
  }
  return true;
}

static bool read_source(Recording *recording, json_t *root) {
  json_t *name = json_object_get(root, "name");
  json_t *source = json_object_get(root, "source");
  const char *check = json_string_value(json_object_get(root, "check"));
  if (!json_is_string(name) || !json_is_string(source) || !check) return false;
  recording->length = json_string_length(source);
  recording->text = base_copy(json_string_value(source), recording->length + 1);
  recording->name = copy_name(json_string_value(name));
  char wanted[24];
  snprintf(wanted, sizeof wanted, "%016" PRIx64,
           hash_of_text(recording->text, recording->length));
  return !strcmp(check, wanted);
}

/* A text that older recordings do not have. */
static char *read_setting(json_t *root, const char *key, const char *absent) {
  const char *text = json_string_value(json_object_get(root, key));
  return copy_name(text ? text : absent);
}

static const char *const kind_words[] = {
    [PROGRAM_SCRIPT] = "script",
    [PROGRAM_COMMONJS] = "commonjs",
    [PROGRAM_MODULE] = "module",
};

/* What only programs with files have. `live`: it has not run yet, and is on
 * its way to another process of ours; what a file says there is not to be
 * believed, for it would open the machine's files to whoever wrote it. */
static bool read_module(Recording *recording, json_t *root, bool is_own) {
  const char *kind = json_string_value(json_object_get(root, "kind"));
  const char *path = json_string_value(json_object_get(root, "path"));
  const char *live =
      is_own ? json_string_value(json_object_get(root, "live")) : NULL;
  for (u32 i = 0; kind && i < ARRAY_COUNT(kind_words); i++)
    if (!strcmp(kind, kind_words[i])) recording->kind = (ProgramKind)i;
  if (path) recording->path = base_copy(path, strlen(path) + 1);
  recording->files->is_closed = !live;
  recording->files->can_change = live && recording->host.writes_files;
  if (live) file_log_input_from_json(recording->files, root);
  if (live && *live) file_log_grant(recording->files, live);
  return file_log_from_json(recording->files, json_object_get(root, "files"));
}

/* Recordings made when there was one collector do not name it. */
static bool read_heap(Recording *recording, json_t *root) {
  json_t *stress = json_object_get(root, "stress");
  const char *hard = json_string_value(stress);
  const char *name = json_string_value(json_object_get(root, "collector"));
  HeapOptions *heap = &recording->heap;
  if (name) heap->collector = collector_find(name);
  if (json_is_true(stress)) heap->stress = STRESS_COLLECT;
  if (hard && !strcmp(hard, "barrier")) heap->stress = STRESS_BARRIER;
  return heap->collector < COLLECTOR_COUNT &&
         (json_is_boolean(stress) || heap->stress) &&
         read_u64(root, "heapLimit", &heap->limit);
}

static const char *const optimise_words[] = {
    [OPTIMISE_HOT] = "hot",
    [OPTIMISE_NEVER] = "never",
    [OPTIMISE_STRESS] = "stress",
};

/* Recordings that do not say so were made before anything was optimised. */
static void read_tier(Recording *recording, json_t *root) {
  const char *word = json_string_value(json_object_get(root, "optimise"));
  recording->optimise = OPTIMISE_NEVER;
  for (u32 i = 0; word && i < ARRAY_COUNT(optimise_words); i++)
    if (!strcmp(word, optimise_words[i])) recording->optimise = (OptimiseMode)i;
}

static bool read_fields(Recording *recording, json_t *root, bool is_own) {
  if (!read_heap(recording, root)) return false;
  read_tier(recording, root);
  recording->time_zone = read_setting(root, "timeZone", "UTC");
  recording->locale = read_setting(root, "locale", "en-US");
  if (!host_options_read(&recording->host, root)) return false;
  return read_source(recording, root) && read_module(recording, root, is_own) &&
         read_arguments(recording, json_object_get(root, "arguments")) &&
         read_u64(root, "seed", &recording->seed) &&
         read_u64(root, "start", &recording->start_ns);
}

/* Whether this engine gives the recording the moments that it had. */
static bool check_version(json_t *root, const char *path, Buffer *error) {
  json_t *format = json_object_get(root, "glassheap");
  const char *engine = json_string_value(json_object_get(root, "engine"));
  if (!json_is_integer(format) || !engine)
    return fail(error, path, "is not a recording of Glassheap");
  if (json_integer_value(format) == RECORDING_FORMAT &&
      !strcmp(engine, ENGINE_VERSION))
    return true;
  buffer_format(error,
                "%s: was recorded by version %s of the engine and this is %s, "
                "which has other moments; record it again",
                path, engine, ENGINE_VERSION);
  return false;
}

static bool load_recording(Recording *recording, const char *path,
                           const Buffer *text, bool is_own, Buffer *error) {
  json_error_t reason;
  json_t *root =
      json_loadb(text->bytes ? text->bytes : "", text->length, 0, &reason);
  if (!root) {
    buffer_format(error, "%s:%d: is a damaged recording: %s", path, reason.line,
                  reason.text);
    return false;
  }
  bool ok = check_version(root, path, error);
  if (ok && !read_fields(recording, root, is_own))
    ok = fail(error, path, "is a damaged recording");
  recording->is_recorded = true;
  json_decref(root);
  return ok;
}

/* The nearest package.json's "type", if it has one. */
static void apply_package_kind(const char *path, ProgramKind *kind) {
  size_t length;
  json_t *json = package_nearest(files_answer_system, NULL, path, &length);
  const char *type = json_string_value(json_object_get(json, "type"));
  if (type && !strcmp(type, "module")) *kind = PROGRAM_MODULE;
  if (type && !strcmp(type, "commonjs")) *kind = PROGRAM_COMMONJS;
  json_decref(json);
}

/* By its ending, by package.json, by its text. */
static void find_kind(Recording *recording, const char *path) {
  char *real = realpath(path, NULL);
  ProgramKind kind = program_kind_of_text(recording->text, recording->length);
  if (real && path_ends(real, ".mjs"))
    kind = PROGRAM_MODULE;
  else if (real && path_ends(real, ".cjs"))
    kind = PROGRAM_COMMONJS;
  else if (real && path_ends(real, ".js"))
    apply_package_kind(real, &kind);
  recording->kind = kind;
  if (real) file_log_grant(recording->files, real);
  if (kind == PROGRAM_SCRIPT)
    free(real);
  else
    recording->path = real;
}

/* ---- What of the machine a program sees ---------------------------------- */

/* The zone that TZ names, else the one that the machine is set to: what
 * /etc/localtime links to. */
static char *local_time_zone(void) {
  const char *named = getenv("TZ");
  if (named && *named) return copy_name(named);
  char target[256];
  ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);
  if (named || length <= 0) return copy_name("UTC");
  target[length] = 0;
  return copy_name(target);
}

/* As POSIX has it: the first that is set of LC_ALL, LC_MESSAGES and LANG. */
static char *local_locale(void) {
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (u32 i = 0; i < ARRAY_COUNT(names); i++) {
    const char *text = getenv(names[i]);
    if (text && *text) return copy_name(text);
  }
  return copy_name("en-US");
}

static void load_script(Recording *recording, const char *path, Buffer *text) {
  recording->name = copy_name(path);
  recording->length = text->length;
  recording->text = base_allocate(text->length + 1);
  if (text->length) memcpy(recording->text, text->bytes, text->length);
  recording->text[text->length] = 0;
  recording->seed = SEED_DEFAULT;
  find_kind(recording, path);
  recording->time_zone = local_time_zone();
  recording->locale = local_locale();
}

static bool load(Recording *recording, const char *path, bool is_own,
                 Buffer *error) {
  *recording = (Recording){};
  recording->files = base_allocate_zeroed(sizeof(FileLog));
  Buffer text = {};
  bool ok = read_file(path, &text, error);
  if (ok && is_recording(path, &text))
    ok = load_recording(recording, path, &text, is_own, error);
  else if (ok && (ok = check_text(path, &text, error)))
    load_script(recording, path, &text);
  buffer_free(&text);
  if (!ok) recording_free(recording);
  return ok;
}

bool recording_load(Recording *recording, const char *path, Buffer *error) {
  return load(recording, path, false, error);
}

/* Modules are known by their paths. */
static char *make_path(const char *name) {
  Buffer path = {};
  buffer_format(&path, "/%s", name);
  return path.bytes;
}

bool recording_from_text(Recording *recording, const char *name,
                         const char *text, size_t length, ProgramKind kind,
                         Buffer *error) {
  Buffer bytes = {};
  *recording = (Recording){.kind = kind, .seed = SEED_DEFAULT};
  buffer_append(&bytes, text, length);
  bool ok = check_text(name, &bytes, error);
  buffer_free(&bytes);
  if (!ok) return false;
  recording->files = base_allocate_zeroed(sizeof(FileLog));
  recording->files->is_closed = true;
  recording->name = copy_name(name);
  recording->text = base_allocate(length + 1);
  if (length) memcpy(recording->text, text, length);
  recording->text[length] = 0;
  recording->length = length;
  if (kind == PROGRAM_SCRIPT)
    recording->kind = program_kind_of_text(recording->text, length);
  if (recording->kind != PROGRAM_SCRIPT)
    recording->path = make_path(recording->name);
  recording->time_zone = copy_name("UTC");
  recording->locale = copy_name("en-US");
  return true;
}

bool recording_receive(Recording *recording, int file, Buffer *error) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return load(recording, path, true, error);
}

/* ---- Writing ------------------------------------------------------------ */

static json_t *json_u64(u64 value) {
  return json_sprintf("%" PRIu64, value);
}

/* What a script without files does not need. */
static void add_module(json_t *json, const Recording *recording, bool is_live) {
  if (!json) return;
  if (recording->kind != PROGRAM_SCRIPT)
    json_object_set_new(json, "kind", json_string(kind_words[recording->kind]));
  if (recording->path)
    json_object_set_new(json, "path", json_string(recording->path));
  if (recording->files->items.count)
    json_object_set_new(json, "files", file_log_to_json(recording->files));
  if (!is_live) return;
  file_log_input_to_json(recording->files, json);
  char *real = recording->path ? NULL : realpath(recording->name, NULL);
  const char *program = recording->path ? recording->path : real;
  json_object_set_new(json, "live", json_string(program ? program : ""));
  free(real);
}

static json_t *stress_to_json(HeapStress stress) {
  return stress == STRESS_BARRIER ? json_string("barrier")
                                  : json_boolean(stress == STRESS_COLLECT);
}

static json_t *recording_to_json(const Recording *recording) {
  json_t *arguments = json_array();
  for (u32 i = 0; i < recording->argument_count; i++)
    json_array_append_new(arguments, json_string(recording->arguments[i]));
  return json_pack("{s:i, s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o, "
                   "s:s%, s:s, s:s}",
                   "glassheap", RECORDING_FORMAT, "engine", ENGINE_VERSION,
                   "name", recording->name, "arguments", arguments, "seed",
                   json_u64(recording->seed), "start",
                   json_u64(recording->start_ns), "timeZone",
                   recording->time_zone, "locale", recording->locale,
                   "heapLimit", json_u64(recording->heap.limit), "stress",
                   stress_to_json(recording->heap.stress), "check",
                   json_sprintf("%016" PRIx64, hash_of_text(recording->text,
                                                            recording->length)),
                   "source", recording->text, recording->length, "collector",
                   collector_name(recording->heap.collector), "optimise",
                   optimise_words[recording->optimise]);
}

/* Writes `name` and closes it; the error's number, or 0. */
static int write_file(const char *name, int flags, const char *text) {
  int file = open(name, O_WRONLY | O_CLOEXEC | flags, 0666);
  if (file < 0) return errno;
  int code = files_write_all(file, text, strlen(text));
  if (close(file) && !code) code = errno;
  return code;
}

/* A pipe or a device cannot be replaced by renaming. */
static bool is_special(const char *path) {
  struct stat status;
  return !stat(path, &status) && !S_ISREG(status.st_mode) &&
         !S_ISDIR(status.st_mode);
}

static int replace_file(const char *path, const char *text) {
  if (is_special(path)) return write_file(path, 0, text);
  Buffer name = {};
  buffer_format(&name, "%s.%ld.tmp", path, (long)getpid());
  int code = write_file(name.bytes, O_CREAT | O_EXCL, text);
  if (!code && rename(name.bytes, path)) code = errno;
  if (code) unlink(name.bytes);
  buffer_free(&name);
  return code;
}

/* The recording as JSON text, the caller's to free; NULL when something in it
 * is not UTF-8. */
static char *recording_text(const Recording *recording, bool is_live) {
  json_t *root = recording_to_json(recording);
  add_module(root, recording, is_live);
  host_options_write(&recording->host, root);
  char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
  json_decref(root);
  return text;
}

int recording_write(const Recording *recording, int file) {
  char *text = recording_text(recording, !recording->files->is_closed);
  if (!text) return EILSEQ;
  int code = files_write_all(file, text, strlen(text));
  free(text);
  return code;
}

bool recording_save(const Recording *recording, const char *path,
                    Buffer *error) {
  char *text = recording_text(recording, false);
  if (!text) return fail(error, path, "not written: an argument is not UTF-8");
  int code = replace_file(path, text);
  free(text);
  if (!code) return true;
  buffer_format(error, "%s: not written: %s", path, strerror(code));
  return false;
}

MainProgram recording_program(const Recording *recording) {
  return (MainProgram){.kind = recording->kind,
                       .name = recording->name,
                       .path = recording->path,
                       .text = recording->text,
                       .length = recording->length};
}

void recording_free(Recording *recording) {
  for (u32 i = 0; i < recording->argument_count; i++)
    free(recording->arguments[i]);
  free(recording->arguments);
  free(recording->name);
  free(recording->path);
  if (recording->files) file_log_free(recording->files);
  free(recording->files);
  host_options_free(&recording->host);
  free(recording->time_zone);
  free(recording->locale);
  free(recording->text);
  *recording = (Recording){};
}
