/* scanner.c - white space, comments, words and punctuators. */
#include "syntax/scanner.h"

#include "base/unicode.h"

#include <stdarg.h>
#include <stdio.h>

const TokenInfo TOKEN_INFO[TOKEN_KIND_COUNT] = {
#define PUNCTUATOR(name, text, precedence, operator)                           \
  [TOKEN_##name] = {text, sizeof text - 1, precedence, OPERATOR_##operator},
#define RESERVED PUNCTUATOR
#define STRICT PUNCTUATOR
#define CONTEXTUAL PUNCTUATOR
#include "syntax/tokens.def"
#undef PUNCTUATOR
#undef RESERVED
#undef STRICT
#undef CONTEXTUAL
};

/* ---- Classes of bytes ---- */

enum { CLASS_SPACE = 1, CLASS_START = 2, CLASS_PART = 4, CLASS_DIGIT = 8 };

static const u8 BYTE_CLASS[256] = {
    [' '] = CLASS_SPACE,
    ['\t'] = CLASS_SPACE,
    ['\v'] = CLASS_SPACE,
    ['\f'] = CLASS_SPACE,
    ['a' ... 'z'] = CLASS_START | CLASS_PART,
    ['A' ... 'Z'] = CLASS_START | CLASS_PART,
    ['_'] = CLASS_START | CLASS_PART,
    ['$'] = CLASS_START | CLASS_PART,
    ['0' ... '9'] = CLASS_PART | CLASS_DIGIT,
};

static bool byte_is(const Scanner *scanner, u32 at, u8 classes) {
  return BYTE_CLASS[scanner_byte(scanner, at)] & classes;
}

u32 scanner_decode(const Scanner *scanner, u32 at, u32 *width) {
  const char *cursor = scanner->source + at;
  u32 c = unicode_decode(&cursor, scanner->source + scanner->length);
  *width = (u32)(cursor - scanner->source) - at;
  return c;
}

/* ---- Errors ---- */

static const char *format_message(Arena *arena, const char *format,
                                  va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  char *message = arena_allocate(arena, (size_t)length + 1);
  vsnprintf(message, (size_t)length + 1, format, again);
  va_end(again);
  return message;
}

void scanner_fail(Scanner *scanner, u32 start, u32 end, const char *format,
                  ...) {
  if (!scanner->failed) {
    va_list arguments;
    va_start(arguments, format);
    scanner->error->message =
        format_message(&scanner->tree->arena, format, arguments);
    va_end(arguments);
    scanner->error->start = start;
    scanner->error->end = end < start ? start : end;
    scanner->failed = true;
  }
  scanner->position = scanner->length;
  scanner->token.kind = TOKEN_END;
  scanner->token.start = scanner->token.end = scanner->length;
  scanner->token.newline_before = false;
}

static void fail_at_character(Scanner *scanner) {
  u32 width = 0, at = scanner->position;
  if (at < scanner->length) scanner_decode(scanner, at, &width);
  scanner_fail(scanner, at, at + width, "Invalid or unexpected token");
}

/* ---- White space and comments ---- */

/* Skips to the end of the line (not past it). */
static void skip_line(Scanner *scanner) {
  u32 at = scanner->position;
  while (at < scanner->length) {
    u8 byte = (u8)scanner->source[at];
    if (byte == '\n' || byte == '\r') break;
    u32 width = 1;
    if (byte == 0xE2 &&
        unicode_is_line_terminator(scanner_decode(scanner, at, &width)))
      break;
    at += width;
  }
  scanner->position = at;
}

static void skip_block_comment(Scanner *scanner) {
  u32 start = scanner->position, at = start + 2;
  for (; at < scanner->length; at++) {
    u8 byte = (u8)scanner->source[at];
    if (byte == '*' && scanner_byte(scanner, at + 1) == '/') {
      scanner->position = at + 2;
      return;
    }
    u32 width;
    if (byte == '\n' || byte == '\r' ||
        (byte == 0xE2 &&
         unicode_is_line_terminator(scanner_decode(scanner, at, &width))))
      scanner->token.newline_before = true;
  }
  scanner_fail(scanner, start, start + 2, "Invalid or unexpected token");
}

static bool text_is(const Scanner *scanner, const char *text) {
  size_t length = strlen(text);
  return scanner->length - scanner->position >= length &&
         !memcmp(scanner->source + scanner->position, text, length);
}

/* The comments of old web pages: <!-- anywhere, --> at the start of a line. */
static bool skip_html_comment(Scanner *scanner) {
  bool opens = text_is(scanner, "<!--");
  bool closes =
      !opens && text_is(scanner, "-->") && scanner->token.newline_before;
  if (!opens && !closes) return false;
  if (scanner->is_module) {
    if (closes) return false;
    scanner_fail(scanner, scanner->position, scanner->position + 4,
                 "HTML comments are not allowed in modules");
    return false;
  }
  skip_line(scanner);
  return true;
}

static bool skip_wide_space(Scanner *scanner) {
  u32 width, c = scanner_decode(scanner, scanner->position, &width);
  if (unicode_is_line_terminator(c))
    scanner->token.newline_before = true;
  else if (!unicode_is_space(c))
    return false;
  scanner->position += width;
  return true;
}

static bool skip_comment(Scanner *scanner) {
  u8 second = scanner_byte(scanner, scanner->position + 1);
  if (second == '/')
    skip_line(scanner);
  else if (second == '*')
    skip_block_comment(scanner);
  else
    return false;
  return true;
}

/* Moves to the first byte of a token, or the end. */
static void skip_space(Scanner *scanner) {
  while (scanner->position < scanner->length) {
    u8 byte = (u8)scanner->source[scanner->position];
    if (BYTE_CLASS[byte] == CLASS_SPACE) {
      scanner->position++;
    } else if (byte == '\n' || byte == '\r') {
      scanner->position++;
      scanner->token.newline_before = true;
    } else if (byte == '/') {
      if (!skip_comment(scanner)) return;
    } else if (byte == '<' || byte == '-') {
      if (!skip_html_comment(scanner)) return;
    } else if (byte < 0x80 || !skip_wide_space(scanner)) {
      return;
    }
  }
}

/* ---- Words ---- */

/* An escape in a word: only \u, only of a character that may stand there. */
static u32 scan_word_escape(Scanner *scanner, bool first) {
  u32 start = scanner->position++;
  if (scanner_byte(scanner, scanner->position) != 'u') {
    scanner_fail(scanner, start, start + 1, "Invalid or unexpected token");
    return UINT32_MAX;
  }
  u32 c = scanner_scan_unicode_escape(scanner);
  if (c == UINT32_MAX) return c;
  if (first ? unicode_is_id_start(c) : unicode_is_id_continue(c)) return c;
  scanner_fail(scanner, start, scanner->position,
               "Invalid Unicode escape sequence");
  return UINT32_MAX;
}

/* The next character of a word with escapes or beyond ASCII; UINT32_MAX when
 * the word is over or the text wrong. */
static u32 scan_word_character(Scanner *scanner, bool first) {
  if (scanner->position >= scanner->length) return UINT32_MAX;
  if (scanner->source[scanner->position] == '\\') {
    scanner->token.has_escape = true;
    return scan_word_escape(scanner, first);
  }
  u32 width, c = scanner_decode(scanner, scanner->position, &width);
  if (!(first ? unicode_is_id_start(c) : unicode_is_id_continue(c)))
    return UINT32_MAX;
  scanner->position += width;
  return c;
}

/* The slow way, through the scratch buffer: the word goes on at `position`
 * with a character that is wide or escaped. `start` to there is its beginning.
 * NULL when nothing that belongs to a word stands there. */
static Name *scan_wide_word(Scanner *scanner, u32 start, bool first) {
  Buffer *scratch = &scanner->scratch;
  u32 before = scanner->position - start;
  buffer_clear(scratch);
  buffer_append(scratch, scanner->source + start, before);
  u32 c;
  for (; (c = scan_word_character(scanner, first)) != UINT32_MAX; first = false)
    buffer_code_point(scratch, c);
  if (first) return NULL;
  return tree_name(scanner->tree, scratch->bytes, scratch->length);
}

/* The word at `position`; the name begins at `start` (a # before the word is
 * part of it). NULL when there is no word. */
static Name *scan_word(Scanner *scanner, u32 start) {
  u32 word = scanner->position, at = word;
  while (byte_is(scanner, at, CLASS_PART))
    at++;
  scanner->position = at;
  u8 byte = scanner_byte(scanner, at);
  if (likely(byte < 0x80 && byte != '\\'))
    return tree_name(scanner->tree, scanner->source + start, at - start);
  return scan_wide_word(scanner, start, at == word);
}

static void scan_identifier(Scanner *scanner) {
  Token *token = &scanner->token;
  Name *name = scan_word(scanner, token->start);
  if (scanner->failed) return;
  if (!name) {
    fail_at_character(scanner);
    return;
  }
  token->name = name;
  token->kind = name->token ? name->token : TOKEN_IDENTIFIER;
  if (token->kind == TOKEN_EVAL || token->kind == TOKEN_FUNCTION_GLOBAL)
    scanner->mentions_eval = true;
  if (token->has_escape)
    token->kind = token_is_reserved(token->kind) ? TOKEN_ESCAPED_KEYWORD
                                                 : TOKEN_IDENTIFIER;
}

static void scan_private_name(Scanner *scanner) {
  Token *token = &scanner->token;
  scanner->position++;
  bool starts = byte_is(scanner, scanner->position, CLASS_START) ||
                scanner_byte(scanner, scanner->position) == '\\' ||
                scanner_byte(scanner, scanner->position) >= 0x80;
  token->name = starts ? scan_word(scanner, token->start) : NULL;
  token->kind = TOKEN_PRIVATE_NAME;
  if (!token->name && !scanner->failed)
    scanner_fail(scanner, token->start, scanner->position,
                 "Invalid or unexpected token");
}

/* ---- Punctuators ---- */

static bool punctuator_matches(Scanner *scanner, TokenKind kind) {
  const TokenInfo *info = &TOKEN_INFO[kind];
  if (scanner->length - scanner->position < info->length ||
      memcmp(scanner->source + scanner->position, info->text, info->length))
    return false;
  /* a?.5:1 is a conditional */
  return kind != TOKEN_OPTIONAL ||
         !byte_is(scanner, scanner->position + 2, CLASS_DIGIT);
}

static void scan_punctuator(Scanner *scanner, u8 byte) {
  TokenKind kind = byte < 128 ? scanner->first_punctuator[byte] : TOKEN_END;
  if (kind == TOKEN_END) {
    fail_at_character(scanner);
    return;
  }
  while (!punctuator_matches(scanner, kind)) {
    kind++;
    assert(TOKEN_INFO[kind].text[0] == (char)byte);
  }
  scanner->token.kind = kind;
  scanner->position += TOKEN_INFO[kind].length;
}

/* ---- Tokens ---- */

static void scan_token(Scanner *scanner) {
  u8 byte = (u8)scanner->source[scanner->position];
  bool number_follows =
      byte == '.' && byte_is(scanner, scanner->position + 1, CLASS_DIGIT);
  if ((BYTE_CLASS[byte] & CLASS_START) || byte >= 0x80 || byte == '\\')
    scan_identifier(scanner);
  else if ((BYTE_CLASS[byte] & CLASS_DIGIT) || number_follows)
    scanner_scan_number(scanner);
  else if (byte == '"' || byte == '\'')
    scanner_scan_string(scanner);
  else if (byte == '#')
    scan_private_name(scanner);
  else if (byte == '`')
    scanner->position++, scanner_scan_template(scanner);
  else
    scan_punctuator(scanner, byte);
}

static void begin_token(Scanner *scanner) {
  Token *token = &scanner->token;
  token->kind = TOKEN_END;
  token->has_escape = false;
  token->legacy = LEGACY_NONE;
  token->name = NULL;
  token->start = scanner->position;
}

void scanner_next(Scanner *scanner) {
  Token *token = &scanner->token;
  token->newline_before = false;
  skip_space(scanner);
  begin_token(scanner);
  if (scanner->failed || scanner->position >= scanner->length)
    token->kind = TOKEN_END;
  else
    scan_token(scanner);
  if (scanner->failed) token->kind = TOKEN_END;
  token->end = scanner->position;
}

void scanner_peek_two(Scanner *scanner, Token tokens[2]) {
  Token current = scanner->token;
  u32 position = scanner->position;
  for (u32 i = 0; i < 2; i++) {
    scanner_next(scanner);
    tokens[i] = scanner->token;
  }
  if (scanner->failed) return;
  scanner->token = current;
  scanner->position = position;
}

Token scanner_peek(Scanner *scanner) {
  Token current = scanner->token;
  u32 position = scanner->position;
  scanner_next(scanner);
  Token next = scanner->token;
  if (scanner->failed) return next;
  scanner->token = current;
  scanner->position = position;
  return next;
}

static void learn_words(Scanner *scanner) {
  for (u32 kind = TOKEN_BREAK; kind < TOKEN_IDENTIFIER; kind++) {
    const TokenInfo *info = &TOKEN_INFO[kind];
    tree_name(scanner->tree, info->text, info->length)->token = (u8)kind;
  }
}

static void index_punctuators(Scanner *scanner) {
  for (u32 kind = TOKEN_BREAK; kind-- > TOKEN_LEFT_BRACE;)
    scanner->first_punctuator[(u8)TOKEN_INFO[kind].text[0]] = (TokenKind)kind;
}

void scanner_start(Scanner *scanner) {
  learn_words(scanner);
  index_punctuators(scanner);
  if (text_is(scanner, "\xEF\xBB\xBF")) scanner->position = 3;
  if (text_is(scanner, "#!")) skip_line(scanner);
  /* --> may open the very first line */
  scanner->token.newline_before = true;
  skip_space(scanner);
  scanner_next(scanner);
}

void scanner_finish(Scanner *scanner) {
  buffer_free(&scanner->scratch);
}
