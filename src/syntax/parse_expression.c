/* parse_expression.c - operators: from the comma down to calls. */
#include "syntax/parse.h"

/* ---- Covers ---- */

void parse_check_cover(Parser *parser, const Cover *cover) {
  if (cover->initializer != NOWHERE)
    parse_fail(parser, cover->initializer, cover->initializer + 1,
               "Invalid shorthand property initializer");
  if (cover->proto != NOWHERE)
    parse_fail(parser, cover->proto, cover->proto + strlen("__proto__"),
               "Duplicate __proto__ fields are not allowed in object literals");
}

/* The notes of a part become notes of the whole; the first one counts. */
static void merge_cover(Cover *whole, const Cover *part) {
  if (whole->initializer == NOWHERE) whole->initializer = part->initializer;
  if (whole->proto == NOWHERE) whole->proto = part->proto;
}

/* ---- Assignment ---- */

static Node *parse_yield(Parser *parser) {
  u32 start = parse_start(parser);
  if (parser->context.in_parameters)
    parse_fail_token(parser,
                     "Yield expression not allowed in formal parameter");
  parser->last_yield = start;
  parse_next(parser);
  const Token *token = parse_token(parser);
  bool delegate = false, operand_follows = !token->newline_before;
  if (operand_follows && parse_take(parser, TOKEN_MULTIPLY)) {
    delegate = true;
  } else {
    switch (token->kind) {
    case TOKEN_END:
    case TOKEN_SEMICOLON:
    case TOKEN_COMMA:
    case TOKEN_COLON:
    case TOKEN_RIGHT_BRACE:
    case TOKEN_RIGHT_PAREN:
    case TOKEN_RIGHT_BRACKET:
    case TOKEN_IN: operand_follows = false; break;
    default: break;
    }
  }
  Node *operand = operand_follows ? parse_assignment(parser, NULL) : NULL;
  Node *node = parse_unary_node(parser, NODE_YIELD, start, operand);
  node->unary.delegate = delegate;
  return node;
}

/* The left side of an assignment, which turns out to be one only now. */
static void check_assignment_left(Parser *parser, Node *left, TokenKind kind,
                                  const Cover *cover) {
  static const char message[] = "Invalid left-hand side in assignment";
  bool pattern = (left->kind == NODE_ARRAY || left->kind == NODE_OBJECT) &&
                 !left->parenthesized;
  if (kind == TOKEN_ASSIGN && pattern) {
    parse_to_target(parser, left, message);
    return;
  }
  parse_check_cover(parser, cover);
  Operator operator= TOKEN_INFO[kind].operator;
  bool is_logical = operator== OPERATOR_AND || operator==
      OPERATOR_OR || operator== OPERATOR_NULLISH;
  if (parse_is_simple_target(left))
    parse_to_target(parser, left, message);
  else if (is_logical || !parse_is_call_target(parser, left))
    parse_fail(parser, left->start, left->end, message);
}

static Node *parse_conditional(Parser *parser, Cover *cover);

static Node *parse_assignment_inner(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser);
  if (parse_kind(parser) == TOKEN_YIELD && parser->context.is_generator)
    return parse_yield(parser);
  parser->arrow_start = start;
  Cover own = NO_COVER;
  Node *left = parse_conditional(parser, &own);
  if (parse_is_bare_arrow(left)) return left;
  TokenKind kind = parse_kind(parser);
  if (TOKEN_INFO[kind].precedence != PRECEDENCE_ASSIGNMENT) {
    if (cover)
      merge_cover(cover, &own);
    else
      parse_check_cover(parser, &own);
    return left;
  }
  check_assignment_left(parser, left, kind, &own);
  parse_next(parser);
  Node *right = parse_assignment(parser, NULL);
  return parse_binary_node(parser, NODE_ASSIGN, start,
                           TOKEN_INFO[kind].operator, left, right);
}

Node *parse_assignment(Parser *parser, Cover *cover) {
  if (!parse_enter(parser))
    return parse_node(parser, NODE_NULL, parse_start(parser));
  Node *node = parse_assignment_inner(parser, cover);
  parse_leave(parser);
  return node;
}

Node *parse_expression(Parser *parser) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  Node *first = parse_assignment(parser, NULL);
  if (parse_kind(parser) != TOKEN_COMMA) return first;
  vector_push(&parser->nodes, first);
  while (parse_take(parser, TOKEN_COMMA))
    vector_push(&parser->nodes, parse_assignment(parser, NULL));
  Node *node = parse_node(parser, NODE_SEQUENCE, start);
  node->list.items = parse_list_end(parser, base);
  return node;
}

