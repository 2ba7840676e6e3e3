/* intl_digits.c - how many digits. */
#include "library/intl_digits.h"

static const char *const modes[] = {
    "ceil",      "floor",      "expand",    "trunc",    "halfCeil",
    "halfFloor", "halfExpand", "halfTrunc", "halfEven", NULL};
static const char *const mode_skeletons[] = {
    "rounding-mode-ceiling",      "rounding-mode-floor",
    "rounding-mode-up",           "rounding-mode-down",
    "rounding-mode-half-ceiling", "rounding-mode-half-floor",
    "rounding-mode-half-up",      "rounding-mode-half-down",
    "rounding-mode-half-even"};
static const char *const priorities[] = {"auto", "morePrecision",
                                         "lessPrecision", NULL};
static const char *const zero_displays[] = {"auto", "stripIfInteger", NULL};

constexpr int MODE_DEFAULT = 6;
constexpr int DIGITS_MOST = 21, FRACTION_MOST = 100;

static bool read_increment(VM *vm, Value options, int *increment) {
  static const int allowed[] = {1,   2,   5,   10,   20,   25,   50,  100,
                                200, 250, 500, 1000, 2000, 2500, 5000};
  if (!intl_whole(vm, options, "roundingIncrement", 1, 5000, increment))
    return false;
  for (u32 i = 0; i < ARRAY_COUNT(allowed); i++)
    if (allowed[i] == *increment) return true;
  return vm_throw_range(vm, "roundingIncrement value is out of range.");
}

/* A pair of limits of which one or both may be given. */
static bool complete_pair(VM *vm, int *least, int *most, int least_default,
                          int most_default, const char *name) {
  if (*least < 0)
    *least = *most >= 0 && *most < least_default ? *most : least_default;
  if (*most < 0) *most = *least > most_default ? *least : most_default;
  return *least <= *most ||
         vm_throw_range(vm, "%s value is out of range.", name);
}

bool intl_digits_read(VM *vm, Value options, int least_default,
                      int most_default, bool is_compact, IntlDigits *d) {
  *d = (IntlDigits){1, -1, -1, -1, -1, 1, MODE_DEFAULT, 0, 0, false};
  if (!intl_whole(vm, options, "minimumIntegerDigits", 1, DIGITS_MOST,
                  &d->integer) ||
      !intl_whole(vm, options, "minimumFractionDigits", 0, FRACTION_MOST,
                  &d->least_fraction) ||
      !intl_whole(vm, options, "maximumFractionDigits", 0, FRACTION_MOST,
                  &d->most_fraction) ||
      !intl_whole(vm, options, "minimumSignificantDigits", 1, DIGITS_MOST,
                  &d->least_significant) ||
      !intl_whole(vm, options, "maximumSignificantDigits", 1, DIGITS_MOST,
                  &d->most_significant) ||
      !read_increment(vm, options, &d->increment) ||
      !intl_choice(vm, options, "roundingMode", modes, &d->mode) ||
      !intl_choice(vm, options, "roundingPriority", priorities, &d->priority) ||
      !intl_choice(vm, options, "trailingZeroDisplay", zero_displays,
                   &d->zeros))
    return false;
  bool has_significant = d->least_significant >= 0 || d->most_significant >= 0;
  bool has_fraction = d->least_fraction >= 0 || d->most_fraction >= 0;
  if (d->increment != 1) most_default = least_default;
  d->is_compact = is_compact && !has_significant && !has_fraction;
  if (has_significant || d->priority) {
    if (!complete_pair(vm, &d->least_significant, &d->most_significant, 1,
                       DIGITS_MOST, "maximumSignificantDigits"))
      return false;
    if (!d->priority) d->least_fraction = d->most_fraction = -1;
  }
  if ((!has_significant || d->priority) && !d->is_compact)
    return complete_pair(vm, &d->least_fraction, &d->most_fraction,
                         least_default, most_default, "maximumFractionDigits");
  return true;
}

static void put_repeated(Buffer *out, char byte, int count) {
  while (count-- > 0)
    buffer_byte(out, byte);
}

/* ".00##" */
static void put_fraction(const IntlDigits *d, Buffer *out) {
  buffer_byte(out, '.');
  put_repeated(out, '0', d->least_fraction);
  put_repeated(out, '#', d->most_fraction - d->least_fraction);
}

static void put_significant(const IntlDigits *d, Buffer *out) {
  put_repeated(out, '@', d->least_significant);
  put_repeated(out, '#', d->most_significant - d->least_significant);
}

/* 25 with two digits behind the point is 0.25. */
static void put_increment(const IntlDigits *d, Buffer *out) {
  int places = d->most_fraction < 0 ? 0 : d->most_fraction;
  Buffer whole = {};
  buffer_format(&whole, "%0*d", places + 1, d->increment);
  int point = (int)whole.length - places;
  buffer_text(out, "precision-increment/");
  buffer_append(out, whole.bytes, (size_t)point);
  if (places) {
    buffer_byte(out, '.');
    buffer_append(out, whole.bytes + point, (size_t)places);
  }
  buffer_free(&whole);
}

void intl_digits_skeleton(const IntlDigits *d, Buffer *out) {
  if (d->integer > 1) {
    buffer_text(out, " integer-width/+");
    put_repeated(out, '0', d->integer);
  }
  buffer_byte(out, ' ');
  bool has_significant = d->least_significant >= 0;
  bool has_fraction = d->least_fraction >= 0;
  if (d->increment != 1) {
    put_increment(d, out);
  } else if (has_fraction && has_significant) {
    put_fraction(d, out);
    buffer_byte(out, '/');
    put_significant(d, out);
    buffer_byte(out, d->priority == 1 ? 'r' : 's');
  } else if (has_significant) {
    put_significant(d, out);
  } else if (has_fraction) {
    put_fraction(d, out);
  }
  if (d->zeros && !d->is_compact) buffer_text(out, "/w");
  buffer_format(out, " %s", mode_skeletons[d->mode]);
}

void intl_digits_resolve(VM *vm, const IntlDigits *d, Object *resolved) {
  intl_set(vm, resolved, "minimumIntegerDigits", value_from_int(d->integer));
  bool is_compact = d->is_compact;
  int least = is_compact ? 1 : d->least_significant;
  int most = is_compact ? 2 : d->most_significant;
  if (is_compact || d->least_significant >= 0) {
    intl_set(vm, resolved, "minimumSignificantDigits", value_from_int(least));
    intl_set(vm, resolved, "maximumSignificantDigits", value_from_int(most));
  }
  if (is_compact || d->least_fraction >= 0) {
    least = is_compact ? 0 : d->least_fraction;
    most = is_compact ? 0 : d->most_fraction;
    intl_set(vm, resolved, "minimumFractionDigits", value_from_int(least));
    intl_set(vm, resolved, "maximumFractionDigits", value_from_int(most));
  }
}

void intl_digits_resolve_rounding(VM *vm, const IntlDigits *d,
                                  Object *resolved) {
  intl_set_text(vm, resolved, "roundingMode", modes[d->mode]);
  intl_set(vm, resolved, "roundingIncrement", value_from_int(d->increment));
  intl_set_text(vm, resolved, "trailingZeroDisplay", zero_displays[d->zeros]);
  intl_set_text(vm, resolved, "roundingPriority",
                priorities[d->is_compact ? 1 : d->priority]);
}
