/* date_text.c - Dates as text. */
#include "library/date.h"

#include "library/intl.h"
#include "library/time_zone.h"

#include <math.h>
#include <stdlib.h>

static const char weekdays[7][4] = {"Sun", "Mon", "Tue", "Wed",
                                    "Thu", "Fri", "Sat"};
static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* ---- Pieces -------------------------------------------------------------- */

/* At least four digits behind the sign. */
static void put_year(Buffer *out, i32 year) {
  buffer_format(out, year < 0 ? "-%04d" : "%04d", abs(year));
}

static void put_date(Buffer *out, const CalendarTime *time) {
  buffer_format(out, "%s %s %02d ", weekdays[time->weekday],
                months[time->month], time->day);
  put_year(out, time->year);
}

static void put_clock(Buffer *out, const CalendarTime *time) {
  buffer_format(out, "%02d:%02d:%02d GMT", time->hour, time->minute,
                time->second);
}

/* "+0100 (Central European Standard Time)". */
static void put_zone(VM *vm, Buffer *out, double utc) {
  int minutes = (int)(time_zone_offset(vm, utc) / 60'000);
  int distance = abs(minutes);
  buffer_format(out, "%c%02d%02d (", minutes < 0 ? '-' : '+', distance / 60,
                distance % 60);
  time_zone_append_name(vm, utc, out);
  buffer_byte(out, ')');
}

static void put_utc(Buffer *out, const CalendarTime *time) {
  buffer_format(out, "%s, %02d %s ", weekdays[time->weekday], time->day,
                months[time->month]);
  put_year(out, time->year);
  buffer_byte(out, ' ');
  put_clock(out, time);
}

/* Years that four digits cannot hold have a sign and six. */
static void put_iso(Buffer *out, const CalendarTime *time) {
  bool is_long = time->year < 0 || time->year > 9999;
  if (is_long) buffer_byte(out, time->year < 0 ? '-' : '+');
  buffer_format(out, is_long ? "%06d" : "%04d", abs(time->year));
  buffer_format(out, "-%02d-%02dT%02d:%02d:%02d.%03dZ", time->month + 1,
                time->day, time->hour, time->minute, time->second,
                time->millisecond);
}

/* ---- Whole texts --------------------------------------------------------- */

void date_append_text(VM *vm, double time, DateStyle style, Buffer *out) {
  if (isnan(time)) {
    buffer_text(out, "Invalid Date");
    return;
  }
  bool is_utc = style == DATE_STYLE_UTC || style == DATE_STYLE_ISO;
  CalendarTime split = calendar_split(is_utc ? time : date_local(vm, time));
  if (style == DATE_STYLE_ISO) put_iso(out, &split);
  if (style == DATE_STYLE_UTC) put_utc(out, &split);
  if (is_utc) return;
  if (style != DATE_STYLE_TIME) put_date(out, &split);
  if (style == DATE_STYLE_FULL) buffer_byte(out, ' ');
  if (style == DATE_STYLE_DATE) return;
  put_clock(out, &split);
  put_zone(vm, out, time);
}

String *date_to_text(VM *vm, double time, DateStyle style) {
  Buffer text = {};
  date_append_text(vm, time, style, &text);
  String *string = string_from_text(&vm->isolate, text.bytes, text.length);
  buffer_free(&text);
  return string;
}

/* ---- Methods ------------------------------------------------------------- */

static bool to_text(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  if (!date) return false;
  DateStyle style = (DateStyle)library_native(call)->magic;
  return library_string(vm, date_to_text(vm, date->time, style), &call->result);
}

static bool to_iso_text(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  if (!date) return false;
  return isnan(date->time) ? vm_throw_range(vm, "Invalid time value")
                           : to_text(vm, call);
}

static bool to_json(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  if (!object) return false;
  Value value = value_from_cell(object), primitive;
  if (!vm_to_primitive(vm, value, HINT_NUMBER, &primitive)) return false;
  if (value_is_number(primitive) && !isfinite(value_to_number(primitive)))
    return call_return(call, VALUE_NULL);
  return vm_invoke(vm, value, key_from_c(&vm->isolate, "toISOString"), NULL, 0,
                   &call->result);
}

/* By Intl.DateTimeFormat; `magic` says which parts. */
static bool to_locale_text(VM *vm, Call *call) {
  DateObject *date = date_this(vm, call);
  if (!date) return false;
  IntlDateParts wants = (IntlDateParts)library_native(call)->magic;
  if (isnan(date->time))
    return library_string(vm, date_to_text(vm, NAN, DATE_STYLE_FULL),
                          &call->result);
  return intl_date_text(vm, date->time, wants, call_argument(call, 0),
                        call_argument(call, 1), &call->result);
}

static const NativeEntry functions[] = {
    {"toLocaleString", to_locale_text, 0, NATIVE_METHOD, INTL_DATE_AND_TIME},
    {"toLocaleDateString", to_locale_text, 0, NATIVE_METHOD, INTL_DATE},
    {"toLocaleTimeString", to_locale_text, 0, NATIVE_METHOD, INTL_TIME},
    {"toString", to_text, 0, NATIVE_METHOD, DATE_STYLE_FULL},
    {"toDateString", to_text, 0, NATIVE_METHOD, DATE_STYLE_DATE},
    {"toTimeString", to_text, 0, NATIVE_METHOD, DATE_STYLE_TIME},
    {"toISOString", to_iso_text, 0, NATIVE_METHOD, DATE_STYLE_ISO},
    {"toUTCString", to_text, 0, NATIVE_METHOD, DATE_STYLE_UTC},
    {"toJSON", to_json, 1},
};

void date_open_text(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  library_add_alias(vm, prototype, "toGMTString", "toUTCString");
}
