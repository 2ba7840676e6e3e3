/* intl_number.c - Intl.NumberFormat and Intl.PluralRules.
 *
 * All options become one skeleton, ICU's little language for number formats:
 * "currency/EUR unit-width-narrow .00 rounding-mode-half-up".
 */
#include "base/number.h"
#include "library/intl_digits.h"
#include "object/bigint.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <unicode/ucurr.h>
#include <unicode/unumberformatter.h>
#include <unicode/unumberrangeformatter.h>
#include <unicode/unumsys.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

static const char *const matchers[] = {"lookup", "best fit", NULL};
static const char *const styles[] = {"decimal", "percent", "currency", "unit",
                                     NULL};
static const char *const displays[] = {"code", "symbol", "narrowSymbol", "name",
                                       NULL};
static const char *const currency_signs[] = {"standard", "accounting", NULL};
static const char *const unit_displays[] = {"short", "narrow", "long", NULL};
static const char *const notations[] = {"standard", "scientific", "engineering",
                                        "compact", NULL};
static const char *const compacts[] = {"short", "long", NULL};
static const char *const signs[] = {"auto",       "never",    "always",
                                    "exceptZero", "negative", NULL};
static const char *const groupings[] = {"min2", "auto",  "always",
                                        "true", "false", NULL};

enum { STYLE_DECIMAL, STYLE_PERCENT, STYLE_CURRENCY, STYLE_UNIT };
enum {
  NOTATION_STANDARD,
  NOTATION_SCIENTIFIC,
  NOTATION_ENGINEERING,
  NOTATION_COMPACT
};
enum { GROUP_MIN2, GROUP_AUTO, GROUP_ALWAYS, GROUP_TRUE, GROUP_FALSE };

typedef struct Settings {
  IntlLocale locale;
  char numbering[16], currency[4], unit[64];
  int style, display, currency_sign, unit_display, notation, compact, sign;
  int grouping;
  IntlDigits digits;
} Settings;

/* What lies in the handles of a NumberFormat. */
enum { HANDLE_FORMATTER, HANDLE_RESULT, HANDLE_RANGE, HANDLE_SKELETON };

/* ---- Options ------------------------------------------------------------- */

static bool read_currency(VM *vm, Value options, Settings *s) {
  char word[32] = "";
  if (!intl_word(vm, options, "currency", word, sizeof word)) return false;
  bool is_good = strlen(word) == 3;
  for (u32 i = 0; is_good && i < 3; i++) {
    is_good = isalpha((u8)word[i]);
    s->currency[i] = (char)toupper((u8)word[i]);
  }
  if (*word && !is_good)
    return vm_throw_range(vm, "Invalid currency code : %s", word);
  if (!*word && s->style == STYLE_CURRENCY)
    return vm_throw_type(vm, "Currency code is required with currency style.");
  return intl_choice(vm, options, "currencyDisplay", displays, &s->display) &&
         intl_choice(vm, options, "currencySign", currency_signs,
                     &s->currency_sign);
}

static bool read_unit(VM *vm, Value options, Settings *s) {
  if (!intl_word(vm, options, "unit", s->unit, sizeof s->unit)) return false;
  for (const char *at = s->unit; *at; at++)
    if (!islower((u8)*at) && *at != '-')
      return vm_throw_range(vm,
                            "Invalid unit argument for "
                            "Intl.NumberFormat() '%s'",
                            s->unit);
  if (!*s->unit && s->style == STYLE_UNIT)
    return vm_throw_type(vm, "Required option \"unit\" must not be undefined");
  return intl_choice(vm, options, "unitDisplay", unit_displays,
                     &s->unit_display);
}

static int currency_digits(const char *currency) {
  UChar code[4];
  UErrorCode status = U_ZERO_ERROR;
  u_charsToUChars(currency, code, 4);
  return ucurr_getDefaultFractionDigits(code, &status);
}

