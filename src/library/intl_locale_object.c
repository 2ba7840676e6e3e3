/* intl_locale_object.c - Intl.Locale: a tag, its parts, and what is usual where
 * it is spoken. */
#include "library/intl.h"

#include <ctype.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unumsys.h>

/* ---- The constructor ----------------------------------------------------- */

/* Options that replace parts of the tag, and their extensions. */
static const struct LocalePart {
  const char *name, *key; /* key NULL: a subtag */
} locale_parts[] = {
    {"language", NULL},  {"script", NULL},    {"region", NULL},
    {"calendar", "ca"},  {"collation", "co"}, {"hourCycle", "hc"},
    {"caseFirst", "kf"}, {"numeric", "kn"},   {"numberingSystem", "nu"},
};

typedef struct Subtags {
  char language[16], script[8], region[8];
} Subtags;

static void split_subtags(const char *icu, Subtags *subtags) {
  UErrorCode status = U_ZERO_ERROR;
  uloc_getLanguage(icu, subtags->language, sizeof subtags->language, &status);
  uloc_getScript(icu, subtags->script, sizeof subtags->script, &status);
  uloc_getCountry(icu, subtags->region, sizeof subtags->region, &status);
  if (!*subtags->language)
    intl_put(subtags->language, sizeof subtags->language, "und");
}

/* Puts the subtags in place of those that the identifier has. */
static void replace_subtags(char *icu, const Subtags *subtags) {
  UErrorCode status = U_ZERO_ERROR;
  char variant[64] = "";
  uloc_getVariant(icu, variant, sizeof variant, &status);
  const char *keywords = strchr(icu, '@');
  Buffer text = {};
  buffer_text(&text, subtags->language);
  if (*subtags->script) buffer_format(&text, "_%s", subtags->script);
  if (*subtags->region) buffer_format(&text, "_%s", subtags->region);
  if (*variant)
    buffer_format(&text, *subtags->region ? "_%s" : "__%s", variant);
  if (keywords) buffer_text(&text, keywords);
  if (text.length < INTL_LOCALE_BYTES) memcpy(icu, text.bytes, text.length + 1);
  buffer_free(&text);
}

/* Pieces of three to eight letters and digits: a type of an extension. */
static bool is_type(const char *value) {
  for (size_t length; *value; value += length + (value[length] == '-')) {
    length = strcspn(value, "-");
    if (length < 3 || length > 8) return false;
    for (size_t i = 0; i < length; i++)
      if (!isalnum((u8)value[i])) return false;
  }
  return true;
}

/* A language of two, three or five to eight letters, a script of four, a
 * region of two letters or three digits. */
static bool is_subtag(const char *value, u32 part) {
  size_t length = strlen(value);
  bool wants_digits = part == 2 && length == 3;
  for (size_t i = 0; i < length; i++)
    if (!(wants_digits ? isdigit((u8)value[i]) : isalpha((u8)value[i])))
      return false;
  if (part == 0) return length >= 2 && length <= 8 && length != 4;
  return part == 1 ? length == 4 : length == 2 || length == 3;
}

static bool throw_bad_option(VM *vm) {
  return vm_throw_range(vm, "Incorrect locale information provided");
}

static bool apply_locale_option(VM *vm, Value options, u32 part,
                                IntlLocale *locale, Subtags *subtags) {
  const struct LocalePart *at = &locale_parts[part];
  char value[32] = "";
  if (at->key && !strcmp(at->key, "kn")) {
    int flag = -1;
    if (!intl_flag(vm, options, at->name, &flag)) return false;
    if (flag >= 0) intl_set_keyword(locale, "kn", flag ? "true" : "false");
    return true;
  }
  if (!intl_word(vm, options, at->name, value, sizeof value)) return false;
  if (!*value) return true;
  if (at->key) {
    if (!is_type(value)) return throw_bad_option(vm);
    intl_set_keyword(locale, at->key, value);
    return true;
  }
  char *targets[] = {subtags->language, subtags->script, subtags->region};
  if (!is_subtag(value, part)) return throw_bad_option(vm);
  intl_put(targets[part],
           part ? sizeof subtags->script : sizeof subtags->language, value);
  return true;
}

