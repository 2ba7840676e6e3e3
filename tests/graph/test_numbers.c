/* Lists of numbers: counted in 64 bytes at a time, read from anywhere. */
#include "base/buffer.h"
#include "base/vector.h"
#include "graph/bytes64.h"
#include "graph/numbers.h"
#include "tests/check.h"

/* What precedes every list in a file, and what the reader may look at. */
static const char BEFORE[] = "{\"nodes\":[";
constexpr size_t BEFORE_LENGTH = sizeof BEFORE - 1;

/* A copy of exactly the text, so that reading past its end is seen. */
static char *copy_list(const char *list, size_t length) {
  char *text = base_allocate(BEFORE_LENGTH + length);
  memcpy(text, BEFORE, BEFORE_LENGTH);
  memcpy(text + BEFORE_LENGTH, list, length);
  return text;
}

static Numbers count(char *text, size_t length) {
  return numbers_count((const u8 *)text + BEFORE_LENGTH, length);
}

typedef VECTOR(u64) Values;

static u64 random_state = 1;

static u64 random_number(void) {
  random_state =
      random_state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
  return random_state >> 33;
}

/* Numbers of every length, with white space of every kind between. */
static void write_random(Values *values, u32 wanted, Buffer *text) {
  static const char *const SPACES[] = {"", "", "", " ", "\n", "\r\n\t"};
  for (u32 i = 0; i < wanted; i++) {
    u64 value = random_number() << 31 ^ random_number() << 5;
    value >>= random_number() % 64;
    if (i) buffer_byte(text, ',');
    buffer_text(text, SPACES[random_number() % ARRAY_COUNT(SPACES)]);
    buffer_format(text, "%llu", (unsigned long long)value);
    buffer_text(text, SPACES[random_number() % ARRAY_COUNT(SPACES)]);
    vector_push(values, value);
  }
  buffer_byte(text, ']');
}

static void check_from(const Numbers *numbers, const Values *values,
                       u32 first) {
  NumberReader reader = numbers_seek(numbers, first);
  bool is_same = true;
  for (u32 i = first; i < values->count;) {
    u64 out[200];
    u32 n = values->count - i < 200 ? values->count - i : 200;
    numbers_read(&reader, out, n);
    is_same &= !memcmp(out, values->items + i, n * sizeof *out);
    i += n;
  }
  CHECK(is_same);
  CHECK(!reader.is_too_large);
}

static void test_numbers_are_read_from_anywhere(void) {
  for (u32 round = 0; round < 40; round++) {
    Values values = {};
    Buffer list = {};
    write_random(&values, round * round * 3 + 1, &list);
    char *text = copy_list(list.bytes, list.length);
    Numbers numbers = count(text, list.length);
    CHECK_INTEGER(numbers.end, NUMBERS_CLOSED);
    CHECK_INTEGER(numbers.count, values.count);
    CHECK_INTEGER(numbers.length, list.length - 1);
    for (u32 i = 0; i < 8; i++)
      check_from(&numbers, &values, (u32)(random_number() % values.count));
    check_from(&numbers, &values, 0);
    numbers_free(&numbers);
    free(text);
    buffer_free(&list);
    vector_free(&values);
  }
}

static void test_numbers_end_where_the_text_does(void) {
  Values values = {};
  Buffer list = {};
  write_random(&values, 60, &list);
  for (size_t length = 0; length < list.length; length++) {
    char *text = copy_list(list.bytes, length);
    Numbers numbers = count(text, length);
    CHECK_INTEGER(numbers.end, NUMBERS_TRUNCATED);
    CHECK(numbers.count <= values.count);
    if (numbers.count) {
      u64 out[60];
      NumberReader reader = numbers_seek(&numbers, 0);
      numbers_read(&reader, out, numbers.count);
      CHECK(!memcmp(out, values.items, numbers.count * sizeof *out));
    }
    numbers_free(&numbers);
    free(text);
  }
  buffer_free(&list);
  vector_free(&values);
}

