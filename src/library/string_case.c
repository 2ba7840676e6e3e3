/* string_case.c - upper and lower case, normalization, comparison by locale,
 * and the old HTML methods. */
#include "base/letter_case.h"
#include "base/normalize.h"
#include "library/intl.h"
#include "library/text.h"

#include <stdlib.h>
#include <unicode/ustring.h>

/* ---- Upper and lower case ----------------------------------------------- */

static bool is_between(u32 unit, u32 low, u32 high) {
  return unit - low <= high - low;
}

/* The Latin-1 letter in the other case, or 256 when that is not one Latin-1
 * letter (ß, ÿ and µ in upper case). */
static u32 convert_latin1(LetterCase wanted, u32 unit) {
  if (wanted == LETTER_CASE_LOWER) {
    bool is_upper = is_between(unit, 'A', 'Z') ||
                    (is_between(unit, 0xC0, 0xDE) && unit != 0xD7);
    return is_upper ? unit + 32 : unit;
  }
  if (unit == 0xB5 || unit == 0xDF || unit == 0xFF) return 256;
  bool is_lower = is_between(unit, 'a', 'z') ||
                  (is_between(unit, 0xE0, 0xFE) && unit != 0xF7);
  return is_lower ? unit - 32 : unit;
}

/* How the whole of a Latin-1 text fares: unchanged, all in Latin-1, or not. */
typedef enum Fate : u8 { FATE_SAME, FATE_LATIN1, FATE_WIDE } Fate;

static Fate latin1_fate(LetterCase wanted, const String *text) {
  Fate fate = FATE_SAME;
  for (u32 i = 0; i < text->length; i++) {
    u32 unit = convert_latin1(wanted, text->latin1[i]);
    if (unit == 256) return FATE_WIDE;
    if (unit != text->latin1[i]) fate = FATE_LATIN1;
  }
  return fate;
}

static bool convert_wide(VM *vm, Call *call, LetterCase wanted, String *text) {
  u16 *units = text_copy_units(text);
  size_t length = 0;
  u16 *converted = letter_case_convert(wanted, units, text->length, &length);
  free(units);
  String *result = NULL;
  bool too_long = !converted || length > STRING_MAX_LENGTH;
  if (!too_long)
    result = string_from_utf16(&vm->isolate, converted, (u32)length);
  free(converted);
  return too_long ? text_throw_length(vm) : text_return(vm, call, result);
}

/* ---- Languages with rules of their own ----------------------------------- */

static bool has_own_case(const char *language) {
  static const char *const languages[] = {"tr", "az", "lt", "el"};
  for (u32 i = 0; i < ARRAY_COUNT(languages); i++)
    if (!strcmp(languages[i], language)) return true;
  return false;
}

static bool convert_in(VM *vm, Call *call, LetterCase wanted, String *text,
                       const char *language) {
  u16 *units = text_copy_units(text);
  i32 room = (i32)text->length * 3 + 1;
  UChar *converted = base_allocate((size_t)room * sizeof *converted);
  UErrorCode status = U_ZERO_ERROR;
  i32 length = (wanted == LETTER_CASE_UPPER ? u_strToUpper : u_strToLower)(
      converted, room, units, (i32)text->length, language, &status);
  String *result = string_from_utf16(&vm->isolate, converted, (u32)length);
  free(units);
  free(converted);
  return text_return(vm, call, result);
}

/* toLowerCase, toUpperCase, and the locale variants. */
static bool convert_case(VM *vm, Call *call) {
  static const char *const names[] = {"toLowerCase", "toUpperCase",
                                      "toLocaleLowerCase", "toLocaleUpperCase"};
  u32 magic = library_native(call)->magic;
  LetterCase wanted = magic & 1 ? LETTER_CASE_UPPER : LETTER_CASE_LOWER;
  TEXT_THIS(text, names[magic]);
  if (magic >= 2) {
    char language[INTL_LANGUAGE_BYTES];
    if (!intl_case_language(vm, call_argument(call, 0), language)) return false;
    if (has_own_case(language) && text->length < STRING_MAX_LENGTH / 3)
      return convert_in(vm, call, wanted, text, language);
  }
  Fate fate = string_is_latin1(text) ? latin1_fate(wanted, text) : FATE_WIDE;
  if (fate == FATE_SAME) return call_return(call, value_from_cell(text));
  if (fate == FATE_WIDE) return convert_wide(vm, call, wanted, text);
  String *result = string_new_latin1(&vm->isolate, text->length);
  if (!result) return vm_throw_memory(vm);
  for (u32 i = 0; i < text->length; i++)
    result->latin1[i] = (u8)convert_latin1(wanted, text->latin1[i]);
  return text_return(vm, call, result);
}

/* ---- Normalization ------------------------------------------------------ */

