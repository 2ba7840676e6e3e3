/* intl_date.c - Intl.DateTimeFormat.
 *
 * The parts that are wanted become a skeleton ("yMMMdjm"), for which ICU's
 * pattern generator knows the locale's pattern; a style ("long") has its
 * pattern at once. Either way the letter for hours is put right afterwards:
 * which of the four clocks is used is an option of its own.
 */
#include "library/intl.h"

#include "library/date.h"
#include "library/time_zone.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/ufieldpositer.h>
#include <unicode/unumsys.h>
#include <unicode/ustring.h>

constexpr u32 SKELETON_BYTES = 64;
constexpr i32 PATTERN_UNITS = 256;
constexpr i32 TEXT_UNITS = 512;

/* ---- Options ------------------------------------------------------------- */

/* A part of a date: its option, the values it may have, and the letters that
 * each of them is in a skeleton. */
typedef struct Part {
  const char *name;
  const char *const *values;
  const char *letters[6];
  u8 group; /* IntlDateParts, or 0 */
} Part;

static const char *const words[] = {"narrow", "short", "long", NULL};
static const char *const digits[] = {"2-digit", "numeric", NULL};
static const char *const month_values[] = {"2-digit", "numeric", "narrow",
                                           "short",   "long",    NULL};
static const char *const zone_values[] = {
    "short",        "long",        "shortOffset", "longOffset",
    "shortGeneric", "longGeneric", NULL};

typedef enum PartName : u8 {
  PART_WEEKDAY,
  PART_ERA,
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
  PART_DAY_PERIOD,
  PART_HOUR,
  PART_MINUTE,
  PART_SECOND,
  PART_ZONE_NAME,
  PART_COUNT,
} PartName;

static const Part parts_table[PART_COUNT] = {
    {"weekday", words, {"EEEEE", "EEE", "EEEE"}, INTL_DATE},
    {"era", words, {"GGGGG", "G", "GGGG"}, 0},
    {"year", digits, {"yy", "y"}, INTL_DATE},
    {"month", month_values, {"MM", "M", "MMMMM", "MMM", "MMMM"}, INTL_DATE},
    {"day", digits, {"dd", "d"}, INTL_DATE},
    {"dayPeriod", words, {"BBBBB", "B", "BBBB"}, INTL_TIME},
    {"hour", digits, {"jj", "j"}, INTL_TIME},
    {"minute", digits, {"mm", "m"}, INTL_TIME},
    {"second", digits, {"ss", "s"}, INTL_TIME},
    {"timeZoneName", zone_values, {"z", "zzzz", "O", "OOOO", "v", "vvvv"}, 0},
};

static const char *const cycles[] = {"h11", "h12", "h23", "h24", NULL};
static const char cycle_letters[] = "KhHk";
static const char *const style_names[] = {"full", "long", "medium", "short",
                                          NULL};

typedef struct Settings {
  IntlLocale locale;
  char calendar[24], numbering[16], zone[64];
  int values[PART_COUNT];                    /* -1: not wanted */
  int fraction;                              /* digits of seconds, 0: none */
  int date_style, time_style, cycle, hour12; /* -1: not given */
  UChar pattern[PATTERN_UNITS];
  bool has_hour;
} Settings;

/* The name of a zone as ICU writes it, whatever case it is in. */
static bool find_zone(const char *wanted, char *zone, size_t size) {
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *names =
      ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &status);
  bool found = false;
  for (const char *name; !found && (name = uenum_next(names, NULL, &status));) {
    found = !strcasecmp(name, wanted) && strlen(name) < size;
    if (found) intl_put(zone, size, name);
  }
  uenum_close(names);
  return found;
}

/* Names that stand for another are that one, as V8 has it; all names of UTC are
 * UTC. */
static void canonical_zone(char *zone, size_t size) {
  UChar id[64], canonical[64];
  UErrorCode status = U_ZERO_ERROR;
  u_charsToUChars(zone, id, (i32)strlen(zone) + 1);
  i32 length =
      ucal_getCanonicalTimeZoneID(id, -1, canonical, 64, NULL, &status);
  if (U_FAILURE(status) || (size_t)length >= size) return;
  u_UCharsToChars(canonical, zone, length + 1);
  static const char *const utc[] = {"Etc/UTC", "Etc/GMT", "GMT"};
  for (u32 i = 0; i < ARRAY_COUNT(utc); i++)
    if (!strcmp(zone, utc[i])) intl_put(zone, size, "UTC");
}

