/* date.c - the global Date, and the arithmetic of times (ECMA-262, 21.4.1). */
#include "library/date.h"

#include "library/time_zone.h"

#include <math.h>

/* ---- Times --------------------------------------------------------------- */

double date_make_time(double hour, double minute, double second, double ms) {
  if (!isfinite(hour) || !isfinite(minute) || !isfinite(second) ||
      !isfinite(ms))
    return NAN;
  return trunc(hour) * 3'600'000 + trunc(minute) * 60'000 +
         trunc(second) * 1000 + trunc(ms);
}

double date_make_day(double year, double month, double day) {
  if (!isfinite(year) || !isfinite(month) || !isfinite(day)) return NAN;
  year = trunc(year) + floor(trunc(month) / 12);
  month = fmod(trunc(month), 12);
  if (month < 0) month += 12;
  if (fabs(year) > 400'000) return NAN; /* far out of range */
  return (double)calendar_day((i64)year, (u32)month, 1) + trunc(day) - 1;
}

double date_make(double day, double time) {
  double result = day * CALENDAR_MS_PER_DAY + time;
  return isfinite(result) ? result : NAN;
}

double date_clip(double time) {
  if (!(fabs(time) <= CALENDAR_TIME_MAX)) return NAN;
  return trunc(time) + 0.0;
}

double date_full_year(double year) {
  double whole = trunc(year);
  return whole >= 0 && whole <= 99 ? 1900 + whole : year;
}

double date_local(VM *vm, double utc) {
  return isnan(utc) ? NAN : utc + time_zone_offset(vm, utc);
}

double date_utc(VM *vm, double local) {
  /* no zone is further than a day from UTC */
  if (!(fabs(local) <= CALENDAR_TIME_MAX + CALENDAR_MS_PER_DAY)) return NAN;
  return time_zone_to_utc(vm, local);
}

double date_now(VM *vm) {
  u64 milliseconds = (vm->inputs.start_ns + vm_now_ns(vm)) / 1'000'000;
  return (double)milliseconds;
}

DateObject *date_this(VM *vm, Call *call) {
  if (likely(value_is_kind(call->this_value, KIND_DATE)))
    return (DateObject *)value_to_cell(call->this_value);
  vm_throw_type(vm, "this is not a Date object.");
  return NULL;
}

/* ---- Making Dates -------------------------------------------------------- */

constexpr u32 COMPONENTS = 7; /* year, month, day, hour, minute, second, ms */

/* The time that up to seven numbers name. */
static bool time_of_components(VM *vm, Call *call, double *time) {
  double parts[COMPONENTS] = {NAN, 0, 1};
  for (u32 i = 0; i < call->count && i < COMPONENTS; i++)
    if (!vm_to_number(vm, call->arguments[i], &parts[i])) return false;
  double day = date_make_day(date_full_year(parts[0]), parts[1], parts[2]);
  *time =
      date_make(day, date_make_time(parts[3], parts[4], parts[5], parts[6]));
  return true;
}

static bool time_of_value(VM *vm, Value value, double *time) {
  if (value_is_kind(value, KIND_DATE)) {
    *time = ((DateObject *)value_to_cell(value))->time;
    return true;
  }
  KEEP(vm, primitive, value);
  if (!vm_to_primitive(vm, value, HINT_DEFAULT, &primitive)) return false;
  if (!value_is_string(primitive)) {
    if (!vm_to_number(vm, primitive, time)) return false;
    *time = date_clip(*time);
    return true;
  }
  String *text = string_flatten(&vm->isolate, primitive);
  if (!text) return vm_throw_memory(vm);
  *time = date_parse(vm, text);
  return true;
}

/* The time of a constructor's arguments. */
static bool time_of_arguments(VM *vm, Call *call, double *time) {
  if (call->count == 0) {
    *time = date_now(vm);
    return true;
  }
  if (call->count == 1) return time_of_value(vm, call->arguments[0], time);
  if (!time_of_components(vm, call, time)) return false;
  *time = date_clip(date_utc(vm, *time));
  return true;
}

static bool date_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return library_string(vm, date_to_text(vm, date_now(vm), DATE_STYLE_FULL),
                          &call->result);
  double time;
  if (!time_of_arguments(vm, call, &time)) return false;
  DateObject *date = (DateObject *)library_new_from(
      vm, call, INTRINSIC_date_prototype, KIND_DATE, sizeof *date);
  if (!date) return false;
  date->time = time;
  return call_return(call, value_from_cell(date));
}

/* ---- Functions of the constructor ---------------------------------------- */

static bool date_now_function(VM *vm, Call *call) {
  return call_return(call, value_from_number(date_now(vm)));
}

static bool date_parse_function(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  return call_return(call, value_from_number(date_parse(vm, text)));
}

static bool date_utc_function(VM *vm, Call *call) {
  double time;
  if (!time_of_components(vm, call, &time)) return false;
  return call_return(call, value_from_number(date_clip(time)));
}

/* ---- Conversion to a primitive ------------------------------------------- */

/* Dates prefer to be text: "default" is "string" for them. */
static bool date_to_primitive(VM *vm, Call *call) {
  Value hint = call_argument(call, 0);
  if (!value_is_object(call->this_value))
    return library_throw_receiver(vm, "Date.prototype [ @@toPrimitive ]",
                                  call->this_value);
  Isolate *isolate = &vm->isolate;
  static const struct {
    AtomName name;
    PrimitiveHint hint;
  } hints[] = {{ATOM_default, HINT_STRING},
               {ATOM_string, HINT_STRING},
               {ATOM_number, HINT_NUMBER}};
  for (u32 i = 0; i < ARRAY_COUNT(hints); i++)
    if (vm_strict_equal(vm, hint,
                        value_from_cell(isolate->atoms[hints[i].name])))
      return vm_ordinary_to_primitive(vm, call->this_value, hints[i].hint,
                                      &call->result);
  return library_throw_about(vm, "Invalid hint: %s", hint);
}

/* ---- Opening ------------------------------------------------------------- */

static const NativeEntry static_functions[] = {
    {"now", date_now_function, 0},
    {"parse", date_parse_function, 1},
    {"UTC", date_utc_function, 7},
};

void library_open_date(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_date_prototype, INTRINSIC(isolate, object_prototype));
  NativeFunction *constructor =
      library_add_constructor(vm, "Date", date_construct, 7, prototype);
  library_add_functions(vm, &constructor->object, static_functions,
                        ARRAY_COUNT(static_functions));
  date_open_text(vm, prototype);
  date_open_fields(vm, prototype);
  Key key = SYMBOL_KEY(isolate, toPrimitive);
  NativeFunction *convert =
      native_new_named(isolate, key, NULL, date_to_primitive, 1);
  object_define(isolate, prototype, key, value_from_cell(convert),
                ATTRIBUTE_CONFIGURABLE);
}
