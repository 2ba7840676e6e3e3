/* bytes64.c - what the machine has. */
#include "graph/bytes64.h"

static Width widest = WIDTH_WIDEST;

void bytes64_limit_width(Width most) {
  widest = most;
}

#if defined(__x86_64__)
static Width machine_width(void) {
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2"))
    return WIDTH_PLAIN;
  bool has_bytes = __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512vbmi") &&
                   __builtin_cpu_supports("avx512vbmi2");
  return has_bytes ? WIDTH_WIDEST : WIDTH_WIDE;
}
#else
static Width machine_width(void) {
  return WIDTH_PLAIN;
}
#endif

Width bytes64_width(void) {
  Width width = machine_width();
  return width < widest ? width : widest;
}
