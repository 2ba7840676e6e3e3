/* scanner.h - text to tokens.
 *
 * The scanner makes one token at a time, on demand. Two kinds of tokens depend
 * on what the parser expects: it asks again for a regular expression when it
 * meets a slash where an operand must begin, and for the rest of a template
 * when the braces of an expression in it close. Nothing is ever scanned beyond
 * the current token except by scanner_peek.
 *
 * Errors are sticky. The first one, the scanner's own or the parser's, is kept;
 * from then on every token is TOKEN_END. So no function has to hand failure up:
 * each finishes on whatever it has, loops end at TOKEN_END, and only the very
 * last caller looks.
 */
#ifndef GLASSHEAP_SYNTAX_SCANNER_H
#define GLASSHEAP_SYNTAX_SCANNER_H

#include "base/buffer.h"
#include "syntax/parser.h"
#include "syntax/tokens.h"

typedef struct Scanner {
  Tree *tree;
  const char *source;
  u32 length;
  u32 position; /* behind the current token */
  Token token;  /* the current one */
  bool is_module;
  bool mentions_eval; /* the words eval or Function occur */
  bool failed;
  SyntaxError *error;
  Buffer scratch; /* values with escapes are put together here */
  TokenKind first_punctuator[128]; /* by first character */
} Scanner;

/* scanner_start - before the first token: makes the words known to the tree
 * and skips a hashbang line. */
void scanner_start(Scanner *scanner);
void scanner_finish(Scanner *scanner);
/* scanner_next - moves on to the next token. */
void scanner_next(Scanner *scanner);
/* scanner_peek - the token after the current one. */
Token scanner_peek(Scanner *scanner);
/* scanner_peek_two - the two tokens after the current one. */
void scanner_peek_two(Scanner *scanner, Token tokens[2]);
/* scanner_rescan_regexp - reads the current DIVIDE or ASSIGN_DIVIDE as a
 * regular expression: name and raw get pattern and flags; the token's kind
 * stays. */
void scanner_rescan_regexp(Scanner *scanner);
/* scanner_rescan_template - reads on in a template from the current
 * RIGHT_BRACE. */
void scanner_rescan_template(Scanner *scanner);
/* scanner_fail - records an error unless there is one, and ends the text. */
void scanner_fail(Scanner *scanner, u32 start, u32 end, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Between scanner.c and scanner_literals.c. */

/* scanner_scan_number, _string, _template - the literal at `position`, into
 * `token`. For a template, position is behind its ` or }. */
void scanner_scan_number(Scanner *scanner);
void scanner_scan_string(Scanner *scanner);
void scanner_scan_template(Scanner *scanner);
/* scanner_scan_unicode_escape - the code point of an escape whose u is at
 * `position`. UINT32_MAX when it is wrong: then the text has failed or, in a
 * template, the token's bad_escape is set. */
u32 scanner_scan_unicode_escape(Scanner *scanner);
/* scanner_decode - the code point at `at`, which is inside the text. */
u32 scanner_decode(const Scanner *scanner, u32 at, u32 *width);
/* scanner_byte - the byte at `at`, 0 behind the end. */
static inline u8 scanner_byte(const Scanner *scanner, u32 at) {
  return at < scanner->length ? (u8)scanner->source[at] : 0;
}

#endif