static bool read_grouping(VM *vm, Value options, Settings *s) {
  KEEP(vm, value, VALUE_UNDEFINED);
  s->grouping = s->notation == NOTATION_COMPACT ? GROUP_MIN2 : GROUP_AUTO;
  if (value_is_undefined(options)) return true;
  if (!vm_get(vm, options, key_from_c(&vm->isolate, "useGrouping"), &value))
    return false;
  if (value_is_undefined(value)) return true;
  if (value_is_true(value)) {
    s->grouping = GROUP_ALWAYS;
  } else if (!vm_to_boolean(value)) {
    s->grouping = GROUP_FALSE;
  } else {
    int otherwise = s->grouping;
    if (!intl_choice(vm, options, "useGrouping", groupings, &s->grouping))
      return false;
    if (s->grouping >= GROUP_TRUE) s->grouping = otherwise;
  }
  return true;
}

static bool read_digits(VM *vm, Value options, Settings *s) {
  int least = 0, most = s->style == STYLE_PERCENT ? 0 : 3;
  if (s->style == STYLE_CURRENCY && s->notation == NOTATION_STANDARD)
    least = most = currency_digits(s->currency);
  return intl_digits_read(vm, options, least, most,
                          s->notation == NOTATION_COMPACT, &s->digits);
}

