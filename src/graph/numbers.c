/* numbers.c - counting lists of numbers, and finding places in them. */
#include "graph/numbers_parts.h"

#include "graph/tasks.h"

#include <stdatomic.h>
#include <stdlib.h>

/* ---- Counting ------------------------------------------------------------ */

/* Bytes that one core counts at a time. */
constexpr size_t PIECE = 1 << 22;
static_assert(PIECE % NUMBERS_BLOCK == 0);

/* A piece of the list, counted by itself. */
typedef struct Piece {
  u64 count, commas;
  size_t stop; /* where the list ends, or SIZE_MAX */
  bool has_negative;
  NumbersEnd end;
} Piece;

typedef struct Count {
  const u8 *text;
  size_t limit;
  u64 *blocks; /* within the piece, at first */
  Piece *pieces;
  atomic_size_t stop; /* nothing beyond needs to be counted */
} Count;

/* What is neither a digit, a comma nor space: the end, or a mistake. */
static bool is_stopped(const Count *count, Piece *piece, size_t at, u64 other) {
  for (; other; other &= other - 1) {
    size_t offset = at + (size_t)__builtin_ctzll(other);
    if (offset >= count->limit) return false;
    u8 byte = count->text[offset];
    if (byte == '-') {
      piece->has_negative = true;
      continue;
    }
    piece->stop = offset;
    piece->end = byte == ']' ? NUMBERS_CLOSED : NUMBERS_MALFORMED;
    return true;
  }
  return false;
}

ALWAYS_INLINE void count_body(const Count *count, Piece *piece, size_t from,
                              size_t to) {
  u64 was_digit = from && is_digit(count->text[from - 1]), numbers = 0,
      commas = 0;
  for (size_t at = from; at < to; at += 64) {
    if (at % NUMBERS_BLOCK == 0) count->blocks[at / NUMBERS_BLOCK] = numbers;
    Bytes64 bytes = bytes64_load(count->text, at, count->limit);
    u64 digits = digit_bits(bytes), comma = MASK64(bytes == ',');
    /* control characters, too, count as white space */
    u64 spaces = MASK64(bytes <= ' ');
    u64 ends = ~digits & (digits << 1 | was_digit);
    u64 other = ~(digits | comma | spaces), before = ~0ull;
    if (unlikely(at + 64 > count->limit))
      before = (1ull << (count->limit - at)) - 1;
    if (unlikely(other) && is_stopped(count, piece, at, other))
      before =
          piece->stop - at == 63 ? ~0ull : (2ull << (piece->stop - at)) - 1;
    numbers += (u64)__builtin_popcountll(ends & before);
    commas += (u64)__builtin_popcountll(comma & before);
    if (unlikely(piece->stop != SIZE_MAX)) break;
    was_digit = digits >> 63;
  }
  piece->count = numbers;
  piece->commas = commas;
}

static void count_plain(const Count *count, Piece *piece, size_t from,
                        size_t to) {
  count_body(count, piece, from, to);
}

WIDE static void count_wide(const Count *count, Piece *piece, size_t from,
                            size_t to) {
  count_body(count, piece, from, to);
}

WIDEST static void count_widest(const Count *count, Piece *piece, size_t from,
                                size_t to) {
  count_body(count, piece, from, to);
}

/* Where the list ends is not known before it is reached: the cores take pieces
 * in the order of the text, and stop at the first end that one of them sees. */
static void count_piece(void *context, u32 index) {
  Count *count = context;
  size_t from = index * PIECE, to = from + PIECE;
  if (from >= atomic_load_explicit(&count->stop, memory_order_relaxed)) return;
  if (to > count->limit) to = count->limit;
  Piece *piece = &count->pieces[index];
  BY_WIDTH(count, count, piece, from, to)
  size_t known = atomic_load(&count->stop);
  while (piece->stop < known &&
         !atomic_compare_exchange_weak(&count->stop, &known, piece->stop))
    ;
}

