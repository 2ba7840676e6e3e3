/* watched.h - a program, given as text, that a test runs again and again. */
#ifndef GLASSHEAP_TESTS_WATCH_WATCHED_H
#define GLASSHEAP_TESTS_WATCH_WATCHED_H

#include "tests/check.h"

#include "watch/session.h"

#include <unistd.h>

/* watched_load - makes the recording of a program; tests that use it define
 * _GNU_SOURCE, for mkstemps. */
static inline void watched_load(const char *text, Recording *recording) {
  char path[] = "/tmp/glassheap-watched-XXXXXX.js";
  int file = mkstemps(path, 3);
  Buffer error = {};
  REQUIRE(file >= 0);
  REQUIRE(write(file, text, strlen(text)) == (ssize_t)strlen(text));
  close(file);
  REQUIRE(recording_load(recording, path, &error));
  unlink(path);
}

/* watched_run - runs it, without a word, from its beginning to its end. */
static inline void watched_run(Session *session, const Recording *recording,
                               SessionStopped *stopped) {
  Buffer error = {};
  REQUIRE(session_open(session, recording, NULL, &error));
  session->is_quiet = true;
  CHECK(session_run(session, stopped, NULL, &error));
  session_close(session);
}

#endif
