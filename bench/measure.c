/* measure COMMAND [ARGUMENT...] - runs a command and writes what it used to
 * file descriptor 3, as one line:
 *
 *   user microseconds, system microseconds, wall microseconds, peak KiB, status
 *
 * The kernel's own account of the child (wait4), which neither Node.js nor the
 * shell gives with this precision. Status is 128 + N after signal N.
 */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
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
  if (wait4(child, &status, 0, &used) < 0) return 1;
  int64_t wall = now() - begin;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  dprintf(3, "%lld %lld %lld %ld %d\n", (long long)microseconds(used.ru_utime),
          (long long)microseconds(used.ru_stime), (long long)wall,
          used.ru_maxrss, code);
  return code;
}
