#define _GNU_SOURCE /* memfd_create */

#include "cli/serve.h"

#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The server lies beside this program. */
static bool find_server(char *path, size_t size) {
  ssize_t length = readlink("/proc/self/exe", path, size - 1);
  if (length <= 0) return false;
  path[length] = 0;
  size_t used = strlen(path);
  const char *suffix = "-server";
  if (used + strlen(suffix) >= size) return false;
  memcpy(path + used, suffix, strlen(suffix) + 1);
  return true;
}

static int fail(const char *what) {
  return cli_fail(EXIT_STATUS_INPUT, "the server did not start: %s", what);
}

int serve(const Recording *recording, Serving serving) {
  char path[4096], port[16], file[16];
  if (!find_server(path, sizeof path)) return fail("its program is not found");
  int memory = memfd_create("recording", 0);
  if (memory < 0) return fail(strerror(errno));
  int code = recording_write(recording, memory);
  if (code) return fail(strerror(code));
  lseek(memory, 0, SEEK_SET);
  snprintf(port, sizeof port, "%d", serving.port);
  snprintf(file, sizeof file, "%d", memory);
  fflush(stdout);
  char *const arguments[] = {path,
                             file,
                             port,
                             serving.is_stdio ? "stdio" : "socket",
                             serving.is_quiet ? "quiet" : "loud",
                             NULL};
  execv(path, arguments);
  return fail(strerror(errno));
}

int serve_lab(int port) {
  char path[4096], number[16];
  if (!find_server(path, sizeof path)) return fail("its program is not found");
  snprintf(number, sizeof number, "%d", port);
  fflush(stdout);
  char *const arguments[] = {path, "lab", number, NULL};
  execv(path, arguments);
  return fail(strerror(errno));
}

int serve_snapshots(char *const *paths, u32 count, int port, bool salvage) {
  char path[4096], number[16];
  if (!find_server(path, sizeof path)) return fail("its program is not found");
  snprintf(number, sizeof number, "%d", port);
  fflush(stdout);
  char **arguments = base_allocate_zeroed((count + 5) * sizeof(char *));
  arguments[0] = path;
  arguments[1] = "heap";
  arguments[2] = number;
  arguments[3] = salvage ? "salvage" : "whole";
  memcpy(arguments + 4, paths, count * sizeof(char *));
  execv(path, arguments);
  free(arguments);
  return fail(strerror(errno));
}
