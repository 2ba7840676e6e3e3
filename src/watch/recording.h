/* recording.h - all that a run depends on: sources, arguments, inputs.
 *
 * A run is a deterministic function of its recording. On disk it is a small
 * JSON file (RUN.glass) that plays anywhere; a plain script becomes a
 * recording when it is loaded.
 */
#ifndef GLASSHEAP_WATCH_RECORDING_H
#define GLASSHEAP_WATCH_RECORDING_H

#include "base/buffer.h"
#include "base/version.h"
#include "host/program.h"
#include "watch/file_log.h"
#include "watch/recording_host.h"

typedef struct Recording {
  char *name; /* of the script, as people gave it */
  char *text; /* UTF-8 */
  size_t length;
  ProgramKind kind;
  char *path;       /* its absolute path; NULL of a script without files */
  FileLog *files;   /* what it was told of files; grows while it runs */
  char **arguments; /* of the program */
  u32 argument_count;
  u64 seed, start_ns;
  char *time_zone; /* as the variable TZ has it, or an ICU name */
  char *locale;    /* as the variable LANG has it */
  HeapOptions heap;
  OptimiseMode optimise;
  HostOptions host;
  bool is_recorded; /* it was a .glass file, not a plain script */
} Recording;

/* recording_load - from a script or a .glass file. False with one clear line
 * in `error`: missing, unreadable, a directory, binary, not UTF-8, damaged,
 * made by another version of the engine. A .glass file reads no files but
 * those that lie in it. */
bool recording_load(Recording *recording, const char *path, Buffer *error);
/* recording_from_text - of a program that has no file: its text (UTF-8, copied)
 * under a name for people. The kind is `kind`, or what the text looks like with
 * PROGRAM_SCRIPT. Zone and locale are UTC and en-US, so that it is the same
 * everywhere. False with a line in `error` when the text is none. */
bool recording_from_text(Recording *recording, const char *name,
                         const char *text, size_t length, ProgramKind kind,
                         Buffer *error);
/* recording_receive - the same from the descriptor of a file that another
 * process of ours has written (recording_write), and that may say which files
 * its program reads. The descriptor stays open. */
bool recording_receive(Recording *recording, int file, Buffer *error);
/* recording_save - writes PATH by way of a temporary name; false with a line
 * in `error`. */
bool recording_save(const Recording *recording, const char *path,
                    Buffer *error);
/* recording_write - writes to an open file, which stays open; the error's
 * number, or 0. */
int recording_write(const Recording *recording, int file);
/* recording_program - its program, for program_load. */
MainProgram recording_program(const Recording *recording);
void recording_free(Recording *recording);

#endif