static bool read_settings(VM *vm, Value locales, Value argument, Settings *s) {
  static const char *const keys[] = {"nu", NULL};
  int matcher = 1;
  *s = (Settings){.display = 1};
  KEEP(vm, options, VALUE_UNDEFINED);
  if (!intl_resolve(vm, locales, keys, &s->locale) ||
      !intl_options(vm, argument, &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_word(vm, options, "numberingSystem", s->numbering,
                 sizeof s->numbering) ||
      !intl_choice(vm, options, "style", styles, &s->style) ||
      !read_currency(vm, options, s) || !read_unit(vm, options, s) ||
      !intl_choice(vm, options, "notation", notations, &s->notation) ||
      !read_digits(vm, options, s) ||
      !intl_choice(vm, options, "compactDisplay", compacts, &s->compact) ||
      !read_grouping(vm, options, s) ||
      !intl_choice(vm, options, "signDisplay", signs, &s->sign))
    return false;
  intl_take_option(&s->locale, "nu", s->numbering);
  return true;
}

/* ---- The skeleton -------------------------------------------------------- */

static void put_style(const Settings *s, Buffer *out) {
  static const char *const widths[] = {"iso-code", "short", "narrow",
                                       "full-name"};
  static const char *const unit_widths[] = {"short", "narrow", "full-name"};
  switch (s->style) {
  case STYLE_PERCENT: buffer_text(out, "percent scale/100"); break;
  case STYLE_CURRENCY:
    buffer_format(out, "currency/%s unit-width-%s", s->currency,
                  widths[s->display]);
    break;
  case STYLE_UNIT:
    buffer_format(out, "unit/%s unit-width-%s", s->unit,
                  unit_widths[s->unit_display]);
    break;
  default: break;
  }
}

static void put_notation(const Settings *s, Buffer *out) {
  switch (s->notation) {
  case NOTATION_SCIENTIFIC: buffer_text(out, " scientific"); break;
  case NOTATION_ENGINEERING: buffer_text(out, " engineering"); break;
  case NOTATION_COMPACT:
    buffer_format(out, " compact-%s", compacts[s->compact]);
    break;
  default: break;
  }
}

static void put_sign(const Settings *s, Buffer *out) {
  static const char *const plain[] = {"auto", "never", "always", "except-zero",
                                      "negative"};
  static const char *const accounting[] = {
      "accounting", "never", "accounting-always", "accounting-except-zero",
      "accounting-negative"};
  bool is_accounting = s->style == STYLE_CURRENCY && s->currency_sign;
  buffer_format(out, " sign-%s",
                is_accounting ? accounting[s->sign] : plain[s->sign]);
}

static void put_grouping(const Settings *s, Buffer *out) {
  static const char *const words[] = {" group-min2", " group-auto",
                                      " group-on-aligned", "", " group-off"};
  buffer_text(out, words[s->grouping]);
}

static void put_skeleton(const Settings *s, Buffer *out) {
  put_style(s, out);
  put_notation(s, out);
  intl_digits_skeleton(&s->digits, out);
  put_sign(s, out);
  put_grouping(s, out);
}

static UNumberFormatter *open_formatter(const Settings *s, UErrorCode *status) {
  Buffer skeleton = {};
  put_skeleton(s, &skeleton);
  UChar *units = base_allocate((skeleton.length + 1) * sizeof *units);
  u_charsToUChars(skeleton.bytes, units, (i32)skeleton.length + 1);
  UNumberFormatter *formatter =
      unumf_openForSkeletonAndLocale(units, -1, s->locale.icu, status);
  free(units);
  buffer_free(&skeleton);
  return formatter;
}

/* ---- Numbers to be formatted --------------------------------------------- */

/* The exact decimal of a BigInt or of text that is a number; a double. */
typedef struct Quantity {
  Buffer decimal; /* empty: `number` counts */
  double number;
} Quantity;

static void decimal_of_text(const String *text, Quantity *quantity) {
  quantity->number = string_to_number(text);
  if (!isfinite(quantity->number) || text->length > 4096) return;
  Buffer trimmed = {};
  string_append_text(text, &trimmed);
  const char *at = trimmed.bytes ? trimmed.bytes : "";
  at += strspn(at, " \t\r\n");
  size_t length = strspn(at, "+-0123456789.eE");
  bool is_plain = length && !at[length + strspn(at + length, " \t\r\n")];
  bool has_radix = length > 1 && at[0] == '0' && isalpha((u8)at[1]);
  if (is_plain && !has_radix) buffer_append(&quantity->decimal, at, length);
  buffer_free(&trimmed);
}

static bool to_quantity(VM *vm, Value value, Quantity *quantity) {
  KEEP(vm, primitive, value);
  *quantity = (Quantity){};
  if (!vm_to_primitive(vm, value, HINT_NUMBER, &primitive)) return false;
  if (value_is_bigint(primitive)) {
    bigint_append_digits(value_to_bigint(primitive), 10, &quantity->decimal);
    quantity->number = bigint_to_double(value_to_bigint(primitive));
    return true;
  }
  if (!value_is_string(primitive))
    return vm_to_number(vm, primitive, &quantity->number);
  String *text = string_flatten(&vm->isolate, primitive);
  if (!text) return vm_throw_memory(vm);
  decimal_of_text(text, quantity);
  return true;
}

static void format_quantity(const UNumberFormatter *formatter,
                            const Quantity *quantity, UFormattedNumber *result,
                            UErrorCode *status) {
  if (quantity->decimal.length)
    unumf_formatDecimal(formatter, quantity->decimal.bytes,
                        (i32)quantity->decimal.length, result, status);
  else
    unumf_formatDouble(formatter, quantity->number, result, status);
}

/* ---- The object ---------------------------------------------------------- */

static void close_number_format(IntlObject *self) {
  if (self->handles[HANDLE_FORMATTER])
    unumf_close(self->handles[HANDLE_FORMATTER]);
  if (self->handles[HANDLE_RESULT])
    unumf_closeResult(self->handles[HANDLE_RESULT]);
  if (self->handles[HANDLE_RANGE]) unumrf_close(self->handles[HANDLE_RANGE]);
  free(self->handles[HANDLE_SKELETON]);
}

static void resolve_number(VM *vm, const Settings *s, Object *o) {
  char numbering[32];
  intl_set_text(vm, o, "locale", s->locale.tag);
  intl_keyword(&s->locale, "nu", numbering, sizeof numbering);
  if (!*numbering) {
    UErrorCode status = U_ZERO_ERROR;
    UNumberingSystem *system = unumsys_open(s->locale.icu, &status);
    intl_put(numbering, sizeof numbering,
             U_SUCCESS(status) ? unumsys_getName(system) : "latn");
    unumsys_close(system);
  }
  intl_set_text(vm, o, "numberingSystem", numbering);
  intl_set_text(vm, o, "style", styles[s->style]);
  if (s->style == STYLE_CURRENCY) {
    intl_set_text(vm, o, "currency", s->currency);
    intl_set_text(vm, o, "currencyDisplay", displays[s->display]);
    intl_set_text(vm, o, "currencySign", currency_signs[s->currency_sign]);
  }
  if (s->style == STYLE_UNIT) {
    intl_set_text(vm, o, "unit", s->unit);
    intl_set_text(vm, o, "unitDisplay", unit_displays[s->unit_display]);
  }
  intl_digits_resolve(vm, &s->digits, o);
  if (s->grouping == GROUP_FALSE)
    intl_set(vm, o, "useGrouping", VALUE_FALSE);
  else
    intl_set_text(vm, o, "useGrouping", groupings[s->grouping]);
  intl_set_text(vm, o, "notation", notations[s->notation]);
  if (s->notation == NOTATION_COMPACT)
    intl_set_text(vm, o, "compactDisplay", compacts[s->compact]);
  intl_set_text(vm, o, "signDisplay", signs[s->sign]);
  intl_digits_resolve_rounding(vm, &s->digits, o);
}

/* The skeleton and the locale are kept for a range formatter, which is made
 * when one is asked for. */
static void keep_skeleton(IntlObject *self, const Settings *s) {
  Buffer text = {};
  put_skeleton(s, &text);
  buffer_format(&text, "\n%s", s->locale.icu);
  self->handles[HANDLE_SKELETON] = buffer_take(&text);
}

static bool number_format_construct(VM *vm, Call *call) {
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_NUMBER_FORMAT));
  Settings settings;
  if (!self || !read_settings(vm, call_argument(call, 0),
                              call_argument(call, 1), &settings))
    return false;
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_number_format;
  self->handles[HANDLE_FORMATTER] = open_formatter(&settings, &status);
  self->handles[HANDLE_RESULT] = unumf_openResult(&status);
  if (status == U_NUMBER_SKELETON_SYNTAX_ERROR && settings.style == STYLE_UNIT)
    return vm_throw_range(vm,
                          "Invalid unit argument for "
                          "Intl.NumberFormat() '%s'",
                          settings.unit);
  if (!intl_check(vm, status)) return false;
  keep_skeleton(self, &settings);
  self->variant = (u8)settings.style;
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  resolve_number(vm, &settings, resolved);
  return call_return(call, value_from_cell(self));
}

