/* bytes64.h - 64 bytes of text at once, and what is asked of them as 64 bits.
 *
 * Written with vectors of the compiler's own, so that it is right everywhere
 * and becomes the widest instructions that a function may use. A pass over
 * text has one body, compiled several times: for any machine, for x86-64 with
 * registers of 32 bytes, and for x86-64 with registers of 64 bytes, where a
 * comparison of 64 bytes is one instruction that gives 64 bits. Which one runs
 * is decided when the program does.
 */
#ifndef GLASSHEAP_GRAPH_BYTES64_H
#define GLASSHEAP_GRAPH_BYTES64_H

#include "base/base.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define WIDEST                                                                 \
  __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,"         \
                        "avx512vl,avx512vbmi,avx512vbmi2"),                    \
                 min_vector_width(512)))
#else
#define WIDE
#define WIDEST
#endif

/* Registers of 16, 32 and 64 bytes. */
typedef enum Width : u8 {
  WIDTH_PLAIN,
  WIDTH_WIDE,
  WIDTH_WIDEST,
} Width;

/* bytes64_width - the widest that may be used. */
Width bytes64_width(void);
/* bytes64_limit_width - for tests: none wider than that. */
void bytes64_limit_width(Width most);

/* BY_WIDTH - a call of the one of three functions that fits the machine. */
#define BY_WIDTH(name, ...)                                                    \
  switch (bytes64_width()) {                                                   \
  case WIDTH_PLAIN: name##_plain(__VA_ARGS__); break;                          \
  case WIDTH_WIDE: name##_wide(__VA_ARGS__); break;                            \
  case WIDTH_WIDEST: name##_widest(__VA_ARGS__); break;                        \
  }

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
