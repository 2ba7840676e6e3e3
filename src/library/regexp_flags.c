/* regexp_flags.c - what an expression says of itself: flags, source, its text;
 * and RegExp.escape, the way from text to a pattern that matches it. */
#include "library/regexp.h"

#include "base/unicode.h"

/* ---- Flags -------------------------------------------------------------- */

/* In the order of `flags`. */
static const struct {
  const char *name;
  char letter;
  u8 flag;
} flags[] = {
    {"hasIndices", 'd', REGEXP_HAS_INDICES},
    {"global", 'g', REGEXP_GLOBAL},
    {"ignoreCase", 'i', REGEXP_IGNORE_CASE},
    {"multiline", 'm', REGEXP_MULTILINE},
    {"dotAll", 's', REGEXP_DOT_ALL},
    {"unicode", 'u', REGEXP_UNICODE},
    {"unicodeSets", 'v', REGEXP_UNICODE_SETS},
    {"sticky", 'y', REGEXP_STICKY},
};

/* RegExp.prototype itself has no flags, and says so without an error. */
static bool is_prototype(VM *vm, Value value) {
  return value_same_bits(
      value, value_from_cell(INTRINSIC(&vm->isolate, regexp_prototype)));
}

static bool get_flag(VM *vm, Call *call) {
  u32 index = library_native(call)->magic;
  if (value_is_kind(call->this_value, KIND_REGEXP)) {
    bool has = regexp_has(regexp_of(call->this_value), flags[index].flag);
    return call_return(call, value_from_boolean(has));
  }
  if (is_prototype(vm, call->this_value))
    return call_return(call, VALUE_UNDEFINED);
  return vm_throw_type(vm,
                       "RegExp.prototype.%s getter called on non-RegExp object",
                       flags[index].name);
}

static bool collect_flags(VM *vm, Value regexp, Buffer *letters) {
  for (u32 i = 0; i < ARRAY_COUNT(flags); i++) {
    Value value;
    if (!vm_get(vm, regexp, key_from_c(&vm->isolate, flags[i].name), &value))
      return false;
    if (vm_to_boolean(value)) buffer_byte(letters, flags[i].letter);
  }
  return true;
}

static void known_flags(const RegexpObject *regexp, Buffer *letters) {
  for (u32 i = 0; i < ARRAY_COUNT(flags); i++)
    if (regexp_has(regexp, flags[i].flag))
      buffer_byte(letters, flags[i].letter);
}

static bool get_flags(VM *vm, Call *call) {
  if (!value_is_object(call->this_value)) {
    return library_throw_about(
        vm, "RegExp.prototype.flags getter called on non-object %s",
        call->this_value);
  }
  Buffer letters = {};
  bool done = true;
  if (regexp_is_direct(vm, call->this_value))
    known_flags(regexp_of(call->this_value), &letters);
  else
    done = collect_flags(vm, call->this_value, &letters);
  if (done)
    done = text_return(
        vm, call,
        string_from_text(&vm->isolate, letters.bytes, letters.length));
  buffer_free(&letters);
  return done;
}

String *regexp_flags_text(VM *vm, Value regexp) {
  KEEP(vm, text, VALUE_UNDEFINED);
  if (!vm_get(vm, regexp, ATOM_KEY(&vm->isolate, flags), &text)) return NULL;
  return vm_to_string(vm, text);
}

bool regexp_has_letter(const String *text, char letter) {
  for (u32 i = 0; i < text->length; i++)
    if (string_unit(text, i) == (u8)letter) return true;
  return false;
}

/* ---- source and toString ------------------------------------------------ */

static const char *line_end_escape(u32 unit) {
  switch (unit) {
  case '\n': return "\\n";
  case '\r': return "\\r";
  case 0x2028: return "\\u2028";
  case 0x2029: return "\\u2029";
  default: return NULL;
  }
}

/* The pattern as it can stand between slashes. */
static void escape_source(const String *source, StringBuilder *out) {
  bool in_class = false, is_escaped = false;
  for (u32 i = 0; i < source->length; i++) {
    u32 unit = string_unit(source, i);
    const char *line_end = line_end_escape(unit);
    if (line_end) {
      /* behind a backslash, that one already escapes */
      builder_c(out, is_escaped ? line_end + 1 : line_end);
    } else {
      if (unit == '/' && !is_escaped && !in_class) builder_unit(out, '\\');
      builder_unit(out, unit);
    }
    if (!is_escaped && unit == '[') in_class = true;
    if (!is_escaped && unit == ']') in_class = false;
    is_escaped = unit == '\\' && !is_escaped;
  }
}

static bool needs_escapes(const String *source) {
  for (u32 i = 0; i < source->length; i++) {
    u32 unit = string_unit(source, i);
    if (unit == '/' || line_end_escape(unit)) return true;
  }
  return false;
}