static bool read_zone(VM *vm, Value options, Settings *s) {
  char wanted[64] = "";
  if (!intl_word(vm, options, "timeZone", wanted, sizeof wanted)) return false;
  if (!*wanted)
    intl_put(s->zone, sizeof s->zone, time_zone_id(vm));
  else if (!find_zone(wanted, s->zone, sizeof s->zone))
    return vm_throw_range(vm, "Invalid time zone specified: %s", wanted);
  canonical_zone(s->zone, sizeof s->zone);
  return true;
}

static bool read_parts(VM *vm, Value options, Settings *s) {
  for (u32 i = 0; i < PART_COUNT; i++) {
    if (i == PART_ZONE_NAME &&
        !intl_whole(vm, options, "fractionalSecondDigits", 1, 3, &s->fraction))
      return false;
    if (!intl_choice(vm, options, parts_table[i].name, parts_table[i].values,
                     &s->values[i]))
      return false;
  }
  return true;
}

/* Whether an option asks for some part of what `wants` counts. */
static bool asks_for(const Settings *s, IntlDateParts wants) {
  for (u32 i = 0; i < PART_COUNT; i++)
    if (s->values[i] >= 0 && parts_table[i].group & wants) return true;
  return s->fraction && wants & INTL_TIME;
}

/* When nothing is asked for, `defaults` is what people see. */
static void add_defaults(Settings *s, IntlDateParts wants,
                         IntlDateParts defaults) {
  if (s->date_style >= 0 || s->time_style >= 0 || asks_for(s, wants)) return;
  constexpr int numeric = 1;
  if (defaults & INTL_DATE)
    s->values[PART_YEAR] = s->values[PART_MONTH] = s->values[PART_DAY] =
        numeric;
  if (defaults & INTL_TIME)
    s->values[PART_HOUR] = s->values[PART_MINUTE] = s->values[PART_SECOND] =
        numeric;
}

static bool check_styles(VM *vm, Settings *s, IntlDateParts wants) {
  bool has_style = s->date_style >= 0 || s->time_style >= 0;
  for (u32 i = 0; has_style && i < PART_COUNT; i++)
    if (s->values[i] >= 0)
      return vm_throw_type(vm, "Can't set option %s when %s is used",
                           parts_table[i].name,
                           s->date_style >= 0 ? "dateStyle" : "timeStyle");
  if (wants == INTL_DATE && s->time_style >= 0)
    return vm_throw_type(vm, "Invalid option : timeStyle");
  if (wants == INTL_TIME && s->date_style >= 0)
    return vm_throw_type(vm, "Invalid option : dateStyle");
  return true;
}

static bool read_settings(VM *vm, Value locales, Value argument,
                          IntlDateParts wants, IntlDateParts defaults,
                          Settings *s) {
  static const char *const keys[] = {"ca", "hc", "nu", NULL};
  static const char *const matchers[] = {"lookup", "best fit", NULL};
  static const char *const formats[] = {"basic", "best fit", NULL};
  int unused = 1;
  *s =
      (Settings){.date_style = -1, .time_style = -1, .cycle = -1, .hour12 = -1};
  memset(s->values, -1, sizeof s->values);
  KEEP(vm, options, VALUE_UNDEFINED);
  if (!intl_resolve(vm, locales, keys, &s->locale) ||
      !intl_options(vm, argument, &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &unused) ||
      !intl_word(vm, options, "calendar", s->calendar, sizeof s->calendar) ||
      !intl_word(vm, options, "numberingSystem", s->numbering,
                 sizeof s->numbering) ||
      !intl_flag(vm, options, "hour12", &s->hour12) ||
      !intl_choice(vm, options, "hourCycle", cycles, &s->cycle) ||
      !read_zone(vm, options, s) || !read_parts(vm, options, s) ||
      !intl_choice(vm, options, "formatMatcher", formats, &unused) ||
      !intl_choice(vm, options, "dateStyle", style_names, &s->date_style) ||
      !intl_choice(vm, options, "timeStyle", style_names, &s->time_style) ||
      !check_styles(vm, s, wants))
    return false;
  intl_take_option(&s->locale, "ca", s->calendar);
  intl_take_option(&s->locale, "nu", s->numbering);
  add_defaults(s, wants, defaults);
  return true;
}