static bool find_form(VM *vm, Value argument, NormalForm *form) {
  static const char *const names[] = {"NFC", "NFD", "NFKC", "NFKD"};
  *form = NORMAL_FORM_C;
  if (value_is_undefined(argument)) return true;
  String *name = vm_to_string(vm, argument);
  if (!name) return false;
  for (u32 i = 0; i < ARRAY_COUNT(names); i++) {
    if (name->length != strlen(names[i]) || !string_is_latin1(name) ||
        memcmp(name->latin1, names[i], name->length))
      continue;
    *form = (NormalForm)i;
    return true;
  }
  return vm_throw_range(
      vm, "The normalization form should be one of NFC, NFD, NFKC, NFKD.");
}

static bool is_ascii(const String *text) {
  if (!string_is_latin1(text)) return false;
  for (u32 i = 0; i < text->length; i++)
    if (text->latin1[i] >= 0x80) return false;
  return true;
}

/* A fresh normal form of the text, or the text; NULL: no memory. */
static String *normalized(VM *vm, String *text, NormalForm form) {
  if (is_ascii(text)) return text;
  u16 *units = text_copy_units(text);
  String *result = text;
  if (!normalize_is_normal(form, units, text->length)) {
    size_t length;
    u16 *normal = normalize_convert(form, units, text->length, &length);
    result = normal && length <= STRING_MAX_LENGTH
                 ? string_from_utf16(&vm->isolate, normal, (u32)length)
                 : NULL;
    free(normal);
  }
  free(units);
  return result;
}

static bool normalize(VM *vm, Call *call) {
  TEXT_THIS(text, "normalize");
  NormalForm form;
  if (!find_form(vm, call_argument(call, 0), &form)) return false;
  return text_return(vm, call, normalized(vm, text, form));
}

static bool locale_compare(VM *vm, Call *call) {
  TEXT_THIS(text, "localeCompare");
  TEXT_ARGUMENT(other, 0);
  int order;
  return intl_compare(vm, text, other, call_argument(call, 1),
                      call_argument(call, 2), &order) &&
         call_return(call, value_from_int(order));
}

/* ---- HTML --------------------------------------------------------------- */

static const struct Tag {
  const char *method, *tag, *attribute;
} tags[] = {
    {"anchor", "a", "name"},      {"big", "big", NULL},
    {"blink", "blink", NULL},     {"bold", "b", NULL},
    {"fixed", "tt", NULL},        {"fontcolor", "font", "color"},
    {"fontsize", "font", "size"}, {"italics", "i", NULL},
    {"link", "a", "href"},        {"small", "small", NULL},
    {"strike", "strike", NULL},   {"sub", "sub", NULL},
    {"sup", "sup", NULL},
};

static void append_quoted(StringBuilder *out, const String *value) {
  for (u32 i = 0; i < value->length; i++)
    if (string_unit(value, i) == '"')
      builder_c(out, "&quot;");
    else
      builder_unit(out, string_unit(value, i));
}

/* All of anchor, big, ...: <tag attribute="value">text</tag>. */
static bool html(VM *vm, Call *call) {
  const struct Tag *tag = &tags[library_native(call)->magic];
  TEXT_THIS(text, tag->method);
  KEEP_CELL(vm, String, value, NULL);
  if (tag->attribute && !(value = vm_to_string(vm, call_argument(call, 0))))
    return false;
  StringBuilder builder = {};
  builder_c(&builder, "<");
  builder_c(&builder, tag->tag);
  if (value) {
    builder_c(&builder, " ");
    builder_c(&builder, tag->attribute);
    builder_c(&builder, "=\"");
    append_quoted(&builder, value);
    builder_c(&builder, "\"");
  }
  builder_c(&builder, ">");
  builder_string(&builder, text);
  builder_c(&builder, "</");
  builder_c(&builder, tag->tag);
  builder_c(&builder, ">");
  return text_finish(vm, call, &builder);
}

static void open_html(VM *vm, Object *prototype) {
  for (u32 i = 0; i < ARRAY_COUNT(tags); i++) {
    NativeEntry entry = {tags[i].method, html, tags[i].attribute ? 1 : 0,
                         NATIVE_METHOD, (u16)i};
    library_add_functions(vm, prototype, &entry, 1);
  }
}

static const NativeEntry functions[] = {
    {"toLowerCase", convert_case, 0, NATIVE_METHOD, 0},
    {"toUpperCase", convert_case, 0, NATIVE_METHOD, 1},
    {"toLocaleLowerCase", convert_case, 0, NATIVE_METHOD, 2},
    {"toLocaleUpperCase", convert_case, 0, NATIVE_METHOD, 3},
    {"normalize", normalize, 0},
    {"localeCompare", locale_compare, 1},
};

void text_open_case(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  open_html(vm, prototype);
}
