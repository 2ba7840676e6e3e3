/* scratch.c - under /tmp, or where TMPDIR says. */
#define _GNU_SOURCE /* mkdtemp */
#include "server/scratch.h"

#include "host/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool scratch_open(Scratch *scratch) {
  static const char name[] = "/glassheap-XXXXXX";
  const char *folder = getenv("TMPDIR");
  if (!folder || strlen(folder) + sizeof name > sizeof scratch->path)
    folder = "/tmp";
  snprintf(scratch->path, sizeof scratch->path, "%s%s", folder, name);
  if (mkdtemp(scratch->path)) return true;
  *scratch->path = 0;
  return false;
}

char *scratch_path(const Scratch *scratch, const char *name) {
  Buffer path = {};
  buffer_format(&path, "%s/%s", scratch->path, name);
  return buffer_take(&path);
}

int scratch_create(const Scratch *scratch, const char *name) {
  char *path = scratch_path(scratch, name);
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  free(path);
  return file;
}

bool scratch_write(const Scratch *scratch, const char *name, const char *text,
                   size_t length) {
  int file = scratch_create(scratch, name);
  if (file < 0) return false;
  bool ok = !files_write_all(file, text, length);
  return !close(file) && ok;
}

void scratch_close(Scratch *scratch) {
  DIR *folder = *scratch->path ? opendir(scratch->path) : NULL;
  int file = folder ? dirfd(folder) : -1;
  struct dirent *entry;
  while (file >= 0 && (entry = readdir(folder)))
    unlinkat(file, entry->d_name, 0);
  if (folder) closedir(folder);
  if (*scratch->path) rmdir(scratch->path);
  *scratch->path = 0;
}