/* ---- Patterns ------------------------------------------------------------ */

static bool is_hour_letter(UChar c) {
  return c == 'h' || c == 'H' || c == 'k' || c == 'K';
}

/* The letter for hours in a pattern, 0 when it has none. */
static UChar hour_letter(const UChar *pattern) {
  bool quoted = false;
  for (; *pattern; pattern++) {
    if (*pattern == '\'') quoted = !quoted;
    if (!quoted && is_hour_letter(*pattern)) return *pattern;
  }
  return 0;
}

static void replace_hours(UChar *pattern, UChar letter) {
  bool quoted = false;
  for (; *pattern; pattern++) {
    if (*pattern == '\'') quoted = !quoted;
    if (!quoted && is_hour_letter(*pattern)) *pattern = letter;
  }
}

/* The clock that a locale has by itself. */
static int default_cycle(UDateTimePatternGenerator *generator) {
  UErrorCode status = U_ZERO_ERROR;
  switch (udatpg_getDefaultHourCycle(generator, &status)) {
  case UDAT_HOUR_CYCLE_11: return 0;
  case UDAT_HOUR_CYCLE_12: return 1;
  case UDAT_HOUR_CYCLE_24: return 3;
  default: return 2;
  }
}

/* hour12 goes before hourCycle, that before the locale's extension. */
static void choose_cycle(Settings *s, UDateTimePatternGenerator *generator) {
  int usual = default_cycle(generator);
  char asked[8];
  intl_keyword(&s->locale, "hc", asked, sizeof asked);
  if (s->hour12 >= 0) {
    /* the rule of ECMA-402 before 2023, which Node 20 follows: midnight is 24
     * where the usual clock begins with 1 */
    bool begins_with_zero = usual == 0 || usual == 2;
    s->cycle = s->hour12 ? !begins_with_zero : begins_with_zero ? 2 : 3;
    return;
  }
  for (int i = 0; s->cycle < 0 && cycles[i]; i++)
    if (!strcmp(cycles[i], asked)) s->cycle = i;
  if (s->cycle < 0) s->cycle = usual;
}

static void put_skeleton(const Settings *s, char *skeleton) {
  *skeleton = 0;
  for (u32 i = 0; i < PART_COUNT; i++) {
    if (i == PART_ZONE_NAME)
      for (int digit = 0; digit < s->fraction; digit++)
        intl_append(skeleton, SKELETON_BYTES, "S");
    if (s->values[i] < 0) continue;
    size_t start = strlen(skeleton);
    intl_append(skeleton, SKELETON_BYTES, parts_table[i].letters[s->values[i]]);
    if (i == PART_HOUR)
      for (char *at = skeleton + start; *at; at++)
        *at = cycle_letters[s->cycle];
  }
}

static void pattern_of_parts(Settings *s, UDateTimePatternGenerator *generator,
                             UErrorCode *status) {
  char skeleton[SKELETON_BYTES];
  UChar units[SKELETON_BYTES];
  put_skeleton(s, skeleton);
  u_charsToUChars(skeleton, units, (i32)strlen(skeleton) + 1);
  udatpg_getBestPatternWithOptions(generator, units, -1,
                                   UDATPG_MATCH_HOUR_FIELD_LENGTH, s->pattern,
                                   PATTERN_UNITS, status);
}

