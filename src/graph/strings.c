/* strings.c - scanning the strings section, and finding strings in it. */
#define _GNU_SOURCE
#include "graph/strings.h"

#include "graph/bytes64.h"
#include "graph/tasks.h"

#include <stdatomic.h>
#include <stdlib.h>

constexpr u32 ANCHOR_EVERY = 16;

#define KNOWN(name, text) {text, sizeof(text) - 1},
static const RawString KNOWN_TEXTS[] = {KNOWN_STRINGS(KNOWN)};
#undef KNOWN

/* ---- Scanning --------------------------------------------------------------
 */

typedef struct Scan {
  Strings strings;
  size_t limit, start; /* where the open string begins */
  u64 is_inside;       /* all bits, when the last 64 bytes ended in a string */
  u64 is_escaped;      /* whether a backslash was the last of them */
  u64 lengths;         /* a bit for each length that a known string has */
} Scan;

/* Each bit becomes the parity of itself and those before it. */
ALWAYS_INLINE u64 prefix_parity(u64 bits) {
  for (u32 shift = 1; shift < 64; shift *= 2)
    bits ^= bits << shift;
  return bits;
}

/* The bits of what follows a backslash that is not itself escaped. */
static u64 escaped_bits(Scan *scan, u64 backslashes) {
  u64 escaped = scan->is_escaped;
  backslashes &= ~escaped;
  scan->is_escaped = 0;
  while (backslashes) {
    u32 at = (u32)__builtin_ctzll(backslashes);
    backslashes &= backslashes - 1;
    if (at == 63) {
      scan->is_escaped = 1;
      break;
    }
    escaped |= 2ull << at;
    backslashes &= ~(2ull << at);
  }
  return escaped;
}

static bool is_ephemeron_name(RawString raw) {
  static const char PART[] = " / part of key (", PAIR[] = " pair in WeakMap (";
  if (raw.length < 48 || (u8)(raw.text[0] - '0') > 9) return false;
  size_t i = 0;
  while (i < raw.length && (u8)(raw.text[i] - '0') < 10)
    i++;
  return raw.length - i > sizeof PART &&
         !memcmp(raw.text + i, PART, sizeof PART - 1) &&
         memmem(raw.text, raw.length, PAIR, sizeof PAIR - 1);
}

static void note_known(Strings *strings, RawString raw) {
  for (u32 i = 0; i < STRING_KNOWN_COUNT; i++)
    if (raw.length == KNOWN_TEXTS[i].length && strings->known[i] == NO_STRING &&
        !memcmp(raw.text, KNOWN_TEXTS[i].text, raw.length))
      strings->known[i] = strings->count;
}

static void end_string(Scan *scan, size_t end) {
  Strings *strings = &scan->strings;
  const char *text = (const char *)strings->text + scan->start;
  RawString raw = {text, end - scan->start};
  if (raw.length < 64 && (scan->lengths >> raw.length & 1))
    note_known(strings, raw);
  else if (is_ephemeron_name(raw))
    vector_push(&strings->ephemerons, strings->count);
  if (strings->count % ANCHOR_EVERY == 0)
    vector_push(&strings->anchors, scan->start);
  strings->count++;
}

/* One step of 64 bytes; false when the section ends there. */
ALWAYS_INLINE bool scan_bytes(Scan *scan, size_t at) {
  Bytes64 bytes = bytes64_load(scan->strings.text, at, scan->limit);
  u64 backslashes = MASK64(bytes == '\\'), quotes = MASK64(bytes == '"');
  if (unlikely(backslashes | scan->is_escaped))
    quotes &= ~escaped_bits(scan, backslashes);
  u64 inside = prefix_parity(quotes) ^ scan->is_inside;
  u64 spaces = MASK64(bytes <= ' ') | MASK64(bytes == ',');
  u64 others = ~(inside | quotes | spaces), stop = 64;
  if (unlikely(others)) stop = (u64)__builtin_ctzll(others);
  for (u64 left = quotes; left; left &= left - 1) {
    u64 bit = (u64)__builtin_ctzll(left);
    if (bit > stop || at + bit >= scan->limit) break;
    if (inside >> bit & 1)
      scan->start = at + bit + 1;
    else
      end_string(scan, at + bit);
  }
  scan->is_inside = inside >> 63 ? ~0ull : 0;
  if (likely(stop == 64)) return true;
  scan->strings.length = at + stop;
  return false;
}

