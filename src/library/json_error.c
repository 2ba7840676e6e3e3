/* json_error.c - what is wrong with a JSON text, in words. */
#include "library/json.h"

/* Messages quote the text, so they may hold half of a surrogate pair, which
 * vm_throw_error would not take. Frees the message. Always false. */
static bool throw_message(VM *vm, ErrorKind kind, Buffer *message) {
  String *text =
      string_from_text(&vm->isolate, message->bytes, message->length);
  buffer_free(message);
  if (!text) return vm_throw_memory(vm);
  Object *error = vm_new_error(vm, kind, value_from_cell(text));
  return vm_throw(vm, value_from_cell(error));
}

constexpr u32 CONTEXT_UNITS = 10; /* shown on each side of a bad token */

/* Appends units [start, end) as people may read them. */
static void append_units(Buffer *out, const String *text, u32 start, u32 end) {
  for (u32 i = start; i < end; i++) {
    u32 unit = string_unit(text, i);
    bool is_pair = (unit & 0xFC00) == 0xD800 && i + 1 < end &&
                   (string_unit(text, i + 1) & 0xFC00) == 0xDC00;
    if (is_pair) {
      u32 low = string_unit(text, ++i);
      unit = 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
    }
    buffer_code_point(out, unit);
  }
}

/* Texts that come from forgetting to stringify get their own message. */
static bool is_forgotten(const String *text) {
  static const char *const words[] = {"undefined", "NaN", "Infinity",
                                      "[object Object]"};
  if (!string_is_latin1(text)) return false;
  for (u32 i = 0; i < ARRAY_COUNT(words); i++)
    if (text->length == strlen(words[i]) &&
        !memcmp(text->latin1, words[i], text->length))
      return true;
  return false;
}

/* "..." marks where a long text is cut. */
static void append_context(Buffer *out, const String *text, u32 at) {
  bool is_long = text->length > 2 * CONTEXT_UNITS;
  bool cut_before = is_long && at >= CONTEXT_UNITS;
  bool cut_behind =
      is_long && (at < CONTEXT_UNITS || at < text->length - CONTEXT_UNITS);
  u32 start = cut_before ? at - CONTEXT_UNITS : 0;
  u32 end = cut_behind ? at + CONTEXT_UNITS : text->length;
  buffer_text(out, cut_before ? "...\"" : "\"");
  append_units(out, text, start, end);
  buffer_text(out,
              cut_behind ? "\"... is not valid JSON" : "\" is not valid JSON");
}

static void describe_token(const JsonParser *parser, Buffer *out) {
  const String *text = parser->text;
  if (parser->at >= text->length) {
    buffer_text(out, "Unexpected end of JSON input");
    return;
  }
  u32 unit = string_unit(text, parser->at);
  if (unit == '"') {
    buffer_format(out, "Unexpected string in JSON at position %u", parser->at);
  } else if (unit == '-' || (unit >= '0' && unit <= '9')) {
    buffer_format(out, "Unexpected number in JSON at position %u", parser->at);
  } else if (is_forgotten(text)) {
    buffer_byte(out, '"');
    append_units(out, text, 0, text->length);
    buffer_text(out, "\" is not valid JSON");
  } else {
    buffer_text(out, "Unexpected token '");
    append_units(out, text, parser->at, parser->at + 1);
    buffer_text(out, "', ");
    append_context(out, text, parser->at);
  }
}

bool json_fail(JsonParser *parser, JsonError error) {
  static const char *const messages[] = {
#define JSON_ERROR(name, text) [JSON_ERROR_##name] = text,
      JSON_ERRORS(JSON_ERROR)
#undef JSON_ERROR
  };
  Buffer message = {};
  if (error == JSON_ERROR_TOKEN)
    describe_token(parser, &message);
  else
    buffer_format(&message, "%s at position %u", messages[error], parser->at);
  return throw_message(parser->vm, ERROR_SYNTAX, &message);
}

/* ---- Circles ------------------------------------------------------------ */

/* How many objects are named behind the first, and before the last. */
constexpr u32 CIRCLE_FIRST = 2, CIRCLE_LAST = 1;

/* The name of what constructed an object, without running any code. */
static void append_constructor(VM *vm, Value object, Buffer *out) {
  Isolate *isolate = &vm->isolate;
  Property found, name;
  bool is_named = object_find(isolate, value_to_object(object),
                              ATOM_KEY(isolate, constructor), &found) &&
                  found.place != PLACE_EXOTIC &&
                  !(found.attributes & ATTRIBUTE_ACCESSOR) &&
                  value_is_callable(found.value) &&
                  object_get_own(isolate, value_to_object(found.value),
                                 ATOM_KEY(isolate, name), &name) &&
                  value_is_kind(name.value, KIND_STRING);
  buffer_text(out, "object with constructor '");
  if (is_named)
    string_append_text((String *)value_to_cell(name.value), out);
  else
    buffer_text(out, "Object");
  buffer_byte(out, '\'');
}

static void append_key(Key key, Buffer *out) {
  if (key_is_index(key)) {
    buffer_format(out, "index %u", key_index(key));
    return;
  }
  if (!((String *)key_cell(key))->length) {
    buffer_text(out, "<anonymous>");
    return;
  }
  buffer_text(out, "property '");
  key_append_text(key, out);
  buffer_byte(out, '\'');
}

bool json_throw_circular(VM *vm, const JsonStack *path, u32 start, Key key) {
  Buffer text = {};
  buffer_text(&text, "Converting circular structure to JSON\n"
                     "    --> starting at ");
  append_constructor(vm, path->values[start], &text);
  u32 count = (path->length - start) / 2; /* objects on the circle */
  for (u32 i = 1; i < count; i++) {
    if (i > CIRCLE_FIRST && i + CIRCLE_LAST < count) {
      buffer_text(&text, "\n    |     ...");
      i = count - CIRCLE_LAST;
    }
    const Value *entry = &path->values[start + 2 * i];
    buffer_text(&text, "\n    |     ");
    append_key(value_bits_key(entry[1]), &text);
    buffer_text(&text, " -> ");
    append_constructor(vm, entry[0], &text);
  }
  buffer_text(&text, "\n    --- ");
  append_key(key, &text);
  buffer_text(&text, " closes the circle");
  return throw_message(vm, ERROR_TYPE, &text);
}