/* Formats into the object's own result. */
static const UFormattedValue *format_value(VM *vm, IntlObject *self,
                                           const Quantity *quantity) {
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumber *result = self->handles[HANDLE_RESULT];
  format_quantity(self->handles[HANDLE_FORMATTER], quantity, result, &status);
  const UFormattedValue *value = unumf_resultAsValue(result, &status);
  return intl_check(vm, status) ? value : NULL;
}

/* The bound function: its data is the NumberFormat. */
static bool format_bound(VM *vm, Call *call) {
  KEEP_CELL(vm, IntlObject, self,
            (IntlObject *)value_to_cell(library_native(call)->data));
  Quantity quantity;
  if (!to_quantity(vm, call_argument(call, 0), &quantity)) return false;
  const UFormattedValue *value = format_value(vm, self, &quantity);
  buffer_free(&quantity.decimal);
  return value && intl_return_formatted(vm, call, value);
}

static bool get_format(VM *vm, Call *call) {
  return intl_get_bound(vm, call, INTL_NUMBER_FORMAT,
                        "get Intl.NumberFormat.prototype.format", format_bound,
                        1);
}

/* ---- Parts --------------------------------------------------------------- */

static const char *field_type(i32 field, double number, UChar first) {
  switch (field) {
  case UNUM_INTEGER_FIELD:
    return isnan(number) ? "nan" : isinf(number) ? "infinity" : "integer";
  case UNUM_FRACTION_FIELD: return "fraction";
  case UNUM_DECIMAL_SEPARATOR_FIELD: return "decimal";
  case UNUM_EXPONENT_SYMBOL_FIELD: return "exponentSeparator";
  case UNUM_EXPONENT_SIGN_FIELD: return "exponentMinusSign";
  case UNUM_EXPONENT_FIELD: return "exponentInteger";
  case UNUM_GROUPING_SEPARATOR_FIELD: return "group";
  case UNUM_CURRENCY_FIELD: return "currency";
  case UNUM_PERCENT_FIELD: return "percentSign";
  case UNUM_SIGN_FIELD: return first == '+' ? "plusSign" : "minusSign";
  case UNUM_MEASURE_UNIT_FIELD: return "unit";
  case UNUM_COMPACT_FIELD: return "compact";
  default: return NULL;
  }
}

