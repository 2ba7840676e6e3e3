/* file_log.h - what a run was told of files: a part of its inputs.
 *
 * Every question that a program asks of the world outside (host/files.h) gets
 * a number. Its answer is noted the first time and the same ever after, in
 * every replay and every branch of time; so modules that a program loads are
 * part of its recording.
 *
 *   room --- question 7: read /a/b.js ---> server --- the log has 7? ---> room
 *                                             `-- no: the system, noted
 *
 * A program that is watched, shown or recorded may read what belongs to it and
 * nothing else: the files of its package (or of its folder, when it is in
 * none) and the node_modules folders around it. It changes nothing unless it
 * was granted that; then it may change what is in its package or folder, and
 * each change is made once, by the run that is recorded when it asks for the
 * first time. Whoever goes back in time hears again that it was made; a branch
 * of time that asks for another change is told that nothing can be written
 * (EROFS).
 *
 * Standard input is an input of the same kind, piece by piece; a branch that
 * reads on where nobody has read before finds its end.
 */
#ifndef GLASSHEAP_WATCH_FILE_LOG_H
#define GLASSHEAP_WATCH_FILE_LOG_H

#include "base/vector.h"
#include "host/files.h"

#include <jansson.h>

typedef struct LoggedAnswer {
  FileQuestion question;
  char *path;
  int code;
  char *bytes;
  size_t length;
} LoggedAnswer;

typedef struct FileLog {
  VECTOR(LoggedAnswer) items;
  u64 bytes;            /* of all answers; at most 256 MiB */
  VECTOR(char *) roots; /* folders that may be read */
  bool is_closed;       /* a recording: nothing more can be learned */
  bool can_change;      /* its program may change files */
  bool reads_input;     /* its standard input is that of this process */
  Buffer input;         /* else it is this, from there on: */
  size_t input_at;
} FileLog;

/* file_log_grant - the program at that absolute path may read what belongs to
 * it. */
void file_log_grant(FileLog *log, const char *program);
/* file_log_put - there is a file of that text at an absolute path, whatever the
 * system has: for programs that bring theirs. Before the run. */
void file_log_put(FileLog *log, const char *path, const char *text,
                  size_t length);
/* file_log_set_input - what the program finds on its standard input: bytes,
 * which are copied. Before the run. */
void file_log_set_input(FileLog *log, const char *bytes, size_t length);
/* file_log_answer - the answer to the question with number `at`; the error's
 * number, or 0. A question that another run asked in its place (after an edit)
 * gets what was last answered to the same one. `is_first`: it is the run that
 * is recorded that asks, and no branch of it. */
int file_log_answer(FileLog *log, u64 at, const FileRequest *request,
                    bool is_first, Buffer *answer);
/* file_log_to_json, file_log_from_json - the answers; false: damaged. */
json_t *file_log_to_json(const FileLog *log);
bool file_log_from_json(FileLog *log, json_t *json);
/* file_log_input_to_json, file_log_input_from_json - the standard input of a
 * run that is still to be, as a field of a recording on its way to another
 * process.
 */
void file_log_input_to_json(const FileLog *log, json_t *recording);
void file_log_input_from_json(FileLog *log, json_t *recording);
void file_log_free(FileLog *log);

/* file_request_to_json - a question as messages carry it; file_request_answer
 * answers it from the log, as a message with `code` and `bytes`. */
json_t *file_request_to_json(u64 at, const FileRequest *request);
json_t *file_request_answer(FileLog *log, json_t *message, bool is_first);
/* file_answer_from_json - the end of that. */
int file_answer_from_json(json_t *message, Buffer *answer);

#endif