ALWAYS_INLINE void scan_body(Scan *scan, size_t at) {
  scan->strings.length = SIZE_MAX;
  while (at < scan->limit && scan_bytes(scan, at))
    at += 64;
}

static void scan_plain(Scan *scan, size_t at) {
  scan_body(scan, at);
}

WIDE static void scan_wide(Scan *scan, size_t at) {
  scan_body(scan, at);
}

WIDEST static void scan_widest(Scan *scan, size_t at) {
  scan_body(scan, at);
}

/* ---- Pieces ----------------------------------------------------------------
 *
 * Whether a place is in a string depends on all quotes before it. So the cores
 * go over the text twice: first they count the quotes of pieces, and then each
 * piece is scanned with what is known from those before. */

constexpr size_t PIECE = 1 << 22;

typedef struct Piece {
  size_t from; /* not after a backslash */
  u64 quotes;
  size_t last_quote; /* or SIZE_MAX */
  Scan scan;
} Piece;

typedef struct Pieces {
  const u8 *text;
  size_t limit;
  u32 count;
  Piece *items; /* and one more, which begins at the end */
  bool is_full; /* there are no numbers for more strings */
  atomic_size_t stop;
} Pieces;

static void cut_pieces(Pieces *pieces) {
  size_t at = 0;
  for (u32 i = 0; i < pieces->count; i++) {
    if (at < i * PIECE) at = i * PIECE;
    while (at && at < pieces->limit && pieces->text[at - 1] == '\\')
      at++;
    pieces->items[i].from = at;
  }
  pieces->items[pieces->count].from = pieces->limit;
}

ALWAYS_INLINE void count_quotes_body(const Pieces *pieces, Piece *piece) {
  Scan scan = {};
  size_t limit = piece[1].from;
  for (size_t at = piece->from; at < limit; at += 64) {
    Bytes64 bytes = bytes64_load(pieces->text, at, limit);
    u64 backslashes = MASK64(bytes == '\\'), quotes = MASK64(bytes == '"');
    if (unlikely(backslashes | scan.is_escaped))
      quotes &= ~escaped_bits(&scan, backslashes);
    if (!quotes) continue;
    piece->quotes += (u64)__builtin_popcountll(quotes);
    piece->last_quote = at + 63 - (u64)__builtin_clzll(quotes);
  }
}

static void count_quotes_plain(const Pieces *pieces, Piece *piece) {
  count_quotes_body(pieces, piece);
}

WIDE static void count_quotes_wide(const Pieces *pieces, Piece *piece) {
  count_quotes_body(pieces, piece);
}

WIDEST static void count_quotes_widest(const Pieces *pieces, Piece *piece) {
  count_quotes_body(pieces, piece);
}

static void count_piece(void *context, u32 index) {
  const Pieces *pieces = context;
  BY_WIDTH(count_quotes, pieces, &pieces->items[index])
}

/* What each piece begins with: a string or none, and how many came before. */
static void begin_scans(Pieces *pieces) {
  u64 lengths = 0, quotes = 0;
  size_t last_quote = 0;
  for (u32 i = 0; i < STRING_KNOWN_COUNT; i++)
    lengths |= 1ull << KNOWN_TEXTS[i].length;
  for (u32 i = 0; i < pieces->count; i++) {
    Piece *piece = &pieces->items[i];
    if ((quotes + piece->quotes) / 2 >= NO_STRING) {
      pieces->is_full = true;
      pieces->count = i;
      break;
    }
    piece->scan = (Scan){.strings = {.text = pieces->text,
                                     .count = (u32)(quotes / 2),
                                     .length = SIZE_MAX},
                         .limit = piece[1].from,
                         .start = last_quote + 1,
                         .is_inside = quotes % 2 ? ~0ull : 0,
                         .lengths = lengths};
    for (u32 known = 0; known < STRING_KNOWN_COUNT; known++)
      piece->scan.strings.known[known] = NO_STRING;
    quotes += piece->quotes;
    if (piece->last_quote != SIZE_MAX) last_quote = piece->last_quote;
  }
}

static void scan_piece(void *context, u32 index) {
  Pieces *pieces = context;
  Piece *piece = &pieces->items[index];
  if (piece->from >= atomic_load_explicit(&pieces->stop, memory_order_relaxed))
    return;
  BY_WIDTH(scan, &piece->scan, piece->from)
  size_t stop = piece->scan.strings.length, known = atomic_load(&pieces->stop);
  while (stop < known &&
         !atomic_compare_exchange_weak(&pieces->stop, &known, stop))
    ;
}

