/* uint8_array_text.c - Uint8Array and text: base64 and hexadecimal, both ways.
 */
#include <stdlib.h>

#include "library/typed_array.h"

/* ---- Receivers and options
 * --------------------------------------------------- */

/* ValidateUint8Array: the type only. */
static View *this_bytes(VM *vm, Call *call, const char *method) {
  Value value = call->this_value;
  if (value_is_typed_array(value) &&
      ((View *)value_to_cell(value))->type == TYPE_UINT8)
    return (View *)value_to_cell(value);
  Buffer name = {};
  buffer_format(&name, "Uint8Array.prototype.%s", method);
  library_throw_receiver(vm, name.bytes, value);
  buffer_free(&name);
  return NULL;
}

static bool check_bytes(VM *vm, View *view, const char *method) {
  return !view_is_out_of_bounds(view) || binary_throw_detached(vm, method);
}

static bool check_options(VM *vm, Value options) {
  return value_is_undefined(options) || value_is_object(options) ||
         vm_throw_type(vm, "Options must be an object");
}

/* An option that must be one of `count` words; the first when it is undefined.
 */
static bool read_word(VM *vm, Value options, const char *name,
                      const char *const *words, u32 count, u32 *chosen) {
  *chosen = 0;
  Value value = VALUE_UNDEFINED;
  if (value_is_object(options) &&
      !vm_get(vm, options, key_from_c(&vm->isolate, name), &value))
    return false;
  if (value_is_undefined(value)) return true;
  String *text =
      value_is_string(value) ? string_flatten(&vm->isolate, value) : NULL;
  for (u32 i = 0; text && i < count; i++)
    if (string_is_latin1(text) && text->length == strlen(words[i]) &&
        !memcmp(text->latin1, words[i], text->length)) {
      *chosen = i;
      return true;
    }
  return vm_throw_type(vm, "Invalid option: %s", name);
}

static const char *const alphabets[] = {"base64", "base64url"};
static const char *const endings[] = {"loose", "strict", "stop-before-partial"};
typedef enum Ending : u8 { LOOSE, STRICT, STOP_BEFORE_PARTIAL } Ending;

/* ---- To text
 * ------------------------------------------------------------------- */

static const char digits64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static char digit64(u32 value, bool url) {
  if (url && value >= 62) return value == 62 ? '-' : '_';
  return digits64[value];
}

