/* numbers_parts.h - what counting numbers, finding and converting them share.
 */
#ifndef GLASSHEAP_GRAPH_NUMBERS_PARTS_H
#define GLASSHEAP_GRAPH_NUMBERS_PARTS_H

#include "graph/bytes64.h"
#include "graph/numbers.h"

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