static void pattern_of_styles(Settings *s, UDateTimePatternGenerator *generator,
                              UErrorCode *status) {
  static const UDateFormatStyle icu[] = {UDAT_FULL, UDAT_LONG, UDAT_MEDIUM,
                                         UDAT_SHORT};
  UDateFormatStyle time = s->time_style < 0 ? UDAT_NONE : icu[s->time_style];
  UDateFormatStyle date = s->date_style < 0 ? UDAT_NONE : icu[s->date_style];
  UDateFormat *format =
      udat_open(time, date, s->locale.icu, NULL, 0, NULL, 0, status);
  if (U_FAILURE(*status)) return;
  udat_toPattern(format, false, s->pattern, PATTERN_UNITS, status);
  udat_close(format);
  UChar letter = hour_letter(s->pattern);
  if (!letter || letter == (UChar)cycle_letters[s->cycle]) return;
  /* another clock may want another pattern, with or without AM and PM */
  UChar skeleton[64];
  udatpg_getSkeleton(generator, s->pattern, -1, skeleton, 64, status);
  replace_hours(skeleton, (UChar)cycle_letters[s->cycle]);
  udatpg_getBestPatternWithOptions(generator, skeleton, -1,
                                   UDATPG_MATCH_HOUR_FIELD_LENGTH, s->pattern,
                                   PATTERN_UNITS, status);
}

static void find_pattern(Settings *s, UErrorCode *status) {
  UDateTimePatternGenerator *generator = udatpg_open(s->locale.icu, status);
  if (U_FAILURE(*status)) return;
  choose_cycle(s, generator);
  if (s->date_style >= 0 || s->time_style >= 0)
    pattern_of_styles(s, generator, status);
  else
    pattern_of_parts(s, generator, status);
  udatpg_close(generator);
  s->has_hour = hour_letter(s->pattern);
  replace_hours(s->pattern, (UChar)cycle_letters[s->cycle]);
}

/* ---- ICU's format -------------------------------------------------------- */

/* Dates of all times are Gregorian. */
static void make_proleptic(UDateFormat *format, UErrorCode *status) {
  UCalendar *calendar = ucal_clone(udat_getCalendar(format), status);
  if (U_FAILURE(*status)) return;
  UErrorCode ignored = U_ZERO_ERROR; /* other calendars have no change */
  ucal_setGregorianChange(calendar, -CALENDAR_TIME_MAX, &ignored);
  if (U_SUCCESS(ignored)) udat_setCalendar(format, calendar);
  ucal_close(calendar);
}

static UDateFormat *open_format(Settings *s, UErrorCode *status) {
  find_pattern(s, status);
  UChar zone[64];
  u_charsToUChars(s->zone, zone, (i32)strlen(s->zone) + 1);
  UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, s->locale.icu,
                                  zone, -1, s->pattern, -1, status);
  if (U_SUCCESS(*status)) make_proleptic(format, status);
  return format;
}

/* CLDR puts narrow no-break spaces before AM and PM, which break programs that
 * read times; so V8 writes plain ones (but not in parts and ranges). */
static void plain_spaces(UChar *units, i32 length) {
  for (i32 i = 0; i < length; i++)
    if (units[i] == 0x202F) units[i] = ' ';
}

/* ---- Objects ------------------------------------------------------------- */

enum { HANDLE_FORMAT, HANDLE_INTERVAL, HANDLE_SETTINGS };

static void close_date_format(IntlObject *self) {
  if (self->handles[HANDLE_FORMAT]) udat_close(self->handles[HANDLE_FORMAT]);
  if (self->handles[HANDLE_INTERVAL])
    udtitvfmt_close(self->handles[HANDLE_INTERVAL]);
  free(self->handles[HANDLE_SETTINGS]);
}

/* How a part really is in the pattern: "numeric" may have become "2-digit". */
static const char *value_in_pattern(const Settings *s, PartName part) {
  static const char letters[PART_COUNT][8] = {
      [PART_WEEKDAY] = "Eec",  [PART_ERA] = "G",    [PART_YEAR] = "yru",
      [PART_MONTH] = "ML",     [PART_DAY] = "d",    [PART_DAY_PERIOD] = "B",
      [PART_HOUR] = "hHkK",    [PART_MINUTE] = "m", [PART_SECOND] = "s",
      [PART_ZONE_NAME] = "zOv"};
  bool quoted = false;
  for (const UChar *at = s->pattern; *at; at++) {
    if (*at == '\'') quoted = !quoted;
    if (quoted || *at > 127 || !strchr(letters[part], *at)) continue;
    u32 width = 1;
    while (at[width] == *at)
      width++;
    if (part == PART_ZONE_NAME)
      return zone_values[(*at == 'z' ? 0 : *at == 'O' ? 2 : 4) + (width > 3)];
    bool is_text = part == PART_WEEKDAY || part == PART_ERA ||
                   part == PART_DAY_PERIOD || (part == PART_MONTH && width > 2);
    if (!is_text) return width == 2 ? "2-digit" : "numeric";
    return width == 5 ? "narrow" : width == 4 ? "long" : "short";
  }
  return NULL;
}

