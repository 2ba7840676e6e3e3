/* options.h - which host a program finds, and what of the outside world it is
 * granted. All of it is part of a recording.
 *
 * What is not granted is refused with an error that names the option of the
 * command line which grants it. The program's own modules can always be read:
 * they are the program.
 */
#ifndef GLASSHEAP_HOST_OPTIONS_H
#define GLASSHEAP_HOST_OPTIONS_H

#include "base/base.h"

typedef struct HostOptions {
  bool is_browser;   /* a browser's orders and globals, not Node's */
  bool reads_files;  /* node:fs may read, and */
  bool writes_files; /* write */
  /* what process.env has: NAME=VALUE, each ended by a zero byte; or NULL */
  char *environment;
  size_t environment_length;
  /* canned answers of fetch, as JSON text; or NULL */
  char *fetch_table;
} HostOptions;

#endif