/* Adds what a piece has to what those before had. */
static void join_piece(Strings *strings, const Strings *piece) {
  strings->count = piece->count;
  strings->length = piece->length;
  for (u32 i = 0; i < piece->anchors.count; i++)
    vector_push(&strings->anchors, piece->anchors.items[i]);
  for (u32 i = 0; i < piece->ephemerons.count; i++)
    vector_push(&strings->ephemerons, piece->ephemerons.items[i]);
  for (u32 i = 0; i < STRING_KNOWN_COUNT; i++)
    if (strings->known[i] == NO_STRING) strings->known[i] = piece->known[i];
}

static Strings join_pieces(Pieces *pieces) {
  Strings strings = {.text = pieces->text, .length = SIZE_MAX};
  for (u32 i = 0; i < STRING_KNOWN_COUNT; i++)
    strings.known[i] = NO_STRING;
  for (u32 i = 0; i < pieces->count; i++) {
    Strings *piece = &pieces->items[i].scan.strings;
    if (strings.length == SIZE_MAX) join_piece(&strings, piece);
    strings_free(piece);
  }
  if (pieces->is_full && strings.length == SIZE_MAX)
    strings.length = pieces->items[pieces->count].from;
  return strings;
}

Strings strings_scan(const u8 *text, size_t limit) {
  Pieces pieces = {.text = text, .limit = limit, .stop = SIZE_MAX};
  pieces.count = (u32)(pieces.limit / PIECE + 1);
  pieces.items =
      base_allocate_zeroed((pieces.count + 1) * sizeof *pieces.items);
  for (u32 i = 0; i < pieces.count; i++)
    pieces.items[i].last_quote = SIZE_MAX;
  cut_pieces(&pieces);
  tasks_run(pieces.count, count_piece, &pieces);
  begin_scans(&pieces);
  tasks_run(pieces.count, scan_piece, &pieces);
  Strings strings = join_pieces(&pieces);
  free(pieces.items);
  if (strings.length >= limit) {
    strings.is_truncated = true;
    strings.length = limit;
  } else {
    strings.is_malformed = text[strings.length] != ']';
  }
  return strings;
}

void strings_free(Strings *strings) {
  vector_free(&strings->anchors);
  vector_free(&strings->ephemerons);
  *strings = (Strings){};
}

/* ---- Finding --------------------------------------------------------------
 */

/* Whether an odd number of backslashes precedes `at`. */
static bool is_escaped(const u8 *start, const u8 *at) {
  const u8 *first = at;
  while (first > start && first[-1] == '\\')
    first--;
  return (at - first) % 2;
}

/* The quote that ends the string that begins at `start`, or `end`. */
static const u8 *find_quote(const u8 *start, const u8 *end) {
  const u8 *at = start;
  while (at < end && (at = memchr(at, '"', (size_t)(end - at)))) {
    if (!is_escaped(start, at)) return at;
    at++;
  }
  return end;
}

RawString strings_next(StringReader *reader) {
  if (reader->at == reader->end) return (RawString){"", 0};
  const u8 *start = memchr(reader->at, '"', (size_t)(reader->end - reader->at));
  if (!start) return (RawString){"", 0};
  const u8 *at = find_quote(++start, reader->end);
  reader->at = at < reader->end ? at + 1 : reader->end;
  return (RawString){(const char *)start, (size_t)(at - start)};
}

StringReader strings_seek(const Strings *strings, u32 index) {
  if (index >= strings->count) return (StringReader){};
  const u8 *end = strings->text + strings->length;
  u64 anchor = strings->anchors.items[index / ANCHOR_EVERY];
  if (unlikely(anchor > strings->length)) return (StringReader){};
  StringReader reader = {strings->text + anchor - 1, end};
  for (u32 i = 0; i < index % ANCHOR_EVERY; i++)
    strings_next(&reader);
  return reader;
}

RawString strings_raw(const Strings *strings, u32 index) {
  if (index >= strings->count) return (RawString){"", 0};
  StringReader reader = strings_seek(strings, index);
  return strings_next(&reader);
}

bool strings_is_ephemeron(const Strings *strings, u32 index) {
  u32 low = 0, high = strings->ephemerons.count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (strings->ephemerons.items[middle] < index)
      low = middle + 1;
    else
      high = middle;
  }
  return low < strings->ephemerons.count &&
         strings->ephemerons.items[low] == index;
}