static void resolve_clock(VM *vm, const Settings *s, Object *o) {
  if (!s->has_hour) return;
  intl_set_text(vm, o, "hourCycle", cycles[s->cycle]);
  intl_set(vm, o, "hour12", value_from_boolean(s->cycle < 2));
}

static void resolve_date(VM *vm, const Settings *s, Object *o) {
  char calendar[32], numbering[32];
  intl_set_text(vm, o, "locale", s->locale.tag);
  intl_keyword(&s->locale, "ca", calendar, sizeof calendar);
  UErrorCode status = U_ZERO_ERROR;
  if (!*calendar) {
    UCalendar *usual = ucal_open(NULL, 0, s->locale.icu, UCAL_DEFAULT, &status);
    const char *type = U_SUCCESS(status) ? ucal_getType(usual, &status) : NULL;
    intl_put(calendar, sizeof calendar,
             !type || !strcmp(type, "gregorian") ? "gregory" : type);
    ucal_close(usual);
  }
  intl_set_text(vm, o, "calendar", calendar);
  intl_keyword(&s->locale, "nu", numbering, sizeof numbering);
  if (!*numbering) {
    UNumberingSystem *system = unumsys_open(s->locale.icu, &status);
    intl_put(numbering, sizeof numbering,
             U_SUCCESS(status) ? unumsys_getName(system) : "latn");
    unumsys_close(system);
  }
  intl_set_text(vm, o, "numberingSystem", numbering);
  intl_set_text(vm, o, "timeZone", s->zone);
  resolve_clock(vm, s, o);
  if (s->date_style >= 0 || s->time_style >= 0) {
    if (s->date_style >= 0)
      intl_set_text(vm, o, "dateStyle", style_names[s->date_style]);
    if (s->time_style >= 0)
      intl_set_text(vm, o, "timeStyle", style_names[s->time_style]);
    return;
  }
  for (u32 i = 0; i < PART_COUNT; i++) {
    if (i == PART_ZONE_NAME && s->fraction)
      intl_set(vm, o, "fractionalSecondDigits", value_from_int(s->fraction));
    const char *value = value_in_pattern(s, (PartName)i);
    bool is_extra = i == PART_ERA && s->values[i] < 0;
    if (value && !is_extra) intl_set_text(vm, o, parts_table[i].name, value);
  }
}

static bool date_format_construct(VM *vm, Call *call) {
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_DATE_TIME_FORMAT));
  Settings settings;
  if (!self ||
      !read_settings(vm, call_argument(call, 0), call_argument(call, 1),
                     INTL_DATE_AND_TIME, INTL_DATE, &settings))
    return false;
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_date_format;
  self->handles[HANDLE_FORMAT] = open_format(&settings, &status);
  if (!intl_check(vm, status)) return false;
  self->handles[HANDLE_SETTINGS] = base_copy(&settings, sizeof settings);
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  resolve_date(vm, &settings, resolved);
  return call_return(call, value_from_cell(self));
}

/* ---- Formatting ---------------------------------------------------------- */

/* The time that an argument is; now, when there is none. */
static bool time_argument(VM *vm, Value argument, double *time) {
  if (value_is_undefined(argument))
    *time = date_now(vm);
  else if (value_is_kind(argument, KIND_DATE))
    *time = ((DateObject *)value_to_cell(argument))->time;
  else if (!vm_to_number(vm, argument, time))
    return false;
  *time = date_clip(*time);
  return !isnan(*time) || vm_throw_range(vm, "Invalid time value");
}

static bool format_time(VM *vm, UDateFormat *format, double time,
                        Value *result) {
  UChar text[TEXT_UNITS];
  UErrorCode status = U_ZERO_ERROR;
  i32 length = udat_format(format, time, text, TEXT_UNITS, NULL, &status);
  if (!intl_check(vm, status)) return false;
  plain_spaces(text, length);
  return library_string(vm, intl_string(vm, text, length), result);
}