static void append_base64(const u8 *bytes, u64 length, bool url, bool pads,
                          Buffer *out) {
  u64 i = 0;
  for (; i + 3 <= length; i += 3) {
    u32 group = (u32)(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
    for (u32 shift = 24; shift;)
      buffer_byte(out, digit64(group >> (shift -= 6) & 63, url));
  }
  if (i == length) return;
  bool has_two = length - i == 2;
  u32 group = (u32)(bytes[i] << 16 | (has_two ? bytes[i + 1] << 8 : 0));
  buffer_byte(out, digit64(group >> 18, url));
  buffer_byte(out, digit64(group >> 12 & 63, url));
  if (has_two) buffer_byte(out, digit64(group >> 6 & 63, url));
  if (pads) buffer_text(out, has_two ? "=" : "==");
}

static bool return_text(VM *vm, Call *call, Buffer *text) {
  String *string = string_from_latin1(&vm->isolate, (const u8 *)text->bytes,
                                      (u32)text->length);
  buffer_free(text);
  return library_string(vm, string, &call->result);
}

static bool check_text_length(VM *vm, u64 bytes) {
  return bytes < STRING_MAX_LENGTH / 2 ||
         vm_throw_range(vm, "Invalid string length");
}

static bool to_base64(VM *vm, Call *call) {
  View *view = this_bytes(vm, call, "toBase64");
  Value options = call_argument(call, 0), omits = VALUE_UNDEFINED;
  u32 alphabet;
  if (!view || !check_options(vm, options) ||
      !read_word(vm, options, "alphabet", alphabets, 2, &alphabet) ||
      (value_is_object(options) &&
       !vm_get(vm, options, key_from_c(&vm->isolate, "omitPadding"), &omits)) ||
      !check_bytes(vm, view, "Uint8Array.prototype.toBase64") ||
      !check_text_length(vm, view_length(view)))
    return false;
  Buffer text = {};
  buffer_append(&text, "", 0);
  append_base64(view->data, view_length(view), alphabet, !vm_to_boolean(omits),
                &text);
  return return_text(vm, call, &text);
}

static bool to_hex(VM *vm, Call *call) {
  static const char digits[] = "0123456789abcdef";
  View *view = this_bytes(vm, call, "toHex");
  if (!view || !check_bytes(vm, view, "Uint8Array.prototype.toHex") ||
      !check_text_length(vm, view_length(view)))
    return false;
  Buffer text = {};
  buffer_append(&text, "", 0);
  for (u64 i = 0; i < view_length(view); i++) {
    buffer_byte(&text, digits[view->data[i] >> 4]);
    buffer_byte(&text, digits[view->data[i] & 15]);
  }
  return return_text(vm, call, &text);
}

/* ---- From text
 * ------------------------------------------------------------------- */

/* What was decoded, and how far it was read when `error` says something. */
typedef struct Decoding {
  u8 *bytes; /* room for `limit` */
  u64 count, limit;
  u64 read; /* units of the text */
  const char *error;
} Decoding;

static u32 skip_space(const String *text, u32 at) {
  while (at < text->length) {
    u32 unit = string_unit(text, at);
    if (unit != ' ' && unit != '\t' && unit != '\n' && unit != '\f' &&
        unit != '\r')
      break;
    at++;
  }
  return at;
}

/* The value of a digit, or 64. */
static u32 value64(u32 unit, bool url) {
  if (unit >= 'A' && unit <= 'Z') return unit - 'A';
  if (unit >= 'a' && unit <= 'z') return unit - 'a' + 26;
  if (unit >= '0' && unit <= '9') return unit - '0' + 52;
  if (unit == (url ? '-' : '+')) return 62;
  if (unit == (url ? '_' : '/')) return 63;
  return 64;
}

/* The digits since the last whole group. */
typedef struct Group {
  u32 bits, count;
} Group;

/* The one or two bytes of a group that is not whole; `strict`: what is left
 * over must be zero. */
static bool put_partial(Decoding *decoding, Group group, bool strict) {
  u32 bytes = group.count - 1, shift = bytes == 1 ? 4 : 2;
  if (strict && group.bits & ((1u << shift) - 1)) {
    decoding->error = "Extra bits";
    return false;
  }
  u32 bits = group.bits >> shift;
  if (bytes == 2) decoding->bytes[decoding->count++] = (u8)(bits >> 8);
  decoding->bytes[decoding->count++] = (u8)bits;
  return true;
}

/* At the end of the text with an unfinished group. */
static void end_text(Decoding *decoding, const String *text, Group group,
                     Ending ending) {
  if (!group.count) {
    decoding->read = text->length;
  } else if (ending == STOP_BEFORE_PARTIAL) {
    return;
  } else if (ending == STRICT || group.count == 1) {
    decoding->error = "Incomplete group";
  } else if (put_partial(decoding, group, false)) {
    decoding->read = text->length;
  }
}

/* At an `=`: what is behind it. */
static void end_padded(Decoding *decoding, const String *text, u32 at,
                       Group group, Ending ending) {
  if (group.count < 2) {
    decoding->error = "Misplaced padding";
    return;
  }
  at = skip_space(text, at + 1);
  if (group.count == 2) {
    if (at == text->length) {
      if (ending != STOP_BEFORE_PARTIAL) decoding->error = "Missing padding";
      return;
    }
    if (string_unit(text, at) == '=')
      at = skip_space(text, at + 1);
    else {
      decoding->error = "Misplaced padding";
      return;
    }
  }
  if (at < text->length)
    decoding->error = "Text after the padding";
  else if (put_partial(decoding, group, ending == STRICT))
    decoding->read = text->length;
}

/* FromBase64 */
static void decode_base64(Decoding *decoding, const String *text, bool url,
                          Ending ending) {
  Group group = {};
  u32 at = 0;
  if (!decoding->limit) return;
  for (;;) {
    at = skip_space(text, at);
    if (at == text->length) {
      end_text(decoding, text, group, ending);
      return;
    }
    u32 unit = string_unit(text, at);
    if (unit == '=') {
      end_padded(decoding, text, at, group, ending);
      return;
    }
    u32 value = value64(unit, url);
    if (value == 64) {
      decoding->error = "Invalid character";
      return;
    }
    /* a group that would not fit is not begun */
    u64 left = decoding->limit - decoding->count;
    if ((left == 1 && group.count == 2) || (left == 2 && group.count == 3))
      return;
    at++;
    group = (Group){group.bits << 6 | value, group.count + 1};
    if (group.count < 4) continue;
    for (u32 shift = 24; shift;)
      decoding->bytes[decoding->count++] = (u8)(group.bits >> (shift -= 8));
    group = (Group){};
    decoding->read = at;
    if (decoding->count == decoding->limit) return;
  }
}

static u32 value16(u32 unit) {
  if (unit >= '0' && unit <= '9') return unit - '0';
  unit |= 32;
  return unit >= 'a' && unit <= 'f' ? unit - 'a' + 10 : 16;
}

/* FromHex */
static void decode_hex(Decoding *decoding, const String *text) {
  if (text->length % 2) {
    decoding->error = "String should have an even number of characters";
    return;
  }
  for (u32 i = 0; i < text->length && decoding->count < decoding->limit;
       i += 2) {
    u32 a = string_unit(text, i), b = string_unit(text, i + 1);
    u32 high = a < 128 ? value16(a) : 16, low = b < 128 ? value16(b) : 16;
    if (high == 16 || low == 16) {
      decoding->error = "Invalid character";
      return;
    }
    decoding->bytes[decoding->count++] = (u8)(high << 4 | low);
    decoding->read = i + 2;
  }
}

static bool throw_decoding(VM *vm, const Decoding *decoding) {
  return vm_throw_error(vm, ERROR_SYNTAX,
                        "The string to be decoded is not correctly encoded: %s",
                        decoding->error);
}

/* The argument that must be a string already, flat. NULL: threw. */
static String *text_argument(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_string(value)) {
    library_throw_about(vm, "%s is not a string", value);
    return NULL;
  }
  String *text = string_flatten(&vm->isolate, value);
  if (!text) vm_throw_memory(vm);
  return text;
}

