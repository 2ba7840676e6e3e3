/* files.c - questions, their words, and paths. */
#include "host/files.h"

#include "base/unicode.h"
#include "host/host.h"

#include <errno.h>
#include <stdio.h>

/* ---- Questions ---------------------------------------------------------- */

static const struct {
  const char *word;
  bool is_change;
} questions[] = {
#define QUESTION(name, word, is_change) {word, is_change},
#include "host/files.def"
#undef QUESTION
};

const char *files_word(FileQuestion question) {
  return questions[question].word;
}

FileQuestion files_question(const char *word) {
  u32 i = 0;
  while (i < FILE_QUESTION_COUNT && strcmp(questions[i].word, word) != 0)
    i++;
  return (FileQuestion)i;
}

bool files_is_change(FileQuestion question) {
  return questions[question].is_change;
}

/* A name with half a surrogate pair is none that a file has, and could not be
 * written down in a recording. */
static bool is_text(const char *path) {
  size_t length = strlen(path);
  return unicode_check_utf8(path, length) == length;
}

int files_ask(VM *vm, const FileRequest *request, Buffer *answer) {
  Host *host = host_of(vm);
  if (!host->answer) return EACCES;
  if (!is_text(request->path)) return ENOENT;
  return host->answer(host->answer_context, request, answer);
}

/* ---- Status ------------------------------------------------------------- */

void files_write_status(const FileStatus *status, Buffer *answer) {
  buffer_format(answer, "%c %lld %lld %lld %lld %lld %u %u %u %u %llu %llu",
                status->kind, (long long)status->size,
                (long long)status->mtime_ns, (long long)status->atime_ns,
                (long long)status->ctime_ns, (long long)status->birth_ns,
                status->mode, status->links, status->user, status->group,
                (unsigned long long)status->inode,
                (unsigned long long)status->device);
}

static bool parse_status(const char *text, FileStatus *status) {
  long long size, mtime, atime, ctime, birth;
  unsigned long long inode, device;
  int count = sscanf(text, "%c %lld %lld %lld %lld %lld %u %u %u %u %llu %llu",
                     &status->kind, &size, &mtime, &atime, &ctime, &birth,
                     &status->mode, &status->links, &status->user,
                     &status->group, &inode, &device);
  if (count != 12) return false;
  status->size = (u64)size;
  status->mtime_ns = mtime;
  status->atime_ns = atime;
  status->ctime_ns = ctime;
  status->birth_ns = birth;
  status->inode = inode;
  status->device = device;
  return true;
}

int files_status(VM *vm, const char *path, FileStatus *status) {
  Buffer answer = {};
  int code = files_ask(vm, &(FileRequest){.question = FILE_STAT, .path = path},
                       &answer);
  if (!code && !(answer.bytes && parse_status(answer.bytes, status)))
    code = EIO;
  buffer_free(&answer);
  return code;
}

bool files_is_file(VM *vm, const char *path) {
  FileStatus status;
  return !files_status(vm, path, &status) && status.kind != 'd';
}

bool files_is_directory(VM *vm, const char *path) {
  FileStatus status;
  return !files_status(vm, path, &status) && status.kind == 'd';
}

/* ---- Errors ------------------------------------------------------------- */

typedef struct ErrorName {
  int code;
  const char *name, *text;
} ErrorName;

static const ErrorName *error_name(int code) {
  static const ErrorName names[] = {
      {ENOENT, "ENOENT", "no such file or directory"},
      {EACCES, "EACCES", "permission denied"},
      {EPERM, "EPERM", "operation not permitted"},
      {EISDIR, "EISDIR", "illegal operation on a directory"},
      {ENOTDIR, "ENOTDIR", "not a directory"},
      {EEXIST, "EEXIST", "file already exists"},
      {ENOTEMPTY, "ENOTEMPTY", "directory not empty"},
      {EINVAL, "EINVAL", "invalid argument"},
      {ELOOP, "ELOOP", "too many symbolic links encountered"},
      {EMFILE, "EMFILE", "too many open files"},
      {ENAMETOOLONG, "ENAMETOOLONG", "name too long"},
      {EFBIG, "EFBIG", "file too large"},
      {ENOSPC, "ENOSPC", "no space left on device"},
      {EROFS, "EROFS", "read-only file system"},
      {EBADF, "EBADF", "bad file descriptor"},
      {EXDEV, "EXDEV", "cross-device link not permitted"},
      {EIO, "EIO", "i/o error"},
  };
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (names[i].code == code) return &names[i];
  return &names[ARRAY_COUNT(names) - 1];
}

const char *files_error_name(int code) {
  return error_name(code)->name;
}

const char *files_error_text(int code) {
  return error_name(code)->text;
}

/* ---- Paths -------------------------------------------------------------- */

/* Appends the parts of a path behind those in `out`, which has no slash at
 * its end ("" is the root). */
static void append_parts(Buffer *out, size_t root, const char *path) {
  while (*path) {
    size_t length = strcspn(path, "/");
    if (length == 2 && path[0] == '.' && path[1] == '.') {
      while (out->length > root && out->bytes[--out->length] != '/')
        ;
    } else if (length && !(length == 1 && path[0] == '.')) {
      buffer_byte(out, '/');
      buffer_append(out, path, length);
    }
    path += length;
    while (*path == '/')
      path++;
  }
}

void path_resolve(const char *from, const char *path, Buffer *out) {
  size_t root = out->length;
  if (path[0] != '/') append_parts(out, root, from);
  append_parts(out, root, path);
  if (out->length == root) buffer_byte(out, '/');
  out->bytes[out->length] = 0;
}

size_t path_directory_length(const char *path) {
  const char *slash = strrchr(path, '/');
  if (!slash) return 0;
  return slash == path ? 1 : (size_t)(slash - path);
}

bool path_ends(const char *path, const char *ending) {
  size_t length = strlen(path), wanted = strlen(ending);
  return length >= wanted && !strcmp(path + length - wanted, ending);
}
