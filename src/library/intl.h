/* intl.h - what the files of Intl share (ECMA-402, by ICU).
 *
 * An object of any of Intl's services is one kind of cell: it owns the handles
 * of ICU that do its work, and holds the object that resolvedOptions copies.
 * The handles lie in the C heap and are closed when the cell dies.
 *
 *   IntlObject  +--------+---------+------------+----------+-------+------+
 *               | Object | service | handles[5] | resolved | bound | text |
 *               +--------+---------+------------+----------+-------+------+
 *
 * What comes out is ICU's and CLDR's (72 and 42), so that in places it is not
 * what a newer Node prints.
 */
#ifndef GLASSHEAP_LIBRARY_INTL_H
#define GLASSHEAP_LIBRARY_INTL_H

#include "library/support.h"

#include <unicode/uformattedvalue.h>
#include <unicode/utypes.h>

typedef enum IntlService : u8 {
  INTL_COLLATOR,
  INTL_DATE_TIME_FORMAT,
  INTL_DISPLAY_NAMES,
  INTL_LIST_FORMAT,
  INTL_LOCALE,
  INTL_NUMBER_FORMAT,
  INTL_PLURAL_RULES,
  INTL_RELATIVE_TIME_FORMAT,
  INTL_SEGMENTER,
  INTL_SEGMENTS,         /* what segment() gives */
  INTL_SEGMENT_ITERATOR, /* and its iterator */
} IntlService;

constexpr u32 INTL_HANDLES = 5;
constexpr u32 INTL_LOCALE_BYTES = 160;

typedef struct IntlObject {
  Object object;
  IntlService service;
  u8 variant;   /* the service's own */
  u16 flags;    /* the service's own */
  u32 position; /* of a segment iterator */
  void *handles[INTL_HANDLES];
  void (*close)(struct IntlObject *self); /* closes the handles */
  Value resolved;                         /* an object, or undefined */
  Value bound; /* what `format` or `compare` gave, or undefined */
  Value text;  /* of segments; the tag of a Locale */
} IntlObject;

/* ---- Objects (intl.c) --------------------------------------------------- */

/* intl_new - a fresh object for a constructor call; NULL when it threw. */
IntlObject *intl_new(VM *vm, Call *call, IntlService service);
/* intl_this - the object of that service that a method was called on. */
IntlObject *intl_this(VM *vm, Call *call, IntlService service,
                      const char *method);
/* intl_get_bound - what the getters `format` and `compare` answer: a function
 * bound to the object they are read from, the same each time. Its data is the
 * object. */
bool intl_get_bound(VM *vm, Call *call, IntlService service, const char *method,
                    NativeCode *code, u32 length);
/* intl_check - a RangeError when ICU reports a failure. */
bool intl_check(VM *vm, UErrorCode status);
/* intl_set, intl_set_text - a property of an object that is being made. */
void intl_set(VM *vm, Object *object, const char *name, Value value);
void intl_set_text(VM *vm, Object *object, const char *name, const char *text);
/* intl_push_text - one more item of a list. False: no memory (thrown). */
bool intl_push_text(VM *vm, Object *list, const char *text);
/* intl_c_text - what the buffer holds, for functions that take C text: a tag or
 * a code with a NUL inside is none, and neither is the empty text. */
ALWAYS_INLINE const char *intl_c_text(const Buffer *text) {
  bool is_whole = text->length && strlen(text->bytes) == text->length;
  return is_whole ? text->bytes : "";
}
/* intl_require_new - TypeError when the constructor was called as a function.
 */
bool intl_require_new(VM *vm, Call *call, const char *name);

/* ---- Options ------------------------------------------------------------ */

/* intl_options - the options argument: undefined stays, others become an
 * object. */
bool intl_options(VM *vm, Value argument, Value *options);
/* intl_choice - an option that is one of the names in `allowed` (ended by
 * NULL); `*chosen` keeps its value when the option is undefined. */
bool intl_choice(VM *vm, Value options, const char *name,
                 const char *const *allowed, int *chosen);
/* intl_whole - a whole number within a range. */
bool intl_whole(VM *vm, Value options, const char *name, double least,
                double most, int *chosen);
/* intl_flag - a boolean, as 0 or 1. */
bool intl_flag(VM *vm, Value options, const char *name, int *chosen);
/* intl_word - any text, into `text`; untouched when undefined. False, and a
 * RangeError, for one that is too long or not ASCII. */
bool intl_word(VM *vm, Value options, const char *name, char *text,
               size_t size);

/* intl_put - copies C text that fits; what would not is cut. */
ALWAYS_INLINE void intl_put(char *to, size_t size, const char *from) {
  size_t length = strlen(from);
  assert(length < size);
  if (length >= size) length = size - 1;
  memcpy(to, from, length);
  to[length] = 0;
}
/* intl_append - the same behind what is there. */
ALWAYS_INLINE void intl_append(char *to, size_t size, const char *from) {
  size_t length = strlen(to);
  intl_put(to + length, size - length, from);
}

/* ---- Text --------------------------------------------------------------- */

/* A string's UTF-16 units, for ICU. Free it on every path. */
typedef struct IntlText {
  const UChar *units;
  i32 length;
  UChar *owned;
  UChar few[128];
} IntlText;
void intl_text(IntlText *text, const String *string);
void intl_text_free(IntlText *text);
/* intl_copy_units - a copy with a closing zero, the caller's to free. */
UChar *intl_copy_units(const UChar *units, i32 length);
/* intl_string - a fresh string; NULL: no memory. */
String *intl_string(VM *vm, const UChar *units, i32 length);
bool intl_return(VM *vm, Call *call, const UChar *units, i32 length);
/* intl_return_formatted - the whole text of one of ICU's results. */
bool intl_return_formatted(VM *vm, Call *call, const UFormattedValue *value);

