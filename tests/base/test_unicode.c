/* test_unicode.c - decoding and classes of characters. */
#include "base/unicode.h"

#include "tests/check.h"

static size_t check(const char *text) {
  return unicode_check_utf8(text, strlen(text));
}

static void test_check(void) {
  CHECK_INTEGER(check(""), 0);
  CHECK_INTEGER(check("abcdefghijklmnop"), 16);
  CHECK_INTEGER(check("abcdefgh\u00E9\u20AC\U0001F600"), 17);
  CHECK_INTEGER(check("abcdefghi\x80"), 9);
  CHECK_INTEGER(check("a\xC0\x80"), 1);         /* overlong */
  CHECK_INTEGER(check("a\xE0\x80\x80"), 1);     /* overlong */
  CHECK_INTEGER(check("a\xED\xA0\x80"), 1);     /* surrogate */
  CHECK_INTEGER(check("a\xF4\x90\x80\x80"), 1); /* past 0x10FFFF */
  CHECK_INTEGER(check("a\xE2\x82"), 1);         /* cut off */
  CHECK_INTEGER(check("a\xFF"), 1);
}

static void test_decode(void) {
  static const char text[] = "a\u00E9\u20AC\U0001F600\xED\xA0\xBD";
  static const u32 wanted[] = {'a', 0xE9, 0x20AC, 0x1F600, 0xD83D};
  const char *cursor = text, *end = text + sizeof text - 1;
  for (size_t i = 0; i < ARRAY_COUNT(wanted); i++)
    CHECK_INTEGER(unicode_decode(&cursor, end), wanted[i]);
  CHECK(cursor == end);
}

static void test_utf16_length(void) {
  bool latin1;
  CHECK_INTEGER(unicode_utf16_length("a\u00FF", 3, &latin1), 2);
  CHECK(latin1);
  CHECK_INTEGER(unicode_utf16_length("a\u0100", 3, &latin1), 2);
  CHECK(!latin1);
  CHECK_INTEGER(unicode_utf16_length("\U0001F600", 4, &latin1), 2);
  CHECK(!latin1);
}

static void test_classes(void) {
  static const u32 starts[] = {'a',  'Z',    '$',    '_',    0xAA,
                               0xE9, 0x4E00, 0x2118, 0x1D400};
  static const u32 continues[] = {'0', 0x0300, 0x200C, 0x200D, 0xB7, 0x0660};
  static const u32 neither[] = {' ',    '-',     0xA0,     0xD7,
                                0x2028, 0x1F600, 0x10FFFF, 0xD800};
  static const u32 spaces[] = {' ', '\t', '\v', '\f', 0xA0, 0xFEFF, 0x3000};
  for (size_t i = 0; i < ARRAY_COUNT(starts); i++)
    CHECK(unicode_is_id_start(starts[i]) && unicode_is_id_continue(starts[i]));
  for (size_t i = 0; i < ARRAY_COUNT(continues); i++)
    CHECK(!unicode_is_id_start(continues[i]) &&
          unicode_is_id_continue(continues[i]));
  for (size_t i = 0; i < ARRAY_COUNT(neither); i++)
    CHECK(!unicode_is_id_start(neither[i]) &&
          !unicode_is_id_continue(neither[i]));
  for (size_t i = 0; i < ARRAY_COUNT(spaces); i++)
    CHECK(unicode_is_space(spaces[i]));
  CHECK(!unicode_is_space('\n') && !unicode_is_space(0x180E));
  CHECK(unicode_is_line_terminator('\r') &&
        unicode_is_line_terminator(0x2029) && !unicode_is_line_terminator(' '));
}

int main(void) {
  RUN(test_check);
  RUN(test_decode);
  RUN(test_utf16_length);
  RUN(test_classes);
  return check_finish();
}