static void test_lists_that_are_none(void) {
  static const struct {
    const char *list;
    NumbersEnd end;
    u64 count;
    bool has_negative;
  } LISTS[] = {
      {"]", NUMBERS_CLOSED, 0, false},
      {" \n\t ]", NUMBERS_CLOSED, 0, false},
      {"7]", NUMBERS_CLOSED, 1, false},
      {"1,-2]", NUMBERS_CLOSED, 2, true},
      {"1,2.5]", NUMBERS_MALFORMED, 0, false},
      {"1,1e5]", NUMBERS_MALFORMED, 0, false},
      {"1,\"2\"]", NUMBERS_MALFORMED, 0, false},
      {"1,[2]]", NUMBERS_MALFORMED, 0, false},
      {"1,null]", NUMBERS_MALFORMED, 0, false},
      {"1}", NUMBERS_MALFORMED, 0, false},
      {"1 2]", NUMBERS_MALFORMED, 0, false},
      {"1,,2]", NUMBERS_MALFORMED, 0, false},
      {",1]", NUMBERS_MALFORMED, 0, false},
      {"1,]", NUMBERS_MALFORMED, 0, false},
      {"1,-,2]", NUMBERS_MALFORMED, 0, false},
      {"\xff]", NUMBERS_MALFORMED, 0, false},
      {"", NUMBERS_TRUNCATED, 0, false},
  };
  for (u32 i = 0; i < ARRAY_COUNT(LISTS); i++) {
    size_t length = strlen(LISTS[i].list);
    char *text = copy_list(LISTS[i].list, length);
    Numbers numbers = count(text, length);
    if (!CHECK_INTEGER(numbers.end, LISTS[i].end))
      fprintf(stderr, "  list %s\n", LISTS[i].list);
    if (LISTS[i].end == NUMBERS_CLOSED) {
      CHECK_INTEGER(numbers.count, LISTS[i].count);
      CHECK_INTEGER(numbers.has_negative, LISTS[i].has_negative);
    }
    numbers_free(&numbers);
    free(text);
  }
}

static void test_a_stop_at_every_place_of_a_block(void) {
  for (u32 spaces = 0; spaces < 200; spaces++) {
    Buffer list = {};
    for (u32 i = 0; i < spaces; i++)
      buffer_byte(&list, ' ');
    buffer_text(&list, "123,45]6,7");
    char *text = copy_list(list.bytes, list.length);
    Numbers numbers = count(text, list.length);
    CHECK_INTEGER(numbers.end, NUMBERS_CLOSED);
    CHECK_INTEGER(numbers.count, 2);
    CHECK_INTEGER(numbers.length, spaces + 6);
    NumberReader reader = numbers_seek(&numbers, 1);
    u64 value;
    numbers_read(&reader, &value, 1);
    CHECK_INTEGER(value, 45);
    CHECK_INTEGER(numbers_offset(&numbers, 1), spaces + 6);
    numbers_free(&numbers);
    free(text);
    buffer_free(&list);
  }
}

static void test_large_numbers(void) {
  static const char LIST[] =
      "18446744073709551615,18446744073709551616,99999999999999999999,"
      "000000000000000000000000000000012,7]";
  char *text = copy_list(LIST, sizeof LIST - 1);
  Numbers numbers = count(text, sizeof LIST - 1);
  u64 out[5];
  NumberReader reader = numbers_seek(&numbers, 0);
  REQUIRE(numbers.count == 5);
  numbers_read(&reader, out, 1);
  CHECK(out[0] == UINT64_MAX && !reader.is_too_large);
  numbers_read(&reader, out, 4);
  CHECK(reader.is_too_large);
  CHECK_INTEGER(reader.bad_at, 21);
  CHECK(out[0] == 0 && out[1] == 0 && out[2] == 12 && out[3] == 7);
  numbers_free(&numbers);
  free(text);
}

