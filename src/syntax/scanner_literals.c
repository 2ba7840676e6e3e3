/* scanner_literals.c - numbers, strings, templates, regular expressions. */
#include "syntax/scanner.h"

#include "base/number.h"
#include "base/unicode.h"

#include <stdio.h>

static u8 current_byte(const Scanner *scanner) {
  return scanner_byte(scanner, scanner->position);
}

static int digit_of(u8 byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  u8 letter = byte | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : 99;
}

/* ---- Numbers ---- */

static void fail_here(Scanner *scanner, const char *message) {
  scanner_fail(scanner, scanner->position, scanner->position + 1, "%s",
               message);
}

/* Collects digits in the scratch buffer; an underscore must stand between two
 * of them. `bare`: no separators are allowed, as after a leading zero. */
static u32 scan_digits(Scanner *scanner, int radix, bool bare) {
  u32 count = 0;
  for (;; scanner->position++) {
    u8 byte = current_byte(scanner);
    if (digit_of(byte) < radix) {
      buffer_byte(&scanner->scratch, (char)byte);
      count++;
      continue;
    }
    if (byte != '_') return count;
    u8 next = scanner_byte(scanner, scanner->position + 1);
    if (bare)
      fail_here(scanner, "Numeric separator can not be used after leading 0.");
    else if (next == '_')
      fail_here(scanner, "Only one underscore is allowed as numeric separator");
    else if (digit_of(next) >= radix || !count)
      fail_here(scanner, "Numeric separators are not allowed at the end of "
                         "numeric literals");
    if (scanner->failed) return count;
  }
}

/* A number must not run into a word: 3in, 0b12. */
static void check_number_end(Scanner *scanner) {
  if (scanner->failed || scanner->position >= scanner->length) return;
  u32 width, c = scanner_decode(scanner, scanner->position, &width);
  if (unicode_is_id_start(c) || (c >= '0' && c <= '9') || c == '\\')
    scanner_fail(scanner, scanner->token.start, scanner->position + width,
                 "Invalid or unexpected token");
}

static void finish_bigint(Scanner *scanner) {
  scanner->position++;
  scanner->token.kind = TOKEN_BIGINT;
  scanner->token.name =
      tree_name(scanner->tree, scanner->scratch.bytes, scanner->scratch.length);
}

static void scan_radix_number(Scanner *scanner, int radix) {
  Token *token = &scanner->token;
  Buffer *scratch = &scanner->scratch;
  buffer_append(scratch, scanner->source + scanner->position, 2);
  scanner->position += 2;
  if (!scan_digits(scanner, radix, false)) {
    fail_here(scanner, "Invalid or unexpected token");
  } else if (current_byte(scanner) == 'n') {
    finish_bigint(scanner);
  } else {
    size_t used;
    token->number = number_parse_radix(scratch->bytes + 2, scratch->length - 2,
                                       radix, &used);
  }
}

static void set_legacy(Scanner *scanner, LegacyKind kind, u32 start) {
  scanner->token.legacy = kind;
  scanner->token.legacy_start = start;
  scanner->token.legacy_end = scanner->position;
}

/* 017 is octal, 089 is decimal and may go on as 089.5. True when the whole
 * number was read. */
static bool scan_leading_zero(Scanner *scanner) {
  Token *token = &scanner->token;
  Buffer *scratch = &scanner->scratch;
  scan_digits(scanner, 10, true);
  if (scanner->failed) return true;
  size_t used;
  token->number = number_parse_radix(scratch->bytes, scratch->length, 8, &used);
  bool octal = used == scratch->length;
  set_legacy(scanner, octal ? LEGACY_OCTAL : LEGACY_LEADING_ZERO, token->start);
  return octal;
}