/* Fields and, of a range, the spans of its ends. */
static bool collect_parts(VM *vm, const UFormattedValue *value, double number,
                          bool is_unit, IntlParts *parts) {
  UErrorCode status = U_ZERO_ERROR;
  if (!intl_parts_of(vm, value, parts)) return false;
  UConstrainedFieldPosition *position = ucfpos_open(&status);
  while (ufmtval_nextPosition(value, position, &status)) {
    i32 start, end;
    i32 category = ucfpos_getCategory(position, &status);
    i32 field = ucfpos_getField(position, &status);
    ucfpos_getIndexes(position, &start, &end, &status);
    if (category == UFIELD_CATEGORY_NUMBER_RANGE_SPAN) {
      intl_parts_source(parts, field ? "endRange" : "startRange", start, end);
      continue;
    }
    const char *type = field_type(field, number, parts->units[start]);
    if (is_unit && field == UNUM_PERCENT_FIELD) type = "unit";
    if (category == UFIELD_CATEGORY_NUMBER && type)
      intl_parts_add(parts, type, start, end);
  }
  ucfpos_close(position);
  return intl_check(vm, status) || (intl_parts_free(parts), false);
}

static bool format_to_parts(VM *vm, Call *call) {
  IntlObject *found = intl_this(vm, call, INTL_NUMBER_FORMAT,
                                "Intl.NumberFormat.prototype.formatToParts");
  Quantity quantity;
  if (!found || !to_quantity(vm, call_argument(call, 0), &quantity))
    return false;
  const UFormattedValue *value = format_value(vm, found, &quantity);
  buffer_free(&quantity.decimal);
  IntlParts parts;
  return value &&
         collect_parts(vm, value, quantity.number, found->variant == STYLE_UNIT,
                       &parts) &&
         intl_parts_finish(vm, &parts, NULL, &call->result);
}

/* ---- Ranges -------------------------------------------------------------- */

static bool open_range(VM *vm, IntlObject *self) {
  if (self->handles[HANDLE_RANGE]) return true;
  const char *skeleton = self->handles[HANDLE_SKELETON];
  const char *locale = strchr(skeleton, '\n') + 1;
  size_t length = (size_t)(locale - skeleton) - 1;
  UChar *units = base_allocate((length + 1) * sizeof *units);
  u_charsToUChars(skeleton, units, (i32)length);
  UErrorCode status = U_ZERO_ERROR;
  UParseError error;
  self->handles[HANDLE_RANGE] =
      unumrf_openForSkeletonWithCollapseAndIdentityFallback(
          units, (i32)length, UNUM_RANGE_COLLAPSE_AUTO,
          UNUM_IDENTITY_FALLBACK_APPROXIMATELY, locale, &error, &status);
  free(units);
  return intl_check(vm, status);
}

static void decimal_of(const Quantity *quantity, Buffer *out) {
  char text[NUMBER_TEXT_BYTES];
  if (quantity->decimal.length) {
    buffer_append(out, quantity->decimal.bytes, quantity->decimal.length);
    return;
  }
  if (signbit(quantity->number)) buffer_byte(out, '-'); /* -0, too */
  buffer_append(out, text, number_to_text(fabs(quantity->number), text));
}

static UFormattedNumberRange *format_ends(VM *vm, IntlObject *self,
                                          const Quantity *start,
                                          const Quantity *end) {
  if (isnan(start->number) || isnan(end->number)) {
    vm_throw_range(vm, "Invalid number value");
    return NULL;
  }
  if (!open_range(vm, self)) return NULL;
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumberRange *result = unumrf_openResult(&status);
  Buffer first = {}, second = {};
  decimal_of(start, &first);
  decimal_of(end, &second);
  unumrf_formatDecimalRange(self->handles[HANDLE_RANGE], first.bytes,
                            (i32)first.length, second.bytes, (i32)second.length,
                            result, &status);
  buffer_free(&first);
  buffer_free(&second);
  if (intl_check(vm, status)) return result;
  unumrf_closeResult(result);
  return NULL;
}

static bool return_range(VM *vm, Call *call, UFormattedNumberRange *range,
                         double number, bool wants_parts) {
  UErrorCode status = U_ZERO_ERROR;
  const UFormattedValue *value = unumrf_resultAsValue(range, &status);
  if (!wants_parts) return intl_return_formatted(vm, call, value);
  IntlParts parts;
  if (!collect_parts(vm, value, number, false, &parts)) return false;
  for (i32 i = 0; i < parts.length; i++)
    if (!parts.sources[i]) parts.sources[i] = "shared";
  return intl_parts_finish(vm, &parts, NULL, &call->result);
}

