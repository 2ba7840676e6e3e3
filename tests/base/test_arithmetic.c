/* Rounding to half precision, and sums that round once. */
#include "base/arithmetic.h"

#include <float.h>
#include <math.h>

#include "tests/check.h"

static void test_half_rounds_to_even(void) {
  CHECK_NUMBER(number_round_half(1.337), 1.3369140625);
  CHECK_NUMBER(number_round_half(2049), 2048);
  CHECK_NUMBER(number_round_half(2051), 2052);
  CHECK_NUMBER(number_round_half(1.00048828125), 1);
  CHECK_NUMBER(number_round_half(nextafter(1.00048828125, 2)), 1.0009765625);
}

static void test_half_has_limits(void) {
  CHECK_NUMBER(number_round_half(65519), 65504);
  CHECK_NUMBER(number_round_half(65520), INFINITY);
  CHECK_NUMBER(number_round_half(-1e300), -INFINITY);
  CHECK_NUMBER(number_round_half(0x1p-24), 0x1p-24);
  CHECK_NUMBER(number_round_half(0x1p-25), 0);
  CHECK_NUMBER(number_round_half(nextafter(0x1p-25, 1)), 0x1p-24);
  CHECK_NUMBER(number_round_half(-0.0), -0.0);
  CHECK_NUMBER(number_round_half(NAN), NAN);
}

static double sum_of(const double *values, u32 count) {
  ExactSum sum = {};
  for (u32 i = 0; i < count; i++)
    exact_sum_add(&sum, values[i]);
  return exact_sum_result(&sum);
}
#define SUM(...)                                                               \
  sum_of((double[]){__VA_ARGS__},                                              \
         sizeof((double[]){__VA_ARGS__}) / sizeof(double))

static void test_sum_is_exact(void) {
  CHECK_NUMBER(SUM(0.1, 0.2, 0.3), 0.6);
  CHECK_NUMBER(SUM(1e308, 1e308, 0.1, -1e308, -1e308), 0.1);
  CHECK_NUMBER(SUM(1e16, 1, 1, -1e16), 2);
  CHECK_NUMBER(SUM(0x1p-1074, 0x1p-1074), 0x1p-1073);
  CHECK_NUMBER(SUM(-0x1p-1074, -1), -1);
  CHECK_NUMBER(SUM(5, -5), 0);
}

static void test_sum_rounds_to_even(void) {
  CHECK_NUMBER(SUM(0x1p53, 1), 0x1p53);
  CHECK_NUMBER(SUM(0x1p53, 3), 0x1p53 + 4);
  CHECK_NUMBER(SUM(0x1p53, 1, 0x1p-1074), 0x1p53 + 2);
  CHECK_NUMBER(SUM(-0x1p53, -1, -0x1p-1074), -0x1p53 - 2);
}

static void test_sum_overflows_last(void) {
  CHECK_NUMBER(SUM(DBL_MAX, DBL_MAX), INFINITY);
  CHECK_NUMBER(SUM(-DBL_MAX, -DBL_MAX), -INFINITY);
  CHECK_NUMBER(SUM(DBL_MAX, 0x1p969), DBL_MAX);
  CHECK_NUMBER(SUM(DBL_MAX, 0x1p970), INFINITY);
}

int main(void) {
  RUN(test_half_rounds_to_even);
  RUN(test_half_has_limits);
  RUN(test_sum_is_exact);
  RUN(test_sum_rounds_to_even);
  RUN(test_sum_overflows_last);
  return check_finish();
}