static void scan_exponent(Scanner *scanner) {
  buffer_byte(&scanner->scratch, 'e');
  scanner->position++;
  u8 sign = current_byte(scanner);
  if (sign == '+' || sign == '-') {
    buffer_byte(&scanner->scratch, (char)sign);
    scanner->position++;
  }
  if (!scan_digits(scanner, 10, false))
    fail_here(scanner, "Invalid or unexpected token");
}

static void scan_fraction(Scanner *scanner) {
  Token *token = &scanner->token;
  Buffer *scratch = &scanner->scratch;
  if (current_byte(scanner) == '.') {
    buffer_byte(scratch, '.');
    scanner->position++;
    scan_digits(scanner, 10, false);
  }
  if ((current_byte(scanner) | 0x20) == 'e') scan_exponent(scanner);
  if (scanner->failed) return;
  size_t used;
  token->number = number_parse_decimal(scratch->bytes, scratch->length, &used);
  assert(used == scratch->length);
}

static void scan_decimal(Scanner *scanner) {
  bool leading_zero =
      current_byte(scanner) == '0' &&
      digit_of(scanner_byte(scanner, scanner->position + 1)) < 10;
  if (leading_zero) {
    if (scan_leading_zero(scanner)) return;
  } else {
    bool zero = current_byte(scanner) == '0';
    u32 count = scan_digits(scanner, 10, zero);
    if (count && current_byte(scanner) == 'n') {
      finish_bigint(scanner);
      return;
    }
  }
  scan_fraction(scanner);
}

/* Most numbers are a few digits and nothing else. */
static bool scan_short_number(Scanner *scanner) {
  u32 at = scanner->position;
  u32 value = 0;
  for (u8 byte; (byte = scanner_byte(scanner, at)) >= '0' && byte <= '9'; at++)
    value = value * 10 + (byte - '0');
  u32 count = at - scanner->position;
  u8 byte = scanner_byte(scanner, at);
  bool plain = count && count <= 9 && byte != '.' && byte != '_' &&
               (byte | 0x20) != 'e' && byte != 'n';
  if (!plain || (count > 1 && current_byte(scanner) == '0') ||
      (value == 0 && (byte | 0x20) >= 'a'))
    return false;
  scanner->token.number = value;
  scanner->position = at;
  return true;
}

void scanner_scan_number(Scanner *scanner) {
  scanner->token.kind = TOKEN_NUMBER;
  if (!scan_short_number(scanner)) {
    buffer_clear(&scanner->scratch);
    u8 second = current_byte(scanner) == '0'
                    ? scanner_byte(scanner, scanner->position + 1) | 0x20
                    : 0;
    if (second == 'x')
      scan_radix_number(scanner, 16);
    else if (second == 'o')
      scan_radix_number(scanner, 8);
    else if (second == 'b')
      scan_radix_number(scanner, 2);
    else
      scan_decimal(scanner);
  }
  check_number_end(scanner);
}

/* ---- Escapes ---- */

/* In a template a bad escape only takes the cooked value away. */
static void fail_escape(Scanner *scanner, u32 start, const char *message) {
  Token *token = &scanner->token;
  if (token->kind != TOKEN_TEMPLATE) {
    scanner_fail(scanner, start, scanner->position, "%s", message);
  } else if (!token->bad_escape) {
    token->bad_escape = message;
    token->legacy_start = start;
    token->legacy_end = scanner->position;
  }
}

/* `count` hexadecimal digits; UINT32_MAX when there are fewer. */
static u32 scan_hex(Scanner *scanner, u32 count) {
  u32 value = 0;
  for (; count; count--, scanner->position++) {
    int digit = digit_of(current_byte(scanner));
    if (digit >= 16) return UINT32_MAX;
    value = value * 16 + (u32)digit;
  }
  return value;
}

