/* bytes64.h - 64 bytes of text at once, and what is asked of them as 64 bits.
 *
 * Written with vectors of the compiler's own, so that it is right everywhere
 * and becomes the widest instructions that a function may use.
 */
#ifndef GLASSHEAP_GRAPH_BYTES64_H
#define GLASSHEAP_GRAPH_BYTES64_H

#include "base/base.h"

typedef u8 Bytes64 __attribute__((vector_size(64)));
typedef bool Mask64 __attribute__((ext_vector_type(64)));

/* MASK64 - a bit for each byte of which the condition holds, the first lowest:
 * MASK64(bytes == ','). */
#define MASK64(condition)                                                      \
  __builtin_bit_cast(u64, __builtin_convertvector(condition, Mask64))

/* bytes64_load - the 64 bytes at `at`; zeros past the end of the text. */
ALWAYS_INLINE Bytes64 bytes64_load(const u8 *text, size_t at, size_t length) {
  Bytes64 bytes = {};
  if (likely(at + 64 <= length))
    memcpy(&bytes, text + at, 64);
  else if (at < length)
    memcpy(&bytes, text + at, length - at);
  return bytes;
}

#endif
