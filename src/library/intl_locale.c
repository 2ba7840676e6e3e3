/* intl_locale.c - tags of languages: canonical form, lists, negotiation. */
#include "library/intl.h"

#include <ctype.h>
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unumsys.h>
#include <unicode/ures.h>

/* ---- Tags ---------------------------------------------------------------- */

bool intl_icu_of_tag(const char *tag, char *icu) {
  UErrorCode status = U_ZERO_ERROR;
  i32 parsed = 0;
  i32 length =
      uloc_forLanguageTag(tag, icu, INTL_LOCALE_BYTES, &parsed, &status);
  /* of "und" nothing is left: the root locale */
  return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING &&
         length < (i32)INTL_LOCALE_BYTES && (size_t)parsed == strlen(tag);
}

bool intl_tag_of_icu(const char *icu, char *tag) {
  UErrorCode status = U_ZERO_ERROR;
  i32 length = uloc_toLanguageTag(icu, tag, INTL_LOCALE_BYTES, false, &status);
  return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING &&
         length > 0;
}

/* Subtags of at most eight letters and digits, the first of them two, three or
 * five to eight letters: what ICU alone would let pass is more. */
static bool is_well_formed(const char *tag) {
  size_t first = strcspn(tag, "-"), run = 0;
  if (first < 2 || first == 4 || first > 8) return false;
  for (size_t i = 0; i < first; i++)
    if (!isalpha((u8)tag[i])) return false;
  for (const char *at = tag;; at++) {
    if (*at == '-' || !*at) {
      if (run < 1 || run > 8) return false;
      if (!*at) return true;
      run = 0;
    } else if (isalnum((u8)*at)) {
      run++;
    } else {
      return false;
    }
  }
}

bool intl_canonicalize(VM *vm, const char *tag, char *canonical) {
  char icu[INTL_LOCALE_BYTES];
  if (is_well_formed(tag) && intl_icu_of_tag(tag, icu) &&
      intl_tag_of_icu(icu, canonical))
    return true;
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  if (!*tag || tag[strspn(tag, letters)])
    return vm_throw_range(vm, "Incorrect locale information provided");
  return vm_throw_range(vm, "Invalid language tag: %s", tag);
}

/* "de_DE.UTF-8" as a tag; what is no locale (C, POSIX) is English. */
static void tag_of_variable(const char *variable, char *tag) {
  char plain[INTL_LOCALE_BYTES] = "";
  size_t length = strcspn(variable, ".@");
  if (length < sizeof plain) memcpy(plain, variable, length);
  for (char *at = plain; *at; at++)
    if (*at == '_') *at = '-';
  char icu[INTL_LOCALE_BYTES];
  bool is_locale = is_well_formed(plain) && strcmp(plain, "POSIX") &&
                   intl_icu_of_tag(plain, icu) && intl_tag_of_icu(icu, tag);
  if (!is_locale) memcpy(tag, "en-US", 6);
}

const char *intl_default_locale(VM *vm) {
  if (!vm->default_locale) {
    vm->default_locale = base_allocate(INTL_LOCALE_BYTES);
    tag_of_variable(vm->inputs.locale ? vm->inputs.locale : "",
                    vm->default_locale);
  }
  return vm->default_locale;
}

/* ---- Lists of locales ---------------------------------------------------- */

bool intl_canonical_item(VM *vm, Value item, char *canonical) {
  if (value_is_kind(item, KIND_INTL)) {
    IntlObject *locale = (IntlObject *)value_to_cell(item);
    if (locale->service == INTL_LOCALE) item = locale->text;
  }
  if (!value_is_string(item) && !value_is_object(item))
    return vm_throw_type(vm, "Incorrect locale information provided");
  String *string = vm_to_string(vm, item);
  if (!string) return false;
  Buffer tag = {};
  string_append_text(string, &tag);
  bool ok = intl_canonicalize(vm, intl_c_text(&tag), canonical);
  buffer_free(&tag);
  return ok;
}