static bool get_source(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  String *source = NULL;
  if (value_is_kind(call->this_value, KIND_REGEXP))
    source = regexp_of(call->this_value)->code->source;
  else if (!is_prototype(vm, call->this_value))
    return vm_throw_type(
        vm, "RegExp.prototype.source getter called on non-RegExp object");
  if (!source || !source->length)
    return text_return(vm, call, string_from_c(isolate, "(?:)"));
  if (!needs_escapes(source)) return call_return(call, value_from_cell(source));
  StringBuilder builder = {};
  escape_source(source, &builder);
  return text_finish(vm, call, &builder);
}

static bool append_property(VM *vm, Value object, Key key,
                            StringBuilder *builder) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!vm_get(vm, object, key, &value)) return false;
  String *text = vm_to_string(vm, value);
  if (text) builder_string(builder, text);
  return text != NULL;
}

bool regexp_to_string(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.toString")) return false;
  Isolate *isolate = &vm->isolate;
  StringBuilder builder = {};
  builder_unit(&builder, '/');
  bool done = append_property(vm, call->this_value, ATOM_KEY(isolate, source),
                              &builder);
  builder_unit(&builder, '/');
  done = done && append_property(vm, call->this_value, ATOM_KEY(isolate, flags),
                                 &builder);
  if (done) return text_finish(vm, call, &builder);
  builder_free(&builder);
  return false;
}

void regexp_open_flags(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"flags", get_flags, 0, NATIVE_GETTER},
      {"source", get_source, 0, NATIVE_GETTER},
      {"toString", regexp_to_string, 0},
  };
  library_add_functions(vm, prototype, entries, ARRAY_COUNT(entries));
  for (u32 i = 0; i < ARRAY_COUNT(flags); i++) {
    NativeEntry entry = {flags[i].name, get_flag, 0, NATIVE_GETTER, (u16)i};
    library_add_functions(vm, prototype, &entry, 1);
  }
}

/* ---- RegExp.escape ------------------------------------------------------ */

static bool is_among(u32 unit, const char *characters) {
  return unit && unit < 0x80 && strchr(characters, (int)unit);
}

static void append_hex(StringBuilder *out, const char *prefix, u32 number,
                       u32 digits) {
  builder_c(out, prefix);
  while (digits-- > 0)
    builder_unit(out, (u8) "0123456789abcdef"[number >> (4 * digits) & 15]);
}

static void append_control(StringBuilder *out, u32 unit) {
  static const char controls[] = "\t\n\v\f\r", letters[] = "tnvfr";
  builder_unit(out, '\\');
  builder_unit(out, (u8)letters[strchr(controls, (int)unit) - controls]);
}

/* EncodeForRegExpEscape. */
static void escape_point(StringBuilder *out, u32 point) {
  bool is_space = unicode_is_space(point) || unicode_is_line_terminator(point);
  bool is_lone = point >= 0xD800 && point <= 0xDFFF;
  if (is_among(point, "^$\\.*+?()[]{}|/")) {
    builder_unit(out, '\\');
    builder_unit(out, point);
  } else if (is_among(point, "\t\n\v\f\r")) {
    append_control(out, point);
  } else if (!is_among(point, ",-=<>#&!%:;@~'`\"") && !is_space && !is_lone) {
    builder_code_point(out, point);
  } else if (point <= 0xFF) {
    append_hex(out, "\\x", point, 2);
  } else {
    append_hex(out, "\\u", point, 4);
  }
}

static bool is_letter_or_digit(u32 unit) {
  return (unit >= '0' && unit <= '9') ||
         ((unit | 0x20) >= 'a' && (unit | 0x20) <= 'z');
}

static bool escape(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_string(value))
    return library_throw_about(vm, "%s is not a string", value);
  KEEP_CELL(vm, String, text, string_flatten(&vm->isolate, value));
  if (!text) return vm_throw_memory(vm);
  StringBuilder builder = {};
  for (u32 i = 0; i < text->length; i++) {
    u32 unit = string_unit(text, i), next = 0;
    if (i + 1 < text->length) next = string_unit(text, i + 1);
    if (i == 0 && unit < 0x80 && is_letter_or_digit(unit)) {
      append_hex(&builder, "\\x", unit, 2);
    } else if (unicode_is_lead(unit) && unicode_is_trail(next)) {
      escape_point(&builder, unicode_pair(unit, next));
      i++;
    } else {
      escape_point(&builder, unit);
    }
  }
  return text_finish(vm, call, &builder);
}

void regexp_open_escape(VM *vm, Object *constructor) {
  static const NativeEntry entry = {"escape", escape, 1};
  library_add_functions(vm, constructor, &entry, 1);
}
