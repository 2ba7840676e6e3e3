/* calendar.c - the Gregorian calendar by arithmetic alone.
 *
 * Years begin in March here, so that the day that comes and goes is the last of
 * the year, and the lengths of months fall into the pattern (153 m + 2) / 5.
 * 400 years are always 146,097 days. (The formulas are those of Howard
 * Hinnant, "chrono-compatible low-level date algorithms", 2013.)
 */
#include "base/calendar.h"

#include <math.h>

constexpr i64 DAYS_PER_ERA = 146'097; /* 400 years */
constexpr i64 DAYS_TO_1970 = 719'468; /* from March 1 of the year 0 */

i64 calendar_day(i64 year, u32 month, i64 day) {
  assert(month < 12);
  if (month < 2) year--;
  i64 era = (year >= 0 ? year : year - 399) / 400;
  i64 year_of_era = year - era * 400;
  i64 from_march = (month + 10) % 12;
  i64 day_of_year = (153 * from_march + 2) / 5 + day - 1;
  i64 day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

static void split_day(i64 day, CalendarTime *result) {
  i64 weekday = (day + 4) % 7; /* 1970 began on a Thursday */
  result->weekday = (u8)(weekday < 0 ? weekday + 7 : weekday);
  day += DAYS_TO_1970;
  i64 era = (day >= 0 ? day : day - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
  u32 day_of_era = (u32)(day - era * DAYS_PER_ERA);
  u32 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                     day_of_era / 146096) /
                    365;
  u32 day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  u32 from_march = (5 * day_of_year + 2) / 153;
  result->day = (u8)(day_of_year - (153 * from_march + 2) / 5 + 1);
  result->month = (u8)((from_march + 2) % 12);
  result->year = (i32)(year_of_era + era * 400) + (from_march >= 10);
}

CalendarTime calendar_split(double time) {
  CalendarTime result;
  i64 ms = (i64)time, per_day = (i64)CALENDAR_MS_PER_DAY;
  i64 day = ms / per_day, rest = ms % per_day;
  if (rest < 0) rest += per_day, day--;
  split_day(day, &result);
  u32 within = (u32)rest;
  result.millisecond = (u16)(within % 1000);
  result.second = (u8)(within / 1000 % 60);
  result.minute = (u8)(within / 60'000 % 60);
  result.hour = (u8)(within / 3'600'000);
  return result;
}