static bool format_range(VM *vm, Call *call) {
  IntlObject *found = intl_this(vm, call, INTL_NUMBER_FORMAT,
                                "Intl.NumberFormat.prototype.formatRange");
  if (!found) return false;
  Value from = call_argument(call, 0), to = call_argument(call, 1);
  if (value_is_undefined(from) || value_is_undefined(to))
    return vm_throw_type(vm, "start or end is undefined");
  Quantity start, end;
  if (!to_quantity(vm, from, &start)) return false;
  bool ok = to_quantity(vm, to, &end);
  UFormattedNumberRange *range =
      ok ? format_ends(vm, found, &start, &end) : NULL;
  buffer_free(&start.decimal);
  if (ok) buffer_free(&end.decimal);
  ok = range &&
       return_range(vm, call, range, start.number, library_native(call)->magic);
  if (range) unumrf_closeResult(range);
  return ok;
}

/* The formatter for no arguments is kept: programs call it in loops. */
static UNumberFormatter *formatter_for(VM *vm, Value locales, Value options) {
  bool is_default = value_is_undefined(locales) && value_is_undefined(options);
  if (is_default && vm->number_format) return vm->number_format;
  Settings settings;
  if (!read_settings(vm, locales, options, &settings)) return NULL;
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormatter *formatter = open_formatter(&settings, &status);
  if (!intl_check(vm, status)) {
    if (formatter) unumf_close(formatter);
    return NULL;
  }
  if (is_default) vm->number_format = formatter;
  return formatter;
}

void intl_close_numbers(VM *vm) {
  if (vm->number_format) unumf_close(vm->number_format);
}

bool intl_number_text(VM *vm, Value number, Value locales, Value options,
                      Value *result) {
  Quantity quantity;
  KEEP(vm, kept, number);
  UNumberFormatter *formatter = formatter_for(vm, locales, options);
  if (!formatter) return false;
  bool is_kept = formatter == vm->number_format;
  if (!to_quantity(vm, kept, &quantity)) {
    if (!is_kept) unumf_close(formatter);
    return false;
  }
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumber *formatted = unumf_openResult(&status);
  if (U_SUCCESS(status))
    format_quantity(formatter, &quantity, formatted, &status);
  i32 length = 0;
  const UChar *units = NULL;
  if (U_SUCCESS(status))
    units = ufmtval_getString(unumf_resultAsValue(formatted, &status), &length,
                              &status);
  bool ok = intl_check(vm, status) &&
            library_string(vm, intl_string(vm, units, length), result);
  if (formatted) unumf_closeResult(formatted);
  if (!is_kept) unumf_close(formatter);
  buffer_free(&quantity.decimal);
  return ok;
}

/* ---- Plural rules -------------------------------------------------------- */

static const char *const plural_types[] = {"cardinal", "ordinal", NULL};

/* Its first handles are those of a NumberFormat. */
enum { HANDLE_RULES = HANDLE_SKELETON + 1 };
static_assert(HANDLE_RULES < INTL_HANDLES);

static void close_plural_rules(IntlObject *self) {
  close_number_format(self);
  if (self->handles[HANDLE_RULES]) uplrules_close(self->handles[HANDLE_RULES]);
}

static const char *const plural_names[] = {"few", "many", "one",
                                           "two", "zero", "other"};

/* The categories of a locale, in the order that V8 has. NULL: threw. */
static Object *plural_categories(VM *vm, const UPluralRules *rules) {
  UErrorCode status = U_ZERO_ERROR;
  bool has[ARRAY_COUNT(plural_names)] = {};
  UEnumeration *names = uplrules_getKeywords(rules, &status);
  for (const char *name; (name = uenum_next(names, NULL, &status));)
    for (u32 i = 0; i < ARRAY_COUNT(plural_names); i++)
      if (!strcmp(plural_names[i], name)) has[i] = true;
  uenum_close(names);
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  for (u32 i = 0; i < ARRAY_COUNT(plural_names); i++)
    if (has[i] && !intl_push_text(vm, list, plural_names[i])) return NULL;
  return list;
}

