/* numbers_read.c - from digits to numbers, 64 bytes at a time. */
#include "graph/numbers_parts.h"

/* ---- One by one ---------------------------------------------------------- */

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
  while (start > text && is_digit(start[-1]))
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
  if (unlikely(is_long && is_digit(end[-9]))) return read_long(reader, end);
  return fold_digits(digits);
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
/* Whether all that the next numbers need is there: all of their ends, and what
 * precedes them in the text. */
ALWAYS_INLINE bool is_whole(const NumberReader *state) {
  u64 shifted = state->digits << 1 | state->has_begun;
  return state->ends == (~state->digits & shifted) &&
         state->at + 64 <= state->numbers->length && state->at;
}

/* ---- Four at a time ------------------------------------------------------ */

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
  if (!is_whole(state)) return take_each(state, text, out);
  u64 starts = state->digits & ~(state->digits << 1 | state->has_begun);
  /* one that began in the bytes before is read by itself */
  if (state->has_begun && state->ends) *out++ = take_number(state, text);
  u32 count = (u32)__builtin_popcountll(state->ends);
  if (!take_fours(text + state->at, starts, state->ends, count, out))
    return take_each(state, text, out);
  state->ends = 0;
  return out + count;
}

/* ---- Eight at a time ----------------------------------------------------- */

#define BYTES(...)                                                             \
  (__m512i)(Bytes64) {                                                         \
    __VA_ARGS__                                                                \
  }
#define EIGHT(n) n, n, n, n, n, n, n, n
#define ONE_TO_EIGHT -8, -7, -6, -5, -4, -3, -2, -1

/* The numbers that end at places `ends` of 128 bytes, of which `before` is the
 * first half and `here` the second, and begin at `starts`: those from number
 * `first` on. */
WIDEST ALWAYS_INLINE __m512i fold_eight(__m512i before, __m512i here,
                                        __m512i starts, __m512i ends,
                                        u32 first) {
  __m512i which = BYTES(EIGHT(0), EIGHT(1), EIGHT(2), EIGHT(3), EIGHT(4),
                        EIGHT(5), EIGHT(6), EIGHT(7));
  __m512i back = BYTES(ONE_TO_EIGHT, ONE_TO_EIGHT, ONE_TO_EIGHT, ONE_TO_EIGHT,
                       ONE_TO_EIGHT, ONE_TO_EIGHT, ONE_TO_EIGHT, ONE_TO_EIGHT);
  which = _mm512_add_epi8(which, _mm512_set1_epi8((i8)first));
  __m512i at = _mm512_add_epi8(_mm512_permutexvar_epi8(which, ends), back);
  __m512i start = _mm512_permutexvar_epi8(which, starts);
  __mmask64 is_part = _mm512_cmpge_epu8_mask(at, start);
  __m512i digits = _mm512_maskz_permutex2var_epi8(is_part, before, at, here);
  digits = _mm512_subs_epu8(digits, _mm512_set1_epi8('0'));
  __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
  __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001'0064));
  __m512i high = _mm512_mul_epu32(fours, _mm512_set1_epi64(10'000));
  return _mm512_add_epi64(high, _mm512_srli_epi64(fours, 32));
}

/* The places of set bits, in the second half of 128. */
WIDEST ALWAYS_INLINE __m512i places_of(u64 bits) {
  static const u8 PLACES[64] = {
      64,  65,  66,  67,  68,  69,  70,  71,  72,  73,  74,  75,  76,
      77,  78,  79,  80,  81,  82,  83,  84,  85,  86,  87,  88,  89,
      90,  91,  92,  93,  94,  95,  96,  97,  98,  99,  100, 101, 102,
      103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115,
      116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127};
  return _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(PLACES));
}

/* All numbers that end in the present 64 bytes. Where they end and begin
 * becomes two lists of bytes, and eight numbers of eight digits are picked out
 * of the text by one permutation. */
WIDEST ALWAYS_INLINE u64 *take_widest(NumberReader *state, const u8 *text,
                                      u64 *out) {
  if (!is_whole(state)) return take_each(state, text, out);
  const u8 *bytes = text + state->at;
  u64 begun = state->has_begun;
  u32 count = (u32)__builtin_popcountll(state->ends);
  __m512i before = _mm512_loadu_si512(bytes - 64);
  __m512i here = _mm512_loadu_si512(bytes), ends = places_of(state->ends);
  __m512i starts = places_of(state->digits & ~(state->digits << 1 | begun));
  /* one that began in the bytes before is the first of the list */
  u64 others = _mm512_cmpge_epu8_mask(
      _mm512_sub_epi8(before, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
  __m512i carried = _mm512_set1_epi8((i8)(64 - _lzcnt_u64(others)));
  starts = _mm512_mask_expand_epi8(carried, ~0ull << begun, starts);
  __mmask64 too_long = _mm512_cmpgt_epu8_mask(_mm512_sub_epi8(ends, starts),
                                              _mm512_set1_epi8(8));
  if (unlikely(too_long & ((1ull << count) - 1)))
    return take_each(state, text, out);
  for (u32 i = 0; i < count; i += 8)
    _mm512_storeu_si512(out + i, fold_eight(before, here, starts, ends, i));
  state->ends = 0;
  return out + count;
}
#else
#define take_wide take_each
#define take_widest take_each
#endif

/* ---- All of them --------------------------------------------------------- */

/* A list that was counted has as many numbers, unless the file was overwritten
 * since: those that are gone read as 0. */
#define READ_BODY(take)                                                        \
  constexpr size_t MOST = 32 + 8; /* of one step, with those too many */       \
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

static void read_plain(NumberReader *reader, u64 *out, size_t count) {
  READ_BODY(take_each);
}

WIDE static void read_wide(NumberReader *reader, u64 *out, size_t count) {
  READ_BODY(take_wide);
}

WIDEST static void read_widest(NumberReader *reader, u64 *out, size_t count) {
  READ_BODY(take_widest);
}

void numbers_read(NumberReader *reader, u64 *out, size_t count) {
  BY_WIDTH(read, reader, out, count)
}