/* ---- Parts -------------------------------------------------------------- */

/* Text whose units belong to fields. Fields lie inside each other; the inner
 * ones are added first. */
typedef struct IntlParts {
  UChar *units;
  i32 length;
  const char **types; /* for each unit; NULL is "literal" */
  u8 *begins;         /* 1: a field begins here; see intl_parts_source */
  const char **sources;
} IntlParts;
void intl_parts_open(IntlParts *parts, const UChar *units, i32 length);
/* intl_parts_of - the same for the text of a formatted value; false: threw. */
bool intl_parts_of(VM *vm, const UFormattedValue *value, IntlParts *parts);
void intl_parts_add(IntlParts *parts, const char *type, i32 start, i32 end);
/* intl_parts_source - which end of a range the units are of. */
void intl_parts_source(IntlParts *parts, const char *source, i32 start,
                       i32 end);
/* intl_parts_finish - the array of parts; frees them. `unit` is a further
 * property of every part that is no literal, or NULL. */
bool intl_parts_finish(VM *vm, IntlParts *parts, const char *unit,
                       Value *result);
void intl_parts_free(IntlParts *parts);

/* ---- Locales (intl_locale.c) -------------------------------------------- */

typedef struct IntlLocale {
  char tag[INTL_LOCALE_BYTES]; /* as resolvedOptions shows it */
  char icu[INTL_LOCALE_BYTES]; /* as ICU wants it */
} IntlLocale;

/* intl_resolve - the best locale for a request. `keys` names the Unicode
 * extensions that count ("nu", "ca", ..., ended by NULL). */
bool intl_resolve(VM *vm, Value locales, const char *const *keys,
                  IntlLocale *locale);
/* intl_keyword - the value of an extension of a resolved locale, in BCP 47's
 * words ("latn"); "" when there is none. */
void intl_keyword(const IntlLocale *locale, const char *key, char *value,
                  size_t size);
/* intl_take_option - an option's value goes before what the tag asks, if ICU
 * knows it; "" is none. */
void intl_take_option(IntlLocale *locale, const char *key, const char *value);
/* intl_set_keyword - sets one for ICU alone. */
void intl_set_keyword(IntlLocale *locale, const char *key, const char *value);
/* intl_locale_list - CanonicalizeLocaleList as an array of strings. NULL:
 * threw. */
Object *intl_locale_list(VM *vm, Value locales);
/* intl_icu_of_tag - ICU's identifier for a tag, or false when the tag is not
 * well-formed; intl_tag_of_icu - and back. INTL_LOCALE_BYTES of room. */
bool intl_icu_of_tag(const char *tag, char *icu);
bool intl_tag_of_icu(const char *icu, char *tag);
/* intl_canonical_item - the canonical tag of one item of a list of locales:
 * text or an Intl.Locale. */
bool intl_canonical_item(VM *vm, Value item, char *canonical);
/* intl_canonicalize - a canonical tag, or a RangeError. */
bool intl_canonicalize(VM *vm, const char *tag, char *canonical);
/* intl_default_locale - the run's own. */
const char *intl_default_locale(VM *vm);
/* intl_case_language - the language whose rules for upper and lower case a call
 * asks for. */
constexpr u32 INTL_LANGUAGE_BYTES = 16;
bool intl_case_language(VM *vm, Value locales, char *language);
bool intl_supported_locales(VM *vm, Call *call);

/* ---- Services ----------------------------------------------------------- */

/* Each opens its constructor on Intl. */
void intl_open_locales(VM *vm, Object *intl);
void intl_open_locale(VM *vm, Object *intl);
void intl_open_number_format(VM *vm, Object *intl);
void intl_open_date_format(VM *vm, Object *intl);
void intl_open_collator(VM *vm, Object *intl);
void intl_open_words(VM *vm, Object *intl);
void intl_open_segmenter(VM *vm, Object *intl);
/* intl_add - a constructor and its prototype on Intl. */
Object *intl_add(VM *vm, Object *intl, const char *name, NativeCode *construct,
                 u32 length, Intrinsic prototype, const NativeEntry *methods,
                 u32 count);

/* ---- For other files of the library -------------------------------------- */

/* intl_number_text - number.toLocaleString(locales, options), BigInts too. */
bool intl_number_text(VM *vm, Value number, Value locales, Value options,
                      Value *result);
/* intl_date_text - of a valid time; `wants` says which parts count. */
typedef enum IntlDateParts : u8 {
  INTL_DATE = 1,
  INTL_TIME = 2,
  INTL_DATE_AND_TIME = 3,
} IntlDateParts;
bool intl_date_text(VM *vm, double time, IntlDateParts wants, Value locales,
                    Value options, Value *result);
/* intl_compare - a.localeCompare(b, locales, options). */
bool intl_compare(VM *vm, String *a, String *b, Value locales, Value options,
                  int *order);
/* intl_close - what is kept for the defaults; when the VM closes. Each service
 * has its part. */
void intl_close(VM *vm);
void intl_close_collator(VM *vm);
void intl_close_dates(VM *vm);
void intl_close_numbers(VM *vm);

#endif