static bool push_item(VM *vm, Object *list, Value item) {
  char canonical[INTL_LOCALE_BYTES];
  if (!intl_canonical_item(vm, item, canonical)) return false;
  KEEP(vm, string, value_from_cell(string_from_c(&vm->isolate, canonical)));
  for (u32 i = 0; i < array_length(list); i++)
    if (string_values_equal(&vm->isolate, list->elements->values[i], string))
      return true;
  return array_push(&vm->isolate, list, string) || vm_throw_memory(vm);
}

static bool push_items(VM *vm, Object *list, Value locales) {
  KEEP_CELL(vm, Object, source, vm_to_object(vm, locales));
  double length;
  if (!source || !vm_length(vm, value_from_cell(source), &length)) return false;
  for (double i = 0; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    Key key = vm_key_from_number(vm, i);
    bool found;
    if (!vm_check(vm) || !vm_has(vm, source, key, &found)) return false;
    if (!found) continue;
    if (!vm_get_index(vm, value_from_cell(source), i, &item) ||
        !push_item(vm, list, item))
      return false;
  }
  return true;
}

static void text_of_item(const Object *list, u32 index, char *text) {
  const String *string = (String *)value_to_cell(list->elements->values[index]);
  assert(string->length < INTL_LOCALE_BYTES);
  for (u32 i = 0; i < string->length; i++)
    text[i] = (char)string_unit(string, i);
  text[string->length] = 0;
}

Object *intl_locale_list(VM *vm, Value locales) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  bool is_one = value_is_string(locales) || value_is_kind(locales, KIND_INTL);
  bool ok =
      value_is_undefined(locales) ||
      (is_one ? push_item(vm, list, locales) : push_items(vm, list, locales));
  return ok ? list : NULL;
}

bool intl_case_language(VM *vm, Value locales, char *language) {
  char tag[INTL_LOCALE_BYTES];
  intl_put(tag, sizeof tag, intl_default_locale(vm));
  if (!value_is_undefined(locales)) {
    KEEP_CELL(vm, Object, list, intl_locale_list(vm, locales));
    if (!list) return false;
    if (array_length(list)) text_of_item(list, 0, tag);
  }
  UErrorCode status = U_ZERO_ERROR;
  uloc_getLanguage(tag, language, INTL_LANGUAGE_BYTES, &status);
  return true;
}

/* ---- Negotiation --------------------------------------------------------- */

static bool is_available(const char *icu) {
  UErrorCode status = U_ZERO_ERROR;
  UResourceBundle *bundle = ures_open(NULL, icu, &status);
  if (bundle) ures_close(bundle);
  return status == U_ZERO_ERROR || status == U_USING_FALLBACK_WARNING;
}

/* The tag without its extensions, cut from its end until there is data for it;
 * false when there is none even for the language. */
static bool best_available(const char *tag, char *best) {
  char icu[INTL_LOCALE_BYTES], base[INTL_LOCALE_BYTES];
  UErrorCode status = U_ZERO_ERROR;
  if (!intl_icu_of_tag(tag, icu)) return false;
  uloc_getBaseName(icu, base, sizeof base, &status);
  while (U_SUCCESS(status) && *base) {
    if (is_available(base)) return intl_tag_of_icu(base, best);
    char *last = strrchr(base, '_');
    if (!last) return false;
    *last = 0;
  }
  return false;
}

void intl_keyword(const IntlLocale *locale, const char *key, char *value,
                  size_t size) {
  const char *legacy = uloc_toLegacyKey(key);
  char old[64];
  UErrorCode status = U_ZERO_ERROR;
  *value = 0;
  i32 length = uloc_getKeywordValue(locale->icu, legacy ? legacy : key, old,
                                    sizeof old, &status);
  if (U_FAILURE(status) || length <= 0) return;
  const char *type = uloc_toUnicodeLocaleType(key, old);
  if (type && strlen(type) < size) memcpy(value, type, strlen(type) + 1);
}

