/* The strings section: where strings are, and what they say. */
#include "graph/strings.h"
#include "tests/check.h"

static Strings scan(const char *text) {
  return strings_scan((const u8 *)text, strlen(text));
}

/* What follows the opening bracket, and one string of it. */
static void check_string(const char *list, u32 index, const char *wanted) {
  size_t length = strlen(list);
  char *text = base_copy(list, length); /* of exactly that size */
  Strings strings = strings_scan((const u8 *)text, length);
  Buffer out = {};
  buffer_append(&out, "", 0);
  strings_append(&strings, index, &out);
  CHECK(!strings.is_malformed && !strings.is_truncated);
  CHECK_TEXT(out.bytes, wanted);
  buffer_free(&out);
  strings_free(&strings);
  free(text);
}

static void test_escapes(void) {
  static const char *const CASES[][2] = {
      {"\"\"]", ""},
      {"\"abc\"]", "abc"},
      {"\"a\\nb\\t\\\"\\\\\\/\\b\\f\\r\"]", "a\nb\t\"\\/\b\f\r"},
      {"\"\\u0041\\u00e9\\u20AC\"]", "A\u00e9\u20ac"},
      {"\"\\ud83d\\ude00\"]", "\U0001f600"},
      {"\"\\ud83d\"]", "\ufffd"},
      {"\"\\ud83d\\u0041\"]", "\ufffdA"},
      {"\"\\ude00x\"]", "\ufffdx"},
      {"\"\\u00\"]", "\ufffd00"},
      {"\"\\uzzzz\"]", "\ufffdzzzz"},
      {"\"\\u0000\"]", "\ufffd"},
      {"\"\\q\"]", "q"},
      {"\"caf\u00e9\"]", "caf\u00e9"},
      {"\"\xff\xc3(\xe2\x82\"]", "\ufffd\ufffd(\ufffd\ufffd"},
      {"\"\xed\xa0\x80\xc0\xaf\"]", "\ufffd\ufffd\ufffd\ufffd\ufffd"},
      {"\"\xf4\x90\x80\x80\"]", "\ufffd\ufffd\ufffd\ufffd"},
      {"\"],[{}\"]", "],[{}"},
      {" \n\"a\" ]", "a"},
  };
  for (u32 i = 0; i < ARRAY_COUNT(CASES); i++)
    check_string(CASES[i][0], 0, CASES[i][1]);
}

/* Quotes after backslashes, at every place in the 64 bytes of a step. */
static void test_backslashes_across_steps(void) {
  for (u32 before = 0; before < 140; before++)
    for (u32 backslashes = 0; backslashes < 6; backslashes++) {
      Buffer list = {}, wanted = {};
      buffer_byte(&list, '"');
      for (u32 i = 0; i < before; i++)
        buffer_byte(&list, 'a');
      for (u32 i = 0; i < backslashes; i++)
        buffer_byte(&list, '\\');
      buffer_text(&list, backslashes % 2 ? "\"]\",\"z\"]" : "\",\"z\"]");
      for (u32 i = 0; i < before; i++)
        buffer_byte(&wanted, 'a');
      for (u32 i = 0; i < backslashes / 2; i++)
        buffer_byte(&wanted, '\\');
      buffer_text(&wanted, backslashes % 2 ? "\"]" : "");
      check_string(list.bytes, 0, wanted.bytes);
      check_string(list.bytes, 1, "z");
      buffer_free(&list);
      buffer_free(&wanted);
    }
}

static void test_any_string_is_found(void) {
  Buffer list = {};
  for (u32 i = 0; i < 1'000; i++) {
    buffer_format(&list, "%s\"%u:", i ? ",\n" : "", i);
    for (u32 j = 0; j < i % 90; j++)
      buffer_text(&list, "\\\"");
    buffer_byte(&list, '"');
  }
  buffer_byte(&list, ']');
  Strings strings = scan(list.bytes);
  StringReader reader = strings_seek(&strings, 0);
  REQUIRE(strings.count == 1'000);
  for (u32 i = 0; i < strings.count; i++) {
    RawString raw = strings_raw(&strings, i), next = strings_next(&reader);
    CHECK(raw.text == next.text && raw.length == next.length);
    CHECK_INTEGER(strtoul(raw.text, NULL, 10), i);
  }
  strings_free(&strings);
  buffer_free(&list);
}

static void test_strings_beyond_the_last(void) {
  Strings strings = scan("\"a\",\"b\"]");
  CHECK_INTEGER(strings.count, 2);
  CHECK_INTEGER(strings_raw(&strings, 2).length, 0);
  CHECK_INTEGER(strings_raw(&strings, NO_STRING).length, 0);
  StringReader reader = strings_seek(&strings, 2);
  CHECK_INTEGER(strings_next(&reader).length, 0);
  strings_free(&strings);
  Strings none = {};
  CHECK_INTEGER(strings_raw(&none, 0).length, 0);
}

static void test_lists_that_are_none(void) {
  static const struct {
    const char *list;
    bool is_malformed, is_truncated;
    u32 count;
  } LISTS[] = {
      {"]", false, false, 0},
      {"\"a\"]", false, false, 1},
      {"", false, true, 0},
      {"\"a", false, true, 0},
      {"\"a\\\"", false, true, 0},
      {"\"a\",", false, true, 1},
      {"\"a\"}", true, false, 1},
      {"1]", true, false, 0},
      {"\"a\",null]", true, false, 1},
      {"\"a\",[\"b\"]]", true, false, 1},
  };
  for (u32 i = 0; i < ARRAY_COUNT(LISTS); i++) {
    Strings strings = scan(LISTS[i].list);
    CHECK_INTEGER(strings.is_malformed, LISTS[i].is_malformed);
    CHECK_INTEGER(strings.is_truncated, LISTS[i].is_truncated);
    CHECK_INTEGER(strings.count, LISTS[i].count);
    strings_free(&strings);
  }
}

static void test_known_strings(void) {
  Strings strings =
      scan("\"x\",\"Object\",\"Objects\",\"__proto__\",\"Object\","
           "\"system / NativeContext\"]");
  CHECK_INTEGER(strings.known[STRING_OBJECT], 1);
  CHECK_INTEGER(strings.known[STRING_PROTO], 3);
  CHECK_INTEGER(strings.known[STRING_NATIVE_CONTEXT], 5);
  CHECK(strings.known[STRING_ELEMENTS] == NO_STRING);
  strings_free(&strings);
}

static void test_ephemerons(void) {
  Strings strings =
      scan("\"3 / part of key (a @1) -> value (b @2) pair in WeakMap (table "
           "@9)\",\" / part of key (a @1) -> value (b @2) pair in WeakMap "
           "(table @9)\",\"12 / part of key (a @1) -> value (b @2) pair in "
           "WeakMap (table @9)\",\"1 / part of keys and nothing more of what "
           "is wanted here at all\"]");
  CHECK_INTEGER(strings.count, 4);
  CHECK(strings_is_ephemeron(&strings, 0) && strings_is_ephemeron(&strings, 2));
  CHECK(!strings_is_ephemeron(&strings, 1));
  CHECK(!strings_is_ephemeron(&strings, 3));
  CHECK(!strings_is_ephemeron(&strings, 4));
  strings_free(&strings);
}

int main(void) {
  RUN(test_escapes);
  RUN(test_backslashes_across_steps);
  RUN(test_any_string_is_found);
  RUN(test_strings_beyond_the_last);
  RUN(test_lists_that_are_none);
  RUN(test_known_strings);
  RUN(test_ephemerons);
  return check_finish();
}
