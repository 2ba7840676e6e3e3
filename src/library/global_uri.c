/* global_uri.c - text in URIs: encodeURIComponent and its family, and the old
 * escape and unescape.
 *
 * Encoding writes every code point that is not in a set of plain ones as the
 * bytes of its UTF-8, %XX each; decoding reads them back, but leaves alone
 * what stands for a reserved character.
 */
#include "library/global.h"

#define UNESCAPED                                                              \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
#define RESERVED ";/?:@&=+$,#"

static bool is_in(u32 unit, const char *set) {
  return unit && unit < 128 && strchr(set, (int)unit);
}

static bool throw_malformed(VM *vm, StringBuilder *text) {
  builder_free(text);
  return vm_throw_error(vm, ERROR_URI, "URI malformed");
}

/* ---- Encoding ----------------------------------------------------------- */

static const char hex_digits[] = "0123456789ABCDEF";

static void append_byte(StringBuilder *out, u8 byte) {
  builder_unit(out, '%');
  builder_unit(out, (u32)hex_digits[byte >> 4]);
  builder_unit(out, (u32)hex_digits[byte & 15]);
}

static void append_encoded(StringBuilder *out, u32 code_point) {
  Buffer bytes = {};
  buffer_code_point(&bytes, code_point);
  for (size_t i = 0; i < bytes.length; i++)
    append_byte(out, (u8)bytes.bytes[i]);
  buffer_free(&bytes);
}

/* The code point at `*index`, which moves to its last unit; false for half of
 * a surrogate pair. */
static bool read_code_point(const String *string, u32 *index, u32 *code_point) {
  u32 unit = string_unit(string, *index);
  *code_point = unit;
  if (unicode_is_trail(unit)) return false;
  if (!unicode_is_lead(unit)) return true;
  if (*index + 1 >= string->length) return false;
  u32 trail = string_unit(string, ++*index);
  *code_point = unicode_pair(unit, trail);
  return unicode_is_trail(trail);
}

static bool encode(VM *vm, Call *call, const char *plain) {
  String *string = vm_to_string(vm, call_argument(call, 0));
  if (!string) return false;
  StringBuilder out = {};
  for (u32 i = 0; i < string->length; i++) {
    u32 code_point;
    if (!read_code_point(string, &i, &code_point))
      return throw_malformed(vm, &out);
    if (is_in(code_point, plain))
      builder_unit(&out, code_point);
    else
      append_encoded(&out, code_point);
  }
  KEEP_CELL(vm, String, kept, string);
  return library_string(vm, builder_finish(&vm->isolate, &out), &call->result);
}

static bool encode_uri(VM *vm, Call *call) {
  return encode(vm, call, UNESCAPED RESERVED);
}

static bool encode_uri_component(VM *vm, Call *call) {
  return encode(vm, call, UNESCAPED);
}

/* ---- Decoding ----------------------------------------------------------- */

static i32 hex_value(u32 unit) {
  if (unit >= '0' && unit <= '9') return (i32)unit - '0';
  u32 letter = unit | 0x20;
  return letter >= 'a' && letter <= 'f' ? (i32)letter - 'a' + 10 : -1;
}

