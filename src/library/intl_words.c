/* intl_words.c - Intl.ListFormat, Intl.RelativeTimeFormat, Intl.DisplayNames:
 * services that put words around what they are given. */
#include "library/intl.h"

#include <math.h>
#include <stdlib.h>
#include <unicode/ucurr.h>
#include <unicode/udatpg.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/unumsys.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ustring.h>

static const char *const widths[] = {"long", "short", "narrow", NULL};
static const char *const matchers[] = {"lookup", "best fit", NULL};

/* ---- Lists --------------------------------------------------------------- */

static const char *const list_types[] = {"conjunction", "disjunction", "unit",
                                         NULL};

static void close_list_format(IntlObject *self) {
  if (self->handles[0]) ulistfmt_close(self->handles[0]);
}

static bool list_format_construct(VM *vm, Call *call) {
  static const char *const keys[] = {NULL};
  if (!intl_require_new(vm, call, "ListFormat")) return false;
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_LIST_FORMAT));
  KEEP(vm, options, VALUE_UNDEFINED);
  IntlLocale locale;
  int matcher = 1, type = 0, width = 0;
  if (!self || !intl_resolve(vm, call_argument(call, 0), keys, &locale) ||
      !intl_options(vm, call_argument(call, 1), &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_choice(vm, options, "type", list_types, &type) ||
      !intl_choice(vm, options, "style", widths, &width))
    return false;
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_list_format;
  self->handles[0] = ulistfmt_openForType(locale.icu, (UListFormatterType)type,
                                          (UListFormatterWidth)width, &status);
  if (!intl_check(vm, status)) return false;
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  intl_set_text(vm, resolved, "locale", locale.tag);
  intl_set_text(vm, resolved, "type", list_types[type]);
  intl_set_text(vm, resolved, "style", widths[width]);
  return call_return(call, value_from_cell(self));
}

typedef struct Items {
  VECTOR(IntlText *) texts;
  Object *strings; /* keeps them alive */
} Items;

static bool add_item(VM *vm, void *context, Value item, bool *stop) {
  Items *items = context;
  if (!value_is_string(item))
    return library_throw_about(vm, "Iterable yielded %s which is not a string",
                               item);
  String *string = vm_to_string(vm, item);
  if (!string) return false;
  if (!array_push(&vm->isolate, items->strings, value_from_cell(string)))
    return vm_throw_memory(vm);
  IntlText *text = base_allocate(sizeof *text);
  intl_text(text, string);
  vector_push(&items->texts, text);
  return true;
}

static void free_items(Items *items) {
  for (u32 i = 0; i < items->texts.count; i++) {
    intl_text_free(items->texts.items[i]);
    free(items->texts.items[i]);
  }
  vector_free(&items->texts);
}

static UFormattedList *format_items(VM *vm, IntlObject *self,
                                    const Items *items) {
  u32 count = items->texts.count;
  const UChar **strings = base_allocate((count + 1) * sizeof *strings);
  i32 *lengths = base_allocate((count + 1) * sizeof *lengths);
  for (u32 i = 0; i < count; i++) {
    strings[i] = items->texts.items[i]->units;
    lengths[i] = items->texts.items[i]->length;
  }
  UErrorCode status = U_ZERO_ERROR;
  UFormattedList *result = ulistfmt_openResult(&status);
  ulistfmt_formatStringsToResult(self->handles[0], strings, lengths, (i32)count,
                                 result, &status);
  free(strings);
  free(lengths);
  if (intl_check(vm, status)) return result;
  ulistfmt_closeResult(result);
  return NULL;
}

static bool list_parts(VM *vm, const UFormattedValue *value, Value *result) {
  UErrorCode status = U_ZERO_ERROR;
  IntlParts parts;
  if (!intl_parts_of(vm, value, &parts)) return false;
  UConstrainedFieldPosition *position = ucfpos_open(&status);
  ucfpos_constrainField(position, UFIELD_CATEGORY_LIST, ULISTFMT_ELEMENT_FIELD,
                        &status);
  while (ufmtval_nextPosition(value, position, &status)) {
    i32 start, end;
    ucfpos_getIndexes(position, &start, &end, &status);
    intl_parts_add(&parts, "element", start, end);
  }
  ucfpos_close(position);
  return intl_parts_finish(vm, &parts, NULL, result);
}

