/* parse_primary.c - operands: names, literals, parentheses. */
#include <stdlib.h>

#include "base/unicode.h"
#include "base/vector.h"
#include "regexp/regexp.h"
#include "syntax/parse.h"

/* ---- Literals ---- */

static Node *parse_plain(Parser *parser, NodeKind kind) {
  u32 start = parse_start(parser);
  parse_next(parser);
  return parse_node(parser, kind, start);
}

static Node *parse_number(Parser *parser) {
  u32 start = parse_start(parser);
  double number = parse_token(parser)->number;
  parse_check_legacy(parser, parse_token(parser));
  parse_next(parser);
  Node *node = parse_node(parser, NODE_NUMBER, start);
  node->number = number;
  return node;
}

Node *parse_string_node(Parser *parser) {
  Token token = *parse_token(parser);
  parse_check_legacy(parser, &token);
  parse_next(parser);
  Node *node =
      parse_node(parser, token.kind == TOKEN_BIGINT ? NODE_BIGINT : NODE_STRING,
                 token.start);
  node->string.value = token.name;
  node->string.has_escape = token.has_escape;
  return node;
}

/* ---- Regular expressions ---- */

typedef VECTOR(u16) Units;

static void push_units(Units *units, u32 c) {
  if (c > 0xFFFF) {
    vector_push(units, (u16)(0xD7C0 + (c >> 10)));
    c = 0xDC00 | (c & 0x3FF);
  }
  vector_push(units, (u16)c);
}

/* How many bytes of the text are that many units. */
static u32 bytes_of_units(const Name *text, u32 units) {
  const char *cursor = text->bytes, *end = cursor + text->length;
  for (u32 i = 0; i < units && cursor < end; i++)
    i += unicode_decode(&cursor, end) > 0xFFFF;
  return (u32)(cursor - text->bytes);
}

/* What is no pattern is an error of the script, not only of the run. */
static void check_regexp(Parser *parser, const Token *token) {
  const Name *pattern = token->name, *flags = token->raw;
  Units units = {}, letters = {};
  const char *cursor = pattern->bytes, *end = cursor + pattern->length;
  while (cursor < end)
    push_units(&units, unicode_decode(&cursor, end));
  for (u32 i = 0; i < flags->length; i++)
    push_units(&letters, (u8)flags->bytes[i]);
  u8 bits;
  RegexpError error;
  [[maybe_unused]] bool is_good =
      regexp_parse_flags(letters.items, letters.count, &bits);
  assert(is_good);
  if (!regexp_check(units.items, units.count, bits, &error)) {
    u32 at = token->start + 1 + bytes_of_units(pattern, error.offset);
    parse_fail(parser, at, at + 1, "Invalid regular expression: /%s/%s: %s",
               pattern->bytes, flags->bytes, error.message);
  }
  vector_free(&units);
  vector_free(&letters);
}

static Node *parse_regexp(Parser *parser) {
  u32 start = parse_start(parser);
  scanner_rescan_regexp(&parser->scanner);
  Token token = *parse_token(parser);
  if (token.kind != TOKEN_END) check_regexp(parser, &token);
  parse_next(parser);
  Node *node = parse_node(parser, NODE_REGEXP, start);
  node->regexp.pattern = token.name;
  node->regexp.flags = token.raw;
  return node;
}

/* ---- Templates ---- */

/* The piece that is the current token; its raw text goes to `raw`. */
static Node *template_piece(Parser *parser, bool tagged, Name **raw) {
  const Token *token = parse_token(parser);
  if (!token->name && !tagged && token->bad_escape)
    parse_fail(parser, token->legacy_start, token->legacy_end, "%s",
               token->bad_escape);
  Node *node = parse_node(parser, NODE_STRING, token->start);
  node->end = token->end;
  node->string.value = token->name;
  node->string.has_escape = token->has_escape;
  *raw = token->raw;
  return node;
}

/* An expression between the pieces, up to its closing brace, which the scanner
 * reads again as the next piece. */