Node *parse_inside(Parser *parser, Cover *cover) {
  bool forbids_in = parser->context.forbids_in;
  parser->context.forbids_in = false;
  Node *node = parse_assignment(parser, cover);
  parser->context.forbids_in = forbids_in;
  return node;
}

Node *parse_expression_inside(Parser *parser) {
  bool forbids_in = parser->context.forbids_in;
  parser->context.forbids_in = false;
  Node *node = parse_expression(parser);
  parser->context.forbids_in = forbids_in;
  return node;
}

/* ---- Binary operators ---- */

static Node *parse_unary(Parser *parser, Cover *cover);
static Node *parse_binary(Parser *parser, Cover *cover, u8 least);

static Node *parse_conditional(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser);
  Node *test = parse_binary(parser, cover, PRECEDENCE_LOWEST);
  if (parse_kind(parser) != TOKEN_QUESTION || parse_is_bare_arrow(test))
    return test;
  parse_check_cover(parser, cover);
  parse_next(parser);
  Node *then = parse_inside(parser, NULL);
  parse_expect(parser, TOKEN_COLON);
  Node *otherwise = parse_assignment(parser, NULL);
  Node *node = parse_node(parser, NODE_CONDITIONAL, start);
  node->conditional.test = test;
  node->conditional.then = then;
  node->conditional.otherwise = otherwise;
  return node;
}

static bool is_bare_logical(const Node *node, Operator operator) {
  return node->kind == NODE_LOGICAL && !node->parenthesized &&
         node->binary.operator== operator;
}

/* What may not meet without parentheses: ?? with || and &&, and a unary
 * operator at the left of **. */
static void check_mixture(Parser *parser, const Node *left, TokenKind kind) {
  bool is_or_and = kind == TOKEN_OR || kind == TOKEN_AND;
  bool left_or_and =
      is_bare_logical(left, OPERATOR_OR) || is_bare_logical(left, OPERATOR_AND);
  if ((kind == TOKEN_NULLISH && left_or_and) ||
      (is_or_and && is_bare_logical(left, OPERATOR_NULLISH)))
    parse_unexpected(parser);
  bool unary = left->kind == NODE_UNARY || left->kind == NODE_AWAIT;
  if (kind == TOKEN_EXPONENT && unary && !left->parenthesized)
    parse_fail(parser, left->start, parse_token(parser)->end,
               "Unary operator used immediately before exponentiation "
               "expression. Parenthesis must be used to disambiguate operator "
               "precedence");
}

/* The right operand: ** is the one operator that groups to the right, and ??
 * leaves || and && to be complained of. */
static Node *parse_right_operand(Parser *parser, TokenKind kind) {
  u8 least = (u8)(TOKEN_INFO[kind].precedence + 1);
  if (kind == TOKEN_EXPONENT) least--;
  if (kind == TOKEN_NULLISH) least = PRECEDENCE_BIT_OR;
  Cover cover = NO_COVER;
  if (!parse_enter(parser))
    return parse_node(parser, NODE_NULL, parse_start(parser));
  Node *right = parse_binary(parser, &cover, least);
  parse_leave(parser);
  parse_check_cover(parser, &cover);
  return right;
}

/* #name in object: the one place where a private name is an operand. */
static Node *parse_private_operand(Parser *parser, u8 least) {
  Node *node = parse_node(parser, NODE_PRIVATE_NAME, parse_start(parser));
  node->identifier.name = parse_token(parser)->name;
  node->end = parse_token(parser)->end;
  TokenKind next = scanner_peek(&parser->scanner).kind;
  if (next != TOKEN_IN || parser->context.forbids_in ||
      least > PRECEDENCE_RELATIONAL)
    parse_unexpected(parser);
  parse_next(parser);
  return node;
}

static Node *parse_binary(Parser *parser, Cover *cover, u8 least) {
  u32 start = parse_start(parser);
  Node *left = parse_kind(parser) == TOKEN_PRIVATE_NAME
                   ? parse_private_operand(parser, least)
                   : parse_unary(parser, cover);
  if (parse_is_bare_arrow(left)) return left;
  for (;;) {
    TokenKind kind = parse_kind(parser);
    const TokenInfo *info = &TOKEN_INFO[kind];
    if (info->precedence < least ||
        (kind == TOKEN_IN && parser->context.forbids_in))
      return left;
    parse_check_cover(parser, cover);
    check_mixture(parser, left, kind);
    bool logical =
        kind == TOKEN_OR || kind == TOKEN_AND || kind == TOKEN_NULLISH;
    parse_next(parser);
    Node *right = parse_right_operand(parser, kind);
    left = parse_binary_node(parser, logical ? NODE_LOGICAL : NODE_BINARY,
                             start, info->operator, left, right);
  }
}