static u32 scan_braced_escape(Scanner *scanner, u32 start) {
  u32 value = 0, count = 0;
  scanner->position++;
  for (int digit; (digit = digit_of(current_byte(scanner))) < 16; count++) {
    scanner->position++;
    value = value * 16 + (u32)digit;
    if (value > 0x10FFFF) {
      fail_escape(scanner, start, "Undefined Unicode code-point");
      return UINT32_MAX;
    }
  }
  if (count && current_byte(scanner) == '}') {
    scanner->position++;
    return value;
  }
  fail_escape(scanner, start, "Invalid Unicode escape sequence");
  return UINT32_MAX;
}

u32 scanner_scan_unicode_escape(Scanner *scanner) {
  u32 start = scanner->position - 1; /* of the backslash */
  scanner->position++;
  if (current_byte(scanner) == '{') return scan_braced_escape(scanner, start);
  u32 value = scan_hex(scanner, 4);
  if (value == UINT32_MAX)
    fail_escape(scanner, start, "Invalid Unicode escape sequence");
  return value;
}

/* Appends a code point; a trail surrogate joins a lead before it, since WTF-8
 * has one form for a pair. */
static void append_code_point(Buffer *scratch, u32 c) {
  if (unicode_is_trail(c) && c < 0x10000 && scratch->length >= 3) {
    const u8 *last = (u8 *)scratch->bytes + scratch->length - 3;
    if (last[0] == 0xED && last[1] >= 0xA0 && last[1] < 0xB0) {
      u32 lead = 0xD000 | (last[1] & 0x3Fu) << 6 | (last[2] & 0x3Fu);
      scratch->length -= 3;
      c = unicode_pair(lead, c);
    }
  }
  buffer_code_point(scratch, c);
}

/* \0 to \377: the old octal escapes; \0 alone is a good one. */
static void scan_octal_escape(Scanner *scanner) {
  u32 start = scanner->position - 1;
  bool in_template = scanner->token.kind == TOKEN_TEMPLATE;
  u32 value = (u32)digit_of(current_byte(scanner)), most = value < 4 ? 3 : 2;
  scanner->position++;
  int next = digit_of(current_byte(scanner));
  if (value == 0 && next >= 10) {
    buffer_byte(&scanner->scratch, 0);
    return;
  }
  if (in_template) {
    fail_escape(scanner, start,
                "Octal escape sequences are not allowed in template strings");
    return;
  }
  for (u32 i = 1; i < most && digit_of(current_byte(scanner)) < 8; i++)
    value =
        value * 8 + (u32)digit_of(scanner_byte(scanner, scanner->position++));
  set_legacy(scanner, LEGACY_OCTAL_ESCAPE, start);
  append_code_point(&scanner->scratch, value);
}

static void scan_digit_escape(Scanner *scanner) {
  u32 start = scanner->position - 1;
  u8 byte = current_byte(scanner);
  scanner->position++;
  if (scanner->token.kind == TOKEN_TEMPLATE) {
    fail_escape(scanner, start,
                "\\8 and \\9 are not allowed in template strings.");
    return;
  }
  if (scanner->token.legacy == LEGACY_NONE)
    set_legacy(scanner, LEGACY_DIGIT_ESCAPE, start);
  buffer_byte(&scanner->scratch, (char)byte);
}

static void scan_hex_escape(Scanner *scanner) {
  u32 start = scanner->position - 1;
  scanner->position++;
  u32 value = scan_hex(scanner, 2);
  if (value == UINT32_MAX)
    fail_escape(scanner, start, "Invalid hexadecimal escape sequence");
  else
    append_code_point(&scanner->scratch, value);
}

/* A backslash before the end of a line joins the lines. */
static void scan_line_continuation(Scanner *scanner) {
  u32 width;
  u32 c = scanner_decode(scanner, scanner->position, &width);
  scanner->position += width;
  if (c == '\r' && current_byte(scanner) == '\n') scanner->position++;
}

static const char SINGLE_ESCAPES[128] = {
    ['b'] = '\b', ['f'] = '\f', ['n'] = '\n',
    ['r'] = '\r', ['t'] = '\t', ['v'] = '\v',
};

