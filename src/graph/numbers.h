/* numbers.h - the long lists of numbers in a heap snapshot.
 *
 * Nearly all of a `.heapsnapshot` file is two JSON arrays of small decimal
 * numbers, and the time to open one is the time to read them. They are read in
 * two passes over the mapped text. The first counts: it looks at 64 bytes at a
 * time, turns "which of these are digits" into one 64-bit mask, and notes how
 * many numbers ended before each block of 4 KiB. With those counts the second
 * pass can start anywhere, on any core, and knows which number it stands at;
 * and so can, much later, whoever asks for the name of one edge. Nothing is
 * kept but the counts: 8 bytes for 4,096.
 *
 * In the second pass a number is found by the same masks and converted without
 * a loop over its digits: the eight bytes before its end are taken at once and
 * folded by three multiplications (the method is that of simdjson: Langdale and
 * Lemire, "Parsing Gigabytes of JSON per Second", 2019).
 */
#ifndef GLASSHEAP_GRAPH_NUMBERS_H
#define GLASSHEAP_GRAPH_NUMBERS_H

#include "base/base.h"

constexpr size_t NUMBERS_BLOCK = 4'096;

typedef enum NumbersEnd : u8 {
  NUMBERS_CLOSED,    /* by the bracket */
  NUMBERS_TRUNCATED, /* the file ends within */
  NUMBERS_MALFORMED, /* something that is no number; `length` is where */
} NumbersEnd;

/* An array of numbers, counted. `text` is what follows the opening bracket;
 * at least eight bytes of the file precede it. */
typedef struct Numbers {
  const u8 *text;
  size_t length; /* up to the closing bracket */
  u64 count;
  bool has_negative; /* numbers_read gives the magnitude of those */
  NumbersEnd end;
  u64 *blocks; /* how many numbers end before each block */
} Numbers;

/* numbers_count - the first pass, over at most `limit` bytes of `text`. An
 * unfinished number at the end of a truncated array is not counted. */
Numbers numbers_count(const u8 *text, size_t limit);
void numbers_free(Numbers *numbers);

/* The second pass. */
typedef struct NumberReader {
  const Numbers *numbers;
  size_t at;     /* of the 64 bytes that `ends` is about */
  u64 ends;      /* where numbers end in them, those read taken away */
  u64 digits;    /* which of them are digits */
  u64 has_begun; /* whether a number began before them and goes on */
  u64 was_digit; /* whether the byte before the next 64 is a digit */
  bool is_too_large;
  size_t bad_at; /* offset in the text of the first number that is */
} NumberReader;

/* numbers_seek - a reader that stands before number `index`. */
NumberReader numbers_seek(const Numbers *numbers, u64 index);
/* numbers_read - the next `count` numbers, of which there are as many; zeros
 * where the list is over all the same. One that does not fit in 64 bits is read
 * as 0, and noted in the reader. */
void numbers_read(NumberReader *reader, u64 *out, size_t count);
/* numbers_skip - goes past the next `count` numbers; much quicker than to read
 * them. */
void numbers_skip(NumberReader *reader, u64 count);
/* numbers_offset - where in the text number `index` ends. */
size_t numbers_offset(const Numbers *numbers, u64 index);

/* Goes through records of a few numbers each, in order; much quicker than to
 * seek each. A large one: keep it where it is. */
typedef struct RecordReader {
  NumberReader reader;
  u32 fields, at, end; /* in the buffer */
  u64 left;            /* records that are not in it yet */
  u64 buffer[1'024];
} RecordReader;

/* records_begin - a reader of records [first, last) with `fields` numbers. */
void records_begin(RecordReader *records, const Numbers *numbers, u32 fields,
                   u64 first, u64 last);
/* records_next - the next record, until the next call; NULL after the last. */
static inline const u64 *records_next(RecordReader *records);

/* records_skip - past the next `count` records, of which there are as many. */
void records_skip(RecordReader *records, u64 count);
/* records_fill - the next records into the buffer; false after the last. */
bool records_fill(RecordReader *records);

static inline const u64 *records_next(RecordReader *records) {
  if (records->at == records->end && !records_fill(records)) return NULL;
  const u64 *record = records->buffer + records->at;
  records->at += records->fields;
  return record;
}

#endif
