/* quantity.c - counts and sizes as people read them. */
#include "base/quantity.h"

#include <stdio.h>

void quantity_count(i64 count, Buffer *out) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
  for (int i = 0; i < length; i++) {
    int left = length - 1 - i;
    buffer_byte(out, digits[i]);
    if (left && left % 3 == 0 && digits[i] != '-') buffer_byte(out, ',');
  }
}

void quantity_bytes(i64 bytes, Buffer *out) {
  static const char *const UNITS[] = {"B", "KB", "MB", "GB", "TB"};
  double value = (double)bytes;
  u32 unit = 0;
  for (; value >= 999.5 && unit + 1 < ARRAY_COUNT(UNITS); unit++)
    value /= 1000;
  buffer_format(out, unit && value < 99.95 ? "%.1f %s" : "%.0f %s", value,
                UNITS[unit]);
}