static bool list_format(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_LIST_FORMAT,
                               "Intl.ListFormat.prototype.format()");
  if (!self) return false;
  KEEP_CELL(vm, Object, strings, array_new(&vm->isolate, 0));
  Items items = {.strings = strings};
  Value iterable = call_argument(call, 0);
  bool ok = value_is_undefined(iterable) ||
            vm_iterate(vm, iterable, add_item, &items);
  UFormattedList *result = ok ? format_items(vm, self, &items) : NULL;
  free_items(&items);
  if (!result) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UFormattedValue *value = ulistfmt_resultAsValue(result, &status);
  ok = library_native(call)->magic ? list_parts(vm, value, &call->result)
                                   : intl_return_formatted(vm, call, value);
  ulistfmt_closeResult(result);
  return ok;
}

/* ---- Relative times ------------------------------------------------------ */

static const char *const numerics[] = {"always", "auto", NULL};

static void close_relative(IntlObject *self) {
  if (self->handles[0]) ureldatefmt_close(self->handles[0]);
}

static bool relative_construct(VM *vm, Call *call) {
  static const char *const keys[] = {"nu", NULL};
  static const UDateRelativeDateTimeFormatterStyle styles[] = {
      UDAT_STYLE_LONG, UDAT_STYLE_SHORT, UDAT_STYLE_NARROW};
  if (!intl_require_new(vm, call, "RelativeTimeFormat")) return false;
  KEEP_CELL(vm, IntlObject, self,
            intl_new(vm, call, INTL_RELATIVE_TIME_FORMAT));
  KEEP(vm, options, VALUE_UNDEFINED);
  IntlLocale locale;
  char numbering[16] = "";
  int matcher = 1, width = 0, numeric = 0;
  if (!self || !intl_resolve(vm, call_argument(call, 0), keys, &locale) ||
      !intl_options(vm, call_argument(call, 1), &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_word(vm, options, "numberingSystem", numbering, sizeof numbering) ||
      !intl_choice(vm, options, "style", widths, &width) ||
      !intl_choice(vm, options, "numeric", numerics, &numeric))
    return false;
  intl_take_option(&locale, "nu", numbering);
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_relative;
  self->variant = (u8)numeric;
  self->handles[0] = ureldatefmt_open(locale.icu, NULL, styles[width],
                                      UDISPCTX_CAPITALIZATION_NONE, &status);
  if (!intl_check(vm, status)) return false;
  UNumberingSystem *system = unumsys_open(locale.icu, &status);
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  intl_set_text(vm, resolved, "locale", locale.tag);
  intl_set_text(vm, resolved, "style", widths[width]);
  intl_set_text(vm, resolved, "numeric", numerics[numeric]);
  intl_set_text(vm, resolved, "numberingSystem",
                U_SUCCESS(status) ? unumsys_getName(system) : "latn");
  unumsys_close(system);
  return call_return(call, value_from_cell(self));
}

/* A unit by its name, in the singular or plural. */
static bool relative_unit(VM *vm, Value argument, URelativeDateTimeUnit *unit,
                          const char **name) {
  static const struct {
    const char *name;
    URelativeDateTimeUnit unit;
  } units[] = {
      {"second", UDAT_REL_UNIT_SECOND},   {"minute", UDAT_REL_UNIT_MINUTE},
      {"hour", UDAT_REL_UNIT_HOUR},       {"day", UDAT_REL_UNIT_DAY},
      {"week", UDAT_REL_UNIT_WEEK},       {"month", UDAT_REL_UNIT_MONTH},
      {"quarter", UDAT_REL_UNIT_QUARTER}, {"year", UDAT_REL_UNIT_YEAR},
  };
  String *string = vm_to_string(vm, argument);
  if (!string) return false;
  Buffer text = {};
  string_append_text(string, &text);
  *name = NULL;
  for (u32 i = 0; text.length && i < ARRAY_COUNT(units); i++) {
    size_t length = strlen(units[i].name);
    bool is_plural = text.length == length + 1 && text.bytes[length] == 's';
    if ((text.length != length && !is_plural) ||
        strncmp(text.bytes, units[i].name, length))
      continue;
    *unit = units[i].unit;
    *name = units[i].name;
  }
  if (!*name)
    vm_throw_range(vm,
                   "Invalid unit argument for "
                   "Intl.RelativeTimeFormat.prototype.format() '%s'",
                   text.bytes ? text.bytes : "");
  buffer_free(&text);
  return *name;
}

static const char *number_field(i32 field) {
  switch (field) {
  case UNUM_INTEGER_FIELD: return "integer";
  case UNUM_FRACTION_FIELD: return "fraction";
  case UNUM_DECIMAL_SEPARATOR_FIELD: return "decimal";
  case UNUM_GROUPING_SEPARATOR_FIELD: return "group";
  default: return NULL;
  }
}

static bool relative_parts(VM *vm, const UFormattedValue *value,
                           const char *unit, Value *result) {
  UErrorCode status = U_ZERO_ERROR;
  IntlParts parts;
  if (!intl_parts_of(vm, value, &parts)) return false;
  UConstrainedFieldPosition *position = ucfpos_open(&status);
  ucfpos_constrainCategory(position, UFIELD_CATEGORY_NUMBER, &status);
  while (ufmtval_nextPosition(value, position, &status)) {
    i32 start, end;
    const char *type = number_field(ucfpos_getField(position, &status));
    ucfpos_getIndexes(position, &start, &end, &status);
    if (type) intl_parts_add(&parts, type, start, end);
  }
  ucfpos_close(position);
  return intl_parts_finish(vm, &parts, unit, result);
}

static bool relative_format(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_RELATIVE_TIME_FORMAT,
                               "Intl.RelativeTimeFormat.prototype.format()");
  double number;
  URelativeDateTimeUnit unit;
  const char *name;
  if (!self || !vm_to_number(vm, call_argument(call, 0), &number) ||
      !relative_unit(vm, call_argument(call, 1), &unit, &name))
    return false;
  if (!isfinite(number))
    return vm_throw_range(vm, "Value need to be finite number for "
                              "Intl.RelativeTimeFormat.prototype.format()");
  UErrorCode status = U_ZERO_ERROR;
  UFormattedRelativeDateTime *result = ureldatefmt_openResult(&status);
  (self->variant ? ureldatefmt_formatToResult
                 : ureldatefmt_formatNumericToResult)(self->handles[0], number,
                                                      unit, result, &status);
  const UFormattedValue *value = ureldatefmt_resultAsValue(result, &status);
  bool ok = intl_check(vm, status) &&
            (library_native(call)->magic
                 ? relative_parts(vm, value, name, &call->result)
                 : intl_return_formatted(vm, call, value));
  ureldatefmt_closeResult(result);
  return ok;
}

