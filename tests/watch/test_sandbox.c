/* What a program's process may do, and what it may not. */
#define _GNU_SOURCE
#include "tests/check.h"

#include "watch/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Runs `body` in a sandbox of its own; its wait status. The body's result is
 * the exit status. */
static int run_inside(int (*body)(void)) {
  pid_t child = fork();
  if (!child) {
    Buffer error = {};
    if (!sandbox_enter(64 << 20, &error)) _exit(100);
    _exit(body());
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

static int compute(void) {
  char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  memory[4096] = 1;
  struct timespec now;
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)) return 2;
  char *heap = malloc(1 << 20);
  if (!heap) return 3;
  free(heap);
  return 0;
}

static int talk(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) return 1;
  char byte = 'x';
  struct iovec piece = {&byte, 1};
  struct msghdr header = {.msg_iov = &piece, .msg_iovlen = 1};
  if (sendmsg(ends[0], &header, 0) != 1) return 2;
  if (recvmsg(ends[1], &header, 0) != 1) return 3;
  return 0;
}

static int fork_inside(void) {
  pid_t copy =
      (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
  return copy < 0 ? errno : 0;
}

static bool is_refused(long result) {
  return result < 0 && errno == EPERM;
}

static int reach_out(void) {
  if (!is_refused(open("/etc/passwd", O_RDONLY))) return 1;
  if (!is_refused(open("/tmp/x", O_WRONLY | O_CREAT, 0600))) return 2;
  if (!is_refused(socket(AF_INET, SOCK_STREAM, 0))) return 3;
  if (!is_refused(kill(getppid(), SIGTERM))) return 4;
  if (!is_refused(unlink("/tmp/x"))) return 5;
  if (!is_refused(syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, 0, 0, 0, 0)))
    return 6;
  if (!is_refused(syscall(SYS_getdents64, 0, NULL, 0))) return 7;
  if (!is_refused(syscall(SYS_prctl, 15 /* PR_SET_NAME */, "x", 0, 0, 0)))
    return 8;
  return 0;
}

static int run_another(void) {
  char *const arguments[] = {"sh", NULL};
  execve("/bin/sh", arguments, NULL);
  return 0;
}

/* Reserving is free; taking more than the heap's limit and what the engine
 * needs beside it is not. */
static int take_memory(void) {
#ifndef GLASSHEAP_SANITIZE
  void *memory = mmap(NULL, 8ull << 30, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED) return 1;
#endif
  void *reserved = mmap(NULL, 64ull << 30, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return reserved == MAP_FAILED;
}

static void test_allowed(void) {
  CHECK_INTEGER(run_inside(compute), 0);
  CHECK_INTEGER(run_inside(talk), 0);
  CHECK_INTEGER(run_inside(fork_inside), 0);
}

static void test_refused(void) {
  CHECK_INTEGER(run_inside(reach_out), 0);
  CHECK_INTEGER(run_inside(take_memory), 0);
}

static void test_deadly(void) {
  int status = run_inside(run_another);
  CHECK(WIFSIGNALED(status));
  CHECK_INTEGER(WTERMSIG(status), SIGSYS);
}

int main(void) {
  RUN(test_allowed);
  RUN(test_refused);
  RUN(test_deadly);
  while (waitpid(-1, NULL, 0) > 0)
    continue;
  return check_finish();
}