/* An escape whose backslash is at `position`. */
static void scan_escape(Scanner *scanner) {
  Buffer *scratch = &scanner->scratch;
  scanner->token.has_escape = true;
  scanner->position++;
  if (scanner->position >= scanner->length) return;
  u8 byte = current_byte(scanner);
  if (byte < 128 && SINGLE_ESCAPES[byte]) {
    buffer_byte(scratch, SINGLE_ESCAPES[byte]);
    scanner->position++;
  } else if (byte >= '0' && byte <= '7') {
    scan_octal_escape(scanner);
  } else if (byte == '8' || byte == '9') {
    scan_digit_escape(scanner);
  } else if (byte == 'x') {
    scan_hex_escape(scanner);
  } else if (byte == 'u') {
    u32 c = scanner_scan_unicode_escape(scanner);
    if (c != UINT32_MAX) append_code_point(scratch, c);
  } else {
    u32 width, c = scanner_decode(scanner, scanner->position, &width);
    if (unicode_is_line_terminator(c)) {
      scan_line_continuation(scanner);
      return;
    }
    scanner->position += width;
    append_code_point(scratch, c);
  }
}

/* ---- Strings ---- */

/* The rest of a string that has escapes, up to its closing quote. */
static void scan_escaped_string(Scanner *scanner, u8 quote) {
  Buffer *scratch = &scanner->scratch;
  while (!scanner->failed) {
    u32 start = scanner->position, at = start;
    u8 byte;
    while ((byte = scanner_byte(scanner, at)) != quote && byte != '\\' &&
           byte != '\n' && byte != '\r' && at < scanner->length)
      at++;
    buffer_append(scratch, scanner->source + start, at - start);
    scanner->position = at;
    if (byte != '\\' || at >= scanner->length) return;
    scan_escape(scanner);
  }
}

void scanner_scan_string(Scanner *scanner) {
  Token *token = &scanner->token;
  token->kind = TOKEN_STRING;
  u8 quote = current_byte(scanner), byte;
  u32 start = ++scanner->position, at = start;
  while (at < scanner->length && (byte = (u8)scanner->source[at]) != quote &&
         byte != '\\' && byte != '\n' && byte != '\r')
    at++;
  scanner->position = at;
  const char *text = scanner->source + start;
  size_t length = at - start;
  if (current_byte(scanner) == '\\') {
    buffer_clear(&scanner->scratch);
    buffer_append(&scanner->scratch, text, length);
    scan_escaped_string(scanner, quote);
    text = scanner->scratch.bytes;
    length = scanner->scratch.length;
  }
  if (scanner->failed) return;
  if (current_byte(scanner) != quote) {
    scanner_fail(scanner, token->start, scanner->position,
                 "Invalid or unexpected token");
    return;
  }
  scanner->position++;
  token->name = tree_name(scanner->tree, text, length);
}

/* ---- Templates ---- */

/* The raw text of a piece: as written, but every line ends in \n. */
static Name *raw_text(Scanner *scanner, u32 start, u32 end) {
  const char *text = scanner->source + start;
  if (!memchr(text, '\r', end - start))
    return tree_name(scanner->tree, text, end - start);
  Buffer raw = {};
  for (u32 at = start; at < end; at++) {
    char byte = scanner->source[at];
    if (byte == '\r') {
      if (at + 1 < end && scanner->source[at + 1] == '\n') continue;
      byte = '\n';
    }
    buffer_byte(&raw, byte);
  }
  Name *name = tree_name(scanner->tree, raw.bytes, raw.length);
  buffer_free(&raw);
  return name;
}

/* One character or escape of a template. */
static void scan_template_character(Scanner *scanner, u8 byte) {
  if (byte == '\\') {
    scan_escape(scanner);
    return;
  }
  scanner->position++;
  if (byte == '\r') {
    if (current_byte(scanner) == '\n') scanner->position++;
    byte = '\n';
  }
  buffer_byte(&scanner->scratch, (char)byte);
}