static bool locale_construct(VM *vm, Call *call) {
  Value tag = call_argument(call, 0);
  if (!intl_require_new(vm, call, "Locale")) return false;
  if (!value_is_string(tag) && !value_is_object(tag))
    return vm_throw_type(
        vm, "First argument to Intl.Locale constructor can't be empty or "
            "missing");
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_LOCALE));
  KEEP(vm, options, VALUE_UNDEFINED);
  IntlLocale locale;
  Subtags subtags;
  if (!self || !intl_canonical_item(vm, tag, locale.tag) ||
      !intl_options(vm, call_argument(call, 1), &options))
    return false;
  intl_icu_of_tag(locale.tag, locale.icu);
  split_subtags(locale.icu, &subtags);
  for (u32 i = 0; i < ARRAY_COUNT(locale_parts); i++)
    if (!apply_locale_option(vm, options, i, &locale, &subtags)) return false;
  replace_subtags(locale.icu, &subtags);
  if (!intl_tag_of_icu(locale.icu, locale.tag) ||
      !intl_canonicalize(vm, locale.tag, locale.tag))
    return false;
  String *text = string_from_c(&vm->isolate, locale.tag);
  cell_write(&vm->isolate.heap, self, &self->text, value_from_cell(text));
  return call_return(call, value_from_cell(self));
}

/* The tag of `this`, in both forms. */
static bool this_locale(VM *vm, Call *call, IntlLocale *locale) {
  IntlObject *self = intl_this(vm, call, INTL_LOCALE, "Intl.Locale.prototype");
  if (!self) return false;
  const String *text = (String *)value_to_cell(self->text);
  for (u32 i = 0; i < text->length; i++)
    locale->tag[i] = (char)string_unit(text, i);
  locale->tag[text->length] = 0;
  intl_icu_of_tag(locale->tag, locale->icu);
  return true;
}

static bool return_c(VM *vm, Call *call, const char *text) {
  return library_string(vm, string_from_c(&vm->isolate, text), &call->result);
}

static bool locale_to_text(VM *vm, Call *call) {
  IntlLocale locale;
  return this_locale(vm, call, &locale) && return_c(vm, call, locale.tag);
}

static bool locale_base_name(VM *vm, Call *call) {
  IntlLocale locale;
  char base[INTL_LOCALE_BYTES];
  if (!this_locale(vm, call, &locale)) return false;
  UErrorCode status = U_ZERO_ERROR;
  uloc_getBaseName(locale.icu, base, sizeof base, &status);
  intl_tag_of_icu(base, locale.tag);
  return return_c(vm, call, locale.tag);
}

/* A getter: the `magic` says of which part. */
static bool locale_part(VM *vm, Call *call) {
  IntlLocale locale;
  Subtags subtags;
  if (!this_locale(vm, call, &locale)) return false;
  u32 part = library_native(call)->magic;
  const char *key = locale_parts[part].key;
  char value[64] = "";
  if (!key) {
    split_subtags(locale.icu, &subtags);
    const char *texts[] = {subtags.language, subtags.script, subtags.region};
    return *texts[part] ? return_c(vm, call, texts[part]) : true;
  }
  intl_keyword(&locale, key, value, sizeof value);
  if (!strcmp(key, "kn"))
    return call_return(call,
                       value_from_boolean(*value && strcmp(value, "false") &&
                                          strcmp(value, "no")));
  return *value ? return_c(vm, call, value) : true;
}

static bool locale_likely(VM *vm, Call *call) {
  IntlLocale locale;
  char likely_icu[INTL_LOCALE_BYTES];
  if (!this_locale(vm, call, &locale)) return false;
  UErrorCode status = U_ZERO_ERROR;
  bool wants_more = library_native(call)->magic;
  (wants_more ? uloc_addLikelySubtags : uloc_minimizeSubtags)(
      locale.icu, likely_icu, sizeof likely_icu, &status);
  if (!intl_check(vm, status)) return false;
  intl_tag_of_icu(likely_icu, locale.tag);
  KEEP(vm, tag, value_from_cell(string_from_c(&vm->isolate, locale.tag)));
  Value constructor;
  Object *prototype = INTRINSIC(&vm->isolate, intl_locale);
  return vm_get(vm, value_from_cell(prototype),
                ATOM_KEY(&vm->isolate, constructor), &constructor) &&
         vm_construct(vm, constructor, constructor, &tag, 1, &call->result);
}