/* The pieces one after another; `commas` gets how many there are. */
static Numbers join_pieces(const Count *count, u32 pieces, u64 *commas) {
  Numbers numbers = {.text = count->text,
                     .length = count->limit,
                     .end = NUMBERS_TRUNCATED,
                     .blocks = count->blocks};
  for (u32 i = 0; i < pieces; i++) {
    const Piece *piece = &count->pieces[i];
    size_t first = i * PIECE / NUMBERS_BLOCK;
    size_t blocks = count->limit / NUMBERS_BLOCK + 1 - first;
    if (blocks > PIECE / NUMBERS_BLOCK) blocks = PIECE / NUMBERS_BLOCK;
    for (size_t block = first; block < first + blocks; block++)
      count->blocks[block] += numbers.count;
    numbers.count += piece->count;
    *commas += piece->commas;
    numbers.has_negative |= piece->has_negative;
    if (piece->stop == SIZE_MAX) continue;
    numbers.length = piece->stop;
    numbers.end = piece->end;
    break;
  }
  return numbers;
}

Numbers numbers_count(const u8 *text, size_t limit) {
  u32 pieces = (u32)(limit / PIECE + 1);
  Count count = {.text = text, .limit = limit, .stop = SIZE_MAX};
  count.blocks =
      base_allocate_zeroed((limit / NUMBERS_BLOCK + 1) * sizeof *count.blocks);
  count.pieces = base_allocate(pieces * sizeof *count.pieces);
  for (u32 i = 0; i < pieces; i++)
    count.pieces[i] = (Piece){.stop = SIZE_MAX};
  tasks_run(pieces, count_piece, &count);
  u64 commas = 0;
  Numbers numbers = join_pieces(&count, pieces, &commas);
  free(count.pieces);
  numbers.blocks = base_reallocate(
      count.blocks, (numbers.length / NUMBERS_BLOCK + 1) * sizeof(u64));
  u64 wanted = numbers.count ? numbers.count - 1 : 0;
  bool is_whole = numbers.end == NUMBERS_CLOSED;
  if (is_whole && commas != wanted) numbers.end = NUMBERS_MALFORMED;
  return numbers;
}

void numbers_free(Numbers *numbers) {
  free(numbers->blocks);
  *numbers = (Numbers){};
}

/* ---- Finding ------------------------------------------------------------- */

/* The last block before which at most `index` numbers end. Numbers are about
 * as long everywhere, so the search begins where it should be. */
static size_t find_block(const Numbers *numbers, u64 index) {
  const u64 *blocks = numbers->blocks;
  size_t last = numbers->length / NUMBERS_BLOCK, step = 1;
  size_t low = (size_t)((double)index / (double)numbers->count * (double)last);
  if (low > last) low = last;
  size_t high = low;
  for (; low && blocks[low] > index; step *= 2)
    low -= step < low ? step : low;
  for (step = 1; high < last && blocks[high] <= index; step *= 2)
    high += step < last - high ? step : last - high;
  while (low < high) {
    size_t middle = low + (high - low + 1) / 2;
    if (blocks[middle] <= index)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

/* Passes over `count` numbers. */
ALWAYS_INLINE void skip_body(NumberReader *reader, u64 count) {
  NumberReader state = *reader;
  for (; !is_over(&state); next_bytes(&state)) {
    u64 here = (u64)__builtin_popcountll(state.ends);
    if (count < here) break;
    count -= here;
  }
  for (; count && state.ends; count--)
    state.ends &= state.ends - 1;
  *reader = state;
}

static void skip_plain(NumberReader *reader, u64 count) {
  skip_body(reader, count);
}

WIDE static void skip_wide(NumberReader *reader, u64 count) {
  skip_body(reader, count);
}

WIDEST static void skip_widest(NumberReader *reader, u64 count) {
  skip_body(reader, count);
}

void numbers_skip(NumberReader *reader,
                  u64 count){BY_WIDTH(skip, reader, count)}

NumberReader numbers_seek(const Numbers *numbers, u64 index) {
  if (index >= numbers->count)
    return (NumberReader){.numbers = numbers, .at = numbers->length + 1};
  size_t block = find_block(numbers, index), at = block * NUMBERS_BLOCK;
  NumberReader reader = {
      .numbers = numbers,
      .at = at - 64,
      .was_digit = at && is_digit(numbers->text[at - 1]),
  };
  next_bytes(&reader);
  numbers_skip(&reader, index - numbers->blocks[block]);
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

void records_skip(RecordReader *records, u64 count) {
  u64 here = (records->end - records->at) / records->fields;
  u64 passed = count < here ? count : here;
  records->at += (u32)passed * records->fields;
  count -= passed;
  if (count > records->left) count = records->left;
  if (count) numbers_skip(&records->reader, count * records->fields);
  records->left -= count;
}
