/* measure COMMAND [ARGUMENT...] - runs a command and writes what it used to
 * file descriptor 3, as one line:
 *
 *   user microseconds, system microseconds, wall microseconds, peak KiB, status
 *
 * and, with MEASURE_OWN in the environment, the peak without pages of files,
 * in KiB, looked at every two milliseconds.
 *
 * The kernel's own account of the child (wait4), which neither Node.js nor the
 * shell gives with this precision. Status is 128 + N after signal N.
 */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int64_t microseconds(struct timeval time) {
  return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* The memory that is the process's own now, in KiB. */
static long own_memory(pid_t process) {
  char path[32], text[4096];
  snprintf(path, sizeof path, "/proc/%d/status", (int)process);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  const char *own = strstr(text, "RssAnon:");
  return own ? strtol(own + 8, NULL, 10) : 0;
}

/* Waits for the child, looking at it meanwhile; its peak. */
static long watch(pid_t child, int *status, struct rusage *used) {
  long peak = 0;
  while (wait4(child, status, WNOHANG, used) == 0) {
    long own = own_memory(child);
    if (own > peak) peak = own;
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
  }
  return peak;
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: measure COMMAND [ARGUMENT...] 3> RESULT\n");
    return 2;
  }
  /* spawned and not forked: a copy of this process would count as the
   * command's own memory */
  pid_t child;
  int64_t begin = now();
  int error =
      posix_spawnp(&child, arguments[1], NULL, NULL, arguments + 1, environ);
  if (error) {
    fprintf(stderr, "measure: %s: %s\n", arguments[1], strerror(error));
    return 127;
  }
  int status;
  struct rusage used;
  long own = 0;
  if (getenv("MEASURE_OWN"))
    own = watch(child, &status, &used);
  else if (wait4(child, &status, 0, &used) < 0)
    return 1;
  int64_t wall = now() - begin;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  dprintf(3, "%lld %lld %lld %ld %d %ld\n",
          (long long)microseconds(used.ru_utime),
          (long long)microseconds(used.ru_stime), (long long)wall,
          used.ru_maxrss, code, own);
  return code;
}
