/* mapping.c - mapped files, and streams made into files. */
#define _GNU_SOURCE
#include "graph/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

constexpr size_t PIECE = 1 << 20;
constexpr u32 MAPPINGS_MAX = 64;

/* ---- Files that shrink --------------------------------------------------- */

/* What the handler may look at: the mappings that are open. */
static struct {
  _Atomic(const u8 *) start;
  _Atomic size_t length;
  atomic_bool is_damaged;
  _Atomic(const void *) context;
  _Atomic(void (*)(const void *)) on_loss; /* or NULL */
} watched[MAPPINGS_MAX];

static int find_watched(const u8 *address) {
  for (u32 i = 0; i < MAPPINGS_MAX; i++) {
    const u8 *start = atomic_load(&watched[i].start);
    if (start && address >= start &&
        address < start + atomic_load(&watched[i].length))
      return (int)i;
  }
  return -1;
}

static void on_bus_error(int signal_number, siginfo_t *info, void *) {
  int i = find_watched(info->si_addr);
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  void (*on_loss)(const void *) =
      i < 0 ? NULL : atomic_load(&watched[i].on_loss);
  if (on_loss) on_loss(atomic_load(&watched[i].context));
  void *at = (void *)((uintptr_t)info->si_addr & ~(page - 1));
  int flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS;
  if (i < 0 || mmap(at, page, PROT_READ, flags, -1, 0) == MAP_FAILED) {
    signal(signal_number, SIG_DFL);
    return;
  }
  atomic_store(&watched[i].is_damaged, true);
}

bool mapping_watch(const void *start, size_t length,
                   void (*on_loss)(const void *context), const void *context) {
  struct sigaction action = {.sa_sigaction = on_bus_error,
                             .sa_flags = SA_SIGINFO};
  sigaction(SIGBUS, &action, NULL);
  for (u32 i = 0; i < MAPPINGS_MAX; i++) {
    const u8 *none = NULL;
    if (!atomic_compare_exchange_strong(&watched[i].start, &none, start))
      continue;
    atomic_store(&watched[i].is_damaged, false);
    atomic_store(&watched[i].context, context);
    atomic_store(&watched[i].on_loss, on_loss);
    atomic_store(&watched[i].length, length);
    return true;
  }
  return false;
}

void mapping_unwatch(const void *start) {
  int i = find_watched(start);
  if (i < 0) return;
  atomic_store(&watched[i].length, 0);
  atomic_store(&watched[i].on_loss, NULL);
  atomic_store(&watched[i].start, NULL);
}

bool mapping_is_damaged(const Mapping *mapping) {
  int i = find_watched(mapping->bytes);
  return i >= 0 && atomic_load(&watched[i].is_damaged);
}

/* ---- Streams ---------------------------------------------------------------
 */

static bool fail(Buffer *error, const char *path, const char *why) {
  buffer_format(error, "%s: %s", strcmp(path, "-") ? path : "standard input",
                why);
  return false;
}

static bool fail_errno(Buffer *error, const char *path, const char *what) {
  const char *name = strcmp(path, "-") ? path : "standard input";
  buffer_format(error, "%s: %s: %s", name, what, strerror(errno));
  return false;
}

/* An unnamed file that vanishes with its last descriptor. */
static int open_temporary(void) {
  const char *folder = getenv("TMPDIR");
  if (!folder || !*folder) folder = "/tmp";
  int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  Buffer name = {};
  buffer_format(&name, "%s/glassheap-XXXXXX", folder);
  file = mkostemp(name.bytes, O_CLOEXEC);
  if (file >= 0) unlink(name.bytes);
  buffer_free(&name);
  return file;
}

