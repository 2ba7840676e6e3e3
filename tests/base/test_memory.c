/* The three containers of the ground floor: buffer, arena, vector. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/vector.h"
#include "tests/check.h"

static void test_buffer_appends_and_ends_with_zero(void) {
  Buffer buffer = {};
  buffer_text(&buffer, "abc");
  buffer_byte(&buffer, 'd');
  buffer_format(&buffer, "%d-%s", 42, "e");
  CHECK_TEXT(buffer.bytes, "abcd42-e");
  CHECK_INTEGER(buffer.length, 8);
  buffer_clear(&buffer);
  CHECK_INTEGER(buffer.length, 0);
  for (int i = 0; i < 10000; i++)
    buffer_byte(&buffer, 'x');
  CHECK_INTEGER(buffer.length, 10000);
  CHECK_INTEGER(strlen(buffer.bytes), 10000);
  buffer_free(&buffer);
}

static void test_buffer_formats_long_text(void) {
  Buffer buffer = {};
  buffer_format(&buffer, "%5000d|", 7);
  CHECK_INTEGER(buffer.length, 5001);
  CHECK(buffer.bytes[4999] == '7' && buffer.bytes[5000] == '|');
  buffer_free(&buffer);
}

static void test_buffer_writes_code_points(void) {
  Buffer buffer = {};
  buffer_code_point(&buffer, 'A');
  buffer_code_point(&buffer, 0xE9);
  buffer_code_point(&buffer, 0x20AC);
  buffer_code_point(&buffer, 0x1F600);
  buffer_code_point(&buffer, 0xD800);
  CHECK_TEXT(buffer.bytes, "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xED\xA0\x80");
  buffer_free(&buffer);
}

static void test_buffer_gives_its_bytes_away(void) {
  Buffer buffer = {};
  buffer_text(&buffer, "mine");
  char *bytes = buffer_take(&buffer);
  CHECK_TEXT(bytes, "mine");
  CHECK(buffer.length == 0 && buffer.bytes == NULL);
  free(bytes);
}

static void test_arena_zeroes_and_aligns(void) {
  Arena arena = {};
  for (size_t bytes = 1; bytes < 300; bytes++) {
    char *block = arena_allocate(&arena, bytes);
    CHECK((uintptr_t)block % 8 == 0);
    CHECK(block[0] == 0 && block[bytes - 1] == 0);
    memset(block, 0xAA, bytes);
  }
  char *large = arena_allocate(&arena, 1 << 20);
  CHECK(large[0] == 0 && large[(1 << 20) - 1] == 0);
  const char *copy = arena_copy(&arena, "copied", 7);
  CHECK_TEXT(copy, "copied");
  arena_free(&arena);
  CHECK(arena.blocks == NULL);
  arena_free(&arena);
}

static void test_vector_grows_and_pops(void) {
  VECTOR(u32) numbers = {};
  for (u32 i = 0; i < 1000; i++)
    vector_push(&numbers, i * i);
  CHECK_INTEGER(numbers.count, 1000);
  CHECK_INTEGER(numbers.items[31], 961);
  CHECK_INTEGER(*vector_last(&numbers), 999 * 999);
  CHECK_INTEGER(vector_pop(&numbers), 999 * 999);
  CHECK_INTEGER(numbers.count, 999);
  vector_free(&numbers);
  CHECK(numbers.items == NULL && numbers.count == 0);
}

int main(void) {
  RUN(test_buffer_appends_and_ends_with_zero);
  RUN(test_buffer_formats_long_text);
  RUN(test_buffer_writes_code_points);
  RUN(test_buffer_gives_its_bytes_away);
  RUN(test_arena_zeroes_and_aligns);
  RUN(test_vector_grows_and_pops);
  return check_finish();
}
