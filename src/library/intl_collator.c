/* intl_collator.c - Intl.Collator and String.prototype.localeCompare. */
#include "library/intl.h"

#include <unicode/ucol.h>

static const char *const usages[] = {"sort", "search", NULL};
static const char *const sensitivities[] = {"base", "accent", "case", "variant",
                                            NULL};
static const char *const first_cases[] = {"upper", "lower", "false", NULL};
enum {
  SENSITIVITY_BASE,
  SENSITIVITY_ACCENT,
  SENSITIVITY_CASE,
  SENSITIVITY_VARIANT
};

typedef struct Settings {
  IntlLocale locale;
  char collation[24];
  int usage, sensitivity, ignores_punctuation, numeric, first_case;
} Settings;

/* ---- Options ------------------------------------------------------------- */

/* What the tag asks for, where no option does. */
static void take_extensions(Settings *s) {
  char value[16];
  intl_keyword(&s->locale, "kn", value, sizeof value);
  if (s->numeric < 0 && *value)
    s->numeric = strcmp(value, "false") && strcmp(value, "no");
  intl_keyword(&s->locale, "kf", value, sizeof value);
  for (int i = 0; s->first_case < 0 && first_cases[i]; i++)
    if (!strcmp(first_cases[i], value)) s->first_case = i;
}

static bool read_settings(VM *vm, Value locales, Value argument, Settings *s) {
  static const char *const keys[] = {"co", "kf", "kn", NULL};
  static const char *const matchers[] = {"lookup", "best fit", NULL};
  int matcher = 1;
  *s = (Settings){.sensitivity = -1,
                  .ignores_punctuation = -1,
                  .numeric = -1,
                  .first_case = -1};
  KEEP(vm, options, VALUE_UNDEFINED);
  if (!intl_resolve(vm, locales, keys, &s->locale) ||
      !intl_options(vm, argument, &options) ||
      !intl_choice(vm, options, "usage", usages, &s->usage) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_word(vm, options, "collation", s->collation, sizeof s->collation) ||
      !intl_flag(vm, options, "numeric", &s->numeric) ||
      !intl_choice(vm, options, "caseFirst", first_cases, &s->first_case) ||
      !intl_choice(vm, options, "sensitivity", sensitivities,
                   &s->sensitivity) ||
      !intl_flag(vm, options, "ignorePunctuation", &s->ignores_punctuation))
    return false;
  intl_take_option(&s->locale, "co", s->collation);
  if (s->usage) intl_set_keyword(&s->locale, "co", "search");
  take_extensions(s);
  return true;
}

/* ---- ICU's collator ------------------------------------------------------ */

static void set_sensitivity(UCollator *collator, int sensitivity,
                            UErrorCode *status) {
  static const UColAttributeValue strengths[] = {UCOL_PRIMARY, UCOL_SECONDARY,
                                                 UCOL_PRIMARY, UCOL_TERTIARY};
  if (sensitivity < 0) return;
  ucol_setAttribute(collator, UCOL_STRENGTH, strengths[sensitivity], status);
  if (sensitivity == SENSITIVITY_CASE)
    ucol_setAttribute(collator, UCOL_CASE_LEVEL, UCOL_ON, status);
}

static UCollator *open_collator(const Settings *s, UErrorCode *status) {
  static const UColAttributeValue cases[] = {UCOL_UPPER_FIRST, UCOL_LOWER_FIRST,
                                             UCOL_OFF};
  UCollator *collator = ucol_open(s->locale.icu, status);
  if (U_FAILURE(*status)) return collator;
  ucol_setAttribute(collator, UCOL_NORMALIZATION_MODE, UCOL_ON, status);
  if (s->numeric >= 0)
    ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION,
                      s->numeric ? UCOL_ON : UCOL_OFF, status);
  if (s->first_case >= 0)
    ucol_setAttribute(collator, UCOL_CASE_FIRST, cases[s->first_case], status);
  set_sensitivity(collator, s->sensitivity, status);
  if (s->ignores_punctuation >= 0)
    ucol_setAttribute(
        collator, UCOL_ALTERNATE_HANDLING,
        s->ignores_punctuation ? UCOL_SHIFTED : UCOL_NON_IGNORABLE, status);
  return collator;
}

