/* sandbox.c - limits, and the filter of system calls. */
#define _GNU_SOURCE
#include "watch/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* What the engine takes beside its heap: tables, bytecode, the mark stack,
 * and JSON on its way out. */
constexpr u64 BESIDE_HEAP_BYTES = 1ull << 30;
constexpr u64 HEAP_LIMIT_DEFAULT = 2ull << 30;
constexpr u64 DESCRIPTORS_MAX = 64;

/* ---- Limits ------------------------------------------------------------- */

static void set_limit(int resource, u64 value) {
  struct rlimit limit;
  if (getrlimit(resource, &limit)) return;
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < value)
    value = limit.rlim_max;
  limit = (struct rlimit){value, value};
  setrlimit(resource, &limit);
}

static void set_limits(u64 heap_limit) {
  if (!heap_limit) heap_limit = HEAP_LIMIT_DEFAULT;
  set_limit(RLIMIT_CORE, 0);
  set_limit(RLIMIT_NOFILE, DESCRIPTORS_MAX);
#ifndef GLASSHEAP_SANITIZE
  /* AddressSanitizer's shadow is terabytes of such memory */
  set_limit(RLIMIT_DATA, 2 * heap_limit + BESIDE_HEAP_BYTES);
#else
  (void)BESIDE_HEAP_BYTES, (void)heap_limit;
#endif
}

/* ---- The filter --------------------------------------------------------- */

/* Calls that are allowed whatever their arguments. */
static const int allowed[] = {
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    /* the descriptors that it has */
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(dup3),
    SCMP_SYS(sendmsg),
    SCMP_SYS(recvmsg),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    /* itself */
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrlimit),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    /* signals to itself */
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    /* time */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
};

/* Calls of which only an attack has need. */
static const int deadly[] = {
    SCMP_SYS(execve),           SCMP_SYS(execveat),          SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(bpf),
    SCMP_SYS(kexec_load),       SCMP_SYS(init_module),
};

static bool allow_some(scmp_filter_ctx filter) {
  /* processes like itself, never threads or namespaces (room.c) */
  int code = seccomp_rule_add(
      filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
      SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)(CLONE_PARENT | SIGCHLD), 0));
  /* to end with the server */
  code |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                           SCMP_A0(SCMP_CMP_EQ, PR_SET_PDEATHSIG, 0));
  code |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), 1,
                           SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0));
#ifdef GLASSHEAP_SANITIZE
  /* its report reads limits and sets names of mappings */
  code |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 0);
  code |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(readlink), 0);
#endif
  return !code;
}

static bool fill(scmp_filter_ctx filter) {
  for (size_t i = 0; i < ARRAY_COUNT(allowed); i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0)) return false;
  for (size_t i = 0; i < ARRAY_COUNT(deadly); i++)
    if (seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i], 0))
      return false;
  return allow_some(filter);
}

bool sandbox_enter(u64 heap_limit, Buffer *error) {
  set_limits(heap_limit);
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  int code = filter ? 0 : -ENOMEM;
  if (!code && !fill(filter)) code = -EINVAL;
  if (!code) code = seccomp_load(filter);
  if (filter) seccomp_release(filter);
  if (!code) return true;
  buffer_format(error,
                "the system does not let the program be run in a sandbox "
                "(seccomp: %s)",
                strerror(-code));
  return false;
}