/* Whether an enumeration has the value, in BCP 47's words. */
static bool is_among(UEnumeration *names, const char *key, const char *value) {
  UErrorCode status = U_ZERO_ERROR;
  bool found = false;
  for (const char *name;
       names && !found && (name = uenum_next(names, NULL, &status));) {
    const char *type = uloc_toUnicodeLocaleType(key, name);
    found = !strcmp(type ? type : name, value);
  }
  uenum_close(names);
  return found;
}

static bool is_digit_system(const char *value) {
  UErrorCode status = U_ZERO_ERROR;
  UNumberingSystem *system = unumsys_openByName(value, &status);
  bool ok = U_SUCCESS(status) && !unumsys_isAlgorithmic(system);
  unumsys_close(system);
  return ok;
}

/* Whether ICU has a calendar, collation, ... of that name; all other values of
 * a key leave the locale as it is. */
static bool has_value(const IntlLocale *locale, const char *key,
                      const char *value) {
  UErrorCode status = U_ZERO_ERROR;
  if (!strcmp(key, "nu")) return is_digit_system(value);
  if (!strcmp(key, "ca"))
    return is_among(
        ucal_getKeywordValuesForLocale("calendar", "en", false, &status), key,
        value);
  if (!strcmp(key, "co"))
    return strcmp(value, "standard") && strcmp(value, "search") &&
           is_among(ucol_getKeywordValuesForLocale("collation", locale->icu,
                                                   false, &status),
                    key, value);
  if (!strcmp(key, "hc"))
    return strlen(value) == 3 && strstr("h11 h12 h23 h24", value);
  return true;
}

/* Takes an extension out of the tag: an option says something else. */
static void drop_extension(IntlLocale *locale, const char *key) {
  char piece[8] = "-";
  intl_append(piece, sizeof piece, key);
  char *extensions = strstr(locale->tag, "-u-");
  char *start = extensions ? strstr(extensions, piece) : NULL;
  if (!start) return;
  char *end = start + strlen(piece);
  /* types have three letters or more, the next key has two */
  while (*end == '-' && strcspn(end + 1, "-") > 2)
    end += 1 + strcspn(end + 1, "-");
  memmove(start, end, strlen(end) + 1);
  if (!strcmp(extensions, "-u")) *extensions = 0;
}

void intl_take_option(IntlLocale *locale, const char *key, const char *value) {
  char asked[64];
  if (!*value || !has_value(locale, key, value)) return;
  intl_keyword(locale, key, asked, sizeof asked);
  if (strcmp(asked, value)) drop_extension(locale, key);
  intl_set_keyword(locale, key, value);
}

void intl_set_keyword(IntlLocale *locale, const char *key, const char *value) {
  const char *legacy = uloc_toLegacyKey(key);
  const char *type = uloc_toLegacyType(key, value);
  UErrorCode status = U_ZERO_ERROR;
  uloc_setKeywordValue(legacy ? legacy : key, type ? type : value, locale->icu,
                       sizeof locale->icu, &status);
}

/* Takes those extensions of a request that the service knows. */
static void take_keywords(const char *request, const char *const *keys,
                          IntlLocale *locale) {
  IntlLocale asked;
  if (!intl_icu_of_tag(request, asked.icu)) return;
  bool is_first = true;
  for (u32 i = 0; keys[i]; i++) {
    char value[64];
    intl_keyword(&asked, keys[i], value, sizeof value);
    size_t length = strlen(locale->tag);
    if (!*value || !has_value(locale, keys[i], value) ||
        length + strlen(value) + 12 > sizeof locale->tag)
      continue;
    intl_set_keyword(locale, keys[i], value);
    intl_append(locale->tag, sizeof locale->tag, is_first ? "-u-" : "-");
    intl_append(locale->tag, sizeof locale->tag, keys[i]);
    if (strcmp(value, "true") && strcmp(value, "yes")) {
      intl_append(locale->tag, sizeof locale->tag, "-");
      intl_append(locale->tag, sizeof locale->tag, value);
    }
    is_first = false;
  }
}

