/* files_system.c - the answers of the system itself. */
#define _GNU_SOURCE /* O_CLOEXEC, statx */
#include "host/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

constexpr size_t FILE_BYTES_MAX = 512u << 20;

extern char **environ;

/* ---- Reading ------------------------------------------------------------ */

static int read_all(int file, Buffer *answer) {
  char piece[64 << 10];
  for (;;) {
    ssize_t count = read(file, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) return 0;
    if (answer->length + (size_t)count > FILE_BYTES_MAX) return EFBIG;
    buffer_append(answer, piece, (size_t)count);
  }
}

/* A pipe that nobody writes to does not hold up whoever opens it; reading
 * waits. */
static int answer_read(const FileRequest *request, Buffer *answer) {
  int file = open(request->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return errno;
  int flags = fcntl(file, F_GETFL);
  if (flags >= 0) fcntl(file, F_SETFL, flags & ~O_NONBLOCK);
  int code = read_all(file, answer);
  close(file);
  return code;
}

static i64 nanoseconds(struct statx_timestamp time) {
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

static int answer_status(const FileRequest *request, Buffer *answer) {
  struct statx s;
  int flags = request->question == FILE_LINK_STAT ? AT_SYMLINK_NOFOLLOW : 0;
  if (statx(AT_FDCWD, request->path, flags, STATX_BASIC_STATS | STATX_BTIME,
            &s))
    return errno;
  FileStatus status = {
      .kind = S_ISREG(s.stx_mode)   ? 'f'
              : S_ISDIR(s.stx_mode) ? 'd'
              : S_ISLNK(s.stx_mode) ? 'l'
                                    : 'o',
      .size = s.stx_size,
      .mtime_ns = nanoseconds(s.stx_mtime),
      .atime_ns = nanoseconds(s.stx_atime),
      .ctime_ns = nanoseconds(s.stx_ctime),
      .birth_ns = nanoseconds(s.stx_btime),
      .mode = s.stx_mode,
      .links = s.stx_nlink,
      .user = s.stx_uid,
      .group = s.stx_gid,
      .inode = s.stx_ino,
      .device = makedev(s.stx_dev_major, s.stx_dev_minor),
  };
  files_write_status(&status, answer);
  return 0;
}

static int compare_entries(const void *left, const void *right) {
  return strcmp(*(char *const *)left + 1, *(char *const *)right + 1);
}

static char entry_kind(const struct dirent *entry) {
  switch (entry->d_type) {
  case DT_REG: return 'f';
  case DT_DIR: return 'd';
  case DT_LNK: return 'l';
  default: return 'o';
  }
}

/* Sorted by name: the order of a directory is nobody's input. */
static int answer_list(const FileRequest *request, Buffer *answer) {
  DIR *directory = opendir(request->path);
  if (!directory) return errno;
  VECTOR(char *) entries = {};
  struct dirent *entry;
  while ((entry = readdir(directory))) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    Buffer text = {};
    buffer_byte(&text, entry_kind(entry));
    buffer_text(&text, entry->d_name);
    vector_push(&entries, buffer_take(&text));
  }
  closedir(directory);
  if (entries.count)
    qsort(entries.items, entries.count, sizeof(char *), compare_entries);
  for (u32 i = 0; i < entries.count; i++) {
    buffer_append(answer, entries.items[i], strlen(entries.items[i]) + 1);
    free(entries.items[i]);
  }
  vector_free(&entries);
  return 0;
}

static int answer_real(const FileRequest *request, Buffer *answer) {
  char *real = realpath(request->path, NULL);
  if (!real) return errno;
  buffer_text(answer, real);
  free(real);
  return 0;
}

static int answer_link(const FileRequest *request, Buffer *answer) {
  char target[4096];
  ssize_t length = readlink(request->path, target, sizeof target);
  if (length < 0) return errno;
  buffer_append(answer, target, (size_t)length);
  return 0;
}

static int answer_access(const FileRequest *request, Buffer *answer) {
  int mode = request->data ? atoi(request->data) : F_OK;
  return access(request->path, mode) ? errno : 0;
}

/* Waits for it, whatever it is; what cannot be read has ended. */
static int answer_input(Buffer *answer) {
  static char piece[64 << 10];
  for (;;) {
    ssize_t count = read(STDIN_FILENO, piece, sizeof piece);
    if (count > 0) buffer_append(answer, piece, (size_t)count);
    if (count >= 0 || errno == EBADF) return 0;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (errno == EAGAIN)
      poll(&input, 1, -1);
    else if (errno != EINTR)
      return errno;
  }
}

static int answer_directory(Buffer *answer) {
  char directory[PATH_MAX];
  if (!getcwd(directory, sizeof directory)) return errno;
  buffer_text(answer, directory);
  return 0;
}

/* ---- Changes ------------------------------------------------------------ */

int files_write_all(int file, const char *bytes, size_t length) {
  while (length) {
    ssize_t count = write(file, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    bytes += count;
    length -= (size_t)count;
  }
  return 0;
}

static int answer_write(const FileRequest *request) {
  int how = request->question == FILE_WRITE ? O_TRUNC : O_APPEND;
  int file = open(request->path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666);
  if (file < 0) return errno;
  int code = files_write_all(file, request->data, request->length);
  if (close(file) && !code) code = errno;
  return code;
}

static int answer_remove(const FileRequest *request) {
  struct stat status;
  if (lstat(request->path, &status)) return errno;
  int code =
      S_ISDIR(status.st_mode) ? rmdir(request->path) : unlink(request->path);
  return code ? errno : 0;
}

int files_answer_system(void *context, const FileRequest *request,
                        Buffer *answer) {
  switch (request->question) {
  case FILE_READ: return answer_read(request, answer);
  case FILE_STAT:
  case FILE_LINK_STAT: return answer_status(request, answer);
  case FILE_LIST: return answer_list(request, answer);
  case FILE_REAL: return answer_real(request, answer);
  case FILE_LINK: return answer_link(request, answer);
  case FILE_ACCESS: return answer_access(request, answer);
  case FILE_DIRECTORY: return answer_directory(answer);
  case FILE_INPUT: return answer_input(answer);
  case FILE_WRITE:
  case FILE_APPEND: return answer_write(request);
  case FILE_MAKE: return mkdir(request->path, 0777) ? errno : 0;
  case FILE_REMOVE: return answer_remove(request);
  case FILE_RENAME: return rename(request->path, request->data) ? errno : 0;
  default: return EINVAL;
  }
}
