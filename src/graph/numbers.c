/* numbers.c - counting and reading lists of numbers, 64 bytes at a time. */
#include "graph/numbers.h"

#include <stdlib.h>

typedef u8 Bytes __attribute__((vector_size(64)));
typedef bool Mask __attribute__((ext_vector_type(64)));

/* The body of each pass is compiled twice: for any machine, and for those
 * x86-64 ones with wider registers and bit instructions. */
#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
static bool has_wide(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}
#else
#define WIDE
static bool has_wide(void) {
  return false;
}
#endif

ALWAYS_INLINE u64 mask_bits(Mask mask) {
  return __builtin_bit_cast(u64, mask);
}

#define MASK(condition) mask_bits(__builtin_convertvector(condition, Mask))

/* The 64 bytes at `at`; past the end of the text, zeros. */
ALWAYS_INLINE Bytes load_bytes(const u8 *text, size_t at, size_t length) {
  Bytes bytes = {};
  if (likely(at + 64 <= length))
    memcpy(&bytes, text + at, 64);
  else if (at < length)
    memcpy(&bytes, text + at, length - at);
  return bytes;
}

ALWAYS_INLINE u64 digit_bits(Bytes bytes) {
  return MASK(bytes - '0' < 10);
}

/* ---- Counting ------------------------------------------------------------ */

typedef struct Count {
  Numbers numbers;
  size_t limit;
  u64 commas;
  u64 was_digit;
} Count;

/* What is neither a digit, a comma nor space: the end, or a mistake. */
static bool is_stopped(Count *count, size_t at, u64 other) {
  Numbers *numbers = &count->numbers;
  for (; other; other &= other - 1) {
    size_t offset = at + (size_t)__builtin_ctzll(other);
    if (offset >= count->limit) return false;
    if (numbers->text[offset] == '-') {
      numbers->has_negative = true;
      continue;
    }
    numbers->length = offset;
    numbers->end =
        numbers->text[offset] == ']' ? NUMBERS_CLOSED : NUMBERS_MALFORMED;
    return true;
  }
  return false;
}

ALWAYS_INLINE void count_body(Count *count) {
  Numbers *numbers = &count->numbers;
  for (size_t at = 0; at < count->limit; at += 64) {
    if (at % NUMBERS_BLOCK == 0)
      numbers->blocks[at / NUMBERS_BLOCK] = numbers->count;
    Bytes bytes = load_bytes(numbers->text, at, count->limit);
    u64 digits = digit_bits(bytes), commas = MASK(bytes == ',');
    u64 spaces = MASK(bytes == ' ') | MASK(bytes == '\n') |
                 MASK(bytes == '\r') | MASK(bytes == '\t');
    u64 ends = ~digits & (digits << 1 | count->was_digit);
    u64 other = ~(digits | commas | spaces);
    if (unlikely(other) && is_stopped(count, at, other)) {
      u64 before = numbers->length - at == 63
                       ? ~0ull
                       : (2ull << (numbers->length - at)) - 1;
      numbers->count += (u64)__builtin_popcountll(ends & before);
      count->commas += (u64)__builtin_popcountll(commas & before);
      return;
    }
    if (unlikely(at + 64 > count->limit))
      ends &= (1ull << (count->limit - at)) - 1;
    numbers->count += (u64)__builtin_popcountll(ends);
    count->commas += (u64)__builtin_popcountll(commas);
    count->was_digit = digits >> 63;
  }
  numbers->length = count->limit;
  numbers->end = NUMBERS_TRUNCATED;
}

static void count_portable(Count *count) {
  count_body(count);
}

WIDE static void count_wide(Count *count) {
  count_body(count);
}

Numbers numbers_count(const u8 *text, size_t limit) {
  Count count = {.numbers = {.text = text}, .limit = limit};
  u64 *blocks = base_allocate((limit / NUMBERS_BLOCK + 1) * sizeof *blocks);
  count.numbers.blocks = blocks;
  has_wide() ? count_wide(&count) : count_portable(&count);
  Numbers numbers = count.numbers;
  numbers.blocks = base_reallocate(
      blocks, (numbers.length / NUMBERS_BLOCK + 1) * sizeof *blocks);
  u64 wanted = numbers.count ? numbers.count - 1 : 0;
  bool is_whole = numbers.end == NUMBERS_CLOSED;
  if (is_whole && count.commas != wanted) numbers.end = NUMBERS_MALFORMED;
  return numbers;
}

void numbers_free(Numbers *numbers) {
  free(numbers->blocks);
  *numbers = (Numbers){};
}

/* ---- Reading ---------------------------------------------------------------
 */

ALWAYS_INLINE u64 load_word(const u8 *at) {
  u64 word;
  memcpy(&word, at, 8);
  return word;
}