/* ---- Names --------------------------------------------------------------- */

static const char *const name_types[] = {
    "language", "region",        "script", "currency",
    "calendar", "dateTimeField", NULL};
enum {
  NAME_LANGUAGE,
  NAME_REGION,
  NAME_SCRIPT,
  NAME_CURRENCY,
  NAME_CALENDAR,
  NAME_FIELD
};
static const char *const fallbacks[] = {"code", "none", NULL};
static const char *const dialects[] = {"dialect", "standard", NULL};

constexpr u16 NAMES_NO_FALLBACK = 1, NAMES_WIDTH_SHIFT = 1;

static void close_names(IntlObject *self) {
  if (self->handles[0]) uldn_close(self->handles[0]);
  free(self->handles[1]);
}

static bool open_names(VM *vm, IntlObject *self, const IntlLocale *locale,
                       int width, int dialect) {
  UDisplayContext contexts[] = {
      dialect ? UDISPCTX_STANDARD_NAMES : UDISPCTX_DIALECT_NAMES,
      width ? UDISPCTX_LENGTH_SHORT : UDISPCTX_LENGTH_FULL,
      UDISPCTX_CAPITALIZATION_NONE, UDISPCTX_NO_SUBSTITUTE};
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_names;
  self->handles[0] = uldn_openForContext(locale->icu, contexts,
                                         ARRAY_COUNT(contexts), &status);
  self->handles[1] = base_copy(locale->icu, strlen(locale->icu) + 1);
  return intl_check(vm, status);
}

