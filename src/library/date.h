/* date.h - what the files of Date share. */
#ifndef GLASSHEAP_LIBRARY_DATE_H
#define GLASSHEAP_LIBRARY_DATE_H

#include "base/calendar.h"
#include "library/support.h"

/* A Date: milliseconds since 1970 in UTC, or NaN. */
typedef struct DateObject {
  Object object;
  double time;
} DateObject;

/* date_this - the Date that a method was called on; NULL when it threw. */
DateObject *date_this(VM *vm, Call *call);

/* MakeTime, MakeDay, MakeDate and TimeClip of the specification, on numbers
 * that may be anything; NaN when the result is no time. */
double date_make_time(double hour, double minute, double second, double ms);
double date_make_day(double year, double month, double day);
double date_make(double day, double time);
double date_clip(double time);
/* date_full_year - 0 to 99 mean 1900 to 1999. */
double date_full_year(double year);
/* date_local - the local time of a UTC time; date_utc - and back. NaN stays
 * NaN; so does what is out of range. */
double date_local(VM *vm, double utc);
double date_utc(VM *vm, double local);
/* date_now - the run's clock, in whole milliseconds. */
double date_now(VM *vm);

/* date_parse - Date.parse (date_parse.c). */
double date_parse(VM *vm, const String *text);

/* date_append_text - what toString and its relatives give: "Invalid Date" for
 * NaN (date_text.c). */
typedef enum DateStyle : u8 {
  DATE_STYLE_FULL,
  DATE_STYLE_DATE,
  DATE_STYLE_TIME,
  DATE_STYLE_UTC,
  DATE_STYLE_ISO,
} DateStyle;
void date_append_text(VM *vm, double time, DateStyle style, Buffer *out);
/* date_to_text - the same as a string; NULL: out of memory. */
String *date_to_text(VM *vm, double time, DateStyle style);

/* The tables of the prototype, by file. */
void date_open_fields(VM *vm, Object *prototype);
void date_open_text(VM *vm, Object *prototype);

#endif