static bool write_all(int file, const u8 *bytes, size_t length) {
  while (length) {
    ssize_t n = write(file, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes += n;
    length -= (size_t)n;
  }
  return true;
}

/* A stream on its way into a file: pieces come in, and go out as they are or
 * decompressed. */
typedef struct Stream {
  int in, out;
  u8 *input, *output; /* PIECE bytes each */
  size_t filled;      /* of the input */
  const char *path;
  const char *cut; /* why it ended early, or NULL */
  Buffer *error;
} Stream;

/* More input: its bytes, 0 at the end, -1 with the error noted. */
static ssize_t read_piece(Stream *stream) {
  ssize_t n;
  do
    n = read(stream->in, stream->input, PIECE);
  while (n < 0 && errno == EINTR);
  if (n < 0) fail_errno(stream->error, stream->path, "cannot be read");
  stream->filled = n > 0 ? (size_t)n : 0;
  return n;
}

static bool write_piece(Stream *stream, const u8 *bytes, size_t length) {
  return write_all(stream->out, bytes, length) ||
         fail_errno(stream->error, stream->path,
                    "no room for it decompressed (TMPDIR names the folder)");
}

static bool copy_plain(Stream *stream) {
  do
    if (!write_piece(stream, stream->input, stream->filled)) return false;
  while (read_piece(stream) > 0);
  return !stream->error->length;
}

/* What was decompressed so far may be of use. */
static bool cut_off(Stream *stream, const char *why) {
  stream->cut = why;
  return true;
}

/* Several gzip members may follow each other. */
static bool inflate_piece(Stream *stream, z_stream *z, int *status) {
  z->next_in = stream->input;
  z->avail_in = (uInt)stream->filled;
  while (z->avail_in && !stream->cut) {
    if (*status == Z_STREAM_END) inflateReset(z);
    z->next_out = stream->output;
    z->avail_out = PIECE;
    *status = inflate(z, Z_NO_FLUSH);
    if (*status != Z_OK && *status != Z_STREAM_END && *status != Z_BUF_ERROR)
      cut_off(stream, "the gzip data is damaged");
    if (!write_piece(stream, stream->output, PIECE - z->avail_out))
      return false;
  }
  return true;
}

static bool copy_gzip(Stream *stream) {
  z_stream z = {};
  int status = Z_OK;
  inflateInit2(&z, 15 + 16);
  bool is_good;
  do
    is_good = inflate_piece(stream, &z, &status);
  while (is_good && !stream->cut && read_piece(stream) > 0);
  inflateEnd(&z);
  if (!is_good || stream->error->length) return false;
  return status == Z_STREAM_END || stream->cut ||
         cut_off(stream, "the gzip data is cut off");
}

static bool decompress_piece(Stream *stream, ZSTD_DStream *zstd,
                             size_t *status) {
  ZSTD_inBuffer in = {stream->input, stream->filled, 0};
  while (in.pos < in.size) {
    ZSTD_outBuffer out = {stream->output, PIECE, 0};
    *status = ZSTD_decompressStream(zstd, &out, &in);
    if (ZSTD_isError(*status))
      return cut_off(stream, "the zstd data is damaged");
    if (!write_piece(stream, stream->output, out.pos)) return false;
  }
  return true;
}

static bool copy_zstd(Stream *stream) {
  ZSTD_DStream *zstd = ZSTD_createDStream();
  size_t status = 0;
  bool is_good;
  do
    is_good = decompress_piece(stream, zstd, &status);
  while (is_good && !stream->cut && read_piece(stream) > 0);
  ZSTD_freeDStream(zstd);
  if (!is_good || stream->error->length) return false;
  return !status || stream->cut || cut_off(stream, "the zstd data is cut off");
}

static const struct {
  u8 magic[4];
  u32 length;
  bool (*copy)(Stream *stream);
} FORMATS[] = {
    {{0x1f, 0x8b}, 2, copy_gzip},
    {{0x28, 0xb5, 0x2f, 0xfd}, 4, copy_zstd},
};

static u32 find_format(const u8 *bytes, size_t length) {
  for (u32 i = 0; i < ARRAY_COUNT(FORMATS); i++)
    if (length >= FORMATS[i].length &&
        !memcmp(bytes, FORMATS[i].magic, FORMATS[i].length))
      return i;
  return ARRAY_COUNT(FORMATS);
}

static bool copy_stream(Stream *stream) {
  ssize_t n = read_piece(stream);
  if (n < 0) return false;
  if (n == 0) return true;
  u32 format = find_format(stream->input, stream->filled);
  return format < ARRAY_COUNT(FORMATS) ? FORMATS[format].copy(stream)
                                       : copy_plain(stream);
}

/* The file that holds what `in` yields; -1 with the error noted. */
static int file_of_stream(int in, const char *path, const char **cut,
                          Buffer *error) {
  int out = open_temporary();
  if (out < 0) {
    fail_errno(error, path, "no temporary file (TMPDIR names the folder)");
    return -1;
  }
  Stream stream = {.in = in, .out = out, .path = path, .error = error};
  stream.input = base_allocate(PIECE);
  stream.output = base_allocate(PIECE);
  bool is_good = copy_stream(&stream);
  free(stream.input);
  free(stream.output);
  *cut = stream.cut;
  if (is_good) return out;
  close(out);
  return -1;
}

/* ---- Files
 * ------------------------------------------------------------------- */

static const char EMPTY[] =
    "the file is empty (0 bytes): the process that wrote it ended, or ran out "
    "of memory, before the snapshot began. Give that process more memory "
    "(node --max-old-space-size) or take the snapshot earlier";

static bool map_file(int file, const char *path, Mapping *mapping,
                     Buffer *error) {
  struct stat status;
  if (fstat(file, &status) < 0)
    return fail_errno(error, path, "cannot be read");
  if (status.st_size == 0)
    return fail(error, path, mapping->cut ? mapping->cut : EMPTY);
  size_t length = (size_t)status.st_size;
  void *bytes = mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
  if (bytes == MAP_FAILED) return fail_errno(error, path, "cannot be mapped");
  madvise(bytes, length, MADV_HUGEPAGE);
  *mapping = (Mapping){
      .bytes = bytes,
      .length = length,
      .device = status.st_dev,
      .inode = status.st_ino,
      .seconds = (u64)status.st_mtim.tv_sec,
      .nanoseconds = (u64)status.st_mtim.tv_nsec,
      .is_temporary = mapping->is_temporary,
      .cut = mapping->cut,
  };
  mapping_watch(bytes, length, NULL, NULL);
  return true;
}

/* Whether the file has to be copied: a pipe, or compressed. */
static bool is_stream(int file) {
  struct stat status;
  u8 magic[4] = {};
  if (fstat(file, &status) < 0 || !S_ISREG(status.st_mode)) return true;
  ssize_t n = pread(file, magic, sizeof magic, 0);
  return n > 0 && find_format(magic, (size_t)n) < ARRAY_COUNT(FORMATS);
}

static int open_path(const char *path, Buffer *error) {
  struct stat status;
  int file = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC)
                               : fcntl(0, F_DUPFD_CLOEXEC, 3);
  if (file < 0) {
    fail_errno(error, path, "cannot be opened");
  } else if (!fstat(file, &status) && S_ISDIR(status.st_mode)) {
    fail(error, path, "is a directory, not a heap snapshot");
    close(file);
    return -1;
  }
  return file;
}

bool mapping_open(const char *path, Mapping *mapping, Buffer *error) {
  *mapping = (Mapping){};
  int file = open_path(path, error);
  if (file < 0) return false;
  if (is_stream(file)) {
    int copy = file_of_stream(file, path, &mapping->cut, error);
    close(file);
    if (copy < 0) return false;
    file = copy;
    mapping->is_temporary = true;
  }
  bool is_mapped = map_file(file, path, mapping, error);
  close(file);
  return is_mapped;
}

void mapping_close(Mapping *mapping) {
  if (!mapping->bytes) return;
  mapping_unwatch(mapping->bytes);
  munmap((void *)mapping->bytes, mapping->length);
  *mapping = (Mapping){};
}
