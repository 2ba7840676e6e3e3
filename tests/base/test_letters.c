/* Letter case, normal forms and widths: what the ground floor takes of ICU. */
#include "base/letter_case.h"
#include "base/normalize.h"
#include "base/text_width.h"
#include "tests/check.h"

static size_t length_of(const u16 *units) {
  size_t length = 0;
  while (units[length])
    length++;
  return length;
}

/* Whether a conversion's result, which is freed, has these units. */
static bool is(u16 *units, size_t length, const u16 *wanted) {
  bool same = units && length == length_of(wanted) &&
              !memcmp(units, wanted, length * sizeof *units);
  free(units);
  return same;
}

static bool becomes(LetterCase wanted, const u16 *text, const u16 *result) {
  size_t length = 0;
  u16 *units = letter_case_convert(wanted, text, length_of(text), &length);
  return is(units, length, result);
}

static void test_case(void) {
  CHECK(becomes(LETTER_CASE_UPPER, u"straße", u"STRASSE"));
  CHECK(becomes(LETTER_CASE_UPPER, u"ﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁ",
                u"FIFIFIFIFIFIFIFIFIFIFIFIFIFIFIFIFIFIFIFI"));
  CHECK(becomes(LETTER_CASE_LOWER, u"ΑΣ ΣΑΣ", u"ας σας"));
  CHECK(becomes(LETTER_CASE_LOWER, u"I\u0130", u"ii\u0307"));
  CHECK(becomes(LETTER_CASE_UPPER, u"𐐨", u"𐐀"));
  CHECK(becomes(LETTER_CASE_UPPER, u"", u""));
}

static bool normalizes(NormalForm form, const u16 *text, const u16 *result) {
  size_t length = 0;
  u16 *units = normalize_convert(form, text, length_of(text), &length);
  return is(units, length, result);
}

static void test_normal_forms(void) {
  CHECK(normalizes(NORMAL_FORM_C, u"A\u030A", u"\u00C5"));
  CHECK(normalizes(NORMAL_FORM_D, u"\u00C5", u"A\u030A"));
  CHECK(normalizes(NORMAL_FORM_KC, u"\uFB01\u2460", u"fi1"));
  CHECK(normalizes(NORMAL_FORM_KD, u"\u1E9B\u0323", u"s\u0323\u0307"));
  CHECK(normalize_is_normal(NORMAL_FORM_C, u"abc", 3));
  CHECK(!normalize_is_normal(NORMAL_FORM_D, u"\u00C5", 1));
}

static void test_widths(void) {
  CHECK_INTEGER(text_width_of('a'), 1);
  CHECK_INTEGER(text_width_of(0x65E5), 2);  /* a Han character */
  CHECK_INTEGER(text_width_of(0x1F600), 2); /* a face */
  CHECK_INTEGER(text_width_of(0x0301), 0);  /* a combining accent */
  CHECK_INTEGER(text_width_of(0x200B), 0);
  CHECK_INTEGER(text_width_of(0xAD), 1);
  CHECK_INTEGER(text_width_of(0xE9), 1);
}

int main(void) {
  RUN(test_case);
  RUN(test_normal_forms);
  RUN(test_widths);
  return check_finish();
}
