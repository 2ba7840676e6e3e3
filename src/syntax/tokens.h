/* tokens.h - the kinds of tokens (tokens.def) and tests on them. */
#ifndef GLASSHEAP_SYNTAX_TOKENS_H
#define GLASSHEAP_SYNTAX_TOKENS_H

#include "syntax/tree.h"

typedef enum TokenKind : u8 {
  TOKEN_END, /* of the text; also after an error */
  TOKEN_NUMBER,
  TOKEN_BIGINT,
  TOKEN_STRING,
  TOKEN_TEMPLATE,        /* a piece of a template, from ` or } */
  TOKEN_PRIVATE_NAME,    /* #name */
  TOKEN_ESCAPED_KEYWORD, /* a reserved word written with escapes */
#define PUNCTUATOR(name, text, precedence, operator) TOKEN_##name,
#define RESERVED(name, text, precedence, operator) TOKEN_##name,
#define STRICT(name, text, precedence, operator) TOKEN_##name,
#define CONTEXTUAL(name, text, precedence, operator) TOKEN_##name,
#include "syntax/tokens.def"
#undef PUNCTUATOR
#undef RESERVED
#undef STRICT
#undef CONTEXTUAL
  TOKEN_IDENTIFIER,
  TOKEN_KIND_COUNT,
} TokenKind;

/* What a literal has that strict code may not have. */
typedef enum LegacyKind : u8 {
  LEGACY_NONE,
  LEGACY_OCTAL,        /* 017 */
  LEGACY_LEADING_ZERO, /* 089 */
  LEGACY_OCTAL_ESCAPE, /* "\17" */
  LEGACY_DIGIT_ESCAPE, /* "\8" */
} LegacyKind;

typedef struct Token {
  TokenKind kind;
  bool newline_before; /* a line ended between the last token and this one */
  bool has_escape;
  bool is_tail; /* TEMPLATE: ends the template */
  LegacyKind legacy;
  u32 legacy_start, legacy_end; /* also where bad_escape is */
  u32 start, end;
  const char *bad_escape; /* TEMPLATE: why it has no cooked value, or NULL */
  Name *name;    /* word, string's or template's value, digits of a BigInt,
                    pattern of a regular expression */
  Name *raw;     /* TEMPLATE: raw text; a regular expression's flags */
  double number; /* NUMBER */
} Token;

typedef struct TokenInfo {
  const char *text;
  u8 length, precedence;
  Operator operator;
} TokenInfo;

extern const TokenInfo TOKEN_INFO[TOKEN_KIND_COUNT];

constexpr u8 PRECEDENCE_ASSIGNMENT = 1;
constexpr u8 PRECEDENCE_LOWEST = 2; /* of binary operators */
constexpr u8 PRECEDENCE_BIT_OR = 5;
constexpr u8 PRECEDENCE_RELATIONAL = 9;

/* A word that may be a name, in some code at least. */
static inline bool token_is_name(TokenKind kind) {
  return kind >= TOKEN_IMPLEMENTS;
}
static inline bool token_is_reserved(TokenKind kind) {
  return kind >= TOKEN_BREAK && kind <= TOKEN_WITH;
}
static inline bool token_is_strict_reserved(TokenKind kind) {
  return kind >= TOKEN_IMPLEMENTS && kind <= TOKEN_YIELD;
}
/* Any word: what may stand after a dot. */
static inline bool token_is_word(TokenKind kind) {
  return kind >= TOKEN_BREAK || kind == TOKEN_ESCAPED_KEYWORD;
}

#endif