/* `count` hexadecimal digits at `start`, or -1. */
static i32 read_hex(const String *string, u32 start, u32 count) {
  if (start + count > string->length) return -1;
  i32 value = 0;
  for (u32 i = 0; i < count; i++) {
    i32 digit = hex_value(string_unit(string, start + i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* The byte of %XX at `index`, or -1. */
static i32 read_byte(const String *string, u32 index) {
  if (index >= string->length || string_unit(string, index) != '%') return -1;
  return read_hex(string, index + 1, 2);
}

static u32 sequence_length(u32 first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

static bool is_valid(u32 code_point, u32 length) {
  static const u32 least[] = {0, 0, 0x80, 0x800, 0x10000};
  return code_point >= least[length] && code_point <= 0x10FFFF &&
         !(code_point >= 0xD800 && code_point < 0xE000);
}

/* The code point whose %XX bytes start at `*index`, which moves behind them. */
static bool read_sequence(const String *string, u32 *index, u32 *code_point) {
  i32 first = read_byte(string, *index);
  u32 length = first < 0 ? 0 : sequence_length((u32)first);
  if (!length) return false;
  *index += 3;
  *code_point = length == 1 ? (u32)first : (u32)first & (0xFFu >> (length + 1));
  for (u32 i = 1; i < length; i++, *index += 3) {
    i32 byte = read_byte(string, *index);
    if (byte < 0 || (byte & 0xC0) != 0x80) return false;
    *code_point = *code_point << 6 | ((u32)byte & 0x3F);
  }
  return is_valid(*code_point, length);
}

static bool decode(VM *vm, Call *call, const char *kept_characters) {
  String *string = vm_to_string(vm, call_argument(call, 0));
  if (!string) return false;
  KEEP_CELL(vm, String, kept, string);
  StringBuilder out = {};
  for (u32 i = 0; i < kept->length;) {
    u32 code_point = string_unit(kept, i), start = i;
    if (code_point != '%') {
      builder_unit(&out, code_point);
      i++;
      continue;
    }
    if (!read_sequence(kept, &i, &code_point)) return throw_malformed(vm, &out);
    if (is_in(code_point, kept_characters))
      builder_slice(&out, kept, start, i);
    else
      builder_code_point(&out, code_point);
  }
  return library_string(vm, builder_finish(&vm->isolate, &out), &call->result);
}

static bool decode_uri(VM *vm, Call *call) {
  return decode(vm, call, RESERVED);
}

static bool decode_uri_component(VM *vm, Call *call) {
  return decode(vm, call, "");
}

/* ---- escape, unescape --------------------------------------------------- */

static bool global_escape(VM *vm, Call *call) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                              "uvwxyz0123456789@*_+-./";
  String *string = vm_to_string(vm, call_argument(call, 0));
  if (!string) return false;
  StringBuilder out = {};
  for (u32 i = 0; i < string->length; i++) {
    u32 unit = string_unit(string, i);
    if (is_in(unit, plain)) {
      builder_unit(&out, unit);
    } else if (unit < 256) {
      append_byte(&out, (u8)unit);
    } else {
      builder_c(&out, "%u");
      for (i32 shift = 12; shift >= 0; shift -= 4)
        builder_unit(&out, (u32)hex_digits[unit >> shift & 15]);
    }
  }
  return library_string(vm, builder_finish(&vm->isolate, &out), &call->result);
}

/* The unit that an escape at `index` stands for and its length, or the unit
 * itself. */
static u32 read_escape(const String *string, u32 index, u32 *length) {
  u32 unit = string_unit(string, index);
  *length = 1;
  if (unit != '%') return unit;
  bool is_long =
      index + 1 < string->length && string_unit(string, index + 1) == 'u';
  i32 value =
      is_long ? read_hex(string, index + 2, 4) : read_hex(string, index + 1, 2);
  if (value < 0) return unit;
  *length = is_long ? 6 : 3;
  return (u32)value;
}

static bool global_unescape(VM *vm, Call *call) {
  String *string = vm_to_string(vm, call_argument(call, 0));
  if (!string) return false;
  StringBuilder out = {};
  for (u32 i = 0, length; i < string->length; i += length)
    builder_unit(&out, read_escape(string, i, &length));
  return library_string(vm, builder_finish(&vm->isolate, &out), &call->result);
}

void global_open_uri(VM *vm, Object *global) {
  static const NativeEntry functions[] = {
      {"decodeURI", decode_uri, 1},
      {"decodeURIComponent", decode_uri_component, 1},
      {"encodeURI", encode_uri, 1},
      {"encodeURIComponent", encode_uri_component, 1},
      {"escape", global_escape, 1},
      {"unescape", global_unescape, 1},
  };
  library_add_functions(vm, global, functions, ARRAY_COUNT(functions));
}