static bool plural_rules_construct(VM *vm, Call *call) {
  static const char *const keys[] = {NULL};
  if (!intl_require_new(vm, call, "PluralRules")) return false;
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_PLURAL_RULES));
  Settings s = {};
  int type = 0, matcher = 1;
  KEEP(vm, options, VALUE_UNDEFINED);
  if (!self || !intl_resolve(vm, call_argument(call, 0), keys, &s.locale) ||
      !intl_options(vm, call_argument(call, 1), &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_choice(vm, options, "type", plural_types, &type) ||
      !intl_digits_read(vm, options, 0, 3, false, &s.digits))
    return false;
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_plural_rules;
  self->handles[HANDLE_RULES] = uplrules_openForType(
      s.locale.icu, type ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL,
      &status);
  self->handles[HANDLE_FORMATTER] = open_formatter(&s, &status);
  self->handles[HANDLE_RESULT] = unumf_openResult(&status);
  if (!intl_check(vm, status)) return false;
  keep_skeleton(self, &s);
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  intl_set_text(vm, resolved, "locale", s.locale.tag);
  intl_set_text(vm, resolved, "type", plural_types[type]);
  intl_digits_resolve(vm, &s.digits, resolved);
  KEEP_CELL(vm, Object, categories,
            plural_categories(vm, self->handles[HANDLE_RULES]));
  if (!categories) return false;
  intl_set(vm, resolved, "pluralCategories", value_from_cell(categories));
  intl_digits_resolve_rounding(vm, &s.digits, resolved);
  return call_return(call, value_from_cell(self));
}

static bool plural_select(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_PLURAL_RULES,
                               "Intl.PluralRules.prototype.select");
  double number;
  if (!self || !vm_to_number(vm, call_argument(call, 0), &number)) return false;
  UErrorCode status = U_ZERO_ERROR;
  unumf_formatDouble(self->handles[HANDLE_FORMATTER], number,
                     self->handles[HANDLE_RESULT], &status);
  UChar name[16];
  i32 length = uplrules_selectFormatted(self->handles[HANDLE_RULES],
                                        self->handles[HANDLE_RESULT], name,
                                        ARRAY_COUNT(name), &status);
  return intl_check(vm, status) && intl_return(vm, call, name, length);
}

static bool plural_select_range(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_PLURAL_RULES,
                               "Intl.PluralRules.prototype.selectRange");
  Value from = call_argument(call, 0), to = call_argument(call, 1);
  double start, end;
  if (!self) return false;
  if (value_is_undefined(from) || value_is_undefined(to))
    return vm_throw_type(vm, "start or end is undefined");
  if (!vm_to_number(vm, from, &start) || !vm_to_number(vm, to, &end))
    return false;
  Quantity first = {.number = start}, second = {.number = end};
  UFormattedNumberRange *range = format_ends(vm, self, &first, &second);
  if (!range) return false;
  UErrorCode status = U_ZERO_ERROR;
  UChar name[16];
  i32 length = uplrules_selectForRange(self->handles[HANDLE_RULES], range, name,
                                       ARRAY_COUNT(name), &status);
  unumrf_closeResult(range);
  return intl_check(vm, status) && intl_return(vm, call, name, length);
}

/* ---- Opening ------------------------------------------------------------- */

void intl_open_number_format(VM *vm, Object *intl) {
  static const NativeEntry methods[] = {
      {"formatToParts", format_to_parts, 1},
      {"format", get_format, 0, NATIVE_GETTER},
      {"formatRange", format_range, 2},
      {"formatRangeToParts", format_range, 2, NATIVE_METHOD, 1},
  };
  static const NativeEntry plural_methods[] = {
      {"select", plural_select, 1},
      {"selectRange", plural_select_range, 2},
  };
  intl_add(vm, intl, "NumberFormat", number_format_construct, 0,
           INTRINSIC_intl_number_format, methods, ARRAY_COUNT(methods));
  intl_add(vm, intl, "PluralRules", plural_rules_construct, 0,
           INTRINSIC_intl_plural_rules, plural_methods, 2);
}