static bool read_base64_options(VM *vm, Value options, u32 *alphabet,
                                u32 *ending) {
  return check_options(vm, options) &&
         read_word(vm, options, "alphabet", alphabets, 2, alphabet) &&
         read_word(vm, options, "lastChunkHandling", endings, 3, ending);
}

/* A new Uint8Array of what was decoded. Frees it. */
static bool return_bytes(VM *vm, Call *call, Decoding *decoding) {
  bool ok = !decoding->error || throw_decoding(vm, decoding);
  View *view =
      ok ? typed_array_new(vm, TYPE_UINT8, (double)decoding->count) : NULL;
  if (view && decoding->count)
    memcpy(view->data, decoding->bytes, decoding->count);
  free(decoding->bytes);
  return view && typed_array_return(call, view);
}

static bool from_base64(VM *vm, Call *call) {
  KEEP_CELL(vm, String, text, text_argument(vm, call));
  u32 alphabet, ending;
  if (!text ||
      !read_base64_options(vm, call_argument(call, 1), &alphabet, &ending))
    return false;
  Decoding decoding = {.bytes = base_allocate(text->length + 3ull),
                       .limit = UINT64_MAX};
  decode_base64(&decoding, text, alphabet, (Ending)ending);
  return return_bytes(vm, call, &decoding);
}

static bool from_hex(VM *vm, Call *call) {
  KEEP_CELL(vm, String, text, text_argument(vm, call));
  if (!text) return false;
  Decoding decoding = {.bytes = base_allocate(text->length / 2 + 1ull),
                       .limit = UINT64_MAX};
  decode_hex(&decoding, text);
  return return_bytes(vm, call, &decoding);
}

/* ---- Into an array
 * ------------------------------------------------------------------ */

/* What came before an error is written all the same. */
static bool return_counts(VM *vm, Call *call, const Decoding *decoding) {
  if (decoding->error) return throw_decoding(vm, decoding);
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, result, object_new_plain(isolate));
  object_set_c(isolate, result, "read",
               value_from_number((double)decoding->read), ATTRIBUTES_DEFAULT);
  object_set_c(isolate, result, "written",
               value_from_number((double)decoding->count), ATTRIBUTES_DEFAULT);
  return call_return(call, value_from_cell(result));
}

static bool set_from_base64(VM *vm, Call *call) {
  View *view = this_bytes(vm, call, "setFromBase64");
  if (!view) return false;
  KEEP_CELL(vm, String, text, text_argument(vm, call));
  u32 alphabet, ending;
  if (!text ||
      !read_base64_options(vm, call_argument(call, 1), &alphabet, &ending) ||
      !check_bytes(vm, view, "Uint8Array.prototype.setFromBase64"))
    return false;
  Decoding decoding = {.bytes = view->data, .limit = view_length(view)};
  decode_base64(&decoding, text, alphabet, (Ending)ending);
  return return_counts(vm, call, &decoding);
}

static bool set_from_hex(VM *vm, Call *call) {
  View *view = this_bytes(vm, call, "setFromHex");
  if (!view) return false;
  KEEP_CELL(vm, String, text, text_argument(vm, call));
  if (!text || !check_bytes(vm, view, "Uint8Array.prototype.setFromHex"))
    return false;
  Decoding decoding = {.bytes = view->data, .limit = view_length(view)};
  decode_hex(&decoding, text);
  return return_counts(vm, call, &decoding);
}

/* ---- Opening
 * -------------------------------------------------------------------------- */

void uint8_array_open(VM *vm, Object *constructor, Object *prototype) {
  static const NativeEntry functions[] = {{"fromBase64", from_base64, 1},
                                          {"fromHex", from_hex, 1}};
  static const NativeEntry methods[] = {{"toBase64", to_base64, 0},
                                        {"toHex", to_hex, 0},
                                        {"setFromBase64", set_from_base64, 1},
                                        {"setFromHex", set_from_hex, 1}};
  library_add_functions(vm, constructor, functions, ARRAY_COUNT(functions));
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
}