/* ---- What is usual where it is spoken -------------------------------------
 */

typedef enum Question : u8 {
  ASK_CALENDARS,
  ASK_COLLATIONS,
  ASK_HOUR_CYCLES,
  ASK_NUMBERING_SYSTEMS,
  ASK_TIME_ZONES,
  ASK_TEXT_INFO,
  ASK_WEEK_INFO,
} Question;

/* Names in BCP 47's words; those of collations that are none are left out. */
static bool push_names(VM *vm, Object *list, UEnumeration *names,
                       const char *key) {
  UErrorCode status = U_ZERO_ERROR;
  bool ok = true;
  for (const char *name;
       ok && names && (name = uenum_next(names, NULL, &status));) {
    const char *type = key ? uloc_toUnicodeLocaleType(key, name) : name;
    if (type && strcmp(type, "standard") && strcmp(type, "search"))
      ok = intl_push_text(vm, list, type);
  }
  uenum_close(names);
  return ok;
}

static UEnumeration *names_for(const IntlLocale *locale, Question question,
                               UErrorCode *status) {
  char region[8];
  switch (question) {
  case ASK_CALENDARS:
    return ucal_getKeywordValuesForLocale("calendar", locale->icu, true,
                                          status);
  case ASK_COLLATIONS:
    return ucol_getKeywordValuesForLocale("collation", locale->icu, true,
                                          status);
  default:
    uloc_getCountry(locale->icu, region, sizeof region, status);
    return ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL, region,
                                          NULL, status);
  }
}

static bool push_cycle(VM *vm, Object *list, const IntlLocale *locale) {
  UErrorCode status = U_ZERO_ERROR;
  UDateTimePatternGenerator *generator = udatpg_open(locale->icu, &status);
  if (!intl_check(vm, status)) return false;
  UDateFormatHourCycle cycle = udatpg_getDefaultHourCycle(generator, &status);
  udatpg_close(generator);
  return intl_push_text(vm, list,
                        cycle == UDAT_HOUR_CYCLE_11   ? "h11"
                        : cycle == UDAT_HOUR_CYCLE_12 ? "h12"
                        : cycle == UDAT_HOUR_CYCLE_24 ? "h24"
                                                      : "h23");
}

static bool push_numbering(VM *vm, Object *list, const IntlLocale *locale) {
  UErrorCode status = U_ZERO_ERROR;
  UNumberingSystem *system = unumsys_open(locale->icu, &status);
  bool ok = intl_push_text(
      vm, list, U_SUCCESS(status) ? unumsys_getName(system) : "latn");
  unumsys_close(system);
  return ok;
}

/* The one that the tag names, else those that are usual. */
static Object *usual_values(VM *vm, const IntlLocale *locale,
                            Question question) {
  static const char *const keys[] = {"ca", "co", "hc", "nu"};
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  char named[64] = "";
  if (question < ARRAY_COUNT(keys))
    intl_keyword(locale, keys[question], named, sizeof named);
  bool ok;
  if (*named) {
    ok = intl_push_text(vm, list, named);
  } else if (question == ASK_HOUR_CYCLES) {
    ok = push_cycle(vm, list, locale);
  } else if (question == ASK_NUMBERING_SYSTEMS) {
    ok = push_numbering(vm, list, locale);
  } else {
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *names = names_for(locale, question, &status);
    ok = intl_check(vm, status) &&
         push_names(vm, list, names,
                    question == ASK_TIME_ZONES ? NULL : keys[question]);
  }
  return ok ? list : NULL;
}

