/* scratch.h - a folder for the files of one visitor, gone when it is closed. */
#ifndef GLASSHEAP_SERVER_SCRATCH_H
#define GLASSHEAP_SERVER_SCRATCH_H

#include "base/buffer.h"

typedef struct Scratch {
  char path[64]; /* "": there is none */
} Scratch;

/* scratch_open - false when the system allows none. */
bool scratch_open(Scratch *scratch);
/* scratch_path - of a file in it, for the caller to free. */
char *scratch_path(const Scratch *scratch, const char *name);
/* scratch_create - opens a new file for writing; -1 when it is refused. */
int scratch_create(const Scratch *scratch, const char *name);
/* scratch_write - a new file with that text. */
bool scratch_write(const Scratch *scratch, const char *name, const char *text,
                   size_t length);
/* scratch_close - with all files in it; there may be none. */
void scratch_close(Scratch *scratch);

#endif