static bool format_bound(VM *vm, Call *call) {
  KEEP_CELL(vm, IntlObject, self,
            (IntlObject *)value_to_cell(library_native(call)->data));
  double time;
  return time_argument(vm, call_argument(call, 0), &time) &&
         format_time(vm, self->handles[HANDLE_FORMAT], time, &call->result);
}

static bool get_format(VM *vm, Call *call) {
  return intl_get_bound(vm, call, INTL_DATE_TIME_FORMAT,
                        "get Intl.DateTimeFormat.prototype.format",
                        format_bound, 1);
}

static const char *field_type(i32 field) {
  switch (field) {
  case UDAT_ERA_FIELD: return "era";
  case UDAT_YEAR_FIELD:
  case UDAT_EXTENDED_YEAR_FIELD: return "year";
  case UDAT_YEAR_NAME_FIELD: return "yearName";
  case UDAT_RELATED_YEAR_FIELD: return "relatedYear";
  case UDAT_MONTH_FIELD:
  case UDAT_STANDALONE_MONTH_FIELD: return "month";
  case UDAT_DATE_FIELD: return "day";
  case UDAT_HOUR_OF_DAY1_FIELD:
  case UDAT_HOUR_OF_DAY0_FIELD:
  case UDAT_HOUR1_FIELD:
  case UDAT_HOUR0_FIELD: return "hour";
  case UDAT_MINUTE_FIELD: return "minute";
  case UDAT_SECOND_FIELD: return "second";
  case UDAT_FRACTIONAL_SECOND_FIELD: return "fractionalSecond";
  case UDAT_DAY_OF_WEEK_FIELD:
  case UDAT_DOW_LOCAL_FIELD:
  case UDAT_STANDALONE_DAY_FIELD: return "weekday";
  case UDAT_AM_PM_FIELD:
  case UDAT_AM_PM_MIDNIGHT_NOON_FIELD:
  case UDAT_FLEXIBLE_DAY_PERIOD_FIELD: return "dayPeriod";
  case UDAT_TIMEZONE_FIELD:
  case UDAT_TIMEZONE_GENERIC_FIELD:
  case UDAT_TIMEZONE_SPECIAL_FIELD:
  case UDAT_TIMEZONE_LOCALIZED_GMT_OFFSET_FIELD: return "timeZoneName";
  default: return NULL;
  }
}

static bool format_to_parts(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_DATE_TIME_FORMAT,
                               "Intl.DateTimeFormat.prototype.formatToParts");
  double time;
  if (!self || !time_argument(vm, call_argument(call, 0), &time)) return false;
  UChar text[TEXT_UNITS];
  UErrorCode status = U_ZERO_ERROR;
  UFieldPositionIterator *fields = ufieldpositer_open(&status);
  i32 length = udat_formatForFields(self->handles[HANDLE_FORMAT], time, text,
                                    TEXT_UNITS, fields, &status);
  IntlParts parts;
  bool ok = intl_check(vm, status);
  if (ok) {
    intl_parts_open(&parts, text, length);
    for (i32 field, start, end;
         (field = ufieldpositer_next(fields, &start, &end)) >= 0;)
      if (field_type(field))
        intl_parts_add(&parts, field_type(field), start, end);
  }
  ufieldpositer_close(fields);
  return ok && intl_parts_finish(vm, &parts, NULL, &call->result);
}

/* ---- Ranges -------------------------------------------------------------- */

/* Made when it is first needed. */
static bool open_interval(VM *vm, IntlObject *self) {
  if (self->handles[HANDLE_INTERVAL]) return true;
  const Settings *s = self->handles[HANDLE_SETTINGS];
  UErrorCode status = U_ZERO_ERROR;
  UChar skeleton[64], zone[64];
  UDateTimePatternGenerator *generator = udatpg_open(s->locale.icu, &status);
  udatpg_getSkeleton(generator, s->pattern, -1, skeleton, 64, &status);
  udatpg_close(generator);
  u_charsToUChars(s->zone, zone, (i32)strlen(s->zone) + 1);
  self->handles[HANDLE_INTERVAL] =
      udtitvfmt_open(s->locale.icu, skeleton, -1, zone, -1, &status);
  return intl_check(vm, status);
}

/* The text of a range; `*is_one` when both ends look the same, and the text is
 * that of one time. */
