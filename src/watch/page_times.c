/* page_times.c - reading /proc/self/pagemap. */
#define _GNU_SOURCE
#include "watch/page_times.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Bits of an entry: include/uapi of Linux has no names for them. */
constexpr u64 PAGE_IS_PRESENT = 1ull << 63, PAGE_IS_SWAPPED = 1ull << 62,
              PAGE_IS_EXCLUSIVE = 1ull << 56;
constexpr u32 ENTRIES = 512;

void page_times_open(PageTimes *times) {
  long bytes = sysconf(_SC_PAGESIZE);
  *times = (PageTimes){.file = -1};
  if (bytes <= 0) return;
  times->page_bytes = (u32)bytes;
  times->file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (times->file < 0) return;
  /* of the whole region, most of which the system never gives memory for */
  times->times = base_allocate_zeroed(HEAP_REGION_BYTES / times->page_bytes *
                                      sizeof *times->times);
}

static bool is_written(u64 entry) {
  if (entry & PAGE_IS_SWAPPED) return true;
  return entry & PAGE_IS_PRESENT && entry & PAGE_IS_EXCLUSIVE;
}

/* False when the system does not tell. */
static bool note_pages(PageTimes *times, const Heap *heap, u64 first,
                       u64 count) {
  u64 entries[ENTRIES];
  u64 page = (u64)(uintptr_t)heap->region / times->page_bytes + first;
  size_t wanted = count * sizeof(u64);
  if (lseek(times->file, (off_t)(page * sizeof(u64)), SEEK_SET) < 0 ||
      read(times->file, entries, wanted) != (ssize_t)wanted)
    return false;
  for (u64 i = 0; i < count; i++)
    if (is_written(entries[i])) times->times[first + i] = times->interval + 1;
  return true;
}

void page_times_note(PageTimes *times, const Heap *heap, bool ends) {
  if (times->file < 0) return;
  u64 pages = heap->used_blocks * HEAP_BLOCK_BYTES / times->page_bytes;
  bool ok = times->interval < UINT16_MAX - 1;
  for (u64 first = 0; ok && first < pages; first += ENTRIES) {
    u64 count = pages - first < ENTRIES ? pages - first : ENTRIES;
    ok = note_pages(times, heap, first, count);
  }
  if (ok && ends) times->interval++;
  if (ok) return;
  close(times->file);
  times->file = -1;
  page_times_run_on(times);
}

void page_times_leave(PageTimes *times) {
  if (times->file >= 0) close(times->file);
  times->file = -1;
}

void page_times_run_on(PageTimes *times) {
  if (times->file >= 0) return;
  free(times->times);
  times->times = NULL;
}

u32 page_times_of(const PageTimes *times, const Heap *heap, const void *bytes,
                  u64 count) {
  if (!times->times) return UINT32_MAX;
  u64 begin = heap_offset(heap, bytes), last = 0;
  u64 end = (begin + count - 1) / times->page_bytes;
  for (u64 page = begin / times->page_bytes; page <= end; page++)
    if (times->times[page] > last) last = times->times[page];
  return (u32)last;
}
