#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *block, size_t bytes) {
  if (block || !bytes) return block;
  fprintf(stderr, "glassheap: the machine is out of memory (%zu bytes asked)\n",
          bytes);
  exit(70);
}

void *base_allocate(size_t bytes) {
  return checked(malloc(bytes), bytes);
}

void *base_allocate_zeroed(size_t bytes) {
  return checked(calloc(1, bytes), bytes);
}

void *base_reallocate(void *block, size_t bytes) {
  return checked(realloc(block, bytes), bytes);
}

void *base_copy(const void *source, size_t bytes) {
  void *copy = base_allocate(bytes ? bytes : 1);
  if (bytes) memcpy(copy, source, bytes);
  return copy;
}
