/* index_path.c - the cache folder and what lies in it. */
#define _GNU_SOURCE
#include "graph/index_path.h"

#include "graph/table.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* So many snapshots are remembered. */
constexpr u32 INDEXES_KEPT = 16;
static const char ENDING[] = ".index";

/* ---- The folder
 * ---------------------------------------------------------------- */

static bool find_folder(Buffer *path) {
  const char *own = getenv("GLASSHEAP_CACHE");
  const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
  if (own) {
    buffer_text(path, own);
    return *own != 0;
  }
  if (cache && *cache)
    buffer_format(path, "%s/glassheap", cache);
  else if (home && *home)
    buffer_format(path, "%s/.cache/glassheap", home);
  return path->length > 0;
}

/* Makes the folder and those above it. */
static bool make_folder(char *path) {
  for (char *at = path + 1; *at; at++) {
    if (*at != '/') continue;
    *at = 0;
    mkdir(path, 0700);
    *at = '/';
  }
  return !mkdir(path, 0700) || errno == EEXIST;
}

/* What others can write to is not to be trusted. */
static bool is_own(const char *path) {
  struct stat status;
  return !stat(path, &status) && S_ISDIR(status.st_mode) &&
         status.st_uid == geteuid() && !(status.st_mode & 022);
}

bool index_path(const Mapping *mapping, Buffer *path) {
  u64 name[] = {mapping->device, mapping->inode};
  if (!find_folder(path) || !make_folder(path->bytes) || !is_own(path->bytes))
    return false;
  buffer_format(path, "/%016llx%s",
                (unsigned long long)hash_bytes(name, sizeof name), ENDING);
  return true;
}

/* ---- Pruning
 * -------------------------------------------------------------------- */

static int is_index(const struct dirent *entry) {
  size_t length = strlen(entry->d_name), ending = sizeof ENDING - 1;
  return length > ending && !strcmp(entry->d_name + length - ending, ENDING);
}

/* The oldest index of the folder, when there are too many. */
static bool find_oldest(const char *folder, Buffer *oldest) {
  struct dirent **entries;
  int count = scandir(folder, &entries, is_index, NULL);
  struct timespec least = {.tv_sec = INT64_MAX};
  for (int i = 0; i < count; i++) {
    Buffer path = {};
    struct stat status;
    buffer_format(&path, "%s/%s", folder, entries[i]->d_name);
    if (!stat(path.bytes, &status) && status.st_mtim.tv_sec < least.tv_sec) {
      least = status.st_mtim;
      buffer_clear(oldest);
      buffer_text(oldest, path.bytes);
    }
    buffer_free(&path);
    free(entries[i]);
  }
  if (count >= 0) free(entries);
  return count > (int)INDEXES_KEPT && oldest->length;
}

void index_path_prune(const char *path) {
  Buffer folder = {}, oldest = {};
  const char *slash = strrchr(path, '/');
  buffer_append(&folder, path, (size_t)(slash - path));
  while (find_oldest(folder.bytes, &oldest))
    if (unlink(oldest.bytes) < 0) break;
  buffer_free(&folder);
  buffer_free(&oldest);
}
