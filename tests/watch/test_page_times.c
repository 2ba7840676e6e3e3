/* Which pages of a heap were written between two forks. */
#define _GNU_SOURCE
#include "tests/check.h"

#include "watch/page_times.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

constexpr u64 PAGES = 64;
static Heap heap;
static PageTimes times;
static u64 page_bytes;
static pid_t children[8];
static u32 child_count;

/* A checkpoint: a process that shares all pages. */
static void leave_checkpoint(void) {
  page_times_note(&times, &heap, true);
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (!child) {
    pause();
    _exit(0);
  }
  children[child_count++] = child;
}

static void touch(u64 page) {
  heap.region[page * page_bytes] = (char)(page + child_count);
}

static u32 time_of(u64 page) {
  return page_times_of(&times, &heap, heap.region + page * page_bytes,
                       page_bytes);
}

static void test_intervals(void) {
  leave_checkpoint(); /* interval 1 has ended */
  touch(3);
  touch(40);
  leave_checkpoint();
  touch(40);
  leave_checkpoint();
  CHECK_INTEGER(times.interval, 3);
  CHECK_INTEGER(time_of(5), 1);
  CHECK_INTEGER(time_of(3), 2);
  CHECK_INTEGER(time_of(40), 3);
}

static void test_ranges(void) {
  u32 all = page_times_of(&times, &heap, heap.region, PAGES * page_bytes);
  CHECK_INTEGER(all, 3);
  CHECK_INTEGER(page_times_of(&times, &heap, heap.region + 3 * page_bytes, 8),
                2);
}

/* A fork between two checkpoints does not end the interval, and what was
 * written before it is not forgotten. */
static void test_fork_between(void) {
  touch(7);
  page_times_note(&times, &heap, false);
  pid_t child = fork();
  if (!child) {
    pause();
    _exit(0);
  }
  children[child_count++] = child;
  leave_checkpoint();
  CHECK_INTEGER(time_of(7), 4);
  CHECK_INTEGER(time_of(3), 2);
}

/* Without the file everything may have been written at any time. */
static void test_unknown(void) {
  PageTimes none = {.file = -1};
  CHECK(page_times_of(&none, &heap, heap.region, 8) == UINT32_MAX);
}

int main(void) {
  REQUIRE(heap_open(&heap, (HeapOptions){}));
  page_times_open(&times);
  REQUIRE(times.file >= 0);
  page_bytes = times.page_bytes;
  heap.used_blocks = PAGES * page_bytes / HEAP_BLOCK_BYTES;
  REQUIRE(heap.used_blocks);
  REQUIRE(!mprotect(heap.region, PAGES * page_bytes, PROT_READ | PROT_WRITE));
  for (u64 i = 0; i < PAGES; i++)
    heap.region[i * page_bytes] = 1;
  RUN(test_intervals);
  RUN(test_ranges);
  RUN(test_fork_between);
  RUN(test_unknown);
  for (u32 i = 0; i < child_count; i++)
    kill(children[i], SIGKILL);
  return check_finish();
}