static bool collect_range(VM *vm, IntlObject *self, double start, double end,
                          IntlParts *parts, bool *is_one) {
  UErrorCode status = U_ZERO_ERROR;
  UFormattedDateInterval *result = udtitvfmt_openResult(&status);
  udtitvfmt_formatToResult(self->handles[HANDLE_INTERVAL], start, end, result,
                           &status);
  const UFormattedValue *value = udtitvfmt_resultAsValue(result, &status);
  *is_one = true;
  bool ok = intl_check(vm, status) && intl_parts_of(vm, value, parts);
  if (ok) {
    UConstrainedFieldPosition *position = ucfpos_open(&status);
    while (ufmtval_nextPosition(value, position, &status)) {
      i32 first, last, field = ucfpos_getField(position, &status);
      ucfpos_getIndexes(position, &first, &last, &status);
      if (ucfpos_getCategory(position, &status) ==
          UFIELD_CATEGORY_DATE_INTERVAL_SPAN) {
        intl_parts_source(parts, field ? "endRange" : "startRange", first,
                          last);
        *is_one = false;
      } else if (field_type(field)) {
        intl_parts_add(parts, field_type(field), first, last);
      }
    }
    ucfpos_close(position);
  }
  udtitvfmt_closeResult(result);
  return ok;
}

static bool format_range(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_DATE_TIME_FORMAT,
                               "Intl.DateTimeFormat.prototype.formatRange");
  Value from = call_argument(call, 0), to = call_argument(call, 1);
  double start, end;
  IntlParts parts;
  bool is_one, wants_parts = library_native(call)->magic;
  if (!self) return false;
  if (value_is_undefined(from) || value_is_undefined(to))
    return vm_throw_type(vm, "startDate or endDate cannot be undefined");
  if (!time_argument(vm, from, &start) || !time_argument(vm, to, &end) ||
      !open_interval(vm, self) ||
      !collect_range(vm, self, start, end, &parts, &is_one))
    return false;
  if (wants_parts) {
    for (i32 i = 0; i < parts.length; i++)
      if (!parts.sources[i]) parts.sources[i] = "shared";
    return intl_parts_finish(vm, &parts, NULL, &call->result);
  }
  bool ok = is_one ? format_time(vm, self->handles[HANDLE_FORMAT], start,
                                 &call->result)
                   : intl_return(vm, call, parts.units, parts.length);
  intl_parts_free(&parts);
  return ok;
}

/* ---- Date.prototype.toLocaleString --------------------------------------- */

static UDateFormat *open_for(VM *vm, IntlDateParts wants, Value locales,
                             Value options) {
  Settings settings;
  if (!read_settings(vm, locales, options, wants, wants, &settings))
    return NULL;
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format = open_format(&settings, &status);
  if (intl_check(vm, status)) return format;
  if (format) udat_close(format);
  return NULL;
}

/* The formats for no arguments are kept: programs call them in loops. */
bool intl_date_text(VM *vm, double time, IntlDateParts wants, Value locales,
                    Value options, Value *result) {
  bool is_default = value_is_undefined(locales) && value_is_undefined(options);
  void **kept = &vm->date_formats[wants - 1];
  UDateFormat *format = is_default ? *kept : NULL;
  if (!format) format = open_for(vm, wants, locales, options);
  if (!format) return false;
  if (is_default) *kept = format;
  bool ok = format_time(vm, format, time, result);
  if (!is_default) udat_close(format);
  return ok;
}

void intl_close_dates(VM *vm) {
  for (u32 i = 0; i < ARRAY_COUNT(vm->date_formats); i++)
    if (vm->date_formats[i]) udat_close(vm->date_formats[i]);
}

/* ---- Opening ------------------------------------------------------------- */

void intl_open_date_format(VM *vm, Object *intl) {
  static const NativeEntry methods[] = {
      {"formatToParts", format_to_parts, 1},
      {"format", get_format, 0, NATIVE_GETTER},
      {"formatRange", format_range, 2},
      {"formatRangeToParts", format_range, 2, NATIVE_METHOD, 1},
  };
  intl_add(vm, intl, "DateTimeFormat", date_format_construct, 0,
           INTRINSIC_intl_date_time_format, methods, ARRAY_COUNT(methods));
}
