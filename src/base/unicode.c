/* unicode.c - decoding, and the classes of characters.
 *
 * The classes of code points from 0x80 up are sorted tables of ranges, found
 * by binary search: source text outside ASCII is rare and the tables are
 * small, so nothing cleverer pays.
 */
#include "base/unicode.h"

typedef struct UnicodeRange {
  u32 first, last;
} UnicodeRange;

#include "unicode_tables.h"

/* ---- Decoding ---- */

/* The bytes of a sequence, from its first byte; 1 for a stray continuation
 * byte, so that a cursor always moves. */
static u32 sequence_bytes(u8 first) {
  if (first < 0xC0) return 1;
  return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

u32 unicode_decode(const char **cursor, const char *end) {
  const u8 *at = (const u8 *)*cursor;
  assert(*cursor < end);
  u32 bytes = sequence_bytes(at[0]);
  assert((size_t)(end - *cursor) >= bytes);
  *cursor += bytes;
  switch (bytes) {
  case 1: return at[0];
  case 2: return (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
  case 3: return (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
  default:
    return (at[0] & 0x07u) << 18 | (at[1] & 0x3Fu) << 12 |
           (at[2] & 0x3Fu) << 6 | (at[3] & 0x3Fu);
  }
}

/* The second byte tells overlong forms, surrogates and code points past
 * 0x10FFFF from good ones. */
static bool second_is_good(u8 first, u8 second) {
  switch (first) {
  case 0xE0: return second >= 0xA0 && second <= 0xBF;
  case 0xED: return second >= 0x80 && second <= 0x9F;
  case 0xF0: return second >= 0x90 && second <= 0xBF;
  case 0xF4: return second >= 0x80 && second <= 0x8F;
  default: return second >= 0x80 && second <= 0xBF;
  }
}

static bool sequence_is_good(const u8 *at, size_t left) {
  if (at[0] < 0xC2 || at[0] > 0xF4) return false;
  u32 bytes = sequence_bytes(at[0]);
  if (left < bytes || !second_is_good(at[0], at[1])) return false;
  for (u32 i = 2; i < bytes; i++)
    if ((at[i] & 0xC0) != 0x80) return false;
  return true;
}

/* How many bytes from `at` are ASCII for sure: eight at a time. */
static size_t skip_ascii(const u8 *text, size_t at, size_t length) {
  for (u64 word; length - at >= sizeof word; at += sizeof word) {
    memcpy(&word, text + at, sizeof word);
    if (word & 0x8080808080808080) break;
  }
  while (at < length && text[at] < 0x80)
    at++;
  return at;
}

size_t unicode_check_utf8(const char *text, size_t length) {
  const u8 *bytes = (const u8 *)text;
  size_t at = 0;
  while ((at = skip_ascii(bytes, at, length)) < length) {
    if (!sequence_is_good(bytes + at, length - at)) return at;
    at += sequence_bytes(bytes[at]);
  }
  return length;
}

size_t unicode_utf16_length(const char *text, size_t length, bool *latin1) {
  const u8 *bytes = (const u8 *)text;
  size_t units = 0, at = 0;
  *latin1 = true;
  while (at < length) {
    size_t ascii_end = skip_ascii(bytes, at, length);
    units += ascii_end - at;
    if ((at = ascii_end) == length) break;
    u32 width = sequence_bytes(bytes[at]);
    if (bytes[at] > 0xC3) *latin1 = false;
    units += width == 4 ? 2 : 1;
    at += width;
  }
  return units;
}

/* ---- Classes ---- */

static bool in_ranges(const UnicodeRange *ranges, size_t count, u32 c) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c > ranges[middle].last)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && c >= ranges[low].first;
}

static bool is_ascii_letter(u32 c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool unicode_is_id_start(u32 c) {
  if (c < 0x80) return is_ascii_letter(c) || c == '$' || c == '_';
  return in_ranges(UNICODE_ID_START, ARRAY_COUNT(UNICODE_ID_START), c);
}

bool unicode_is_id_continue(u32 c) {
  if (c < 0x80)
    return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '$' || c == '_';
  if (c == 0x200C || c == 0x200D) return true; /* joiners, by the grammar */
  return in_ranges(UNICODE_ID_CONTINUE, ARRAY_COUNT(UNICODE_ID_CONTINUE), c);
}

bool unicode_is_space(u32 c) {
  if (c < 0x80) return c == ' ' || c == '\t' || c == '\v' || c == '\f';
  return c == 0xFEFF || in_ranges(UNICODE_SPACE_SEPARATOR,
                                  ARRAY_COUNT(UNICODE_SPACE_SEPARATOR), c);
}

bool unicode_is_line_terminator(u32 c) {
  return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}
