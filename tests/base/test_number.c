/* test_number.c - numbers to text and back. The texts are what other engines
 * print. */
#include "base/number.h"

#include "tests/check.h"

#include <math.h>

static void test_decimal_text(void) {
  static const struct {
    double value;
    const char *text;
  } rows[] = {
      {0, "0"},
      {-0.0, "0"},
      {-1, "-1"},
      {123456789, "123456789"},
      {0.1, "0.1"},
      {1e21, "1e+21"},
      {1e20, "100000000000000000000"},
      {1e-6, "0.000001"},
      {1e-7, "1e-7"},
      {0x1p53, "9007199254740992"},
      {-0x1p63, "-9223372036854776000"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {NAN, "NaN"},
      {-INFINITY, "-Infinity"},
  };
  char text[NUMBER_TEXT_BYTES];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_INTEGER(number_to_text(rows[i].value, text), strlen(rows[i].text));
    CHECK_TEXT(text, rows[i].text);
  }
}

static void test_radix_text(void) {
  static const struct {
    double value;
    int radix;
    const char *text;
  } rows[] = {
      {255, 16, "ff"},
      {-255, 2, "-11111111"},
      {0.5, 2, "0.1"},
      {0.1, 3, "0.0022002200220022002200220022002201"},
      {-0.75, 36, "-0.r"},
      {1e22, 16, "21e19e0c9bab2400000"},
      {0x1p54, 21, "299037b83fa61"},
      {1e25, 21, "fhi4g2kk8ihji000000"},
      {NAN, 8, "NaN"},
      {0, 7, "0"},
  };
  char text[NUMBER_TEXT_BYTES];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    number_to_radix(rows[i].value, rows[i].radix, text);
    CHECK_TEXT(text, rows[i].text);
  }
  CHECK_INTEGER(number_to_radix(5e-324, 2, text), 1076);
  CHECK_INTEGER(number_to_radix(1.7976931348623157e308, 2, text), 1024);
}

static void test_formats(void) {
  char text[NUMBER_TEXT_BYTES];
  number_to_fixed(1.005, 2, text);
  CHECK_TEXT(text, "1.00");
  number_to_fixed(2.5, 0, text);
  CHECK_TEXT(text, "3");
  number_to_fixed(-1.5, 0, text);
  CHECK_TEXT(text, "-2");
  CHECK_INTEGER(number_to_fixed(999999999999999900000.0, 100, text), 122);
  number_to_exponential(123456, 2, text);
  CHECK_TEXT(text, "1.23e+5");
  number_to_exponential(0.00015, -1, text);
  CHECK_TEXT(text, "1.5e-4");
  number_to_precision(123.456, 4, text);
  CHECK_TEXT(text, "123.5");
  number_to_precision(1e21, 3, text);
  CHECK_TEXT(text, "1.00e+21");
  number_to_precision(0.000001, 2, text);
  CHECK_TEXT(text, "0.0000010");
}

static void test_parse_decimal(void) {
  static const struct {
    const char *text;
    double value;
    size_t used;
  } rows[] = {
      {"12", 12, 2},
      {"-1.5e3x", -1500, 6},
      {"+.5", 0.5, 3},
      {"5.", 5, 2},
      {"1e", 1, 1},
      {"1e+", 1, 1},
      {"Infinity", INFINITY, 8},
      {"-Infinityx", -INFINITY, 9},
      {"0x10", 0, 1},
      {"1_0", 1, 1},
      {"123456789012345678901234567890", 123456789012345678901234567890.0, 30},
      {"0.1", 0.1, 3},
      {"2.2250738585072011e-308", 2.2250738585072011e-308, 23},
      {"1e400", INFINITY, 5},
      {"1e-400", 0, 6},
      {"9007199254740993", 9007199254740992.0, 16},
      {"-0", -0.0, 2},
      {"00000000000000000000000012.5", 12.5, 28},
  };
  static const char *const bad[] = {"", "-", ".", "e1", "inf", "nan", "+-1"};
  size_t used;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    double value =
        number_parse_decimal(rows[i].text, strlen(rows[i].text), &used);
    CHECK_NUMBER(value, rows[i].value);
    CHECK_INTEGER(used, rows[i].used);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    CHECK(isnan(number_parse_decimal(bad[i], strlen(bad[i]), &used)));
    CHECK_INTEGER(used, 0);
  }
}

static double parse_radix(const char *text, int radix) {
  size_t used;
  return number_parse_radix(text, strlen(text), radix, &used);
}

static void test_parse_radix(void) {
  size_t used;
  CHECK_NUMBER(number_parse_radix("ffg", 3, 16, &used), 255);
  CHECK_INTEGER(used, 2);
  CHECK_NUMBER(parse_radix("zz", 36), 1295);
  CHECK_NUMBER(parse_radix("0000000000000000000000001", 2), 1);
  CHECK(isnan(parse_radix("9", 8)));
  /* ties to even, unless anything follows the tie */
  CHECK_NUMBER(parse_radix("20000000000001", 16), 0x20000000000000p0);
  CHECK_NUMBER(parse_radix("20000000000003", 16), 0x20000000000004p0);
  CHECK_NUMBER(parse_radix("200000000000010000000000000001", 16),
               0x20000000000002p64);
  CHECK_NUMBER(parse_radix("9007199254740993", 10), 9007199254740992.0);
  CHECK_NUMBER(parse_radix("1000000000000000000000", 10), 1e21);
}

static void test_int32(void) {
  CHECK_INTEGER(number_to_int32(-1.9), -1);
  CHECK_INTEGER(number_to_int32(0x1p31), INT32_MIN);
  CHECK_INTEGER(number_to_int32(0x1p32 + 5), 5);
  CHECK_INTEGER(number_to_int32(-0x1p63 - 0x1p11), -2048);
  CHECK_INTEGER(number_to_int32(0x1p84), 0);
  CHECK_INTEGER(number_to_int32(NAN), 0);
  CHECK_INTEGER(number_to_int32(-INFINITY), 0);
}

int main(void) {
  RUN(test_decimal_text);
  RUN(test_radix_text);
  RUN(test_formats);
  RUN(test_parse_decimal);
  RUN(test_parse_radix);
  RUN(test_int32);
  return check_finish();
}