static int compare(const UCollator *collator, const String *a,
                   const String *b) {
  IntlText first, second;
  intl_text(&first, a);
  intl_text(&second, b);
  int order = ucol_strcoll(collator, first.units, first.length, second.units,
                           second.length);
  intl_text_free(&first);
  intl_text_free(&second);
  return order;
}

/* ---- The object ---------------------------------------------------------- */

static void close_collator(IntlObject *self) {
  if (self->handles[0]) ucol_close(self->handles[0]);
}

static void resolve_collator(VM *vm, const Settings *s,
                             const UCollator *collator, Object *o) {
  char collation[32];
  UErrorCode status = U_ZERO_ERROR;
  intl_keyword(&s->locale, "co", collation, sizeof collation);
  bool is_usual = !*collation || s->usage || !strcmp(collation, "standard");
  bool shifts = ucol_getAttribute(collator, UCOL_ALTERNATE_HANDLING, &status) ==
                UCOL_SHIFTED;
  UColAttributeValue first =
      ucol_getAttribute(collator, UCOL_CASE_FIRST, &status);
  intl_set_text(vm, o, "locale", s->locale.tag);
  intl_set_text(vm, o, "usage", usages[s->usage]);
  intl_set_text(
      vm, o, "sensitivity",
      sensitivities[s->sensitivity < 0 ? SENSITIVITY_VARIANT : s->sensitivity]);
  intl_set(vm, o, "ignorePunctuation", value_from_boolean(shifts));
  intl_set_text(vm, o, "collation", is_usual ? "default" : collation);
  intl_set(vm, o, "numeric", value_from_boolean(s->numeric > 0));
  intl_set_text(vm, o, "caseFirst",
                first == UCOL_UPPER_FIRST   ? "upper"
                : first == UCOL_LOWER_FIRST ? "lower"
                                            : "false");
}

static bool collator_construct(VM *vm, Call *call) {
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_COLLATOR));
  Settings settings;
  if (!self || !read_settings(vm, call_argument(call, 0),
                              call_argument(call, 1), &settings))
    return false;
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_collator;
  self->handles[0] = open_collator(&settings, &status);
  if (!intl_check(vm, status)) return false;
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  resolve_collator(vm, &settings, self->handles[0], resolved);
  return call_return(call, value_from_cell(self));
}

static bool compare_bound(VM *vm, Call *call) {
  KEEP_CELL(vm, IntlObject, self,
            (IntlObject *)value_to_cell(library_native(call)->data));
  KEEP_CELL(vm, String, a, vm_to_string(vm, call_argument(call, 0)));
  if (!a) return false;
  KEEP_CELL(vm, String, b, vm_to_string(vm, call_argument(call, 1)));
  if (!b) return false;
  return call_return(call, value_from_int(compare(self->handles[0], a, b)));
}

static bool get_compare(VM *vm, Call *call) {
  return intl_get_bound(vm, call, INTL_COLLATOR,
                        "get Intl.Collator.prototype.compare", compare_bound,
                        2);
}

/* ---- localeCompare ------------------------------------------------------- */

/* The collator for no arguments is kept: it is what sorts. */
bool intl_compare(VM *vm, String *a, String *b, Value locales, Value options,
                  int *order) {
  bool is_default = value_is_undefined(locales) && value_is_undefined(options);
  UCollator *collator = is_default ? vm->collator : NULL;
  if (!collator) {
    Settings settings;
    if (!read_settings(vm, locales, options, &settings)) return false;
    UErrorCode status = U_ZERO_ERROR;
    collator = open_collator(&settings, &status);
    if (!intl_check(vm, status)) {
      if (collator) ucol_close(collator);
      return false;
    }
    if (is_default) vm->collator = collator;
  }
  *order = compare(collator, a, b);
  if (!is_default) ucol_close(collator);
  return true;
}

void intl_close_collator(VM *vm) {
  if (vm->collator) ucol_close(vm->collator);
}

void intl_open_collator(VM *vm, Object *intl) {
  static const NativeEntry methods[] = {
      {"compare", get_compare, 0, NATIVE_GETTER}};
  intl_add(vm, intl, "Collator", collator_construct, 0, INTRINSIC_intl_collator,
           methods, 1);
}
