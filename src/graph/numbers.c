/* numbers.c - counting and reading lists of numbers, 64 bytes at a time. */
#include "graph/numbers.h"

#include "graph/bytes64.h"

#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

ALWAYS_INLINE u64 digit_bits(Bytes64 bytes) {
  return MASK64(bytes - '0' < 10);
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
    Bytes64 bytes = bytes64_load(numbers->text, at, count->limit);
    u64 digits = digit_bits(bytes), commas = MASK64(bytes == ',');
    u64 spaces = MASK64(bytes == ' ') | MASK64(bytes == '\n') |
                 MASK64(bytes == '\r') | MASK64(bytes == '\t');
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
COLD static u64 read_long(NumberReader *reader, const u8 *end) {
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

/* The eight bytes before `end` as digits, with zeros for those that do not
 * belong to the number; whether it may be longer than that. */
ALWAYS_INLINE u64 last_digits(const u8 *end, bool *is_long) {
  u64 digits = load_word(end - 8) ^ 0x3030'3030'3030'3030;
  /* the high bit of each byte that is no digit */
  u64 others =
      ((digits & 0x7f7f'7f7f'7f7f'7f7f) + 0x7676'7676'7676'7676) | digits;
  others &= 0x8080'8080'8080'8080;
  *is_long = !others;
  u64 before = others ? 64 - ((u64)__builtin_clzll(others) & ~7ull) : 0;
  return before < 64 ? digits >> before << before : 0;
}

ALWAYS_INLINE u64 read_number(NumberReader *reader, const u8 *end) {
  bool is_long;
  u64 digits = last_digits(end, &is_long);
  if (unlikely(is_long && (u8)(end[-9] - '0') < 10))
    return read_long(reader, end);
  return fold_digits(digits);
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

/* The next number, and where it ends taken away. */
ALWAYS_INLINE u64 take_number(NumberReader *state, const u8 *text) {
  const u8 *end = text + state->at + __builtin_ctzll(state->ends);
  state->ends &= state->ends - 1;
  return read_number(state, end);
}

/* All numbers that end in the present 64 bytes, one by one. */
ALWAYS_INLINE u64 *take_each(NumberReader *state, const u8 *text, u64 *out) {
  while (state->ends)
    *out++ = take_number(state, text);
  return out;
}

#if defined(__x86_64__)
/* The last digits of a number and what is not of it as zeros: `shift` is 64
 * less eight bits a digit, of which the machine looks at the lower six. */
ALWAYS_INLINE u64 digits_of(const u8 *end, u64 shift) {
  shift &= 63;
  return load_word(end - 8) >> shift << shift;
}

/* Four words of eight digits as four numbers: pairs of digits, of pairs, of
 * fours, added up at once. */
WIDE ALWAYS_INLINE __m256i fold_four(__m256i words) {
  __m256i digits = _mm256_subs_epu8(words, _mm256_set1_epi8('0'));
  __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
  __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001'0064));
  __m256i packed = _mm256_packus_epi32(fours, fours);
  __m256i eights = _mm256_madd_epi16(packed, _mm256_set1_epi32(0x0001'2710));
  __m256i joined = _mm256_permute4x64_epi64(eights, 0x08);
  return _mm256_cvtepu32_epi64(_mm256_castsi256_si128(joined));
}

/* All numbers that begin and end in the present 64 bytes, four at a time, so
 * that how many there are is seldom guessed wrong: what is written too much is
 * written over. False when one has more than eight digits. */
WIDE ALWAYS_INLINE bool take_fours(const u8 *bytes, u64 starts, u64 ends,
                                   u32 count, u64 *out) {
  u64 words[4], too_long = 0;
  for (u32 i = 0; i < count; i += 4) {
    for (u32 j = 0; j < 4; j++) {
      u64 start = _tzcnt_u64(starts), end = _tzcnt_u64(ends);
      starts = _blsr_u64(starts);
      ends = _blsr_u64(ends);
      words[j] = digits_of(bytes + end, (start - end) * 8);
      too_long |= end - start - 1 < 64 ? (end - start - 1) & ~7ull : 0;
    }
    __m256i numbers = fold_four(_mm256_set_epi64x(
        (i64)words[3], (i64)words[2], (i64)words[1], (i64)words[0]));
    _mm256_storeu_si256((__m256i *)(out + i), numbers);
  }
  return !too_long;
}

WIDE ALWAYS_INLINE u64 *take_wide(NumberReader *state, const u8 *text,
                                  u64 *out) {
  u64 digits = state->digits, shifted = digits << 1 | state->has_begun;
  const Numbers *numbers = state->numbers;
  bool is_fresh = state->ends == (~digits & shifted);
  if (!is_fresh || state->at + 64 > numbers->length || !state->at)
    return take_each(state, text, out);
  /* one that began in the bytes before is read by itself */
  if (state->has_begun && state->ends) *out++ = take_number(state, text);
  u32 count = (u32)__builtin_popcountll(state->ends);
  if (!take_fours(text + state->at, digits & ~shifted, state->ends, count, out))
    return take_each(state, text, out);
  state->ends = 0;
  return out + count;
}
#else
#define take_wide take_each
#endif

/* A list that was counted has as many numbers, unless the file was overwritten
 * since: those that are gone read as 0. */
#define READ_BODY(take)                                                        \
  constexpr size_t MOST = 32 + 4; /* of one step, with those too many */       \
  NumberReader state = *reader;                                                \
  const u8 *text = state.numbers->text;                                        \
  u64 *end = out + count;                                                      \
  while ((size_t)(end - out) > MOST && !is_over(&state)) {                     \
    out = take(&state, text, out);                                             \
    next_bytes(&state);                                                        \
  }                                                                            \
  while (out < end && !is_over(&state)) {                                      \
    if (state.ends)                                                            \
      *out++ = take_number(&state, text);                                      \
    else                                                                       \
      next_bytes(&state);                                                      \
  }                                                                            \
  while (out < end)                                                            \
    *out++ = 0;                                                                \
  *reader = state

static void read_portable(NumberReader *reader, u64 *out, size_t count) {
  READ_BODY(take_each);
}

WIDE static void read_wide(NumberReader *reader, u64 *out, size_t count) {
  READ_BODY(take_wide);
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

/* ---- Records ------------------------------------------------------------- */

void records_begin(RecordReader *records, const Numbers *numbers, u32 fields,
                   u64 first, u64 last) {
  assert(fields <= ARRAY_COUNT(records->buffer));
  records->reader = numbers_seek(numbers, first * fields);
  records->fields = fields;
  records->at = records->end = 0;
  records->left = last - first;
}

bool records_fill(RecordReader *records) {
  if (!records->left) return false;
  u64 count = ARRAY_COUNT(records->buffer) / records->fields;
  if (count > records->left) count = records->left;
  numbers_read(&records->reader, records->buffer,
               (size_t)count * records->fields);
  records->at = 0;
  records->end = (u32)count * records->fields;
  records->left -= count;
  return true;
}
