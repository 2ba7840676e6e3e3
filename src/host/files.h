/* files.h - the world outside, as far as a program may ask of it.
 *
 * A run is a function of its recording, so what a program reads of files is
 * an input like the clock: every question goes through one function, and who
 * records a run notes each answer in turn. The n-th question of a replay gets
 * the n-th answer. Nothing else in the host touches the file system.
 *
 *   program -> require, import, fs -> files_ask -> FileAnswer
 *                                                   |- the system (run)
 *                                                   |- the system, noted
 *                                                   |- what was noted
 *
 * Without a FileAnswer there are no files at all (EACCES).
 */
#ifndef GLASSHEAP_HOST_FILES_H
#define GLASSHEAP_HOST_FILES_H

#include "base/buffer.h"
#include "vm/vm.h"

typedef enum FileQuestion : u8 {
#define QUESTION(name, word, is_change) FILE_##name,
#include "host/files.def"
#undef QUESTION
  FILE_QUESTION_COUNT,
} FileQuestion;

/* A question, and what goes with it. */
typedef struct FileRequest {
  FileQuestion question;
  const char *path;
  const char *data; /* of a WRITE, APPEND or RENAME */
  size_t length;
} FileRequest;

/* Appends the answer; 0, or the number of the error (errno.h). */
typedef int FileAnswer(void *context, const FileRequest *request,
                       Buffer *answer);

/* A file as STAT tells of it: "kind size mtime mode ...". */
typedef struct FileStatus {
  char kind; /* f file, d directory, l link, o another */
  u64 size;
  i64 mtime_ns, atime_ns, ctime_ns, birth_ns;
  u32 mode, links, user, group;
  u64 inode, device;
} FileStatus;

/* files_word - the word of a question; files_question - the way back, or
 * FILE_QUESTION_COUNT. */
const char *files_word(FileQuestion question);
FileQuestion files_question(const char *word);
bool files_is_change(FileQuestion question);

/* files_ask - asks whoever answers for this machine. */
int files_ask(VM *vm, const FileRequest *request, Buffer *answer);
/* files_status - what there is at a path, links followed; the error's number.
 */
int files_status(VM *vm, const char *path, FileStatus *status);
/* files_write_status - as the answer to a STAT. */
void files_write_status(const FileStatus *status, Buffer *answer);
/* files_is_file, files_is_directory - is there one of that name? */
bool files_is_file(VM *vm, const char *path);
bool files_is_directory(VM *vm, const char *path);
/* files_error_name - "ENOENT"; files_error_text - "no such file or directory",
 * in libuv's words, as Node says them. */
const char *files_error_name(int code);
const char *files_error_text(int code);

/* files_answer_system - the FileAnswer of the system itself; no context. */
FileAnswer files_answer_system;
/* files_write_all - writes to an open file, however many calls that takes; the
 * error's number, or 0. */
int files_write_all(int file, const char *bytes, size_t length);

/* ---- Paths -------------------------------------------------------------- */

/* path_resolve - `path` seen from the absolute directory `from`, absolute and
 * without dots, appended to `out`. */
void path_resolve(const char *from, const char *path, Buffer *out);
/* path_directory_length - how much of a path is its directory. */
size_t path_directory_length(const char *path);
/* path_ends - whether the path ends with that. */
bool path_ends(const char *path, const char *ending);

#endif