void scanner_scan_template(Scanner *scanner) {
  Token *token = &scanner->token;
  token->kind = TOKEN_TEMPLATE;
  token->bad_escape = NULL;
  u32 start = scanner->position;
  buffer_clear(&scanner->scratch);
  buffer_append(&scanner->scratch, "", 0);
  while (scanner->position < scanner->length) {
    u8 byte = current_byte(scanner);
    token->is_tail = byte == '`';
    if (token->is_tail ||
        (byte == '$' && scanner_byte(scanner, scanner->position + 1) == '{')) {
      token->raw = raw_text(scanner, start, scanner->position);
      token->name = token->bad_escape
                        ? NULL
                        : tree_name(scanner->tree, scanner->scratch.bytes,
                                    scanner->scratch.length);
      scanner->position += token->is_tail ? 1 : 2;
      return;
    }
    scan_template_character(scanner, byte);
  }
  scanner_fail(scanner, token->start, scanner->length,
               "Unterminated template literal");
}

void scanner_rescan_template(Scanner *scanner) {
  Token *token = &scanner->token;
  if (scanner->failed) return;
  assert(token->kind == TOKEN_RIGHT_BRACE);
  token->has_escape = false;
  scanner->position = token->start + 1;
  scanner_scan_template(scanner);
  if (scanner->failed) token->kind = TOKEN_END;
  token->end = scanner->position;
}

/* ---- Regular expressions ---- */

/* Finds the closing slash; in a class it does not count. */
static bool skip_regexp_body(Scanner *scanner) {
  bool in_class = false;
  while (scanner->position < scanner->length) {
    u32 width, c = scanner_decode(scanner, scanner->position, &width);
    if (unicode_is_line_terminator(c)) return false;
    if (c == '/' && !in_class) return true;
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    scanner->position += width;
    if (c != '\\') continue;
    if (scanner->position >= scanner->length) return false;
    c = scanner_decode(scanner, scanner->position, &width);
    if (unicode_is_line_terminator(c)) return false;
    scanner->position += width;
  }
  return false;
}

/* Each flag at most once, and not both u and v. */
static bool flags_are_good(const char *flags, u32 length) {
  static const char known[] = "dgimsuvy";
  u32 seen = 0;
  for (u32 i = 0; i < length; i++) {
    const char *flag = flags[i] ? strchr(known, flags[i]) : NULL;
    if (!flag || (seen & 1u << (flag - known))) return false;
    seen |= 1u << (flag - known);
  }
  constexpr u32 unicode_flags = 1 << 5 | 1 << 6;
  return (seen & unicode_flags) != unicode_flags;
}

static void scan_regexp_flags(Scanner *scanner) {
  Token *token = &scanner->token;
  u32 start = scanner->position;
  bool escaped = false;
  while (scanner->position < scanner->length) {
    u32 width, c = scanner_decode(scanner, scanner->position, &width);
    if (!unicode_is_id_continue(c) && c != '\\') break;
    escaped |= c == '\\';
    scanner->position += width;
  }
  u32 length = scanner->position - start;
  if (escaped || !flags_are_good(scanner->source + start, length)) {
    scanner_fail(scanner, start, scanner->position,
                 "Invalid regular expression flags");
    return;
  }
  token->raw = tree_name(scanner->tree, scanner->source + start, length);
  token->end = scanner->position;
}

void scanner_rescan_regexp(Scanner *scanner) {
  Token *token = &scanner->token;
  if (scanner->failed) return;
  scanner->position = token->start + 1;
  if (!skip_regexp_body(scanner)) {
    scanner_fail(scanner, token->start, scanner->position,
                 "Invalid regular expression: missing /");
    return;
  }
  u32 start = token->start + 1;
  token->name = tree_name(scanner->tree, scanner->source + start,
                          scanner->position - start);
  scanner->position++;
  scan_regexp_flags(scanner);
}