/* ISO 8601 counts from Monday, ICU from Sunday. */
static Value iso_day(int day) {
  return value_from_int(day == UCAL_SUNDAY ? 7 : day - 1);
}

static Object *week_info(VM *vm, const IntlLocale *locale) {
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open(NULL, 0, locale->icu, UCAL_DEFAULT, &status);
  if (!intl_check(vm, status)) return NULL;
  KEEP_CELL(vm, Object, info, object_new_plain(&vm->isolate));
  Value days[7];
  u32 count = 0;
  for (int i = 0; i < 7; i++) {
    UCalendarDaysOfWeek day = (UCalendarDaysOfWeek)((i + 1) % 7 + 1);
    if (ucal_getDayOfWeekType(calendar, day, &status) != UCAL_WEEKDAY)
      days[count++] = iso_day(day);
  }
  KEEP_CELL(vm, Object, weekend, array_from_values(&vm->isolate, days, count));
  assert(weekend); /* as small as it is */
  intl_set(vm, info, "firstDay",
           iso_day(ucal_getAttribute(calendar, UCAL_FIRST_DAY_OF_WEEK)));
  intl_set(vm, info, "weekend", value_from_cell(weekend));
  intl_set(vm, info, "minimalDays",
           value_from_int(
               ucal_getAttribute(calendar, UCAL_MINIMAL_DAYS_IN_FIRST_WEEK)));
  ucal_close(calendar);
  return info;
}

/* Both a getter and a method; time zones are those of a region. */
static bool locale_info(VM *vm, Call *call) {
  IntlLocale locale;
  char region[8];
  if (!this_locale(vm, call, &locale)) return false;
  Question question = (Question)library_native(call)->magic;
  UErrorCode status = U_ZERO_ERROR;
  if (question == ASK_TIME_ZONES &&
      !uloc_getCountry(locale.icu, region, sizeof region, &status))
    return true; /* undefined */
  Object *answer;
  if (question == ASK_WEEK_INFO) {
    answer = week_info(vm, &locale);
  } else if (question == ASK_TEXT_INFO) {
    answer = object_new_plain(&vm->isolate);
    KEEP_CELL(vm, Object, kept, answer);
    intl_set_text(vm, kept, "direction",
                  uloc_isRightToLeft(locale.icu) ? "rtl" : "ltr");
  } else {
    answer = usual_values(vm, &locale, question);
  }
  return answer && call_return(call, value_from_cell(answer));
}

/* ---- Opening ------------------------------------------------------------- */

static void open_info(VM *vm, Object *prototype) {
  static const char *const getters[] = {
      "calendars", "collations", "hourCycles", "numberingSystems",
      "timeZones", "textInfo",   "weekInfo"};
  static const char *const functions[] = {
      "getCalendars", "getCollations", "getHourCycles", "getNumberingSystems",
      "getTimeZones", "getTextInfo",   "getWeekInfo"};
  for (u32 i = 0; i < ARRAY_COUNT(getters); i++) {
    NativeEntry entries[] = {
        {getters[i], locale_info, 0, NATIVE_GETTER, (u16)i},
        {functions[i], locale_info, 0, NATIVE_METHOD, (u16)i}};
    library_add_functions(vm, prototype, entries, 2);
  }
}

void intl_open_locale(VM *vm, Object *intl) {
  static const NativeEntry methods[] = {
      {"toString", locale_to_text, 0},
      {"maximize", locale_likely, 0, NATIVE_METHOD, 1},
      {"minimize", locale_likely, 0, NATIVE_METHOD, 0},
      {"baseName", locale_base_name, 0, NATIVE_GETTER},
  };
  Object *prototype =
      intl_add(vm, intl, "Locale", locale_construct, 1, INTRINSIC_intl_locale,
               methods, ARRAY_COUNT(methods));
  for (u32 i = 0; i < ARRAY_COUNT(locale_parts); i++) {
    NativeEntry getter = {locale_parts[i].name, locale_part, 0, NATIVE_GETTER,
                          (u16)i};
    library_add_functions(vm, prototype, &getter, 1);
  }
  open_info(vm, prototype);
}