static bool names_construct(VM *vm, Call *call) {
  static const char *const keys[] = {NULL};
  if (!intl_require_new(vm, call, "DisplayNames")) return false;
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_DISPLAY_NAMES));
  KEEP(vm, options, call_argument(call, 1));
  IntlLocale locale;
  int matcher = 1, type = -1, width = 0, fallback = 0, dialect = 0;
  if (!self) return false;
  if (!value_is_object(options))
    return library_throw_about(vm, "Incorrect options: %s", options);
  if (!intl_resolve(vm, call_argument(call, 0), keys, &locale) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_choice(vm, options, "style", widths, &width) ||
      !intl_choice(vm, options, "type", name_types, &type))
    return false;
  if (type < 0)
    return vm_throw_type(vm, "Required option \"type\" must not be undefined");
  if (!intl_choice(vm, options, "fallback", fallbacks, &fallback) ||
      !intl_choice(vm, options, "languageDisplay", dialects, &dialect) ||
      !open_names(vm, self, &locale, width, dialect))
    return false;
  self->variant = (u8)type;
  self->flags = (u16)(fallback | width << NAMES_WIDTH_SHIFT);
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  intl_set_text(vm, resolved, "locale", locale.tag);
  intl_set_text(vm, resolved, "style", widths[width]);
  intl_set_text(vm, resolved, "type", name_types[type]);
  intl_set_text(vm, resolved, "fallback", fallbacks[fallback]);
  if (type == NAME_LANGUAGE)
    intl_set_text(vm, resolved, "languageDisplay", dialects[dialect]);
  return call_return(call, value_from_cell(self));
}

constexpr i32 NAME_UNITS = 256;

static i32 currency_name(const char *locale, const char *code, UChar *name,
                         UErrorCode *status) {
  UChar units[8];
  i32 length;
  if (strlen(code) != 3) {
    *status = U_ILLEGAL_ARGUMENT_ERROR;
    return 0;
  }
  u_charsToUChars(code, units, 4);
  const UChar *found =
      ucurr_getName(units, locale, UCURR_LONG_NAME, NULL, &length, status);
  if (U_FAILURE(*status) || length >= NAME_UNITS) return 0;
  u_memcpy(name, found, length);
  return *status == U_USING_DEFAULT_WARNING ? 0 : length;
}

static i32 field_name(const char *locale, const char *code, u32 width,
                      UChar *name, UErrorCode *status) {
  static const char *const codes[] = {
      "era",     "year",   "quarter", "month",       "weekOfYear", "",
      "weekday", "",       "",        "day",         "dayPeriod",  "hour",
      "minute",  "second", "",        "timeZoneName"};
  static const UDateTimePGDisplayWidth display[] = {
      UDATPG_WIDE, UDATPG_ABBREVIATED, UDATPG_NARROW};
  UDateTimePatternField field = UDATPG_FIELD_COUNT;
  for (u32 i = 0; i < ARRAY_COUNT(codes); i++)
    if (*code && !strcmp(codes[i], code)) field = (UDateTimePatternField)i;
  if (field == UDATPG_FIELD_COUNT) {
    *status = U_ILLEGAL_ARGUMENT_ERROR;
    return 0;
  }
  UDateTimePatternGenerator *generator = udatpg_open(locale, status);
  i32 length = udatpg_getFieldDisplayName(generator, field, display[width],
                                          name, NAME_UNITS, status);
  udatpg_close(generator);
  return length;
}

