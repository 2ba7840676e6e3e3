/* Growth: what a series of points says of growth. */
#include "tests/check.h"

#include "watch/growth_parts.h"

constexpr u32 ROUNDS = 8;

/* Points from what each round adds, in bytes and in use. */
static GrowthResult judge(const i64 bytes[ROUNDS], const i64 used[ROUNDS]) {
  GrowthPoint points[ROUNDS + 1] = {{.bytes = 1000, .used = 900}};
  for (u32 i = 0; i < ROUNDS; i++) {
    points[i + 1].bytes = points[i].bytes + (u64)bytes[i];
    points[i + 1].used = points[i].used + (u64)used[i];
  }
  return growth_judge(points, ROUNDS);
}

#define SERIES(...) ((const i64[ROUNDS]){__VA_ARGS__})

static void test_none(void) {
  GrowthResult result = judge(SERIES(0), SERIES(0));
  CHECK(result.verdict == GROWTH_NONE && result.growth == 0);
  /* what shrinks does not grow */
  i64 less = -8;
  result =
      judge(SERIES(less, less, less, less, less, less, less, less), SERIES(0));
  CHECK(result.verdict == GROWTH_NONE && result.growth == 0);
}

static void test_settled(void) {
  GrowthResult result =
      judge(SERIES(512, 64, 0, 0, 0, 0, 0, 0), SERIES(512, 64));
  CHECK(result.verdict == GROWTH_SETTLED && result.growth == 0);
  /* up and down */
  result = judge(SERIES(96, -96, 96, -96, 96, -96, 96, -96),
                 SERIES(96, -96, 96, -96, 96, -96, 96, -96));
  CHECK(result.verdict == GROWTH_SETTLED);
}

static void test_steady(void) {
  GrowthResult result = judge(SERIES(80, 80, 80, 80, 80, 80, 80, 80),
                              SERIES(72, 72, 72, 72, 72, 72, 72, 72));
  CHECK(result.verdict == GROWTH_STEADY && result.growth == 80);
  /* the first rounds may still warm up */
  result = judge(SERIES(900, 80, 80, 80, 80, 80, 80, 80), SERIES(0));
  CHECK(result.verdict == GROWTH_STEADY && result.growth == 80);
}

static void test_stepwise(void) {
  GrowthResult result = judge(SERIES(0, 128, 0, 0, 256, 0, 0, 0),
                              SERIES(80, 80, 80, 80, 80, 80, 80, 80));
  CHECK(result.verdict == GROWTH_STEPWISE && result.growth == 80);
}

static void test_irregular(void) {
  GrowthResult result = judge(SERIES(8, 16, 8, 16, 8, 16, 8, 17),
                              SERIES(8, 16, 8, 16, 8, 16, 8, 17));
  CHECK(result.verdict == GROWTH_IRREGULAR && result.growth == 13);
}

int main(void) {
  RUN(test_none);
  RUN(test_settled);
  RUN(test_steady);
  RUN(test_stepwise);
  RUN(test_irregular);
  return check_finish();
}
