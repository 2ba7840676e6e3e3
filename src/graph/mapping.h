/* mapping.h - the bytes of a snapshot file, wherever they come from.
 *
 * A plain file is mapped, not read: its pages are the kernel's, shared with
 * whoever reads it next, and only those that are looked at take time. What
 * comes compressed (gzip, zstd) or through a pipe is written, decompressed,
 * to an unnamed temporary file first, which is then mapped like any other.
 *
 * A file that another process truncates while it is mapped would end ours with
 * SIGBUS. A handler puts pages of zeros where the file has gone, and notes it:
 * the reader finds no numbers there, and says that the file has changed.
 */
#ifndef GLASSHEAP_GRAPH_MAPPING_H
#define GLASSHEAP_GRAPH_MAPPING_H

#include "base/buffer.h"

typedef struct Mapping {
  const u8 *bytes;
  size_t length;
  /* What tells one version of a file from another. */
  u64 device, inode, seconds, nanoseconds;
  bool is_temporary; /* decompressed, or from a pipe */
  /* Why there is only a beginning of it: compressed data that ended early or
   * is damaged; else NULL. */
  const char *cut;
} Mapping;

/* mapping_open - maps the file at `path`; "-" is standard input. False with
 * one clear line in `error`: missing, unreadable, a directory, empty, not to
 * be decompressed, no room for it. */
bool mapping_open(const char *path, Mapping *mapping, Buffer *error);
/* mapping_watch - other memory that is mapped from a file: when a page of it is
 * gone, `on_loss(context)` is called, in a handler of signals; where that
 * returns there are zeros. False when too much is watched already. */
bool mapping_watch(const void *start, size_t length,
                   void (*on_loss)(const void *context), const void *context);
/* mapping_unwatch - before it is unmapped. */
void mapping_unwatch(const void *start);

/* mapping_is_damaged - whether pages of the file went away under us. */
bool mapping_is_damaged(const Mapping *mapping);
void mapping_close(Mapping *mapping);

#endif