static void test_a_number_of_many_digits(void) {
  Buffer list = {};
  buffer_text(&list, "5,");
  for (u32 i = 0; i < 10'000; i++)
    buffer_byte(&list, '9');
  buffer_text(&list, ",6]");
  char *text = copy_list(list.bytes, list.length);
  Numbers numbers = count(text, list.length);
  u64 out[3];
  REQUIRE(numbers.count == 3);
  NumberReader reader = numbers_seek(&numbers, 0);
  numbers_read(&reader, out, 3);
  CHECK(reader.is_too_large && reader.bad_at == 2);
  CHECK(out[0] == 5 && out[1] == 0 && out[2] == 6);
  reader = numbers_seek(&numbers, 2);
  numbers_read(&reader, out, 1);
  CHECK_INTEGER(out[0], 6);
  numbers_free(&numbers);
  free(text);
  buffer_free(&list);
}

/* One that fills whole steps, read together with many others. */
static void test_a_long_number_among_many(void) {
  for (u32 before = 1; before < 100; before++) {
    Buffer list = {};
    for (u32 i = 0; i < before; i++)
      buffer_format(&list, "%u,", i);
    for (u32 i = 0; i < 400; i++)
      buffer_byte(&list, '7');
    for (u32 i = before + 1; i < 300; i++)
      buffer_format(&list, ",%u", i);
    buffer_byte(&list, ']');
    char *text = copy_list(list.bytes, list.length);
    Numbers numbers = count(text, list.length);
    u64 out[300];
    REQUIRE(numbers.count == 300);
    NumberReader reader = numbers_seek(&numbers, 0);
    numbers_read(&reader, out, 300);
    bool is_good = reader.is_too_large;
    for (u32 i = 0; i < 300; i++)
      is_good &= out[i] == (i == before ? 0 : i);
    CHECK(is_good);
    numbers_free(&numbers);
    free(text);
    buffer_free(&list);
  }
}

/* Another process may overwrite the file: there are fewer numbers then than
 * were counted, which must not be waited for. */
static void test_numbers_that_went_away(void) {
  static const char LIST[] = "11,22,33,44]";
  char *text = copy_list(LIST, sizeof LIST - 1);
  Numbers numbers = count(text, sizeof LIST - 1);
  memset(text + BEFORE_LENGTH + 3, 0, sizeof LIST - 4);
  u64 out[4];
  NumberReader reader = numbers_seek(&numbers, 0);
  numbers_read(&reader, out, 4);
  CHECK(out[0] == 11 && out[1] == 0 && out[3] == 0);
  reader = numbers_seek(&numbers, 3);
  numbers_read(&reader, out, 1);
  CHECK_INTEGER(out[0], 0);
  numbers_offset(&numbers, 3);
  numbers_free(&numbers);
  free(text);
}

static void test_no_list_at_all(void) {
  Numbers numbers = {};
  NumberReader reader = numbers_seek(&numbers, 0);
  u64 out = 1;
  numbers_read(&reader, &out, 1);
  CHECK_INTEGER(out, 0);
  CHECK_INTEGER(numbers_offset(&numbers, 0), 0);
}

static void test_numbers_are_passed_over(void) {
  Values values = {};
  Buffer list = {};
  write_random(&values, 3'000, &list);
  char *text = copy_list(list.bytes, list.length);
  Numbers numbers = count(text, list.length);
  bool is_same = true;
  for (u32 first = 0; first < values.count; first += 7) {
    NumberReader reader = numbers_seek(&numbers, first);
    u64 skipped = random_number() % (values.count - first), value;
    numbers_skip(&reader, skipped);
    numbers_read(&reader, &value, 1);
    is_same &= value == values.items[first + skipped];
  }
  CHECK(is_same);
  numbers_free(&numbers);
  free(text);
  buffer_free(&list);
  vector_free(&values);
}

/* Cores count pieces of some megabytes: numbers, blocks and the end have to
 * come out as if there were one. */
static void test_lists_of_several_pieces(void) {
  Buffer list = {};
  u64 count_written = 0;
  while (list.length < 10 << 20)
    buffer_format(&list, "%s%llu", count_written++ ? "," : "",
                  (unsigned long long)random_number() % 100'000);
  buffer_text(&list, "],\"x\":[1,2,3]");
  char *text = copy_list(list.bytes, list.length);
  Numbers numbers = count(text, list.length);
  CHECK_INTEGER(numbers.end, NUMBERS_CLOSED);
  CHECK_INTEGER(numbers.count, count_written);
  CHECK(text[BEFORE_LENGTH + numbers.length] == ']');
  for (u64 i = 0; i < count_written; i += count_written / 50) {
    NumberReader near = numbers_seek(&numbers, i);
    NumberReader far = numbers_seek(&numbers, 0);
    u64 a, b;
    numbers_skip(&far, i);
    numbers_read(&near, &a, 1);
    numbers_read(&far, &b, 1);
    CHECK_INTEGER(a, b);
  }
  numbers_free(&numbers);
  free(text);
  buffer_free(&list);
}

/* The same text gives the same numbers whatever the machine has: those that
 * one was made for run on others, too. */
static void run_all(Width width) {
  bytes64_limit_width(width);
  RUN(test_numbers_are_read_from_anywhere);
  RUN(test_numbers_end_where_the_text_does);
  RUN(test_lists_that_are_none);
  RUN(test_a_stop_at_every_place_of_a_block);
  RUN(test_large_numbers);
  RUN(test_a_number_of_many_digits);
  RUN(test_a_long_number_among_many);
  RUN(test_numbers_that_went_away);
  RUN(test_no_list_at_all);
}

int main(void) {
  run_all(WIDTH_PLAIN);
  run_all(WIDTH_WIDE);
  run_all(WIDTH_WIDEST);
  RUN(test_numbers_are_passed_over);
  RUN(test_lists_of_several_pieces);
  return check_finish();
}