/* ---- Unary operators ---- */

static void check_delete(Parser *parser, const Node *node) {
  const Node *operand = node->unary.operand;
  if (operand->kind == NODE_IDENTIFIER && parser->context.is_strict)
    parse_fail(parser, operand->start, operand->end,
               "Delete of an unqualified identifier in strict mode.");
  if (operand->kind == NODE_OPTIONAL_CHAIN) operand = operand->unary.operand;
  if (operand->kind == NODE_MEMBER && operand->member.private_name)
    parse_fail(parser, operand->start, operand->end,
               "Private fields can not be deleted");
}

static Node *parse_operand(Parser *parser) {
  Cover cover = NO_COVER;
  if (!parse_enter(parser))
    return parse_node(parser, NODE_NULL, parse_start(parser));
  Node *operand = parse_unary(parser, &cover);
  parse_leave(parser);
  parse_check_cover(parser, &cover);
  return operand;
}

static Node *parse_unary_operator(Parser *parser, Operator operator) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *operand = parse_operand(parser);
  Node *node = parse_unary_node(parser, NODE_UNARY, start, operand);
  node->unary.operator= operator;
  if (operator== OPERATOR_DELETE) check_delete(parser, node);
  return node;
}

static Node *update_node(Parser *parser, u32 start, Operator operator,
                         Node * operand, bool prefix) {
  const char *message =
      prefix ? "Invalid left-hand side expression in prefix operation"
             : "Invalid left-hand side expression in postfix operation";
  if (parse_is_simple_target(operand))
    parse_to_target(parser, operand, message);
  else if (!parse_is_call_target(parser, operand))
    parse_fail(parser, operand->start, operand->end, "%s", message);
  Node *node = parse_unary_node(parser, NODE_UPDATE, start, operand);
  node->unary.operator= operator;
  node->unary.prefix = prefix;
  return node;
}

static Node *parse_prefix_update(Parser *parser) {
  u32 start = parse_start(parser);
  Operator operator= TOKEN_INFO[parse_kind(parser)].operator;
  parse_next(parser);
  Node *operand = parse_operand(parser);
  return update_node(parser, start, operator, operand, true);
}

static Node *parse_await(Parser *parser) {
  u32 start = parse_start(parser);
  if (parser->context.in_parameters)
    parse_fail_token(parser, "Illegal await-expression in formal parameters of "
                             "async function");
  parser->last_await = start;
  parse_next(parser);
  Node *operand = parse_operand(parser);
  return parse_unary_node(parser, NODE_AWAIT, start, operand);
}

static Node *parse_postfix(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser);
  Node *node = parse_left_hand_side(parser, cover);
  TokenKind kind = parse_kind(parser);
  if ((kind != TOKEN_INCREMENT && kind != TOKEN_DECREMENT) ||
      parse_token(parser)->newline_before || parse_is_bare_arrow(node))
    return node;
  parse_check_cover(parser, cover);
  parse_next(parser);
  return update_node(parser, start, TOKEN_INFO[kind].operator, node, false);
}

static Node *parse_unary(Parser *parser, Cover *cover) {
  switch (parse_kind(parser)) {
  case TOKEN_DELETE: return parse_unary_operator(parser, OPERATOR_DELETE);
  case TOKEN_VOID: return parse_unary_operator(parser, OPERATOR_VOID);
  case TOKEN_TYPEOF: return parse_unary_operator(parser, OPERATOR_TYPEOF);
  case TOKEN_ADD: return parse_unary_operator(parser, OPERATOR_PLUS);
  case TOKEN_SUBTRACT: return parse_unary_operator(parser, OPERATOR_MINUS);
  case TOKEN_BIT_NOT: return parse_unary_operator(parser, OPERATOR_BIT_NOT);
  case TOKEN_NOT: return parse_unary_operator(parser, OPERATOR_NOT);
  case TOKEN_INCREMENT:
  case TOKEN_DECREMENT: return parse_prefix_update(parser);
  case TOKEN_AWAIT:
    if (parser->context.is_async) return parse_await(parser);
    [[fallthrough]];
  default: return parse_postfix(parser, cover);
  }
}