/* ---- Decoding ---------------------------------------------------------------
 */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four hexadecimal digits at `at`, or -1. */
static i32 code_unit(RawString raw, size_t at) {
  if (raw.length - at < 4 || raw.length < at) return -1;
  i32 unit = 0;
  for (u32 i = 0; i < 4; i++) {
    int digit = hex_digit(raw.text[at + i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

/* "\u...." at `at`, with the second half of a pair; the place after it. */
static size_t decode_unicode(RawString raw, size_t at, Buffer *out) {
  i32 unit = code_unit(raw, at + 2);
  if (unit < 0) {
    buffer_code_point(out, 0xfffd);
    return at + 2;
  }
  bool is_high = unit >= 0xd800 && unit < 0xdc00;
  bool has_next = at + 8 <= raw.length && raw.text[at + 6] == '\\' &&
                  raw.text[at + 7] == 'u';
  i32 low = is_high && has_next ? code_unit(raw, at + 8) : -1;
  if (low >= 0xdc00 && low < 0xe000) {
    buffer_code_point(out, 0x10000 + ((u32)unit - 0xd800) * 0x400 +
                               ((u32)low - 0xdc00));
    return at + 12;
  }
  bool is_lone = unit >= 0xd800 && unit < 0xe000;
  buffer_code_point(out, is_lone || !unit ? 0xfffd : (u32)unit);
  return at + 6;
}

static size_t decode_escape(RawString raw, size_t at, Buffer *out) {
  static const char NAMES[] = "bfnrt", VALUES[] = "\b\f\n\r\t";
  if (at + 1 >= raw.length) return raw.length;
  char c = raw.text[at + 1];
  if (c == 'u') return decode_unicode(raw, at, out);
  const char *name = strchr(NAMES, c);
  buffer_byte(out, name && c ? VALUES[name - NAMES] : c);
  return at + 2;
}

/* How many bytes the UTF-8 sequence at `at` has; 0 when it is broken. */
static size_t utf8_length(const u8 *at, size_t left) {
  u8 first = *at;
  size_t n = first == 0     ? 0
             : first < 0x80 ? 1
             : first < 0xc2 ? 0
             : first < 0xe0 ? 2
             : first < 0xf0 ? 3
             : first < 0xf5 ? 4
                            : 0;
  if (n > left) return 0;
  for (size_t i = 1; i < n; i++)
    if ((at[i] & 0xc0) != 0x80) return 0;
  bool is_overlong = n > 2 && at[1] < (first == 0xe0   ? 0xa0
                                       : first == 0xf0 ? 0x90
                                                       : 0x80);
  bool is_beyond =
      (first == 0xed && at[1] > 0x9f) || (first == 0xf4 && at[1] > 0x8f);
  return is_overlong || (n > 2 && is_beyond) ? 0 : n;
}

/* The character at `at`, or U+FFFD for a byte that is none; the place after. */
static size_t copy_character(const char *text, size_t at, size_t length,
                             Buffer *out) {
  size_t n = utf8_length((const u8 *)text + at, length - at);
  if (n)
    buffer_append(out, text + at, n);
  else
    buffer_code_point(out, 0xfffd);
  return at + (n ? n : 1);
}

/* Past the characters of ASCII at `at`, which stand for themselves, copied at
 * once: most strings have no others. */
static size_t copy_plain(const char *text, size_t at, size_t length,
                         Buffer *out) {
  size_t start = at;
  while (at < length && (i8)text[at] > 0 && text[at] != '\\')
    at++;
  if (at > start) buffer_append(out, text + start, at - start);
  return at;
}

void strings_decode(RawString raw, Buffer *out) {
  size_t at = copy_plain(raw.text, 0, raw.length, out);
  while (at < raw.length) {
    at = raw.text[at] == '\\' ? decode_escape(raw, at, out)
                              : copy_character(raw.text, at, raw.length, out);
    at = copy_plain(raw.text, at, raw.length, out);
  }
}

void strings_clean(const char *text, size_t length, Buffer *out) {
  size_t at = copy_plain(text, 0, length, out);
  while (at < length) {
    at = copy_character(text, at, length, out);
    at = copy_plain(text, at, length, out);
  }
}

void strings_append(const Strings *strings, u32 index, Buffer *out) {
  strings_decode(strings_raw(strings, index), out);
}