static Node *parse_substitution(Parser *parser) {
  parse_next(parser);
  Node *expression = parse_expression_inside(parser);
  if (parse_kind(parser) == TOKEN_RIGHT_BRACE)
    scanner_rescan_template(&parser->scanner);
  else if (parse_kind(parser) == TOKEN_END)
    parse_unexpected(parser);
  else
    parse_fail_token(parser, "Missing } in template expression");
  return expression;
}

Node *parse_template(Parser *parser, bool tagged) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  VECTOR(Node *) strings = {};
  VECTOR(Name *) raws = {};
  for (;;) {
    if (parse_failed(parser)) break;
    bool is_tail = parse_token(parser)->is_tail;
    Name *raw;
    vector_push(&strings, template_piece(parser, tagged, &raw));
    vector_push(&raws, raw);
    if (is_tail || parse_failed(parser)) break;
    vector_push(&parser->nodes, parse_substitution(parser));
  }
  parse_next(parser);
  Node *node = parse_node(parser, NODE_TEMPLATE, start);
  Arena *arena = &parser->tree->arena;
  node->template.string_count = strings.count;
  node->template.strings =
      arena_copy(arena, strings.items, strings.count * sizeof *strings.items);
  node->template.raw =
      arena_copy(arena, raws.items, raws.count * sizeof *raws.items);
  node->template.expressions = parse_list_end(parser, base);
  vector_free(&strings);
  vector_free(&raws);
  return node;
}

/* ---- Arrays ---- */

static Node *parse_array_item(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser);
  if (parse_kind(parser) == TOKEN_COMMA) {
    Node *hole = parse_node(parser, NODE_HOLE, start);
    hole->end = start;
    return hole;
  }
  if (!parse_take(parser, TOKEN_ELLIPSIS)) return parse_inside(parser, cover);
  Node *operand = parse_inside(parser, cover);
  return parse_unary_node(parser, NODE_SPREAD, start, operand);
}

Node *parse_array(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  parse_next(parser);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACKET) {
    Node *item = parse_array_item(parser, cover);
    vector_push(&parser->nodes, item);
    if (!parse_take(parser, TOKEN_COMMA)) break;
    /* [...a,] is an array, but no pattern */
    if (item->kind == NODE_SPREAD) item->cover = true;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACKET);
  Node *node = parse_node(parser, NODE_ARRAY, start);
  node->list.items = parse_list_end(parser, base);
  return node;
}

/* ---- Parentheses ---- */

/* (..., ...rest): good only as parameters. */
static Node *parse_rest_parameter(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *operand = parse_binding_target(parser);
  Node *node = parse_unary_node(parser, NODE_REST, start, operand);
  if (parse_kind(parser) == TOKEN_ASSIGN)
    parse_fail_token(parser,
                     "Rest parameter may not have a default initializer");
  else if (parse_kind(parser) == TOKEN_COMMA)
    parse_fail(parser, start, parser->previous_end,
               "Rest parameter must be last formal parameter");
  return node;
}

/* What stood between parentheses, as an expression. */
static Node *grouped(Parser *parser, NodeList items) {
  Node *node = items.items[0];
  if (items.count > 1) {
    node = parse_node(parser, NODE_SEQUENCE, items.items[0]->start);
    node->end = items.items[items.count - 1]->end;
    node->list.items = items;
  }
  node->parenthesized = true;
  return node;
}

/* The items up to the closing parenthesis. True when they can only be
 * parameters: none, a rest, or a comma at the end. */
static bool parse_group_items(Parser *parser, Cover *cover) {
  bool only_parameters = true;
  while (parse_kind(parser) != TOKEN_RIGHT_PAREN) {
    if (parse_kind(parser) == TOKEN_ELLIPSIS) {
      vector_push(&parser->nodes, parse_rest_parameter(parser));
      return true;
    }
    vector_push(&parser->nodes, parse_inside(parser, cover));
    if (!parse_take(parser, TOKEN_COMMA)) return false;
    only_parameters = true;
  }
  return only_parameters;
}

