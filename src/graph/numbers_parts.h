/* numbers_parts.h - what counting numbers, finding and converting them share.
 *
 * Each pass has one body, compiled several times: for any machine, for x86-64
 * with registers of 32 bytes, and for x86-64 with registers of 64 bytes, where
 * a comparison of 64 bytes is one instruction that gives 64 bits. Which one
 * runs is decided when the program does.
 */
#ifndef GLASSHEAP_GRAPH_NUMBERS_PARTS_H
#define GLASSHEAP_GRAPH_NUMBERS_PARTS_H

#include "graph/bytes64.h"
#include "graph/numbers.h"

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

/* numbers_width - the widest registers that may be used. */
NumbersWidth numbers_width(void);

/* BY_WIDTH - a call of the one of three functions that fits the machine. */
#define BY_WIDTH(name, ...)                                                    \
  switch (numbers_width()) {                                                   \
  case NUMBERS_PLAIN: name##_plain(__VA_ARGS__); break;                        \
  case NUMBERS_WIDE: name##_wide(__VA_ARGS__); break;                          \
  case NUMBERS_WIDEST: name##_widest(__VA_ARGS__); break;                      \
  }

ALWAYS_INLINE bool is_digit(u8 byte) {
  return (u8)(byte - '0') < 10;
}

ALWAYS_INLINE u64 digit_bits(Bytes64 bytes) {
  return MASK64(bytes - '0' < 10);
}

/* The reader goes on to the next 64 bytes. */
ALWAYS_INLINE void next_bytes(NumberReader *reader) {
  const Numbers *numbers = reader->numbers;
  reader->at += 64;
  /* the closing bracket belongs to what is looked at: a number ends there */
  size_t readable = numbers->length + (numbers->end != NUMBERS_TRUNCATED);
  Bytes64 bytes = bytes64_load(numbers->text, reader->at, readable);
  u64 digits = digit_bits(bytes);
  reader->has_begun = reader->was_digit;
  reader->digits = digits;
  reader->ends = ~digits & (digits << 1 | reader->was_digit);
  reader->was_digit = digits >> 63;
}

/* Whether the list is over: a file that is overwritten while it is mapped has
 * fewer numbers than were counted. */
ALWAYS_INLINE bool is_over(const NumberReader *reader) {
  return (i64)reader->at > (i64)reader->numbers->length;
}

#endif
