/* index_guard.c - faults at closed memory. */
#define _GNU_SOURCE
#include "graph/index_guard.h"

#include "base/buffer.h"
#include "base/vector.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

constexpr u32 GUARDS_MAX = 8;

/* What the handler may look at. */
static _Atomic(const IndexGuard *) guards[GUARDS_MAX];
static _Atomic(void (*)(void)) recovery;
static struct sigaction others; /* what faults elsewhere did before */
static atomic_bool is_installed;

void index_guard_recover(void (*recover)(void)) {
  atomic_store(&recovery, recover);
}

void index_guard_begin_again(void) {
  Buffer text = {};
  VECTOR(char *) words = {};
  FILE *file = fopen("/proc/self/cmdline", "r");
  if (!file) return;
  for (int c; (c = getc(file)) != EOF;)
    buffer_byte(&text, (char)c);
  fclose(file);
  for (size_t at = 0; at < text.length; at += strlen(text.bytes + at) + 1)
    vector_push(&words, text.bytes + at);
  vector_push(&words, NULL);
  execv("/proc/self/exe", words.items);
}

static const IndexGuard *find_guard(const u8 *address) {
  for (u32 i = 0; i < GUARDS_MAX; i++) {
    const IndexGuard *guard = atomic_load(&guards[i]);
    if (guard && address >= guard->closed &&
        address < guard->closed + guard->length)
      return guard;
  }
  return NULL;
}

/* Nothing that was computed so far may be used. */
COLD static void give_up(const IndexGuard *guard) {
  static const char LINE[] = "glassheap: what was kept about the snapshot is "
                             "damaged, and was removed: "
                             "run the command again\n";
  unlink(guard->path);
  void (*recover)(void) = atomic_load(&recovery);
  /* who looks at open memory may have answered already */
  if (recover && guard->closed) recover();
  (void)!write(STDERR_FILENO, LINE, sizeof LINE - 1);
  _exit(4);
}

static size_t block_length(const IndexGuard *guard, size_t block) {
  size_t left = guard->length - block * guard->block;
  return left < guard->block ? left : guard->block;
}

bool index_guard_check(const IndexGuard *guard, size_t block) {
  size_t at = block * guard->block, length = block_length(guard, block);
  if (guard->sum(guard->readable + at, length) != guard->sums[block])
    return false;
  for (u32 i = 0; i < guard->check_count; i++)
    if (!index_check(&guard->checks[i], guard->readable, at, at + length))
      return false;
  return true;
}

static void open_block(const IndexGuard *guard, size_t offset) {
  size_t block = offset / guard->block;
  if (!index_guard_check(guard, block) ||
      mprotect(guard->closed + block * guard->block, block_length(guard, block),
               PROT_READ))
    give_up(guard);
}

void index_guard_lost(const void *guard) {
  give_up(guard);
}

static void on_fault(int signal_number, siginfo_t *info, void *) {
  const IndexGuard *guard = find_guard(info->si_addr);
  if (guard)
    open_block(guard, (size_t)((u8 *)info->si_addr - guard->closed));
  else /* the instruction is tried again, and fails as ever */
    sigaction(signal_number, &others, NULL);
}

bool index_guard_begin(const IndexGuard *guard) {
  u32 place = 0;
  const IndexGuard *none = NULL;
  while (place < GUARDS_MAX &&
         !atomic_compare_exchange_strong(&guards[place], &none, guard)) {
    none = NULL;
    place++;
  }
  if (place == GUARDS_MAX) return false;
  if (!atomic_exchange(&is_installed, true)) {
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSEGV, &action, &others);
  }
  if (!mprotect(guard->closed, guard->length, PROT_NONE)) return true;
  index_guard_end(guard);
  return false;
}

void index_guard_end(const IndexGuard *guard) {
  for (u32 i = 0; i < GUARDS_MAX; i++) {
    const IndexGuard *known = guard;
    atomic_compare_exchange_strong(&guards[i], &known, NULL);
  }
}