bool intl_resolve(VM *vm, Value locales, const char *const *keys,
                  IntlLocale *locale) {
  KEEP_CELL(vm, Object, list, intl_locale_list(vm, locales));
  if (!list) return false;
  char request[INTL_LOCALE_BYTES];
  bool found = false;
  for (u32 i = 0; !found && i < array_length(list); i++) {
    text_of_item(list, i, request);
    found = best_available(request, locale->tag);
  }
  if (!found) {
    intl_put(request, sizeof request, intl_default_locale(vm));
    if (!best_available(request, locale->tag))
      intl_put(locale->tag, sizeof locale->tag, "en-US");
  }
  intl_icu_of_tag(locale->tag, locale->icu);
  take_keywords(request, keys, locale);
  return true;
}

bool intl_supported_locales(VM *vm, Call *call) {
  static const char *const matchers[] = {"lookup", "best fit", NULL};
  KEEP_CELL(vm, Object, list, intl_locale_list(vm, call_argument(call, 0)));
  KEEP(vm, options, VALUE_UNDEFINED);
  int matcher = 1;
  if (!list || !intl_options(vm, call_argument(call, 1), &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher))
    return false;
  KEEP_CELL(vm, Object, supported, array_new(&vm->isolate, 0));
  for (u32 i = 0; i < array_length(list); i++) {
    char request[INTL_LOCALE_BYTES], best[INTL_LOCALE_BYTES];
    text_of_item(list, i, request);
    if (best_available(request, best) &&
        !array_push(&vm->isolate, supported, list->elements->values[i]))
      return vm_throw_memory(vm);
  }
  return call_return(call, value_from_cell(supported));
}

/* ---- getCanonicalLocales, supportedValuesOf ------------------------------ */

static bool get_canonical_locales(VM *vm, Call *call) {
  Object *list = intl_locale_list(vm, call_argument(call, 0));
  return list && call_return(call, value_from_cell(list));
}

static UEnumeration *values_of(const char *key, UErrorCode *status) {
  if (!strcmp(key, "calendar"))
    return ucal_getKeywordValuesForLocale("calendar", "en", false, status);
  if (!strcmp(key, "collation"))
    return ucol_getKeywordValues("collation", status);
  if (!strcmp(key, "currency"))
    return ucurr_openISOCurrencies(UCURR_ALL | UCURR_NON_DEPRECATED, status);
  return ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL,
                                        NULL, status);
}

static int compare_texts(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names, sorted. In BCP 47's words where they are others. */
static Object *value_array(VM *vm, UEnumeration *names, const char *bcp_key) {
  UErrorCode status = U_ZERO_ERROR;
  VECTOR(char *) texts = {};
  for (const char *name; (name = uenum_next(names, NULL, &status));) {
    const char *type = bcp_key ? uloc_toUnicodeLocaleType(bcp_key, name) : name;
    if (!type ||
        (bcp_key && (!strcmp(type, "standard") || !strcmp(type, "search"))))
      continue;
    vector_push(&texts, base_copy(type, strlen(type) + 1));
  }
  if (texts.count)
    qsort(texts.items, texts.count, sizeof *texts.items, compare_texts);
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, texts.count));
  bool ok = list || vm_throw_memory(vm);
  for (u32 i = 0; ok && i < texts.count; i++)
    if (!i || strcmp(texts.items[i], texts.items[i - 1]))
      ok = intl_push_text(vm, list, texts.items[i]);
  for (u32 i = 0; i < texts.count; i++)
    free(texts.items[i]);
  vector_free(&texts);
  return ok ? list : NULL;
}

