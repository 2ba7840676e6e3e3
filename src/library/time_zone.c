/* time_zone.c - the run's time zone, by ICU. */
#include "library/time_zone.h"

#include "base/calendar.h"

#include <math.h>
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

constexpr u32 INTERVALS = 16;
constexpr u32 ID_UNITS = 64;
constexpr u32 NAME_UNITS = 128;

/* Times from `start` up to but not `end` have one offset. */
typedef struct Interval {
  double start, end, offset;
  bool is_summer;
} Interval;

struct TimeZone {
  UCalendar *calendar;
  char id[ID_UNITS * 3];
  Interval intervals[INTERVALS]; /* the last one used first */
  u32 count;
};

/* ---- Opening ------------------------------------------------------------ */

/* The name that ICU may know from what TZ may be: ":Europe/Paris" and
 * "/usr/share/zoneinfo/Europe/Paris" are the same zone. */
static const char *plain_id(const char *id) {
  if (!id) return "";
  if (*id == ':') id++;
  const char *folder = strstr(id, "zoneinfo/");
  return folder ? folder + strlen("zoneinfo/") : id;
}

/* Whether ICU knows the zone: all others it takes for GMT without a word. */
static bool canonical_id(const char *id, UChar *canonical) {
  UChar wanted[ID_UNITS];
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(wanted, ID_UNITS, NULL, id, -1, &status);
  ucal_getCanonicalTimeZoneID(wanted, -1, canonical, ID_UNITS, NULL, &status);
  if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING)
    return false;
  u_strcpy(canonical, wanted);
  return true;
}

static struct TimeZone *open_zone(VM *vm) {
  struct TimeZone *zone = base_allocate_zeroed(sizeof *zone);
  UChar id[ID_UNITS];
  if (!canonical_id(plain_id(vm->inputs.time_zone), id))
    u_strFromUTF8(id, ID_UNITS, NULL, "UTC", -1, &(UErrorCode){U_ZERO_ERROR});
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(zone->id, sizeof zone->id, NULL, id, -1, &status);
  zone->calendar = ucal_open(id, -1, "en_US", UCAL_GREGORIAN, &status);
  if (U_FAILURE(status)) zone->calendar = NULL; /* all is UTC then */
  return zone;
}

static struct TimeZone *zone_of(VM *vm) {
  if (unlikely(!vm->time_zone)) vm->time_zone = open_zone(vm);
  return vm->time_zone;
}

const char *time_zone_id(VM *vm) {
  return zone_of(vm)->id;
}

void time_zone_close(VM *vm) {
  if (!vm->time_zone) return;
  if (vm->time_zone->calendar) ucal_close(vm->time_zone->calendar);
  free(vm->time_zone);
  vm->time_zone = NULL;
}

/* ---- Intervals ---------------------------------------------------------- */

/* The transition before (and at) or after the calendar's time; `none` when
 * there is none. */
static double transition(UCalendar *calendar, UTimeZoneTransitionType type,
                         double none) {
  UErrorCode status = U_ZERO_ERROR;
  UDate date;
  bool found = ucal_getTimeZoneTransitionDate(calendar, type, &date, &status);
  return found && U_SUCCESS(status) ? date : none;
}

static Interval ask(struct TimeZone *zone, double utc) {
  Interval interval = {-INFINITY, INFINITY, 0, false};
  UCalendar *calendar = zone->calendar;
  if (!calendar) return interval;
  UErrorCode status = U_ZERO_ERROR;
  ucal_setMillis(calendar, utc, &status);
  i32 summer = ucal_get(calendar, UCAL_DST_OFFSET, &status);
  interval.offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + summer;
  interval.is_summer = summer != 0;
  interval.start =
      transition(calendar, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, -INFINITY);
  interval.end = transition(calendar, UCAL_TZ_TRANSITION_NEXT, INFINITY);
  return interval;
}

static bool interval_has(const Interval *interval, double utc) {
  return utc >= interval->start && utc < interval->end;
}

/* The interval of a time, moved to the front of those remembered. */
static const Interval *interval_at(VM *vm, double utc) {
  struct TimeZone *zone = zone_of(vm);
  Interval *first = zone->intervals;
  if (likely(zone->count && interval_has(first, utc))) return first;
  u32 i = 0;
  while (i < zone->count && !interval_has(&zone->intervals[i], utc))
    i++;
  Interval found = i < zone->count ? zone->intervals[i] : ask(zone, utc);
  if (i == zone->count && zone->count < INTERVALS) zone->count++;
  if (i == INTERVALS) i--;
  memmove(first + 1, first, i * sizeof *first);
  *first = found;
  return first;
}

/* ---- Conversions -------------------------------------------------------- */

double time_zone_offset(VM *vm, double utc) {
  return interval_at(vm, utc)->offset;
}

double time_zone_to_utc(VM *vm, double local) {
  /* No offset is a day long: a day on both sides of a transition decides. */
  double before = time_zone_offset(vm, local - CALENDAR_MS_PER_DAY);
  double utc = local - before;
  double after = time_zone_offset(vm, utc);
  if (after == before) return utc;
  double later = local - after;
  return time_zone_offset(vm, later) == after ? later : utc;
}

void time_zone_append_name(VM *vm, double utc, Buffer *out) {
  bool is_summer = interval_at(vm, utc)->is_summer;
  UCalendar *calendar = zone_of(vm)->calendar;
  UChar name[NAME_UNITS];
  char text[NAME_UNITS * 3] = "Coordinated Universal Time";
  UErrorCode status = U_ZERO_ERROR;
  if (calendar) {
    ucal_getTimeZoneDisplayName(calendar, is_summer ? UCAL_DST : UCAL_STANDARD,
                                "en_US", name, NAME_UNITS, &status);
    if (U_SUCCESS(status))
      u_strToUTF8(text, sizeof text, NULL, name, -1, &status);
  }
  buffer_text(out, text);
}
