/* check.h - all that a C test program needs.
 *
 * A test program is one file, tests/<floor>/test_<topic>.c, with a `main` of
 * its own. It is linked with every floor, built twice (optimised, and with the
 * sanitizers) and counted as one test by its exit status:
 *
 *   #include "tests/check.h"
 *
 *   static void test_append(void) {
 *     ...
 *     CHECK(buffer.length == 3);
 *     CHECK_TEXT(text, "abc");
 *   }
 *
 *   int main(void) {
 *     RUN(test_append);
 *     return check_finish();
 *   }
 *
 * A failed check prints where and what and goes on, so that one run shows
 * everything that is wrong. CHECK is not `assert`: it is there in optimised
 * builds too. REQUIRE ends the program, for what the rest cannot do without.
 */
#ifndef GLASSHEAP_TESTS_CHECK_H
#define GLASSHEAP_TESTS_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned check_count, check_failures;
static const char *check_case = "main";

static inline bool check_that(bool good, const char *file, int line,
                              const char *what) {
  check_count++;
  if (good) return true;
  check_failures++;
  fprintf(stderr, "%s:%d: in %s: failed: %s\n", file, line, check_case, what);
  return false;
}

static inline bool check_integers(int64_t got, int64_t wanted, const char *file,
                                  int line, const char *what) {
  if (check_that(got == wanted, file, line, what)) return true;
  fprintf(stderr, "  got    %" PRId64 "\n  wanted %" PRId64 "\n", got, wanted);
  return false;
}

static inline bool check_numbers(double got, double wanted, const char *file,
                                 int line, const char *what) {
  /* the same bits, so that -0 and NaN can be asked for */
  uint64_t got_bits, wanted_bits;
  memcpy(&got_bits, &got, sizeof got);
  memcpy(&wanted_bits, &wanted, sizeof wanted);
  bool same = got_bits == wanted_bits || (got != got && wanted != wanted);
  if (check_that(same, file, line, what)) return true;
  fprintf(stderr, "  got    %.17g\n  wanted %.17g\n", got, wanted);
  return false;
}

static inline bool check_texts(const char *got, const char *wanted,
                               const char *file, int line, const char *what) {
  bool same = got && wanted ? strcmp(got, wanted) == 0 : got == wanted;
  if (check_that(same, file, line, what)) return true;
  fprintf(stderr, "  got    %s\n  wanted %s\n", got ? got : "(null)",
          wanted ? wanted : "(null)");
  return false;
}

/* check_finish - prints the count; the exit status of `main`. */
static inline int check_finish(void) {
  printf("%u checks, %u failed\n", check_count, check_failures);
  return check_failures ? 1 : 0;
}

#define CHECK(condition)                                                       \
  check_that(!!(condition), __FILE__, __LINE__, #condition)
/* Got first, wanted second: a failure prints both. */
#define CHECK_INTEGER(got, wanted)                                             \
  check_integers((int64_t)(got), (int64_t)(wanted), __FILE__, __LINE__,        \
                 #got " is " #wanted)
#define CHECK_NUMBER(got, wanted)                                              \
  check_numbers((got), (wanted), __FILE__, __LINE__, #got " is " #wanted)
#define CHECK_TEXT(got, wanted)                                                \
  check_texts((got), (wanted), __FILE__, __LINE__, #got " is " #wanted)
#define REQUIRE(condition)                                                     \
  (CHECK(condition) ? (void)0 : exit((check_finish(), 1)))

/* RUN - calls a test function and names it in what fails inside. */
#define RUN(function) (check_case = #function, function())

#endif