static Node *parse_group(Parser *parser) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  bool may_be_arrow = start == parser->arrow_start;
  Cover cover = NO_COVER;
  parse_next(parser);
  bool only_parameters = parse_group_items(parser, &cover);
  Token close = *parse_token(parser);
  parse_expect(parser, TOKEN_RIGHT_PAREN);
  NodeList items = parse_list_end(parser, base);
  const Token *next = parse_token(parser);
  bool arrow = next->kind == TOKEN_ARROW && !next->newline_before;
  if (may_be_arrow && arrow) return parse_arrow(parser, start, items, false);
  parse_check_cover(parser, &cover);
  if (!only_parameters && !parse_failed(parser)) return grouped(parser, items);
  if (next->kind == TOKEN_ARROW)
    parse_unexpected(parser);
  else if (items.count && items.items[items.count - 1]->kind == NODE_REST)
    parse_fail(parser, items.items[items.count - 1]->start,
               items.items[items.count - 1]->start + 3,
               "Unexpected token '...'");
  else
    parse_fail(parser, close.start, close.end, "Unexpected token ')'");
  return parse_node(parser, NODE_NULL, start);
}

/* ---- Names and arrows ---- */

static Node *single_parameter_arrow(Parser *parser, u32 start, Node *name,
                                    bool is_async) {
  u32 base = parser->nodes.count;
  vector_push(&parser->nodes, name);
  return parse_arrow(parser, start, parse_list_end(parser, base), is_async);
}

static bool arrow_follows(Parser *parser) {
  return parse_kind(parser) == TOKEN_ARROW &&
         !parse_token(parser)->newline_before;
}

static Node *parse_name(Parser *parser) {
  u32 start = parse_start(parser);
  bool may_be_arrow = start == parser->arrow_start;
  Node *name = parse_identifier(parser);
  if (may_be_arrow && arrow_follows(parser))
    return single_parameter_arrow(parser, start, name, false);
  return name;
}

/* async function, async x => ..., or the name async. */
static Node *parse_async(Parser *parser) {
  u32 start = parse_start(parser);
  bool may_be_arrow = start == parser->arrow_start;
  Token next = scanner_peek(&parser->scanner);
  if (next.newline_before || parse_failed(parser)) return parse_name(parser);
  if (next.kind == TOKEN_FUNCTION) return parse_function_expression(parser);
  if (!may_be_arrow || !token_is_name(next.kind)) return parse_name(parser);
  /* `for (async of` may go on as a loop, which must complain of it */
  Token two[2];
  scanner_peek_two(&parser->scanner, two);
  if (two[1].kind != TOKEN_ARROW) return parse_name(parser);
  parse_next(parser);
  Node *name = parse_identifier(parser);
  if (!arrow_follows(parser)) parse_unexpected(parser);
  return single_parameter_arrow(parser, start, name, true);
}

/* ---- The choice ---- */

Node *parse_primary(Parser *parser, Cover *cover) {
  TokenKind kind = parse_kind(parser);
  switch (kind) {
  case TOKEN_NUMBER: return parse_number(parser);
  case TOKEN_STRING:
  case TOKEN_BIGINT: return parse_string_node(parser);
  case TOKEN_TEMPLATE: return parse_template(parser, false);
  case TOKEN_DIVIDE:
  case TOKEN_ASSIGN_DIVIDE: return parse_regexp(parser);
  case TOKEN_LEFT_PAREN: return parse_group(parser);
  case TOKEN_LEFT_BRACKET: return parse_array(parser, cover);
  case TOKEN_LEFT_BRACE: return parse_object(parser, cover);
  case TOKEN_THIS: return parse_plain(parser, NODE_THIS);
  case TOKEN_NULL: return parse_plain(parser, NODE_NULL);
  case TOKEN_TRUE: return parse_plain(parser, NODE_TRUE);
  case TOKEN_FALSE: return parse_plain(parser, NODE_FALSE);
  case TOKEN_FUNCTION: return parse_function_expression(parser);
  case TOKEN_CLASS: return parse_class(parser, false, true);
  case TOKEN_ASYNC: return parse_async(parser);
  default: break;
  }
  if (token_is_name(kind)) return parse_name(parser);
  u32 start = parse_start(parser);
  parse_unexpected(parser);
  return parse_node(parser, NODE_NULL, start);
}
