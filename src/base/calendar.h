/* calendar.h - days, years and clock times of the proleptic Gregorian calendar.
 *
 * A time is a count of milliseconds since the beginning of 1970, without leap
 * seconds; a day is 86,400,000 of them. Times are doubles with integral values
 * up to 8.64e15 either way, the range of ECMAScript's dates (about 270,000
 * years). Nothing here knows of time zones.
 */
#ifndef GLASSHEAP_BASE_CALENDAR_H
#define GLASSHEAP_BASE_CALENDAR_H

#include "base/base.h"

constexpr double CALENDAR_MS_PER_DAY = 86'400'000;
constexpr double CALENDAR_TIME_MAX = 8.64e15;

/* A time taken apart. Months and weekdays count from 0 (January, Sunday), days
 * from 1. */
typedef struct CalendarTime {
  i32 year;
  u8 month, day, weekday;
  u8 hour, minute, second;
  u16 millisecond;
} CalendarTime;

/* calendar_split - what a time within a few days of the range is. */
CalendarTime calendar_split(double time);
/* calendar_day - the day, counted from 1970-01-01, on which `day` of `month`
 * of `year` falls; months and days outside their ranges count on from there.
 * |year| up to 400,000, month 0 to 11. */
i64 calendar_day(i64 year, u32 month, i64 day);

#endif