static i32 find_name(const IntlObject *self, const char *code, UChar *name,
                     UErrorCode *status) {
  const ULocaleDisplayNames *names = self->handles[0];
  const char *locale = self->handles[1];
  u32 width = self->flags >> NAMES_WIDTH_SHIFT;
  switch (self->variant) {
  case NAME_LANGUAGE:
    return uldn_localeDisplayName(names, code, name, NAME_UNITS, status);
  case NAME_REGION:
    return uldn_regionDisplayName(names, code, name, NAME_UNITS, status);
  case NAME_SCRIPT:
    return uldn_scriptDisplayName(names, code, name, NAME_UNITS, status);
  case NAME_CURRENCY: return currency_name(locale, code, name, status);
  case NAME_CALENDAR:
    return uldn_keyValueDisplayName(
        names, "calendar", !strcmp(code, "gregory") ? "gregorian" : code, name,
        NAME_UNITS, status);
  default: return field_name(locale, code, width, name, status);
  }
}

/* A code in its canonical form: US, Latn, EUR, de-AT. */
static bool canonical_code(VM *vm, const IntlObject *self, const char *text,
                           char *code) {
  size_t length = strlen(text);
  if (self->variant == NAME_LANGUAGE) return intl_canonicalize(vm, text, code);
  static const u32 most[] = {0, 3, 4, 3, 24, 16};
  bool is_good = length && length <= most[self->variant];
  code[0] = text[0];
  for (size_t i = 0; is_good && i <= length; i++) {
    u8 c = (u8)text[i];
    bool upper = self->variant == NAME_REGION ||
                 self->variant == NAME_CURRENCY ||
                 (self->variant == NAME_SCRIPT && i == 0);
    bool lower = self->variant == NAME_SCRIPT && i > 0;
    if (c >= 'a' && c <= 'z' && upper) c -= 32;
    if (c >= 'A' && c <= 'Z' && lower) c += 32;
    code[i] = (char)c;
  }
  bool is_digits = code[0] >= '0' && code[0] <= '9';
  if (self->variant == NAME_REGION && length != (is_digits ? 3 : 2))
    is_good = false;
  return is_good || vm_throw_range(vm, "Invalid argument to "
                                       "Intl.DisplayNames.prototype.of");
}

static bool names_of(VM *vm, Call *call) {
  IntlObject *self =
      intl_this(vm, call, INTL_DISPLAY_NAMES, "Intl.DisplayNames.prototype.of");
  if (!self) return false;
  String *string = vm_to_string(vm, call_argument(call, 0));
  if (!string) return false;
  Buffer text = {};
  char code[INTL_LOCALE_BYTES];
  string_append_text(string, &text);
  bool ok = canonical_code(vm, self, intl_c_text(&text), code);
  buffer_free(&text);
  if (!ok) return false;
  UChar name[NAME_UNITS];
  UErrorCode status = U_ZERO_ERROR;
  i32 length = find_name(self, code, name, &status);
  if (status == U_ILLEGAL_ARGUMENT_ERROR && self->variant >= NAME_CURRENCY)
    return vm_throw_range(vm, "Invalid argument to "
                              "Intl.DisplayNames.prototype.of");
  if (U_SUCCESS(status) && length > 0)
    return intl_return(vm, call, name, length);
  if (self->flags & NAMES_NO_FALLBACK) return true; /* undefined */
  return library_string(vm, string_from_c(&vm->isolate, code), &call->result);
}

/* ---- Opening ------------------------------------------------------------- */

void intl_open_words(VM *vm, Object *intl) {
  static const NativeEntry list_methods[] = {
      {"format", list_format, 1},
      {"formatToParts", list_format, 1, NATIVE_METHOD, 1},
  };
  static const NativeEntry relative_methods[] = {
      {"format", relative_format, 2},
      {"formatToParts", relative_format, 2, NATIVE_METHOD, 1},
  };
  static const NativeEntry names_methods[] = {{"of", names_of, 1}};
  intl_add(vm, intl, "ListFormat", list_format_construct, 0,
           INTRINSIC_intl_list_format, list_methods, 2);
  intl_add(vm, intl, "RelativeTimeFormat", relative_construct, 0,
           INTRINSIC_intl_relative_time_format, relative_methods, 2);
  intl_add(vm, intl, "DisplayNames", names_construct, 2,
           INTRINSIC_intl_display_names, names_methods, 1);
}