/* What has no enumeration in ICU: the systems of ten digits, and the units of
 * the specification. */
static const char *const digit_systems[] = {
    "adlm",     "ahom",     "arab",     "arabext",  "bali",     "beng",
    "bhks",     "brah",     "cakm",     "cham",     "deva",     "diak",
    "fullwide", "gong",     "gonm",     "gujr",     "guru",     "hanidec",
    "hmng",     "hmnp",     "java",     "kali",     "kawi",     "khmr",
    "knda",     "lana",     "lanatham", "laoo",     "latn",     "lepc",
    "limb",     "mathbold", "mathdbl",  "mathmono", "mathsanb", "mathsans",
    "mlym",     "modi",     "mong",     "mroo",     "mtei",     "mymr",
    "mymrshan", "mymrtlng", "nagm",     "newa",     "nkoo",     "olck",
    "orya",     "osma",     "rohg",     "saur",     "segment",  "shrd",
    "sind",     "sinh",     "sora",     "sund",     "takr",     "talu",
    "tamldec",  "telu",     "thai",     "tibt",     "tirh",     "tnsa",
    "vaii",     "wara",     "wcho",
};
static const char *const units[] = {
    "acre",        "bit",         "byte",        "celsius",
    "centimeter",  "day",         "degree",      "fahrenheit",
    "fluid-ounce", "foot",        "gallon",      "gigabit",
    "gigabyte",    "gram",        "hectare",     "hour",
    "inch",        "kilobit",     "kilobyte",    "kilogram",
    "kilometer",   "liter",       "megabit",     "megabyte",
    "meter",       "microsecond", "mile",        "mile-scandinavian",
    "milliliter",  "millimeter",  "millisecond", "minute",
    "month",       "nanosecond",  "ounce",       "percent",
    "petabyte",    "pound",       "second",      "stone",
    "terabit",     "terabyte",    "week",        "yard",
    "year",
};

static Object *constant_array(VM *vm, const char *const *texts, u32 count) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, count));
  bool ok = list || vm_throw_memory(vm);
  for (u32 i = 0; ok && i < count; i++)
    ok = intl_push_text(vm, list, texts[i]);
  return ok ? list : NULL;
}

static Object *supported_values(VM *vm, const char *key) {
  if (!strcmp(key, "numberingSystem"))
    return constant_array(vm, digit_systems, ARRAY_COUNT(digit_systems));
  if (!strcmp(key, "unit"))
    return constant_array(vm, units, ARRAY_COUNT(units));
  static const struct {
    const char *key, *bcp;
  } keys[] = {{"calendar", "ca"},
              {"collation", "co"},
              {"currency", NULL},
              {"timeZone", NULL}};
  for (u32 i = 0; i < ARRAY_COUNT(keys); i++) {
    if (strcmp(keys[i].key, key)) continue;
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *names = values_of(key, &status);
    if (!intl_check(vm, status)) return NULL;
    Object *list = value_array(vm, names, keys[i].bcp);
    uenum_close(names);
    return list;
  }
  vm_throw_range(vm, "Invalid key : %s", key);
  return NULL;
}

static bool supported_values_of(VM *vm, Call *call) {
  String *string = vm_to_string(vm, call_argument(call, 0));
  if (!string) return false;
  Buffer key = {};
  string_append_text(string, &key);
  Object *list = supported_values(vm, key.bytes ? key.bytes : "");
  buffer_free(&key);
  return list && call_return(call, value_from_cell(list));
}

/* ---- Opening ------------------------------------------------------------- */

void intl_open_locales(VM *vm, Object *intl) {
  static const NativeEntry functions[] = {
      {"getCanonicalLocales", get_canonical_locales, 1},
      {"supportedValuesOf", supported_values_of, 1},
  };
  library_add_functions(vm, intl, functions, ARRAY_COUNT(functions));
}