/* The value of eight digits, the first in the lowest byte. */
ALWAYS_INLINE u64 fold_digits(u64 digits) {
  digits = digits * 10 + (digits >> 8);
  u64 low = (digits & 0x0000'00ff'0000'00ff) * 0x000f'4240'0000'0064;
  u64 high = (digits >> 16 & 0x0000'00ff'0000'00ff) * 0x0000'2710'0000'0001;
  return (low + high) >> 32;
}

/* A number of eight digits or more. */
static u64 read_long(NumberReader *reader, const u8 *end) {
  const u8 *start = end, *text = reader->numbers->text;
  while (start > text && (u8)(start[-1] - '0') < 10)
    start--;
  u64 value = 0;
  bool is_too_large = false;
  for (const u8 *at = start; at < end; at++)
    is_too_large |= __builtin_mul_overflow(value, 10, &value) ||
                    __builtin_add_overflow(value, (u64)(*at - '0'), &value);
  if (!is_too_large) return value;
  if (!reader->is_too_large) reader->bad_at = (size_t)(start - text);
  reader->is_too_large = true;
  return 0;
}

ALWAYS_INLINE u64 read_number(NumberReader *reader, const u8 *end) {
  u64 digits = load_word(end - 8) ^ 0x3030'3030'3030'3030;
  /* the high bit of each byte that is no digit */
  u64 others =
      ((digits & 0x7f7f'7f7f'7f7f'7f7f) + 0x7676'7676'7676'7676) | digits;
  others &= 0x8080'8080'8080'8080;
  if (unlikely(!others)) return read_long(reader, end);
  /* at least one digit, so the shift is less than 64 */
  u64 before = 64 - ((u64)__builtin_clzll(others) & ~7ull);
  return fold_digits(digits >> before << before);
}

/* The reader goes on to the next 64 bytes. */
ALWAYS_INLINE void next_bytes(NumberReader *reader) {
  const Numbers *numbers = reader->numbers;
  reader->at += 64;
  /* the closing bracket belongs to what is looked at: a number ends there */
  size_t readable = numbers->length + (numbers->end != NUMBERS_TRUNCATED);
  Bytes bytes = load_bytes(numbers->text, reader->at, readable);
  u64 digits = digit_bits(bytes);
  reader->ends = ~digits & (digits << 1 | reader->was_digit);
  reader->was_digit = digits >> 63;
}

/* Whether the list is over: a file that is overwritten while it is mapped has
 * fewer numbers than were counted. */
ALWAYS_INLINE bool is_over(const NumberReader *reader) {
  return (i64)reader->at > (i64)reader->numbers->length;
}

ALWAYS_INLINE void read_body(NumberReader *reader, u64 *out, size_t count) {
  NumberReader state = *reader;
  const u8 *text = state.numbers->text;
  for (size_t i = 0; i < count; i++) {
    while (!state.ends && !is_over(&state))
      next_bytes(&state);
    if (unlikely(!state.ends)) {
      out[i] = 0;
      continue;
    }
    const u8 *end = text + state.at + __builtin_ctzll(state.ends);
    state.ends &= state.ends - 1;
    out[i] = read_number(&state, end);
  }
  *reader = state;
}

static void read_portable(NumberReader *reader, u64 *out, size_t count) {
  read_body(reader, out, count);
}

WIDE static void read_wide(NumberReader *reader, u64 *out, size_t count) {
  read_body(reader, out, count);
}

void numbers_read(NumberReader *reader, u64 *out, size_t count) {
  has_wide() ? read_wide(reader, out, count)
             : read_portable(reader, out, count);
}

/* The last block before which at most `index` numbers end. */
static size_t find_block(const Numbers *numbers, u64 index) {
  size_t low = 0, high = numbers->length / NUMBERS_BLOCK;
  while (low < high) {
    size_t middle = low + (high - low + 1) / 2;
    if (numbers->blocks[middle] <= index)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

NumberReader numbers_seek(const Numbers *numbers, u64 index) {
  if (index >= numbers->count)
    return (NumberReader){.numbers = numbers, .at = numbers->length + 1};
  size_t block = find_block(numbers, index), at = block * NUMBERS_BLOCK;
  NumberReader reader = {
      .numbers = numbers,
      .at = at - 64,
      .was_digit = at && (u8)(numbers->text[at - 1] - '0') < 10,
  };
  u64 left = index - numbers->blocks[block];
  for (next_bytes(&reader); !is_over(&reader); next_bytes(&reader)) {
    u64 here = (u64)__builtin_popcountll(reader.ends);
    if (left < here) break;
    left -= here;
  }
  for (; left && reader.ends; left--)
    reader.ends &= reader.ends - 1;
  return reader;
}

size_t numbers_offset(const Numbers *numbers, u64 index) {
  if (index >= numbers->count) return numbers->length;
  NumberReader reader = numbers_seek(numbers, index);
  while (!reader.ends && !is_over(&reader))
    next_bytes(&reader);
  if (!reader.ends) return numbers->length;
  return reader.at + (size_t)__builtin_ctzll(reader.ends);
}
