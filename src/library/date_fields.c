/* date_fields.c - the parts of a Date: getHours, setUTCMonth and the others.
 *
 * One function gets and one sets; which part, and whether in local time or
 * UTC, is the `magic` of each native function.
 */
#include "library/date.h"

#include <math.h>

/* The parts, in the order in which setters take them. */
typedef enum Part : u8 {
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
  PART_HOUR,
  PART_MINUTE,
  PART_SECOND,
  PART_MILLISECOND,
  PART_WEEKDAY,    /* getters only */
  PART_SHORT_YEAR, /* getYear, setYear: counted from 1900 */
  PART_COUNT,
} Part;

constexpr u16 MAGIC_UTC = 0x100;

static bool is_utc(Call *call) {
  return library_native(call)->magic & MAGIC_UTC;
}

static Part part_of(Call *call) {
  return (Part)(library_native(call)->magic & (MAGIC_UTC - 1));
}

/* ---- Getters ------------------------------------------------------------- */

static i32 part_value(const CalendarTime *time, Part part) {
  switch (part) {
  case PART_YEAR: return time->year;
  case PART_MONTH: return time->month;
  case PART_DAY: return time->day;
  case PART_HOUR: return time->hour;
  case PART_MINUTE: return time->minute;
  case PART_SECOND: return time->second;
  case PART_MILLISECOND: return time->millisecond;
  case PART_WEEKDAY: return time->weekday;
  default: return time->year - 1900;
  }
}

static bool get_part(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  if (!date) return false;
  double time = is_utc(call) ? date->time : date_local(vm, date->time);
  if (isnan(time)) return call_return(call, value_from_raw_double(NAN));
  CalendarTime split = calendar_split(time);
  return call_return(call, value_from_int(part_value(&split, part_of(call))));
}

static bool get_time(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  return date && call_return(call, value_from_number(date->time));
}

/* Whole minutes that UTC is ahead of local time. */
static bool get_offset(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  if (!date) return false;
  double minutes = (date->time - date_local(vm, date->time)) / 60'000;
  return call_return(call, value_from_number(trunc(minutes) + 0.0));
}

/* ---- Setters ------------------------------------------------------------- */

/* How many parts a setter takes: those up to the end of its half. */
static u32 parts_taken(Part part) {
  if (part == PART_SHORT_YEAR) return 1;
  return part <= PART_DAY ? PART_DAY + 1 - part : PART_MILLISECOND + 1 - part;
}

static bool set_time_value(VM *vm, Call *call, DateObject *date, double time) {
  date->time = date_clip(time);
  return call_return(call, value_from_number(date->time));
}

/* The parts of a local or UTC time put together again. */
static double join_parts(const double *parts) {
  double day =
      date_make_day(parts[PART_YEAR], parts[PART_MONTH], parts[PART_DAY]);
  double time = date_make_time(parts[PART_HOUR], parts[PART_MINUTE],
                               parts[PART_SECOND], parts[PART_MILLISECOND]);
  return date_make(day, time);
}

static void put_parts(double *parts, Part part, const double *given,
                      u32 count) {
  if (part == PART_SHORT_YEAR)
    parts[PART_YEAR] = date_full_year(given[0]);
  else
    memcpy(parts + part, given, count * sizeof *given);
}

/* Arguments are converted, all of them, whatever the Date is; the time that
 * counts is the one from before: a conversion may change the Date. */
static bool set_part(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  if (!date) return false;
  Part part = part_of(call);
  u32 taken = parts_taken(part);
  double given[PART_WEEKDAY];
  double time = is_utc(call) ? date->time : date_local(vm, date->time);
  u32 count = !call->count ? 1 : call->count < taken ? call->count : taken;
  for (u32 i = 0; i < count; i++)
    if (!vm_to_number(vm, call_argument(call, i), &given[i])) return false;
  if (isnan(time) && (part == PART_YEAR || part == PART_SHORT_YEAR)) time = 0;
  if (isnan(time)) return call_return(call, value_from_raw_double(NAN));
  CalendarTime split = calendar_split(time);
  double parts[PART_WEEKDAY];
  for (u32 i = 0; i < PART_WEEKDAY; i++)
    parts[i] = part_value(&split, (Part)i);
  put_parts(parts, part, given, count);
  double joined = join_parts(parts);
  return set_time_value(vm, call, date,
                        is_utc(call) ? joined : date_utc(vm, joined));
}

static bool set_time(VM *vm, Call *call) {
  double time;
  return date_this(vm, call) &&
         vm_to_number(vm, call_argument(call, 0), &time) &&
         set_time_value(vm, call, date_this(vm, call), time);
}

/* ---- Opening ------------------------------------------------------------- */

#define PARTS(name, part)                                                      \
  {"get" name, get_part, 0, NATIVE_METHOD, PART_##part}, {                     \
    "getUTC" name, get_part, 0, NATIVE_METHOD, PART_##part | MAGIC_UTC         \
  }
#define PARTS_SET(name, part, length)                                          \
  {"set" name, set_part, length, NATIVE_METHOD, PART_##part}, {                \
    "setUTC" name, set_part, length, NATIVE_METHOD, PART_##part | MAGIC_UTC    \
  }

static const NativeEntry functions[] = {
    PARTS("FullYear", YEAR),
    PARTS("Month", MONTH),
    PARTS("Date", DAY),
    PARTS("Day", WEEKDAY),
    PARTS("Hours", HOUR),
    PARTS("Minutes", MINUTE),
    PARTS("Seconds", SECOND),
    PARTS("Milliseconds", MILLISECOND),
    PARTS_SET("FullYear", YEAR, 3),
    PARTS_SET("Month", MONTH, 2),
    PARTS_SET("Date", DAY, 1),
    PARTS_SET("Hours", HOUR, 4),
    PARTS_SET("Minutes", MINUTE, 3),
    PARTS_SET("Seconds", SECOND, 2),
    PARTS_SET("Milliseconds", MILLISECOND, 1),
    {"getTime", get_time, 0},
    {"setTime", set_time, 1},
    {"valueOf", get_time, 0},
    {"getTimezoneOffset", get_offset, 0},
    {"getYear", get_part, 0, NATIVE_METHOD, PART_SHORT_YEAR},
    {"setYear", set_part, 1, NATIVE_METHOD, PART_SHORT_YEAR},
};

void date_open_fields(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
}
