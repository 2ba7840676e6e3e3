/* Moments: their order and their texts. */
#include "tests/check.h"

#include "watch/moment.h"

static void check_text(const char *text, uint64_t tick, uint64_t step) {
  Moment moment = {1, 1, 1};
  CHECK(moment_parse(text, &moment));
  CHECK_INTEGER(moment.tick, tick);
  CHECK_INTEGER(moment.step, step);
  CHECK_INTEGER(moment.event, 0);
}

static void test_parse(void) {
  check_text("0", 0, 0);
  check_text("12", 12, 0);
  check_text("12.3", 12, 3);
  check_text("0.0", 0, 0);
  check_text("7.end", 7, MOMENT_STEP_END);
  check_text("18446744073709551615.1", UINT64_MAX, 1);
}

static void test_refuse(void) {
  static const char *const texts[] = {
      "",
      ".",
      "1.",
      ".1",
      "a",
      "1.2.3",
      "-1",
      "+1",
      " 1",
      "1 ",
      "01",
      "1.02",
      "end",
      "1.End",
      "1e3",
      "0x10",
      "1,5",
      "18446744073709551616",
      "1.ends",
      "1..2",
      "1.-2",
      "1.2end",
      "1.4294967295",
      "1.2+",
      "1.2+0",
      "1.2+03",
      "1+2",
      "1.end+2",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    Moment moment = {5, 6, 7};
    if (!check_that(!moment_parse(texts[i], &moment), __FILE__, __LINE__,
                    texts[i]))
      continue;
    CHECK(moment.tick == 5 && moment.step == 6 && moment.event == 7);
  }
}

static void check_print(Moment moment, const char *text) {
  Buffer out = {};
  moment_print(moment, &out);
  CHECK_TEXT(out.bytes, text);
  Moment again;
  CHECK(moment_parse(out.bytes, &again));
  CHECK(!moment_compare(moment, again));
  buffer_free(&out);
}

static void test_print(void) {
  check_print(MOMENT_START, "0.0");
  check_print((Moment){12, 34, 0}, "12.34");
  check_print((Moment){12, 34, 56}, "12.34+56");
  check_print((Moment){12, MOMENT_STEP_END, 0}, "12.end");
}

static void test_order(void) {
  Moment rising[] = {{0, 0, 0}, {0, 0, 1},   {0, 0, 2},
                     {0, 1, 0}, {1, 0, 0},   {1, MOMENT_STEP_END, 0},
                     {2, 0, 0}, MOMENT_NEVER};
  size_t count = sizeof rising / sizeof *rising;
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++)
      CHECK_INTEGER(moment_compare(rising[i], rising[j]), i < j   ? -1
                                                          : i > j ? 1
                                                                  : 0);
}

int main(void) {
  RUN(test_parse);
  RUN(test_refuse);
  RUN(test_print);
  RUN(test_order);
  return check_finish();
}
